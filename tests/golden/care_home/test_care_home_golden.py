from pathlib import Path

import pytest

from tests.golden.care_home.cases import cases, convert


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_golden_table_converts_as_written_down(case: Path) -> None:
    assert (case / "why.md").read_text(encoding="utf-8")
    assert convert(case) == (case / "expected.json").read_text(encoding="utf-8")
