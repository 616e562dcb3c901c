"""PATCH: JSON Patch and FHIRPath Patch, plain, conditional and in Bundles. https://hl7.org/fhir/R4/http.html#patch."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Alliance, observation, patient, small_alliance
from tests.postgres_server import fresh_database

JSON_PATCH = {"Content-Type": "application/json-patch+json"}
FHIR = {"Content-Type": "application/fhir+json"}


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as found:
            yield found


async def stored(alliance: Alliance, resource: dict[str, Any], *, member: str = "H1") -> str:
    """The path of a new resource."""
    answer = await alliance.as_member(member).post(f"/fhir/{resource['resourceType']}", json=resource, headers=FHIR)
    assert answer.status_code == 201, answer.text
    return f"/fhir/{resource['resourceType']}/{answer.json()['id']}"


def operation(kind: str, path: str, **values: Any) -> dict[str, Any]:
    """One operation of a FHIRPath Patch."""
    parts = [{"name": "type", "valueCode": kind}, {"name": "path", "valueString": path}]
    return {"name": "operation", "part": [*parts, *({"name": name, **value} for name, value in values.items())]}


def parameters(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": list(operations)}


def without_meta(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name not in {"meta", "id"}}


# Refusals first


async def test_a_stranger_cannot_patch_what_it_does_not_see_nor_learn_of_it(alliance: Alliance) -> None:
    path = await stored(alliance, patient())
    change = json.dumps([{"op": "replace", "path": "/gender", "value": "male"}])

    refused = await alliance.as_member("N1").patch(path, content=change, headers=JSON_PATCH)
    unknown = await alliance.as_member("N1").patch("/fhir/Patient/none", content=change, headers=JSON_PATCH)

    assert (refused.status_code, refused.json()["issue"]) == (404, unknown.json()["issue"])
    assert (await alliance.as_member("H1").get(path)).json()["gender"] == "female"


async def test_a_client_without_the_scope_cannot_patch(alliance: Alliance) -> None:
    path = await stored(alliance, patient())

    refused = await alliance.as_client("engineer").patch(path, content=b"[]", headers=JSON_PATCH)

    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("{", 400),
        ('[],"x":1', 400),
        ('{"op":"add"}', 400),
        ('[{"op":"spring","path":"/gender"}]', 400),
        ('[{"op":["add"],"path":"/gender"}]', 400),
        ('[{"op":"add","path":"/gender"}]', 400),
        ('[{"op":"remove"}]', 400),
        ("[1]", 400),
        ('[{"op":"remove","path":"/photo"}]', 422),
        ('[{"op":"remove","path":"gender"}]', 422),
        ('[{"op":"remove","path":"/name/1"}]', 422),
        ('[{"op":"remove","path":"/name/-"}]', 422),
        ('[{"op":"add","path":"/name/00","value":{"text":"x"}}]', 422),
        ('[{"op":"add","path":"/gender/x","value":1}]', 422),
        ('[{"op":"move","from":"/name","path":"/name/0"}]', 422),
        ('[{"op":"test","path":"/gender","value":"male"}]', 422),
        ('[{"op":"replace","path":"","value":1}]', 422),
        ('[{"op":"replace","path":"/id","value":"other"}]', 422),
        ('[{"op":"replace","path":"/resourceType","value":"Group"}]', 422),
        ('[{"op":"replace","path":"/gender","value":"nobody"}]', 422),
        ('[{"op":"add","path":"/nothing","value":"x"}]', 422),
    ],
)
async def test_a_patch_that_does_not_fit_changes_nothing(alliance: Alliance, change: str, status: int) -> None:
    path = await stored(alliance, patient())

    refused = await alliance.as_member("H1").patch(path, content=change.encode(), headers=JSON_PATCH)

    assert (refused.status_code, refused.json()["resourceType"]) == (status, "OperationOutcome")
    assert (await alliance.as_member("H1").get(path)).json()["meta"]["versionId"] == "1"


async def test_a_document_that_is_copied_into_itself_is_stopped(alliance: Alliance) -> None:
    path = await stored(alliance, patient())
    bomb = [{"op": "copy", "from": "/name", "path": "/name/-"}] * 60

    refused = await alliance.as_member("H1").patch(path, content=json.dumps(bomb), headers=JSON_PATCH)

    assert refused.status_code == 422
    assert "copies more than" in refused.json()["issue"][0]["diagnostics"]


async def test_a_patch_in_another_format_is_refused_in_words(alliance: Alliance) -> None:
    path = await stored(alliance, patient())

    refused = await alliance.as_member("H1").patch(path, content=b"<x/>", headers={"Content-Type": "application/xml"})
    resource = await alliance.as_member("H1").patch(path, json=patient(), headers=FHIR)

    assert (refused.status_code, resource.status_code) == (415, 400)


@pytest.mark.parametrize(
    "change",
    [
        operation("add", "Patient", name={"valueString": "nothing"}, value={"valueString": "x"}),
        operation("add", "Patient", name={"valueString": "gender"}, value={"valueCode": "male"}),
        operation("add", "Patient.photo", name={"valueString": "title"}, value={"valueString": "x"}),
        operation("add", "Patient", name={"valueString": "active"}),
        operation("add", "Patient", name={"valueString": "deceased"}, value={"valueString": "x"}),
        operation("insert", "Patient.gender", index={"valueInteger": 0}, value={"valueCode": "male"}),
        operation("insert", "Patient.name", index={"valueInteger": 2}, value={"valueHumanName": {"text": "x"}}),
        operation("delete", "Patient.name.given | Patient.name.family"),
        operation("delete", "Patient"),
        operation("replace", "Patient.photo", value={"valueString": "x"}),
        operation("replace", "Patient.name.count()", value={"valueInteger": 3}),
        operation("replace", "Patient.name.where(", value={"valueString": "x"}),
        operation("replace", "Patient.name.family.matches('(a+)+$')", value={"valueString": "x"}),
        operation("move", "Patient.name", source={"valueInteger": 0}, destination={"valueInteger": 1}),
        operation("replace", "Patient.gender", value={"valueCode": "nobody"}),
    ],
)
async def test_a_fhirpath_patch_that_does_not_fit_changes_nothing(alliance: Alliance, change: dict[str, Any]) -> None:
    path = await stored(alliance, patient())

    refused = await alliance.as_member("H1").patch(path, json=parameters(change), headers=FHIR)

    assert (refused.status_code, refused.json()["resourceType"]) == (422, "OperationOutcome")
    assert (await alliance.as_member("H1").get(path)).json()["meta"]["versionId"] == "1"


async def test_a_fhirpath_patch_that_cannot_be_read_is_refused(alliance: Alliance) -> None:
    path = await stored(alliance, patient())
    caller = alliance.as_member("H1")

    unknown = await caller.patch(path, json=parameters(operation("spring", "Patient.gender")), headers=FHIR)
    empty = await caller.patch(path, json={"resourceType": "Parameters"}, headers=FHIR)
    broken = await caller.patch(path, json={"resourceType": "Parameters", "parameter": [1]}, headers=FHIR)

    assert (unknown.status_code, empty.status_code, broken.status_code) == (400, 400, 422)


async def test_an_old_version_in_if_match_is_412_and_a_deleted_resource_410(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    path = await stored(alliance, patient())
    change = b'[{"op":"replace","path":"/gender","value":"male"}]'

    stale = await caller.patch(path, content=change, headers=JSON_PATCH | {"If-Match": 'W/"7"'})
    await caller.delete(path)
    gone = await caller.patch(path, content=change, headers=JSON_PATCH)

    assert (stale.status_code, gone.status_code) == (412, 410)


# What it does


async def test_a_json_patch_keeps_the_digits_of_every_decimal_and_the_order_of_members(alliance: Alliance) -> None:
    patient_path = await stored(alliance, patient())
    sent = json.dumps(observation(patient_path.rsplit("/", 1)[1])).replace("72.5", "72.50")
    caller = alliance.as_member("H1")
    created = await caller.post("/fhir/Observation", content=sent, headers=FHIR)
    path = f"/fhir/Observation/{created.json()['id']}"
    change = (
        '[{"op":"test","path":"/valueQuantity/value","value":72.5},{"op":"add","path":"/note","value":[{"text":"a"}]}]'
    )

    done = await caller.patch(path, content=change, headers=JSON_PATCH)

    before, after = created.text, (await caller.get(path)).text
    assert (done.status_code, done.headers["etag"]) == (200, 'W/"2"')
    assert '"value":72.50' in after
    assert list(json.loads(after)) == [*json.loads(before), "note"]


async def test_all_operations_of_a_json_patch_work_together(alliance: Alliance) -> None:
    path = await stored(alliance, patient(photo=[{"title": "1"}, {"title": "2"}]))
    change = [
        {"op": "add", "path": "/photo/1", "value": {"title": "a~/b"}},
        {"op": "move", "from": "/photo/0", "path": "/photo/-"},
        {"op": "copy", "from": "/name/0/family", "path": "/name/0/text"},
        {"op": "replace", "path": "/gender", "value": "other"},
        {"op": "remove", "path": "/birthDate"},
    ]

    done = await alliance.as_member("H1").patch(path, content=json.dumps(change), headers=JSON_PATCH)

    assert without_meta(done.json()) == {
        "resourceType": "Patient",
        "name": [{"use": "official", "text": "张", "family": "张", "given": ["秀英"]}],
        "gender": "other",
        "photo": [{"title": "a~/b"}, {"title": "2"}, {"title": "1"}],
    }


async def test_all_operations_of_a_fhirpath_patch_work_together(alliance: Alliance) -> None:
    path = await stored(alliance, patient(photo=[{"title": "1"}, {"title": "2"}]))
    contact = [
        {"name": "name", "valueHumanName": {"text": "女儿"}},
        {"name": "relationship", "valueCodeableConcept": {"text": "3"}},
        {"name": "relationship", "valueCodeableConcept": {"text": "4"}},
    ]
    change = parameters(
        operation("add", "Patient", name={"valueString": "deceased"}, value={"valueBoolean": False}),
        operation("add", "Patient", name={"valueString": "contact"}, value={"part": contact}),
        operation("add", "Patient.name", name={"valueString": "given"}, value={"valueString": "二"}),
        operation("insert", "Patient.photo", index={"valueInteger": 0}, value={"valueAttachment": {"title": "0"}}),
        operation("move", "Patient.photo", source={"valueInteger": 2}, destination={"valueInteger": 0}),
        operation("replace", "Patient.name.where(use = 'official').family", value={"valueString": "李"}),
        operation("replace", "Patient.deceased", value={"valueDateTime": "2026-01-01"}),
        operation("delete", "Patient.gender"),
        operation("delete", "Patient.link"),
        operation("delete", "Patient.photo[1]"),
    )

    done = await alliance.as_member("H1").patch(path, json=change, headers=FHIR)

    assert without_meta(done.json()) == {
        "resourceType": "Patient",
        "name": [{"use": "official", "text": "张秀英", "family": "李", "given": ["秀英", "二"]}],
        "birthDate": "1941-05-03",
        "photo": [{"title": "2"}, {"title": "1"}],
        "deceasedDateTime": "2026-01-01",
        "contact": [{"name": {"text": "女儿"}, "relationship": [{"text": "3"}, {"text": "4"}]}],
    }


async def test_extensions_beside_the_items_of_a_list_move_with_them(alliance: Alliance) -> None:
    mark = {"extension": [{"url": "http://x.test/mark", "valueBoolean": True}]}
    name = {"family": "张", "given": ["一", "二"], "_given": [None, mark]}
    path = await stored(alliance, patient() | {"name": [name]})
    change = parameters(
        operation("insert", "Patient.name.given", index={"valueInteger": 0}, value={"valueString": "零"}),
        operation("move", "Patient.name.given", source={"valueInteger": 2}, destination={"valueInteger": 0}),
        operation("delete", "Patient.name.given[1]"),
    )

    done = await alliance.as_member("H1").patch(path, json=change, headers=FHIR)

    assert done.json()["name"] == [{"family": "张", "given": ["二", "一"], "_given": [mark, None]}]


async def test_a_patch_that_changes_nothing_makes_no_version(alliance: Alliance) -> None:
    path = await stored(alliance, patient())
    change = b'[{"op":"replace","path":"/gender","value":"female"}]'

    done = await alliance.as_member("H1").patch(path, content=change, headers=JSON_PATCH)

    assert (done.status_code, done.headers["etag"]) == (200, 'W/"1"')


async def test_a_conditional_patch_changes_the_one_that_is_found(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    await stored(alliance, patient(identifier="1"))
    await stored(alliance, patient(identifier="2"))
    change = b'[{"op":"replace","path":"/gender","value":"male"}]'
    system = "https://alliance-hub.example/sid/H1/mrn"

    one = await caller.patch(f"/fhir/Patient?identifier={system}|1", content=change, headers=JSON_PATCH)
    none = await caller.patch(f"/fhir/Patient?identifier={system}|3", content=change, headers=JSON_PATCH)
    many = await caller.patch("/fhir/Patient?gender=male,female", content=change, headers=JSON_PATCH)
    elsewhere = await alliance.as_member("N1").patch(
        f"/fhir/Patient?identifier={system}|2", content=change, headers=JSON_PATCH
    )

    assert (one.status_code, one.json()["gender"]) == (200, "male")
    assert (none.status_code, many.status_code, elsewhere.status_code) == (404, 412, 404)


async def test_each_patch_leaves_an_audit_entry(alliance: Alliance) -> None:
    path = await stored(alliance, patient())
    change = b'[{"op":"replace","path":"/gender","value":"male"}]'
    caller = alliance.as_member("H1")
    await caller.patch(path, content=change, headers=JSON_PATCH)
    await alliance.as_member("N1").patch(path, content=change, headers=JSON_PATCH)

    entries = await alliance.hub.store.audit_page(visibility=alliance.principal("H1").visibility, count=2)
    theirs = await alliance.hub.store.audit_page(visibility=alliance.principal("N1").visibility, count=1)

    target = path.removeprefix("/fhir/")
    assert [(one.action, one.interaction, one.target, one.outcome) for one in (entries[0], *theirs)] == [
        ("U", "patch", target, 0), ("U", "patch", target, 4),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_patches_stand_in_bundles(alliance: Alliance, kind: str) -> None:
    first, second = await stored(alliance, patient()), await stored(alliance, patient())
    operations = b'[{"op":"replace","path":"/gender","value":"male"}]'
    binary = {
        "resourceType": "Binary",
        "contentType": "application/json-patch+json",
        "data": b64encode(operations).decode(),
    }
    entries = [
        {"resource": binary, "request": {"method": "PATCH", "url": first.removeprefix("/fhir/"), "ifMatch": 'W/"1"'}},
        {
            "resource": parameters(operation("replace", "Patient.gender", value={"valueCode": "other"})),
            "request": {"method": "PATCH", "url": second.removeprefix("/fhir/")},
        },
    ]
    caller = alliance.as_member("H1")

    done = await caller.post("/fhir", json={"resourceType": "Bundle", "type": kind, "entry": entries}, headers=FHIR)
    again = await caller.post(
        "/fhir", json={"resourceType": "Bundle", "type": kind, "entry": entries[:1]}, headers=FHIR
    )

    assert [entry["response"]["status"] for entry in done.json()["entry"]] == ["200 OK", "200 OK"]
    assert [(await caller.get(path)).json()["gender"] for path in (first, second)] == ["male", "other"]
    stale = again.json()["entry"][0]["response"]["status"][:3] if kind == "batch" else str(again.status_code)
    assert stale == "412"


async def test_a_transaction_with_a_patch_of_something_unseen_stores_nothing(alliance: Alliance) -> None:
    hidden = await stored(alliance, patient(), member="N1")
    body = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"resource": patient(identifier="9"), "request": {"method": "POST", "url": "Patient"}},
            {
                "resource": parameters(operation("replace", "Patient.gender", value={"valueCode": "other"})),
                "request": {"method": "PATCH", "url": hidden.removeprefix("/fhir/")},
            },
        ],
    }

    refused = await alliance.as_member("H1").post("/fhir", json=body, headers=FHIR)

    assert refused.status_code == 404
    found = await alliance.as_member("H1").get("/fhir/Patient?identifier=https://alliance-hub.example/sid/H1/mrn|9")
    assert found.json().get("entry", []) == []
