"""HL7 v2 messages that go out by themselves when something changes: ADT, SIU, OML and ORM, MFN (places and staff).

A layer of the store, so that a change is told whatever door it came by. The row is put into the outbox in the change's
own transaction, and says only which message of which version: it is made when it is sent, with the receiver's own
rights. What a system sent itself is not told back to it, what only repeats a record is told to nobody, and two systems
that echo each other are parted (`echoes`). HL7 v2.9 chapters 3.3, 4.4, 8.9 and 10.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump, parse
from hub.clock import Clock
from hub.delivery.echoes import Echoes
from hub.delivery.outbox import ordering_of
from hub.delivery.speech import TRIGGERED, receiver_in
from hub.log import LogEvent, log
from hub.store.admin import AdminStore, Endpoint, Member
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Outbound, Put, Ref, StoredResource, Visibility, WriteResult, WriteUnit

_TYPES: Final = frozenset(
    {"Patient", "Encounter", "Appointment", "ServiceRequest", "Location", "Practitioner", "PractitionerRole"}
)
_STAFF: Final = frozenset({"Practitioner", "PractitionerRole"})
_SHARED: Final = frozenset({"Appointment", "ServiceRequest"})
"""What another member's system may have to hear of: it is told if it may read it when the message is made."""
_CHANNELS: Final = frozenset({"mllp", "file"})
_REFERRAL: Final = "https://alliance-hub.example/sid/referral"
"""A referral has messages of its own (REF, RRI)."""
_INPATIENT: Final = frozenset({"IMP", "ACUTE", "NONAC", "OBSENC", "SS"})
_APPOINTMENTS: Final = {
    "cancelled": ("SIU^S15",), "noshow": ("SIU^S26",), "entered-in-error": ("SIU^S17", "SIU^S15"),
}  # fmt: skip
TIMES: Final = "https://alliance-hub.example/fhir/StructureDefinition/statement-times"
"""The extension of when each element was said (ADR 28): a later time alone is no news to anybody."""
_NOT_TOLD: Final = frozenset({"resourceType", "id", "meta"})
_UNTOLD: Final = frozenset({"proposed", "pending", "waitlist", "draft", "unknown"})


@dataclass(frozen=True, slots=True)
class Listener:
    """A system that wants to hear: MSH-5 and 6, its member's code, and the messages that it takes (`ADT^A08`)."""

    application: str
    facility: str
    member: str
    tell: frozenset[str]


class Listeners(Protocol):
    """Knows which systems want to hear."""

    def listeners(self) -> Sequence[Listener]:
        """Those whose files say so, as they are now."""
        ...


class Triggers(EngineLayer):
    """An engine that tells members' systems what has changed."""

    def __init__(self, inner: Engine, listeners: Listeners, *, admin: AdminStore, clock: Clock) -> None:
        super().__init__(inner)
        self._listeners = listeners
        self._admin = admin
        self._clock = clock
        self._echoes = Echoes()

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit with a row of the outbox for each system that is to hear of it."""
        listeners = self._listeners.listeners() if any(put.ref.type in _TYPES for put in unit.puts) else ()
        if listeners:
            rows = [
                row
                for put in unit.puts
                if put.ref.type in _TYPES and not put.delete
                for row in await self._rows(put, unit, listeners, visibility=visibility)
            ]
            unit = replace(unit, outbound=(*unit.outbound, *rows)) if rows else unit
        return await self.inner.write(unit, visibility=visibility)

    async def _rows(
        self, put: Put, unit: WriteUnit, listeners: Sequence[Listener], *, visibility: Visibility
    ) -> list[Outbound]:
        before = None if put.expected == 0 else await self.inner.read(put.ref, visibility=visibility)
        custodian = put.custodian or (before.custodian if before is not None else visibility.member)
        resource = put.resource or parse(put.data)
        said = usual_messages(resource, before)
        if not said or (before is not None and not before.deleted and told_of(resource) == told_of(before.json())):
            return []
        parted = self._parted(put, unit, listeners, resource)
        rows: list[Outbound] = []
        for one in listeners:
            message = next((message for message in said if message in one.tell), "")
            member = self._admin.member(one.member)
            if not message or member is None or _is_by(unit, name_of(one)) or name_of(one) in parted:
                continue  # this very system sent the change, or would only give it back
            if member.number == custodian or (
                put.ref.type in _SHARED and await self._may_hear(member.number, put, unit, resource)
            ):
                rows += self._to(one, member, put, message, resource)
        return rows

    async def _may_hear(self, member: int, put: Put, unit: WriteUnit, resource: JsonObject) -> bool:
        """Whether another member may read this, or its patient: a row names both, and is a trace by itself."""
        subject = about(put, resource)
        refs = {put.ref, Ref(*subject.split("/", 1))}
        if any(grant.member == member and grant.target in refs for grant in unit.grants):
            return True
        return bool(await self.inner.read_many(list(refs), visibility=Visibility(member=member)))

    def _parted(self, put: Put, unit: WriteUnit, listeners: Sequence[Listener], resource: JsonObject) -> frozenset[str]:
        """The two systems that only give each other's echo of this record; nobody mostly."""
        speaker = next((name for one in listeners if _is_by(unit, name := name_of(one))), "")
        if not speaker:
            return frozenset()
        state = dump(told_of(resource))
        parted = self._echoes.loop(str(put.ref), speaker=speaker, state=state, now=self._clock.now())
        if parted:
            log(LogEvent.ECHO_STOPPED, kind=put.ref.type)
        return parted

    def _to(self, one: Listener, member: Member, put: Put, message: str, resource: JsonObject) -> list[Outbound]:
        """A row for the endpoint of this very system; without one it cannot be told."""
        now = self._clock.now()
        version = "" if put.expected is None else str(put.expected + 1)
        return [
            Outbound(
                key=self.inner.new_key(), receiver=member.number, channel=endpoint.channel, address=endpoint.address,
                ordering=ordering_of(endpoint, about(put, resource)), subject=str(put.ref),
                payload=f"{message} {version}".encode(), content_type=TRIGGERED, due=now, created=now,
            )
            for endpoint in self._admin.endpoints_of(member.number)
            if is_of(endpoint, one)
        ]  # fmt: skip


