"""Loading a member's records from NDJSON: lines to the entries of Bundles, and answers back to lines.

Pure: `hub import` reads the files and speaks HTTP. A line with an id is an update under this id, one without is an
update of what has its first identifier, so that loading the same file again changes nothing. A line that is a
transaction or batch (as `hub convert` prints them) is sent as it is.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Literal
from urllib.parse import quote

import orjson

from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from fhir_profiles.json_text import Cut, JsonTextError, cut, dump, join
from fhir_profiles.link_text import rewrite_references
from fhir_profiles.registry import RESOURCE_TYPES

MOST_LINES: Final = 200
MOST_BYTES: Final = 200_000
"""A Bundle of a load stays under HUB_OFFLOAD_BYTES, so that it is checked without a detour; but for a longer line."""

MOST_OF_LINE: Final = 64 * 1024 * 1024
"""Bytes of a line that are held in memory; a hub takes less in one request."""

_LINK: Final = re.compile(r'"reference"\s*:\s*"([A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64})')
_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
_ESCAPED: Final = r"([\\,$|])"
_WITH_SLASH: Final = r"\\\1"
_TAKEN_APART: Final = frozenset({"transaction", "batch"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: `number` counts from 1, `end` is the byte behind it; `text` is empty of one too long."""

    number: int
    end: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it is sent: the entry of a batch, or with `alone` a whole Bundle."""

    line: Line
    data: bytes
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not stored, with the reason."""

    line: Line
    outcome: JsonObject


@dataclass(frozen=True, slots=True)
class Part:
    """What is read at once: the entries to send, the lines that cannot be, and where the file goes on."""

    entries: tuple[Entry, ...]
    refused: tuple[Refusal, ...]
    end: int
    last: int


def parts_of(file: BinaryIO, *, offset: int = 0, line: int = 0, prefix: str = "") -> Iterator[Part]:
    """The file from a byte on, in parts of bounded size; `line` is the number of the line before."""
    file.seek(offset)
    entries: list[Entry] = []
    refused: list[Refusal] = []
    size = 0
    while text := file.readline(MOST_OF_LINE):
        line, offset = line + 1, offset + len(text)
        if len(text) == MOST_OF_LINE and not text.endswith(b"\n"):
            offset += _rest_of_line(file)
            words = f"The line has more than {MOST_OF_LINE:,} bytes; expected one resource of a size that a hub takes."
            read: Entry | Refusal = _refused(Line(line, offset, b""), "too-long", words)
        elif not text.strip():
            continue
        else:
            read = line_to_entry(Line(line, offset, text.strip()), prefix=prefix)
        if isinstance(read, Refusal):
            refused.append(read)
        else:
            entries.append(read)
            size += len(read.data)
        if len(entries) + len(refused) >= MOST_LINES or size >= MOST_BYTES:
            yield Part(tuple(entries), tuple(refused), offset, line)
            entries, refused, size = [], [], 0
    if entries or refused:
        yield Part(tuple(entries), tuple(refused), offset, line)


def _rest_of_line(file: BinaryIO) -> int:
    """How many bytes there are up to the end of the line; they are passed over."""
    passed = 0
    while text := file.readline(MOST_OF_LINE):
        passed += len(text)
        if text.endswith(b"\n"):
            break
    return passed


def line_to_entry(line: Line, *, prefix: str = "") -> Entry | Refusal:
    """The entry that stores a line, byte for byte but for ids that are given a prefix."""
    quick = None if prefix else _plain_entry(line)
    if quick is not None:
        return quick
    try:
        found = cut(line.text)
    except JsonTextError as err:
        return _refused(line, err.issue.code, err.issue.text)
    resource = found.resource
    if found.resource_type not in RESOURCE_TYPES:
        return _refused(line, "not-supported", "resourceType names no FHIR R4 resource type; expected one, as Patient.")
    kind = resource.get("type")
    if found.resource_type == "Bundle" and isinstance(kind, str) and kind in _TAKEN_APART:
        return Entry(line, line.text, alone=True)
    if found.id is not None:
        wanted = prefix + found.id
        if not found.id or not _ID.fullmatch(wanted):
            return _refused(line, "value", "The id is not one of FHIR's; expected 1 to 64 letters, digits, '-' or '.'.")
        data = _with_prefix(found, prefix) if prefix else line.text
        return Entry(line, _entry(data, f"{found.resource_type}/{wanted}"))
    key = _first_identifier(resource)
    if not key:
        text = "The line has neither id nor identifier, so that loading it again would double it; give it one."
        return _refused(line, "required", text)
    data = _rewritten(line.text, prefix) if prefix else line.text
    return Entry(line, _entry(data, f"{found.resource_type}?identifier={quote(key, safe='')}"))


