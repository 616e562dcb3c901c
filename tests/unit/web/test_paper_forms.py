"""Paper forms of down-time: printed with numbers of their own, entered once with the true times."""

import re
from datetime import timedelta

from hub.clock import SHANGHAI, micros_to_datetime
from hub.referral.intake import text_to_micros
from hub.store.port import Ref
from hub.store.search.parse import parse_query
from hub.transfer.blank_forms import PAPER_NUMBER, Pack, blank_forms_html, is_paper_number, paper_numbers
from tests.builders import patient
from tests.contract.engines import SYSTEM
from tests.unit.web.conftest import Console

FORM = "P-N1-20260302-7KQ4M"


async def enter(console: Console, paper: str, *, priority: str = "urgent") -> tuple[int, str]:
    """A draft from a paper form: the status, and where it leads or what it says."""
    elder = await console.put("N1", patient())
    answer = await console.of("nurse").post(
        "/console/referrals/new",
        data={"csrf": console.csrf("nurse"), "patient": elder.id, "direction": "from-home", "receiver": "H1",
              "priority": priority, "reason": "夜间高热", "paper": paper},
    )  # fmt: skip
    return answer.status_code, answer.headers.get("location", "") or answer.text


async def test_a_wrong_count_and_a_wrong_reader_are_refused(console: Console) -> None:
    for count in ("0", "51", "x"):
        answer = await console.of("nurse").get(f"/console/forms.pdf?count={count}")
        assert (answer.status_code, "一次可打印1至50张" in answer.text) == (400, True)
    assert (await console.of("engineer").get("/console/forms.pdf")).status_code == 403


async def test_a_pack_is_a_pdf_with_as_many_pages(console: Console) -> None:
    answer = await console.of("nurse").get("/console/forms.pdf?count=3")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_each_form_has_its_own_number_and_the_telephone_numbers() -> None:
    from tests.builders import MEMBERS

    numbers = paper_numbers("N1", 20, day="20260302")
    html = blank_forms_html(Pack(MEMBERS[2], MEMBERS[:1], numbers, "2026-03-02 09:00"), font="Noto Sans CJK SC")

    assert (len(set(numbers)), all(map(is_paper_number, numbers))) == (20, True)
    assert re.findall(r'<span class="number">([^<]+)</span>', html) == list(numbers)
    assert html.count("示范老年病医院：________") == 20
    assert [is_paper_number(text) for text in (FORM, "P-N1-20260302-7KQ4O", "N1-20260302-7KQ4M", "7KQ4M")] == [
        True, False, False, False,
    ]  # fmt: skip


async def test_a_form_is_entered_once_and_its_steps_have_the_true_time(console: Console) -> None:
    wrong = await enter(console, "P-1")
    status, where = await enter(console, FORM.lower())
    twice = await enter(console, FORM)
    store, task = console.alliance.hub.store, where.rsplit("/", 1)[1]
    now = micros_to_datetime(console.alliance.hub.clock.now()).astimezone(SHANGHAI)
    happened = (now - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    future = (now + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    form = {"csrf": console.csrf("nurse"), "event": "submit"}
    late = await console.of("nurse").post(where, data=form | {"at": future})
    sent = await console.of("nurse").post(where, data=form | {"at": happened})

    assert (wrong[0], "纸质单号不正确" in wrong[1]) == (400, True)
    assert (twice[0], f"纸质单{FORM}已补录过" in twice[1]) == (409, True)
    assert (status, late.status_code, sent.status_code) == (303, 422, 303), sent.text
    stored = await store.read(Ref("Task", task), visibility=SYSTEM)
    assert stored is not None
    request = await store.read(Ref(*stored.json()["focus"]["reference"].split("/")), visibility=SYSTEM)
    assert request is not None
    assert {"system": PAPER_NUMBER, "value": FORM} in request.json()["identifier"]
    asked = [("target", f"Task/{task}")]
    found = await store.search(parse_query("Provenance", asked, strict=True), visibility=SYSTEM)
    moments = [str(one.json()["occurredDateTime"]) for one in found.resources]
    assert [micros_to_datetime(text_to_micros(moment)).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
            for moment in moments] == [happened]  # fmt: skip
