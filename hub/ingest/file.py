"""One file: a care home's table, an ECG. Good rows are stored although others are refused.

The answer is an OperationOutcome that numbers rows as a spreadsheet does. The file's row in the message log comes with
its last commit: a file that was cut short by a crash is sent again, and the rows that it had stored stay as they are.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump
from hub.clock import Clock
from hub.conversion import Conversion, Part, Source, convert_all, convert_part, split_file
from hub.errors import HubError, OverloadError
from hub.ingest.findings import Findings
from hub.ingest.inbox import Arrival, Inbox, digest_of, issues_to_text
from hub.ingest.order import Turns
from hub.ingest.preview import Preview, Progress
from hub.ingest.reading import with_faults
from hub.ingest.receipt import Receipt
from hub.ingest.resolve import Resolution, entries_to_puts, order_keys, shared_keys
from hub.log import LogEvent, log
from hub.offload import Offload
from hub.settings import Settings
from hub.store.port import AuditEntry, Engine, Ref, UnitConflictError, Visibility, WriteUnit

_INLINE_BYTES = 4_096
"""A smaller text is converted in a few milliseconds; anything else goes to the process pool (DESIGN D16)."""

PACKED = b"PK"
"""How a zip file begins, and so a workbook: its size says nothing of what it unpacks to."""

_UNIT_ENTRIES = 100
"""Entries of one unit: large enough to share a commit, small enough not to hold the event loop."""

_TRIES = 4


@dataclass(slots=True)
class _Tally:
    """What became of the rows so far."""

    stored: int = 0
    refused: int = 0
    count: int = 0
    label: str = ""
    charset: str = ""
    issues: list[Issue] = field(default_factory=list)
    residue: Findings = field(default_factory=Findings)
    refs: list[Ref] = field(default_factory=list)

    def note(self, conversion: Conversion) -> None:
        """Count a row, and keep what was found in it."""
        self.count += conversion.rows
        self.label = self.label or (conversion.label if conversion.rows else "")
        self.charset = self.charset or conversion.charset
        self.issues += [issue for issue in conversion.issues if issue.severity != "information"]
        self.residue.add(conversion.residue)
        self.refused += conversion.is_refused


class FileIntake:
    """Takes files in, one after the other for each sender."""

    def __init__(
        self,
        *,
        store: Engine,
        inbox: Inbox,
        clock: Clock,
        settings: Settings,
        offload: Offload | None,
        turns: Turns,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._clock = clock
        self._settings = settings
        self._offload = offload
        self._turns = turns

    async def receive(
        self, data: bytes, *, door: str, adapter: str, member: int | None, file_name: str, replay_of: int = 0
    ) -> Receipt:
        """Take one file. Raises OverloadError when nothing could be stored for now."""
        origin = self._inbox.origin_of_file(adapter, member=member, file_name=file_name)
        received = self._clock.now()
        async with self._turns.take((f"file|{origin.sender}",)).held():
            is_large = len(data) > self._settings.offload_bytes
            digest = await asyncio.to_thread(digest_of, data) if is_large else digest_of(data)
            arrival = Arrival(
                data=data,
                digest=digest,
                origin=origin,
                key=self._store.new_key(),
                received=received,
                door=door,
                adapter=adapter,
                control_id=digest.hex(),
                replay_of=replay_of,
            )
            known = await self._store.find_inbound(origin.sender, arrival.control_id, member=origin.member.number)
            if known is not None:
                return Receipt(known.ack, "duplicate", known.key)
            return await self._store_rows(arrival)

    async def preview(
        self,
        data: bytes,
        *,
        adapter: str,
        member: int | None,
        file_name: str = "",
        progress: Progress | None = None,
    ) -> Preview:
        """What would become of a file; nothing is stored. Raises OverloadError and TooCostlyError as the pool does."""
        origin = self._inbox.origin_of_file(adapter, member=member, file_name=file_name)
        made = Preview()
        async for part in previewed(data, adapter, origin.source, self._offload):
            made.add(part)
            if progress is not None:
                progress(made.good + made.refused)
        return made

    async def _store_rows(self, arrival: Arrival) -> Receipt:
        tally = _Tally()
        async for conversions in converted(arrival.data, arrival.adapter, arrival.origin.source, self._offload):
            for conversion in conversions:
                tally.note(conversion)
            good = [conversion for conversion in conversions if conversion.rows and not conversion.is_refused]
            for unit in _units(good):
                await self._store_part(arrival, unit, tally)
        return await self._close(arrival, tally)

    async def _store_part(self, arrival: Arrival, part: Sequence[Conversion], tally: _Tally) -> None:
        """Some rows as one unit; where that is refused, each by itself, so that one row costs no other."""
        try:
            resolution = await self._write(arrival, part)
        except OverloadError:
            raise
        except HubError as err:
            if len(part) > 1:
                for row in part:
                    await self._store_part(arrival, (row,), tally)
                return
            tally.refused += part[0].rows
            tally.issues += [replace(issue, expression=issue.expression or part[0].label) for issue in err.issues]
        else:
            tally.stored += sum(row.rows for row in part)
            tally.refs += resolution.refs
            tally.issues += resolution.warnings

    async def _write(self, arrival: Arrival, part: Sequence[Conversion]) -> Resolution:
        member = arrival.origin.member.number
        entries = [entry for conversion in part for entry in conversion.entries]
        queues = order_keys(entries, member=member) | shared_keys(entries, member=member)
        async with self._turns.take(queues).held():
            for _ in range(_TRIES):
                resolution = await entries_to_puts(
                    entries, store=self._store, member=member, institution=arrival.origin.institution
                )
                audit = self._audit(arrival, resolution)
                unit = WriteUnit(puts=resolution.puts, audit=(audit,))
                try:
                    await self._store.write(unit, visibility=Visibility(member=member))
                except UnitConflictError as err:
                    if err.kind == "forbidden":
                        text = "It changes a record of another member; expected only the sender's own."
                        raise HubError(text, issues=(Issue("error", "forbidden", text),)) from err
                    continue
                return resolution
        raise OverloadError("Others keep changing the same records; send the file again. Rows stored so far stay.")

    async def _close(self, arrival: Arrival, tally: _Tally) -> Receipt:
        """The file's own row with the answer, and the answer."""
        state = "stored" if tally.stored else "refused"
        found = Findings()
        found.add(tally.issues)
        ack = dump(operation_outcome([_summary(arrival.key, tally), *found.issues()]))
        if tally.refused:  # a file that was not taken whole may be sent again unchanged
            arrival = replace(arrival, control_id=f"{arrival.control_id}-{arrival.key}")
        row = arrival.row(
            ack=ack,
            state=state,
            label=f"{tally.count} rows" if tally.count != 1 else tally.label,
            charset=tally.charset,
            issues=found.issues(),
        )
        row = replace(
            row,
            residue=issues_to_text(tally.residue.issues()),
            resources=dump([str(ref) for ref in tally.refs]).decode(),
        )
        await self._store.write(WriteUnit(inbound=(row,)), visibility=Visibility(member=arrival.origin.member.number))
        event = LogEvent.MESSAGE_QUARANTINED if tally.refused else LogEvent.MESSAGE_STORED
        log(event, key=arrival.key, member=arrival.origin.member.code, count=tally.refused or tally.stored)
        return Receipt(
            ack,
            "stored" if tally.stored else "refused",
            arrival.key,
            tuple(tally.issues),
            tuple(dict.fromkeys(tally.refs)),
            rows_stored=tally.stored,
            rows_refused=tally.refused,
        )

    def _audit(self, arrival: Arrival, resolution: Resolution) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(),
            member=arrival.origin.member.number,
            agent=f"sender:{arrival.origin.sender}",
            action="C",
            interaction="ingest",
            target=resolution.about,
            patient=resolution.patient,
            detail=f"{arrival.door} file {arrival.key}",
        )


