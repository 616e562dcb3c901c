from typing import Any

import pytest

from adapters.hl7v2.escapes import unescape
from tests.unit.adapters.hl7v2.messages import PID, PV1, convert, msh, problems, resource, resources, segment


def patient(**fields: str) -> dict[str, Any]:
    given = {1: "1", 3: "ZY1^^^^MR", 5: "钱阿婆"} | {int(name[1:]): value for name, value in fields.items()}
    return resource(convert(msh("ADT^A04"), segment("PID", given)), "Patient")


def practitioner(xcn: str) -> dict[str, Any]:
    found = convert(msh("ADT^A04"), segment("PID", {3: "ZY1"}), segment("PV1", {2: "O", 7: xcn, 19: "V1"}))
    return resource(found, "Practitioner")


def test_a_name_has_assembly_period_suffix_and_nickname() -> None:
    names = patient(f5="Smith&van^John^Q^III^Dr^MD^L^A^^^G^20200101^20251231^PhD^Johnny")["name"]

    assert names[0]["family"] == "van Smith"
    assert names[0]["suffix"] == ["III", "MD", "PhD"]
    assert names[0]["period"] == {"start": "2020-01-01", "end": "2025-12-31"}
    assert [found["valueCode"] for found in names[0]["extension"]] == ["ABC", "G"]
    assert names[1] == {"use": "nickname", "given": ["Johnny"]}


@pytest.mark.parametrize(
    ("authority", "system"),
    [
        ("", "https://alliance-hub.example/sid/H1/mrn"),
        ("H1", "https://alliance-hub.example/sid/H1/mrn"),
        ("分院", "https://alliance-hub.example/sid/H1/mrn/%E5%88%86%E9%99%A2"),
        ("X&1.2.156.1&ISO", "urn:oid:1.2.156.1"),
        ("X&2D3B0E0A-91F5-4C3E-8E67-000000000001&UUID", "urn:uuid:2d3b0e0a-91f5-4c3e-8e67-000000000001"),
        ("X&http://h1.example/mrn&URI", "http://h1.example/mrn"),
        ("X&h1.example&DNS", "https://h1.example"),
        ("&odd value&L", "https://alliance-hub.example/sid/H1/mrn/odd%20value"),
    ],
)
def test_an_assigning_authority_leads_to_a_system(authority: str, system: str) -> None:
    assert patient(f3=f"ZY1^^^{authority}^MR")["identifier"][0]["system"] == system


def test_an_identifier_has_check_digit_period_and_a_text_type() -> None:
    found = patient(f3="N1^7^M11^^院内卡^^20200101^20291231")["identifier"][0]

    assert found["type"] == {"text": "院内卡"}
    assert found["extension"][0]["valueString"] == "7"
    assert found["period"] == {"start": "2020-01-01", "end": "2029-12-31"}


def test_a_doctor_has_type_name_use_and_degree() -> None:
    found = practitioner("D1^李^明^^^^^^卫健委^L^^^MD^^^^^^^^主任")

    assert found["identifier"][0]["type"]["coding"][0]["code"] == "MD"
    assert found["identifier"][0]["assigner"] == {"display": "卫健委"}
    assert found["name"][0]["use"] == "official"
    assert found["name"][0]["suffix"] == ["主任"]


def test_a_doctor_without_number_is_a_display_and_without_anything_nobody() -> None:
    found = convert(
        msh("ADT^A04"), segment("PID", {3: "ZY1"}), segment("PV1", {2: "O", 7: "^李医生~^^", 8: "^^^^^^^^X", 19: "V1"})
    )

    assert [one["individual"] for one in resource(found, "Encounter")["participant"]] == [{"display": "李医生"}]
    assert resources(found, "Practitioner") == []


def test_a_place_may_be_words_alone() -> None:
    found = convert(
        msh("ADT^A04"), segment("PID", {3: "ZY1"}), segment("PV1", {2: "O", 3: "^^^^^^^^住院部东门", 19: "V1"})
    )

    assert resource(found, "Location")["description"] == "住院部东门"
    assert resource(found, "Encounter")["location"][0]["location"]["display"] == "住院部东门"


def test_a_place_has_its_description_at_the_innermost_level() -> None:
    found = convert(
        msh("ADT^A04"),
        segment("PID", {3: "ZY1"}),
        segment("PV1", {2: "O", 3: "老年科^0301^02^H1^^^东楼^3^靠窗", 19: "V1"}),
    )

    assert [one["name"] for one in resources(found, "Location")] == ["H1", "东楼", "3", "老年科", "0301", "02"]
    assert resources(found, "Location")[-1]["description"] == "靠窗"


