"""A catalogue of many entries decides as the small one, and looks at no more of it."""

import sys
from types import FrameType
from typing import Any

from benchmarks.large_catalogue import large_catalogue
from hub.referral.rules.engine import evaluate
from hub.referral.rules.values import Question
from terminology.catalogue import Catalogue, sample
from tests.unit.referral.rules.elders import AT, M1, device, diagnosis, vitals

QUESTION = Question("down", AT, (diagnosis("I63.900", days=9), *vitals(), device("NGT")), receiver=M1)


def steps(catalogue: Catalogue, question: Question) -> int:
    """How many functions one decision calls, once everything is compiled."""
    evaluate(catalogue, question)
    count = 0

    def see(frame: FrameType, event: str, argument: Any) -> None:
        del frame, argument
        nonlocal count
        count += event == "call"

    sys.setprofile(see)
    try:
        evaluate(catalogue, question)
    finally:
        sys.setprofile(None)
    return count


def test_a_thousand_entries_take_the_steps_of_sixty_eight() -> None:
    large = large_catalogue(1_000)

    assert len({row.entry for row in large.rows}) == 1_000
    assert steps(large, QUESTION) == steps(sample(), QUESTION)
    assert evaluate(large, QUESTION).findings == evaluate(sample(), QUESTION).findings


def test_a_generated_entry_decides_by_the_conditions_of_its_pattern() -> None:
    large = large_catalogue(1_000)
    row = large.rows[-1]

    decision = evaluate(large, Question("down", AT, (diagnosis(row.pattern.text), *vitals()), receiver=M1))

    assert (decision.level, [one.rule for one in decision.findings if one.dimension == "level"]) == (
        row.level, [f"R{row.code}"],
    )  # fmt: skip
