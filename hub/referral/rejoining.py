"""A member that left comes back: with a new agreement, and without what referrals had shown it of records.

Its clients and accounts stay disabled (new ones are added). What referrals had shown it of a record ends, and its sight
of others' appointments and loans that are over. Agreements from before count no more: the new one has a period of its
own. What was delivered stays (ruling 5).
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.clock import SHANGHAI, Clock, micros_to_datetime
from hub.errors import BadRequestError, ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.referral.actors import lead_member
from hub.referral.agreements import LEFT, is_in_force
from hub.referral.gather import GUARD
from hub.referral.leaving import LEAST_WORDS, MOST_WORDS
from hub.referral.membership import Turn, turn_of
from hub.referral.parting import Parting
from hub.referral.shape import focus_of, organization
from hub.store.admin import AdminStore, Member
from hub.store.port import AuditEntry, Engine, Put, Ref, Revoke, StoredResource, WriteUnit
from hub.store.search.parse import parse_query

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Return:
    """What coming back did: the agreement that is new, and how many ended.

    In `referrals` referrals it sees no record any more, nor `arrangements` appointments and loans of others.
    """

    member: Member
    agreement: Ref
    agreements_ended: int
    referrals: int
    arrangements: int


class Rejoining:
    """Lets a member come back; for the operation and the command line."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock

    async def rejoin(self, code: str, *, reason: str, until: str, principal: Principal | None) -> Return:
        """Take a member back until the day `until` ("" for no end). The lead hospital asks; None is the operator.

        What a crash has left undone is done when it is asked again. Raises NotFoundError, ForbiddenError, RuleError,
        BadRequestError, ConflictError (it has not left).
        """
        member, lead = self._admin.member(code), lead_member(self._admin.members())
        if member is None or member.is_outside:
            raise NotFoundError(f"There is no member {code[:40]!r} in this alliance.")
        if lead is None or (principal is not None and principal.member != lead.number):
            raise ForbiddenError("只有牵头医院可办理重新加入。 Only the lead hospital takes a member back.")
        if len(reason.strip()) < LEAST_WORDS:
            raise RuleError("请说明重新加入的原因。 Say in `reason` why it comes back.")
        end = self._end(until)
        async with turn_of(self._store, self._clock, code) as turn:
            back = await self._take_back(code, lead, end, turn)
        agent = principal.agent if principal is not None else "command:member"
        entry = AuditEntry(
            at=self._clock.now(), member=lead.number if principal is not None else 0, agent=agent, action="U",
            interaction="$rejoin", target=f"Organization/{code}", detail=reason.strip()[:MOST_WORDS],
        )  # fmt: skip
        await self._store.audit(entry)
        return back

    async def _take_back(self, code: str, lead: Member, end: str, turn: Turn) -> Return:
        """All of it, by the only hand that changes this membership now; the agreement is the last word of it."""
        member = self._admin.member_now(code)
        assert member is not None  # members are never deleted
        if member.admission_state != LEFT:
            raise ConflictError(f"{member.name}未退出联盟。 {code} has not left.")
        referrals = await self._hide_records(member, turn)
        arrangements = await Parting(self._store, self._admin, self._clock).hide(member)
        ended = await self._end_agreements(member, turn)
        made = await self._agree(member, lead, end, turn)
        self._admin.change_member(replace(member, admission_state="open"))
        return Return(member, made, ended, referrals, arrangements)

    def _end(self, until: str) -> str:
        if not until:
            return ""
        try:
            day = date.fromisoformat(until)
        except ValueError as err:
            raise BadRequestError(f"until is {until[:40]!r}; expected a date like 2027-12-31.") from err
        if day.isoformat() < self._today():
            raise RuleError(f"协议终止日{until}已过。 The agreement's last day, {until}, is over.")
        return day.isoformat()

    def _today(self) -> str:
        return micros_to_datetime(self._clock.now()).astimezone(SHANGHAI).date().isoformat()

    async def _hide_records(self, member: Member, turn: Turn) -> int:
        """End what its old referrals, and recordings that it was asked to read, show; how many referrals these were."""
        requests, tasks = dict[Ref, None](), list[Ref]()
        async for task in self._all("Task", "owner", member):
            tasks.append(task.ref)
            focus = focus_of(task.json())
            requests |= {focus: None} if focus is not None else {}
        hidden = [*requests, *tasks]
        for start in range(0, len(hidden), _BATCH):
            revokes = [Revoke(because=str(ref), member=member.number) for ref in hidden[start : start + _BATCH]]
            await turn.write(WriteUnit(revokes=tuple(revokes), claims=(turn.claim(),)))
        return len(requests)

    async def _end_agreements(self, member: Member, turn: Turn) -> int:
        """Agreements from before stand as history: an agreement that comes back is a new one."""
        ended = dict[Ref, Put]()
        for side in ("primary-organization", "participating-organization"):
            async for stored in self._all("OrganizationAffiliation", side, member):
                body = stored.json()
                if is_in_force(body, now=self._clock.now()):
                    ended[stored.ref] = Put(
                        ref=stored.ref, data=dump(body | {"active": False}), expected=stored.version
                    )
        for put in ended.values():
            await turn.write(WriteUnit(puts=(put,), claims=(turn.claim(),)))
        return len(ended)

    async def _agree(self, member: Member, lead: Member, end: str, turn: Turn) -> Ref:
        ref = Ref("OrganizationAffiliation", self._store.new_id())
        body: JsonObject = {
            "resourceType": "OrganizationAffiliation",
            "id": ref.id,
            "active": True,
            "period": {"start": self._today(), **({"end": end} if end else {})},
            "organization": organization(lead.code),
            "participatingOrganization": organization(member.code),
        }
        put = Put(ref=ref, data=dump(body), expected=0, custodian=lead.number)
        await turn.write(WriteUnit(puts=(put,), claims=(turn.claim(),)))
        return ref

    async def _all(self, resource_type: str, parameter: str, member: Member) -> AsyncIterator[StoredResource]:
        """Every current resource that names a member so."""
        cursor = ""
        while True:
            query = parse_query(resource_type, [(parameter, f"Organization/{member.code}")], strict=True)
            page = await self._store.search(replace(query, count=_BATCH, cursor=cursor), visibility=GUARD)
            for stored in page.resources:
                yield stored
            cursor = page.cursor
            if not cursor:
                return
