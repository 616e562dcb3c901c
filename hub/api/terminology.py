"""What the terminology operations share: who is asked about, in which registry, and refusals as hub errors.

https://hl7.org/fhir/R4/terminology-service.html. A value set comes from the path, from `url` or from the request
itself; `url` is looked for among the caller's stored resources first, then among what the hub publishes.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import parse
from hub.api.operation import OperationCall
from hub.errors import BadRequestError, HubError, NotFoundError, TooCostlyError
from hub.store.port import Ref
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query
from terminology import resources
from terminology.code_table_builder import TableError
from terminology.definitions import MapDefinition, TerminologyError, ValueSetDefinition
from terminology.fhir_json import resource_to_map, resource_to_table, resource_to_value_set
from terminology.registry import Loaded, Registry
from terminology.validate_code import Coding

_LARGE = 5_000
"""Tables of more rows are worked on in a thread, so that nobody else waits."""

_MOST_INCLUDED = 50

P = ParamSpec("P")
T = TypeVar("T")


async def answer(registry: Registry, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The function's answer, with its refusals as hub errors; in a thread when a large table is loaded."""
    try:
        if any(len(table) > _LARGE for table in registry.loaded_tables()):
            return await asyncio.to_thread(function, *args, **kwargs)
        return function(*args, **kwargs)
    except (TerminologyError, TableError) as err:
        raise to_hub_error(err) from err


def to_hub_error(err: TerminologyError | TableError) -> HubError:
    """The same refusal as an OperationOutcome with its issue code."""
    if isinstance(err, TableError):
        return BadRequestError(str(err), issues=[Issue("error", "invalid", one.text) for one in err.faults])
    kind = {"not-found": NotFoundError, "too-costly": TooCostlyError}.get(err.code, BadRequestError)
    return kind(err.text, issues=[Issue("error", err.code, err.text)])


async def registry_of(call: OperationCall) -> Registry:
    """What the hub knows now."""
    return await call.hub.terminology.current()


async def value_set_of(call: OperationCall, registry: Registry) -> tuple[Registry, ValueSetDefinition]:
    """The value set that the call is about, and a registry with all that it includes."""
    inline = inline_resource(call, "valueSet")
    url = call.value("url")
    if call.id:
        definition = _read(resource_to_value_set, await _by_id(call, registry))
    elif inline is not None:
        definition = _read(resource_to_value_set, inline)
    elif url:
        version = call.value("valueSetVersion")
        found = await _stored(call, "ValueSet", url, version) or registry.value_set(url, version)
        if found is None:
            raise NotFoundError(f"The hub has no value set {url}; expected the canonical URL of one, or `valueSet`.")
        definition = found if isinstance(found, ValueSetDefinition) else _read(resource_to_value_set, found)
    else:
        raise BadRequestError("Nothing says which value set is meant; expected `url`, `valueSet` or an id in the path.")
    return await _with_includes(call, registry, definition), definition


async def system_of(call: OperationCall, registry: Registry, url: str) -> Registry:
    """A registry that knows the code system of the call: from the request, or stored by a client."""
    inline = inline_resource(call, "codeSystem")
    if inline is not None:
        return registry.with_more([await asyncio.to_thread(_read, resource_to_table, inline)])
    if url and registry.code_system(url) is None:
        stored = await _stored(call, "CodeSystem", url, call.value("version"))
        if stored is not None:
            return registry.with_more([await asyncio.to_thread(_read, resource_to_table, stored)])
    return registry


async def system_url(call: OperationCall, registry: Registry) -> str:
    """The code system's URL of an instance call; an empty text at type level."""
    return str((await _by_id(call, registry)).get("url", "")) if call.id else ""


async def map_of(call: OperationCall, registry: Registry) -> MapDefinition | None:
    """The concept map that the call names; None when it names none."""
    inline = inline_resource(call, "conceptMap")
    if call.id:
        resource = await _by_id(call, registry)
        known = next((one for one in registry.concept_maps() if one.url == resource.get("url")), None)
        return known or _read(resource_to_map, resource)
    if inline is not None:
        return _read(resource_to_map, inline)
    url = call.value("url")
    if not url:
        return None
    stored = await _stored(call, "ConceptMap", url, call.value("conceptMapVersion"))
    if stored is not None:
        return _read(resource_to_map, stored)
    found = next((one for one in registry.concept_maps() if one.url == url.partition("|")[0]), None)
    if found is None:
        raise NotFoundError(f"The hub has no concept map {url}; expected the canonical URL of one, or `conceptMap`.")
    return found


