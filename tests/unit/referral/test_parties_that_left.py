"""A referral goes on when a party to it is a member no longer, and each is told only through channels that it has."""

import pytest

from hub.clock import micros_to_instant
from hub.referral import effects
from hub.referral.disclosure import disclose, grant_bid, send_bundle, show_output
from hub.referral.notices import tell, tell_contact, tell_lead
from hub.referral.plan import Item
from hub.referral.shape import HOPS, counter_of, new_task, set_reason, state_of
from hub.referral.states import Event, State
from hub.referral.succession import lead_takes, next_task, no_taker, return_home, way_back
from hub.store.port import Outbound, Ref
from tests.unit.referral.changes import H1, N1, N2, NOW, REQUEST, change_of, plan_of


def test_nothing_is_disclosed_to_a_receiver_that_left_and_the_lead_hospital_still_learns_of_it() -> None:
    change, plan = change_of(Event.SUBMIT, requester=N2, owner=None, lead=H1), plan_of(H1)

    disclose(change, plan)

    assert [(grant.member, str(grant.target)) for grant in plan.grants] == [
        (1, "Task/t"), (1, "ServiceRequest/r"),
    ]  # fmt: skip


def test_a_bidder_that_is_asked_about_the_referral_itself_is_granted_its_task_alone() -> None:
    change, plan = change_of(Event.SUBMIT), plan_of(N1)

    grant_bid(change, plan, N1)

    assert [str(grant.target) for grant in plan.grants] == ["Task/t"]


@pytest.mark.parametrize(("requester", "owner"), [(None, N1), (H1, None)])
def test_a_bundle_goes_from_a_member_to_a_member_or_not_at_all(requester: object, owner: object) -> None:
    change, plan = change_of(Event.DEPART, requester=requester, owner=owner), plan_of()  # type: ignore[arg-type]  # rows
    change.bundle = b"{}"

    send_bundle(change, plan)

    assert (plan.items, plan.grants, plan.outbound) == ({}, [], [])


def test_without_a_bundle_and_without_a_withdrawn_consent_nothing_is_noted() -> None:
    change, plan = change_of(Event.DEPART), plan_of()

    send_bundle(change, plan)

    assert (plan.items, "note" in change.task.resource) == ({}, False)


def test_a_bundle_is_stored_for_a_receiver_whose_only_channel_delivers_nothing_and_is_not_sent() -> None:
    change, plan = change_of(Event.DEPART), plan_of(channel="event-stream")
    change.bundle = b"{}"

    send_bundle(change, plan)
    tell(change, plan, N1)

    assert ([ref.type for ref in plan.items], plan.outbound) == (["Binary"], [])


def test_a_document_for_a_sender_that_left_is_granted_to_nobody() -> None:
    change, plan = change_of(Event.FEEDBACK, requester=None), plan_of()

    show_output(change, plan, Ref("Composition", "c"))

    assert plan.grants == []


def test_an_alliance_without_a_lead_hospital_tells_none() -> None:
    change, plan = change_of(Event.SUBMIT), plan_of()

    tell_lead(change, plan)
    lead_takes(change, plan)
    no_taker(change, plan)

    assert (plan.grants, plan.items, plan.outbound) == ([], {}, [])


@pytest.mark.parametrize("gone", [{"requester": None}, {"has_patient": False}])
def test_no_call_to_the_family_is_listed_without_an_elder_or_a_sender(gone: dict[str, None]) -> None:
    change, plan = change_of(Event.ADMIT, **gone), plan_of()  # type: ignore[arg-type]  # one keyword of two

    tell_contact(change, plan)

    assert plan.items == {}


def test_a_redirection_to_nobody_makes_no_task() -> None:
    change, plan = change_of(Event.REDIRECT, receiver="Organization/GONE"), plan_of(N1)

    next_task(change, plan)

    assert plan.items == {}


def test_a_redirection_from_a_receiver_that_left_revokes_nothing() -> None:
    change, plan = change_of(Event.REDIRECT, owner=None, receiver="Organization/N2"), plan_of(N2)

    next_task(change, plan)

    (made,) = plan.items.values()
    assert (made.resource["owner"], counter_of(made.resource, HOPS)) == ({"reference": "Organization/N2"}, 1)
    assert plan.revokes == []


