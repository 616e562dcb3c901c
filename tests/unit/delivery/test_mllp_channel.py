"""Outbox rows over MLLP: one connection, answers by control id, and nothing lost or taken for another's answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fhir_profiles.issue import JsonObject
from hub.clock import FrozenClock
from hub.conversion import Target
from hub.delivery.channels.file import FileChannel
from hub.delivery.channels.mllp import Answer, MllpChannel, read_answer, verdict
from hub.delivery.channels.rest_hook import Attempt
from hub.delivery.dispatcher import Channel, Dispatcher
from hub.delivery.document import composition_to_text
from hub.delivery.speech import OutboxSpeech, control_id_of, message_for, receiver_in
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint, Member
from hub.store.port import Outbound, Put, Ref, WriteUnit, system
from hub.store.sqlite import SqliteStore

EYES = system("tests")


@dataclass
class Receivers:
    """Knows one system, in v2.4 and GB18030."""

    carrier: str = "MDM"

    def target(self, application: str, facility: str, *, member: str) -> tuple[Target, str]:
        target = Target(name=member, application=application, facility=facility, version="2.4", charset="GB 18030-2000")
        return target, self.carrier


@dataclass
class His:
    """A hospital system that speaks MLLP. `answers` are MSA-1 codes, or what else to do with a message; then AA."""

    answers: list[str] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    open: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self.serve(reader, writer))
        self.open.add(task)
        task.add_done_callback(self.open.discard)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                message = (await reader.readuntil(b"\x1c")).strip(b"\x0b\x1c\r")
                self.seen.append(message)
                answer = self.answers.pop(0) if self.answers else "AA"
                if answer == "hang up":
                    break
                control_id = message.split(b"|")[9].decode()
                if answer == "silence":
                    continue
                if answer == "late answer first":
                    writer.write(b"\x0bMSH|^~\\&|HIS\rMSA|AE|OTHER\r\x1c\r")
                    answer = "AA"
                error = "ERR|||200^unsupported^HL70357|E\r" if answer == "AR unsupported" else ""
                writer.write(f"\x0bMSH|^~\\&|HIS\rMSA|{answer.split()[0]}|{control_id}\r{error}\x1c\r".encode())
                if answer == "AA and hang up":
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@dataclass
class Alliance:
    store: SqliteStore
    admin: AdminStore
    clock: FrozenClock
    dispatcher: Dispatcher
    his: His
    receivers: Receivers
    folder: Path

    async def send(self, *payloads: bytes, channel: str = "mllp", content: str = "application/hl7-v2") -> None:
        address = next(one.address for one in self.admin.endpoints_of(2) if one.channel == channel)
        rows = tuple(
            Outbound(key=self.store.new_key(), receiver=2, channel=channel, address=address, ordering="2:a",
                     subject="Task/1", payload=payload, content_type=content, due=self.clock.now(),
                     created=self.clock.now())
            for payload in payloads
        )  # fmt: skip
        await self.store.write(WriteUnit(outbound=rows), visibility=EYES)

    async def states(self) -> list[tuple[str, int, str]]:
        rows = await self.store.outbound_page(visibility=EYES)
        return [(row.state, row.attempts, row.last_error) for row in reversed(rows)]


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
    store = SqliteStore.open(tmp_path / "hub.db", keys=Keys.in_memory(), clock=clock)
    admin = AdminStore.open(tmp_path / "hub.db", clock=clock)
    his, receivers = His(), Receivers()
    server = await asyncio.start_server(his.accept, "127.0.0.1", 0)
    his.port = server.sockets[0].getsockname()[1]
    for code, name in (("H1", "示范老年病医院"), ("M1", "示范街道社区卫生服务中心")):
        admin.add_member(Member(code=code, name=name))
    admin.add_endpoint(Endpoint(member=2, channel="mllp", address=f"mllp://127.0.0.1:{his.port}/CIS/M1"))
    (tmp_path / "out").mkdir()
    admin.add_endpoint(Endpoint(member=2, channel="file", address=f"file://{tmp_path}/out"))
    speech = OutboxSpeech(store, admin, receivers, clock)
    channels: dict[str, Channel] = {"mllp": MllpChannel(speech, seconds=0.3), "file": FileChannel(speech)}
    dispatcher = Dispatcher(store, admin, clock, Settings(delivery_retry_seconds=5), channels=channels)
    try:
        yield Alliance(store, admin, clock, dispatcher, his, receivers, tmp_path / "out")
    finally:
        await dispatcher.close()
        server.close()
        await asyncio.gather(*his.open)
        await store.close()
        admin.close()


def message(control_id: str) -> bytes:
    return f"MSH|^~\\&|HUB|H1|CIS|M1|20260302||ADT^A08|{control_id}|P|2.4\rPID|1||1\r".encode()


async def test_messages_go_in_order_over_one_connection(alliance: Alliance) -> None:
    await alliance.send(message("A"), message("B"), message("C"))

    for _ in range(3):
        await alliance.dispatcher.turn()

    assert alliance.his.seen == [message("A").strip(), message("B").strip(), message("C").strip()]
    assert alliance.his.connections == 1
    assert await alliance.states() == [("done", 1, "")] * 3


async def test_silence_ends_the_connection_and_the_same_bytes_go_again(alliance: Alliance) -> None:
    alliance.his.answers = ["silence"]
    await alliance.send(message("A"), message("B"))

    await alliance.dispatcher.turn()
    assert await alliance.states() == [("waiting", 1, "no acknowledgement (TimeoutError)"), ("waiting", 0, "")]
    alliance.clock.advance(seconds=5)
    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert alliance.his.seen == [message(name).strip() for name in ("A", "A", "B")]
    assert alliance.his.connections == 2
    assert await alliance.states() == [("done", 2, ""), ("done", 1, "")]


async def test_an_answer_to_another_message_is_not_taken_for_this_one(alliance: Alliance) -> None:
    alliance.his.answers = ["late answer first"]
    await alliance.send(message("A"))

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("done", 1, "")]


async def test_a_connection_that_the_receiver_ended_is_opened_anew(alliance: Alliance) -> None:
    alliance.his.answers = ["AA and hang up"]
    await alliance.send(message("A"), message("B"))

    await alliance.dispatcher.turn()
    await asyncio.sleep(0.05)
    await alliance.dispatcher.turn()

    assert (alliance.his.connections, await alliance.states()) == (2, [("done", 1, "")] * 2)


async def test_a_receiver_that_hangs_up_without_an_answer_gets_it_again(alliance: Alliance) -> None:
    alliance.his.answers = ["hang up"]
    await alliance.send(message("A"))

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("waiting", 1, "no acknowledgement (IncompleteReadError)")]


async def test_a_refusal_is_asked_for_once_more_and_then_lasts(alliance: Alliance) -> None:
    alliance.his.answers = ["AE", "AE"]
    await alliance.send(message("A"), message("B"))

    await alliance.dispatcher.turn()
    alliance.clock.advance(seconds=5)
    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert await alliance.states() == [("failed", 2, "refused (AE)"), ("done", 1, "")]


async def test_a_reject_for_now_is_tried_again(alliance: Alliance) -> None:
    alliance.his.answers = ["AR", "CE"]
    await alliance.send(message("A"))

    for _ in range(3):
        await alliance.dispatcher.turn()
        alliance.clock.advance(seconds=60)

    assert await alliance.states() == [("done", 3, "")]


@pytest.mark.parametrize(
    ("answer", "attempts", "expected"),
    [
        (Answer("AA", "1"), 0, Attempt()),
        (Answer("CA", "1"), 0, Attempt()),
        (Answer("AE", "1"), 0, Attempt("refused (AE)", is_final=False)),
        (Answer("CR", "1", "207"), 1, Attempt("refused (CR 207)", is_final=True)),
        (Answer("AR", "1", "200"), 1, Attempt("refused (AR 200)", is_final=True)),
        (Answer("AR", "1", "207"), 9, Attempt("refused (AR 207)", is_final=False)),
        (Answer("CE", "1"), 9, Attempt("refused (CE)", is_final=False)),
        (Answer("", "1"), 9, Attempt("refused (no MSA-1)", is_final=False)),
    ],
    ids=lambda value: str(value) if not isinstance(value, Answer) else value.code or "none",
)
def test_what_an_acknowledgement_means(answer: Answer, attempts: int, expected: Attempt) -> None:
    assert verdict(answer, attempts=attempts) == expected


@pytest.mark.parametrize(
    ("framed", "expected"),
    [
        (b"\x0bMSH|^~\\&|A\rMSA|aa| 7 \r\x1c", Answer("AA", "7")),
        (b"\x0bMSH#^~\\&#A\nMSA#AR#7\nERR###201^x#E\x1c", Answer("AR", "7", "201")),
        (b"\x0bMSH|^~\\&|A\rMSA|AE|7\rERR|PID^1^3^101&Required&HL70357\x1c", Answer("AE", "7")),
        (b"\x0bhello\x1c", Answer("", "")),
        (b"\x1c", Answer("", "")),
    ],
    ids=["plain", "other delimiters", "old ERR", "no HL7", "empty"],
)
def test_an_acknowledgement_is_read_for_its_code_and_control_id(framed: bytes, expected: Answer) -> None:
    assert read_answer(framed) == expected


async def test_an_address_that_is_none_is_said_so(alliance: Alliance) -> None:
    [first, second] = alliance.admin.endpoints_of(2)
    assert alliance.admin.delete_endpoint(first.number) is True
    assert alliance.admin.delete_endpoint(first.number) is False
    alliance.admin.add_endpoint(Endpoint(member=2, channel="mllp", address="http://127.0.0.1:1"))
    await alliance.send(message("A"))

    await alliance.dispatcher.turn()

    assert second.channel == "file"
    assert await alliance.states() == [("waiting", 1, "no acknowledgement (ValueError)")]


async def test_a_file_endpoint_gets_one_whole_file_a_message(alliance: Alliance) -> None:
    await alliance.send(message("A"), channel="file")

    await alliance.dispatcher.turn()

    assert [(path.name, path.read_bytes()) for path in alliance.folder.iterdir()] == [("A.hl7", message("A"))]
    assert await alliance.states() == [("done", 1, "")]


async def test_a_folder_that_is_gone_is_tried_again(alliance: Alliance) -> None:
    alliance.folder.rmdir()
    await alliance.send(message("A"), channel="file")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("waiting", 1, "the folder cannot be written (No such file or directory)")]


async def put(alliance: Alliance, *resources: JsonObject, member: int = 2) -> None:
    """Resources of the receiver's own, so that it may read them."""
    puts = tuple(
        Put(ref=Ref(str(one["resourceType"]), str(one["id"])), data=json.dumps(one).encode(), custodian=member)
        for one in resources
    )
    await alliance.store.write(WriteUnit(puts=puts), visibility=EYES)


