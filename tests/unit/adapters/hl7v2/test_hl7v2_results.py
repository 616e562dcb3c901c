from decimal import Decimal

import pytest

from fhir_profiles.issue import JsonObject
from tests.unit.adapters.hl7v2.messages import PID, convert, entry, msh, problems, resource, resources

R01 = msh("ORU^R01^ORU_R01")
OBR = "OBR|1|P1|L1|24323-8^生化全套^LN|||20260302070000|||||||||D1^李医生||||||20260302101000||CH|F"


def observation(obx: str) -> JsonObject:
    return resource(convert(R01, PID, OBR, obx), "Observation")


@pytest.mark.parametrize(
    ("obx", "value"),
    [
        (
            "OBX|1|NM|2823-3^钾^LN||3.90|mmol/L|||||F",
            {
                "valueQuantity": {
                    "value": Decimal("3.90"),
                    "unit": "mmol/L",
                    "system": "http://unitsofmeasure.org",
                    "code": "mmol/L",
                }
            },
        ),
        ("OBX|1|NM|X^y||7|片|||||F", {"valueQuantity": {"value": 7, "unit": "片"}}),
        ("OBX|1|NM|X^y||<0.5||||||F", {"valueQuantity": {"value": Decimal("0.5"), "comparator": "<"}}),
        ("OBX|1|NM|X^y||溶血||||||F", {"valueString": "溶血"}),
        ("OBX|1|SN|X^y||<^0.5||||||F", {"valueQuantity": {"value": Decimal("0.5"), "comparator": "<"}}),
        ("OBX|1|SN|X^y||^1^-^5||||||F", {"valueRange": {"low": {"value": 1}, "high": {"value": 5}}}),
        ("OBX|1|SN|X^y||^1^:^128||||||F", {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}),
        ("OBX|1|SN|X^y||<>^5||||||F", {"valueString": "<> 5"}),
        ("OBX|1|ST|X^y||a^b&c||||||F", {"valueString": "a^b&c"}),
        ("OBX|1|TX|X^y||one~two||||||F", {"valueString": "one\ntwo"}),
        ("OBX|1|FT|X^y||one\\.br\\two||||||F", {"valueString": "one\ntwo"}),
        (
            "OBX|1|CWE|X^y||Y^黄色^L||||||F",
            {
                "valueCodeableConcept": {
                    "coding": [
                        {"system": "https://alliance-hub.example/sid/H1/code/L", "code": "Y", "display": "黄色"}
                    ],
                    "text": "黄色",
                }
            },
        ),
        ("OBX|1|DT|X^y||20260302||||||F", {"valueDateTime": "2026-03-02"}),
        ("OBX|1|TS|X^y||202603020715||||||F", {"valueDateTime": "2026-03-02T07:15:00+08:00"}),
        ("OBX|1|TM|X^y||0715||||||F", {"valueTime": "07:15:00"}),
        ("OBX|1|NR|X^y||1^5||||||F", {"valueRange": {"low": {"value": 1}, "high": {"value": 5}}}),
        ("OBX|1|DR|X^y||20260301^20260302||||||F", {"valuePeriod": {"start": "2026-03-01", "end": "2026-03-02"}}),
        ("OBX|1||X^y||plain||||||F", {"valueString": "plain"}),
        ("OBX|1|QQ|X^y||odd||||||F", {"valueString": "odd"}),
    ],
)
def test_the_value_has_the_type_that_obx_2_names(obx: str, value: JsonObject) -> None:
    found = observation(obx)

    assert {name: item for name, item in found.items() if name.startswith("value")} == value


def test_several_coded_values_are_components() -> None:
    found = observation("OBX|1|CE|X^y||A^a^L~B^b^L||||||F")

    assert [item["valueCodeableConcept"]["text"] for item in found["component"]] == ["a", "b"]
    assert "dataAbsentReason" not in found


