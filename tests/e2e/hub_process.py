"""A real hub in a process of its own, started by the command and stopped by its pid."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from hub.listeners.framing import Frame, Framer, frame

_START_SECONDS = 60.0


def free_port() -> int:
    """A TCP port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class HubProcess:
    """One server. `start` and `kill` may be repeated on the same data."""

    data: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    http: int = field(default_factory=free_port)
    mllp: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.http}"

    def start(self) -> None:
        """Start it and wait until it is ready."""
        command = [sys.executable, "-m", "hub.cli.main", "serve", "--data", str(self.data)]
        command += ["--http", f"127.0.0.1:{self.http}", "--mllp", f"127.0.0.1:{self.mllp}"]
        with (self.data / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log, env={**os.environ, **self.environment})
        until = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            assert self.process.poll() is None, (self.data / "log").read_text()[-2000:]
            assert time.monotonic() < until, "the hub did not get ready"
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running_hub(data: Path, **environment: str) -> Iterator[HubProcess]:
    """A hub on this folder, stopped at the end."""
    data.mkdir(parents=True, exist_ok=True)
    hub = HubProcess(data, environment)
    hub.start()
    try:
        yield hub
    finally:
        if hub.process is not None and hub.process.poll() is None:
            hub.stop()


class MllpClient:
    """A sender: writes frames, reads acknowledgements."""

    def __init__(self, port: int, *, timeout: float = 30.0) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self._framer = Framer(limit=10_000_000)
        self._waiting: list[bytes] = []

    def send(self, *messages: bytes) -> None:
        """Write frames without waiting."""
        self.socket.sendall(b"".join(map(frame, messages)))

    def receive(self) -> bytes:
        """The next acknowledgement; b"" when the connection has ended."""
        while not self._waiting:
            try:
                chunk = self.socket.recv(65536)
            except ConnectionResetError:
                return b""
            if not chunk:
                return b""
            self._waiting += [item.content for item in self._framer.feed(chunk) if isinstance(item, Frame)]
        return self._waiting.pop(0)

    def ask(self, message: bytes) -> bytes:
        """Send one message and wait for its acknowledgement."""
        self.send(message)
        return self.receive()

    def close(self) -> None:
        """End the connection."""
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
