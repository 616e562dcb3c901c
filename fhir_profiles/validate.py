"""Check a resource against FHIR R4 and against profiles. https://hl7.org/fhir/R4/validation.html.

First the compiled schema: unknown and missing elements, wrong shapes, primitives that cannot be read, days
that the calendar lacks, codes outside of required value sets, references to wrong types. Then, where the
structure is right, what stands between elements: invariants, Bundles, profiles. Each nested resource is
checked as its own type. Nothing is altered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import orjson

from fhir_profiles.bundle_rules import bundle_problems, is_plainly_right
from fhir_profiles.element_ids import repeated_ids
from fhir_profiles.finding import Finding, JsonPath, Look, found, moved
from fhir_profiles.invariants import broken_invariants
from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import JsonTextError, dump, locate, parse
from fhir_profiles.narrative import narrative_problem
from fhir_profiles.nesting import Nested, contained_in, entries_of, padding_problems, parameters_of, without_nested
from fhir_profiles.quick_checks import breaks_invariant, compiled_check
from fhir_profiles.registry import RESOURCE_TYPES, profile
from fhir_profiles.schema_texts import schema_issue

if TYPE_CHECKING:
    from fhir_profiles.known import Known

MAX_ISSUES = 100
"""Issues that are reported for one resource; the rest says nothing new."""

_SCHEMAS = Path(__file__).resolve().parent / "compiled" / "schemas"


def validate(
    resource: JsonObject,
    *,
    data: bytes | None = None,
    at: JsonPath = (),
    profiles: Sequence[str] = (),
    warnings: bool = False,
    known: "Known | None" = None,
) -> list[Issue]:
    """Everything that is wrong with the resource; an empty list when it is valid R4 and fits the profiles.

    With the bytes that it was read from, where it stands at the path `at`, each issue has its line and column.
    Profiles (canonical URLs) and `warnings` (invariants of that severity, extensible bindings) are looked at
    where there is no error. `known` has profiles and code tables beside the hub's own.
    """
    look = Look.at(dump(resource) if data is None else data)
    try:
        items = [] if _is_right(resource, look) else list(_findings(resource, resource, look))
        items = items or list(repeated_ids(resource, look.ids))
    except ValueError:  # the schema's engine gives up on a number of thousands of digits
        outer = str(resource["resourceType"])
        items = [found("value", "A number is too long to be read; expected at most 4,300 digits.", outer, ())]
    if not items and (profiles or warnings):
        items = list(_beyond_the_base(resource, profiles, warnings=warnings, known=known))
    return _issues(items, data, at) if items else []


def validate_claims(resource: JsonObject, *, data: bytes | None = None) -> list[Issue]:
    """What keeps a valid resource from the profiles that it claims (meta.profile) and that are known here.

    Of a Bundle each entry is asked for its own claims. https://hl7.org/fhir/R4/profiling.html#profile-uses.
    """
    if b"/StructureDefinition/" not in (data or b"/StructureDefinition/"):
        return []
    return _issues(list(_claim_findings(resource)), data, ())


def _claim_findings(resource: JsonObject) -> Iterator[Finding]:
    from fhir_profiles.profile_rules import profile_findings

    for url in resource.get("meta", {}).get("profile", ()):
        if type(url) is str and profile(url.partition("|")[0]) is not None:
            yield from profile_findings(resource, url)
    if resource["resourceType"] == "Bundle":
        for inner, at in entries_of(resource):
            for item in _claim_findings(inner):
                yield moved(item, inner, at, "Bundle")


def validate_alliance(resource: JsonObject, *, data: bytes | None = None) -> list[Issue]:
    """What keeps a valid resource, or an entry of a Bundle, that claims no profile from the alliance's own."""
    return _issues(list(_alliance_findings(resource)), data, ())


def _alliance_findings(resource: JsonObject) -> Iterator[Finding]:
    from fhir_profiles.alliance import alliance_profile
    from fhir_profiles.profile_rules import profile_findings

    if not resource.get("meta", {}).get("profile"):
        url = alliance_profile(resource)
        if url is not None:
            yield from profile_findings(resource, url)
    if resource["resourceType"] == "Bundle":
        for inner, at in entries_of(resource):
            for item in _alliance_findings(inner):
                yield moved(item, inner, at, "Bundle")


