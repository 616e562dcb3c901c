"""Search values and patients of a resource, by compiled accessors.

https://hl7.org/fhir/R4/search.html. One generated function for each type walks the resource once;
docs/definitions.md lists the parameters that have none.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from fhir_profiles.index_values import (
    FIRST_MICROS,
    LAST_MICROS,
    Bounded,
    CompositeValue,
    DateValue,
    IndexValues,
    QuantityValue,
    Ranged,
    ReferenceValue,
    StringValue,
    TextValue,
    TokenValue,
    UriValue,
    moment_range,
    split_reference,
)
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter, search_parameters

__all__ = [
    "FIRST_MICROS",
    "LAST_MICROS",
    "Bounded",
    "CompositeValue",
    "DateValue",
    "IndexValues",
    "QuantityValue",
    "Ranged",
    "ReferenceValue",
    "StringValue",
    "TextValue",
    "TokenValue",
    "UriValue",
    "index_values",
    "moment_range",
    "patient_references",
    "split_reference",
]

_Index = Callable[[JsonObject, tuple[SearchParameter, ...]], IndexValues]
_Patients = Callable[[JsonObject], list[str]]


def index_values(resource: JsonObject) -> IndexValues:
    """Values of every compiled search parameter but `_id` and `_lastUpdated`, which are columns.

    The resource must have passed `fhir_profiles.validate`. Raises KeyError for an unknown type.
    """
    index, _, parameters = _compiled(resource["resourceType"])
    return index(resource, parameters)


def patient_references(resource: JsonObject) -> tuple[str, ...]:
    """Ids of the patients whose compartment holds the resource, in order, once each.

    https://hl7.org/fhir/R4/compartmentdefinition-patient.html. A Patient is in its own compartment
    alone: links between patients are the hub's `person_link`, not a way into another record.
    """
    resource_type = resource["resourceType"]
    if resource_type == "Patient":
        return (resource["id"],) if "id" in resource else ()
    _, patients, _ = _compiled(resource_type)
    found = patients(resource)
    return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))


@cache
def _compiled(resource_type: str) -> tuple[_Index, _Patients, tuple[SearchParameter, ...]]:
    if resource_type not in RESOURCE_TYPES:
        raise KeyError(resource_type)
    module = import_module(f"fhir_profiles.compiled.accessors.{resource_type.lower()}")
    index: _Index = module.index
    patients: _Patients = module.patients
    return index, patients, tuple(search_parameters(resource_type).values())
