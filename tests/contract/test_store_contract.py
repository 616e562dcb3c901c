"""What every engine must do with resources and units."""

import asyncio
from dataclasses import replace

import pytest

from hub.clock import FrozenClock
from hub.store.port import (
    AuditEntry,
    Claim,
    Engine,
    IdentifierKey,
    Put,
    Ref,
    Release,
    Timer,
    UnitConflictError,
    VersionIs,
    WriteUnit,
)
from hub.store.query import HistoryQuery
from tests.contract.engines import H1, N1, SECOND, SYSTEM, found, patient, put, write


class TestReadAndWrite:
    async def test_a_resource_is_served_as_sent_with_the_servers_id_and_meta(self, store: Engine) -> None:
        sent = (
            b'{ "resourceType":"Observation", "id":"o1","meta":{"versionId":"9","tag":[{"code":"t"}]},'
            b'"status":"final",  "valueQuantity":{"value":72.50}, "code":{"text":"x"}}'
        )

        await store.write(WriteUnit(puts=(Put(Ref("Observation", "o1"), sent),)), visibility=H1)
        stored = await store.read(Ref("Observation", "o1"), visibility=H1)

        assert stored is not None
        assert stored.served() == (
            b'{"resourceType":"Observation","id":"o1","meta":{"versionId":"1","lastUpdated":"2026-03-02T01:00:00.000Z",'
            b'"tag":[{"code":"t"}]},"status":"final",  "valueQuantity":{"value":72.50}, "code":{"text":"x"}}'
        )

    async def test_an_unknown_resource_is_none(self, store: Engine) -> None:
        assert await store.read(Ref("Patient", "none"), visibility=H1) is None

    async def test_every_version_can_be_read_and_history_is_dense(self, store: Engine, clock: FrozenClock) -> None:
        for gender in ("male", "female", "other"):
            await write(store, patient("p1", gender=gender))
            clock.advance(seconds=1)

        page = await store.history(HistoryQuery("Patient", "p1"), visibility=H1)
        second = await store.read(Ref("Patient", "p1"), visibility=H1, version=2)

        assert [resource.version for resource in page.resources] == [3, 2, 1]
        assert [resource.json()["gender"] for resource in page.resources] == ["other", "female", "male"]
        assert second is not None
        assert second.json()["gender"] == "female"
        assert await store.read(Ref("Patient", "p1"), visibility=H1, version=4) is None

    async def test_an_update_with_the_same_content_makes_no_version(self, store: Engine, clock: FrozenClock) -> None:
        first = await store.write(WriteUnit(puts=(put(patient("p1", gender="male")),)), visibility=H1)
        clock.advance(seconds=5)

        again = await store.write(WriteUnit(puts=(put(patient("p1", gender="male")),)), visibility=H1)

        assert again.created == (False,)
        assert again.resources[0].version == 1
        assert again.resources[0].updated == first.resources[0].updated

    async def test_a_deleted_resource_reads_as_deleted_and_may_come_back(self, store: Engine) -> None:
        await write(store, patient("p1", gender="male"))

        gone = await store.write(WriteUnit(puts=(Put(Ref("Patient", "p1"), b"", delete=True),)), visibility=H1)
        deleted = await store.read(Ref("Patient", "p1"), visibility=H1)
        back = await store.write(WriteUnit(puts=(put(patient("p1", gender="female"), expected=0),)), visibility=H1)
        page = await store.history(HistoryQuery("Patient", "p1"), visibility=H1)

        assert gone.resources[0].deleted
        assert deleted is not None
        assert (deleted.deleted, deleted.version) == (True, 2)
        assert (back.created, back.resources[0].version) == ((True,), 3)
        assert [(one.version, one.deleted, one.method) for one in page.resources] == [
            (3, False, "PUT"), (2, True, "DELETE"), (1, False, "PUT"),
        ]  # fmt: skip

    async def test_a_history_tells_which_versions_made_the_resource(self, store: Engine) -> None:
        for change in (
            put(patient("p1", gender="male")), put(patient("p1", gender="female")),
            Put(Ref("Patient", "p1"), b"", delete=True), put(patient("p1", gender="male")),
            put(patient("p1", gender="other")), put(patient("p2")),
        ):  # fmt: skip
            await store.write(WriteUnit(puts=(change,)), visibility=H1)

        of_one = await store.history(HistoryQuery("Patient", "p1", count=3), visibility=H1)
        rest = await store.history(HistoryQuery("Patient", "p1", count=3, cursor=of_one.cursor), visibility=H1)
        of_type = await store.history(HistoryQuery("Patient"), visibility=H1)

        assert [one.version for one in (*of_one.resources, *rest.resources)] == [5, 4, 3, 2, 1]
        assert (of_one.created, rest.created) == ((False, True, False), (False, True))
        assert of_type.created == (True, False, True, False, False, True)

    async def test_deleting_what_does_not_exist_is_refused_as_missing(self, store: Engine) -> None:
        with pytest.raises(UnitConflictError) as caught:
            await store.write(WriteUnit(puts=(Put(Ref("Patient", "p1"), b"", delete=True),)), visibility=H1)

        assert caught.value.kind == "missing"

    async def test_labels_of_the_server_stay_and_the_client_cannot_make_them(self, store: Engine) -> None:
        own = {"system": "https://alliance-hub.example/fhir/CodeSystem/label", "code": "forged"}
        mine = {"system": "urn:mine", "code": "m"}
        await store.write(
            WriteUnit(puts=(put(patient("p1", meta={"security": [own, mine]}), labels=(("urn:server", "s"),)),)),
            visibility=H1,
        )
        await write(store, patient("p1", gender="male", meta={"security": [mine]}))

        stored = await store.read(Ref("Patient", "p1"), visibility=H1)

        assert stored is not None
        assert stored.json()["meta"]["security"] == [{"system": "urn:server", "code": "s"}, mine]

    async def test_read_many_gives_the_current_visible_ones(self, store: Engine) -> None:
        await write(store, patient("p1"), patient("p2"))
        await write(store, patient("p3"), by=N1)
        await store.write(WriteUnit(puts=(Put(Ref("Patient", "p2"), b"", delete=True),)), visibility=H1)

        many = await store.read_many([Ref("Patient", f"p{n}") for n in range(5)], visibility=H1)

        assert list(many) == [Ref("Patient", "p1")]

    async def test_new_keys_grow_and_new_ids_carry_the_bucket(self, store: Engine) -> None:
        keys = [store.new_key() for _ in range(5000)]
        born = store.new_id()

        assert keys == sorted(set(keys))
        assert store.new_id(born)[15:18] == born[15:18]
        assert born[14] == "7"


