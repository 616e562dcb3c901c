"""Ways that a referral seldom takes: gone papers, parties and beds, units that conflict, members that leave late."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.errors import ConflictError, RuleError
from hub.referral.care_subset import of_one_record
from hub.referral.catalogues import pack
from hub.referral.erratum import corrections
from hub.referral.following import GrantsFollow
from hub.referral.gather import GUARD
from hub.referral.leaving import Leaving, steps
from hub.referral.membership import Turn
from hub.referral.papers import with_document
from hub.referral.receipt import BUNDLE_OUTPUT, withdraw
from hub.referral.shape import add_output, set_state
from hub.referral.situation import Situation
from hub.referral.snapshot import Snapshot
from hub.referral.states import Direction, Event, State
from hub.referral.workflow import Workflow
from hub.store.admin import User
from hub.store.layer import EngineLayer
from hub.store.port import Grant, Put, Ref, UnitConflictError, Visibility, WriteResult, WriteUnit
from terminology.catalogue_source import FILES, SAMPLE
from tests.e2e.referral_stage import Stage, stage
from tests.unit.referral.changes import PATIENT, REQUEST, change_of, plan_of

FEEDBACK = Put(ref=Ref("DocumentReference", "letter"), data=b"{}")


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def test_a_home_is_told_a_wish_and_no_other_consent(alliance: Stage) -> None:
    elder = await alliance.steady_elder("H1")
    consent = {"resourceType": "Consent", "status": "active", "patient": {"reference": str(elder)},
               "policyRule": {"text": "PIPL"}}  # fmt: skip
    wish = await alliance.put(
        "H1", consent | {"scope": {"coding": [{"code": "adr"}]}, "category": [{"coding": [{"code": "acd"}]}]}
    )
    other = await alliance.put(
        "H1", consent | {"scope": {"coding": [{"code": "patient-privacy"}]}, "category": [{"text": "share"}]}
    )
    home, keeper = alliance.admin.member("N1"), alliance.who("H1").member
    assert home is not None

    told = await of_one_record(elder, home, keeper=keeper, store=alliance.engine)

    assert (wish in told, other in told) == (True, False)


def test_the_errata_of_what_was_published_name_the_rules_that_they_correct() -> None:
    files = {name: (SAMPLE / name).read_bytes() for name in FILES if (SAMPLE / name).exists()}

    def erratum(version: str, corrects: str) -> tuple[str, bytes]:
        manifest = files["manifest.toml"].decode().replace("2026.1-sample", version)
        rules = files["rules.csv"].decode("utf-8-sig").replace("体温 <= 37.3", "体温 <= 37.2").encode()
        manifest = f'corrects = "{corrects}"\n{manifest}'
        return version, pack({**files, "manifest.toml": manifest.encode(), "rules.csv": rules})

    published = [
        ("2026.1-sample", pack(files)),
        erratum("e1", "2026.1-sample"),
        erratum("e2", "1999"),
        erratum("e3", "e3"),
    ]
    [found] = corrections(published)

    assert (found.version, found.corrects, found.rules) == ("e1", "2026.1-sample", ("ST0-T",))
    assert any("37.2" in words for words in found.words)


async def test_a_letter_that_comes_with_its_feedback_needs_not_be_stored_before(alliance: Stage) -> None:
    change = change_of(Event.FEEDBACK, state=State.IN_CARE, output=str(FEEDBACK.ref))

    await alliance.store._demand_own_output(change, WriteUnit(puts=(FEEDBACK,)))

    with pytest.raises(RuleError, match="is unknown"):
        await alliance.store._demand_own_output(change, WriteUnit())


async def test_a_referral_to_who_left_waits_in_nobodys_hours_and_no_document_is_made_for_it(alliance: Stage) -> None:
    change, plan = change_of(Event.DEPART, owner=None), plan_of()

    await alliance.store._gather_hours(change, plan, State.SUBMITTED, store=Snapshot(alliance.store.inner))
    await alliance.store._make_bundle(change, plan, store=Snapshot(alliance.store.inner))

    assert (dict(plan.waits.of_member), change.bundle) == ({}, b"")


class Conflicting(EngineLayer):
    """A store in which somebody else was quicker."""

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        raise UnitConflictError("version", "Patient/p changed meanwhile")


async def test_a_draft_that_conflicts_is_no_paper_form_entered_twice(alliance: Stage) -> None:
    elder = await alliance.steady_elder("H1")
    late = Workflow(
        Conflicting(alliance.engine), alliance.admin, alliance.clock, alliance.keys,
        alliance.workflow._catalogues,
    )  # fmt: skip

    with pytest.raises(UnitConflictError, match="changed meanwhile"):
        await late.create_draft(alliance.who("H1"), patient=elder, direction=Direction.INTO_HOME, receivers=["N1"])


def test_a_receiver_that_leaves_agrees_to_what_was_to_be_cancelled() -> None:
    assert steps(State.CANCEL_REQUESTED, is_owner=True) == ((Event.AGREE_CANCEL, "member"),)


async def test_who_leaves_is_found_a_page_of_open_referrals_at_a_time(
    alliance: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.referral.leaving._BATCH", 1)
    for _ in range(3):
        draft = await alliance.draft("H1", Direction.INTO_HOME, "N2", await alliance.steady_elder("H1"))
        await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    nurse = User("zhou", member=alliance.who("N2").member, password_hash="-")
    alliance.admin.add_user(nurse)
    leaving = Leaving(alliance.store, alliance.admin, alliance.clock, alliance.workflow)

    left = await leaving.leave("N2", reason="停止营业，老人已安置", principal=None)

    assert [(one.before, one.after) for one in left.settled] == [(State.SUBMITTED, State.REJECTED)] * 3
    assert [one.enabled for one in alliance.admin.users() if one.name == "zhou"] == [False]


async def test_what_the_table_refuses_to_who_leaves_stays_open_and_is_reported(alliance: Stage) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    body = dict((await alliance.stored(draft.tasks[0])).json())
    set_state(body, State.NO_TAKER, before=State.DRAFT, now=alliance.clock.now())
    custodian = alliance.who("H1").member
    await alliance.engine.write(
        WriteUnit(puts=(Put(ref=draft.tasks[0], data=dump(body), custodian=custodian),)), visibility=GUARD
    )
    home = alliance.admin.member("N2")
    assert home is not None
    leaving = Leaving(alliance.store, alliance.admin, alliance.clock, alliance.workflow)

    settled = await leaving._settle(await alliance.stored(draft.tasks[0]), home, None, "停止营业")

    assert (settled.before, settled.after) == (State.NO_TAKER, State.NO_TAKER)


async def test_a_document_that_is_gone_has_no_files_beside_it(alliance: Stage) -> None:
    change = change_of(Event.WITHDRAW_CONSENT, state=State.IN_TRANSIT)
    add_output(change.task.resource, BUNDLE_OUTPUT, {"valueReference": {"reference": "Binary/gone"}})
    situation = Situation(state=State.IN_TRANSIT, direction=Direction.INTO_HOME)

    found = await with_document(situation, change, alliance.engine)

    assert (found.document, found.document_state, change.document_files) == ("", "withdrawn", ())


@pytest.mark.parametrize("is_parsed", [True, False])
async def test_whom_a_referral_is_about_is_read_from_the_unit_that_changes_it(
    alliance: Stage, *, is_parsed: bool
) -> None:
    body = {"resourceType": "ServiceRequest", "id": REQUEST.id, "subject": {"reference": str(PATIENT)}}
    put = Put(ref=REQUEST, data=dump(body), resource=body if is_parsed else None)
    grant = Grant(member=2, target=PATIENT, because=str(REQUEST))

    about = await GrantsFollow(alliance.engine, admin=alliance.admin)._subject(grant, WriteUnit(puts=(put,)))

    assert about == PATIENT


async def test_a_membership_that_somebody_else_changes_meanwhile_is_not_changed(alliance: Stage) -> None:
    turn = Turn(Conflicting(alliance.engine), alliance.clock, "N2", "desk")

    with pytest.raises(ConflictError, match="Somebody else is changing"):
        await turn.write(WriteUnit())


def test_a_document_stays_with_the_team_that_treats_when_consent_is_withdrawn_after_the_arrival() -> None:
    change, plan = change_of(Event.WITHDRAW_CONSENT, state=State.ARRIVED), plan_of()
    add_output(change.task.resource, BUNDLE_OUTPUT, {"valueReference": {"reference": "Binary/awaited"}})

    withdraw(change, plan)

    assert (plan.revokes, plan.outbound) == ([], [])
