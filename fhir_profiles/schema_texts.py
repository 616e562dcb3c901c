"""Schema errors in words: what happened, what was expected, as a FHIRPath. No value is repeated.

The schema engine names keywords and paths; a person who has to fix a message needs the element
and what R4 expects there.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from jsonschema_rs import ValidationError

from fhir_profiles.issue import Issue, JsonObject

_EXPECTED = {
    "boolean": "true or false without quotes",
    "integer": "a whole number of 32 bits without quotes",
    "unsignedInt": "a whole number from 0 without quotes",
    "positiveInt": "a whole number from 1 without quotes",
    "decimal": "a number without quotes",
    "string": "a text that is not blank and has no control characters",
    "markdown": "a text that is not blank and has no control characters",
    "code": "a code without blanks at its ends",
    "uri": "a URI without blanks",
    "url": "a URL without blanks",
    "canonical": "a canonical URL without blanks",
    "oid": "an OID as in urn:oid:1.2.3",
    "uuid": "a UUID as in urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
    "id": "1 to 64 letters, digits, '-' or '.'",
    "resource-id": "1 to 64 letters, digits, '-' or '.'",
    "element-id": "a text without blanks",
    "base64Binary": "base64",
    "date": "a day of the calendar as in 2026-01-31, or 2026-01, or 2026",
    "dateTime": "a date as in 2026-01-31, or a time with its zone as in 2026-01-31T08:30:00+08:00",
    "instant": "a time with seconds and zone as in 2026-01-31T08:30:00+08:00",
    "time": "a time of day as in 08:30:00",
    "Element": "an object with id or extension",
    "Resource": "a resource with its resourceType",
}


def schema_issue(
    error: ValidationError, schema: JsonObject, *, resource_type: str
) -> Iterator[tuple[Issue, list[str | int]]]:
    """Each issue of one schema error, with the path of the element that it is about."""
    place = _Place(schema, resource_type)
    for step in error.evaluation_path:
        place.go(step)
    path = list(error.instance_path)
    element = _last_name(path) or resource_type
    kind, figures = error.kind.name, error.kind.as_dict()
    match kind:
        case "anyOf" | "minProperties" if place.type_name == "Extension" and not place.open_choice:
            yield _issue("structure", _EXTENSION_TEXT, resource_type, path), path
        case "minProperties" if place.node == 2:
            text = f"{element} has an id alone; expected some content beside it (ele-1)."
            yield _issue("structure", text, resource_type, path), path
        case "additionalProperties":
            for name in sorted(figures["unexpected"]):
                yield _issue("structure", _unknown(name, place), resource_type, [*path, name]), [*path, name]
        case "not" | "required" if place.type_name.startswith("Concept-"):
            at = path[:-1] if kind == "not" else path
            yield _issue("code-invalid", _concept_text(at, place), resource_type, at), at
        case "required":
            text = f"{figures['property']} is missing; {place.type_name} needs it."
            yield _issue("required", text, resource_type, [*path, figures["property"]]), path
        case "anyOf" if place.required:
            name = " or ".join(name for name in place.required if not name.startswith("_"))
            text = f"{name} is missing; {place.type_name} needs it."
            yield _issue("required", text, resource_type, path), path
        case "anyOf" if place.open_choice:
            text = f"{place.open_choice} stands with more than one type; expected only one of them."
            yield _issue("structure", text, resource_type, path), path
        case "not":
            text = f"{place.choice} stands beside another type of the same choice; expected only one of them."
            yield _issue("structure", text, resource_type, [*path, place.choice]), [*path, place.choice]
        case _:
            code, text = _simple(kind, figures, element, place)
            yield _issue(code, text, resource_type, path), path


_EXTENSION_TEXT = "The extension needs either a value or extensions, and not both (ext-1)."


def expression_of(resource_type: str, path: Sequence[str | int]) -> str:
    """The FHIRPath of a JSON path."""
    return resource_type + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


class _Place:
    """Follows an evaluation path through the schema, to learn which definition an error is about."""

    def __init__(self, schema: JsonObject, resource_type: str) -> None:
        self.definitions: JsonObject = schema["definitions"]
        self.node: Any = schema
        self.type_name = resource_type
        self.properties: JsonObject = schema["properties"]
        self.choice = ""
        self.open_choice = ""
        self.required: list[str] = []

    def go(self, step: str | int) -> None:
        """Take one step of the path."""
        if step == "$ref":
            self.type_name = self.node["$ref"].rpartition("/")[2]
            self.node = self.definitions[self.type_name]
            self.properties = self.node.get("properties", {})
            return
        self.node = self.node[step]
        match step:
            case str() if isinstance(self.node, dict) and "not" in self.node:
                self.choice = step
            case "anyOf":
                self.open_choice = self.node[0].get("title", "")
                self.required = [name for option in self.node for name in option.get("required", ())]
                if "$ref" in self.node[0]:
                    self.type_name = self.node[0]["$ref"].rpartition("/")[2]


def _unknown(name: str, place: _Place) -> str:
    known = [item for item in place.properties if not item.startswith("_")]
    close = get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; remove it or carry it in an extension."
    return f"{place.type_name} of FHIR R4 has no element {name[:60]}{hint}"


def _concept_text(path: Sequence[str | int], place: _Place) -> str:
    options = place.definitions[place.type_name]["properties"]["coding"]["not"]["items"]["not"]["anyOf"]
    codes = [code for option in options for code in option["properties"]["code"]["enum"]]
    systems = ", ".join(system for option in options for system in option["properties"]["system"]["enum"])
    return (
        f"{_last_name(path)} has no coding from its value set; expected one of {_shown(codes)} with the"
        f" system {systems}."
    )


def _shown(codes: Sequence[Any]) -> str:
    return ", ".join(str(code) for code in codes[:12]) + (" …" if len(codes) > 12 else "")


def _simple(kind: str, figures: dict[str, Any], element: str, place: _Place) -> tuple[str, str]:
    type_name = place.type_name
    expected = _EXPECTED.get(type_name, "")
    match kind:
        case "enum":
            shown = _shown(figures["options"])
            return "code-invalid", f"{element} has a code outside of its value set; expected one of {shown}."
        case "minItems":
            return "structure", f"{element} is an empty array; leave the element out instead."
        case "minProperties":
            return "structure", f"{element} is an empty object; leave the element out instead."
        case "format":
            return "value", f"{element} is not a safe narrative; expected plain XHTML in a div."
        case "pattern" if type_name.startswith("Reference-"):
            allowed = ", ".join(type_name.split("-")[1:])
            return "value", f"{element} points to a type that is not allowed here; expected a reference to {allowed}."
        case "pattern" if type_name == "Reference":
            return "value", f"{element} is not a reference; expected Type/id, a URL, urn:uuid:… or #id."
        case "type" if "array" in figures["types"]:
            return "structure", f"{element} is not an array; expected a list in brackets."
        case "type" if not expected:
            return "structure", f"{element} has the wrong shape; expected an object ({type_name})."
        case _:
            return "value", f"{element} is not a FHIR {type_name}; expected {expected or 'what R4 defines'}."


def _last_name(path: Sequence[str | int]) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _issue(code: str, text: str, resource_type: str, path: Sequence[str | int]) -> Issue:
    return Issue(severity="error", code=code, text=text, expression=expression_of(resource_type, path))
