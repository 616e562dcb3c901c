"""The terminology that the hub publishes, as FHIR R4 resources: CodeSystem, ValueSet, ConceptMap and NamingSystem.

https://hl7.org/fhir/R4/terminology-module.html. Resources carry an `id` and no `meta`. What was not compared with the
published original is `experimental` and says so in its description; a single such code has the property `verified`.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from terminology import r4
from terminology.code_table import CodeTable, Entry
from terminology.definitions import JsonObject, MapDefinition, MapGroup, ValueSetDefinition
from terminology.naming_systems import naming_systems
from terminology.package import own_code_systems, own_concept_maps, own_value_sets
from terminology.registry import Registry
from terminology.validate_code import UNVERIFIED

TYPES = ("CodeSystem", "ValueSet", "ConceptMap", "NamingSystem")
MOST_CONCEPTS = 1_000
"""A code system with more concepts is served without them, unless all are asked for."""

PUBLISHER = "Alliance Hub 医养联盟互联互通平台"


def find(
    resource_type: str,
    *,
    id: str = "",  # noqa: A002  FHIR's own name
    url: str = "",
    version: str = "",
    name: str = "",
    full: bool = False,
    registry: Registry | None = None,
) -> tuple[JsonObject, ...]:
    """The published resources of a type that match, in a stable order; an empty argument does not narrow.

    `name` is the beginning of the name or title, letter case aside. With `full` every concept is there.
    """
    wanted = name.casefold()
    return tuple(
        make(full)
        for key, names, make in _published(resource_type, registry)
        if (not id or key == id)
        and (not url or names[0] == url)
        and (not version or names[1] == version)
        and (not wanted or any(one.casefold().startswith(wanted) for one in names[2:]))
    )


def read(resource_type: str, resource_id: str, *, registry: Registry | None = None) -> JsonObject | None:
    """One published resource."""
    return next(iter(find(resource_type, id=resource_id, registry=registry)), None)


_Published = tuple[str, tuple[str, str, str, str], Callable[[bool], JsonObject]]
"""id; url, version, name and title; and how the resource is made."""


def _published(resource_type: str, registry: Registry | None) -> Iterator[_Published]:
    if registry is not None:
        yield from _loaded(resource_type, registry)
    yield from _of_package(resource_type)


@cache
def _of_package(resource_type: str) -> tuple[_Published, ...]:
    taken: set[str] = set()
    found: list[_Published] = []
    for key, names, make in _package_resources(resource_type):
        legal = re.sub(r"[^A-Za-z0-9.-]+", "-", key).strip("-")[:60]
        unique = legal if legal not in taken else f"hl7-{legal}"[:64]
        taken.add(unique)
        found.append((unique, names, lambda full, unique=unique, make=make: {**make(full), "id": unique}))  # type: ignore[misc]  # mypy cannot type a lambda with defaults
    return tuple(found)


def _package_resources(resource_type: str) -> Iterator[_Published]:
    if resource_type == "CodeSystem":
        for table in own_code_systems().values():
            yield _table_entry(table)
        for url in r4.code_system_urls():
            yield url.rsplit("/", 1)[-1], r4.code_system_names(url), lambda full, url=url: _of_r4(url, full=full)  # type: ignore[misc]  # the same
    elif resource_type == "ValueSet":
        for one in own_value_sets().values():
            yield _set_entry(one, key=one.name)
        for url in r4.value_set_urls():
            definition = r4.value_set(url)
            assert definition is not None
            yield _set_entry(definition, key=url.rsplit("/", 1)[-1])
    elif resource_type == "ConceptMap":
        for mapping in own_concept_maps():
            yield _map_entry(mapping)
    elif resource_type == "NamingSystem":
        for system in naming_systems():
            names = (system["uniqueId"][0]["value"], "", system["name"], system["name"])
            yield system["id"], names, lambda _, system=system: dict(system)  # type: ignore[misc]  # the same


def _of_r4(url: str, *, full: bool) -> JsonObject:
    table = r4.code_system(url)
    assert table is not None
    return table_to_resource(table, full=full)


def _loaded(resource_type: str, registry: Registry) -> Iterator[_Published]:
    entries: Iterator[_Published] = iter(())
    if resource_type == "CodeSystem":
        entries = (
            _table_entry(table, key=f"{table.head.name}-{table.head.version}") for table in registry.loaded_tables()
        )
    elif resource_type == "ValueSet":
        entries = (_set_entry(one, key=f"{one.name}-{one.version}") for one in registry.loaded_value_sets())
    elif resource_type == "ConceptMap":
        own = {one.url for one in own_concept_maps()}
        entries = (_map_entry(one) for one in registry.concept_maps() if one.url not in own)
    for key, names, make in entries:
        legal = "loaded-" + re.sub(r"[^A-Za-z0-9.-]+", "-", key).strip("-")[:56]
        yield legal, names, lambda full, legal=legal, make=make: {**make(full), "id": legal}  # type: ignore[misc]  # the same


def _table_entry(table: CodeTable, key: str = "") -> _Published:
    head = table.head
    return (
        key or head.name,
        (head.url, head.version, head.name, head.title),
        lambda full: table_to_resource(table, full=full),
    )


def _set_entry(one: ValueSetDefinition, *, key: str) -> _Published:
    return key, (one.url, one.version, one.name, one.title), lambda _: value_set_to_resource(one)


def _map_entry(one: MapDefinition) -> _Published:
    return one.name, (one.url, one.version, one.name, one.title), lambda _: map_to_resource(one)


def table_to_resource(table: CodeTable, *, full: bool = False) -> JsonObject:
    """A CodeSystem; a large one has its count and no concepts unless `full`."""
    head = table.head
    carried = full or len(table) <= MOST_CONCEPTS
    resource = _head("CodeSystem", head.url, head.version, head.name, head.title, head.source, verified=head.verified)
    resource |= {"caseSensitive": head.case_sensitive}
    if head.value_set:
        resource["valueSet"] = head.value_set
    if table.ends:
        resource["hierarchyMeaning"] = "is-a"
    resource |= {"content": head.content if carried else "fragment", "count": len(table)}
    if carried:
        entries = [table.entry(row) for row in range(len(table))]
        names = sorted({name for entry in entries for name in entry.more})
        if names:
            resource["property"] = [{"code": name, "type": _property_type(name)} for name in names]
        resource["concept"] = _concepts(table, 0, len(table))
    return resource


def value_set_to_resource(one: ValueSetDefinition) -> JsonObject:
    """A ValueSet with its compose."""
    resource = _head("ValueSet", one.url, one.version, one.name, one.title, one.source, verified=one.verified)
    compose = {
        key: [{name: value for name, value in part.items() if name != "leftOut"} for part in parts]
        for key, parts in one.compose.items()
        if isinstance(parts, list)
    }
    return {**resource, "compose": {**one.compose, **compose}}


def map_to_resource(one: MapDefinition) -> JsonObject:
    """A ConceptMap; a computed group has no elements and says so in the description."""
    resource = _head("ConceptMap", one.url, one.version, one.name, one.title, one.source, verified=one.verified)
    if any(group.rule is not None for group in one.groups):
        resource["description"] += " 由编码规则推算，请用 $translate。 Computed from the code; ask $translate."
    if one.source_value_set:
        resource["sourceUri"] = one.source_value_set
    if one.target_value_set:
        resource["targetUri"] = one.target_value_set
    groups = [_group(group) for group in one.groups if group.targets]
    return {**resource, "group": groups} if groups else resource


def _head(kind: str, url: str, version: str, name: str, title: str, source: str, *, verified: bool) -> JsonObject:
    description = f"{title}. {source}." if source else title
    computable = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name) if part)
    return {
        "resourceType": kind,
        "url": url,
        **({"version": version} if version else {}),
        "name": computable if computable[:1].isalpha() else f"C{computable}",
        "title": title,
        "status": "active" if verified else "draft",
        "experimental": not verified,
        **_publisher(url),
        "description": description if verified else f"{description} {UNVERIFIED}",
    }


def _publisher(url: str) -> JsonObject:
    """Whoever loaded another's table knows who published it; the hub does not."""
    if "alliance-hub" in url or url.startswith("urn:oid:2.16.156"):
        return {"publisher": PUBLISHER}
    return {"publisher": "HL7 International"} if "hl7.org/" in url or url.startswith("urn:") else {}


