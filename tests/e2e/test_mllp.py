"""The MLLP listener of a real server process (fault matrix T12 and T13 in small)."""

import json
import resource
import select
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.listeners.framing import frame
from tests.e2e.hub_process import HubProcess, MllpClient, running_hub
from tests.e2e.kill_cycles import run_cycles
from tests.unit.ingest.samples import adt, code_of, echoed


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("mllp")
    with running_hub(folder, HUB_MLLP_FRAME_LIMIT="200000", HUB_MLLP_FRAME_SECONDS="2") as server:
        yield server


def stored(hub: HubProcess, control_id: str) -> list[str]:
    with sqlite3.connect(f"file:{hub.data / 'hub.db'}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT state FROM inbound WHERE control_id = ? ORDER BY key", (control_id,))
        found = [str(row[0]) for row in rows]
    connection.close()
    return found


def test_a_connection_serves_many_messages_and_answers_in_order(hub: HubProcess) -> None:
    messages = [adt(control_id=f"ORD{n}", number=f"ORD{n % 7}", visit=f"ORD{n % 7}") for n in range(100)]

    with MllpClient(hub.mllp) as client:
        client.send(*messages)
        acks = [client.receive() for _ in messages]

    assert [(code_of(ack), echoed(ack)) for ack in acks] == [("AA", f"ORD{n}") for n in range(100)]


