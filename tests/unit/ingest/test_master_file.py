"""A master file at the door: MFK says of each record what became of it; the commit acknowledgement is an ACK."""

from hub.bootstrap import Hub
from hub.store.admin import Endpoint
from tests.unit.ingest.reading import log_of, receive

LINE = "mllp://127.0.0.1:2575"


def staff(*, tail: str = "", key: str = "1001^李^医^^^^L") -> bytes:
    return (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20260302080000+0800||MFN^M02^MFN_M02|M1|P|2.5.1|{tail}\r"
        f"MFI|STF^Staff^HL70175||UPD|||AL\rMFE|MUP|R1||{key}|CWE\rSTF|{key}|1001|李^医\r"
    ).encode()


def lines(ack: bytes) -> list[str]:
    return [line.split("|", 1)[0] + ":" + "|".join(line.split("|")[1:3]) for line in ack.decode().split("\r")[1:-1]]


def structure(ack: bytes) -> str:
    return ack.decode().split("|")[8]


async def test_a_refused_master_file_says_that_its_record_was_not_posted(hub: Hub) -> None:
    receipt = await receive(hub, staff().replace(b"|M1|P|", b"||P|"))

    fate = next(line for line in receipt.ack.decode().split("\r") if line.startswith("MFA")).split("|")[4]
    assert (receipt.state, structure(receipt.ack)) == ("refused", "MFK^M02^MFK_M01")
    assert fate == "U^Not posted^HL70181^101^Required field missing^HL70357"


async def test_a_stored_master_file_says_that_its_record_was_posted(hub: Hub) -> None:
    receipt = await receive(hub, staff())

    assert (receipt.state, structure(receipt.ack)) == ("stored", "MFK^M02^MFK_M01")
    assert lines(receipt.ack)[0] == "MSA:AA|M1"
    assert lines(receipt.ack)[-2:] == ["MFI:STF^Staff^HL70175|", "MFA:MUP|R1"]


async def test_in_enhanced_mode_the_mfk_comes_later_and_the_commit_acknowledgement_is_an_ack(hub: Hub) -> None:
    member = hub.admin.member("H1")
    assert member is not None
    hub.admin.add_endpoint(Endpoint(member=member.number, channel="mllp", address=LINE))

    receipt = await receive(hub, staff(tail="||AL|AL||UNICODE UTF-8"))

    now = hub.clock.now()
    (row,) = await hub.store.due_outbound(now=now + 1, lease_until=now + 2, count=10)
    assert (structure(receipt.ack), lines(receipt.ack)) == ("ACK^M02^ACK", ["MSA:CA|M1"])
    assert (structure(row.payload), lines(row.payload)[0], lines(row.payload)[-1]) == (
        "MFK^M02^MFK_M01", "MSA:AA|M1", "MFA:MUP|R1",
    )  # fmt: skip


async def test_nobody_acknowledges_an_mfk(hub: Hub) -> None:
    receipt = await receive(hub, b"MSH|^~\\&|HIS|H1|||2026||MFK^M02^MFK_M01|7|P|2.5.1\rMSA|AA|1\r")

    assert (receipt.state, receipt.ack, await log_of(hub)) == ("ignored", b"", [])
