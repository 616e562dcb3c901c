"""What the pure parts of a referral do where a party, a proposal, a word or a claim is missing."""

from dataclasses import replace
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.referral import effects
from hub.referral.completion import complete
from hub.referral.decision import Decision
from hub.referral.intake import keep_filled_in
from hub.referral.plan import Change, Item, Plan
from hub.referral.proposal import PROPOSAL, reveal, summarise
from hub.referral.shape import BY_PHONE, add_note, extension_of, focus_of, set_reason, state_of
from hub.referral.states import NUMBER_SYSTEM, Event, State
from hub.referral.transitions import TABLE, Effect
from hub.store.port import Put, Ref, Timer, WriteUnit
from terminology.catalogue import sample
from tests.unit.referral.changes import H1, N1, NOW, REQUEST, change_of, plan_of

NUMBER = {"system": NUMBER_SYSTEM, "value": "H1-1"}


def completed(change: Change, *, to: State) -> Plan:
    """The plan after the change was made."""
    plan = plan_of(H1, N1)
    row = TABLE[change.event, change.before]
    complete(change, plan, Decision(change.event, row, to))
    return plan


def kinds(plan: Plan) -> list[str]:
    return [ref.type for ref in plan.items]


def test_a_change_of_a_referral_whose_sender_left_has_no_provenance() -> None:
    change = change_of(Event.OPEN, requester=None)

    plan = completed(change, to=State.UNDER_REVIEW)

    assert (state_of(change.task.resource), kinds(plan)) == (State.UNDER_REVIEW, [])


def test_the_words_of_the_hub_itself_have_no_author() -> None:
    change = change_of(Event.ESCALATE, note="超时未处理")

    completed(change, to=State.SUBMITTED)

    assert [sorted(note) for note in change.task.resource["note"]] == [["text", "time"]]


def test_the_same_words_are_noted_once() -> None:
    change = change_of(Event.OPEN, note="已收到，正在看")
    change.caller = replace(change.caller, member=N1.number)

    completed(change, to=State.UNDER_REVIEW)
    change.before, change.event = State.UNDER_REVIEW, Event.ACCEPT
    completed(change, to=State.ACCEPTED)

    assert [note["text"] for note in change.task.resource["note"]] == ["已收到，正在看"]


def test_a_death_before_anybody_left_ends_no_transport() -> None:
    change = change_of(Event.DIED)

    completed(change, to=State.CANCELLED)

    assert "executionPeriod" not in change.task.resource


@pytest.mark.parametrize("gone", [{"requester": None}, {"has_patient": False}])
def test_without_a_home_or_a_known_resident_no_bed_is_kept(gone: dict[str, Any]) -> None:
    known: dict[str, Any] = {"requester": N1, "owner": H1, "direction": "from-home", "priority": "stat", "bed": "b1"}
    change = change_of(Event.DEPART, state=State.ACCEPTED, **(known | gone))

    plan = completed(change, to=State.IN_TRANSIT)

    assert [claim.kind for claim in plan.claims if claim.kind in {"bed", "kept-bed"}] == []


def test_a_resident_who_comes_home_to_no_own_bed_frees_none() -> None:
    change = change_of(Event.ARRIVE, state=State.IN_TRANSIT)
    change.is_returning = True

    plan = completed(change, to=State.ARRIVED)

    assert [release.kind for release in plan.releases] == ["referral-open"]


def test_a_resident_who_comes_back_to_a_home_that_left_frees_no_bed_there() -> None:
    change = change_of(Event.ARRIVE, state=State.IN_TRANSIT, owner=None)
    change.own_bed = "Location/b1"

    plan = completed(change, to=State.ARRIVED)

    assert [release.kind for release in plan.releases] == ["referral-open"]


def test_a_referral_goes_with_its_last_draft_and_not_before() -> None:
    change, plan = change_of(Event.EXPIRE, state=State.DRAFT), plan_of()
    change.request.resource["status"] = "draft"
    change.siblings = [Item(Ref("Task", "s"), change.task.resource | {"id": "s"})]

    effects.apply((Effect.REVOKE_LAST,), change, plan)
    before = change.request.resource["status"]
    change.siblings = []
    effects.apply((Effect.REVOKE_LAST,), change, plan)

    assert (before, change.request.resource["status"]) == ("draft", "revoked")


def test_a_referral_that_is_over_already_is_not_written_again() -> None:
    change, plan = change_of(Event.CANCEL), plan_of()
    change.request.resource["status"] = "revoked"

    effects.apply((Effect.REVOKE,), change, plan)

    assert (change.request.dirty, [release.kind for release in plan.releases]) == (False, ["referral-open"])


