"""Golden messages, damaged at random: whatever comes, the converter gives valid resources or a reason, and soon."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.hl7v2.adapter import ADAPTER
from adapters.port import Source
from fhir_profiles.json_text import dump
from fhir_profiles.validate import validate
from tests.calls_here import calls_here
from tests.golden.hl7v2.cases import cases

_MESSAGES = [
    text for case in cases() if "MSH|^~\\&|" in (text := (case / "input.hl7").read_bytes().decode("utf-8", "ignore"))
]
_DATES = ("20260230", "20260305083000+0800", "99999999999999999999", "1e400", "NaN", "<5", "-1", "0")
_MARKS = ("", '""', "^", "^^^^", "&", "~", "a~b^c&d", "1^2^3^4^5^6^7^8^9^10^11^12", "\\X0D\\", "\\Z\\", "\x85", " ")
_JUNK = st.sampled_from([*_DATES, *_MARKS, "X", "女", "Y", "N", "D", "a" * 300])
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}\|")


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A golden message with fields replaced, emptied or added, and segments left out, doubled or moved."""
    lines = [line for line in draw(st.sampled_from(_MESSAGES)).splitlines() if line]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(1, max(1, len(lines) - 1)))
        if at >= len(lines):
            continue
        action = draw(st.sampled_from(["field", "field", "field", "drop", "double", "move"]))
        if action == "field" and _SEGMENT.match(lines[at]):
            fields = lines[at].split("|")
            place = draw(st.integers(1, len(fields) + 2))
            fields += [""] * (place + 1 - len(fields))
            fields[place] = draw(_JUNK)
            lines[at] = "|".join(fields)
        elif action == "drop":
            del lines[at]
        elif action == "double":
            lines.insert(at, lines[at])
        elif action == "move":
            lines.append(lines.pop(at))
    return "\r".join(lines)


@settings(max_examples=120, deadline=None)
@given(damaged())
def test_a_damaged_message_gives_valid_resources_or_a_reason(text: str) -> None:
    with calls_here() as calls:
        found = list(ADAPTER.convert(text.encode(), source=Source(name="H1")))

    assert calls.total < 100_000  # 18,000 is the most that was seen
    for conversion in found:
        assert conversion.is_refused == (not conversion.entries and any(issue.is_error for issue in conversion.issues))
        wrong = [issue.text for entry in conversion.entries for issue in validate(entry.resource) if issue.is_error]
        assert wrong == []
        known = {entry.full_url for entry in conversion.entries}
        named = set(re.findall(r'"reference":\s*"(urn:uuid:[^"]+)"', dump(conversion.bundle()).decode()))
        assert named <= known
