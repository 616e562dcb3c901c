"""FHIR transactions on the store. https://hl7.org/fhir/R4/http.html#transaction."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.clock import FrozenClock
from hub.errors import (
    BadRequestError,
    BadSearchError,
    ConflictError,
    ForbiddenError,
    HubError,
    InvalidResourceError,
    PreconditionError,
)
from hub.keys import Keys
from hub.store.bundle import EntryResult, read_transaction, transaction_response, write_transaction
from hub.store.port import AuditEntry, Grant, IdentifierKey, Ref, Visibility, WriteUnit, system
from hub.store.query import HistoryQuery
from tests.fakes import MemoryStore

H1, N1 = Visibility(1), Visibility(2)
MRN = "urn:mrn"


@pytest.fixture
async def store() -> AsyncIterator[MemoryStore]:
    made = MemoryStore(clock=FrozenClock(datetime(2026, 3, 2, tzinfo=UTC)), keys=Keys.in_memory())
    yield made
    await made.close()


def bundle(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode()


def entry(method: str, url: str, resource: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    request = {"method": method, "url": url} | {
        name: more.pop(name) for name in ("ifNoneExist", "ifMatch") if name in more
    }
    return {"request": request, **({"resource": resource} if resource else {}), **more}


def patient(value: str = "", **elements: Any) -> dict[str, Any]:
    identifier = {"identifier": [{"system": MRN, "value": value}]} if value else {}
    return {"resourceType": "Patient", **identifier, **elements}


def observation(subject: str, **elements: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "status": "final", "subject": {"reference": subject}, **elements}


async def run(store: MemoryStore, *entries: dict[str, Any], by: Visibility = H1) -> tuple[EntryResult, ...]:
    return await write_transaction(store, read_transaction(bundle(*entries)), visibility=by)


def statuses(results: tuple[EntryResult, ...]) -> list[int]:
    return [result.status for result in results]


@pytest.mark.parametrize(
    ("subject", "base", "is_same"),
    [
        ("http://hub.test/fhir/Patient/{0}", "http://hub.test/fhir", True),
        ("http:\\/\\/hub.test\\/fhir\\/Patient\\/{0}", "http://hub.test/fhir", True),
        ("http://other.test/fhir/Patient/{0}", "http://hub.test/fhir", False),
        ("http://hub.test/fhir/Patient/{0}", "", False),
    ],
)
async def test_a_new_resource_stands_in_the_bucket_of_a_patient_named_by_our_own_address(
    store: MemoryStore, subject: str, base: str, *, is_same: bool
) -> None:
    person = store.new_id()
    data = bundle(*[entry("POST", "Observation", observation("{0}")) for _ in range(5)])
    entries = read_transaction(data.replace(b"{0}", subject.format(person).encode()))

    results = await write_transaction(store, entries, visibility=H1, base=base)

    buckets = {one.stored.ref.id[15:18] for one in results if one.stored is not None}
    assert (buckets == {person[15:18]}) is is_same


async def test_links_to_new_resources_become_their_ids_in_one_bucket(store: MemoryStore) -> None:
    results = await run(
        store,
        entry("POST", "Observation", observation("urn:uuid:1", note=[{"text": "urn:uuid:1"}]), fullUrl="urn:uuid:2"),
        entry("POST", "Patient", patient(), fullUrl="urn:uuid:1"),
        entry("POST", "Observation", observation("Patient/x"), fullUrl="http://old/fhir/Observation/9"),
        entry("POST", "DiagnosticReport", {
            "resourceType": "DiagnosticReport", "status": "final", "code": {"text": "x"},
            "result": [{"reference": "urn:uuid:2"}, {"reference": "Observation/9"}],
        }),
    )  # fmt: skip

    first, person, second, report = (one.stored for one in results if one.stored is not None)
    assert statuses(results) == [201] * 4
    assert first.json()["subject"] == {"reference": str(person.ref)}
    assert first.json()["note"] == [{"text": "urn:uuid:1"}]
    assert first.ref.id[15:18] == person.ref.id[15:18]
    assert report.json()["result"] == [{"reference": str(first.ref)}, {"reference": str(second.ref)}]


async def test_a_conditional_create_is_answered_with_what_exists(store: MemoryStore) -> None:
    request = entry("POST", "Patient", patient("7"), ifNoneExist=f"identifier={MRN}|7", fullUrl="urn:uuid:1")

    first = await run(
        store, request, request | {"fullUrl": "urn:uuid:2"}, entry("POST", "Observation", observation("urn:uuid:2"))
    )
    again = await run(store, request)

    assert statuses(first) == [201, 200, 201]
    assert statuses(again) == [200]
    assert first[0].stored is not None
    assert again[0].stored is not None
    assert again[0].stored.ref == first[0].stored.ref


async def test_a_conditional_update_creates_then_updates(store: MemoryStore) -> None:
    url = f"Patient?identifier={MRN}|7"

    made = await run(store, entry("PUT", url, patient("7", gender="male")))
    changed = await run(store, entry("PUT", url, patient("7", gender="female")))

    assert (statuses(made), statuses(changed)) == ([201], [200])
    assert changed[0].stored is not None
    assert changed[0].stored.version == 2


async def test_a_condition_is_met_by_own_resources_only(store: MemoryStore) -> None:
    theirs = await run(store, entry("POST", "Patient", patient("7")))
    assert theirs[0].stored is not None
    await store.write(WriteUnit(grants=(Grant(2, theirs[0].stored.ref, because="x", compartment=True),)), visibility=H1)

    mine = await run(store, entry("POST", "Patient", patient("7"), ifNoneExist=f"identifier={MRN}|7"), by=N1)

    assert statuses(mine) == [201]


async def test_a_conditional_reference_is_resolved_or_refused(store: MemoryStore) -> None:
    made = await run(store, entry("POST", "Patient", patient("7")))
    good = await run(store, entry("POST", "Observation", observation(f"Patient?identifier={MRN}|7")))

    with pytest.raises(PreconditionError) as caught:
        await run(store, entry("POST", "Observation", observation(f"Patient?identifier={MRN}|8")))

    assert made[0].stored is not None
    assert good[0].stored is not None
    assert good[0].stored.json()["subject"] == {"reference": str(made[0].stored.ref)}
    assert caught.value.issues[0].expression == "Bundle.entry[0]"


async def test_deletes_come_first_and_reads_are_left_to_the_caller(store: MemoryStore) -> None:
    await run(store, entry("PUT", "Patient/a", patient("7", id="a")))

    results = await run(
        store,
        entry("GET", "Patient/a"),
        entry("POST", "Patient", patient("7"), ifNoneExist="identifier=urn:other|7"),
        entry("DELETE", "Patient/a"),
        entry("DELETE", "Patient/unknown"),
    )

    assert statuses(results) == [0, 201, 204, 204]
    gone = await store.read(Ref("Patient", "a"), visibility=H1)
    assert gone is not None
    assert gone.deleted


async def test_nothing_is_stored_when_one_entry_fails(store: MemoryStore) -> None:
    await run(store, entry("PUT", "Patient/a", patient(id="a")))

    with pytest.raises(PreconditionError) as caught:
        await run(
            store,
            entry("POST", "Patient", patient("9")),
            entry("PUT", "Patient/a", patient(id="a", active=True), ifMatch='W/"5"'),
        )

    assert caught.value.issues[0].expression == "Bundle.entry[1]"
    assert await store.by_identifier("Patient", IdentifierKey(MRN, "9"), visibility=H1) == ()


async def test_what_belongs_to_another_member_is_refused_or_missing(store: MemoryStore) -> None:
    await run(store, entry("PUT", "Location/bed", {"resourceType": "Location", "id": "bed"}))

    with pytest.raises(ForbiddenError) as caught:
        await run(store, entry("PUT", "Location/bed", {"resourceType": "Location", "id": "bed", "name": "x"}), by=N1)

    assert caught.value.issues[0].expression == "Bundle.entry[0]"


async def test_sixteen_transactions_with_one_condition_make_one_patient(store: MemoryStore) -> None:
    request = entry("POST", "Patient", patient("7"), ifNoneExist=f"identifier={MRN}|7")

    outcomes = await asyncio.gather(*(run(store, request) for _ in range(16)))

    assert sorted(status for one in outcomes for status in statuses(one)) == [200] * 15 + [201]
    assert len((await store.history(HistoryQuery("Patient"), visibility=system("contract test"))).resources) == 1


async def test_what_goes_along_is_made_from_the_plan(store: MemoryStore) -> None:
    entries = read_transaction(bundle(entry("POST", "Patient", patient("7"))))

    results = await write_transaction(
        store,
        entries,
        visibility=H1,
        also=lambda plan: WriteUnit(audit=(AuditEntry(1, 1, "a", "E", "transaction", str(plan.puts[0].ref)),)),
    )

    assert results[0].stored is not None
    assert [one.target for one in await store.audit_page(visibility=H1)] == [str(results[0].stored.ref)]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ({"resource": patient()}, InvalidResourceError),
        (entry("POST", "Patient"), InvalidResourceError),
        (entry("POST", "Patient/1", patient()), BadRequestError),
        (entry("POST", "Observation", patient()), InvalidResourceError),
        (entry("PUT", "Patient/1", patient(id="2")), BadRequestError),
        (entry("PUT", "Patient", patient()), BadRequestError),
        (entry("PUT", "Nothing/1", patient()), BadRequestError),
        (entry("PUT", "Patient/a_b", patient(id="a_b")), BadRequestError),
        (entry("PUT", "Patient/1", patient(id="1"), ifMatch="x"), PreconditionError),
        (entry("DELETE", "Patient?bogus=1"), BadSearchError),
        (entry("POST", "Patient", patient(), ifNoneExist=""), BadRequestError),
    ],
)
async def test_a_broken_entry_is_refused_by_its_place(
    store: MemoryStore, broken: dict[str, Any], kind: type[HubError]
) -> None:
    with pytest.raises(kind) as caught:
        await run(store, entry("GET", "Patient/a"), broken)

    assert caught.value.issues[0].expression == "Bundle.entry[1]"


async def test_two_entries_on_one_resource_are_refused(store: MemoryStore) -> None:
    twice = entry("PUT", "Patient/1", patient(id="1"))

    with pytest.raises(BadRequestError, match="changed by two entries"):
        await run(store, twice, twice)


async def test_a_lost_race_on_a_plain_version_is_a_conflict(store: MemoryStore) -> None:
    class Moving(MemoryStore):
        async def write(self, unit: WriteUnit, *, visibility: Visibility) -> Any:
            await super().write(WriteUnit(puts=tuple(p for p in unit.puts)), visibility=visibility)
            return await super().write(unit, visibility=visibility)

    moving = Moving(clock=FrozenClock(datetime(2026, 3, 2, tzinfo=UTC)), keys=Keys.in_memory())

    with pytest.raises(ConflictError):
        await run(moving, entry("POST", "Patient", patient()))


async def test_the_response_tells_status_place_and_version(store: MemoryStore) -> None:
    results = await run(store, entry("PUT", "Patient/a", patient(id="a")), entry("DELETE", "Patient/none"))

    text = transaction_response([(one.status, one.stored, b"") for one in results], base_url="http://hub/fhir")

    assert json.loads(text) == {
        "resourceType": "Bundle",
        "type": "transaction-response",
        "entry": [
            {"response": {
                "status": "201 Created", "location": "http://hub/fhir/Patient/a/_history/1", "etag": 'W/"1"',
                "lastModified": "2026-03-02T00:00:00.000Z",
            }},
            {"response": {"status": "204 No Content"}},
        ],
    }  # fmt: skip
