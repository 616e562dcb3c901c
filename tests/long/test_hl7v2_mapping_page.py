"""The mapping table in the docs is what the converter does."""

import pytest

from tests.golden.hl7v2.mapping import PAGE, page

pytestmark = pytest.mark.long


def test_the_mapping_table_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.golden.hl7v2.mapping`"
