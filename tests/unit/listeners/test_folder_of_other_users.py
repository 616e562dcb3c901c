"""The watched folder where files belong to other users than the hub's own, as a transfer area has them."""

import json
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.bootstrap import Hub, build_hub, close_hub
from hub.keys import Keys
from hub.listeners.folder import FolderWatcher
from hub.log import JsonLines
from hub.settings import Settings
from tests.unit.ingest.samples import adt


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    settings = Settings(data=tmp_path, lead_code="H1", folder="in", folder_settle_seconds=0.0)
    made = await build_hub(settings, keys=Keys.in_memory())
    yield made
    await close_hub(made)


@pytest.fixture
async def nobodys(hub: Hub, tmp_path: Path) -> AsyncIterator[Callable[[], None]]:
    """Turns this process into another user than the one who wrote the files, until the test ends.

    One file is taken before, because that user may not read the hub's own code, of which some is loaded late.
    """
    if os.geteuid():
        pytest.skip("only root can become another user")
    inbox = tmp_path / "in" / "H1"
    inbox.mkdir(parents=True)
    (inbox / "first.hl7").write_bytes(adt(control_id="FIRST"))
    await FolderWatcher(hub.ingest, hub.admin, hub.settings).look()
    try:
        yield lambda: os.seteuid(65_534)
    finally:
        os.seteuid(0)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may use, as a transfer area is; pytest's own is its user's alone."""
    with tempfile.TemporaryDirectory() as root:
        found = Path(root) / "in" / "H1"
        found.mkdir(parents=True)
        for place in (Path(root), found.parent, found):
            place.chmod(0o777)
        yield found


async def test_a_file_that_another_user_wrote_is_taken_once(
    hub: Hub, shared: Path, nobodys: Callable[[], None]
) -> None:
    settings = replace(hub.settings, folder=str(shared.parent))
    file = shared / "a.hl7"
    file.write_bytes(adt(control_id="A"))
    file.chmod(0o644)
    os.utime(file, (1_000_000_000, 1_000_000_000))
    nobodys()

    watchers = [FolderWatcher(hub.ingest, hub.admin, settings) for _ in range(2)]
    taken = [await watcher.look() for watcher in (*watchers, *watchers)]

    assert taken == [1, 0, 0, 0]
    assert sorted(path.name for path in (shared / "done").iterdir()) == ["a.hl7", "a.hl7.ack"]


async def test_another_users_file_stays_with_the_node_that_reads_it(
    hub: Hub, shared: Path, nobodys: Callable[[], None]
) -> None:
    settings = replace(hub.settings, folder=str(shared.parent))
    file = shared / "a.hl7"
    file.write_bytes(adt(control_id="A"))
    file.chmod(0o644)
    os.utime(file, (1_000_000_000, 1_000_000_000))
    nobodys()
    reader, other = (FolderWatcher(hub.ingest, hub.admin, settings) for _ in range(2))
    [path] = reader._ready(shared)
    taken = reader._take(path, next(member for member in hub.admin.members() if member.code == "H1"))

    assert taken is not None
    assert await other.look() == 0
    mark = shared / ".work" / f".{taken.path.name.partition('!')[0]}"
    os.utime(mark, (1_000_000_000, 1_000_000_000))
    assert await other.look() == 1


async def test_a_folder_without_rights_is_named_once_with_its_member_and_loses_nothing(
    hub: Hub, shared: Path, nobodys: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(hub.settings, folder=str(shared.parent))
    (shared / "a.hl7").write_bytes(adt(control_id="A"))
    os.chmod(shared, 0o755)  # noqa: PTH101  the right that the hub's user lacks
    nobodys()
    watcher = FolderWatcher(hub.ingest, hub.admin, settings)

    for _ in range(2):
        with pytest.raises(PermissionError):
            await watcher.look()
    os.seteuid(0)
    os.chmod(shared, 0o777)  # noqa: PTH101  a transfer area
    nobodys()

    assert await watcher.look() == 1
    told = [json.loads(JsonLines().format(one)) for one in caplog.records if one.getMessage() == "FOLDER_UNUSABLE"]
    assert [(one["member"], one["error"]) for one in told] == [("H1", "PermissionError")]
