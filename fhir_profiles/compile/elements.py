"""Tables that FHIRPath and the long form of validation read: elements, invariants, bindings.

`elements.json`: for each type its elements, each with its JSON names and their types.
`invariants.json`: for each type or element its invariants. `bindings.json`: extensible bindings.
"""

from collections.abc import Iterator
from typing import Any

from fhir_profiles.compile.definitions import ElementModel, Model, TypeRef

_PLAIN = {"resource-id": "id", "element-id": "string", "SimpleQuantity": "Quantity", "MoneyQuantity": "Quantity"}


def elements_table(model: Model) -> dict[str, list[Any]]:
    """`[name, is_array, [[json name, type], …]]` of each element of each type."""
    return {
        path: [[item.name.removesuffix("[x]"), int(item.is_array), list(_names(model, item))] for item in items]
        for path, items in sorted(model.elements.items())
        if items
    }


def _names(model: Model, element: ElementModel) -> Iterator[list[str]]:
    for name, kind in element.properties():
        yield [name, fhir_type(model, element, kind)]


def fhir_type(model: Model, element: ElementModel, kind: TypeRef) -> str:
    """The type path of a value, as FHIRPath knows it: no SimpleQuantity, no System types."""
    path = model.content_path(element, kind)
    return _PLAIN.get(path, path)


def invariants_table(model: Model) -> dict[str, list[list[str]]]:
    """`[key, severity, expression]` of each type and element; those of every resource stand once."""
    found = {
        path: [[own.key, own.severity, own.expression] for own in constraints if not own.key.startswith("dom-")]
        for path, constraints in sorted(model.constraints.items())
        if _is_used(model, path)
    }
    found["DomainResource"] = [
        [own.key, own.severity, own.expression] for own in model.constraints.get("DomainResource", ())
    ]
    return {path: rows for path, rows in found.items() if rows}


def _is_used(model: Model, path: str) -> bool:
    root = path.partition(".")[0]
    return root in model.resources or root in model.datatypes


def bindings_table(model: Model) -> dict[str, str]:
    """The value set of each element with an extensible binding."""
    return {
        item.path: item.extensible
        for items in model.elements.values()
        for item in items
        if item.extensible and _is_used(model, item.path)
    }