def test_a_call_in_the_place_of_a_referral_that_was_deleted_takes_its_claim_alone() -> None:
    change, plan = change_of(Event.SUBMIT, direction="from-home", priority="stat"), plan_of()
    change.open_holder = "gone"

    effects.apply((Effect.CLAIM_OPEN,), change, plan)

    assert [(one.kind, one.holder) for one in plan.releases] == [("referral-open", "gone")]
    assert [(one.kind, one.holder) for one in plan.claims] == [("referral-open", "r")]
    assert plan.revokes == []


def test_a_candidate_that_has_its_end_keeps_it_when_another_is_chosen() -> None:
    change, plan = change_of(Event.SELECT, state=State.ACCEPTED), plan_of()
    ended = {"resourceType": "Task", "id": "s", "businessStatus": {"coding": [{"code": "rejected"}]}}
    change.siblings = [Item(Ref("Task", "s"), change.task.resource | ended | {"status": "rejected"})]
    before = state_of(change.siblings[0].resource)

    effects.apply((Effect.RELEASE_OTHERS,), change, plan)

    assert (before, change.siblings[0].dirty, plan.timers) == (State.REJECTED, False, [])


def test_a_task_that_is_about_nothing_ends_without_a_proposal_to_withdraw() -> None:
    task, plan = Item(Ref("Task", "s"), {"resourceType": "Task", "id": "s", "status": "requested"}), plan_of()

    effects.end_task(task, State.CANCELLED, plan)

    assert (task.resource["status"], "statusReason" in task.resource) == ("cancelled", False)


def test_what_was_accepted_without_a_name_is_not_marked_as_said_by_phone() -> None:
    change, plan = change_of(Event.ACCEPT), plan_of()

    effects.apply((Effect.BY_PHONE,), change, plan)

    assert extension_of(change.task.resource, BY_PHONE) is None


def test_a_catch_up_is_for_a_stat_call_alone() -> None:
    change, plan = change_of(Event.SUBMIT), plan_of()

    effects.apply((Effect.CATCH_UP,), change, plan)

    assert (change.request.dirty, plan.timers) == (False, [])


def test_a_reason_of_no_outline_is_kept_by_its_code_and_words_alone() -> None:
    task: dict[str, Any] = {}

    set_reason(task, "unheard-of", "以口头为准")
    with_code = dict(task["statusReason"])
    set_reason(task, "", "以口头为准")

    assert [sorted(coding) for coding in with_code["coding"]] == [["code", "system"]]
    assert task["statusReason"] == {"text": "以口头为准"}


def proposed(*, is_proposal: bool = True) -> tuple[Change, Plan, Item]:
    """A bid: the Task is about a proposal."""
    change, plan = change_of(Event.SUBMIT, state=State.DRAFT), plan_of(N1)
    body: dict[str, Any] = {"resourceType": "ServiceRequest", "id": "bid"}
    if is_proposal:
        body["extension"] = [{"url": PROPOSAL, "valueBoolean": True}]
    item = plan.add(body, custodian=1)
    item.dirty = False
    change.task.resource["focus"] = {"reference": "ServiceRequest/bid"}
    return change, plan, item


def test_no_summary_is_written_for_a_receiver_that_left_or_into_the_referral_itself() -> None:
    to_nobody, plan, bid = proposed()
    to_nobody.parties = replace(to_nobody.parties, owner=None)
    summarise(to_nobody, plan, person={}, record=[], catalogue=sample())
    itself, other_plan, referral = proposed(is_proposal=False)
    summarise(itself, other_plan, person={}, record=[], catalogue=sample())
    unknown = change_of(Event.SUBMIT, state=State.DRAFT)
    del unknown.task.resource["focus"]
    summarise(unknown, plan, person={}, record=[], catalogue=sample())

    assert (bid.dirty, referral.dirty) == (False, False)
    assert ["input" in one.task.resource for one in (to_nobody, itself, unknown)] == [False, False, False]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({}, []),
        ({"gender": "unknown", "birthDate": "about 1940"}, []),
        ({"gender": "female", "birthDate": "1930-05"}, ["女", "90岁及以上"]),
        ({"gender": "male", "birthDate": "1944"}, ["男", "80至84岁"]),
    ],
)
def test_a_bid_tells_sex_and_age_band_as_far_as_they_are_known(person: dict[str, Any], expected: list[str]) -> None:
    change, plan, bid = proposed()

    summarise(change, plan, person=person, record=[], catalogue=sample())

    assert [line["valueString"] for line in change.task.resource["input"]] == expected
    assert bid.dirty


def test_a_bid_tells_no_diagnosis_that_is_over_and_no_device_that_nobody_knows() -> None:
    change, plan, _ = proposed()
    onset = "2025-02-01"
    over = {
        "resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "resolved"}]}, "onsetDateTime": onset,
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}]},
    }  # fmt: skip
    pump = {"resourceType": "DeviceUseStatement", "status": "active", "device": {"display": "某种泵"}}

    summarise(change, plan, person={}, record=[over, pump], catalogue=sample())

    assert change.task.resource["input"] == []