PATIENT: JsonObject = {
    "resourceType": "Patient", "id": "p1", "name": [{"text": "钱奬"}],
    "identifier": [{"system": "https://alliance-hub.example/sid/M1/mrn", "value": "M0001"}],
}  # fmt: skip
REPORT: JsonObject = {
    "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "code": {"text": "心电图报告"},
    "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": "E77"}],
    "subject": {"reference": "Patient/p1"}, "conclusion": "窦性心律", "issued": "2026-03-02T08:00:00Z",
    "presentedForm": [{"contentType": "application/pdf", "data": "JVBERi0="}],
}  # fmt: skip


async def test_a_report_reaches_the_clinic_as_oru_with_its_pdf(alliance: Alliance) -> None:
    await put(alliance, PATIENT)
    await alliance.send(json.dumps(REPORT).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    [seen] = alliance.his.seen
    lines = seen.decode("gb18030").split("\r")
    assert lines[0].startswith("MSH|^~\\&|ALLIANCE-HUB||CIS|M1|20260302080000+0800||ORU^R01^ORU_R01|")
    assert lines[1:] == [
        "PID|1||M0001||钱奬",
        "OBR|1||E77^^https://alliance-hub.example/sid/H1/filler^URI|^心电图报告||||||||||||||||||20260302160000|||F",
        "OBX|1|TX|8251-1^Service comment^LN||窦性心律||||||F",
        "OBX|2|ED|60572-5^Report^LN||ALLIANCE-HUB^application^PDF^Base64^JVBERi0=||||||F",
    ]
    assert await alliance.states() == [("done", 1, "")]
    [entry] = [one for one in await alliance.store.audit_page(visibility=EYES) if one.interaction == "deliver"]
    assert (entry.member, entry.agent, entry.patient) == (2, "delivery:mllp", "p1")


async def test_what_the_receiver_may_not_read_is_not_told(alliance: Alliance) -> None:
    await put(alliance, PATIENT, member=1)
    await alliance.send(json.dumps(REPORT).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    assert alliance.his.seen == []
    [(state, _, error)] = await alliance.states()
    assert (state, error[:27]) == ("failed", "ORU^R01 cannot be made: ORU")


async def test_a_decided_referral_tells_the_system_that_asked_by_rri(alliance: Alliance) -> None:
    request: JsonObject = {
        "resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "order",
        "identifier": [{"system": "https://alliance-hub.example/sid/M1/placer", "value": "ZZ1"}],
        "subject": {"reference": "Patient/p1"},
    }  # fmt: skip
    task: JsonObject = {
        "resourceType": "Task", "id": "t1", "status": "accepted", "intent": "order",
        "focus": {"reference": "ServiceRequest/s1"}, "for": {"reference": "Patient/p1"},
        "requester": {"reference": "Organization/M1"}, "owner": {"reference": "Organization/H1"},
    }  # fmt: skip
    await put(alliance, PATIENT, request)
    await alliance.send(json.dumps(task).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("done", 1, "")]
    [seen] = alliance.his.seen
    lines = seen.decode("gb18030").split("\r")
    assert lines[0].split("|")[8] == "RRI^I12^RRI_I12"
    assert lines[1] == "RF1|A|||||ZZ1"
    assert [line.split("|")[1] for line in lines if line.startswith("PRD")] == ["RP", "RT"]
    assert "示范老年病医院" in lines[3]
    assert await alliance.states() == [("done", 1, "")]


DOCUMENT: JsonObject = {
    "resourceType": "Bundle", "type": "document", "timestamp": "2026-03-02T08:00:00Z",
    "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:6a0f6f0e-3d0c-4f4e-9a52-0b9a6c1d7e11"},
    "entry": [
        {"fullUrl": "urn:uuid:1", "resource": {
            "resourceType": "Composition", "id": "c1", "status": "final", "title": "转诊单",
            "type": {"coding": [{"system": "http://loinc.org", "code": "57133-1"}]},
            "date": "2026-03-02T08:00:00Z", "subject": {"reference": "urn:uuid:2"},
            "section": [{"title": "诊断", "text": {"div": "<div><p>脑梗死&amp;高血压</p></div>"}}],
        }},
        {"fullUrl": "urn:uuid:2", "resource": PATIENT},
    ],
}  # fmt: skip


async def test_a_transfer_bundle_is_delivered_as_a_document_with_its_words_and_its_bytes(alliance: Alliance) -> None:
    payload = json.dumps(DOCUMENT, ensure_ascii=False).encode()
    await alliance.send(payload, content="application/fhir+json")

    await alliance.dispatcher.turn()

    [seen] = alliance.his.seen
    lines = seen.decode("gb18030").split("\r")
    assert [line[:3] for line in lines] == ["MSH", "EVN", "PID", "PV1", "TXA", "OBX", "OBX"]
    assert lines[4].split("|")[12] == "urn:uuid:6a0f6f0e-3d0c-4f4e-9a52-0b9a6c1d7e11^^urn:ietf:rfc:3986^URI"
    assert lines[5].split("|")[5] == "转诊单\\.br\\【诊断】\\.br\\脑梗死\\T\\高血压"
    assert lines[6].split("|")[5].startswith("ALLIANCE-HUB^APPLICATION^application/fhir+json^Base64^")


async def test_a_receiver_that_wants_the_bundle_in_a_referral_needs_one_in_it(alliance: Alliance) -> None:
    alliance.receivers.carrier = "REF"
    await alliance.send(json.dumps(DOCUMENT).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    [(state, _, error)] = await alliance.states()
    assert (state, error[:23]) == ("failed", "REF^I12 cannot be made:")


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (b"nothing", "the payload is neither HL7 v2 nor FHIR JSON"),
        (b'{"resourceType":"Slot","id":"1"}', "no HL7 v2 message tells of a Slot"),
    ],
    ids=["no JSON", "no message"],
)
async def test_a_payload_that_cannot_be_said_fails_with_the_reason(
    alliance: Alliance, payload: bytes, error: str
) -> None:
    await alliance.send(payload, content="application/fhir+json")
    await alliance.send(payload, channel="file", content="application/fhir+json")

    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert await alliance.states() == [("failed", 1, error)] * 2


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"resourceType": "Task", "status": "requested", "owner": {"reference": "Organization/M1"}}, "REF^I12"),
        ({"resourceType": "Task", "status": "accepted", "owner": {"reference": "Organization/M1"}}, "REF^I13"),
        ({"resourceType": "Task", "status": "cancelled", "owner": {"reference": "Organization/M1"}}, "REF^I14"),
        ({"resourceType": "Task", "status": "rejected", "owner": {"reference": "Organization/N1"}}, "RRI^I12"),
        ({"resourceType": "Task", "status": "cancelled", "owner": {"reference": "Organization/N1"}}, "RRI^I14"),
        ({"resourceType": "Appointment", "status": "booked"}, "SIU^S12"),
        ({"resourceType": "Appointment", "status": "cancelled"}, "SIU^S15"),
        ({"resourceType": "Patient"}, "ADT^A08"),
        ({"resourceType": "Slot"}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_which_message_tells_what(told: dict[str, object], expected: str) -> None:
    assert message_for(told, "M1") == expected


def test_an_address_names_application_and_facility() -> None:
    assert receiver_in("mllp://10.0.0.1:2575/HIS%20A/H1") == ("HIS A", "H1")
    assert receiver_in("mllp://10.0.0.1:2575") == ("", "")


def test_a_control_id_is_short_and_never_empty() -> None:
    assert [control_id_of(key) for key in (0, 35, 36, 2**63 - 1)] == ["0", "Z", "10", "1Y2P0IJ32E8E7"]


def test_a_document_without_narrative_has_no_words() -> None:
    assert composition_to_text({}) == ""
