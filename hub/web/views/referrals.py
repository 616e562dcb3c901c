"""The referral desk: what came in, what went out, one referral with its reasons and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.issue import JsonObject
from hub.capacity.bed_map import suits_sex
from hub.clock import micros_to_instant
from hub.consent.policy import BASES
from hub.errors import NotFoundError
from hub.record.words import concept_text, english_text
from hub.referral.agreements import LEFT
from hub.referral.briefing import words_of
from hub.referral.conditions import PRIORITIES
from hub.referral.intake import text_to_micros
from hub.referral.offers import Offer
from hub.referral.outside import source_of
from hub.referral.proposal import SUMMARY_WORDS
from hub.referral.reasons import OUTLINE
from hub.referral.receipt import TransferDocument, document_of
from hub.referral.rules.values import Decision
from hub.referral.shape import (
    BY_PHONE,
    coding_of,
    direction_of,
    extension_of,
    focus_of,
    is_notice,
    organization_code,
    patient_of,
    reason_of,
    sbar_of,
    state_of,
)
from hub.referral.situation import Details
from hub.referral.states import FINAL, NUMBER_SYSTEM, STATE_SYSTEM, STATE_WORDS, Direction, Event, State
from hub.store.port import Ref, StoredResource
from hub.store.search.parse import parse_query
from hub.web.desks import APPROVERS
from hub.web.elder import Elder, elder_of
from hub.web.institutions import with_names
from hub.web.looks import note_look
from hub.web.page import Form, Visitor, render, render_list, see_other
from hub.web.trail import trail_of
from terminology.catalogue import sample

if TYPE_CHECKING:
    from hub.web.app import Pages

SIDES = {"in": "owner", "out": "requester"}
OPEN = "draft,requested,received,accepted,in-progress,on-hold"
DONE = "completed,rejected,cancelled,failed,entered-in-error"
_TONE = {
    State.CLOSED: "good", State.ACCEPTED: "good", State.IN_CARE: "good", State.REJECTED: "bad", State.BLOCKED: "bad",
    State.NO_TAKER: "bad", State.SUBMITTED: "warn", State.UNDER_REVIEW: "warn", State.FEEDBACK_DUE: "warn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate's Task as a line of the desk."""

    id: str
    version: str
    request: str
    elder: Elder | None
    priority: str
    changed: str
    sender: str
    receiver: str
    state: State
    words: str
    tone: str
    has_bundle: bool = False
    direction: str = ""
    number: str = ""
    document: TransferDocument | None = None
    receipt: str = ""
    is_owner: bool = False
    told: Sequence[tuple[str, str]] = ()


def add_routes(pages: "Pages") -> None:
    """`/console/referrals`, one referral, and its actions."""
    desk = _Desk(pages)
    pages.console("/console/referrals", desk.worklist, roles=APPROVERS)
    pages.console("/console/referrals/{task}", desk.referral, roles=APPROVERS)
    pages.action("/console/referrals/{task}", desk.act, roles=APPROVERS)


