"""What an expression walks over: JSON with its FHIR types and places. https://hl7.org/fhir/R4/fhirpath.html.

A collection is a Python list. Its items are nodes of the resource, or plain values that a function made:
bool, int, Decimal, str, Moment, Quantity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fhir_profiles.fhirpath.model import PRIMITIVES, element_of, elements_of, is_a, is_resource
from fhir_profiles.fhirpath.values import UCUM, Moment, Quantity, text_to_moment
from fhir_profiles.issue import JsonObject

_MOMENTS = frozenset({"date", "dateTime", "instant", "time"})
_NUMBERS = frozenset({"integer", "unsignedInt", "positiveInt", "decimal"})
_QUANTITIES = frozenset({"Quantity", "Age", "Count", "Distance", "Duration"})


@dataclass(slots=True, eq=False)
class Node:
    """One element: its JSON, the object beside a primitive (`_name`), its type path and its JSON place.

    `value` is None for a primitive that has extensions only. `name` is its FHIRPath name under `parent`.
    """

    value: Any
    type: str
    place: tuple[str | int, ...] = ()
    shadow: JsonObject | None = None

    @property
    def is_primitive(self) -> bool:
        """Whether its JSON is a plain value."""
        return self.type in PRIMITIVES


Item = Node | bool | int | Decimal | str | Moment | Quantity
Collection = list[Any]
"""Items; Any because strict unions make every function a cast."""


def root_node(resource: JsonObject, *, type_path: str = "") -> Node:
    """The node of a resource, or of a datatype when `type_path` names it."""
    given = resource.get("resourceType")
    return Node(resource, type_path or (given if isinstance(given, str) else ""))


def members_of(node: Node, name: str) -> Iterator[Node]:
    """The children that FHIRPath calls `name`; of a choice, that of each type."""
    if node.is_primitive:
        if node.shadow is not None and name in {"id", "extension"}:
            at = (*node.place[:-1], f"_{node.place[-1]}") if node.place and isinstance(node.place[-1], str) else ()
            yield from members_of(Node(node.shadow, "Element", at or node.place), name)
        return
    element = element_of(node.type, name)
    if element is None or not isinstance(node.value, dict):
        return
    for json_name, kind in element.names:
        yield from _nodes_at(node, json_name, kind, is_array=element.is_array)


def _nodes_at(node: Node, json_name: str, kind: str, *, is_array: bool) -> Iterator[Node]:
    value = node.value.get(json_name)
    shadow = node.value.get(f"_{json_name}") if kind in PRIMITIVES else None
    if value is None and shadow is None:
        return
    place = (*node.place, json_name)
    if not is_array:
        yield _node(value, kind, place, shadow)
        return
    values = value if isinstance(value, list) else []
    shadows = shadow if isinstance(shadow, list) else []
    for index in range(max(len(values), len(shadows))):
        item = values[index] if index < len(values) else None
        beside = shadows[index] if index < len(shadows) else None
        if item is not None or beside is not None:
            yield _node(item, kind, (*place, index), beside)


def _node(value: Any, kind: str, place: tuple[str | int, ...], shadow: Any) -> Node:
    if kind == "Resource" and isinstance(value, dict):
        given = value.get("resourceType")
        kind = given if isinstance(given, str) and is_resource(given) else kind
    return Node(value, kind, place, shadow if isinstance(shadow, dict) else None)


def children_of(item: Item) -> Iterator[Node]:
    """All children, in order of the definition."""
    if not isinstance(item, Node):
        return
    if item.is_primitive:
        yield from members_of(item, "id")
        yield from members_of(item, "extension")
        return
    for name in elements_of(item.type):
        yield from members_of(item, name)


def descendants_of(items: Collection) -> Iterator[Node]:
    """All children of children, depth first, without the items themselves."""
    waiting = [iter([child for item in items for child in children_of(item)])]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        yield child
        waiting.append(children_of(child))


def type_of(item: Item) -> str:
    """The type path of a node, or the System type of a plain value."""
    match item:
        case Node():
            return item.type
        case bool():
            return "System.Boolean"
        case int():
            return "System.Integer"
        case Decimal():
            return "System.Decimal"
        case str():
            return "System.String"
        case Quantity():
            return "System.Quantity"
        case _:
            return {"date": "System.Date", "dateTime": "System.DateTime", "time": "System.Time"}[item.kind]


def item_is(item: Item, wanted: str) -> bool:
    """Whether an item is of a type; `Resource` and other parents count."""
    found = type_of(item)
    return is_a(found, wanted) or (not isinstance(item, Node) and found == f"System.{wanted}")


def plain(item: Any) -> Any:
    """The value that functions compute with: of a primitive its Python value, None when it has none.

    A date becomes a Moment and a Quantity with a value a Quantity; other complex items stay nodes.
    """
    if not isinstance(item, Node):
        return item
    value = item.value
    if item.type in _MOMENTS:
        return text_to_moment(value, kind=item.type) if isinstance(value, str) else None
    if item.type in _NUMBERS and isinstance(value, float):
        return Decimal(str(value))
    if item.type in PRIMITIVES:
        return value
    if item.type in _QUANTITIES and isinstance(value, dict) and "value" in value:
        return _quantity(value)
    return item


def _quantity(value: JsonObject) -> Quantity:
    code = value.get("code") or value.get("unit") or "1"
    system = value.get("system", UCUM)
    return Quantity(Decimal(str(value["value"])), str(code) if system == UCUM else f"{system}|{code}")
