"""Several server processes on one address: the kernel spreads connections over them (SO_REUSEPORT).

Each is a whole server and a node of the database; a worker that ends by itself is started again.
"""

import multiprocessing
import signal
import threading
import time
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from hub.log import LogEvent, configure_logging, log
from hub.settings import Settings

_PAUSE_SECONDS: Final = 1.0
"""Wait before a worker that ended is started again, so that one which cannot start does not keep the machine busy."""

_GRACE_SECONDS: Final = 30.0


def run_workers(settings: Settings) -> int:
    """Run `settings.workers` servers until a signal comes; the exit status."""
    context = multiprocessing.get_context("spawn")
    stopping = threading.Event()

    def stop(_number: int, _frame: Any) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)

    def start() -> SpawnProcess:
        worker = context.Process(target=_serve, args=(settings,), name="hub-worker")
        worker.start()
        return worker

    workers = [start() for _ in range(settings.workers)]
    while not stopping.wait(0.1):
        for place, worker in enumerate(workers):
            if not worker.is_alive():
                log(LogEvent.WORKER_ENDED, code=str(worker.exitcode))
                if stopping.wait(_PAUSE_SECONDS):
                    break
                workers[place] = start()
    return _end(workers)


def _end(workers: list[SpawnProcess]) -> int:
    """Ask each to end in order; one that does not is killed."""
    for worker in workers:
        worker.terminate()
    until = time.monotonic() + _GRACE_SECONDS
    for worker in workers:
        worker.join(max(0.0, until - time.monotonic()))
        if worker.is_alive():
            worker.kill()
            worker.join()
    return max((abs(worker.exitcode or 0) for worker in workers), default=0)


def _serve(settings: Settings) -> None:
    from hub.server import run

    configure_logging(settings.log_level)
    run(settings)
