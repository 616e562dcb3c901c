"""What every engine must do with patient compartments: who joins them, when, and who sees and deletes what."""

import asyncio
from dataclasses import replace

import pytest

from hub.store.port import Engine, Grant, Put, Ref, UnitConflictError, WriteUnit
from hub.store.query import HistoryQuery
from tests.contract.engines import H1, N1, N2, SYSTEM, found, observation, patient, put, query, write


async def share(store: Engine, *members: int, of: str = "p1") -> None:
    """Open the whole record of a patient."""
    grants = tuple(Grant(member, Ref("Patient", of), because="x", compartment=True) for member in members)
    await store.write(WriteUnit(grants=grants), visibility=SYSTEM)


class TestAuthors:
    async def test_the_hub_writes_a_members_resource_with_the_eyes_of_that_member(self, store: Engine) -> None:
        await write(store, patient("p1"))
        await share(store, 3)

        forged = WriteUnit(puts=(put(observation("forged", of="p1"), custodian=2),), author=2)
        await store.write(forged, visibility=SYSTEM)
        own = WriteUnit(puts=(put(observation("own", of="p1")),), author=1)
        await store.write(own, visibility=SYSTEM)

        assert await found(store, "Observation", by=N2) == ["Observation/own"]
        assert await found(store, "Observation", by=N1) == ["Observation/forged"]
        assert await found(store, "Observation", by=H1) == ["Observation/own"]

    async def test_without_an_author_the_hub_places_what_it_writes(self, store: Engine) -> None:
        await write(store, patient("p1"))
        await share(store, 3)

        await store.write(WriteUnit(puts=(put(observation("o1", of="p1"), custodian=2),)), visibility=SYSTEM)

        assert await found(store, "Observation", by=N2) == ["Observation/o1"]

    async def test_a_custodian_that_the_hub_names_answers_for_the_resource(self, store: Engine) -> None:
        await write(store, patient("p1"))
        await share(store, 3)

        unit = WriteUnit(puts=(put(observation("next", of="p1"), custodian=1),), author=2)
        await store.write(unit, visibility=SYSTEM)

        assert await found(store, "Observation", by=N2) == ["Observation/next"]
        assert await found(store, "Observation", by=N1) == []

    async def test_an_author_may_write_into_a_record_that_the_same_unit_shows_it(self, store: Engine) -> None:
        await write(store, patient("p1"))

        grant = Grant(2, Ref("Patient", "p1"), because="x")
        unit = WriteUnit(puts=(put(observation("o1", of="p1")),), grants=(grant,), author=2)
        await store.write(unit, visibility=SYSTEM)

        assert await found(store, "Observation", by=H1) == ["Observation/o1"]

    async def test_a_member_cannot_show_itself_a_record_to_write_into_it(self, store: Engine) -> None:
        await write(store, patient("p1"))

        grant = Grant(2, Ref("Patient", "p1"), because="x")
        await store.write(WriteUnit(puts=(put(observation("o1", of="p1")),), grants=(grant,)), visibility=N1)

        assert await found(store, "Observation", by=H1) == []


class TestOneRule:
    @pytest.mark.parametrize(
        ("literal", "is_p1"),
        [
            ("Patient/p1", True), ("Patient/p1/_history/2", True),
            ("Patient/p1/", False), ("Patient/p1/_history", False), ("Patient/p1/x/y", False), ("Patient//p1", False),
            ("Patient/", False), ("Patient/p1?x=y", False), ("/Patient/p1", False),
            ("http://elsewhere.example/fhir/Patient/p1", False),
        ],
    )  # fmt: skip
    async def test_what_stands_in_a_record_is_found_by_its_patient(
        self, store: Engine, literal: str, *, is_p1: bool
    ) -> None:
        await write(store, patient("p1"))
        await share(store, 2)

        await write(store, observation("o1", of="") | {"subject": {"reference": literal}})

        expected = ["Observation/o1"] if is_p1 else []
        assert await found(store, "Observation", by=N1) == expected  # it sees what stands in the record
        assert await found(store, "Observation", "subject=Patient/p1") == expected


