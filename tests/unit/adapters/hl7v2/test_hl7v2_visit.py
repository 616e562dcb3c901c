import pytest

from adapters.hl7v2.codesystems.systems import ICD10, ICD10_CLINICAL_CN, ICD10_INSURANCE_CN
from tests.unit.adapters.hl7v2.messages import (
    PID,
    PV1,
    VISIT,
    convert,
    entry,
    msh,
    problems,
    resource,
    resources,
    segment,
)

A01 = msh("ADT^A01^ADT_A01")


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("A01", "in-progress"),
        ("A02", "in-progress"),
        ("A03", "finished"),
        ("A04", "in-progress"),
        ("A05", "planned"),
        ("A06", "in-progress"),
        ("A11", "cancelled"),
        ("A13", "in-progress"),
        ("A14", "planned"),
        ("A21", "onleave"),
        ("A22", "in-progress"),
        ("A27", "cancelled"),
        ("A38", "cancelled"),
    ],
)
def test_the_event_decides_the_status_of_the_visit(event: str, status: str) -> None:
    found = entry(convert(msh(f"ADT^{event}"), f"EVN|{event}|20260310150000", PID, PV1), "Encounter")

    assert found.resource["status"] == status
    assert found.keep == set()


@pytest.mark.parametrize("event", ["A08", "A31", "A54"])
def test_an_update_does_not_decide_status_place_and_end(event: str) -> None:
    found = entry(convert(msh(f"ADT^{event}"), PID, PV1), "Encounter")

    assert found.keep == {"status", "location", "period"}


def test_an_update_with_a_discharge_time_decides_the_period() -> None:
    found = entry(convert(msh("ADT^A08"), PID, f"{PV1}|20260310150000"), "Encounter")

    assert found.keep == {"status", "location"}
    assert found.resource["status"] == "finished"


def test_the_visit_number_leads_the_conditional_update() -> None:
    found = entry(convert(A01, PID, PV1), "Encounter")

    assert (found.method, found.url) == ("PUT", f"Encounter?identifier={VISIT}|V1")


def test_a_discharge_without_a_time_ends_when_the_event_occurred() -> None:
    found = convert(msh("ADT^A03"), "EVN|A03|20260310150000|||N1|20260310143000", PID, PV1)

    assert resource(found, "Encounter")["period"] == {
        "start": "2026-03-01T08:25:00+08:00",
        "end": "2026-03-10T14:30:00+08:00",
    }


def test_a_cancelled_discharge_has_no_end() -> None:
    found = convert(msh("ADT^A13"), PID, f"{PV1}|20260310150000")

    assert resource(found, "Encounter")["period"] == {"start": "2026-03-01T08:25:00+08:00"}


def test_a_discharge_before_the_admission_is_left_out_with_a_warning() -> None:
    found = convert(msh("ADT^A03"), PID, f"{PV1}|20260201150000")

    assert resource(found, "Encounter")["period"] == {"start": "2026-03-01T08:25:00+08:00"}
    assert ("warning", "PV1-45") in problems(found)


def test_a_discharge_without_a_visit_is_refused() -> None:
    assert ("error", "PV1") in problems(convert(msh("ADT^A03"), PID))


def test_a_visit_without_a_number_is_known_by_patient_and_admission() -> None:
    pv1 = "PV1|1|I|" + "|" * 41 + "20260301082500"

    first = entry(convert(A01, PID, pv1), "Encounter")
    second = entry(convert(msh("ADT^A03", time="20260310090000"), PID, pv1), "Encounter")

    assert first.full_url == second.full_url
    assert first.url.startswith("Encounter?identifier=https://alliance-hub.example/fhir/sid/derived|")


def test_the_place_is_a_bed_in_a_room_in_a_ward() -> None:
    found = convert(A01, PID, PV1)

    places = resources(found, "Location")
    assert [(place["name"], place["physicalType"]["coding"][0]["code"]) for place in places] == [
        ("老年科", "wa"),
        ("0301", "ro"),
        ("02", "bd"),
    ]
    assert resource(found, "Encounter")["location"][0]["status"] == "active"


