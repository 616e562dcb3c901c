"""From a differential to a snapshot. https://hl7.org/fhir/R4/profiling.html#snapshot.

The authored StructureDefinitions in `definitions/` say only what they change. A snapshot says everything: the base's
elements with those changes laid over them, slices with their own children, and datatypes opened where a profile
reaches into them. The specification's sentences are left out; what a reader needs of them is added when a
StructureDefinition is served (`fhir_profiles.conformance`).
"""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]

CANONICAL = "https://alliance-hub.example/fhir"
KINDS = ("profiles", "extensions")
"""The folders of StructureDefinitions, authored under `definitions/` and with snapshots under `compiled/`."""

_WORDS = frozenset(
    {"short", "definition", "comment", "requirements", "alias", "meaningWhenMissing", "orderMeaning", "mapping",
     "example", "representation", "isModifierReason"}
)  # fmt: skip
_ADDED_TO = frozenset({"constraint", "alias", "mapping", "condition"})
EVERYWHERE = frozenset({"ele-1", "ext-1"})
"""Constraints of R4 that stand on every element (ele-1) or extension (ext-1)."""
_STRENGTH = ("example", "preferred", "extensible", "required")


class SnapshotError(ValueError):
    """A differential that its base does not allow; the text names the profile and the element."""


class Definitions:
    """StructureDefinitions by canonical URL, each with its snapshot: R4's own, and ours as they are made."""

    def __init__(self, standard: Mapping[str, JsonObject], authored: Mapping[str, JsonObject]) -> None:
        self._with_snapshot = dict(standard)
        self._authored = authored

    def find(self, url: str) -> JsonObject:
        """The StructureDefinition with its snapshot. Raises SnapshotError for one that is not known."""
        if url not in self._with_snapshot:
            if url not in self._authored:
                raise SnapshotError(f"There is no StructureDefinition {url}.")
            self._with_snapshot[url] = with_snapshot(self._authored[url], self)
        return self._with_snapshot[url]


def write_snapshots(*, entries: Path, definitions: Path, output: Path) -> int:
    """Give each authored StructureDefinition of `definitions` its snapshot, under `output`; answers how many.

    `entries` holds the official R4 StructureDefinitions. The same input gives the same bytes.
    """
    known = Definitions(read_standard(entries), read_authored(definitions))
    count = 0
    for kind in KINDS:
        for path in sorted((definitions / kind).glob("*.json")):
            made = known.find(f"{CANONICAL}/StructureDefinition/{path.stem}")
            target = output / kind / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(compact(made), "utf-8")
            count += 1
        for stale in (output / kind).glob("*.json"):
            if not (definitions / kind / stale.name).exists():
                stale.unlink()
    return count


def read_standard(entries: Path) -> dict[str, JsonObject]:
    """R4's StructureDefinitions by URL."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(entries.glob("*.json")))
    return {definition["url"]: definition for definition in found}


def read_authored(definitions: Path) -> dict[str, JsonObject]:
    """Our StructureDefinitions by URL; the file's name is the id."""
    found: dict[str, JsonObject] = {}
    for kind in KINDS:
        for path in sorted((definitions / kind).glob("*.json")):
            definition = json.loads(path.read_text("utf-8"))
            if definition.get("id") != path.stem:
                raise SnapshotError(f"{path.name} has the id {definition.get('id')}; expected the file's name.")
            found[definition["url"]] = definition
    return found


def compact(definition: JsonObject) -> str:
    """One line an element, so that a change reads as a change; `conformance.expanded` puts back what is left out."""
    head = {name: value for name, value in definition.items() if name != "snapshot"}
    elements = (_slim(item) for item in definition["snapshot"]["element"])
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in elements)
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return f'{text[:-2]},\n "snapshot": {{"element": [\n{lines}\n]}}\n}}\n'


def _slim(element: JsonObject) -> JsonObject:
    """Without the constraints that stand on every element, and without a base that says the same."""
    slim = {name: value for name, value in element.items() if name != "condition"}
    own = [item for item in element.get("constraint", []) if item["key"] not in EVERYWHERE]
    slim["constraint"] = own
    base = element.get("base", {})
    if base == {"path": element["path"], "min": element["min"], "max": element["max"]}:
        del slim["base"]
    return {name: value for name, value in slim.items() if value != []}


