"""Every field that the HL7 guide maps is mapped here, kept, or left with a reason that a reviewer can read."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.adapters.hl7v2.guide import FAMILIES, HERE, Row, left_of, occurs, rows, rows_of_the_maps

LEFT: list[dict[str, Any]] = tomllib.loads((HERE / "guide_rows_left.toml").read_text(encoding="utf-8"))["left"]
MAPS = (
    Path(os.environ.get("HUB_CORPORA", Path(__file__).parents[4].parent / "shared" / "corpora"))
    / "v2-to-fhir"
    / "segments"
)


def listed(path: str, family: str) -> Iterator[int]:
    """The entries that name this place in this family."""
    for number, entry in enumerate(LEFT):
        names = set(entry["rows"]) & {path, path.partition(".")[0], f"{path[:3]}-*"}
        if names and family in entry.get("in", FAMILIES):
            yield number


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_field_of_the_guide_is_mapped_or_kept_or_left_for_a_reason(row: Row) -> None:
    assert occurs(row)
    unexplained = [
        f"{family} {path}" for family, paths in left_of(row).items() for path in paths if not list(listed(path, family))
    ]

    assert unexplained == [], "map it, or give the reason in guide_rows_left.toml"


def test_nothing_is_listed_that_is_mapped_by_now() -> None:
    used: set[tuple[int, str, str]] = set()
    for row in rows():
        for family, paths in left_of(row).items():
            used |= {(number, name, family) for path in paths for number in listed(path, family) for name in (
                path, path.partition(".")[0], f"{path[:3]}-*")}  # fmt: skip
    idle = [
        f"{name} in {families or 'any family'}"
        for number, entry in enumerate(LEFT)
        for name in entry["rows"]
        for families in (entry.get("in", [""]))
        if not any(at == number and found == name and families in {"", family} for at, found, family in used)
    ]

    assert idle == []


def test_each_reason_is_a_sentence_and_each_family_is_known() -> None:
    assert [entry["rows"] for entry in LEFT if not entry["reason"].endswith(".") or len(entry["reason"]) < 40] == []
    assert {family for entry in LEFT for family in entry.get("in", ())} <= FAMILIES.keys()


@pytest.mark.skipif(not MAPS.is_dir(), reason=f"the guide's segment maps are not there ({MAPS})")
def test_the_list_of_rows_is_that_of_the_guide() -> None:
    assert rows() == rows_of_the_maps(MAPS)
