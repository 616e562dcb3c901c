"""One HL7 v2 message: from its bytes to a commit, and then to its acknowledgement.

HL7 v2.9 chapter 2.9.2 (original mode), 2.9.3 (enhanced mode). AA and CA are said only of what is on the disk.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from fhir_profiles.issue import Issue
from hub.clock import Clock
from hub.conversion import Conversion, Header, acknowledge, header
from hub.delivery.channels.mllp import read_answer
from hub.errors import ForbiddenError, HubError, InvalidResourceError, OverloadError
from hub.ingest.inbox import Arrival, Inbox, digest_of_message, issues_to_text, local_time
from hub.ingest.later_ack import LaterAcknowledgements, Outcome, ack_code
from hub.ingest.order import Turns
from hub.ingest.reading import MOST_RESIDUE, Reading
from hub.ingest.receipt import Receipt
from hub.ingest.referral import as_draft, into_loop
from hub.ingest.resolve import KnownDirectory, Resolution, entries_to_puts, order_keys, shared_keys
from hub.ingest.sequence import UNNUMBERED, Place, is_about_the_link, place_of, turn_of
from hub.ingest.snapshot import NOTHING_STATED, Stated
from hub.log import LogEvent, log
from hub.offload import Offload
from hub.settings import Settings
from hub.store.port import AuditEntry, Engine, Inbound, UnitConflictError, Visibility, WriteUnit

_TRIES = 4
"""A unit that meets another is decided again on fresh state, at most three times (DESIGN D12)."""


class MessageIntake:
    """Takes HL7 v2 messages in, many at a time, in order for each patient."""

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
        self._turns = turns
        self._later = LaterAcknowledgements(inbox, timezone=settings.timezone, clock=clock, new_key=store.new_key)
        self._reading = Reading(offload, large=settings.offload_bytes)
        self._known = KnownDirectory()
        self._under_way: dict[tuple[int, str, str], asyncio.Future[None]] = {}

    async def receive(
        self,
        data: bytes,
        *,
        door: str,
        member: int | None,
        peer: str,
        replay_of: int = 0,
        replayed_from: str = "",
    ) -> Receipt:
        """Take one message. Returns when it is on the disk, or with a reason why it is not."""
        head = header(data)
        if head.message_code in {"ACK", "MCF", "MFK"}:
            log(LogEvent.MLLP_FRAME_REFUSED, peer=peer, code="acknowledgement")
            return Receipt(b"", "ignored")
        key = self._store.new_key()
        try:
            origin = self._inbox.origin_of_message(head, member=member, peer=peer, replayed_from=replayed_from)
            arrival = Arrival(
                data=data,
                digest=b"" if self._reading.is_large(data) else digest_of_message(data),
                origin=origin,
                key=key,
                received=self._clock.now(),
                door=door,
                adapter="hl7v2",
                control_id=f"{head.control_id}@{head.time[:8]}" if origin.restarts else head.control_id,
                replay_of=replay_of,
            )
            return await self._once(arrival, head)
        except ForbiddenError as err:
            log(LogEvent.ACCESS_DENIED, kind="message", peer=peer, status=err.status)
            ack = self._ack(head, key, "reject", err.issues)
            return Receipt(ack, "refused", 0, err.issues)
        except HubError as err:
            log(LogEvent.REQUEST_FAILED, kind="message", peer=peer, key=key, error=type(err).__name__)
            return self._failed(head, key, err.issues)
        except Exception as err:  # noqa: BLE001  one message that the hub cannot take must not stop the others
            log(LogEvent.REQUEST_FAILED, kind="message", peer=peer, key=key, error=type(err).__name__)
            text = f"The hub failed on this message ({type(err).__name__}); nothing was stored. Send it again later."
            return self._failed(head, key, (Issue("error", "exception", text),))

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        """The answer to a message that is too large to be read; `head` is its beginning."""
        text = f"The message is larger than {limit} bytes; nothing was stored. Send it in parts, or raise the limit."
        return self._ack(header(head), self._store.new_key(), "reject", (Issue("error", "too-long", text),))

    async def _once(self, arrival: Arrival, head: Header) -> Receipt:
        """Two copies that are under way at the same time are stored once."""
        if not arrival.control_id:
            return await self._convert_and_store(arrival, head)
        name = (arrival.origin.member.number, arrival.origin.sender, arrival.control_id)
        while name in self._under_way:
            await asyncio.shield(self._under_way[name])
        done = self._under_way[name] = asyncio.get_running_loop().create_future()
        try:
            return await self._convert_and_store(arrival, head)
        finally:
            del self._under_way[name]
            done.set_result(None)

    async def _convert_and_store(self, arrival: Arrival, head: Header) -> Receipt:
        """Small messages reach their place in the queue before the first await: their order is the order of arrival."""
        if is_about_the_link(arrival, head):
            await self._reading.stand_behind(arrival)
            async with self._turns.take(turn_of(arrival)).held():
                return await self._answer_link(arrival, head)
        arrival, conversion = await self._reading.read(arrival, under_way=len(self._under_way))
        if head.issues and not conversion.is_refused:  # a door asks more than a file: what is to be answered has an id
            conversion = replace(conversion, issues=(*conversion.issues, *head.issues), entries=())
        conversion = into_loop(
            conversion, sender=arrival.origin.member, members=self._inbox.members(), lead=self._settings.lead_code
        )
        turn = self._turns.take(order_keys(conversion.entries, member=arrival.origin.member.number) | turn_of(arrival))
        async with turn.held():
            known = await self._store.find_inbound(
                arrival.origin.sender, arrival.control_id, member=arrival.origin.member.number
            )
            if known is not None and arrival.control_id:
                return await self._answer_again(known, arrival, head, conversion)
            if conversion.is_refused:
                return await self._refuse(arrival, head, conversion)
            return await self._store_all(arrival, head, conversion)

    async def _answer_again(self, known: Inbound, arrival: Arrival, head: Header, conversion: Conversion) -> Receipt:
        if known.digest == arrival.digest:
            return Receipt(known.ack, "duplicate", known.key)
        text = (
            "The sender has used this control id (MSH-10) before, for another content; expected a new id for "
            "each message. It is in quarantine; nothing of it was used."
        )
        issue = Issue("error", "duplicate", text, expression="MSH-10")
        return await self._refuse(arrival, head, replace(conversion, issues=(issue,), entries=()))

    async def _answer_link(self, arrival: Arrival, head: Header) -> Receipt:
        """Say which number is expected, or forget it (v2.9, 2.10.1 b and e); such a message says nothing else."""
        place = await place_of(arrival, head, store=self._store)
        audit = self._audit(arrival, target="MessageHeader")
        await self._store.write(WriteUnit(releases=place.releases, audit=(audit,)), visibility=_eyes(arrival))
        return Receipt(self._ack(head, arrival.key, "accept", (), place=place), "ignored")

    async def _refuse(self, arrival: Arrival, head: Header, conversion: Conversion) -> Receipt:
        """Put it in quarantine, and answer when it is there."""
        issues = [issue for issue in conversion.issues if issue.severity != "information"]
        place = await place_of(arrival, head, store=self._store)
        outcome = outcome_of(issues)
        later = self._later.rows(arrival, head, outcome, issues)
        if later:  # safe in quarantine: CA now, AE as a message of its own
            ack = self._ack(head, arrival.key, "accept", (), place=place)
            later = () if await self._is_repeated(arrival) else later
        else:
            ack = self._ack(head, arrival.key, outcome, issues, place=place)
        row = arrival.row(
            ack=ack, state="refused", label=conversion.label, charset=conversion.charset, issues=conversion.issues
        )
        audit = self._audit(arrival, target="MessageHeader", outcome=4)
        moved = WriteUnit(releases=place.releases, claims=place.claims)
        unit = replace(moved, inbound=(row,), outbound=later, audit=(audit,))
        await self._store.write(unit, visibility=_eyes(arrival))
        log(LogEvent.MESSAGE_QUARANTINED, key=arrival.key, code=issues[0].code, member=arrival.origin.member.code)
        return Receipt(ack, "refused", arrival.key, tuple(issues))

    async def _is_repeated(self, arrival: Arrival) -> bool:
        """Whether the same message was refused with CA before: its AE is in the outbox, or was sent."""
        known = await self._store.inbound_page(
            visibility=_eyes(arrival), state="refused", text=arrival.control_id, count=20
        )
        mine = (arrival.origin.sender, arrival.digest)
        return any((row.sender, row.digest) == mine and read_answer(row.ack).code == "CA" for row in known)

    async def _store_all(self, arrival: Arrival, head: Header, conversion: Conversion) -> Receipt:
        """Decide on the present state and store; what others changed meanwhile is decided again."""
        try:
            resolution, ack = await self._write(arrival, head, conversion)
        except UnitConflictError as err:
            if err.kind == "forbidden":
                return await self._refuse(arrival, head, replace(conversion, issues=(_forbidden(),), entries=()))
            self._known.forget()
            queues = shared_keys(conversion.entries, member=arrival.origin.member.number)
            async with self._turns.take(queues).held():
                resolution, ack = await self._write_again(arrival, head, conversion)
        except HubError as err:
            if isinstance(err, OverloadError):
                raise
            draft = as_draft(conversion)
            if draft is not None:
                return await self._store_all(arrival, head, draft)
            return await self._refuse(arrival, head, replace(conversion, issues=err.issues, entries=()))
        log(LogEvent.MESSAGE_STORED, key=arrival.key, member=arrival.origin.member.code)
        return Receipt(ack, "stored", arrival.key, conversion.issues, resolution.refs)

    async def _write_again(self, arrival: Arrival, head: Header, conversion: Conversion) -> tuple[Resolution, bytes]:
        for _ in range(_TRIES - 2):
            try:
                return await self._write(arrival, head, conversion)
            except UnitConflictError:
                self._known.forget()
        try:
            return await self._write(arrival, head, conversion)
        except UnitConflictError as err:
            text = "Others keep changing the same records; nothing was stored. Send the message again."
            raise OverloadError(text, issues=(Issue("error", "lock-error", text),)) from err

    async def _write(self, arrival: Arrival, head: Header, conversion: Conversion) -> tuple[Resolution, bytes]:
        member = arrival.origin.member.number
        place = await place_of(arrival, head, store=self._store)
        if place.issue is not None:
            raise InvalidResourceError(place.issue.text, issues=(place.issue,))
        resolution = await entries_to_puts(
            conversion.entries,
            store=self._store,
            member=member,
            event=conversion.event,
            institution=arrival.origin.institution,
            known=self._known,
            stated=_stated(arrival, conversion),
            at=conversion.at,
        )
        issues = (*conversion.issues, *resolution.warnings)
        ack = self._ack(head, arrival.key, "accept", issues, place=place)
        row = replace(
            arrival.row(ack=ack, state="stored", label=conversion.label, charset=conversion.charset, issues=issues),
            residue=issues_to_text(conversion.residue[:MOST_RESIDUE]),
            resources=resolution.refs_text(),
        )
        unit = WriteUnit(
            puts=resolution.puts,
            preconditions=resolution.preconditions,
            releases=place.releases,
            claims=place.claims,
            inbound=(row,),
            outbound=self._later.rows(arrival, head, "accept", issues),
            audit=(self._audit(arrival, target=resolution.about, patient=resolution.patient),),
        )
        await self._store.write(unit, visibility=_eyes(arrival))
        return resolution, ack

    def _audit(self, arrival: Arrival, *, target: str, patient: str = "", outcome: int = 0) -> AuditEntry:
        return AuditEntry(
            at=arrival.received,
            member=arrival.origin.member.number,
            agent=f"sender:{arrival.origin.sender}",
            action="C",
            interaction="ingest",
            target=target,
            patient=patient,
            outcome=outcome,
            detail=f"{arrival.door} message {arrival.key}",
        )

    def _failed(self, head: Header, key: int, issues: Sequence[Issue]) -> Receipt:
        return Receipt(self._ack(head, key, "reject", issues, is_lasting=False), "failed", 0, tuple(issues))

    def _ack(
        self,
        head: Header,
        key: int,
        outcome: Outcome,
        issues: Sequence[Issue],
        *,
        is_lasting: bool = True,
        place: Place = UNNUMBERED,
    ) -> bytes:
        words = next((issue.text for issue in issues if issue.is_error), "") if outcome != "accept" else ""
        return acknowledge(
            head,
            code=ack_code(head, outcome, is_lasting=is_lasting),
            control_id=str(key),
            time=local_time(self._clock.now(), self._settings.timezone),
            issues=issues,
            text=words[:200],
            expected=place.told,
        )


def outcome_of(issues: Sequence[Issue]) -> Outcome:
    """Reject what the hub does not take at all (type, version, header, twice the same id); else it is an error."""
    errors = [issue for issue in issues if issue.is_error]
    rejected = any(
        issue.code in {"not-supported", "duplicate", "structure"} or issue.expression.startswith("MSH")
        for issue in errors
    )
    return "reject" if rejected else "error"


def _stated(arrival: Arrival, conversion: Conversion) -> Stated:
    if not conversion.lists:
        return NOTHING_STATED
    at = next((entry.at for entry in conversion.entries if entry.at), "")
    return Stated(sender=arrival.origin.sender, lists=conversion.lists, at=at)


def _forbidden() -> Issue:
    text = "The message changes a record that belongs to another member; expected only the sender's own records."
    return Issue("error", "forbidden", text)


def _eyes(arrival: Arrival) -> Visibility:
    return Visibility(member=arrival.origin.member.number)
