"""What the PostgreSQL store promises when a connection, the server or a schema is not as it should be."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from hub.clock import SystemClock
from hub.errors import ConflictError, InvalidResourceError, OverloadError
from hub.store.pg import commit, notes, pool, schema
from hub.store.port import AuditEntry, Put, Ref
from hub.store.postgres import PostgresStore
from hub.store.postgres_admin import open_postgres_admin
from hub.store.query import HistoryQuery
from hub.store.schema import HEAD
from hub.store.search.parse import parse_query
from tests.postgres_server import PostgresServer, shared_server
from tests.unit.store.postgres_nodes import H1, KEYS, Door, node, patient, unit, url

__all__ = ["url"]


@pytest.fixture
def empty() -> Iterator[str]:
    server = shared_server()
    made = server.new_database()
    yield made
    server.drop_database(made)


async def _versions(store: PostgresStore, ref: Ref) -> list[int]:
    page = await store.history(HistoryQuery(ref.type, ref.id, count=99), visibility=H1)
    return [one.version for one in page.resources]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_commit_whose_answer_is_lost_is_stored_once_and_said_so(url: str, tmp_path: Path, moment: str) -> None:
    group = Put(Ref("Group", "g"), b'{"resourceType":"Group","type":"person","actual":true}')
    async with Door(tmp_path, url).opened() as door, node(door.url) as store:
        await store.write(unit(patient("p")), visibility=H1)
        door.fail = moment
        result = await store.write(unit(group, patient("q", expected=0)), visibility=H1)

        assert door.failed == 1
        assert [one.version for one in result.resources] == [1, 1]
        assert await _versions(store, Ref("Group", "g")) == [1]
        assert await _versions(store, Ref("Patient", "q")) == [1]


async def test_a_commit_whose_outcome_nobody_can_tell_is_not_reported_as_stored(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "_LOOK_SECONDS", 0.2)
    async with Door(tmp_path, url).opened() as door, node(door.url) as store:
        await store.write(unit(patient("p")), visibility=H1)
        door.fail = "after"
        writing = asyncio.create_task(store.write(unit(patient("q", expected=0)), visibility=H1))
        await door.closed.wait()
        (tmp_path / ".s.PGSQL.5432").rename(tmp_path / "gone")

        with pytest.raises(OverloadError, match="look for it before you send it again"):
            await writing
        (tmp_path / "gone").rename(tmp_path / ".s.PGSQL.5432")
        assert await _versions(store, Ref("Patient", "q")) == [1]


async def test_a_server_that_crashes_loses_nothing_acknowledged_and_the_store_goes_on() -> None:
    server = PostgresServer(Path(tempfile.mkdtemp(prefix="hub-crash-")), safe=True)  # pytest's own is closed to others
    server.start()
    acknowledged: list[str] = []
    under_way = asyncio.Event()
    try:
        await schema.ensure_schema(server.url())
        async with node(server.url()) as store:

            async def write(lane: int) -> None:
                for number in range(15):
                    name = f"p{lane}-{number}"
                    try:
                        await store.write(unit(patient(name, expected=0)), visibility=H1)
                    except OverloadError:
                        continue
                    acknowledged.append(name)
                    if len(acknowledged) == 12:
                        under_way.set()

            writing = [asyncio.create_task(write(lane)) for lane in range(6)]
            await under_way.wait()
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
            await asyncio.gather(*writing)
            await store.write(unit(patient("last")), visibility=H1)
            refs = [Ref("Patient", name) for name in acknowledged]
            kept = await store.read_many([*refs, Ref("Patient", "last")], visibility=H1)
            everything = await store.history(HistoryQuery("Patient", count=999), visibility=H1)
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(server.folder)

    assert set(kept) == {*refs, Ref("Patient", "last")}
    assert len({one.ref for one in everything.resources}) == len(everything.resources)


async def test_a_server_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(OverloadError, match="cannot reach its PostgreSQL server"):
        await PostgresStore.open(f"postgresql://hub@/hub?host={tmp_path}", keys=KEYS, clock=SystemClock())


async def test_reads_come_back_after_their_connections_were_cut(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("p")), visibility=H1)
        await store.read(Ref("Patient", "p"), visibility=H1)
        await _cut_all(url)

        assert await store.read(Ref("Patient", "p"), visibility=H1) is not None
        await _cut_all(url)
        assert await _versions(store, Ref("Patient", "p")) == [1]
        for _ in range(2):  # the second one takes the short way
            await _cut_all(url)
            page = await store.search(parse_query("Patient", [("gender", "urn:x|y")], strict=True), visibility=H1)
            assert page.resources == ()
        result = await store.write(unit(patient("q")), visibility=H1)
        assert result.created == (True,)


async def test_text_that_the_server_cannot_hold_is_refused_and_disturbs_nobody(url: str) -> None:
    odd = patient("odd", b'{"resourceType":"Patient","name":[{"family":"a\\u0000b"}]}')
    async with node(url) as store:
        outcomes = await asyncio.gather(
            store.write(unit(patient("p")), visibility=H1),
            store.write(unit(odd), visibility=H1),
            return_exceptions=True,
        )

        assert [type(one).__name__ for one in outcomes] == ["WriteResult", InvalidResourceError.__name__]
        assert await _versions(store, Ref("Patient", "p")) == [1]


async def test_a_unit_that_keeps_meeting_others_is_tried_alone_and_holds_nobody_up(url: str) -> None:
    async with node(url) as store:
        await _meet_others(url, times=6)
        late = asyncio.create_task(store.write(unit(patient("late", expected=0)), visibility=H1))
        await asyncio.gather(*(store.write(unit(patient(f"p{n}", expected=0)), visibility=H1) for n in range(3)))
        await late

        assert [await _versions(store, Ref("Patient", number)) for number in ("p0", "p1", "p2", "late")] == [[1]] * 4


async def test_a_unit_that_never_stops_meeting_others_is_refused_in_words_and_stored_nowhere(url: str) -> None:
    async with node(url) as store:
        await _meet_others(url, times=1000)
        late = asyncio.create_task(store.write(unit(patient("late", expected=0)), visibility=H1))
        await store.write(unit(patient("p", expected=0)), visibility=H1)
        with pytest.raises(OverloadError, match="Others kept changing the same data; nothing was stored"):
            await late

        assert [await _versions(store, Ref("Patient", number)) for number in ("p", "late")] == [[1], []]


async def _meet_others(url: str, *, times: int) -> None:
    """The server takes each of so many tries to store Patient/late for a deadlock."""
    await _execute(url, "CREATE SEQUENCE tries")  # which counts on when its transaction is undone
    await _execute(
        url,
        "CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.id = 'late' AND nextval('tries') <= {times} THEN RAISE EXCEPTION USING ERRCODE = '40P01'; END IF; "
        "RETURN NEW; END $$",
    )
    await _execute(url, "CREATE TRIGGER meet BEFORE INSERT ON resource_id FOR EACH ROW EXECUTE FUNCTION meet()")


def _access(target: str) -> AuditEntry:
    return AuditEntry(
        at=1, member=1, agent="client-1", action="R", interaction="read", target=target, patient="", outcome=0,
        purpose="TREAT",
    )  # fmt: skip


async def _targets(store: PostgresStore) -> list[str]:
    return sorted(entry.target for entry in await store.audit_page(visibility=H1))


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_an_audit_entry_whose_answer_is_lost_is_stored_once(url: str, tmp_path: Path, moment: str) -> None:
    async with Door(tmp_path, url).opened() as door, node(door.url) as store:
        door.cue, door.fail = b"Patient/lost", moment
        await asyncio.gather(*(store.audit(_access(target)) for target in ("Patient/a", "Patient/lost", "Patient/z")))

        assert door.failed == 1
        assert await _targets(store) == ["Patient/a", "Patient/lost", "Patient/z"]


async def test_an_audit_entry_that_the_server_cannot_hold_fails_alone(url: str) -> None:
    async with node(url) as store:
        outcomes = await asyncio.gather(
            *(store.audit(_access(target)) for target in ("Patient/a", "Patient/\x00", "Patient/z")),
            return_exceptions=True,
        )

        assert [type(one).__name__ for one in outcomes] == ["NoneType", OverloadError.__name__, "NoneType"]
        assert await _targets(store) == ["Patient/a", "Patient/z"]


async def test_no_audit_entry_is_taken_once_the_store_is_closed(url: str) -> None:
    async with node(url) as store:
        await store.audit(_access("Patient/a"))
    with pytest.raises(OverloadError, match="stopping"):
        await store.audit(_access("Patient/b"))


async def test_an_audit_entry_is_refused_when_its_server_stays_away(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_TRIES", 2)
    async with node(url) as store:
        monkeypatch.setattr(pool, "connect", _nobody_there)
        await _cut_all(url)
        with pytest.raises(OverloadError):
            await store.audit(_access("Patient/a"))


async def _nobody_there(*_: object) -> None:
    raise ConnectionRefusedError


async def test_servers_that_start_together_on_an_empty_database_make_its_tables_once(empty: str) -> None:
    await asyncio.gather(*(schema.ensure_schema(empty) for _ in range(3)))

    assert not await schema.is_empty(empty)


async def test_upgrading_from_nothing_gives_the_tables_of_a_new_database(empty: str, url: str) -> None:
    await schema.upgrade(empty)
    await schema.make_newest(empty)

    assert await _objects(empty) == await _objects(url)


async def test_a_database_of_another_revision_is_refused_until_it_is_upgraded(empty: str) -> None:
    await schema.upgrade(empty, to="0001")

    with pytest.raises(ConflictError, match=f"schema revision 0001; this hub needs {HEAD}"):
        await schema.ensure_schema(empty)
    await schema.make_newest(empty)
    await schema.ensure_schema(empty)
    await _execute(empty, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConflictError, match="schema revision 9999"):
        await schema.make_newest(empty)
    await _execute(empty, "DELETE FROM alembic_version")
    with pytest.raises(ConflictError, match="schema revision none"):
        await schema.ensure_schema(empty)


async def test_an_administration_whose_server_is_gone_says_so(url: str) -> None:
    admin = await asyncio.to_thread(open_postgres_admin, f"{url}/nowhere", clock=SystemClock())

    with pytest.raises(OverloadError, match="cannot reach"):
        await asyncio.to_thread(admin.members)
    await asyncio.to_thread(admin.close)


async def test_an_administration_reads_on_when_its_connections_were_cut(url: str) -> None:
    admin = await asyncio.to_thread(open_postgres_admin, url, clock=SystemClock())
    assert await asyncio.to_thread(admin.endpoints_of, 1) == ()

    await _cut_all(url)
    assert await asyncio.to_thread(admin.endpoints_of, 1) == ()
    await _cut_all(url)
    await asyncio.sleep(0.05)  # by now it is known that the connection is closed
    assert await asyncio.to_thread(admin.endpoints_of, 1) == ()
    await asyncio.to_thread(admin.close)


async def _cut_all(url: str) -> None:
    await _execute(
        url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()"
    )  # fmt: skip
    await asyncio.sleep(0.05)


async def _execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


async def _objects(url: str) -> list[tuple[str, ...]]:
    """Columns and indexes of all tables."""
    connection = await asyncpg.connect(url)
    columns = await connection.fetch(
        "SELECT table_name, column_name, data_type, is_nullable, coalesce(collation_name, '') "
        "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position"
    )
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    )
    await connection.close()
    return [tuple(row) for row in (*columns, *indexes)]
