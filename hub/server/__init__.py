"""The server process: web, listeners and background work around one hub, started and stopped in order.

`serve` is the whole of it; tests and the demo call it with a `ready` callback in place of waiting.
"""

import asyncio
import contextlib
import gc
import logging
import resource
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import uvicorn

from fhir_profiles.validate import prepare
from hub.api.app import HubApplication, build_application
from hub.api.connection import SlowConnections
from hub.api.http import Application
from hub.bootstrap import Hub, build_hub, close_hub
from hub.bulk import exports
from hub.clock import Clock
from hub.delivery import dispatcher, timers
from hub.errors import BadRequestError
from hub.ingest import views
from hub.ingest.reading import warm
from hub.listeners import folder
from hub.listeners.mllp import start_mllp
from hub.log import LogEvent, log
from hub.record.words import read_names
from hub.server.connection import HubConnection
from hub.settings import Settings
from hub.store import reindex
from hub.subscription import matcher
from hub.web.app import mount

_GRACE_SECONDS = 10
_BACKLOG = 2048
_MOST_FILES = 65_536
_PAUSE_SECONDS = 0.01
_DOORS: Final = {
    "--http": ("HUB_HTTP", "web server"),
    "--mllp": ("HUB_MLLP", "HL7 v2 listener"),
    "HUB_MLLPS": ("HUB_MLLPS", "HL7 v2 listener with TLS"),
}
"""How each door is chosen, the setting that names its address, and what it is called."""


TYPES_IN_USE: Final = (
    "Patient", "Observation", "Bundle", "Task", "ServiceRequest", "Encounter", "DiagnosticReport", "Location",
    "Organization", "Practitioner", "PractitionerRole", "Condition", "Composition", "Provenance", "Binary",
    "QuestionnaireResponse", "MedicationRequest", "MedicationStatement", "AllergyIntolerance", "ImagingStudy",
    "Appointment", "Slot", "Schedule", "Consent", "CarePlan", "Procedure", "DocumentReference", "Device", "Parameters",
)  # fmt: skip
"""Types whose schemas are compiled when the doors have opened: the first resource of one of them is not slow."""


@dataclass(frozen=True, slots=True)
class Running:
    """A hub whose doors are open. `http` is the address that it really has, HOST:PORT."""

    hub: Hub
    stop: asyncio.Event
    http: str = ""


Ready = Callable[[Running], Awaitable[None] | None]


async def serve(settings: Settings, *, ready: Ready | None = None, clock: Clock | None = None) -> None:
    """Serve until SIGTERM, SIGINT or `Running.stop`; then finish what is under way."""
    _raise_file_limit()
    hub = await build_hub(settings, clock=clock)
    stop = asyncio.Event()
    async with AsyncExitStack() as doors:
        doors.push_async_callback(close_hub, hub)
        await doors.enter_async_context(_background(hub))
        await doors.enter_async_context(_mllp(hub))
        application = _application(hub)
        address = await doors.enter_async_context(_web(hub, application))
        _freeze_garbage()
        warming = asyncio.create_task(_warm_up(application), name="warm-up")
        doors.callback(warming.cancel)
        with _signals(stop):
            log(LogEvent.SERVER_STARTED, address=address)
            if ready is not None:
                answer = ready(Running(hub, stop, address))
                if answer is not None:
                    await answer
            await stop.wait()
    log(LogEvent.SERVER_STOPPED)


def run(settings: Settings, *, ready: Ready | None = None) -> None:
    """Serve in a new event loop of uvloop."""
    import uvloop

    uvloop.run(serve(settings, ready=ready))


@asynccontextmanager
async def _web(hub: Hub, application: Application) -> AsyncIterator[str]:
    """The HTTP server: uvicorn on the running loop, without its own signal handlers and access log."""
    door = bind(hub.settings.http, shared=hub.settings.workers > 1)
    config = uvicorn.Config(
        application,
        http=HubConnection,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level=logging.WARNING,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        backlog=_BACKLOG,
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[door]), name="web")
    async with asyncio.timeout(_GRACE_SECONDS):
        await server.opened.wait()
    try:
        yield "{}:{}".format(*door.getsockname()[:2])
    finally:
        server.should_exit = True
        await task