def test_a_message_that_trickles_in_byte_by_byte_is_accepted(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        for byte in frame(adt(control_id="BYTES")):
            client.socket.send(bytes([byte]))
        ack = client.receive()

    assert (code_of(ack), stored(hub, "BYTES")) == ("AA", ["stored"])


def test_a_truncated_frame_is_never_stored_or_answered(hub: HubProcess) -> None:
    message = adt(control_id="TRUNC")

    with MllpClient(hub.mllp) as client:
        client.socket.sendall(frame(message)[:-2])
        client.socket.shutdown(socket.SHUT_WR)
        answer = client.receive()

    assert (answer, stored(hub, "TRUNC")) == (b"", [])


def test_a_peer_that_closes_its_side_still_gets_its_answers(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        client.send(*(adt(control_id=f"HALF{n}", number=f"HALF{n}") for n in range(5)))
        client.socket.shutdown(socket.SHUT_WR)
        codes = [code_of(client.receive()) for _ in range(5)]
        last = client.receive()

    assert (codes, last) == (["AA"] * 5, b"")


def test_an_oversized_frame_is_rejected_and_the_connection_closed(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        client.socket.sendall(frame(adt(control_id="BIG", extra="NTE|1||" + "x" * 300_000))[:250_000])
        answer = client.receive()
        last = client.receive()

    assert (code_of(answer), echoed(answer), last, stored(hub, "BIG")) == ("AR", "BIG", b"", [])


def test_a_frame_that_never_ends_is_cut(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        client.socket.sendall(frame(adt(control_id="SLOW"))[:50])
        answer = client.receive()

    assert (answer, stored(hub, "SLOW")) == (b"", [])


def test_junk_between_frames_does_not_cost_the_next_message(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        client.socket.sendall(b"GET / HTTP/1.1\r\n\r\n" + frame(adt(control_id="JUNK")))
        ack = client.receive()

    assert code_of(ack) == "AA"


def test_two_thousand_silent_connections_do_not_stop_a_good_one(hub: HubProcess) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(most[0], min(most[1], 8192)), most[1]))
    idle: list[socket.socket] = []
    try:
        idle.extend(socket.create_connection(("127.0.0.1", hub.mllp)) for _ in range(2000))
        with MllpClient(hub.mllp) as client:
            codes = [code_of(client.ask(adt(control_id=f"IDLE{n}", number=f"IDLE{n}"))) for n in range(10)]
        ended = select.poll()
        for connection in idle:
            ended.register(connection, select.POLLIN)
        cut = ended.poll(0)
    finally:
        for connection in idle:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, most)

    assert codes == ["AA"] * 10
    assert cut == []  # they were there all the time


def test_hub_send_prints_the_acknowledgement_and_fails_for_a_refusal(hub: HubProcess, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.hl7", tmp_path / "bad.hl7"
    good.write_bytes(adt(control_id="SEND1"))
    bad.write_bytes(adt(control_id="SEND1", name="王^五"))
    command = [sys.executable, "-m", "hub.cli.main", "send", "--mllp", f"127.0.0.1:{hub.mllp}"]

    first = subprocess.run([*command, str(good)], capture_output=True, check=False)
    second = subprocess.run([*command, str(good), str(bad)], capture_output=True, check=False)

    assert (first.returncode, first.stdout.splitlines()[1]) == (0, b"MSA|AA|SEND1")
    assert (second.returncode, b"MSA|AA|SEND1" in second.stdout, b"MSA|AR|SEND1" in second.stdout) == (1, True, True)


def test_hub_send_over_http_and_the_quarantine_of_a_running_hub(hub: HubProcess, tmp_path: Path) -> None:
    def command(*argv: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-m", "hub.cli.main", *argv], capture_output=True, check=False)

    made = command("client", "add", "his", "--member", "H1", "--make-key", "--data", str(hub.data))
    token = command("token", "--client", "his", "--data", str(hub.data), "--http", f"127.0.0.1:{hub.http}")
    to_hub = ["--url", hub.url, "--token", token.stdout.decode().strip()]
    good, bad = tmp_path / "good.hl7", tmp_path / "bad.hl7"
    good.write_bytes(adt(control_id="HTTP1"))
    bad.write_bytes(adt(control_id=""))

    sent = command("send", str(good), str(bad), "--http", hub.url, "--token", to_hub[3])
    listed = command("quarantine", "list", *to_hub)
    number = listed.stdout.decode().splitlines()[1].split()[0]
    shown = command("quarantine", "show", number, *to_hub)
    replayed = command("quarantine", "replay", number, "--corrected", str(good), *to_hub)
    unknown = command("quarantine", "show", "1", *to_hub)
    nobody = command("quarantine", "list", "--url", hub.url)

    assert (made.returncode, token.returncode) == (0, 0)
    assert (sent.returncode, sent.stdout.count(b"MSA|AA"), sent.stdout.count(b"MSA|AR")) == (1, 1, 1)
    assert json.loads(shown.stdout)["state"] == "refused"
    assert (replayed.returncode, b"MSA|AA|HTTP1" in replayed.stdout) == (0, True)
    assert [json.loads(found.stderr)["issue"][0]["code"] for found in (unknown, nobody)] == ["not-found", "login"]


def test_hub_send_says_when_nobody_listens() -> None:
    command = [sys.executable, "-m", "hub.cli.main", "send", "-", "--mllp", "127.0.0.1:1"]

    found = subprocess.run(command, input=adt(), capture_output=True, check=False)

    outcome = json.loads(found.stderr)
    assert (found.returncode, outcome["issue"][0]["code"]) == (1, "transient")


def test_a_term_signal_answers_what_is_under_way_and_ends(tmp_path: Path) -> None:
    with running_hub(tmp_path / "term") as server:
        client = MllpClient(server.mllp)
        client.send(*(adt(control_id=f"T{n}", number=f"T{n}") for n in range(20)))
        first = client.receive()
        status = server.stop()
        rest = []
        while answer := client.receive():
            rest.append(echoed(answer))
        client.close()
        states = [stored(server, f"T{n}") for n in range(20)]

    answered = [echoed(first), *rest]
    assert status == 0
    assert answered == [f"T{n}" for n in range(len(answered))]
    assert states[: len(answered)] == [["stored"]] * len(answered)


def test_no_accepted_message_is_lost_or_doubled_in_three_kills(tmp_path: Path) -> None:
    ledger = run_cycles(tmp_path, 3, seed=1)

    assert ledger.accepted.total() >= 3
