"""What a decision is told when beds, ways out and parties are not what they should be."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.consent.policy import WITHDRAWN
from hub.referral.gather import GUARD, situation_of
from hub.referral.plan import Change, Item, Plan
from hub.referral.shape import CONSENT_WITHDRAWN, RESIDENCE_BED
from hub.referral.situation import Judgement, Situation
from hub.referral.states import DIRECTION_SYSTEM, Event, State
from hub.store.port import Claim, Put, Ref, WriteUnit
from tests.e2e.referral_stage import Stage, stage
from tests.unit.referral.changes import H1, N1, PATIENT, change_of, plan_of

ANOTHER = 3


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


class Content:
    """A catalogue that has nothing against anybody."""

    async def judge(self, change: Change, plan: Plan, *, at_departure: bool) -> Judgement:
        del change, plan, at_departure
        return Judgement("pass")


async def situated(alliance: Stage, change: Change, plan: Plan | None = None) -> Situation:
    return await situation_of(change, plan or plan_of(H1, N1), store=alliance.engine, assessor=Content())


async def kept(alliance: Stage, custodian: int, resource: dict[str, Any], *claims: Claim) -> Ref:
    """Store what a member keeps."""
    ref = Ref(resource["resourceType"], resource["id"])
    put = Put(ref=ref, data=dump(resource), custodian=custodian)
    await alliance.engine.write(WriteUnit(puts=(put,), claims=claims), visibility=GUARD)
    return ref


def bed(bed_id: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Location", "id": bed_id, "status": "active", "operationalStatus": {"code": "U"},
        "physicalType": {"coding": [{"code": "bd"}]},
    } | more  # fmt: skip


def way_out(direction: str = "from-home", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest", "id": "out", "status": "completed", "intent": "order",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": direction}]}],
        "subject": {"reference": str(PATIENT)},
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("custodian", "resource", "expected"),
    [
        (0, {}, False),
        (ANOTHER, way_out(), False),
        (N1.number, way_out("into-home"), False),
        (N1.number, way_out(subject={"display": "unknown"}), False),
        (N1.number, way_out(subject={"reference": "Patient/other"}), False),
        (N1.number, way_out(), True),
    ],
)
async def test_a_resident_comes_back_only_after_a_way_out_of_the_same_home(
    alliance: Stage, custodian: int, resource: dict[str, Any], expected: bool
) -> None:
    change = change_of(Event.ACCEPT)
    change.request.resource["basedOn"] = [{"reference": "ServiceRequest/out"}]
    if resource:
        await kept(alliance, custodian, resource)

    situation = await situated(alliance, change)

    assert (situation.is_returning, situation.own_bed) == (expected, "")


async def test_nobody_comes_back_to_a_home_that_left(alliance: Stage) -> None:
    change = change_of(Event.ACCEPT, owner=None)
    change.request.resource["basedOn"] = [{"reference": "ServiceRequest/out"}]
    await kept(alliance, N1.number, way_out())

    situation = await situated(alliance, change)

    assert (situation.is_returning, situation.own_bed, situation.receiver_kind) == (False, "", "other")


async def test_an_elder_whom_nobody_knows_is_sent_for_the_first_time_and_keeps_no_bed(alliance: Stage) -> None:
    change = change_of(
        Event.SUBMIT, state=State.DRAFT, direction="from-home", requester=N1, owner=H1, priority="stat",
        has_patient=False,
    )  # fmt: skip

    situation = await situated(alliance, change)

    assert (change.earlier, change.kept_bed, situation.own_bed) == (0, "", "")


async def test_a_home_that_left_keeps_no_bed_and_its_episodes_are_not_read(alliance: Stage) -> None:
    change = change_of(Event.ACCEPT, direction="from-home", requester=None, owner=H1, bed="b1")
    await kept(alliance, N1.number, bed("b1"))

    situation = await situated(alliance, change)

    assert (situation.own_bed, situation.bed_is_own, change.kept_bed) == ("", False, "")


async def test_only_a_stay_of_the_homes_own_that_names_a_bed_gives_the_residents_bed(alliance: Stage) -> None:
    stay = {
        "resourceType": "EpisodeOfCare", "status": "active", "patient": {"reference": str(PATIENT)},
        "managingOrganization": {"reference": "Organization/N1"},
    }  # fmt: skip
    change = change_of(Event.ACCEPT, direction="from-home", requester=N1, owner=H1)
    await kept(alliance, N1.number, {"resourceType": "Patient", "id": "p"})
    await kept(alliance, N1.number, stay | {"id": "e1"})

    assert (await situated(alliance, change)).own_bed == ""

    named = {"url": RESIDENCE_BED, "valueReference": {"reference": "Location/b7"}}
    await kept(alliance, N1.number, stay | {"id": "e2", "extension": [named]})

    assert (await situated(alliance, change)).own_bed == "Location/b7"


async def test_a_bed_is_suggested_only_by_a_receiver_that_is_there(alliance: Stage) -> None:
    change = change_of(Event.RESERVE, state=State.SELECTED, owner=None, bed="b1")
    await kept(alliance, N1.number, bed("b2"))

    situation = await situated(alliance, change)

    assert (situation.bed_free, situation.next_bed) == (False, "")


async def test_the_bed_that_is_suggested_is_in_service_and_held_by_nobody(alliance: Stage) -> None:
    change = change_of(Event.RESERVE, state=State.SELECTED, bed="none")
    await kept(alliance, ANOTHER, bed("b0"))
    await kept(alliance, N1.number, bed("b1", operationalStatus={"code": "O"}))
    await kept(alliance, N1.number, bed("b2"), Claim("bed", "b2", "ServiceRequest/other"))

    assert (await situated(alliance, change)).next_bed == ""

    await kept(alliance, N1.number, bed("b3"))

    assert (await situated(alliance, change)).next_bed == "Location/b3"


async def test_the_own_bed_is_free_for_the_resident_whoever_lies_in_it(alliance: Stage) -> None:
    change = change_of(Event.RESERVE, state=State.SELECTED, bed="b1")
    await kept(alliance, N1.number, bed("b1", operationalStatus={"code": "O"}), Claim("kept-bed", "N1|p", "b1"))

    situation = await situated(alliance, change)

    assert (situation.own_bed, situation.bed_free, situation.is_returning) == ("Location/b1", True, True)


async def test_a_sender_that_left_has_no_consents_and_a_withdrawn_one_still_holds(alliance: Stage) -> None:
    change = change_of(Event.SELECT, state=State.ACCEPTED, requester=None)
    change.request.resource["extension"] = [{"url": CONSENT_WITHDRAWN, "valueBoolean": True}]

    situation = await situated(alliance, change)

    assert (situation.basis_refused, change.is_refused) == (WITHDRAWN, True)


async def test_a_consent_that_is_stated_and_nobody_stored_is_no_basis(alliance: Stage) -> None:
    change = change_of(Event.SELECT, state=State.ACCEPTED, basis="consent")

    situation = await situated(alliance, change)

    assert situation.basis_refused is not None
    assert (situation.basis_refused[0], change.is_refused) == ("未找到有效的知情同意书。", True)


async def test_a_patient_that_comes_with_the_referral_is_its_senders(alliance: Stage) -> None:
    change, plan = change_of(Event.SUBMIT, state=State.DRAFT), plan_of(H1, N1)
    plan.sent = frozenset({PATIENT})

    await situated(alliance, change, plan)
    known = change.patient_custodian
    plan.sent = frozenset()
    await situated(alliance, change, plan)

    assert (known, change.patient_custodian) == (H1.number, 0)


async def test_a_call_carries_over_only_the_beds_that_the_old_referral_holds(alliance: Stage) -> None:
    change = change_of(Event.SUBMIT, state=State.DRAFT, direction="from-home", requester=N1, owner=H1, priority="stat")
    old = Item(Ref("ServiceRequest", "old"), {"resourceType": "ServiceRequest"})
    tasks = [
        Item(Ref("Task", name), {"location": {"reference": f"Location/{name}"}} if name else {})
        for name in ("held", "lapsed", "")
    ]
    change.superseded = [(old, tasks)]
    await kept(alliance, H1.number, bed("held"), Claim("bed", "held", "ServiceRequest/old"))

    await situated(alliance, change)

    assert change.beds_carried == frozenset({"Location/held"})
