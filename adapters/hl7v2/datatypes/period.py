"""Two moments to Period. https://hl7.org/fhir/R4/datatypes.html#Period.

Invariant per-1: the end is not before the start. A sender whose clock or clerk turned them round says nothing certain
of the end: it is left out, with a warning.
"""

from datetime import datetime

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_DAY = 10


def to_period(start: str, end: str, context: MessageContext, expression: str) -> JsonObject:
    """The Period of two FHIR dateTimes, either of which may be empty; empty without both.

    `expression` is the place of the end in the message (`PV1-45`), for the warning.
    """
    if start and end and is_before(end, start):
        context.warn(expression, "The end is before the start; the end was left out.")
        end = ""
    period: JsonObject = {"start": start} if start else {}
    if end:
        period["end"] = end
    return period


def components_to_period(cell: Repetition, first: int, context: MessageContext) -> JsonObject:
    """The Period of a component and the one behind it (DR; XPN.12 and 13, XAD.13 and 14)."""
    start, end = ts_to_datetime(cell, context, first), ts_to_datetime(cell, context, first + 1)
    period = to_period(start, end, context, cell.path(first + 1))
    if end and "end" not in period:
        cell.give_back(first + 1)
    return period


def fields_to_period(segment: Segment, start_at: int, end_at: int, context: MessageContext) -> JsonObject:
    """The Period of two fields (NK1-8 and 9, AUT-4 and 5)."""
    start = ts_to_datetime(segment.first(start_at), context) if segment.has(start_at) else ""
    end = ts_to_datetime(segment.first(end_at), context) if segment.has(end_at) else ""
    period = to_period(start, end, context, f"{segment.path}-{end_at}")
    if end and "end" not in period:
        segment.first(end_at).give_back()
    return period


def is_before(one: str, other: str) -> bool:
    """Whether a FHIR dateTime is before another for certain: 2026-03 is not before 2026-03-05, nor behind it."""
    if "T" in one and "T" in other:
        if one[19:] == other[19:]:
            return one < other
        return datetime.fromisoformat(one) < datetime.fromisoformat(other)
    common = min(len(one), len(other), _DAY)
    return one[:common] < other[:common]
