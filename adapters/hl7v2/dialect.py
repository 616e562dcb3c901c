"""What a sender's file changes in its messages before the maps read them, and the fields that it adds.

A local code becomes the standard one in its place, so that every map, and every table that steers one, understands
it; what was sent stays with the message. Nulls are emptied where a system writes them for "nothing entered".
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ts import parse_ts
from adapters.hl7v2.tokenizer import NULL, Message, Repetition, Segment
from adapters.port import Dialect, ExtraField
from fhir_profiles.issue import JsonObject

IGNORE = "ignore"
"""What an event policy gives instead of an event."""

PATH = re.compile(r"([A-Z][A-Z0-9]{2})-(\d{1,3})(?:\.(\d{1,2}))?")
"""`PV1-2` or `PID-3.5`."""


def standardise(message: Message, dialect: Dialect) -> None:
    """Put standard codes in the place of local ones, in the message that is about to be read."""
    if not dialect.null_deletes:
        for segment in message.segments:
            if NULL in segment.text:
                _empty_nulls(segment)
    for path, codes in dialect.values.items():
        name, field, component = _split(path)
        for segment in message.all(name):
            for cell in segment.repetitions(field):
                _replace(cell, component or 1, codes)


def add_extras(context: MessageContext) -> None:
    """Extensions of Patient and Encounter from the fields that the sender's file names."""
    targets = {"Patient": context.resource(context.patient), "Encounter": context.resource(context.encounter)}
    for extra in context.source.dialect.extras:
        resource = targets[extra.target]
        name, field, component = _split(extra.path)
        segment = context.message.first(name)
        if resource is None or segment is None or not segment.has(field):
            continue
        value = _value(segment, field, component or 1, extra, context)
        if value is not None:
            segment.first(field).mark(component or 1)
            resource.setdefault("extension", []).append({"url": extra.url} | value)


def _split(path: str) -> tuple[str, int, int]:
    found = PATH.fullmatch(path)
    assert found is not None, path
    return found[1], int(found[2]), int(found[3] or 0)


def _replace(cell: Repetition, component: int, codes: Any) -> None:
    standard = codes.get(cell.peek(component))
    if standard is not None and component <= len(cell.parts):
        parts = list(cell.parts)
        parts[component - 1] = standard
        cell.rewrite(parts)


def _empty_nulls(segment: Segment) -> None:
    mark = segment.delimiters.field
    head, *fields = segment.text.split(mark)
    segment.rewrite(mark.join([head, *("" if field == NULL else field for field in fields)]))


def _value(
    segment: Segment, field: int, component: int, extra: ExtraField, context: MessageContext
) -> JsonObject | None:
    text = segment.peek(field, component)
    if not text:
        return None
    if extra.kind == "date":
        found = parse_ts(text, context.zone, context.offset)[:10]
        return {"valueDate": found} if found else _unreadable(extra, context)
    if extra.kind == "decimal":
        try:
            number = Decimal(text)
        except InvalidOperation:
            return _unreadable(extra, context)
        return {"valueDecimal": number} if number.is_finite() else _unreadable(extra, context)
    if extra.kind == "boolean":
        known = {"Y": True, "1": True, "是": True, "N": False, "0": False, "否": False}.get(text.upper())
        return _unreadable(extra, context) if known is None else {"valueBoolean": known}
    return {"valueCode" if extra.kind == "code" else "valueString": text}


def _unreadable(extra: ExtraField, context: MessageContext) -> JsonObject | None:
    context.warn(extra.path, f"The value is no {extra.kind}, as the file of this sender says; it was left out.")
    return None