def test_encapsulated_data_is_an_attachment() -> None:
    found = observation("OBX|1|ED|X^y||LIS^application^pdf^Base64^JVBERi0=||||||F")

    assert found["extension"][0]["valueAttachment"] == {"contentType": "application/pdf", "data": "JVBERi0="}


def test_encapsulated_data_in_a_wrong_encoding_is_kept_as_text_with_a_warning() -> None:
    found = convert(R01, PID, OBR, "OBX|1|ED|X^y||LIS^application^pdf^Base64^no!||||||F")

    assert resource(found, "Observation")["valueString"].endswith("no!")
    assert ("warning", "OBX-5.5") in problems(found)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("F", "final"),
        ("P", "preliminary"),
        ("C", "corrected"),
        ("A", "amended"),
        ("D", "entered-in-error"),
        ("W", "entered-in-error"),
        ("X", "cancelled"),
        ("R", "preliminary"),
        ("I", "registered"),
        ("U", "final"),
        ("", "unknown"),
        ("?", "unknown"),
    ],
)
def test_the_result_status_is_mapped(code: str, status: str) -> None:
    assert observation(f"OBX|1|NM|X^y||7||||||{code}")["status"] == status


@pytest.mark.parametrize(("code", "reason"), [("F", "unknown"), ("N", "not-asked"), ("X", "error")])
def test_a_result_without_a_value_says_why(code: str, reason: str) -> None:
    found = observation(f"OBX|1|NM|X^y||||||||{code}")

    assert found["dataAbsentReason"]["coding"][0]["code"] == reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.5-5.3", {"low": {"value": Decimal("3.5")}, "high": {"value": Decimal("5.3")}, "text": "3.5-5.3"}),
        ("<10", {"high": {"value": 10}, "text": "<10"}),
        (">=5", {"low": {"value": 5}, "text": ">=5"}),
        ("阴性", {"text": "阴性"}),
    ],
)
def test_a_reference_range_keeps_its_text_and_gives_bounds_where_clear(text: str, expected: JsonObject) -> None:
    assert observation(f"OBX|1|NM|X^y||7||{text}||||F")["referenceRange"] == [expected]


def test_interpretation_time_and_notes_belong_to_their_observation() -> None:
    found = convert(
        R01,
        PID,
        OBR,
        "OBX|1|NM|X^a||1|||H|||F|||20260302080000",
        "NTE|1||已复查",
        "OBX|2|NM|Y^b||2||||||F",
    )

    first, second = resources(found, "Observation")
    assert first["interpretation"][0]["coding"][0]["code"] == "H"
    assert (first["effectiveDateTime"], first["note"]) == ("2026-03-02T08:00:00+08:00", [{"text": "已复查"}])
    assert (second["effectiveDateTime"], "note" in second) == ("2026-03-02T07:00:00+08:00", False)


def test_a_report_links_results_specimen_and_request() -> None:
    found = convert(R01, PID, OBR, "OBX|1|NM|X^a||1||||||F", "SPM|1|S1||SER^血清^HL70487")

    report = resource(found, "DiagnosticReport")
    assert (report["status"], report["issued"]) == ("final", "2026-03-02T10:10:00+08:00")
    assert report["result"] == [{"reference": entry(found, "Observation").full_url}]
    assert report["specimen"] == [{"reference": entry(found, "Specimen").full_url}]
    assert report["basedOn"] == [{"reference": entry(found, "ServiceRequest").full_url}]
    assert entry(found, "DiagnosticReport").url.endswith("/sid/H1/filler|L1")
    assert entry(found, "ServiceRequest").method == "POST"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("F", "final"),
        ("C", "corrected"),
        ("P", "preliminary"),
        ("R", "partial"),
        ("O", "registered"),
        ("X", "cancelled"),
    ],
)
def test_the_report_status_is_mapped(code: str, status: str) -> None:
    found = convert(R01, PID, f"OBR|1||L1|A^a{'|' * 21}{code}")

    assert resource(found, "DiagnosticReport")["status"] == status


