"""JSON Patch (RFC 6902) with JSON Pointer (RFC 6901), on parsed JSON whose decimals keep their digits."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any, Final

from fhir_profiles.issue import JsonObject
from hub.errors import BadRequestError, InvalidResourceError

MOST_OPERATIONS: Final = 1000
MOST_COPIED: Final = 100_000
"""Values that `copy` may make in one patch: a document that is copied into itself doubles each time."""

_NEEDS: Final = {
    "add": ("path", "value"), "replace": ("path", "value"), "test": ("path", "value"), "remove": ("path",),
    "move": ("from", "path"), "copy": ("from", "path"),
}  # fmt: skip


def apply_json_patch(resource: JsonObject, operations: object) -> JsonObject:
    """The patched copy of `resource`; nothing is done by halves.

    Raises BadRequestError for a patch that cannot be read, InvalidResourceError (422, RFC 5789 2.2) for one that does
    not fit the resource.
    """
    document = _Document({"": deepcopy(resource)})
    for number, operation in enumerate(_read(operations)):
        try:
            document.apply(operation)
        except InvalidResourceError as err:
            raise InvalidResourceError(f"Operation {number} of the patch does not fit: {err.text}") from err
    found = document.root[""]
    if not isinstance(found, dict):
        raise InvalidResourceError("The patch leaves no resource; expected a JSON object as the result.")
    return found


def _read(operations: object) -> list[JsonObject]:
    """The operations with all that they need. Raises BadRequestError."""
    if not isinstance(operations, list) or len(operations) > MOST_OPERATIONS:
        raise BadRequestError(f"A JSON Patch is an array of at most {MOST_OPERATIONS} operations (RFC 6902).")
    for number, operation in enumerate(operations):
        name = operation.get("op") if isinstance(operation, dict) else None
        needs = _NEEDS.get(name) if isinstance(name, str) else None
        if needs is None:
            raise BadRequestError(f"Operation {number} has no known `op`; expected one of {', '.join(_NEEDS)}.")
        for need in needs:
            if need not in operation or (need != "value" and not isinstance(operation[need], str)):
                raise BadRequestError(f"Operation {number} ({name}) lacks `{need}`; expected it.")
    return operations


class _Document:
    """The document under a root that holds it, so that the whole of it has a place too."""

    def __init__(self, root: JsonObject) -> None:
        self.root = root
        self._copied = 0

    def apply(self, operation: JsonObject) -> None:
        """Do one operation."""
        act: Callable[[JsonObject], None] = getattr(self, f"_{operation['op']}")
        act(operation)

    def _add(self, operation: JsonObject) -> None:
        self._put(operation["path"], deepcopy(operation["value"]))

    def _remove(self, operation: JsonObject) -> None:
        self._take(operation["path"])

    def _replace(self, operation: JsonObject) -> None:
        holder, key = self._place(operation["path"])
        self._value(holder, key)
        holder[key] = deepcopy(operation["value"])

    def _move(self, operation: JsonObject) -> None:
        source, target = operation["from"], operation["path"]
        if target.startswith(f"{source}/"):
            raise InvalidResourceError("a value cannot be moved into itself.")
        self._put(target, self._take(source))

    def _copy(self, operation: JsonObject) -> None:
        value = self._value(*self._place(operation["from"]))
        self._copied += _size_of(value)
        if self._copied > MOST_COPIED:
            raise InvalidResourceError(f"it copies more than {MOST_COPIED:,} values; expected fewer.")
        self._put(operation["path"], deepcopy(value))

    def _test(self, operation: JsonObject) -> None:
        if not _is_equal(self._value(*self._place(operation["path"])), operation["value"]):
            raise InvalidResourceError("the test found another value.")

    def _put(self, path: str, value: Any) -> None:
        holder, key = self._place(path, is_new=True)
        if isinstance(holder, list):
            holder.insert(key, value)
        else:
            holder[key] = value

    def _take(self, path: str) -> Any:
        holder, key = self._place(path)
        value = self._value(holder, key)
        del holder[key]
        return value

    def _place(self, path: str, *, is_new: bool = False) -> tuple[Any, Any]:
        """The holder of a value and its key in it; with `is_new` the end of an array counts too."""
        names = _names(path)
        holder: Any = self.root
        for name in names[:-1]:
            holder = self._value(holder, _key(holder, name))
        key = _key(holder, names[-1], is_new=is_new)
        return holder, key

    @staticmethod
    def _value(holder: Any, key: Any) -> Any:
        if isinstance(holder, list) and key < len(holder):
            return holder[key]
        if isinstance(holder, dict) and key in holder:
            return holder[key]
        raise InvalidResourceError("there is no value at its path.")


def _names(path: str) -> list[str]:
    if path and not path.startswith("/"):
        raise InvalidResourceError("a path begins with `/` (RFC 6901).")
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")]


def _key(holder: Any, name: str, *, is_new: bool = False) -> Any:
    """The key of `name` in its holder: of an array a number without leading zeros, or `-` for its end."""
    if isinstance(holder, dict):
        return name
    if not isinstance(holder, list):
        raise InvalidResourceError("its path goes through a plain value.")
    if name == "-" and is_new:
        return len(holder)
    if not (name.isascii() and name.isdigit()) or (name != "0" and name[0] == "0") or len(name) > 9:
        raise InvalidResourceError("its path has no number where an array is.")
    if int(name) > len(holder) - (0 if is_new else 1):
        raise InvalidResourceError("its path is past the end of an array.")
    return int(name)


def _size_of(value: Any) -> int:
    """How many values it is made of."""
    if isinstance(value, dict):
        return 1 + sum(map(_size_of, value.values()))
    return 1 + sum(map(_size_of, value)) if isinstance(value, list) else 1


def _is_equal(one: Any, other: Any) -> bool:
    """RFC 6902 4.6: numbers are equal by value, true and 1 are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_equal(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_equal, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return one == other
    return type(one) is type(other) and bool(one == other)
