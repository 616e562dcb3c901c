"""A watched folder: files of each member go through the same pipeline as messages, each exactly as it lies there.

`FOLDER/H1/` is where member H1 puts files. A file is taken by renaming it into `.work`, so of several nodes one has it;
the node's own mark there (`.work/.TOKEN`) is renewed while it reads, for the file itself may belong to another user;
a file whose node has died is taken over after `LEASE`. What became of it
lies beside it: `done/NAME` or `error/NAME`, with `NAME.ack` (acknowledgements of HL7 v2 messages, else an
OperationOutcome). A crash anywhere leaves the file in one place; taken again it is recognised as stored.
"""

import asyncio
import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import uuid4

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump
from hub.conversion import split_messages
from hub.errors import BadRequestError, HubError, OverloadError, TooCostlyError
from hub.ingest.pipeline import Pipeline
from hub.log import LogEvent, log
from hub.referral.agreements import LEFT
from hub.settings import Settings
from hub.store.admin import OUTSIDE, AdminStore, Member

LEASE = 60.0
"""Seconds after which a file whose node gave no sign of life is taken over."""

_HEARTBEAT = 15.0
_WORK, _DONE, _ERROR = ".work", "done", "error"
_LONGEST = 180
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".swp")
_AGAIN = 10.0
"""Pause after a look that met a full disk, an overload or a folder that cannot be read, in seconds."""


class Seen(NamedTuple):
    """What a file looked like, and since when."""

    size: int
    changed: int
    since: float


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that this node has: where it lies now, and the name under which it came."""

    path: Path
    name: str
    member: Member

    @property
    def shown(self) -> str:
        """The name as text; a name that is not UTF-8 is read as GB 18030."""
        raw = os.fsencode(self.name)
        for codec in ("utf-8", "gb18030"):
            with contextlib.suppress(UnicodeDecodeError):
                return raw.decode(codec)
        return raw.decode("latin-1")


class HasIngest(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def settings(self) -> Settings:
        """The hub's settings."""
        ...

    @property
    def admin(self) -> AdminStore:
        """Its members."""
        ...

    @property
    def ingest(self) -> Pipeline:
        """Its pipeline."""
        ...


async def run(hub: HasIngest) -> None:
    """Background work of the server; without a folder in the settings it only waits."""
    if not hub.settings.folder:
        await asyncio.Event().wait()
    watcher = FolderWatcher(hub.ingest, hub.admin, hub.settings)
    while True:
        pause = hub.settings.folder_seconds
        try:
            await watcher.look()
        except (OSError, HubError) as err:
            log(LogEvent.BACKGROUND_FAILED, kind="folder", error=type(err).__name__)
            pause = max(pause, _AGAIN)
        await asyncio.sleep(pause)


