"""Referrals that come as REF^I12: they enter the same loop as those of the desk."""

from pathlib import Path
from typing import Any

from hub.bootstrap import Hub
from hub.ingest.receipt import Receipt
from hub.ingest.referral import into_loop
from hub.referral.shape import direction_of, state_of
from hub.store.admin import Member, Sender
from tests.unit.ingest.reading import eyes, found, one, receive, refs
from tests.unit.ingest.samples import code_of

SAMPLE = Path(__file__).parents[3] / "samples" / "hl7v2" / "ref_i12.hl7"
PLACER = "https://alliance-hub.example/sid/{}/placer"


def ref(
    *, event: str = "I12", control_id: str = "R1", sender: str = "H1", receiver: str = "N1", urgency: str = "R"
) -> bytes:
    """A referral on one patient; PRD-10 names both institutions by code."""
    return "\r".join(
        (
            f"MSH|^~\\&|HIS|{sender}|HUB|A|20261122083000+0800||REF^{event}^REF_I12|{control_id}|P|2.5.1",
            f"RF1|P|{urgency}|MED|||ZZ1|20261123",
            f"PRD|RP|李^医生|||||D1001^EI|||甲院^^{sender}",
            f"PRD|RT|||||||||乙院^^{receiver}",
            "PID|1||M1^^^^MR||张秀英||19410503|2",
            "DG1|1||I63.900^脑梗死^ICD-10||20260220|W",
        )
    ).encode()


async def task_of(hub: Hub, receipt: Receipt, code: str = "H1") -> dict[str, Any]:
    (only,) = refs(receipt, "Task")
    task = await hub.store.read(only, visibility=eyes(hub, code))
    assert task is not None
    return task.json()


async def test_a_referral_into_a_home_becomes_a_draft_where_the_rules_ask_for_more(hub: Hub) -> None:
    receipt = await receive(hub, ref())

    request = await one(hub, "ServiceRequest", "ZZ1", system=PLACER.format("H1"))
    task = await task_of(hub, receipt)
    assert (receipt.state, code_of(receipt.ack)) == ("stored", "AA")
    assert (direction_of(request), request["status"], state_of(task)) == ("into-home", "draft", "draft")
    assert (request["requester"]["reference"], request["performer"][0]["reference"]) == (
        "Organization/H1",
        "Organization/N1",
    )
    assert (task["requester"]["reference"], task["owner"]["reference"]) == ("Organization/H1", "Organization/N1")
    assert b"stored as a draft" in receipt.ack
    assert refs(receipt, "Organization") == []


async def test_the_patient_who_comes_with_the_referral_belongs_to_the_sender(hub: Hub) -> None:
    await receive(hub, ref())

    owners = [patient.custodian for patient in await found(hub, "Patient", "M1")]
    assert owners == [eyes(hub, "H1").member]


async def test_a_stat_call_from_a_home_is_submitted_with_nothing_else_in_place(hub: Hub) -> None:
    home = hub.admin.member("N1")
    assert home is not None
    hub.admin.add_sender(Sender(application="HIS", facility="N1", member=home.number))

    receipt = await receive(hub, ref(sender="N1", receiver="H1", urgency="S"))

    request = await one(hub, "ServiceRequest", "ZZ1", system=PLACER.format("N1"), code="N1")
    task = await task_of(hub, receipt, code="N1")
    assert code_of(receipt.ack) == "AA"
    assert (direction_of(request), request["status"], request["priority"]) == ("from-home", "active", "stat")
    assert state_of(task) == "submitted"
    hospital = await hub.store.read(refs(receipt, "Task")[0], visibility=eyes(hub, "H1"))
    assert hospital is not None


async def test_the_same_referral_again_changes_neither_state_nor_receiver(hub: Hub) -> None:
    first = await receive(hub, ref())
    before = await task_of(hub, first)

    second = await receive(hub, ref(event="I13", control_id="R2"))

    after = await task_of(hub, second)
    assert (code_of(second.ack), refs(second, "Task")) == ("AA", refs(first, "Task"))
    assert {name: after[name] for name in ("status", "businessStatus", "owner", "focus")} == {
        name: before[name] for name in ("status", "businessStatus", "owner", "focus")
    }


