"""What an outbox row says in HL7 v2: gathered with the receiver's own rights, written as its sender's file asks.

A referral goes to who is asked as REF^I12 (I13 changed, I14 withdrawn), to who asked as RRI; a report as ORU^R01 with
its printed form; a transfer bundle as MDM^T02, or inside a REF where the receiver's file says so. What the receiver may
not read is not told: a consent that was withdrawn meanwhile ends the telling too.
"""

from typing import Protocol
from urllib.parse import unquote, urlsplit

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import JsonTextError, parse
from hub.clock import Clock, micros_to_datetime
from hub.conversion import Target, from_fhir, header
from hub.delivery.channels.mllp import Said
from hub.delivery.document import document_to_entries
from hub.store.admin import AdminStore, Endpoint
from hub.store.port import AuditEntry, Engine, Outbound, Ref, StoredResource, Visibility

_DEPTH = 3
"""How far references are followed: a report's order and its requester, a referral's diagnoses and their authors."""

_STOREYS = 5
"""How much further a place is followed to what it is part of: room, ward, floor, building, site (PV1-3)."""

_MOST = 200
"""Resources of one message."""

_FOLLOWED = frozenset(
    {"Patient", "Encounter", "ServiceRequest", "DiagnosticReport", "Observation", "Specimen", "Condition", "Coverage",
     "Practitioner", "PractitionerRole", "Organization", "Location", "AllergyIntolerance", "Procedure"}
)  # fmt: skip
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HL7 = "application/hl7-v2"
TRIGGERED = "application/vnd.alliance-hub.trigger"
"""Content type of a row that says which message tells which version of its subject: `ADT^A08 3`."""


class Receivers(Protocol):
    """Knows how a receiving system is spoken to."""

    def target(self, application: str, facility: str, *, member: str) -> tuple[Target, str]:
        """The receiver by MSH-5 and MSH-6, and the message that carries a transfer bundle to it: MDM or REF."""
        ...


class OutboxSpeech:
    """Makes messages of rows: notices of referrals, reports, transfer bundles; HL7 v2 rows go as they are."""

    def __init__(self, store: Engine, admin: AdminStore, receivers: Receivers, clock: Clock) -> None:
        self._clock = clock
        self._store = store
        self._admin = admin
        self._receivers = receivers

    async def say(self, row: Outbound, endpoint: Endpoint) -> Said:
        """The message of a row, or why there is none."""
        if row.content_type.startswith(_HL7):
            return Said(row.payload, header(row.payload).control_id)
        try:
            told = await self._told(row)
        except JsonTextError:
            return Said(b"", error="the payload is neither HL7 v2 nor FHIR JSON")
        if told is None:
            return Said(b"")
        member = next((one for one in self._admin.members() if one.number == row.receiver), None)
        if member is None:
            return Said(b"", error="the receiver is no member any more")
        application, facility = receiver_in(endpoint.address)
        target, carrier = self._receivers.target(application, facility, member=member.code)
        if told.get("type") == "document":
            entries = told["entry"] if carrier == "REF" else document_to_entries(told, row.payload)
            message = "REF^I12" if carrier == "REF" else "MDM^T02"
        else:
            entries = await self._gather(told, Visibility(member=row.receiver))
            triggered = row.content_type == TRIGGERED
            message = row.payload.decode().partition(" ")[0] if triggered else message_for(told, member.code)
            entries = _of_one_patient(entries) if triggered and message != "ADT^A40" else entries
            await self._store.audit(self._audit(row, told))
        if not message:
            return Said(b"", error=f"no HL7 v2 message tells of a {told.get('resourceType')}")
        control_id = control_id_of(row.key)
        made = from_fhir(
            {"resourceType": "Bundle", "type": "collection", "entry": entries},
            message=message,
            target=target,
            control_id=control_id,
            time=micros_to_datetime(row.created),
        )
        if made.is_refused:
            why = next(issue for issue in made.issues if issue.is_error)
            return Said(b"", error=f"{message} cannot be made: {why.text}")
        return Said(made.data, control_id)

    async def _told(self, row: Outbound) -> JsonObject | None:
        """The resource of a row; None where the receiver may not read what has changed: it is told nothing."""
        if row.content_type != TRIGGERED:
            return parse(row.payload)
        kind, _, number = row.subject.partition("/")
        version = row.payload.decode().partition(" ")[2]
        visibility = Visibility(member=row.receiver)
        found = await self._store.read(
            Ref(kind, number), visibility=visibility, version=int(version) if version else None
        )
        return None if found is None or found.deleted else _whole(found)

    async def _gather(self, told: JsonObject, visibility: Visibility) -> list[JsonObject]:
        """The resource and what it refers to, as far as the receiver may read it."""
        entries = [{"resource": told}]
        seen = {f"{told.get('resourceType')}/{told.get('id')}"}
        front = [told]
        for depth in range(_DEPTH + _STOREYS):
            if depth >= _DEPTH:
                front = [resource for resource in front if resource.get("resourceType") == "Location"]
            wanted = [ref for resource in front for ref in _references(resource) if str(ref) not in seen]
            wanted = list(dict.fromkeys(wanted))[: _MOST - len(entries)]
            seen |= {str(ref) for ref in wanted}
            found = await self._store.read_many(
                [ref for ref in wanted if not self._is_member(ref)], visibility=visibility
            )
            front = [_whole(one) for one in found.values() if not one.deleted]
            front += [self._organization(ref) for ref in wanted if self._is_member(ref)]
            entries += [{"resource": resource} for resource in front]
        return entries

    def _audit(self, row: Outbound, told: JsonObject) -> AuditEntry:
        """The receiver learns what stands in the message: one access, by its own right."""
        subject = (told.get("for") or told.get("subject") or {}).get("reference", "")
        return AuditEntry(
            at=self._clock.now(),
            member=row.receiver,
            agent=f"delivery:{row.channel}",
            action="R",
            interaction="deliver",
            target=row.subject,
            patient=subject.removeprefix("Patient/") if subject.startswith("Patient/") else "",
            detail=f"outbox {row.key}",
        )

    def _is_member(self, ref: Ref) -> bool:
        return ref.type == "Organization" and self._admin.member(ref.id) is not None

    def _organization(self, ref: Ref) -> JsonObject:
        """A member's name and code; the rest of a member's row is no business of a message."""
        member = self._admin.member(ref.id)
        name = member.name if member else ref.id
        number = {"system": "https://alliance-hub.example/sid/member", "value": ref.id}
        return {"resourceType": "Organization", "id": ref.id, "identifier": [number], "name": name}