class _QuietServer(uvicorn.Server):
    """uvicorn without signal handlers: this module has its own, for all doors."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.opened = asyncio.Event()
        self._slow = SlowConnections()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self.opened.set()

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; once a second the connections are looked at."""
        if counter % 10 == 0:
            ours = [one for one in self.server_state.connections if isinstance(one, HubConnection)]
            self._slow.look(ours, now=time.monotonic())
        return await super().on_tick(counter)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave the process's signals alone."""
        yield


def bind(address: str, *, shared: bool, option: str = "--http") -> socket.socket:
    """A socket on HOST:PORT, `shared` with the other workers. Raises BadRequestError when it cannot be had."""
    name, door = _DOORS[option]
    host, _, port = address.rpartition(":")
    if not port.isdigit():
        raise BadRequestError(f"{name} is {address!r}; expected HOST:PORT, as in 127.0.0.1:8000.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        made.bind((host.strip("[]") or "127.0.0.1", int(port)))
    except (OSError, OverflowError) as err:
        made.close()
        raise BadRequestError(
            f"The {door} cannot open {address}; another program has it, or the address is not this machine's. "
            f"Choose another with {option}."
        ) from err
    return made


def _application(hub: Hub) -> HubApplication:
    """The API with the console mounted."""
    application = build_application(hub)
    mount(application.rest, hub)
    return application


@asynccontextmanager
async def _mllp(hub: Hub) -> AsyncIterator[None]:
    """The HL7 v2 listeners to which the settings give an address: plain, with TLS, or both."""
    listeners = await start_mllp(hub)
    try:
        yield
    finally:
        for listener in listeners:
            listener.close()
        for listener in listeners:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(listener.wait_closed(), _GRACE_SECONDS)


@asynccontextmanager
async def _background(hub: Hub) -> AsyncIterator[None]:
    """Tasks that run as long as the server: each is `async def run(hub)` and is restarted when it fails."""
    tasks = [asyncio.create_task(_keep_running(hub, work), name=work.__module__) for work in _BACKGROUND]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


Work = Callable[[Hub], Awaitable[None]]

_BACKGROUND: Final[tuple[Work, ...]] = (
    dispatcher.run,
    timers.run,
    folder.run,
    views.run,
    exports.run,
    matcher.run,
    reindex.run,
)
"""Everything that runs beside the doors."""


async def _keep_running(hub: Hub, work: Work) -> None:
    while True:
        try:
            await work(hub)
        except Exception as err:  # noqa: BLE001  the edge of a background task: it is noted and goes on
            log(LogEvent.BACKGROUND_FAILED, operation=work.__module__, error=type(err).__name__)
        await asyncio.sleep(1)


async def _warm_up(application: HubApplication) -> None:
    """Make what the first callers would wait for, most urgent first, in a thread.

    Schemas are compiled one at a time: each keeps the interpreter for some 30 ms, and requests go between.
    """
    schemas: list[Callable[[], None]] = [partial(prepare, (resource_type,)) for resource_type in TYPES_IN_USE]
    for make in (*schemas[:1], warm, application.fhir.prepare, read_names, *schemas[1:]):
        await asyncio.to_thread(make)
        await asyncio.sleep(_PAUSE_SECONDS)
    _freeze_garbage()


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the server in order."""
    loop = asyncio.get_running_loop()
    taken = []
    for number in (signal.SIGTERM, signal.SIGINT):
        # A loop on Windows, or one outside the main thread (tests, the demo), takes no signal handlers.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
            taken.append(number)
    try:
        yield
    finally:
        for number in taken:
            loop.remove_signal_handler(number)


def _raise_file_limit() -> None:
    """Let as many connections in as the system allows: 1,024, the usual start, is what one slow-loris client opens."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _freeze_garbage() -> None:
    """Spare the collector what lives for ever: a third of the time of a large Bundle was spent on it.

    The command line starts with the collector off: what has come until then is code, and stays.
    """
    if gc.isenabled():
        gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 50, 50)
