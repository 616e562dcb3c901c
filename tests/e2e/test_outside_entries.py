"""The directory's entries are their institutions' own; record numbers that are joined while an elder is outside."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from hub.store.port import Put, Ref, WriteUnit, system
from tests.builders import BASE_URL
from tests.e2e.scenario_world import DIRECTION, World
from tests.e2e.test_referral_outside import SAID, grants_outside, outside, sent_in, task_of

_ENDPOINT = {
    "resourceType": "Endpoint", "id": "e1", "status": "active", "payloadType": [{"text": "FHIR"}],
    "connectionType": {"code": "hl7-fhir-rest"}, "address": "http://127.0.0.1:9/x1",
}  # fmt: skip


@pytest.mark.parametrize("named", ["X1", "H1"])
@pytest.mark.parametrize("door", ["put", "transaction"])
async def test_no_member_speaks_in_the_directory_for_another_institution(world: World, named: str, door: str) -> None:
    outside(world)
    organization = {"resourceType": "Organization", "id": named, "name": "假"}
    endpoint = _ENDPOINT | {"managingOrganization": {"reference": f"Organization/{named}"}}
    sender, headers = world.alliance.as_member("M1"), world._token("M1")

    for body in (organization, endpoint):
        path = f"{body['resourceType']}/{body['id']}"
        if door == "put":
            sent = await sender.put(f"/fhir/{path}", json=body, headers=headers)
        else:
            entry = [{"resource": body, "request": {"method": "PUT", "url": path}}]
            bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
            sent = await sender.post("/fhir", json=bundle, headers=headers)

        assert (sent.status_code, "由该机构或牵头医院维护" in sent.text) == (403, True), sent.text
        assert (await world.get("N1", f"/{path}")).status_code == 404


@pytest.mark.parametrize("form", [f"{BASE_URL}/fhir/Organization/H1", "Organization/H1/_history/1"])
async def test_no_form_of_a_reference_speaks_for_another_institution(world: World, form: str) -> None:
    body = _ENDPOINT | {"managingOrganization": {"reference": form}}

    sent = await world.alliance.as_member("M1").put("/fhir/Endpoint/e1", json=body, headers=world._token("M1"))

    assert (sent.status_code, "由该机构或牵头医院维护" in sent.text) == (403, True), sent.text


_ROLE: dict[str, Any] = {"resourceType": "PractitionerRole", "id": "r1"}
_SERVICE: dict[str, Any] = {"resourceType": "HealthcareService", "id": "s1"}
_OWN: dict[str, Any] = {"reference": "Organization/M1"}


@pytest.mark.parametrize(
    ("body", "element"),
    [(_ENDPOINT, "managingOrganization"), (_ROLE, "organization"), (_SERVICE, "providedBy")],
    ids=["endpoint", "role", "service"],
)
@pytest.mark.parametrize("form", ["reference", "credit-code", "licence", "own-and-credit-code"])
async def test_nobody_is_spoken_for_by_its_number_either(
    world: World, body: dict[str, Any], element: str, form: str
) -> None:
    admin = world.alliance.hub.admin
    home, clinic = admin.member("N2"), admin.member("M1")
    assert home is not None
    assert clinic is not None
    admin.change_member(replace(home, uscc="91310000MA1FL0N201", institution_code="310N2"))
    credit_code: dict[str, Any] = {
        "identifier": {"system": "https://alliance-hub.example/sid/uscc", "value": "91310000MA1FL0N201"}
    }
    named: dict[str, Any] = {
        "reference": {"reference": "Organization/N2"},
        "credit-code": credit_code,
        "licence": {"identifier": {"system": "urn:oid:2.16.156.10011.1.5", "value": "310N2"}},
        "own-and-credit-code": _OWN | credit_code,
    }[form]
    path = f"{body['resourceType']}/{body['id']}"

    async def put(by: str, said: dict[str, Any]) -> tuple[int, bool]:
        sent = await world.alliance.as_member(by).put(
            f"/fhir/{path}", json=body | {element: said}, headers=world._token(by)
        )
        return sent.status_code, "由该机构或牵头医院维护" in sent.text

    assert await put("M1", named) == (403, True)
    assert (await world.get("N1", f"/{path}")).status_code == 404
    admin.change_member(replace(clinic, uscc="91310000MA1FL0N201"))  # now both have it, as a home and its clinic may
    assert await put("M1", credit_code) == (201, False)
    assert await put("M1", _OWN) == (200, False)
    unknown = {"identifier": {"system": "urn:oid:2.16.156.10011.1.5", "value": "nobody's"}}
    assert await put("M1", unknown) == (200, False)


async def test_the_lead_keeps_the_entries_of_all_and_a_member_its_own(world: World) -> None:
    outside(world)

    kept = [
        (await world.alliance.as_member(by).put(f"/fhir/{body['resourceType']}/{body['id']}", json=body,
                                                headers=world._token(by))).status_code
        for by, body in (
            ("H1", {"resourceType": "Organization", "id": "X1", "name": "示范省级医院"}),
            ("M1", {"resourceType": "Organization", "id": "M1", "name": "示范中心"}),
            ("M1", {"resourceType": "Organization", "id": "lab-7", "name": "检验中心"}),
            ("M1", _ENDPOINT | {"managingOrganization": {"reference": "Organization/M1"}}),
            ("M1", _ENDPOINT | {"id": "e2"}),
        )
    ]  # fmt: skip
    gone = await world.alliance.as_member("M1").delete("/fhir/Endpoint/e1", headers=world._token("M1"))

    assert (kept, gone.status_code) == ([201] * 5, 204)


_OF_M1 = {"reference": "Organization/M1"}
_ENTRIES = [
    _ENDPOINT | {"managingOrganization": _OF_M1}, _ROLE | {"organization": _OF_M1}, _SERVICE | {"providedBy": _OF_M1},
]  # fmt: skip


@pytest.mark.parametrize("body", _ENTRIES, ids=["endpoint", "role", "service"])
async def test_the_lead_corrects_what_a_member_stored_about_itself_and_it_stays_the_members(
    world: World, body: dict[str, Any]
) -> None:
    path = f"/fhir/{body['resourceType']}/{body['id']}"

    async def put(by: str, **changed: Any) -> int:
        sender = world.alliance.as_member(by)
        return (await sender.put(path, json=body | changed, headers=world._token(by))).status_code

    found = [await put("M1"), await put("H1", language="zh-CN"), await put("N1"), await put("M1", language="zh")]
    gone = await world.alliance.as_member("H1").delete(path, headers=world._token("H1"))

    assert (found, gone.status_code) == ([201, 200, 403, 200], 204)
    rows = await world.hub.store.audit_page(visibility=system("test"), count=200)
    wrote = [(row.member, row.action) for row in rows if path.endswith(row.target) and row.outcome == 0]
    lead, clinic = (one.number for code in ("H1", "M1") if (one := world.hub.admin.member(code)) is not None)
    assert wrote == [(lead, "D"), (clinic, "U"), (lead, "U"), (clinic, "U")]


@pytest.mark.parametrize("body", [_ENDPOINT, _ENTRIES[0]], ids=["of-nobody", "of-another"])
async def test_an_entry_of_nobody_is_its_writers_and_one_of_an_institution_that_institutions(
    world: World, body: dict[str, Any]
) -> None:
    """An Endpoint that names nobody stays with M1; one that the lead stored for M1 is M1's to correct, not N1's."""
    first = "M1" if body is _ENDPOINT else "H1"

    async def put(by: str, sent: dict[str, Any]) -> int:
        answer = await world.alliance.as_member(by).put("/fhir/Endpoint/e1", json=sent, headers=world._token(by))
        return answer.status_code

    found = [await put(by, body | {"name": by}) for by in (first, "N1", "H1" if first == "M1" else "M1", first)]

    assert found == ([201, 403, 403, 200] if first == "M1" else [201, 403, 200, 200])


async def written_early(world: World) -> None:
    """N2's entry as M1 wrote it before N2 joined."""
    squatter = world.hub.admin.member("M1")
    assert squatter is not None
    false = '{"resourceType":"Organization","id":"N2","name":"假"}'.encode()
    early = Put(Ref("Organization", "N2"), false, expected=0, custodian=squatter.number)
    await world.hub.store.write(WriteUnit(puts=(early,)), visibility=system("test"))


