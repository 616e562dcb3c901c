"""Every field of every segment that the golden messages have, with an odd value in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.hl7v2.adapter import ADAPTER
from tests.unit.adapters.hl7v2.messages import H1

GOLDEN = Path(__file__).parents[3] / "golden" / "hl7v2"
CASES = (
    "operation",
    "guarantor_and_two_coverages",
    "charges_of_a_day_p03",
    "prescription_encoded",
    "infusion_with_components",
    "medicine_dispensed",
    "influenza_vaccine",
    "staff_master_file",
    "appointment_booked_s12",
    "laboratory_order_o21",
    "laboratory_result",
    "care_plan_pc1",
    "price_master_file",
    "ward_master_file",
    "authorization_asked_i08",
    "referral_with_results",
    "discharge_summary_t02",
    "death_in_hospital",
    "merge",
    "attending_changed_a54",
    "family_doctor",
)
FIELDS = 50

FREE_TEXT = {
    ("AL1", 5),
    ("GOL", 17),
    ("NTE", 3),
    ("OBX", 5),
    ("OBX", 7),
    ("PID", 23),
    ("RXD", 9),
    ("RXE", 15),
    ("SPM", 14),
    ("TQ1", 10),
    ("TQ1", 11),
}
"""Fields whose whole text is kept, delimiters included."""

SENT_AT_ALL = {("PRD", 2), ("PV1", 2), ("PV1", 3), ("PV1", 19), ("PV1", 44), ("PV1", 45)}
"""Fields of which the maps ask whether they were sent, too."""

STEERING = {
    ("AIP", 10),
    ("FT1", 6),
    ("OBR", 25),
    ("OBX", 2),
    ("OBX", 4),
    ("OBX", 11),
    ("ORC", 1),
    ("RXD", 1),
    ("SCH", 10),
}
"""Fields that choose a status, a type or which thing is meant: an odd code chooses another, and is not kept."""

IN_BASE64 = {("OBX", 5)}
"""The text of a document is kept, but encoded."""


def message(case: str) -> list[list[str]]:
    """The segments of a golden message, each with its fields filled up to the same number."""
    text = (GOLDEN / case / "input.hl7").read_bytes().decode().replace("\n", "\r")
    rows = [line.split("|") for line in text.split("\r") if line]
    return [row if row[0] == "MSH" else row + [""] * (FIELDS - len(row)) for row in rows]


def outcome(rows: list[list[str]]) -> list[tuple[Any, ...]]:
    """The entries of a message without those about the message itself."""
    [found] = ADAPTER.convert("\r".join("|".join(row) for row in rows).encode(), source=H1)
    return [
        (entry.method, entry.url, entry.resource, sorted(entry.keep), sorted(entry.delete))
        for entry in found.entries
        if entry.resource["resourceType"] != "Provenance"
    ]


def places(case: str) -> list[int]:
    """Which rows of a case are tried: the first of each segment that no case before it has."""
    seen = {"MSH", "EVN"}.union(*({row[0] for row in message(before)} for before in CASES[: CASES.index(case)]))
    names = [row[0] for row in message(case)]
    return [at for at, name in enumerate(names) if name not in seen and name not in names[:at]]


def differences(case: str, odd: str) -> dict[tuple[str, int], list[tuple[Any, ...]]]:
    """The fields where the odd value makes other entries than no value, with those entries."""
    rows = message(case)
    as_sent = outcome(rows)
    found = {}
    for at in places(case):
        row = rows[at]
        for field in range(1, FIELDS):
            before, after = rows[:at], rows[at + 1 :]
            without = outcome([*before, [*row[:field], "", *row[field + 1 :]], *after]) if row[field] else as_sent
            changed = outcome([*before, [*row[:field], odd, *row[field + 1 :]], *after])
            if changed != without:
                found[row[0], field] = changed
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_field_of_separators_alone_is_a_field_that_was_not_sent(case: str) -> None:
    assert differences(case, "^&^~^") == {}


@pytest.mark.parametrize("case", CASES)
def test_a_value_in_a_component_that_no_type_has_makes_nothing(case: str) -> None:
    assert differences(case, "^" * 26 + "z").keys() - FREE_TEXT - SENT_AT_ALL == set()


@pytest.mark.parametrize("case", CASES)
def test_an_odd_value_is_left_out_or_kept_as_it_was_sent(case: str) -> None:
    lost = {
        place: entries
        for place, entries in differences(case, "0?0").items()
        if "0?0" not in json.dumps(entries, ensure_ascii=False, default=str)
    }

    assert lost.keys() - SENT_AT_ALL - STEERING - IN_BASE64 == set()
