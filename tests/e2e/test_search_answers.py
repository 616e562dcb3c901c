"""How searches and reads look: several types, compartments, `_summary`, `_elements`, conditions, links.

https://hl7.org/fhir/R4/search.html, https://hl7.org/fhir/R4/http.html#read.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from terminology.icd10_editions import INSURANCE
from tests.builders import Alliance, observation, patient, small_alliance
from tests.e2e.terminology_calls import load_icd

FHIR = {"Content-Type": "application/fhir+json"}
TAG = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


async def stored(alliance: Alliance, resource: dict[str, Any], *, member: str = "H1") -> str:
    """The id of a new resource."""
    answer = await alliance.as_member(member).post(f"/fhir/{resource['resourceType']}", json=resource, headers=FHIR)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


def refs(bundle: dict[str, Any]) -> list[str]:
    """Type/id of each match, in order."""
    return [
        "/".join(entry["fullUrl"].rsplit("/", 2)[1:])
        for entry in bundle.get("entry", [])
        if entry["search"]["mode"] == "match"
    ]


def link(bundle: dict[str, Any], relation: str) -> str:
    return next((one["url"] for one in bundle["link"] if one["relation"] == relation), "")


async def pages(caller: httpx2.AsyncClient, path: str) -> list[list[str]]:
    found = []
    while path:
        answer = await caller.get(path)
        assert answer.status_code == 200, answer.text
        found.append(refs(answer.json()))
        path = link(answer.json(), "next")
    return found


# Refusals first


async def test_what_a_stranger_has_is_in_no_search_of_several_types_and_in_no_compartment(alliance: Alliance) -> None:
    hidden = await stored(alliance, patient(), member="N1")
    await stored(alliance, observation(hidden), member="N1")
    caller = alliance.as_member("H1")

    everything = await caller.get("/fhir?_type=Patient,Observation")
    counted = await caller.get("/fhir?_type=Patient,Observation&_summary=count")
    inside = await caller.get(f"/fhir/Patient/{hidden}/Observation")
    all_inside = await caller.get(f"/fhir/Patient/{hidden}/*")
    unknown = await caller.get("/fhir/Patient/none/Observation")

    assert (refs(everything.json()), counted.json()["total"]) == ([], 0)
    assert (inside.status_code, all_inside.status_code) == (404, 404)
    assert inside.json()["issue"] == unknown.json()["issue"]


async def test_a_search_of_several_types_needs_the_scope_of_each(alliance: Alliance) -> None:
    auditor = alliance.as_client("auditor")
    identifier = await stored(alliance, patient())

    several = await auditor.get("/fhir?_type=Patient,Observation")
    inside = await auditor.get(f"/fhir/Patient/{identifier}/Observation")

    assert (several.status_code, inside.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fhir", 400),
        ("/fhir?_type=Nothing", 400),
        ("/fhir?_type=AuditEvent", 400),
        ("/fhir?_type=Patient&_cursor=x", 400),
        ("/fhir?_type=Patient&_cursor=0~x", 400),
        ("/fhir/Patient?_summary=short", 400),
        ("/fhir/Patient?_summary=true&_elements=name", 400),
        ("/fhir/Patient/{id}?_summary=short", 400),
        ("/fhir/Patient/{id}/Location", 404),
        ("/fhir/Location/{id}/Observation", 404),
        ("/fhir/Patient/{id}/Nothing", 404),
    ],
)
async def test_a_search_that_cannot_be_meant_is_refused_in_words(alliance: Alliance, path: str, status: int) -> None:
    identifier = await stored(alliance, patient())

    refused = await alliance.as_member("H1").get(path.format(id=identifier))

    assert (refused.status_code, refused.json()["resourceType"]) == (status, "OperationOutcome")


# Several types


async def test_a_search_of_several_types_goes_on_from_type_to_type(alliance: Alliance) -> None:
    first, second = [await stored(alliance, patient()) for _ in range(2)]
    seen = [await stored(alliance, observation(first, value=float(number))) for number in range(3)]
    caller = alliance.as_member("H1")

    found = await pages(caller, "/fhir?_type=Patient,Observation&_count=2")
    counted = await caller.get("/fhir?_type=Patient,Observation&_summary=count")
    total = await caller.get("/fhir?_type=Patient,Observation&_count=1&_total=accurate")
    posted = await caller.post("/fhir/_search", data={"_type": "Patient"})

    assert [len(page) for page in found] == [2, 2, 1]
    assert sorted(one for page in found for one in page) == sorted(
        [f"Patient/{first}", f"Patient/{second}", *(f"Observation/{one}" for one in seen)]
    )
    assert (counted.json()["total"], total.json()["total"]) == (5, 5)
    assert sorted(refs(posted.json())) == sorted([f"Patient/{first}", f"Patient/{second}"])


async def test_a_compartment_holds_what_belongs_to_the_patient_alone(alliance: Alliance) -> None:
    one, other = await stored(alliance, patient()), await stored(alliance, patient())
    mine = await stored(alliance, observation(one))
    await stored(alliance, observation(other))
    condition = {"resourceType": "Condition", "subject": {"reference": f"Patient/{one}"}, "code": {"text": "a"}}
    mine_too = await stored(alliance, condition)
    caller = alliance.as_member("H1")

    observations = await caller.get(f"/fhir/Patient/{one}/Observation?code=29463-7")
    none = await caller.get(f"/fhir/Patient/{one}/Observation?code=other")
    everything = await caller.get(f"/fhir/Patient/{one}/*")
    some = await caller.get(f"/fhir/Patient/{one}/*?_type=Condition")

    assert refs(observations.json()) == [f"Observation/{mine}"]
    assert refs(none.json()) == []
    assert refs(everything.json()) == [f"Condition/{mine_too}", f"Observation/{mine}"]
    assert refs(some.json()) == [f"Condition/{mine_too}"]


async def test_a_compartment_holds_what_names_the_patient_in_any_of_its_places(alliance: Alliance) -> None:
    one, other = await stored(alliance, patient()), await stored(alliance, patient())
    performed = await stored(alliance, observation(other, performer=[{"reference": f"Patient/{one}"}]))
    both = await stored(alliance, observation(one, performer=[{"reference": f"Patient/{one}"}]))
    await stored(alliance, observation(other))
    caller = alliance.as_member("H1")

    observations = await pages(caller, f"/fhir/Patient/{one}/Observation?_count=1")
    counted = await caller.get(f"/fhir/Patient/{one}/Observation?_summary=count")
    everything = await caller.get(f"/fhir/Patient/{one}/*")

    assert sorted(ref for page in observations for ref in page) == sorted(
        [f"Observation/{performed}", f"Observation/{both}"]
    )
    assert counted.json()["total"] == 2
    assert sorted(refs(everything.json())) == sorted([f"Observation/{performed}", f"Observation/{both}"])


async def test_practitioners_related_persons_devices_and_encounters_have_compartments_too(alliance: Alliance) -> None:
    elder = await stored(alliance, patient())
    doctor = await stored(alliance, {"resourceType": "Practitioner"})
    daughter = await stored(alliance, {"resourceType": "RelatedPerson", "patient": {"reference": f"Patient/{elder}"}})
    pump = await stored(alliance, {"resourceType": "Device"})
    seen = await stored(alliance, observation(elder, performer=[{"reference": f"Practitioner/{doctor}"}]))
    told = await stored(alliance, observation(elder, performer=[{"reference": f"RelatedPerson/{daughter}"}]))
    use = await stored(alliance, {
        "resourceType": "DeviceUseStatement", "status": "active", "subject": {"reference": f"Patient/{elder}"},
        "device": {"reference": f"Device/{pump}"},
    })  # fmt: skip
    caller = alliance.as_member("H1")

    answers = [await caller.get(f"/fhir/{path}") for path in (
        f"Practitioner/{doctor}/Observation", f"Practitioner/{doctor}/*",
        f"RelatedPerson/{daughter}/*?_type=Observation", f"Device/{pump}/*",
        f"Device/{pump}/DeviceUseStatement?subject=Patient/{elder}",
        f"Device/{pump}/DeviceUseStatement?subject=Patient/x",
    )]  # fmt: skip
    stranger = alliance.as_member("N1")
    of_all = await stranger.get(f"/fhir/Practitioner/{doctor}/*")  # everybody sees who works in the alliance
    hidden = [await stranger.get(f"/fhir/{path}/*") for path in (f"RelatedPerson/{daughter}", f"Device/{pump}")]
    outside = [await caller.get(f"/fhir/{path}") for path in (
        f"Device/{pump}/Organization", f"Practitioner/{doctor}/Task", "Organization/H1/*", "Device/none/*",
    )]  # fmt: skip

    assert [refs(one.json()) for one in answers] == [
        [f"Observation/{seen}"], [f"Observation/{seen}"], [f"Observation/{told}"],
        [f"DeviceUseStatement/{use}"], [f"DeviceUseStatement/{use}"], [],
    ]  # fmt: skip
    assert (of_all.status_code, refs(of_all.json())) == (200, [])
    assert [one.status_code for one in (*hidden, *outside)] == [404] * 6


async def test_the_statement_names_the_compartments_that_answer(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    elder = await stored(alliance, patient())
    own = {
        "Patient": elder, "Device": await stored(alliance, {"resourceType": "Device"}),
        "Encounter": await stored(alliance, {
            "resourceType": "Encounter", "status": "finished", "class": {"code": "IMP"},
            "subject": {"reference": f"Patient/{elder}"},
        }),
        "Practitioner": await stored(alliance, {"resourceType": "Practitioner"}),
        "RelatedPerson": await stored(
            alliance, {"resourceType": "RelatedPerson", "patient": {"reference": f"Patient/{elder}"}}
        ),
    }  # fmt: skip

    claimed = (await caller.get("/fhir/metadata")).json()["rest"][0]["compartment"]
    answered = {name: (await caller.get(f"/fhir/{name}/{number}/*")).status_code for name, number in own.items()}

    assert sorted(url.rpartition("/")[2].lower() for url in claimed) == sorted(name.lower() for name in own)
    assert answered == dict.fromkeys(own, 200)


async def test_codes_of_loaded_tables_count_in_searches_and_conditions(alliance: Alliance) -> None:
    load_icd(alliance)
    coding = {"system": INSURANCE, "code": "I63.900x001"}
    subject = await stored(alliance, patient())
    condition = {
        "resourceType": "Condition",
        "subject": {"reference": f"Patient/{subject}"},
        "code": {"coding": [coding]},
    }
    known = await stored(alliance, condition)
    caller = alliance.as_member("H1")
    below = {"code:below": f"{INSURANCE}|I63"}

    found = await caller.get("/fhir/Condition", params=below)
    lenient = await caller.get("/fhir/Condition", params={**below, "unheard": "x"})
    inside = await caller.get(f"/fhir/Patient/{subject}/Condition", params=below)
    again = await caller.post(
        "/fhir/Condition", json=condition, headers=FHIR | {"If-None-Exist": f"code:below={INSURANCE}|I63"}
    )
    request = {"method": "POST", "url": "Condition", "ifNoneExist": f"code:below={INSURANCE}|I63"}
    joined = await caller.post(
        "/fhir",
        json={"resourceType": "Bundle", "type": "transaction", "entry": [{"resource": condition, "request": request}]},
        headers=FHIR,
    )

    assert [refs(one.json()) for one in (found, lenient, inside)] == [[f"Condition/{known}"]] * 3
    assert (again.status_code, again.json()["id"]) == (200, known)
    assert joined.json()["entry"][0]["response"]["status"] == "200 OK"


async def test_searches_of_several_types_leave_audit_entries(alliance: Alliance) -> None:
    identifier = await stored(alliance, patient())
    caller = alliance.as_member("H1")
    await caller.get("/fhir?_type=Patient")
    await caller.get(f"/fhir/Patient/{identifier}/Observation")

    entries = await alliance.hub.store.audit_page(visibility=alliance.principal("H1").visibility, count=2)

    assert [(one.action, one.interaction, one.target, one.patient) for one in entries] == [
        ("E", "search-compartment", f"Patient/{identifier}/Observation", identifier),
        ("E", "search-system", "system", ""),
    ]


# Parts of resources


@pytest.mark.parametrize(
    ("query", "members"),
    [
        (
            "_summary=true",
            {"resourceType", "id", "meta", "status", "code", "subject", "effectiveDateTime", "valueQuantity"},
        ),
        ("_summary=text", {"resourceType", "id", "meta", "status", "code", "text"}),
        ("_elements=subject", {"resourceType", "id", "meta", "status", "code", "subject"}),
        ("_elements=value[x],Patient.name", {"resourceType", "id", "meta", "status", "code", "valueQuantity"}),
        ("_elements=Observation.value,note", {"resourceType", "id", "meta", "status", "code", "valueQuantity", "note"}),
    ],
)
async def test_a_part_of_a_resource_is_marked_as_one(alliance: Alliance, query: str, members: set[str]) -> None:
    text = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">a</div>'}
    sent = observation(await stored(alliance, patient()), text=text, note=[{"text": "a"}])
    identifier = await stored(alliance, sent)
    caller = alliance.as_member("H1")

    read = (await caller.get(f"/fhir/Observation/{identifier}?{query}")).json()
    searched = (await caller.get(f"/fhir/Observation?_id={identifier}&{query}")).json()["entry"][0]["resource"]

    assert set(read) == members
    assert (read["meta"]["tag"], read["meta"]["versionId"]) == ([TAG], "1")
    assert searched == read


@pytest.mark.parametrize("query", ["_elements=Patient.name", "_summary=", "_elements=", "_summary=false"])
async def test_what_says_nothing_of_a_type_leaves_its_resources_whole(alliance: Alliance, query: str) -> None:
    identifier = await stored(alliance, observation(await stored(alliance, patient())))
    caller = alliance.as_member("H1")
    whole = await caller.get(f"/fhir/Observation/{identifier}")

    read = await caller.get(f"/fhir/Observation/{identifier}?{query}")
    searched = await caller.get(f"/fhir?_type=Observation,Patient&{query}")

    assert read.content == whole.content
    assert searched.json()["entry"][0]["resource"] == whole.json()
    assert [entry["resource"]["meta"].get("tag") for entry in searched.json()["entry"]] == [
        None, [TAG] if "Patient" in query else None
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["_count=0", "_summary=count", "_summary=count&_count=1", "_count=0&_summary=true"])
async def test_a_number_alone_has_no_entries_and_no_next_page(alliance: Alliance, query: str) -> None:
    elder = await stored(alliance, patient())
    await stored(alliance, observation(elder))
    caller = alliance.as_member("H1")

    answers = [(await caller.get(f"/fhir{path}{query}")).json() for path in (
        "/Observation?", "?_type=Observation,Patient&", f"/Patient/{elder}/Observation?", f"/Patient/{elder}/*?",
    )]  # fmt: skip

    assert [(one["total"], "entry" in one, [link["relation"] for link in one["link"]]) for one in answers] == [
        (1, False, ["self"]), (2, False, ["self"]), (1, False, ["self"]), (1, False, ["self"]),
    ]  # fmt: skip


async def test_a_summary_keeps_the_digits_and_data_is_all_but_the_narrative(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    text = '"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">a</div>"}'
    rest = '"status":"final","code":{"text":"a"},"valueQuantity":{"value":72.50}}'
    body = '{"resourceType":"Observation",' + text + "," + rest
    created = await caller.post("/fhir/Observation", content=body, headers=FHIR)

    found = await caller.get(f"/fhir/Observation/{created.json()['id']}?_summary=data")
    whole = await caller.get(f"/fhir/Observation/{created.json()['id']}?_summary=false")

    assert set(found.json()) == {"resourceType", "id", "meta", "status", "code", "valueQuantity"}
    assert '"value":72.50' in found.text
    assert set(whole.json()) == {*found.json(), "text"}


# Conditions and links


async def test_a_read_since_a_date_is_304_until_something_changes(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    path = f"/fhir/Patient/{await stored(alliance, patient())}"
    modified = (await caller.get(path)).headers["last-modified"]

    same = await caller.get(path, headers={"If-Modified-Since": modified})
    older = await caller.get(path, headers={"If-Modified-Since": "Mon, 02 Mar 2020 01:00:00 GMT"})
    odd = await caller.get(path, headers={"If-Modified-Since": "yesterday"})
    tag_first = await caller.get(path, headers={"If-Modified-Since": modified, "If-None-Match": 'W/"7"'})

    assert [one.status_code for one in (same, older, odd, tag_first)] == [304, 200, 200, 200]


async def test_the_self_link_says_what_counted(alliance: Alliance) -> None:
    found = await alliance.as_member("H1").get("/fhir/Patient?gender=female&nothing=1&_elements=name&_pretty=true")

    assert parse_qsl(urlsplit(link(found.json(), "self")).query) == [("gender", "female"), ("_elements", "name")]


async def test_a_next_page_is_cut_as_the_first(alliance: Alliance) -> None:
    for _ in range(2):
        await stored(alliance, patient())
    caller = alliance.as_member("H1")

    first = (await caller.get("/fhir/Patient?_count=1&_elements=gender")).json()
    second = (await caller.get(link(first, "next"))).json()

    assert [set(page["entry"][0]["resource"]) for page in (first, second)] == [
        {"resourceType", "id", "meta", "gender"},
    ] * 2
