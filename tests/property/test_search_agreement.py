"""SQL and plain loops find the same: random resources, random searches, three members, both engines.

Each example is a store with a few resources of two members and one grant, and one search; what the SQL engine
answers must be what the engine in memory answers, page by page.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.clock import FrozenClock
from hub.errors import BadSearchError
from hub.keys import Keys
from hub.store.port import Engine, Grant, Ref, Visibility, WriteUnit
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore
from tests.contract.engines import observation, patient, put
from tests.fakes import MemoryStore

MEMBERS = (Visibility(1), Visibility(2), Visibility(3))
PEOPLE = ("p0", "p1", "p2")

people = st.builds(
    lambda number, gender, birth, family: patient(
        number, gender=gender, **({"birthDate": birth} if birth else {}), name=[{"family": family}]
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from(["male", "female"]),
    st.sampled_from(["", "1940", "1940-05", "1941-01-01"]),
    st.sampled_from(["王", "王小", "Ａb", "ab c"]),
)
results = st.builds(
    lambda number, of, code, at, value: observation(
        f"o{number}", of=of, code=code, effectiveDateTime=at, valueQuantity={"value": value, "code": "mg"}
    ),
    st.integers(0, 5),
    st.sampled_from(PEOPLE),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["2026", "2026-03-01", "2026-03-01T08:00:00+08:00"]),
    st.sampled_from([1, 1.5, 2]),
)
writes = st.lists(st.tuples(st.integers(0, 1), st.one_of(people, results)), max_size=10)
grants = st.lists(
    st.builds(
        Grant, st.integers(1, 3), st.sampled_from([Ref("Patient", one) for one in PEOPLE] + [Ref("Observation", "o1")]),
        because=st.just("x"), compartment=st.booleans(),
    ),
    max_size=2,
)  # fmt: skip
prefix = st.sampled_from(["", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap"])
date_text = st.builds(str.__add__, prefix, st.sampled_from(["2026", "2026-03", "2026-03-01", "2026-03-01T00:00:00Z"]))
patient_pairs = st.one_of(
    st.tuples(st.sampled_from(["gender", "gender:not"]), st.sampled_from(["male", "female", "male,female"])),
    st.tuples(st.just("birthdate"), st.builds(str.__add__, prefix, st.sampled_from(["1940", "1940-05", "1941-01-01"]))),
    st.tuples(st.sampled_from(["name", "family:contains", "name:exact"]), st.sampled_from(["王", "小", "AB", "ab c"])),
    st.tuples(st.sampled_from(["birthdate:missing", "phone:missing"]), st.sampled_from(["true", "false"])),
    st.tuples(st.just("_has:Observation:patient:code"), st.sampled_from(["a", "b", "a,b"])),
    st.tuples(st.just("_revinclude"), st.just("Observation:patient")),
    st.tuples(st.just("_sort"), st.sampled_from(["birthdate", "-birthdate", "-family,_id", "-_lastUpdated"])),
)
observation_pairs = st.one_of(
    st.tuples(st.sampled_from(["code", "code:not"]), st.sampled_from(["a", "b", "http://loinc.org|a", "|a"])),
    st.tuples(st.sampled_from(["patient", "subject"]), st.sampled_from(["p0", "Patient/p1", "p1,Patient/p2"])),
    st.tuples(st.just("date"), date_text),
    st.tuples(
        st.just("value-quantity"), st.builds(str.__add__, prefix, st.sampled_from(["1", "1.5", "2||mg", "1|mg"]))
    ),
    st.tuples(st.just("patient.gender"), st.sampled_from(["male", "female"])),
    st.tuples(st.just("subject:Patient.birthdate"), st.sampled_from(["1940", "gt1940"])),
    st.tuples(st.just("_include"), st.just("Observation:subject")),
    st.tuples(st.just("_id"), st.sampled_from(["o0,o1", "o2"])),
    st.tuples(st.just("_sort"), st.sampled_from(["date", "-date", "value-quantity"])),
)
searches = st.one_of(
    st.tuples(st.just("Patient"), st.lists(patient_pairs, max_size=3)),
    st.tuples(st.just("Observation"), st.lists(observation_pairs, max_size=3)),
)


async def _answers(store: Engine, clock: FrozenClock, example: Any) -> list[Any]:
    written, granted, (resource_type, pairs), size = example
    for member, resource in written:
        clock.advance(seconds=1)
        if await store.read(Ref(resource["resourceType"], resource["id"]), visibility=MEMBERS[1 - member]) is None:
            await store.write(WriteUnit(puts=(put(resource),)), visibility=MEMBERS[member])
    await store.write(WriteUnit(grants=tuple(granted)), visibility=MEMBERS[0])
    answers = []
    for member in MEMBERS:
        query = replace(parse_query(resource_type, _once(pairs), strict=True), count=size, total="accurate")
        while True:
            page = await store.search(query, visibility=member)
            matches = [str(one.ref) for one, also in zip(page.resources, page.included, strict=True) if not also]
            along = sorted(str(one.ref) for one, also in zip(page.resources, page.included, strict=True) if also)
            answers.append((member.member, matches, along, page.total, bool(page.cursor)))
            if not page.cursor:
                break
            query = replace(query, cursor=page.cursor)
    await store.close()
    return answers


def _once(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Only one `_sort`: several would sort by the same term twice."""
    return list({name if name == "_sort" else (name, value): (name, value) for name, value in pairs}.values())


