"""FHIRPath Patch: a Parameters resource that adds, inserts, deletes, replaces and moves elements.

https://hl7.org/fhir/R4/fhirpatch.html.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

from fhir_profiles.fhirpath import FhirPathError, Node, compile_path, root_node
from fhir_profiles.fhirpath.model import Element, element_of
from fhir_profiles.issue import JsonObject
from hub.errors import BadRequestError, InvalidResourceError

MOST_OPERATIONS: Final = 200
_LONGEST_PATH: Final = 1000


def apply_fhirpath_patch(resource: JsonObject, parameters: JsonObject) -> JsonObject:
    """The patched copy of `resource`; nothing is done by halves.

    `parameters` has passed validation. Raises BadRequestError for a patch that cannot be read, InvalidResourceError
    for one that does not fit the resource.
    """
    found = deepcopy(resource)
    operations = parameters.get("parameter", [])
    if not operations or len(operations) > MOST_OPERATIONS:
        raise BadRequestError(f"A FHIRPath Patch has 1 to {MOST_OPERATIONS} parameters `operation`.")
    for number, operation in enumerate(operations):
        parts = {part.get("name"): part for part in operation.get("part", [])}
        act = _ACTS.get(_plain(parts.get("type"))) if operation.get("name") == "operation" else None
        if act is None:
            raise BadRequestError(f"Parameter {number} is no operation of type {', '.join(_ACTS)}.")
        try:
            act(found, parts)
        except (InvalidResourceError, FhirPathError) as err:
            text = err.text if isinstance(err, InvalidResourceError) else str(err)
            raise InvalidResourceError(f"Operation {number} of the patch does not fit: {text}") from err
    return found


def _add(resource: JsonObject, parts: JsonObject) -> None:
    """Append to a list, or give a single element that is not there yet."""
    target = _one(resource, parts)
    name = _plain(parts.get("name"))
    element = element_of(target.type, name) if isinstance(name, str) else None
    if element is None or not isinstance(target.value, dict):
        raise InvalidResourceError(f"{target.type} has no element {name!r}.")
    json_name, value = _value(element, parts.get("value"))
    holder = target.value
    if element.is_array:
        holder.setdefault(json_name, []).append(value)
        if f"_{json_name}" in holder:
            holder[f"_{json_name}"].append(None)
    elif any(known in holder or f"_{known}" in holder for known, _ in element.names):
        raise InvalidResourceError(f"{name} is there already; expected `replace`.")
    else:
        holder[json_name] = value


def _insert(resource: JsonObject, parts: JsonObject) -> None:
    """Put a value into a list, before the item that stands at `index`."""
    lists, items = _list(resource, parts)
    index = _number(parts, "index", most=len(items))
    element = _element_at(items[0], resource["resourceType"])
    _, value = _value(element, parts.get("value"))
    for number, holder in enumerate(lists):
        holder.insert(index, None if number else value)


def _delete(resource: JsonObject, parts: JsonObject) -> None:
    """Take one element away; one that is not there is no error."""
    found = _nodes(resource, parts)
    if not found:
        return
    node = _only(found)
    holder, key = _holder(resource, node)
    if isinstance(key, int):
        name = str(node.place[-2])
        above: Any = _at(resource, node.place[:-2])
        for known in (name, f"_{name}"):
            if key < len(above.get(known, ())):
                del above[known][key]
            if known in above and not any(item is not None for item in above[known]):
                del above[known]
        return
    holder.pop(key, None)
    holder.pop(f"_{key}", None)


def _replace(resource: JsonObject, parts: JsonObject) -> None:
    """Another value in the place of one that is there."""
    node = _one(resource, parts)
    element = _element_at(node, resource["resourceType"])
    json_name, value = _value(element, parts.get("value"))
    holder, key = _holder(resource, node)
    if isinstance(key, int):
        holder[key] = value
        beside = _at(resource, node.place[:-2]).get(f"_{node.place[-2]}")
        if beside is not None and key < len(beside):
            beside[key] = None
        return
    for known, _ in element.names:
        holder.pop(f"_{known}", None)
        if known != json_name:
            holder.pop(known, None)
    holder[json_name] = value


def _move(resource: JsonObject, parts: JsonObject) -> None:
    """Another place in the same list."""
    lists, items = _list(resource, parts)
    source = _number(parts, "source", most=len(items) - 1)
    destination = _number(parts, "destination", most=len(items) - 1)
    for holder in lists:
        holder.insert(destination, holder.pop(source))


_ACTS: Final[dict[Any, Callable[[JsonObject, JsonObject], None]]] = {
    "add": _add, "insert": _insert, "delete": _delete, "replace": _replace, "move": _move,
}  # fmt: skip


def _nodes(resource: JsonObject, parts: JsonObject) -> list[Node]:
    """What `path` names. Raises InvalidResourceError when that is no part of the resource."""
    path = _plain(parts.get("path"))
    if not isinstance(path, str) or len(path) > _LONGEST_PATH:
        raise InvalidResourceError(f"`path` is missing or longer than {_LONGEST_PATH} characters.")
    found = compile_path(path, is_trusted=False).evaluate(root_node(resource))
    if not all(isinstance(node, Node) for node in found):
        raise InvalidResourceError("`path` computes a value; expected one that names elements.")
    return found


def _one(resource: JsonObject, parts: JsonObject) -> Node:
    found = _nodes(resource, parts)
    if not found:
        raise InvalidResourceError("`path` names nothing that is there.")
    return _only(found)


def _only(found: list[Node]) -> Node:
    if len(found) != 1:
        raise InvalidResourceError(f"`path` names {len(found)} elements; expected one.")
    return found[0]


def _list(resource: JsonObject, parts: JsonObject) -> tuple[list[list[Any]], list[Node]]:
    """The list that `path` names with that of the extensions beside it, and its items."""
    items = _nodes(resource, parts)
    if not items or not all(len(node.place) > 1 and isinstance(node.place[-1], int) for node in items):
        raise InvalidResourceError("`path` names no list that has items; expected one, or `add`.")
    if len({node.place[:-1] for node in items}) != 1:
        raise InvalidResourceError("`path` names items of several lists; expected one list.")
    name = str(items[0].place[-2])
    above: Any = _at(resource, items[0].place[:-2])
    lists: list[list[Any]] = [above.setdefault(name, [])]
    if f"_{name}" in above:
        lists.append(above[f"_{name}"])
    if max(map(len, lists)) != len(items):
        raise InvalidResourceError("`path` names a part of a list; expected the whole of it.")
    for holder in lists:
        holder.extend([None] * (len(items) - len(holder)))
    return lists, items


def _number(parts: JsonObject, name: str, *, most: int) -> int:
    value = _plain(parts.get(name))
    if type(value) is not int or not 0 <= value <= most:
        raise InvalidResourceError(f"`{name}` is no whole number from 0 to {most}.")
    return value


def _at(resource: JsonObject, place: tuple[str | int, ...]) -> Any:
    found: Any = resource
    for key in place:
        found = found[key]
    return found


def _holder(resource: JsonObject, node: Node) -> tuple[Any, Any]:
    if not node.place:
        raise InvalidResourceError("`path` names the whole resource; expected an element of it.")
    return _at(resource, node.place[:-1]), node.place[-1]


def _element_at(node: Node, resource_type: str) -> Element:
    """The definition of a node's element."""
    element, kind = None, resource_type
    for json_name in node.place:
        if isinstance(json_name, str):
            element, kind = _definition(kind, json_name)
    if element is None:
        raise InvalidResourceError("`path` names the whole resource; expected an element of it.")
    return element


