"""Who sent a message, and whether it came before. HL7 v2.9 chapter 2.9; DESIGN D8.

A sender is MSH-3 and MSH-4. It is bound to the member that answers for it; a sender that no member has claimed
speaks for the member of the listener.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address
from zoneinfo import ZoneInfo

from fhir_profiles.issue import Issue
from fhir_profiles.json_text import dump
from hub.clock import Clock, micros_to_datetime
from hub.conversion import STANDARD_DIALECT, Header, Source
from hub.errors import ForbiddenError, HubError
from hub.ingest.sender_file import SenderFile
from hub.ingest.sender_folder import SenderFolder
from hub.ingest.site_folder import SiteFolder
from hub.log import LogEvent, log
from hub.referral.agreements import LEFT
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint, Member, Sender
from hub.store.port import Inbound

_BINDING_SECONDS = 2.0
"""How long a binding is believed without asking again: `hub sender add` beside a running hub works at once."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A sender, the member that answers for it, and how its text is to be read."""

    sender: str
    member: Member
    source: Source
    restarts: bool = False
    """Whether the sender counts its control ids anew every day."""
    acknowledgements: str = ""
    """The address for application acknowledgements that the sender's file names."""
    is_numbered: bool = False
    """Whether the sender numbers its messages (MSH-13), and wants gaps refused."""

    @property
    def institution(self) -> tuple[str, str]:
        """The name by which the sender's data call it, and its member code."""
        return self.source.name, self.member.code


@dataclass(frozen=True, slots=True)
class Arrival:
    """One input on its way in. `key` is its number in the message log."""

    data: bytes
    digest: bytes
    origin: Origin
    key: int
    received: int
    door: str
    adapter: str
    control_id: str = ""
    replay_of: int = 0

    def row(self, *, ack: bytes, state: str, label: str, charset: str = "", issues: Iterable[Issue] = ()) -> Inbound:
        """The message's row in the log."""
        assert state in {"stored", "refused"}
        return Inbound(
            key=self.key,
            sender=self.origin.sender,
            control_id=self.control_id,
            digest=self.digest,
            raw=self.data,
            ack=ack,
            received=self.received,
            door=self.door,
            adapter=self.adapter,
            label=label,
            charset=charset,
            state="stored" if state == "stored" else "refused",
            member=self.origin.member.number,
            issues=issues_to_text(issues),
            replay_of=self.replay_of,
        )


