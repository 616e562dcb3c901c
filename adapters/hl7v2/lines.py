"""The text of a message to its segments' lines, and its delimiters. HL7 v2.9 chapter 2.5.4."""

import re
from collections.abc import Iterator

from adapters.hl7v2.escapes import STANDARD, Delimiters
from fhir_profiles.issue import Issue

_MOST_CONTINUED = 20
"""Warnings about lines without a segment name; a page of text is told often enough by then."""

_TWO_CHARACTERS = re.compile(r"(?:\\[rn])+(?=[A-Za-z][A-Za-z0-9]{2}[^A-Za-z0-9\s]|\Z)")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_SMALL = frozenset({
    "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "ROL", "DB1", "OBX", "OBR", "ORC", "NTE", "AL1", "IAM",
    "DG1", "DRG", "PR1", "GT1", "IN1", "IN2", "IN3", "ACC", "MRG", "SFT", "TXA", "SPM", "SAC", "TQ1",
    "TQ2", "CTD", "CTI", "FT1", "RXO", "RXE", "RXR", "RXC", "RXD", "RXA", "RXG", "RF1", "PRD", "AUT",
    "SCH", "ARQ", "RGS", "AIS", "AIG", "AIL", "AIP", "PRB", "GOL", "PTH", "VAR", "MSA", "ERR", "MFI",
    "MFE", "STF", "PRA", "LOC", "CDM", "PDA", "CON", "PRT", "NPU", "LDP", "LCH", "PRC", "EDU", "CER", "LAN", "ORG",
})  # fmt: skip
"""Segments of the standard that are known by name when a sender writes it in small letters."""


def with_line_ends(text: str, issues: list[Issue]) -> str:
    """The text from `MSH`, with real ends of its segments: a programmer may leave them as a backslash and a letter."""
    if text[:3] != "MSH":
        issues.append(_small(1, expression="MSH"))
        text = "MSH" + text[3:]
    if "\r" in text or "\\" not in text:
        return text
    mended = _TWO_CHARACTERS.sub("\r", text)
    if mended != text:
        words = "The ends of the segments are written as two characters (\\r or \\n); send the bytes of the message."
        issues.append(Issue(severity="warning", code="structure", text=words))
    return mended


def segment_lines(text: str, separator: str, issues: list[Issue]) -> Iterator[tuple[str, str]]:
    """Name and text of each segment; a line that is no segment continues the one before."""
    name = ""
    pending: list[str] = []
    continued = 0
    for number, raw in enumerate(text.split("\r"), 1):
        line = raw if raw[:1].isupper() else raw.strip()
        if not line:
            continue
        if _NAME.fullmatch(line[:3]) and (line[3:4] == separator or not line[3:].strip()):
            if pending:
                yield name, "\n".join(pending)
            name, pending = line[:3], [line.rstrip() if len(line) < 6 else line]
        elif pending and line[:3].upper() in _SMALL and line[3:4] == separator:
            yield name, "\n".join(pending)
            name, pending = line[:3].upper(), [line]
            issues.append(_small(number))
        elif pending:
            pending.append(line)
            continued += 1
            if continued <= _MOST_CONTINUED:
                issues.append(_continued(number))
    if pending:
        yield name, "\n".join(pending)


def _continued(number: int) -> Issue:
    text = "A line does not begin with a segment name; it was read as the rest of the segment before."
    return Issue(severity="warning", code="structure", text=text, line=number)


def _small(number: int, *, expression: str = "") -> Issue:
    text = "The segment name is written in small letters; it was read as the segment of that name."
    return Issue(severity="warning", code="structure", text=text, line=number, expression=expression)


def read_delimiters(text: str, issues: list[Issue]) -> tuple[Delimiters, str]:
    """The delimiters that MSH-1 and MSH-2 name, and the text to read by them."""
    field = text[3]
    sent = text[4:].split("\r", 1)[0].split(field, 1)[0].strip()
    if sent == "^~\\\\&":
        issues.append(
            Issue(
                severity="warning",
                code="structure",
                text="MSH-2 is ^~\\\\& with two backslashes: the message was escaped as a JSON string. It was read "
                "with single backslashes; send the bytes of the message as application/hl7-v2.",
                expression="MSH-2",
            )
        )
        return Delimiters(field=field), text.replace("\\\\", "\\")
    if 4 <= len(sent) <= 5 and len(set(sent) | {field}) == len(sent) + 1:
        if sent == "^~\\&" and field == "|":
            return STANDARD, text
        return Delimiters(field, *sent), text
    issues.append(
        Issue(
            severity="warning",
            code="structure",
            text="MSH-2 does not hold four or five different characters; the standard ones stand in for missing ones.",
            expression="MSH-2",
        )
    )
    return Delimiters(field, *(sent[:4] + STANDARD.encoding_characters[len(sent[:4]) :])), text
