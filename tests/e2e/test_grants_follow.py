"""What a referral shows follows the person: linked records at the grant, later merges, and the way back."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.referral.following import GrantsFollow
from hub.referral.gather import GUARD
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Put, Ref, UnitConflictError, Visibility, WriteResult, WriteUnit
from tests.e2e.scenario_world import World

RESIDENT = {"system": "urn:oid:2.16.156.10011.1.3", "value": "330105194111030029"}


async def record(world: World, code: str, *identifiers: dict[str, str]) -> tuple[str, str]:
    """A Patient with one allergy; both ids."""
    body: dict[str, Any] = {"resourceType": "Patient", "name": [{"text": "钱阿婆"}], "gender": "female",
                            "birthDate": "1941-11-03"}  # fmt: skip
    if identifiers:
        body["identifier"] = list(identifiers)
    patient = await world.send(code, "/Patient", body)
    return str(patient["id"]), await allergy(world, code, patient["id"])


async def allergy(world: World, code: str, patient: str) -> str:
    body = {
        "resourceType": "AllergyIntolerance", "patient": {"reference": f"Patient/{patient}"},
        "code": {"text": "青霉素"}, "clinicalStatus": {"coding": [{"code": "active", "system":
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"}]},
    }  # fmt: skip
    return str((await world.send(code, "/AllergyIntolerance", body))["id"])


async def steady(world: World, code: str, *identifiers: dict[str, str]) -> tuple[str, str]:
    """An elder who may travel, with an allergy."""
    patient = await world.elder(code, "I10")
    if identifiers:
        body = (await world.get(code, f"/Patient/{patient}")).json()
        answer = await world.alliance.as_member(code).put(
            f"/fhir/Patient/{patient}",
            json=body | {"identifier": list(identifiers), "birthDate": "1941-11-03", "gender": "female"},
        )
        assert answer.is_success, answer.text
    return patient, await allergy(world, code, patient)


async def sees(world: World, code: str, allergy_id: str) -> bool:
    return (await world.get(code, f"/AllergyIntolerance/{allergy_id}")).status_code == 200


async def merge(world: World, source: str, target: str, *, undo: bool = False) -> None:
    names = {"source-patient": source} if undo else {"source-patient": source, "target-patient": target}
    parameter = [{"name": name, "valueReference": {"reference": f"Patient/{one}"}} for name, one in names.items()]
    body = {"resourceType": "Parameters", "parameter": parameter}
    await world.send("H1", f"/Patient/${'undo-merge' if undo else 'merge'}", body, expected=200)


async def referred(world: World, patient: str, receiver: str) -> str:
    """Submitted, accepted and selected: the receiver sees the record. The Task."""
    _, [task] = await world.refer("H1", patient, "into-home" if receiver.startswith("N") else "down", receiver)
    await world.act("H1", task, "submit")
    await world.act(receiver, task, "accept")
    await world.act("H1", task, "select")
    return task


async def test_the_link_shows_nothing_of_another_institution_and_nothing_to_another(world: World) -> None:
    patient, mine = await steady(world, "H1", RESIDENT)
    theirs, foreign = await record(world, "N1", RESIDENT)
    second, linked = await record(world, "H1", RESIDENT)
    eyes = world.alliance.principal("H1").visibility
    assert second in await world.hub.engine.linked_patients(patient, visibility=eyes)
    assert patient in await world.hub.engine.linked_patients(theirs, visibility=GUARD)

    await referred(world, patient, "M1")

    assert [await sees(world, "M1", one) for one in (mine, linked, foreign)] == [True, True, False]
    assert [await sees(world, "N2", one) for one in (mine, linked, foreign)] == [False, False, False]
    assert [await sees(world, "P1", one) for one in (mine, linked, foreign)] == [False, False, False]


async def test_a_merge_of_others_gives_nothing(world: World) -> None:
    patient, mine = await steady(world, "H1")
    await referred(world, patient, "M1")
    one, first = await record(world, "H1")
    two, second = await record(world, "H1")

    await merge(world, one, two)

    assert [await sees(world, "M1", each) for each in (mine, first, second)] == [True, False, False]


@pytest.mark.parametrize("receiver", ["M1", "N1"])
@pytest.mark.parametrize("old_is_shown", [True, False], ids=["the-old-record-is-shown", "the-survivor-is-shown"])
async def test_a_later_merge_is_followed_and_undone(world: World, receiver: str, old_is_shown: bool) -> None:
    patient, mine = await steady(world, "H1")
    other, hidden = await record(world, "H1")
    source, target = (patient, other) if old_is_shown else (other, patient)
    await referred(world, patient, receiver)
    assert [await sees(world, receiver, one) for one in (mine, hidden)] == [True, False]

    await merge(world, source, target)
    merged = [await sees(world, code, one) for code in (receiver, "N2") for one in (mine, hidden)]
    await merge(world, source, target, undo=True)

    assert merged == [True, True, False, False]
    assert [await sees(world, receiver, one) for one in (mine, hidden)] == [True, False]
    await merge(world, source, target)
    assert await sees(world, receiver, hidden)


async def test_a_merge_takes_a_third_record_along_and_each_referral_keeps_its_own(world: World) -> None:
    patient, mine = await steady(world, "H1")
    other, theirs = await steady(world, "H1")
    third, far = await record(world, "H1")
    await referred(world, patient, "M1")
    await referred(world, other, "N1")
    await merge(world, third, other)

    await merge(world, other, patient)
    both = [await sees(world, code, one) for code in ("M1", "N1") for one in (mine, theirs, far)]
    await merge(world, other, patient, undo=True)

    assert both == [True] * 6
    assert [await sees(world, "M1", one) for one in (mine, theirs, far)] == [True, False, False]
    assert [await sees(world, "N1", one) for one in (mine, theirs, far)] == [False, True, True]


async def test_a_withdrawn_consent_ends_what_the_link_gave_too(world: World) -> None:
    patient, mine = await steady(world, "H1")
    other, hidden = await record(world, "H1")
    task = await referred(world, patient, "M1")
    await merge(world, other, patient)
    assert await sees(world, "M1", hidden)

    await world.act("H1", task, "withdraw-consent")
    merged_again = await record(world, "H1")
    await merge(world, merged_again[0], patient)

    assert [await sees(world, "M1", one) for one in (mine, hidden, merged_again[1])] == [False, False, False]


async def test_a_record_whose_consent_was_withdrawn_is_not_shown_by_a_later_link(world: World) -> None:
    withdrawn, hidden = await steady(world, "H1")
    other, mine = await steady(world, "H1")
    first = await referred(world, withdrawn, "M1")
    await world.act("H1", first, "withdraw-consent")
    await referred(world, other, "M1")
    third, open_record = await record(world, "H1")

    await merge(world, withdrawn, other)
    await merge(world, third, other)

    assert [await sees(world, "M1", one) for one in (mine, hidden, open_record)] == [True, False, True]


async def test_another_receiver_is_shown_by_the_link_what_was_withdrawn_from_one(world: World) -> None:
    withdrawn, shown = await steady(world, "H1")
    other, mine = await steady(world, "H1")
    first = await referred(world, withdrawn, "P1")
    await world.act("H1", first, "withdraw-consent")
    await referred(world, other, "M1")

    await merge(world, withdrawn, other)

    assert [await sees(world, "M1", one) for one in (mine, shown)] == [True, True]


async def test_a_merge_that_a_message_brings_is_followed(world: World) -> None:
    from tests.e2e.test_merge_operation import MRN, admission

    headers = {"Content-Type": "application/hl7-v2"}
    client = world.alliance.as_member("H1")
    for message in (admission(1, "A", "V1"), admission(2, "B", "V2")):
        assert "MSA|AA" in (await client.post("/ingest/hl7v2", content=message, headers=headers)).text
    ids = []
    for number in ("A", "B"):
        found = (await world.get("H1", f"/Patient?identifier={MRN}|{number}")).json()["entry"]
        ids.append(str(found[0]["resource"]["id"]))
    hidden = await allergy(world, "H1", ids[0])
    await world.diagnose("H1", ids[1], "I10")
    for name, value in (("temperature", 36.6), ("heart_rate", 78), ("respiratory_rate", 17), ("systolic", 128),
                        ("spo2", 96), ("oxygen_flow", 0), ("consciousness", "A"), ("news2", 0), ("news2_single", 0),
                        ("potassium", 4.2), ("ability_level", 2)):  # fmt: skip
        await world.measure("H1", ids[1], **{name: value})
    await referred(world, ids[1], "M1")
    assert not await sees(world, "M1", hidden)

    time = "20260302090003"
    a40 = (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|{time}||ADT^A40|3|P|2.5.1||||||UNICODE UTF-8\rEVN|A40|{time}\r"
        "PID|1||B^^^^MR||钱阿婆||19411103|F\rMRG|A^^^^MR\r"
    ).encode()
    assert "MSA|AA" in (await client.post("/ingest/hl7v2", content=a40, headers=headers)).text

    assert await sees(world, "M1", hidden)
    assert not await sees(world, "N1", hidden)


async def link(world: World, one: str, other: str) -> None:
    """Both records say by hand that they are one person."""
    for here, there in ((one, other), (other, one)):
        body = (await world.get("H1", f"/Patient/{here}")).json()
        body["link"] = [*body.get("link", ()), {"other": {"reference": f"Patient/{there}"}, "type": "seealso"}]
        assert (await world.alliance.as_member("H1").put(f"/fhir/Patient/{here}", json=body)).is_success


async def unlink(world: World, one: str) -> None:
    body = (await world.get("H1", f"/Patient/{one}")).json()
    del body["link"]
    assert (await world.alliance.as_member("H1").put(f"/fhir/Patient/{one}", json=body)).is_success


@pytest.mark.parametrize("is_deleted", [True, False], ids=["deleted", "unlinked"])
async def test_who_stood_between_two_records_parts_them(world: World, is_deleted: bool) -> None:
    patient, mine = await steady(world, "H1")
    middle, between = await record(world, "H1")
    far, hidden = await record(world, "H1")
    await referred(world, patient, "M1")
    await link(world, patient, middle)
    await link(world, middle, far)
    assert [await sees(world, "M1", one) for one in (mine, between, hidden)] == [True, True, True]

    if is_deleted:
        assert (await world.alliance.as_member("H1").delete(f"/fhir/Patient/{middle}")).is_success
    else:
        await unlink(world, middle)

    assert [await sees(world, "M1", one) for one in (mine, between, hidden)] == [True, False, False]


async def test_nothing_of_a_long_record_stays_shown_to_a_home_when_the_link_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.referral.following._PAGE", 3)
    patient, mine = await steady(world, "H1")
    other, first = await record(world, "H1")
    shown = [first, *[await allergy(world, "H1", other) for _ in range(6)]]
    await referred(world, patient, "N1")
    await link(world, patient, other)
    assert [await sees(world, "N1", one) for one in shown] == [True] * 7

    await unlink(world, patient)

    assert [await sees(world, "N1", one) for one in shown] == [False] * 7
    assert await sees(world, "N1", mine)


@pytest.mark.parametrize("receiver", ["M1", "N1"])
async def test_a_refusal_in_one_record_is_heard_when_another_of_the_person_is_shown(
    world: World, receiver: str
) -> None:
    patient, mine = await steady(world, "H1")
    other, hidden = await record(world, "H1")
    await referred(world, patient, receiver)
    await refuse(world, other, receiver)

    await link(world, patient, other)

    assert [await sees(world, receiver, one) for one in (mine, hidden)] == [True, False]


async def test_a_refusal_in_a_linked_record_holds_up_the_referral(world: World) -> None:
    patient, mine = await steady(world, "H1")
    other, hidden = await record(world, "H1")
    await link(world, patient, other)
    await refuse(world, other, "M1")
    _, [task] = await world.refer("H1", patient, "down", "M1")

    words = await world.act("H1", task, "submit", expected=422)

    assert "撤回或拒绝" in words
    assert [await sees(world, "M1", one) for one in (mine, hidden)] == [False, False]


class Meanwhile(EngineLayer):
    """An engine beneath which something else happens just before it writes."""

    def __init__(self, inner: Engine, happens: Callable[[], Awaitable[object]], *, times: int) -> None:
        super().__init__(inner)
        self._happens = happens
        self.times = times

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        if self.times:
            self.times -= 1
            await self._happens()
        return await self.inner.write(unit, visibility=visibility)


async def linked_meanwhile(world: World, one: str, other: str, layer: Meanwhile) -> None:
    """Both records are linked in one unit, by an engine of its own."""
    puts = []
    for here, there in ((one, other), (other, one)):
        stored = await world.hub.engine.read(Ref("Patient", here), visibility=GUARD)
        assert stored is not None
        link = {"other": {"reference": f"Patient/{there}"}, "type": "seealso"}
        puts.append(Put(stored.ref, dump(stored.json() | {"link": [link]}), expected=stored.version))
    eyes = Visibility(member=world.alliance.number("H1"))
    await GrantsFollow(layer, admin=world.hub.admin).write(WriteUnit(puts=tuple(puts)), visibility=eyes)


async def test_a_consent_that_is_withdrawn_while_a_link_is_made_ends_the_link_too(world: World) -> None:
    patient, mine = await steady(world, "H1")
    other, hidden = await record(world, "H1")
    task = await referred(world, patient, "M1")
    layer = Meanwhile(world.hub.engine, lambda: world.act("H1", task, "withdraw-consent"), times=1)

    await linked_meanwhile(world, patient, other, layer)

    assert layer.times == 0
    assert [await sees(world, "M1", one) for one in (mine, hidden)] == [False, False]


async def test_a_link_gives_up_when_its_referral_changes_again_and_again(world: World) -> None:
    patient, mine = await steady(world, "H1")
    other, hidden = await record(world, "H1")
    task = await referred(world, patient, "M1")
    path, sender = f"/fhir/Task/{task}", world.alliance.as_member("H1")

    async def changed() -> None:
        body = (await sender.get(path)).json()
        note = {"text": f"第{layer.times}次"}
        assert (await sender.put(path, json=body | {"note": [*body.get("note", ()), note]})).is_success

    layer = Meanwhile(world.hub.engine, changed, times=3)
    with pytest.raises(UnitConflictError):
        await linked_meanwhile(world, patient, other, layer)

    assert [await sees(world, "M1", one) for one in (mine, hidden)] == [True, False]


async def refuse(world: World, patient: str, receiver: str) -> None:
    """The elder refuses that this record is shared with the receiver."""
    scope = {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
    consent = {
        "resourceType": "Consent", "status": "active", "scope": {"coding": [scope]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": f"Patient/{patient}"}, "policyRule": {"text": "转诊共享"},
        "provision": {"type": "deny", "actor": [{
            "role": {"coding": [{"code": "IRCP"}]}, "reference": {"reference": f"Organization/{receiver}"},
        }]},
    }  # fmt: skip
    await world.send("H1", "/Consent", consent)