def test_a_report_without_a_status_takes_that_of_its_results_with_a_warning() -> None:
    found = convert(R01, PID, "OBR|1||L1|A^a", "OBX|1|NM|X^a||1||||||P", "OBX|2|NM|Y^a||1||||||F")

    assert resource(found, "DiagnosticReport")["status"] == "preliminary"
    assert ("warning", "OBR-25") in problems(found)


def test_nothing_of_one_order_or_patient_shows_in_the_next() -> None:
    found = convert(
        R01,
        PID,
        "OBR|1||L1|A^a|||20260302070000",
        "OBX|1|NM|X^a||1||||||F",
        "PID|1||ZY2^^^^MR||周阿婆",
        "OBR|1||L2|B^b",
        "OBX|1|NM|X^a||2||||||F",
    )

    first, second = resources(found, "Observation")
    assert first["subject"] != second["subject"]
    assert "effectiveDateTime" not in second


def test_one_number_for_several_services_gives_a_report_each() -> None:
    found = convert(R01, PID, "OBR|1||L1|A^a", "OBX|1|NM|X^a||1", "OBR|2||L1|B^b", "OBX|1|NM|X^a||2")

    assert len(resources(found, "DiagnosticReport")) == 2
    assert len(resources(found, "Observation")) == 2
    assert [item["identifier"][-1]["value"] for item in resources(found, "DiagnosticReport")] == ["L1", "L1"]


def test_the_same_code_twice_in_one_report_is_two_observations() -> None:
    found = convert(R01, PID, OBR, "OBX|1|TX|X^a||line 1||||||F", "OBX|2|TX|X^a||line 2||||||F")

    assert [item["valueString"] for item in resources(found, "Observation")] == ["line 1", "line 2"]


def test_a_corrected_result_updates_the_first_one() -> None:
    first = entry(convert(R01, PID, OBR, "OBX|1|NM|X^a||1||||||F"), "Observation")
    second = entry(convert(R01, PID, OBR, "OBX|1|NM|X^a||2||||||C"), "Observation")

    assert (first.url, first.full_url) == (second.url, second.full_url)


def test_results_without_a_patient_are_kept_with_a_warning() -> None:
    found = convert(R01, OBR, "OBX|1|NM|X^a||1||||||F")

    assert ("warning", "PID") in problems(found)
    assert "subject" not in resource(found, "Observation")


def test_the_same_service_twice_under_one_number_keeps_both_results() -> None:
    found = convert(R01, PID, "OBR|1||L1|A^a", "OBX|1|NM|X^a||1", "OBR|2||L1|A^a", "OBX|1|NM|X^a||2")

    assert [item["valueQuantity"]["value"] for item in resources(found, "Observation")] == [1, 2]


def test_two_values_under_one_instance_identifier_are_both_kept() -> None:
    one = "OBX|1|NM|8867-4^心率^LN||60~120|/min|||||F" + "|" * 10 + "E1^H1"
    other = "OBX|2|CE|8867-4^心率^LN||60^慢^L||||||F" + "|" * 10 + "E1^H1"

    found = resources(convert(R01, PID, OBR, one, other), "Observation")

    assert [("component" in item, "valueCodeableConcept" in item) for item in found] == [(True, False), (False, True)]


def test_an_instance_identifier_that_stands_for_two_results_keeps_both() -> None:
    obx = ("OBX|1|NM|A^甲^L||1||||||F" + "|" * 10 + "INST1", "OBX|2|NM|B^乙^L||2||||||F" + "|" * 10 + "INST1")

    found = convert(R01, PID, OBR, *obx)

    observations = resources(found, "Observation")
    assert [item["valueQuantity"]["value"] for item in observations] == [Decimal(1), Decimal(2)]
    assert [item["identifier"][-1]["value"] for item in observations] == ["INST1", "INST1"]
    assert "OBX-21" in [issue.expression for issue in found.issues]