class FolderWatcher:
    """Looks into the folder; one for each process."""

    def __init__(self, ingest: Pipeline, admin: AdminStore, settings: Settings) -> None:
        self._ingest = ingest
        self._admin = admin
        self._settings = settings
        self._root = settings.data / settings.folder
        self._seen: dict[Path, Seen] = {}
        self._token = uuid4().hex
        self._told: dict[str, str] = {}

    async def look(self) -> int:
        """Take what is whole, one file after the other; how many.

        A fault stops the line of its member, so that order is kept, and no other's. Raises the first one: OSError
        where a disk fails or is full, OverloadError where nothing can be stored for now.
        """
        taken_now = 0
        faults: list[OSError | HubError] = []
        for member in (one for one in self._admin.members() if one.admission_state not in {LEFT, OUTSIDE}):
            try:
                for path in await asyncio.to_thread(self._ready, self._root / member.code):
                    taken = await asyncio.to_thread(self._take, path, member)
                    if taken is not None:
                        taken_now += 1
                        await self._pass_on(taken)
            except (OSError, HubError) as err:
                faults.append(err)
                self._tell(member.code, type(err).__name__ if isinstance(err, OSError) else "")
            else:
                self._tell(member.code, "")
        if faults:
            raise faults[0]
        return taken_now

    def _tell(self, member: str, error: str) -> None:
        """Say once whose folder cannot be used, until that changes."""
        if error and self._told.get(member) != error:
            log(LogEvent.FOLDER_UNUSABLE, member=member, error=error)
        self._told[member] = error

    def _ready(self, folder: Path) -> list[Path]:
        """Files that have not changed for a while, and those whose node has died, oldest first."""
        for part in (folder, folder / _WORK, folder / _DONE, folder / _ERROR):
            part.mkdir(parents=True, exist_ok=True)
            if part != folder and part.is_symlink():
                raise NotADirectoryError(f"{part.name} is a link; what is put there would land with somebody else")
        present = list(_files(folder))
        found = [(about.st_mtime_ns, path) for path, about in present if self._is_settled(path, about)]
        now = _now_of(folder / _WORK, self._token)
        found += [
            (about.st_mtime_ns, path)
            for path, about in _files(folder / _WORK)
            if now - max(about.st_mtime, self._life_of(path)) > LEASE
        ]
        there = {path for path, _ in present}
        self._seen = {path: seen for path, seen in self._seen.items() if path.parent != folder or path in there}
        return [path for _, path in sorted(found)]

    def _is_settled(self, path: Path, about: os.stat_result) -> bool:
        now = time.monotonic()
        seen = self._seen.get(path)
        if seen is None or (seen.size, seen.changed) != (about.st_size, about.st_mtime_ns):
            seen = self._seen[path] = Seen(about.st_size, about.st_mtime_ns, now)
        return now - seen.since >= self._settings.folder_settle_seconds

    def _take(self, path: Path, member: Member) -> Taken | None:
        """Rename it into the work folder; None when another node was quicker."""
        name = path.name.partition("!")[2] if path.parent.name == _WORK else _short(path.name)
        work = self._root / member.code / _WORK / f"{self._token}!{name}"
        try:
            _now_of(work.parent, self._token)
            path.rename(work)
            with contextlib.suppress(PermissionError):  # another user's file
                os.utime(work, follow_symlinks=False)
        except FileNotFoundError:
            return None
        return Taken(work, name, member)

    def _life_of(self, path: Path) -> float:
        """When the node that has a file gave its last sign; what this one still has there it had left behind."""
        token = path.name.partition("!")[0]
        try:
            return 0.0 if token == self._token else (path.parent / f".{token}").stat().st_mtime
        except FileNotFoundError:
            return 0.0

    async def _pass_on(self, taken: Taken) -> None:
        """Read, store, answer; what fails for now goes back to where it came from."""
        beating = asyncio.create_task(_keep_alive(taken.path, self._token))
        try:
            is_good, answer = await self._receive(taken)
            await asyncio.to_thread(self._settle, taken, _DONE if is_good else _ERROR, answer)
        except (OSError, OverloadError):
            with contextlib.suppress(OSError):
                await asyncio.to_thread(_give_back, taken.path, self._root / taken.member.code, taken.name)
            raise
        finally:
            beating.cancel()
        log(LogEvent.FILE_TAKEN, member=taken.member.code, code="" if is_good else "refused", bytes=len(answer))

    async def _receive(self, taken: Taken) -> tuple[bool, bytes]:
        """Whether all of the file was taken, and the answer."""
        most = self._settings.folder_bytes
        try:
            data = await asyncio.to_thread(_read_file, taken.path, most)
        except PermissionError:
            text = "The hub's user may not read the file; expected one that it may. Put it there again with that right."
            return False, dump(operation_outcome([Issue("error", "forbidden", text)]))
        if data is None:
            text = "This is no file but a link or a device, which is never followed. Put the file itself there."
            return False, dump(operation_outcome([Issue("error", "forbidden", text)]))
        if len(data) > most:
            text = f"The file has more than the {most} bytes that are taken at most. Send it in parts."
            return False, dump(operation_outcome([Issue("error", "too-long", text)]))
        try:
            adapter = await self._ingest.recognise(data, file_name=taken.shown)
            if adapter == "hl7v2":
                return await self._receive_messages(data, taken)
            receipt = await self._ingest.receive(
                data, door="folder", adapter=adapter, member=taken.member.number, file_name=taken.shown
            )
        except (BadRequestError, TooCostlyError) as err:
            return False, dump(err.outcome())
        return receipt.state != "refused" and not receipt.rows_refused, receipt.ack

    async def _receive_messages(self, data: bytes, taken: Taken) -> tuple[bool, bytes]:
        """Each message of a file or batch, in order, with its own acknowledgement."""
        answers = []
        is_good = True
        for message in split_messages(data):
            receipt = await self._ingest.receive(message, door="folder", adapter="hl7v2", member=taken.member.number)
            if receipt.state == "failed":
                raise OverloadError("A message of the file could not be stored for now; the file is taken again.")
            is_good = is_good and receipt.state != "refused"
            answers.append(receipt.ack)
        return is_good, b"".join(answers)

    def _settle(self, taken: Taken, place: str, answer: bytes) -> None:
        """The answer first, then the file: whoever sees the file in its last place finds its answer."""
        folder = self._root / taken.member.code / place
        name = _reserve(folder, taken.name)
        _write(folder, f"{name}.ack", answer)
        taken.path.rename(folder / name)


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Regular files whose names say nothing of being unfinished; no links, no folders."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower().endswith(_UNFINISHED):
                continue
            if folder.name == _WORK and "!" not in entry.name:
                continue
            with contextlib.suppress(FileNotFoundError):
                about = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(about.st_mode):
                    yield Path(entry.path), about


