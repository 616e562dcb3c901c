"""FHIR JSON as text: strict, decimal-preserving, by token position. https://hl7.org/fhir/R4/json.html.

The stored bytes are the truth (ADR of D2): a resource is cut and joined here (and re-linked in `link_text`) without
being parsed into objects and written again, so that 72.50 stays 72.50 and white space stays.
Values are skipped by the C scanner of the standard library; nothing here walks characters.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from json import decoder, scanner
from typing import Any, Final

import msgspec
import orjson

from fhir_profiles.issue import Issue, JsonObject

MAX_DEPTH = 64
"""Deepest nesting of objects and arrays that is read."""

MAX_EXPONENT = 999
"""Largest power of ten that is read: beyond it, arithmetic on a Decimal can exhaust memory."""

_MOST_COMPACT: Final = 256 * 1024
"""Bytes that are read in one piece: a few milliseconds in which no other thread runs."""

_NO_BRACKET: Final = bytes(set(range(256)) - set(b'{}[]"'))
_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")

_scan_string: Callable[[str, int, bool], tuple[str, int]] = vars(decoder)["scanstring"]
_make_scanner: Callable[[json.JSONDecoder], Callable[[str, int], tuple[Any, int]]] = vars(scanner)["make_scanner"]
_SPACE = re.compile(r"[ \t\n\r]*").match
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonTextError(ValueError):
    """The bytes are not the JSON that FHIR allows; `issue` says what is wrong and where."""

    def __init__(self, text: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(text)
        self.issue = Issue(severity="fatal", code="structure", text=text, line=line, column=column)


@dataclass(frozen=True, slots=True)
class Cut:
    """A resource without the members that the server owns.

    `body` is empty or starts with a comma: what stood between the braces, with the top-level
    `resourceType`, `id` and `meta` taken out. `resource` is the whole resource as parsed.
    """

    resource_type: str
    id: str | None
    meta: JsonObject | None
    body: bytes
    resource: JsonObject


def parse(data: bytes) -> JsonObject:
    """The JSON object in `data`; numbers with a fraction or an exponent become Decimal.

    Raises JsonTextError for anything but UTF-8 (a byte order mark is tolerated), for duplicate
    keys, NaN, lone surrogates, nesting over 64 and for a top level that is not an object.
    """
    value = read_compact(data)
    if value is None:
        text = decode(data)
        value = _scan(text, text)
    if type(value) is not dict:
        raise JsonTextError("The body is not a JSON object; expected a resource in braces.", line=1, column=1)
    return value


def read_compact(data: bytes) -> Any:
    """The value of JSON that stands as `dump` writes it, which most programs send; None for any other text.

    It is read and written again by compiled code, three times as quick as `_scan`. Equal bytes prove that it is JSON
    in UTF-8, that no name stands twice and that each number kept its digits; what is wrong with others, `_scan` says.
    """
    if len(data) > _MOST_COMPACT or data[1:2] != b'"' or data.find(b'": ', 0, 64) >= 0:
        return None
    try:
        value = _COMPACT.decode(data)
        if dump(value) != data:
            return None
    except (ArithmeticError, RecursionError, TypeError, ValueError):
        return None
    return None if _is_too_deep(data) else value


def cut(data: bytes) -> Cut:
    """Take `resourceType`, `id` and `meta` out of the bytes of one resource.

    Raises JsonTextError as `parse` does, and when `resourceType` is missing or `id` is no string.
    """
    text = decode(data)
    resource = read_compact(data)
    if resource is None:
        resource = _scan(text, text)
    if type(resource) is not dict:
        raise JsonTextError("The body is not a JSON object; expected a resource in braces.", line=1, column=1)
    resource_type, resource_id, meta = resource.get("resourceType"), resource.get("id"), resource.get("meta")
    if type(resource_type) is not str or not resource_type:
        raise JsonTextError("resourceType is missing; expected the name of a FHIR R4 resource type.", line=1, column=1)
    if resource_id is not None and type(resource_id) is not str:
        raise JsonTextError("id is not a string; expected 1 to 64 letters, digits, '-' or '.'.", line=1, column=1)
    if meta is not None and type(meta) is not dict:
        raise JsonTextError("meta is not an object; expected the element Resource.meta.", line=1, column=1)
    return Cut(resource_type, resource_id, meta, _body(text, len(_OWNED & resource.keys())), resource)


def join(resource_type: str, resource_id: str, meta: bytes | None, body: bytes) -> bytes:
    """The bytes to serve: what `cut` took apart, with the server's own id and meta."""
    prefix = f'{{"resourceType":"{resource_type}","id":"{resource_id}"'.encode()
    if meta is None:
        return b"%b%b}" % (prefix, body)
    return b"".join((prefix, b',"meta":', meta, body, b"}"))


