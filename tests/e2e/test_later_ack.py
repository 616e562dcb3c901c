"""Enhanced mode through real listeners: the commit acknowledgement on the line, the application's over kill -9."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hub.cli.main import main
from hub.listeners.framing import Frame, Framer, frame
from tests.e2e.hub_process import MllpClient, free_port, running_hub
from tests.unit.ingest.samples import adt, code_of, echoed

ENHANCED = "|||AL|AL||UNICODE UTF-8"


@dataclass
class Receiver:
    """The member's system: takes acknowledgements in, and says that it has them."""

    seen: list[bytes] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, *, seconds: float = 120) -> list[tuple[str, str]]:
        with self.came:
            self.came.wait_for(lambda: len(self.seen) >= count, timeout=seconds)
            return sorted((code_of(one), echoed(one)) for one in self.seen)

    def serve(self, server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                framer = Framer(limit=100_000)
                while chunk := _received(connection):
                    for item in framer.feed(chunk):
                        assert isinstance(item, Frame)
                        control_id = item.content.split(b"|")[9].decode()
                        with self.came:
                            self.seen.append(item.content)
                            self.came.notify_all()
                        answer = f"MSH|^~\\&|HIS|H1|HUB|H1|20260302||ACK|1|P|2.5.1\rMSA|CA|{control_id}\r"
                        connection.sendall(frame(answer.encode()))


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


@contextmanager
def listening(port: int) -> Iterator[Receiver]:
    receiver = Receiver()
    with socket.create_server(("127.0.0.1", port)) as server:
        thread = threading.Thread(target=receiver.serve, args=(server,), daemon=True)
        thread.start()
        yield receiver
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def test_acknowledgements_come_once_each_and_outlive_kill_9(tmp_path: Path) -> None:
    port = free_port()
    wrong = adt(msh_tail=ENHANCED, control_id="WRONG").replace(b"\rPID|", b"\rPIX|")
    good = [adt(msh_tail=ENHANCED, control_id=f"GOOD{n}", number=f"E{n}", visit=f"E{n}") for n in range(5)]
    with running_hub(tmp_path, HUB_DELIVERY_RETRY_SECONDS="1") as hub:
        assert main(["endpoint", "add", "H1", "mllp", f"mllp://127.0.0.1:{port}/HIS/H1", "--data", str(tmp_path)]) == 0
        with MllpClient(hub.mllp) as client:
            commits = [code_of(client.ask(message)) for message in (*good, wrong)]
        hub.kill()
        hub.start()
        with MllpClient(hub.mllp) as client:
            again = [code_of(client.ask(message)) for message in (*good, wrong)]

        with listening(port) as receiver:
            receiver.wait_for(6)
            told = receiver.wait_for(7, seconds=4)

    assert (commits, again) == (["CA"] * 6, ["CA"] * 6)
    assert told == [*(("AA", f"GOOD{n}") for n in range(5)), ("AE", "WRONG")]
