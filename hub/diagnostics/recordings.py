"""What a recording does to the worklist: it opens a reading, takes it along when corrected, ends it when withdrawn."""

from fhir_profiles.issue import JsonObject
from hub.clock import Clock
from hub.diagnostics import reading
from hub.diagnostics.draft import Draft, resource_of
from hub.diagnostics.reading import Recording
from hub.errors import RuleError
from hub.settings import Settings
from hub.store.admin import AdminStore, Member
from hub.store.port import Claim, Engine, Grant, Put, Ref, Release, Revoke, StoredResource

OPEN = "reading"
"""Kind of the claim that says which Task reads a recording now."""
READER = "reader"
"""Kind of the claim that says which account has a Task in hand."""
WITHDRAWN = frozenset({"entered-in-error", "cancelled"})


class Recordings:
    """Decides what one Observation adds to a draft."""

    def __init__(self, store: Engine, *, admin: AdminStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._settings = settings
        self.base = f"{settings.base_url.rstrip('/')}/fhir/"

    async def look_at(self, put: Put, draft: Draft) -> None:
        """Open, follow or end the reading of a recording."""
        observation = None if put.delete else resource_of(put)
        claim = await self._store.claim_of(OPEN, str(put.ref), now=self._clock.now())
        task = await self._task(claim, draft) if claim is not None else None
        is_withdrawn = observation is None or observation.get("status") in WITHDRAWN
        if is_withdrawn:
            if task is not None:
                await self._end(task, draft)
            return
        assert observation is not None
        if not reading.is_ecg(observation):
            return
        if task is None:
            await self._open(put, observation, draft, instead_of=claim)
            return
        await self._follow(put, observation, task, draft, claim)

    async def _task(self, claim: Claim, draft: Draft) -> StoredResource | None:
        kind, _, identifier = claim.holder.partition("/")
        stored = await self._store.read(Ref(kind, identifier), visibility=draft.visibility)
        return None if stored is None or stored.deleted else stored

    async def _follow(
        self, put: Put, observation: JsonObject, task: StoredResource, draft: Draft, claim: Claim | None
    ) -> None:
        """A corrected recording: an open reading follows it, one that has ended begins anew."""
        stored = await self._store.read(put.ref, visibility=draft.visibility)
        if stored is None or stored.deleted:
            return await self._open(put, observation, draft, instead_of=claim)
        before, body = stored.json(), task.json()
        old = reading.recording_of(before, put.ref, base=self.base)
        new = reading.recording_of(observation, put.ref, base=self.base)
        is_moved = new.patient != old.patient
        if body["status"] == "completed":
            if is_moved or reading.waveform(before) != reading.waveform(observation):
                if is_moved:  # the reader keeps the finished request, and not the record of a stranger
                    self._revoke(task.ref, body, draft)
                await self._open(put, observation, draft, instead_of=claim)
        elif body["status"] == "cancelled":
            if before.get("status") in WITHDRAWN:
                await self._open(put, observation, draft, instead_of=claim)
        elif (new.patient, new.order, new.documents) != (old.patient, old.order, old.documents):
            _demand_untouched(task.ref, draft)
            draft.set(task.ref, reading.followed(body, new, now=self._clock.now()), version=task.version)
            self._revoke(task.ref, body, draft)
            await self._share(task.ref, new, self._owner(body), draft)
        return None

    async def _end(self, task: StoredResource, draft: Draft) -> None:
        """A recording that was entered in error, or deleted, is read no more."""
        body = task.json()
        if body["status"] in {"completed", "cancelled"}:
            return
        _demand_untouched(task.ref, draft)
        draft.set(task.ref, reading.withdrawn(body, now=self._clock.now()), version=task.version)
        await draft.release(READER, task.ref, now=self._clock.now())

    async def _open(self, put: Put, observation: JsonObject, draft: Draft, *, instead_of: Claim | None) -> None:
        """A recording that nobody reads yet goes to the lead hospital."""
        lead = self._admin.member(self._settings.lead_code) or self._admin.members()[0]
        recording = reading.recording_of(observation, put.ref, base=self.base)
        order = await draft.now(recording.order, held=False) if recording.order is not None else None
        if order is not None:
            recording = reading.with_priority(recording, str(order.get("priority", "routine")))
        task = Ref("Task", self._store.new_id(recording.patient.id if recording.patient else ""))
        body = reading.reading_task(recording, requester=draft.writer.code, owner=lead.code, now=self._clock.now())
        draft.set(task, body, version=0)
        draft.opened[put.ref] = task
        if instead_of is not None:
            draft.releases.append(Release(kind=OPEN, key=str(put.ref), holder=instead_of.holder))
        draft.claims.append(Claim(kind=OPEN, key=str(put.ref), holder=str(task)))
        await self._share(task, recording, lead, draft)

    def _owner(self, task: JsonObject) -> Member | None:
        code = str((task.get("owner") or {}).get("reference", "")).removeprefix("Organization/")
        return self._admin.member(code)

    def _revoke(self, task: Ref, body: JsonObject, draft: Draft) -> None:
        owner = self._owner(body)
        if owner is not None and owner.number != draft.writer.number:
            draft.revokes.append(Revoke(because=str(task), member=owner.number))
            draft.grants.append(Grant(member=owner.number, target=task, because=str(task)))

    async def _share(self, task: Ref, recording: Recording, reader: Member | None, draft: Draft) -> None:
        """Let the reader see the recording and what it names, as far as the writer may share it."""
        if reader is None or reader.number == draft.writer.number:
            return
        shared = [recording.ref, recording.patient, recording.order, *recording.documents]
        shared += await self._attachments(recording.documents, draft)
        own = await self._own([ref for ref in shared if ref is not None], draft)
        draft.grants += [Grant(member=reader.number, target=ref, because=str(task)) for ref in own]
        draft.grants.append(Grant(member=reader.number, target=task, because=str(task), access="act"))

    async def _attachments(self, documents: tuple[Ref, ...], draft: Draft) -> list[Ref]:
        """The Binaries that the recording's documents point to."""
        stored = await self._store.read_many(documents, visibility=draft.visibility)
        found = []
        for ref in documents:
            put = draft.sent(ref)
            document = resource_of(put) if put is not None and not put.delete else None
            if document is None and ref in stored:
                document = stored[ref].json()
            for content in (document or {}).get("content", []):
                url = {"reference": (content.get("attachment") or {}).get("url", "")}
                binary = reading.local_ref(url, "Binary", base=self.base)
                found += [binary] if binary is not None else []
        return found

    async def _own(self, refs: list[Ref], draft: Draft) -> list[Ref]:
        """Those that the writer may share: its own stored ones, and new ones of this unit.

        A recording may name anybody's Patient; only its custodian opens it to the reader. A put of what the writer
        does not see is new, or the store refuses the whole unit.
        """
        number = draft.writer.number
        stored = await self._store.read_many(refs, visibility=draft.visibility)
        mine = {ref for ref, resource in stored.items() if resource.custodian == number}
        mine |= {
            put.ref
            for put in draft.unit.puts
            if put.ref not in stored and not put.delete and not put.expected and put.custodian in {0, number}
        }
        return [ref for ref in dict.fromkeys(refs) if ref in mine]


def _demand_untouched(task: Ref, draft: Draft) -> None:
    if draft.sent(task) is not None:
        raise RuleError(f"The unit changes a recording and its reading request {task}; send the recording alone.")
