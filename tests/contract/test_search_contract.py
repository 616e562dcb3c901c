"""What every engine must find. https://hl7.org/fhir/R4/search.html."""

from dataclasses import replace

import pytest

from hub.clock import FrozenClock
from hub.errors import BadSearchError
from hub.store.port import Engine, Put, Ref, WriteUnit
from hub.store.query import HistoryQuery, SearchQuery
from tests.contract.engines import H1, N1, found, observation, patient, query, write

PATIENTS = (
    patient("a", name=[{"text": "单田芳", "family": "单"}], gender="male", birthDate="1940-05-06",
            identifier=[{"system": "urn:mrn", "value": "1"}], telecom=[{"system": "phone", "value": "010-1"}]),
    patient("b", name=[{"family": "Müller", "given": ["Ann  Marie"]}], gender="female", birthDate="1940",
            identifier=[{"value": "1"}], active=True),
    patient("c", name=[{"family": "ＭＵＬＬＥＲ"}], birthDate="1941-01-01", deceasedBoolean=False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "cba"),
        ("gender=male", "a"), ("gender=male,female", "ba"), ("gender=MALE", ""), ("gender:not=male", "cb"),
        ("gender:missing=true", "c"), ("gender:missing=false", "ba"),
        ("identifier=1", "ba"), ("identifier=urn:mrn|1", "a"), ("identifier=|1", "b"), ("identifier=urn:mrn|", "a"),
        ("identifier=urn:mrn|2", ""), ("phone=010-1", "a"), ("active=true", "b"),
        ("name=单", "a"), ("name=田", ""), ("name:contains=田", "a"), ("name=mull", "cb"), ("family=muller", "cb"),
        ("family:exact=Müller", "b"), ("name=ann marie", "b"), ("name=ann m,单", "ba"),
        ("birthdate=1940", "ba"), ("birthdate=1940-05-06", "a"), ("birthdate=ne1940", "c"),
        ("birthdate=gt1940", "c"), ("birthdate=ge1940-05-06", "cba"), ("birthdate=lt1941", "ba"),
        ("birthdate=le1940-01-01", "b"), ("birthdate=sa1940-05-06", "c"), ("birthdate=eb1941", "ba"),
        ("birthdate=ge1940&birthdate=lt1940-06", "ba"),
        ("_id=a,c", "ca"), ("_id=a&_id=a,b", "a"), ("_id=none", ""),
        ("gender=male&name=单&birthdate=1940", "a"), ("gender=female&name=单", ""),
        ("_sort=birthdate", "bac"), ("_sort=-birthdate", "cab"), ("_sort=_id", "abc"), ("_sort=-_id", "cba"),
        ("_sort=family", "bca"), ("_count=2", "cb"),
    ],
)  # fmt: skip
async def test_patients_are_found(store: Engine, text: str, expected: str) -> None:
    await write(store, *PATIENTS)
    await write(store, patient("foreign", name=[{"family": "单"}], gender="male", birthDate="1940-05-06"), by=N1)

    assert await found(store, "Patient", text) == [f"Patient/{letter}" for letter in expected]


OBSERVATIONS = (
    observation("1", of="a", effectiveDateTime="2026-03-01T08:00:00+08:00",
                valueQuantity={"value": 72.5, "system": "http://unitsofmeasure.org", "code": "/min"}),
    observation("2", of="a", code="8310-5", effectivePeriod={"start": "2026-03-02", "end": "2026-03-04"},
                valueQuantity={"value": 36.6, "unit": "Cel"}),
    observation("3", of="b", effectiveDateTime="2026-03-05",
                performer=[{"reference": "http://elsewhere/fhir/Practitioner/9"}]),
    observation("4", of="b", code="8310-5", effectivePeriod={"start": "2026-03-06"}, subject={"reference": "Group/b"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("patient=Patient/a", "21"), ("patient=a", "21"), ("subject=a", "21"), ("subject:Patient=b", "3"),
        ("subject=b", "43"), ("subject:Group=b", "4"), ("subject=Group/b", "4"), ("patient=a,b", "321"),
        ("performer=http://elsewhere/fhir/Practitioner/9", "3"), ("performer=Practitioner/9", ""),
        ("code=8310-5", "42"), ("code=http://loinc.org|8310-5&patient=a", "2"), ("code=x&patient=a", ""),
        ("date=2026-03-03", ""), ("date=2026-03", "321"), ("date=ap2026-03-03", "2"), ("date=ge2026-03-04", "432"),
        ("date=lt2026-03-02", "1"), ("date=sa2026-03-04", "43"), ("date=eb2026-03-05", "21"),
        ("date=ge2026-03-02&patient=a", "2"), ("date=gt2026-03-01T00:00:00Z", "432"),
        ("value-quantity=72.5", "1"), ("value-quantity=72", ""), ("value-quantity=73", "1"),
        ("value-quantity=gt36.6", "1"),
        ("value-quantity=ge36.6", "21"), ("value-quantity=72.5|http://unitsofmeasure.org|/min", "1"),
        ("value-quantity=36.6||Cel", "2"), ("value-quantity=36.6|Cel", "2"), ("value-quantity=ap70", "1"),
        ("value-quantity=lt100&patient=a", "21"), ("value-quantity=ne72.5", "2"),
        ("patient.name=单", "21"), ("subject:Patient.family=muller", "3"), ("patient.gender:missing=true", ""),
        ("patient.birthdate=1940-05-06&code=8310-5", "2"),
        ("_sort=date", "1234"), ("_sort=-date", "4321"), ("_sort=-date&code=8310-5", "42"),
        ("_sort=value-quantity", "2134"),
    ],
)  # fmt: skip
async def test_observations_are_found(store: Engine, text: str, expected: str) -> None:
    await write(store, *PATIENTS, *OBSERVATIONS)
    await write(store, patient("far", name=[{"family": "单"}]), observation("f", of="far", code="8310-5"), by=N1)

    assert await found(store, "Observation", text) == [f"Observation/{number}" for number in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_has:Observation:patient:code=8310-5", "a"), ("_has:Observation:patient:code=8867-4", "ba"),
        ("_has:Observation:patient:date=2026-03-05&gender=female", "b"),
    ],
)  # fmt: skip
async def test_patients_are_found_by_what_points_to_them(store: Engine, text: str, expected: str) -> None:
    await write(store, *PATIENTS, *OBSERVATIONS)

    assert await found(store, "Patient", text) == [f"Patient/{letter}" for letter in expected]


