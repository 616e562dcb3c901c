"""HL7 v2 to FHIR: the adapter. https://build.fhir.org/ig/HL7/v2-to-fhir/."""

import re
from collections.abc import Iterable, Iterator

from adapters.hl7v2.batch import Part, count_issue, missing_issue, split_messages, stream_messages
from adapters.hl7v2.charset import UnreadableMessageError
from adapters.hl7v2.codesystems.message_structure import is_known_event
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.dialect import IGNORE, add_extras, standardise
from adapters.hl7v2.header import header
from adapters.hl7v2.messages import generic
from adapters.hl7v2.messages.registry import message_maps
from adapters.hl7v2.residue import residue
from adapters.hl7v2.segments.msh import msh_to_provenance, read_header
from adapters.hl7v2.tokenizer import Message, tokenise
from adapters.port import Conversion, Source
from fhir_profiles.issue import Issue

_FIRST = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x0b\x1c\x00]*(?:(?i:M\x00?S\x00?H)|F\x00?H\x00?S|B\x00?H\x00?S)\x00?[^\w\s]"
)
_WORD = re.compile(r"[A-Za-z0-9_]{1,12}")


class Hl7v2Adapter:
    """HL7 v2 messages, alone, several in a file, or in a batch."""

    name = "hl7v2"

    def recognises(self, data: bytes, *, file_name: str) -> bool:
        """Whether the input begins with MSH, FHS or BHS, or is named `.hl7`."""
        return _FIRST.match(data[:200]) is not None or file_name.lower().endswith(".hl7")

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion for each message; a message that cannot be read is refused with a reason."""
        messages = list(split_messages(data))
        counted = count_issue(data, len(messages)) if b"BTS" in data else None
        for number, raw in enumerate(messages, 1):
            last = number == len(messages)
            yield convert_message(raw, source=source, extra=(counted,) if counted and last else ())

    def convert_stream(self, chunks: Iterable[bytes], *, source: Source) -> Iterator[Conversion]:
        """The same of a file that is too long to be held: message by message, as its bytes come."""
        counts: list[int] = []
        found = 0
        waiting: Part | None = None
        for part in stream_messages(chunks, limit=LONGEST_MESSAGE):
            if part.name == "BTS":
                said = part.data.split(b"\r")[0].split(part.data[3:4])[1:2]
                counts += [int(number) for number in said if number.strip().isdigit() and len(number) < 10]
            if part.name == "MSH":
                found += 1
                if waiting is not None:
                    yield _convert_part(waiting, source)
                waiting = part
        if waiting is not None:
            missing = missing_issue(counts, found)
            yield _convert_part(waiting, source, extra=(missing,) if missing else ())


LONGEST_MESSAGE = 64_000_000
"""Bytes of one message of a stream; a longer one is refused and the next is read."""


def _convert_part(part: Part, source: Source, *, extra: tuple[Issue, ...] = ()) -> Conversion:
    if not part.is_too_long:
        return convert_message(part.data, source=source, extra=extra)
    head = header(part.data)
    text = f"The message is longer than {LONGEST_MESSAGE} bytes; send it in parts."
    return Conversion(
        label=_label(head.message_code, head.trigger_event, head.control_id),
        issues=(Issue("error", "too-long", text), *extra),
        control_id=head.control_id,
        event=_event(head.message_code, head.trigger_event),
        raw=part.data,
    )


ADAPTER = Hl7v2Adapter()


def convert_message(raw: bytes, *, source: Source, extra: tuple[Issue, ...] = ()) -> Conversion:
    """What becomes of the bytes of one message. Never raises for bad input."""
    try:
        message = tokenise(raw, charset=source.charset)
    except UnreadableMessageError as unreadable:
        head = header(raw)
        return Conversion(
            label=_label(head.message_code, head.trigger_event, head.control_id),
            issues=(unreadable.issue, *extra),
            control_id=head.control_id,
            event=_event(head.message_code, head.trigger_event),
            raw=raw,
        )
    code, event = _message_type(message)
    dialect = source.dialect
    if dialect.digest:
        standardise(message, dialect)
        event = dialect.events.get(event, event)
        if event == IGNORE:
            return _ignored(message, code, raw)
    context = MessageContext(message, source, code=code, event=event)
    _run(context)
    issues = (*message.issues, *context.issues, *extra)
    refused = any(issue.is_error for issue in issues)
    left = residue(message)
    message.release()
    return Conversion(
        label=_label(code, event, context.control_id),
        entries=() if refused else context.entries,
        issues=issues,
        residue=left,
        control_id=context.control_id,
        event=_event(code, event),
        charset=message.charset,
        lists=frozenset() if refused else frozenset(context.lists),
        at=context.said_at,
        raw=raw,
    )


def _ignored(message: Message, code: str, raw: bytes) -> Conversion:
    """What the sender's file says not to use: accepted, kept in the log, and in no resource."""
    event = message.segments[0].peek(9, 2).upper()
    control_id = message.segments[0].peek(10)
    words = Issue(
        "information", "informational", "The file of this sender says to ignore this event.", expression="MSH-9"
    )
    left = residue(message)
    charset = message.charset
    message.release()
    return Conversion(
        label=_label(code, event, control_id),
        issues=(words,),
        residue=left,
        control_id=control_id,
        event=_event(code, event),
        charset=charset,
        raw=raw,
    )


def _run(context: MessageContext) -> None:
    msh = context.message.segments[0]
    evn = context.message.first("EVN")
    read_header(msh, evn, context)
    maps = message_maps()
    found = maps.get((context.code, context.event)) or maps.get((context.code, "*")) or generic.convert
    if not is_known_event(context.code, context.event):
        context.warn(
            "MSH-9.2",
            "This is no trigger event of ADT that HL7 knows; it was read as an update (A08). Map it with [events] in "
            "the sender's file.",
            code="not-supported",
        )
    found(context)
    if context.source.dialect.extras:
        add_extras(context)
    if any(issue.is_error for issue in context.issues):
        return
    nothing = not context.entries
    msh_to_provenance(msh, evn, context)
    if nothing:
        context.warn(
            "MSH-9",
            "Nothing but the header could be converted: there is no map for this message type and no PID segment.",
            code="not-supported",
        )


def _message_type(message: Message) -> tuple[str, str]:
    """MSH-9.1 and 9.2; the event falls back to MSH-9.3 (`ADT_A01`), then to EVN-1."""
    msh = message.segments[0]
    code, event, structure = msh.peek(9, 1).upper(), msh.peek(9, 2).upper(), msh.peek(9, 3).upper()
    if "_" in code and not event:
        code, _, event = code.partition("_")
    if not event and "_" in structure:
        event = structure.partition("_")[2]
    evn = message.first("EVN")
    if evn is not None:
        if not event:
            event = evn.peek(1).upper()
        if evn.peek(1).upper() == event:
            evn.keep(1)
    return code, event


def _event(code: str, event: str) -> str:
    return f"{code}^{event}" if event else code


def _label(code: str, event: str, control_id: str) -> str:
    words = [part for part in (code, event) if _WORD.fullmatch(part)]
    number = control_id if re.fullmatch(r"[\w.-]{1,64}", control_id) else ""
    return " ".join(part for part in ("^".join(words) or "message", number) if part)
