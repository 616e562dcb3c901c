"""docs/referral.md shows the table as it is."""

import pytest

from hub.referral.diagram import page_with_table
from tests.architecture.source_tree import ROOT


def test_the_page_shows_the_table_as_it_is() -> None:
    text = (ROOT / "docs" / "referral.md").read_text(encoding="utf-8")

    assert page_with_table(text) == text, "run `make docs`"


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        page_with_table("# Referrals")
