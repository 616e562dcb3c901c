"""Whatever index leads, and however its rows are put in order, a search finds the same page by page everywhere."""

from dataclasses import replace

import pytest

from hub.store.port import Engine
from hub.store.search import leading
from tests.contract.engines import H1, N1, observation, patient, query, write

_FAMILIES = ("张", "张", "张三", "李", "章", "张", "欧阳", "张")
_PATIENTS = {
    "family=张": "7 5 2 1 0", "family=张,李": "7 5 3 2 1 0", "name=zhang": "7 5 4 2 1 0", "family=zs": "2",
    "family=张&gender=male": "2 0", "gender=male,female": "7 6 5 4 3 2 1 0", "gender=male,other": "6 4 2 0",
    "gender=male,female&family=张": "7 5 2 1 0", "birthdate=ge1940": "7 6 5 4 3 2 1 0",
    "birthdate=ge1942&birthdate=lt1946": "5 4 3 2", "birthdate=1941&family=张": "1", "family=王": "",
    "family=王,阿": "",
    "gender:not=male&family=张": "7 5 1", "birthdate=ge1942&gender=female": "7 5 3", "name=张三,李": "3 2",
    "_has:Observation:patient:code=a,b": "3 2 1 0",
    "gender=http://hl7.org/fhir/administrative-gender|": "7 6 5 4 3 2 1 0",
}  # fmt: skip
_OBSERVATIONS = {
    "code=a,b": "7 6 5 4 3 2 1 0", "code=a,b&date=2026-03-02": "6 2", "code=a,b&subject=Patient/1,Patient/2": "6 5 2 1",
    "subject=Patient/0,Patient/1": "5 4 1 0", "patient=Patient/0,Patient/3": "7 4 3 0", "patient=1&code=a,b": "5 1",
    "date=ge2026-03-02&code=b": "7 3", "performer=Practitioner/d,Practitioner/e": "7 6 5 4 3 2 1 0",
    "code=a,b,c,d,e,f,g,h,i": "7 6 5 4 3 2 1 0", "date=ge2026-03-01": "7 6 5 4 3 2 1 0",
}  # fmt: skip


async def _fill(store: Engine) -> None:
    for number, family in enumerate(_FAMILIES):
        await write(store, patient(
            str(number), name=[{"family": family}, {"family": family}], gender=("male", "female")[number % 2],
            birthDate=f"{1940 + number}-05-01",
        ))  # fmt: skip
    for number in range(8):
        performer = [{"reference": "Practitioner/d"}, {"reference": "Practitioner/e"}]
        await write(store, observation(
            str(number), of=str(number % 4), code="ab"[number % 2], performer=performer,
            effectiveDateTime=("2026-03-01", "2026-03-01", "2026-03-02", "2026-03-03")[number % 4],
        ))  # fmt: skip
    await write(store, patient("8", name=[{"family": "张"}], gender="male", birthDate="1941-01-01"), by=N1)


@pytest.mark.parametrize(("wide", "ordered"), [(400, 2000), (1, 2000), (1, 1)])
@pytest.mark.parametrize("kind", ["Patient", "Observation"])
async def test_every_way_of_leading_finds_the_same_page_by_page(
    store: Engine, kind: str, wide: int, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "WIDE", wide)
    monkeypatch.setattr(leading, "SORTED", ordered)
    await _fill(store)
    found: dict[str, str] = {}
    expected = _PATIENTS if kind == "Patient" else _OBSERVATIONS

    for text in expected:
        for count in (1, 3, 50):
            asked, names = query(kind, f"{text}&_count={count}&_total=accurate"), []
            while True:
                page = await store.search(asked, visibility=H1)
                names += [one.ref.id for one in page.resources]
                assert (text, page.total) == (text, len(expected[text].split()))
                if not page.cursor:
                    break
                asked = replace(asked, cursor=page.cursor)
            assert found.setdefault(text, " ".join(names)) == " ".join(names)

    assert found == expected


@pytest.mark.parametrize("text", ["family=张", "gender=male,female", "birthdate=ge1940"])
async def test_what_is_written_between_two_pages_neither_hides_nor_repeats_anything(
    store: Engine, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "WIDE", 1)
    await _fill(store)
    first = await store.search(query("Patient", f"{text}&_count=2"), visibility=H1)
    await write(store, patient("9", name=[{"family": "张"}], gender="male", birthDate="1950-01-01"))

    rest = await store.search(query("Patient", f"{text}&_count=50&_cursor={first.cursor}"), visibility=H1)

    both = [one.ref.id for one in (*first.resources, *rest.resources)]
    assert both == sorted(set(both), reverse=True)
    assert both == [one for one in both if one != "9"]
    assert "0" in both
