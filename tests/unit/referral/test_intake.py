"""A written Task, read as the event that it means."""

from typing import Any

import pytest

from hub.errors import RuleError
from hub.referral.intake import details_of, event_of, event_of_request, text_to_micros
from hub.referral.shape import set_state
from hub.referral.situation import Details
from hub.referral.states import Actor, Event, State

EVERYBODY = frozenset(Actor)


def task(state: State) -> dict[str, Any]:
    made: dict[str, Any] = {"resourceType": "Task"}
    set_state(made, state, before=state, now=0)
    return made


@pytest.mark.parametrize(
    ("state", "status", "actors", "event"),
    [
        (State.DRAFT, "requested", EVERYBODY, Event.SUBMIT),
        (State.SUBMITTED, "received", EVERYBODY, Event.OPEN),
        (State.SUBMITTED, "accepted", EVERYBODY, Event.ACCEPT),
        (State.SUBMITTED, "rejected", EVERYBODY, Event.DECLINE),
        (State.SUBMITTED, "cancelled", frozenset({Actor.SC}), Event.CANCEL),
        (State.RESERVED, "in-progress", frozenset({Actor.SC}), Event.DEPART),
        (State.RESERVED, "cancelled", frozenset({Actor.SC}), Event.CANCEL),
        (State.CANCEL_REQUESTED, "cancelled", frozenset({Actor.RC}), Event.AGREE_CANCEL),
        (State.IN_CARE, "completed", frozenset({Actor.RC}), Event.FEEDBACK),
        (State.FEEDBACK_SENT, "completed", frozenset({Actor.SC}), Event.ACKNOWLEDGE),
        (State.ARRIVED, "failed", frozenset({Actor.RC}), Event.REFUSE_AT_DOOR),
        (State.ACCEPTED, "accepted", EVERYBODY, None),
    ],
)
def test_a_status_means_the_event_of_its_state(
    state: State, status: str, actors: frozenset[Actor], event: Event | None
) -> None:
    old = task(state)

    assert event_of(old, old | {"status": status}, actors) is event


@pytest.mark.parametrize(("before", "after"), [(State.DRAFT, State.ACCEPTED), (State.CLOSED, State.SUBMITTED)])
def test_a_state_that_no_event_leads_to_is_refused(before: State, after: State) -> None:
    with pytest.raises(RuleError, match=f"from {before} to {after}"):
        event_of(task(before), task(after), EVERYBODY)


def test_the_details_are_what_was_added() -> None:
    old = task(State.RESERVED) | {"note": [{"text": "old"}]}
    new = old | {
        "note": [{"text": "old"}, {"text": "new"}],
        "statusReason": {"coding": [{"system": "urn:x", "code": "no-bed"}]},
        "location": {"reference": "Location/b"},
        "restriction": {"period": {"start": "2026-03-02T09:00:00+08:00"}},
        "output": [{"valueReference": {"reference": "Composition/c"}}],
    }

    assert details_of(old, new) == Details(
        reason="no-bed", note="new", bed="Location/b", planned=1_772_413_200_000_000, output="Composition/c"
    )


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        ("draft", "active", Event.SUBMIT),
        ("active", "revoked", Event.CANCEL),
        ("draft", "entered-in-error", Event.ENTERED_IN_ERROR),
        ("active", "active", None),
    ],
)
def test_the_requester_speaks_through_the_service_request(before: str, after: str, event: Event | None) -> None:
    assert event_of_request({"status": before}, {"status": after}) is event


def test_a_service_request_is_not_completed_by_hand() -> None:
    with pytest.raises(RuleError, match="from active to completed"):
        event_of_request({"status": "active"}, {"status": "completed"})


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("2026-03-02", 1_772_380_800_000_000),
        ("2026-03-02T09:00:00+08:00", 1_772_413_200_000_000),
        ("2026-03-02T01:00:00Z", 1_772_413_200_000_000),
    ],
)
def test_a_date_alone_begins_in_shanghai(text: str, micros: int) -> None:
    assert text_to_micros(text) == micros


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(RuleError, match="is no date and time"):
        text_to_micros("tomorrow")
