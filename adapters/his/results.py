"""Results' rows to Observations, and the rows of one report to a DiagnosticReport.

https://hl7.org/fhir/R4/observation.html, https://hl7.org/fhir/R4/diagnosticreport.html.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from adapters.his.codes import FLAGS, RESULT_STATUS
from adapters.his.concepts import concept_of, label_of, unit_of
from adapters.his.person import (
    look_up,
    put_derived,
    put_numbered,
    read_doctor,
    read_instant,
    read_person,
    read_visit,
)
from adapters.port import Entry
from adapters.tabular.fields import Fields
from adapters.tabular.person import Person
from adapters.tabular.values import CellError
from fhir_profiles.issue import JsonObject

_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_NUMBER = re.compile(r"(<=|>=|<|>|≤|≥)?\s*([-+]?\d+(?:\.\d+)?)\s*(\S*)")
_RANGE = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(?:-{1,2}|~|～|—|–|至)\s*([-+]?\d+(?:\.\d+)?)")
_BELOW = re.compile(r"(?:<|<=|≤|小于)\s*([-+]?\d+(?:\.\d+)?)")
_ABOVE = re.compile(r"(?:>|>=|≥|大于)\s*([-+]?\d+(?:\.\d+)?)")
_COMPARATORS = {"≤": "<=", "≥": ">="}


def result_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, the visit and the order (created once) and the Observation."""
    person = read_person(fields)
    code = concept_of(fields, kind="item")
    if code is None:
        fields.report("words", "the row names no item; expected a name or a code.", code="required")
    if not fields.text("value"):
        fields.report("value", "the cell is empty; expected the result.", code="required")
    if fields.is_refused or person is None or code is None:
        return []
    visit = read_visit(fields, person)
    observation: JsonObject = {
        "resourceType": "Observation",
        "status": _status(fields),
        "category": [{"coding": [{"system": _CATEGORY, "code": "laboratory", "display": "Laboratory"}]}],
        "code": code,
        "subject": person.reference,
    }
    if visit:
        observation["encounter"] = visit.reference
    orders = _order(fields, person)
    if orders:
        observation["basedOn"] = [{"reference": orders[0].full_url}]
    taken, reported = read_instant(fields, "sampled"), read_instant(fields, "reported")
    if taken or reported:
        observation["effectiveDateTime"] = taken or reported
    if "T" in reported:
        observation["issued"] = reported
    doctor, doctors = read_doctor(fields)
    if doctor:
        observation["performer"] = [doctor]
    observation |= value_of(fields.text("value"), fields.text("unit"))
    _circumstances(observation, fields)
    about = fields.text("report_no") or fields.text("order_no") or taken or reported
    entry = put_derived(observation, fields=fields, key=f"{person.key}|result|{about}|{label_of(code)}")
    return [person.entry, *([visit.entry] if visit else []), *orders, *doctors, entry]


def value_of(text: str, unit: str) -> JsonObject:
    """A number with its unit and comparator as a Quantity; anything else as it is written."""
    match = _NUMBER.fullmatch(text)
    if match is None or (match[3] and unit and match[3].casefold() != unit.casefold()):
        return {"valueString": text}
    if match[3] and not (unit or re.fullmatch(r"[%a-zA-Zμ℃/*^\d.]+", match[3])):
        return {"valueString": text}
    quantity: JsonObject = {"value": Decimal(match[2])}
    if match[1]:
        quantity["comparator"] = _COMPARATORS.get(match[1], match[1])
    return {"valueQuantity": quantity | unit_of(unit or match[3])}


def _status(fields: Fields) -> str:
    return fields.read("status", lambda cell: look_up(cell, RESULT_STATUS), severity="warning") or "final"


def _circumstances(observation: JsonObject, fields: Fields) -> None:
    flag = fields.read("flag", _flag, severity="warning")
    if flag:
        code, display = flag
        coding = {"system": _INTERPRETATION, "code": code, "display": display}
        observation["interpretation"] = [{"coding": [coding], "text": fields.text("flag")}]
    if said := fields.text("range"):
        observation["referenceRange"] = [_range(said, unit_of(fields.text("unit")))]
    if specimen := fields.text("specimen"):
        observation["specimen"] = {"display": specimen}


def _flag(cell: str) -> tuple[str, str]:
    found = FLAGS.get(cell.casefold())
    if found is None:
        raise CellError("expected ↑, ↓, H, L, N, 偏高, 偏低, 正常, 异常 or 危急")
    return found


def _range(text: str, unit: JsonObject) -> JsonObject:
    """`3.5-5.5`, `<5.0`, `>60`; anything else is words alone."""
    found: JsonObject = {}
    if match := _RANGE.fullmatch(text):
        found = {"low": {"value": Decimal(match[1])} | unit, "high": {"value": Decimal(match[2])} | unit}
    elif match := _BELOW.fullmatch(text):
        found = {"high": {"value": Decimal(match[1])} | unit}
    elif match := _ABOVE.fullmatch(text):
        found = {"low": {"value": Decimal(match[1])} | unit}
    return found | {"text": text}


def _order(fields: Fields, person: Person) -> tuple[Entry, ...]:
    """The ServiceRequest that the result answers; created once, never changed by a result."""
    number = fields.text("order_no")
    if not number:
        return ()
    words = fields.text("panel")
    request: JsonObject = {"resourceType": "ServiceRequest", "status": "completed", "intent": "order"}
    if words:
        request["code"] = {"text": words}
    request["subject"] = person.reference
    system = fields.source.local_system("placer")
    made = put_numbered(request, fields=fields, kind="PLAC", system=system, value=number)
    query = made.url.partition("?")[2]
    return (Entry(made.resource, made.full_url, "POST", "ServiceRequest", if_none_exist=query),)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report takes from its rows: the first row's fields, and the Observations of all good ones."""

    fields: Fields
    entries: Sequence[Entry]


def report_to_entry(facts: ReportFacts) -> Entry:
    """The DiagnosticReport of the rows that share a report number."""
    fields = facts.fields
    observations = [entry for entry in facts.entries if entry.resource["resourceType"] == "Observation"]
    first = observations[0].resource
    statuses = {entry.resource["status"] for entry in observations}
    report: JsonObject = {
        "resourceType": "DiagnosticReport",
        "status": "preliminary" if "preliminary" in statuses else "corrected" if "corrected" in statuses else "final",
        "category": [{"coding": [{"system": _SECTION, "code": "LAB", "display": "Laboratory"}]}],
        "code": {"text": fields.text("panel") or fields.text("specimen") or "检验报告"},
        "subject": first["subject"],
        **{name: first[name] for name in ("encounter", "basedOn", "effectiveDateTime", "issued") if name in first},
        "result": [{"reference": entry.full_url} for entry in observations],
    }
    system = fields.source.local_system("filler")
    return put_numbered(report, fields=fields, kind="FILL", system=system, value=fields.text("report_no"))
