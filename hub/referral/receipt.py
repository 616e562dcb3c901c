"""Receipt of the transfer document: which bytes were issued to whom, until when they are confirmed, and who did.

It stands as an extension on the `Task.output` that names the document, so that one issued again needs a receipt of its
own. A document counts as received when the receiver's system has answered for it (HTTP 2xx, HL7 v2 AA or CA), has
fetched it, when a person there confirms it, or when somebody writes down what was said by phone. docs/transfer.md.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Literal

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.delivery.outbox import ordering_of
from hub.referral import deadlines
from hub.referral.plan import Change, Plan
from hub.referral.shape import (
    add_output,
    coding_of,
    extension_of,
    organization,
    organization_code,
    reference,
    set_extension,
)
from hub.referral.situation import Details
from hub.referral.states import ARRIVED_STATES, EXTENSION, OUTPUT_SYSTEM, Event
from hub.store.port import CancelOutbound, CancelTimer, Ref, Revoke, StoredResource, Timer

BUNDLE_OUTPUT = "transfer-bundle"
DOCUMENT = f"{EXTENSION}/transfer-document"
PUSHED, FETCHED, CONFIRMED, ON_BEHALF = "push", "pull", "confirmed", "on-behalf"
REPLACED = "a newer transfer document has taken its place"
CODE_DIGITS = 20
"""Hexadecimal digits of the verification code that stands on each printed page."""


@dataclass(frozen=True, slots=True)
class TransferDocument:
    """One document that was issued: its Binary, SHA-256 and times as FHIR writes them; `received` "" while awaited.

    `by` is a member's code, `way` one of push, pull, confirmed, on-behalf, `said_by` who said it by phone.
    """

    ref: Ref
    digest: str = ""
    issued: str = ""
    due: str = ""
    received: str = ""
    by: str = ""
    way: str = ""
    said_by: str = ""
    is_overdue: bool = False

    def state(self, now: str) -> Literal["received", "overdue", "awaited"]:
        """How its receipt stands; `now` as an instant."""
        if self.received:
            return "received"
        return "overdue" if self.is_overdue or (self.due and self.due < now) else "awaited"


def document_of(task: JsonObject) -> TransferDocument | None:
    """The newest document that a Task names; None before the first."""
    return next(reversed(documents_of(task)), None)


def documents_of(task: JsonObject) -> list[TransferDocument]:
    """Every document that a Task names, in the order in which they were issued."""
    return [_read(item, ref) for item in _outputs(task) if (ref := reference(item.get("valueReference")))]


def _read(item: JsonObject, ref: Ref) -> TransferDocument:
    parts = {str(one["url"]): one for one in (extension_of(item, DOCUMENT) or {}).get("extension", [])}

    def text(name: str) -> str:
        return next((str(value) for key, value in parts.get(name, {}).items() if key.startswith("value")), "")

    return TransferDocument(
        ref=ref,
        digest=text("digest"),
        issued=text("issued"),
        due=text("due"),
        received=text("received"),
        by=organization_code(parts.get("by", {}).get("valueReference")),
        way=text("way"),
        said_by=text("said-by"),
        is_overdue="overdue" in parts,
    )


def digest_of(binary: StoredResource | None) -> str:
    """SHA-256 of a stored document's bytes in hexadecimal; "" when there is none."""
    if binary is None or binary.deleted:
        return ""
    return hashlib.sha256(base64.b64decode(str(binary.json().get("data", "")))).hexdigest()


def names_it(given: str, digest: str) -> bool:
    """Whether a digest as somebody gives it, or the verification code from paper, means these bytes."""
    plain = given.strip().lower().removeprefix("sha-256=").replace("-", "")
    return plain == digest or (len(plain) == CODE_DIGITS and digest.startswith(plain))


