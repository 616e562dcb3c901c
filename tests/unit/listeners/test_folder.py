"""The watched folder: whole files alone, each by one node, with the answer beside it, and nothing lost."""

import asyncio
import errno
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.bootstrap import Hub, build_hub, close_hub
from hub.errors import OverloadError
from hub.ingest.receipt import Receipt
from hub.keys import Keys
from hub.listeners import folder
from hub.listeners.folder import LEASE, FolderWatcher, Taken, run
from hub.settings import Settings
from hub.store.admin import Member
from hub.store.port import system
from tests.unit.ingest.samples import adt, code_of, echoed

EYES = system("tests")
RESIDENTS = "姓名,身份证号,性别,出生日期,入住日期\n王秀英,330105194111030029,女,1941-11-03,2026-01-05\n"


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    settings = Settings(data=tmp_path, lead_code="H1", folder="in", folder_settle_seconds=0.0, folder_bytes=20_000)
    made = await build_hub(settings, keys=Keys.in_memory())
    made.admin.add_member(Member(code="N1", name="示范颐和养护院", kind="home"))
    yield made
    await close_hub(made)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    found = tmp_path / "in" / "H1"
    found.mkdir(parents=True)
    return found


def watcher_of(hub: Hub) -> FolderWatcher:
    return FolderWatcher(hub.ingest, hub.admin, hub.settings)


def names(place: Path) -> list[str]:
    return sorted(os.fsencode(path.name).decode("gb18030") for path in place.iterdir() if path.name[0] != ".")


async def test_a_batch_is_taken_message_by_message_with_its_acknowledgements(hub: Hub, inbox: Path) -> None:
    (inbox / "night.hl7").write_bytes(b"BHS|^~\\&|HIS|H1\r" + adt(control_id="A") + adt(control_id="B") + b"BTS|2\r")

    assert await watcher_of(hub).look() == 1

    assert (names(inbox / "done"), names(inbox)) == (["night.hl7", "night.hl7.ack"], ["done", "error"])
    answers = (inbox / "done" / "night.hl7.ack").read_bytes().split(b"MSH|")[1:]
    assert [(code_of(answer), echoed(answer)) for answer in answers] == [("AA", "A"), ("AA", "B")]


async def test_a_refused_message_puts_the_file_among_the_errors_and_the_good_ones_are_stored(
    hub: Hub, inbox: Path
) -> None:
    (inbox / "day.hl7").write_bytes(adt(control_id="A") + adt(control_id="A", name="王^五") + adt(control_id="C"))

    await watcher_of(hub).look()

    assert names(inbox / "error") == ["day.hl7", "day.hl7.ack"]
    answers = (inbox / "error" / "day.hl7.ack").read_bytes().split(b"MSH|")[1:]
    assert [code_of(answer) for answer in answers] == ["AA", "AR", "AA"]


async def test_a_table_is_taken_for_the_member_in_whose_folder_it_lies(hub: Hub, tmp_path: Path) -> None:
    home = tmp_path / "in" / "N1"
    home.mkdir(parents=True)
    (home / "residents.csv").write_bytes(RESIDENTS.encode("gb18030"))

    await watcher_of(hub).look()

    answer = json.loads((home / "done" / "residents.csv.ack").read_bytes())
    assert answer["issue"][0]["diagnostics"].startswith("已入库 1 行")


@pytest.mark.parametrize(
    ("content", "code"), [(b"\x00\x01nothing that is known", "invalid"), (b"x" * 30_000, "too-long")]
)
async def test_what_cannot_be_read_says_why_and_is_not_tried_again(
    hub: Hub, inbox: Path, content: bytes, code: str
) -> None:
    (inbox / "odd.bin").write_bytes(content)
    watcher = watcher_of(hub)

    assert [await watcher.look(), await watcher.look()] == [1, 0]

    answer = json.loads((inbox / "error" / "odd.bin.ack").read_bytes())
    assert answer["issue"][0]["code"] == code


async def test_a_file_that_grows_is_not_taken_before_it_rests(hub: Hub, inbox: Path) -> None:
    slow = FolderWatcher(hub.ingest, hub.admin, replace(hub.settings, folder_settle_seconds=0.2))
    whole = adt(control_id="GROW")
    taken = []
    for size in (10, 50, 100):
        (inbox / "grow.hl7").write_bytes(whole[:size])
        taken.append(await slow.look())
        await asyncio.sleep(0.1)
    (inbox / "grow.hl7").write_bytes(whole)
    taken.append(await slow.look())
    await asyncio.sleep(0.25)
    taken.append(await slow.look())

    assert taken == [0, 0, 0, 0, 1]
    assert code_of((inbox / "done" / "grow.hl7.ack").read_bytes()) == "AA"