def _issues(items: list[Finding], data: bytes | None, at: JsonPath) -> list[Issue]:
    """Each once, with its position."""
    distinct: dict[tuple[str, ...], Finding] = {}
    for item in items:
        issue = item.issue
        text = issue.text if issue.code == "invariant" else ""  # several invariants may stand on one element
        distinct.setdefault((issue.code, issue.expression, text), item)
    return [_positioned(item, data, at) for item in list(distinct.values())[:MAX_ISSUES]]


def validate_bytes(
    data: bytes, *, profiles: Sequence[str] = (), warnings: bool = False, known: "Known | None" = None
) -> tuple[JsonObject, list[Issue]]:
    """Parse strictly, then validate; the resource is empty when the bytes are no JSON object."""
    try:
        resource = parse(data)
    except JsonTextError as err:
        return {}, [err.issue]
    return resource, validate(resource, data=data, profiles=profiles, warnings=warnings, known=known)


def _is_right(resource: JsonObject, look: Look) -> bool:
    """The short way: whether there is nothing to say; where it says no, `_findings` looks closely."""
    resource_type = resource.get("resourceType")
    if type(resource_type) is not str or resource_type not in RESOURCE_TYPES or look.padding:
        return False
    if resource_type == "Bundle":
        alone = without_nested(resource)
        if not _strict(resource_type).is_valid(alone) or breaks_invariant(resource, resource, look):
            return False
        nested = entries_of(resource)
        return is_plainly_right(resource) and all(_is_right(inner, look) for inner, _ in nested)
    if not _strict(resource_type).is_valid(resource) or breaks_invariant(resource, resource, look):
        return False
    return resource_type != "Parameters" or all(_is_right(inner, look) for inner, _ in parameters_of(resource))


def _findings(resource: JsonObject, root: JsonObject, look: Look) -> Iterator[Finding]:
    resource_type = resource.get("resourceType")
    if type(resource_type) is not str or resource_type not in RESOURCE_TYPES:
        yield _unknown_type(resource_type)
        return
    is_bundle = resource_type == "Bundle"
    is_valid = _schema(resource_type)[0].is_valid(without_nested(resource) if is_bundle else resource)
    if not is_valid:
        yield from _schema_findings(resource, resource_type)
    yield from padding_problems(resource, resource_type)
    if is_valid and breaks_invariant(resource, root, look):
        yield from broken_invariants(resource, root, severity="error")
    if is_bundle:
        yield from bundle_problems(resource)
    for inner, at in _nested_in(resource, resource_type):
        if isinstance(inner, dict):
            container = root if at[0] == "contained" else inner
            for item in _findings(inner, container, look):
                yield moved(item, inner, at, resource_type)


def _nested_in(resource: JsonObject, resource_type: str) -> Iterable[Nested]:
    if resource_type == "Bundle":
        return entries_of(resource)
    if resource_type == "Parameters":
        return parameters_of(resource)
    return contained_in(resource) if "contained" in resource else ()


def _beyond_the_base(
    resource: JsonObject, profiles: Sequence[str], *, warnings: bool, known: "Known | None"
) -> Iterator[Finding]:
    from fhir_profiles.known import OWN
    from fhir_profiles.profile_rules import profile_findings  # it is large, and writes do not always need it

    for url in profiles:
        yield from profile_findings(resource, url, warnings=warnings, known=known or OWN)
    if warnings:
        yield from _warnings(resource, resource, known or OWN)


def _warnings(resource: JsonObject, root: JsonObject, known: "Known") -> Iterator[Finding]:
    from fhir_profiles.binding_rules import extensible_findings

    yield from broken_invariants(resource, root, severity="warning")
    yield from extensible_findings(resource, known.codes)
    resource_type = resource["resourceType"]
    for inner, at in _nested_in(resource, resource_type):
        container = root if at[0] == "contained" else inner
        for item in _warnings(inner, container, known):
            if at[0] != "contained" or not item.issue.text.startswith("dom-6"):  # a part needs no text of its own
                yield moved(item, inner, at, resource_type)


