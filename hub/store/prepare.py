"""From a Put to the rows it becomes: everything that needs no database, done before the batch."""

import asyncio
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Final

from fhir_profiles.accessors import Bounded, IndexValues, Ranged, index_values, patient_references
from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import JsonTextError, cut, dump, members, parse
from fhir_profiles.registry import search_parameters
from hub.clock import micros_to_instant
from hub.errors import BadRequestError, InvalidResourceError
from hub.store.addresses import names_own, with_own_links
from hub.store.numbers import hash64, patient_number
from hub.store.port import Put
from hub.store.search.bounds import bounds_of
from hub.store.search.composite import CompositeRow, composite_rows
from hub.store.search.derived import derived_of
from hub.store.search.first_entry import bundle_values, parameters_inside
from hub.store.search.near import position_rows
from hub.store.search.sounds import NAMES, number_of, sounds_of
from hub.store.search.token import of_type_token
from hub.store.search.within_patient import within_patient
from hub.store.terms import KEYED, Terms

MANY_PATIENTS: Final = -1
"""The patient number of index rows whose resource is in more than one patient's compartment."""

OWN_SYSTEMS: Final = "https://alliance-hub.example/fhir"
"""Security labels of the hub's own code systems are given by the hub alone."""

_HEAD: Final = {
    count: re.compile(rb"\s*\{" + rb'\s*"(?:resourceType|id)"\s*:\s*"[A-Za-z0-9.-]+"\s*,' * count).match
    for count in (1, 2)
}
"""The members in front of what is stored, where they are the resource's type, with or without its id."""

_NULL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SLICE: Final = 32
"""Puts that are prepared in one turn of the event loop: 2 to 3 ms."""

_LARGE: Final = 64 * 1024
"""Bytes of a resource that is prepared beside the loop: one of codes alone takes 12 ms. A turn takes as many in all."""

_MOST_NOTED: Final = 256
"""Codes of one resource that are kept in mind: a code system has each once, and would push out what comes daily."""

_OWNED: Final = frozenset({"resourceType", "id", "meta"})
_SERVER_META: Final = frozenset({"versionId", "lastUpdated", "security"})


@dataclass(slots=True)
class IndexRows:
    """Index rows of one resource, without its key; tokens of the parameters `within` carry the patient.

    `codes` are plain codes that the database may not have in words yet (`_sort`): code, its number, its system's
    number, its system.
    """

    patient: int = 0
    tokens: list[tuple[int, int, int]] = field(default_factory=list)
    strings: list[tuple[int, str, str]] = field(default_factory=list)
    dates: list[tuple[int, int, int]] = field(default_factory=list)
    references: list[tuple[int, str, int]] = field(default_factory=list)
    quantities: list[tuple[int, float, int, int]] = field(default_factory=list)
    bounds: list[tuple[int, float, int, int, int]] = field(default_factory=list)
    uris: list[tuple[int, str]] = field(default_factory=list)
    composites: list[CompositeRow] = field(default_factory=list)
    codes: list[tuple[str, int, int, str]] = field(default_factory=list)
    date: int = 0
    within: frozenset[int] = frozenset()


@dataclass(slots=True)
class PreparedPut:
    """A Put, cut and indexed. `client_meta` is JSON members without braces; `security` the client's labels."""

    put: Put
    type_number: int
    body: bytes = b""
    client_meta: bytes = b""
    security: tuple[JsonObject, ...] = ()
    patient: str = ""
    identifiers: tuple[bytes, ...] = ()
    unique: tuple[bytes, ...] = ()
    index: IndexRows = field(default_factory=IndexRows)


async def prepare_puts(database: Terms, puts: Sequence[Put]) -> tuple[PreparedPut, ...]:
    """Cut and index the puts of a unit; between slices of a large one others get their turn (DESIGN D16).

    A large resource is prepared in a thread: Python's own work gives the loop its turn each half millisecond.
    """
    prepared: list[PreparedPut] = []
    size = 0
    for place, put in enumerate(puts, start=1):
        size += len(put.data)
        if len(put.data) > _LARGE:
            prepared.append(await asyncio.get_running_loop().run_in_executor(None, prepare_put, database, put))
            size = 0
            continue
        prepared.append(prepare_put(database, put))
        if place % _SLICE == 0 or size > _LARGE:
            await asyncio.sleep(0)
            size = 0
    return tuple(prepared)


def codes_to_note(puts: Iterable[PreparedPut]) -> list[tuple[str, str]]:
    """The codes (with their systems) that the database has in words now and that come again, for `Terms.note_codes`."""
    return [
        (code, system) for one in puts if len(one.index.codes) <= _MOST_NOTED for code, _, _, system in one.index.codes
    ]