async def test_unfinished_names_links_and_folders_are_left_alone(hub: Hub, inbox: Path, tmp_path: Path) -> None:
    for name in (".hidden.hl7", "a.hl7.part", "b.TMP"):
        (inbox / name).write_bytes(adt())
    (inbox / "folder").mkdir()
    (tmp_path / "secret").write_bytes(adt())
    (inbox / "link.hl7").symlink_to(tmp_path / "secret")

    assert await watcher_of(hub).look() == 0
    assert (tmp_path / "secret").exists()


@pytest.mark.parametrize("kind", ["link", "pipe"])
async def test_a_link_or_pipe_that_took_the_place_of_a_seen_file_is_not_read(
    hub: Hub, inbox: Path, tmp_path: Path, kind: str
) -> None:
    """Between the look and the reading a member can put a link to another member's file where its own lay."""
    foreign = tmp_path / "in" / "N1" / "done" / "foreign.hl7"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(adt())
    (inbox / "own.hl7").write_bytes(adt(control_id="A"))
    watcher = watcher_of(hub)
    (path,) = watcher._ready(inbox)
    path.unlink()
    if kind == "link":
        path.symlink_to(foreign)
    else:
        os.mkfifo(path)
    taken = watcher._take(path, Member(code="H1", name="示范老年病医院", kind="hospital"))
    assert taken is not None

    await watcher._pass_on(taken)

    assert names(inbox / "error") == ["own.hl7", "own.hl7.ack"]
    assert "never followed" in (inbox / "error" / "own.hl7.ack").read_text()


async def test_answers_are_not_written_through_a_link(hub: Hub, inbox: Path, tmp_path: Path) -> None:
    """A member that made its `done` a link would put files into another member's folder, which counts as its own."""
    other = tmp_path / "in" / "N1"
    other.mkdir()
    (inbox / "done").symlink_to(other)
    (inbox / "a.hl7").write_bytes(adt())

    with pytest.raises(NotADirectoryError, match="done is a link"):
        await watcher_of(hub).look()

    assert names(other) == ["done", "error"]
    assert (inbox / "a.hl7").exists()


async def test_of_two_nodes_one_takes_each_file(hub: Hub, inbox: Path) -> None:
    for number in range(6):
        (inbox / f"{number}.hl7").write_bytes(adt(control_id=f"N{number}", number=f"P{number}", visit=f"V{number}"))

    counts = await asyncio.gather(watcher_of(hub).look(), watcher_of(hub).look())

    assert sum(counts) == 6
    assert names(inbox / "done") == sorted(f"{number}.hl7{end}" for number in range(6) for end in ("", ".ack"))


async def test_a_file_whose_node_has_died_is_taken_over_after_its_lease(hub: Hub, inbox: Path) -> None:
    work = inbox / ".work"
    work.mkdir()
    held, left, odd = work / "node!held.hl7", work / "node!left.hl7", work / "no-mark"
    for path, control_id in ((held, "HELD"), (left, "LEFT"), (odd, "ODD")):
        path.write_bytes(adt(control_id=control_id))
    old = held.stat().st_mtime - LEASE - 5
    os.utime(left, (old, old))
    os.utime(odd, (old, old))

    assert await watcher_of(hub).look() == 1

    assert names(inbox / "done") == ["left.hl7", "left.hl7.ack"]
    assert (held.exists(), odd.exists()) == (True, True)


async def test_what_was_stored_before_a_crash_is_recognised(hub: Hub, inbox: Path) -> None:
    await hub.ingest.receive(adt(control_id="TWICE"), door="folder", adapter="hl7v2", member=1)
    (inbox / "again.hl7").write_bytes(adt(control_id="TWICE"))

    await watcher_of(hub).look()

    assert code_of((inbox / "done" / "again.hl7.ack").read_bytes()) == "AA"
    page = await hub.ingest.quarantine.page(visibility=EYES, state="", text="", before=0, count=10)
    assert len(page) == 1


async def test_a_name_that_came_before_gets_a_number(hub: Hub, inbox: Path) -> None:
    watcher = watcher_of(hub)
    for control_id in ("ONE", "TWO"):
        (inbox / "same.hl7").write_bytes(adt(control_id=control_id))
        await watcher.look()

    assert names(inbox / "done") == ["same.2.hl7", "same.2.hl7.ack", "same.hl7", "same.hl7.ack"]


async def test_names_in_gbk_and_very_long_names_are_taken(hub: Hub, inbox: Path) -> None:
    chinese = os.fsdecode("入院.hl7".encode("gbk"))
    (inbox / chinese).write_bytes(adt(control_id="GBK"))
    (inbox / ("x" * 240 + ".hl7")).write_bytes(adt(control_id="LONG", number="2", visit="2"))

    assert await watcher_of(hub).look() == 2

    assert names(inbox / "done")[-2:] == ["入院.hl7", "入院.hl7.ack"]
    assert len(names(inbox / "done")[0]) == 180