async def test_a_cancelled_referral_is_revoked(hub: Hub) -> None:
    first = await receive(hub, ref())

    second = await receive(hub, ref(event="I14", control_id="R2"))

    request = await one(hub, "ServiceRequest", "ZZ1", system=PLACER.format("H1"))
    assert (code_of(first.ack), code_of(second.ack)) == ("AA", "AA")
    assert (request["status"], state_of(await task_of(hub, second))) == ("revoked", "cancelled")


async def test_a_referral_to_a_stranger_is_kept_as_sent_and_says_so(hub: Hub) -> None:
    receipt = await receive(hub, ref(receiver="X9"))

    request = await one(hub, "ServiceRequest", "ZZ1", system=PLACER.format("H1"))
    assert (code_of(receipt.ack), direction_of(request)) == ("AA", None)
    assert b"starts no referral in the alliance" in receipt.ack


async def _clinic(hub: Hub) -> None:
    clinic = hub.admin.add_member(Member(code="M1", name="示范街道社区卫生服务中心", kind="clinic"))
    hub.admin.add_sender(Sender(application="HIS", facility="M1", member=clinic.number))


async def test_a_stat_call_to_a_stranger_goes_to_the_lead_hospital(hub: Hub) -> None:
    await _clinic(hub)

    receipt = await receive(hub, ref(sender="M1", receiver="NOBODY", urgency="S"))

    task = await task_of(hub, receipt, code="H1")
    assert (code_of(receipt.ack), task["owner"]["reference"]) == ("AA", "Organization/H1")
    assert "The stat call was sent to H1" in receipt.ack.decode()


async def test_a_stat_call_in_anothers_name_still_reaches_the_lead_hospital(hub: Hub) -> None:
    await _clinic(hub)
    message = ref(sender="M1", receiver="M1", urgency="S").replace("甲院^^M1".encode(), "甲院^^H1".encode())

    receipt = await receive(hub, message)

    task = await task_of(hub, receipt, code="H1")
    assert (task["owner"]["reference"], task["requester"]["reference"]) == ("Organization/H1", "Organization/M1")


async def test_a_stat_call_of_the_lead_hospital_that_reaches_nobody_is_refused(hub: Hub) -> None:
    receipt = await receive(hub, ref(receiver="NOBODY", urgency="S"))

    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AE")
    assert "reaches nobody" in receipt.ack.decode()
    assert await found(hub, "ServiceRequest", "ZZ1", system=PLACER.format("H1")) == ()


async def test_nobody_refers_in_the_name_of_another_member(hub: Hub) -> None:
    message = ref(sender="H1").replace(b"^^H1", b"^^N1", 1).replace("乙院^^N1".encode(), "乙院^^H1".encode())

    receipt = await receive(hub, message)

    request = await one(hub, "ServiceRequest", "ZZ1", system=PLACER.format("H1"))
    assert (direction_of(request), b"but the message comes from H1" in receipt.ack) == (None, True)


async def test_the_sample_goes_to_the_clinic_that_it_names(hub: Hub) -> None:
    hub.admin.add_member(Member(code="M1", name="示范街道社区卫生服务中心", kind="clinic"))

    receipt = await receive(hub, SAMPLE.read_bytes())

    task = await task_of(hub, receipt)
    assert (code_of(receipt.ack), task["owner"]["reference"]) == ("AA", "Organization/M1")


async def test_only_referrals_are_looked_at(hub: Hub) -> None:
    from hub.conversion import Source, convert_all
    from tests.unit.ingest.samples import adt

    (conversion,) = convert_all(adt(), "hl7v2", Source(name="H1"))
    sender = hub.admin.member("H1")
    assert sender is not None

    assert into_loop(conversion, sender=sender, members=hub.admin.members()) is conversion
