"""What stands in no resource is listed: single components, later repetitions and names of nobody."""

from decimal import Decimal

import pytest

from adapters.port import Conversion
from tests.unit.adapters.hl7v2.messages import PID, convert, msh, problems, resource, resources, segment


def left(conversion: Conversion) -> list[str]:
    """Paths of what stands in no resource."""
    return [issue.expression for issue in conversion.residue if issue.code == "not-supported"]


def kept(conversion: Conversion) -> list[str]:
    """Paths of what was used, but stands in no resource."""
    return [issue.expression for issue in conversion.residue if issue.code == "informational"]


@pytest.mark.parametrize("sent", ["^^^^Jr", "^^^^^^MD", "^^^^Jr^^MD"])
def test_a_suffix_or_degree_without_a_name_or_number_names_nobody_and_is_listed(sent: str) -> None:
    found = convert(msh("ADT^A01"), PID, segment("PV1", {2: "I", 7: sent, 19: "V1"}))

    assert "participant" not in resource(found, "Encounter")
    assert left(found) == ["PV1-7"]


def test_a_doctor_without_a_number_is_told_by_name_and_the_degree_is_listed() -> None:
    found = convert(msh("ADT^A01"), PID, segment("PV1", {2: "I", 7: "^Hart^Ada^B^Jr^Dr^MD", 19: "V1"}))

    assert resource(found, "Encounter")["participant"][0]["individual"] == {"display": "Dr Ada B Hart"}
    assert left(found) == ["PV1-7.5", "PV1-7.7"]


def test_the_title_of_a_doctor_with_a_chinese_name_and_no_number_is_listed() -> None:
    found = convert(msh("ADT^A01"), PID, segment("PV1", {2: "I", 7: "^李^明^^^主任", 19: "V1"}))

    assert resource(found, "Encounter")["participant"][0]["individual"] == {"display": "李明"}
    assert left(found) == ["PV1-7.6"]


def test_what_stands_behind_the_name_of_a_place_of_an_event_is_listed() -> None:
    found = convert(msh("ADT^A08"), segment("EVN", {2: "20260301083000", 7: "东院^1.2.3^ISO^^多余"}), PID)

    assert resource(found, "Provenance")["location"] == {"display": "东院"}
    assert left(found) == ["EVN-7.5"]


def test_further_components_and_repetitions_of_software_are_listed() -> None:
    found = convert(msh("ADT^A08"), segment("SFT", {1: "厂", 2: "2^^多", 3: "院内系统~另一个"}), PID)

    assert resource(found, "Provenance")["agent"][-1]["who"]["display"] == "院内系统 2 (厂)"
    assert left(found) == ["SFT-2.3", "SFT-3[2]"]


def test_a_second_reference_range_is_listed() -> None:
    obx = segment("OBX", {2: "NM", 3: "K^钾^L", 5: "4.1", 6: "mmol/L", 7: "3.5-5.3~3.6-5.0", 11: "F"})
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^电解质^L", 25: "F"}), obx)

    assert resource(found, "Observation")["referenceRange"][0]["text"] == "3.5-5.3"
    assert left(found) == ["OBX-7[2]"]


def test_the_sub_id_of_a_result_tells_results_apart_and_is_listed_as_kept() -> None:
    obx = {2: "ST", 3: "C^菌^L", 11: "F"}
    first, second = (segment("OBX", obx | {4: sub, 5: value}) for sub, value in (("1.1", "甲"), ("1.2", "乙")))
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^培养^L", 25: "F"}), first, second)

    assert [one["valueString"] for one in resources(found, "Observation")] == ["甲", "乙"]
    assert [path for path in kept(found) if path.endswith("-4")] == ["OBX[1]-4", "OBX[2]-4"]


