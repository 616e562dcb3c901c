"""What each FHIR datatype gives to the search index. https://hl7.org/fhir/R4/search.html#table.

The generated accessors call these functions; the simplest datatypes stand in the accessors
themselves. Values are plain text as in the resource: normalising, hashing and keying is the
store's work.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter

__all__ = [
    "FIRST_MICROS",
    "LAST_MICROS",
    "CompositeValue",
    "DateValue",
    "IndexValues",
    "QuantityValue",
    "ReferenceValue",
    "StringValue",
    "TextValue",
    "TokenValue",
    "UriValue",
    "concept_text",
    "date_moment",
    "date_period",
    "date_timing",
    "identifier_type",
    "link_identifier",
    "moment_range",
    "quantity_money",
    "quantity_number",
    "quantity_quantity",
    "reference_canonical",
    "split_literal",
    "split_reference",
    "string_address",
    "string_name",
    "token_boolean",
    "token_contact",
    "token_deceased",
]

FIRST_MICROS = -62_135_596_800_000_000
"""0001-01-01T00:00:00Z: the low end of a range that has no start."""

LAST_MICROS = 253_402_300_799_999_999
"""9999-12-31T23:59:59.999999Z: the high end of a range that has no end."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_new = tuple.__new__  # a third faster than calling the class
_MICRO = timedelta(microseconds=1)
_NAME_PARTS = ("text", "family", "given", "prefix", "suffix")
_ADDRESS_PARTS = ("text", "line", "city", "district", "state", "postalCode", "country")


class TokenValue(NamedTuple):
    """A code; `system` is empty where the resource gives none."""

    parameter: SearchParameter
    system: str
    code: str


class StringValue(NamedTuple):
    """A text."""

    parameter: SearchParameter
    text: str


class DateValue(NamedTuple):
    """A range in microseconds since 1970 UTC, both ends inside."""

    parameter: SearchParameter
    low_micros: int
    high_micros: int


class ReferenceValue(NamedTuple):
    """A link: `type` and `id` of a relative or absolute literal; `url` only when it is not relative.

    A link to elsewhere (`urn:uuid:…`, an unknown address) has no `id`, and a `type` only when the
    Reference says one. Contained resources give none.
    """

    parameter: SearchParameter
    type: str
    id: str
    url: str


class QuantityValue(NamedTuple):
    """A number with its unit's system and code; both are empty for a plain number."""

    parameter: SearchParameter
    value: Decimal
    system: str
    code: str


class UriValue(NamedTuple):
    """A URI."""

    parameter: SearchParameter
    text: str


class TextValue(NamedTuple):
    """What people read beside a code: a Coding's display, or a concept's text with its first coding."""

    parameter: SearchParameter
    system: str
    code: str
    text: str


class CompositeValue(NamedTuple):
    """One combination of a composite parameter's parts, each under the parameter that defines the part."""

    parameter: SearchParameter
    parts: tuple[TokenValue | StringValue | DateValue | ReferenceValue | QuantityValue | UriValue, ...]


class IndexValues(NamedTuple):
    """Everything that one resource gives to the search index; numbers are among `quantities`.

    `reference_identifiers` are the identifiers of References (`:identifier`); `of_types` hold
    `type-system|type-code` and the value of typed identifiers (`:of-type`).
    """

    tokens: tuple[TokenValue, ...] = ()
    strings: tuple[StringValue, ...] = ()
    dates: tuple[DateValue, ...] = ()
    references: tuple[ReferenceValue, ...] = ()
    quantities: tuple[QuantityValue, ...] = ()
    uris: tuple[UriValue, ...] = ()
    texts: tuple[TextValue, ...] = ()
    composites: tuple[CompositeValue, ...] = ()
    reference_identifiers: tuple[TokenValue, ...] = ()
    of_types: tuple[TokenValue, ...] = ()


Add = Callable[[Any], None]
Parameters = tuple[SearchParameter, ...]


