"""Appointment slots and equipment: what can be booked and borrowed for an elder, and what was."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.json_text import dump
from hub.capacity.booking import book
from hub.capacity.equipment import LoanWish
from hub.capacity.loans import EquipmentDesk
from hub.capacity.slot_board import DAYS, SlotBoard
from hub.capacity.slots import HOLDS_SLOT, begins
from hub.clock import micros_to_instant
from hub.errors import BadRequestError, NotFoundError, RuleError
from hub.store.port import AuditEntry, Put, Ref, StoredResource, WriteUnit
from hub.store.search.parse import parse_query
from hub.web.desks import BEDS
from hub.web.elder import Elder, elder_of
from hub.web.looks import note_look
from hub.web.page import Form, Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages

_DAY = 24 * 3_600_000_000
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Booking:
    """An Appointment to come, as a line. `elder` is empty when the reader may not know who comes."""

    id: str
    at: int
    what: str
    member: str
    elder: str


def add_routes(pages: "Pages") -> None:
    """`/console/slots` and its forms."""
    desk = _Slots(pages)
    pages.console("/console/slots", desk.page, roles=BEDS)
    pages.action("/console/slots", desk.act, roles=BEDS)


class _Slots:
    """The page of slots and equipment."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub
        self.board = SlotBoard(pages.hub.store, pages.hub.admin, pages.hub.clock)
        self.equipment = EquipmentDesk(pages.hub.store, pages.hub.admin, pages.hub.clock)

    async def page(self, request: Request, visitor: Visitor) -> Response:
        """What is free in the next days; with `patient` in the address it can be taken for that elder."""
        elder = await self._elder(visitor, request.query_params.get("patient", ""))
        clinics, pools = await self.board.board(visitor.signed_in())
        patient = elder.id if elder is not None else ""
        await note_look(
            self.hub, visitor, page="slots", target=f"Patient/{patient}" if patient else "", patient=patient
        )
        return render(
            request, visitor, "slots.html", clinics=clinics, pools=pools, elder=elder, days=DAYS,
            bookings=await self._bookings(visitor),
        )  # fmt: skip

    async def act(self, _request: Request, visitor: Visitor, sent: Form) -> Response:
        """Book or cancel a slot; reserve, hand over, take back or release equipment."""
        principal, action = visitor.signed_in(), sent.text("action")
        patient, device, fence = sent.text("patient"), sent.text("device"), sent.text("fence")
        if action == "book":
            slot = sent.text("slot")
            await book(self.hub.store, self.hub.clock, principal, slot, patient=patient, note=sent.text("note"))
        elif action == "cancel":
            await self._cancel(visitor, sent.text("appointment"))
        elif action == "reserve":
            await self.equipment.reserve(principal, device, LoanWish(patient=patient, note=sent.text("note")))
        elif action == "hand-over":
            await self.equipment.hand_over(principal, device, fence=fence, due=self._due(sent.text("days")))
        elif action == "take-back":
            await self.equipment.take_back(principal, device, fence=fence, note=sent.text("note"))
        elif action == "release":
            await self.equipment.release(principal, device, fence=fence, note=sent.text("note"))
        else:
            raise BadRequestError("没有这个操作。 There is no such action.")
        return see_other(f"/console/slots?patient={patient}" if patient else "/console/slots")

    def _due(self, days: str) -> int:
        if not days:
            return 0
        if not days.isdecimal() or not 0 < int(days) <= MOST_DAYS:
            raise RuleError("请填写借用天数(1—366)。 Write for how many days it is lent, 1 to 366.")
        return self.hub.clock.now() + int(days) * _DAY

    async def _cancel(self, visitor: Visitor, appointment: str) -> None:
        """Either side cancels; the slot is free in the same transaction."""
        principal, ref = visitor.signed_in(), Ref("Appointment", appointment)
        stored = await self.hub.store.read(ref, visibility=principal.visibility)
        if stored is None or stored.deleted or stored.json().get("status") not in HOLDS_SLOT:
            raise NotFoundError(visitor.words("slots.no_booking"))
        entry = AuditEntry(
            at=self.hub.clock.now(), member=principal.member, agent=principal.agent, action="U",
            interaction="console-cancel-booking", target=str(ref), patient=stored.patient, purpose=principal.purpose,
        )  # fmt: skip
        put = Put(ref=ref, data=dump(stored.json() | {"status": "cancelled"}), expected=stored.version)
        await self.hub.store.write(WriteUnit(puts=(put,), audit=(entry,)), visibility=principal.visibility)

    async def _bookings(self, visitor: Visitor) -> list[Booking]:
        """What is booked from now on: the own institution's, and others' in its own schedules."""
        visibility, now = visitor.signed_in().visibility, self.hub.clock.now()
        asked = [("date", f"ge{micros_to_instant(now)}"), ("_sort", "date"), ("_count", "100")]
        page = await self.hub.store.search(parse_query("Appointment", asked, strict=True), visibility=visibility)
        return [
            await self._line(stored, visitor) for stored in page.resources if stored.json().get("status") in HOLDS_SLOT
        ]

    async def _line(self, stored: StoredResource, visitor: Visitor) -> Booking:
        body = stored.json()
        owner = self.hub.admin.member(stored.custodian)
        actors = [str((each.get("actor") or {}).get("reference", "")) for each in body.get("participant", ())]
        patient = next((name for name in actors if name.startswith("Patient/")), "")
        elder = await self._elder(visitor, patient.removeprefix("Patient/"), is_asked=False)
        return Booking(
            stored.ref.id, begins(body), str(body.get("description", "")), owner.name if owner is not None else "",
            elder.name if elder is not None else "",
        )  # fmt: skip

    async def _elder(self, visitor: Visitor, patient: str, *, is_asked: bool = True) -> Elder | None:
        if not patient:
            return None
        stored = await self.hub.store.read(Ref("Patient", patient), visibility=visitor.signed_in().visibility)
        if stored is not None and not stored.deleted:
            return elder_of(stored.json())
        if is_asked:
            raise NotFoundError(visitor.words("elder.unknown"))
        return None
