"""TQ1, and the TQ of older messages (ORC-7, OBR-27), to Timing. IG maps TQ1[ServiceRequest], TQ1[MedicationRequest].

One timing for one order: the first TQ1 that says one. A message before v2.5 says it in ORC-7 or OBR-27.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from adapters.hl7v2.codesystems.timing import (
    duration,
    duration_to_repeat,
    is_as_needed,
    pattern_to_repeat,
    unit_of_time,
)
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.period import components_to_period, fields_to_period
from adapters.hl7v2.datatypes.quantity import cq_to_quantity, to_count, to_number
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_WHEN = frozenset({"HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"})
_DAYS = {"1": "mon", "2": "tue", "3": "wed", "4": "thu", "5": "fri", "6": "sat", "7": "sun"}


@dataclass(slots=True)
class Schedule:
    """When and how often: `repeat` and `code` make the Timing; the rest stands elsewhere in the request."""

    repeat: JsonObject = field(default_factory=dict)
    code: JsonObject | None = None
    quantity: JsonObject | None = None
    amount: Repetition | None = None
    is_as_needed: bool = False
    words: list[str] = field(default_factory=list)

    @property
    def timing(self) -> JsonObject:
        """The Timing; empty when nothing says when."""
        return ({"repeat": self.repeat} if self.repeat else {}) | ({"code": self.code} if self.code else {})

    @property
    def period(self) -> JsonObject:
        """The period alone, where nothing says how often."""
        alone = self.code is None and set(self.repeat) == {"boundsPeriod"}
        found: JsonObject = self.repeat["boundsPeriod"] if alone else {}
        return found

    def give_back_quantity(self) -> None:
        """Something else says how much: this quantity (TQ1-2, TQ.1) is residue."""
        if self.amount is not None:
            self.amount.give_back(*((1, 2) if self.amount.segment.name == "TQ1" else (1,)))


def order_schedule(order: OrderGroup, context: MessageContext) -> Schedule:
    """The schedule of an order: TQ1, else ORC-7, else OBR-27."""
    for tq1 in order.named("TQ1"):
        found = tq1_to_schedule(tq1, context)
        if found.timing or found.quantity or found.is_as_needed or found.words:
            return found
    for segment, at in ((order.orc, 7), (order.obr, 27), (order.detail, 1)):
        is_timing = segment is not None and (segment is not order.detail or segment.name in {"RXE", "RXG"})
        if segment is None or not is_timing or not segment.has(at):
            continue
        cell = segment.first(3 if segment.name == "RXG" else at)
        found = tq_to_schedule(cell, context)
        if found.timing or found.quantity or found.is_as_needed or found.words:
            return found
    return Schedule()


def tq1_to_schedule(tq1: Segment, context: MessageContext) -> Schedule:
    """What a TQ1 says. A duration and an end stand apart: bounds are a period where one end is known."""
    found = Schedule(quantity=cq_to_quantity(tq1.first(2)) if tq1.has(2) else None, amount=tq1.first(2))
    if tq1.has(3):
        _pattern(tq1.first(3), found, context)
    times = [moment for cell in tq1.repetitions(4) if (moment := _time_of_day(cell.peek(1)))]
    if times and "when" not in found.repeat:
        tq1.mark(4)
        found.repeat["timeOfDay"] = times
    bounds = fields_to_period(tq1, 7, 8, context)
    length = cq_to_quantity(tq1.first(6)) if tq1.has(6) else None
    unit = unit_of_time((length or {}).get("unit", ""))
    if bounds:
        found.repeat["boundsPeriod"] = _until(bounds, length["value"] if length else None, unit)
        if found.repeat["boundsPeriod"] is bounds:
            tq1.first(6).give_back()
    elif length and unit:
        found.repeat["boundsDuration"] = duration(length["value"], unit)
    else:
        tq1.first(6).give_back()
    each = cq_to_quantity(tq1.first(13)) if tq1.has(13) else None
    unit = unit_of_time((each or {}).get("unit", ""))
    if each and unit:
        found.repeat |= {"duration": each["value"], "durationUnit": unit}
    else:
        tq1.first(13).give_back()
    _count(tq1.first(14), found)
    for at in (10, 11):
        words = tq1.first(at).text() if tq1.has(at) else ""
        if words:
            tq1.mark(at)
            found.words.append(words)
    return found


def tq_to_schedule(cell: Repetition, context: MessageContext) -> Schedule:
    """What a TQ says: `1^BID&0800,2000^D10^20260301^^R^^早晚各一次`."""
    found = Schedule()
    amount, *unit = cell.subcomponents(1) or [""]
    number = to_number(amount)
    if number is not None:
        cell.mark(1)
        found.amount = cell
        found.quantity = {"value": number} | ({"unit": unit[0]} if unit and unit[0] else {})
    interval = [*cell.subcomponents(2), "", ""]
    if interval[0]:
        cell.mark(2)
        found.code = {"coding": [_repeat_coding(interval[0])]} if interval[0].isascii() else {"text": interval[0]}
        found.repeat |= pattern_to_repeat(interval[0])
        found.is_as_needed = is_as_needed(interval[0])
    times = [moment for part in interval[1].split(",") if (moment := _time_of_day(part))]
    if times and "when" not in found.repeat:
        found.repeat["timeOfDay"] = times
    length = duration_to_repeat(cell.peek(3))
    if length:
        cell.mark(3)
    bounds = components_to_period(cell, 4, context)
    found.repeat |= length
    if bounds:
        whole = found.repeat.pop("boundsDuration", {})
        found.repeat["boundsPeriod"] = _until(bounds, whole.get("value"), whole.get("code", ""))
    _count(cell, found, component=12)
    if cell.peek(8):
        found.words.append(cell.take(8))
    return found


def _repeat_coding(code: str) -> JsonObject:
    return {"system": "http://terminology.hl7.org/CodeSystem/v2-0335", "code": " ".join(code.split())}


def _pattern(cell: Repetition, found: Schedule, context: MessageContext) -> None:
    """RPT: pattern code, days of the week, period, event and offset."""
    inner = cell.subcomponents(1)
    code = inner[0] if inner else ""
    if code:
        found.repeat |= pattern_to_repeat(code)
        found.is_as_needed = is_as_needed(code)
        if len(inner) > 1:
            delimiters = cell.segment.delimiters
            text = cell.parts[0].replace(delimiters.subcomponent, delimiters.component)
            found.code = cwe_to_codeable_concept(Repetition(cell.segment, cell.field, 0, text), context, table="0335")
        else:
            found.code = {"coding": [_repeat_coding(code)]} if code.isascii() else {"text": code}
        cell.mark(1)
    if cell.peek(2) == "DW":
        days = [_DAYS[cell.peek(at)] for at in (3, 4) if cell.peek(at) in _DAYS]
        if days:
            cell.mark(2, 3, 4)
            found.repeat["dayOfWeek"] = list(dict.fromkeys(days))
    period, unit = to_number(cell.peek(5)), unit_of_time(cell.peek(6))
    if period is not None and unit:
        cell.mark(5, 6)
        found.repeat = {"frequency": 1} | found.repeat | {"period": period, "periodUnit": unit}
    event = cell.peek(8)
    if event in _WHEN:
        cell.mark(8)
        found.repeat["when"] = [event]
        _offset(cell, event, found)


def _offset(cell: Repetition, event: str, found: Schedule) -> None:
    minutes = {"min": 1, "h": 60, "d": 1440}.get(unit_of_time(cell.peek(10)))
    amount = to_count(cell.peek(9))
    if minutes and amount is not None and event not in {"C", "CM", "CD", "CV"}:
        cell.mark(9, 10)
        found.repeat["offset"] = amount * minutes


def _until(bounds: JsonObject, amount: int | Decimal | None, unit: str) -> JsonObject:
    """The period with its end, where a start and a length are known: FHIR has room for one of period and duration."""
    seconds = {"s": 1, "min": 60, "h": 3600, "d": 86400, "wk": 604800}.get(unit)
    start = bounds.get("start", "")
    if "end" in bounds or amount is None or seconds is None or len(start) < 10:
        return bounds
    try:
        end = datetime.fromisoformat(start) + timedelta(seconds=float(amount) * seconds)
    except OverflowError:
        return bounds
    return bounds | {"end": end.isoformat() if "T" in start else end.date().isoformat()}


def _count(cell: Repetition, found: Schedule, component: int = 1) -> None:
    count = to_count(cell.peek(component))
    if count is not None:
        cell.mark(component)
        found.repeat["count"] = count


def _time_of_day(text: str) -> str:
    digits = text.replace(":", "")
    if len(digits) not in {4, 6} or not digits.isascii() or not digits.isdigit():
        return ""
    hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:] or 0)
    return f"{hour:02d}:{minute:02d}:{second:02d}" if hour < 24 and minute < 60 and second < 60 else ""
