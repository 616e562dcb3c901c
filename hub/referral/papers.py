"""What a decision about a transfer document looks at: its bytes, and whether its receiver is still shown them."""

import base64
from dataclasses import replace
from typing import Literal

from fhir_profiles.json_text import parse
from hub.referral.plan import Change
from hub.referral.receipt import digest_of, document_of, documents_of, meant
from hub.referral.situation import Situation
from hub.referral.states import Event
from hub.store.port import Engine, Ref, Visibility, system
from hub.transfer.attachments import file_refs

PAPERS = system("transfer document")
"""The hub compares a digest with the bytes that it has issued, whoever gives it."""


_COMES_NOT = frozenset({Event.DIVERT, Event.NO_SHOW})
CLOSING = _COMES_NOT | {Event.WITHDRAW_CONSENT}
"""Events after which a document and the files beside it are shown no longer to whom they were sent."""


async def with_document(situation: Situation, change: Change, store: Engine) -> Situation:
    """The situation with the document that is meant; where its sight ends with this event, the files beside it too."""
    task, owner = change.task.resource, change.parties.owner
    document = meant(task, change.details) if change.event is Event.RECEIVE else document_of(task)
    if document is None:
        return situation
    stored = await store.read(document.ref, visibility=PAPERS)
    change.document_digest = digest_of(stored)
    documents = documents_of(task)
    if change.event in _COMES_NOT:
        change.document_files = tuple([file for one in documents for file in await _files_of(one.ref, store)])
    elif change.event is Event.WITHDRAW_CONSENT:
        received = {file for one in documents if one.received for file in await _files_of(one.ref, store)}
        awaited = [file for one in documents if not one.received for file in await _files_of(one.ref, store)]
        change.document_files = tuple(file for file in dict.fromkeys(awaited) if file not in received)
    state: Literal["awaited", "received", "withdrawn"] = "received" if document.received else "awaited"
    if owner is not None and not owner.is_outside and not document.received:
        shown = await store.read(document.ref, visibility=Visibility(member=owner.number))
        state = "awaited" if shown is not None and not shown.deleted else "withdrawn"
    return replace(situation, document=change.document_digest, document_state=state)


async def _files_of(document: Ref, store: Engine) -> tuple[Ref, ...]:
    """The files beside a document, which its receiver pulls by their hash."""
    binary = await store.read(document, visibility=PAPERS)
    if binary is None or binary.deleted:
        return ()
    bundle = parse(base64.b64decode(str(binary.json().get("data", ""))))
    names = file_refs(entry["resource"] for entry in bundle.get("entry", []))
    return tuple(Ref("Binary", name.removeprefix("Binary/")) for name in names)
