"""A large resource is cut, indexed and made rows of beside the event loop; a small one at once (DESIGN D16)."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.clock import FrozenClock
from hub.errors import InvalidResourceError
from hub.store.port import Engine, Put, Ref, WriteUnit
from tests.contract.engines import ENGINES, H1, SYSTEM, query

CODES = 20_000


class _Noting(dict[str, Any]):
    """A resource that notes the threads which read it."""

    def __init__(self, resource: dict[str, Any]) -> None:
        super().__init__(resource)
        self.threads: set[int] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """The element, and a note of who asked."""
        self.threads.add(threading.get_ident())
        return super().get(name, default)


@pytest.fixture(params=["postgres", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    async with ENGINES[request.param](tmp_path, clock) as engine:
        yield engine


def _code_system(number: str, codes: int) -> _Noting:
    concepts = [{"code": f"{number}-{place}"} for place in range(codes)]
    return _Noting({
        "resourceType": "CodeSystem", "id": number, "status": "active", "content": "complete", "concept": concepts,
    })  # fmt: skip


def _put(resource: _Noting, **settings: Any) -> Put:
    return Put(
        Ref(resource["resourceType"], resource["id"]), json.dumps(resource).encode(), resource=resource, **settings
    )


async def _found(store: Engine, code: str) -> list[str]:
    page = await store.search(query("CodeSystem", f"code={code}"), visibility=SYSTEM)
    return [one.ref.id for one in page.resources]


async def test_a_large_resource_is_prepared_beside_the_loop_and_a_small_one_on_it(store: Engine) -> None:
    large, small = _code_system("large", CODES), _code_system("small", 2)

    await store.write(WriteUnit(puts=(_put(large), _put(small))), visibility=H1)

    here = threading.get_ident()
    assert (here in large.threads, small.threads) == (False, {here})


async def test_a_large_resource_is_found_by_each_of_its_codes_until_a_version_lacks_them(store: Engine) -> None:
    await store.write(WriteUnit(puts=(_put(_code_system("cs", CODES)),)), visibility=H1)
    first = [await _found(store, f"cs-{place}") for place in (0, CODES // 2, CODES - 1)]

    await store.write(WriteUnit(puts=(_put(_code_system("cs", CODES - 1), expected=1),)), visibility=H1)

    second = [await _found(store, f"cs-{place}") for place in (0, CODES // 2, CODES - 1)]
    assert (first, second) == ([["cs"]] * 3, [["cs"], ["cs"], []])


async def test_the_same_large_resource_again_is_the_same_version(store: Engine) -> None:
    put = _put(_code_system("cs", CODES))
    await store.write(WriteUnit(puts=(put,)), visibility=H1)

    again = await store.write(WriteUnit(puts=(put,)), visibility=H1)

    assert (again.resources[0].version, again.created) == (1, (False,))


async def test_a_large_resource_that_cannot_be_read_is_refused_and_nothing_of_its_unit_is_stored(store: Engine) -> None:
    broken = Put(Ref("CodeSystem", "broken"), b'{"resourceType":"CodeSystem","id":"broken"' + b" " * 1_000_000)

    with pytest.raises(InvalidResourceError):
        await store.write(WriteUnit(puts=(_put(_code_system("small", 2)), broken)), visibility=H1)

    assert await store.read(Ref("CodeSystem", "small"), visibility=H1) is None


async def test_others_are_stored_while_a_large_resource_is_prepared(store: Engine) -> None:
    large = asyncio.create_task(store.write(WriteUnit(puts=(_put(_code_system("large", CODES)),)), visibility=H1))
    await asyncio.sleep(0)

    small = await store.write(WriteUnit(puts=(_put(_code_system("small", 2)),)), visibility=H1)

    assert (small.resources[0].version, large.done()) == (1, False)
    assert (await large).resources[0].version == 1
