"""No value of one group stands in a resource of another: the groups of every listed message, twice, with other words.

A resource may hold words of a group and of what stands above it (patient, visit), never of two groups.
"""

import json
import re
from collections.abc import Iterator

import pytest

from tests.unit.adapters.hl7v2.facts import convert
from tests.unit.adapters.hl7v2.standard import MESSAGES, has, message

_WORD = re.compile(r"w(\d+)z")
_STARTS = {
    "ORU": "ORC", "OML": "ORC", "ORM": "ORC", "OMG": "ORC", "OMI": "ORC", "OMP": "ORC", "OUL": "SPM", "RDE": "ORC",
    "RDS": "ORC", "RAS": "ORC", "RGV": "ORC", "VXU": "ORC", "SIU": "RGS", "MFN": "MFE", "PPR": "PRB", "DFT": "FT1",
}  # fmt: skip
"""With which segment the last repeating group of a message begins; it goes on to the end."""
_ALONE = ("AL1", "DG1", "NK1", "PR1", "PRB", "IAM")
"""Segments that are groups by themselves."""
_WITH_CHILDREN = {"OBX": frozenset({"NTE", "TXA"})}
"""Segments that are groups with those behind them: without them the copy would come between an OBX and its note."""
_ABOVE = frozenset({"Patient", "Encounter", "Provenance", "Account", "Appointment", "Organization"})
"""What all groups of a message are about, or that several may name."""


def spans(text: str, start: str) -> list[tuple[int, int]]:
    """Where the last group, the one segment, or every OBX with what belongs to it begins and ends, in lines."""
    names = [line[:3] for line in text.rstrip("\r").split("\r")]
    starts = [at for at, name in enumerate(names) if name == start]
    if start in _WITH_CHILDREN:
        return [(at, _end_of_children(names, at, _WITH_CHILDREN[start])) for at in starts]
    return [(at, at + 1 if start in _ALONE else len(names)) for at in starts[:1]]


def _end_of_children(names: list[str], at: int, children: frozenset[str]) -> int:
    return next((end for end in range(at + 1, len(names)) if names[end] not in children), len(names))


def doubles(text: str, start: str) -> Iterator[str]:
    """The message with one of its groups a second time, each word another one."""
    lines = text.rstrip("\r").split("\r")
    for at, end in spans(text, start):
        copy = [_WORD.sub(r"w9000\1z", line) for line in lines[at:end]]
        yield "\r".join([*lines[:end], *copy, *lines[end:]]) + "\r"


def mixed(text: str, start: str) -> list[str]:
    """The resources that hold words of the group and of its double."""
    return [kind for twice in doubles(text, start) for kind in _mixed(twice) if kind not in _ABOVE]


def _mixed(twice: str) -> Iterator[str]:
    copies = {word for word in _WORD.findall(twice) if word.startswith("9000")}
    for one in convert(twice.encode()):
        for entry in one.entries:
            words = set(_WORD.findall(json.dumps(entry.resource, default=str)))
            if words & copies and words & {word.removeprefix("9000") for word in copies}:
                yield entry.resource["resourceType"]


def cases() -> Iterator[tuple[str, str, str, str]]:
    for code, event, structure in MESSAGES:
        for start in (*_ALONE, *_WITH_CHILDREN, _STARTS.get(code, "")):
            if start:
                yield code, event, structure, start


@pytest.mark.parametrize("code", sorted({code for code, _, _ in MESSAGES}))
def test_no_value_of_a_group_stands_in_a_resource_of_another(code: str) -> None:
    for event, structure, start in [(event, made, start) for own, event, made, start in cases() if own == code]:
        if has("2.5.1", structure):
            text = message("2.5.1", code, event, structure).text().decode()

            assert (event, start, mixed(text, start)) == (event, start, [])
