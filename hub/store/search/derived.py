"""Search parameters that need no index rows of their own, because other parameters of the type hold them.

`patient` is mostly the Patients among `subject`, and a `combo-` parameter of Observation is two others together: what
is not written twice need not be kept twice. Read off the expressions of the standard's own SearchParameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fhir_profiles.registry import SearchParameter, search_parameters
from hub.store.search.first_entry import FIRST, number_inside

_PATIENTS = ".where(resolve() is Patient)"


@dataclass(frozen=True, slots=True)
class Derived:
    """Where the rows of a parameter stand: under these numbers; `only_patients`: those that point to a Patient."""

    numbers: tuple[int, ...]
    only_patients: bool = False


def derived(parameter: SearchParameter) -> Derived | None:
    """The parameters that hold the rows of `parameter`; None when it has rows of its own."""
    return derived_of(parameter.resource_type).get(parameter.number)


@cache
def derived_of(resource_type: str) -> Mapping[int, Derived]:
    """All parameters of a type without rows of their own, by number."""
    parameters = search_parameters(resource_type)
    found: dict[int, Derived] = {}
    for parameter in parameters.values():
        parts = _own_parts(parameter)
        if not parameter.has_accessor:
            continue
        if parameter.name == "patient" and parameter.type == "reference" and len(parts) == 1:
            (part,) = parts
            wide = {part.removesuffix(_PATIENTS)}
            same = [other for other in _alike(parameter) if part.endswith(_PATIENTS) and _own_parts(other) == wide]
            if same:
                found[parameter.number] = Derived((same[0].number,), only_patients=True)
        elif parameter.name.startswith("combo-") and parameter.type in {"token", "quantity"}:
            name = parameter.name.removeprefix("combo-")
            both = [other for other in _alike(parameter) if other.name in {name, f"component-{name}"}]
            if len(both) == 2 and _own_parts(both[0]) | _own_parts(both[1]) == parts:
                found[parameter.number] = Derived(tuple(other.number for other in both))
    for kind in FIRST.values() if resource_type == "Bundle" else ():
        for number, one in derived_of(kind).items():
            held = tuple([number_inside(other) for other in one.numbers])
            found[number_inside(number)] = Derived(held, one.only_patients)
    return found


def rows_of(parameter: SearchParameter, alias: str, type_numbers: Mapping[str, int]) -> str:
    """The condition on rows of an index table called `alias` that they are of this parameter."""
    source = derived(parameter)
    if source is None:
        return f"{alias}.parameter = {parameter.number}"
    if source.only_patients:
        return f"{alias}.parameter = {source.numbers[0]} AND {alias}.target_type = {type_numbers['Patient']}"
    return f"{alias}.parameter IN ({', '.join(str(number) for number in source.numbers)})"


def _alike(parameter: SearchParameter) -> list[SearchParameter]:
    others = search_parameters(parameter.resource_type).values()
    return [other for other in others if other.type == parameter.type and other.has_accessor and other != parameter]


def _own_parts(parameter: SearchParameter) -> set[str]:
    """What a parameter's expression says of its own resource type."""
    parts = (part.strip() for part in parameter.expression.split("|"))
    return {part for part in parts if part.lstrip("(").startswith(f"{parameter.resource_type}.")}
