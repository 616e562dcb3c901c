"""Which version a referral rests on, and what is said when another is in force."""

import json

from hub.referral.rule_change import Rested, notice, rests_on
from hub.referral.shape import CATALOGUE_USED

RESTED = Rested(version="2026.1", level=2, at=5)


def test_a_submitted_referral_rests_on_what_it_keeps() -> None:
    parts = [
        {"url": "canonical", "valueCanonical": "https://x/PlanDefinition/disease-catalogue|2026.1"},
        {"url": "decision", "valueString": json.dumps({"at": 5, "level": 2})},
    ]

    assert rests_on({"extension": [{"url": CATALOGUE_USED, "extension": parts}]}) == RESTED
    assert rests_on({}) is None


def test_another_version_is_told_and_the_same_one_is_not() -> None:
    told = notice(RESTED, in_force="2026.2")

    assert told is not None
    assert "本单按 2026.1 核对，现行版本为 2026.2" in told[0]
    assert "rests on 2026.1" in told[1]
    assert notice(RESTED, in_force="2026.1") is None
    assert notice(None, in_force="2026.2") is None
    assert notice(Rested(version="", level=None, at=0), in_force="2026.2") is None