def test_author_time_and_kind_of_a_note_of_an_appointment_are_listed() -> None:
    sch = segment("SCH", {1: "A1", 11: "^^^20260301080000^20260301083000", 25: "Booked^^HL70278"})
    nte = segment("NTE", {3: "空腹", 4: "RE", 5: "^李^明", 6: "20260301", 9: "F^空腹^L"})
    found = convert(msh("SIU^S12"), sch, PID, "RGS|1", nte)

    assert resource(found, "Appointment")["comment"] == "空腹"
    assert left(found) == ["NTE-4", "NTE-5", "NTE-6", "NTE-9"]


def test_a_note_of_an_appointment_that_is_a_code_alone_is_told_by_its_words() -> None:
    sch = segment("SCH", {1: "A1", 11: "^^^20260301080000^20260301083000", 25: "Booked^^HL70278"})
    found = convert(msh("SIU^S12"), sch, PID, "RGS|1", segment("NTE", {9: "F^空腹^L"}), "NTE|2")

    assert (resource(found, "Appointment")["comment"], left(found)) == ("空腹", [])


def test_the_unit_of_a_length_of_time_is_taken_without_its_code_system() -> None:
    sch = segment("SCH", {1: "A1", 11: "^^^20260301080000^20260301083000", 25: "Booked^^HL70278"})
    aip = segment("AIP", {3: "D1^李", 6: "20260301080000", 9: "30", 10: "MIN^^^^分"})
    found = convert(msh("SIU^S12"), sch, PID, "RGS|1", aip)

    assert resource(found, "Appointment")["participant"][1]["period"]["end"] == "2026-03-01T08:30:00+08:00"
    assert left(found) == ["AIP-10.5"]


def test_segment_names_in_small_letters_are_read_with_a_warning_each() -> None:
    text = [msh("ADT^A01"), PID.replace("PID", "pid", 1), segment("PV1", {2: "I", 19: "V1"}).replace("PV1", "pv1", 1)]
    plain = convert(text[0], *[line[:3].upper() + line[3:] for line in text[1:]])
    found = convert(*text)

    assert [one.resource for one in found.entries] == [one.resource for one in plain.entries]
    assert (len(problems(found)) - len(problems(plain)), found.residue) == (2, plain.residue)


def test_a_line_of_text_that_begins_with_three_small_letters_continues_the_segment_before() -> None:
    found = convert(msh("ADT^A01"), PID, "AL1|1|DA|P^青霉素^L||皮疹", "the|rest", "pid x")

    assert len(resources(found, "Patient")) == 1
    assert len(found.entries) == len(convert(msh("ADT^A01"), PID, "AL1|1|DA|P^青霉素^L||皮疹").entries)


