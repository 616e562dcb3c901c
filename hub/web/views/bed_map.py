"""The bed map of one institution, its state, and the switch of a bed's type."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.json_text import dump
from hub.capacity.bed_map import Room, bed_map, is_stale, type_changes
from hub.capacity.beds import bed_type, is_bed
from hub.capacity.holds import release, reserve
from hub.capacity.institutions import STATES, change_state
from hub.errors import BadRequestError, ForbiddenError, NotFoundError, RuleError
from hub.store.admin import Member
from hub.store.port import AuditEntry, Put, Ref, StoredResource, WriteUnit
from hub.web.desks import BEDS
from hub.web.looks import note_look
from hub.web.page import Form, Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/beds`, its forms, and the history of one bed."""
    board = _Board(pages)
    pages.console("/console/beds", board.page, roles=BEDS)
    pages.action("/console/beds/state", board.state, roles=BEDS)
    pages.console("/console/beds/{bed}", board.bed, roles=BEDS)
    pages.action("/console/beds/{bed}", board.act, roles=BEDS)


class _Board:
    """The pages of the beds."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub

    async def page(self, request: Request, visitor: Visitor) -> Response:
        """All beds of the own institution, or of the one that the address names."""
        member = self._member(request, visitor)
        now = self.hub.clock.now()
        rooms = await bed_map(self.hub.store, member.number, visibility=visitor.signed_in().visibility, now=now)
        await note_look(self.hub, visitor, page="beds", target=f"Organization/{member.code}")
        return render(
            request, visitor, "bed_map.html", member=member, rooms=rooms, counts=_counts(rooms),
            stale=is_stale(rooms, now=now), is_own=member.number == visitor.signed_in().member, states=STATES,
            others=[one for one in self.hub.admin.members() if one.number != member.number],
        )  # fmt: skip

    async def state(self, _request: Request, visitor: Visitor, sent: Form) -> Response:
        """Say whether the own institution admits."""
        principal = visitor.signed_in()
        await change_state(
            self.hub.store, self.hub.admin, self.hub.clock, principal, principal.member_code,
            state=sent.text("state"), reason=sent.text("reason"),
        )  # fmt: skip
        return see_other("/console/beds")

    async def bed(self, request: Request, visitor: Visitor) -> Response:
        """One bed: what it is, and of which type it was when."""
        stored = await self._read(request, visitor)
        await note_look(self.hub, visitor, page="bed", target=str(stored.ref))
        location, now = stored.json(), self.hub.clock.now()
        owner = self.hub.admin.member(stored.custodian)
        return render(
            request, visitor, "bed.html", bed_id=stored.ref.id, name=str(location.get("name", "")),
            kind=bed_type(location), version=stored.version, owner=owner,
            is_own=stored.custodian == visitor.signed_in().member,
            claim=await self.hub.store.claim_of("bed", stored.ref.id, now=now),
            changes=await type_changes(self.hub.store, stored.ref, visibility=visitor.signed_in().visibility),
        )  # fmt: skip

    async def act(self, request: Request, visitor: Visitor, sent: Form) -> Response:
        """Hold the bed, give the hold back, or switch its type."""
        stored = await self._read(request, visitor)
        principal, action = visitor.signed_in(), sent.text("action")
        if action == "hold":
            await reserve(self.hub.store, self.hub.clock, principal, stored.ref.id)
        elif action == "release":
            await release(self.hub.store, self.hub.clock, principal, stored.ref.id, decision=sent.text("note"))
        elif action == "type":
            await self._switch(stored, visitor, sent)
        else:
            raise BadRequestError("没有这个操作。 There is no such action.")
        return see_other(f"/console/beds/{stored.ref.id}")

    async def _switch(self, stored: StoredResource, visitor: Visitor, sent: Form) -> None:
        """Another type from now on; the versions of the Location are its history."""
        principal, kind = visitor.signed_in(), sent.text("kind")
        if stored.custodian != principal.member:
            raise ForbiddenError("只能更改本机构的床位。 An institution changes its own beds alone.")
        if not kind or len(kind) > 40:
            raise RuleError("请填写床位类型(不超过40字)。 Write the type of the bed, at most 40 signs.")
        if str(stored.version) != sent.text("version"):
            raise RuleError("床位信息已被更改，请重新打开后再试。 The bed changed meanwhile; open it again.")
        body = stored.json() | {"type": [{"text": kind}]}
        entry = AuditEntry(
            at=self.hub.clock.now(), member=principal.member, agent=principal.agent, action="U",
            interaction="console-bed-type", target=str(stored.ref), purpose=principal.purpose,
            detail=sent.text("note")[:200],
        )  # fmt: skip
        put = Put(ref=stored.ref, data=dump(body), expected=stored.version)
        await self.hub.store.write(WriteUnit(puts=(put,), audit=(entry,)), visibility=principal.visibility)

    async def _read(self, request: Request, visitor: Visitor) -> StoredResource:
        ref = Ref("Location", request.path_params["bed"])
        stored = await self.hub.store.read(ref, visibility=visitor.signed_in().visibility)
        if stored is None or stored.deleted or not is_bed(stored.json()):
            raise NotFoundError(visitor.words("bed_map.unknown"))
        return stored

    def _member(self, request: Request, visitor: Visitor) -> Member:
        asked = request.query_params.get("member", "")
        found = self.hub.admin.member(asked or visitor.signed_in().member)
        if found is None:
            raise NotFoundError(visitor.words("bed_map.no_member"))
        return found


def _counts(rooms: tuple[Room, ...]) -> list[tuple[str, int]]:
    """How many beds in each state, in the order of the legend."""
    states = [bed.state for room in rooms for bed in room.beds]
    return [(state, states.count(state)) for state in _LEGEND if state in states]


_LEGEND = ("free", "occupied", "held", "kept", "cleaning", "isolated", "contaminated", "unconfirmed", "closed")
