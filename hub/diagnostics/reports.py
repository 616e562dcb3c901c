"""What a report does: it closes the reading of its recording, is signed, and goes to whoever asked for it."""

from dataclasses import replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump, parse
from hub.clock import Clock
from hub.diagnostics import reading
from hub.diagnostics.draft import Draft, resource_of
from hub.diagnostics.moves import member_in
from hub.diagnostics.recordings import OPEN, READER
from hub.errors import ConflictError, RuleError
from hub.keys import Keys
from hub.store.admin import AdminStore
from hub.store.port import Engine, Grant, Outbound, Put, Ref, StoredResource
from hub.store.prepare import body_of
from hub.store.search.parse import parse_query

FINAL = frozenset({"final", "amended", "corrected", "appended"})
_ENDED = frozenset({"completed", "cancelled"})
_SERVER_META = frozenset({"versionId", "lastUpdated"})


class Reports:
    """Decides what one DiagnosticReport adds to a draft."""

    def __init__(self, store: Engine, *, admin: AdminStore, clock: Clock, keys: Keys, base: str) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._keys = keys
        self._base = base

    async def look_at(self, put: Put, draft: Draft) -> None:
        """Sign and hand over each version from the first final one on; a final one closes its readings.

        Raises RuleError when the report is about another patient than the recording, ConflictError when the
        recording was withdrawn.
        """
        report = resource_of(put)
        stored = draft.stored.get(put.ref)
        if stored is None and put.expected != 0:  # new, or one that was deleted and counts its versions on
            stored = await self._store.read(put.ref, visibility=draft.visibility)
        was_final = stored is not None and not stored.deleted and stored.json().get("status") in FINAL
        is_final = report.get("status") in FINAL
        if not (is_final or was_final) or (stored is not None and _is_same(stored, put)):
            return
        tasks = [
            (ref, task)
            for ref in await self._tasks(put.ref, report, draft)
            if (task := await draft.now(ref)) is not None and member_in(task.get("owner")) == draft.writer.code
        ]
        if not tasks:
            return
        for ref, task in tasks:
            if is_final:
                await self._demand_fit(ref, task, report, draft)
                await self._close(ref, task, put.ref, draft)
        version = 0 if stored is None else stored.version
        if put.expected is None:
            draft.changed[put.ref] = replace(put, expected=0 if stored is None or stored.deleted else version)
        signature = self._signature(put, report, draft, version=version + 1)
        draft.added[signature.ref] = signature
        for code, because in {member_in(task.get("requester")): ref for ref, task in tasks}.items():
            self._hand_over(put, signature.ref, because, code, draft)

    async def _tasks(self, ref: Ref, report: JsonObject, draft: Draft) -> list[Ref]:
        """The reading requests that a report is about: by its recordings, else by its order."""
        found = []
        for item in report.get("result", []):
            recording = reading.local_ref(item, "Observation", base=self._base)
            if recording is None:
                continue
            claim = await self._store.claim_of(OPEN, str(recording), now=self._clock.now())
            task = draft.opened.get(recording) or (Ref(*claim.holder.split("/", 1)) if claim is not None else None)
            found += [task] if task is not None else []
        if report.get("result"):
            return list(dict.fromkeys(found))
        for item in report.get("basedOn", []):
            order = reading.local_ref(item, "ServiceRequest", base=self._base)
            found += await self._tasks_on(order, ref, draft) if order is not None else []
        return list(dict.fromkeys(found))

    async def _tasks_on(self, order: Ref, report: Ref, draft: Draft) -> list[Ref]:
        """The request that this report answered before, else the only open one on its order."""
        pairs = [("code", f"{reading.TASK_SYSTEM}|read-ecg"), ("focus", str(order)), ("_count", "50")]
        page = await self._store.search(parse_query("Task", pairs, strict=True), visibility=draft.visibility)
        tasks = [(resource.ref, resource.json()) for resource in page.resources]
        answered = [ref for ref, task in tasks if report in reading.outputs_of(task)]
        waiting = [ref for ref, task in tasks if task.get("status") not in _ENDED]
        if not answered and len(waiting) > 1:
            raise RuleError(f"{order} has {len(waiting)} recordings to read; expected the report's result to name one.")
        return answered or waiting

    async def _demand_fit(self, ref: Ref, task: JsonObject, report: JsonObject, draft: Draft) -> None:
        if task["status"] == "cancelled":
            raise ConflictError(f"{ref} was withdrawn; its recording is not to be reported.")
        recording = reading.recording_in(task)
        observation = await draft.now(recording) if recording is not None else None
        if recording is None or observation is None:
            raise RuleError(f"The recording of {ref} cannot be read; a report on it needs the recording.")
        subject = observation.get("subject") or {}
        patient = reading.local_ref(subject, "Patient", base=self._base)
        said = report.get("subject") or {}
        named = reading.local_ref(said, "Patient", base=self._base)
        if patient != named or (patient is None and said and said != subject):
            raise RuleError(
                f"The report's subject is not that of {recording}; expected the same Patient. Open the reading again: "
                "the clinic may have corrected the recording."
            )

    async def _close(self, ref: Ref, task: JsonObject, report: Ref, draft: Draft) -> None:
        if draft.sent(ref) is not None:
            if task["status"] != "completed":
                raise RuleError(f"The unit stores the report of {ref} and leaves it {task['status']}; complete it.")
            return
        if task["status"] == "completed" and report in reading.outputs_of(task):
            return
        version = draft.preconditions[ref].version if ref in draft.preconditions else 0
        draft.set(ref, reading.completed(task, report=report, now=self._clock.now()), version=version)
        await draft.release(READER, ref, now=self._clock.now())

    def _signature(self, put: Put, report: JsonObject, draft: Draft, *, version: int) -> Put:
        payload = reading.signed_bytes(parse(put.data), put.ref)
        readers = report.get("resultsInterpreter") or [{}]
        provenance = reading.report_signature(
            report=put.ref,
            version=version,
            jws=self._keys.sign_detached(payload, signer=f"member-{draft.writer.code}"),
            member=draft.writer.code,
            reader=str(readers[0].get("display", draft.writer.name)),
            now=self._clock.now(),
        )
        return Put(ref=Ref("Provenance", self._store.new_id()), data=dump(provenance), expected=0)

    def _hand_over(self, put: Put, signature: Ref, task: Ref, code: str, draft: Draft) -> None:
        asked = self._admin.member(code)
        if asked is None:
            return
        draft.grants += [Grant(member=asked.number, target=ref, because=str(task)) for ref in (put.ref, signature)]
        now = self._clock.now()
        draft.outbound += [
            Outbound(
                key=self._store.new_key(),
                receiver=asked.number,
                channel=endpoint.channel,
                address=endpoint.address,
                ordering=f"{asked.code}|{endpoint.address}|{task}",
                subject=str(put.ref),
                payload=put.data,
                due=now,
                created=now,
            )
            for endpoint in self._admin.endpoints_of(asked.number)
        ]


def _is_same(stored: StoredResource, put: Put) -> bool:
    """Whether the store would keep the version that it has."""
    sent = parse(put.data)
    if stored.deleted or body_of(put.data, sent) != stored.body:
        return False
    kept = {name: value for name, value in parse(stored.meta).items() if name not in _SERVER_META}
    return kept == {name: value for name, value in (sent.get("meta") or {}).items() if name not in _SERVER_META}