@pytest.mark.parametrize(
    ("sent", "places"),
    [
        ("mmol/L^^UCUM", []),
        ("mmol/L^^L", ["OBX-6.3"]),
        ("U1^mmol/L^L", ["OBX-6.1", "OBX-6.3"]),
        ("U1^毫摩^L", ["OBX-6.1", "OBX-6.3"]),
        ("mmol/L^毫摩尔每升^ISO+^U1^毫摩^L", ["OBX-6.3", "OBX-6.4", "OBX-6.5", "OBX-6.6"]),
    ],
)
def test_of_a_unit_what_its_quantity_does_not_say_is_listed(sent: str, places: list[str]) -> None:
    obx = segment("OBX", {2: "NM", 3: "K^钾^L", 5: "4.1", 6: sent, 11: "F"})

    assert left(convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^电解质^L", 25: "F"}), obx)) == places


def test_a_unit_beside_a_ratio_is_listed() -> None:
    obx = segment("OBX", {2: "SN", 3: "T^滴度^L", 5: "^1^:^128", 6: "{titer}", 11: "F"})
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^抗体^L", 25: "F"}), obx)

    assert "valueRatio" in resource(found, "Observation")
    assert left(found) == ["OBX-6"]


def test_a_unit_of_several_values_without_numbers_is_listed() -> None:
    obx = segment("OBX", {2: "CWE", 3: "T^菌^L", 5: "A~B", 6: "mg", 11: "F"})
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^培养^L", 25: "F"}), obx)

    assert len(resource(found, "Observation")["component"]) == 2
    assert left(found) == ["OBX-6"]


def test_a_class_whose_code_alone_is_told_leaves_its_words_and_system() -> None:
    found = convert(msh("ADT^A01"), PID, segment("PV1", {2: "I^住院病人^L", 19: "V1"}))

    assert resource(found, "Encounter")["class"]["code"] == "IMP"
    assert left(found) == ["PV1-2.2", "PV1-2.3"]


@pytest.mark.parametrize(
    "sent", ["I", "I^Inpatient encounter^HL70004", "IMP^^http://terminology.hl7.org/CodeSystem/v3-ActCode"]
)
def test_a_class_that_is_told_whole_leaves_nothing(sent: str) -> None:
    assert left(convert(msh("ADT^A01"), PID, segment("PV1", {2: sent, 19: "V1"}))) == []


def test_an_end_before_the_start_is_listed() -> None:
    obx = segment("OBX", {2: "DR", 3: "T^期间^L", 5: "20240201^20240101", 11: "F"})
    nk1 = segment("NK1", {2: "王", 3: "MTH", 8: "20240201", 9: "20240101"})
    pv1 = segment("PV1", {2: "I", 19: "V1", 44: "20260301", 45: "20260201"})
    found = convert(msh("ADT^A01"), PID, nk1, pv1, obx)

    assert left(found) == ["NK1-9", "PV1-45", "OBX-5.2"]


def test_of_encapsulated_data_what_its_attachment_does_not_say_is_listed() -> None:
    odd = segment("OBX", {1: "1", 2: "ED", 3: "A^图^L", 5: "LIS^XX^odd^Base64^JVBERi0=", 11: "F"})
    pdf = segment("OBX", {1: "2", 2: "ED", 3: "B^图^L", 5: "^AP^PDF^Base64^JVBERi0=", 11: "F"})
    pointer = segment("OBX", {1: "3", 2: "RP", 3: "C^图^L", 5: "http://pacs.example/1^PACS^XX^DCM", 11: "F"})
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^超声^L", 25: "F"}), odd, pdf, pointer)

    assert left(found) == ["OBX[1]-5.1", "OBX[1]-5.2", "OBX[1]-5.3", "OBX[3]-5.2", "OBX[3]-5.3", "OBX[3]-5.4"]


def test_the_zone_of_a_time_of_day_is_told_of() -> None:
    obx = segment("OBX", {2: "TM", 3: "T^时间^L", 5: "1230+0900", 11: "F"})
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^监护^L", 25: "F"}), obx)

    assert resource(found, "Observation")["valueTime"] == "12:30:00"
    assert problems(found) == [("warning", "OBX-5")]


def test_a_unit_without_a_number_is_listed_also_when_the_test_came_with_one_before() -> None:
    obr = segment("OBR", {3: "F1", 4: "E^肿瘤标志物^L", 25: "F"})
    obx = {2: "NM", 3: "AFP^甲胎蛋白^L", 6: "ng/mL", 11: "F"}

    found = [
        left(convert(msh("ORU^R01"), PID, obr, segment("OBX", obx | {5: v}))) for v in ("5", "未检出", "6", "未检出")
    ]

    assert found == [[], ["OBX-6"], [], ["OBX-6"]]


def test_a_unit_and_a_range_that_hold_unescaped_delimiters_are_read_whole() -> None:
    obx = segment("OBX", {2: "NM", 3: "W^白细胞^L", 5: "4.1", 6: "10^9/L", 7: "3.5~9.5", 11: "F"})
    found = convert(msh("ORU^R01"), PID, segment("OBR", {3: "F1", 4: "E^血常规^L", 25: "F"}), obx)

    observation = resource(found, "Observation")
    assert observation["valueQuantity"]["code"] == "10*9/L"
    assert [observation["referenceRange"][0][limit]["value"] for limit in ("low", "high")] == [
        Decimal("3.5"),
        Decimal("9.5"),
    ]
    assert left(found) == []
