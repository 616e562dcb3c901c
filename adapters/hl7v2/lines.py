"""The text of a message to its segments' lines, and its delimiters. HL7 v2.9 chapter 2.5.4."""

import re
from collections.abc import Iterator

from adapters.hl7v2.escapes import STANDARD, Delimiters
from fhir_profiles.issue import Issue

_MOST_CONTINUED = 20
"""Warnings about lines without a segment name; a page of text is told often enough by then."""

_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")


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