def inline_resource(call: OperationCall, name: str) -> JsonObject | None:
    """The resource in a parameter; a body that is itself such a resource counts too."""
    item = call.parameter(name)
    if item is not None:
        resource = item.get("resource")
        if not isinstance(resource, dict):
            raise BadRequestError(f"The parameter {name} has no resource; expected the whole resource in it.")
        return resource
    wanted = name[0].upper() + name[1:]
    return call.body if call.body is not None and call.body.get("resourceType") == wanted else None


def codings_of(call: OperationCall, *, system_name: str = "system") -> list[Coding]:
    """The codings of `codeableConcept`, `coding`, or `code` with `system` and `version`. Raises BadRequestError."""
    concept = call.parameter("codeableConcept")
    if concept is not None:
        found = [_coding(one) for one in concept.get("valueCodeableConcept", {}).get("coding", ())]
    elif (item := call.parameter("coding")) is not None:
        found = [_coding(item.get("valueCoding", {}))]
    else:
        version = call.value("systemVersion") or call.value("version")
        found = [Coding(call.value(system_name), call.value("code"), version, call.value("display"))]
    if not found or not all(one.code for one in found):
        raise BadRequestError("No code was given; expected `code` with `system`, `coding` or `codeableConcept`.")
    return found


def flag(call: OperationCall, name: str) -> bool:
    """A boolean parameter; absent is false. Raises BadRequestError for another word."""
    text = call.value(name).lower()
    if text not in {"", "true", "false"}:
        raise BadRequestError(f"{name} is {text[:20]!r}; expected true or false.")
    return text == "true"


def whole(call: OperationCall, name: str) -> int | None:
    """A parameter that is a whole number of 0 or more; None when absent. Raises BadRequestError."""
    text = call.value(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequestError(f"{name} is {text[:20]!r}; expected a whole number of 0 or more.")
    return int(text)


def _coding(value: JsonObject) -> Coding:
    return Coding(*(str(value.get(key, "")) for key in ("system", "code", "version", "display")))


def _read(reader: Callable[[JsonObject], T], resource: JsonObject) -> T:
    try:
        return reader(resource)
    except (TerminologyError, TableError) as err:
        raise to_hub_error(err) from err


async def _by_id(call: OperationCall, registry: Registry) -> JsonObject:
    """The resource that the path names: the store's, or one that the hub publishes. Raises NotFoundError."""
    stored = await call.hub.store.read(Ref(call.type, call.id), visibility=call.principal.visibility)
    if stored is not None and not stored.deleted:
        return parse(stored.served())
    published = await asyncio.to_thread(resources.read, call.type, call.id, registry=registry)
    if published is None:
        raise NotFoundError(f"There is no {call.type}/{call.id} that you may see; expected a known id.")
    return published


async def _stored(call: OperationCall, resource_type: str, url: str, version: str) -> JsonObject | None:
    """The newest resource with this URL among those that clients stored and the caller may see."""
    if not call.principal.may(resource_type, "r"):
        return None
    name, _, given = url.partition("|")
    pairs = [("url", name), *([("version", version or given)] if version or given else []), ("_count", "1")]
    query: SearchQuery = parse_query(resource_type, [*pairs, ("_sort", "-_lastUpdated")], strict=True)
    page = await call.hub.store.search(query, visibility=call.principal.visibility)
    return parse(page.resources[0].served()) if page.resources else None


async def _with_includes(call: OperationCall, registry: Registry, definition: ValueSetDefinition) -> Registry:
    """The registry, and whatever the value set includes that only the store has."""
    found: list[Loaded] = []
    asked: set[tuple[str, str]] = set()
    waiting = list(_needs(definition))
    while waiting:
        kind, url = need = waiting.pop()
        known = registry.value_set(url) if kind == "ValueSet" else registry.code_system(url)
        if need in asked or known is not None:
            continue
        asked.add(need)
        if len(asked) > _MOST_INCLUDED:
            raise TooCostlyError(f"The value set includes more than {_MOST_INCLUDED} others; expected fewer.")
        resource = await _stored(call, kind, url, "")
        if resource is None:
            continue
        one: Loaded = (
            _read(resource_to_value_set, resource)
            if kind == "ValueSet"
            else await asyncio.to_thread(_read, resource_to_table, resource)
        )
        found.append(one)
        if isinstance(one, ValueSetDefinition):
            waiting.extend(_needs(one))
    return registry.with_more(found) if found else registry


def _needs(definition: ValueSetDefinition) -> Iterator[tuple[str, str]]:
    for include in (*definition.compose.get("include", ()), *definition.compose.get("exclude", ())):
        yield from (("ValueSet", url) for url in include.get("valueSet", ()))
        if "system" in include and "concept" not in include:
            yield "CodeSystem", include["system"]
