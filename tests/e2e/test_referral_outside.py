"""Referrals out of the alliance and into it: the same table and guards, and nobody outside is shown anything."""

from typing import Any

import pytest

from hub.errors import ConflictError
from hub.referral.gather import GUARD
from hub.referral.shape import OUTSIDE_SOURCE
from hub.store.admin import OUTSIDE, Client, Endpoint, Member, Sender, User
from hub.store.port import Ref
from hub.transfer.verify import verification_code
from tests.e2e.scenario_world import DIRECTION, JSON, World

PROVINCIAL = Member(
    code="X1", name="示范省级医院（联盟外）", kind="hospital", licensed=True, admission_state=OUTSIDE,
    phone="0571-0000-0001", capabilities=("O2", "REHAB"),
)  # fmt: skip
REHAB = Member(
    code="X2", name="示范康复医院（联盟外）", kind="ward", licensed=True, admission_state=OUTSIDE,
    capabilities=("O2", "REHAB"),
)  # fmt: skip
SAID = "省级医院 接诊台李某，电话，已复述"


def outside(world: World) -> None:
    """Two institutions are known that are no members."""
    for member in (PROVINCIAL, REHAB):
        world.hub.admin.add_member(member)


async def grants_outside(world: World, request: str, patient: str) -> int:
    """How many grants anybody outside has on what belongs to a referral."""
    numbers = {member.number for member in world.hub.admin.members() if member.is_outside}
    found = 0
    for kind, identity in (("ServiceRequest", request), ("Patient", patient)):
        found += sum(
            one.member in numbers for one in await world.hub.store.grants_of(Ref(kind, identity), visibility=GUARD)
        )
    tasks = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}")).json().get("entry", [])
    for entry in tasks:
        outputs = [one["valueReference"]["reference"] for one in entry["resource"].get("output", [])]
        for name in [f"Task/{entry['resource']['id']}", *outputs]:
            kind, _, identity = name.partition("/")
            grants = await world.hub.store.grants_of(Ref(kind, identity), visibility=GUARD)
            found += sum(one.member in numbers for one in grants)
    return found


async def sent_in(
    world: World, patient: str, receiver: str, *, by: str = "H1", expected: int = 201, stat: bool = False, **more: Any
) -> dict[str, Any]:
    """A referral that a member enters from a letter of X2; `more` replaces parts of the source (None: left out)."""
    parts = {"way": "letter", "said-by": "X2 主任医师陈某，转诊信 2026-03-01", "when": "2026-03-01T10:00:00+08:00",
             "organization": "X2"} | {name.replace("_", "-"): value for name, value in more.items()}  # fmt: skip
    kinds = {"way": "valueCode", "said-by": "valueString", "when": "valueDateTime"}
    source: list[dict[str, Any]] = [
        {"url": name, kinds[name]: value} for name, value in parts.items() if name in kinds and value
    ]
    source.append({"url": "organization", "valueReference": {"reference": f"Organization/{parts['organization']}"}})
    body = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "category": [{"coding": [{"system": DIRECTION, "code": "up" if stat else "down"}]}],
        "subject": {"reference": f"Patient/{patient}"}, "performer": [{"reference": f"Organization/{receiver}"}],
        "extension": [{"url": OUTSIDE_SOURCE, "extension": source}], "priority": "stat" if stat else "routine",
    }  # fmt: skip
    return await world.send(by, "/ServiceRequest", body, expected=expected)


async def task_of(world: World, code: str, request: str) -> str:
    """The one Task of a referral."""
    [entry] = (await world.get(code, f"/Task?focus=ServiceRequest/{request}")).json()["entry"]
    return str(entry["resource"]["id"])