async def test_include_and_revinclude_bring_each_resource_once(store: Engine) -> None:
    await write(store, *PATIENTS, *OBSERVATIONS)

    along = await store.search(query("Observation", "patient=a&_include=Observation:subject"), visibility=H1)
    back = await store.search(query("Patient", "_id=a&_revinclude=Observation:subject"), visibility=H1)

    assert [str(one.ref) for one in along.resources] == ["Observation/2", "Observation/1", "Patient/a"]
    assert along.included == (False, False, True)
    assert {str(one.ref) for one in back.resources} == {"Patient/a", "Observation/1", "Observation/2"}
    assert back.included == (False, True, True)


async def test_what_was_updated_or_deleted_is_found_by_its_present_values_only(store: Engine) -> None:
    await write(store, *PATIENTS)

    await write(store, patient("a", gender="female"))
    await store.write(WriteUnit(puts=(Put(Ref("Patient", "b"), b"", delete=True),)), visibility=H1)

    assert await found(store, "Patient", "gender=male") == []
    assert await found(store, "Patient", "gender=female") == ["Patient/a"]
    assert await found(store, "Patient", "name:missing=true") == ["Patient/a"]
    assert await found(store, "Patient") == ["Patient/c", "Patient/a"]


async def test_last_updated_is_searched_and_sorted(store: Engine, clock: FrozenClock) -> None:
    for number in ("a", "b", "c"):
        await write(store, patient(number))
        clock.advance(seconds=60)
    await write(store, patient("a", gender="male"))

    assert await found(store, "Patient", "_lastUpdated=ge2026-03-02T01:01:00Z") == [
        "Patient/c",
        "Patient/b",
        "Patient/a",
    ]
    assert await found(store, "Patient", "_lastUpdated=lt2026-03-02T01:02:00Z") == ["Patient/b"]
    assert await found(store, "Patient", "_sort=-_lastUpdated") == ["Patient/a", "Patient/c", "Patient/b"]


async def test_a_total_counts_all_pages_and_only_when_asked(store: Engine) -> None:
    await write(store, *PATIENTS)

    page = await store.search(query("Patient", "_count=1&_total=accurate"), visibility=H1)
    number = await store.search(query("Patient", "_summary=count"), visibility=H1)
    plain = await store.search(query("Patient"), visibility=H1)

    assert (len(page.resources), page.total) == (1, 3)
    assert (number.resources, number.total) == ((), 3)
    assert plain.total is None


async def _walk(store: Engine, first: SearchQuery, *, meanwhile: bool = False) -> list[str]:
    seen: list[str] = []
    request = first
    for turn in range(99):
        page = await store.search(request, visibility=H1)
        seen += [one.ref.id for one in page.resources]
        if not page.cursor:
            return seen
        request = replace(first, cursor=page.cursor)
        if meanwhile:
            await write(store, patient(f"new{turn}", gender="male"), patient(seen[-1], gender="male", active=True))
    raise AssertionError("The pages have no end.")


@pytest.mark.parametrize("text", ["", "gender=male", "gender=male,female", "_sort=birthdate", "_sort=-birthdate,_id"])
async def test_pages_give_each_resource_once(store: Engine, text: str) -> None:
    people = [patient(f"p{n:02}", gender="male", birthDate=f"19{40 + n % 5}") for n in range(23)]
    await write(store, *people)
    whole = [ref.partition("/")[2] for ref in await found(store, "Patient", f"_count=100&{text}".rstrip("&"))]

    paged = await _walk(store, replace(query("Patient", text), count=5))

    assert len(set(whole)) == 23
    assert paged == whole


