"""The listener with TLS: who shows no certificate stays out, and a sender is believed behind its own alone."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.conversion import Target
from hub.delivery.channels.mllp import MllpChannel, Said, client_context
from hub.errors import BadRequestError
from hub.listeners.binding import CertificateBinding
from hub.listeners.framing import frame
from hub.listeners.mllp import MllpServer
from hub.listeners.tls import names_in, server_context
from hub.log import JsonLines
from hub.settings import Settings
from hub.store.admin import Endpoint
from hub.store.port import Outbound
from tests.unit.ingest.samples import adt
from tests.unit.listeners.certificates import Authority

SENDER = '[sender]\napplication = "HIS"\nfacility = "H1"\nmember = "H1"\ncertificate = "his-h1"\n'


@dataclass
class Answer:
    ack: bytes


@dataclass
class Pipeline:
    """Says AA to everything, or waits."""

    seen: list[bytes] = field(default_factory=list)

    async def receive(self, data: bytes, *, door: str, adapter: str | None, member: int | None, peer: str) -> Answer:
        self.seen.append(data)
        control_id = data.split(b"|")[9].decode()
        return Answer(f"MSH|^~\\&|HUB\rMSA|AA|{control_id}\r".encode())

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        return b"MSH|^~\\&|HUB\rMSA|AR|\r"


@dataclass
class World:
    settings: Settings
    authority: Authority
    pipeline: Pipeline
    port: int
    plain: int


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    keys = tmp_path / "keys"
    keys.mkdir()
    (tmp_path / "senders").mkdir()
    authority = Authority(keys)
    authority.issue("mllps")
    return Settings(data=tmp_path, mllps_clients="authority.crt", mllp="127.0.0.1:0", mllps="127.0.0.1:0")


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[World]:
    authority = Authority(settings.data / "keys", "other")
    clock, pipeline = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC)), Pipeline()
    binding = CertificateBinding(settings, clock)
    tls = server_context(settings)
    secure = MllpServer(pipeline, settings=settings, clock=clock, address=settings.mllps, tls=tls, binding=binding)
    plain = MllpServer(pipeline, settings=settings, clock=clock, binding=binding)
    _, port = await secure.start()
    _, open_port = await plain.start()
    try:
        yield World(settings, authority, pipeline, port, open_port)
    finally:
        for server in (secure, plain):
            server.close()
            await server.wait_closed()


def client(folder: Path, certificate: tuple[Path, Path] | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(folder / "authority.crt"))
    context.check_hostname = False
    if certificate is not None:
        context.load_cert_chain(*certificate)
    return context


async def ask(port: int, message: bytes, tls: ssl.SSLContext | None) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    try:
        writer.write(frame(message))
        async with asyncio.timeout(5):
            return (await reader.read(65536)).strip(b"\x0b\x1c\r")
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@pytest.fixture
def signer(settings: Settings) -> Authority:
    """The authority that the listener knows."""
    authority = Authority(settings.data / "keys")
    authority.issue("mllps")
    return authority


async def test_a_sender_with_its_certificate_is_answered(settings: Settings, signer: Authority) -> None:
    own = signer.issue("his-h1")
    (settings.data / "senders" / "his.toml").write_text(SENDER)
    async with listening(settings) as world:
        ack = await ask(world.port, adt(control_id="T1"), client(signer.folder, own))

    assert ack.split(b"\r")[1] == b"MSA|AA|T1"


async def test_who_shows_no_certificate_a_strange_or_an_old_one_is_not_let_in_and_the_log_says_why(
    settings: Settings, signer: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(settings) as world:
        strange = world.authority.issue("his-h1")
        old = signer.issue("old-h1", is_expired=True)
        answers = []
        for certificate in (None, strange, old):
            try:
                answers.append(await ask(world.port, adt(), client(signer.folder, certificate)))
            except OSError:
                answers.append(b"")

    assert (answers, world.pipeline.seen) == ([b"", b"", b""], [])
    refused = [one for one in caplog.records if one.getMessage() == "MLLP_TLS_REFUSED"]
    reasons = [json.loads(JsonLines().format(one))["error"] for one in refused]
    assert reasons == [
        "PEER_DID_NOT_RETURN_A_CERTIFICATE", "unable to get local issuer certificate", "certificate has expired",
    ]  # fmt: skip


async def test_a_sender_is_refused_behind_another_certificate_and_without_tls(
    settings: Settings, signer: Authority
) -> None:
    other = signer.issue("lis-h1")
    (settings.data / "senders" / "his.toml").write_text(SENDER)
    async with listening(settings) as world:
        behind_another = await ask(world.port, adt(control_id="T2"), client(signer.folder, other))
        enhanced = adt(control_id="T3").replace(b"|P|2.5.1", b"|P|2.5.1|||AL|NE")
        plain = await ask(world.plain, enhanced, None)

    assert behind_another.split(b"\r")[1].startswith(b"MSA|AR|T2|")
    assert plain.split(b"\r")[1].startswith(b"MSA|CR|T3|")
    assert behind_another.split(b"|")[6] == b"20260302080000+0800"
    assert world.pipeline.seen == []


async def test_a_sender_without_a_certificate_in_its_file_may_come_as_before(
    settings: Settings, signer: Authority
) -> None:
    (settings.data / "senders" / "his.toml").write_text(SENDER.replace('"HIS"', '"OTHER"'))
    async with listening(settings) as world:
        ack = await ask(world.plain, adt(control_id="T4"), None)

    assert ack.split(b"\r")[1] == b"MSA|AA|T4"


async def test_a_peer_with_too_many_connections_is_cut_off_and_others_are_not(settings: Settings) -> None:
    few = replace(settings, mllp_peer_connections=2)
    async with listening(few) as world:
        pairs = [await asyncio.open_connection("127.0.0.1", world.plain) for _ in range(2)]
        ends = []
        reader, writer = await asyncio.open_connection("127.0.0.1", world.plain)
        try:
            ends.append(await reader.read())
        except ConnectionError:
            ends.append(b"")
        writer.close()
        pairs[0][1].close()
        await asyncio.sleep(0.05)
        ack = await ask(world.plain, adt(control_id="T5"), None)
        pairs[1][1].close()

    assert (ends, ack.split(b"\r")[1]) == ([b""], b"MSA|AA|T5")


@pytest.mark.parametrize("fault", ["missing", "readable", "no PEM", "no authority"])
def test_a_certificate_that_cannot_be_used_is_said_before_anything_opens(settings: Settings, fault: str) -> None:
    keys = settings.data / "keys"
    if fault == "missing":
        (keys / "mllps.crt").unlink()
    elif fault == "readable":
        (keys / "mllps.key").chmod(0o644)
    elif fault == "no PEM":
        (keys / "mllps.crt").write_text("hello")
    else:
        (keys / "authority.crt").unlink()

    with pytest.raises(BadRequestError):
        server_context(settings)


def test_the_names_of_a_certificate_are_its_common_name_and_its_hosts() -> None:
    certificate = {
        "subject": ((("countryName", "CN"),), (("commonName", "his-h1"),)),
        "subjectAltName": (("DNS", "his.example"), ("IP Address", "10.0.0.1")),
    }

    assert (names_in(certificate), names_in(None)) == (frozenset({"his-h1", "his.example"}), frozenset())


@dataclass
class Words:
    """Says the same of every row."""

    target: Target = field(default_factory=Target)

    async def say(self, row: Outbound, endpoint: Endpoint) -> Said:
        return Said(adt(control_id="OUT"), "OUT")


async def test_a_delivery_over_mllps_shows_the_hub_s_certificate_and_checks_the_receiver_s(
    settings: Settings, signer: Authority
) -> None:
    row = Outbound(key=1, receiver=1, channel="mllp", address="", ordering="", subject="", payload=b"")
    async with listening(settings) as world:
        endpoint = Endpoint(member=1, channel="mllp", address=f"mllps://localhost:{world.port}")
        known = MllpChannel(Words(), tls=lambda: client_context(settings.data / "keys", settings))
        attempt = await known.deliver(row, endpoint)
        unknown = MllpChannel(Words(), tls=lambda: client_context(settings.data / "none", Settings()))
        refused = await unknown.deliver(row, endpoint)
        await known.close()
        await unknown.close()

    assert (attempt.error, refused.error) == ("", "no acknowledgement (SSLCertVerificationError)")
    assert world.pipeline.seen == [adt(control_id="OUT")]
