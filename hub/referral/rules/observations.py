"""From FHIR resources to the facts that rules read: Condition, Observation, DeviceUseStatement, Flag, Consent.

An Observation is known by our own code system of facts, by LOINC (facts.csv has the map), by the code system of
the ability instrument, or by a name of the fact as text. What is cancelled, wrong or not known is left out; a
value that cannot be used stays in, so that the decision can say why it did not count. Category `baseline` marks
the elder's own usual value.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain

from fhir_profiles.issue import JsonObject
from hub.referral.rules.fhir_values import (
    codings,
    concept_words,
    effective_time,
    first_code,
    period_start,
    read_time,
    reference_of,
    source_of,
)
from hub.referral.rules.values import Coding, Diagnosis, Fact
from terminology.catalogue import sample
from terminology.code_systems import load_code_system
from terminology.concept_maps import load_concept_map
from terminology.fact_definitions import FactDefinition

FACT_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/referral-fact"
"""Our code system of facts: its codes are those of facts.csv."""

CAPABILITY_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/capability"
GOALS_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/goals-of-care"

_LOINC = "http://loinc.org"
_LEFT_OUT = frozenset({"cancelled", "entered-in-error", "unknown", "registered"})
_INSTRUMENT_CODES = {"total": "ability-total", "level": "ability-level"}
_INSTRUMENT_MARKS = ("gbt-42195", "mzt-039", "ltci")
_DEVICE_ENDED = frozenset({"completed", "stopped", "entered-in-error", "not-done"})


class FactNames:
    """The ways in which a resource may name a fact of the catalogue."""

    def __init__(self, definitions: Mapping[str, FactDefinition]) -> None:
        self.definitions = definitions
        self.by_loinc = {loinc: code for code, fact in definitions.items() for loinc in fact.loinc}
        self.by_name = {
            name.casefold(): code
            for code, fact in definitions.items()
            for name in (fact.code, fact.zh, fact.en, *fact.aliases)
        }

    def find(self, concept: object) -> tuple[str, str]:
        """(fact code, instrument) of an Observation's code; empty when it is none of ours."""
        if isinstance(concept, dict) and isinstance(listed := concept.get("coding"), list) and len(listed) == 1:
            only = listed[0]  # as nearly everything is coded; the long way says the same
            code = only.get("code") if isinstance(only, dict) and only.get("system") == FACT_SYSTEM else None
            if isinstance(code, str) and code in self.definitions:
                return code, ""
        found = codings(concept)
        for coding in found:
            if coding.system == FACT_SYSTEM and coding.code in self.definitions:
                return coding.code, ""
            if coding.system == _LOINC and coding.code in self.by_loinc:
                return self.by_loinc[coding.code], ""
            if coding.code in _INSTRUMENT_CODES and any(mark in coding.system for mark in _INSTRUMENT_MARKS):
                return _INSTRUMENT_CODES[coding.code], coding.system
        # A coding of another system (`level` of some scale) must not be taken by its bare code.
        names = (word for word in concept_words(concept) if not any(word == coding.code for coding in found))
        return next((code for word in names if (code := self.by_name.get(word.casefold()))), ""), ""


class _Definitions:
    """A mapping of definitions by identity, so that the names of a catalogue are made once."""

    __slots__ = ("facts",)

    def __init__(self, facts: Mapping[str, FactDefinition]) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Definitions) and other.facts is self.facts


@lru_cache(maxsize=8)
def _names_of(definitions: _Definitions) -> FactNames:
    return FactNames(definitions.facts)


@cache
def _sample_definitions() -> Mapping[str, FactDefinition]:
    return sample().facts


def facts_from_resources(
    resources: Iterable[JsonObject], *, at: datetime, definitions: Mapping[str, FactDefinition] | None = None
) -> tuple[Fact, ...]:
    """The facts in these resources, in their order, as of `at`.

    `definitions` are those of the catalogue that will decide; the package's own when not given. A Device that a
    DeviceUseStatement refers to may be among the resources.
    """
    given = list(resources)
    names = _names_of(_Definitions(_sample_definitions() if definitions is None else definitions))
    devices = {reference_of(item): item for item in given if item.get("resourceType") == "Device"}
    return tuple(chain.from_iterable(_facts_of(item, names, devices, at) for item in given))