def prepare_put(database: Terms, put: Put) -> PreparedPut:
    """Cut and index one Put. Raises InvalidResourceError when its bytes are not that resource."""
    type_number = database.type_numbers.get(put.ref.type)
    if type_number is None:
        raise BadRequestError(f"{put.ref.type} is no FHIR R4 resource type that the hub stores.")
    if put.delete:
        return PreparedPut(put=put, type_number=type_number)
    if put.resource is not None:
        resource, body = put.resource, body_of(put.data, put.resource)
    else:
        resource, body = _cut(put.data)
    refuse_null(put.data)
    if resource.get("resourceType") != put.ref.type:
        raise InvalidResourceError(f"The resource is a {resource.get('resourceType')}; expected a {put.ref.type}.")
    bases = tuple(database.bases)  # the loop may take note of another meanwhile
    if bases and names_own(put.data, bases):
        resource = with_own_links(resource, bases)
    patients = (put.ref.id,) if put.ref.type == "Patient" else patient_references(resource)
    meta = resource.get("meta")
    return PreparedPut(
        put=put,
        type_number=type_number,
        body=body,
        client_meta=dump({name: meta[name] for name in meta if name not in _SERVER_META})[1:-1] if meta else b"",
        security=tuple(label for label in meta.get("security", ()) if not _is_own(label)) if meta else (),
        patient=patients[0] if len(patients) == 1 else "",
        identifiers=_hashes(database, identifiers_of(resource)) if "identifier" in resource else (),
        unique=_hashes(database, put.unique) if put.unique else (),
        index=_index_rows(database, resource, patients),
    )


def refuse_null(data: bytes) -> None:
    """Raise InvalidResourceError for a text with U+0000. https://hl7.org/fhir/R4/datatypes.html#string."""
    if b"\\" in data and b"\\u0000" in data and _NULL.search(data):  # one byte is found ten times as quickly as six
        raise InvalidResourceError("A text holds the null character \\u0000, which FHIR does not allow; leave it out.")


def body_of(data: bytes, resource: JsonObject) -> bytes:
    """The bytes between the braces without resourceType, id and meta, as `fhir_profiles.json_text.cut` gives them.

    Where those three come first, as they mostly do, the rest is taken in one piece.
    """
    names = list(resource)
    first = 0
    while first < len(names) and names[first] in _OWNED:
        first += 1
    if 0 < first < len(names) and first == len(_OWNED & resource.keys()) and "meta" not in resource:
        head = _HEAD[first](data)
        if head is not None:
            return b"".join((b",", memoryview(data)[head.end() : data.rindex(b"}")]))  # megabytes are copied once
    if first == 0 or not _OWNED.isdisjoint(names[first:]):
        return cut(data).body
    if first == len(names):
        return b""
    text = data.decode().removeprefix("\ufeff")
    end = 0
    for name, _start, stop in islice(members(text, text.index("{")), first):
        end = stop
        if name not in _OWNED:  # the caller's dict is in another order than its bytes
            return cut(data).body
    return b",%b" % text[text.index(",", end) + 1 : text.rindex("}")].encode()


def _hashes(database: Terms, identifiers: Iterable[tuple[str, str]]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys([database.identifier_hash(system, value) for system, value in identifiers]))


def _cut(data: bytes) -> tuple[JsonObject, bytes]:
    """The parsed resource and its body."""
    try:
        resource = parse(data)
        return resource, body_of(data, resource)
    except JsonTextError as err:
        raise InvalidResourceError(str(err), issues=(err.issue,)) from err


def identifiers_of(resource: JsonObject) -> Iterable[tuple[str, str]]:
    """System and value of the resource's own Identifier elements."""
    own = resource.get("identifier", ())
    for identifier in own if isinstance(own, list) else (own,):
        if isinstance(identifier, dict) and "value" in identifier:
            yield identifier.get("system", ""), identifier["value"]


def render_meta(prepared: PreparedPut, *, version: int, updated: int, labels: Sequence[tuple[str, str]]) -> bytes:
    """The whole served `meta` element. The server's labels come before the client's own."""
    text = b'{"versionId":"%d","lastUpdated":"%b"' % (version, _instant(updated))
    if prepared.client_meta:
        text += b"," + prepared.client_meta
    if labels or prepared.security:
        given = [{"system": system, "code": code} for system, code in labels]
        text += b',"security":' + dump([*given, *(label for label in prepared.security if label not in given)])
    return text + b"}"


@lru_cache(maxsize=64)
def _instant(micros: int) -> bytes:
    """The resources of one batch have one time."""
    return micros_to_instant(micros).encode()


