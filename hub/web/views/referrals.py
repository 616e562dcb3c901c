"""The referral desk: what came in, what went out, one referral with its reasons and what may be done now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.issue import JsonObject
from hub.errors import BadRequestError, NotFoundError
from hub.referral.intake import text_to_micros
from hub.referral.shape import direction_of, focus_of, organization_code, patient_of, state_of
from hub.referral.situation import Details
from hub.referral.states import STATE_SYSTEM, STATE_WORDS, Direction, State
from hub.store.port import Ref, StoredResource
from hub.store.query import HistoryQuery
from hub.store.search.parse import parse_query
from hub.web.elder import Elder, elder_of
from hub.web.looks import note_look
from hub.web.page import Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages

WRITERS = frozenset({"coordinator", "doctor", "nurse"})
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

    task: JsonObject
    elder: Elder | None
    sender: str
    receiver: str
    state: State
    words: str
    tone: str
    has_bundle: bool = False


def add_routes(pages: "Pages") -> None:
    """`/console/referrals`, a new one, one referral, and its actions."""
    desk = _Desk(pages)
    pages.console("/console/referrals", desk.desk)
    pages.console("/console/referrals/new", desk.form, roles=WRITERS)
    pages.console("/console/referrals/new", desk.create, methods=("POST",), roles=WRITERS)
    pages.console("/console/referrals/{task}", desk.referral)
    pages.console("/console/referrals/{task}", desk.act, methods=("POST",), roles=WRITERS)


class _Desk:
    """The pages of the desk."""

    def __init__(self, pages: "Pages") -> None:
        self.pages = pages
        self.hub = pages.hub

    async def desk(self, request: Request, visitor: Visitor) -> Response:
        """The list."""
        side = request.query_params.get("side", "in")
        when = request.query_params.get("when", "open")
        rows = await referral_rows(self.pages, visitor, side=side if side in SIDES else "in", when=when)
        await note_look(self.hub, visitor, page="referrals")
        return render(request, visitor, "referrals.html", rows=rows, side=side, when=when)

    async def referral(self, request: Request, visitor: Visitor) -> Response:
        """One referral, with its decision, trail and actions."""
        stored, service = await self._read(request, visitor)
        task = stored.json()
        await note_look(self.hub, visitor, page="referral", target=str(stored.ref), patient=stored.patient)
        offers = await self.hub.workflow.actions(stored.ref.id, visitor.signed_in())
        direction = direction_of(service) or Direction.DOWN
        decision = await self.hub.workflow.evaluate(
            visitor.signed_in(),
            direction=direction,
            receiver=organization_code(task.get("owner")),
            patient=patient_of(service),
            priority=str(task.get("priority", "routine")),
        )
        trail = await self.hub.store.history(
            HistoryQuery(type="Task", id=stored.ref.id, count=50), visibility=visitor.signed_in().visibility
        )
        return render(
            request,
            visitor,
            "referral.html",
            row=await self._row(visitor, stored),
            service=service,
            direction=direction.value,
            offers=[offer for offer in offers if offer.allowed],
            refused=[offer for offer in offers if not offer.allowed],
            decision=decision,
            beds=await self._free_beds(visitor, organization_code(task.get("owner"))),
            trail=[_step(version, visitor) for version in trail.resources],
        )

    async def act(self, request: Request, visitor: Visitor) -> Response:
        """One event."""
        form = await request.form()
        said = {name: str(value).strip() for name, value in form.items()}
        task = request.path_params["task"]
        planned = text_to_micros(said["planned"]) if said.get("planned") else 0
        details = Details(
            reason=said.get("reason", ""),
            note=said.get("note", ""),
            bed=said.get("bed", ""),
            planned=planned,
            receiver=said.get("receiver", ""),
            doctor=said.get("doctor", ""),
            priority=said.get("priority", ""),
            onward=said.get("onward", ""),
        )
        await self.hub.workflow.act(task, said.get("event", ""), visitor.signed_in(), details=details)
        return see_other(f"/console/referrals/{task}")

    async def form(self, request: Request, visitor: Visitor) -> Response:
        """The form of a new referral."""
        stored = await self.hub.store.read(
            Ref("Patient", request.query_params.get("patient", "")), visibility=visitor.signed_in().visibility
        )
        if stored is None or stored.deleted:
            raise NotFoundError("Choose the elder first: open a record and press the button for a new referral.")
        await note_look(self.hub, visitor, page="referral-form", target=str(stored.ref), patient=stored.ref.id)
        members = [each for each in self.hub.admin.members() if each.number != visitor.signed_in().member]
        return render(request, visitor, "referral_form.html", elder=elder_of(stored.json()), members=members)

    async def create(self, request: Request, visitor: Visitor) -> Response:
        """A draft from the form."""
        sent = await request.form()
        direction, priority = str(sent.get("direction", "")), str(sent.get("priority", "routine"))
        if direction not in set(Direction):
            raise BadRequestError(f"The direction is {direction!r}; expected one of {', '.join(Direction)}.")
        draft = await self.hub.workflow.create_draft(
            visitor.signed_in(),
            patient=Ref("Patient", str(sent.get("patient", ""))),
            direction=Direction(direction),
            receivers=[str(code) for code in sent.getlist("receiver")],
            priority=priority,
            note=str(sent.get("note", "")).strip(),
        )
        return see_other(f"/console/referrals/{draft.tasks[0].id}")

    async def _read(self, request: Request, visitor: Visitor) -> tuple[StoredResource, JsonObject]:
        visibility = visitor.signed_in().visibility
        stored = await self.hub.store.read(Ref("Task", request.path_params["task"]), visibility=visibility)
        focus = focus_of(stored.json()) if stored is not None and not stored.deleted else None
        service = await self.hub.store.read(focus, visibility=visibility) if focus is not None else None
        if stored is None or service is None or direction_of(service.json()) is None:
            raise NotFoundError("No referral with this number is known to this member.")
        return stored, service.json()

    async def _row(self, visitor: Visitor, stored: StoredResource) -> Row:
        return (await _rows(self.pages, visitor, [stored]))[0]

    async def _free_beds(self, visitor: Visitor, code: str) -> list[JsonObject]:
        """Beds of the receiver that nobody lies in, for the choice of one."""
        pairs = [("organization", f"Organization/{code}"), ("operational-status", "U"), ("_count", "100")]
        page = await self.hub.store.search(
            parse_query("Location", pairs, strict=True), visibility=visitor.signed_in().visibility
        )
        return [item.json() for item in page.resources]


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
    return await _rows(pages, visitor, list(page.resources))


async def _rows(pages: "Pages", visitor: Visitor, tasks: list[StoredResource]) -> list[Row]:
    bodies = [stored.json() for stored in tasks]
    wanted = [ref for body in bodies if (ref := _patient(body)) is not None]
    known = await pages.hub.store.read_many(wanted, visibility=visitor.signed_in().visibility)
    names = {member.code: member.name for member in pages.hub.admin.members()}
    rows = []
    for body in bodies:
        state, patient = state_of(body), _patient(body)
        sender, receiver = organization_code(body.get("requester")), organization_code(body.get("owner"))
        rows.append(
            Row(
                task=body,
                elder=elder_of(known[patient].json()) if patient in known else None,
                sender=names.get(sender, sender),
                receiver=names.get(receiver, receiver),
                state=state,
                words=state_words(state, visitor),
                tone=_TONE.get(state, "info"),
                has_bundle=any(_is_bundle(item) for item in body.get("output", [])),
            )
        )
    return rows


def state_words(state: State, visitor: Visitor) -> str:
    """The state in the visitor's language."""
    chinese, english = STATE_WORDS[state]
    return english if visitor.words.language == "en" else chinese


def _patient(task: JsonObject) -> Ref | None:
    kind, _, identifier = str((task.get("for") or {}).get("reference", "")).partition("/")
    return Ref(kind, identifier) if kind == "Patient" and identifier else None


def _is_bundle(output: JsonObject) -> bool:
    return any(item.get("code") == "transfer-bundle" for item in (output.get("type") or {}).get("coding", []))


def _step(version: StoredResource, visitor: Visitor) -> tuple[int, str, str]:
    """(time, state, last note) of one version of the Task."""
    task = version.json()
    notes = task.get("note") or [{}]
    return version.updated, state_words(state_of(task), visitor), str(notes[-1].get("text", ""))
