"""Every cell of the state table, allowed and refused."""

from dataclasses import replace

import pytest

from hub.referral.decision import decide, permitted
from hub.referral.situation import Details, Judgement, Refusal, Situation
from hub.referral.states import FINAL, STATE_WORDS, TASK_STATUS, Actor, Direction, Event, Move, State
from hub.referral.transitions import EVENT_WORDS, TABLE, Guard, Transition
from hub.referral.why_not import is_never

FULL = Details(
    reason="other",
    note="the reasons, in more than ten characters",
    bed="Location/b1",
    planned=1,
    receiver="N1",
    doctor="Dr Lin, by phone",
    onward="H1",
    output="Composition/1",
    digest="ab" * 32,
)
ALL_CELLS = [(event, state) for event in Event for state in State]


def situation_for(row: Transition) -> Situation:
    """One in which every condition of the cell holds."""
    upward = {Guard.STAT, Guard.UPWARD, Guard.FROM_HOME} & set(row.guards)
    details = FULL
    priority = "stat" if Guard.STAT in row.guards else "urgent"
    if Guard.PRIORITY_UP in row.guards:
        details = replace(FULL, priority="stat")
    if Guard.PRIORITY_DOWN in row.guards:
        details = replace(FULL, priority="routine")
    return Situation(
        state=row.source,
        direction=Direction.FROM_HOME if upward else Direction.INTO_HOME,
        priority=priority,
        prior=State.RESERVED,
        agent="user:approver",
        override_by="user:asker",
        details=details,
        receiver_kind="home",
        bed_held=True,
        catalogue=Judgement("pass"),
        stability=Judgement("pass"),
        document="ab" * 32,
        document_state="awaited",
    )


def expected_state(row: Transition) -> State:
    """Where the table says that it leads."""
    if row.to is Move.SAME:
        return row.source
    return State.RESERVED if row.to is Move.PRIOR else State(row.to)


@pytest.mark.parametrize(("event", "state"), ALL_CELLS)
def test_a_cell_leads_where_the_table_says_and_an_absent_one_is_a_conflict(event: Event, state: State) -> None:
    row = TABLE.get((event, state))
    situation = situation_for(row) if row else Situation(state=state, direction=Direction.DOWN)

    decision = decide(event, situation, frozenset(Actor))

    if row is None:
        code = "business-rule" if is_never(event, state) else "conflict"
        assert [(found.code, found.rule) for found in decision.refusals] == [(code, "state")]
        assert decision.to is state
    else:
        assert decision.refusals == ()
        assert decision.to is expected_state(row)


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: f"{row.event}-{row.source}")
def test_a_cell_is_forbidden_to_every_other_actor(row: Transition) -> None:
    for actor in Actor:
        decision = decide(row.event, situation_for(row), frozenset({actor}))

        assert decision.is_allowed == (actor in row.actors)
        if actor not in row.actors:
            assert [found.code for found in decision.refusals] == ["forbidden"]


@pytest.mark.parametrize("state", sorted(FINAL))
def test_nothing_leads_out_of_a_final_state(state: State) -> None:
    assert [row for row in TABLE.values() if row.source is state] == []


def test_every_state_has_words_a_task_status_and_a_way_in() -> None:
    reached = {State(row.to) for row in TABLE.values() if not isinstance(row.to, Move)}
    reached |= {row.otherwise for row in TABLE.values() if row.otherwise is not None}

    assert set(STATE_WORDS) == set(State)
    assert set(TASK_STATUS) == set(State)
    assert set(EVENT_WORDS) == set(Event)
    assert set(State) - reached == {State.NO_TAKER}  # made by the effect of the last refusal


def test_every_state_that_is_not_final_has_a_way_out() -> None:
    sources = {row.source for row in TABLE.values() if row.to is not Move.SAME}

    assert set(State) - FINAL - sources == set()


def test_the_lead_hospital_stands_in_for_a_receiver_but_not_for_its_own_referral() -> None:
    row = TABLE[Event.ACCEPT, State.UNDER_REVIEW]

    assert permitted(row, frozenset({Actor.LH}), lead_is_requester=False)
    assert not permitted(row, frozenset({Actor.LH}), lead_is_requester=True)