def dump(value: Any) -> bytes:
    """Compact UTF-8 JSON; a Decimal keeps its digits."""
    return orjson.dumps(value, default=_decimal_to_json)


def locate(data: bytes, path: Sequence[str | int]) -> tuple[int, int] | None:
    """Line and column (from 1) of the member or array element at `path`, or of its nearest parent."""
    text = decode(data)
    at = start_of_value(text, 0)
    position = at
    for step in path:
        children: Iterator[tuple[str | int, int, int]] = _children(text, at)
        hit = next(((key_at, value_at) for key, key_at, value_at in children if key == step), None)
        if hit is None:
            break
        position, at = hit
    return _line_and_column(text, position)


def members(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of each member's value in the object whose brace is at `at`."""
    at = start_of_value(text, at + 1)
    while text[at] != "}":
        name, colon = _scan_string(text, at + 1, True)
        start = start_of_value(text, start_of_value(text, colon) + 1)
        _, end = _skip(text, start)
        yield name, start, end
        at = start_of_value(text, end)
        if text[at] == ",":
            at = start_of_value(text, at + 1)


def elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Start and end of each element of the array whose bracket is at `at`."""
    at = start_of_value(text, at + 1)
    while text[at] != "]":
        _, end = _skip(text, at)
        yield at, end
        at = start_of_value(text, end)
        if text[at] == ",":
            at = start_of_value(text, at + 1)


def _children(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Key, its start and its value's start, of each child; a value is skipped only when the next one is asked for."""
    is_object = text[at] == "{"
    if not is_object and text[at] != "[":
        return
    at, index = start_of_value(text, at + 1), 0
    while text[at] not in "}]":
        key: str | int = index
        start = at
        if is_object:
            key, colon = _scan_string(text, at + 1, True)
            start = start_of_value(text, start_of_value(text, colon) + 1)
        yield key, at, start
        _, end = _skip(text, start)
        at, index = start_of_value(text, end), index + 1
        if text[at] == ",":
            at = start_of_value(text, at + 1)


def decode(data: bytes) -> str:
    """The text of UTF-8 bytes, without a byte order mark. Raises JsonTextError with the line."""
    try:
        text = data.decode()
    except UnicodeDecodeError as err:
        line = data.count(b"\n", 0, err.start) + 1
        raise JsonTextError(f"Byte {err.start} is not UTF-8; expected FHIR JSON encoded in UTF-8.", line=line) from err
    return text.removeprefix("\ufeff")


def scan_value(text: str, at: int) -> tuple[Any, int]:
    """The value at a position and its end, read as strictly as `parse` reads; the errors are the scanner's own."""
    return _scan_strictly(text, at)


def is_allowed(text: str) -> bool:
    """Whether a text whose parts `scan_value` has read is not too deep and has no lone surrogates."""
    if "\\u" in text and _SURROGATE.search(text):
        return False
    return not _is_too_deep(text.encode())


def _scan(text: str, source: str) -> Any:
    try:
        value = _STRICT.decode(text)
        if "\\u" in text and _SURROGATE.search(text):
            orjson.dumps(value, default=_decimal_to_json)
    except json.JSONDecodeError as err:
        raise JsonTextError(
            f"Not JSON: {err.msg}; expected one JSON object.", line=err.lineno, column=err.colno
        ) from err
    except _DuplicateKeyError as err:
        line, column = _find_duplicate(source)
        raise JsonTextError(
            f"The name {err.args[0]!r} stands twice in one object; expected it once.", line=line, column=column
        ) from err
    except RecursionError as err:
        raise _too_deep() from err
    except (_NumberError, InvalidOperation) as err:
        raise JsonTextError("A number is not finite or its exponent is beyond 999; expected a FHIR decimal.") from err
    except TypeError as err:
        raise JsonTextError("A string holds a lone surrogate (\\ud800 to \\udfff); expected Unicode text.") from err
    if _is_too_deep(text.encode()):
        raise _too_deep()
    return value


def _too_deep() -> JsonTextError:
    return JsonTextError(f"Objects and arrays are nested deeper than {MAX_DEPTH}; expected a flatter resource.")


def _is_too_deep(data: bytes) -> bool:
    """Whether JSON that was read without fault is nested deeper than `MAX_DEPTH`.

    Its brackets outside of strings are picked out by C code and folded together from the inside, level by level.
    """
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return False
    if b"\\" in data:
        data = data.replace(rb"\\", b"").replace(rb"\"", b"")
    shape = data.translate(_ONE_KIND, _NO_BRACKET).replace(b'""', b"")
    shape = b"".join(shape.split(b'"')[::2])
    for _ in range(MAX_DEPTH):
        shape = shape.replace(b"[]", b"")
        if not shape:
            return False
    return True


class _DuplicateKeyError(ValueError):
    """A name stands twice in one object."""


class _NumberError(ValueError):
    """A number that FHIR does not have."""


def _pairs_to_object(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = sorted(name for name, _ in pairs)
        raise _DuplicateKeyError(next(one for one, other in pairwise(names) if one == other))
    return found


def _text_to_decimal(text: str) -> Decimal:
    number = Decimal(text)
    if ("e" in text or "E" in text) and abs(number.adjusted()) > MAX_EXPONENT:
        raise _NumberError(text)
    return number


def _text_to_integer(text: str) -> int | Decimal:
    """An int where orjson can write it, in 64 bits; FHIR's integers have 32."""
    if len(text) < 19:
        return int(text)
    number = Decimal(text)
    return int(number) if -(2**63) <= number < 2**64 else number


def _refuse_constant(name: str) -> Any:
    raise _NumberError(name)


def _decimal_to_json(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(str(value))
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


_STRICT = json.JSONDecoder(
    object_pairs_hook=_pairs_to_object,
    parse_float=_text_to_decimal,
    parse_int=_text_to_integer,
    parse_constant=_refuse_constant,
)
_COMPACT: Final = msgspec.json.Decoder(float_hook=_text_to_decimal)
_scan_strictly: Callable[[str, int], tuple[Any, int]] = vars(_STRICT)["scan_once"]
_SKIP = _make_scanner(json.JSONDecoder(parse_int=len, parse_float=len))


def _skip(text: str, at: int) -> tuple[Any, int]:
    try:
        return _SKIP(text, at)
    except (StopIteration, RecursionError, json.JSONDecodeError) as err:
        line, column = _line_and_column(text, at)
        raise JsonTextError("Not JSON; expected a value here.", line=line, column=column) from err


def start_of_value(text: str, at: int) -> int:
    """Where the next token begins. Raises JsonTextError when there is none."""
    found = _SPACE(text, at)
    end = found.end() if found else at
    if end >= len(text):
        raise JsonTextError("The JSON ends too early; expected one complete object.")
    return end


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _find_duplicate(text: str) -> tuple[int, int] | tuple[None, None]:
    """Where a name stands for the second time; nowhere in a text that is broken before the walk comes to it."""
    waiting = [start_of_value(text, 0)]
    with contextlib.suppress(json.JSONDecodeError, JsonTextError):
        while waiting:
            at = waiting.pop()
            seen: set[str | int] = set()
            for key, key_at, value_at in _children(text, at):
                if key in seen:
                    return _line_and_column(text, key_at)
                seen.add(key)
                waiting.append(value_at)
    return None, None


_OWNED = frozenset({"resourceType", "id", "meta"})


def _body(text: str, waiting: int) -> bytes:
    """What stands between the braces, from comma to comma, without the `waiting` owned members.

    Behind the last of them, which mostly is near the beginning, nothing is scanned.
    """
    brace = start_of_value(text, 0)
    pieces: list[str] = []
    chunk = brace + 1
    for name, _start, end in members(text, brace):
        comma = start_of_value(text, end)
        if name not in _OWNED:
            pieces += (",", text[chunk:comma])
        else:
            waiting -= 1
        chunk = comma + 1
        if not waiting and text[comma] == ",":
            pieces.append(text[comma : text.rindex("}")])
            break
    return "".join(pieces).encode()