def _definition(type_path: str, json_name: str) -> tuple[Element, str]:
    for length in range(len(json_name), 0, -1):
        element = element_of(type_path, json_name[:length])
        kinds = dict(element.names) if element is not None else {}
        if element is not None and json_name in kinds:
            return element, kinds[json_name]
    raise InvalidResourceError("`path` goes through a resource within the resource; patch that one by its own path.")


def _value(element: Element, part: JsonObject | None) -> tuple[str, Any]:
    """The JSON name and the value that `part` gives to an element: `value[x]`, or parts for one without a type."""
    if part is None:
        raise InvalidResourceError("`value` is missing.")
    given = next(((key[5:], value) for key, value in part.items() if key.startswith("value") and len(key) > 5), None)
    if given is None:
        if "part" not in part or len(element.names) != 1:
            raise InvalidResourceError("`value` has no value[x] and no parts.")
        json_name, kind = element.names[0]
        return json_name, _built(kind, part["part"])
    kind, value = given[0], deepcopy(given[1])
    if len(element.names) == 1:
        return element.names[0][0], value
    json_name = f"{element.name}{kind}"
    if json_name not in dict(element.names):
        raise InvalidResourceError(f"{element.name} cannot be a {kind}.")
    return json_name, value


def _built(type_path: str, parts: list[JsonObject]) -> JsonObject:
    """An element made of named parts."""
    made: JsonObject = {}
    for part in parts:
        element = element_of(type_path, str(part.get("name")))
        if element is None:
            raise InvalidResourceError(f"{type_path} has no element {part.get('name')!r}.")
        json_name, value = _value(element, part)
        if element.is_array:
            made.setdefault(json_name, []).append(value)
        elif json_name in made:
            raise InvalidResourceError(f"{element.name} of {type_path} stands twice; expected it once.")
        else:
            made[json_name] = value
    return made


def _plain(part: JsonObject | None) -> Any:
    """The value of a simple parameter."""
    if part is None:
        return None
    return next((value for key, value in part.items() if key.startswith("value")), None)
