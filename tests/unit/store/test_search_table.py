"""Every R4 search parameter of every type with every modifier: it works, or is refused by its name.

Generated from the registry; nothing that a client asks for is left out in silence.
https://hl7.org/fhir/R4/search.html#modifiers.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter, search_parameters
from hub.clock import FrozenClock
from hub.errors import BadSearchError
from hub.keys import Keys
from hub.store.port import Visibility
from hub.store.search.composite import composite_of
from hub.store.search.first_entry import is_first_entry
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore

EXPECTED = {
    "token": {"", "missing", "not", "in", "not-in", "above", "below", "text"},
    "string": {"", "missing", "exact", "contains"},
    "date": {"", "missing"},
    "number": {"", "missing"},
    "quantity": {"", "missing"},
    "reference": {"", "missing", "identifier", "above", "below", "Patient"},
    "uri": {"", "missing", "above", "below"},
    "composite": {""},
    "special": {"", "missing"},
}
"""Modifiers that work, by the type of the parameter."""

MODIFIERS = (
    "", "missing", "exact", "contains", "not", "text", "in", "not-in", "above", "below", "of-type", "identifier",
    "Patient", "iterate", "code-text",
)  # fmt: skip
VALUES = {
    "token": "http://loinc.org|8867-4", "string": "王", "date": "ge2026-01-01", "number": "gt1", "quantity": "5|s|u",
    "reference": "Patient/p1", "uri": "http://x.example/a", "special": "30.27|120.15|5|km",
}  # fmt: skip
COLUMNS = {"_id", "_lastUpdated"}


def _value(parameter: SearchParameter, modifier: str) -> str:
    if modifier == "missing":
        return "true"
    if modifier in {"in", "not-in"}:
        return "http://hl7.org/fhir/ValueSet/administrative-gender"
    if modifier in {"above", "below"} and parameter.type == "reference":
        return "http://x.example/a"
    if modifier == "of-type":
        return "http://terminology.hl7.org/CodeSystem/v2-0203|MR|12"
    composite = composite_of(parameter)
    if composite is not None:
        return "$".join(VALUES[part.type] for part in composite.parts)
    return VALUES.get(parameter.type, "1$2$3")


def _works(parameter: SearchParameter) -> set[str]:
    if parameter.name in COLUMNS:
        return {""}
    if parameter.type == "composite":
        return EXPECTED["composite"] if composite_of(parameter) is not None else set()
    if not (parameter.has_accessor or parameter.type == "special" or is_first_entry(parameter)):
        return set()
    return EXPECTED[parameter.type] | ({"of-type"} if parameter.name == "identifier" else set())


def _cases(resource_type: str) -> Iterator[tuple[SearchParameter, str]]:
    for parameter in search_parameters(resource_type).values():
        for modifier in MODIFIERS:
            yield parameter, modifier


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_each_parameter_and_modifier_works_or_is_refused_by_name(resource_type: str) -> None:
    for parameter, modifier in _cases(resource_type):
        name = f"{parameter.name}:{modifier}" if modifier else parameter.name
        pairs = [(name, _value(parameter, modifier))]
        if modifier in _works(parameter):
            query = parse_query(resource_type, pairs, strict=True)
            assert (len(query.criteria) + len(query.ids) + len(query.updated), query.warnings) == (1, ()), name
        else:
            with pytest.raises(BadSearchError, match=parameter.name):
                parse_query(resource_type, pairs, strict=True)
            _demand_said(resource_type, pairs, parameter.name)


def _demand_said(resource_type: str, pairs: list[tuple[str, str]], name: str) -> None:
    """Without `handling=strict` it is an error too, or left out with a warning that names it."""
    assert [name in text for text in _said(resource_type, pairs, strict=False)] == [True]


def _said(resource_type: str, pairs: list[tuple[str, str]], *, strict: bool) -> list[str]:
    """The words of a refusal, or those of the warnings."""
    try:
        query = parse_query(resource_type, pairs, strict=strict)
    except BadSearchError as err:
        return [str(err)]
    return [warning.text for warning in query.warnings]


async def test_what_works_can_be_asked_of_a_database(tmp_path: Path) -> None:
    clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
    store = SqliteStore.open(tmp_path / "hub.db", keys=Keys.in_memory(), clock=clock)
    for resource_type in ("Patient", "Observation", "Task", "Location", "DocumentReference", "ValueSet", "Encounter"):
        for parameter, modifier in _cases(resource_type):
            if modifier in _works(parameter):
                name = f"{parameter.name}:{modifier}" if modifier else parameter.name
                query = parse_query(resource_type, [(name, _value(parameter, modifier))], strict=True)
                page = await store.search(query, visibility=Visibility(1))
                assert page.resources == (), name
    await store.close()


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_each_parameter_sorts_or_is_refused_by_name(resource_type: str) -> None:
    for parameter in search_parameters(resource_type).values():
        pairs = [("_sort", f"-{parameter.name}")]
        said = _said(resource_type, pairs, strict=True)
        if said:
            assert [parameter.name in text for text in said] == [True]
            _demand_said(resource_type, pairs, parameter.name)
        else:
            assert parse_query(resource_type, pairs, strict=True).sort == ((parameter.name, True),)
