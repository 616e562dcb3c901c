"""The reading desk as a layer of the store: whatever the door, a recording opens a Task and a report closes it."""

from dataclasses import dataclass, field, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import cut, dump, parse
from hub.clock import Clock
from hub.diagnostics import reading
from hub.errors import ConflictError, RuleError
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Member
from hub.store.layer import EngineLayer
from hub.store.port import Claim, Engine, Grant, Outbound, Put, Ref, Visibility, WriteResult, WriteUnit

OPEN = "reading"
_FINAL = frozenset({"final", "amended", "corrected", "appended"})
_KINDS = frozenset({"Observation", "DiagnosticReport", "Task"})


@dataclass(slots=True)
class _Addition:
    """What the desk adds to a unit."""

    puts: list[Put] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    outbound: list[Outbound] = field(default_factory=list)


class ReadingDesk(EngineLayer):
    """Adds to each unit what its recordings and reports ask for."""

    def __init__(self, inner: Engine, *, admin: AdminStore, clock: Clock, keys: Keys, settings: Settings) -> None:
        super().__init__(inner)
        self._admin = admin
        self._clock = clock
        self._keys = keys
        self._settings = settings

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit together with the reading Tasks that it opens and closes."""
        if not visibility.member or not any(put.ref.type in _KINDS and not put.delete for put in unit.puts):
            return await self.inner.write(unit, visibility=visibility)
        writer = self._admin.member(visibility.member)
        if writer is None:
            return await self.inner.write(unit, visibility=visibility)
        addition = _Addition()
        for put in unit.puts:
            if put.ref.type in _KINDS and not put.delete:
                await self._look_at(put, unit, writer, visibility, addition)
        if not addition.puts and not addition.claims:
            return await self.inner.write(unit, visibility=visibility)
        extended = replace(
            unit,
            puts=(*unit.puts, *addition.puts),
            claims=(*unit.claims, *addition.claims),
            grants=(*unit.grants, *addition.grants),
            outbound=(*unit.outbound, *addition.outbound),
        )
        result = await self.inner.write(extended, visibility=visibility)
        count = len(unit.puts)
        return replace(result, resources=result.resources[:count], created=result.created[:count])

    async def _look_at(
        self, put: Put, unit: WriteUnit, writer: Member, visibility: Visibility, addition: _Addition
    ) -> None:
        if put.ref.type == "Observation" and reading.ECG_CODE.encode() not in put.data:
            return
        resource = put.resource if put.resource is not None else parse(put.data)
        if put.ref.type == "Observation" and reading.is_ecg(resource):
            await self._open(put, resource, unit, writer, addition)
        elif put.ref.type == "Task" and reading.is_reading_task(resource):
            await self._check_move(put, resource, visibility)
        elif put.ref.type == "DiagnosticReport" and resource.get("status") in _FINAL:
            await self._close(put, resource, unit, writer, visibility, addition)

    async def _open(
        self, put: Put, observation: JsonObject, unit: WriteUnit, writer: Member, addition: _Addition
    ) -> None:
        """A recording that nobody reads yet goes to the lead hospital."""
        if await self.inner.claim_of(OPEN, str(put.ref), now=self._clock.now()) is not None:
            return
        lead = self._admin.member(self._settings.lead_code) or self._admin.members()[0]
        recording = reading.recording_of(observation, put.ref, priority=_priority(observation, unit))
        task = Ref("Task", self.inner.new_id(recording.patient.id if recording.patient else ""))
        body = reading.reading_task(recording, requester=writer.code, owner=lead.code, now=self._clock.now())
        addition.puts.append(Put(ref=task, data=dump(body), expected=0))
        addition.claims.append(Claim(kind=OPEN, key=str(put.ref), holder=str(task)))
        if lead.number != writer.number:
            shared = [recording.ref, recording.patient, recording.order, *recording.documents]
            shared += _attachments(unit, recording.documents)
            because = str(task)
            own = await self._own([ref for ref in shared if ref is not None], unit, writer)
            addition.grants += [Grant(member=lead.number, target=ref, because=because) for ref in own]
            addition.grants.append(Grant(member=lead.number, target=task, because=because, access="act"))

    async def _own(self, refs: list[Ref], unit: WriteUnit, writer: Member) -> list[Ref]:
        """Those that the writer may share: its own stored ones, and new ones of this unit.

        A recording may name anybody's Patient; only its custodian opens it to the reader.
        """
        stored = await self.inner.read_many(refs, visibility=Visibility(member=writer.number))
        mine = {ref for ref, resource in stored.items() if resource.custodian == writer.number}
        mine |= {put.ref for put in unit.puts if put.expected == 0 and not put.custodian}
        return [ref for ref in dict.fromkeys(refs) if ref in mine]

    async def _check_move(self, put: Put, task: JsonObject, visibility: Visibility) -> None:
        """A reading Task moves as the table says; one reader at a time."""
        stored = await self.inner.read(put.ref, visibility=visibility)
        if stored is None or stored.deleted:
            return
        before, after = stored.json(), str(task.get("status"))
        if not reading.is_reading_task(before):
            raise RuleError(f"{put.ref} is not a reading request; it cannot become one.")
        if before["status"] != after or after == "in-progress":
            if (str(before["status"]), after) not in reading.MOVES:
                raise ConflictError(f"{put.ref} is {before['status']}; it cannot become {after}.")
            other = (before.get("owner") or {}).get("display", "")
            mine = (task.get("owner") or {}).get("display", "")
            if after == "in-progress" and before["status"] == "in-progress" and other != mine:
                raise ConflictError(f"{put.ref} has been claimed by another reader; open the worklist again.")
        if after == "completed" and not task.get("output"):
            raise RuleError(f"{put.ref} cannot be completed without a report; store a final DiagnosticReport.")

    async def _close(
        self,
        put: Put,
        report: JsonObject,
        unit: WriteUnit,
        writer: Member,
        visibility: Visibility,
        addition: _Addition,
    ) -> None:
        """A final report closes the reading of its recording, is signed, and goes to whoever asked for it."""
        for recording in _recordings(report):
            claim = await self.inner.claim_of(OPEN, str(recording), now=self._clock.now())
            if claim is None:
                continue
            kind, _, identifier = claim.holder.partition("/")
            task_ref = Ref(kind, identifier)
            stored = await self.inner.read(task_ref, visibility=visibility)
            if stored is None or (stored.json().get("owner") or {}).get("reference") != f"Organization/{writer.code}":
                continue
            task = stored.json()
            if task["status"] != "completed" and not any(other.ref == task_ref for other in unit.puts):
                done = reading.completed(task, report=put.ref, now=self._clock.now())
                addition.puts.append(Put(ref=task_ref, data=dump(done), expected=stored.version))
            addition.puts.append(self._signature(put, report, writer))
            self._hand_over(put, task_ref, task, addition)

    def _signature(self, put: Put, report: JsonObject, writer: Member) -> Put:
        jws = self._keys.sign_detached(cut(put.data).body, signer=f"member-{writer.code}")
        readers = report.get("resultsInterpreter") or [{}]
        provenance = reading.report_signature(
            report=put.ref,
            version=(put.expected or 0) + 1,
            jws=jws,
            member=writer.code,
            reader=str(readers[0].get("display", writer.name)),
            now=self._clock.now(),
        )
        return Put(ref=Ref("Provenance", self.inner.new_id()), data=dump(provenance), expected=0)

    def _hand_over(self, put: Put, task_ref: Ref, task: JsonObject, addition: _Addition) -> None:
        asked = self._admin.member(
            str((task.get("requester") or {}).get("reference", "")).removeprefix("Organization/")
        )
        if asked is None:
            return
        own = [added.ref for added in addition.puts if added.ref.type == "Provenance"]
        for target in (put.ref, *own):
            addition.grants.append(Grant(member=asked.number, target=target, because=str(task_ref)))
        now = self._clock.now()
        addition.outbound += [
            Outbound(
                key=self.inner.new_key(),
                receiver=asked.number,
                channel=endpoint.channel,
                address=endpoint.address,
                ordering=f"{asked.code}|{task_ref}",
                subject=str(put.ref),
                payload=put.data,
                due=now,
                created=now,
            )
            for endpoint in self._admin.endpoints_of(asked.number)
        ]


def _priority(observation: JsonObject, unit: WriteUnit) -> str:
    """The priority of the order that came in the same unit."""
    orders = {str(item.get("reference", "")) for item in observation.get("basedOn", [])}
    for put in unit.puts:
        if put.ref.type == "ServiceRequest" and str(put.ref) in orders:
            return str((put.resource or parse(put.data)).get("priority", "routine"))
    return "routine"


def _attachments(unit: WriteUnit, documents: tuple[Ref, ...]) -> list[Ref]:
    """The Binaries that the recording's documents point to."""
    found = []
    for put in unit.puts:
        if put.ref in documents:
            for content in (put.resource or parse(put.data)).get("content", []):
                kind, _, identifier = str((content.get("attachment") or {}).get("url", "")).partition("/")
                if kind == "Binary" and identifier:
                    found.append(Ref(kind, identifier))
    return found


def _recordings(report: JsonObject) -> list[Ref]:
    results = [reading.local_ref(item, "Observation") for item in report.get("result", [])]
    return [found for found in results if found is not None]