class TestUnits:
    async def test_of_two_writers_with_the_same_version_one_wins(self, store: Engine) -> None:
        await write(store, patient("p1"))

        outcomes = await asyncio.gather(
            *(
                store.write(WriteUnit(puts=(put(patient("p1", gender=g), expected=1),)), visibility=H1)
                for g in ("male", "female")
            ),
            return_exceptions=True,
        )

        lost = [one for one in outcomes if isinstance(one, UnitConflictError)]
        assert [one.kind for one in lost] == ["version"]
        assert [
            one.version for one in (await store.history(HistoryQuery("Patient", "p1"), visibility=H1)).resources
        ] == [2, 1]

    async def test_a_failing_unit_fails_alone_and_leaves_nothing(self, store: Engine) -> None:
        bad = WriteUnit(
            puts=(put(patient("p1")), put(patient("p2"), expected=7)),
            timers=(Timer("t", "s", 0),),
            audit=(AuditEntry(1, 1, "a", "C", "create", "Patient/p1"),),
        )

        outcomes = await asyncio.gather(
            store.write(bad, visibility=H1),
            store.write(WriteUnit(puts=(put(patient("p3")),)), visibility=H1),
            return_exceptions=True,
        )

        assert isinstance(outcomes[0], UnitConflictError)
        assert await found(store, "Patient") == ["Patient/p3"]
        assert await store.read(Ref("Patient", "p1"), visibility=H1) is None
        assert list(await store.due_timers(now=9, lease_until=10, count=9)) == []
        assert list(await store.audit_page(visibility=SYSTEM)) == []

    async def test_a_precondition_on_another_resource_counts(self, store: Engine) -> None:
        await write(store, patient("p1"))
        unit = WriteUnit(puts=(put(patient("p2")),), preconditions=(VersionIs(Ref("Patient", "p1"), 2),))

        with pytest.raises(UnitConflictError) as caught:
            await store.write(unit, visibility=H1)
        await store.write(replace(unit, preconditions=(VersionIs(Ref("Patient", "p1"), 1),)), visibility=H1)

        assert caught.value.kind == "version"
        assert caught.value.ref == Ref("Patient", "p1")
        assert await found(store, "Patient") == ["Patient/p2", "Patient/p1"]

    async def test_conditional_create_by_32_tasks_makes_one(self, store: Engine) -> None:
        key = IdentifierKey("urn:mrn", "42")

        async def create(number: int) -> str:
            resource = patient(f"p{number}", identifier=[{"system": key.system, "value": key.value}])
            try:
                await store.write(WriteUnit(puts=(put(resource, expected=0, unique=(key,)),)), visibility=H1)
            except UnitConflictError as err:
                return err.kind
            return "created"

        outcomes = await asyncio.gather(*(create(number) for number in range(32)))

        assert sorted(outcomes) == ["created"] + ["identifier"] * 31
        assert len(await store.by_identifier("Patient", key, visibility=H1)) == 1

    async def test_who_holds_an_identifier_is_not_refused_for_one_that_comes_with_it_at_once(
        self, store: Engine
    ) -> None:
        key = IdentifierKey("urn:mrn", "42")
        identifier = [{"system": key.system, "value": key.value}]
        await write(store, patient("holder", identifier=identifier))

        results = await asyncio.gather(
            store.write(WriteUnit(puts=(put(patient("other", identifier=identifier)),)), visibility=H1),
            store.write(
                WriteUnit(puts=(put(patient("holder", identifier=identifier, gender="male"), unique=(key,)),)),
                visibility=H1,
            ),
        )

        assert [(one.resources[0].ref.id, one.resources[0].version) for one in results] == [("other", 1), ("holder", 2)]

    async def test_an_identifier_is_unique_per_custodian_only(self, store: Engine) -> None:
        key = IdentifierKey("urn:mrn", "42")
        identifier = [{"system": key.system, "value": key.value}]
        await store.write(WriteUnit(puts=(put(patient("h", identifier=identifier), unique=(key,)),)), visibility=H1)

        await store.write(WriteUnit(puts=(put(patient("n", identifier=identifier), unique=(key,)),)), visibility=N1)

        assert [one.ref.id for one in await store.by_identifier("Patient", key, visibility=N1)] == ["n"]
        assert [one.ref.id for one in await store.by_identifier("Patient", key, visibility=SYSTEM)] == ["h", "n"]

    async def test_an_identifier_is_free_again_when_its_holder_gives_it_up(self, store: Engine) -> None:
        key = IdentifierKey("urn:mrn", "42")
        await write(store, patient("p1", identifier=[{"system": key.system, "value": key.value}]))
        await write(store, patient("p1", gender="male"))

        made = await store.write(
            WriteUnit(puts=(put(patient("p2", identifier=[{"system": "urn:mrn", "value": "42"}]), unique=(key,)),)),
            visibility=H1,
        )

        assert made.created == (True,)
        assert [one.ref.id for one in await store.by_identifier("Patient", key, visibility=H1)] == ["p2"]

    async def test_of_two_claims_at_once_one_holds(self, store: Engine, clock: FrozenClock) -> None:
        outcomes = await asyncio.gather(
            *(store.write(WriteUnit(claims=(Claim("bed", "N1-07", f"Task/{n}"),)), visibility=N1) for n in range(8)),
            return_exceptions=True,
        )

        lost = [one for one in outcomes if isinstance(one, UnitConflictError)]
        held = await store.claim_of("bed", "N1-07", now=clock.now())
        assert [one.kind for one in lost] == ["claim"] * 7
        assert held == Claim("bed", "N1-07", "Task/0")

    async def test_a_claim_ends_by_the_clock_or_by_its_holder(self, store: Engine, clock: FrozenClock) -> None:
        until = clock.now() + 60 * SECOND
        await store.write(WriteUnit(claims=(Claim("bed", "b", "a", until),)), visibility=N1)
        await store.write(WriteUnit(releases=(Release("bed", "b", "stranger"),)), visibility=N1)
        with pytest.raises(UnitConflictError):
            await store.write(WriteUnit(claims=(Claim("bed", "b", "c"),)), visibility=N1)

        clock.advance(seconds=60)
        await store.write(WriteUnit(claims=(Claim("bed", "b", "c"),)), visibility=N1)
        await store.write(WriteUnit(releases=(Release("bed", "b", "c"),)), visibility=N1)

        assert await store.claim_of("bed", "b", now=clock.now()) is None

    async def test_a_holder_may_move_its_own_claim(self, store: Engine, clock: FrozenClock) -> None:
        await store.write(WriteUnit(claims=(Claim("bed", "b", "a", clock.now() + SECOND),)), visibility=N1)

        await store.write(WriteUnit(claims=(Claim("bed", "b", "a"),)), visibility=N1)

        assert await store.claim_of("bed", "b", now=clock.now() + 9 * SECOND) == Claim("bed", "b", "a")
