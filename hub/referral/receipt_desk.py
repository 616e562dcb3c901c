"""Watches the outbox for transfer documents: none goes out after its grant has ended or after a newer one was issued.

The answer of the receiver's system is a receipt of the bytes that it was sent.

A file in a folder is no answer: nobody has said that it was read. HL7 v2.9 chapter 2.9, RFC 9110 15.3 (2xx).
"""

from collections.abc import Sequence

from fhir_profiles.issue import JsonObject
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.papers import PAPERS
from hub.referral.receipt import PUSHED, REPLACED, digest_of, documents_of
from hub.referral.shape import reference, state_of
from hub.referral.situation import Details
from hub.referral.states import Event
from hub.referral.transitions import TABLE
from hub.referral.workflow import Workflow
from hub.store.port import Engine, Outbound, Ref, StoredResource, Visibility

WITHDRAWN = "the receiver may not be shown it any more"
_WITHOUT_ANSWER = frozenset({"file"})


class ReceiptDesk:
    """The dispatcher's watcher."""

    def __init__(self, store: Engine, workflow: Workflow) -> None:
        self._store = store
        self._workflow = workflow

    async def refusal(self, row: Outbound) -> str:
        """Why a document does not go out: consent was withdrawn, or a newer one goes instead; "" lets it go."""
        document = _document(row)
        if document is None:
            return ""
        stored = await self._store.read(document, visibility=Visibility(member=row.receiver))
        if stored is None or stored.deleted:
            return WITHDRAWN
        for task in await self._tasks(stored):
            found = [one.ref for one in documents_of(task.json())]
            if document in found[:-1]:
                return REPLACED
        return ""

    async def _tasks(self, binary: StoredResource) -> Sequence[StoredResource]:
        """The Tasks of the referral that a document belongs to; none for another file."""
        request = reference(binary.json().get("securityContext"), expected="ServiceRequest")
        return await tasks_of(self._store, request) if request is not None else ()

    async def has_arrived(self, row: Outbound) -> None:
        """Write the receipt of a document down, once; of one that was replaced while it was under way, on that one."""
        document = _document(row)
        if document is None or row.channel in _WITHOUT_ANSWER:
            return
        stored = await self._store.read(document, visibility=PAPERS)
        for task in await self._tasks(stored) if stored is not None and not stored.deleted else ():
            if not _is_awaited(task.json(), document):
                continue
            if (Event.RECEIVE, state_of(task.json())) not in TABLE:
                continue
            details = Details(digest=digest_of(stored), way=PUSHED)
            try:
                await self._workflow.act_as_system(task.ref, Event.RECEIVE, details)
            except (ConflictError, RuleError, NotFoundError, ForbiddenError):
                if await self._is_still_awaited(task.ref, document):
                    raise

    async def _is_still_awaited(self, task: Ref, document: Ref) -> bool:
        """Whether it was a quicker hand that stood in the way and the receipt is still to be written down."""
        stored = await self._store.read(task, visibility=GUARD)
        return stored is not None and not stored.deleted and _is_awaited(stored.json(), document)


def _is_awaited(task: JsonObject, document: Ref) -> bool:
    return any(one.ref == document and not one.received for one in documents_of(task))


def _document(row: Outbound) -> Ref | None:
    kind, _, identity = row.subject.partition("/")
    return Ref(kind, identity) if kind == "Binary" and identity else None
