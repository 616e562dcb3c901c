"""Audit entries as AuditEvents in the shape of IHE BALP. https://profiles.ihe.net/ITI/BALP/.

An access is stored compactly (DESIGN D18); the FHIR form is made when someone asks for it. The id of an
AuditEvent is the entry's key.
"""

from base64 import b64encode
from typing import TYPE_CHECKING

from hub.clock import micros_to_instant
from hub.store.port import AuditEntry

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import AuditEvent, AuditEventAgent, AuditEventEntity, Coding

_DCM = "http://dicom.nema.org/resources/ontology/DCM"
_REST = "http://hl7.org/fhir/restful-interaction"
_TYPES = "http://terminology.hl7.org/CodeSystem/audit-event-type"
_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_KIND = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit"
_PROFILE_OF = {"C": "Create", "R": "Read", "U": "Update", "D": "Delete", "E": "Query"}

AGENT_SYSTEM = "https://alliance-hub.example/sid/agent"
MEMBER_SYSTEM = "https://alliance-hub.example/sid/member"


def entry_to_audit_event(entry: AuditEntry) -> "AuditEvent":
    """One access as an AuditEvent; with `profile` of BALP when it succeeded."""
    event: AuditEvent = {
        "resourceType": "AuditEvent",
        "id": str(entry.key),
        "meta": {"versionId": "1", "lastUpdated": micros_to_instant(entry.at)},
        "type": {"system": _TYPES, "code": "rest", "display": "RESTful Operation"},
        "subtype": [_subtype(entry)],
        "action": entry.action,
        "recorded": micros_to_instant(entry.at),
        "outcome": str(entry.outcome),
        "purposeOfEvent": [{"coding": [{"system": _REASON, "code": entry.purpose}]}],
        "agent": [_caller(entry), _server()],
        "source": {
            "observer": {"display": "Alliance Hub"},
            "type": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/security-source-type",
                    "code": "4",
                    "display": "Application Server",
                }
            ],
        },
    }
    if entry.outcome == 0:
        patient = "Patient" if entry.patient else ""
        event["meta"]["profile"] = [f"{_PROFILES}.{patient}{_PROFILE_OF[entry.action]}"]
    if entry.detail:
        event["outcomeDesc"] = entry.detail
    entities = _entities(entry)
    if entities:
        event["entity"] = entities
    return event


def _subtype(entry: AuditEntry) -> "Coding":
    if entry.interaction.startswith("$"):
        return {"system": _REST, "code": "operation", "display": entry.interaction}
    return {"system": _REST, "code": entry.interaction}


def _caller(entry: AuditEntry) -> "AuditEventAgent":
    """Who asked, bound to the member it acts for."""
    return {
        "type": {"coding": [{"system": _DCM, "code": "110153", "display": "Source Role ID"}]},
        "who": {"identifier": {"system": AGENT_SYSTEM, "value": entry.agent}},
        "requestor": True,
        "policy": [f"{MEMBER_SYSTEM}/{entry.member}"],
    }


def _server() -> "AuditEventAgent":
    return {
        "type": {"coding": [{"system": _DCM, "code": "110152", "display": "Destination Role ID"}]},
        "who": {"display": "Alliance Hub"},
        "requestor": False,
    }


def _entities(entry: AuditEntry) -> list["AuditEventEntity"]:
    """The patient, what was touched, and the search as sent."""
    found: list[AuditEventEntity] = []
    if entry.patient:
        found.append(_entity(f"Patient/{entry.patient}", kind="1", role="1"))
    if "/" in entry.target and entry.target != f"Patient/{entry.patient}":
        found.append(_entity(entry.target, kind="2", role="4"))
    if entry.query:
        found.append(
            {
                "type": {"system": _KIND, "code": "2"},
                "role": {"system": _ROLE, "code": "24"},
                "description": entry.target,
                "query": b64encode(entry.query.encode()).decode(),
            }
        )
    return found


def _entity(reference: str, *, kind: str, role: str) -> "AuditEventEntity":
    return {
        "what": {"reference": reference},
        "type": {"system": _KIND, "code": kind},
        "role": {"system": _ROLE, "code": role},
    }
