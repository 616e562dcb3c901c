"""What readers and clinics do at the console: worklist, claim, report, results."""

from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.clock import Clock
from hub.diagnostics import reading
from hub.diagnostics.moves import account_of, member_in
from hub.diagnostics.recordings import READER
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.port import AuditEntry, Engine, Put, Ref, StoredResource, UnitConflictError, WriteUnit
from hub.store.search.parse import parse_query


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading request with its recording; `report` is there once it is final."""

    task: JsonObject
    observation: JsonObject | None
    patient: JsonObject | None
    report: JsonObject | None


class Readings:
    """The reading desk's verbs. Rules live in the store stack (`hub.diagnostics.guard`)."""

    def __init__(self, store: Engine, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def worklist(self, principal: Principal, *, status: str = "", count: int = 50) -> tuple[JsonObject, ...]:
        """Reading Tasks that this member sees, newest first."""
        pairs = [("code", f"{reading.TASK_SYSTEM}|read-ecg"), ("_count", str(count))]
        if status:
            pairs.append(("status", status))
        query = parse_query("Task", pairs, strict=True)
        page = await self._store.search(query, visibility=principal.visibility)
        return tuple(resource.json() for resource in page.resources)

    async def find(self, task_id: str, principal: Principal) -> Reading:
        """One request with all that it names. Raises NotFoundError."""
        task = (await self._task(task_id, principal)).json()
        outputs = [reading.local_ref(item.get("valueReference") or {}, "") for item in task.get("output", [])]
        reports = [ref for ref in outputs if ref is not None and ref.type == "DiagnosticReport"]
        named = {
            "observation": reading.recording_in(task),
            "patient": reading.local_ref(task.get("for") or {}, "Patient"),
            "report": reports[-1] if reports else None,
        }
        found = await self._store.read_many([ref for ref in named.values() if ref], visibility=principal.visibility)
        shown = {name: found[ref].json() if ref and ref in found else None for name, ref in named.items()}
        return Reading(task=task, observation=shown["observation"], patient=shown["patient"], report=shown["report"])

    async def claim(self, task_id: str, principal: Principal) -> None:
        """Take a request. Raises ConflictError when another account has it, ForbiddenError for another member's."""
        stored = await self._task(task_id, principal)
        await self._demand_mine(stored, principal)
        task = reading.claimed(stored.json(), reader=principal.display, now=self._clock.now())
        await self._write((Put(ref=stored.ref, data=dump(task), expected=stored.version),), principal, stored, "claim")

    async def report(self, task_id: str, principal: Principal, *, conclusion: str) -> Ref:
        """Sign the report and close the request. The report is about the patient whom the recording names now."""
        if len(conclusion.strip()) < 2:
            raise RuleError("The report has no conclusion; write what the recording shows before you sign.")
        if "reader" not in principal.roles and principal.agent.startswith("user:"):
            raise RuleError("Only an account with the role reader signs reports.")
        stored = await self._task(task_id, principal)
        task = stored.json()
        if task["status"] in {"completed", "cancelled"}:
            raise ConflictError("The recording has been reported already or was withdrawn; open the worklist again.")
        await self._demand_mine(stored, principal)
        found = await self.find(task_id, principal)
        if found.observation is None:
            raise RuleError("The recording cannot be opened; ask the clinic to send it again.")
        body = reading.ecg_report(
            task,
            subject=found.observation.get("subject"),
            conclusion=conclusion.strip(),
            reader=principal.display,
            member=principal.member_code,
            now=self._clock.now(),
            effective=str(found.observation.get("effectiveDateTime", "")),
        )
        patient = reading.local_ref(body.get("subject") or {}, "Patient")
        ref = Ref("DiagnosticReport", self._store.new_id(patient.id if patient else ""))
        await self._write((Put(ref=ref, data=dump(body), expected=0),), principal, stored, "report")
        return ref

    async def _demand_mine(self, stored: StoredResource, principal: Principal) -> None:
        """The request is for this member to read, and no other account has it in hand."""
        task = stored.json()
        if member_in(task.get("owner")) != principal.member_code:
            raise ForbiddenError("This recording is read by another member of the alliance.")
        held = await self._store.claim_of(READER, str(stored.ref), now=self._clock.now())
        mine = account_of(principal.agent, principal.display)
        is_taken = task["status"] == "in-progress" and (task.get("owner") or {}).get("display") != principal.display
        if held.holder != mine if held is not None else is_taken:
            raise ConflictError("Another reader has claimed this recording; choose the next one.")

    async def _task(self, task_id: str, principal: Principal) -> StoredResource:
        stored = await self._store.read(Ref("Task", task_id), visibility=principal.visibility)
        if stored is None or stored.deleted or not reading.is_reading_task(stored.json()):
            raise NotFoundError(f"Task/{task_id} is not a reading request that this member knows.")
        return stored

    async def _write(self, puts: tuple[Put, ...], principal: Principal, task: StoredResource, what: str) -> None:
        entry = AuditEntry(
            at=self._clock.now(),
            member=principal.member,
            agent=principal.agent,
            action="U" if what == "claim" else "C",
            interaction=f"reading-{what}",
            target=str(task.ref),
            patient=task.patient,
        )
        try:
            await self._store.write(WriteUnit(puts=puts, audit=(entry,)), visibility=principal.visibility)
        except UnitConflictError as err:
            raise ConflictError("Someone else changed this reading in the meantime; open it again.") from err
