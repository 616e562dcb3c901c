"""What each FHIR datatype gives to the search index. https://hl7.org/fhir/R4/search.html#table.

The generated accessors call these functions; the simplest datatypes stand in the accessors
themselves. Values are plain text as in the resource: normalising, hashing and keying is the
store's work.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter

__all__ = [
    "FIRST_MICROS",
    "LAST_MICROS",
    "RESOURCE_TYPES",
    "Bounded",
    "CompositeValue",
    "DateValue",
    "IndexValues",
    "QuantityValue",
    "Ranged",
    "ReferenceValue",
    "StringValue",
    "TextValue",
    "TokenValue",
    "UriValue",
    "concept_text",
    "date_period",
    "date_timing",
    "identifier_type",
    "link_identifier",
    "moment_range",
    "quantity_money",
    "quantity_range",
    "reference_canonical",
    "split_literal",
    "split_reference",
    "string_address",
    "string_name",
    "token_deceased",
]

FIRST_MICROS = -62_135_596_800_000_000
"""0001-01-01T00:00:00Z: the low end of a range that has no start."""

LAST_MICROS = 253_402_300_799_999_999
"""9999-12-31T23:59:59.999999Z: the high end of a range that has no end."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_NAME_PARTS = ("text", "family", "given", "prefix", "suffix")
_ADDRESS_PARTS = ("text", "line", "city", "district", "state", "postalCode", "country")


TokenValue = tuple[SearchParameter, str, str]
"""A code: the parameter, its system (empty where the resource gives none), the code."""

StringValue = tuple[SearchParameter, str]
"""A text."""

DateValue = tuple[SearchParameter, int, int]
"""A range in microseconds since 1970 UTC, both ends inside."""

ReferenceValue = tuple[SearchParameter, str, str, str]
"""A link: type, id and URL of a relative or absolute literal; the URL only when it is not relative.

A link to elsewhere (`urn:uuid:…`, an unknown address) has no id, and a type only when the Reference says one.
Contained resources give none.
"""


class Bounded(NamedTuple):
    """A number that the value is below or above: `<`, `<=`, `>=` or `>`.

    https://hl7.org/fhir/R4/valueset-quantity-comparator.html.
    """

    value: Decimal | float
    comparator: str


class Ranged(NamedTuple):
    """A Range with both ends: everything from `low` to `high`, both inside."""

    low: Decimal | float
    high: Decimal | float


QuantityValue = tuple[SearchParameter, Decimal | float | Bounded | Ranged, str, str]
"""A number as parsed, with its unit's system and code; both are empty for a plain number."""

UriValue = tuple[SearchParameter, str]
"""A URI."""

TextValue = tuple[SearchParameter, str, str, str]
"""What people read beside a code: system, code, and a Coding's display or a concept's text with its first coding."""

CompositeValue = tuple[
    SearchParameter, tuple[TokenValue | StringValue | DateValue | ReferenceValue | QuantityValue | UriValue, ...]
]
"""One combination of a composite parameter's parts, each under the parameter that defines the part."""


class IndexValues(NamedTuple):
    """Everything that one resource gives to the search index; numbers are among `quantities`.

    The values are plain tuples: an object of a class for each would double the cost of a create's index.
    `reference_identifiers` are the identifiers of References (`:identifier`); `of_types` hold
    `type-system|type-code` and the value of typed identifiers (`:of-type`).
    """

    tokens: list[TokenValue]
    strings: list[StringValue]
    dates: list[DateValue]
    references: list[ReferenceValue]
    quantities: list[QuantityValue]
    uris: list[UriValue]
    texts: list[TextValue]
    composites: list[CompositeValue]
    reference_identifiers: list[TokenValue]
    of_types: list[TokenValue]


Into = list[Any]
"""The list of one kind of values, which each function below adds to."""

Parameters = tuple[SearchParameter, ...]


def token_deceased(into: Into, parameters: Parameters, patient: JsonObject) -> None:
    """Patient.deceased[x]: true for true and for a date, false for the rest, also where it is not said."""
    is_deceased = patient.get("deceasedBoolean") is True or "deceasedDateTime" in patient
    into += [(parameter, "", "true" if is_deceased else "false") for parameter in parameters]


