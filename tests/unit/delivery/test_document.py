"""A document Bundle as what a message carries of it."""

from hub.delivery.document import document_to_entries


def test_of_several_patients_the_subject_alone_goes_with_the_document() -> None:
    subject = {"reference": "Patient/1"}
    patients = [
        {"fullUrl": f"https://hub.example/fhir/{name}", "resource": {"resourceType": "Patient", "id": name}}
        for name in ("Patient/1", "Patient/11", "XPatient/1")
    ]
    composition = {"resource": {"resourceType": "Composition", "title": "转诊记录", "subject": subject}}

    made = document_to_entries({"resourceType": "Bundle", "entry": [composition, *patients]}, b"{}")

    assert [one["resource"]["resourceType"] for one in made] == ["DocumentReference", "Patient"]
    assert made[1] == patients[0]