class _Desk:
    """The pages of the desk."""

    def __init__(self, pages: "Pages") -> None:
        self.pages = pages
        self.hub = pages.hub

    async def worklist(self, request: Request, visitor: Visitor) -> Response:
        """One side of this member's referrals."""
        asked = request.query_params
        side = asked.get("side", "") if asked.get("side", "") in SIDES else "in"
        when = asked.get("when", "") if asked.get("when", "") in {"open", "done"} else "open"
        rows = await referral_rows(self.pages, visitor, side=side, when=when)
        if "since" not in asked:
            await note_look(self.hub, visitor, page="referrals")
        page = {"rows": rows, "side": side, "when": when}
        return render_list(request, visitor, "referrals.html", versions=(row.version for row in rows), **page)

    async def referral(self, request: Request, visitor: Visitor) -> Response:
        """One referral, with its decision, trail and actions."""
        stored, service = await self._read(request, visitor)
        await note_look(self.hub, visitor, page="referral", target=str(stored.ref), patient=stored.patient)
        principal, receiver = visitor.signed_in(), organization_code(stored.json().get("owner"))
        offers = await self.hub.workflow.actions(stored.ref.id, principal)
        if extension_of(stored.json(), BY_PHONE) is None:  # nothing was said by phone that could be confirmed
            offers = tuple(offer for offer in offers if offer.event is not Event.CONFIRM)
        row = (await rows_of(self.pages, visitor, [stored]))[0]
        owner = self.hub.admin.member(receiver)
        sides = {receiver, organization_code((service or stored.json()).get("requester"))}
        parties = {each.code: each.name for each in self.hub.admin.members() if each.code in sides}
        return render(
            request,
            visitor,
            "referral.html",
            row=row,
            notice=_notice(row, service, visitor),
            phone=owner.phone if owner is not None else "",
            number=_number(service),
            reasons=reason_texts(service, english=visitor.words.language == "en"),
            summary=_summary(stored.json(), visitor) if row.elder is None else [],
            direction=row.direction,
            ended=_ended(stored.json(), visitor) if not service else [],
            offers=sorted((offer for offer in offers if offer.allowed and offer.event not in _ENDS), key=_rank),
            endings=[offer for offer in offers if offer.allowed and offer.event in _ENDS],
            refused=[offer for offer in offers if not offer.allowed],
            decision=await self._decision(visitor, stored, service),
            beds=await self._free_beds(visitor, receiver, service),
            members=[
                each for each in self.hub.admin.members() if each.code not in sides and each.admission_state != LEFT
            ],
            names={each.code: each.name for each in self.hub.admin.members()},
            bases=BASES,
            priorities=_priorities,
            sample_banner=sample().banner,
            is_outside=owner is not None and owner.is_outside,
            source=source_of(service),
            trail=await trail_of(self.hub, visitor, stored, request=focus_of(stored.json())),
            named=lambda text: with_names(text, parties),
        )

    async def _decision(self, visitor: Visitor, stored: StoredResource, service: JsonObject) -> Decision | None:
        """What the catalogue says, while there is an elder to ask about and the referral is under way."""
        patient, task = patient_of(service), stored.json()
        if patient is None or state_of(task) in _OVER:
            return None
        return await self.hub.workflow.evaluate(
            visitor.signed_in(),
            direction=direction_of(service) or Direction.DOWN,
            receiver=organization_code(task.get("owner")),
            patient=patient,
            priority=str(task.get("priority", "routine")),
        )

    async def act(self, request: Request, visitor: Visitor, sent: Form) -> Response:
        """One event."""
        task = request.path_params["task"]
        planned, at, until = sent.text("planned"), sent.text("at"), sent.text("until")
        details = Details(
            reason=sent.text("reason"),
            note=sent.text("note"),
            bed=sent.text("bed"),
            planned=text_to_micros(planned) if planned else 0,
            receiver=sent.text("receiver"),
            doctor=sent.text("doctor"),
            priority=sent.text("priority"),
            basis=sent.text("basis"),
            onward=sent.text("onward"),
            said_by=sent.text("said-by"),
            digest=sent.text("digest"),
            at=text_to_micros(at) if at else 0,
            until=text_to_micros(until) if until else 0,
        )
        await self._read(request, visitor)
        await self.hub.workflow.act(task, sent.text("event"), visitor.signed_in(), details=details)
        return see_other(f"/console/referrals/{task}")

    async def _read(self, request: Request, visitor: Visitor) -> tuple[StoredResource, JsonObject]:
        visibility = visitor.signed_in().visibility
        stored = await self.hub.store.read(Ref("Task", request.path_params["task"]), visibility=visibility)
        focus = None
        if stored is not None and not stored.deleted:
            focus = await self.hub.workflow.referral_of(stored.json(), visitor.signed_in())
        service = await self.hub.store.read(focus, visibility=visibility) if focus is not None else None
        body = service.json() if service is not None and not service.deleted else {}
        if stored is None or (direction_of(body) is None and (body or not _is_over_here(stored, visitor))):
            raise NotFoundError(visitor.words("referral.unknown"))
        return stored, body

    async def _free_beds(self, visitor: Visitor, code: str, service: JsonObject) -> list[JsonObject]:
        """Beds of the receiver that nobody lies in, for the choice of one; none in a room of the other sex."""
        pairs = [("organization", f"Organization/{code}"), ("operational-status", "U"), ("_count", "100")]
        page = await self.hub.store.search(
            parse_query("Location", pairs, strict=True), visibility=visitor.signed_in().visibility
        )
        patient = None if is_notice(service) else patient_of(service)
        known = await self.hub.store.read(patient, visibility=visitor.signed_in().visibility) if patient else None
        elder = known.json() if known is not None and not known.deleted else {}
        beds = [bed for item in page.resources if suits_sex(bed := item.json(), elder)]
        return sorted(beds, key=lambda bed: str(bed.get("name", "")))


