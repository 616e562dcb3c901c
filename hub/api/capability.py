"""What the hub can do, generated from what is there. https://hl7.org/fhir/R4/capabilitystatement.html."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from fhir_profiles import conformance
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import COMPARTMENTS, RESOURCE_TYPES, search_parameters
from hub.api.interactions.write import READ_ONLY_TYPES
from hub.api.operation import Operation
from hub.api.published import TYPES as PUBLISHED_TYPES
from hub.auth.address import base_of, fhir_base_of
from hub.clock import micros_to_instant
from hub.settings import Settings
from hub.store.search.definitions import is_searched
from hub.subscription.definition import BACKPORT
from hub.subscription.topics import TOPICS

CANONICAL = "https://alliance-hub.example/fhir"
_COMPARTMENT = "http://hl7.org/fhir/CompartmentDefinition"
_READ = ("read", "vread", "history-instance", "history-type", "search-type")
_WRITE = ("create", "update", "patch", "delete")
_HL7 = {
    "meta": "Resource", "meta-add": "Resource", "meta-delete": "Resource", "validate": "Resource",
    "expand": "ValueSet", "lookup": "CodeSystem", "subsumes": "CodeSystem", "translate": "ConceptMap",
    "match": "Patient",
}  # fmt: skip
"""Operations that R4 defines, and the first part of their definition's name. `$validate-code` has two definitions."""
_UNSERVED = frozenset({"Parameters", "OperationOutcome"})


def capability_statement(settings: Settings, operations: Mapping[str, Operation], *, at: int) -> JsonObject:
    """The CapabilityStatement of this installation."""
    rest: JsonObject = {
        "mode": "server",
        "security": _security(settings),
        "resource": [_resource(name, operations) for name in sorted(RESOURCE_TYPES) if name not in _UNSERVED],
        "interaction": [
            {"code": "transaction"},
            {"code": "batch"},
            {"code": "history-system"},
            {"code": "search-system"},
        ],
        "compartment": [f"{_COMPARTMENT}/{name[0].lower()}{name[1:]}" for name in COMPARTMENTS],
    }
    own = [_operation(one) for one in _at(operations, "system")]
    if own:
        rest["operation"] = own
    return {
        "resourceType": "CapabilityStatement",
        "id": "hub",
        "status": "active",
        "date": micros_to_instant(at),
        "kind": "instance",
        "software": {"name": "Alliance Hub", "version": version("alliance-hub")},
        "implementation": {"description": "Alliance Hub 医养联盟互联互通平台", "url": fhir_base_of(settings)},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "patchFormat": ["application/json-patch+json", "application/fhir+json"],
        "instantiates": ["http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"],
        "implementationGuide": [f"{CANONICAL}/ImplementationGuide/alliance-hub"],
        "rest": [rest],
    }


def _resource(name: str, operations: Mapping[str, Operation]) -> JsonObject:
    if name == "AuditEvent":
        return _audit_event()
    writable = name not in READ_ONLY_TYPES
    own = [
        one for one in [*_at(operations, "type"), *_at(operations, "instance")] if not one.types or name in one.types
    ]
    found: JsonObject = {
        "type": name,
        "profile": f"http://hl7.org/fhir/StructureDefinition/{name}",
        "interaction": [{"code": code} for code in (*_READ, *_WRITE)],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": writable,
        "conditionalCreate": writable,
        "conditionalRead": "not-match",
        "conditionalUpdate": writable,
        "conditionalDelete": "single",
        "searchParam": [
            {"name": one.name, "definition": one.url, "type": one.type}
            for one in search_parameters(name).values()
            if is_searched(one)
        ],
    }
    if name in PUBLISHED_TYPES:
        found["documentation"] = (
            "What the hub itself publishes is read and found beside what clients store (by _id, url, version, name, "
            "title and status); it is not written and has no history."
        )
    profiles = _profiles().get(name)
    if profiles:
        found["supportedProfile"] = list(profiles)
    if name == "Subscription":
        found["supportedProfile"] = [f"{BACKPORT}/backport-subscription"]
        found["extension"] = [
            {"url": f"{BACKPORT}/capabilitystatement-subscriptiontopic-canonical", "valueCanonical": url}
            for url in TOPICS
        ]
    if own:
        found["operation"] = [_operation(one, name) for one in {one.name: one for one in own}.values()]
    return found


@cache
def _profiles() -> Mapping[str, tuple[str, ...]]:
    """The alliance's own profiles of each type."""
    found: dict[str, tuple[str, ...]] = {}
    for profile_id in conformance.profile_ids():
        definition = conformance.read("StructureDefinition", profile_id)
        if definition is not None:
            name = definition["type"]
            found[name] = (*found.get(name, ()), definition["url"])
    return found


def _audit_event() -> JsonObject:
    names = {"patient": "reference", "date": "date", "agent": "reference", "action": "token", "outcome": "token"}
    return {
        "type": "AuditEvent",
        "profile": "http://hl7.org/fhir/StructureDefinition/AuditEvent",
        "documentation": "Made by the hub for each access; read-only.",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchParam": [{"name": name, "type": kind} for name, kind in names.items()],
    }


def _at(operations: Mapping[str, Operation], level: str) -> list[Operation]:
    return [one for _, one in sorted(operations.items()) if level in one.levels]


def _operation(operation: Operation, resource_type: str = "") -> JsonObject:
    if resource_type in operation.definitions:
        return {"name": operation.name, "definition": operation.definitions[resource_type]}
    if operation.name == "validate-code":
        definition = f"http://hl7.org/fhir/OperationDefinition/{resource_type or 'ValueSet'}-validate-code"
        return {"name": operation.name, "definition": definition}
    level = _HL7.get(operation.name)
    if level is None:
        return {"name": operation.name, "definition": f"{CANONICAL}/OperationDefinition/{operation.name}"}
    return {"name": operation.name, "definition": f"http://hl7.org/fhir/OperationDefinition/{level}-{operation.name}"}


def _security(settings: Settings) -> JsonObject:
    return {
        "cors": False,
        "service": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                        "code": "SMART-on-FHIR",
                    }
                ]
            }
        ],
        "extension": [
            {
                "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                "extension": [{"url": "token", "valueUri": f"{base_of(settings)}/auth/token"}],
            }
        ],
    }
