"""How long `hub serve` takes until it answers, on an empty folder and on one that exists, beside its frameworks alone.

The limit is an interpreter that imports what the hub cannot start without: FastAPI, SQLModel, uvicorn.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")
_FRAMEWORKS = "import fastapi, sqlmodel, uvicorn, uvloop, jsonschema_rs, cryptography.hazmat.primitives.asymmetric.ec"


def start() -> dict[str, Any]:
    """Starts a second of a folder that exists; `cpu_us` is the processor time of one, `rss_mb` what it then holds."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        _serve(Path(folder))
        rounds = [(_serve(Path(folder)), _imports()) for _ in range(3)]
    seconds, cpu, rss = min(one for one, _ in rounds)
    limit = min(most for _, most in rounds)
    return {
        "value": round(1 / seconds, 3),
        "unit": "starts/s",
        "limit": round(1 / limit, 3),
        "ratio": round(limit / seconds, 4),
        "cpu_us": round(cpu * 1e6),
        "rss_mb": rss,
    }


def _serve(folder: Path) -> tuple[float, float, int]:
    """Seconds until ready, processor seconds, and megabytes resident."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "hub.cli.main", "serve", "--data", str(folder), "--http", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "HUB_LOG_LEVEL": "ERROR"})
    try:
        while not _is_ready(port):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError("The server did not start.")
            time.sleep(0.005)
        seconds = time.perf_counter() - began
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
        return seconds, (int(fields[11]) + int(fields[12])) / _TICKS, pages * os.sysconf("SC_PAGE_SIZE") >> 20
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _imports() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _FRAMEWORKS], check=True)
    return time.perf_counter() - began


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