def _is_over_here(stored: StoredResource, visitor: Visitor) -> bool:
    """Whether it is this member's ended part in a referral that it sees no longer: the Task tells how it ended."""
    task = stored.json() if not stored.deleted else {}
    is_owner = organization_code(task.get("owner")) == visitor.signed_in().member_code
    return is_owner and bool(coding_of(task.get("businessStatus"), STATE_SYSTEM)) and state_of(task) in FINAL


async def referral_rows(pages: "Pages", visitor: Visitor, *, side: str, when: str, count: int = 50) -> list[Row]:
    """Tasks of referrals on one side of this member, newest first."""
    pairs = [
        (SIDES[side], f"Organization/{visitor.signed_in().member_code}"),
        ("business-status", f"{STATE_SYSTEM}|"),
        ("_count", str(count)),
    ]
    if when in {"open", "done"}:
        pairs.append(("status", OPEN if when == "open" else DONE))
    page = await pages.hub.store.search(
        parse_query("Task", pairs, strict=True), visibility=visitor.signed_in().visibility
    )
    return await rows_of(pages, visitor, page.resources)


async def rows_of(pages: "Pages", visitor: Visitor, tasks: Sequence[StoredResource]) -> list[Row]:
    """Tasks of referrals as lines."""
    bodies = [stored.json() for stored in tasks]
    wanted = [ref for body in bodies if (ref := _patient(body)) is not None]
    asked = [ref for body in bodies if (ref := focus_of(body)) is not None]
    known = await pages.hub.store.read_many([*wanted, *asked], visibility=visitor.signed_in().visibility)
    calls = [ref for found in asked if found in known and (ref := sbar_of(known[found].json())) is not None]
    said = await pages.hub.store.read_many(calls, visibility=visitor.signed_in().visibility)
    names = {member.code: member.name for member in pages.hub.admin.members()}
    rows, now = [], micros_to_instant(pages.hub.clock.now())
    for stored, body in zip(tasks, bodies, strict=True):
        state, patient = state_of(body), _patient(body)
        sender, receiver = organization_code(body.get("requester")), organization_code(body.get("owner"))
        focus = focus_of(body)
        request = known[focus].json() if focus is not None and focus in known else {}
        rows.append(
            Row(
                id=stored.ref.id,
                version=f"{stored.ref} {stored.version}",
                request=focus.id if focus is not None else "",
                priority=str(body.get("priority", "routine")),
                changed=str(body.get("lastModified") or body.get("authoredOn") or ""),
                elder=elder_of(known[patient].json()) if patient is not None and patient in known else None,
                sender=names.get(source.code if (source := source_of(request)) is not None else sender, sender),
                receiver=names.get(receiver, receiver),
                state=state,
                words=state_words(state, visitor),
                tone=_TONE.get(state, "info"),
                has_bundle=(document := document_of(body)) is not None and bool(request),
                document=document,
                receipt=document.state(now) if document is not None else "",
                is_owner=receiver == visitor.signed_in().member_code,
                direction=direction.value if (direction := direction_of(request)) is not None else "",
                number=_number(request),
                told=_told(said.get(call) if (call := sbar_of(request)) is not None else None, visitor),
            )
        )
    return rows


def _told(stored: StoredResource | None, visitor: Visitor) -> list[tuple[str, str]]:
    """Title and words of the call (SBAR), where the visitor may read it."""
    if stored is None or stored.deleted:
        return []
    return words_of(stored.json(), language=visitor.words.language)


