"""`hub convert` and `hub send` of a batch file of 200 MB: message by message, in bounded memory."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

_MESSAGES = 400
_LINES = 500_000
"""Characters of the text of one message: 400 of them are 200 MB."""
_MOST = 260_000
"""Kilobytes of resident memory: the interpreter with its maps, and a few messages."""


def test_a_batch_of_200_megabytes_is_converted_in_bounded_memory(tmp_path: Path) -> None:
    file = batch(tmp_path)

    lines, memory, status = run(["convert", str(file), "--source", "H1"])

    assert (status, lines) == (0, _MESSAGES)
    assert memory < _MOST


def test_a_batch_of_200_megabytes_is_sent_in_bounded_memory(tmp_path: Path) -> None:
    file = batch(tmp_path)
    seen: list[int] = []

    with listener(seen) as port:
        _, memory, status = run(["send", str(file), "--mllp", f"127.0.0.1:{port}"])

    assert (status, len(seen)) == (0, _MESSAGES)
    assert memory < _MOST


def batch(folder: Path) -> Path:
    """A file of a batch, written piece by piece."""
    path = folder / "batch.hl7"
    with path.open("w", newline="") as file:
        file.write("FHS|^~\\&|HIS|H1\rBHS|^~\\&|HIS|H1\r")
        for number in range(_MESSAGES):
            file.write(
                f"MSH|^~\\&|HIS|H1|HUB|A|20260301083000||ORU^R01|M{number}|P|2.5.1\rPID|1||ZY{number}^^^^MR||A^B\r"
                f"OBR|1|P{number}|F{number}|T^Test^L|||20260301||||||||||||||||||F\rOBX|1|TX|N^Note^L||"
            )
            file.write("x" * _LINES)
            file.write("||||||F\r")
        file.write(f"BTS|{_MESSAGES}\rFTS|1\r")
    return path


def run(arguments: list[str]) -> tuple[int, int, int]:
    """Lines on standard output, the largest resident memory of the process in kilobytes, and its exit status."""
    program = (
        "import resource, sys; from hub.cli.main import main\n"
        "try:\n    status = main(sys.argv[1:])\n"
        "except SystemExit as ended:\n    status = ended.code\n"
        "sys.stderr.write(f'{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss} {status or 0}')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = sum(1 for _ in process.stdout)
        memory, status = process.stderr.read().split()[-2:]
    return lines, int(memory), int(status)


@contextmanager
def listener(seen: list[int]) -> Iterator[int]:
    """A system that answers AA and remembers the length of what came; its own thread and loop."""
    ready = threading.Event()
    ports: list[int] = []
    done = threading.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while message := await reader.readuntil(b"\x1c\r"):
                seen.append(len(message))
                control_id = message[:200].split(b"|")[9]
                writer.write(b"\x0bMSH|^~\\&|X\rMSA|AA|" + control_id + b"\r\x1c\r")
        except asyncio.IncompleteReadError:
            writer.close()

    async def work() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=4_000_000)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await asyncio.to_thread(done.wait)
        server.close()

    thread = threading.Thread(target=asyncio.run, args=(work(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield ports[0]
    finally:
        done.set()
        thread.join(10)
