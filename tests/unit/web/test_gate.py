"""Who gets in, and what a refusal looks like: a page in words, whatever was sent."""

import pytest

from hub.web.views.sign_in import safe_next
from tests.builders import add_user, patient
from tests.unit.web.conftest import ACCOUNTS, Console

CARE = {"nurse", "other-nurse", "coordinator", "doctor", "reader"}
REFERRALS = CARE - {"reader"}
WHO = {
    "/console/referrals": REFERRALS | {"manager"},
    "/console/beds": REFERRALS | {"manager"},
    "/console/inbox": REFERRALS,
    "/console/patients": CARE,
    "/console/readings": {"reader", "doctor"},
    "/console/results": CARE,
    "/console/messages": {"coordinator", "engineer", "manager"},
    "/console/audit": {"manager", "auditor"},
}
ONE = [
    "/console/referrals/{id}",
    "/console/referrals/new?patient={id}",
    "/console/transfers/{id}",
    "/console/transfers/{id}/signed.json",
    "/console/transfers/{id}/sheet.pdf",
    "/console/beds/{id}",
    "/console/patients/{id}",
    "/console/results/{id}",
    "/console/results/{id}/miniature.svg",
]


@pytest.mark.parametrize("path", WHO)
async def test_a_page_is_for_its_roles_alone(console: Console, path: str) -> None:
    answers = {name: (await console.of(name).get(path)).status_code for name in ACCOUNTS}

    assert answers == {name: 200 if name in WHO[path] else 403 for name in ACCOUNTS}


@pytest.mark.parametrize("path", [*WHO, "/console/", "/console/patients/1"])
async def test_a_page_without_sign_in_leads_to_the_sign_in_and_back(console: Console, path: str) -> None:
    answer = await console.of().get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/sign-in?next={path}")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("nurse", "/console/inbox"),
        ("coordinator", "/console/referrals"),
        ("doctor", "/console/referrals"),
        ("reader", "/console/readings"),
        ("engineer", "/console/messages"),
        ("manager", "/console/audit"),
        ("auditor", "/console/audit"),
        ("nobody", "/"),
    ],
)
async def test_each_role_begins_at_its_own_desk(console: Console, name: str, first: str) -> None:
    answer = await console.of(name).get("/console/")

    assert answer.headers["location"] == first


async def test_the_form_signs_in_and_the_button_signs_out(console: Console) -> None:
    hub = console.alliance.hub
    await add_user(hub, "li", member=console.alliance.number("H1"), roles=("engineer",))
    browser = console.of()

    signed = await browser.post("/console/sign-in", data={"user": "li", "password": "correct horse 1949"})
    inside = await browser.get("/console/messages")
    csrf = inside.text.split('name="csrf" value="')[1].split('"')[0]
    await browser.post("/console/sign-out", data={"csrf": csrf})
    outside = await browser.get("/console/messages")

    assert (signed.status_code, signed.headers["location"]) == (303, "/console/")
    assert [inside.status_code, outside.status_code] == [200, 303]


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example", "/console//evil", "/console/\\evil", "/x", "", "/console/sign-out",
     "/console/a\nb"],
)  # fmt: skip
def test_a_sign_in_leads_to_no_other_site(path: str) -> None:
    assert safe_next(path) == "/console/"


@pytest.mark.parametrize("token", ["", "0" * 48])
async def test_a_form_of_another_session_changes_nothing(console: Console, token: str) -> None:
    elder = await console.put("N1", patient())
    sent = {"csrf": token, "patient": elder.id, "direction": "up", "receiver": "H1", "priority": "routine"}

    answer = await console.of("nurse").post("/console/referrals/new", data=sent)
    listed = await console.of("nurse").get("/console/referrals?side=out")

    assert answer.status_code == 403
    assert "表单来自另一次登录" in answer.text
    assert "没有符合条件的转诊" in listed.text


async def test_a_form_sent_by_another_site_is_refused(console: Console) -> None:
    answer = await console.of("nurse").post(
        "/console/sign-out", data={"csrf": console.csrf("nurse")}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert "表单来自其他网站" in answer.text


async def test_a_form_that_cannot_be_read_is_refused_in_words(console: Console) -> None:
    nurse = console.of("nurse")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    answers = [
        await nurse.post("/console/sign-out", files={"csrf": b"x"}),
        await nurse.post("/console/sign-out", content=b"csrf=%ff", headers=kind),
        await nurse.post("/console/sign-out", content=b"a=1&" * 300, headers=kind),
        await nurse.post("/console/sign-out", content=b"a" * 1_000_001, headers=kind),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 413]
    assert {answer.headers["content-type"] for answer in answers} == {"text/html; charset=utf-8"}


@pytest.mark.parametrize("path", ["/console/none", "/console/messages/abc", "/console/referrals/x/y", "/console"])
async def test_an_unknown_page_is_a_page_in_words(console: Console, path: str) -> None:
    answer = await console.of("coordinator").get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>没有找到</h1>" in answer.text


@pytest.mark.parametrize("identifier", ["unknown", "%00", "..%2F..", "a" * 300, "%E5%91%A8", "'%20OR%201=1"])
async def test_no_id_whatever_it_is_breaks_a_page(console: Console, identifier: str) -> None:
    browser = console.of("doctor")

    answers = {path: (await browser.get(path.replace("{id}", identifier))).status_code for path in ONE}

    assert answers == dict.fromkeys(ONE, 404)


async def test_a_poll_after_the_session_has_ended_gets_no_sign_in_page(console: Console) -> None:
    answer = await console.of().get("/console/referrals?since=0", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.text) == (401, "")


@pytest.mark.parametrize("path", ["/", "/console/sign-in", "/console/none", "/directory.json"])
async def test_every_page_has_the_strict_policy(console: Console, path: str) -> None:
    answer = await console.of().get(path)

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_head_request_is_answered(console: Console) -> None:
    assert (await console.of().head("/")).status_code == 200


async def test_the_page_speaks_english_when_asked_and_remembers(console: Console) -> None:
    browser = console.of()

    first, second = await browser.get("/?lang=en"), await browser.get("/")

    assert '<html lang="en">' in first.text
    assert '<html lang="en">' in second.text
