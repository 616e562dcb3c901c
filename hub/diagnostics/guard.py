"""The reading desk as a layer of the store: whatever the door, a recording opens a Task and a report closes it.

The desk decides on a snapshot, makes it a precondition, and decides again when it has moved: at most three times.
"""

import itertools
from dataclasses import replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.clock import Clock
from hub.diagnostics import reading
from hub.diagnostics.draft import Draft, resource_of
from hub.diagnostics.moves import account_of, is_claim, member_in, moved
from hub.diagnostics.recordings import OPEN, READER, WITHDRAWN, Recordings
from hub.diagnostics.reports import FINAL, Reports
from hub.errors import ConflictError, RuleError
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Member
from hub.store.layer import EngineLayer
from hub.store.port import Claim, Engine, Put, UnitConflictError, Visibility, WriteResult, WriteUnit

__all__ = ["OPEN", "READER", "ReadingDesk"]

ATTEMPTS = 3
_ECG = reading.ECG_CODE.encode()
_LARGE = 262_144
"""Bytes from which what an Observation says is read off its elements; of a smaller one a search is quicker."""

_ORDER = {"Observation": 0, "Task": 1, "DiagnosticReport": 2}
"""What the desk looks at, in this order: a recording may come with its report."""


class ReadingDesk(EngineLayer):
    """Adds to each unit what its recordings and reports ask for."""

    def __init__(self, inner: Engine, *, admin: AdminStore, clock: Clock, keys: Keys, settings: Settings) -> None:
        super().__init__(inner)
        self._admin = admin
        self._clock = clock
        self._recordings = Recordings(inner, admin=admin, clock=clock, settings=settings)
        self._reports = Reports(inner, admin=admin, clock=clock, keys=keys, base=self._recordings.base)

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit together with the reading Tasks that it opens and closes.

        Raises RuleError, ConflictError or ForbiddenError when the desk refuses, UnitConflictError as the engine.
        """
        writer = self._writer(unit, visibility)
        if writer is None:
            return await self.inner.write(unit, visibility=visibility)
        for attempt in itertools.count(1):
            concerned = sorted(filter(_concerns_readers, unit.puts), key=_order)
            known = [put.ref for put in concerned if put.ref.type != "Observation" and put.expected != 0]
            stored = await self.inner.read_many(known, visibility=visibility) if known else {}
            draft = Draft(unit=unit, writer=writer, visibility=visibility, store=self.inner, stored=stored)
            for put in concerned:
                await self._look_at(put, draft)
            try:
                result = await self.inner.write(draft.whole(), visibility=visibility)
            except UnitConflictError as err:
                if not draft.is_own_conflict(err):
                    raise
                if attempt == ATTEMPTS:
                    text = "Someone else changed this reading in the meantime; read it again and repeat the change."
                    raise ConflictError(text) from err
                continue
            count = len(unit.puts)
            return replace(result, resources=result.resources[:count], created=result.created[:count])
        raise AssertionError("the last attempt returns or raises")

    def _writer(self, unit: WriteUnit, visibility: Visibility) -> Member | None:
        if not visibility.member or not any(_concerns_readers(put) for put in unit.puts):
            return None
        return self._admin.member(visibility.member)

    async def _look_at(self, put: Put, draft: Draft) -> None:
        if put.ref.type == "Observation":
            await self._recordings.look_at(put, draft)
        elif put.ref.type == "Task":
            await self._check_move(put, draft)
        elif not put.delete:
            await self._reports.look_at(put, draft)

    async def _check_move(self, put: Put, draft: Draft) -> None:
        """A reading Task moves as the table says, by whose turn it is; one reader at a time."""
        stored = draft.stored.get(put.ref)
        if stored is None:
            return
        before = stored.json()
        if not reading.is_reading_task(before):
            if not put.delete and reading.is_reading_task(resource_of(put)):
                raise RuleError(f"{put.ref} is not a reading request; it cannot become one.")
            return
        if put.delete:
            raise RuleError(f"{put.ref} is a reading request; withdraw it with the status cancelled instead.")
        sent = resource_of(put)
        after = moved(before, sent, member=draft.writer.code)
        if is_claim(before, after, member=draft.writer.code):
            await self._take(put, before, after, draft)
        elif after["status"] != before["status"]:
            await draft.release(READER, put.ref, now=self._clock.now())
        if after["status"] == "completed" != before["status"]:
            _demand_report(put, before, after, draft)
        if after != sent:
            put = replace(put, data=dump(after), resource=after)
        draft.changed[put.ref] = put if put.expected is not None else replace(put, expected=stored.version)

    async def _take(self, put: Put, before: JsonObject, after: JsonObject, draft: Draft) -> None:
        display = str((after.get("owner") or {}).get("display", ""))
        mine = account_of(draft.agent, display)
        held = await self.inner.claim_of(READER, str(put.ref), now=self._clock.now())
        earlier = str((before.get("owner") or {}).get("display", ""))
        is_taken = held.holder != mine if held is not None else before["status"] == "in-progress" and earlier != display
        if is_taken:
            raise ConflictError(f"{put.ref} has been claimed by another reader; open the worklist again.")
        draft.claims.append(Claim(kind=READER, key=str(put.ref), holder=mine))


def _concerns_readers(put: Put) -> bool:
    """Whether the desk has to look at it; of Observations, which come by the thousand, only at recordings."""
    if put.ref.type == "Observation":
        if put.resource is not None and len(put.data) > _LARGE:  # a picture of megabytes is not searched for a word
            return put.delete or put.resource.get("status") in WITHDRAWN or reading.is_ecg(put.resource)
        is_said = _ECG in put.data or b"entered-in-error" in put.data
        return put.delete or is_said or b"\\" in put.data  # escaped letters may say either too
    return put.ref.type in _ORDER


def _order(put: Put) -> int:
    return _ORDER[put.ref.type]


def _demand_report(put: Put, before: JsonObject, after: JsonObject, draft: Draft) -> None:
    """A client completes a reading only together with the final report that its output names."""
    named = set(reading.outputs_of(after)) - set(reading.outputs_of(before))
    reports = {
        sent.ref
        for sent in draft.unit.puts
        if sent.ref.type == "DiagnosticReport" and not sent.delete and resource_of(sent).get("status") in FINAL
    }
    if not named or not named <= reports or member_in(before.get("owner")) != draft.writer.code:
        raise RuleError(f"{put.ref} cannot be completed without a report; store a final DiagnosticReport.")