def is_of(endpoint: Endpoint, one: Listener) -> bool:
    """Whether the address names this system: mllp://HOST:PORT/HIS/H1, or its folder in a file address."""
    parts = receiver_in(endpoint.address) if endpoint.channel == "mllp" else tuple(endpoint.address.split("/")[-2:])
    return endpoint.channel in _CHANNELS and parts == (one.application, one.facility)


def usual_messages(resource: JsonObject, before: StoredResource | None) -> tuple[str, ...]:
    """Messages that tell this change, the most fitting first; of them a system gets the first that it takes."""
    kind, is_new = resource["resourceType"], before is None or before.deleted
    if kind == "Patient":
        return _of_patient(resource, before)
    if kind == "Encounter":
        return _of_visit(resource, is_new=is_new)
    if kind == "Location":
        return ("MFN^M05",)
    if kind in _STAFF:
        return ("MFN^M02",)
    status = str(resource.get("status", ""))
    if status in _UNTOLD:
        return ()
    if kind == "Appointment":
        return _APPOINTMENTS.get(status, ("SIU^S12",) if is_new else ("SIU^S14", "SIU^S13", "SIU^S12"))
    is_referral = any(one.get("system") == _REFERRAL for one in resource.get("identifier", []))
    return () if is_referral else ("OML^O21", "ORM^O01")


def told_of(resource: JsonObject) -> JsonObject:
    """What a message could tell of a resource: without its meta, and without when each element was said."""
    told = {name: value for name, value in resource.items() if name not in _NOT_TOLD}
    left = [one for one in told.pop("extension", ()) if one.get("url") != TIMES]
    return told | ({"extension": left} if left else {})


def _of_patient(resource: JsonObject, before: StoredResource | None) -> tuple[str, ...]:
    """A merge is told by the record that stays; the one that was replaced says nothing more."""
    links = {(link.get("type"), str(link.get("other"))) for link in resource.get("link", [])}
    if any(kind == "replaced-by" for kind, _ in links):
        return ()
    if before is None or before.deleted:
        return ("ADT^A28", "ADT^A04", "ADT^A08")
    known = {(link.get("type"), str(link.get("other"))) for link in before.json().get("link", [])}
    merged = any(kind == "replaces" for kind, _ in links - known)
    return (*(("ADT^A40",) if merged else ()), "ADT^A31", "ADT^A08")


def _of_visit(resource: JsonObject, *, is_new: bool) -> tuple[str, ...]:
    status = resource.get("status")
    if status in {"cancelled", "entered-in-error"}:
        return ()
    if status == "planned":
        return ("ADT^A05", *(() if is_new else ("ADT^A08",)))
    if status == "finished":
        return ("ADT^A03", "ADT^A08")
    if not is_new:
        return ("ADT^A08",)
    is_inpatient = (resource.get("class") or {}).get("code") in _INPATIENT
    return ("ADT^A01", "ADT^A04", "ADT^A08") if is_inpatient else ("ADT^A04", "ADT^A01", "ADT^A08")


def about(put: Put, resource: JsonObject) -> str:
    """What keeps messages in order: the patient where there is one, the person of a role, else the resource."""
    if put.ref.type == "Patient":
        return str(put.ref)
    if put.ref.type == "PractitionerRole":
        return str((resource.get("practitioner") or {}).get("reference", put.ref))
    named = [(resource.get("subject") or {}).get("reference", "")]
    named += [(one.get("actor") or {}).get("reference", "") for one in resource.get("participant", [])]
    return next((str(name) for name in named if str(name).startswith("Patient/")), str(put.ref))


def name_of(one: Listener) -> str:
    """How the audit trail calls a system that sends."""
    return f"{one.application}|{one.facility}"


def _is_by(unit: WriteUnit, sender: str) -> bool:
    return any(entry.agent == f"sender:{sender}" for entry in unit.audit)
