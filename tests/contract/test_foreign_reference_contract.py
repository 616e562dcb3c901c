"""A reference to another server is no reference to what has the same type and id here."""

import pytest

from hub.clock import FrozenClock
from hub.store.port import Engine, Ref
from tests.contract.engines import H1, N1, SYSTEM, found, observation, patient, write

EVIL = "http://evil.example/fhir"


@pytest.mark.parametrize(
    "text",
    [
        "subject=Patient/a", "subject=a", "patient=Patient/a", "patient=a", "subject:Patient=a",
        "subject:Patient.name=张", "patient.name=张", "_filter=subject re Patient/a", "patient=a&code=http://loinc.org|8867-4",
        "code=http://loinc.org|8867-4&subject=Patient/a,Patient/b", f"subject={EVIL}/Patient/b",
        "subject=http://other.example/fhir/Patient/a", "subject=//evil.example/fhir/Patient/a",
    ],
)  # fmt: skip
@pytest.mark.parametrize("literal", [f"{EVIL}/Patient/a", f"{EVIL}/Patient/a/_history/1", f"{EVIL}/x/Patient/a"])
async def test_a_reference_to_another_server_is_not_found_by_an_id_of_ours(
    store: Engine, text: str, literal: str
) -> None:
    await write(store, patient("a", name=[{"text": "张三"}]), observation("1", of="a", subject={"reference": literal}))

    assert await found(store, "Observation", text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"subject={EVIL}/Patient/a", f"patient={EVIL}/Patient/a", f"subject={EVIL}/Patient/a/_history/7",
        f"subject:Patient={EVIL}/Patient/a", f"subject={EVIL}/Patient/a,Patient/b",
        f"code=http://loinc.org|8867-4&subject={EVIL}/Patient/a", f"_filter=subject re {EVIL}/Patient/a",
    ],
)  # fmt: skip
async def test_a_reference_to_another_server_is_found_by_its_address(store: Engine, text: str) -> None:
    await write(store, patient("a"), observation("1", of="a", subject={"reference": f"{EVIL}/Patient/a"}))

    assert await found(store, "Observation", text) == ["Observation/1"]
    assert await found(store, "Observation", "patient:missing=false") == ["Observation/1"]


async def test_a_reference_to_another_server_brings_nothing_along(store: Engine) -> None:
    await write(store, patient("a"), observation("1", of="a", subject={"reference": f"{EVIL}/Patient/a"}))

    assert await found(store, "Observation", "_include=Observation:subject") == ["Observation/1"]
    assert await found(store, "Patient", "_revinclude=Observation:subject") == ["Patient/a"]
    assert await found(store, "Patient", "_has:Observation:subject:status=final") == []


async def test_a_reference_to_another_server_places_nothing_in_a_record_of_ours(
    store: Engine, clock: FrozenClock
) -> None:
    foreign = observation("1", of="a", subject={"reference": f"{EVIL}/Patient/a"})
    await write(store, observation("0", of="a", subject={"reference": f"{EVIL}/Patient/a"}))  # before the Patient
    await write(store, patient("a"))
    await write(store, foreign, by=N1)
    clock.advance(seconds=1)
    await write(store, foreign | {"status": "amended"}, by=N1)

    stored = [await store.read(Ref("Observation", number), visibility=SYSTEM) for number in "01"]
    assert [one.patient for one in stored if one is not None] == ["", ""]
    assert await store.read(Ref("Observation", "1"), visibility=H1) is None


async def test_a_pair_with_a_reference_to_another_server_is_found_by_its_address_alone(store: Engine) -> None:
    document = {
        "resourceType": "DocumentReference", "id": "1", "status": "current", "content": [{"attachment": {}}],
        "relatesTo": [{"code": "replaces", "target": {"reference": f"{EVIL}/DocumentReference/9"}}],
    }  # fmt: skip
    await write(store, document)

    assert await found(store, "DocumentReference", "relationship=replaces$DocumentReference/9") == []
    assert await found(store, "DocumentReference", f"relationship=replaces${EVIL}/DocumentReference/9") == [
        "DocumentReference/1"
    ]


async def test_a_canonical_is_found_by_its_address(store: Engine) -> None:
    url = "https://alliance-hub.example/fhir/Questionnaire/falls"
    answers = {"resourceType": "QuestionnaireResponse", "id": "1", "status": "completed", "questionnaire": f"{url}|2"}
    await write(store, answers)

    assert await found(store, "QuestionnaireResponse", f"questionnaire={url}") == ["QuestionnaireResponse/1"]
    assert await found(store, "QuestionnaireResponse", "questionnaire=Questionnaire/falls") == []
