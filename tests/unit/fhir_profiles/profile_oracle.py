"""A second reading of the profiles, slow and simple: it walks the snapshot and asks fhirpathpy for each constraint.

https://hl7.org/fhir/R4/profiling.html. Written beside the compiled validator and sharing nothing with it, so that the
examples are judged twice. It checks what our profiles use: cardinality, fixed and pattern values, types of choices and
of contained resources, slices by value, pattern and type, extensions by profile, and bindings to our value sets.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fhirpathpy import evaluate

Json = Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: the element's id in the snapshot, and why: min, max, value, type, target, binding or a key."""

    element: str
    reason: str
    severity: str = "error"


Codes = Callable[[str], frozenset[tuple[str, str]] | None]
Lookup = Callable[[str], dict[str, Json]]


class Oracle:
    """`find` gives a StructureDefinition with its snapshot by URL, `codes` the members of a value set."""

    def __init__(self, find: Lookup, codes: Codes) -> None:
        self._find = find
        self._codes = codes

    def judge(self, resource: dict[str, Json], url: str) -> list[Finding]:
        """Everything that the profile finds wrong."""
        definition = self._find(url)
        tree = _Tree(definition["snapshot"]["element"])
        return list(self._element(tree, tree.root, resource, resource))

    def _element(self, tree: "_Tree", spec: dict[str, Json], value: Json, resource: Json) -> Iterator[Finding]:
        yield from self._value(spec, value, resource)
        for child in tree.children(spec["id"]):
            found = _values(value, child)
            if child["path"].endswith(".extension") and "sliceName" in child:
                continue
            yield from self._group(tree, child, found, resource)

    def _group(self, tree: "_Tree", spec: dict[str, Json], found: list[Json], resource: Json) -> Iterator[Finding]:
        yield from _count(spec, found)
        slices = tree.slices(spec["id"])
        taken: dict[str, list[Json]] = {item["id"]: [] for item in slices}
        for value in found:
            chosen = next((item for item in slices if self._is_in(tree, spec, item, value)), None)
            if chosen is None:
                if slices and spec["slicing"]["rules"] == "closed":
                    yield Finding(spec["id"], "max")
                yield from self._element(tree, spec, value, resource)
            else:
                taken[chosen["id"]].append(value)
                yield from self._element(tree, chosen, value, resource)
        for item in slices:
            yield from _count(item, taken[item["id"]])

    def _is_in(self, tree: "_Tree", spec: dict[str, Json], item: dict[str, Json], value: Json) -> bool:
        profiles = [url for kind in item.get("type", []) for url in kind.get("profile", [])]
        if spec["path"].endswith(".extension"):
            return str(value.get("url")) in {*profiles[:1], _fixed_url(tree, item)}
        return all(_matches(tree, item, one, value) for one in spec["slicing"]["discriminator"])

    def _value(self, spec: dict[str, Json], value: Json, resource: Json) -> Iterator[Finding]:
        fixed = next((found for name, found in spec.items() if name.startswith("fixed")), None)
        if fixed is not None and value != fixed:
            yield Finding(spec["id"], "value")
        pattern = next((found for name, found in spec.items() if name.startswith("pattern")), None)
        if pattern is not None and not _holds(pattern, value):
            yield Finding(spec["id"], "value")
        yield from self._type(spec, value)
        binding = spec.get("binding", {})
        if binding.get("strength") == "required" and not _is_bound(self._codes(binding["valueSet"]), value):
            yield Finding(spec["id"], "binding")
        for item in spec.get("constraint", []):
            if "alliance-hub.example" in item["source"] and not _is_true(item["expression"], value, resource, spec):
                yield Finding(spec["id"], item["key"], item["severity"])

    def _type(self, spec: dict[str, Json], value: Json) -> Iterator[Finding]:
        kinds = spec.get("type", [])
        if isinstance(value, dict) and "resourceType" in value and "." in spec["path"]:
            allowed = {kind["code"] for kind in kinds}
            if "Resource" not in allowed and value["resourceType"] not in allowed:
                yield Finding(spec["id"], "type")
            for url in (url for kind in kinds for url in kind.get("profile", []) if "alliance-hub" in url):
                yield from self.judge(value, url)
        if isinstance(value, dict) and "url" in value and spec["path"].endswith("extension"):
            for url in (url for kind in kinds for url in kind.get("profile", []) if "alliance-hub" in url):
                yield from self.judge(value, url)
        targets = {url.rpartition("/")[2] for kind in kinds for url in kind.get("targetProfile", [])}
        reference = str(value.get("reference", "")) if isinstance(value, dict) else ""
        is_local = "/" in reference and not reference.startswith(("urn:", "http", "#"))
        if targets and is_local and "Resource" not in targets and reference.split("/")[0] not in targets:
            yield Finding(spec["id"], "target")


