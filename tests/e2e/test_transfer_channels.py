"""A transfer bundle and a late result reach a receiver that speaks HL7 v2: over MLLP, as files, as MDM or as REF."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.delivery.channels.file import FileChannel
from hub.delivery.channels.mllp import MllpChannel
from hub.delivery.dispatcher import Channel, Dispatcher
from hub.delivery.speech import OutboxSpeech, control_id_of
from hub.referral.states import Direction, Event
from hub.settings import Settings
from hub.store.admin import Endpoint
from hub.store.port import Put, Ref, WriteUnit, system
from hub.transfer.late_results import LateResults
from tests.e2e.referral_stage import Stage, stage
from tests.unit.delivery.mllp_world import His, Receivers

EYES = system("tests")


@dataclass
class Exchange:
    """The alliance, whose home N1 reads HL7 v2 only, from a folder or over MLLP."""

    alliance: Stage
    dispatcher: Dispatcher
    receivers: Receivers
    his: His
    folder: Path

    def messages(self) -> list[list[str]]:
        """What has reached N1 in its folder or over MLLP, as lines, by the time of the message."""
        files = [path.read_bytes() for path in sorted(self.folder.iterdir())]
        return [one.decode("gb18030").strip("\r").split("\r") for one in [*files, *self.his.seen]]

    def of(self, code: str) -> list[list[str]]:
        """The messages of one type, as in MDM."""
        return [lines for lines in self.messages() if lines[0].split("|")[8].startswith(code)]


@asynccontextmanager
async def exchange_with(tmp_path: Path, channel: str) -> AsyncIterator[Exchange]:
    folder = tmp_path / "n1"
    folder.mkdir()
    his = His()
    server = await asyncio.start_server(his.accept, "127.0.0.1", 0)
    async with stage(tmp_path) as alliance:
        member = alliance.admin.member("N1")
        assert member is not None
        [hook] = alliance.admin.endpoints_of(member.number)
        alliance.admin.delete_endpoint(hook.number)
        port = server.sockets[0].getsockname()[1]
        address = f"file://{folder}/CARE/N1" if channel == "file" else f"mllp://127.0.0.1:{port}/CARE/N1"
        if channel == "file":
            folder = folder / "CARE" / "N1"
            folder.mkdir(parents=True)
        alliance.admin.add_endpoint(Endpoint(member=member.number, channel=channel, address=address))
        receivers = Receivers()
        speech = OutboxSpeech(alliance.engine, alliance.admin, receivers, alliance.clock)
        channels: dict[str, Channel] = {"mllp": MllpChannel(speech, seconds=2), "file": FileChannel(speech)}
        dispatcher = Dispatcher(alliance.engine, alliance.admin, alliance.clock, Settings(), channels=channels)
        try:
            yield Exchange(alliance, dispatcher, receivers, his, folder)
        finally:
            await dispatcher.close()
            server.close()
            await asyncio.gather(*his.open)


@pytest.fixture(params=["file", "mllp"])
async def exchange(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Exchange]:
    async with exchange_with(tmp_path, request.param) as made:
        yield made


async def departed(alliance: Stage) -> tuple[Ref, Ref]:
    """An elder on the way from H1 to N1, and the Task."""
    elder = await alliance.steady_elder("H1")
    bed = await alliance.bed("N1", "n1-bed-1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", elder)
    task = draft.tasks[0]
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)
    return elder, task


async def deliver(exchange: Exchange) -> list[tuple[str, str]]:
    """Let the outbox go out; what failed for N1, as (channel, error)."""
    while await exchange.dispatcher.turn():
        pass
    member = exchange.alliance.admin.member("N1")
    assert member is not None
    rows = await exchange.alliance.engine.outbound_page(visibility=EYES)
    return [(row.channel, row.last_error) for row in rows if row.receiver == member.number and row.state != "done"]


@pytest.mark.parametrize(("carrier", "message"), [("MDM", "MDM^T02"), ("REF", "REF^I12")])
async def test_the_transfer_bundle_reaches_a_receiver_without_http(
    exchange: Exchange, carrier: str, message: str
) -> None:
    exchange.receivers.carrier = carrier
    await departed(exchange.alliance)

    failed = await deliver(exchange)

    assert failed == []
    rows = await exchange.alliance.engine.outbound_page(visibility=EYES)
    [control_id] = [control_id_of(row.key) for row in rows if row.subject.startswith("Binary/")]
    [carried] = [lines for lines in exchange.messages() if lines[0].split("|")[9] == control_id]
    assert (carried[0].split("|")[8][:7], any("原发性高血压" in line for line in carried)) == (message, True)


async def test_a_late_result_reaches_a_receiver_without_http(exchange: Exchange) -> None:
    alliance = exchange.alliance
    elder, _ = await departed(alliance)
    late = LateResults(alliance.store, admin=alliance.admin, clock=alliance.clock)
    report = {
        "resourceType": "DiagnosticReport", "id": alliance.engine.new_id(elder.id), "status": "final",
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": "E77"}],
        "code": {"text": "血培养"}, "subject": {"reference": str(elder)}, "conclusion": "无菌生长",
        "effectiveDateTime": "2026-03-01T09:00:00+08:00",
    }  # fmt: skip
    put = Put(ref=Ref("DiagnosticReport", str(report["id"])), data=dump(report))
    await late.write(WriteUnit(puts=(put,)), visibility=alliance.who("H1").visibility)

    failed = await deliver(exchange)

    assert failed == []
    [lines] = exchange.of("ORU")
    assert [line.split("|")[5] for line in lines if line.startswith("OBX")] == ["无菌生长"]