def _facts_of(item: JsonObject, names: FactNames, devices: Mapping[str, JsonObject], at: datetime) -> Iterator[Fact]:
    kind = item.get("resourceType")
    if kind == "Observation":
        yield from observation_to_facts(item, names)
    elif kind == "Condition":
        yield from condition_to_facts(item, names)
    elif kind == "DeviceUseStatement":
        yield from device_use_to_facts(item, devices)
    elif kind == "Flag":
        yield from flag_to_facts(item, names, at)
    elif kind == "Consent":
        yield from consent_to_facts(item, at)


def observation_to_facts(item: JsonObject, names: FactNames) -> Iterator[Fact]:
    """The Observation's own value and those of its components."""
    if item.get("status") in _LEFT_OUT:
        return
    category = item.get("category")
    is_baseline = category is not None and any(coding.code == "baseline" for coding in codings(category))
    components = item.get("component")
    for part in (item, *(components if isinstance(components, list) else ())):
        code, instrument = names.find(part.get("code"))
        if not code:
            continue
        if code == "oxygen-flow" and "dataAbsentReason" in part:
            code, value, unit = "on-oxygen", True, ""
        else:
            found = _read_value(part, names.definitions[code])
            if found is None:
                continue
            value, unit = found  # type: ignore[assignment]  # one of the three kinds of value
        yield Fact(
            code,
            value,
            unit,
            effective_time(item),
            source_of(item),
            "",
            "preliminary" if item.get("status") == "preliminary" else "final",
            instrument or _instrument_of_value(part, code),
            reference_of(item),
            is_baseline,
        )


def _instrument_of_value(part: JsonObject, code: str) -> str:
    """The instrument of an ability level whose value, and not its code, names it."""
    if code not in _INSTRUMENT_CODES.values():
        return ""
    systems = (coding.system for coding in codings(part.get("valueCodeableConcept")))
    return next((system for system in systems if any(mark in system for mark in _INSTRUMENT_MARKS)), "")


def _read_value(part: JsonObject, definition: FactDefinition) -> tuple[float | str | bool, str] | None:
    quantity = part.get("valueQuantity")
    if (
        isinstance(quantity, dict)
        and isinstance(quantity.get("value"), int | float | Decimal)
        and quantity.get("comparator") is None
    ):
        return float(quantity["value"]), str(quantity.get("code") or quantity.get("unit") or "")
    if isinstance(part.get("valueInteger"), int):
        return float(part["valueInteger"]), ""
    if isinstance(part.get("valueBoolean"), bool):
        return part["valueBoolean"], ""
    words = [*concept_words(part.get("valueCodeableConcept"))]
    if isinstance(part.get("valueString"), str):
        words.append(part["valueString"])
    return _read_words(words, definition)


def _read_words(words: list[str], definition: FactDefinition) -> tuple[float | str | bool, str] | None:
    """A coded value: the first word, or last part of one (`NYHA IV`), that the fact knows.

    Without any, the first word stays: it will not count, and the decision says so.
    """
    for word in (part for whole in words for part in (whole, whole.split()[-1] if whole.strip() else "")):
        if definition.kind in {"quantity", "count"}:
            try:
                return float(word), ""
            except ValueError:
                continue
        code = definition.read_code(word)
        if code is not None:
            return (code == "true" if definition.kind == "boolean" else code), ""
    return (words[0], "") if words else None


def condition_to_facts(item: JsonObject, names: FactNames) -> Iterator[Fact]:
    """The diagnosis, and the stages and severities that it carries as facts of their own."""
    verification = first_code(item.get("verificationStatus"), "confirmed")
    if verification in {"refuted", "entered-in-error"}:
        return
    category = {coding.code for coding in codings(item.get("category"))}
    found = codings(item.get("code"))
    text = item.get("code", {}).get("text") if isinstance(item.get("code"), dict) else None
    diagnosis = Diagnosis(
        codings=found or (Coding("text", str(text or "?")),),
        clinical_status=first_code(item.get("clinicalStatus"), "active"),
        verification_status=verification,
        role="background" if category == {"problem-list-item"} else "main",
        onset=read_time(item.get("onsetDateTime")) or period_start(item.get("onsetPeriod")),
    )
    moment = read_time(item.get("recordedDate"))
    source, reference = source_of(item), reference_of(item)
    yield Fact("diagnosis", diagnosis, "", moment or diagnosis.onset, source, reference=reference)
    stages = item.get("stage")
    for stage in stages if isinstance(stages, list) else ():
        code, _ = names.find(stage.get("type"))
        if not code:
            code = _fact_named_in(stage.get("summary"), names)
        if code:
            value = _read_words(list(concept_words(stage.get("summary"))), names.definitions[code])
            if value is not None:
                yield Fact(code, value[0], "", moment, source, reference=reference)