def normalised(text: str) -> str:
    """Text as the string index holds it: width, case, accents and spacing make no difference."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())


@lru_cache(maxsize=65536)
def _token(number: int, system: str, code: str) -> tuple[int, int, int]:
    """The index row of a plain code; the same codes come again and again."""
    return number, hash64(code), hash64(system)


@lru_cache(maxsize=8192)
def _words(text: str) -> str:
    """What stands beside a code, normalised; the same words come again and again."""
    return normalised(text)


def _is_own(label: Any) -> bool:
    return isinstance(label, dict) and str(label.get("system", "")).startswith(OWN_SYSTEMS)


def _index_rows(database: Terms, resource: JsonObject, patients: tuple[str, ...]) -> IndexRows:
    values, resource_type = index_values(resource), resource["resourceType"]
    if resource_type == "Bundle":
        values = bundle_values(resource, values)
    rows = _value_rows(database, values, patients, resource_type)
    for p, kind, value in values.of_types:
        system, code = of_type_token(kind, value)
        rows.tokens.append((p.number, database.token_hash("identifier", code), hash64(system)))
    for p, system, value in values.reference_identifiers:
        rows.tokens.append((p.number, database.token_hash("identifier", value), hash64(system)))
    if values.composites:
        rows.composites = composite_rows(resource_type, values.composites, database.target_of)
    if resource_type == "Location":
        rows.quantities += position_rows(resource)
    if values.strings:
        rows.strings += [
            (number_of(p, mark), sound, mark)
            for p, text in values.strings
            if p.name in NAMES
            for sound, mark in sounds_of(text)
        ]
    if values.texts:
        rows.strings += _text_rows(values, resource_type)
    return rows


def _text_rows(values: IndexValues, resource_type: str) -> list[tuple[int, str, str]]:
    """What people read beside a code (`:text`), among the strings, under the number of the code's parameter."""
    held = derived_of(resource_type)
    found = {
        (number, _words(text)): text for p, _, _, text in values.texts if text and (number := p.number) not in held
    }
    return [(number, text, exact) for (number, text), exact in found.items()]


def _value_rows(database: Terms, values: IndexValues, patients: tuple[str, ...], resource_type: str) -> IndexRows:
    types = database.type_numbers
    held = derived_of(resource_type)
    tokens, codes = _token_rows(database, values, resource_type)
    return IndexRows(
        patient=0 if not patients else patient_number(patients[0]) if len(patients) == 1 else MANY_PATIENTS,
        tokens=tokens,
        codes=codes,
        strings=[(p.number, normalised(text), text) for p, text in values.strings],
        dates=[(p.number, low, high) for p, low, high in values.dates],
        references=[
            (number, *_link(database, types, kind, target, url))
            for p, kind, target, url in values.references
            if (target or url) and (number := p.number) not in held
        ],
        quantities=[
            (number, float(value), hash64(system), hash64(code))
            for p, value, system, code in values.quantities
            if not isinstance(value, (Bounded, Ranged)) and (number := p.number) not in held
        ],
        bounds=[
            (number, bound, hash64(system), hash64(code), side)
            for number, bound, system, code, side in bounds_of(values.quantities)
            if number not in held
        ],
        uris=[(p.number, text) for p, text in values.uris],
        date=values.dates[0][1] if values.dates else 0,
        within=within_patient(resource_type),
    )


def _link(database: Terms, types: dict[str, int], kind: str, target: str, url: str) -> tuple[str, int]:
    """What a reference leads to, with the number of its type: 0 for an address that does not say one."""
    if url:
        target, kind = database.target_of(kind, target, url)
    return target, types.get(kind, 0)


def _token_rows(
    database: Terms, values: IndexValues, resource_type: str
) -> tuple[list[tuple[int, int, int]], list[tuple[str, int, int, str]]]:
    """The rows of the codes, and those among the plain codes that the database may not have in words."""
    held, keyed, known = derived_of(resource_type), _keyed_of(resource_type), database.known_codes
    tokens: list[tuple[int, int, int]] = []
    codes: list[tuple[str, int, int, str]] = []
    for p, system, code in values.tokens:
        number = p.number
        if number in held:
            continue
        if number in keyed:
            tokens.append((number, database.token_hash(p.name, code), hash64(system)))
            continue
        row = _token(number, system, code)
        tokens.append(row)
        if (code, system) not in known:
            codes.append((code, row[1], row[2], system))
    return tokens, codes


@cache
def _keyed_of(resource_type: str) -> frozenset[int]:
    """Numbers of the parameters whose codes identify somebody."""
    parameters = (*search_parameters(resource_type).values(), *parameters_inside(resource_type))
    return frozenset(one.number for one in parameters if one.name in KEYED)
