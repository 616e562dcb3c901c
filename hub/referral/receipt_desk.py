"""Watches the outbox for transfer documents: none goes out after its grant has ended, and an answer is a receipt.

A file in a folder is no answer: nobody has said that it was read. HL7 v2.9 chapter 2.9, RFC 9110 15.3 (2xx).
"""

from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.papers import PAPERS
from hub.referral.receipt import PUSHED, digest_of, document_of
from hub.referral.shape import reference, state_of
from hub.referral.situation import Details
from hub.referral.states import Event
from hub.referral.transitions import TABLE
from hub.referral.workflow import Workflow
from hub.store.port import Engine, Outbound, Ref, Visibility

_WITHOUT_ANSWER = frozenset({"file"})


class ReceiptDesk:
    """The dispatcher's watcher."""

    def __init__(self, store: Engine, workflow: Workflow) -> None:
        self._store = store
        self._workflow = workflow

    async def may_go(self, row: Outbound) -> bool:
        """Whether a document's receiver may still read it: a withdrawn consent holds it back. Anything else may go."""
        document = _document(row)
        if document is None:
            return True
        stored = await self._store.read(document, visibility=Visibility(member=row.receiver))
        return stored is not None and not stored.deleted

    async def has_arrived(self, row: Outbound) -> None:
        """Write the receipt of a document down; once, and only of the newest."""
        document = _document(row)
        if document is None or row.channel in _WITHOUT_ANSWER:
            return
        stored = await self._store.read(document, visibility=PAPERS)
        body = stored.json() if stored is not None and not stored.deleted else {}
        request = reference(body.get("securityContext"), expected="ServiceRequest")
        for task in await tasks_of(self._store, request) if request is not None else ():
            known = document_of(task.json())
            if known is None or known.ref != document or known.received:
                continue
            if (Event.RECEIVE, state_of(task.json())) not in TABLE:
                continue
            details = Details(digest=digest_of(stored), way=PUSHED)
            try:
                await self._workflow.act_as_system(task.ref, Event.RECEIVE, details)
            except (ConflictError, RuleError, NotFoundError, ForbiddenError):
                if await self._is_awaited(task.ref, document):
                    raise

    async def _is_awaited(self, task: Ref, document: Ref) -> bool:
        """Whether it was a quicker hand that stood in the way and the receipt is still to be written down."""
        stored = await self._store.read(task, visibility=GUARD)
        known = document_of(stored.json()) if stored is not None and not stored.deleted else None
        return known is not None and known.ref == document and not known.received


def _document(row: Outbound) -> Ref | None:
    kind, _, identity = row.subject.partition("/")
    return Ref(kind, identity) if kind == "Binary" and identity else None
