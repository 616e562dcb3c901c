"""Reads that wait together share a statement, and nobody notices."""

import asyncio

import asyncpg
import pytest

from hub.store.port import Ref, StoredResource, Visibility, system
from tests.unit.store.postgres_nodes import H1, node, patient, unit, url

__all__ = ["url"]

N1 = Visibility(2)


def _seen(found: StoredResource | None) -> tuple[str, int] | None:
    return (found.ref.id, found.version) if found is not None else None


async def test_each_of_many_reads_at_once_sees_with_its_own_eyes(url: str) -> None:
    async with node(url) as store:
        for name in ("a", "b", "c"):
            await store.write(unit(patient(name)), visibility=H1)
        await store.write(unit(patient("theirs")), visibility=N1)
        asked = [(eyes, name) for name in ("a", "b", "a", "theirs", "c", "nobody") for eyes in (H1, N1)] * 9

        found = await asyncio.gather(*(store.read(Ref("Patient", name), visibility=eyes) for eyes, name in asked))

        expected = {(H1, "a"), (H1, "b"), (H1, "c"), (N1, "theirs")}
        assert [_seen(one) for one in found] == [(one[1], 1) if one in expected else None for one in asked]


async def test_the_hub_itself_reads_everything_and_a_type_that_is_none_has_nothing(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("theirs")), visibility=N1)
        eyes = (system("a test"), H1)

        found = [await store.read(Ref(kind, "theirs"), visibility=one) for one in eyes for kind in ("Patient", "Nope")]

        assert [_seen(one) for one in found] == [("theirs", 1), None, None, None]


async def test_a_read_that_the_server_refuses_disturbs_no_other(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("a")), visibility=H1)

        found = await asyncio.gather(
            *(store.read(Ref("Patient", name), visibility=H1) for name in ["a"] * 5 + ["\0"] + ["a"] * 5),
            return_exceptions=True,
        )

        refused = found.pop(5)
        assert isinstance(refused, asyncpg.DataError)
        assert [_seen(one) for one in found if not isinstance(one, BaseException)] == [("a", 1)] * 10


async def test_reads_that_are_given_up_leave_the_others_their_answers(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("a")), visibility=H1)
        reading = [asyncio.create_task(store.read(Ref("Patient", "a"), visibility=H1)) for _ in range(12)]
        await asyncio.sleep(0)
        for one in reading[::2]:
            one.cancel()

        found = await asyncio.gather(*reading, return_exceptions=True)

        assert [isinstance(one, asyncio.CancelledError) for one in found] == [True, False] * 6
        assert [_seen(one) for one in found if not isinstance(one, BaseException)] == [("a", 1)] * 6


async def test_many_reads_come_back_after_their_connections_were_cut(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("a")), visibility=H1)
        await asyncio.gather(*(store.read(Ref("Patient", "a"), visibility=H1) for _ in range(12)))
        other = await asyncpg.connect(url)
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE 'SELECT r.type%'"
        )
        await other.close()

        found = await asyncio.gather(*(store.read(Ref("Patient", "a"), visibility=H1) for _ in range(12)))

        assert [_seen(one) for one in found] == [("a", 1)] * 12


async def test_closing_waits_for_reads_that_are_under_way(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("a")), visibility=H1)
        reading = [asyncio.create_task(store.read(Ref("Patient", "a"), visibility=H1)) for _ in range(12)]
        await asyncio.sleep(0)

    found = await asyncio.gather(*reading)
    assert [_seen(one) for one in found] == [("a", 1)] * 12


@pytest.mark.parametrize("at_once", [1, 2, 3, 40, 100])
async def test_any_number_at_once_is_answered(url: str, at_once: int) -> None:
    async with node(url) as store:
        await store.write(unit(patient("a")), visibility=H1)

        found = await asyncio.gather(*(store.read(Ref("Patient", "a"), visibility=H1) for _ in range(at_once)))

        assert [_seen(one) for one in found] == [("a", 1)] * at_once
