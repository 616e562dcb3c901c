"""`_filter` finds the same on every engine. https://hl7.org/fhir/R4/search_filter.html."""

import re
from dataclasses import replace
from typing import Any

import pytest

from hub.errors import BadSearchError
from hub.store.port import Engine
from hub.store.query import Chain, Criterion, Logic, SearchQuery, looks_into
from hub.store.search.parse import parse_query
from tests.contract.engines import H1, N1, observation, patient, write

PATIENTS = (
    patient("a", name=[{"text": "单田芳", "family": "单"}], gender="male", birthDate="1940-05-06",
            identifier=[{"system": "urn:mrn", "value": "1,2"}]),
    patient("b", name=[{"family": "Müller", "given": ["Ann  Marie"]}], gender="female", birthDate="1940"),
    patient("c", name=[{"family": "MULLER"}], birthDate="1941-01-01"),
)  # fmt: skip


def _query(kind: str, text: str, **more: Any) -> SearchQuery:
    return replace(parse_query(kind, [("_filter", text)], strict=False), **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gender eq male", "a"), ("gender ne male", "b"), ("gender pr false", "c"), ("gender pr true", "ba"),
        ('family eq "Müller"', "b"), ('family co "ULL"', "cb"), ('family sw "mul"', "cb"), ('family ne "Müller"', "ca"),
        ('family ew "LLER"', "cb"), ('given ew "marie"', "b"), ('given ew "ann marie x"', ""), ('name ew "芳"', "a"),
        ("birthdate po 1940-05", "ba"), ("birthdate po 1941", "c"), ("birthdate po 1940-05-07", "b"),
        ("_lastUpdated po 2026", "cba"), ('not (family ew "ller") or birthdate po 1941', "ca"),
        ("birthdate ge 1941", "c"), ("birthdate lt 1941 and gender eq male", "a"),
        ("birthdate ge 1941 or gender eq male", "ca"), ("not (gender eq male)", "cb"),
        ("not (gender eq male or birthdate ge 1941)", "b"), ("(gender eq male)", "a"),
        ("gender eq male or gender eq female and birthdate eq 1940", "ba"),
        ("(gender eq male or gender eq female) and birthdate eq 1940-05-06", "a"),
        ('identifier eq "urn:mrn|1,2"', "a"), ("_id eq c", "c"), ("_id ne c", "ba"), ("_lastUpdated ge 2026", "cba"),
        ('name co "田" and not (birthdate eq 1941)', "a"), ("gender eq male and gender eq female", ""),
    ],
)  # fmt: skip
async def test_patients_are_filtered(store: Engine, text: str, expected: str) -> None:
    await write(store, *PATIENTS)
    await write(store, patient("foreign", name=[{"family": "单"}], gender="male", birthDate="1940-05-06"), by=N1)

    page = await store.search(_query("Patient", text), visibility=H1)

    assert "".join(one.ref.id for one in page.resources) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('patient.name sw "单"', ["1"]),
        ('subject:Patient.family eq "Müller" or code eq http://loinc.org|1', ["3", "2"]),
        ('patient.family ew "ller"', ["3", "2"]), ("patient.birthdate po 1940-05-06", ["2", "1"]),
        ("patient.gender pr false", ["3"]), ("patient re Patient/a", ["1"]), ("patient ne Patient/a", ["3", "2"]),
        ("value-quantity gt 70", ["1"]), ("code in http://nowhere/vs", None), ("status ss final", None),
    ],
)  # fmt: skip
async def test_observations_are_filtered_through_chains(store: Engine, text: str, expected: list[str] | None) -> None:
    await write(store, *PATIENTS)
    await write(store, observation("1", of="a", valueQuantity={"value": 72.5}), observation("2", of="b", code="1"))
    await write(store, observation("3", of="c", code="1"))
    if expected is None:
        with pytest.raises(BadSearchError):
            _query("Observation", text)
        return

    page = await store.search(_query("Observation", text), visibility=H1)

    assert [one.ref.id for one in page.resources] == expected


async def test_pages_of_a_filter_go_on_and_a_cursor_serves_its_filter_alone(store: Engine) -> None:
    await write(store, *(patient(f"p{n}", gender=("male", "female")[n % 2]) for n in range(6)))
    asked = _query("Patient", "not (gender eq female)", count=2, total="accurate")

    first = await store.search(asked, visibility=H1)
    second = await store.search(replace(asked, cursor=first.cursor), visibility=H1)

    assert [[one.ref.id for one in page.resources] for page in (first, second)] == [["p4", "p2"], ["p0"]]
    assert (first.total, second.cursor) == (3, "")
    with pytest.raises(BadSearchError):
        await store.search(_query("Patient", "not (gender eq male)", cursor=first.cursor), visibility=H1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gender", "expected an operator"), ("gender eq", "expected a value"), ("gender eq male x", "expected `and`"),
        ("", "expected a parameter"), ("gender eq male and", "expected a parameter"), ("(gender eq male", "expected )"),
        ("(gender eq male and", "expected a parameter"), ("(gender eq male ) )", "expected `and`"),
        ("(gender eq male gender", "not closed"), ('family eq "x', "closed quotation"),
        ('family eq "\\x"', "no JSON string"), ("nothing eq 1", "no search parameter"),
        ("gender ew m", "not served for a token; expected one of eq, in, ne, pr, sb, ss"),
        ("family po 1940", "not served for a string; expected one of co, eq, ew, ne, pr, sw"),
        ("birthdate ew 1940", "ne, po, pr, sa"), ('family ew ""', "has no value"),
        ("gender sw m", "not served for"), ("family gt 1", "not served for"), ("birthdate co 1940", "not served for"),
        ("gender pr maybe", "true or false"),
        ("_id pr true", "true or false"), ("name[use eq official].family eq x", "expected a search parameter"),
        ("general-practitioner.name eq x", "no one type"), ("nothing.name eq x", "no one type"),
        ("link:Patient._id eq x", "that it takes"), ("not gender eq male", "no search parameter"),
        ("(" * 17 + "gender eq male" + ")" * 17, "deeper than 16"),
        (" or ".join(["gender eq male"] * 33), "more than 32"),
    ],
)  # fmt: skip
async def test_a_filter_that_is_not_understood_is_refused_whole(store: Engine, text: str, words: str) -> None:
    await write(store, PATIENTS[0])

    with pytest.raises(BadSearchError, match=re.escape(words)):
        await store.search(parse_query("Patient", [("_filter", text or " ")], strict=False), visibility=H1)


def test_what_is_joined_by_and_may_lead_and_every_type_is_looked_into() -> None:
    found = _query(
        "Patient", 'gender eq male and (birthdate ge 1940 or not (general-practitioner:Practitioner.name co "x"))'
    )

    assert [type(one) for one in found.criteria] == [Criterion]
    assert [(one.word, len(one.parts)) for one in found.filters] == [("or", 2)]
    inner = found.filters[0].parts[1]
    assert isinstance(inner, Logic)
    assert isinstance(inner.parts[0], Chain)
    assert list(looks_into(found)) == [("Practitioner", "s")]
