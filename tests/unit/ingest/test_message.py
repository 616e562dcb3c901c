"""HL7 v2 messages through the pipeline into a real store."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from hub.bootstrap import Hub
from hub.errors import OverloadError
from hub.ingest.pipeline import Pipeline
from hub.store.admin import Sender
from hub.store.layer import EngineLayer
from hub.store.port import Put, UnitConflictError, Visibility, WriteResult, WriteUnit
from tests.unit.ingest.reading import encounter_of, eyes, found, log_of, one, receive, refs
from tests.unit.ingest.samples import adt, code_of, echoed


async def test_an_admission_is_stored_and_then_accepted(hub: Hub) -> None:
    receipt = await receive(hub, adt())

    patient = await one(hub, "Patient", "H1-0001")
    row = await hub.store.inbound(receipt.key, visibility=eyes(hub))
    assert (receipt.state, code_of(receipt.ack), echoed(receipt.ack)) == ("stored", "AA", "MSG00001")
    assert (patient["gender"], patient["birthDate"]) == ("female", "1941-05-03")
    assert (await encounter_of(hub, receipt))["status"] == "in-progress"
    assert row is not None
    assert (row.raw, row.ack, row.state, row.label) == (adt(), receipt.ack, "stored", "ADT^A01 MSG00001")


async def test_a_message_leaves_provenance_and_an_audit_entry(hub: Hub) -> None:
    receipt = await receive(hub, adt())

    (ref,) = refs(receipt, "Provenance")
    provenance = await hub.store.read(ref, visibility=eyes(hub))
    (patient,) = refs(receipt, "Patient")
    entries = await hub.store.audit_page(visibility=eyes(hub), patient=patient.id)
    assert provenance is not None
    assert str(patient) in [target["reference"] for target in provenance.json()["target"]]
    assert [(entry.agent, entry.action, entry.interaction, entry.target) for entry in entries] == [
        ("sender:HIS|H1", "C", "ingest", str(patient))
    ]


async def test_a_duplicate_is_answered_with_the_stored_bytes_and_writes_nothing(hub: Hub) -> None:
    first = await receive(hub, adt())

    second = await receive(hub, adt())

    (patient,) = await found(hub, "Patient", "H1-0001")
    assert (second.state, second.ack, second.key) == ("duplicate", first.ack, first.key)
    assert patient.version == 1
    assert await log_of(hub) == [("stored", "MSG00001")]


async def test_a_last_line_end_more_or_less_is_the_same_message(hub: Hub) -> None:
    first = await receive(hub, adt())

    second = await receive(hub, adt().rstrip() + b"\r\n")

    assert (second.state, second.ack) == ("duplicate", first.ack)


async def test_the_same_control_id_with_other_content_is_rejected_and_quarantined(hub: Hub) -> None:
    await receive(hub, adt())

    second = await receive(hub, adt(name="王^五"))

    patient = await one(hub, "Patient", "H1-0001")
    assert (second.state, code_of(second.ack)) == ("refused", "AR")
    assert b"205^Duplicate key identifier" in second.ack
    assert patient["name"][0]["family"] == "张"
    assert await log_of(hub) == [("stored", "MSG00001"), ("refused", "MSG00001")]


async def test_the_same_control_id_of_another_sender_is_another_message(hub: Hub) -> None:
    await receive(hub, adt())

    second = await receive(hub, adt(sender="LIS"))

    assert second.state == "stored"


async def test_two_copies_in_flight_are_stored_once(hub: Hub) -> None:
    receipts = await asyncio.gather(*(receive(hub, adt()) for _ in range(5)))

    assert [receipt.state for receipt in receipts] == ["stored", *["duplicate"] * 4]
    assert {receipt.ack for receipt in receipts} == {receipts[0].ack}
    assert await log_of(hub) == [("stored", "MSG00001")]


async def test_of_two_contents_in_flight_with_one_control_id_one_is_rejected(hub: Hub) -> None:
    receipts = await asyncio.gather(receive(hub, adt()), receive(hub, adt(name="王^五")))

    assert [code_of(receipt.ack) for receipt in receipts] == ["AA", "AR"]


async def test_many_messages_on_one_patient_are_stored_in_the_order_in_which_they_came(hub: Hub) -> None:
    messages = [adt(event="A08", control_id=f"M{number}", phone=f"1380000{number:04}") for number in range(30)]

    receipts = await asyncio.gather(*(receive(hub, message) for message in messages))

    patient = await one(hub, "Patient", "H1-0001")
    assert [code_of(receipt.ack) for receipt in receipts] == ["AA"] * 30
    assert patient["telecom"][0]["value"] == "13800000029"
    assert patient["meta"]["versionId"] == "30"


async def test_many_patients_at_once_share_their_ward_and_doctor(hub: Hub) -> None:
    messages = [adt(control_id=f"M{number}", number=f"P{number}", visit=f"V{number}") for number in range(40)]

    receipts = await asyncio.gather(*(receive(hub, message) for message in messages))

    assert {code_of(receipt.ack) for receipt in receipts} == {"AA"}
    for kind in ("Practitioner", "Location", "Organization"):
        assert len({ref for receipt in receipts for ref in refs(receipt, kind)}) == len(refs(receipts[0], kind))


async def test_a_doctor_who_was_deleted_meanwhile_is_made_again(hub: Hub) -> None:
    await receive(hub, adt())
    second = await receive(hub, adt(control_id="M2"))
    (doctor,) = refs(second, "Practitioner")
    await hub.store.write(WriteUnit(puts=(Put(doctor, b"", delete=True),)), visibility=eyes(hub))

    third = await receive(hub, adt(control_id="M3", number="H1-0003", visit="V3"))

    (again,) = refs(third, "Practitioner")
    stored = await hub.store.read(again, visibility=eyes(hub))
    assert (third.state, again != doctor) == ("stored", True)
    assert stored is not None
    assert not stored.deleted


async def test_a_message_without_a_control_id_is_rejected_and_quarantined(hub: Hub) -> None:
    receipt = await receive(hub, adt(control_id=""))

    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AR")
    assert await log_of(hub, state="refused") == [("refused", "")]


async def test_several_messages_without_a_control_id_at_once_are_all_quarantined(hub: Hub) -> None:
    receipts = await asyncio.gather(*(receive(hub, adt(control_id="", number=f"P{number}")) for number in range(4)))

    assert [(receipt.state, code_of(receipt.ack)) for receipt in receipts] == [("refused", "AR")] * 4
    assert await log_of(hub) == [("refused", "")] * 4


async def test_bytes_that_are_no_message_are_rejected_and_quarantined(hub: Hub) -> None:
    receipt = await receive(hub, b"hello")

    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AR")
    row = await hub.store.inbound(receipt.key, visibility=eyes(hub))
    assert row is not None
    assert row.raw == b"hello"


@pytest.mark.parametrize(("charset", "named"), [("gb18030", "GB 18030-2000"), ("utf-8", "UNICODE UTF-8")])
async def test_the_charset_of_msh_18_is_obeyed(hub: Hub, charset: str, named: str) -> None:
    receipt = await receive(hub, adt(charset=charset, msh_tail=f"||||||{named}"))

    patient = await one(hub, "Patient", "H1-0001")
    assert (receipt.state, patient["name"][0]["text"]) == ("stored", "张秀英")


async def test_a_wrong_charset_never_stores_broken_text_as_accepted(hub: Hub) -> None:
    receipt = await receive(hub, adt(charset="gb18030", msh_tail="||||||UNICODE UTF-8"))

    patients = await found(hub, "Patient", "H1-0001")
    names = [patient.json()["name"][0]["text"] for patient in patients]
    assert "�" not in "".join(names)
    assert (code_of(receipt.ack) == "AA") == (names == ["张秀英"])


async def test_an_acknowledgement_is_not_acknowledged(hub: Hub) -> None:
    receipt = await receive(hub, b"MSH|^~\\&|X|Y|Z|W|20261122||ACK^A01|1|P|2.5.1\rMSA|AA|MSG00001\r")

    assert (receipt.ack, receipt.state, await log_of(hub)) == (b"", "ignored", [])


@pytest.mark.parametrize(("tail", "code"), [("||||AL|NE", "CA"), ("||||NE|AL", "AA"), ("||||AL|AL", "CA")])
async def test_enhanced_mode_gets_its_own_codes(hub: Hub, tail: str, code: str) -> None:
    receipt = await receive(hub, adt(msh_tail=tail[1:]))

    assert code_of(receipt.ack) == code


async def test_an_update_never_reopens_a_discharged_visit(hub: Hub) -> None:
    await receive(hub, adt())
    left = await receive(hub, adt(event="A03", control_id="M2"))

    await receive(hub, adt(event="A08", control_id="M3", phone="13800000009"))
    await receive(hub, adt(event="A01", control_id="M4"))

    assert (await encounter_of(hub, left))["status"] == "finished"
    assert (await one(hub, "Patient", "H1-0001"))["telecom"][0]["value"] == "13800000001"


async def test_replaying_the_feed_twice_changes_no_resource(hub: Hub) -> None:
    feed = [adt(event=event, control_id="") for event in ("A01", "A08", "A03")]
    for number, message in enumerate(feed):
        await receive(hub, message.replace(b"||P|", b"|A%d|P|" % number))
    (before,) = await found(hub, "Patient", "H1-0001")

    for number, message in enumerate(feed):
        await receive(hub, message.replace(b"||P|", b"|B%d|P|" % number))

    (after,) = await found(hub, "Patient", "H1-0001")
    assert (after.version, after.body) == (before.version, before.body)


async def test_a_sender_speaks_for_the_member_that_it_is_bound_to(hub: Hub) -> None:
    home = hub.admin.member("N1")
    assert home is not None
    hub.admin.add_sender(Sender(application="CARE", facility="N1", member=home.number, name="N1"))

    await receive(hub, adt(sender="CARE", facility="N1"))

    system = "https://alliance-hub.example/sid/N1/mrn"
    assert [patient.custodian for patient in await found(hub, "Patient", "H1-0001", system=system, code="N1")] == [
        home.number
    ]
    assert await found(hub, "Patient", "H1-0001", system=system, code="H1") == ()
    assert await log_of(hub, code="H1") == []


async def test_a_caller_cannot_send_in_the_name_of_another_members_system(hub: Hub) -> None:
    receipt = await receive(hub, adt(), member=eyes(hub, "N1").member)

    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AR")
    assert await log_of(hub, code="N1") == []


async def test_persons_are_linked_by_resident_id_alone(hub: Hub) -> None:
    home = hub.admin.member("N1")
    assert home is not None
    hub.admin.add_sender(Sender(application="CARE", facility="N1", member=home.number))
    same, homonym = "110101194105030026", "110101194105030042"
    receipts = [
        await receive(hub, adt(resident_id=same)),
        await receive(hub, adt(control_id="M2", sender="CARE", facility="N1", resident_id=same)),
        await receive(hub, adt(control_id="M3", number="H1-0002", visit="V2", resident_id=homonym)),
    ]

    (mine,), (theirs,), (other,) = (refs(receipt, "Patient") for receipt in receipts)
    linked = await hub.store.linked_patients(mine.id, visibility=Visibility(member=0, reason="test"))
    assert sorted(linked) == sorted([mine.id, theirs.id])
    assert other.id not in linked


class _Failing(EngineLayer):
    """A store whose next writes fail; what it stores otherwise is real."""

    def __init__(self, inner: Any, *errors: Exception) -> None:
        super().__init__(inner)
        self.errors = list(errors)

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        if self.errors:
            raise self.errors.pop(0)
        return await self.inner.write(unit, visibility=visibility)


def _with_store(hub: Hub, *errors: Exception) -> Hub:
    store = _Failing(hub.store, *errors)
    return replace(hub, ingest=Pipeline(store, hub.admin, hub.clock, hub.settings, hub.offload))


@pytest.mark.parametrize(("tail", "code"), [("", "AR"), ("|||AL|NE", "CE")])
async def test_a_full_disk_is_never_an_accept_and_the_resend_is_stored(hub: Hub, tail: str, code: str) -> None:
    full = _with_store(hub, OverloadError("The disk is full; nothing was stored. Try again later."))

    first = await receive(full, adt(msh_tail=tail))
    second = await receive(full, adt(msh_tail=tail))

    assert (first.state, code_of(first.ack), first.key) == ("failed", code, 0)
    assert b"disk is full" in first.ack
    assert second.state == "stored"


async def test_an_unknown_fault_is_answered_and_stops_nothing(hub: Hub) -> None:
    faulty = _with_store(hub, RuntimeError("秘密"))

    first = await receive(faulty, adt())
    second = await receive(faulty, adt(control_id="M2"))

    assert (first.state, code_of(first.ack), code_of(second.ack)) == ("failed", "AR", "AA")
    assert "秘密".encode() not in first.ack


async def test_a_write_that_meets_another_is_decided_again(hub: Hub) -> None:
    busy = _with_store(hub, *[UnitConflictError("version", "Patient/1") for _ in range(3)])

    receipt = await receive(busy, adt())

    assert (receipt.state, await log_of(hub)) == ("stored", [("stored", "MSG00001")])


async def test_a_write_that_always_meets_another_is_not_accepted(hub: Hub) -> None:
    busy = _with_store(hub, *[UnitConflictError("version", "Patient/1") for _ in range(4)])

    receipt = await receive(busy, adt())

    assert (receipt.state, code_of(receipt.ack), await log_of(hub)) == ("failed", "AR", [])


async def test_a_large_message_goes_through_the_process_pool_in_its_place(hub: Hub) -> None:
    notes = "\r".join(f"NTE|{number}||{'x' * 1000}" for number in range(400))
    large = adt(extra=notes, phone="13800000001")

    receipts = await asyncio.gather(
        receive(hub, large), receive(hub, adt(event="A08", control_id="M2", phone="13800000002"))
    )

    assert [code_of(receipt.ack) for receipt in receipts] == ["AA", "AA"]
    assert (await one(hub, "Patient", "H1-0001"))["telecom"][0]["value"] == "13800000002"


async def test_an_oversized_message_is_rejected_with_its_own_control_id(hub: Hub) -> None:
    ack = hub.ingest.refuse_oversize(adt()[:200], limit=100)

    assert (code_of(ack), echoed(ack)) == ("AR", "MSG00001")


async def test_two_messages_in_one_frame_are_rejected(hub: Hub) -> None:
    receipt = await receive(hub, adt() + adt(control_id="M2"))

    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AR")


async def test_a_message_of_a_sender_that_is_bound_later_is_replayed_for_its_member(hub: Hub) -> None:
    bad = adt(sender="NEWHIS", facility="N1").replace(b"PID|1||", b"PIX|1||")
    first = await receive(hub, bad)
    home = hub.admin.member("N1")
    assert home is not None
    hub.admin.add_sender(Sender(application="NEWHIS", facility="N1", member=home.number))

    second = await hub.ingest.replay(
        first.key, visibility=eyes(hub), corrected=adt(sender="NEWHIS", facility="N1"), agent="t"
    )

    (patient,) = refs(second, "Patient")
    stored = await hub.store.read(patient, visibility=eyes(hub, "N1"))
    assert (first.state, second.state) == ("refused", "stored")
    assert stored is not None
    assert stored.custodian == home.number


async def test_a_replay_takes_nobody_elses_name(hub: Hub) -> None:
    home = hub.admin.member("N1")
    assert home is not None
    mine = await receive(hub, adt(sender="EMR", facility="N1").replace(b"PID|1||", b"PIX|1||"), member=home.number)

    receipt = await hub.ingest.replay(mine.key, visibility=eyes(hub, "N1"), corrected=adt(), agent="t")

    assert (mine.state, receipt.state, code_of(receipt.ack)) == ("refused", "refused", "AR")
