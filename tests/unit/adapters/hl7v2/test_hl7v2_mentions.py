"""A thing that one message mentions twice: gaps are filled, and what the first mention contradicts is residue."""

import pytest

from adapters.hl7v2.mentions import with_gaps_filled
from adapters.port import Entry
from tests.unit.adapters.hl7v2.messages import PID, convert, msh
from tests.unit.adapters.hl7v2.test_hl7v2_guide_rows import left


def entry(method: str) -> Entry:
    resource = {"resourceType": "Organization", "name": "甲"}
    return Entry(
        resource=resource, full_url="urn:uuid:1", method="PUT" if method == "PUT" else "POST", url="Organization"
    )


def test_a_statement_is_not_changed_by_a_mention() -> None:
    stated = entry("PUT")

    assert with_gaps_filled(stated, {"telecom": []}) is stated


def test_a_mention_that_says_nothing_more_changes_nothing() -> None:
    mention = entry("POST")

    assert with_gaps_filled(mention, {"resourceType": "Organization", "name": "乙"}) is mention
    assert with_gaps_filled(mention, dict(mention.resource)) is mention


def test_a_mention_that_says_more_fills_the_gap() -> None:
    assert with_gaps_filled(entry("POST"), {"name": "乙", "telecom": [1]}).resource == {
        "resourceType": "Organization", "name": "甲", "telecom": [1],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        ("D1^李^医", "D1^李^医^^博士", ["PV1-8.5"]),
        ("D1^李^医^^博士", "D1^李^医^^博士", []),
        ("D1", "D1^李^医^^博士", []),
        ("D1^李^医", "D1", []),
    ],
)
def test_what_a_doctor_s_second_mention_says_is_told_or_residue(first: str, second: str, places: list[str]) -> None:
    told = convert(msh("ADT^A01"), PID, f"PV1|1|I|W1||||{first}|{second}|||||||||||V1")

    assert [place for place in left(told) if place.startswith("PV1-8")] == places
