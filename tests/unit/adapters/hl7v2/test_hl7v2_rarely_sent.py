"""Fields that were left to the residue once: who pays, what was laid down, why a medicine was stopped."""

from typing import Any

import pytest

from adapters.port import Conversion
from fhir_profiles.validate import validate
from tests.unit.adapters.hl7v2.messages import PID, PV1, convert, msh, problems, resource, resources, segment

V2 = "http://terminology.hl7.org/CodeSystem/v2-"


def left(conversion: Conversion) -> list[str]:
    assert [issue for one in conversion.entries for issue in validate(one.resource) if issue.is_error] == []
    return [issue.expression for issue in conversion.residue if issue.code == "not-supported"]


def visit(**fields: str) -> str:
    return segment("PV1", {2: "I", 19: "V1"} | {int(name[1:]): value for name, value in fields.items()})


@pytest.mark.parametrize(
    ("sent", "kind", "payor", "more"),
    [
        ("自费", {"text": "自费"}, None, {}),
        ("01^城镇职工医保^费别", {"coding": [{"system": "https://alliance-hub.example/sid/H1/code/%E8%B4%B9%E5%88%AB",
          "code": "01", "display": "城镇职工医保"}], "text": "城镇职工医保"}, "城镇职工医保", {}),
        ("3^20260101", {"coding": [{"system": f"{V2}0064", "code": "3"}]}, "3", {"period": {"start": "2026-01-01"}}),
        ("公费^20260101", {"text": "公费"}, "公费", {"period": {"start": "2026-01-01"}}),
    ],
)  # fmt: skip
def test_the_financial_class_says_who_pays(
    sent: str, kind: dict[str, Any], payor: str | None, more: dict[str, Any]
) -> None:
    found = convert(msh("ADT^A01"), PID, visit(f20=sent))
    coverage = resource(found, "Coverage")

    assert (coverage["type"], coverage["status"]) == (kind, "active")
    assert coverage["payor"] == [coverage["beneficiary"] if payor is None else {"display": payor}]
    assert {name: coverage[name] for name in more} == more
    assert left(found) == []


def test_a_later_class_of_the_same_visit_is_the_same_coverage() -> None:
    urls = [
        next(one.full_url for one in convert(msh("ADT^A08"), PID, visit(f20=sent)).entries
             if one.resource["resourceType"] == "Coverage")
        for sent in ("自费", "医保")
    ]  # fmt: skip

    assert urls[0] == urls[1]


@pytest.mark.parametrize(
    "lines",
    [
        (msh("ADT^A01"), PID, visit(f20="自费"), "IN1|1|P1|C1|医保局"),
        (msh("ORU^R01"), PID, visit(f20="自费"), "OBR|1|P1|F1|X^甲^L|||20260301|||||||||||||||||F"),
    ],
)
def test_where_insurance_is_told_or_the_message_is_no_admission_the_class_stays_in_the_residue(
    lines: tuple[str, ...],
) -> None:
    found = convert(*lines)

    assert "PV1-20" in left(found)
    assert [one for one in resources(found, "Coverage") if one.get("type")] == []


@pytest.mark.parametrize("sent", ["^20260101", "^x"])
def test_a_class_without_a_code_is_none(sent: str) -> None:
    assert [one.get("type") for one in resources(convert(msh("ADT^A01"), PID, visit(f20=sent)), "Coverage")] in (
        [], [{"text": "x"}],
    )  # fmt: skip


def test_a_charge_message_says_who_pays_too() -> None:
    found = convert(msh("DFT^P03"), "EVN||20260301", PID, visit(f20="自费"), "FT1|1|||20260301||CG|C1^床位费^L")

    assert resource(found, "Coverage")["type"] == {"text": "自费"}


def test_a_living_will_and_directives_are_observations_of_their_own() -> None:
    pd1 = segment("PD1", {7: "Y^已立^HL70315", 15: "DNR^不做心肺复苏^HL70435~N^无创通气^L~放弃插管", 22: "20260105"})
    found = convert(msh("ADT^A08"), PID, pd1, PV1)

    told = [(one["code"]["text"], one["valueCodeableConcept"]["text"], one.get("effectiveDateTime"))
            for one in resources(found, "Observation")]  # fmt: skip
    assert told == [
        ("生前预嘱", "已立", None), ("预先医疗指示", "不做心肺复苏", "2026-01-05"),
        ("预先医疗指示", "无创通气", "2026-01-05"), ("预先医疗指示", "放弃插管", "2026-01-05"),
    ]  # fmt: skip
    assert left(found) == []


def test_a_directive_without_a_word_and_one_without_a_date_of_verification() -> None:
    found = convert(msh("ADT^A08"), PID, segment("PD1", {7: "^", 15: "DNR"}), PV1)

    assert [one["valueCodeableConcept"]["coding"][0]["code"] for one in resources(found, "Observation")] == ["DNR"]


def prescription(**fields: str) -> Conversion:
    orc = segment("ORC", {2: "P1", 3: "F1"} | {int(name[1:]): value for name, value in fields.items()})
    return convert(msh("RDE^O11"), PID, orc, "RXE||M1^药^L|1||mg")


@pytest.mark.parametrize(
    ("control", "status", "has_reason"),
    [("NW", "active", True), ("OH", "on-hold", True), ("DC", "stopped", True), ("CA", "active", False)],
)
def test_why_an_order_of_a_medicine_is_as_it_is(control: str, status: str, has_reason: bool) -> None:
    found = prescription(f1=control, f16="R1^过敏^L")
    request = resource(found, "MedicationRequest")

    assert (request["status"], "statusReason" in request, left(found)) == (status, has_reason, [])


def test_a_prescription_has_its_setting_and_its_further_numbers() -> None:
    found = prescription(f1="NW", f29="O^门诊^HL70482", f33="A7", f38="G9")
    request = resource(found, "MedicationRequest")

    assert request["category"][0]["coding"][0]["code"] == "outpatient"
    kinds = [(one["type"]["coding"][0]["code"], one["value"]) for one in request["identifier"]]
    assert kinds == [("PLAC", "P1"), ("FILL", "F1"), ("FGN", "G9"), ("PLAC", "A7")]
    assert left(found) == []


def test_a_driving_licence_has_its_issuer_and_its_end() -> None:
    found = convert(msh("ADT^A08"), segment("PID", {3: "ZY1", 5: "王", 20: "L1^浙A^20301231"}))
    licence = resource(found, "Patient")["identifier"][1]

    assert (licence["value"], licence["assigner"], licence["period"]) == (
        "L1", {"display": "浙A"}, {"end": "2030-12-31"},
    )  # fmt: skip
    assert left(found) == []


def test_words_beside_a_booked_service_stand_in_the_comment() -> None:
    sch = segment("SCH", {1: "A1", 11: "^^^20260301080000^20260301083000", 25: "Booked^^HL70278"})
    ais = segment("AIS", {1: "1", 3: "CT^头颅CT^L", 11: "C^增强^L", 12: "P1"})
    found = convert(msh("SIU^S12"), sch, PID, "RGS|1", ais)

    assert resource(found, "Appointment")["comment"] == "增强\nP1"
    assert (left(found), problems(found)) == (["AIS-11.1", "AIS-11.3"], [])
