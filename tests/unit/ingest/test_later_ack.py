"""The application acknowledgement of enhanced mode: who gets it, when there is none, and what it says."""

from pathlib import Path

import pytest

from hub.bootstrap import Hub
from hub.conversion import header
from hub.ingest.later_ack import endpoint_for
from hub.store.admin import Endpoint
from hub.store.port import Outbound, system
from tests.unit.ingest.reading import log_of, receive
from tests.unit.ingest.samples import adt, code_of, echoed

LINE = "mllp://127.0.0.1:2575"
FILE = f'[sender]\napplication = "HIS"\nfacility = "H1"\nmember = "H1"\n[outbound]\nacknowledgements = "{LINE}/CIS/X"\n'


def message(wanted: str, *, accept: str = "AL", control_id: str = "MSG00001", event: str = "A01") -> bytes:
    return adt(msh_tail=f"|||{accept}|{wanted}||UNICODE UTF-8", control_id=control_id, event=event)


def wrong(wanted: str, control_id: str = "WRONG") -> bytes:
    """Without a patient: its content is refused."""
    return message(wanted, control_id=control_id).replace(b"\rPID|", b"\rPIX|")


def listens(hub: Hub, address: str = LINE, channel: str = "mllp") -> None:
    member = hub.admin.member("H1")
    assert member is not None
    hub.admin.add_endpoint(Endpoint(member=member.number, channel=channel, address=address))


async def waiting(hub: Hub) -> list[Outbound]:
    return list(await hub.store.due_outbound(now=hub.clock.now() + 1, lease_until=hub.clock.now() + 2, count=10))


async def said(hub: Hub) -> list[tuple[str, str]]:
    return [(code_of(row.payload), echoed(row.payload)) for row in await waiting(hub)]


@pytest.mark.parametrize(
    ("accept", "wanted", "code"),
    [
        ("AL", "NE", "CA"),
        ("AL", "", "CA"),
        ("AL", "ER", "CA"),
        ("AL", "XX", "CA"),
        ("NE", "AL", "AA"),
        ("", "AL", "AA"),
    ],
)
async def test_nothing_comes_later_when_it_is_not_wanted(hub: Hub, accept: str, wanted: str, code: str) -> None:
    listens(hub)

    receipt = await receive(hub, message(wanted, accept=accept))

    assert (code_of(receipt.ack), await waiting(hub)) == (code, [])


@pytest.mark.parametrize("wanted", ["AL", "SU"])
async def test_a_stored_message_is_acknowledged_later(hub: Hub, wanted: str) -> None:
    listens(hub)

    receipt = await receive(hub, message(wanted))

    (row,) = await waiting(hub)
    head = header(row.payload)
    assert (code_of(receipt.ack), code_of(row.payload), echoed(row.payload)) == ("CA", "AA", "MSG00001")
    assert (row.channel, row.address, row.content_type) == ("mllp", LINE, "application/hl7-v2")
    assert (head.accept_acknowledgement, head.application_acknowledgement) == ("AL", "NE")
    assert head.control_id not in {"", header(receipt.ack).control_id}
    assert (head.receiving_application, head.receiving_facility, head.charset) == ("HIS", "H1", "UNICODE UTF-8")


@pytest.mark.parametrize("wanted", ["AL", "ER"])
async def test_content_that_is_refused_is_committed_and_refused_later(hub: Hub, wanted: str) -> None:
    listens(hub)

    receipt = await receive(hub, wrong(wanted))

    (row,) = await waiting(hub)
    assert (code_of(receipt.ack), receipt.state, code_of(row.payload)) == ("CA", "refused", "AE")
    assert (b"\rERR|" in row.payload, b"\rERR|" in receipt.ack) == (True, False)
    assert await log_of(hub) == [("refused", "WRONG")]


async def test_a_refusal_that_is_not_wanted_later_is_said_at_once(hub: Hub) -> None:
    listens(hub)

    receipt = await receive(hub, wrong("SU"))

    assert (code_of(receipt.ack), await waiting(hub)) == ("CR", [])


async def test_what_the_hub_does_not_take_at_all_is_rejected_at_once(hub: Hub) -> None:
    listens(hub)
    await receive(hub, message("NE"))

    reused = await receive(hub, message("AL", event="A08"))

    assert (code_of(reused.ack), await waiting(hub)) == ("CR", [])


async def test_a_duplicate_sends_none_twice(hub: Hub) -> None:
    listens(hub)

    receipts = [await receive(hub, one) for one in (message("AL"), message("AL"), wrong("AL"), wrong("AL"))]

    assert [receipt.state for receipt in receipts] == ["stored", "duplicate", "refused", "refused"]
    assert [code_of(receipt.ack) for receipt in receipts] == ["CA"] * 4
    assert sorted(await said(hub)) == [("AA", "MSG00001"), ("AE", "WRONG")]


async def test_a_message_that_a_person_sends_through_again_is_not_answered_again(hub: Hub) -> None:
    listens(hub)
    refused = await receive(hub, wrong("AL"))
    await waiting(hub)

    again = await hub.ingest.replay(refused.key, visibility=system("tests"), corrected=message("AL", control_id="NEW"))

    assert (again.state, len(await hub.store.outbound_page(visibility=system("tests")))) == ("stored", 1)


async def test_without_an_endpoint_the_log_says_so_once_and_the_answer_comes_at_once(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    accepted = await receive(hub, message("AL"))
    refused = await receive(hub, wrong("AL"))

    assert (code_of(accepted.ack), code_of(refused.ack), await waiting(hub)) == ("CA", "CR", [])
    assert len([one for one in caplog.records if one.getMessage() == "ACKNOWLEDGEMENT_UNADDRESSED"]) == 1


@pytest.fixture
def senders_file(hub: Hub) -> Path:
    """What the HIS says of itself."""
    path = Path(hub.settings.data / hub.settings.senders / "his.toml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(FILE)
    return path


@pytest.mark.usefixtures("senders_file")
async def test_the_senders_file_names_the_endpoint(hub: Hub) -> None:
    listens(hub, f"{LINE}/HIS/H1")
    listens(hub, f"{LINE}/CIS/X")

    await receive(hub, message("AL"))

    assert [row.address for row in await waiting(hub)] == [f"{LINE}/CIS/X"]


@pytest.mark.parametrize(
    ("addresses", "named", "chosen"),
    [
        ([], "", None),
        ([LINE], f"{LINE}/A/B", None),
        ([LINE], "", LINE),
        ([LINE, f"{LINE}/CIS/H1"], "", LINE),
        ([LINE, f"{LINE}/HIS/H1"], "", f"{LINE}/HIS/H1"),
        ([f"{LINE}/CIS/H1"], "", None),
        ([LINE, "mllp://127.0.0.1:2576"], "", None),
        (["file:///srv/h1"], "", None),
        (["file:///srv/h1"], "file:///srv/h1", "file:///srv/h1"),
        (["https://h1.test/hook"], "https://h1.test/hook", None),
    ],
    ids=range(10),
)
def test_the_system_that_asked_is_the_one_that_hears(addresses: list[str], named: str, chosen: str | None) -> None:
    channels = {"mllp": "mllp", "file": "file", "https": "rest-hook"}
    endpoints = [Endpoint(1, channels[one.partition(":")[0]], one) for one in addresses]

    found = endpoint_for(endpoints, header(adt(sender="HIS^1.2.3^ISO")), named=named)

    assert (found.address if found else None) == chosen
