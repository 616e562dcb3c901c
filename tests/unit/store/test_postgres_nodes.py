"""Several nodes on one PostgreSQL database: what only one may have has one winner, and nothing is lost."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence

import pytest

from hub.errors import OverloadError
from hub.store.port import (
    AuditEntry,
    Claim,
    IdentifierKey,
    Inbound,
    Outbound,
    PersonLink,
    Put,
    Ref,
    Timer,
    UnitConflictError,
    VersionIs,
    WriteUnit,
    system,
)
from hub.store.query import HistoryQuery
from tests.unit.store.postgres_nodes import H1, node, patient, two_nodes, unit, url

__all__ = ["url"]

SYSTEM = system("postgres test")
MRN = "urn:mrn"


def kinds(outcomes: Sequence[object]) -> Counter[str]:
    return Counter(one.kind if isinstance(one, UnitConflictError) else type(one).__name__ for one in outcomes)


async def test_of_32_conditional_creates_over_two_nodes_one_is_stored(url: str) -> None:
    data = json.dumps({"resourceType": "Patient", "identifier": [{"system": MRN, "value": "1"}]}).encode()
    key = (IdentifierKey(MRN, "1"),)
    async with two_nodes(url) as nodes:
        outcomes = await asyncio.gather(
            *(
                store.write(unit(patient(store.new_id(), data, expected=0, unique=key)), visibility=H1)
                for _ in range(16)
                for store in nodes
            ),
            return_exceptions=True,
        )
        found = await nodes[0].history(HistoryQuery("Patient", count=99), visibility=H1)

    assert kinds(outcomes) == {"WriteResult": 1, "identifier": 31}
    assert len(found.resources) == 1


async def test_of_many_creates_with_the_same_id_over_two_nodes_one_is_stored(url: str) -> None:
    async with two_nodes(url) as nodes:
        outcomes = await asyncio.gather(
            *(store.write(unit(patient("p", expected=0)), visibility=H1) for _ in range(12) for store in nodes),
            return_exceptions=True,
        )

    assert kinds(outcomes) == {"WriteResult": 1, "version": 23}


async def test_updates_over_two_nodes_make_a_dense_history_and_lose_none(url: str) -> None:
    async with two_nodes(url) as nodes:
        outcomes = await asyncio.gather(
            *(
                store.write(unit(Put(Ref("Group", f"g{number % 3}"), _group(number))), visibility=H1)
                for number in range(60)
                for store in (nodes[number % 2],)
            )
        )
        pages = [await nodes[0].history(HistoryQuery("Group", f"g{one}", count=99), visibility=H1) for one in range(3)]

    assert len(outcomes) == 60
    for page in pages:
        assert [one.version for one in page.resources] == list(range(20, 0, -1))


async def test_of_updates_of_one_version_over_two_nodes_one_is_stored(url: str) -> None:
    async with two_nodes(url) as nodes:
        await nodes[0].write(unit(Put(Ref("Group", "g"), _group(0))), visibility=H1)
        outcomes = await asyncio.gather(
            *(
                nodes[number % 2].write(unit(Put(Ref("Group", "g"), _group(number), expected=1)), visibility=H1)
                for number in range(1, 21)
            ),
            return_exceptions=True,
        )

    assert kinds(outcomes) == {"WriteResult": 1, "version": 19}


async def test_the_last_bed_goes_to_one_of_many_claimants_over_two_nodes(url: str) -> None:
    async with two_nodes(url) as nodes:
        for race in range(5):
            outcomes = await asyncio.gather(
                *(
                    nodes[number % 2].write(
                        unit(
                            Put(Ref("Group", f"g{race}-{number}"), _group(number)),
                            claims=(Claim("bed", f"bed{race}", f"task{number}"),),
                        ),
                        visibility=H1,
                    )
                    for number in range(10)
                ),
                return_exceptions=True,
            )
            winner = await nodes[0].claim_of("bed", f"bed{race}", now=0)
            stored = await nodes[1].read_many(
                [Ref("Group", f"g{race}-{number}") for number in range(10)], visibility=H1
            )

            assert kinds(outcomes) == {"WriteResult": 1, "claim": 9}
            assert winner is not None
            assert [f"task{ref.id.rpartition('-')[2]}" for ref in stored] == [winner.holder]


async def test_a_message_is_stored_once_whichever_node_it_comes_to(url: str) -> None:
    async with two_nodes(url) as nodes:
        outcomes = await asyncio.gather(
            *(
                store.write(unit(patient(store.new_id()), inbound=(_message(store.new_key()),)), visibility=H1)
                for _ in range(6)
                for store in nodes
            ),
            return_exceptions=True,
        )
        patients = await nodes[0].history(HistoryQuery("Patient", count=99), visibility=H1)

    assert kinds(outcomes) == {"WriteResult": 1, "duplicate": 11}
    assert len(patients.resources) == 1


async def test_a_delivery_and_a_timer_are_taken_by_one_node_and_come_back_when_the_lease_ends(url: str) -> None:
    async with two_nodes(url) as nodes:
        rows = tuple(Outbound(0, 2, "rest", "http://x", "", f"s{one}", b"") for one in range(40))
        timers = tuple(Timer("deadline", f"t{one}", due=1) for one in range(40))
        await nodes[0].write(WriteUnit(outbound=rows, timers=timers), visibility=H1)

        taken = await asyncio.gather(
            *(nodes[one % 2].due_outbound(now=10, lease_until=20, count=10) for one in range(8))
        )
        rung = await asyncio.gather(*(nodes[one % 2].due_timers(now=10, lease_until=20, count=10) for one in range(8)))
        taken.append(await nodes[0].due_outbound(now=10, lease_until=20, count=99))
        rung.append(await nodes[1].due_timers(now=10, lease_until=20, count=99))
        again = await nodes[1].due_outbound(now=21, lease_until=30, count=99)

    assert Counter(row.subject for page in taken for row in page) == {f"s{one}": 1 for one in range(40)}
    assert Counter(timer.subject for page in rung for timer in page) == {f"t{one}": 1 for one in range(40)}
    assert len(again) == 40


async def test_what_names_a_patient_joins_the_record_however_the_writes_fall(url: str) -> None:
    async with two_nodes(url) as nodes:
        for race in range(10):
            who = f"p{race}"
            await asyncio.gather(
                *(nodes[1].write(unit(_observation(f"o{race}-{one}", who)), visibility=H1) for one in range(4)),
                nodes[0].write(unit(patient(who)), visibility=H1),
                *(nodes[0].write(unit(_observation(f"n{race}-{one}", who)), visibility=H1) for one in range(4)),
            )
        refs = [Ref("Observation", f"{side}{race}-{one}") for side in "on" for race in range(10) for one in range(4)]
        found = await nodes[0].read_many(refs, visibility=H1)

    assert {str(ref): one.patient for ref, one in found.items()} == {
        str(ref): f"p{ref.id[1:].partition('-')[0]}" for ref in refs
    }


async def test_a_resource_that_must_not_exist_does_not_come_beside_it(url: str) -> None:
    async with two_nodes(url) as nodes:
        for race in range(6):
            rival = Ref("Group", f"rival{race}")
            outcomes = await asyncio.gather(
                nodes[0].write(
                    unit(Put(Ref("Group", f"mine{race}"), _group(1)), preconditions=(VersionIs(rival, 0),)),
                    visibility=H1,
                ),
                nodes[1].write(
                    unit(Put(rival, _group(2)), preconditions=(VersionIs(Ref("Group", f"mine{race}"), 0),)),
                    visibility=H1,
                ),
                return_exceptions=True,
            )

            assert kinds(outcomes) == {"WriteResult": 1, "version": 1}


async def test_a_patient_is_one_person_whichever_node_links_it(url: str) -> None:
    async with two_nodes(url) as nodes:
        await nodes[0].write(unit(patient("a")), visibility=H1)
        await asyncio.gather(
            *(
                nodes[one % 2].write(WriteUnit(links=(PersonLink("a", f"person{one}", "manual"),)), visibility=H1)
                for one in range(8)
            )
        )
        async with nodes[0]._readers.connection() as connection:
            linked = await connection.fetchval("SELECT count(*) FROM person_link WHERE linked = 1")

    assert linked == 1


async def test_a_history_since_a_time_waits_for_what_commits_late(url: str) -> None:
    async with node(url) as store:
        await store.write(unit(patient("early")), visibility=H1)
        async with store._writers.connection() as late:
            await late.execute("BEGIN")
            await late.execute("SELECT pg_current_xact_id()")
            await store.write(unit(patient("behind")), visibility=H1)
            waiting = await store.history(HistoryQuery("Patient", since=0), visibility=H1)
            own = await store.history(HistoryQuery("Patient", "behind", since=0), visibility=H1)
            await late.execute("ROLLBACK")
        after = await store.history(HistoryQuery("Patient", since=0), visibility=H1)

    assert [one.ref.id for one in waiting.resources] == ["early"]
    assert [one.ref.id for one in own.resources] == ["behind"]
    assert {one.ref.id for one in after.resources} == {"early", "behind"}


async def test_nodes_have_numbers_of_their_own_and_give_them_back(url: str) -> None:
    async with two_nodes(url) as nodes:
        numbers = [store._node.number for store in nodes]
        keys = {store.new_key() for store in nodes for _ in range(100)}
    async with node(url) as third:
        assert numbers == [0, 1]
        assert len(keys) == 200
        assert third._node.number == 0


async def test_a_unit_whose_rows_cannot_be_written_fails_alone(url: str) -> None:
    def entry(key: int) -> AuditEntry:
        return AuditEntry(at=1, member=1, agent="a", action="R", interaction="read", target="Patient/x", key=key)

    async with node(url) as store:
        await store.audit(entry(7))
        outcomes = await asyncio.gather(
            store.write(unit(patient("1")), visibility=H1),
            store.write(unit(patient("2"), audit=(entry(7),)), visibility=H1),
            store.write(unit(patient("3")), visibility=H1),
            store.write(unit(patient("3", expected=0)), visibility=H1),
            return_exceptions=True,
        )
        kept = await store.history(HistoryQuery("Patient"), visibility=H1)
        entries = await store.audit_page(visibility=SYSTEM)

    assert kinds(outcomes) == {"WriteResult": 2, "OverloadError": 1, "version": 1}
    assert sorted(one.ref.id for one in kept.resources) == ["1", "3"]
    assert len(entries) == 1


async def test_closing_waits_for_what_is_under_way_and_then_refuses(url: str) -> None:
    async with node(url) as store:
        tasks = [asyncio.create_task(store.write(unit(patient(f"p{one}")), visibility=H1)) for one in range(50)]
        await asyncio.sleep(0)
        await store.close()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        late = await asyncio.gather(store.write(unit(patient("late")), visibility=H1), return_exceptions=True)

    assert kinds(outcomes) == {"WriteResult": 50}
    assert kinds(late) == {OverloadError.__name__: 1}


def _group(quantity: int) -> bytes:
    return json.dumps({"resourceType": "Group", "type": "person", "actual": True, "quantity": quantity}).encode()


def _observation(number: str, of: str) -> Put:
    data = {"resourceType": "Observation", "status": "final", "subject": {"reference": f"Patient/{of}"}}
    return Put(Ref("Observation", number), json.dumps(data).encode())


def _message(key: int) -> Inbound:
    return Inbound(key, "HIS|A", "1", b"", b"MSH", b"AA", 1, "mllp", "hl7v2", "", "", "stored", 1)


@pytest.mark.parametrize("together", [1, 2, 5])
async def test_a_create_is_refused_in_the_same_words_alone_and_in_a_batch(url: str, together: int) -> None:
    data = json.dumps({"resourceType": "Patient", "identifier": [{"system": MRN, "value": "1"}]}).encode()
    both = patient("p", data, expected=0, unique=(IdentifierKey(MRN, "1"),))  # the id and the identifier are taken
    async with node(url) as store:
        await store.write(unit(patient("p")), visibility=H1)
        await store.write(unit(patient("q", data)), visibility=H1)

        outcomes = await asyncio.gather(
            store.write(unit(both), visibility=H1),
            *(store.write(unit(patient(f"r{number}", expected=0)), visibility=H1) for number in range(together - 1)),
            return_exceptions=True,
        )

        assert [one.kind if isinstance(one, UnitConflictError) else "stored" for one in outcomes] == [
            "version", *["stored"] * (together - 1)
        ]  # fmt: skip
        assert isinstance(outcomes[0], UnitConflictError)
        assert outcomes[0].args == ("version: Patient/p has version 1; expected none",)
