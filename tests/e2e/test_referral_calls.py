"""Who is called out for what: a page that nobody looks at is not enough for a stat call."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.delivery.duty import CHANNELS, DUTY, DUTY_SYSTEM
from hub.referral.gather import GUARD
from hub.referral.states import Direction, Event
from hub.store.port import Ref
from tests.e2e.referral_stage import MEMBERS, Stage, stage

MINUTE = 60
NIGHT = {"availableStartTime": "00:00:00", "availableEndTime": "23:59:59"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, members=tuple(replace(one, phone=f"{one.code}-phone") for one in MEMBERS)) as made:
        yield made


async def calls(alliance: Stage) -> list[tuple[str, str]]:
    """Every call so far, the oldest first: channel and number."""
    rows = await alliance.engine.outbound_page(visibility=GUARD, count=200)
    return [(row.channel, row.address) for row in reversed(rows) if row.channel in CHANNELS]


async def stat_call(alliance: Stage, receiver: str = "H1") -> Ref:
    patient = await alliance.patient("N2", "周阿婆")
    draft = await alliance.draft("N2", Direction.FROM_HOME, receiver, patient, priority="stat")
    await alliance.act("N2", draft.tasks[0], Event.SUBMIT)
    return draft.tasks[0]


async def test_a_stat_call_is_texted_to_the_receiver_and_the_lead_hospital_and_names_nobody(alliance: Stage) -> None:
    await stat_call(alliance, "M1")

    now = alliance.clock.now()
    rows = await alliance.engine.due_outbound(now=now, lease_until=now + 1, count=50)

    made = [(row.channel, row.address, row.payload.decode()) for row in rows if row.channel == "sms"]
    assert {(channel, number) for channel, number, _ in made} == {("sms", "M1-phone"), ("sms", "H1-phone")}
    assert [text for _, _, text in made if "周" in text or "急诊：提交转诊，N2→M1，单号 N2-" not in text] == []


async def test_silence_for_five_minutes_rings_the_phones(alliance: Stage) -> None:
    await stat_call(alliance, "M1")
    before = len(await calls(alliance))

    alliance.clock.advance(seconds=5 * MINUTE + 1)
    await alliance.timers.turn()

    made = (await calls(alliance))[before:]
    assert set(made) == {
        ("sms", "H1-phone"), ("voice", "H1-phone"), ("sms", "M1-phone"), ("voice", "M1-phone"),
    }  # fmt: skip


async def test_who_is_on_the_roster_is_called_before_the_institutions_phone(alliance: Stage) -> None:
    await alliance.put(
        "H1",
        {
            "resourceType": "PractitionerRole",
            "active": True,
            "organization": {"reference": "Organization/H1"},
            "code": [{"coding": [{"system": DUTY_SYSTEM, "code": DUTY}]}],
            "telecom": [{"system": "phone", "value": "night-doctor"}, {"system": "url", "value": "robot"}],
            "availableTime": [NIGHT],
        },
    )

    await stat_call(alliance)

    assert [(channel, number) for channel, number in await calls(alliance)] == [
        ("sms", "night-doctor"), ("chat", "robot"), ("sms", "H1-phone"),
    ]  # fmt: skip


async def test_an_elder_whose_whereabouts_nobody_knows_rings_both_phones(alliance: Stage) -> None:
    task = await stat_call(alliance)
    await alliance.act("N2", task, Event.DEPART)
    before = len(await calls(alliance))

    alliance.clock.advance(seconds=61 * MINUTE)
    await alliance.timers.turn()

    made = [(channel, number) for channel, number in (await calls(alliance))[before:] if channel == "voice"]
    assert made == [("voice", "N2-phone"), ("voice", "H1-phone")]


async def test_a_diversion_rings_the_new_receiver(alliance: Stage) -> None:
    task = await stat_call(alliance)
    await alliance.act("N2", task, Event.DEPART)
    before = len(await calls(alliance))

    await alliance.act("N2", task, Event.DIVERT, receiver="M1")

    made = [(channel, number) for channel, number in (await calls(alliance))[before:] if channel == "voice"]
    assert made == [("voice", "M1-phone")]


async def test_a_refusal_at_the_door_and_a_death_on_the_way_ring_who_sent_the_elder(alliance: Stage) -> None:
    task = (await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))).tasks[0]
    bed = await alliance.bed("N1", "n1-bed")
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)
    await alliance.act("N1", task, Event.ARRIVE)
    await alliance.act("N1", task, Event.REFUSE_AT_DOOR, reason="fever", note="T 38.5", onward="120")
    refused = [(channel, number) for channel, number in await calls(alliance) if channel == "voice"]
    other = await stat_call(alliance)
    await alliance.act("N2", other, Event.DEPART)

    await alliance.act("N2", other, Event.DIED)

    died = [(channel, number) for channel, number in await calls(alliance) if channel == "voice"]
    assert (refused, died) == (
        [("voice", "H1-phone")],
        [("voice", "H1-phone"), ("voice", "N2-phone"), ("voice", "H1-phone")],
    )


async def test_an_urgent_referral_that_nobody_opens_is_texted_and_a_routine_one_too(alliance: Stage) -> None:
    task = (await alliance.draft("M1", Direction.UP, "H1", await alliance.patient("M1"), priority="urgent")).tasks[0]
    await alliance.act("M1", task, Event.SUBMIT)

    alliance.clock.advance(seconds=31 * MINUTE)
    await alliance.timers.turn()

    assert [(channel, number) for channel, number in await calls(alliance)] == [("sms", "H1-phone")]
