"""The facts of a question by name, as the published PlanDefinition's conditions read them.

Shape: `terminology.catalogue_fhirpath`. Who evaluates the PlanDefinition elsewhere has to gather this himself; here it
serves to hold the published conditions against the engine.
https://hl7.org/fhir/R4/parameters.html
"""

from collections.abc import Iterator
from datetime import timedelta

from fhir_profiles.issue import JsonObject
from hub.referral.rules.evidence import Evidence, usable
from hub.referral.rules.values import Diagnosis, Fact
from terminology.catalogue import Catalogue
from terminology.catalogue_fhirpath import PARTIAL, name_of
from terminology.condition_language import Comparison, atoms


def named_facts(catalogue: Catalogue, evidence: Evidence, *, diagnosis: Fact | None = None) -> JsonObject:
    """Parameters with every fact that some condition may read; `day-of-course` is that of one diagnosis."""
    found: list[JsonObject] = []
    for code in catalogue.facts:
        found += _latest(evidence, code)
        baseline = evidence.baseline_value(code)
        found += [_parameter(f"{code}.baseline", baseline)] if baseline is not None else []
    for comparison in _series(catalogue):
        found += _values(evidence, comparison)
    if diagnosis is not None and "day-of-course" not in evidence.by_code:
        onset = diagnosis.value.onset if isinstance(diagnosis.value, Diagnosis) else None
        found += [_parameter("day-of-course", float((evidence.at - onset) // timedelta(days=1)))] if onset else []
    found += [_parameter("diagnosis", code) for code in dict.fromkeys(code for code, _ in evidence.active_codes)]
    found += [_parameter("device", code) for code in sorted(evidence.devices)]
    if evidence.capabilities is not None:
        found += [_parameter("receiver", value=True)]
        found += [_parameter("capability", code) for code in sorted(evidence.capabilities)]
    return {"resourceType": "Parameters", "parameter": found}


def _latest(evidence: Evidence, code: str) -> Iterator[JsonObject]:
    reading = evidence.latest(code)
    if reading.value is None:
        return
    is_partial = code in PARTIAL and reading.fact is not None and reading.fact.status == "partial"
    yield _parameter(f"{code}.at-least" if is_partial else code, reading.value)


def _series(catalogue: Catalogue) -> list[Comparison]:
    """The comparisons that read more than the latest value, one for each name."""
    rules = [rule for rules in catalogue.rules.values() for rule in rules]
    for row in catalogue.rows:
        rules += [*row.up, *row.down, *row.exclusions, *([row.qualifier] if row.qualifier is not None else [])]
    found = {
        name_of(atom): atom
        for rule in rules
        for condition in (rule.condition, *((rule.when,) if rule.when is not None else ()))
        for atom in atoms(condition)
        if isinstance(atom, Comparison) and (atom.repeat > 1 or atom.window_hours is not None)
    }
    return list(found.values())


def _values(evidence: Evidence, comparison: Comparison) -> Iterator[JsonObject]:
    """Every usable value of the window, or the latest n; `.open` when the newest of them does not count."""
    code, name = comparison.fact, name_of(comparison)
    if evidence.latest(code).value is None:
        return
    facts = evidence.by_code.get(code, [])
    if comparison.repeat > 1:
        chosen = facts[: comparison.repeat]
    else:
        start = evidence.at - timedelta(hours=comparison.window_hours or 0)
        chosen = [one for one in facts if one.measured_at is None or one.measured_at >= start] or facts[:1]
    for place, fact in enumerate(chosen):
        value = usable(fact, evidence.definitions[code]).value
        if value is not None:
            yield _parameter(name, value)
        if (value is None and place == 0) or fact.status == "partial":
            yield _parameter(f"{name}.open", value=True)


def _parameter(name: str, value: float | str | bool) -> JsonObject:
    kind = "valueBoolean" if isinstance(value, bool) else "valueString" if isinstance(value, str) else "valueDecimal"
    return {"name": name, kind: value}
