"""What every engine must show, and to whom."""

import pytest

from hub.clock import FrozenClock
from hub.store.port import (
    AuditEntry,
    Engine,
    Grant,
    IdentifierKey,
    PersonLink,
    Ref,
    Revoke,
    UnitConflictError,
    WriteUnit,
)
from hub.store.query import HistoryQuery
from tests.contract.engines import H1, N1, N2, SECOND, SYSTEM, found, observation, patient, put, query, write


class TestAccess:
    async def test_a_stranger_sees_nothing_through_any_door(self, store: Engine) -> None:
        key, stay = IdentifierKey("urn:mrn", "42"), {"reference": "Encounter/e1"}
        await write(store, patient("p1", name=[{"family": "王"}], identifier=[{"system": key.system, "value": "42"}]))
        await write(store, observation("o1", of="p1", effectiveDateTime="2026-03-01", encounter=stay))
        await write(store, {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "IMP"}})
        await write(store, observation("mine", of="p1", code="mine", encounter=stay), by=N2)
        assert await found(store, "Patient", "_has:Observation:patient:code=8867-4") == ["Patient/p1"]

        assert await store.read(Ref("Patient", "p1"), visibility=N2) is None
        assert await store.read(Ref("Patient", "p1"), visibility=N2, version=1) is None
        assert await store.read_many([Ref("Patient", "p1")], visibility=N2) == {}
        assert await store.by_identifier("Patient", key, visibility=N2) == ()
        assert list(await store.linked_patients("p1", visibility=N2)) == []
        for text in (
            "", "name=王", "identifier=urn:mrn|42", "_id=p1", "_sort=name", "_lastUpdated=gt2000",
            "gender:missing=true", "_has:Observation:patient:code=8867-4", "_has:Observation:patient:code=mine",
        ):  # fmt: skip
            assert await found(store, "Patient", text, by=N2) == []
        for text in (
            "code=8867-4", "date=2026-03-01", "patient.name=王", "subject:Patient.identifier=urn:mrn|42",
            "patient.gender:missing=true", "encounter.class=IMP",
        ):  # fmt: skip
            assert await found(store, "Observation", text, by=N2) == []
        assert await found(
            store, "Observation", "_include=Observation:subject&_include=Observation:encounter", by=N2
        ) == ["Observation/mine"]
        page = await store.search(query("Patient", "_revinclude=Observation:subject&_total=accurate"), visibility=N2)
        assert (page.resources, page.total) == ((), 0)
        for request in (HistoryQuery("Patient", "p1"), HistoryQuery("Patient"), HistoryQuery()):
            seen = (await store.history(request, visibility=N2)).resources
            assert {str(one.ref) for one in seen} <= {"Observation/mine"}

    async def test_a_revinclude_brings_only_what_is_visible(self, store: Engine) -> None:
        await write(store, patient("p1"), observation("o1", of="p1"))
        await write(store, observation("theirs", of="p1"), by=N2)

        page = await store.search(query("Patient", "_revinclude=Observation:subject"), visibility=H1)

        assert [(str(one.ref), also) for one, also in zip(page.resources, page.included, strict=True)] == [
            ("Patient/p1", False), ("Observation/o1", True),
        ]  # fmt: skip

    async def test_a_grant_opens_a_compartment_until_its_end(self, store: Engine, clock: FrozenClock) -> None:
        await write(store, patient("p1"), observation("o1", of="p1"), patient("p2"), observation("o2", of="p2"))
        grant = Grant(
            2, Ref("Patient", "p1"), because="ServiceRequest/s1", compartment=True, since=clock.now() + SECOND,
            until=clock.now() + 60 * SECOND,
        )  # fmt: skip
        await store.write(WriteUnit(grants=(grant,)), visibility=H1)
        before = await found(store, "Observation", by=N1)

        clock.advance(seconds=1)
        during = await found(store, "Observation", by=N1), await found(store, "Patient", by=N1)
        grants = await store.grants_of(Ref("Patient", "p1"), visibility=H1)
        clock.advance(seconds=59)

        assert before == []
        assert during == (["Observation/o1"], ["Patient/p1"])
        assert list(grants) == [grant]
        assert await found(store, "Observation", by=N1) == []
        assert await store.read(Ref("Patient", "p1"), visibility=N1) is None
        assert list(await store.grants_of(Ref("Patient", "p1"), visibility=H1)) == []

    async def test_a_grant_on_one_resource_opens_no_other(self, store: Engine) -> None:
        await write(store, patient("p1"), observation("o1", of="p1"), observation("o2", of="p1"))

        await store.write(WriteUnit(grants=(Grant(2, Ref("Observation", "o1"), because="Task/t"),)), visibility=H1)

        assert await found(store, "Observation", by=N1) == ["Observation/o1"]
        assert await found(store, "Observation", "_include=Observation:subject", by=N1) == ["Observation/o1"]
        assert await found(store, "Observation", by=N2) == []

    async def test_a_revoked_grant_opens_nothing(self, store: Engine) -> None:
        await write(store, patient("p1"))
        for member in (2, 3):
            await store.write(
                WriteUnit(grants=(Grant(member, Ref("Patient", "p1"), because="Task/t", compartment=True),)),
                visibility=H1,
            )

        await store.write(WriteUnit(revokes=(Revoke("Task/t", 2),)), visibility=H1)
        one = await found(store, "Patient", by=N1), await found(store, "Patient", by=N2)
        await store.write(WriteUnit(revokes=(Revoke("Task/t"),)), visibility=H1)

        assert one == ([], ["Patient/p1"])
        assert await found(store, "Patient", by=N2) == []

    async def test_who_may_read_may_not_write_without_a_grant_to_act(self, store: Engine) -> None:
        task = {"resourceType": "Task", "id": "t1", "status": "requested", "intent": "order"}
        await write(store, task)
        await store.write(WriteUnit(grants=(Grant(2, Ref("Task", "t1"), because="Task/t1"),)), visibility=H1)
        change = WriteUnit(puts=(put(task | {"status": "accepted"}),))

        with pytest.raises(UnitConflictError) as seen:
            await store.write(change, visibility=N1)
        with pytest.raises(UnitConflictError) as unseen:
            await store.write(change, visibility=N2)
        await store.write(
            WriteUnit(grants=(Grant(2, Ref("Task", "t1"), because="Task/t1", access="act"),)), visibility=H1
        )
        done = await store.write(change, visibility=N1)

        assert (seen.value.kind, unseen.value.kind) == ("forbidden", "missing")
        assert done.resources[0].custodian == 1

    async def test_the_shared_directory_is_read_by_all_and_changed_by_its_custodian(self, store: Engine) -> None:
        bed = {"resourceType": "Location", "id": "bed-1", "status": "active", "name": "一床"}
        await write(store, bed, by=N1)

        with pytest.raises(UnitConflictError) as caught:
            await write(store, bed | {"status": "inactive"}, by=N2)

        assert caught.value.kind == "forbidden"
        assert await found(store, "Location", "name=一", by=N2) == ["Location/bed-1"]

    async def test_a_member_cannot_put_its_own_resource_into_a_strangers_compartment(self, store: Engine) -> None:
        await write(store, patient("p1"))
        grant = Grant(3, Ref("Patient", "p1"), because="x", compartment=True)
        await store.write(WriteUnit(grants=(grant,)), visibility=H1)

        await write(store, observation("planted", of="p1"), by=N1)

        assert await found(store, "Observation", by=N1) == ["Observation/planted"]
        assert await found(store, "Observation", "patient=Patient/p1", by=N2) == []

    async def test_a_past_version_about_another_patient_stays_hidden(self, store: Engine) -> None:
        await write(store, patient("p1"), patient("p2"), observation("o1", of="p1"))
        await store.write(
            WriteUnit(grants=(Grant(2, Ref("Patient", "p2"), because="x", compartment=True),)), visibility=H1
        )

        await write(store, observation("o1", of="p2"))

        seen = (await store.history(HistoryQuery("Observation", "o1"), visibility=N1)).resources
        assert [one.version for one in seen] == [2]
        assert await store.read(Ref("Observation", "o1"), visibility=N1, version=1) is None

    async def test_linked_patients_are_made_and_unmade(self, store: Engine) -> None:
        await write(store, patient("a"), patient("b"))
        await write(store, patient("c"), by=N1)
        links = tuple(PersonLink(one, "person-1", "identifier") for one in ("a", "b", "c"))
        await store.write(WriteUnit(links=links), visibility=SYSTEM)

        joined = await store.linked_patients("b", visibility=H1), await store.linked_patients("b", visibility=SYSTEM)
        await store.write(WriteUnit(links=(PersonLink("a", "person-1", "manual", linked=False),)), visibility=SYSTEM)

        assert joined == (("b", "a"), ("b", "a", "c"))
        assert await store.linked_patients("b", visibility=H1) == ("b",)
        assert await store.linked_patients("a", visibility=H1) == ("a",)

    async def test_the_audit_trail_shows_own_accesses_and_those_to_own_patients(self, store: Engine) -> None:
        await write(store, patient("p1"))
        await write(store, patient("n1"), by=N1)
        mine = AuditEntry(1, 1, "client:h", "R", "read", "Patient/n1", patient="n1")
        theirs = AuditEntry(2, 2, "client:n", "R", "read", "Patient/p1", patient="p1", outcome=4)
        other = AuditEntry(3, 2, "client:n", "E", "search-type", "Patient")
        for entry in (mine, theirs, other):
            await store.audit(entry)

        seen = [one._replace(key=0) for one in await store.audit_page(visibility=H1)]
        of_patient = [one._replace(key=0) for one in await store.audit_page(visibility=H1, patient="p1")]
        newest = await store.audit_page(visibility=SYSTEM, count=1)
        older = await store.audit_page(visibility=SYSTEM, before=newest[0].key)

        assert seen == [theirs, mine]
        assert of_patient == [theirs]
        assert [one._replace(key=0) for one in (*newest, *older)] == [other, theirs, mine]
        assert list(await store.audit_page(visibility=N2)) == []
