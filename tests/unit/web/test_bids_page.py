"""A candidate that is one of several opens its own Task and reads what it may know; the sender sees the elder."""

import re

from hub.referral.states import Direction, Event
from tests.builders import patient
from tests.unit.web.conftest import Console


async def _asked(console: Console) -> str:
    """H1 asks M1 and N1 at once; the id of N1's Task."""
    hub = console.alliance.hub
    elder = await console.put("H1", patient() | {"gender": "female", "birthDate": "1941-11-03"})
    sender = console.alliance.principal("H1")
    draft = await hub.workflow.create_draft(sender, patient=elder, direction=Direction.UP, receivers=["M1", "N1"])
    for task in draft.tasks:
        await hub.workflow.act(task.id, Event.SUBMIT, sender)
    return draft.tasks[1].id


async def test_a_candidate_opens_its_own_task_and_reads_the_summary(console: Console) -> None:
    task = await _asked(console)

    page = await console.of("nurse").get(f"/console/referrals/{task}")

    assert page.status_code == 200
    assert "<dt>性别</dt><dd>女</dd>" in page.text
    assert re.search(r"<dt>年龄段</dt><dd>8\d至8\d岁</dd>", page.text)
    assert "1941" not in page.text


async def test_the_sender_of_a_bid_still_reads_its_own_referral(console: Console) -> None:
    task = await _asked(console)

    page = await console.of("coordinator").get(f"/console/referrals/{task}")

    assert page.status_code == 200
    assert re.search(r"H1-[0-9A-F]+", page.text)


async def test_another_home_does_not_find_the_task(console: Console) -> None:
    task = await _asked(console)

    assert (await console.of("other-nurse").get(f"/console/referrals/{task}")).status_code == 404
