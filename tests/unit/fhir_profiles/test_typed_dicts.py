"""The types that mypy sees are those of the model, member by member."""

import ast
import re
from pathlib import Path
from typing import get_type_hints

import orjson
import pytest

import fhir_profiles
from fhir_profiles.compile.definitions import ElementModel, Model, TypeRef
from fhir_profiles.compile.typed_dicts import type_name, typed_dicts
from fhir_profiles.compiled import types
from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.registry import RESOURCE_TYPES

_COMPILED = Path(fhir_profiles.__file__).parent / "compiled"
_ELEMENTS = orjson.loads((_COMPILED / "elements.json").read_bytes())
_ABSTRACT = frozenset({"Resource", "DomainResource"})


def test_every_type_has_the_members_of_its_elements_and_their_shadows() -> None:
    for path, rows in _ELEMENTS.items():
        if path in _ABSTRACT:
            continue
        names = {name for _, _, properties in rows for name, _ in properties}
        own = set(getattr(types, type_name(path)).__annotations__)

        names |= {"resourceType"} if path in RESOURCE_TYPES else set()
        assert {name for name in own if not name.startswith("_")} == names, path
        assert {name[1:] for name in own if name.startswith("_")} <= names, path


def test_what_r4_requires_is_required_and_a_choice_is_not() -> None:
    assert types.Observation.__required_keys__ == {"resourceType", "status", "code"}
    assert types.MedicationRequest.__required_keys__ == {"resourceType", "status", "intent", "subject"}


def test_primitives_may_be_null_in_lists_alone() -> None:
    hints = get_type_hints(types.HumanName)

    assert (hints["given"], hints["family"]) == (list[str | None], str)
    assert hints["_given"] == list[types.Element | None]
    assert get_type_hints(types.Quantity)["value"] == types.Number
    assert get_type_hints(types.Bundle)["entry"] == list[types.BundleEntry]


@pytest.mark.parametrize(("path", "name"), [("Reference", "_id"), ("Extension", "_url"), ("Patient", "_id")])
def test_what_is_no_primitive_has_no_shadow(path: str, name: str) -> None:
    assert name not in getattr(types, path).__annotations__


def test_nothing_imports_the_types_at_run_time() -> None:
    """660 types cost a third of a second; they are for mypy."""
    line = re.compile(r"from fhir_profiles\.compiled(\.types)? import")
    root = Path(fhir_profiles.__file__).parents[1]
    found = [
        str(path)
        for folder in ("hub", "adapters", "fhir_profiles", "terminology")
        for path in (root / folder).rglob("*.py")
        if line.search(text := path.read_text("utf-8")) and _imports_at_run_time(ast.parse(text))
    ]

    assert found == []


def _imports_at_run_time(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "fhir_profiles.compiled.types" for node in tree.body)


def test_two_paths_with_one_name_are_refused() -> None:
    element = ElementModel("a", "AB.a", 0, is_array=False, types=(TypeRef("string"),))
    model = Model(
        elements={"AB": (element,), "A.b": (element,)}, resources=("A", "AB"), datatypes=(), primitives=frozenset()
    )

    with pytest.raises(ValueError, match=r"Two paths have one name: \['AB'\]"):
        typed_dicts(model)


def test_an_outcome_has_the_members_of_its_type() -> None:
    outcome = operation_outcome([Issue("error", "value", "x", expression="Patient", line=1, column=2)])

    assert set(outcome) <= types.OperationOutcome.__annotations__.keys()
    assert set(outcome["issue"][0]) <= types.OperationOutcomeIssue.__annotations__.keys()
