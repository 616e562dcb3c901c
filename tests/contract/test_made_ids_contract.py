"""An id that the engine has made and nobody has written is not asked about: what must hold all the same."""

import asyncio

import pytest

from hub.store.port import Engine, Put, Ref, UnitConflictError, WriteUnit
from tests.contract.engines import H1, N1, SYSTEM, found, observation, patient, put, write
from tests.contract.test_compartment_contract import share


def unit_of(*resources: dict[str, object]) -> WriteUnit:
    return WriteUnit(puts=tuple(put(resource, expected=0) for resource in resources))


async def test_of_two_units_at_once_under_one_made_id_one_is_stored(store: Engine) -> None:
    made = store.new_id()

    ends = await asyncio.gather(
        *(store.write(unit_of(patient(made, gender=gender)), visibility=H1) for gender in ("male", "female")),
        return_exceptions=True,
    )

    refused = [end for end in ends if isinstance(end, UnitConflictError)]
    assert [err.kind for err in refused] == ["version"]
    stored = await store.read(Ref("Patient", made), visibility=H1)
    assert stored is not None
    assert stored.version == 1


async def test_a_second_write_under_a_made_id_finds_the_first(store: Engine) -> None:
    made = store.new_id()
    await store.write(unit_of(patient(made)), visibility=H1)

    with pytest.raises(UnitConflictError) as caught:
        await store.write(unit_of(patient(made)), visibility=H1)

    assert caught.value.kind == "version"


async def test_another_member_does_not_get_a_made_id_that_is_written(store: Engine) -> None:
    made = store.new_id()
    await store.write(unit_of(patient(made)), visibility=H1)

    with pytest.raises(UnitConflictError) as caught:
        await store.write(WriteUnit(puts=(put(patient(made, gender="other")),)), visibility=N1)

    assert caught.value.kind == "missing"


async def test_a_made_id_is_free_again_when_its_unit_was_refused(store: Engine) -> None:
    made = store.new_id()
    await write(store, patient("p1"))
    refused = WriteUnit(puts=(put(patient(made), expected=0), put(patient("p1"), expected=9)))
    with pytest.raises(UnitConflictError):
        await store.write(refused, visibility=H1)

    result = await store.write(unit_of(patient(made)), visibility=H1)

    assert result.created == (True,)


async def test_nothing_can_be_deleted_under_a_made_id(store: Engine) -> None:
    made = store.new_id()

    with pytest.raises(UnitConflictError) as caught:
        await store.write(WriteUnit(puts=(Put(Ref("Patient", made), b"", delete=True),)), visibility=H1)

    assert caught.value.kind == "missing"


async def test_what_named_a_made_id_before_its_patient_joins_the_patient(store: Engine) -> None:
    made = store.new_id()
    await write(store, observation("o1", of=made))

    await store.write(unit_of(patient(made)), visibility=H1)
    await share(store, 2, of=made)

    assert await found(store, "Observation", by=N1) == ["Observation/o1"]


async def test_what_names_a_made_id_at_the_same_time_joins_the_patient(store: Engine) -> None:
    made = store.new_id()

    await asyncio.gather(
        store.write(unit_of(observation("o1", of=made)), visibility=H1),
        store.write(unit_of(patient(made)), visibility=H1),
    )
    await share(store, 2, of=made)

    assert await found(store, "Observation", by=N1) == ["Observation/o1"]


async def test_a_made_id_serves_two_types_in_one_unit(store: Engine) -> None:
    made = store.new_id()

    result = await store.write(unit_of(patient(made), observation(made, of=made)), visibility=SYSTEM)

    assert result.created == (True, True)
