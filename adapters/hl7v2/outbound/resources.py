"""The resources to be told, read with a ledger: what nobody took is what the message cannot say."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fhir_profiles.issue import JsonObject

_SERVER = frozenset({"resourceType", "id", "meta", "text", "implicitRules", "language"})
"""Elements of the resource itself and not of the matter: no message says them."""


class Node:
    """One JSON value and its path. `text` and `mark` say that the message tells it."""

    __slots__ = ("_taken", "path", "value")

    def __init__(self, value: Any, path: str, taken: set[str]) -> None:
        self.value = value
        self.path = path
        self._taken = taken

    def child(self, name: str) -> "Node | None":
        """The element of this name; None when it is absent. Marks nothing."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return None if found is None else Node(found, f"{self.path}.{name}", self._taken)

    def each(self, name: str) -> "list[Node]":
        """The repetitions of an element; one for an element that is no list."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        if found is None:
            return []
        if not isinstance(found, list):
            return [Node(found, f"{self.path}.{name}", self._taken)]
        return [Node(item, f"{self.path}.{name}[{at}]", self._taken) for at, item in enumerate(found)]

    def at(self, *names: str) -> "Node | None":
        """The first value down a path of names."""
        node: Node | None = self
        for name in names:
            node = next(iter(node.each(name)), None) if node is not None else None
        return node

    def peek(self, *names: str) -> str:
        """A value down a path as text; empty when it is absent. Marks nothing."""
        node = self.at(*names)
        return "" if node is None else as_text(node.value)

    def text(self, *names: str) -> str:
        """A value down a path as text, which the message tells from here on."""
        node = self.at(*names)
        if node is None:
            return ""
        node.mark()
        return as_text(node.value)

    def mark(self) -> None:
        """The whole of this value is told."""
        self._taken.add(self.path)

    def mark_each(self, *names: str) -> None:
        """These elements are told, or follow from what is."""
        for name in names:
            self._taken.add(f"{self.path}.{name}")

    def extension(self, url: str) -> "Node | None":
        """The extension of this url, with its url marked."""
        for found in self.each("extension"):
            if found.peek("url") == url:
                found.mark_each("url")
                return found
        return None


class Resources:
    """The resources of one Bundle, found by type and by reference."""

    def __init__(self, bundle: JsonObject) -> None:
        self.taken: set[str] = set()
        self._by_type: dict[str, list[Node]] = {}
        self._by_reference: dict[str, Node] = {}
        self._bases: dict[str, str] = {}
        self._told: set[str] = set()
        entries: list[JsonObject] = [{"resource": bundle}]
        if bundle.get("resourceType") == "Bundle":
            entries = bundle.get("entry", [])
        for entry in entries:
            if entry.get("resource"):
                self._add(entry["resource"], str(entry.get("fullUrl", "")))

    def _add(self, resource: JsonObject, full_url: str) -> None:
        kind = resource["resourceType"]
        same = self._by_type.setdefault(kind, [])
        node = Node(resource, f"{kind}[{len(same)}]", self.taken)
        same.append(node)
        if full_url:
            self._by_reference[full_url] = node
        if resource.get("id"):
            name = f"{kind}/{resource['id']}"
            self._by_reference.setdefault(name, node)
            self._bases[node.path] = full_url.removesuffix(name) if full_url.endswith(f"/{name}") else ""
        for at, inner in enumerate(resource.get("contained", ())):
            contained = Node(inner, f"{node.path}.contained[{at}]", self.taken)
            self._by_reference.setdefault(f"{node.path}#{inner.get('id')}", contained)

    def all(self, kind: str) -> list[Node]:
        """The resources of a type, in the order of the Bundle."""
        return self._by_type.get(kind, [])

    def first(self, kind: str) -> Node | None:
        """The first resource of a type."""
        return next(iter(self.all(kind)), None)

    def resolve(self, reference: Node | None) -> Node | None:
        """The resource that a Reference names, when the Bundle holds it; the link counts as told then."""
        found = self.look_up(reference)
        if found is not None and reference is not None:
            reference.mark_each("reference", "type", "display")
        return found

    def look_up(self, reference: Node | None) -> Node | None:
        """The same, for who only wants to know: nothing counts as told.

        A relative reference is one under the address of the resource that makes it; an absolute one names what has
        that fullUrl and nothing else. https://hl7.org/fhir/R4/bundle.html#references
        """
        if reference is None:
            return None
        url = reference.peek("reference").partition("/_history/")[0]
        root = reference.path.split(".", 1)[0]
        if url.startswith("#"):
            return self._by_reference.get(f"{root}{url}")
        base = self._bases.get(root, "")
        found = self._by_reference.get(f"{base}{url}") or self._by_reference.get(url)
        if found is None or ":" in url or not base:
            return found
        return found if self._bases.get(found.path, "") in {"", base} else None

    def points_at(self, reference: Node | None, resource: Node | None) -> bool:
        """Whether a Reference names this resource."""
        return resource is not None and (found := self.resolve(reference)) is not None and found.path == resource.path

    def told(self, resource: Node) -> bool:
        """Whether the message says anything of a resource; a second asking is answered with yes."""
        was = resource.path in self._told
        self._told.add(resource.path)
        return was

    def left(self) -> Iterator[str]:
        """Paths of what the message does not say: whole elements where nothing in them is told."""
        partly = {path[:end] for path in self.taken for end in _ends(path)}
        for nodes in self._by_type.values():
            for node in nodes:
                if node.value.keys() - _SERVER:
                    yield from self._left(node.value, node.path, partly)

    def _left(self, value: Any, path: str, partly: set[str]) -> Iterator[str]:
        if path in self.taken:
            return
        if path not in partly:
            yield path
        elif isinstance(value, dict):
            is_resource = "resourceType" in value
            for name, item in value.items():
                if not (is_resource and name in _SERVER):
                    yield from self._left(item, f"{path}.{name}", partly)
        else:
            for at, item in enumerate(value):
                yield from self._left(item, f"{path}[{at}]", partly)


def _ends(path: str) -> Iterator[int]:
    """Where a path's ancestors end."""
    return (at for at, char in enumerate(path) if char in ".[")


def as_text(value: Any) -> str:
    """A JSON value as a message writes it; a decimal keeps its digits."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, str) else "" if isinstance(value, (dict, list)) else str(value)
