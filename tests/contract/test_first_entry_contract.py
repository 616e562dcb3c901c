"""`composition` and `message` of a Bundle find it by what its first entry says. https://hl7.org/fhir/R4/bundle.html#search."""

import re
from typing import Any

import pytest

from hub.errors import BadSearchError
from hub.store.port import Engine, Grant, Ref, WriteUnit
from hub.store.query import looks_into
from hub.store.search.definitions import definitions_of, is_searched, needed_parts
from hub.store.search.first_entry import parameters_inside
from tests.contract.engines import H1, N1, SYSTEM, found, patient, put, query, write

Json = dict[str, Any]
LOINC = "http://loinc.org"
SID = "urn:oid:1.2.3"


def _document(number: str, *, of: str = "Patient/p1", code: str = "18761-7", **elements: Any) -> Json:
    composition: Json = {
        "resourceType": "Composition", "id": f"{number}-c", "status": "final",
        "identifier": {"system": SID, "value": number},
        "type": {"coding": [{"system": LOINC, "code": code, "display": "Transfer summary"}]},
        "subject": {"reference": of}, "date": "2026-03-01T08:00:00Z", "author": [{"reference": "Organization/H1"}],
        "title": "转出记录", **elements,
    }  # fmt: skip
    return _bundle(number, "document", composition)


def _bundle(number: str, kind: str, *resources: Json, urls: tuple[str, ...] = ()) -> Json:
    names = urls or tuple(f"https://a.example/fhir/{one['resourceType']}/{one['id']}" for one in resources)
    return {
        "resourceType": "Bundle", "id": number, "type": kind, "timestamp": "2026-03-01T09:00:00Z",
        "identifier": {"system": SID, "value": f"bundle-{number}"},
        "entry": [{"fullUrl": url, "resource": one} for url, one in zip(names, resources, strict=True)],
    }  # fmt: skip


DOCUMENTS = (
    patient("p1", identifier=[{"system": SID, "value": "7"}], name=[{"family": "Li"}]),
    patient("p2", name=[{"family": "Liu"}]),
    _document("d1"),
    _document("d2", of="Patient/p2", code="57133-1", date="2026-04-01", status="amended", title="转诊记录"),
    _bundle("m1", "message", {
        "resourceType": "MessageHeader", "id": "h1", "eventCoding": {"system": "urn:e", "code": "admit"},
        "source": {"name": "HIS", "endpoint": "http://his.example/a"}, "focus": [{"reference": "Patient/p1"}],
    }),
    _bundle("c1", "collection", patient("p1")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"composition.type={LOINC}|18761-7", ["d1"]), ("composition.type=57133-1", ["d2"]),
        ("composition.type:not=57133-1", ["c1", "m1", "d1"]), ("composition.type:text=transfer", ["d2", "d1"]),
        ("composition.type:missing=true", ["c1", "m1"]), ("composition:Composition.status=amended", ["d2"]),
        (f"composition.identifier={SID}|d1", ["d1"]), (f"composition.identifier={SID}|bundle-d1", []),
        ("composition.patient=Patient/p1", ["d1"]), ("composition.patient=p2", ["d2"]),
        ("composition.subject=Patient/p2", ["d2"]), ("composition.subject:Patient=p1,p2", ["d2", "d1"]),
        ("composition.author=Organization/H1", ["d2", "d1"]), ("composition.date=ge2026-03-15", ["d2"]),
        ("composition.date=2026-03-01", ["d1"]), ("composition.title:contains=转诊", ["d2"]),
        ("composition.patient.family:exact=Li", ["d1"]), ("composition.subject:Patient.family=liu", ["d2"]),
        ("composition=Composition/d1-c", ["d1"]), ("composition=d2-c", ["d2"]), ("composition._id=d1-c", ["d1"]),
        ("composition=https://a.example/fhir/Composition/d2-c", ["d2"]), ("composition:missing=true", ["c1", "m1"]),
        ("composition:missing=false&composition.status=final", ["d1"]), (f"composition:identifier={SID}|d2", ["d2"]),
        ("message.event=urn:e|admit", ["m1"]), ("message.source-uri=http://his.example/a", ["m1"]),
        ("message.focus=Patient/p1", ["m1"]), ("message:missing=false", ["m1"]), ("message=MessageHeader/h1", ["m1"]),
        (f"identifier={SID}|bundle-d1&composition.status=final", ["d1"]),
        ("_filter=composition.status eq final or message.event eq admit", ["m1", "d1"]),
    ],
)  # fmt: skip
async def test_a_bundle_is_found_by_its_first_entry(store: Engine, text: str, expected: list[str]) -> None:
    await write(store, *DOCUMENTS)

    assert await found(store, "Bundle", text) == [f"Bundle/{one}" for one in expected]


