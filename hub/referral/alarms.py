"""What happens when a time limit of a referral is reached: one function for each kind of timer."""

from collections.abc import Mapping

from hub.delivery.timers import Handler
from hub.errors import ConflictError, NotFoundError, RuleError
from hub.referral import deadlines
from hub.referral.actors import lead_member
from hub.referral.gather import GUARD, tasks_of
from hub.referral.receipt import document_of
from hub.referral.shape import organization_code, reference, state_of
from hub.referral.states import Event
from hub.referral.transitions import TABLE
from hub.referral.workflow import Workflow
from hub.store.admin import AdminStore
from hub.store.port import CancelTimer, Engine, Ref, Timer, WriteUnit

_EVENTS = {
    deadlines.DRAFT: Event.EXPIRE,
    deadlines.OVERRIDE: Event.ESCALATE,
    deadlines.OPEN: Event.ESCALATE,
    deadlines.DECIDE: Event.ESCALATE,
    deadlines.REPLY: Event.ESCALATE,
    deadlines.WHEREABOUTS: Event.ESCALATE,
    deadlines.FEEDBACK: Event.ESCALATE,
    deadlines.CONFIRM: Event.ESCALATE,
    deadlines.EXPIRE: Event.EXPIRE,
    deadlines.CANCEL: Event.AGREE_CANCEL,
    deadlines.ACKNOWLEDGE: Event.ACKNOWLEDGE,
    deadlines.UNANSWERED: Event.UNANSWERED,
}


class Alarms:
    """Turns timers into events of the hub itself."""

    def __init__(self, store: Engine, workflow: Workflow, admin: AdminStore) -> None:
        self._store = store
        self._workflow = workflow
        self._admin = admin

    def handlers(self) -> Mapping[str, Handler]:
        """By kind, for the dispatcher."""
        of_others = {deadlines.CATCH_UP: self.catch_up, deadlines.RECEIPT: self.receipt}
        return dict.fromkeys(_EVENTS, self.ring) | of_others

    async def catch_up(self, timer: Timer) -> None:
        """24 hours after a stat call: what it left out is still missing, or all is well."""
        request = Ref("ServiceRequest", timer.subject.removeprefix("ServiceRequest/"))
        for task in await tasks_of(self._store, request):
            state = state_of(task.json())
            if (Event.OVERDUE, state) in TABLE and await self._workflow.lacks(request):
                await self._workflow.act_as_system(task.ref, Event.OVERDUE)
        forget = CancelTimer(subject=timer.subject, kind=timer.kind)
        await self._store.write(WriteUnit(timers=(forget,)), visibility=GUARD)

    async def receipt(self, timer: Timer) -> None:
        """Nobody has confirmed a transfer document in time; one that was issued again since has a clock of its own."""
        document = await self._store.read(Ref("Binary", timer.subject.removeprefix("Binary/")), visibility=GUARD)
        body = document.json() if document is not None and not document.deleted else {}
        request = reference(body.get("securityContext"), expected="ServiceRequest")
        for task in await tasks_of(self._store, request) if request is not None else ():
            known = document_of(task.json())
            awaits = known is not None and str(known.ref) == timer.subject and not known.received
            if awaits and (Event.UNRECEIVED, state_of(task.json())) in TABLE:
                await self._workflow.act_as_system(task.ref, Event.UNRECEIVED)
                return
        forget = CancelTimer(subject=timer.subject, kind=timer.kind)
        await self._store.write(WriteUnit(timers=(forget,)), visibility=GUARD)

    async def ring(self, timer: Timer) -> None:
        """Let the event of this timer happen; a referral that has moved on since is left alone."""
        kind, _, identity = timer.subject.partition("/")
        task = Ref(kind, identity)
        event = _EVENTS[timer.kind]
        if event is Event.UNANSWERED and await self._is_with_lead(task):
            event = Event.ACCEPT  # it counts as coming to the lead hospital
        try:
            await self._workflow.act_as_system(task, event)
        except (ConflictError, RuleError, NotFoundError) as err:
            if isinstance(err, ConflictError) and await self._is_possible(task, event):
                raise  # others were quicker every time: the timer comes back, nothing is forgotten
            forget = CancelTimer(subject=timer.subject, kind=timer.kind)
            await self._store.write(WriteUnit(timers=(forget,)), visibility=GUARD)

    async def _is_possible(self, task: Ref, event: Event) -> bool:
        stored = await self._store.read(task, visibility=GUARD)
        return stored is not None and not stored.deleted and (event, state_of(stored.json())) in TABLE

    async def _is_with_lead(self, task: Ref) -> bool:
        stored = await self._store.read(task, visibility=GUARD)
        lead = lead_member(self._admin.members())
        if stored is None or stored.deleted or lead is None:
            return False
        return organization_code(stored.json().get("owner")) == lead.code
