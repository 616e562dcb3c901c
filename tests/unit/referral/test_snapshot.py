"""What one attempt reads: once, with whose eyes it was asked, and never more than the store itself would show."""

from collections.abc import Mapping, Sequence

import pytest

from hub.clock import SystemClock
from hub.keys import Keys
from hub.referral.lookup import body_of, find
from hub.referral.snapshot import Snapshot
from hub.store.layer import EngineLayer
from hub.store.port import (
    BY_ID,
    Claim,
    Engine,
    Grant,
    Naming,
    Page,
    Ref,
    StoredResource,
    Visibility,
    Witnessed,
    WriteUnit,
)
from hub.store.query import SearchQuery
from tests.contract.engines import H1, N1, SYSTEM, observation, patient, put, write
from tests.fakes import MemoryStore

ANNA = Ref("Patient", "anna")


class Counted(EngineLayer):
    """Counts what the store is asked."""

    def __init__(self, inner: Engine) -> None:
        super().__init__(inner)
        self.asked = 0

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        self.asked += 1
        return await self.inner.read(ref, visibility=visibility, version=version)

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        self.asked += 1
        return await self.inner.read_many(refs, visibility=visibility)

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        self.asked += 1
        return await self.inner.search(query, visibility=visibility)

    async def find_each(
        self, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None
    ) -> Witnessed:
        self.asked += 1
        return await self.inner.find_each(wanted, visibility=visibility, also=also)

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        self.asked += 1
        return await self.inner.linked_patients(patient, visibility=visibility)

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        self.asked += 1
        return await self.inner.claim_of(kind, key, now=now)


@pytest.fixture
async def store() -> Counted:
    made = MemoryStore(clock=SystemClock(), keys=Keys.in_memory())
    await write(made, patient("anna"), *[observation(f"a{number}", of="anna") for number in range(4)])
    return Counted(made)


async def test_a_resource_is_read_once_and_each_member_by_its_own_eyes(store: Counted) -> None:
    snapshot = Snapshot(store)

    for _ in range(3):
        assert await snapshot.read(ANNA, visibility=SYSTEM) is not None
        assert await snapshot.read(ANNA, visibility=H1) is not None  # its custodian: that needs no question
        assert await snapshot.read(ANNA, visibility=N1) is None

    assert store.asked == 2


async def test_what_nobody_has_is_asked_for_once(store: Counted) -> None:
    snapshot, nobody = Snapshot(store), Ref("Patient", "nobody")

    assert await snapshot.read(nobody, visibility=SYSTEM) is None
    assert await snapshot.read(nobody, visibility=N1) is None
    assert await snapshot.read_many([nobody, ANNA], visibility=SYSTEM) == {
        ANNA: await store.inner.read(ANNA, visibility=SYSTEM)
    }
    assert await snapshot.read_many([nobody], visibility=SYSTEM) == {}

    assert store.asked == 2


async def test_a_deleted_resource_is_read_as_such_and_is_not_among_many(store: Counted) -> None:
    await store.write(WriteUnit(puts=(put(observation("a0", of="anna"), delete=True),)), visibility=H1)
    snapshot, gone = Snapshot(store), Ref("Observation", "a0")

    read = await snapshot.read(gone, visibility=H1)

    assert read is not None
    assert read.deleted
    assert await snapshot.read_many([gone], visibility=H1) == {}


async def test_what_was_read_holds_for_the_attempt_and_the_next_one_sees_what_is_new(store: Counted) -> None:
    snapshot = Snapshot(store)
    before = await snapshot.read(ANNA, visibility=H1)

    await write(store.inner, patient("anna", gender="female"))

    assert await snapshot.read(ANNA, visibility=H1) == before
    after = await Snapshot(store).read(ANNA, visibility=H1)
    assert after is not None
    assert after.version == 2


async def test_an_older_version_is_asked_for_each_time(store: Counted) -> None:
    snapshot = Snapshot(store)

    for _ in range(2):
        assert await snapshot.read(ANNA, visibility=H1, version=1) is not None

    assert store.asked == 2