async def test_an_elder_goes_up_to_a_hospital_outside_and_its_word_comes_by_phone(world: World) -> None:
    outside(world)
    elder = await world.elder("M1", "I20.0", systolic=100)
    request, [task] = await world.refer("M1", elder, "up", "X1", priority="urgent")

    silent = await world.act("M1", task, "submit", expected=422)
    await world.act("M1", task, "submit", basis="treatment")
    nameless = await world.act("M1", task, "accept", expected=422)
    accepted = await world.act("M1", task, "accept", said_by=SAID, at=world.ahead(minutes=-2))
    await world.act("M1", task, "depart")
    paper = await world.get("M1", f"/ServiceRequest/{request}/$transfer-bundle")
    await world.act("M1", task, "receive", said_by=SAID, digest=verification_code(paper.content))
    await world.act("M1", task, "arrive", said_by=SAID)
    await world.act("M1", task, "admit", said_by=SAID)
    await world.act("M1", task, "feedback", said_by=SAID, note="冠脉支架术后，病情稳定")
    closed = await world.act("M1", task, "acknowledge")

    stored = (await world.get("M1", f"/Task/{task}")).json()
    names = [
        one["resource"]["name"] for one in paper.json()["entry"] if one["resource"]["resourceType"] == "Organization"
    ]
    assert "联盟外机构" in silent
    assert "said-by" in nameless
    assert (accepted, closed) == ("accepted", "closed")
    assert "示范省级医院（联盟外）" in names
    assert [note["text"] for note in stored["note"]].count(f"{SAID}（联盟外机构所述，代为登记）") == 3
    assert await grants_outside(world, request, elder) == 0
    assert (await world.get("M1", f"/ServiceRequest/{request}")).json()["status"] == "completed"


async def test_an_elder_goes_down_to_a_ward_outside_without_a_bed_of_ours_and_the_catalogue_is_asked(
    world: World,
) -> None:
    outside(world)
    elder = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", elder, "down", "X2")
    unwell = await world.elder("H1", "I10", temperature=39.4)
    _, [refused] = await world.refer("H1", unwell, "down", "X2")

    against = await world.act("H1", refused, "submit", basis="treatment", expected=422)
    await world.act("H1", task, "submit", basis="treatment")
    await world.act("H1", task, "accept", said_by=SAID)
    await world.act("H1", task, "select")
    gone = await world.act("H1", task, "depart")

    assert "目录核对未通过" in against
    assert gone == "in-transit"
    assert await grants_outside(world, request, elder) == 0


async def test_consent_for_a_hospital_outside_names_it(world: World) -> None:
    outside(world)
    elder = await world.elder("M1", "I20.0")
    _, [task] = await world.refer("M1", elder, "up", "X1", priority="urgent")
    consent = {
        "resourceType": "Consent", "status": "active", "patient": {"reference": f"Patient/{elder}"},
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "policyRule": {"text": "示范"}, "provision": {"type": "permit"},
    }  # fmt: skip
    await world.send("M1", "/Consent", consent)
    general = await world.act("M1", task, "submit", basis="consent", expected=422)
    actor = {"role": {"coding": [{"code": "IRCP"}]}, "reference": {"reference": "Organization/X1"}}

    await world.send("M1", "/Consent", consent | {"provision": {"type": "permit", "actor": [actor]}})

    assert "知情同意书" in general
    assert await world.act("M1", task, "submit") == "submitted"


async def test_a_basis_that_was_stated_for_a_member_is_none_for_a_hospital_outside(world: World) -> None:
    outside(world)
    elder = await world.elder("M1", "I20.0", systolic=100)
    request, [inside, beyond] = await world.refer("M1", elder, "up", "H1", "X1", priority="urgent")
    await world.act("M1", inside, "submit", basis="treatment")

    silent = await world.act("M1", beyond, "submit", expected=422)
    stated = await world.act("M1", beyond, "submit", basis="guardian")
    await world.act("M1", beyond, "accept", said_by=SAID)
    left = (await world.get("M1", f"/Task/{beyond}")).json()
    forged = left | {"extension": [one for one in left.get("extension", []) if "legal-basis" not in one["url"]]}
    await world.alliance.as_member("M1").put(f"/fhir/Task/{beyond}", json=forged, headers=JSON | world._token("M1"))
    chosen = await world.act("M1", beyond, "select")

    assert "联盟外机构" in silent
    assert (stated, chosen) == ("submitted", "selected")
    assert await grants_outside(world, request, elder) == 0


