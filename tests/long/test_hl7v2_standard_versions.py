"""Every listed message type in every version, all segments and fields filled in (test_hl7v2_standard_messages.py)."""

import pytest

from tests.unit.adapters.hl7v2.facts import convert
from tests.unit.adapters.hl7v2.standard import MESSAGES, VERSIONS, has, message
from tests.unit.adapters.hl7v2.test_hl7v2_standard_messages import faults, lost_words

pytestmark = pytest.mark.long


@pytest.mark.parametrize("version", VERSIONS)
def test_messages_of_each_version_give_valid_resources_and_lose_no_word(version: str) -> None:
    lost: set[str] = set()
    for code, event, structure in MESSAGES:
        if has(version, structure):
            made = message(version, code, event, structure)
            told = convert(made.text())
            assert (code, event, faults(told)) == (code, event, [])
            lost |= set(lost_words(made, told))

    assert sorted(lost) == []
