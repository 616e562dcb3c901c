"""The application acknowledgement of enhanced mode: a message of its own, after the commit acknowledgement.

HL7 v2.9 chapter 2.9.3. It is put into the outbox in the transaction that stores the message, so that it is there when
CA is said, and only then. MSH-16 says of what the sender wants to hear.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from fhir_profiles.issue import Issue
from hub.clock import Clock
from hub.conversion import AckCode, Header, acknowledge
from hub.delivery.speech import control_id_of, receiver_in
from hub.ingest.inbox import Arrival, Inbox, local_time
from hub.log import LogEvent, log
from hub.store.admin import Endpoint
from hub.store.port import Outbound

Outcome = Literal["accept", "error", "reject"]
"""What an acknowledgement says, before the mode (original or enhanced) gives it its code."""

_WANTED: Final[Mapping[str, frozenset[Outcome]]] = {
    "AL": frozenset({"accept", "error"}),
    "SU": frozenset({"accept"}),
    "ER": frozenset({"error"}),
}
"""HL7 table 0155. What is rejected (CR) was not taken, so no application has a word on it."""

_CODES: Final[Mapping[Outcome, AckCode]] = {"accept": "AA", "error": "AE"}
_CHANNELS: Final = frozenset({"mllp", "file"})
_MOST_ISSUES: Final = 20


class LaterAcknowledgements:
    """Makes outbox rows of acknowledgements that senders want later."""

    def __init__(self, inbox: Inbox, *, timezone: str, clock: Clock, new_key: Callable[[], int]) -> None:
        self._inbox = inbox
        self._timezone = timezone
        self._clock = clock
        self._new_key = new_key
        self._unaddressed: set[str] = set()

    def rows(self, arrival: Arrival, head: Header, outcome: Outcome, issues: Sequence[Issue]) -> tuple[Outbound, ...]:
        """The row of this message, or none: not wanted, sent through again by a person, or nowhere to send it."""
        if not is_wanted(head, outcome) or arrival.replay_of:
            return ()
        member, sender = arrival.origin.member, arrival.origin.sender
        endpoint = endpoint_for(self._inbox.endpoints(member.number), head, named=arrival.origin.acknowledgements)
        if endpoint is None:
            if sender not in self._unaddressed:
                self._unaddressed.add(sender)
                log(LogEvent.ACKNOWLEDGEMENT_UNADDRESSED, member=member.code, key=arrival.key)
            return ()
        self._unaddressed.discard(sender)
        key, now = self._new_key(), self._clock.now()
        data = acknowledge(
            head,
            code=_CODES[outcome],
            control_id=control_id_of(key),
            time=local_time(now, self._timezone),
            issues=issues[:_MOST_ISSUES],
            text="" if outcome == "accept" else next((issue.text for issue in issues if issue.is_error), "")[:200],
            is_message=True,
        )
        return (
            Outbound(
                key=key, receiver=member.number, channel=endpoint.channel, address=endpoint.address, ordering="",
                subject=f"MessageHeader/{arrival.key}", payload=data, content_type="application/hl7-v2", due=now,
                created=now,
            ),
        )  # fmt: skip


def is_wanted(head: Header, outcome: Outcome) -> bool:
    """Whether MSH-16 asks for it. Without a commit acknowledgement (MSH-15) the answer on the line says it already."""
    if head.accept_acknowledgement in {"", "NE"}:
        return False
    return outcome in _WANTED.get(head.application_acknowledgement, ())


def endpoint_for(endpoints: Sequence[Endpoint], head: Header, *, named: str) -> Endpoint | None:
    """Where the sending system hears: the registered endpoint that its file names, else the one for its MSH-3 and 4.

    An endpoint that names no system is for any of the member's; with several of those none is surely meant.
    """
    spoken = [one for one in endpoints if one.channel in _CHANNELS]
    if named:
        return next((one for one in spoken if one.address == named), None)
    system = tuple(_namespace(head, text) for text in (head.sending_application, head.sending_facility))
    lines = [one for one in spoken if one.channel == "mllp"]
    own = [one for one in lines if receiver_in(one.address) == system]
    common = [one for one in lines if receiver_in(one.address) == ("", "")]
    if own:
        return own[0]
    return common[0] if len(common) == 1 else None


def _namespace(head: Header, field: str) -> str:
    return field.split(head.delimiters.component, 1)[0].strip()


def ack_code(head: Header, outcome: Outcome, *, is_lasting: bool) -> AckCode:
    """HL7 table 0008. In enhanced mode what only fails now is CE (send again), what stays wrong CR (do not)."""
    if head.accept_acknowledgement in {"", "NE"}:
        original: dict[Outcome, AckCode] = {"accept": "AA", "error": "AE", "reject": "AR"}
        return original[outcome]
    if outcome == "accept":
        return "CA"
    return "CR" if is_lasting else "CE"
