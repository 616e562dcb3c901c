"""What belongs to another member looks as if it did not exist, and every look is noted."""

from tests.builders import observation, patient
from tests.unit.web.conftest import Console

SECRET = "顾月仙"


async def test_another_members_elder_looks_like_an_unknown_one(console: Console) -> None:
    elder = await console.put("N1", patient(family="顾", given="月仙"))
    browser = console.of("other-nurse")

    there = await browser.get(f"/console/patients/{elder.id}")
    unknown = await browser.get("/console/patients/01a00000-0000-7000-8000-000000000000")
    own = await console.of("nurse").get(f"/console/patients/{elder.id}")

    assert SECRET in own.text
    assert there.status_code == unknown.status_code == 404
    assert there.text.replace(elder.id, "") == unknown.text.replace("01a00000-0000-7000-8000-000000000000", "")


async def test_a_search_by_name_finds_the_own_elders_only(console: Console) -> None:
    await console.put("N1", patient(family="顾", given="月仙"))

    found = {name: SECRET in (await console.of(name).get("/console/patients?text=顾")).text for name in _NURSES}

    assert found == {"nurse": True, "other-nurse": False}


async def test_signs_that_mean_something_in_a_search_are_text_on_the_page(console: Console) -> None:
    await console.put("N1", patient(family="顾", given="月仙"))

    answers = [await console.of("nurse").get("/console/patients", params={"text": text}) for text in ",|\\$<&"]

    assert [answer.status_code for answer in answers] == [200] * 6
    assert [SECRET in answer.text for answer in answers] == [False] * 6


async def test_a_form_with_another_members_elder_makes_no_referral(console: Console) -> None:
    elder = await console.put("N1", patient(family="顾", given="月仙"))
    sent = {
        "csrf": console.csrf("other-nurse"),
        "patient": elder.id,
        "direction": "from-home",
        "receiver": "H1",
        "priority": "stat",
    }

    answer = await console.of("other-nurse").post("/console/referrals/new", data=sent)
    listed = await console.of("other-nurse").get("/console/referrals?side=out")

    assert answer.status_code == 404
    assert "没有符合条件的转诊" in listed.text


async def test_markup_in_a_record_stays_text(console: Console) -> None:
    elder = await console.put("N1", patient(name=[{"text": "<script>alert(1)</script>"}]))
    await console.put("N1", observation(elder.id, code="x", note=[{"text": "<b>"}]))

    page = await console.of("nurse").get(f"/console/patients/{elder.id}")

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


async def test_a_look_at_a_record_is_in_the_audit(console: Console) -> None:
    elder = await console.put("N1", patient())

    await console.of("nurse").get(f"/console/patients/{elder.id}")
    rows = await console.alliance.hub.store.audit_page(
        visibility=console.alliance.principal("N1").visibility, patient=elder.id
    )

    assert [(row.agent, row.interaction, row.target) for row in rows][:1] == [
        ("user:nurse", "console-patient", f"Patient/{elder.id}")
    ]


_NURSES = ("nurse", "other-nurse")