def with_snapshot(definition: JsonObject, known: Definitions) -> JsonObject:
    """The StructureDefinition with the snapshot that its differential makes of its base."""
    base = known.find(definition["baseDefinition"])
    if base["type"] != definition["type"]:
        raise SnapshotError(f"{definition['id']} is about {definition['type']}, its base about {base['type']}.")
    snapshot = Snapshot(definition["id"], _bare(base["snapshot"]["element"], source=base["url"]), known)
    changes = definition["differential"]["element"]
    for item in changes:
        snapshot.lay_over(item)
    order = {item["id"]: at for at, item in enumerate(snapshot.elements)}
    for before, after in pairwise(changes):
        if order[after["id"]] <= order[before["id"]]:
            raise SnapshotError(f"{definition['id']}: {after['id']} stands behind {before['id']}; expected R4's order.")
    return {**definition, "snapshot": {"element": snapshot.elements}}


def _bare(elements: list[JsonObject], *, source: str) -> list[JsonObject]:
    """The elements without the standard's sentences; what is ours keeps its own."""
    is_ours = source.startswith(CANONICAL)
    found = []
    for element in elements:
        bare = {name: value for name, value in element.items() if is_ours or name not in _WORDS}
        if "constraint" in bare:
            bare["constraint"] = [_bare_constraint(item, source, is_ours=is_ours) for item in bare["constraint"]]
        for flag in ("isModifier", "isSummary", "mustSupport"):
            if bare.get(flag) is False:
                del bare[flag]
        if not is_ours and "binding" in bare:
            kept = {name: bare["binding"][name] for name in ("strength", "valueSet") if name in bare["binding"]}
            bare["binding"] = kept
            if "valueSet" not in kept:  # it had the standard's sentence alone
                del bare["binding"]
        bare.pop("extension", None) if not is_ours else None
        found.append(json.loads(json.dumps(bare)))
    return found


def _bare_constraint(item: JsonObject, source: str, *, is_ours: bool) -> JsonObject:
    if is_ours:
        return item
    kept = {name: item[name] for name in ("key", "severity", "expression") if name in item}
    return kept | {"source": item.get("source", source)}


