"""Tables and ECG files through the pipeline into a real store."""

import asyncio
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest

from fhir_profiles.json_text import parse
from hub.bootstrap import Hub
from hub.errors import BadRequestError
from hub.ingest.receipt import Receipt
from tests.unit.ingest.reading import eyes, found, log_of, one, refs

RESIDENT = "https://alliance-hub.example/sid/N1/resident"
HEADER = "姓名,编号,性别,出生日期\n"


async def send(hub: Hub, table: str | bytes, *, charset: str = "utf-8") -> Receipt:
    data = table.encode(charset) if isinstance(table, str) else table
    return await hub.ingest.receive(data, door="http", adapter="care-home", member=eyes(hub, "N1").member)


def diagnostics(receipt: Receipt) -> list[str]:
    return [str(issue["diagnostics"]) for issue in parse(receipt.ack)["issue"]]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_table_is_read_in_any_charset(hub: Hub, charset: str) -> None:
    receipt = await send(hub, HEADER + "张秀英,R001,女,1941-05-03\n", charset=charset)

    patient = await one(hub, "Patient", "R001", system=RESIDENT, code="N1")
    assert (receipt.state, receipt.rows_stored, patient["name"][0]["text"]) == ("stored", 1, "张秀英")


async def test_four_hundred_rows_are_stored_and_each_bad_one_is_numbered(hub: Hub) -> None:
    rows = [f"住{n},{'' if n % 50 == 7 else f'R{n}'},女,1941-05-03\n" for n in range(400)]

    receipt = await send(hub, HEADER + "".join(rows))

    bad = [n + 2 for n in range(400) if n % 50 == 7]
    assert (receipt.state, receipt.rows_stored, receipt.rows_refused) == ("stored", 392, 8)
    assert [issue.line for issue in receipt.issues] == bad
    assert len(refs(receipt, "Patient")) == 392


async def test_a_corrected_list_updates_its_residents(hub: Hub) -> None:
    await send(hub, HEADER + "张秀英,R001,女,1941-05-03\n")

    await send(hub, HEADER + "张秀英,R001,女,1941-05-04\n")

    (patient,) = await found(hub, "Patient", "R001", system=RESIDENT, code="N1")
    assert (patient.version, patient.json()["birthDate"]) == (2, "1941-05-04")


async def test_a_partly_refused_table_may_be_sent_again_unchanged(hub: Hub) -> None:
    table = HEADER + "张秀英,R001,女,1941-05-03\n李四,,男,1939-03-04\n"

    first = await send(hub, table)
    second = await send(hub, table)

    (patient,) = await found(hub, "Patient", "R001", system=RESIDENT, code="N1")
    assert (first.state, second.state, patient.version) == ("stored", "stored", 1)
    assert [state for state, _ in await log_of(hub, code="N1")] == ["stored", "stored"]


async def test_two_copies_of_a_table_in_flight_are_stored_once(hub: Hub) -> None:
    table = HEADER + "张秀英,R001,女,1941-05-03\n"

    receipts = await asyncio.gather(send(hub, table), send(hub, table))

    assert sorted(receipt.state for receipt in receipts) == ["duplicate", "stored"]
    assert receipts[0].ack == receipts[1].ack


async def test_two_residents_lists_at_once_do_not_lose_each_others_rows(hub: Hub) -> None:
    tables = [HEADER + "".join(f"住{n},R{n},女,194{k}-05-03\n" for n in range(30)) for k in range(3)]

    receipts = await asyncio.gather(*(send(hub, table) for table in tables))

    assert [receipt.rows_stored for receipt in receipts] == [30, 30, 30]
    patients = [(await found(hub, "Patient", f"R{n}", system=RESIDENT, code="N1"))[0] for n in range(30)]
    assert {patient.json()["birthDate"] for patient in patients} == {"1942-05-03"}


async def test_bytes_that_are_no_table_are_in_quarantine_with_a_reason(hub: Hub) -> None:
    receipt = await send(hub, b"PK\x03\x04 not a csv")

    assert (receipt.state, receipt.rows_stored) == ("refused", 0)
    assert "The workbook is damaged" in diagnostics(receipt)[1]
    assert [state for state, _ in await log_of(hub, code="N1")] == ["refused"]


async def test_a_refused_table_is_corrected_and_replayed(hub: Hub) -> None:
    refused = await send(hub, HEADER + "李四,,男,1939-03-04\n")

    receipt = await hub.ingest.replay(
        refused.key, visibility=eyes(hub, "N1"), corrected=(HEADER + "李四,R002,男,1939-03-04\n").encode()
    )

    row = await hub.store.inbound(refused.key, visibility=eyes(hub, "N1"))
    assert row is not None
    assert (receipt.state, row.state) == ("stored", "replayed")


async def test_a_format_of_a_later_release_says_so(hub: Hub) -> None:
    with pytest.raises(BadRequestError) as caught:
        await hub.ingest.receive(b"x", door="http", adapter="dicom", member=1)

    assert caught.value.text == (
        "The format 'dicom' (DICOM images) is not in this release; known are hl7v2, ecg, wst, device, his, care-home."
    )


async def test_a_twelve_lead_ecg_is_stored_once_with_its_original(hub: Hub) -> None:
    data = _waveform().read_bytes()

    first = await hub.ingest.receive(data, door="http", member=eyes(hub, "N1").member, file_name="ecg.dcm")
    second = await hub.ingest.receive(data, door="http", member=eyes(hub, "N1").member, file_name="ecg.dcm")

    kinds = [ref.type for ref in first.resources]
    assert (first.state, second.state) == ("stored", "duplicate")
    assert kinds == ["Patient", "ServiceRequest", "Binary", "DocumentReference", "Observation"]
    (binary,) = refs(first, "Binary")
    (document,) = refs(first, "DocumentReference")
    stored = await hub.store.read(document, visibility=eyes(hub, "N1"))
    assert stored is not None
    assert stored.json()["content"][0]["attachment"]["url"] == str(binary)


def _waveform() -> Path:
    spec = find_spec("pydicom")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "test_files" / "waveform_ecg.dcm"


async def test_a_small_workbook_is_not_read_on_the_event_loop(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a zip file unpacks to has nothing to do with its size: a kilobyte held the hub for minutes."""
    monkeypatch.setattr("hub.ingest.file.convert_all", forbidden)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")

    receipt = await send(hub, packed.getvalue())

    assert len(packed.getvalue()) < 4_096
    assert [words for words in diagnostics(receipt) if "no visible sheet" in words] != []


def forbidden(*_given: object) -> None:
    raise AssertionError("on the event loop")
