"""Check a resource against FHIR R4. https://hl7.org/fhir/R4/validation.html.

The compiled schema finds unknown and missing elements, wrong shapes, primitives that cannot be
read, days that the calendar lacks, codes outside of required value sets and references to wrong
types. Checked here: null padding, nested resources, Bundles, the narrative's text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import JsonTextError, dump, locate, parse
from fhir_profiles.narrative import narrative_problem
from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.schema_texts import expression_of, schema_issue

MAX_ISSUES = 100
"""Issues that are reported for one resource; the rest says nothing new."""

_SCHEMAS = Path(__file__).resolve().parent / "compiled" / "schemas"

Path_ = list[str | int]


@dataclass(frozen=True, slots=True)
class _Finding:
    """An issue whose expression is still the path inside the document."""

    issue: Issue
    path: Path_


def validate(resource: JsonObject, *, data: bytes | None = None) -> list[Issue]:
    """Everything that is wrong with the resource; an empty list when it is valid R4.

    With the bytes that it was read from, each issue has its line and column.
    """
    text = dump(resource) if data is None else data
    has_padding = b"null" in text or b'"_' in text
    found = {(item.issue.code, item.issue.expression): item for item in _findings(resource, has_padding=has_padding)}
    return [_positioned(item, data) for item in list(found.values())[:MAX_ISSUES]]


def validate_bytes(data: bytes) -> tuple[JsonObject, list[Issue]]:
    """Parse strictly, then validate; the resource is empty when the bytes are no JSON object."""
    try:
        resource = parse(data)
    except JsonTextError as err:
        return {}, [err.issue]
    return resource, validate(resource, data=data)


def _findings(resource: JsonObject, *, has_padding: bool) -> Iterator[_Finding]:
    resource_type = resource.get("resourceType")
    if type(resource_type) is not str or resource_type not in RESOURCE_TYPES:
        yield _unknown_type(resource_type)
        return
    validator, schema = _schema(resource_type)
    if not validator.is_valid(_without_nested(resource) if resource_type == "Bundle" else resource):
        for error in validator.iter_errors(resource):
            for issue, path in schema_issue(error, schema, resource_type=resource_type):
                yield _Finding(_with_narrative_reason(issue, resource, path), path)
    if has_padding:
        yield from _padding(resource, [], resource_type)
    if "contained" in resource:
        yield from _contained(resource, has_padding=has_padding)
    if resource_type == "Bundle":
        yield from _bundle(resource, has_padding=has_padding)
    elif resource_type == "Parameters":
        yield from _parameters(resource, "parameter", [], has_padding=has_padding)


def _without_nested(bundle: JsonObject) -> JsonObject:
    """The Bundle alone: each entry's resource is checked with its own schema, once is enough."""
    entries = bundle.get("entry")
    if not isinstance(entries, list):
        return bundle
    light = [
        {**entry, "resource": _STAND_IN}
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict)
        else entry
        for entry in entries
    ]
    return {**bundle, "entry": light}


_STAND_IN = {"resourceType": "Basic"}


def _unknown_type(resource_type: Any) -> _Finding:
    if resource_type is None:
        text = "resourceType is missing; expected the name of a FHIR R4 resource type."
    else:
        text = "resourceType is not a FHIR R4 resource type; expected a name as in Patient or Observation."
    return _Finding(Issue(severity="error", code="structure", text=text, expression="resourceType"), ["resourceType"])


def _nested(resource: Any, at: Path_, outer: str, *, has_padding: bool) -> Iterator[_Finding]:
    if not isinstance(resource, dict):
        return
    inner = resource.get("resourceType")
    for item in _findings(resource, has_padding=has_padding):
        path = at + item.path
        tail = item.issue.expression.removeprefix(str(inner)) if inner in RESOURCE_TYPES else ".resourceType"
        yield _Finding(replace(item.issue, expression=expression_of(outer, at) + tail), path)


def _contained(resource: JsonObject, *, has_padding: bool) -> Iterator[_Finding]:
    outer = resource["resourceType"]
    for index, inner in enumerate(_list(resource["contained"])):
        at: Path_ = ["contained", index]
        yield from _nested(inner, at, outer, has_padding=has_padding)
        if isinstance(inner, dict) and "contained" in inner:
            text = "A contained resource contains another; expected one level only (dom-2)."
            yield _error("invariant", text, outer, [*at, "contained"])


