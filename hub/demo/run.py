"""Start a hub on a fresh embedded database, tell the story, and stay up."""

import os
import shutil
import socket
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp

import httpx2

from hub.demo.alliance import CLIENTS, PASSWORD, USERS
from hub.demo.clock import StoryClock
from hub.demo.install import install_alliance, install_history, register_endpoint
from hub.demo.narrator import Narrator
from hub.demo.receiver import Receiver
from hub.demo.stage import Stage
from hub.demo.story import tell_story
from hub.errors import BadRequestError
from hub.log import configure_logging
from hub.server import Running, serve
from hub.settings import Settings

MARK = "this-is-a-demo"
DEFAULT_FOLDER = "demo"
LOG = "hub.log"
"""What the hub logs meanwhile, in the folder of the demo: the story is told without it."""

DAYS_BEHIND = 9.0


def run_demo(settings: Settings, *, data: Path | None, once: bool) -> int:
    """Serve the demo until it is stopped, or with `once` until the story is told. 0 when every step held."""
    import uvloop

    if once and data is None:
        number, log = mkstemp(prefix="alliance-hub-demo-", suffix=".log")
        os.close(number)
        configure_logging(settings.log_level, path=Path(log))
        with TemporaryDirectory(prefix="alliance-hub-demo-") as passing:
            return uvloop.run(
                _demo(_on_free_ports(replace(settings, data=Path(passing))), log=Path(log), once=True, fresh=True)
            )
    folder = data or settings.data / DEFAULT_FOLDER
    fresh = _prepare(folder, wipe=data is None)
    if once and not fresh:
        raise BadRequestError(f"The folder {folder} holds a demo already; --once needs an empty or a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    configure_logging(settings.log_level, path=folder / LOG)
    return uvloop.run(_demo(replace(settings, data=folder), log=folder / LOG, once=once, fresh=fresh))


async def _demo(settings: Settings, *, log: Path, once: bool, fresh: bool) -> int:
    clock = StoryClock(days_behind=DAYS_BEHIND if fresh else 0)
    tell = Narrator(stays=not once)
    receiver = await Receiver().start()
    held = True

    async def ready(running: Running) -> None:
        nonlocal held
        if fresh:
            held = await _tell(running, clock, tell, receiver)
        tell.say(f"平台日志 the hub's log: {log}")
        clock.catch_up()
        if once:
            tell.say("想在页面上看这一切：make demo（不加 --once）。 To look at it on the pages: make demo.")
            running.stop.set()
        else:
            _say_where(tell, running)

    try:
        await serve(settings, ready=ready, clock=clock)
    finally:
        await receiver.stop()
    return 0 if held else 1


async def _tell(running: Running, clock: StoryClock, tell: Narrator, receiver: Receiver) -> bool:
    hub = running.hub
    tell.say("示例联盟：机构、人员、目录均为虚构；目录未经医务委员会签署，不得用于临床。")
    tell.say("A fictitious alliance; its catalogue is signed by nobody and must not decide care.")
    members = await install_alliance(hub)
    register_endpoint(hub, members["N1"], receiver.address)
    count = await install_history(hub, hub.engine, members)
    (hub.settings.data / MARK).write_text("hub demo made this folder and may replace it.\n", encoding="utf-8")
    tell.say(f"已建立 {len(members)} 个成员机构，载入 90 天 {count} 例历史转诊。(members and history)")
    async with httpx2.AsyncClient(base_url=f"http://{hub.settings.http}", timeout=60) as http:
        stage = Stage(hub=hub, clock=clock, tell=tell, http=http, receiver=receiver)
        held = await tell_story(stage)
    result = "全部成立 every step held" if held else f"有 {len(tell.failed)} 步没有成立 did not hold"
    tell.say("")
    tell.say(f"共 {tell.chapters} 幕，核对 {tell.held + len(tell.failed)} 项：{result}。")
    return held


def _say_where(tell: Narrator, running: Running) -> None:
    settings = running.hub.settings
    tell.say("")
    tell.look("控制台 console", f"http://{settings.http}/console/")
    tell.say(f"  账户 accounts: {', '.join(user.name for user in USERS)}；密码 password: {PASSWORD}")
    tell.look("公开床位与价格 public bed list", f"http://{settings.http}/")
    tell.look("FHIR R4", f"http://{settings.http}/fhir/metadata")
    tell.look("HL7 v2 MLLP", settings.mllp)
    tell.say(f"  令牌 a token: hub token --client {CLIENTS[0].id} --data {settings.data}")
    tell.say("  停止 stop: Ctrl-C")


def _prepare(folder: Path, *, wipe: bool) -> bool:
    """Whether the folder is fresh. The default folder of an earlier demo is replaced; no other ever is."""
    if not folder.exists() or not any(folder.iterdir()):
        return True
    if not (folder / MARK).exists():
        raise BadRequestError(
            f"The folder {folder} is not empty and no demo made it; expected an empty one. Name another with --data."
        )
    if wipe:
        shutil.rmtree(folder)
        return True
    return False


def _on_free_ports(settings: Settings) -> Settings:
    """The settings, with a free port in place of a default one that is taken: `--once` must not collide."""
    defaults = Settings()
    http = settings.http if settings.http != defaults.http or _is_free(settings.http) else _free_address()
    mllp = settings.mllp if settings.mllp != defaults.mllp or _is_free(settings.mllp) else _free_address()
    return replace(settings, http=http, mllp=mllp)


def _is_free(address: str) -> bool:
    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return False
    return True


def _free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
