"""From a unit to a plan: which Tasks change, by which event, and what they belong to."""

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.clock import micros_to_instant
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.referral.actors import INGEST, Caller, Parties, actors_of, lead_member
from hub.referral.belonging import belongs
from hub.referral.bidding import keep_free
from hub.referral.companions import demand_own_hand
from hub.referral.gather import GUARD, tasks_of
from hub.referral.intake import (
    check_request,
    check_task,
    demand_candidate,
    details_of,
    event_of,
    event_of_request,
    keep_filled_in,
    keep_owned,
)
from hub.referral.outside import check_source, source_member, source_of
from hub.referral.plan import Change, Item, Plan, ReferralUnit
from hub.referral.proposal import is_proposal, referral_behind, stand_in
from hub.referral.shape import (
    focus_of,
    is_notice,
    new_task,
    organization,
    organization_code,
    patient_of,
    set_state,
    state_of,
)
from hub.referral.situation import Details
from hub.referral.states import FINAL, NUMBER_SYSTEM, UNSENT, Event, State
from hub.referral.succession import referral_number
from hub.store.admin import AdminStore, Member
from hub.store.port import Engine, Put, Ref, StoredResource, Visibility, WriteUnit


class Planner:
    """Reads the store for one plan."""

    def __init__(self, store: Engine, admin: AdminStore, plan: Plan, *, caller: Caller) -> None:
        self._store = store
        self._plan = plan
        self._caller = caller
        self._members = {member.number: member for member in admin.members()}
        self._by_code = {member.code: member for member in self._members.values()}
        self._lead = lead_member(tuple(self._members.values()))
        self._candidates: list[tuple[Ref, Ref]] = []

    async def changes(self, unit: WriteUnit) -> list[Change] | None:
        """What the unit changes in referrals; None when it touches none."""
        intents = unit.intents if isinstance(unit, ReferralUnit) else ()
        puts = [put for put in unit.puts if put.ref.type in {"ServiceRequest", "Task"}]
        self._plan.sent = frozenset(put.ref for put in unit.puts if not put.delete)
        self._candidates = [
            (put.ref, focus)
            for put in puts
            if put.ref.type == "Task" and not put.delete
            and (focus := focus_of(put.resource or parse(put.data))) is not None
        ]  # fmt: skip
        old = await self._store.read_many([put.ref for put in puts], visibility=GUARD)
        touched = bool(intents)
        found: list[Change] = []
        for put in sorted(puts, key=lambda put: put.ref.type):  # ServiceRequest before Task
            body = None if put.delete else (put.resource or parse(put.data))
            stored = old.get(put.ref)
            demand_own_hand(body or {}, stored)
            if not await belongs(put, body, stored, plan=self._plan, store=self._store, caller=self._caller):
                continue
            touched = True
            if body is None:
                assert stored is not None  # what belongs to a referral is there
                self._take_deletion(stored)
            elif put.ref.type == "ServiceRequest":
                found += await self._take_request(put, body, stored, unit=unit)
            else:
                found += await self._take_task(put, body, stored)
        for intent in intents:
            stored = await self._store.read(intent.task, visibility=GUARD)
            if stored is None or stored.deleted:
                raise NotFoundError(f"{intent.task} is unknown.")
            task = self._plan.load(stored)
            found.append(await self.change_for(task, event=intent.event, details=intent.details, caller=intent.caller))
        for change in found:  # again, now that every Task of the unit is in the plan
            change.siblings = await self._siblings(change.task, change.request)
        return found if touched else None

    def _take_deletion(self, stored: StoredResource) -> None:
        body = stored.json()
        is_unsent = (
            state_of(body) in UNSENT
            if stored.ref.type == "Task"
            else body.get("status") in {"draft", "entered-in-error"}
        )
        if stored.custodian != self._caller.member and not self._caller.is_system:
            raise ForbiddenError("Only the requester deletes a draft referral.")
        if not is_unsent:
            raise ConflictError(
                "A referral that was submitted is kept; cancel it, or mark a draft as entered-in-error instead."
            )

    async def _take_request(
        self, put: Put, body: JsonObject, stored: StoredResource | None, *, unit: WriteUnit
    ) -> list[Change]:
        if stored is None:
            wanted = str(body.get("status", "draft"))
            member = await self._new_request(put, body)
            return await self._ask_performers(put.ref, body, member, wanted=wanted)
        if stored.custodian != self._caller.member and not self._caller.is_system:
            raise ForbiddenError(
                "The ServiceRequest of a referral is its requester's alone; send an event on your Task instead."
            )
        before = stored.json()
        keep_filled_in(before, body)
        check_request(before, body)
        keep_owned(before, body)
        event = event_of_request(before, body)
        item = self._plan.load(stored)
        item.resource = body
        item.dirty = True
        if event is None:
            return []
        body["status"] = before["status"]
        item.dirty = True
        own = {other.ref for other in unit.puts}
        changes = []
        for stored_task in await tasks_of(self._store, put.ref):
            task = self._plan.load(stored_task)
            if stored_task.ref not in own and state_of(task.resource) not in FINAL:
                changes.append(await self.change_for(task, event=event, details=Details(reason="other")))
        if not changes and any(focus == put.ref for _, focus in self._candidates):
            return []  # the Tasks of this very unit say what happens
        if not changes and event is Event.SUBMIT:
            raise RuleError("The referral has no candidate yet; add a Task with its owner, then submit.")
        if not changes:
            body["status"] = "revoked" if event is Event.CANCEL else "entered-in-error"
        return changes

    async def _new_request(self, put: Put, body: JsonObject) -> Member:
        member = self._members.get(put.custodian or self._caller.member)
        if member is None:
            raise ForbiddenError("Only a member of the alliance makes a referral.")
        code = organization_code(body.get("requester"))
        if code and code in self._by_code and code != member.code:
            raise ForbiddenError(
                f"The requester is {code}, but you are {member.code}; a member refers in its own name."
            )
        if not (is_call := is_notice(body)):  # a call goes on whatever its letter leaves out
            check_source(body, self._by_code.get)
        if not is_call and not await self._is_known(patient_of(body), member):
            raise RuleError(
                "The referral names no patient that you keep or are shown; expected ServiceRequest.subject as "
                "Patient/{id}."
            )
        if body.get("status", "draft") not in {"draft", "active"}:
            raise RuleError("A new referral is draft, or active to be submitted at once.")
        item = Item(ref=put.ref, resource=body, custodian=member.number, dirty=True)
        keep_owned({}, body)
        body |= {"id": put.ref.id, "status": "draft"}
        body.setdefault("intent", "order")
        body.setdefault("requester", organization(member.code))
        body.setdefault("authoredOn", micros_to_instant(self._plan.now))
        if not any(one.get("system") == NUMBER_SYSTEM for one in body.get("identifier", [])):
            number = {"system": NUMBER_SYSTEM, "value": referral_number(member.code, self._plan.new_key())}
            body["identifier"] = [*body.get("identifier", []), number]
        self._plan.items[put.ref] = item
        return member

    async def _is_known(self, patient: Ref | None, member: Member) -> bool:
        if patient is None:
            return False
        if patient in self._plan.sent:
            return True
        stored = await self._store.read(patient, visibility=Visibility(member=member.number))
        return stored is not None and not stored.deleted

    async def _ask_performers(self, ref: Ref, body: JsonObject, member: Member, *, wanted: str) -> list[Change]:
        """A referral that comes without Tasks asks its performers: a client or a message may know no Task.

        A stat call that names none goes to the lead hospital. An ingested draft waits on the sender's desk.
        """
        is_ingested = self._caller.agent == INGEST
        if any(focus == ref for _, focus in self._candidates) or (wanted != "active" and not is_ingested):
            return []
        named = [self._by_code.get(organization_code(one)) for one in body.get("performer", [])]
        receivers = [one for one in dict.fromkeys(named) if one and (one is not member or source_of(body))]
        if not receivers and wanted == "active":
            if not is_notice(body) or self._lead is None or self._lead is member:
                raise RuleError(
                    "The referral names no receiver; expected ServiceRequest.performer as Organization/{code} of "
                    "another member, or a Task for each candidate."
                )
            receivers = [self._lead]
        patient = patient_of(body) if len(receivers) == 1 or is_notice(body) else None
        tasks = [
            self._plan.add(
                new_task(
                    task_id=self._plan.new_id(patient.id if patient else ""), request=ref, patient=patient,
                    requester=member.code, owner=receiver.code, priority=str(body.get("priority", "routine")),
                    now=self._plan.now,
                ),
                custodian=member.number,
            )
            for receiver in receivers
        ]  # fmt: skip
        if len(tasks) > 1 and not is_notice(body):
            for task in tasks:
                stand_in(task, self._plan.items[ref], self._plan)
        if wanted != "active":
            return []
        return [await self.change_for(task, event=Event.SUBMIT, details=Details()) for task in tasks]

    async def _take_task(self, put: Put, body: JsonObject, stored: StoredResource | None) -> list[Change]:
        if stored is None:
            return await self._new_task(put, body)
        before = stored.json()
        task = self._plan.load(stored)
        request = await self._request_of(task)
        if focus_of(body) == request.ref:  # its sender may name the referral where a proposal stands in its stead
            body["focus"] = before["focus"]
        check_task(before, body)
        parties = self._parties(request, task)
        self._demand_part(parties)
        event = event_of(before, body, actors_of(self._caller, parties))
        task.resource = body
        details = details_of(before, body)
        keep_owned(before, body)
        body["status"] = before["status"]
        if "businessStatus" in before:
            body["businessStatus"] = before["businessStatus"]
        else:
            body.pop("businessStatus", None)
        change = await self.change_for(task, event=event or Event.RAISE, details=details)
        if change.hides_words:
            author = parties.requester.code if parties.requester else ""
            keep_free(before, body, change.request, author=author, now=self._plan.now)
        if event is None:
            task.dirty = True
            return []
        return [change]

    async def _new_task(self, put: Put, body: JsonObject) -> list[Change]:
        focus = focus_of(body)
        assert focus is not None
        keep_owned({}, body)
        body["id"] = put.ref.id
        task = Item(ref=put.ref, resource=body, dirty=True)
        request = await self._request_of(task)
        task.custodian = request.custodian
        if request.custodian != self._caller.member and not self._caller.is_system:
            raise ForbiddenError("Only the requester adds a candidate to a referral.")
        is_call = is_notice(request.resource)
        target = state_of(body)
        if is_call and target is not State.DRAFT:
            target = State.SUBMITTED  # whatever a client calls it: a stat call that is not a draft is a call (ruling 1)
        if target not in {State.DRAFT, State.SUBMITTED}:
            raise RuleError(f"A new candidate's Task is draft, or requested to be submitted at once; not {target}.")
        parties = self._parties(request, task)
        if parties.owner in {None, parties.requester} and is_call and self._lead is not parties.requester:
            body["owner"] = organization(self._lead.code) if self._lead else body.get("owner")
            parties = self._parties(request, task)
        others = [item.resource for item in await self._siblings(task, request)]
        owner = demand_candidate(parties, () if is_call else others)
        is_bid = await self._is_one_of_several(put.ref, request)
        made = new_task(
            task_id=put.ref.id, request=focus, patient=None if is_bid else patient_of(request.resource),
            requester=parties.requester.code if parties.requester else "", owner=owner.code,
            priority=str(request.resource.get("priority", "routine")), now=self._plan.now,
        )  # fmt: skip
        for name, value in made.items():
            body.setdefault(name, value)
        body["requester"] = made["requester"]
        details = details_of({}, body)
        if is_bid:
            stand_in(task, request, self._plan)
            keep_free({}, body, request, author=made["requester"]["reference"].partition("/")[2], now=self._plan.now)
        set_state(body, State.DRAFT, before=State.DRAFT, now=self._plan.now)
        self._wait_for_sender(put.ref, request)
        self._plan.items[put.ref] = task
        if target is State.DRAFT:
            return []
        return [await self.change_for(task, event=Event.SUBMIT, details=details)]

    def _wait_for_sender(self, task: Ref, request: Item) -> None:
        """A draft that nobody sends goes after a week."""
        priority, now = str(request.resource.get("priority", "routine")), self._plan.now
        timer = self._plan.waits.timer(State.DRAFT, subject=str(task), priority=priority, is_stat=False, now=now)
        self._plan.timers += [timer] if timer is not None else []

    async def _is_one_of_several(self, task: Ref, request: Item) -> bool:
        """Whether a new candidate is one of several, so that its Task never names the elder."""
        if is_notice(request.resource):
            return False
        others = [ref for ref, focus in self._candidates if focus == request.ref and ref != task]
        others += [item.ref for item in await self._siblings(Item(task, {}), request)]
        return bool(others) or len(request.resource.get("performer", [])) > 1

    async def change_for(self, task: Item, *, event: Event, details: Details, caller: Caller | None = None) -> Change:
        """An event on a Task with everything that belongs to it; nothing is decided yet."""
        request = await self._request_of(task)
        if task.custodian != request.custodian:  # somebody else's Task only names the referral
            raise RuleError(f"Task.focus is {request.ref}, which does not exist.")
        change = Change(
            task=task,
            request=request,
            before=state_of(task.resource),
            event=event,
            caller=caller or self._caller,
            parties=self._parties(request, task),
            details=details,
        )
        change.siblings = await self._siblings(task, request)
        if event is Event.SUBMIT:
            await self._find_open(change)
        return change

    async def _siblings(self, task: Item, request: Item) -> list[Item]:
        """Every other candidate's Task: the stored ones and those of this unit."""
        if request.version:
            for stored in await tasks_of(self._store, request.ref):
                item = self._plan.load(stored)
                focus = focus_of(item.resource)
                if focus is not None and focus != request.ref and focus not in self._plan.items:
                    await self._load_proposal(focus, request.ref)
        return [
            item
            for item in self._plan.items.values()
            if item.ref.type == "Task" and item.ref != task.ref and self._plan.referral_of(item.resource) == request.ref
        ]

    async def _find_open(self, change: Change) -> None:
        """The open referral of the same patient and direction, which only a stat call may replace."""
        from hub.referral.effects import open_key

        claim = await self._store.claim_of("referral-open", open_key(change), now=self._plan.now)
        if claim is None or claim.holder == change.request.ref.id:
            return
        if not change.is_stat:
            raise ConflictError(
                "该老人同方向已有未完成的转诊。 "
                f"This patient has an open referral in the same direction: ServiceRequest/{claim.holder}. "
                "Finish or cancel it first; only a stat call takes its place."
            )
        change.open_holder = claim.holder
        stored = await self._store.read(Ref("ServiceRequest", claim.holder), visibility=GUARD)
        if stored is not None and not stored.deleted:
            tasks = [self._plan.load(task) for task in await tasks_of(self._store, stored.ref)]
            change.superseded.append(
                (self._plan.load(stored), [task for task in tasks if state_of(task.resource) not in FINAL])
            )

    async def _request_of(self, task: Item) -> Item:
        focus = self._plan.referral_of(task.resource)
        if focus is None:
            raise RuleError("The Task is about no ServiceRequest; expected Task.focus as ServiceRequest/{id}.")
        if focus not in self._plan.items:
            stored = await self._store.read(focus, visibility=GUARD)
            if stored is None or stored.deleted:
                raise RuleError(f"Task.focus is {focus}, which does not exist.")
            self._plan.load(stored)
        if is_proposal(self._plan.items[focus].resource):
            behind = await referral_behind(self._store, focus, now=self._plan.now)
            assert behind is not None
            self._plan.behind[focus] = behind
            return await self._request_of(task)
        return self._plan.items[focus]

    async def _load_proposal(self, focus: Ref, request: Ref) -> None:
        stored = await self._store.read(focus, visibility=GUARD)
        if stored is not None and not stored.deleted:
            self._plan.load(stored)
            self._plan.behind[focus] = request

    def _parties(self, request: Item, task: Item) -> Parties:
        return Parties(
            requester=self._members.get(request.custodian),
            owner=self._by_code.get(organization_code(task.resource.get("owner"))),
            lead=self._lead,
            source=source_member(request.resource, self._by_code.get),
        )

    def _demand_part(self, parties: Parties) -> None:
        mine: list[Member | None] = [parties.requester, parties.owner, parties.lead]
        if not self._caller.is_system and not any(one and one.number == self._caller.member for one in mine):
            raise NotFoundError("The Task is unknown.")
