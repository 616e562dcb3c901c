"""The directory's entries are their institutions' own; record numbers that are joined while an elder is outside."""

from typing import Any

import pytest

from hub.store.port import Put, Ref, WriteUnit, system
from tests.builders import BASE_URL
from tests.e2e.scenario_world import World
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


async def test_an_entry_that_somebody_wrote_first_is_the_institutions_to_correct(world: World) -> None:
    hub = world.alliance.hub
    squatter = hub.admin.member("M1")
    assert squatter is not None
    false = b'{"resourceType":"Organization","id":"N2","name":"\xe5\x81\x87"}'  # from before N2 joined
    early = Put(Ref("Organization", "N2"), false, expected=0, custodian=squatter.number)
    await hub.store.write(WriteUnit(puts=(early,)), visibility=system("test"))

    async def put(by: str, name: str, version: int = 0) -> int:
        headers = world._token(by) | ({"if-match": f'W/"{version}"'} if version else {})
        body = {"resourceType": "Organization", "id": "N2", "name": name}
        return (await world.alliance.as_member(by).put("/fhir/Organization/N2", json=body, headers=headers)).status_code

    codes = [await put("H1", "示范", 1), await put("M1", "假"), await put("N2", "示范护理院"), await put("N2", "旧", 1)]

    assert codes == [200, 403, 200, 412]
    assert (await world.get("N1", "/Organization/N2")).json()["name"] == "示范护理院"


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