def concept_text(into: Into, parameters: Parameters, concept: JsonObject) -> None:
    """CodeableConcept.text, with the first coding where there is one."""
    first = concept["coding"][0] if "coding" in concept else {}
    system, code, text = first.get("system", ""), first.get("code", ""), concept["text"]
    for parameter in parameters:
        into.append((parameter, system, code, text))


def identifier_type(into: Into, parameters: Parameters, identifier: JsonObject) -> None:
    """The value of an Identifier under each coding of its type, as `system|code`."""
    for coding in identifier["type"].get("coding", ()):
        if "code" in coding:
            kind = f"{coding.get('system', '')}|{coding['code']}"
            into += [(parameter, kind, identifier["value"]) for parameter in parameters]


def link_identifier(into: Into, parameter: SearchParameter, reference: JsonObject, wanted: str = "") -> None:
    """Reference.identifier; for a parameter of one target type only where the Reference names no other."""
    identifier = reference["identifier"]
    if "value" in identifier and (not wanted or reference.get("type", wanted) == wanted):
        into.append((parameter, identifier.get("system", ""), identifier["value"]))


def string_name(into: Into, parameters: Parameters, value: JsonObject) -> None:
    """HumanName: every part, and the text."""
    _parts(into, parameters, value, _NAME_PARTS)


def string_address(into: Into, parameters: Parameters, value: JsonObject) -> None:
    """Address: every part, and the text."""
    _parts(into, parameters, value, _ADDRESS_PARTS)


def _parts(into: Into, parameters: Parameters, value: JsonObject, parts: tuple[str, ...]) -> None:
    found: list[str] = []
    for part in parts:
        if part in value:
            own = value[part]
            found += [own] if type(own) is str else [text for text in own if text is not None]
    for parameter in parameters:
        into += [(parameter, text) for text in found]


def date_period(into: Into, parameters: Parameters, value: JsonObject) -> None:
    """Period: from its start to its end; a missing end is open."""
    low = moment_range(value["start"])[0] if "start" in value else FIRST_MICROS
    high = moment_range(value["end"])[1] if "end" in value else LAST_MICROS
    for parameter in parameters:
        into.append((parameter, low, high))


def date_timing(into: Into, parameters: Parameters, value: JsonObject) -> None:
    """Timing: from the first to the last of its events, or its bounds."""
    events = [moment_range(event) for event in value.get("event", ()) if event is not None]
    if events:
        last = max(high for _, high in events)
        into += [(parameter, min(events)[0], last) for parameter in parameters]
    elif "boundsPeriod" in value.get("repeat", ()):
        date_period(into, parameters, value["repeat"]["boundsPeriod"])


def reference_canonical(into: Into, parameters: Parameters, value: str | None) -> None:
    """A canonical or uri, without its version."""
    if value is not None:
        kind, resource_id, url = split_reference(value.partition("|")[0])
        into += [(parameter, kind, resource_id, url) for parameter in parameters]


def quantity_money(into: Into, parameters: Parameters, value: JsonObject) -> None:
    """Money: its currency is the unit."""
    if "value" in value:
        amount, currency = value["value"], value.get("currency", "")
        into += [(parameter, amount, "urn:iso:std:iso:4217", currency) for parameter in parameters]


def quantity_range(into: Into, parameters: Parameters, value: JsonObject) -> None:
    """Range: from its low to its high; a missing end is open, and ends in two units are two open ranges.

    https://hl7.org/fhir/R4/datatypes.html#Range. A unit that one end alone says is the other's, too.
    """
    low, high = ({} if "value" not in end else end for end in (value.get("low", {}), value.get("high", {})))
    of_low, of_high = _unit(low or high), _unit(high or low)
    of_low, of_high = (of_low if any(of_low) else of_high), (of_high if any(of_high) else of_low)
    found: list[tuple[Bounded | Ranged, tuple[str, str]]] = []
    if low and high and of_low == of_high:
        found.append((Ranged(low["value"], high["value"]), of_low))
    else:
        if low:
            found.append((Bounded(low["value"], ">="), of_low))
        if high:
            found.append((Bounded(high["value"], "<="), of_high))
    for parameter in parameters:
        into += [(parameter, number, *unit) for number, unit in found]


