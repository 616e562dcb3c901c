"""Slow work beside the event loop: one pool of spawned processes (DESIGN D16).

Bounded queue (503 when it is full), a time limit and a memory limit for each job. A worker that goes over a
limit, or dies, is replaced, and only its own job fails; one that was killed from outside (the kernel short of memory,
an operator) costs nothing the first time, since its job is done once more. Functions must be importable by name and
change nothing; arguments and answers are pickled. Processes start when the first job comes.
"""

import asyncio
import contextlib
import gc
import multiprocessing
import queue
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

from hub.errors import OverloadError, TooCostlyError
from hub.log import LogEvent, log

P = ParamSpec("P")
R = TypeVar("R")

_STOP_SECONDS = 2.0
_COLLECTED = (50_000, 20, 50)
"""How seldom a worker looks for cycles: rows become plain values without any, and at 700 it takes half of the time."""


class Offload:
    """The pool. One thread for each process waits on its pipe, so that no large copy holds the event loop."""

    def __init__(self, *, processes: int, waiting: int, seconds: float, megabytes: int) -> None:
        self._processes = processes
        self._waiting = waiting
        self._seconds = seconds
        self._megabytes = megabytes
        self._jobs = 0
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(max_workers=processes, thread_name_prefix="offload")
        for _ in range(processes):
            self._idle.put(_Worker(megabytes))

    @property
    def is_free(self) -> bool:
        """Whether a job that comes now need not wait for another."""
        return self._jobs < self._processes

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of `function(*args)` from a worker; its exception is raised here.

        Raises OverloadError when too many jobs wait or no process can be started, TooCostlyError when the job went over
        a limit.
        """
        if self._jobs >= self._processes + self._waiting:
            raise OverloadError(
                f"{self._jobs} slow jobs are waiting already; nothing was done. Try again in a few seconds.",
                headers=(("Retry-After", "5"),),
            )
        self._jobs += 1
        try:
            loop = asyncio.get_running_loop()
            future = loop.run_in_executor(self._threads, self._on_worker, function, args, kwargs)
        except BaseException:
            self._jobs -= 1
            raise
        future.add_done_callback(self._forget)
        answer: R = await asyncio.shield(future)
        return answer

    def close(self) -> None:
        """Stop the workers."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().stop()

    def _forget(self, future: asyncio.Future[Any]) -> None:
        self._jobs -= 1
        if not future.cancelled():
            future.exception()  # seen: the caller may have gone away

    def _on_worker(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        worker = self._idle.get()
        is_again = False
        try:
            while True:
                try:
                    return worker.call(function, args, kwargs, seconds=self._seconds)
                except _WorkerGoneError as err:
                    log(LogEvent.WORKER_KILLED, operation=function.__name__, error=str(err))
                    worker.stop()
                    worker = _Worker(self._megabytes)
                    if is_again or not err.is_from_outside:
                        raise TooCostlyError(
                            f"The work was stopped because {err}; expected a smaller input. Send it in parts."
                        ) from err
                    is_again = True
        finally:
            self._idle.put(worker)


class _WorkerGoneError(Exception):
    """A worker went over its time or died; `is_from_outside` when somebody else killed it."""

    def __init__(self, why: str, *, is_from_outside: bool = False) -> None:
        super().__init__(why)
        self.is_from_outside = is_from_outside


class _Worker:
    """One process, started with its first job, and our end of its pipe."""

    def __init__(self, megabytes: int) -> None:
        self._megabytes = megabytes
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def call(self, function: Callable[..., Any], args: Any, kwargs: Any, *, seconds: float) -> Any:
        """The function's answer. Blocks; runs in a thread of the pool. Raises OverloadError as `_start`."""
        if self._process is not None and not self._process.is_alive():
            self.stop()  # it died while it had nothing to do: no fault of this job
        pipe = self._pipe or self._start()
        try:
            pipe.send((function, args, kwargs))
            if not pipe.poll(seconds):
                raise _WorkerGoneError(f"it took more than {seconds:g} seconds")
            is_answer, value = pipe.recv()
        except (EOFError, OSError) as err:
            raise self._gone() from err
        if not is_answer:
            if isinstance(value, MemoryError):
                raise _WorkerGoneError(f"it needed more than {self._megabytes} MB of memory")
            raise value
        return value

    def stop(self) -> None:
        """Kill the process; the next `call` would start another."""
        if self._process is not None:
            self._process.kill()
            self._process.join(_STOP_SECONDS)
            self._process.close()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _gone(self) -> _WorkerGoneError:
        """Why the process ended under its job."""
        assert self._process is not None
        self._process.join(_STOP_SECONDS)
        code = self._process.exitcode
        if code == -signal.SIGKILL:
            return _WorkerGoneError(
                "its process was killed: the machine is short of memory, or somebody did it", is_from_outside=True
            )
        return _WorkerGoneError(f"its process ended by itself (exit {code})")

    def _start(self) -> Connection:
        """Raises OverloadError when the machine has no process or file number left."""
        context = multiprocessing.get_context("spawn")
        with contextlib.ExitStack() as failed:
            try:
                ours, theirs = context.Pipe()
                failed.callback(ours.close)
                with theirs:
                    process = context.Process(
                        target=_work, args=(theirs, self._megabytes), daemon=True, name="hub-offload"
                    )
                    process.start()
            except OSError as err:
                raise OverloadError(
                    f"No process can be started for slow work ({err.strerror}); nothing was done. Try again later.",
                    headers=(("Retry-After", "60"),),
                ) from err
            failed.pop_all()
        self._process, self._pipe = process, ours
        return ours


def _work(pipe: Connection, megabytes: int) -> None:
    """A worker's life: take a job, send its answer; end when the hub is gone."""
    limit = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.set_threshold(*_COLLECTED)
    while True:
        try:
            function, args, kwargs = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer = (True, function(*args, **kwargs))
        except Exception as err:  # noqa: BLE001  the edge of the process: the hub raises it again
            answer = (False, err)
        _send(pipe, answer)


def _send(pipe: Connection, answer: tuple[bool, Any]) -> None:
    try:
        pipe.send(answer)
    except (TypeError, AttributeError, ValueError) as err:  # it cannot be pickled
        pipe.send((False, RuntimeError(f"{type(answer[1]).__name__} cannot leave the worker: {type(err).__name__}")))
