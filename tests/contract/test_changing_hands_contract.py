"""A resource changes hands with the very write that the hub has found to be its institution's own."""

import pytest

from hub.store.port import Engine, Ref, UnitConflictError, WriteUnit
from tests.contract.engines import H1, N1, SYSTEM, found, put, write

ENTRY = Ref("Organization", "N1")
OLD, NEW = ({"resourceType": "Organization", "id": "N1", "name": name} for name in ("颐和", "颐和养护院"))


async def test_it_changes_hands_in_the_same_version(store: Engine) -> None:
    await write(store, OLD)

    result = await store.write(WriteUnit(puts=(put(NEW, custodian=N1.member, takes_over=True),)), visibility=N1)

    stored = await store.read(ENTRY, visibility=N1)
    assert stored is not None
    assert (stored.version, stored.custodian, stored.json()["name"]) == (2, N1.member, "颐和养护院")
    assert (result.created, [one.version for one in result.resources]) == ((False,), [2])


async def test_it_changes_hands_though_its_words_stay(store: Engine) -> None:
    await write(store, OLD)

    await store.write(WriteUnit(puts=(put(OLD, custodian=N1.member, takes_over=True),)), visibility=N1)

    stored = await store.read(ENTRY, visibility=SYSTEM)
    assert stored is not None
    assert (stored.version, stored.custodian) == (2, N1.member)


async def test_who_does_not_take_over_is_refused(store: Engine) -> None:
    await write(store, OLD)

    with pytest.raises(UnitConflictError) as caught:
        await store.write(WriteUnit(puts=(put(NEW, custodian=N1.member),)), visibility=N1)

    stored = await store.read(ENTRY, visibility=SYSTEM)
    assert stored is not None
    assert (caught.value.kind, stored.version, stored.custodian) == ("forbidden", 1, H1.member)


async def test_it_does_not_change_hands_over_a_version_that_nobody_looked_at(store: Engine) -> None:
    await write(store, OLD)
    await write(store, OLD | {"alias": ["YH"]})

    unit = WriteUnit(puts=(put(NEW, custodian=N1.member, takes_over=True, expected=1),))

    with pytest.raises(UnitConflictError) as caught:
        await store.write(unit, visibility=N1)

    stored = await store.read(ENTRY, visibility=SYSTEM)
    assert stored is not None
    assert (caught.value.kind, stored.version, stored.custodian) == ("version", 2, H1.member)


async def test_who_takes_it_over_may_delete_it(store: Engine) -> None:
    await write(store, OLD)

    unit = WriteUnit(puts=(put(OLD, custodian=N1.member, takes_over=True, delete=True),))
    await store.write(unit, visibility=N1)

    assert await found(store, "Organization") == []