def _number(request: JsonObject) -> str:
    """The referral number of a ServiceRequest; it tells two referrals of one elder apart."""
    numbers = (one for one in request.get("identifier", ()) if one.get("system") == NUMBER_SYSTEM)
    return next((str(one.get("value", "")) for one in numbers), "")


def state_words(state: State, visitor: Visitor) -> str:
    """The state in the visitor's language."""
    chinese, english = STATE_WORDS[state]
    return english if visitor.words.language == "en" else chinese


def _patient(task: JsonObject) -> Ref | None:
    kind, _, identifier = str((task.get("for") or {}).get("reference", "")).partition("/")
    return Ref(kind, identifier) if kind == "Patient" and identifier else None


def reason_texts(service: JsonObject, *, english: bool = False) -> list[str]:
    """Why the elder is referred: the coded reasons and the notes, in words."""
    reasons = [(english_text if english else concept_text)(concept) for concept in service.get("reasonCode", [])]
    return [text for text in [*reasons, *(str(note.get("text", "")) for note in service.get("note", []))] if text]


def _notice(row: Row, service: JsonObject, visitor: Visitor) -> str:
    """The message of the red line on top: not sent yet, or a stat call that is out. Empty when there is none.

    It is told from what is stored, so that no failure on the way to the page can make it say that a call went out.
    """
    is_call = row.priority == "stat" and (direction_of(service) or Direction.DOWN).is_upward
    if row.state in _UNSENT:
        if not is_call:
            return "referral.unsent"
        return "referral.nobody_told" if service.get("status") == "draft" else "referral.not_told"
    is_own = organization_code(service.get("requester")) == visitor.signed_in().member_code
    return "referral.told" if is_call and is_own and row.state in _CALLED else ""


def _ended(task: JsonObject, visitor: Visitor) -> list[str]:
    """Why it ended, in words: the coded reason, and what was said beside it."""
    code, text = reason_of(task)
    known = OUTLINE.get(code)
    told = known[visitor.words.language == "en"] if known is not None else code
    return [one for one in (told, text) if one]


def _summary(task: JsonObject, visitor: Visitor) -> list[tuple[str, str]]:
    """What a candidate of several is told of the elder: label and value."""
    found = []
    for item in task.get("input", []):
        code = next((str(one.get("code")) for one in item["type"].get("coding", [])), "")
        zh, en = SUMMARY_WORDS.get(code, (code, code))
        found.append((en if visitor.words.language == "en" else zh, str(item.get("valueString", ""))))
    return found


def _priorities(event: str, now: str) -> tuple[str, ...]:
    """What a referral may be raised or lowered to."""
    place = PRIORITIES.index(now) if now in PRIORITIES else 0
    return PRIORITIES[place + 1 :] if event == Event.RAISE else PRIORITIES[:place]


def _rank(offer: Offer) -> int:
    return _ORDER.index(offer.event) if offer.event in _ORDER else len(_ORDER)


_ORDER = (
    Event.SUBMIT, Event.OPEN, Event.ACCEPT, Event.SELECT, Event.RESERVE, Event.SCHEDULE, Event.DEPART, Event.ARRIVE,
    Event.ADMIT, Event.FEEDBACK, Event.ACKNOWLEDGE, Event.DECLINE,
)  # fmt: skip
"""What a desk does most, in the order of a referral's way; the rest follows."""
_ENDS = frozenset(
    {Event.CANCEL, Event.DIED, Event.WITHDRAW_CONSENT, Event.ENTERED_IN_ERROR, Event.CLOSE, Event.NO_SHOW,
     Event.REFUSE_AT_DOOR}
)  # fmt: skip
"""What ends a referral stands apart, out of the way of a quick hand."""
_UNSENT = frozenset({State.DRAFT, State.BLOCKED, State.OVERRIDE_PENDING})
_CALLED = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED})
"""A stat call that is out, and that nobody has answered with "come" yet."""
_OVER = frozenset(
    {State.CLOSED, State.REJECTED, State.CANCELLED, State.NOT_SELECTED, State.EXPIRED, State.DIED,
     State.ENTERED_IN_ERROR}
)  # fmt: skip
