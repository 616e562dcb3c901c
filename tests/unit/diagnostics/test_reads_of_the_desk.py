"""The reading desk reads what a unit changes in one look, however much it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fhir_profiles.json_text import dump
from hub.clock import SystemClock
from hub.diagnostics.guard import ReadingDesk
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Member
from hub.store.layer import EngineLayer
from hub.store.port import Put, Ref, StoredResource, Visibility, WriteUnit
from hub.store.sqlite import SqliteStore

REPORT: dict[str, Any] = {"resourceType": "DiagnosticReport", "code": {"text": "胸片"}}
TASK: dict[str, Any] = {"resourceType": "Task", "status": "requested", "intent": "order", "code": {"text": "回访"}}


class Counting(EngineLayer):
    """Counts looks at the store."""

    looks = 0

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """See `Store.read`."""
        self.looks += 1
        return await self.inner.read(ref, visibility=visibility, version=version)

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """See `Store.read_many`."""
        self.looks += 1
        return await self.inner.read_many(refs, visibility=visibility)


def unit_of(count: int, *, expected: int | None, status: str) -> WriteUnit:
    """As many reports and Tasks that are no readings."""
    bodies = [
        body | {"id": f"{body['resourceType'].lower()}-{number}", "status": status if body is REPORT else "requested"}
        for number in range(count)
        for body in (REPORT, TASK)
    ]
    puts = (Put(Ref(one["resourceType"], one["id"]), dump(one), expected=expected, custodian=1) for one in bodies)
    return WriteUnit(puts=tuple(puts))


async def test_a_unit_of_many_reports_and_tasks_is_read_in_one_look(tmp_path: Path) -> None:
    clock, keys = SystemClock(), Keys.in_memory()
    store = SqliteStore.open(tmp_path / "hub.db", keys=keys, clock=clock)
    admin = AdminStore.open(tmp_path / "admin.db", clock=clock)
    admin.add_member(Member(code="M1", name="示范街道社区卫生服务中心", kind="clinic"))
    counting = Counting(store)
    desk = ReadingDesk(counting, admin=admin, clock=clock, keys=keys, settings=Settings(data=tmp_path))
    eyes, looks = Visibility(member=1), []
    try:
        for expected, status in ((0, "partial"), (None, "final"), (None, "amended")):
            before = counting.looks
            await desk.write(unit_of(20, expected=expected, status=status), visibility=eyes)
            looks.append(counting.looks - before)
    finally:
        admin.close()
        await store.close()

    assert looks == [0, 1, 1]
