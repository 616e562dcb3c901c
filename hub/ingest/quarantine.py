"""The message log and the quarantine: look at what came in, and send a refused message through again.

Only the member that a message belongs to sees it: the store's own predicate (DESIGN D9).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.clock import Clock, micros_to_instant
from hub.errors import ConflictError, NotFoundError
from hub.ingest.raw_view import raw_view
from hub.ingest.receipt import Receipt
from hub.store.port import AuditEntry, Engine, Inbound, Visibility


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of the log without its content, for lists."""

    row: Inbound

    def json(self) -> JsonObject:
        """The line as a JSON object; times in UTC."""
        row = self.row
        return {
            "key": str(row.key),
            "received": micros_to_instant(row.received),
            "state": row.state,
            "label": row.label,
            "sender": row.sender,
            "controlId": row.control_id,
            "door": row.door,
            "adapter": row.adapter,
            "issue": json.loads(row.issues),
            "resource": json.loads(row.resources),
            "replayOf": str(row.replay_of) if row.replay_of else None,
        }


class Receiver(Protocol):
    """The way in, as the pipeline gives it."""

    async def __call__(
        self,
        data: bytes,
        *,
        door: str,
        adapter: str | None,
        member: int | None,
        peer: str,
        replay_of: int,
        replayed_from: str,
    ) -> Receipt:
        """Take one input."""
        ...


class Quarantine:
    """What a member may see of what it sent, and the second try of what was refused."""

    def __init__(self, store: Engine, *, clock: Clock, receive: Receiver) -> None:
        self._store = store
        self._clock = clock
        self._receive = receive

    async def page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[LogLine]:
        """Newest first. `state` "refused" is the quarantine, "" the whole log."""
        rows = await self._store.inbound_page(visibility=visibility, state=state, text=text, before=before, count=count)
        return [LogLine(row) for row in rows]

    async def show(self, key: int, *, visibility: Visibility, agent: str) -> JsonObject:
        """One message: its line, its text, its segments and its answer. Looking is noted in the audit trail.

        Raises NotFoundError.
        """
        row = await self._row(key, visibility=visibility)
        await self._store.audit(self._entry(row, agent=agent, interaction="message-read", action="R"))
        view = raw_view(row, masked=False)
        return LogLine(row).json() | {
            "text": view.text,
            "fields": [{"path": line.path, "value": line.value} for line in view.fields],
            "acknowledgement": row.ack.decode("utf-8", "replace"),
            "residue": json.loads(row.residue),
        }

    async def replay(
        self, key: int, *, visibility: Visibility, agent: str = "", corrected: bytes | None = None
    ) -> Receipt:
        """Send a refused message through again, as it is or corrected. Raises NotFoundError or ConflictError."""
        row = await self._row(key, visibility=visibility)
        if row.state != "refused":
            raise ConflictError(f"Message {key} was stored; only a refused one can be replayed.")
        await self._store.audit(self._entry(row, agent=agent, interaction="message-replay", action="E"))
        return await self._receive(
            row.raw if corrected is None else corrected,
            door="replay",
            adapter=row.adapter,
            member=row.member,
            peer=agent,
            replay_of=key,
            replayed_from=row.sender if row.door == "mllp" else "",
        )

    async def _row(self, key: int, *, visibility: Visibility) -> Inbound:
        row = await self._store.inbound(key, visibility=visibility)
        if row is None:
            raise NotFoundError(f"There is no message {key} in the log; see the list.")
        return row

    def _entry(self, row: Inbound, *, agent: str, interaction: str, action: Any) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(),
            member=row.member,
            agent=agent,
            action=action,
            interaction=interaction,
            target="MessageHeader",
            detail=f"message {row.key}",
        )


def lines_to_json(lines: Sequence[LogLine]) -> bytes:
    """A page of the log as JSON."""
    return dump({"messages": [line.json() for line in lines]})