def _property_type(name: str) -> str:
    return "boolean" if name in {"inactive", "notSelectable", "verified"} else "string"


def _concepts(table: CodeTable, start: int, stop: int) -> list[JsonObject]:
    found = []
    row = start
    while row < stop:
        end = table.subtree(row).stop
        below = _concepts(table, row + 1, end) if end > row + 1 else []
        found.append({**_concept(table.entry(row)), **({"concept": below} if below else {})})
        row = end
    return found


def _concept(entry: Entry) -> JsonObject:
    concept: JsonObject = {"code": entry.code, "display": entry.display}
    if entry.zh and entry.en:
        concept["designation"] = [{"language": "en", "value": entry.en}]
    if entry.more:
        concept["property"] = [
            {"code": name, "valueBoolean": value == "true"}
            if _property_type(name) == "boolean"
            else {"code": name, "valueString": value}
            for name, value in sorted(entry.more.items())
        ]
    return concept


def _group(group: MapGroup) -> JsonObject:
    return {
        "source": group.source,
        "target": group.target,
        "element": [
            {
                "code": code,
                "target": [
                    {"code": one.code, "equivalence": one.equivalence} if one.code else {"equivalence": one.equivalence}
                    for one in targets
                ],
            }
            for code, targets in group.targets.items()
        ],
    }
