"""The MSH segment, read cheaply and never refused: what the inbox needs before conversion."""

import re
from dataclasses import dataclass, field

from adapters.hl7v2.charset import LINE_END, codec_of, declared_charset
from adapters.hl7v2.escapes import STANDARD, Delimiters, unescape
from fhir_profiles.issue import Issue

VERSIONS = ("2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2", "2.9")
_START = re.compile(rb"(?i:MSH)[^A-Za-z0-9\s]")


@dataclass(frozen=True, slots=True)
class Header:
    """MSH as sent. A field that is missing is empty; `issues` says what is wrong.

    `master_file` is the whole message where it is an MFN, whose acknowledgement speaks of each record.
    """

    delimiters: Delimiters = STANDARD
    sending_application: str = ""
    sending_facility: str = ""
    receiving_application: str = ""
    receiving_facility: str = ""
    time: str = ""
    message_code: str = ""
    trigger_event: str = ""
    structure: str = ""
    control_id: str = ""
    processing_id: str = ""
    version: str = ""
    sequence_number: str = ""
    accept_acknowledgement: str = ""
    application_acknowledgement: str = ""
    charset: str = ""
    codec: str = "utf-8"
    master_file: bytes = field(default=b"", repr=False)
    issues: tuple[Issue, ...] = field(default=())

    @property
    def is_enhanced(self) -> bool:
        """Whether MSH-15 or MSH-16 asks for enhanced acknowledgement."""
        return bool(self.accept_acknowledgement or self.application_acknowledgement)

    @property
    def message_type(self) -> str:
        """`ADT^A01`."""
        return f"{self.message_code}^{self.trigger_event}" if self.trigger_event else self.message_code


def header(data: bytes, *, charset: str = "") -> Header:
    """Read MSH by best effort; never raises.

    HD fields (MSH-3 to 6) are given as sent with their components, so that an acknowledgement
    can echo them.
    """
    start = _START.match(data) or _START.search(data)
    if start is None:
        return Header(issues=(_error("The message does not begin with an MSH segment.", ""),))
    declared = charset or declared_charset(data)
    line = LINE_END.split(data[start.start() : start.start() + 8000].partition(b"\x1c")[0], maxsplit=1)[0]
    text, codec = _line_to_text(line, codec_of(declared))
    separator = text[3:4] or "|"
    parts = text.split(separator)
    delimiters = _delimiters(separator, parts[1] if len(parts) > 1 else "")
    fields = [*parts, *[""] * 20]
    kind = [*fields[8].split(delimiters.component), "", "", ""]
    found = Header(
        delimiters=delimiters,
        sending_application=fields[2],
        sending_facility=fields[3],
        receiving_application=fields[4],
        receiving_facility=fields[5],
        time=fields[6].split(delimiters.component)[0].strip(),
        message_code=kind[0].strip(),
        trigger_event=kind[1].strip(),
        structure=kind[2].strip(),
        control_id=unescape(fields[9].split(delimiters.component)[0], delimiters).strip(),
        processing_id=fields[10].split(delimiters.component)[0].strip(),
        version=fields[11].split(delimiters.component)[0].strip(),
        sequence_number=fields[12].strip(),
        accept_acknowledgement=fields[14].strip(),
        application_acknowledgement=fields[15].strip(),
        charset=declared,
        codec=codec,
        master_file=data[start.start() :] if kind[0].strip() == "MFN" else b"",
    )
    return _with_issues(found)


def _line_to_text(line: bytes, named: str) -> tuple[str, str]:
    for codec in (named, "utf-8", "gb18030"):
        if codec and codec != "utf-16":
            try:
                return line.decode(codec), codec
            except UnicodeDecodeError:
                continue
    return line.decode("utf-8", "replace"), named or "utf-8"


def _delimiters(separator: str, sent: str) -> Delimiters:
    if sent == "^~\\\\&":
        sent = "^~\\&"
    if sent == STANDARD.encoding_characters and separator == STANDARD.field:
        return STANDARD
    if 4 <= len(sent) <= 5 and len(set(sent) | {separator}) == len(sent) + 1:
        return Delimiters(separator, *sent)
    return Delimiters(separator)


def _with_issues(found: Header) -> Header:
    issues = []
    if not found.control_id:
        issues.append(_error("MSH-10, the message control id, is missing.", "MSH-10"))
    if not found.message_code:
        issues.append(_error("MSH-9, the message type, is missing.", "MSH-9"))
    if not issues:
        return found
    values = {name: getattr(found, name) for name in Header.__dataclass_fields__ if name != "issues"}
    return Header(**values, issues=tuple(issues))


def _error(text: str, expression: str) -> Issue:
    return Issue(severity="error", code="required", text=text, expression=expression)