def _unit(quantity: JsonObject) -> tuple[str, str]:
    """System and code; where there is no code, the words of the unit."""
    return quantity.get("system", ""), quantity.get("code") or quantity.get("unit", "")


def split_literal(reference: JsonObject) -> tuple[str, str, str]:
    """Type, id and URL of a Reference that has a literal; its `type` stands in where the literal has none."""
    literal = reference["reference"]
    kind, _, resource_id = literal.partition("/")
    if kind in RESOURCE_TYPES and "/" not in resource_id:  # by far the most
        return kind, resource_id, ""
    kind, resource_id, url = split_reference(literal)
    return kind or reference.get("type", ""), resource_id, url


def split_reference(literal: str) -> tuple[str, str, str]:
    """Type, id and URL of a literal reference, without the version; type and id may be empty.

    https://hl7.org/fhir/R4/references.html#literal.
    """
    base, _, _version = literal.partition("/_history/")
    parts = base.split("/")
    if len(parts) >= 2 and parts[-2] in RESOURCE_TYPES and "?" not in base:
        return parts[-2], parts[-1], "" if len(parts) == 2 else base
    return "", "", base


_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SITE_ZONE = "+08:00"
"""A search without a zone means the site's (Asia/Shanghai); stored values always have one."""


def moment_range(text: str) -> tuple[int, int]:
    """First and last microsecond (since 1970, UTC) of a FHIR date, dateTime or instant.

    https://hl7.org/fhir/R4/search.html#date. A date without a time is a day of UTC; a time without seconds is
    its minute. Raises
    ValueError for text that is no date.
    """
    try:  # seconds without a fraction, and a zone: by far the most
        first = _midnight(text[:10], text[19:]) + _MINUTES[text[10:17]] + _SECONDS[text[17:19]]
    except (KeyError, ValueError):
        return _moment_range(text)
    return first, first + 999_999


_MINUTES = {f"T{hour:02}:{minute:02}:": (hour * 60 + minute) * 60_000_000 for hour in range(24) for minute in range(60)}
_SECONDS = {f"{second:02}": second * 1_000_000 for second in range(60)}
"""Microseconds of `T08:30:` and of `00`."""


@lru_cache(maxsize=4096)
def _midnight(day: str, zone: str) -> int:
    """The day's first microsecond in a zone. Raises ValueError where there is none, or a fraction in front of it."""
    if (zone != "Z" and len(zone) != 6) or _DAY.fullmatch(day) is None:
        raise ValueError("it is no FHIR date and time")
    return (datetime.fromisoformat(f"{day}T00:00:00{zone}") - _EPOCH) // _MICRO


def _moment_range(text: str) -> tuple[int, int]:
    if len(text) <= 10:
        if _DAY.fullmatch(text) is None:
            raise ValueError("it is no FHIR date")
        return _day_range(text)
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError("it is no FHIR date and time")
    seconds, fraction, zone = found[2], found[3] or "", found[4]
    if seconds == "60":  # a leap second is the last one of its minute
        seconds = "59"
    at = datetime.fromisoformat(f"{found[1]}:{seconds or '00'}{zone or _SITE_ZONE}")
    first = (at - _EPOCH) // _MICRO
    if seconds is None:
        return first, first + 59_999_999
    first += int(fraction[:6].ljust(6, "0"))
    return first, first + (10 ** max(6 - len(fraction), 0) - 1)


def _day_range(text: str) -> tuple[int, int]:
    year = int(text[:4])
    first = int(text[5:7] or 1)
    last = int(text[5:7] or 12)
    start = datetime(year, first, int(text[8:10] or 1), tzinfo=UTC)
    end = datetime(year, last, int(text[8:10] or monthrange(year, last)[1]), tzinfo=UTC)
    return (start - _EPOCH) // _MICRO, (end - _EPOCH) // _MICRO + 86_399_999_999
