"""Random walks through the state table keep what must always hold."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.referral.decision import decide
from hub.referral.situation import Details, Judgement, Situation
from hub.referral.states import FINAL, TASK_STATUS, UNSENT, Actor, Direction, Event, State

ANYBODY = st.frozensets(st.sampled_from(Actor), min_size=1)
WORDS = st.builds(
    Details,
    reason=st.sampled_from(["", "other"]),
    note=st.sampled_from(["", "words of more than ten letters"]),
    bed=st.sampled_from(["", "Location/b"]),
    planned=st.sampled_from([0, 1]),
    receiver=st.sampled_from(["", "N1"]),
    priority=st.sampled_from(["", "routine", "urgent", "stat"]),
    onward=st.sampled_from(["", "H1"]),
)
JUDGEMENTS = st.sampled_from([None, *(Judgement(overall) for overall in ("pass", "fail", "unknown", "information"))])
SITUATIONS = st.builds(
    Situation,
    state=st.just(State.DRAFT),
    direction=st.sampled_from(Direction),
    priority=st.sampled_from(["routine", "urgent", "asap", "stat"]),
    prior=st.sampled_from([None, State.ACCEPTED, State.RESERVED]),
    agent=st.sampled_from(["user:a", "user:b"]),
    override_by=st.just("user:a"),
    bed_held=st.booleans(),
    bed_free=st.booleans(),
    own_bed=st.sampled_from(["", "Location/own"]),
    requester_has_doctor=st.booleans(),
    lead_is_requester=st.booleans(),
    catalogue=JUDGEMENTS,
    stability=JUDGEMENTS,
    basis_refused=st.sampled_from([None, ("已撤回", "withdrawn")]),
)
STEPS = st.lists(st.tuples(st.sampled_from(Event), ANYBODY, WORDS), max_size=30)


@settings(max_examples=150, deadline=None)
@given(situation=SITUATIONS, steps=STEPS)
def test_a_walk_stays_in_the_table_and_ends_for_good(
    situation: Situation, steps: list[tuple[Event, frozenset[Actor], Details]]
) -> None:
    for event, actors, details in steps:
        decision = decide(event, replace(situation, details=details), actors)

        assert decision.is_allowed == (not decision.refusals)
        assert decision.to in TASK_STATUS
        if situation.state in FINAL:
            assert not decision.is_allowed
        if decision.is_allowed:
            situation = replace(situation, state=decision.to)


@settings(max_examples=300, deadline=None)
@given(situation=SITUATIONS, actors=ANYBODY, state=st.sampled_from(sorted(UNSENT)), details=WORDS)
def test_no_circumstance_stops_a_stat_call_of_the_senders(
    situation: Situation, actors: frozenset[Actor], state: State, details: Details
) -> None:
    stat = replace(situation, state=state, priority="stat", direction=Direction.FROM_HOME, details=details)

    decision = decide(Event.SUBMIT, stat, actors | {Actor.HN})

    assert (decision.refusals, decision.to) == ((), State.SUBMITTED)


@settings(max_examples=300, deadline=None)
@given(situation=SITUATIONS, direction=st.sampled_from([Direction.UP, Direction.FROM_HOME]))
def test_the_way_up_never_asks_for_stability(situation: Situation, direction: Direction) -> None:
    ready = replace(situation, state=State.SELECTED, direction=direction, stability=Judgement("fail"))

    assert decide(Event.DEPART, ready, frozenset({Actor.SC})).refusals == ()


@settings(max_examples=300, deadline=None)
@given(situation=SITUATIONS, overall=st.sampled_from(["fail", "unknown"]))
def test_the_way_down_never_leaves_without_stable_vital_signs(situation: Situation, overall: str) -> None:
    judgement = Judgement("fail") if overall == "fail" else Judgement("unknown")
    ready = replace(situation, state=State.RESERVED, direction=Direction.DOWN, stability=judgement)

    assert "vital" in " ".join(refusal.rule for refusal in decide(Event.DEPART, ready, frozenset({Actor.SC})).refusals)