class Inbox:
    """Answers from the administration tables, remembered for two seconds."""

    def __init__(self, admin: AdminStore, *, clock: Clock, settings: Settings) -> None:
        self._admin = admin
        self._clock = clock
        self._settings = settings
        self._asked = float("-inf")
        self._members: dict[int, Member] = {}
        self._senders: dict[tuple[str, str], Sender] = {}
        self._unbound: set[str] = set()
        self._endpoints: dict[int, tuple[Endpoint, ...]] = {}
        self._folder = SenderFolder(settings.data / settings.senders)
        self.sites = SiteFolder(settings.data / settings.sites)

    def origin_of_message(self, head: Header, *, member: int | None, peer: str = "", replayed_from: str = "") -> Origin:
        """Whose message this is. `member` is the caller's, where the door knows it; else `peer` is an address.

        A message that came through the listener before its sender was bound (`replayed_from`, the sender that its
        row in the log names) goes to the member to whom the sender is bound now.

        Raises ForbiddenError when a caller sends in the name of another member's system, or from an address that
        the sender's file does not have.
        """
        self._refresh(at_once=bool(replayed_from))
        application, facility = head.sending_application, head.sending_facility
        sender = f"{application}|{facility}"
        names = ((application, facility), (_namespace(head, application), _namespace(head, facility)))
        row = next((found for name in names if (found := self._senders.get(name))), None)
        file = next((said for name in names if (said := self._folder.find(*name))), None)
        bound = self._number_of(file) or (row.member if row is not None else None)
        if bound is not None and member is not None and bound != member and replayed_from != sender:
            raise ForbiddenError(
                "The sender in MSH-3 and MSH-4 is bound to another member of the alliance; "
                "expected the caller's own. Bind it with `hub sender add`, or correct MSH."
            )
        if file is not None and member is None and not _may_call(file, peer):
            raise ForbiddenError(
                "The sender in MSH-3 and MSH-4 sends from an address that its file does not have; expected one of "
                "`peers`. Correct MSH, or the file."
            )
        found_member = self.member(bound if bound is not None else member)
        if bound is None and sender not in self._unbound:
            self._unbound.add(sender)
            log(LogEvent.SENDER_UNBOUND, member=found_member.code)
        restarts = file is not None and file.control_ids == "restart-daily"
        told = file.outbound.acknowledgements if file is not None else ""
        numbered = file is not None and file.sequence_numbers
        return Origin(sender, found_member, self._source(found_member, row, file), restarts, told, numbered)

    def origin_of_file(self, adapter: str, *, member: int | None, file_name: str) -> Origin:
        """Whose file this is."""
        self._refresh()
        found = self.member(member)
        source = replace(self._source(found, None), file_name=file_name)
        site = self.sites.of_member(found.code) if adapter == "his" else None
        return Origin(f"{adapter}|{found.code}", found, source if site is None else site.source(source))

    def member(self, number: int | None) -> Member:
        """The member with this number; None is the member of the listener.

        Raises ForbiddenError for one that has left the alliance: its systems' bindings outlive it, its voice does not.
        """
        if number is not None and number in self._members:
            known = self._members[number]
            if known.admission_state == LEFT or known.is_outside:
                raise ForbiddenError(f"{known.name}已退出联盟，不再接收其消息。 {known.code} has left the alliance.")
            return known
        code = self._settings.mllp_member
        for found in self._members.values():
            if number is None and code in {"", found.code}:
                return found
        raise HubError("The member that this door belongs to does not exist; add it with `hub member add`.")

    def endpoints(self, member: int) -> tuple[Endpoint, ...]:
        """Where a member receives."""
        if member not in self._endpoints:
            self._endpoints[member] = self._admin.endpoints_of(member)
        return self._endpoints[member]

    def members(self) -> tuple[Member, ...]:
        """All members of the alliance."""
        self._refresh()
        return tuple(self._members.values())

    def _refresh(self, *, at_once: bool = False) -> None:
        now = self._clock.monotonic()
        if not at_once and 0 <= now - self._asked < _BINDING_SECONDS:
            return
        self._members = {member.number: member for member in self._admin.members()}
        self._endpoints.clear()
        self._folder.refresh()
        self.sites.refresh()
        self._senders = {(sender.application, sender.facility): sender for sender in self._admin.senders()}
        self._asked = now

    def _number_of(self, file: SenderFile | None) -> int | None:
        """The member that a sender's file names; None where it names none, or one that does not exist."""
        if file is None or not file.member:
            return None
        return next((number for number, member in self._members.items() if member.code == file.member), None)

    def _source(self, member: Member, sender: Sender | None, file: SenderFile | None = None) -> Source:
        """The file's word counts before the table's."""
        said = tuple(found for found in (file, sender) if found is not None)
        return Source(
            name=next((found.name for found in said if found.name), member.code),
            timezone=next((found.timezone for found in said if found.timezone), self._settings.timezone),
            charset=next((found.charset for found in said if found.charset), ""),
            received_at=micros_to_datetime(self._clock.now()),
            dialect=file.dialect if file is not None else STANDARD_DIALECT,
        )


def _may_call(file: SenderFile, peer: str) -> bool:
    if not file.peers:
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in network for network in file.peers)


def digest_of(data: bytes) -> bytes:
    """What tells two messages with the same control id apart."""
    return hashlib.sha256(data).digest()


def digest_of_message(data: bytes) -> bytes:
    """The same for an HL7 v2 message: a last CR more or less is no other message."""
    return digest_of(data.strip())


def local_time(micros: int, timezone: str) -> datetime:
    """A moment as the sender's clock shows it, for MSH-7."""
    return datetime.fromtimestamp(micros // 1_000_000, tz=UTC).astimezone(ZoneInfo(timezone))


def issues_to_text(issues: Iterable[Issue]) -> str:
    """Issues as a JSON array: severity, code, text, expression."""
    return _to_text(tuple(issues))


@lru_cache(maxsize=512)
def _to_text(issues: tuple[Issue, ...]) -> str:
    """The messages of one interface leave the same fields over, message after message."""
    return dump(
        [
            {"severity": issue.severity, "code": issue.code, "text": issue.text, "expression": issue.expression}
            for issue in issues
        ]
    ).decode()


def _namespace(head: Header, field: str) -> str:
    return field.split(head.delimiters.component, 1)[0].strip()