async def previewed(data: bytes, adapter: str, source: Source, offload: Offload | None) -> AsyncIterator[Preview]:
    """What would become of each part of a file. It is counted in the pool: a million resources stay there."""
    if offload is None or _is_quick(data, adapter):
        yield preview_of(map(with_faults, convert_all(data, adapter, source)))
        return
    for part in await offload.run(split_file, data, adapter, source):
        yield await offload.run(preview_part, part, adapter, source)


def preview_part(part: Part, adapter: str, source: Source) -> Preview:
    """What would become of one part; one call for the process pool."""
    return preview_of(map(with_faults, convert_part(part, adapter, source)))


def preview_of(conversions: Iterable[Conversion]) -> Preview:
    """What would become of these rows."""
    made = Preview()
    for conversion in conversions:
        made.note(conversion)
    return made


def _is_quick(data: bytes, adapter: str) -> bool:
    return adapter != "ecg" and len(data) <= _INLINE_BYTES and not data.startswith(PACKED)


async def converted(
    data: bytes, adapter: str, source: Source, offload: Offload | None
) -> AsyncIterator[tuple[Conversion, ...]]:
    """Every row of a file with what is wrong with its resources, part after part; slow work goes to the pool."""
    if offload is None or _is_quick(data, adapter):
        yield tuple(map(with_faults, convert_all(data, adapter, source)))
        return
    for part in await offload.run(split_file, data, adapter, source):
        yield await offload.run(convert_and_check_part, part, adapter, source)


def convert_and_check_part(part: Part, adapter: str, source: Source) -> tuple[Conversion, ...]:
    """Every row of a part with what is wrong with its resources; one call for the process pool."""
    return tuple(map(with_faults, convert_part(part, adapter, source)))


def _units(rows: Sequence[Conversion]) -> Iterator[list[Conversion]]:
    part: list[Conversion] = []
    size = 0
    for row in rows:
        part.append(row)
        size += len(row.entries)
        if size >= _UNIT_ENTRIES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _summary(key: int, tally: _Tally) -> Issue:
    text = (
        f"已入库 {tally.stored} 行，退回 {tally.refused} 行；文件在消息日志中的编号为 {key}。 "
        f"{tally.stored} stored, {tally.refused} refused; the file is number {key} in the message log."
    )
    if tally.refused:
        text += (
            " 请更正下列各行后重新上传，已入库的行不必再传。"
            " Correct the rows that are named here and send them again; what was stored need not be sent again."
        )
    return Issue("information", "informational", text)
