"""Conformance report of a message: hl7apy's grammar, and what the hub itself would say. `hub lint`.

hl7apy drops segments that its grammar lacks and refuses five characters in MSH-2, so it is never
a parser here: the message is read by our tokenizer, written anew for it, and its findings are
warnings about conformance. What the hub would refuse stays an error. The only importer of
hl7apy. It can be slow on large messages: the caller limits its time.
"""

import contextlib
import os
import re
import tempfile

from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.core import Message as GrammarMessage
from hl7apy.exceptions import HL7apyException
from hl7apy.parser import parse_message
from hl7apy.validation import Validator

from adapters.hl7v2.adapter import convert_message
from adapters.hl7v2.charset import UnreadableMessageError
from adapters.hl7v2.codesystems.message_structure import structure_of
from adapters.hl7v2.escapes import STANDARD
from adapters.hl7v2.tokenizer import Message, tokenise
from adapters.port import Source
from fhir_profiles.issue import Issue

_GRAMMARS = ("2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8", "2.8.1", "2.8.2")
_DEFAULT_VERSION = "2.5.1"
_NAME = re.compile(r"\b([A-Z][A-Z0-9]{2}_\d+(?:\.[A-Z][A-Z0-9]*_\d+)*|[A-Z][A-Z0-9]{2})\b")
_MOST = 200


def lint(data: bytes, *, charset: str = "") -> list[Issue]:
    """What a message breaks of its version's grammar, and what the hub would report. Never raises."""
    converted = convert_message(data, source=Source(charset=charset))
    found = list(converted.issues)
    try:
        message = tokenise(data, charset=charset)
    except UnreadableMessageError:
        return found
    found += [issue for issue in _grammar(message) if issue not in found]
    return found[:_MOST]


def _grammar(message: Message) -> list[Issue]:
    version = message.segments[0].peek(12)
    notes = []
    if version not in _GRAMMARS:
        notes.append(_warning(f"There is no grammar for this version; {_DEFAULT_VERSION} was used.", "MSH-12"))
        version = _DEFAULT_VERSION
    structure = structure_of(message.segments[0])
    if not structure:
        return [*notes, _warning("The message type and event have no structure in table 0354.", "MSH-9")]
    try:
        parsed = parse_message(
            _normalised(message, version, structure), validation_level=VALIDATION_LEVEL.TOLERANT, find_groups=True
        )
        notes += _lost(message, parsed)
        notes += _validated(parsed)
    except HL7apyException as err:
        notes.append(_warning(f"The grammar cannot read the message ({type(err).__name__}).", "MSH-9"))
    except Exception as err:  # noqa: BLE001 - a checker that fails on odd input must not take the report with it
        notes.append(_warning(f"The grammar checker failed on the message ({type(err).__name__}).", "MSH-9"))
    return notes


def _normalised(message: Message, version: str, structure: str) -> str:
    """The message with CR, four standard delimiters, its version and its structure named."""
    sent, standard = message.delimiters, STANDARD
    swap = str.maketrans(
        {
            sent.field: standard.field,
            sent.component: standard.component,
            sent.repetition: standard.repetition,
            sent.escape: standard.escape,
            sent.subcomponent: standard.subcomponent,
        }
    )
    lines = []
    for segment in message.segments:
        fields = [field.replace("\n", " ").translate(swap) for field in segment.fields]
        if segment.name == "MSH":
            fields = [fields[0], standard.encoding_characters, *fields[3:]]
            fields += [""] * (12 - len(fields))
            code, event = segment.peek(9, 1), segment.peek(9, 2)
            fields[8] = f"{code}^{event}^{structure}" if event else code
            fields[11] = version
        lines.append("|".join(fields))
    return "\r".join(lines) + "\r"


def _lost(message: Message, parsed: GrammarMessage) -> list[Issue]:
    """Segments that the grammar has no place for; hl7apy leaves them out without a word."""
    kept = re.findall(r"(?:^|\r)([A-Z][A-Z0-9]{2})", parsed.to_er7())
    issues = []
    for segment in message.segments:
        if segment.name in kept:
            kept.remove(segment.name)
        elif segment.name.startswith("Z"):
            issues.append(
                Issue("information", "informational", f"{segment.path} is a segment of the sender's own.", segment.path)
            )
        else:
            issues.append(_warning(f"{segment.path} has no place here in the grammar of this message.", segment.path))
    return issues


def _validated(parsed: GrammarMessage) -> list[Issue]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
        with contextlib.suppress(HL7apyException):
            # hl7apy opens the report by name; a descriptor of a file without a name serves as well.
            Validator.validate(parsed, report_file=os.dup(report.fileno()))
        report.seek(0)
        lines = report.read().splitlines()
    issues: list[Issue] = []
    for line in lines:
        kind, _, text = line.partition(":")
        issue = _finding(text.strip(), is_value=kind == "Warning")
        if issue not in issues:
            issues.append(issue)
    return issues


def _finding(text: str, *, is_value: bool) -> Issue:
    """The checker's words without the value that they quote."""
    names = _NAME.findall(text)
    place = next((name for name in reversed(names) if "_" in name), names[-1] if names else "")
    expression = place.rpartition(".")[2].replace("_", "-") if "_" in place else place
    if text.startswith("Missing required child"):
        words, code = "A required part is missing", "required"
    elif text.startswith("Child limit exceeded"):
        words, code = "A part is repeated more often than the grammar allows", "structure"
    elif text.startswith("Exceeded max length"):
        words, code = "A value is longer than the version allows", "too-long"
    elif "not in table" in text:
        words, code = "A value is not in the HL7 table of its field", "code-invalid"
    elif text.startswith("Invalid children"):
        words, code = "Parts stand where the grammar has no place for them", "structure"
    elif text.startswith("Datatype"):
        words, code = "A data type is not the one of the version", "value"
    else:
        words, code = ("A value does not conform" if is_value else "The structure does not conform"), "structure"
    return _warning(f"{words}: {expression or 'message'}.", expression, code=code)


def _warning(text: str, expression: str, *, code: str = "structure") -> Issue:
    return Issue(severity="warning", code=code, text=text, expression=expression)
