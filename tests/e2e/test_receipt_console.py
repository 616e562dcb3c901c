"""The console shows whether a transfer document was received, and enters what institutions outside say."""

import re

from hub.store.admin import OUTSIDE, Member
from tests.e2e.scenario_world import Person, World
from tests.e2e.test_transfer_receipt import document, issued


async def page(person: Person, path: str) -> str:
    """A page as text, without its tags."""
    answer = await person.browser.get(path)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


async def test_a_nurse_confirms_the_document_on_its_page_and_the_sender_reads_who_did(world: World) -> None:
    request, task, _ = await issued(world)
    async with world.person("N1", "nurse", "nurse") as nurse, world.person("H1", "desk", "coordinator") as desk:
        waiting = await page(nurse, "/console/inbox")
        sent = await page(desk, f"/console/transfers/{request}")
        sheet = (await nurse.browser.get(f"/console/transfers/{request}")).text
        form = dict(re.findall(r'name="(csrf|event|digest)" value="([^"]+)"', sheet))
        await world.advance(hours=0.1)

        answer = await nurse.browser.post(f"/console/referrals/{task}", data=form)

        assert answer.status_code == 303, answer.text
        signed, desk_list = await page(nurse, "/console/inbox"), await page(desk, "/console/referrals?side=out")
        trail = await page(desk, f"/console/referrals/{task}")
        after = await page(desk, f"/console/transfers/{request}")
    assert ("待签收 截止" in waiting, "待签收" in sent) == (True, True)
    assert ("✓ 已签收" in signed, "✓ 已签收" in desk_list, "接收机构人员确认" in after) == (True, True, True)
    assert "签收交接资料 · 示范颐和养护院" in trail
    assert (await document(world, "H1", task))["way"] == "confirmed"


async def test_the_paper_of_the_sheet_keeps_its_own_language_for_a_reader_of_english(world: World) -> None:
    request, _, _ = await issued(world)

    async with world.person("N1", "nurse", "nurse") as nurse:
        page = (await nurse.browser.get(f"/console/transfers/{request}?lang=en")).text

    desk, paper = page.split('<div lang="zh-CN">')
    assert ("Signed by" in desk, "Confirm receipt" in desk) == (True, True)
    words = re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>", " ", paper.split("</article>")[0]))
    assert {word for word in words if word in {"Transfer", "sheet", "Handed", "Taken", "Printed", "Allergies"}} == set()
    assert "交出人签名" in paper


async def test_an_overdue_receipt_stands_in_red_on_both_desks(world: World) -> None:
    request, task, _ = await issued(world)
    await world.act("N1", task, "arrive")
    await world.advance(hours=4.1)

    async with world.person("N1", "nurse", "nurse") as nurse, world.person("H1", "desk", "coordinator") as desk:
        texts = [await page(nurse, "/console/inbox"), await page(desk, "/console/referrals?side=out"),
                 await page(nurse, f"/console/transfers/{request}")]  # fmt: skip

    assert ["逾期未签收" in text for text in texts] == [True, True, True]


async def test_the_form_sends_an_elder_outside_and_asks_for_the_basis_and_the_word(world: World) -> None:
    world.hub.admin.add_member(
        Member(code="X1", name="示范省级医院", kind="hospital", licensed=True, admission_state=OUTSIDE, phone="0571-1")
    )
    elder = await world.elder("M1", "I20.0")
    async with world.person("M1", "desk", "coordinator") as desk:
        blank = await desk.browser.get(f"/console/referrals/new?patient={elder}")
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', blank.text)
        assert found is not None
        form = {"csrf": found[1], "patient": elder, "direction": "up", "priority": "routine", "receiver": "X1",
                "reason": "需介入治疗", "do": "draft"}  # fmt: skip
        made = await desk.browser.post("/console/referrals/new", data=form)
        task = made.headers["location"].rpartition("/")[2]
        await desk.act(task, "submit", basis="treatment")
        shown = await page(desk, f"/console/referrals/{task}")
        await desk.act(task, "accept", said_by="接诊台李某，电话")

    assert "联盟外机构（须写明依据，纸质或电话办理）" in blank.text
    assert "接收方是联盟外机构，不登录平台" in shown
    assert await world.state("M1", task) == "accepted"


async def test_a_letter_from_outside_is_entered_in_the_form_and_a_broken_time_is_refused_in_words(world: World) -> None:
    world.hub.admin.add_member(Member(code="X2", name="示范康复医院", kind="hospital", admission_state=OUTSIDE))
    elder = await world.elder("M1", "I10")
    async with world.person("M1", "desk", "coordinator") as desk:
        blank = await desk.browser.get(f"/console/referrals/new?patient={elder}")
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', blank.text)
        assert found is not None
        form = {"csrf": found[1], "patient": elder, "direction": "down", "priority": "routine", "receiver": "M1",
                "reason": "继续康复", "do": "draft", "source": "X2", "way": "letter", "said-by": "陈某，转诊信",
                "when": "2026-03-01T10:00"}  # fmt: skip
        made = await desk.browser.post("/console/referrals/new", data=form)
        task = made.headers["location"].rpartition("/")[2]
        shown = await page(desk, f"/console/referrals/{task}")
        broken = await desk.browser.post("/console/referrals/new", data=form | {"when": "昨天"})

    assert "示范康复医院 · 来函 · 陈某，转诊信" in shown
    assert "示范康复医院 → 示范街道社区卫生服务中心" in shown
    assert broken.status_code == 422


async def test_the_trail_shows_the_senders_own_note_beside_the_notice_that_nothing_is_pushed(world: World) -> None:
    _, task, _ = await issued(world)
    await world.act("H1", task, "reissue", note="更正用药：停用阿司匹林")

    async with world.person("H1", "desk", "coordinator") as desk:
        trail = await page(desk, f"/console/referrals/{task}")

    own, notice = trail.index("更正用药：停用阿司匹林"), trail.index("没有登记接收端点，平台不会推送")
    assert own < notice