def _plain_entry(line: Line) -> Entry | None:
    """The entry of a resource with an id, which is sent as it is: the hub reads it closely. None for any other line."""
    if line.text.count(b'"id"') != 1 or line.text.count(b'"resourceType"') != 1:  # names may stand twice
        return None
    try:
        resource = orjson.loads(line.text)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(resource, dict):
        return None
    kind, own = resource.get("resourceType"), resource.get("id")
    if not isinstance(kind, str) or kind not in RESOURCE_TYPES or kind == "Bundle":
        return None
    if not isinstance(own, str) or not _ID.fullmatch(own):
        return None
    return Entry(line, _entry(line.text, f"{kind}/{own}"))


def bundle_of(entries: Sequence[Entry], kind: Literal["transaction", "batch"]) -> bytes:
    """One Bundle with these entries, in their order."""
    parts = b",".join(one.data for one in entries)
    return b'{"resourceType":"Bundle","type":"%b","entry":[%b]}' % (kind.encode(), parts)


def refusals_of(entries: Sequence[Entry], answer: bytes) -> tuple[list[Entry], list[Refusal]]:
    """From the answer to a batch: the entries to send again (the hub was busy), and those that were refused."""
    again, refused = [], []
    for entry, part in zip(entries, json.loads(answer)["entry"], strict=True):
        status = str(part["response"]["status"])[:3]
        if status in {"429", "503"}:
            again.append(entry)
        elif not status.startswith("2"):
            refused.append(Refusal(entry.line, _placed(entry.line, part["response"].get("outcome") or {})))
    return again, refused


def refusal_of(entry: Entry, outcome: Mapping[str, Any]) -> Refusal:
    """A Bundle that was refused as a whole."""
    return Refusal(entry.line, _placed(entry.line, outcome))


def _refused(line: Line, code: str, text: str) -> Refusal:
    return Refusal(line, _placed(line, operation_outcome([Issue("error", code, text)])))


def _placed(line: Line, outcome: Mapping[str, Any]) -> JsonObject:
    """The outcome with the line's number in front of each text."""
    issues = [
        {**issue, "diagnostics": f"line {line.number}: {issue.get('diagnostics', '')}"}
        for issue in outcome.get("issue", [{"severity": "error", "code": "exception"}])
    ]
    return {"resourceType": "OperationOutcome", "issue": issues}


def _first_identifier(resource: JsonObject) -> str:
    """`system|value` of the first identifier that has both."""
    given = resource.get("identifier")
    for one in given if isinstance(given, list) else [given]:
        system, value = (one.get("system"), one.get("value")) if isinstance(one, dict) else (None, None)
        if isinstance(system, str) and isinstance(value, str) and system and value:
            return f"{system}|{re.sub(_ESCAPED, _WITH_SLASH, value)}"
    return ""


def _entry(data: bytes, url: str) -> bytes:
    return b'{"resource":%b,"request":{"method":"PUT","url":%b}}' % (data, dump(url))


def _with_prefix(found: Cut, prefix: str) -> bytes:
    meta = dump(found.meta) if found.meta is not None else None
    return _rewritten(join(found.resource_type, f"{prefix}{found.id}", meta, found.body), prefix)


def _rewritten(data: bytes, prefix: str) -> bytes:
    """References to other resources of the file get the prefix too."""
    mapping = {}
    for link in _LINK.findall(data.decode()):
        resource_type, _, resource_id = link.partition("/")
        mapping[link] = f"{resource_type}/{prefix}{resource_id}"
    return rewrite_references(data, mapping)
