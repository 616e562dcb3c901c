"""What the hub knows of FHIR R4: resource types and their search parameters.

https://hl7.org/fhir/R4/searchparameter-registry.html. Compiled by `fhir_profiles.compile`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import orjson

if TYPE_CHECKING:
    from fhir_profiles.profile import Profile

SearchType = Literal["token", "string", "date", "reference", "quantity", "number", "uri", "composite", "special"]

_COMPILED = Path(__file__).resolve().parent / "compiled"

RESOURCE_TYPES: frozenset[str] = frozenset(
    path.stem for path in (_COMPILED / "schemas").glob("*.json") if path.stem[0].isupper()
)
"""Names of all concrete R4 resource types that the hub can validate, store and index."""


@dataclass(frozen=True, slots=True)
class SearchParameter:
    """One search parameter of one resource type.

    `number` stands for (resource type, name) in index rows: unique, and the same for ever.
    `targets` are the resource types that a reference may point to. `components` holds
    (definition URL, expression) of each part of a composite parameter. `has_accessor` is false
    for a parameter that `index_values` gives no values for.
    """

    name: str
    type: SearchType
    targets: tuple[str, ...]
    expression: str
    url: str
    number: int
    resource_type: str
    components: tuple[tuple[str, str], ...] = ()
    has_accessor: bool = True

    def __hash__(self) -> int:
        return self.number


def search_parameters(resource_type: str) -> Mapping[str, SearchParameter]:
    """Search parameters of one type by name, in order of name; empty for an unknown type."""
    return _all_parameters().get(resource_type, MappingProxyType({}))


def search_parameter(number: int) -> SearchParameter:
    """The parameter that index rows know by `number`. Raises KeyError."""
    return _by_number()[number]


COMPARTMENTS = ("Device", "Encounter", "Patient", "Practitioner", "RelatedPerson")
"""Types of resources that have a compartment. https://hl7.org/fhir/R4/compartmentdefinition.html."""


def compartment_parameters(resource_type: str, focus: str = "Patient") -> tuple[str, ...]:
    """Names of the parameters that put a resource into the compartment of a Patient, or of another `focus`.

    https://hl7.org/fhir/R4/compartmentdefinition-patient.html and its neighbours.
    """
    return _compartments()[focus].get(resource_type, ())


BASE_URL = "http://hl7.org/fhir/StructureDefinition/"
"""In front of the names of R4's own StructureDefinitions."""

ALLIANCE_URL = "https://alliance-hub.example/fhir/StructureDefinition/"
"""In front of the names of the alliance's profiles and extensions."""


def profile_urls() -> tuple[str, ...]:
    """Canonical URLs of all profiles of resources that the hub can check, in order."""
    return tuple(f"{ALLIANCE_URL}{path.stem}" for path in sorted((_COMPILED / "profiles").glob("*.json")))


@lru_cache(maxsize=1024)
def profile(url: str) -> "Profile | None":
    """The profile or extension with this canonical URL (without version), or None when it is not known."""
    from fhir_profiles.profile import read_profile

    name = url.removeprefix(ALLIANCE_URL)
    if name == url or _NAME.fullmatch(name) is None:
        return None
    for folder in ("profiles", "extensions"):
        path = _COMPILED / folder / f"{name}.json"
        if path.is_file():
            return read_profile(orjson.loads(path.read_bytes()))
    return None


def profiles_of(resource_type: str) -> tuple["Profile", ...]:
    """The alliance's profiles of one resource type."""
    known = [profile(url) for url in profile_urls()]
    return tuple(one for one in known if one is not None and one.type == resource_type)


_NAME = re.compile(r"[a-z0-9-]{1,80}")


@lru_cache(maxsize=1)
def _all_parameters() -> Mapping[str, Mapping[str, SearchParameter]]:
    found: dict[str, dict[str, SearchParameter]] = {}
    without = _without_accessor()
    for number, resource_type, name, kind, targets, expression, url, parts in orjson.loads(
        (_COMPILED / "parameters.json").read_bytes()
    ):
        found.setdefault(resource_type, {})[name] = SearchParameter(
            name=name,
            type=kind,
            targets=tuple(targets),
            expression=expression,
            url=url,
            number=number,
            resource_type=resource_type,
            components=tuple((definition, part) for definition, part in parts),
            has_accessor=(resource_type, name) not in without,
        )
    return {resource_type: MappingProxyType(own) for resource_type, own in found.items()}


@lru_cache(maxsize=1)
def _by_number() -> Mapping[int, SearchParameter]:
    return {item.number: item for own in _all_parameters().values() for item in own.values()}


@lru_cache(maxsize=1)
def _without_accessor() -> frozenset[tuple[str, str]]:
    gaps = orjson.loads((_COMPILED / "gaps.json").read_bytes())
    return frozenset((resource_type, name) for resource_type, name in gaps["without_accessor"])


@lru_cache(maxsize=1)
def _compartments() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    tables = orjson.loads((_COMPILED / "compartments.json").read_bytes())
    tables["Patient"] = orjson.loads((_COMPILED / "patient_compartment.json").read_bytes())
    found = {focus: {name: _without_itself(names) for name, names in own.items()} for focus, own in tables.items()}
    with_encounter = (name for name in RESOURCE_TYPES if "encounter" in search_parameters(name))
    found["Encounter"] = dict.fromkeys(with_encounter, ("encounter",)) | found["Encounter"]
    return found


def _without_itself(names: Sequence[str]) -> tuple[str, ...]:
    """Without `{def}`, which says that the focus is in its own compartment: it is read at its own address."""
    return tuple([name for name in names if name != "{def}"])
