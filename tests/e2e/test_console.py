"""The console in headless Chromium: sign in, see, act, print; nothing leaves the machine, nothing complains."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from hub.clock import SHANGHAI
from tests.e2e.console_browser import Console, console
from tests.e2e.console_world import NAME, OTHER, THIRD

PAGES = {
    "desk": ["/console/referrals", "/console/referrals?side=out", "/console/patients", "/console/messages"],
    "nurse-a": ["/console/inbox", "/console/referrals", "/console/patients", "/console/results"],
    "reader": ["/console/readings", "/console/results"],
    "clinic": ["/console/results", "/console/readings"],
    "engineer": ["/console/messages"],
    "manager": ["/console/audit", "/console/referrals"],
    "nurse-b": ["/console/inbox"],
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    with console(tmp_path_factory.mktemp("console")) as served:
        yield served
        assert served.foreign == [], "a page asked for something off this machine"
        assert served.complaints == [], "the browser complained"


def test_a_wrong_password_says_so_and_lets_nobody_in(hub: Console) -> None:
    page = hub.page()
    hub.sign_in(page, "desk", password="not the password")

    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对，或该账户已停用。请核对后再试。")
    page.goto("/console/referrals")
    assert page.url == f"{hub.url}/console/sign-in?next=/console/referrals"
    hub.complaints[:] = [text for text in hub.complaints if "401" not in text]


@pytest.mark.parametrize("user", PAGES)
def test_every_page_of_a_role_opens_and_is_accessible(hub: Console, user: str) -> None:
    page = hub.page(user)

    faults = {}
    for path in PAGES[user]:
        answer = page.goto(path)
        assert answer is not None
        faults[path] = [str(answer.status)] if answer.status != 200 else accessibility_faults(page)

    assert faults == {path: [] for path in PAGES[user]}


def test_a_nurse_reads_the_sheet_with_wishes_first_and_every_medicine(hub: Console) -> None:
    page = hub.page("nurse-a", javascript=False)
    page.goto("/console/inbox")
    with page.expect_navigation():
        page.get_by_role("row", name=NAME).get_by_role("link", name="打开交接单").click()

    expect(page.locator(".verdict.good strong")).to_have_text("✓ 签名有效：内容自签署后未被改动。")
    first = ["老人意愿与照护目标", "转诊原因", "过敏与不良反应", "用药(逐条)"]
    assert page.locator("article h2").all_inner_texts()[:4] == first
    expect(page.locator(".wishes")).to_contain_text("不愿意气管插管")
    expect(page.locator(".allergy")).to_contain_text("青霉素")
    medicines = page.locator(".medicines tbody tr")
    assert sorted(medicines.locator("th").all_inner_texts()) == ["多巴丝肼片", "头孢呋辛酯片"]
    assert accessibility_faults(page) == []


def test_the_sheet_prints_on_a4_without_the_console_around_it(hub: Console) -> None:
    page = hub.page("nurse-a")
    page.goto(f"/console/transfers/{hub.ids['request']}")
    page.emulate_media(media="print")

    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator(".sheet h1")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595 842]" in printed
    assert 1 <= printed.count(b"/Type /Page\n") <= 2


def test_a_referral_goes_from_draft_to_departure_by_forms_alone(hub: Console) -> None:
    desk, nurse = hub.page("desk", javascript=False), hub.page("nurse-a", javascript=False)
    address = _draft(hub, desk, OTHER, receiver="示范颐和养护院")
    _do(desk, "提交转诊")
    nurse.goto(address)
    _do(nurse, "开始审核")
    _do(nurse, "同意接收")
    desk.goto(address)
    _do(desk, "选定接收方", bed="2F 208-2")
    assert _state(desk) == "已锁床"
    nurse.goto(address)
    soon = datetime.now(SHANGHAI) + timedelta(hours=1)
    _do(nurse, "安排转运时间", planned=f"{soon:%Y-%m-%dT%H:%M}")
    desk.goto(address)
    _do(desk, "出发")

    assert _state(desk) == "转运中"
    nurse.goto("/console/inbox")
    expect(nurse.get_by_role("row", name=OTHER)).to_contain_text("打开交接单")


def test_a_stat_call_goes_out_with_one_button_and_no_script(hub: Console) -> None:
    nurse, desk = hub.page("nurse-a", javascript=False), hub.page("desk", javascript=False)
    nurse.goto(f"/console/patients/{hub.ids[NAME]}")
    nurse.get_by_role("link", name="新建转诊").click()
    expect(nurse.get_by_label("示范老年病医院")).to_be_checked()
    expect(nurse.get_by_label("示范康悦护理中心")).to_be_hidden()
    nurse.get_by_label("转诊原因").fill("夜间高热、呼吸急促")
    nurse.get_by_label("缓急").select_option("急诊")
    expect(nurse.get_by_role("button", name="建立草稿")).to_be_hidden()
    assert accessibility_faults(nurse) == []
    with nurse.expect_navigation():
        nurse.get_by_role("button", name="立即通知").click()

    assert _state(nurse) == "已提交"
    expect(nurse.get_by_role("alert")).to_contain_text("紧急通知已发给示范老年病医院")
    assert accessibility_faults(nurse) == []
    desk.goto("/console/inbox")
    expect(desk.get_by_role("row", name=NAME)).to_contain_text("紧急通知")


def test_a_home_declines_with_a_reason_and_the_desk_reads_it(hub: Console) -> None:
    desk, nurse = hub.page("desk", javascript=False), hub.page("nurse-a", javascript=False)
    address = _draft(hub, desk, THIRD, receiver="示范颐和养护院")
    _do(desk, "提交转诊")
    nurse.goto(address)
    _do(nurse, "开始审核")
    _do(nurse, "拒绝接收", reason="无床位")

    assert _state(nurse) == "已拒绝"
    desk.goto("/console/referrals?side=out&when=done")
    expect(desk.get_by_role("row", name=THIRD)).to_contain_text("已拒绝")


def test_the_catalogue_says_on_the_page_why_a_home_cannot_take_her(hub: Console) -> None:
    desk, nurse = hub.page("desk"), hub.page("nurse-b")
    _draft(hub, desk, NAME, receiver="示范康悦护理中心", direction="下转")
    desk.locator("summary", has_text="现在不能做的").click()

    assert "提交转诊" not in desk.locator("details.action > summary").all_inner_texts()
    expect(desk.locator("section .verdict.bad strong")).to_have_text("✕ 目录判定：不符合")
    expect(desk.locator("main")).to_contain_text("示范康悦护理中心收住 ≤2 级")
    nurse.goto("/console/inbox")
    expect(nurse.locator("main")).to_contain_text("没有待处理的老人")


def test_a_reader_claims_and_signs_and_the_clinic_finds_the_report(hub: Console) -> None:
    reader, clinic = hub.page("reader"), hub.page("clinic")
    reader.goto("/console/readings?status=requested")
    reader.locator("tbody a").first.click()
    expect(reader.locator(".ecg > svg")).to_be_visible()
    reader.get_by_role("button", name="领取").click()
    reader.get_by_label("诊断意见").fill("窦性心律，心电图大致正常。")
    with reader.expect_navigation():
        reader.get_by_role("button", name="签名并发出").click()
    expect(reader.locator(".words")).to_have_text("窦性心律，心电图大致正常。")

    clinic.goto("/console/results")
    expect(clinic.locator("tbody tr")).to_have_count(1)
    expect(clinic.locator("td.miniature img")).to_have_js_property("complete", value=True)
    clinic.locator("tbody a").first.click()
    expect(clinic.locator(".ecg > svg")).to_be_visible()
    assert accessibility_faults(clinic) == []


def test_an_engineer_corrects_a_refused_message_and_replays_it(hub: Console) -> None:
    page = hub.page("engineer")
    page.goto("/console/messages?state=refused&text=WRONG-1")
    page.locator("tbody a").first.click()
    expect(page.locator("main")).not_to_contain_text(NAME)
    page.get_by_role("link", name="显示原文").click()
    box = page.get_by_label("更正后的报文")
    wrong = box.input_value()
    assert NAME in wrong
    box.fill(wrong.replace("330105194502190041", "330105194502190046"))
    page.get_by_role("button", name="重放").click()

    expect(page.get_by_role("status")).to_contain_text("MSA|AA|WRONG-1")


def test_the_other_home_sees_nothing_of_her(hub: Console) -> None:
    page = hub.page("nurse-b")

    told = {}
    for path in (
        f"/console/patients/{hub.ids[NAME]}",
        f"/console/referrals/{hub.ids['task']}",
        f"/console/transfers/{hub.ids['request']}",
        f"/console/transfers/{hub.ids['request']}/signed.json",
        f"/console/referrals/new?patient={hub.ids[NAME]}",
        "/console/patients?text=Z1",
        "/console/referrals",
        "/console/inbox",
    ):
        answer = page.request.get(hub.url + path)
        told[path.split("?")[0]] = (answer.status, NAME in answer.text())
    lists = {"/console/patients", "/console/referrals", "/console/inbox"}
    assert told == {path: (200 if path in lists else 404, False) for path in told}


def test_the_public_page_works_without_javascript_and_names_nobody(hub: Console) -> None:
    page = hub.page(javascript=False)
    page.goto("/")
    expect(page.get_by_role("row", name="示范颐和养护院")).to_contain_text("/ 8")
    page.get_by_label("区县").select_option("拱墅区")
    with page.expect_navigation():
        page.get_by_role("button", name="查询").click()

    assert page.url == f"{hub.url}/?district=%E6%8B%B1%E5%A2%85%E5%8C%BA&kind=&bed=&price="
    expect(page.locator("tbody tr")).to_have_count(1)
    assert accessibility_faults(page) == []
    page.goto("/?district=无此区")
    expect(page.locator(".empty")).to_contain_text("没有符合条件的机构")
    text = page.request.get(f"{hub.url}/directory.json").text()
    assert [name for name in (NAME, OTHER, hub.ids[NAME], "Z1", "周小芳") if name in text] == []


def test_a_list_says_that_it_changed_and_moves_nothing(hub: Console) -> None:
    desk, other = hub.page("desk"), hub.page("desk", javascript=False)
    desk.goto("/console/referrals?side=out")
    before = desk.locator("tbody").inner_text()
    expect(desk.locator(".news a")).to_have_count(0)
    _draft(hub, other, NAME, receiver="示范安宁病区", direction="下转")
    desk.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(desk.locator(".news a")).to_have_text("↻ 有新的变化，点击刷新")
    assert desk.locator("tbody").inner_text() == before
    desk.locator(".news a").click()
    expect(desk.locator("tbody tr").first).to_contain_text("示范安宁病区")


@pytest.mark.parametrize("path", ["/", "/console/inbox", "/console/patients", "/console/referrals"])
def test_no_page_is_wider_than_a_phone(hub: Console, path: str) -> None:
    page = hub.page("nurse-a", width=360)
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_skip_link_is_the_first_thing_a_keyboard_reaches_and_is_seen(hub: Console) -> None:
    page = hub.page("desk")
    page.goto("/console/referrals")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")

    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def _draft(hub: Console, page: Page, name: str, *, receiver: str, direction: str = "转介入住") -> str:
    page.goto(f"/console/patients/{hub.ids[name]}")
    page.get_by_role("link", name="新建转诊").click()
    page.get_by_label("转诊类别").select_option(direction)
    page.get_by_label(receiver).check()
    page.get_by_label("转诊原因").fill("需生活照护")
    with page.expect_navigation():
        page.get_by_role("button", name="建立草稿").click()
    assert _state(page) == "草稿"
    return page.url


def _do(page: Page, label: str, *, bed: str = "", planned: str = "", reason: str = "") -> None:
    """Open an action and send its form."""
    action = page.locator("details.action").filter(has=page.locator("summary", has_text=label)).first
    action.locator("> summary").click()
    if bed:
        action.get_by_label("床位").select_option(bed)
    if reason:
        action.get_by_label("原因").select_option(reason)
    if planned:
        action.get_by_label("计划时间").fill(planned)
    with page.expect_navigation():
        action.get_by_role("button").click()


def _state(page: Page) -> str:
    return page.locator("main .spread .chip").first.inner_text()


def accessibility_faults(page: Page) -> list[str]:
    """What a screen reader or a keyboard would stumble over; empty when nothing."""
    return list(page.evaluate(_FAULTS))


_FAULTS = """() => {
  const faults = [], text = node => (node.textContent || '').trim();
  if (document.documentElement.lang !== 'zh-CN') faults.push('lang');
  if (document.querySelectorAll('h1').length !== 1) faults.push('h1 count');
  if (document.querySelectorAll('main').length !== 1) faults.push('main count');
  if (!document.title) faults.push('title');
  let level = 1;
  for (const head of document.querySelectorAll('main h1, main h2, main h3')) {
    const next = +head.tagName[1];
    if (next > level + 1) faults.push('heading jumps to ' + text(head));
    level = next;
  }
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!field.labels.length || !text(field.labels[0])) faults.push('no label: ' + field.name);
  for (const link of document.querySelectorAll('a, button, summary'))
    if (!text(link) && !link.getAttribute('aria-label')) faults.push('no name: ' + link.outerHTML.slice(0, 60));
  for (const image of document.querySelectorAll('img')) if (!image.alt) faults.push('no alt: ' + image.src);
  for (const head of document.querySelectorAll('th')) if (!head.scope) faults.push('th without scope: ' + text(head));
  const ids = [...document.querySelectorAll('[id]')].filter(node => !node.closest('svg')).map(node => node.id);
  if (new Set(ids).size !== ids.length) faults.push('an id stands twice');
  if (document.querySelector('[style]:not(svg *), main style, [onclick]')) faults.push('inline style or script');
  for (const target of document.querySelectorAll('button, nav a'))
    if (target.offsetHeight && target.offsetHeight < 24) faults.push('small target: ' + text(target));
  return faults;
}"""
