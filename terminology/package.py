"""The package's own code systems, value sets and concept maps, in the shape that expansion and translation use.

Whatever was not compared with the published original says so: `verified` is false for its code system or for its row,
and the row's words say it too. Codes, words and sources stand in data/.
"""

from collections.abc import Mapping
from functools import cache

from terminology.code_systems import CodeSystem, code_system_names, load_code_system
from terminology.code_table import CodeTable, TableHead
from terminology.code_table_builder import TableRow, build_table
from terminology.concept_maps import concept_map_names, load_concept_map
from terminology.definitions import MapDefinition, MapGroup, MapTarget, ValueSetDefinition
from terminology.icd10_editions import edition_maps
from terminology.value_sets import load_value_set, value_set_names

BASE = "https://alliance-hub.example/fhir"


@cache
def own_code_systems() -> Mapping[str, CodeTable]:
    """By URL."""
    systems = (load_code_system(name) for name in code_system_names())
    return {system.url: _table(system) for system in systems}


@cache
def own_value_sets() -> Mapping[str, ValueSetDefinition]:
    """By URL: those with a file, and one of all codes for each code system that has no file of its own."""
    found = {value_set.url: value_set for value_set in map(_listed, value_set_names())}
    for name in code_system_names():
        system = load_code_system(name)
        url = f"{BASE}/ValueSet/{name}"
        if url not in found:
            found[url] = ValueSetDefinition(
                url=url,
                version=system.version,
                name=name,
                title=system.title,
                compose={"include": [{"system": system.url}]},
                source=system.source,
                verified=system.verified,
            )
    return found


@cache
def own_concept_maps() -> tuple[MapDefinition, ...]:
    """Those with a file, and the computed ones between the editions of ICD-10."""
    return (*map(_map, concept_map_names()), *edition_maps())


def _table(system: CodeSystem) -> CodeTable:
    head = TableHead(
        url=system.url,
        version=system.version,
        name=system.name,
        title=system.title,
        source=system.source,
        verified=system.verified,
        content=system.content,
        value_set=f"{BASE}/ValueSet/{system.name}",
    )
    rows = (
        TableRow(
            code=one.code,
            zh=one.zh,
            en=one.en,
            parent=one.more.get("parent", ""),
            more={key: value for key, value in one.more.items() if key != "parent"},
        )
        for one in system.codes.values()
    )
    return build_table(head, rows)


def _listed(name: str) -> ValueSetDefinition:
    value_set = load_value_set(name)
    include: dict[str, list[str]] = {}
    for system, concept in value_set.members:
        include.setdefault(system.url, []).append(concept.code)
    known = {load_code_system(one).url: len(load_code_system(one).codes) for one in code_system_names()}
    parts = [
        {"system": url} if len(codes) == known[url] else {"system": url, "concept": [{"code": code} for code in codes]}
        for url, codes in include.items()
    ]
    return ValueSetDefinition(
        url=value_set.url,
        version=value_set.version,
        name=name,
        title=value_set.title,
        compose={"include": parts},
        source=value_set.source,
        verified=value_set.verified,
    )


def _map(name: str) -> MapDefinition:
    known = load_concept_map(name)
    by_system: dict[str, dict[str, tuple[MapTarget]]] = {}
    for code, one in known.targets.items():
        by_system.setdefault(one.system or known.target_url, {})[code] = (MapTarget(one.code, one.equivalence),)
    return MapDefinition(
        url=known.url,
        version=known.version,
        name=name,
        title=known.title,
        groups=tuple(MapGroup(known.source_url, system, targets) for system, targets in by_system.items()),
        source=known.source,
        verified=known.verified,
    )
