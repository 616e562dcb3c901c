"""One reading to Observations, with whom and what they are about. https://hl7.org/fhir/R4/observation.html."""

from dataclasses import dataclass
from typing import Final

from adapters.device.amounts import to_amount, to_quantity, to_stated_quantity
from adapters.device.kinds import LOINC, RECORD, Event, Measure
from adapters.device.parties import Notes, devices_of, subject_of, with_wearer
from adapters.device.shapes import STATUS, Delivery, Reading, Stated
from adapters.device.times import Clocks, Moment, to_moment
from adapters.port import Entry, Source
from adapters.tabular.bed import bed_number
from adapters.tabular.fields import institution, put_by_key
from adapters.tabular.values import CellError
from fhir_profiles.issue import JsonObject
from terminology.code_systems import load_code_system

_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
_INTERPRETATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_PRESSURE: Final = {
    "coding": [{"system": LOINC, "code": "85354-9", "display": "Blood pressure panel"}],
    "text": "血压",
}
_URGENT: Final = frozenset({"1", "high", "critical", "urgent", "emergency", "高", "紧急", "危急", "一级"})
_BEGINS: Final = frozenset({"", "1", "true", "start", "begin", "on", "alarm", "active", "是", "开始", "报警"})
_ENDS: Final = frozenset({"0", "false", "end", "stop", "off", "cleared", "resolved", "否", "结束", "解除", "误报"})


def reading_to_entries(reading: Reading, delivery: Delivery, clocks: Clocks, notes: Notes) -> list[Entry]:
    """Everything that one reading says; nothing when it is refused, which an error among the notes says."""
    members, source = with_wearer(reading, delivery), clocks.source
    if reading.fault or not (reading.values or members.get("battery")):
        text = reading.fault or "it holds no measurement, no event and no battery; expected one"
        notes.report("reading", f"{text}.", severity="error", code="structure")
        return []
    try:
        moment = to_moment(members.get("time", ""), members.get("ended", ""), members.get("clock", ""), clocks)
    except CellError as err:
        notes.report("time", f"{err}.", severity="error")
        return []
    if moment.changed:
        notes.report("time", f"{moment.changed}.", code="business-rule")
    devices = devices_of(members, delivery, source, is_assigned=members.get("device", "") in delivery.worn)
    subject = subject_of(members, source, notes) or (devices[-1] if devices else None)
    if subject is None:
        text = "it names no device, no person and no bed; expected one"
        notes.report("reading", f"{text}.", severity="error", code="required")
        return []
    if subject is (devices[-1] if devices else None):
        text = "it names nobody who wears the device; it is kept as the device's own and counts for no person"
        notes.report("resident", f"{text}.", code="incomplete")
    if devices and members.get("device", "") in delivery.worn and subject.resource["resourceType"] == "Patient":
        devices[-1].resource["patient"] = {"reference": subject.full_url}
    about = _About(members, moment, subject, devices[-1] if devices else None, source, notes)
    return [subject, *(device for device in devices if device is not subject), *_observations(reading, about)]


@dataclass(frozen=True, slots=True)
class _About:
    """What all Observations of one reading share."""

    members: dict[str, str]
    moment: Moment
    subject: Entry
    device: Entry | None
    source: Source
    notes: Notes

    def entry(self, kind: str, body: JsonObject, *, subject: Entry | None = None) -> Entry:
        """The Observation of one kind; the same reading sent again is the same Observation."""
        members = self.members
        said = members.get("status", "").casefold()
        observation: JsonObject = {
            "resourceType": "Observation",
            "status": STATUS.get(said, "final"),
            "category": body["category"],
            "code": body["code"],
            "subject": {"reference": (subject or self.subject).full_url},
            **self.moment.effective,
            "performer": [institution(self.source)],
            **{name: value for name, value in body.items() if name not in {"category", "code"}},
        }
        if self.device is not None:
            observation["device"] = {"reference": self.device.full_url}
        if parts := [*body.get("component", []), *self._circumstances()]:
            observation["component"] = parts
        if note := members.get("note"):
            observation["note"] = [{"text": note}]
        whose = members.get("device") or self.subject.full_url
        again = members.get("id") or members.get("time") or repr(sorted(members.items()))
        entry = put_by_key(observation, source=self.source, key=f"device|{whose}|{again}|{kind}")
        if number := members.get("id"):
            system = f"https://alliance-hub.example/sid/{self.source.name}/reading"
            entry.resource["identifier"].append({"system": system, "value": number})
        return entry

    def _circumstances(self) -> list[JsonObject]:
        """Where, how well, and what time was stated if it was not believed."""
        members = self.members
        bed = bed_number(members.get("room", ""), members.get("bed", ""))
        place = " ".join(part for part in (bed, members.get("place", "")) if part)
        found = [("place", place), ("signal", members.get("signal", ""))]
        if self.moment.changed:
            found.append(("stated-time", members.get("time", "")))
        return [{"code": _recorded(code), "valueString": text} for code, text in found if text]