def token_contact(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """ContactPoint: its value, without a system."""
    if "value" in value:
        for parameter in parameters:
            add(_new(TokenValue, (parameter, "", value["value"])))


def token_boolean(add: Add, parameters: Parameters, value: bool) -> None:
    """A boolean, as `true` or `false`."""
    for parameter in parameters:
        add(_new(TokenValue, (parameter, "", "true" if value else "false")))


def token_deceased(add: Add, parameters: Parameters, patient: JsonObject) -> None:
    """Patient.deceased[x]: true for true and for a date, false for the rest, also where it is not said."""
    is_deceased = patient.get("deceasedBoolean") is True or "deceasedDateTime" in patient
    for parameter in parameters:
        add(_new(TokenValue, (parameter, "", "true" if is_deceased else "false")))


def concept_text(add: Add, parameters: Parameters, concept: JsonObject) -> None:
    """CodeableConcept.text, with the first coding where there is one."""
    first = concept["coding"][0] if "coding" in concept else {}
    system, code = first.get("system", ""), first.get("code", "")
    for parameter in parameters:
        add(_new(TextValue, (parameter, system, code, concept["text"])))


def identifier_type(add: Add, parameters: Parameters, identifier: JsonObject) -> None:
    """The value of an Identifier under each coding of its type, as `system|code`."""
    for coding in identifier["type"].get("coding", ()):
        if "code" in coding:
            kind = f"{coding.get('system', '')}|{coding['code']}"
            for parameter in parameters:
                add(_new(TokenValue, (parameter, kind, identifier["value"])))


def link_identifier(add: Add, parameter: SearchParameter, reference: JsonObject, wanted: str = "") -> None:
    """Reference.identifier; for a parameter of one target type only where the Reference names no other."""
    identifier = reference["identifier"]
    if "value" in identifier and (not wanted or reference.get("type", wanted) == wanted):
        add(_new(TokenValue, (parameter, identifier.get("system", ""), identifier["value"])))


def string_name(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """HumanName: every part, and the text."""
    _parts(add, parameters, value, _NAME_PARTS)


def string_address(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """Address: every part, and the text."""
    _parts(add, parameters, value, _ADDRESS_PARTS)


def _parts(add: Add, parameters: Parameters, value: JsonObject, parts: tuple[str, ...]) -> None:
    found: list[str] = []
    for part in parts:
        if part in value:
            own = value[part]
            found += [own] if type(own) is str else [text for text in own if text is not None]
    for parameter in parameters:
        for text in found:
            add(_new(StringValue, (parameter, text)))


def date_moment(add: Add, parameters: Parameters, value: str | None) -> None:
    """A date, dateTime or instant."""
    if value is not None:
        low, high = moment_range(value)
        for parameter in parameters:
            add(_new(DateValue, (parameter, low, high)))


def date_period(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """Period: from its start to its end; a missing end is open."""
    low = moment_range(value["start"])[0] if "start" in value else FIRST_MICROS
    high = moment_range(value["end"])[1] if "end" in value else LAST_MICROS
    for parameter in parameters:
        add(_new(DateValue, (parameter, low, high)))


def date_timing(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """Timing: from the first to the last of its events, or its bounds."""
    events = [moment_range(event) for event in value.get("event", ()) if event is not None]
    if events:
        for parameter in parameters:
            add(_new(DateValue, (parameter, min(events)[0], max(high for _, high in events))))
    elif "boundsPeriod" in value.get("repeat", ()):
        date_period(add, parameters, value["repeat"]["boundsPeriod"])


def reference_canonical(add: Add, parameters: Parameters, value: str | None) -> None:
    """A canonical or uri, without its version."""
    if value is not None:
        for parameter in parameters:
            add(ReferenceValue(parameter, *split_reference(value.partition("|")[0])))


def quantity_quantity(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """Quantity: by its code, or by its unit where it has none."""
    if "value" in value:
        amount = _decimal(value["value"])
        system, code = value.get("system", ""), value.get("code") or value.get("unit", "")
        for parameter in parameters:
            add(_new(QuantityValue, (parameter, amount, system, code)))


def quantity_money(add: Add, parameters: Parameters, value: JsonObject) -> None:
    """Money: its currency is the unit."""
    if "value" in value:
        amount, currency = _decimal(value["value"]), value.get("currency", "")
        for parameter in parameters:
            add(_new(QuantityValue, (parameter, amount, "urn:iso:std:iso:4217", currency)))


def quantity_number(add: Add, parameters: Parameters, value: Any) -> None:
    """A plain number."""
    if value is not None:
        amount = _decimal(value)
        for parameter in parameters:
            add(_new(QuantityValue, (parameter, amount, "", "")))


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
    if len(text) in _USUAL and text[10] == "T" and text[5] != "W":  # seconds without a fraction, and a zone
        try:
            span = datetime.fromisoformat(text) - _EPOCH
        except (ValueError, TypeError):  # a leap second, a time without a zone, or no time at all
            return _moment_range(text)
        first = (span.days * 86_400 + span.seconds) * 1_000_000
        return first, first + 999_999
    return _moment_range(text)


_USUAL = frozenset({20, 25})


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


def _decimal(value: Any) -> Decimal:
    kind = type(value)
    return value if kind is Decimal else Decimal(value) if kind is int else Decimal(str(value))