def _bundle(bundle: JsonObject, *, has_padding: bool) -> Iterator[_Finding]:
    """https://hl7.org/fhir/R4/bundle.html#invs: bdl-3, bdl-7 and bdl-8, and each entry's resource."""
    seen: set[tuple[str, str]] = set()
    needs_request = bundle.get("type") in {"transaction", "batch"}
    for index, entry in enumerate(_list(bundle.get("entry"))):
        if not isinstance(entry, dict):
            continue
        at: Path_ = ["entry", index]
        resource = entry.get("resource")
        if resource is not None:
            yield from _nested(resource, [*at, "resource"], "Bundle", has_padding=has_padding)
        outcome = entry.get("response", {}).get("outcome") if isinstance(entry.get("response"), dict) else None
        if outcome is not None:
            yield from _nested(outcome, [*at, "response", "outcome"], "Bundle", has_padding=has_padding)
        if needs_request and "request" not in entry:
            text = "request is missing; each entry of a transaction or batch needs its method and url (bdl-3)."
            yield _error("required", text, "Bundle", at)
        yield from _full_url(entry, at, seen, has_versions=not needs_request)


def _full_url(entry: JsonObject, at: Path_, seen: set[tuple[str, str]], *, has_versions: bool) -> Iterator[_Finding]:
    url, resource = entry.get("fullUrl"), entry.get("resource")
    if not isinstance(url, str):
        return
    meta = resource.get("meta") if isinstance(resource, dict) else None
    version = meta.get("versionId", "") if isinstance(meta, dict) and has_versions else ""
    if (url, version) in seen:
        text = "fullUrl stands on more than one entry; expected each resource once (bdl-7)."
        yield _error("invariant", text, "Bundle", [*at, "fullUrl"])
    seen.add((url, version))
    if "/_history/" in url:
        text = "fullUrl names a version; expected the address without /_history (bdl-8)."
        yield _error("invariant", text, "Bundle", [*at, "fullUrl"])


def _parameters(node: JsonObject, member: str, at: Path_, *, has_padding: bool) -> Iterator[_Finding]:
    for index, part in enumerate(_list(node.get(member))):
        if isinstance(part, dict):
            here: Path_ = [*at, member, index]
            if "resource" in part:
                yield from _nested(part["resource"], [*here, "resource"], "Parameters", has_padding=has_padding)
            yield from _parameters(part, "part", here, has_padding=has_padding)


def _padding(node: JsonObject, at: Path_, outer: str) -> Iterator[_Finding]:
    """Nulls only stand where the other array of a primitive has the element. json.html#primitive."""
    for name, value in node.items():
        if isinstance(value, dict) and "resourceType" not in value:
            yield from _padding(value, [*at, name], outer)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict) and "resourceType" not in item:
                    yield from _padding(item, [*at, name, index], outer)
            yield from _null_in_array(node, name, value, at, outer)


def _null_in_array(node: JsonObject, name: str, value: list[Any], at: Path_, outer: str) -> Iterator[_Finding]:
    other = _list(node.get(name[1:] if name.startswith("_") else f"_{name}"))
    if name.startswith("_") and other and len(other) != len(value):
        text = f"{name} and {name[1:]} differ in length; expected one element for each, null where there is none."
        yield _error("structure", text, outer, [*at, name])
    for index, item in enumerate(value):
        if item is None and (index >= len(other) or other[index] is None):
            text = f"{name} has a null; expected a value, or an extension at the same place of its other array."
            yield _error("structure", text, outer, [*at, name, index])


def _with_narrative_reason(issue: Issue, resource: JsonObject, path: Path_) -> Issue:
    if not path or path[-1] != "div" or issue.code != "value":
        return issue
    node: Any = resource
    for step in path:
        node = node[step]
    if not isinstance(node, str):
        return issue
    text = f"div is refused: {narrative_problem(node)}; expected plain XHTML in a div."
    return replace(issue, code="invariant", text=text)


def _error(code: str, text: str, outer: str, path: Path_) -> _Finding:
    return _Finding(Issue(severity="error", code=code, text=text, expression=expression_of(outer, path)), path)


def _positioned(item: _Finding, data: bytes | None) -> Issue:
    position = None if data is None else locate(data, item.path)
    if position is None:
        return item.issue
    return replace(item.issue, line=position[0], column=position[1])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def prepare(resource_types: Iterable[str]) -> None:
    """Compile the schemas of these types now (some 30 ms each), not at the first resource of each."""
    for resource_type in resource_types:
        _schema(resource_type)


def compiled_schema(resource_type: str) -> JsonObject:
    """The JSON Schema (draft 4) of one type with all its definitions. Raises KeyError."""
    if resource_type not in RESOURCE_TYPES:
        raise KeyError(resource_type)
    return _schema(resource_type)[1]


@cache
def _schema(resource_type: str) -> tuple[jsonschema_rs.Draft4Validator, JsonObject]:
    own = orjson.loads((_SCHEMAS / f"{resource_type}.json").read_bytes())
    schema = {**own, "definitions": {**_datatypes(), **own["definitions"]}}
    formats = {"fhir-xhtml": lambda div: not narrative_problem(div)}
    return jsonschema_rs.Draft4Validator(schema, formats=formats, validate_formats=True), schema


@lru_cache(maxsize=1)
def _datatypes() -> JsonObject:
    found: JsonObject = orjson.loads((_SCHEMAS / "datatypes.json").read_bytes())
    return found