async def test_what_its_maker_has_read_is_not_read_again_and_shows_a_stranger_nothing(store: Counted) -> None:
    stored = await store.inner.read(ANNA, visibility=SYSTEM)
    assert stored is not None
    snapshot = Snapshot(store, known=(stored,))

    assert await snapshot.read(ANNA, visibility=SYSTEM) == stored
    assert store.asked == 0
    assert await snapshot.read(ANNA, visibility=N1) is None


async def test_a_record_is_gathered_in_one_look_and_who_asks_for_a_part_is_answered(store: Counted) -> None:
    shown = Ref("Observation", "a2")
    grant = Grant(member=N1.member, target=shown, because="ServiceRequest/r")
    await store.write(WriteUnit(grants=(grant,)), visibility=H1)
    snapshot = Snapshot(store)
    wanted = [Naming("Patient", BY_ID, ANNA, 1), Naming("Observation", "patient", ANNA, 200)]

    await snapshot.gather(wanted, visibility=H1, also=N1)
    await snapshot.gather(wanted, visibility=H1, also=N1)
    found = await find(snapshot, "Observation", "patient", "Patient/anna", visibility=H1, count=3)
    refs = [one.ref for one in found]

    assert [ref.id for ref in refs] == ["a3", "a2", "a1"]
    assert set(await snapshot.read_many([*refs, ANNA], visibility=N1)) == {shown}
    assert set(await snapshot.read_many([*refs, ANNA], visibility=H1)) == {*refs, ANNA}
    assert await snapshot.read(shown, visibility=N1) is not None
    assert store.asked == 1


async def test_more_than_was_gathered_is_searched_and_others_eyes_are_another_search(store: Counted) -> None:
    snapshot = Snapshot(store)
    await snapshot.gather([Naming("Observation", "patient", ANNA, 2)], visibility=H1)

    few = await find(snapshot, "Observation", "patient", "Patient/anna", visibility=H1, count=2)
    more = await find(snapshot, "Observation", "patient", "Patient/anna", visibility=H1, count=9)
    theirs = await find(snapshot, "Observation", "patient", "Patient/anna", visibility=N1, count=2)

    assert (len(few), len(more), len(theirs), store.asked) == (2, 4, 0, 3)


async def test_the_directory_is_the_same_for_all_eyes(store: Counted) -> None:
    await write(
        store.inner,
        {"resourceType": "HealthcareService", "id": "s", "providedBy": {"reference": "Organization/H1"}},
    )
    snapshot = Snapshot(store)

    for eyes in (H1, N1, SYSTEM):
        found = await find(snapshot, "HealthcareService", "organization", "Organization/H1", visibility=eyes)
        assert [one.ref.id for one in found] == ["s"]
    assert await snapshot.read(Ref("HealthcareService", "s"), visibility=SYSTEM) is not None
    assert await snapshot.read(Ref("HealthcareService", "s"), visibility=N1) is not None

    assert store.asked == 2


async def test_who_is_nobody_else_to_the_hub_is_nobody_else_to_a_member_that_sees_the_patient(store: Counted) -> None:
    snapshot = Snapshot(store)
    await snapshot.read(ANNA, visibility=SYSTEM)

    assert await snapshot.linked_patients("anna", visibility=SYSTEM) == ("anna",)
    assert await snapshot.linked_patients("anna", visibility=H1) == ("anna",)
    assert store.asked == 2
    assert await snapshot.linked_patients("anna", visibility=N1) == ()
    assert await snapshot.linked_patients("anna", visibility=N1) == ()
    assert store.asked == 3


async def test_a_claim_is_asked_for_once(store: Counted) -> None:
    await store.write(WriteUnit(claims=(Claim("bed", "b", "ServiceRequest/r"),)), visibility=SYSTEM)
    snapshot = Snapshot(store)

    for _ in range(2):
        assert await snapshot.claim_of("bed", "b", now=SystemClock().now()) == Claim("bed", "b", "ServiceRequest/r")
        assert await snapshot.claim_of("bed", "c", now=SystemClock().now()) is None

    assert store.asked == 2


async def test_a_body_is_parsed_once_in_a_snapshot(store: Counted) -> None:
    stored = await store.inner.read(ANNA, visibility=H1)
    assert stored is not None
    snapshot = Snapshot(store)

    assert body_of(snapshot, stored) is body_of(snapshot, stored)
    assert body_of(store, stored) == body_of(snapshot, stored)
    assert body_of(store, stored) is not body_of(store, stored)