def _read_file(path: Path, most: int) -> bytes | None:
    """Its bytes, at most one more than `most`; None for what is no regular file.

    A member may put a link in the place of its file after the hub has looked: it is not followed, because it could
    lead to another member's files.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as err:
        if err.errno in {errno.ELOOP, errno.ENXIO}:
            return None
        raise
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        return None
    with os.fdopen(number, "rb") as file:
        return file.read(most + 1)


def _now_of(folder: Path, token: str) -> float:
    """The time of the file system itself: nodes whose clocks differ agree on it."""
    probe = folder / f".{token}"
    probe.write_bytes(b"")
    os.utime(probe)
    return probe.stat().st_mtime


def _reserve(folder: Path, name: str) -> str:
    """The name, or one with a number where a file of that name came before; its answer's file is there, empty."""
    for free in _names(name):
        with contextlib.suppress(FileExistsError):
            (folder / f"{free}.ack").touch(exist_ok=False)
            if not (folder / free).exists():
                return free
    raise AssertionError("the names do not end")


def _give_back(path: Path, folder: Path, name: str) -> None:
    """Let it be taken again later; a file of that name that came meanwhile stays."""
    path.rename(next(folder / free for free in _names(name) if not (folder / free).exists()))


def _names(name: str) -> Iterator[str]:
    """The name, then with 2, 3 … before its suffix."""
    yield name
    stem, dot, suffix = name.rpartition(".")
    for number in count(2):
        yield f"{stem}.{number}.{suffix}" if dot and stem else f"{name}.{number}"


def _short(name: str) -> str:
    """A name that leaves room for what is put before and behind it: file systems take 255 bytes."""
    raw = os.fsencode(name)
    return name if len(raw) <= _LONGEST else os.fsdecode(raw[-_LONGEST:])


def _write(folder: Path, name: str, data: bytes) -> None:
    """All of it or nothing."""
    hidden = folder / f".{name}.part"
    try:
        with hidden.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            hidden.unlink()
        raise


async def _keep_alive(path: Path, token: str) -> None:
    """Renew the lease while the file is read."""
    while True:
        await asyncio.sleep(_HEARTBEAT)
        with contextlib.suppress(OSError):
            await asyncio.to_thread(_now_of, path.parent, token)
        with contextlib.suppress(OSError):
            await asyncio.to_thread(os.utime, path, follow_symlinks=False)