class _Tree:
    def __init__(self, elements: list[dict[str, Json]]) -> None:
        self.elements = elements
        self.root = elements[0]

    def children(self, element_id: str) -> list[dict[str, Json]]:
        depth = element_id.count(".") + 1
        return [
            item
            for item in self.elements
            if item["id"].startswith(f"{element_id}.") and item["id"].count(".") == depth and not _is_slice(item)
        ]

    def slices(self, element_id: str) -> list[dict[str, Json]]:
        return [
            item for item in self.elements if item["id"].startswith(f"{element_id}:") and _is_slice_of(item, element_id)
        ]

    def below(self, element_id: str) -> list[dict[str, Json]]:
        return [item for item in self.elements if item["id"].startswith(f"{element_id}.")]


def _is_slice(item: dict[str, Json]) -> bool:
    return ":" in item["id"].rpartition(".")[2]


def _is_slice_of(item: dict[str, Json], element_id: str) -> bool:
    return "." not in item["id"].removeprefix(element_id)


def _values(value: Json, spec: dict[str, Json]) -> list[Json]:
    name = spec["path"].rpartition(".")[2]
    if not isinstance(value, dict):
        return []
    if name.endswith("[x]"):
        names = [name[:-3] + kind["code"][0].upper() + kind["code"][1:] for kind in spec.get("type", [])]
        all_names = [one for one in value if one.startswith(name[:-3]) and one[len(name) - 3 :][:1].isupper()]
        return [value[one] if one in names else _WrongType for one in all_names]
    found = value.get(name)
    if found is None:
        return [{}] if f"_{name}" in value else []
    return found if isinstance(found, list) else [found]


class _WrongType:
    """Stands for a choice of a type that the profile leaves out."""


def _count(spec: dict[str, Json], found: list[Json]) -> Iterator[Finding]:
    if any(item is _WrongType for item in found):
        yield Finding(spec["id"], "type" if spec["max"] != "0" else "max")
    elif len(found) < spec["min"]:
        yield Finding(spec["id"], "min")
    elif spec["max"] != "*" and len(found) > int(spec["max"]):
        yield Finding(spec["id"], "max")


def _matches(tree: _Tree, item: dict[str, Json], discriminator: dict[str, str], value: Json) -> bool:
    path = discriminator["path"]
    target = item["id"] if path == "$this" else f"{item['id']}.{path}"
    spec = next((one for one in tree.elements if one["id"] == target), None)
    found = [value]
    for step in [] if path == "$this" else path.split("."):
        found = [inner for one in found for inner in _values(one, {"path": f"x.{step}"})]
    if discriminator["type"] == "type":
        allowed = {kind["code"] for kind in (spec or {}).get("type", [])}
        return any(one.get("resourceType") in allowed for one in found)
    wanted = next((one for name, one in (spec or {}).items() if name.startswith(("fixed", "pattern"))), None)
    return wanted is not None and any(_holds(wanted, one) for one in found)


def _fixed_url(tree: _Tree, item: dict[str, Json]) -> str | None:
    return next((one.get("fixedUri") for one in tree.below(item["id"]) if one["id"] == f"{item['id']}.url"), None)


def _holds(pattern: Json, value: Json) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(_holds(inner, value.get(name)) for name, inner in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_holds(inner, one) for one in value) for inner in pattern)
    return bool(pattern == value)


def _is_bound(codes: frozenset[tuple[str, str]] | None, value: Json) -> bool:
    if codes is None:
        return True
    if isinstance(value, str):
        return value in {code for _, code in codes}
    codings = value.get("coding", []) if "coding" in value or "code" not in value else [value]
    return any((one.get("system"), one.get("code")) in codes for one in codings)


def _is_true(expression: str, value: Json, resource: Json, spec: dict[str, Json]) -> bool:
    if value is _WrongType:
        return True
    result = _evaluated(expression, value, resource)
    return result in ([], [True])


def _evaluated(expression: str, value: Json, resource: Json) -> list[Json]:
    found: Json = evaluate(value, expression, {"resource": resource}, _model())
    return found if isinstance(found, list) else [found]


@cache
def _model() -> Json:
    from fhirpathpy.models import models

    return models["r4"]