def test_a_name_is_shown_as_text_whatever_its_bytes() -> None:
    member = Member(code="H1", name="")
    raw = ["入院".encode(), "入院".encode("gbk"), b"\xff\xff.hl7"]

    assert [Taken(Path(), os.fsdecode(name), member).shown for name in raw] == ["入院", "入院", "ÿÿ.hl7"]


class FullDisk:
    """A pipeline that can store nothing for now, in one of two ways."""

    def __init__(self, *, raises: bool) -> None:
        self.raises = raises

    async def recognise(self, data: bytes, **options: object) -> str:
        return "hl7v2"

    async def receive(self, data: bytes, **options: object) -> Receipt:
        if self.raises:
            raise OverloadError("The disk is full.")
        return Receipt(b"MSH|^~\\&\rMSA|AR|1\r", "failed")


@pytest.mark.parametrize("raises", [True, False], ids=["overload", "failed"])
async def test_what_cannot_be_stored_for_now_goes_back_beside_a_file_that_came_meanwhile(
    hub: Hub, inbox: Path, *, raises: bool
) -> None:
    (inbox / "a.hl7").write_bytes(adt())
    full = FolderWatcher(FullDisk(raises=raises), hub.admin, hub.settings)  # type: ignore[arg-type]  # its two methods

    with pytest.raises(OverloadError):
        await full.look()

    assert (inbox / "a.hl7").read_bytes() == adt()
    assert names(inbox / "done") == []


async def test_a_full_disk_leaves_the_file_and_no_half_answer(
    hub: Hub, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.hl7").write_bytes(adt(control_id="FULL"))

    def no_space(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        await watcher_of(hub).look()
    monkeypatch.undo()
    assert (inbox / "a.hl7").exists()
    await watcher_of(hub).look()

    assert code_of((inbox / "done" / "a.2.hl7.ack").read_bytes()) == "AA"


async def test_the_background_work_goes_on_after_a_fault(
    hub: Hub, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_AGAIN", 0.0)
    quick = replace(hub, settings=replace(hub.settings, folder_seconds=0.01))
    (inbox / "done").write_bytes(b"a file where a folder must be")
    work = asyncio.create_task(run(quick))
    await asyncio.sleep(0.1)
    (inbox / "done").unlink()
    (inbox / "a.hl7").write_bytes(adt())
    async with asyncio.timeout(10):
        while not (inbox / "done" / "a.hl7").exists():  # noqa: ASYNC110  the work tells nobody else
            await asyncio.sleep(0.02)
    work.cancel()

    assert names(inbox / "done") == ["a.hl7", "a.hl7.ack"]


async def test_a_member_whose_folder_is_broken_holds_up_no_other(hub: Hub, inbox: Path, tmp_path: Path) -> None:
    (inbox / "done").write_bytes(b"a file where a folder must be")
    home = tmp_path / "in" / "N1"
    home.mkdir()
    (home / "residents.csv").write_bytes(RESIDENTS.encode())

    with pytest.raises(FileExistsError):
        await watcher_of(hub).look()

    assert names(home / "done") == ["residents.csv", "residents.csv.ack"]


async def test_a_file_that_may_not_be_read_says_so(hub: Hub, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "a.hl7").write_bytes(adt())

    def denied(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(folder, "_read_file", denied)
    await watcher_of(hub).look()
    monkeypatch.undo()

    answer = json.loads((inbox / "error" / "a.hl7.ack").read_bytes())
    assert answer["issue"][0]["code"] == "forbidden"


async def test_a_file_that_another_node_has_just_taken_is_let_go(hub: Hub, inbox: Path) -> None:
    member = hub.admin.member("H1")
    assert member is not None
    (inbox / ".work").mkdir()

    assert watcher_of(hub)._take(inbox / "gone.hl7", member) is None


async def test_without_a_folder_nothing_is_looked_at(hub: Hub, tmp_path: Path) -> None:
    work = asyncio.create_task(run(replace(hub, settings=replace(hub.settings, folder=""))))
    await asyncio.sleep(0.05)
    work.cancel()

    assert not (tmp_path / "in").exists()


async def test_a_file_that_is_read_for_long_keeps_its_lease(
    hub: Hub, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_HEARTBEAT", 0.02)
    path = inbox / "node!a"
    path.write_bytes(b"x")
    os.utime(path, (0, 0))
    beating = asyncio.create_task(folder._keep_alive(path, "node"))
    await asyncio.sleep(0.1)
    beating.cancel()

    assert path.stat().st_mtime > 0
    assert (inbox / ".node").exists()
