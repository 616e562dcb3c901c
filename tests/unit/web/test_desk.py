"""The desk's forms: a draft, its actions, refusals in words, and lists that say that they changed."""

import re
import sqlite3

import httpx2
import pytest

from hub.capacity.bed_map import BED_SEX
from hub.web.institutions import with_names
from tests.builders import patient
from tests.unit.web.conftest import Console


async def _draft(console: Console, **changed: object) -> str:
    """An urgent draft from N1 to H1; the address of its page."""
    answer = await _post(console, **changed)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def _post(console: Console, **changed: object) -> httpx2.Response:
    elder = await console.put("N1", patient())
    sent = {
        "csrf": console.csrf("nurse"),
        "patient": elder.id,
        "direction": "from-home",
        "receiver": "H1",
        "priority": "urgent",
        "reason": "夜间高热",
    } | changed
    return await console.of("nurse").post("/console/referrals/new", data=sent)


def _red_line(html: str) -> str:
    found = re.search(r'<div class="verdict bad" role="alert"><strong>([^<]+)</strong>', html)
    return found.group(1) if found else ""


async def test_a_stat_call_from_a_home_goes_out_with_one_form(console: Console) -> None:
    address = await _draft(console, priority="stat", do="draft")

    page = await console.of("nurse").get(address)
    inbox = await console.of("coordinator").get("/console/inbox")

    assert '<span class="chip warn">已提交</span>' in page.text
    assert _red_line(page.text) == ("⚠ 紧急通知已发给示范老年病医院。请再打电话确认对方已看到；本通知不能代替 120。")
    assert "夜间高热" in page.text
    assert "⚠ 紧急通知" in inbox.text


@pytest.mark.parametrize("direction", ["up", "from-home"])
async def test_the_notify_button_makes_it_stat_and_needs_no_tick(console: Console, direction: str) -> None:
    address = await _draft(console, do="notify", priority="routine", receiver="", direction=direction)

    page = await console.of("coordinator").get(address)

    assert '<span class="chip bad">⚠ 急诊</span>' in page.text
    assert "示范颐和养护院 → 示范老年病医院" in page.text


async def test_a_call_that_does_not_go_out_says_that_nobody_was_told(console: Console) -> None:
    database = console.alliance.hub.settings.data / "hub.db"
    with sqlite3.connect(database) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON resource BEGIN SELECT RAISE(ABORT, 'this row is broken'); END"
        )

    address = await _draft(console, do="notify")
    page = await console.of("nurse").get(address)
    inbox = await console.of("coordinator").get("/console/inbox")

    assert _red_line(page.text) == (
        "✕ 紧急通知尚未发出，没有任何机构收到！请立即打电话通知示范老年病医院，危急时先拨 120；再点“提交转诊”重发。"
    )
    assert "⚠ 紧急通知" not in inbox.text


async def test_a_call_that_is_not_even_stored_says_that_nobody_was_told(console: Console) -> None:
    elder = await console.put("N1", patient())
    with sqlite3.connect(console.alliance.hub.settings.data / "hub.db") as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON resource BEGIN SELECT RAISE(ABORT, 'this row is broken'); END"
        )

    sent = {"csrf": console.csrf("nurse"), "patient": elder.id, "direction": "from-home", "reason": "跌倒"}
    answer = await console.of("nurse").post("/console/referrals/new", data=sent | {"do": "notify"})

    assert answer.status_code == 500
    assert _red_line(answer.text) == "✕ 紧急通知没有发出，没有任何机构收到！请立即打电话通知，危急时先拨 120。"
    assert 'value="跌倒"' in answer.text


async def test_a_form_whose_call_was_not_even_stored_says_so(console: Console) -> None:
    sent = await _post(console, do="notify", receiver="N2", note="呼之不应")

    assert sent.status_code == 400
    assert _red_line(sent.text) == "✕ 紧急通知没有发出，没有任何机构收到！请立即打电话通知，危急时先拨 120。"
    assert "上转和机构送医不能送往养老机构" in sent.text
    assert ">呼之不应</textarea>" in sent.text


async def test_a_draft_says_in_red_that_it_is_not_sent(console: Console) -> None:
    page = await console.of("nurse").get(await _draft(console))

    assert _red_line(page.text) == "✕ 尚未发出，其他机构看不到"


async def test_the_form_of_a_home_has_the_lead_hospital_chosen(console: Console) -> None:
    elder, chosen = await console.put("N1", patient()), {}
    theirs = await console.put("H1", patient())

    for name, who in (("nurse", elder), ("coordinator", theirs)):
        page = await console.of(name).get(f"/console/referrals/new?patient={who.id}")
        chosen[name] = re.findall(r'name="receiver" value="(\w+)" checked', page.text)

    assert chosen == {"nurse": ["H1"], "coordinator": []}