async def _both(example: Any) -> tuple[list[Any], list[Any]]:
    with tempfile.TemporaryDirectory() as folder:
        start = datetime(2026, 3, 2, tzinfo=UTC)
        clock = FrozenClock(start)
        found = await _answers(SqliteStore.open(Path(folder) / "hub.sqlite", keys=KEYS, clock=clock), clock, example)
        clock = FrozenClock(start)
        return found, await _answers(MemoryStore(clock=clock, keys=KEYS), clock, example)


KEYS = Keys.in_memory()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(writes, grants, searches, st.integers(1, 4)))
def test_both_engines_find_the_same_for_every_member(example: Any) -> None:
    found, expected = asyncio.run(_both(example))

    assert found == expected


HEADS = ("code", "date", "subject", "patient", "value-quantity", "_id", "_lastUpdated", "_sort", "_include", "_has")
TAILS = ("", ":missing", ":exact", ":not", ".name", ":Patient.name", ":x:y:z", ":Observation:subject:date")
wild_names = st.text(max_size=12) | st.builds(str.__add__, st.sampled_from(HEADS), st.sampled_from(TAILS))
wild_values = st.text(max_size=12) | st.text(alphabet="ab|,\\$<>=0123456789-:/T.Z+ eglts王", max_size=14)


async def _search_all(requests: Sequence[Sequence[tuple[str, str]]]) -> list[str]:
    """The words of each refusal; "" for a search that was answered."""
    words = []
    with tempfile.TemporaryDirectory() as folder:
        clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
        store = SqliteStore.open(Path(folder) / "hub.sqlite", keys=KEYS, clock=clock)
        unit = WriteUnit(puts=(put(observation("o1", of="p1", effectiveDateTime="2026")),))
        await store.write(unit, visibility=MEMBERS[0])
        for pairs in requests:
            try:
                await store.search(parse_query("Observation", pairs, strict=False), visibility=MEMBERS[0])
                words.append("")
            except BadSearchError as err:
                words.append(err.text)
        await store.close()
    return words


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.tuples(wild_names, wild_values), max_size=3), min_size=20, max_size=20))
def test_any_query_string_is_answered_or_refused_in_words(requests: list[list[tuple[str, str]]]) -> None:
    words = asyncio.run(_search_all(requests))

    assert [one for one in words if one and not any(word in one for word in ("expected", "lead", "not support"))] == []
