"""The form of a new referral: a draft, or a stat call that goes out at once.

A stat call on the way up is notice, not request (docs/referral.md): it never waits as a draft that nobody sees.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.clock import micros_to_instant
from hub.errors import HubError, NotFoundError
from hub.log import LogEvent, log
from hub.referral.actors import lead_member
from hub.referral.agreements import LEFT
from hub.referral.intake import text_to_micros
from hub.referral.outside import WAYS, OutsideSource
from hub.referral.states import Direction, Event
from hub.store.admin import Member
from hub.store.port import Ref
from hub.transfer.blank_forms import is_paper_number
from hub.web.desks import REFERRALS
from hub.web.elder import Elder, elder_of
from hub.web.looks import note_look
from hub.web.page import Form, Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages

NOTIFY = "notify"
"""The value of the button that calls at once, whatever priority is chosen above it."""
_PRIORITIES = ("routine", "urgent", "stat")
_FROM_HOME = (Direction.FROM_HOME, Direction.UP, Direction.INTO_HOME, Direction.DOWN)
_FROM_CLINIC = (Direction.UP, Direction.DOWN, Direction.INTO_HOME, Direction.FROM_HOME)
_FROM_HOSPITAL = (Direction.DOWN, Direction.INTO_HOME, Direction.UP, Direction.FROM_HOME)
_OFFERED = {"home": _FROM_HOME, "clinic": _FROM_CLINIC}
"""The directions in the order in which each kind of institution needs them; the first stands chosen."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen in the form. `direction` is empty when it is none that exists."""

    direction: str
    priority: str
    receivers: tuple[str, ...]
    reason: str = ""
    note: str = ""
    notify: bool = False
    paper: str = ""
    source: str = ""
    way: str = "letter"
    said_by: str = ""
    when: str = ""

    @property
    def is_upward(self) -> bool:
        """Whether the way leads to more care."""
        return self.direction in set(Direction) and Direction(self.direction).is_upward

    @property
    def is_call(self) -> bool:
        """Whether this is a stat call, which goes out at once whichever button was pressed."""
        return self.is_upward and self.priority == "stat"


def add_routes(pages: "Pages") -> None:
    """`/console/referrals/new`. Its routes come before those of one referral."""
    desk = _NewReferral(pages)
    pages.console("/console/referrals/new", desk.form, roles=REFERRALS)
    pages.action("/console/referrals/new", desk.create, roles=REFERRALS)