class TestJoining:
    @pytest.mark.parametrize("is_first", [True, False])
    async def test_a_resource_joins_the_patient_of_its_own_unit_wherever_that_stands(
        self, store: Engine, *, is_first: bool
    ) -> None:
        puts = (put(patient("p1")), put(observation("o1", of="p1")))

        await store.write(WriteUnit(puts=puts if is_first else puts[::-1]), visibility=H1)
        await share(store, 2)

        assert await found(store, "Observation", "patient=Patient/p1", by=N1) == ["Observation/o1"]

    async def test_a_unit_that_is_written_one_by_one_knows_its_patients_from_the_start(self, store: Engine) -> None:
        puts = (put(observation("o1", of="p1")), put(observation("o1", of="p1", code="x")), put(patient("p1")))

        await store.write(WriteUnit(puts=puts), visibility=H1)  # twice the same resource: one after the other
        await share(store, 2)

        assert await found(store, "Observation", by=N1) == ["Observation/o1"]

    async def test_writing_a_strangers_patient_beside_it_lets_nothing_join(self, store: Engine) -> None:
        await write(store, patient("p1"))
        await share(store, 3)

        with pytest.raises(UnitConflictError):
            await store.write(WriteUnit(puts=(put(observation("o1", of="p1")), put(patient("p1")))), visibility=N1)
        await write(store, observation("o1", of="p1"), by=N1)

        assert await found(store, "Observation", by=N2) == []

    async def test_what_its_custodian_stored_before_the_patient_joins_with_it(self, store: Engine) -> None:
        bare = {"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"}}
        await write(store, observation("o1", of="p1"), bare, observation("o2", of="p2"))
        await write(store, observation("o1", of="p1", code="x"), observation("theirs", of="p1", code="x"))
        await write(store, observation("strange", of="p1"), by=N2)

        await write(store, patient("p1"))
        await share(store, 2)

        assert await found(store, "Observation", by=N1) == ["Observation/theirs", "Observation/o1"]
        assert await found(store, "AllergyIntolerance", "patient=Patient/p1", by=N1) == ["AllergyIntolerance/a1"]
        seen = (await store.history(HistoryQuery("Observation", "o1"), visibility=N1)).resources
        assert [(one.version, one.patient) for one in seen] == [(2, "p1")]

    async def test_what_was_stored_in_the_same_moment_joins_too(self, store: Engine) -> None:
        first, second = put(observation("o1", of="p1")), put(patient("p1"))
        await asyncio.gather(*(store.write(WriteUnit(puts=(one,)), visibility=H1) for one in (first, second)))
        await share(store, 2)

        assert await found(store, "Observation", by=N1) == ["Observation/o1"]

    async def test_what_joined_may_change_in_the_same_unit(self, store: Engine) -> None:
        await write(store, patient("p2"), observation("o1", of="p1"), observation("o2", of="p1"))

        puts = (put(patient("p1")), put(observation("o1", of="p2")), put(observation("o2", of="p1", code="x")))
        await store.write(WriteUnit(puts=puts), visibility=H1)

        for name, about in (("o1", "p2"), ("o2", "p1")):
            stored = await store.read(Ref("Observation", name), visibility=H1)
            assert stored is not None
            assert (stored.version, stored.patient) == (2, about)


class TestCustodians:
    async def test_the_custodian_of_a_patient_sees_what_others_write_into_its_record(self, store: Engine) -> None:
        await write(store, patient("p1"))
        await share(store, 2)

        await write(store, observation("o1", of="p1"), by=N1)

        assert await found(store, "Observation", "patient=Patient/p1", by=H1) == ["Observation/o1"]
        seen = await store.read(Ref("Observation", "o1"), visibility=H1)
        assert seen is not None
        assert seen.custodian == 2
        assert await found(store, "Observation", by=N2) == []
        with pytest.raises(UnitConflictError) as caught:
            await write(store, observation("o1", of="p1", code="x"), by=H1)
        assert caught.value.kind == "forbidden"

    async def test_a_conditional_search_matches_among_the_callers_own(self, store: Engine) -> None:
        names = {"resourceType": "Practitioner", "name": [{"family": "王"}]}
        await write(store, names | {"id": "mine"}, by=N1)
        for place in range(3):
            await write(store, names | {"id": f"theirs-{place}"}, by=H1)

        own = replace(query("Practitioner", "family=王"), count=2, custodian=2, total="accurate")
        page = await store.search(own, visibility=N1)

        assert ([str(one.ref) for one in page.resources], page.total) == (["Practitioner/mine"], 1)


class TestDeleting:
    async def test_a_grant_to_act_does_not_let_a_member_delete(self, store: Engine) -> None:
        await write(store, {"resourceType": "Task", "id": "t1", "status": "requested", "intent": "order"})
        grant = Grant(2, Ref("Task", "t1"), because="Task/t1", access="act")
        await store.write(WriteUnit(grants=(grant,)), visibility=H1)
        gone = Put(Ref("Task", "t1"), b"", delete=True)

        with pytest.raises(UnitConflictError) as acting:
            await store.write(WriteUnit(puts=(gone,)), visibility=N1)
        with pytest.raises(UnitConflictError) as through_the_hub:
            await store.write(WriteUnit(puts=(gone,), author=2), visibility=SYSTEM)
        with pytest.raises(UnitConflictError) as unseen:
            await store.write(WriteUnit(puts=(gone,)), visibility=N2)

        assert [caught.value.kind for caught in (acting, through_the_hub, unseen)] == [
            "forbidden", "forbidden", "missing",
        ]  # fmt: skip
        assert (await store.write(WriteUnit(puts=(gone,), author=1), visibility=SYSTEM)).resources[0].deleted

    async def test_the_hub_deletes_what_it_must(self, store: Engine) -> None:
        await write(store, patient("p1"))

        done = await store.write(WriteUnit(puts=(Put(Ref("Patient", "p1"), b"", delete=True),)), visibility=SYSTEM)

        assert done.resources[0].deleted