UP_HOME = Situation(
    state=State.DRAFT,
    direction=Direction.FROM_HOME,
    priority="stat",
    requester_has_doctor=False,
    basis_refused=("已撤回同意", "consent was withdrawn"),
    catalogue=Judgement("fail", (("目录不符", "not in the catalogue"),)),
)
NURSE = frozenset({Actor.HN})


@pytest.mark.parametrize("state", [State.DRAFT, State.BLOCKED, State.OVERRIDE_PENDING])
def test_a_stat_call_by_the_home_nurse_goes_through_with_nothing_in_place(state: State) -> None:
    decision = decide(Event.SUBMIT, replace(UP_HOME, state=state), NURSE)

    assert decision.refusals == ()
    assert decision.to is State.SUBMITTED


@pytest.mark.parametrize(
    "state",
    [
        State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED, State.ACCEPTED, State.SELECTED, State.RESERVED,
        State.SCHEDULED, State.CANCEL_REQUESTED, State.NO_TAKER,
    ],
)  # fmt: skip
def test_a_stat_call_departs_from_wherever_it_stands(state: State) -> None:
    assert decide(Event.DEPART, replace(UP_HOME, state=state), NURSE).to is State.IN_TRANSIT


@pytest.mark.parametrize("event", [Event.DECLINE, Event.EXPIRE, Event.ASK])
def test_a_stat_call_cannot_be_declined_expired_or_parked(event: Event) -> None:
    situation = replace(UP_HOME, state=State.UNDER_REVIEW, details=FULL)

    decision = decide(event, situation, frozenset(Actor))

    assert [(found.code, found.rule) for found in decision.refusals] == [("business-rule", "not-stat")]


@pytest.mark.parametrize("direction", [Direction.UP, Direction.FROM_HOME])
@pytest.mark.parametrize("priority", ["routine", "urgent", "stat"])
def test_instability_never_blocks_the_way_up(direction: Direction, priority: str) -> None:
    situation = Situation(
        state=State.SELECTED,
        direction=direction,
        priority=priority,
        stability=Judgement("fail", (("NEWS2 9分", "NEWS2 is 9"),)),
        catalogue=Judgement("fail"),
    )

    assert decide(Event.DEPART, situation, frozenset({Actor.SC})).refusals == ()
    assert decide(Event.SUBMIT, replace(situation, state=State.DRAFT), frozenset({Actor.SC})).refusals == ()


@pytest.mark.parametrize("overall", ["fail", "unknown"])
@pytest.mark.parametrize("direction", [Direction.DOWN, Direction.INTO_HOME])
def test_instability_and_missing_vital_signs_stop_a_departure_downward(direction: Direction, overall: str) -> None:
    situation = Situation(
        state=State.RESERVED,
        direction=direction,
        bed_held=True,
        stability=Judgement("fail" if overall == "fail" else "unknown"),
    )

    decision = decide(Event.DEPART, situation, frozenset({Actor.SC}))

    assert [found.rule for found in decision.refusals] == ["vitals-stable"]


@pytest.mark.parametrize(
    ("situation", "rules"),
    [
        (Situation(state=State.DRAFT, direction=Direction.DOWN, catalogue=Judgement("unknown")), ["catalogue"]),
        (Situation(state=State.DRAFT, direction=Direction.DOWN, catalogue=Judgement("fail")), ["catalogue"]),
        (Situation(state=State.DRAFT, direction=Direction.DOWN, catalogue=Judgement("information")), []),
        (
            Situation(state=State.DRAFT, direction=Direction.DOWN, catalogue=Judgement("fail"), override_approved=True),
            [],
        ),
        (
            Situation(
                state=State.DRAFT,
                direction=Direction.INTO_HOME,
                catalogue=Judgement("fail"),
                own_bed="Location/own",
            ),
            [],
        ),
        (
            Situation(state=State.DRAFT, direction=Direction.FROM_HOME, requester_has_doctor=False),
            ["doctors-word"],
        ),
        (
            Situation(state=State.DRAFT, direction=Direction.FROM_HOME, requester_has_doctor=False, priority="urgent"),
            [],
        ),
        (
            Situation(state=State.DRAFT, direction=Direction.UP, basis_refused=("已撤回", "withdrawn")),
            ["legal-basis"],
        ),
    ],
)
def test_what_a_submission_needs(situation: Situation, rules: list[str]) -> None:
    decision = decide(Event.SUBMIT, situation, frozenset({Actor.SC}))

    assert [found.rule for found in decision.refusals] == rules