async def test_what_ends_a_referral_stands_apart_as_danger(console: Console) -> None:
    address = await _draft(console, priority="stat")

    page = (await console.of("nurse").get(address)).text
    everyday, _, endings = page.partition("<h3>其他登记</h3>")

    assert re.findall(r'<details class="action"><summary>([^<]+)', endings) == []
    assert re.findall(r'<details class="action danger"><summary>([^<]+)', everyday) == []
    assert set(re.findall(r'<details class="action danger"><summary>([^<]+)', endings)) == {
        "撤销", "登记死亡", "登记撤回同意",
    }  # fmt: skip
    assert endings.count('<button type="submit" class="danger">') == 3


async def test_a_draft_is_seen_by_nobody_else(console: Console) -> None:
    address = await _draft(console)

    statuses = {name: (await console.of(name).get(address)).status_code for name in ("nurse", "coordinator")}

    assert statuses == {"nurse": 200, "coordinator": 404}


async def test_the_trail_says_who_did_each_step(console: Console) -> None:
    address = await _draft(console, priority="stat")
    desk = console.of("coordinator")
    await desk.post(address, data={"csrf": console.csrf("coordinator"), "event": "accept", "note": "请即来院"})

    steps = {}
    for name in ("nurse", "coordinator"):
        page = await console.of(name).get(address)
        steps[name] = re.findall(r'</time>([^<]+) <span class="muted">· ([^<]+)</span>', page.text)

    told = [
        ("已接收(可接收)", "示范老年病医院 coordinator"),
        ("已提交", "示范颐和养护院 nurse"),
        ("草稿", "示范颐和养护院 nurse"),
    ]
    assert steps["nurse"] == told
    assert [step for step, _ in steps["coordinator"]] == [step for step, _ in told][: len(steps["coordinator"])]
    assert {who.split()[0] for _, who in steps["coordinator"]} == {"示范老年病医院", "示范颐和养护院"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("N2 收住 ≤2 级", "康悦收住 ≤2 级"),
        ("老人带有 O2（吸氧），N2 不具备该能力", "老人带有 O2（吸氧），康悦不具备该能力"),
        ("能力等级 3 级在 N2 收住范围内", "能力等级 3 级在康悦收住范围内"),
        ("N2 takes up to 2", "康悦 takes up to 2"),
        ("AN2、N2-1 与 N20", "AN2、N2-1 与 N20"),
    ],
)
def test_an_institution_is_named_and_not_coded(text: str, shown: str) -> None:
    assert with_names(text, {"N2": "康悦", "": "x"}) == shown


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
    to_home = await nurse.post("/console/referrals/new", data=sent | {"receiver": ["H1", "N2"]})
    down = await nurse.post("/console/referrals/new", data=sent | {"direction": "into-home", "receiver": "H1"})
    call = await nurse.post("/console/referrals/new", data=sent | {"direction": "down", "do": "notify"})

    assert {answer.status_code for answer in (nobody, sideways, to_home, down, call)} == {400}
    assert "上转和机构送医不能送往养老机构" in to_home.text
    assert "下转和转介入住不能送往牵头医院" in down.text
    assert "“立即通知”只用于上转和机构送医" in call.text
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


@pytest.mark.parametrize(("priority", "offered"), [("urgent", False), ("stat", True)])
async def test_a_bed_in_a_room_of_the_other_sex_is_offered_for_a_stat_call_alone(
    console: Console, priority: str, offered: bool
) -> None:
    for name, sex in (("W-1", "female"), ("M-1", "male")):
        await console.put("H1", {
            "resourceType": "Location", "status": "active", "name": name,
            "physicalType": {"coding": [{"code": "bd"}]}, "operationalStatus": {"code": "U"},
            "managingOrganization": {"reference": "Organization/H1"},
            "extension": [{"url": BED_SEX, "valueCode": sex}],
        })  # fmt: skip
    address = await _draft(console, priority=priority)
    for name, event in (("nurse", "submit"), ("coordinator", "accept")):
        sent = {"csrf": console.csrf(name), "event": event, "basis": "treatment"}
        await console.of(name).post(address, data=sent)

    page = await console.of("coordinator").get(address)

    assert (">M-1</option>" in page.text, ">W-1</option>" in page.text) == (offered, True)


async def test_two_referrals_of_one_elder_are_told_apart_in_the_lists(console: Console) -> None:
    await _post(console, do="notify")
    await _post(console, do="notify")

    inbox = (await console.of("coordinator").get("/console/inbox")).text
    desk = (await console.of("nurse").get("/console/referrals?side=out")).text

    for page in (inbox, desk):
        numbers = re.findall(r'机构送医 · <span class="mono">([^<]+)</span>', page)
        assert (len(numbers), len(set(numbers))) == (2, 2), page
