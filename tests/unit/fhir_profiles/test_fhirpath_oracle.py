"""The FHIRPath engine against fhirpathpy, on every invariant and search parameter of R4.

Each disagreement is of a kind that fhirpath_disagreements.toml explains; a new kind fails.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fhirpathpy
import orjson
import pytest
from fhirpathpy.models import models

import fhir_profiles
from fhir_profiles.fhirpath import FhirPathError, Node, compile_path, root_node
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from tests.unit.fhir_profiles.samples import sample

_KINDS = tomllib.loads((Path(__file__).parent / "fhirpath_disagreements.toml").read_text("utf-8"))["kind"]
_INVARIANTS = orjson.loads((Path(fhir_profiles.__file__).parent / "compiled/invariants.json").read_bytes())


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_each_result_is_that_of_fhirpathpy_or_explained(resource_type: str) -> None:
    resource = sample(resource_type, 0)
    unexplained: Counter[str] = Counter()

    for expression in _expressions(resource_type):
        ours, theirs = _ours(expression, resource), _theirs(expression, resource)
        if _text(ours) != _text(theirs) and not _is_explained(expression, ours, theirs):
            unexplained[expression] += 1

    assert unexplained == Counter()


def test_most_results_are_the_same() -> None:
    resource = sample("Observation", 1)
    pairs = [(_ours(text, resource), _theirs(text, resource)) for text in _expressions("Observation")]

    assert sum(_text(ours) == _text(theirs) for ours, theirs in pairs) > 0.75 * len(pairs)


def _expressions(resource_type: str) -> list[str]:
    rows = [*_INVARIANTS.get(resource_type, ()), *_INVARIANTS["DomainResource"]]
    own = [row[2] for row in rows if "trace(" not in row[2]]  # fhirpathpy prints traces
    return sorted({*own, *(item.expression for item in search_parameters(resource_type).values())} - {""})


@cache
def _compiled(expression: str) -> Callable[..., list[Any]]:
    found: Callable[..., list[Any]] = fhirpathpy.compile(expression, model=models["r4"])
    return found


def _theirs(expression: str, resource: JsonObject) -> list[Any] | str:
    try:
        return _compiled(expression)(resource, {"resource": resource, "rootResource": resource})
    except Exception as err:  # noqa: BLE001  the oracle raises bare exceptions
        return str(err)


def _ours(expression: str, resource: JsonObject) -> list[Any] | str:
    try:
        found = compile_path(expression).evaluate(root_node(resource))
    except FhirPathError as err:
        return str(err)
    return [_json(item) for item in found]


def _json(item: Any) -> Any:
    if not isinstance(item, Node):
        return item
    return item.shadow if item.value is None else item.value


def _text(value: Any) -> str:
    return orjson.dumps(value, default=float, option=orjson.OPT_SORT_KEYS).decode()


def _is_explained(expression: str, ours: list[Any] | str, theirs: list[Any] | str) -> bool:
    for kind in _KINDS:
        if not re.search(kind["expressions"], expression):
            continue
        if isinstance(theirs, str):
            if kind["theirs"] not in {"drops", "empty", "other"} and theirs.startswith(kind["theirs"]):
                return True
        elif _is_like(kind["theirs"], ours, theirs):
            return True
    return False


def _is_like(kind: str, ours: list[Any] | str, theirs: list[Any]) -> bool:
    if kind == "drops":
        return _text(_pruned(theirs)) == _text(_pruned(ours))
    return kind == "other" or (kind == "empty" and theirs == [])


def _pruned(value: Any) -> Any:
    """Without objects that hold extensions alone, and without what is empty then."""
    if isinstance(value, list):
        return [item for item in map(_pruned, value) if item not in ({}, [], None)]
    if not isinstance(value, dict) or "resourceType" in value:
        return {name: _pruned(item) for name, item in value.items()} if isinstance(value, dict) else value
    if set(value) == {"extension"}:
        return {}
    kept = {name: _pruned(item) for name, item in value.items()}
    return {name: item for name, item in kept.items() if item not in ({}, [], None)}