def _fact_named_in(concept: object, names: FactNames) -> str:
    """The fact that a summary such as `NYHA IV` starts with."""
    first_words = (word.replace("（", " ").split()[0].casefold() for word in concept_words(concept) if word.strip())
    return next((code for word in first_words if (code := names.by_name.get(word))), "")


def device_use_to_facts(item: JsonObject, devices: Mapping[str, JsonObject]) -> Iterator[Fact]:
    """The device in use, by its capability code; a word that no map knows stays as it is."""
    if item.get("status") in _DEVICE_ENDED:
        return
    reference = item.get("device") if isinstance(item.get("device"), dict) else {}
    assert isinstance(reference, dict)
    contained = {f"#{part.get('id')}": part for part in item.get("contained", ()) if isinstance(part, dict)}
    target = str(reference.get("reference") or "")
    device = contained.get(target) or devices.get(target) or {}
    words = [*concept_words(device.get("type")), *_device_names(device), str(reference.get("display") or "")]
    code = _capability_of(codings(device.get("type")), [word for word in words if word])
    if code:
        moment = read_time(item.get("recordedOn")) or read_time(item.get("timingDateTime"))
        yield Fact("device", code, "", moment, source_of(item), reference=reference_of(item))


def _device_names(device: JsonObject) -> Iterator[str]:
    for name in device.get("deviceName", ()):
        if isinstance(name, dict) and isinstance(name.get("name"), str):
            yield name["name"]


def _capability_of(found: tuple[Coding, ...], words: list[str]) -> str:
    """The capability; empty for an aid that needs none (glasses, hearing aid)."""
    capabilities = load_code_system("capability").codes
    for coding in found:
        if coding.system == CAPABILITY_SYSTEM and coding.code in capabilities:
            return coding.code
    targets = load_concept_map("device-to-capability").targets
    for word in words:
        if word.upper() in capabilities:
            return word.upper()
        lowered = word.casefold()
        matched = max((name for name in targets if name in lowered), key=len, default=None)
        if matched is not None:
            return "" if targets[matched].code == "NONE" else targets[matched].code
    return words[0] if words else "?"


def flag_to_facts(item: JsonObject, names: FactNames, at: datetime) -> Iterator[Fact]:
    """A Flag that is active now and names a yes-or-no fact, or the goals of care."""
    start = period_start(item.get("period"))
    if item.get("status") != "active" or _has_ended(item.get("period"), at) or (start is not None and start > at):
        return
    yield from _goals(item.get("code"), item)
    code, _ = names.find(item.get("code"))
    if code and names.definitions[code].kind == "boolean":
        yield Fact(code, value=True, measured_at=at, source=source_of(item), reference=reference_of(item))


def consent_to_facts(item: JsonObject, at: datetime) -> Iterator[Fact]:
    """An active Consent whose provision or category names the goals of care (an advance directive)."""
    provision = item.get("provision") if isinstance(item.get("provision"), dict) else {}
    assert isinstance(provision, dict)
    if item.get("status") != "active" or _has_ended(provision.get("period"), at):
        return
    yield from _goals([*_as_list(item.get("category")), *_as_list(provision.get("code"))], item)


def _goals(concept: object, item: JsonObject) -> Iterator[Fact]:
    for coding in codings(concept):
        if coding.system == GOALS_SYSTEM:
            moment = read_time(item.get("dateTime"))
            yield Fact("goals-of-care", coding.code, "", moment, source_of(item), reference=reference_of(item))


def _has_ended(period: object, at: datetime) -> bool:
    end = read_time(period.get("end")) if isinstance(period, dict) else None
    return end is not None and end < at


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