async def test_pages_stay_whole_while_others_write(store: Engine) -> None:
    await write(store, *(patient(f"p{n:02}", gender="male") for n in range(17)))

    paged = await _walk(store, replace(query("Patient", "gender=male"), count=4), meanwhile=True)

    assert paged == [f"p{n:02}" for n in reversed(range(17))]


async def test_a_cursor_serves_its_own_search_and_caller_only(store: Engine) -> None:
    await write(store, *PATIENTS)
    cursor = (await store.search(query("Patient", "_count=1"), visibility=H1)).cursor

    with pytest.raises(BadSearchError):
        await store.search(replace(query("Patient", "gender=male"), cursor=cursor), visibility=H1)
    with pytest.raises(BadSearchError):
        await store.search(replace(query("Patient"), cursor=cursor), visibility=N1)
    with pytest.raises(BadSearchError):
        await store.search(replace(query("Patient"), cursor="AAAA"), visibility=H1)


async def test_history_of_a_type_is_paged_newest_first(store: Engine, clock: FrozenClock) -> None:
    for gender in ("male", "female"):
        await write(store, patient("a", gender=gender), patient("b", gender=gender))
        clock.advance(seconds=1)
    await write(store, observation("o", of="a"))

    seen: list[tuple[str, int]] = []
    cursor = ""
    while True:
        page = await store.history(HistoryQuery("Patient", count=3, cursor=cursor), visibility=H1)
        seen += [(one.ref.id, one.version) for one in page.resources]
        cursor = page.cursor
        if not cursor:
            break
    since = clock.now() - 1_000_000
    recent = await store.history(HistoryQuery(since=since), visibility=H1)

    assert seen == [("b", 2), ("a", 2), ("b", 1), ("a", 1)]
    assert [str(one.ref) for one in recent.resources] == ["Observation/o", "Patient/b", "Patient/a"]


async def test_history_at_a_time_holds_what_was_current_then(store: Engine, clock: FrozenClock) -> None:
    first = clock.now()
    for gender in ("male", "female"):
        await write(store, patient("a", gender=gender))
        clock.advance(seconds=10)

    async def versions(start: int, end: int, resource_id: str = "") -> list[int]:
        query = HistoryQuery("Patient", resource_id, at=(first + start * 1_000_000, first + end * 1_000_000))
        return [one.version for one in (await store.history(query, visibility=H1)).resources]

    assert [await versions(*at) for at in ((-2, -1), (1, 2), (5, 15), (11, 12))] == [[], [1], [2, 1], [2]]
    assert await versions(1, 2, "a") == [1]


MEASUREMENTS = (
    observation("plain", of="a", code="8867-4", valueQuantity={"value": 70, "code": "/min"}),
    observation("panel", of="b", code="85354-9", component=[
        {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
         "valueQuantity": {"value": 140, "code": "mm[Hg]"}}]),
    observation("group", of="a", subject={"reference": "Group/a"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("patient=a", ["plain"]), ("patient=Patient/a", ["plain"]), ("patient:Patient=a", ["plain"]),
        ("patient:Group=a", []), ("patient=Group/a", []), ("subject=a", ["group", "plain"]),
        ("patient:missing=true", ["group"]), ("patient:missing=false", ["panel", "plain"]),
        ("patient.gender=male", ["plain"]), ("patient=a&code=8867-4", ["plain"]),
        ("combo-code=8480-6", ["panel"]), ("combo-code=8867-4,8480-6", ["group", "panel", "plain"]),
        ("component-code=8867-4", []), ("combo-code:not=8867-4", ["panel"]),
        ("combo-value-quantity=gt60", ["panel", "plain"]), ("combo-value-quantity=gt100||mm[Hg]", ["panel"]),
        ("_sort=-combo-value-quantity", ["panel", "plain", "group"]),
    ],
)  # fmt: skip
async def test_a_parameter_whose_values_stand_under_others_finds_the_same(
    store: Engine, text: str, expected: list[str]
) -> None:
    await write(store, patient("a", gender="male"), {"resourceType": "Group", "id": "a", "type": "person"})
    await write(store, *MEASUREMENTS)

    assert await found(store, "Observation", text) == [f"Observation/{name}" for name in expected]


async def test_patient_links_lead_from_and_to_patients_alone(store: Engine) -> None:
    await write(store, patient("a"), {"resourceType": "Group", "id": "a", "type": "person", "actual": True})
    await write(store, *MEASUREMENTS)

    assert await found(store, "Observation", "_id=group,plain&_include=Observation:patient") == [
        "Observation/group", "Observation/plain", "Patient/a",
    ]  # fmt: skip
    assert await found(store, "Patient", "_revinclude=Observation:patient") == ["Patient/a", "Observation/plain"]
    assert await found(store, "Group", "_revinclude=Observation:subject") == ["Group/a", "Observation/group"]
    assert await found(store, "Patient", "_has:Observation:patient:combo-code=8867-4") == ["Patient/a"]
    assert await found(store, "Patient", "_has:Observation:patient:code=8480-6") == []