def test_an_address_has_census_tract_type_and_period() -> None:
    found = patient(f11="示范路1号^2幢^杭州市^浙江省^310000^CHN^M^^西湖区^T01^^^20200101^20251231")["address"][0]

    assert (found["type"], found["line"], found["district"]) == ("postal", ["示范路1号", "2幢"], "西湖区")
    assert found["extension"][0]["valueString"] == "T01"
    assert found["period"] == {"start": "2020-01-01", "end": "2025-12-31"}


def test_a_telephone_has_extension_period_and_rank() -> None:
    found = patient(f13="^WPN^PH^^86^571^5550^12^^^^^20200101^20251231^^^^1")["telecom"][0]

    assert (found["use"], found["value"], found["rank"]) == ("work", "+86 571 5550 X12", 1)
    assert found["period"]["end"] == "2025-12-31"


@pytest.mark.parametrize(("value", "words"), [("20260230", "PID-7.1"), ("1941年", "PID-7.1")])
def test_a_birth_date_that_is_none_is_left_out(value: str, words: str) -> None:
    found = convert(msh("ADT^A04"), segment("PID", {3: "ZY1", 7: value}), PV1)

    assert "birthDate" not in resource(found, "Patient")
    assert ("warning", words) in problems(found)


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("TM", "0915", {"valueTime": "09:15:00"}),
        ("TM", "9915", {"valueString": "9915"}),
        ("DR", "20260301^20260305", {"valuePeriod": {"start": "2026-03-01", "end": "2026-03-05"}}),
        ("DR", "x", {"valueString": "x"}),
        ("NR", "1^5", {"valueRange": {"low": {"value": 1}, "high": {"value": 5}}}),
        ("NR", "x", {"valueString": "x"}),
        ("CQ", "5^mg", {"valueQuantity": {"value": 5, "unit": "mg"}}),
        ("DT", "去年", {"valueString": "去年"}),
        ("ZZ", "x", {"valueString": "x"}),
        ("CWE", "^", {}),
    ],
)
def test_a_value_has_the_shape_of_its_type_or_stays_text(kind: str, value: str, wanted: dict[str, Any]) -> None:
    found = convert(msh("ORU^R01"), segment("PID", {3: "ZY1"}), "OBR|1||F1|X", f"OBX|1|{kind}|X^项目||{value}||||||F")

    observation = resource(found, "Observation")
    assert {name: inner for name, inner in observation.items() if name.startswith("value")} == wanted


def test_files_are_attachments_whatever_their_encoding() -> None:
    files = ["^TEXT^HTML^A^<p/>", "^IM^JPEG^Hex^FFD8", "^AP^application/dicom^Base64^AAAA", "^AP^X^Base64^!!"]
    lines = [f"OBX|{at}|ED|F{at}^文件||{value}||||||F" for at, value in enumerate(files, 1)]

    found = convert(msh("ORU^R01"), segment("PID", {3: "ZY1"}), "OBR|1||F1|X", *lines, "OBX|9|RP|P^指针||a b^X||||||F")

    kinds = [
        one["extension"][0]["valueAttachment"]["contentType"] if "extension" in one else one["valueString"]
        for one in resources(found, "Observation")
    ]
    assert kinds == ["text/html", "image/jpeg", "application/dicom", "^AP^X^Base64^!!", "a b^X"]


@pytest.mark.parametrize(
    ("sent", "born"),
    [
        ("20260301083000+0880", ""),
        ("20260301083000+1430", ""),
        ("20260301083000+1400", "2026-03-01T08:30:00+14:00"),
        ("20260301083000-0930", "2026-03-01T08:30:00-09:30"),
        ("２０２６０３０１", ""),
    ],
)
def test_a_zone_that_is_none_and_digits_that_are_not_plain_make_no_time(sent: str, born: str) -> None:
    found = resource(convert(msh("ADT^A08"), PID, f"PV1|1|I{'|' * 17}V1{'|' * 25}{sent}"), "Encounter")

    assert found.get("period", {}).get("start", "") == born


def test_a_resident_number_in_full_width_digits_is_the_plain_one() -> None:
    sent = "110101194111030022".translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    found = resource(convert(msh("ADT^A08"), f"PID|1||ZY1~{sent}^^^^SFZ||王"), "Patient")

    assert found["identifier"][1]["value"] == "110101194111030022"


def test_blanks_that_are_no_number_stay_as_they_were_sent() -> None:
    assert unescape("a\\.sp²\\b\\.sp2\\c\\.sk 3\\d") == "a\\.sp²\\b\n\nc   d"