def _observations(reading: Reading, about: _About) -> list[Entry]:
    """One Observation for each value; the parts of blood pressure are one panel."""
    entries: list[Entry] = []
    pressures: dict[str, tuple[Measure, Stated]] = {}
    for stated in reading.values:
        kind = stated.kind
        if isinstance(kind, Event):
            entries.append(_event(kind, stated, about))
        elif kind is None:
            entries.append(_unknown(stated, about))
        elif kind.part_of:
            pressures[kind.key] = (kind, stated)
        else:
            body = _measured(kind, stated, about)
            entries.append(
                about.entry(kind.key, {"category": _category(kind.category), "code": _concept(kind), **body})
            )
    if pressures:
        entries.append(_panel(pressures, about))
    if battery := about.members.get("battery"):
        entries += _battery(battery, about)
    return entries


def _measured(measure: Measure, stated: Stated, about: _About, *, spoilt: str = "") -> JsonObject:
    """The value[x] of one measure, with the reported one beside it where the two differ."""
    amount = to_amount(stated, measure)
    fault = amount.fault or spoilt
    if amount.repair:
        about.notes.report(stated.name, f"{amount.repair}.", code="business-rule")
    if fault:
        about.notes.report(stated.name, f"{fault}. It is kept as reported and is no result.")
    reported = amount.reported
    if spoilt and amount.value is not None and reported is None:
        reported = {"valueQuantity": to_quantity(amount.value, measure)}
    found: JsonObject = {"component": [{"code": _recorded("reported-value"), **reported}]} if reported else {}
    if fault or amount.value is None:
        reason = {"coding": [{"system": _ABSENT, "code": "error"}], "text": fault}
        return {"dataAbsentReason": reason, **found}
    return {"valueQuantity": to_quantity(amount.value, measure), **found}


def _panel(pressures: dict[str, tuple[Measure, Stated]], about: _About) -> Entry:
    upper, lower = (
        to_amount(pressures[key][1], pressures[key][0]).value if key in pressures else None
        for key in ("systolic", "diastolic")
    )
    crossed = upper is not None and lower is not None and lower >= upper
    spoilt = "the diastolic pressure is not below the systolic" if crossed else ""
    parts: list[JsonObject] = []
    for measure, stated in pressures.values():
        body = _measured(measure, stated, about, spoilt=spoilt)
        reported = body.pop("component", [])
        parts += [{"code": _concept(measure), **body}, *reported]
    return about.entry("blood-pressure", {"category": _category("vital-signs"), "code": _PRESSURE, "component": parts})


def _event(event: Event, stated: Stated, about: _About) -> Entry:
    category = "device-alarm" if event.is_alarm else "device-event"
    state = "" if stated.value is None else str(stated.value).strip().casefold()
    body: JsonObject = {"category": [_recorded(category)], "code": _recorded(event.key)}
    if state in _BEGINS or state in _ENDS:
        body["valueBoolean"] = state in _BEGINS
    else:
        body["valueString"] = str(stated.value)[:500]
    level = about.members.get("level", "")
    if event.is_alarm and body.get("valueBoolean") is not False:
        code, display = ("AA", "Critical abnormal") if level.casefold() in _URGENT else ("A", "Abnormal")
        coding = {"system": _INTERPRETATION, "code": code, "display": display}
        body["interpretation"] = [{"coding": [coding], **({"text": level} if level else {})}]
    ended = "|ended" if body.get("valueBoolean") is False else ""
    return about.entry(f"{event.key}{ended}", body)


def _unknown(stated: Stated, about: _About) -> Entry:
    """What has a name that nobody told the hub: kept under its own name, as given."""
    about.notes.report("kind", "its kind is not known; it is kept under its own name.", code="not-supported")
    text = "" if stated.value is None else str(stated.value)[:500]
    quantity = to_stated_quantity(stated)
    value = {"valueQuantity": quantity} if quantity else {"valueString": f"{text} {stated.unit}".strip() or "true"}
    code = {"coding": [_recorded("other-event")["coding"][0]], "text": stated.name[:200]}
    return about.entry(stated.name, {"category": [_recorded("device-event")], "code": code, **value})


def _battery(text: str, about: _About) -> list[Entry]:
    """The charge is the device's, whoever wears it."""
    number = text.rstrip("%％ ")
    if about.device is None or not number.isdecimal() or int(number) > 100:
        about.notes.report("battery", "expected a whole number from 0 to 100 of a device. It is left out.")
        return []
    quantity = {"value": int(number), "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    body: JsonObject = {
        "category": [_recorded("device-event")],
        "code": _recorded("battery"),
        "valueQuantity": quantity,
    }
    return [about.entry("battery", body, subject=about.device)]


def _category(code: str) -> list[JsonObject]:
    return [{"coding": [{"system": _CATEGORY, "code": code}]}]


def _concept(measure: Measure) -> JsonObject:
    coding = [{"system": LOINC, "code": code, "display": display} for code, display in measure.codes]
    return {"coding": coding, "text": measure.words}


def _recorded(code: str) -> JsonObject:
    words = load_code_system("device-record").display(code)
    return {"coding": [{"system": RECORD, "code": code, "display": words}], "text": words}
