"""A Bundle as values and as the exact bytes of its resources, in one pass. https://hl7.org/fhir/R4/bundle.html."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import (
    decode,
    dump,
    elements,
    is_allowed,
    members,
    parse,
    read_compact,
    scan_value,
    start_of_value,
)

_NAME = re.compile(r'[ \t\n\r]*"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*').match
_NEXT = re.compile(r"[ \t\n\r]*([,}\]])[ \t\n\r]*").match
_END = re.compile(r"[ \t\n\r]*").fullmatch

_Member = Callable[[str, str, int], tuple[Any, int]]


def parse_bundle(data: bytes) -> tuple[JsonObject, list[bytes | None]]:
    """What `parse` gives, and the exact bytes of each `entry[].resource`, in order; None where there is none.

    Raises JsonTextError as `parse` does.
    """
    compact = read_compact(data)
    if type(compact) is dict:
        return compact, _written(compact)
    text = decode(data)
    try:
        bundle, texts = _read_bundle(text)
    except (ArithmeticError, IndexError, RecursionError, StopIteration, ValueError):
        return parse(data), bundle_entries(data)  # mostly raises, and says what and where
    return (bundle if is_allowed(text) else parse(data)), texts


def _written(bundle: JsonObject) -> list[bytes | None]:
    """The resources as they stood in a text that equals what `dump` writes."""
    entries = bundle.get("entry")
    if not isinstance(entries, list):
        return []
    return [dump(one["resource"]) if isinstance(one, dict) and "resource" in one else None for one in entries]


def bundle_entries(data: bytes) -> list[bytes | None]:
    """The exact bytes of each `entry[].resource` of a Bundle, in order; None where there is none."""
    text = decode(data)
    found: list[bytes | None] = []
    for name, start, _end in members(text, start_of_value(text, 0)):
        if name == "entry" and text[start] == "[":
            found = [_resource_of_entry(text, at) for at, _ in elements(text, start)]
    return found


def _resource_of_entry(text: str, at: int) -> bytes | None:
    if text[at] != "{":
        return None
    for name, start, end in members(text, at):
        if name == "resource":
            return text[start:end].encode()
    return None


def _read_bundle(text: str) -> tuple[JsonObject, list[bytes | None]]:
    texts: list[bytes | None] = []
    bundle, end = _read_object(text, start_of_value(text, 0), partial(_read_member, texts))
    if _END(text, end) is None:
        raise ValueError("text behind the object")
    return bundle, texts


def _read_object(text: str, at: int, read: _Member) -> tuple[JsonObject, int]:
    """The object whose brace is at `at`, its members by `read`, and its end. ValueError for what is unusual."""
    found: JsonObject = {}
    more = text[at] == "{"
    at += 1
    while more:
        name = _NAME(text, at)
        if name is None or name[1] in found:
            raise ValueError("no member, or one that stands twice")
        found[name[1]], at = read(text, name[1], name.end())
        step = _NEXT(text, at)
        if step is None or step[1] == "]":
            raise ValueError("neither comma nor brace")
        more, at = step[1] == ",", step.end(1)
    if not found:
        raise ValueError("nothing in it")
    return found, at


def _read_member(texts: list[bytes | None], text: str, name: str, at: int) -> tuple[Any, int]:
    """A member of the Bundle; of its entries, with the bytes of each resource."""
    if name != "entry" or text[at] != "[":
        return scan_value(text, at)
    entries: list[JsonObject] = []
    at = start_of_value(text, at + 1)
    while True:
        spans: list[tuple[int, int]] = []
        entry, at = _read_object(text, at, partial(_read_part, spans))
        entries.append(entry)
        texts.append(text[spans[0][0] : spans[0][1]].encode() if spans else None)
        step = _NEXT(text, at)
        if step is None or step[1] == "}":
            raise ValueError("neither comma nor bracket")
        at = step.end()
        if step[1] == "]":
            return entries, step.end(1)


def _read_part(spans: list[tuple[int, int]], text: str, name: str, at: int) -> tuple[Any, int]:
    value, end = scan_value(text, at)
    if name == "resource":
        spans.append((at, end))
    return value, end
