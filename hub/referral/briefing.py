"""When an up-referral has its SBAR, what may stand in it, and where it is kept.

It is a Communication of the sender (https://hl7.org/fhir/R4/communication.html) that the ServiceRequest names by an
extension which the hub alone writes. The hospitals and clinics that the referral is disclosed to are granted it, and
nobody else: there is none on a bid, none where the disclosure is withheld, none before a submission, none for a home.
"""

from collections.abc import Mapping

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.clock import SHANGHAI, micros_to_datetime, micros_to_instant
from hub.referral.lookup import find
from hub.referral.plan import Change, Plan
from hub.referral.rules.observations import facts_from_resources
from hub.referral.sbar import PARTS, Call, sbar
from hub.referral.shape import (
    DOCTORS_WORD,
    SBAR,
    organization,
    reference,
    sbar_of,
    set_extension,
    text_of,
    translated,
)
from hub.referral.states import UNSENT, Event
from hub.store.admin import Member
from hub.store.port import Engine, Ref, Visibility, WriteUnit
from hub.transfer.kept import CATEGORY_SYSTEM, SBAR_CODE
from hub.transfer.sections import is_directive
from terminology.catalogue import Catalogue

TYPES = (
    "AllergyIntolerance", "Condition", "Consent", "DeviceUseStatement", "Flag", "MedicationRequest",
    "MedicationStatement", "Observation",
)  # fmt: skip
FLOOR = frozenset(TYPES) - {"Condition", "Observation"}
"""What is told whoever keeps it: wishes, allergies, medicines, devices and risks."""
MOST = 100
"""Newest resources of a type that are looked through."""


def is_briefed(change: Change) -> bool:
    """Whether this event, which is allowed, gives the referral its SBAR: it tells a hospital or clinic who goes up.

    Upward nothing blocks what is sent (ruling 2). A home is not shown a record in full, nor told so by this.
    """
    owner, requester = change.parties.owner, change.parties.requester
    if not change.direction.is_upward or owner is None or requester is None or owner.kind == "home":
        return False
    if change.event is Event.RAISE:
        return _priority(change) == "stat" and change.before not in UNSENT
    if change.event not in _SENDING or change.is_bid or change.is_withheld:
        return False
    return sbar_of(change.request.resource) is None


_SENDING = frozenset({Event.SUBMIT, Event.SELECT, Event.DEPART})
"""With the first of these that tells a receiver who it is."""


async def brief(change: Change, plan: Plan, unit: WriteUnit, *, store: Engine, catalogue: Catalogue) -> None:
    """Write the SBAR of the facts as they stand, and let the referral name it."""
    requester, owner = change.parties.requester, change.parties.owner
    assert requester is not None  # `is_briefed` has looked
    assert owner is not None
    sent = {put.ref: put.resource or parse(put.data) for put in unit.puts if not put.delete}
    person, record = await _shown(change, requester, owner, sent, store=store)
    at = micros_to_datetime(plan.now).astimezone(SHANGHAI)
    call = Call(
        sender=requester, receiver=owner, request=change.request.resource, priority=_priority(change), at=at,
        person=person, record=record, facts=facts_from_resources(record, at=at, definitions=catalogue.facts),
        definitions=catalogue.facts, snapshot=change.catalogue_snapshot,
        doctor=change.details.doctor or text_of(change.request.resource, DOCTORS_WORD),
    )  # fmt: skip
    item = plan.add(_communication(call, change, plan), custodian=requester.number)
    set_extension(change.request.resource, SBAR, {"valueReference": {"reference": str(item.ref)}})
    change.request.dirty = True


async def _shown(
    change: Change, requester: Member, to: Member, sent: Mapping[Ref, JsonObject], *, store: Engine
) -> tuple[JsonObject, list[JsonObject]]:
    """The person and what the sender's record says of it, with what comes in the same transaction.

    What the receiver itself keeps is told too, and of what others keep and show the sender that without which somebody
    is harmed (ruling 6): a call that says "allergies unknown" where the sheet names one is worse than none. The rest
    of others' records is for them to share.
    """
    patient = change.patient
    if patient is None or change.patient_custodian != requester.number:
        return {}, []
    eyes, own = Visibility(member=requester.number), {requester.number, to.number}
    stored = await store.read(patient, visibility=eyes)
    person = sent.get(patient) or (stored.json() if stored is not None else {})
    record: dict[Ref, JsonObject] = {}
    linked = await store.linked_patients(patient.id, visibility=eyes)
    for one in dict.fromkeys((patient.id, *linked)):
        for name in TYPES:
            page = await find(store, name, "patient", f"Patient/{one}", visibility=eyes, count=MOST)
            bodies = ((found, found.json()) for found in page)
            record |= {
                found.ref: body
                for found, body in bodies
                if name in FLOOR or found.custodian in own or is_directive(body)
            }
    record |= {ref: body for ref, body in sent.items() if ref.type in TYPES and _is_about(body, patient)}
    return person, list(record.values())


def _is_about(resource: JsonObject, patient: Ref) -> bool:
    return patient in {reference(resource.get("subject")), reference(resource.get("patient"))}


def _priority(change: Change) -> str:
    """The referral's priority after this event."""
    return change.details.priority if change.event is Event.RAISE else change.priority


def _communication(call: Call, change: Change, plan: Plan) -> JsonObject:
    patient = change.patient
    return {
        "resourceType": "Communication",
        "id": plan.new_id(patient.id if patient is not None else ""),
        "status": "completed",
        "category": [{"coding": [{"system": CATEGORY_SYSTEM, "code": SBAR_CODE}]}],
        "priority": call.priority,
        **({"subject": {"reference": str(patient)}} if patient is not None else {}),
        "about": [{"reference": str(change.request.ref)}],
        "sent": micros_to_instant(plan.now),
        "sender": organization(call.sender.code),
        "recipient": [organization(call.receiver.code)],
        "payload": [_part(code, *words) for code, words in sbar(call).items()],
    }


def _part(code: str, zh: str, en: str) -> JsonObject:
    said = translated(zh, en)
    return {"id": code, "contentString": said["valueString"], "_contentString": said["_valueString"]}


def words_of(communication: JsonObject, *, language: str) -> list[tuple[str, str]]:
    """(title, words) of the four parts of a stored SBAR; `language` is en, else Chinese."""
    place = 1 if language == "en" else 0
    found = []
    for part in communication.get("payload", []):
        title = PARTS.get(str(part.get("id", "")))
        if title is not None:
            found.append((title[place], _translation(part) if place else str(part.get("contentString", ""))))
    return found


def _translation(part: JsonObject) -> str:
    outer = (part.get("_contentString") or {}).get("extension", [])
    inner = [one for translation in outer for one in translation.get("extension", []) if one.get("url") == "content"]
    return str(inner[0].get("valueString", "") if inner else part.get("contentString", ""))
