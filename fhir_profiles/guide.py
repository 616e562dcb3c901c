"""The ImplementationGuide: what the alliance publishes, and examples. https://hl7.org/fhir/R4/implementationguide.html."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from fhir_profiles import conformance
from fhir_profiles.conformance import CANONICAL, VERSION
from fhir_profiles.issue import JsonObject
from terminology import resources as terminology

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import ImplementationGuide, ImplementationGuideDefinitionResource, Reference

GUIDE_ID = "alliance-hub"

EXAMPLES = Path(conformance.__file__).resolve().parent / "examples"

_GROUPS = {
    "profiles": ("Profiles", "规范"),
    "extensions": ("Extensions", "扩展"),
    "OperationDefinition": ("Operations", "操作"),
    "Questionnaire": ("Instruments", "量表"),
    "CodeSystem": ("Code systems", "代码系统"),
    "ValueSet": ("Value sets", "值集"),
    "ConceptMap": ("Concept maps", "代码映射"),
    "NamingSystem": ("Identifier systems", "标识体系"),
    "examples": ("Examples", "示例"),
}


def implementation_guide(published: Sequence[JsonObject], examples: Sequence[JsonObject]) -> "ImplementationGuide":
    """The guide: every resource of the package with its group; examples name the profile that they show."""
    return {
        "resourceType": "ImplementationGuide",
        "id": GUIDE_ID,
        "language": "en",
        "url": f"{CANONICAL}/ImplementationGuide/{GUIDE_ID}",
        "version": VERSION,
        "name": "AllianceHub",
        "title": "Alliance Hub 医养联盟互联互通平台",
        "status": "active",
        "experimental": False,
        "date": "2026-11-22",
        "publisher": "Alliance Hub",
        "description": "How a medical and elder care alliance exchanges FHIR R4. 医养联盟 FHIR R4 数据交换规范。",
        "packageId": "example.alliance-hub.r4",
        "license": "Apache-2.0",
        "fhirVersion": ["4.0.1"],
        "definition": {
            "grouping": [{"id": key, "name": f"{en} {zh}"} for key, (en, zh) in _GROUPS.items()],
            "resource": [*map(_published, published), *map(_example, examples)],
        },
    }


def published_resources() -> Iterator[JsonObject]:
    """Everything canonical of ours: profiles, extensions, operations, questionnaires and terminology, in order."""
    for kind in conformance.DEFINED:
        yield from conformance.find(kind)
    for kind in ("CodeSystem", "ValueSet", "ConceptMap", "NamingSystem"):
        for resource in terminology.find(kind, full=True):
            if _is_ours(resource):
                yield resource


def example_resources() -> Iterator[JsonObject]:
    """The good examples, each claiming its profile."""
    for path in sorted(EXAMPLES.glob("*/good-*.json")):
        yield orjson.loads(path.read_bytes())


def _is_ours(resource: JsonObject) -> bool:
    """A NamingSystem of R4 has no url; those that we publish are ours or national."""
    url = str(resource.get("url", ""))
    return resource["resourceType"] == "NamingSystem" or not url.startswith(
        ("http://hl7.org/", "http://terminology.hl7.org/", "http://loinc.org", "http://snomed.info", "urn:iso")
    )


def _published(resource: JsonObject) -> "ImplementationGuideDefinitionResource":
    kind = resource["resourceType"]
    if kind == "StructureDefinition":
        kind = "extensions" if resource["type"] == "Extension" else "profiles"
    found: ImplementationGuideDefinitionResource = {
        "reference": _reference(resource),
        "exampleBoolean": False,
        "groupingId": kind,
    }
    if title := resource.get("title") or resource.get("name"):
        found["name"] = title
    return found


def _example(resource: JsonObject) -> "ImplementationGuideDefinitionResource":
    profile = resource["meta"]["profile"][0]
    return {"reference": _reference(resource), "exampleCanonical": profile, "groupingId": "examples"}


def _reference(resource: JsonObject) -> "Reference":
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}