def _schema_findings(resource: JsonObject, resource_type: str) -> Iterator[Finding]:
    validator, schema = _schema(resource_type)
    for error in validator.iter_errors(resource):
        for issue, steps in schema_issue(error, schema, resource_type=resource_type):
            path = tuple(steps)
            yield Finding(_with_narrative_reason(issue, resource, path), path)


def _unknown_type(resource_type: Any) -> Finding:
    if resource_type is None:
        text = "resourceType is missing; expected the name of a FHIR R4 resource type."
    else:
        text = "resourceType is not a FHIR R4 resource type; expected a name as in Patient or Observation."
    return Finding(Issue("error", "structure", text, expression="resourceType"), ("resourceType",))


def _with_narrative_reason(issue: Issue, resource: JsonObject, path: JsonPath) -> Issue:
    if not path or path[-1] != "div" or issue.code != "value":
        return issue
    node: Any = resource
    for step in path:
        node = node[step]
    if not isinstance(node, str):
        return issue
    text = f"div is refused: {narrative_problem(node)}; expected plain XHTML in a div."
    return replace(issue, code="invariant", text=text)


def _positioned(item: Finding, data: bytes | None, at: JsonPath) -> Issue:
    position = None if data is None else locate(data, (*at, *item.path))
    if position is None:
        return item.issue
    return replace(item.issue, line=position[0], column=position[1])


def prepare(resource_types: Iterable[str]) -> None:
    """Compile the schemas and checks of these types now (some 30 ms each), not at the first resource of each."""
    for resource_type in resource_types:
        _strict(resource_type)
        compiled_check(resource_type)


def compiled_schema(resource_type: str) -> JsonObject:
    """The JSON Schema (draft 4) of one type with all its definitions. Raises KeyError."""
    if resource_type not in RESOURCE_TYPES:
        raise KeyError(resource_type)
    return _schema(resource_type)[1]


@cache
def _schema(resource_type: str) -> tuple[jsonschema_rs.Draft4Validator, JsonObject]:
    own = _own(resource_type)
    schema = {**own, "definitions": {**_datatypes(), **own["definitions"]}}
    formats = {"fhir-xhtml": lambda div: not narrative_problem(div)}
    return jsonschema_rs.Draft4Validator(schema, formats=formats, validate_formats=True), schema


@cache
def _strict(resource_type: str) -> jsonschema_rs.Draft4Validator:
    """The schema without nulls in arrays, which are only right beside a member such as `_given`."""
    formats = {"fhir-xhtml": lambda div: not narrative_problem(div)}
    schema = {**_without_nulls(_own(resource_type)), "definitions": {**_strict_datatypes()}}
    schema["definitions"] |= _without_nulls(_own(resource_type)["definitions"])
    return jsonschema_rs.Draft4Validator(schema, formats=formats, validate_formats=True)


def _without_nulls(node: Any) -> Any:
    """The schema with each "this or null" as this alone."""
    if isinstance(node, list):
        return [_without_nulls(item) for item in node]
    if not isinstance(node, dict):
        return node
    options = node.get("anyOf")
    if options is not None and len(options) == 2 and options[1] == {"type": "null"}:
        return _without_nulls(options[0])
    return {name: _without_nulls(item) for name, item in node.items()}


@lru_cache(maxsize=1)
def _strict_datatypes() -> JsonObject:
    table: JsonObject = _without_nulls(_datatypes())
    return table


def _own(resource_type: str) -> JsonObject:
    found: JsonObject = orjson.loads((_SCHEMAS / f"{resource_type}.json").read_bytes())
    return found


@lru_cache(maxsize=1)
def _datatypes() -> JsonObject:
    table: JsonObject = orjson.loads((_SCHEMAS / "datatypes.json").read_bytes())
    return table