class _NewReferral:
    """The form and what it does."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub

    async def form(self, request: Request, visitor: Visitor) -> Response:
        """The empty form; on the way up the lead hospital stands chosen."""
        elder = await self._elder(visitor, request.query_params.get("patient", ""))
        await note_look(self.hub, visitor, page="referral-form", target=f"Patient/{elder.id}", patient=elder.id)
        first = self._offered(visitor)[0]
        wish = Wish(direction=first.value, priority="routine", receivers=self._lead(visitor, first))
        return self._page(request, visitor, elder, wish)

    async def create(self, request: Request, visitor: Visitor, sent: Form) -> Response:
        """A draft, or for a stat call on the way up the draft and its submission in one go."""
        elder = await self._elder(visitor, sent.text("patient"))
        wish = self._wish(visitor, sent)
        fault = _fault(wish, self._lead_code(), self.hub.admin.members())
        if fault:
            return self._page(request, visitor, elder, wish, faults=(visitor.words(fault),), status=400)
        if not wish.is_call:
            return see_other(f"/console/referrals/{(await self._draft(visitor, elder, wish))[0].id}")
        try:
            tasks = await self._draft(visitor, elder, wish)
        except Exception as err:  # noqa: BLE001  whatever went wrong, the caller must read that nobody was told
            told = err if isinstance(err, HubError) else HubError(visitor.words("error.s500"))
            log(LogEvent.REQUEST_FAILED, operation="/console/referrals/new", error=type(err).__name__)
            texts = tuple(issue.text for issue in told.issues)
            return self._page(request, visitor, elder, wish, faults=texts, status=told.status)
        return see_other(f"/console/referrals/{await self._send(visitor, tasks)}")

    async def _draft(self, visitor: Visitor, elder: Elder, wish: Wish) -> tuple[Ref, ...]:
        draft = await self.hub.workflow.create_draft(
            visitor.signed_in(),
            patient=Ref("Patient", elder.id),
            direction=Direction(wish.direction),
            receivers=wish.receivers,
            priority=wish.priority,
            reasons=[{"text": wish.reason}] if wish.reason else [],
            note=wish.note,
            paper=wish.paper,
            source=_source(wish),
        )
        return draft.tasks

    async def _send(self, visitor: Visitor, tasks: tuple[Ref, ...]) -> str:
        """Submit every Task; gives the one whose page to show: one that did not go out, if any, says so in red."""
        unsent = ""
        for task in tasks:
            try:
                await self.hub.workflow.act(task.id, Event.SUBMIT, visitor.signed_in())
            except Exception as err:  # noqa: BLE001  the draft's own page then says in red that nobody was told
                log(LogEvent.REQUEST_FAILED, operation="/console/referrals/new", error=type(err).__name__)
                unsent = unsent or task.id
        return unsent or tasks[0].id

    def _wish(self, visitor: Visitor, sent: Form) -> Wish:
        notify = sent.text("do") == NOTIFY
        direction = sent.text("direction")
        priority = "stat" if notify else sent.text("priority") or "routine"
        chosen = tuple(dict.fromkeys(code for code in sent.all("receiver") if self.hub.admin.member(code) is not None))
        paper = sent.text("paper").upper()
        wish = Wish(
            direction, priority, chosen, reason=sent.text("reason"), note=sent.text("note"), notify=notify, paper=paper,
            source=sent.text("source"), way=sent.text("way") or "letter", said_by=sent.text("said-by"),
            when=sent.text("when"),
        )  # fmt: skip
        if wish.is_call and not chosen:  # a missing tick stops no call: it goes to the lead hospital
            chosen = self._lead(visitor, Direction(direction))
        return replace(wish, receivers=chosen)

    def _page(
        self, request: Request, visitor: Visitor, elder: Elder, wish: Wish, *, faults: tuple[str, ...] = (),
        status: int = 200,
    ) -> Response:  # fmt: skip
        others = [each for each in self.hub.admin.members() if each.number != visitor.signed_in().member]
        members = [each for each in others if each.admission_state != LEFT and not each.is_outside]
        return render(
            request, visitor, "referral_form.html", status=status, elder=elder, members=members, wish=wish,
            outside=[each for each in others if each.is_outside], own=visitor.signed_in().member_code, ways=WAYS,
            directions=self._offered(visitor), faults=faults, priorities=_PRIORITIES,
        )  # fmt: skip

    def _offered(self, visitor: Visitor) -> tuple[Direction, ...]:
        own = self.hub.admin.member(visitor.signed_in().member)
        return _OFFERED.get(own.kind if own is not None else "", _FROM_HOSPITAL)

    def _lead_code(self) -> str:
        lead = lead_member(self.hub.admin.members())
        return lead.code if lead is not None else ""

    def _lead(self, visitor: Visitor, direction: Direction) -> tuple[str, ...]:
        """The lead hospital as the receiver of the way up; nobody for the other ways, or when it is the sender."""
        code = self._lead_code()
        return (code,) if direction.is_upward and code not in {"", visitor.signed_in().member_code} else ()

    async def _elder(self, visitor: Visitor, patient: str) -> Elder:
        stored = await self.hub.store.read(Ref("Patient", patient), visibility=visitor.signed_in().visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(visitor.words("referral.choose_elder"))
        return elder_of(stored.json())


def _source(wish: Wish) -> OutsideSource | None:
    """Where the elder comes from, when that is outside; the time of the form is Shanghai's. Raises RuleError."""
    if not wish.source:
        return None
    when = micros_to_instant(text_to_micros(wish.when)) if wish.when else ""
    return OutsideSource(code=wish.source, way=wish.way, said_by=wish.said_by, when=when)


def _fault(wish: Wish, lead: str, members: tuple[Member, ...]) -> str:
    """The message of what stands against the form; empty when nothing does."""
    kinds = {member.code: member.kind for member in members}
    if wish.direction not in set(Direction) or wish.priority not in _PRIORITIES:
        return "referral.bad_choice"
    if wish.notify and not wish.is_upward:
        return "referral.notify_upward"
    if wish.paper and not is_paper_number(wish.paper) and not wish.is_call:
        return "referral.bad_paper"
    if not wish.receivers:
        return "referral.no_receiver"
    if wish.is_upward and any(kinds.get(code) == "home" for code in wish.receivers):
        return "referral.no_home_upward"
    if not wish.is_upward and lead in wish.receivers and not wish.source:
        return "referral.no_lead_downward"
    return ""
