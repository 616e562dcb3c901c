"""What the hub publishes about its own FHIR: profiles, extensions, operations, questionnaires, the guide.

https://hl7.org/fhir/R4/conformance-module.html. StructureDefinitions are stored without the specification's
sentences and without what stands on every element; `expanded` puts back what R4 asks of a whole one.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import orjson

from fhir_profiles.issue import JsonObject
from fhir_profiles.questionnaires import questionnaires

CANONICAL = "https://alliance-hub.example/fhir"
VERSION = "2026.1"
DEFINED = ("StructureDefinition", "OperationDefinition", "Questionnaire")
TYPES = (*DEFINED, "ImplementationGuide")

_FOLDER = Path(__file__).resolve().parent
_KINDS = ("profiles", "extensions")
_R4 = "http://hl7.org/fhir/StructureDefinition"
_ELE_1: JsonObject = {
    "key": "ele-1",
    "severity": "error",
    "human": "As FHIR R4 defines it: an element has a value or children.",
    "expression": "hasValue() or (children().count() > id.count())",
    "source": f"{_R4}/Element",
}
_EXT_1: JsonObject = {
    "key": "ext-1",
    "severity": "error",
    "human": "As FHIR R4 defines it: an extension has a value or extensions, not both.",
    "expression": "extension.exists() != value.exists()",
    "source": f"{_R4}/Extension",
}


def find(
    resource_type: str,
    *,
    id: str = "",  # noqa: A002  FHIR's own name
    url: str = "",
    version: str = "",
    name: str = "",
) -> tuple[JsonObject, ...]:
    """The published resources of a type that match, by id; an empty argument does not narrow.

    `name` is the beginning of the name or title, letter case aside. No resource has `meta`.
    """
    wanted = name.casefold()
    return tuple(
        resource
        for key, resource in _published(resource_type).items()
        if (not id or key == id)
        and (not url or resource["url"] == url)
        and (not version or resource.get("version") == version)
        and (not wanted or any(str(resource.get(one, "")).casefold().startswith(wanted) for one in ("name", "title")))
    )


def read(resource_type: str, resource_id: str) -> JsonObject | None:
    """One published resource."""
    return _published(resource_type).get(resource_id)


def profile_ids() -> tuple[str, ...]:
    """The ids of the alliance profiles, in order; each URL is `{CANONICAL}/StructureDefinition/{id}`."""
    return tuple(sorted(path.stem for path in (_FOLDER / "compiled/profiles").glob("*.json")))


def expanded(definition: JsonObject) -> JsonObject:
    """A StructureDefinition as R4 asks for it, from the compact one.

    https://hl7.org/fhir/R4/structuredefinition-definitions.html: each element of a snapshot has a definition, its
    cardinality and its base.
    """
    elements = [_whole(item) for item in definition["snapshot"]["element"]]
    return {**definition, "snapshot": {"element": elements}}


def _whole(element: JsonObject) -> JsonObject:
    path, low, high = element["path"], element["min"], element["max"]
    is_root = "." not in path
    is_extension = any(kind["code"] == "Extension" for kind in element.get("type", []))
    everywhere = ([] if is_root and not is_extension else [_ELE_1]) + ([_EXT_1] if is_extension else [])
    constraints = [
        item if "human" in item else {**item, "human": f"As FHIR R4 defines {item['key']}."}
        for item in [*everywhere, *element.get("constraint", [])]
    ]
    whole = {
        "definition": element.get("short", f"As FHIR R4 defines {path}."),
        **element,
        "base": element.get("base", {"path": path, "min": low, "max": high}),
    }
    if element.get("isModifier"):
        whole["isModifierReason"] = f"As FHIR R4 defines {path}."
    return whole | ({"constraint": constraints} if constraints else {})


@cache
def _published(resource_type: str) -> Mapping[str, JsonObject]:
    if resource_type == "StructureDefinition":
        return MappingProxyType({item["id"]: expanded(item) for item in _structure_definitions()})
    if resource_type == "OperationDefinition":
        return MappingProxyType({item["id"]: item for item in _read(_FOLDER / "definitions/operations")})
    if resource_type == "Questionnaire":
        return MappingProxyType({item["id"]: item for item in questionnaires()})
    if resource_type == "ImplementationGuide":
        from fhir_profiles.guide import GUIDE_ID, example_resources, implementation_guide, published_resources

        guide = implementation_guide([*published_resources()], [*example_resources()])
        return MappingProxyType({GUIDE_ID: {**guide}})
    return MappingProxyType({})


def _structure_definitions() -> Iterator[JsonObject]:
    for kind in _KINDS:
        yield from _read(_FOLDER / "compiled" / kind)


def _read(folder: Path) -> Iterator[JsonObject]:
    for path in sorted(folder.glob("*.json")):
        yield orjson.loads(path.read_bytes())