async def put_entry(world: World, by: str, name: str, version: int = 0) -> tuple[int, str]:
    """Status and version of a member's PUT of N2's entry."""
    headers = world._token(by) | ({"if-match": f'W/"{version}"'} if version else {})
    body = {"resourceType": "Organization", "id": "N2", "name": name}
    sent = await world.alliance.as_member(by).put("/fhir/Organization/N2", json=body, headers=headers)
    return sent.status_code, sent.headers.get("etag", "")


async def test_an_entry_that_somebody_wrote_first_is_the_institutions_to_correct(world: World) -> None:
    await written_early(world)

    found = [
        await put_entry(world, "H1", "示范", 1), await put_entry(world, "M1", "假"),
        await put_entry(world, "N2", "示范护理院"), await put_entry(world, "N2", "旧", 1),
    ]  # fmt: skip

    assert found == [(200, 'W/"2"'), (403, ""), (200, 'W/"3"'), (412, "")]  # one version for each that was stored
    assert (await world.get("N1", "/Organization/N2")).json()["name"] == "示范护理院"


async def test_an_entry_that_somebody_wrote_first_goes_and_comes_back_by_its_institution(world: World) -> None:
    await written_early(world)
    sender, headers = world.alliance.as_member("N2"), world._token("N2")

    gone = (await sender.delete("/fhir/Organization/N2", headers=headers)).status_code
    again = (await sender.delete("/fhir/Organization/N2", headers=headers)).status_code
    after = (await world.get("N1", "/Organization/N2")).status_code
    refused = await put_entry(world, "M1", "假")
    back = await put_entry(world, "N2", "示范护理院")

    assert (gone, again, after, refused, back) == (204, 204, 410, (403, ""), (201, 'W/"3"'))
    assert (await world.get("N1", "/Organization/N2")).json()["name"] == "示范护理院"