def test_the_lead_hospital_does_not_take_over_its_own_call_or_one_that_it_has() -> None:
    own, plan = change_of(Event.UNANSWERED, requester=N1, owner=H1, lead=H1, direction="from-home"), plan_of(H1)
    lead_takes(own, plan)
    other = change_of(Event.UNANSWERED, requester=N1, owner=N2, lead=H1, direction="from-home")
    its = new_task(
        task_id="l", request=REQUEST, patient=None, requester="N1", owner="H1", priority="stat", now=NOW,
        state=State.ACCEPTED,
    )  # fmt: skip
    other.siblings = [Item(Ref("Task", "l"), its)]
    lead_takes(other, plan)

    assert plan.items == {}


@pytest.mark.parametrize("gone", [{"requester": None}, {"owner": None}])
def test_there_is_no_way_back_from_or_to_a_member_that_left(gone: dict[str, None]) -> None:
    change, plan = change_of(Event.REFUSE_AT_DOOR, state=State.ARRIVED, **gone), plan_of()  # type: ignore[arg-type]  # one keyword of two

    return_home(change, plan)
    way_back(change, plan)

    assert plan.items == {}


def test_a_resident_returns_to_a_home_that_keeps_no_bed() -> None:
    change, plan = change_of(Event.RETURN_HOME, requester=N1, owner=H1), plan_of()

    return_home(change, plan)

    task = next(item.resource for item in plan.items.values() if item.ref.type == "Task")
    assert (state_of(task), "location" in task) == (State.SELECTED, False)


def test_the_death_of_an_elder_whose_record_another_keeps_changes_no_record_of_the_senders() -> None:
    change, plan = change_of(Event.DIED, requester=None), plan_of()
    person = {"resourceType": "Patient", "id": "p"}
    plan.items[Ref("Patient", "p")] = Item(Ref("Patient", "p"), person, version=1, custodian=1)

    effects._death(change, plan)

    assert person == {"resourceType": "Patient", "id": "p"}


def test_a_death_that_the_record_has_already_keeps_its_time() -> None:
    change, plan = change_of(Event.DIED, at=NOW), plan_of()
    person = {"resourceType": "Patient", "id": "p", "deceasedBoolean": True}
    plan.items[Ref("Patient", "p")] = Item(Ref("Patient", "p"), person, version=1, custodian=1)

    effects._death(change, plan)
    assert "deceasedDateTime" not in person

    del person["deceasedBoolean"]
    effects._death(change, plan)
    assert person["deceasedDateTime"] == micros_to_instant(NOW)


def test_a_reason_without_code_and_words_leaves_the_old_one() -> None:
    task = {"statusReason": {"text": "old"}}

    set_reason(task, "", "")

    assert task == {"statusReason": {"text": "old"}}


def test_another_bed_that_is_reserved_frees_the_first() -> None:
    change, plan = change_of(Event.RESERVE, state=State.RESERVED, bed="Location/b2"), plan_of()
    change.task.resource["location"] = {"reference": "Location/b1"}

    effects._hold_bed(change, plan)

    assert [(one.kind, one.key) for one in plan.releases] == [("bed", "b1")]
    assert [(one.kind, one.key, one.until is None) for one in plan.claims] == [("bed", "b2", False)]


def test_a_bed_that_is_reserved_for_a_fixed_day_is_held_without_end() -> None:
    change, plan = change_of(Event.RESERVE, state=State.SCHEDULED, bed="b1"), plan_of()

    effects._hold_bed(change, plan)

    assert [(one.key, one.until) for one in plan.claims] == [("b1", None)]


def test_who_is_chosen_for_an_elder_that_nobody_knows_yet_is_shown_nobody() -> None:
    change, plan = change_of(Event.SELECT, has_patient=False), plan_of()

    effects._win(change, plan)

    assert ("for" in change.task.resource, [one.kind for one in plan.claims]) == (False, ["referral-winner"])


def test_a_loop_of_referrals_is_marked_and_not_told_while_candidates_are_asked_without_a_name() -> None:
    change, plan = change_of(Event.SUBMIT, state=State.DRAFT, lead=H1), plan_of(H1)
    change.earlier = 9
    change.siblings = [Item(Ref("Task", "s"), change.task.resource | {"id": "s"})]

    effects._flag_loop(change, plan)

    assert (change.is_bid, change.request.dirty, plan.outbound, plan.grants) == (True, True, [], [])


def test_a_receiver_over_mllp_is_told_apart_from_its_other_systems() -> None:
    change, plan = change_of(Event.DEPART), plan_of(channel="mllp")
    change.bundle = b"{}"

    send_bundle(change, plan)
    tell(change, plan, N1)

    assert [(row.channel, row.ordering) for row in plan.outbound if isinstance(row, Outbound)] == [
        ("mllp", "2:ServiceRequest/r:0")
    ] * 2
