"""Several server processes on one address: the kernel spreads connections over them (SO_REUSEPORT).

Each is a whole server and a node of the database; a worker that ends by itself is started again, unless none of them
has ever opened its doors and one says why it cannot: then all end. They are forked from a process that has loaded the
program and nothing else: no thread, no loop, no connection.
"""

import multiprocessing
import signal
import sys
import threading
import time
from multiprocessing.context import ForkProcess
from typing import Any, Final

from hub.cli.outcome import print_outcome
from hub.errors import HubError
from hub.log import LogEvent, log
from hub.settings import Settings

_PAUSE_SECONDS: Final = 1.0
"""Wait before a worker that ended is started again, so that one which cannot start does not keep the machine busy."""

_GRACE_SECONDS: Final = 30.0
_REFUSED: Final = 3
"""A worker's exit status when it cannot start and has said why."""


def run_workers(settings: Settings) -> int:
    """Run `settings.workers` servers until a signal comes; the exit status.

    Raises BadRequestError when another program has an address: the kernel would share it between the two.
    """
    from hub.server import bind  # the program is loaded once, for all of them

    for address, option in ((settings.http, "--http"), (settings.mllp, "--mllp"), (settings.mllps, "HUB_MLLPS")):
        if address:
            bind(address, shared=False, option=option).close()
    context = multiprocessing.get_context("fork")
    opened = context.RawValue("b", 0)
    stopping = threading.Event()

    def stop(_number: int, _frame: Any) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)

    def start() -> ForkProcess:
        worker = context.Process(target=_serve, args=(settings, opened), name="hub-worker")
        worker.start()
        return worker

    workers = [start() for _ in range(settings.workers)]
    while not stopping.wait(0.1):
        for place, worker in enumerate(workers):
            if not worker.is_alive():
                if worker.exitcode == _REFUSED and not opened.value:
                    return _end(workers)
                log(LogEvent.WORKER_ENDED, code=str(worker.exitcode))
                if stopping.wait(_PAUSE_SECONDS):
                    break
                workers[place] = start()
    return _end(workers)


def _end(workers: list[ForkProcess]) -> int:
    """Ask each to end in order; one that does not is killed."""
    for worker in workers:
        worker.terminate()
    until = time.monotonic() + _GRACE_SECONDS
    for worker in workers:
        worker.join(max(0.0, until - time.monotonic()))
        if worker.is_alive():
            worker.kill()
            worker.join()
    in_order = {0, -signal.SIGTERM}  # the latter: it was still starting
    return int(any(worker.exitcode not in in_order for worker in workers))


def _serve(settings: Settings, opened: Any) -> None:
    from hub.server import Running, run

    def note(_running: Running) -> None:
        opened.value = 1

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        run(settings, ready=note)
    except HubError as err:
        print_outcome(err.outcome())
        sys.exit(_REFUSED)