def test_a_transfer_keeps_where_the_patient_was() -> None:
    pv1 = "PV1|1|I|外科^0502^01|||老年科^0301^02" + "|" * 13 + "V1"

    found = resource(convert(msh("ADT^A02"), PID, pv1), "Encounter")

    assert [(place["location"]["display"], place["status"]) for place in found["location"]] == [
        ("01", "active"),
        ("02", "completed"),
    ]


def test_doctors_are_participants_by_reference_or_by_name() -> None:
    found = convert(A01, PID, "PV1|1|I|||||D1^李医生|^王医生|||||||||D1^李医生||V1")

    assert [item["type"][0]["coding"][0]["code"] for item in resource(found, "Encounter")["participant"]] == [
        "ATND",
        "REF",
        "ADM",
    ]
    assert len(resources(found, "Practitioner")) == 1
    assert resource(found, "Encounter")["participant"][1]["individual"] == {"display": "王医生"}


@pytest.mark.parametrize(
    ("sent", "system", "code"),
    [
        ("I", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP"),
        ("E", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "EMER"),
        ("B", "http://terminology.hl7.org/CodeSystem/v2-0004", "B"),
        ("", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "UNK"),
        ("XX", "http://terminology.hl7.org/CodeSystem/v2-0004", "XX"),
    ],
)
def test_the_class_of_a_visit_is_always_there(sent: str, system: str, code: str) -> None:
    found = resource(convert(A01, PID, f"PV1|1|{sent}" + "|" * 17 + "V1"), "Encounter")["class"]

    assert (found["system"], found["code"]) == (system, code)


def test_expected_dates_are_plans_and_no_period() -> None:
    found = resource(convert(A01, PID, "PV1|1|I" + "|" * 17 + "V1", "PV2||||||||20260305|20260320"), "Encounter")

    assert "period" not in found
    assert [extension["valueDateTime"] for extension in found["extension"]] == ["2026-03-05", "2026-03-20"]


def test_a_diagnosis_is_a_condition_of_the_visit() -> None:
    found = convert(A01, PID, PV1, "DG1|1||I10.x00x002^高血压病3级^ICD-10||20150101|A|||||||||1")

    condition = resource(found, "Condition")
    assert condition["code"] == {
        "coding": [
            {"system": ICD10_CLINICAL_CN, "code": "I10.x00x002", "display": "高血压病3级"},
            {"system": ICD10, "code": "I10"},
        ],
        "text": "高血压病3级",
    }
    assert condition["encounter"] == {"reference": entry(found, "Encounter").full_url}
    assert resource(found, "Encounter")["diagnosis"][0]["rank"] == 1
    assert resource(found, "Encounter")["diagnosis"][0]["condition"] == {
        "reference": entry(found, "Condition").full_url
    }


def test_an_icd_10_code_without_a_system_is_read_by_its_form_with_a_warning() -> None:
    found = convert(A01, PID, PV1, "DG1|1||I63.900^脑梗死")

    assert resource(found, "Condition")["code"]["coding"] == [
        {"system": ICD10_CLINICAL_CN, "code": "I63.900", "display": "脑梗死"},
        {"system": ICD10, "code": "I63.9"},
    ]
    assert ("warning", "DG1-3.3") in problems(found)


@pytest.mark.parametrize(
    ("field", "codings"),
    [
        ("I63.9^脑梗死^I10", [(ICD10, "I63.9")]),
        ("M54.56^腰痛^I10", [(ICD10, "M54.56")]),
        ("E11.900^2型糖尿病^I10", [(ICD10_CLINICAL_CN, "E11.900"), (ICD10, "E11.9")]),
        ("I10.x00x002^高血压病^GB/T14396", [(ICD10_CLINICAL_CN, "I10.x00x002"), (ICD10, "I10")]),
        ("I10.x00x002^高血压病^医保版", [(ICD10_INSURANCE_CN, "I10.x00x002"), (ICD10, "I10")]),
        ("E11.900^2型糖尿病^国临版^E11.9^2型糖尿病^I10", [(ICD10_CLINICAL_CN, "E11.900"), (ICD10, "E11.9")]),
        ("S72.001A^x^I10C", [("http://hl7.org/fhir/sid/icd-10-cm", "S72.001A")]),
    ],
)
def test_a_code_of_a_chinese_edition_stands_in_it_with_the_who_code_beside(
    field: str, codings: list[tuple[str, str]]
) -> None:
    found = resource(convert(A01, PID, PV1, f"DG1|1||{field}"), "Condition")["code"]["coding"]

    assert [(coding["system"], coding["code"]) for coding in found] == codings


def test_a_local_diagnosis_code_is_never_passed_off_as_icd_10() -> None:
    found = resource(convert(A01, PID, PV1, "DG1|1||Z-XNZ-001^脑梗死后遗症^L"), "Condition")

    assert found["code"]["coding"][0]["system"] == "https://alliance-hub.example/sid/H1/code/L"


def test_a_deleted_diagnosis_is_entered_in_error_and_not_of_the_visit() -> None:
    found = convert(A01, PID, PV1, "DG1|1||I10^x^I10|||A|||||||||||||||D")

    assert resource(found, "Condition")["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
    assert "clinicalStatus" not in resource(found, "Condition")
    assert "diagnosis" not in resource(found, "Encounter")


def test_an_allergy_has_category_criticality_and_reaction() -> None:
    found = resource(convert(A01, PID, PV1, "AL1|1|DA|^青霉素|SV|皮疹~发热|2020"), "AllergyIntolerance")

    assert (found["type"], found["category"], found["criticality"], found["onsetDateTime"]) == (
        "allergy",
        ["medication"],
        "high",
        "2020",
    )
    assert found["reaction"] == [{"manifestation": [{"text": "皮疹"}, {"text": "发热"}], "severity": "severe"}]


def test_an_allergy_without_an_allergen_is_left_out_with_a_warning() -> None:
    found = convert(A01, PID, PV1, "AL1|1|DA||SV")

    assert resources(found, "AllergyIntolerance") == []
    assert ("warning", "AL1-3") in problems(found)


def test_a_relative_is_a_related_person_and_an_employer_a_contact() -> None:
    found = convert(A01, PID, "NK1|1|赵女士|女儿||13800000001^^CP", "NK1|2||EMR||||||||||示范厂", PV1)

    person = resource(found, "RelatedPerson")
    assert person["relationship"][0] == {
        "coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "DAUC", "display": "daughter"}
        ],
        "text": "女儿",
    }
    assert resource(found, "Patient")["contact"][0]["organization"]["display"] == "示范厂"


def test_coverage_always_has_a_payor() -> None:
    found = resource(convert(A01, PID, PV1, "IN1|1|01^城镇职工基本医疗保险"), "Coverage")

    assert (found["status"], found["payor"]) == ("active", [{"display": "城镇职工基本医疗保险"}])


def test_provenance_says_who_sent_what_when() -> None:
    found = convert(A01, "EVN|A01|20260301083100|||N1^王医生|20260301082900", PID, PV1)

    provenance = resource(found, "Provenance")
    assert (provenance["recorded"], provenance["occurredDateTime"]) == (
        "2026-03-01T08:31:00+08:00",
        "2026-03-01T08:29:00+08:00",
    )
    assert [agent["who"]["display"] for agent in provenance["agent"]] == ["H1", "HIS", "王医生"]
    assert provenance["entity"][0]["what"]["identifier"]["value"] == "M1"
    targets = {target["reference"] for target in provenance["target"]}
    assert targets == {item.full_url for item in found.entries if item.method == "PUT"}


def test_the_zone_of_msh_7_holds_for_the_message() -> None:
    found = convert(msh("ADT^A01", time="20260301083000+0900"), PID, PV1)

    assert resource(found, "Encounter")["period"]["start"] == "2026-03-01T08:25:00+09:00"


def test_a_resend_gives_the_same_bytes() -> None:
    segments = (A01, "EVN|A01|20260301083000", PID, "NK1|1|赵女士|女儿", PV1, "AL1|1|DA|^青霉素", "IN1|1|01")

    assert convert(*segments) == convert(*segments)


@pytest.mark.parametrize("event", ["A15", "A16", "A25", "A26"])
def test_a_pending_move_or_discharge_leaves_the_patient_in_the_ward(event: str) -> None:
    expected_end = PV1 + "|20260310120000"

    found = resource(convert(msh(f"ADT^{event}"), PID, expected_end), "Encounter")

    assert (found["status"], found["period"]) == ("in-progress", {"start": "2026-03-01T08:25:00+08:00"})


def test_the_stay_in_a_bed_begins_and_ends_with_the_move() -> None:
    pv1 = "PV1|1|I|B^1^1|||A^1^1|||||||||||||V1"

    found = resource(convert(msh("ADT^A02"), "EVN|A02|20260302090000", PID, pv1), "Encounter")

    assert [(place["status"], place["period"]) for place in found["location"]] == [
        ("active", {"start": "2026-03-02T09:00:00+08:00"}),
        ("completed", {"end": "2026-03-02T09:00:00+08:00"}),
    ]


def test_a_cancelled_discharge_takes_back_the_end_and_the_disposition() -> None:
    found = convert(msh("ADT^A13"), PID, PV1)

    assert entry(found, "Encounter").delete == {"period.end", "hospitalization.dischargeDisposition"}


def test_a_cancelled_discharge_does_not_state_the_disposition_that_it_takes_back() -> None:
    fields = {2: "I", 14: "1", 19: "V1", 36: "1"}

    found = convert(msh("ADT^A13"), PID, segment("PV1", fields))

    assert list(resource(found, "Encounter")["hospitalization"]) == ["admitSource"]
    assert [issue.expression for issue in found.residue if issue.code == "not-supported"] == ["PV1-36"]


@pytest.mark.parametrize("kind", ["ADT^A08", "ORU^R01"])
@pytest.mark.parametrize(("pv1", "visits"), [("PV1|1|N", 0), ("PV1||N||", 0), ("PV1|1|N|W3^12^1", 1), ("PV1|1|O", 1)])
def test_a_visit_that_is_not_applicable_makes_none(kind: str, pv1: str, visits: int) -> None:
    assert len(resources(convert(msh(kind), PID, pv1), "Encounter")) == visits


@pytest.mark.parametrize(
    ("admitted", "status", "place"), [("", "planned", "planned"), ("202603050800", "in-progress", "active")]
)
def test_the_visit_of_an_appointment_is_planned_until_it_has_begun(admitted: str, status: str, place: str) -> None:
    pv1 = segment("PV1", {2: "O", 3: "老年科门诊", 19: "V9", 44: admitted})
    found = resource(convert(msh("SIU^S12"), "SCH|A1||||||复诊||30|min", PID, pv1), "Encounter")

    assert (found["status"], found["location"][0]["status"]) == (status, place)


def test_the_bed_of_a_cancelled_move_is_not_told_as_one_that_was_left() -> None:
    found = convert(msh("ADT^A12"), PID, segment("PV1", {2: "I", 3: "W1^1^1", 6: "W2^2^2", 19: "V9"}))

    assert [place["status"] for place in resource(found, "Encounter")["location"]] == ["active"]
    assert "PV1-6" in [issue.expression for issue in found.residue]


def test_an_event_that_hl7_does_not_have_is_read_as_an_update_with_a_warning() -> None:
    found = convert(msh("ADT^A99"), PID, PV1)

    assert ("warning", "MSH-9.2") in problems(found)
    assert "status" in entry(found, "Encounter").keep


@pytest.mark.parametrize(("word", "code"), [("住院", "IMP"), ("门诊", "AMB"), ("急诊病人", "EMER")])
def test_the_class_of_a_visit_in_chinese_words_is_its_code(word: str, code: str) -> None:
    found = resource(convert(A01, PID, f"PV1|1|{word}|老年科||||||||||||||||V1"), "Encounter")

    assert (found["class"]["system"], found["class"]["code"]) == (
        "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        code,
    )