def issue(change: Change, plan: Plan, document: Ref, data: bytes) -> None:
    """Name a new document on the Task, and start the clock of its receipt; one that it replaces is awaited no more.

    What was entered after a down-time rings no old alarm (rulings 3.1).
    """
    before = document_of(change.task.resource)
    if before is not None:
        plan.timers.append(CancelTimer(subject=str(before.ref), kind=deadlines.RECEIPT))
        _call_back(before, change, plan)
    began = change.happened(plan.now)
    owner = change.parties.owner
    due = plan.waits.receipt_due(change.priority, now=began, member=owner.number if owner is not None else 0)
    parts: list[JsonObject] = [
        {"url": "digest", "valueString": hashlib.sha256(data).hexdigest()},
        {"url": "issued", "valueInstant": micros_to_instant(plan.now)},
        {"url": "due", "valueInstant": micros_to_instant(due)},
    ]
    add_output(change.task.resource, BUNDLE_OUTPUT, {"valueReference": {"reference": str(document)}})
    set_extension(change.task.resource["output"][-1], DOCUMENT, {"extension": parts})
    if due > plan.now or began == plan.now:
        plan.timers.append(Timer(kind=deadlines.RECEIPT, subject=str(document), due=due))


def _call_back(before: TransferDocument, change: Change, plan: Plan) -> None:
    """A receiver that was down gets the newest document alone: the one before waits in the outbox no more."""
    owner = change.parties.owner
    for endpoint in plan.endpoints(owner.number) if owner is not None else ():
        ordering = ordering_of(endpoint, str(change.request.ref))
        plan.outbound.append(CancelOutbound(ordering=ordering, subject=str(before.ref), why=REPLACED))


def meant(task: JsonObject, details: Details) -> TransferDocument | None:
    """The document that a receipt is about; None before the first.

    What a system took is what it was sent, also when that was replaced meanwhile; a person confirms the newest.
    """
    if details.way in {PUSHED, FETCHED}:
        for one in reversed(documents_of(task)):
            if one.digest and one.digest == details.digest:
                return one
    return document_of(task)


def receipt(change: Change, plan: Plan) -> None:
    """Write down that a document was received, or that the newest one's receipt is overdue; its clock is at its end."""
    document = meant(change.task.resource, change.details)
    if document is None:
        return
    item = next(one for one in _outputs(change.task.resource) if reference(one.get("valueReference")) == document.ref)
    plan.timers.append(CancelTimer(subject=str(document.ref), kind=deadlines.RECEIPT))
    parts = list((extension_of(item, DOCUMENT) or {}).get("extension", []))
    if change.event is Event.UNRECEIVED:
        parts.append({"url": "overdue", "valueBoolean": True})
    else:
        parts += _received(change, plan, known={str(one["url"]) for one in parts})
    set_extension(item, DOCUMENT, {"extension": parts})


def _received(change: Change, plan: Plan, *, known: set[str]) -> list[JsonObject]:
    owner, details = change.parties.owner, change.details
    is_own = owner is not None and owner.number == change.caller.member
    way = details.way or (CONFIRMED if is_own else ON_BEHALF)
    parts: list[JsonObject] = [{"url": "received", "valueInstant": micros_to_instant(details.at or plan.now)}]
    if "digest" not in known:
        parts.append({"url": "digest", "valueString": change.document_digest})
    parts.append({"url": "way", "valueCode": way})
    if owner is not None:
        parts.append({"url": "by", "valueReference": organization(owner.code)})
    if change.caller.agent.startswith("user:"):
        parts.append({"url": "person", "valueString": change.caller.agent})
    if details.said_by:
        parts.append({"url": "said-by", "valueString": details.said_by})
    return parts


def withdraw(change: Change, plan: Plan) -> None:
    """A document that nobody there has received is not shown any more once consent is withdrawn (ruling 2.1.15).

    From the arrival on it is with the team that treats, which keeps it (ruling 5).
    """
    owner = change.parties.owner
    if change.before in ARRIVED_STATES:
        return
    awaited = [document.ref for document in documents_of(change.task.resource) if not document.received]
    if owner is None or not awaited:
        return
    plan.timers += [CancelTimer(subject=str(ref), kind=deadlines.RECEIPT) for ref in awaited]
    plan.revokes += [
        Revoke(because=change.delivered, member=owner.number, target=ref) for ref in (*awaited, *change.document_files)
    ]


def _outputs(task: JsonObject) -> list[JsonObject]:
    return [one for one in task.get("output", []) if coding_of(one.get("type"), OUTPUT_SYSTEM) == BUNDLE_OUTPUT]
