"""TS and DTM to FHIR date, dateTime and instant. HL7 v2.9 chapter 2A.2.23.

`YYYY[MM[DD[HH[MM[SS[.S]]]]]][+/-ZZZZ]`. FHIR demands a zone as soon as there is a time: the
value's own, else that of MSH-7, else the site's. A date is never shifted.
"""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.tokenizer import Repetition, Segment

_TS = re.compile(
    r"(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2})(?:[ T]?(\d{2})(?::?(\d{2})(?::?(\d{2})(\.\d{1,6}\d*)?)?)?"
    r" ?([+-](?:(?:0\d|1[0-3]):?[0-5]\d|14:?00)|Z)?)?)?)?",
    re.ASCII,
)
"""Offsets as FHIR has them: up to 14 hours. https://hl7.org/fhir/R4/datatypes.html#dateTime"""


def ts_to_datetime(cell: Repetition, context: MessageContext, component: int = 1) -> str:
    """The FHIR dateTime of a component; empty, with a warning, when it cannot be read.

    The component counts as mapped only when it was readable.
    """
    text = _text(cell, component)
    if not text:
        return ""
    found = parse_ts(text, context.zone, context.offset)
    if not found:
        _warn(cell, context, component)
        return ""
    cell.mark(component)
    return found


def plain_moment(segment: Segment, field: int, context: MessageContext) -> str:
    """`ts_to_datetime` of a field's first repetition, which is mostly one plain value."""
    raw = segment.raw(field)
    if segment.is_plain and raw[:14].isdecimal():
        found = parse_ts(raw, context.zone, context.offset)
        if found:
            segment.mark(field)
            return found
    return ts_to_datetime(segment.first(field), context)


def ts_to_date(cell: Repetition, context: MessageContext, component: int = 1) -> str:
    """The FHIR date of a component, in the precision that was sent."""
    return ts_to_datetime(cell, context, component)[:10]


def ts_to_instant(cell: Repetition, context: MessageContext, component: int = 1) -> str:
    """The FHIR instant; empty when no time of day was sent (nothing is invented)."""
    text = _text(cell, component)
    found = parse_ts(text, context.zone, context.offset) if text else ""
    if text and not found:
        _warn(cell, context, component)
    if "T" not in found:
        return ""
    cell.mark(component)
    return found


@lru_cache(maxsize=4096)
def parse_ts(text: str, zone: ZoneInfo, offset: str = "") -> str:
    """A FHIR dateTime from an HL7 time stamp, or the empty string. `offset` is `+HH:MM`."""
    match = _TS.fullmatch(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second, fraction, own = match.groups()
    try:
        moment = datetime(  # noqa: DTZ001 - the zone is added below
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return ""
    if hour is None:
        return "-".join(part for part in (year, month, day) if part)
    given = ("+00:00" if own == "Z" else _with_colon(own)) if own else offset
    return f"{moment.isoformat()}{(fraction or '')[:7]}{given or _offset(moment, zone)}"


def zone_offset(text: str) -> str:
    """The offset that a time stamp carries (`+08:00`), or the empty string."""
    match = _TS.fullmatch(text.strip())
    own = match.group(8) if match else None
    if not own:
        return ""
    return "+00:00" if own == "Z" else _with_colon(own)


def _text(cell: Repetition, component: int) -> str:
    text = cell.peek(component)
    delimiter = cell.segment.delimiters.subcomponent
    # A DTM inside a DR or in TS.1 of old messages carries its precision as a subcomponent.
    return text.split(delimiter, 1)[0].strip() if delimiter in text else text


def _warn(cell: Repetition, context: MessageContext, component: int) -> None:
    context.warn(cell.path(component), "This is no date or time in the form YYYYMMDDHHMMSS+ZZZZ; it was left out.")


def _with_colon(offset: str) -> str:
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"


def _offset(moment: datetime, zone: ZoneInfo) -> str:
    shift = moment.replace(tzinfo=zone).utcoffset()
    minutes = round(shift.total_seconds() / 60) if shift else 0
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