async def test_a_stat_call_to_a_hospital_outside_is_held_by_nothing_and_falls_to_the_lead(world: World) -> None:
    outside(world)
    elder = await world.elder("N2", systolic=82)
    request, [task] = await world.refer("N2", elder, "from-home", "X1", priority="stat")
    await world.act("N2", task, "submit")

    await world.advance(hours=0.1)

    owners = {
        entry["resource"]["owner"]["reference"]: entry["resource"]["businessStatus"]["coding"][0]["code"]
        for entry in (await world.get("N2", f"/Task?focus=ServiceRequest/{request}")).json()["entry"]
    }
    assert owners == {"Organization/X1": "submitted", "Organization/H1": "accepted"}
    assert "H1" in await world.calls(means="voice")
    assert await world.act("N2", task, "depart") == "in-transit"
    assert await world.act("N2", task, "arrive") == "arrived"
    assert await grants_outside(world, request, elder) == 0


async def test_the_lead_hospital_sends_on_by_stat_and_nobody_calls_it_to_take_its_own_elder(world: World) -> None:
    outside(world)
    elder = await world.elder("H1", "I20.0", systolic=82)
    request, [task] = await world.refer("H1", elder, "up", "X1", priority="stat")
    await world.act("H1", task, "submit")

    await world.advance(hours=0.1)

    found = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}")).json()["entry"]
    assert [entry["resource"]["id"] for entry in found] == [task]
    assert await world.act("H1", task, "accept", said_by=SAID) == "accepted"


async def test_who_is_on_the_way_may_be_diverted_outside_and_is_not_redirected_there(world: World) -> None:
    outside(world)
    elder = await world.elder("N1", systolic=95)
    request, [task] = await world.refer("N1", elder, "from-home", "M1", priority="urgent")
    await world.act("N1", task, "submit")
    redirected = await world.act("M1", task, "redirect", receiver="X1", reason="other", said_by="李护士", expected=422)
    await world.act("M1", task, "accept")
    await world.act("N1", task, "depart")

    assert (
        await world.act("N1", task, "divert", receiver="X1", reason="other", note="途中加重，就近送院") == "redirected"
    )

    assert "联盟外" in redirected
    assert await grants_outside(world, request, elder) == 0


async def test_a_letter_from_outside_is_entered_by_who_got_it_and_goes_the_same_way(world: World) -> None:
    outside(world)
    elder = await world.elder("M1", "I10")
    made = await sent_in(world, elder, "M1", by="M1")
    task = await task_of(world, "M1", made["id"])
    bed = await world.bed("M1")
    await world.act("M1", task, "accept")
    unsaid = await world.act("M1", task, "select", bed=bed, expected=422)
    await world.act("M1", task, "select", bed=bed, said_by="X2 陈某，电话确认 3 月 2 日转来")
    await world.act("M1", task, "depart", said_by="X2 护士站，电话：已上车")
    await world.act("M1", task, "arrive")
    await world.act("M1", task, "admit")
    home = await world.act("M1", task, "return-home", expected=422)
    await world.act("M1", task, "feedback", note="已入住，继续康复")

    closed = await world.act("M1", task, "acknowledge", said_by="X2 陈某，电话告知结果")

    stored = (await world.get("M1", f"/ServiceRequest/{made['id']}")).json()
    assert "said-by" in unsaid
    assert home != ""
    assert (closed, stored["status"], stored["requester"]) == ("closed", "completed", {"reference": "Organization/M1"})
    assert [one["url"] for one in stored["extension"]].count(OUTSIDE_SOURCE) == 1


async def test_the_desk_of_the_lead_enters_a_letter_for_a_member_that_then_sees_the_elder(world: World) -> None:
    outside(world)
    elder = await world.elder("H1", "I10")
    made = await sent_in(world, elder, "M1", by="H1")
    task = await task_of(world, "H1", made["id"])

    await world.act("M1", task, "accept")

    assert (await world.get("M1", f"/Patient/{elder}")).status_code == 200
    assert (await world.get("N1", f"/Patient/{elder}")).status_code == 404
    assert await grants_outside(world, made["id"], elder) == 0


SAYS_TOO_LITTLE = pytest.mark.parametrize(
    "more", [{"organization": "N1"}, {"organization": "X9"}, {"said_by": None}, {"way": "rumour"}, {"when": None}],
    ids=["a-member", "unknown", "nobody", "no-way", "no-time"],
)  # fmt: skip