async def test_an_entry_that_somebody_else_deleted_is_its_institutions_to_write_anew(world: World) -> None:
    await written_early(world)
    ref = Ref("Organization", "N2")
    await world.hub.store.write(WriteUnit(puts=(Put(ref, b"", delete=True),)), visibility=system("test"))

    assert await put_entry(world, "N2", "示范护理院") == (201, 'W/"3"')


_ENTRY = {"resourceType": "Organization", "id": "N2", "name": "示范护理院"}


def transaction(*more: dict[str, Any]) -> dict[str, Any]:
    """N2's entry, and what else the unit carries."""
    entry = {"resource": _ENTRY, "request": {"method": "PUT", "url": "Organization/N2"}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": [entry, *more]}


async def test_a_unit_that_is_refused_leaves_the_entry_where_it_was(world: World) -> None:
    await written_early(world)
    patient = await world.elder("H1")
    other = {
        "resource": {"resourceType": "Patient", "id": patient, "active": True},
        "request": {"method": "PUT", "url": f"Patient/{patient}", "ifMatch": 'W/"9"'},
    }

    sent = await world.alliance.as_member("H1").post("/fhir", json=transaction(other), headers=world._token("H1"))

    stored = await world.hub.store.read(Ref("Organization", "N2"), visibility=system("test"))
    squatter = world.hub.admin.member("M1")
    assert stored is not None
    assert squatter is not None
    assert (sent.status_code, stored.version, stored.custodian) == (412, 1, squatter.number)


async def test_both_who_keep_an_entry_write_it_at_once_and_neither_is_refused(world: World) -> None:
    await written_early(world)

    found = await asyncio.gather(*(put_entry(world, by, f"{by} 写的名称") for by in ("N2", "H1") * 3))

    assert [status for status, _ in found] == [200] * 6
    assert len(await trail_of_entry(world)) == 6


async def trail_of_entry(world: World) -> list[str]:
    """Which members' writes of N2's entry stand in the audit trail."""
    rows = await world.hub.store.audit_page(visibility=system("test"), count=200)
    return [row.agent for row in rows if row.target.startswith("Organization/N2") and row.action in {"C", "U", "D"}]


def referral_entries(of: str, patient: str) -> list[dict[str, Any]]:
    """A draft of a referral."""
    service = "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-000000000001"
    request = {
        "resourceType": "ServiceRequest", "status": "draft", "intent": "order", "priority": "routine",
        "category": [{"coding": [{"system": DIRECTION, "code": "from-home"}]}],
        "subject": {"reference": f"Patient/{patient}"}, "performer": [{"reference": f"Organization/{of}"}],
    }  # fmt: skip
    task = {"resourceType": "Task", "status": "draft", "intent": "order", "focus": {"reference": service},
            "owner": {"reference": f"Organization/{of}"}}  # fmt: skip
    return [
        {"fullUrl": service, "request": {"method": "POST", "url": "ServiceRequest"}, "resource": request},
        {"request": {"method": "POST", "url": "Task"}, "resource": task},
    ]


@pytest.mark.parametrize(("by", "expected"), [("N2", (200, "示范护理院")), ("N1", (403, "假"))])
async def test_an_entry_beside_a_referral_is_its_institutions_own_too(
    world: World, by: str, expected: tuple[int, str]
) -> None:
    await written_early(world)
    more = referral_entries("H1", await world.elder(by))

    sent = await world.alliance.as_member(by).post("/fhir", json=transaction(*more), headers=world._token(by))

    assert (sent.status_code, (await world.get("H1", "/Organization/N2")).json()["name"]) == expected, sent.text


async def test_nobody_puts_up_anothers_entry_beside_a_referral(world: World) -> None:
    more = referral_entries("H1", await world.elder("N1"))

    sent = await world.alliance.as_member("N1").post("/fhir", json=transaction(*more), headers=world._token("N1"))

    assert (sent.status_code, "由该机构或牵头医院维护" in sent.text) == (403, True), sent.text
    assert (await world.get("H1", "/Organization/N2")).status_code == 404


async def test_an_entry_beside_a_booking_changes_hands_with_it(world: World) -> None:
    await written_early(world)
    schedule = {"resourceType": "Schedule", "id": "sc1", "actor": [{"display": "康复门诊"}]}
    slot = {
        "resourceType": "Slot", "id": "sl1", "schedule": {"reference": "Schedule/sc1"}, "status": "free",
        "start": "2030-01-01T08:00:00+08:00", "end": "2030-01-01T09:00:00+08:00",
    }  # fmt: skip
    sender, headers = world.alliance.as_member("N2"), world._token("N2")
    for body in (schedule, slot):
        made = await sender.put(f"/fhir/{body['resourceType']}/{body['id']}", json=body, headers=headers)
        assert made.status_code == 201, made.text
    patient = await world.elder("N2")
    booking = {
        "resourceType": "Appointment", "status": "booked", "slot": [{"reference": "Slot/sl1"}],
        "start": "2030-01-01T08:00:00+08:00", "end": "2030-01-01T09:00:00+08:00",
        "participant": [{"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"}],
    }  # fmt: skip
    more = {"resource": booking, "request": {"method": "POST", "url": "Appointment"}}

    sent = await sender.post("/fhir", json=transaction(more), headers=headers)

    assert sent.status_code == 200, sent.text
    assert (await world.get("H1", "/Slot/sl1")).json()["status"] == "busy"
    assert (await world.get("H1", "/Organization/N2")).json()["name"] == "示范护理院"


def admitted(control: int, number: str) -> str:
    """ADT^A01 of the lead hospital about an elder under one number."""
    return (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20260302090000||ADT^A01|{control}|P|2.5.1||||||UNICODE UTF-8\r"
        f"EVN|A01|20260302090000\rPID|1||{number}^^^^MR||钱阿婆||19411103|F\r"
        f"PV1|1|I|W3^301^2||||||||||||||||V{control}|||||||||||||||||||||||||20260302090000\r"
    )


def joined(control: int, old: str, survivor: str) -> str:
    """ADT^A40: the old number is the survivor's."""
    return (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20260302091500||ADT^A40|{control}|P|2.5.1||||||UNICODE UTF-8\r"
        f"EVN|A40|20260302091500\rPID|1||{survivor}^^^^MR||钱阿婆||19411103|F\rMRG|{old}^^^^MR\r"
    )


async def message(world: World, text: str) -> None:
    """The lead hospital's system says something by HL7 v2."""
    sent = await world.alliance.as_member("H1").post(
        "/ingest/hl7v2", content=text.encode(), headers=world._token("H1") | {"Content-Type": "application/hl7-v2"}
    )
    assert "MSA|AA" in sent.text, sent.text


async def numbered(world: World, number: str) -> str:
    """The id of the Patient with this record number as its current one."""
    found = (await world.get("H1", f"/Patient?identifier=https://alliance-hub.example/sid/H1/mrn|{number}")).json()
    return str(next(
        one["resource"]["id"] for one in found["entry"]
        if any(each["value"] == number and each.get("use") != "old" for each in one["resource"]["identifier"])
    ))  # fmt: skip


@pytest.mark.parametrize("way", ["out", "in"])
async def test_an_elder_whose_numbers_are_joined_while_outside_is_written_to_the_end(world: World, way: str) -> None:
    """A40 in the middle of a referral: to a hospital outside, and from a letter of one outside to M1."""
    outside(world)
    for control, number in ((1, "A"), (2, "B")):
        await message(world, admitted(control, number))
    elder, survivor = await numbered(world, "A"), await numbered(world, "B")
    await world.diagnose("H1", elder, "I20.0")
    if way == "out":
        request, [task] = await world.refer("H1", elder, "up", "X1", priority="urgent")
        await world.act("H1", task, "submit", basis="treatment")
    else:
        request = (await sent_in(world, elder, "M1", stat=True))["id"]
        task = await task_of(world, "H1", request)
    before = await world.state("H1", task)

    await message(world, joined(3, "A", "B"))

    hand = "H1" if way == "out" else "M1"
    receiver: dict[str, Any] = {"said_by": SAID} if way == "out" else {}
    sender: dict[str, Any] = {} if way == "out" else {"said_by": SAID}
    assert await world.state("H1", task) == before
    assert await world.act(hand, task, "accept", **receiver) == "accepted"
    await world.act("H1", task, "depart", **sender)
    paper = (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).json()
    about = [str(one["resource"]["id"]) for one in paper["entry"] if one["resource"]["resourceType"] == "Patient"]
    assert about == [elder]
    for event in ("arrive", "admit"):
        await world.act(hand, task, event, **receiver)
    await world.act(hand, task, "feedback", note="病情稳定", **receiver)
    if way == "out":  # a stat call from outside is closed once it is caught up
        assert await world.act("H1", task, "acknowledge") == "closed"
    for patient in (elder, survivor):
        assert await grants_outside(world, request, patient) == 0
