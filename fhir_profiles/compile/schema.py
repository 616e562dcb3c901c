"""StructureDefinitions to strict JSON Schema (draft 4, where 1.0 is no integer).

One schema for each resource type; datatypes stand in one shared file. Nested resources
(contained, Bundle.entry.resource, Parameters.parameter.resource) are open objects here:
`fhir_profiles.validate` checks each with the schema of its own type.
"""

from dataclasses import dataclass, field
from typing import Any

from fhir_profiles.compile.definitions import ElementModel, Model, TypeRef
from fhir_profiles.compile.value_sets import Terminology

Schema = dict[str, Any]

_YEAR = r"([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
_LEAP = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = (
    rf"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    rf"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_MONTH = rf"{_YEAR}-(0[1-9]|1[0-2])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
_ZONE = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_CONTROL = r"\x00-\x08\x0B\x0C\x0E-\x1F"
_TEXT = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
_ID = r"[A-Za-z0-9\-.]{1,64}"
_BASE64 = r"^\s*([A-Za-z0-9+/]{4}\s*)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})\s*$"

PRIMITIVES: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "unsignedInt": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    "positiveInt": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
    "decimal": {"type": "number"},
    "string": {"type": "string", "pattern": _TEXT, "maxLength": 1_048_576},
    "markdown": {"type": "string", "pattern": _TEXT},
    "code": {"type": "string", "pattern": r"^\S+(\s\S+)*$"},
    "uri": {"type": "string", "pattern": r"^\S+$"},
    "url": {"type": "string", "pattern": r"^\S+$"},
    "canonical": {"type": "string", "pattern": r"^\S+$"},
    "oid": {"type": "string", "pattern": r"^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$"},
    "uuid": {"type": "string", "pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
    "id": {"type": "string", "pattern": f"^{_ID}$"},
    "resource-id": {"type": "string", "pattern": f"^{_ID}$"},
    "element-id": {"type": "string", "pattern": rf"^[^\s{_CONTROL}]+$"},
    "base64Binary": {"type": "string", "pattern": _BASE64},
    "date": {"type": "string", "pattern": f"^({_YEAR}|{_MONTH}|{_DAY})$"},
    "dateTime": {"type": "string", "pattern": f"^({_YEAR}|{_MONTH}|{_DAY}(T{_TIME}{_ZONE})?)$"},
    "instant": {"type": "string", "pattern": f"^{_DAY}T{_TIME}{_ZONE}$"},
    "time": {"type": "string", "pattern": f"^{_TIME}$"},
    "xhtml": {"type": "string", "format": "fhir-xhtml"},
}
"""Lexical rules of the primitives. https://hl7.org/fhir/R4/datatypes.html, with calendar-valid days."""

_EXTENSION_OR_VALUE: dict[str, Schema] = {
    "url": {"minProperties": 2},
    "id": {"minProperties": 3},
    "extension": {"anyOf": [{"maxProperties": 2}, {"required": ["id"], "maxProperties": 3}]},
}
"""ext-1 as numbers: `url` and either extensions or one value (its own `_value` beside it), and an `id` beside them."""

_MANY_TYPES = 20
_EXTENSIBLE_ONLY = {"resource-id", "element-id", "xhtml"}  # System types: no `_x` beside them


def has_shadow(element: ElementModel, kind: TypeRef) -> bool:
    """Whether `_name` may stand beside an element of this type. https://hl7.org/fhir/R4/json.html#primitive."""
    is_primitive = kind.code in PRIMITIVES and not element.content
    return is_primitive and kind.code not in _EXTENSIBLE_ONLY and element.path != "Extension.url"


@dataclass
class SchemaWriter:
    """Collects definitions while schemas are written; `unchecked` lists bindings that are not enumerable."""

    model: Model
    terminology: Terminology
    unchecked: set[tuple[str, str]] = field(default_factory=set)
    _definitions: dict[str, Schema] = field(default_factory=dict)
    _shared: frozenset[str] = frozenset()

    def datatypes(self) -> dict[str, Schema]:
        """Definitions that every resource type needs."""
        self._definitions = dict(PRIMITIVES)
        self._definitions["Element"] = {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {"id": _ref("element-id"), "extension": _array(_ref("Extension"))},
        }
        self._definitions["Resource"] = {
            "type": "object",
            "required": ["resourceType"],
            "properties": {"resourceType": {"type": "string"}},
        }
        for name in self.model.datatypes:
            self._add_complex(name)
        self._definitions["Reference"]["properties"]["reference"] = {
            "type": "string",
            "pattern": reference_pattern(self.model.resources),
        }
        self._shared = frozenset(self._definitions)
        return self._definitions

    def resource(self, name: str) -> Schema:
        """The schema of one resource type, without the shared definitions."""
        self._definitions = {}
        self._add_complex(name)
        root = self._definitions.pop(name)
        root["properties"]["resourceType"] = {"enum": [name]}
        root["required"] = sorted({*root.get("required", []), "resourceType"})
        root.pop("minProperties")
        own = {key: value for key, value in self._definitions.items() if key not in self._shared}
        return {**root, "definitions": own}

    def _add_complex(self, path: str) -> None:
        if path in self._definitions:
            return
        schema: Schema = {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": {}}
        self._definitions[path] = schema
        required: list[str] = []
        either: list[Schema] = []
        exclusive: dict[str, Schema] = {}
        open_choices: list[ElementModel] = []
        for element in self.model.elements[path]:
            names = self._add_properties(schema["properties"], element)
            if element.low and len(names) == 1:
                required += names
            elif element.low:
                either.append({"anyOf": [{"required": [name]} for name in names]})
            if element.is_choice and len(element.types) > _MANY_TYPES:
                open_choices.append(element)
            elif element.is_choice:
                exclusive.update(_exclusive([name for name, _ in element.properties()], shadows=set(names)))
        if required:
            schema["required"] = sorted(required)
        either += [self._open_choice(element, room=len(required) + 1, path=path) for element in open_choices]
        if either:
            schema["allOf"] = either
        if path == "Extension":
            exclusive |= _EXTENSION_OR_VALUE
        elif "id" in schema["properties"] and path not in self.model.resources:
            exclusive["id"] = {"minProperties": 2}  # ele-1: an id alone is no content
        if exclusive:
            schema["dependencies"] = exclusive

    def _open_choice(self, element: ElementModel, *, room: int, path: str) -> Schema:
        """A choice of fifty types: pairs would cost megabytes for each schema and most of its time.

        An object with no more members than the required ones and one value holds one type; only a
        larger one goes through a chain of definitions, each of which refuses the types behind it.
        """
        names = [name for name, _ in element.properties()]
        properties = self._definitions[path]["properties"]
        chain = f"{element.path.removesuffix('[x]')}-from-"
        following: dict[str, Schema] = {}
        for index, name in enumerate(names):
            own = [shown for shown in (name, f"_{name}") if shown in properties]
            refused: Schema = {"not": {"anyOf": [{"required": [shown]} for shown in own]}}
            if index + 1 < len(names):
                refused["allOf"] = [_ref(f"{chain}{index + 1}")]
                following |= {shown: _ref(f"{chain}{index + 1}") for shown in own}
            self._definitions[f"{chain}{index}"] = refused
        return {"anyOf": [{"title": element.name, "maxProperties": room}, {"dependencies": following}]}

    def _add_properties(self, properties: dict[str, Schema], element: ElementModel) -> list[str]:
        names: list[str] = []
        for name, kind in element.properties():
            content = self._content(element, kind)
            names.append(name)
            is_shadowed = has_shadow(element, kind)
            if not element.is_array:
                properties[name] = content
            elif is_shadowed:
                properties[name] = _array({"anyOf": [content, {"type": "null"}]})
            else:
                properties[name] = _array(content)
            if is_shadowed:
                names.append(f"_{name}")
                shadow: Schema = _ref("Element")
                if element.is_array:
                    shadow = _array({"anyOf": [_ref("Element"), {"type": "null"}]})
                properties[f"_{name}"] = shadow
        return names

    def _content(self, element: ElementModel, kind: TypeRef) -> Schema:
        if element.content:
            self._add_complex(element.content)
            return _ref(element.content)
        if kind.code in {"BackboneElement", "Element"} and element.path in self.model.elements:
            self._add_complex(element.path)
            return _ref(element.path)
        if kind.code == "Reference" and kind.targets:
            return self._reference(kind.targets)
        if kind.code == "code" and element.value_set:
            return self._enumeration(element)
        if kind.code == "CodeableConcept" and element.value_set:
            return self._bound_concept(element)
        if kind.code in {"Coding", "Quantity"} and element.value_set:
            self.unchecked.add((element.path, element.value_set))
        return _ref(kind.code)

    def _enumeration(self, element: ElementModel) -> Schema:
        codes = self.terminology.codes(element.value_set)
        if codes is None:
            self.unchecked.add((element.path, element.value_set))
            return _ref("code")
        name = f"ValueSet-{element.value_set.rpartition('/')[2]}"
        self._definitions[name] = {"enum": sorted({code for _, code in codes})}
        return _ref(name)

    def _bound_concept(self, element: ElementModel) -> Schema:
        """A concept of which at least one coding is from the value set."""
        codes = self.terminology.codes(element.value_set)
        if codes is None:
            self.unchecked.add((element.path, element.value_set))
            return _ref("CodeableConcept")
        name = f"Concept-{element.value_set.rpartition('/')[2]}"
        by_system: dict[str, list[str]] = {}
        for system, code in codes:
            by_system.setdefault(system, []).append(code)
        in_set: list[Schema] = [
            {
                "required": ["system", "code"],
                "properties": {"system": {"enum": [system]}, "code": {"enum": sorted(own)}},
            }
            for system, own in sorted(by_system.items())
        ]
        coding = {**_array(_ref("Coding")), "not": {"items": {"not": {"anyOf": in_set}}}}
        self._add_complex("CodeableConcept")
        concept = self._definitions["CodeableConcept"]
        properties = {**concept["properties"], "coding": coding}
        self._definitions[name] = {**concept, "properties": properties, "required": ["coding"]}
        return _ref(name)

    def _reference(self, targets: tuple[str, ...]) -> Schema:
        name = f"Reference-{'-'.join(targets)}"
        if name not in self._definitions:
            self._add_complex("Reference")
            properties = dict(self._definitions["Reference"]["properties"])
            properties["reference"] = {"type": "string", "pattern": reference_pattern(targets)}
            self._definitions[name] = {**self._definitions["Reference"], "properties": properties}
        return _ref(name)


def reference_pattern(targets: tuple[str, ...]) -> str:
    """What Reference.reference may hold: contained, urn, absolute, `Type/id`, conditional.

    https://hl7.org/fhir/R4/references.html#literal.
    """
    kinds = "|".join(targets)
    literal = rf"({kinds})(/{_ID}(/_history/{_ID})?|\?\S+)"
    return rf"^(#\S*|urn:(uuid|oid):\S+|[a-z][a-z0-9+.\-]*://\S+|{literal})$"


def _exclusive(names: list[str], *, shadows: set[str]) -> dict[str, Schema]:
    """Each name refuses the names behind it, each with its `_name` where there is one."""
    found: dict[str, Schema] = {}
    for index, name in enumerate(names[:-1]):
        others = [other for base in names[index + 1 :] for other in (base, f"_{base}") if other in shadows]
        for own in (name, f"_{name}"):
            if own in shadows:
                found[own] = {"not": {"anyOf": [{"required": [other]} for other in others]}}
    return found


def _array(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}
