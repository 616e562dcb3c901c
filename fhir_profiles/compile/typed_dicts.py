"""The model as Python types: one `TypedDict` for each type and each element with children.

https://hl7.org/fhir/R4/json.html. Functional syntax, because `class`, `for` and `import` are element names. What R4
requires is `Required`, but for a choice, of which any one may stand. A list of primitives may hold nulls, where the
list `_name` beside it says why.
"""

from collections.abc import Iterator

from fhir_profiles.compile.definitions import ElementModel, Model
from fhir_profiles.compile.elements import fhir_type
from fhir_profiles.compile.schema import has_shadow

_HEAD = '''"""FHIR R4 as types for mypy, written by fhir_profiles.compile.typed_dicts; not read at run time."""

from decimal import Decimal
from typing import Any, Literal, Required, TypedDict

Resource = dict[str, Any]
Number = Decimal | float
'''

_NUMBERS = {"boolean": "bool", "integer": "int", "positiveInt": "int", "unsignedInt": "int", "decimal": "Number"}
_ROOTS = ("Element", "BackboneElement")


def typed_dicts(model: Model) -> str:
    """Python source of all types in order of their paths. Raises ValueError when two paths give one name."""
    paths = sorted(path for path, items in model.elements.items() if items and _is_used(model, path))
    names = [type_name(path) for path in paths]
    if len(set(names)) != len(names):
        raise ValueError(f"Two paths have one name: {sorted({name for name in names if names.count(name) > 1})}.")
    return "\n\n".join([_HEAD, *(_typed_dict(model, path) for path in paths)])


def type_name(path: str) -> str:
    """`Bundle.entry.request` as `BundleEntryRequest`."""
    return "".join(part[0].upper() + part[1:] for part in path.split("."))


def _is_used(model: Model, path: str) -> bool:
    root = path.partition(".")[0]
    return root in model.resources or root in model.datatypes or root in _ROOTS


def _typed_dict(model: Model, path: str) -> str:
    members = [f'"resourceType": Required[Literal["{path}"]]'] if path in model.resources else []
    for element in model.elements[path]:
        members += _members(model, element)
    lines = ",\n".join(f"        {member}" for member in members)
    name = type_name(path)
    return f'{name} = TypedDict(\n    "{name}",\n    {{\n{lines},\n    }},\n    total=False,\n)\n'


def _members(model: Model, element: ElementModel) -> Iterator[str]:
    is_required = element.low > 0 and not element.is_choice
    for name, kind in element.properties():
        held = fhir_type(model, element, kind)
        own = _python_type(model, held)
        if element.is_array:
            own = f"list[{own} | None]" if has_shadow(element, kind) else f"list[{own}]"
        yield f'"{name}": Required["{own}"]' if is_required else f'"{name}": "{own}"'
        if has_shadow(element, kind):
            yield f'"_{name}": "{"list[Element | None]" if element.is_array else "Element"}"'


def _python_type(model: Model, held: str) -> str:
    if held in model.primitives:
        return _NUMBERS.get(held, "str")
    return "Resource" if held in {"Resource", "DomainResource"} else type_name(held)