def message_for(told: JsonObject, member: str) -> str:
    """The message that tells a resource to a member; empty when there is none."""
    kind, status = told.get("resourceType"), told.get("status")
    if kind == "Task":
        owner = str(told.get("owner", {}).get("reference", "")).removeprefix("Organization/")
        code = "REF" if owner == member else "RRI"
        if status in {"cancelled", "entered-in-error"}:
            return f"{code}^I14"
        return f"{code}^I12" if code == "RRI" or status in {"requested", "draft", "ready"} else f"{code}^I13"
    usual = {"DiagnosticReport": "ORU^R01", "ServiceRequest": "OML^O21", "Patient": "ADT^A08", "Encounter": "ADT^A08"}
    if kind == "Appointment":
        return "SIU^S15" if status == "cancelled" else "SIU^S12"
    return usual.get(str(kind), "")


def receiver_in(address: str) -> tuple[str, str]:
    """MSH-5 and MSH-6 in the path of an address: mllp://10.1.2.3:2575/HIS/H1."""
    parts = [unquote(part) for part in urlsplit(address).path.split("/") if part]
    first, second = [*parts, "", ""][:2]
    return first, second


def control_id_of(key: int) -> str:
    """MSH-10 of a row: its number in 13 characters at most, so that also a v2.2 receiver (20) has room."""
    text = ""
    while key:
        key, digit = divmod(key, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def _references(value: object) -> list[Ref]:
    """Local references in a resource, those in Provenance-like links left out."""
    found: list[Ref] = []
    if isinstance(value, dict):
        link = value.get("reference")
        if isinstance(link, str):
            kind, _, rest = link.partition("/")
            if kind in _FOLLOWED and rest and "/" not in rest:
                found.append(Ref(kind, rest))
        for item in value.values():
            found += _references(item)
    elif isinstance(value, list):
        for item in value:
            found += _references(item)
    return found


def _of_one_patient(entries: list[JsonObject]) -> list[JsonObject]:
    """Without the other records that the patient's links lead to: a message tells of one."""
    patients = [entry for entry in entries if entry["resource"].get("resourceType") == "Patient"]
    return [entry for entry in entries if entry not in patients[1:]]


def _whole(stored: StoredResource) -> JsonObject:
    return stored.json() | {"resourceType": stored.ref.type, "id": stored.ref.id}