class Snapshot:
    """The elements while a differential is laid over them."""

    def __init__(self, name: str, elements: list[JsonObject], known: Definitions) -> None:
        self.name = name
        self.elements = elements
        self._known = known

    def lay_over(self, change: JsonObject) -> None:
        """Apply one element of the differential: open what leads to it, then change it."""
        index = self._find(change["id"])
        merged = _merged(self.elements[index], change, owner=self.name)
        self.elements[index] = merged

    def _index(self, element_id: str) -> int | None:
        return next((at for at, item in enumerate(self.elements) if item["id"] == element_id), None)

    def _find(self, element_id: str) -> int:
        """Where the element stands; its parent is opened, or its slice made, when it is not there yet."""
        at = self._index(element_id)
        if at is not None:
            return at
        parent, _, last = element_id.rpartition(".")
        if not parent:
            raise self._error(element_id, "is not the type of this profile")
        self._find(parent)
        base, _, slice_name = last.partition(":")
        if self._index(f"{parent}.{base}") is None:
            self._open(parent)
        if self._index(f"{parent}.{base}") is None:
            raise self._error(element_id, "is unknown to its parent")
        if slice_name:
            self._slice(f"{parent}.{base}", slice_name)
        found = self._index(element_id)
        assert found is not None
        return found

    def _slice(self, base_id: str, slice_name: str) -> None:
        """A copy of the element and of its children, after its other slices."""
        at = self._index(base_id)
        assert at is not None
        if "slicing" not in self.elements[at]:
            raise self._error(f"{base_id}:{slice_name}", "is a slice of an element without slicing")
        own = [item for item in self.elements if item["id"] == base_id or item["id"].startswith(f"{base_id}.")]
        copies = []
        for item in own:
            copy = json.loads(json.dumps(item))
            copy["id"] = f"{base_id}:{slice_name}{item['id'].removeprefix(base_id)}"
            copies.append(copy)
        copies[0].pop("slicing")
        copies[0] |= {"sliceName": slice_name, "min": 0}
        self._insert_after(base_id, copies)

    def _insert_after(self, element_id: str, items: list[JsonObject]) -> None:
        inside = (element_id, f"{element_id}.", f"{element_id}:")
        last = max(
            at for at, item in enumerate(self.elements) if item["id"] == inside[0] or item["id"].startswith(inside[1:])
        )
        self.elements[last + 1 : last + 1] = items

    def _open(self, element_id: str) -> None:
        """Give an element the children of its type, or of the element that it refers to."""
        at = self._index(element_id)
        assert at is not None
        element = self.elements[at]
        if any(item["id"].startswith(f"{element_id}.") for item in self.elements):
            return
        if "contentReference" in element:
            target = element["contentReference"].lstrip("#")
            children = [item for item in self.elements if item["id"].startswith(f"{target}.")]
            self._adopt(element, children, target, target)
            return
        types = element.get("type", [])
        if len(types) != 1:
            raise self._error(element_id, f"has {len(types)} types, so nothing inside of it can be constrained")
        profiles = types[0].get("profile", [])
        url = profiles[0] if len(profiles) == 1 else f"http://hl7.org/fhir/StructureDefinition/{types[0]['code']}"
        definition = self._known.find(url)
        root = definition["type"]
        children = _bare(definition["snapshot"]["element"][1:], source=definition["url"])
        self._adopt(element, children, root, root)

    def _adopt(self, element: JsonObject, children: list[JsonObject], root_id: str, root_path: str) -> None:
        copies = []
        for item in children:
            copy = json.loads(json.dumps(item))
            copy["id"] = element["id"] + item["id"].removeprefix(root_id)
            copy["path"] = element["path"] + item["path"].removeprefix(root_path)
            copies.append(copy)
        at = self._index(element["id"])
        assert at is not None
        self.elements[at + 1 : at + 1] = copies

    def _error(self, element_id: str, text: str) -> SnapshotError:
        return SnapshotError(f"{self.name}: {element_id} {text}.")


def _merged(old: JsonObject, change: JsonObject, *, owner: str) -> JsonObject:
    """The element with the change; a change that widens is refused. https://hl7.org/fhir/R4/profiling.html#limitations."""
    _demand_narrower(old, change, owner=owner)
    new = dict(old)
    for name, value in change.items():
        if name in _ADDED_TO:
            new[name] = [*new.get(name, []), *value]
        elif name not in {"id", "path"}:
            new[name] = value
    if "constraint" in change:
        source = f"{CANONICAL}/StructureDefinition/{owner}"
        count = len(change["constraint"])
        own = [{**item, "source": source} for item in change["constraint"]]
        new["constraint"] = [*new["constraint"][:-count], *own]
    return new


def _demand_narrower(old: JsonObject, change: JsonObject, *, owner: str) -> None:
    place = f"{owner}: {change['id']}"
    low, high = change.get("min") or 0, str(change.get("max", old["max"]))
    if "min" in change and low < old["min"]:
        raise SnapshotError(f"{place} has min {change['min']}, its base {old['min']}.")
    if _most(high) > _most(old["max"]):
        raise SnapshotError(f"{place} has max {change['max']}, its base {old['max']}.")
    if max(low, old["min"]) > _most(high):
        raise SnapshotError(f"{place} asks for more than it allows.")
    allowed = {item["code"] for item in old.get("type", [])}
    unknown = {item["code"] for item in change.get("type", [])} - allowed
    if unknown and "Resource" not in allowed:
        raise SnapshotError(f"{place} has types that its base lacks: {', '.join(sorted(unknown))}.")
    before, after = old.get("binding"), change.get("binding")
    if before and after and _STRENGTH.index(after["strength"]) < _STRENGTH.index(before["strength"]):
        raise SnapshotError(f"{place} binds {after['strength']}, its base {before['strength']}.")


def _most(high: str) -> float:
    return float("inf") if high == "*" else int(high)