@SAYS_TOO_LITTLE
async def test_a_stat_call_goes_on_whatever_its_letter_leaves_out(world: World, more: dict[str, Any]) -> None:
    outside(world)
    elder = await world.elder("M1", "I10")

    made = await sent_in(world, elder, "H1", by="M1", stat=True, **more)

    [task] = (await world.get("H1", f"/Task?focus=ServiceRequest/{made['id']}")).json()["entry"]
    assert task["resource"]["businessStatus"]["coding"][0]["code"] == "submitted"


@SAYS_TOO_LITTLE
async def test_a_source_that_says_not_enough_is_refused(world: World, more: dict[str, Any]) -> None:
    outside(world)
    elder = await world.elder("H1", "I10")

    found = await sent_in(world, elder, "M1", expected=422, **more)

    assert "letter" in found["issue"][0]["diagnostics"] or "outside" in found["issue"][0]["diagnostics"]


async def test_the_source_of_a_referral_does_not_change_and_no_own_referral_goes_to_oneself(world: World) -> None:
    outside(world)
    elder = await world.elder("H1", "I10")
    made = await sent_in(world, elder, "M1")
    other = {name: value for name, value in made.items() if name != "extension"}
    headers = {"Content-Type": "application/fhir+json"} | world._token("H1")

    changed = await world.alliance.as_member("H1").put(
        f"/fhir/ServiceRequest/{made['id']}", json=other, headers=headers
    )
    own = {name: value for name, value in other.items() if name not in {"id", "meta", "identifier", "performer"}}
    oneself = await world.alliance.as_member("H1").post(
        "/fhir/ServiceRequest", json=own | {"performer": [{"reference": "Organization/H1"}], "status": "active"},
        headers=headers,
    )  # fmt: skip

    assert (changed.status_code, oneself.status_code) == (422, 422)


async def test_who_refuses_at_the_door_sends_an_elder_back_outside(world: World) -> None:
    outside(world)
    elder = await world.elder("M1", "I10")
    made = await sent_in(world, elder, "M1", by="M1")
    task = await task_of(world, "M1", made["id"])
    bed = await world.bed("M1")
    await world.act("M1", task, "accept")
    await world.act("M1", task, "select", bed=bed, said_by="X2 陈某，电话")
    await world.act("M1", task, "depart", said_by="X2 陈某，电话")
    await world.act("M1", task, "arrive")

    await world.act(
        "M1", task, "refuse-at-door", reason="fever", note="到达时 T 39.5 ℃，SpO2 86%", onward="X2 陈某同意接回"
    )

    found = (await world.get("M1", "/Task?owner=Organization/X2")).json()["entry"]
    assert [one["resource"]["businessStatus"]["coding"][0]["code"] for one in found] == ["accepted"]
    assert await grants_outside(world, found[0]["resource"]["focus"]["reference"][15:], elder) == 0


async def test_nobody_outside_gets_a_client_an_account_an_endpoint_or_a_sender(world: World) -> None:
    outside(world)
    admin, number = world.hub.admin, world.member("X1").number

    for add in (
        lambda: admin.add_client(Client(id="x1", member=number, scopes="system/*.rs", jwks="{}")),
        lambda: admin.add_user(User(name="x1", member=number, password_hash="-")),
        lambda: admin.add_endpoint(Endpoint(member=number, channel="rest-hook", address="http://127.0.0.1:9/x1")),
        lambda: admin.add_sender(Sender(application="HIS", facility="X1", member=number)),
    ):
        with pytest.raises(ConflictError, match="联盟外机构"):
            add()


async def test_an_institution_outside_is_neither_lead_nor_suggested_and_cannot_leave(world: World) -> None:
    outside(world)
    elder = await world.elder("H1", "S72.000", days=20, ability_level=4, wound_dry=True)

    found = await world.evaluate("H1", elder, "down", "N2")
    left = await world.operate("H1", "/Organization/X1/$leave", reason="不再合作")

    assert {"X1", "X2"} & set(found["alternatives"]) == set()
    assert left.status_code == 404