async def test_what_stands_in_a_bundle_is_no_resource_of_its_own(store: Engine) -> None:
    await write(store, *DOCUMENTS)

    assert await found(store, "Composition", f"type={LOINC}|18761-7") == []
    assert await found(store, "Composition", "patient=p1") == []
    assert await found(store, "Patient", "_has:Composition:patient:status=final") == []
    assert await found(store, "Bundle", "_include=Bundle:composition&composition.status=final") == ["Bundle/d1"]
    assert await found(store, "Patient", "_id=p1&_revinclude=*") == ["Patient/p1"]


async def test_a_composition_that_is_stored_by_itself_is_not_the_one_in_a_bundle(store: Engine) -> None:
    own = _document("d1", status="preliminary")["entry"][0]["resource"]
    await write(store, _document("d1"), own)

    assert await found(store, "Bundle", "composition.status=preliminary") == []
    assert await found(store, "Bundle", "composition.status=final") == ["Bundle/d1"]
    assert await found(store, "Composition", "status=preliminary") == ["Composition/d1-c"]


async def test_what_another_member_may_not_see_is_not_found_by_its_first_entry(store: Engine) -> None:
    await write(store, *DOCUMENTS)
    await write(store, _document("n1", of="Patient/p2"), by=N1)

    asked = ("composition.status=final", f"composition.identifier={SID}|d1", "composition.patient=p1")
    assert [await found(store, "Bundle", text, by=N1) for text in asked] == [["Bundle/n1"], [], []]

    shown = WriteUnit(grants=(Grant(N1.member, Ref("Bundle", "d1"), because="x"),))
    await store.write(shown, visibility=SYSTEM)

    assert await found(store, "Bundle", asked[1], by=N1) == ["Bundle/d1"]
    assert await found(store, "Bundle", "composition.patient:Patient.family=Li", by=N1) == []
    assert await found(store, "Composition", by=N1) == []
    assert await found(store, "Patient", by=N1) == []


async def test_a_bundle_is_found_by_what_it_says_now(store: Engine) -> None:
    await write(store, _document("d1"))

    await write(store, _document("d1", status="entered-in-error"))

    assert await found(store, "Bundle", "composition.status=final") == []
    assert await found(store, "Bundle", "composition.status=entered-in-error") == ["Bundle/d1"]


async def test_who_is_spoken_of_within_the_bundle_is_known_by_identifier_and_type(store: Engine) -> None:
    composition = _document("d1", of="urn:uuid:1", author=[{"reference": "urn:uuid:2"}])["entry"][0]["resource"]
    elder = patient("x", identifier=[{"system": SID, "value": "7"}, {"value": "8"}])
    home = {"resourceType": "Organization", "name": "home", "identifier": [{"system": SID, "value": "org"}]}
    named = ("urn:uuid:0", "urn:uuid:1", "urn:uuid:2")
    await write(store, _bundle("d1", "document", composition, elder, home, urls=named), _document("d2"))

    for text in (
        f"composition.patient.identifier={SID}|7", f"composition.patient:identifier={SID}|7",
        "composition.subject:Patient.identifier=8", f"composition.author.identifier={SID}|org",
        "composition=urn:uuid:0", "composition.patient=urn:uuid:1", "composition.author=urn:uuid:2",
    ):  # fmt: skip
        assert await found(store, "Bundle", text) == ["Bundle/d1"], text
    assert await found(store, "Bundle", "composition.patient=Patient/x") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("composition.nothing=1", "Composition has no search parameter 'nothing'"),
        ("composition._lastUpdated=2026", "Composition has no search parameter '_lastUpdated'"),
        ("composition:MessageHeader.event=x", "expected composition:Composition or composition"),
        ("composition.status:exact=x", "modifier :exact of status"), ("composition.status=,", "has no value"),
        ("composition.subject.name=x", "expected one type"), ("composition.status.x=1", "leads nowhere"),
        ("message.text=x", "MessageHeader has no search parameter"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_in_a_first_entry_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(BadSearchError, match=re.escape(words)):
        query("Bundle", text)


async def test_bundles_without_entries_and_with_others_are_stored_as_ever(store: Engine) -> None:
    empty = {"resourceType": "Bundle", "id": "e", "type": "collection"}
    bare = {"resourceType": "Bundle", "id": "f", "type": "batch", "entry": [{"request": {"method": "GET", "url": "x"}}]}
    await store.write(WriteUnit(puts=(put(empty), put(bare))), visibility=H1)

    assert await found(store, "Bundle", "composition:missing=true") == ["Bundle/f", "Bundle/e"]


def test_the_rows_inside_are_definitions_of_the_bundle_and_no_type_more_is_looked_into() -> None:
    asked = query("Bundle", "composition.type=x&composition.patient.identifier=y")

    needed = {part for one in asked.criteria for part in needed_parts(one.parameter, one.modifier)}  # type: ignore[union-attr]  # no chain
    assert needed <= definitions_of("Bundle").keys()
    assert list(looks_into(asked)) == []
    assert {one.name for one in parameters_inside("Bundle") if is_searched(one)} >= {"type", "patient", "event"}
