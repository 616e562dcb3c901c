"""The committed Python is what the generator makes of the committed tables: nobody has edited either alone.

Compiling from the official definitions needs 200 MB of other people's files (tests/long/test_definitions_again.py).
`elements.json` and `invariants.json` hold of them all that the invariants need, and all but the code systems of
required bindings that the accessors need.
"""

import re
from pathlib import Path

import orjson
import pytest

import fhir_profiles
from fhir_profiles.compile.accessors import accessor_source
from fhir_profiles.compile.checks import CheckWriter
from fhir_profiles.compile.definitions import Constraint, ElementModel, Model, TypeRef
from fhir_profiles.compile.parameters import Parameter
from fhir_profiles.compile.schema import PRIMITIVES
from fhir_profiles.compile.value_sets import Terminology
from fhir_profiles.registry import RESOURCE_TYPES

_COMPILED = Path(fhir_profiles.__file__).parent / "compiled"
_NOT_DOMAIN = frozenset({"Bundle", "Parameters", "Binary"})
_ABSTRACT = frozenset({"Element", "BackboneElement", "DomainResource", "Resource"})


def _table(name: str) -> dict[str, list[list[object]]]:
    table: dict[str, list[list[object]]] = orjson.loads((_COMPILED / f"{name}.json").read_bytes())
    return table


def _element(path: str, name: str, is_array: int, properties: list[list[str]]) -> ElementModel:
    full = name if [own for own, _ in properties] == [name] else f"{name}[x]"
    types = tuple(TypeRef(kind) for _, kind in properties)
    return ElementModel(full, f"{path}.{full}", 0, is_array=bool(is_array), types=types)


def _model() -> Model:
    elements = {
        path: tuple(_element(path, *row) for row in rows)  # type: ignore[arg-type]  # rows of the table
        for path, rows in _table("elements").items()
    }
    invariants = _table("invariants")
    everywhere = invariants.pop("DomainResource")
    rows = invariants | {name: [*everywhere, *invariants.get(name, [])] for name in RESOURCE_TYPES - _NOT_DOMAIN}
    return Model(
        elements=elements,
        resources=tuple(sorted(RESOURCE_TYPES)),
        datatypes=tuple(
            sorted(path for path in elements if "." not in path and path not in RESOURCE_TYPES | _ABSTRACT)
        ),
        primitives=frozenset(PRIMITIVES) - {"resource-id", "element-id"},
        constraints={
            path: tuple(Constraint(*row) for row in own)  # type: ignore[arg-type]  # rows of the table
            for path, own in rows.items()
        },
    )


MODEL = _model()
_SYSTEM = re.compile(r"(\(p\[\d+\], |v\d0, v\d1 = )'[^']*'")


@pytest.fixture(scope="module")
def checks() -> CheckWriter:
    return CheckWriter(MODEL)


def test_the_checks_of_datatypes_are_made_again(checks: CheckWriter) -> None:
    assert checks.datatypes() == (_COMPILED / "checks/datatypes.py").read_text("utf-8")


@pytest.mark.parametrize("resource_type", MODEL.resources)
def test_the_checks_of_a_type_are_made_again(checks: CheckWriter, resource_type: str) -> None:
    assert checks.resource(resource_type) == (_COMPILED / f"checks/{resource_type.lower()}.py").read_text("utf-8")


@pytest.mark.parametrize("resource_type", MODEL.resources)
def test_the_accessors_of_a_type_are_made_again(resource_type: str) -> None:
    rows = [row for row in orjson.loads((_COMPILED / "parameters.json").read_bytes()) if row[1] == resource_type]
    compartment = orjson.loads((_COMPILED / "patient_compartment.json").read_bytes())

    made, _, done = accessor_source(
        MODEL, Terminology({}, {}), [Parameter(*row) for row in rows], compartment=compartment.get(resource_type, ())
    )

    committed = (_COMPILED / f"accessors/{resource_type.lower()}.py").read_text("utf-8")
    assert _SYSTEM.sub(r"\1''", made) == _SYSTEM.sub(r"\1''", committed)
    gaps = orjson.loads((_COMPILED / "gaps.json").read_bytes())["without_accessor"]
    assert sorted(row[2] for row in rows if row[2] not in done) == [name for own, name in gaps if own == resource_type]


def test_the_invariants_that_stay_closures_are_listed(checks: CheckWriter) -> None:
    checks.datatypes()
    for resource_type in MODEL.resources:
        checks.resource(resource_type)

    listed = orjson.loads((_COMPILED / "gaps.json").read_bytes())["closures"]
    assert sorted([path, key] for path, key in checks.as_closures) == listed
