"""The trail of a referral: each step once, with all that was noted at it."""

from hub.referral.states import State
from hub.web.trail import Step, told


def version(at: int, state: State, *notes: str, event: str = "") -> Step:
    return Step(at=at, state=state, words=state.value, notes=notes, event=event)


def test_a_nurses_own_note_stands_beside_what_the_hub_adds_to_it() -> None:
    versions = [version(2, State.ACCEPTED, "请即来院", "资料未推送"), version(1, State.SUBMITTED)]

    assert [(step.at, step.notes) for step in told(versions)] == [(2, ("请即来院", "资料未推送")), (1, ())]


def test_each_note_is_told_at_the_step_that_wrote_it_also_when_it_says_the_same_again() -> None:
    versions = [
        version(4, State.ACCEPTED, "夜间高热", "请即来院", "请即来院"),
        version(3, State.ACCEPTED, "夜间高热", "请即来院"),
        version(2, State.SUBMITTED, "夜间高热"),
        version(1, State.SUBMITTED, "夜间高热"),
    ]

    steps = [(step.at, step.notes) for step in told(versions)]

    assert steps == [(4, ("请即来院",)), (3, ("请即来院",)), (1, ("夜间高热",))]


def test_notes_that_somebody_wrote_anew_are_told_whole() -> None:
    versions = [version(2, State.SUBMITTED, "更正", "补充"), version(1, State.SUBMITTED, "夜间高热")]

    assert [step.notes for step in told(versions)] == [("更正", "补充"), ("夜间高热",)]