def test_check_leads_to_blocked_when_the_catalogue_says_no() -> None:
    blocked = Situation(state=State.DRAFT, direction=Direction.DOWN, catalogue=Judgement("fail"))

    assert decide(Event.CHECK, blocked, NURSE).to is State.BLOCKED
    assert decide(Event.CHECK, replace(blocked, catalogue=Judgement("pass")), NURSE).to is State.DRAFT
    assert decide(Event.CHECK, replace(blocked, direction=Direction.UP), NURSE).to is State.DRAFT


def test_a_cancellation_on_the_way_is_refused_with_what_to_do_instead() -> None:
    decision = decide(
        Event.CANCEL, Situation(state=State.IN_TRANSIT, direction=Direction.DOWN, details=FULL), frozenset({Actor.SC})
    )

    assert decision.refusals == (
        Refusal(
            "business-rule",
            "state",
            "老人已出发，不能撤销；请改用途中改送、到达后退回或登记未到。您现在可以：途中改送、升级紧急程度、登记未到、"
            "登记死亡、登记撤回同意、签收交接资料、重发交接资料。",
            "The elder has left, so it cannot be cancelled; divert, refuse at the door or record a no-show instead. "
            "You may now: divert, raise, no-show, died, withdraw-consent, receive, reissue.",
        ),
    )


@pytest.mark.parametrize(
    ("details", "rules"),
    [
        (Details(), ["reason", "door"]),
        (Details(reason="fever"), ["door"]),
        (Details(reason="fever", onward="H1"), ["door"]),
        (Details(reason="fever", onward="H1", note="T 38.5"), []),
    ],
)
def test_a_home_refuses_at_the_door_only_after_the_next_receiver_said_come(details: Details, rules: list[str]) -> None:
    situation = Situation(state=State.ARRIVED, direction=Direction.INTO_HOME, receiver_kind="home", details=details)

    assert [found.rule for found in decide(Event.REFUSE_AT_DOOR, situation, frozenset({Actor.RC})).refusals] == rules


@pytest.mark.parametrize("priority", ["routine", "stat"])
def test_a_hospital_never_refuses_at_the_door_what_was_sent_up(priority: str) -> None:
    situation = Situation(state=State.ARRIVED, direction=Direction.UP, priority=priority, details=FULL)

    decision = decide(Event.REFUSE_AT_DOOR, situation, frozenset({Actor.RC}))

    assert [found.rule for found in decision.refusals] == ["door"]


DOWN = Situation(state=State.RESERVED, direction=Direction.DOWN, bed_held=True, stability=Judgement("pass"))
LOST = Judgement("fail", (("【NEED】需吸氧", "[NEED] oxygen"),))


def test_what_the_receiver_has_lost_since_stops_the_departure() -> None:
    decision = decide(Event.DEPART, replace(DOWN, lost=LOST), frozenset({Actor.SC}))

    assert [found.rule for found in decision.refusals] == ["still-fits"]
    assert "请改派" in decision.refusals[0].zh


@pytest.mark.parametrize(
    "situation",
    [
        replace(DOWN, lost=Judgement("pass")),
        replace(DOWN, lost=LOST, override_approved=True),
        replace(DOWN, lost=LOST, direction=Direction.UP),
        replace(DOWN, lost=LOST, direction=Direction.INTO_HOME, is_returning=True),
    ],
    ids=["nothing-lost", "excepted", "upward", "own-bed"],
)
def test_what_the_receiver_lacks_holds_neither_the_way_up_nor_a_resident_nor_an_exception(
    situation: Situation,
) -> None:
    decision = decide(Event.DEPART, situation, frozenset({Actor.SC}))

    assert (decision.refusals, decision.to) == ((), State.IN_TRANSIT)


def test_a_level_that_changed_since_leads_back_to_the_review() -> None:
    changed = replace(DOWN, lost=LOST, level_changed=True)

    back = decide(Event.DEPART, changed, frozenset({Actor.SC}))
    excepted = decide(Event.DEPART, replace(changed, override_approved=True), frozenset({Actor.SC}))

    assert (back.refusals, back.to) == ((), State.UNDER_REVIEW)
    assert excepted.to is State.IN_TRANSIT