def test_only_the_chosen_ones_task_is_about_the_referral_afterwards() -> None:
    change, plan, bid = proposed()

    reveal(change.task, REQUEST, plan, chosen=False)
    refused = (bid.resource["status"], str(focus_of(change.task.resource)))
    reveal(change.task, REQUEST, plan, chosen=True)
    chosen = (bid.resource["status"], str(focus_of(change.task.resource)))
    reveal(change.task, REQUEST, plan, chosen=True)  # a second time changes nothing

    assert (refused, chosen) == (("revoked", "ServiceRequest/bid"), ("completed", "ServiceRequest/r"))


def test_what_the_hub_filled_in_stays_and_what_the_sender_writes_counts() -> None:
    old = {"requester": {"reference": "Organization/H1"}, "authoredOn": "2026-03-02", "identifier": [NUMBER]}
    silent: dict[str, Any] = {"identifier": [{"system": "urn:own", "value": "7"}]}
    saying: dict[str, Any] = {"authoredOn": "2026-03-01", "identifier": [NUMBER]}
    bare: dict[str, Any] = {}

    keep_filled_in(old, silent)
    keep_filled_in(old, saying)
    keep_filled_in({}, bare)

    assert silent == old | {"identifier": [{"system": "urn:own", "value": "7"}, NUMBER]}
    assert saying == old | {"authoredOn": "2026-03-01"}
    assert bare == {}


def test_a_unit_keeps_what_a_plan_does_not_change_and_counts_the_sent_body_once() -> None:
    plan = plan_of()
    untouched = Put(ref=Ref("Task", "a"), data=b"{}", custodian=5)
    deleted = Put(ref=Ref("Task", "b"), data=b"", delete=True)
    read = Put(ref=Ref("Task", "c"), data=b"{}", custodian=5)
    new = Put(ref=Ref("Task", "d"), data=b"{}")
    plan.items[deleted.ref] = Item(deleted.ref, {}, version=1, custodian=1, dirty=True)
    plan.items[read.ref] = Item(read.ref, {"id": "c"}, version=3, custodian=1)
    plan.items[new.ref] = Item(new.ref, {"id": "d"}, custodian=1, dirty=True)

    made = plan.unit(WriteUnit(puts=(untouched, deleted, read, new)))

    assert made.puts == (
        untouched, deleted, replace(read, custodian=0), replace(new, data=dump({"id": "d"}), custodian=1),
    )  # fmt: skip


def test_an_alarm_of_what_was_entered_afterwards_is_set_only_when_its_time_is_still_to_come() -> None:
    hour = 3_600_000_000
    late, plan = change_of(Event.OPEN, at=NOW - 999 * hour), plan_of()
    effects.set_timers(late, plan)
    recent, other = change_of(Event.OPEN, priority="urgent", at=NOW - 600_000_000), plan_of()
    effects.set_timers(recent, other)

    assert [isinstance(one, Timer) for one in plan.timers] == [False]
    assert [isinstance(one, Timer) for one in other.timers] == [False, True]


def test_a_candidate_that_left_is_released_and_nothing_of_its_is_revoked() -> None:
    change, plan = change_of(Event.SELECT, state=State.ACCEPTED), plan_of()
    change.siblings = [Item(Ref("Task", "s"), change.task.resource | {"id": "s"})]

    effects.apply((Effect.RELEASE_OTHERS,), change, plan)

    assert (state_of(change.siblings[0].resource), plan.revokes, plan.outbound) == (State.NOT_SELECTED, [], [])


def test_a_referral_that_was_made_in_error_ends_and_lets_its_place_go() -> None:
    change, plan = change_of(Event.ENTERED_IN_ERROR, state=State.DRAFT), plan_of()

    effects.apply((Effect.ERROR,), change, plan)

    assert (change.request.resource["status"], [one.kind for one in plan.releases]) == (
        "entered-in-error", ["referral-open"],
    )  # fmt: skip


def test_the_provenance_names_the_consent_that_it_rests_on() -> None:
    change = change_of(Event.SELECT, state=State.ACCEPTED)
    change.basis_source = Ref("Consent", "c")

    plan = completed(change, to=State.SELECTED)

    (provenance,) = [item.resource for item in plan.items.values() if item.ref.type == "Provenance"]
    assert provenance["entity"] == [{"role": "source", "what": {"reference": "Consent/c"}}]


def test_no_words_are_no_note() -> None:
    resource: dict[str, Any] = {}

    add_note(resource, "", author="H1", now=NOW)

    assert resource == {}
