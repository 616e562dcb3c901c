"""The desk's forms: a draft, its actions, refusals in words, and lists that say that they changed."""

import re

from tests.builders import patient
from tests.unit.web.conftest import Console


async def _draft(console: Console, **changed: object) -> str:
    """A stat call from N1 to H1; the address of its page."""
    elder = await console.put("N1", patient())
    sent = {
        "csrf": console.csrf("nurse"),
        "patient": elder.id,
        "direction": "from-home",
        "receiver": "H1",
        "priority": "stat",
        "reason": "夜间高热",
    } | changed
    answer = await console.of("nurse").post("/console/referrals/new", data=sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_a_stat_call_from_a_home_goes_out_with_two_forms(console: Console) -> None:
    address = await _draft(console)
    nurse = console.of("nurse")

    sent = await nurse.post(address, data={"csrf": console.csrf("nurse"), "event": "submit"})
    page = await nurse.get(address)
    inbox = await console.of("coordinator").get("/console/inbox")

    assert (sent.status_code, sent.headers["location"]) == (303, address)
    assert '<span class="chip warn">已提交</span>' in page.text
    assert "夜间高热" in page.text
    assert "⚠ 紧急通知" in inbox.text


async def test_a_draft_is_seen_by_nobody_else(console: Console) -> None:
    address = await _draft(console)

    statuses = {name: (await console.of(name).get(address)).status_code for name in ("nurse", "coordinator")}

    assert statuses == {"nurse": 200, "coordinator": 404}


async def test_an_event_that_the_state_does_not_allow_is_refused_in_words(console: Console) -> None:
    address = await _draft(console)

    refused = await console.of("nurse").post(address, data={"csrf": console.csrf("nurse"), "event": "arrive"})
    unknown = await console.of("nurse").post(address, data={"csrf": console.csrf("nurse"), "event": "fly"})

    assert (refused.status_code, unknown.status_code) == (409, 400)
    assert "<h1>情况已经变化</h1>" in refused.text
    assert "<h1>提交的内容无法识别</h1>" in unknown.text


async def test_a_draft_needs_a_receiver_and_a_known_direction(console: Console) -> None:
    elder = await console.put("N1", patient())
    sent = {"csrf": console.csrf("nurse"), "patient": elder.id, "direction": "up", "priority": "routine"}
    nurse = console.of("nurse")

    nobody = await nurse.post("/console/referrals/new", data=sent)
    sideways = await nurse.post("/console/referrals/new", data=sent | {"direction": "sideways", "receiver": "H1"})

    assert [nobody.status_code, sideways.status_code] == [400, 400]
    assert "请至少选择一个接收机构" in nobody.text
    assert "转诊类别或紧急程度不在可选范围内" in sideways.text


async def test_a_list_says_nothing_until_it_changes(console: Console) -> None:
    nurse = console.of("nurse")
    page = await nurse.get("/console/referrals?side=out")
    poll = _poll_of(page.text)

    before = await nurse.get(poll)
    await _draft(console)
    after = await nurse.get(poll)

    assert (before.status_code, before.text) == (204, "")
    assert after.status_code == 200
    assert after.text.strip() == (
        '<a class="button plain" href="/console/referrals?side=out">↻ 有新的变化，点击刷新</a>'
    )


async def test_polling_is_no_look(console: Console) -> None:
    nurse, store = console.of("nurse"), console.alliance.hub.store
    visibility = console.alliance.principal("N1").visibility
    poll = _poll_of((await nurse.get("/console/referrals")).text)
    before = len(await store.audit_page(visibility=visibility))

    await nurse.get(poll)

    assert len(await store.audit_page(visibility=visibility)) == before


def _poll_of(html: str) -> str:
    found = re.search(r'hx-get="([^"]+)"', html)
    assert found is not None
    return found.group(1).replace("&amp;", "&")
