"""Every listed message type with all its segments and fields filled in, made from the standard's own structures.

No crash, no invalid resource, and no word that is neither in a resource nor in the residue report. This is v2.5.1;
tests/long/test_hl7v2_standard_versions.py has the others.
"""

import json
import re
import tomllib

import pytest

from adapters.port import Conversion
from fhir_profiles.validate import validate
from tests.unit.adapters.hl7v2.facts import convert
from tests.unit.adapters.hl7v2.guide import HERE
from tests.unit.adapters.hl7v2.standard import MESSAGES, Made, has, message

LOST = tomllib.loads((HERE / "standard_words_lost.toml").read_text(encoding="utf-8"))["lost"]
_WORD = re.compile(r"w\d+z")


def lost_words(made: Made, told: list[Conversion]) -> list[str]:
    """Places of words that nobody learns of, but those that are listed with a reason."""
    text = json.dumps([[entry.resource, entry.url] for one in told for entry in one.entries], default=str)
    known = set(_WORD.findall(text))
    left = {issue.expression for one in told for issue in one.residue}
    listed = {place for entry in LOST for place in entry["places"]}
    found = []
    for place, word in made.words.items():
        field = place.partition(".")[0]
        general = re.sub(r"\[\d+\]", "", place)
        if word not in known and not {place, field, place.removesuffix(".1")} & left and general not in listed:
            found.append(general)
    return found


def faults(told: list[Conversion]) -> list[str]:
    """What is no valid resource, and what the converter refused or fell over."""
    invalid = [
        f"{entry.resource['resourceType']}: {issue.text}"
        for one in told for entry in one.entries for issue in validate(entry.resource) if issue.is_error
    ]  # fmt: skip
    return invalid + [f"{issue.expression}: {issue.text}" for one in told for issue in one.issues if issue.is_error]


@pytest.mark.parametrize("code", sorted({code for code, _, _ in MESSAGES}))
def test_a_message_with_everything_in_it_gives_valid_resources_and_loses_no_word(code: str) -> None:
    for event, structure in [(event, found) for own, event, found in MESSAGES if own == code]:
        if has("2.5.1", structure):
            made = message("2.5.1", code, event, structure)
            told = convert(made.text())

            assert (event, faults(told)) == (event, [])
            assert (event, lost_words(made, told)) == (event, [])
