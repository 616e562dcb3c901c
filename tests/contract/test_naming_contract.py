"""Several searches by a reference in one look find what each search finds alone, on every engine (ADR 53)."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from hub.clock import FrozenClock
from hub.errors import BadSearchError
from hub.store.incomplete import Waiting
from hub.store.port import BY_ID, Engine, Grant, Naming, Ref, Visibility, WriteUnit
from tests.contract.engines import (
    H1,
    N1,
    N2,
    SYSTEM,
    observation,
    open_postgres,
    open_sqlite,
    patient,
    put,
    query,
    write,
)

ANNA, BEN = Ref("Patient", "anna"), Ref("Patient", "ben")


async def _stored(store: Engine) -> None:
    """Two records of H1: seven values and a disease of Anna's, one of Ben's; a value of Anna's that the home wrote."""
    await write(store, patient("anna"), patient("ben"))
    for number in range(7):
        await write(store, observation(f"a{number}", of="anna"))
    await write(store, observation("b0", of="ben"))
    await write(store, {"resourceType": "Condition", "id": "c0", "subject": {"reference": "Patient/anna"}})
    await write(store, observation("n0", of="anna"), by=N1)


WANTED = (
    Naming("Observation", "patient", ANNA, 5),
    Naming("Condition", "patient", ANNA, 5),
    Naming("Observation", "subject", BEN, 5),
    Naming("Flag", "patient", ANNA, 5),
    Naming("Patient", BY_ID, ANNA, 1),
    Naming("Patient", BY_ID, Ref("Patient", "nobody"), 1),
)


NO_PATIENT = Naming("Patient", BY_ID, Ref("Group", "anna"), 1)


def _said(one: Naming) -> str:
    return one.target.id if one.parameter == BY_ID else str(one.target)


@pytest.mark.parametrize("eyes", [H1, N1, N2, SYSTEM], ids=["custodian", "home", "stranger", "hub"])
async def test_each_part_finds_what_its_search_finds_alone(store: Engine, clock: FrozenClock, eyes: Visibility) -> None:
    await _stored(store)

    for _ in range(2):  # the index is known to be whole the second time
        found = await store.find_each(WANTED, visibility=eyes)

        alone = [
            (await store.search(query(one.type, f"{one.parameter}={_said(one)}&_count={one.most}"), visibility=eyes))
            for one in WANTED
        ]
        assert found.found == tuple(page.resources for page in alone)
        assert found.seen == frozenset()
    clock.advance(seconds=2)


async def test_a_part_gives_its_newest_and_no_more_than_were_asked(store: Engine) -> None:
    await _stored(store)

    found = await store.find_each([Naming("Observation", "patient", ANNA, 2)], visibility=H1)

    assert [one.ref.id for one in found.found[0]] == ["a6", "a5"]


async def test_what_a_second_member_sees_is_told_and_is_what_it_reads(store: Engine) -> None:
    await _stored(store)
    granted = Grant(member=N1.member, target=Ref("Observation", "a3"), because="ServiceRequest/r")
    await store.write(WriteUnit(grants=(granted,)), visibility=H1)

    found = await store.find_each([Naming("Observation", "patient", ANNA, 9)], visibility=H1, also=N1)

    refs = [one.ref for one in found.found[0]]
    read = await store.read_many(refs, visibility=N1)
    assert found.seen == frozenset(read) == {Ref("Observation", "a3")}


async def test_the_second_member_widens_nothing(store: Engine) -> None:
    await _stored(store)
    await write(store, observation("secret", of="anna"), by=N2)

    found = await store.find_each([Naming("Observation", "patient", BEN, 9)], visibility=N1, also=H1)

    assert found.found == ((),)
    assert found.seen == frozenset()


async def test_a_grant_that_has_ended_shows_nothing_to_the_second_member(store: Engine, clock: FrozenClock) -> None:
    await _stored(store)
    until = clock.now() + 1_000_000
    target = Ref("Observation", "a3")
    granted = Grant(member=N1.member, target=target, because="ServiceRequest/r", until=until)
    await store.write(WriteUnit(grants=(granted,)), visibility=H1)
    clock.advance(seconds=2)

    found = await store.find_each([Naming("Observation", "patient", ANNA, 9)], visibility=H1, also=N1)

    assert found.found[0]
    assert found.seen == frozenset()


async def test_a_deleted_resource_is_in_no_part(store: Engine) -> None:
    await _stored(store)
    gone = put(observation("a6", of="anna"), delete=True)
    await store.write(WriteUnit(puts=(gone,)), visibility=H1)

    found = await store.find_each([Naming("Observation", "patient", ANNA, 2)], visibility=H1, also=H1)

    assert [one.ref.id for one in found.found[0]] == ["a5", "a4"]


@pytest.mark.parametrize("seconds", [0, 2], ids=["whole", "not-known"])
async def test_a_patient_is_found_by_its_id_and_whether_a_second_member_sees_it(
    store: Engine, clock: FrozenClock, seconds: int
) -> None:
    await _stored(store)
    shown = Grant(member=N1.member, target=ANNA, because="ServiceRequest/r")
    await store.write(WriteUnit(grants=(shown,)), visibility=H1)
    wanted = [Naming("Patient", BY_ID, one, 1) for one in (ANNA, BEN, Ref("Group", "anna"))]
    clock.advance(seconds=seconds)

    found = await store.find_each(wanted, visibility=H1, also=N1)

    assert [[str(one.ref) for one in part] for part in found.found] == [["Patient/anna"], ["Patient/ben"], []]
    assert found.seen == {ANNA}


async def test_nothing_is_asked_for_and_nothing_found(store: Engine) -> None:
    assert await store.find_each([], visibility=H1) == ((), frozenset())


async def test_a_group_is_no_patient_even_where_both_are_subjects(store: Engine) -> None:
    made = observation("g0", of="anna") | {"subject": {"reference": "Group/g"}}
    await write(store, made)
    wanted = [Naming("Observation", name, Ref("Group", "g"), 5) for name in ("patient", "subject")]

    found = await store.find_each(wanted, visibility=H1)

    assert [[one.ref.id for one in part] for part in found.found] == [[], ["g0"]]


async def test_what_is_no_reference_is_refused(store: Engine) -> None:
    with pytest.raises(BadSearchError):
        await store.find_each([Naming("Observation", "code", ANNA, 5)], visibility=H1)


@pytest.mark.parametrize("opened", [open_sqlite, open_postgres], ids=["sqlite", "postgres"])
async def test_where_an_index_waits_for_a_reindex_the_same_is_found_part_by_part(
    tmp_path: Path, clock: FrozenClock, opened: Callable[..., AbstractAsyncContextManager[Any]]
) -> None:
    async with opened(tmp_path, clock) as store:
        await _stored(store)
        shown = (Grant(member=N1.member, target=ANNA, because="ServiceRequest/r"),)
        await store.write(WriteUnit(grants=shown), visibility=H1)
        whole = await store.find_each([*WANTED, NO_PATIENT], visibility=H1, also=N1)
        kind = store._database.type_numbers["Observation"]
        incomplete = store._database.incomplete
        incomplete._found, incomplete._until = {kind: Waiting(frozenset({"1.text"}), 0, 9)}, float("inf")

        waiting = await store.find_each([*WANTED, NO_PATIENT], visibility=H1, also=N1)
        alone = await store.find_each(WANTED, visibility=H1)

    assert waiting == whole
    assert waiting.seen == {ANNA}
    assert (alone.found, alone.seen) == (whole.found[:-1], frozenset())
