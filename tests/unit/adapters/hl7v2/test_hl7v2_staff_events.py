"""PMU messages: one staff record each. And messages that name several patients without a map of their own."""

import pytest

from tests.unit.adapters.hl7v2.messages import PID, convert, msh, problems, resource, resources

STF = "STF|D1|D1|李^明|D^医师^L|F|19780506|A|0207^康复科"
CER = "CER|1|Z1||||||||执业医师^执业医师"


@pytest.mark.parametrize(
    ("event", "status", "active"),
    [
        ("B01", "A", True),
        ("B02", "", None),
        ("B03", "A", False),
        ("B04", "", True),
        ("B05", "A", False),
        ("B06", "", False),
    ],
)
def test_a_personnel_event_says_whether_a_doctor_is_active(event: str, status: str, active: bool | None) -> None:
    found = convert(msh(f"PMU^{event}^PMU_B01"), "EVN||20260301083000", STF.replace("|A|", f"|{status}|"), CER)

    person, role = resource(found, "Practitioner"), resource(found, "PractitionerRole")
    assert (person["name"][0]["text"], person.get("active"), role.get("active")) == ("李明", active, active)
    assert (person["qualification"][0]["code"]["text"], problems(found)) == ("执业医师", [])


def test_a_revoked_certificate_is_no_qualification_and_is_told_of() -> None:
    found = convert(msh("PMU^B08^PMU_B08"), "EVN||20260301083000", STF, CER)

    assert "qualification" not in resource(found, "Practitioner")
    assert problems(found) == [("warning", "CER")]
    assert "CER-10" in [issue.expression for issue in found.residue]


def test_a_personnel_message_without_a_person_is_refused() -> None:
    found = convert(msh("PMU^B01"), "EVN||20260301083000")

    assert (found.is_refused, problems(found)) == (True, [("error", "STF")])


def test_each_patient_of_an_answer_becomes_a_patient_with_the_own_details() -> None:
    other = PID.replace("ZY1", "ZY2").replace("钱阿婆", "孙阿公")
    found = convert(
        msh("RSP^K22"), "MSA|AA|Q1", "QAK|Q1|OK", PID, "NK1|1|钱^明|CHD", other, "PV1|1|I|||||||||||||||||V2"
    )

    assert [one["name"][0]["text"] for one in resources(found, "Patient")] == ["钱阿婆", "孙阿公"]
    first, second = (entry.full_url for entry in found.entries if entry.resource["resourceType"] == "Patient")
    assert resource(found, "RelatedPerson")["patient"] == {"reference": first}
    assert resource(found, "Encounter")["subject"] == {"reference": second}
    assert [issue.expression for issue in found.residue if issue.expression.startswith("PID[2]-5")] == []
