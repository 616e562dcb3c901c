import importlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from adapters.care_home.adapter import ADAPTER
from adapters.care_home.columns import KINDS
from adapters.port import Conversion, Source
from fhir_profiles.json_text import dump
from tests.unit.adapters.care_home.tables import HOME, RESIDENTS, SAMPLES, WANG, by_type, convert, only, texts


def sample_rows() -> Iterator[Conversion]:
    for path in sorted(SAMPLES.glob("*.csv")):
        yield from ADAPTER.convert(path.read_bytes(), source=HOME)


def test_every_row_of_every_sample_is_valid_r4_and_without_findings() -> None:
    rows = list(sample_rows())

    assert len(rows) == 21
    assert [issue for row in rows for issue in (*row.issues, *row.residue)] == []
    for row in rows:
        for entry in row.entries:
            name = entry.resource["resourceType"]
            model = getattr(importlib.import_module(f"fhir.resources.R4B.{name.lower()}"), name)
            model.model_validate_json(dump(entry.resource))


def test_the_same_table_gives_the_same_bytes() -> None:
    first, second = ([dump(row.bundle()) for row in sample_rows()] for _ in range(2))

    assert first == second


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_charset_separator_and_line_ends_make_no_difference(charset: str, separator: str, newline: str) -> None:
    text = (RESIDENTS + WANG).replace(",", separator).replace("\n", newline)

    [conversion] = convert(text, charset)

    assert dump(conversion.bundle()) == dump(only(RESIDENTS + WANG).bundle())


def test_a_resident_becomes_patient_contact_bed_and_stay() -> None:
    conversion = only(RESIDENTS + WANG)

    patient, contact, bed, stay = conversion.entries
    assert patient.resource == {
        "resourceType": "Patient",
        "identifier": [
            {
                "use": "usual",
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "PI"}]},
                "system": "https://alliance-hub.example/sid/N1/resident",
                "value": "R001",
            },
            {
                "use": "official",
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "NI"}]},
                "system": "urn:oid:2.16.156.10011.1.3",
                "value": "330105193804120014",
            },
        ],
        "active": True,
        "name": [{"use": "official", "text": "王大爷"}],
        "gender": "male",
        "birthDate": "1938-04-12",
    }
    assert (patient.method, patient.url) == (
        "PUT",
        "Patient?identifier=https://alliance-hub.example/sid/N1/resident|R001",
    )
    assert contact.resource["name"] == [{"text": "王小明"}]
    assert contact.resource["telecom"] == [{"system": "phone", "value": "13800000001"}]
    assert contact.resource["patient"] == {"reference": patient.full_url}
    assert (bed.method, bed.url) == ("PUT", "Location?identifier=https://alliance-hub.example/sid/N1/bed|301-1")
    assert set(bed.resource) - bed.keep == {"operationalStatus"}
    assert {name: stay.resource[name] for name in ("status", "patient", "period", "extension")} == {
        "status": "active",
        "patient": {"reference": patient.full_url},
        "period": {"start": "2024-05-06"},
        "extension": [
            {
                "url": "https://alliance-hub.example/fhir/StructureDefinition/residence-bed",
                "valueReference": {"reference": bed.full_url},
            },
            {
                "url": "https://alliance-hub.example/fhir/StructureDefinition/care-level",
                "valueCodeableConcept": {"text": "二级护理"},
            },
        ],
    }
    assert stay.resource["managingOrganization"]["identifier"] == {
        "system": "https://alliance-hub.example/sid/institution",
        "value": "N1",
    }


def test_english_column_names_are_known() -> None:
    conversion = only("resident_no,name,sex,birth_date,room,bed,status\nR9,Li,F,1940-01-01,2,1,active\n")

    assert by_type(conversion)["Patient"]["gender"] == "female"


@pytest.mark.parametrize(
    ("word", "status", "has_bed"),
    [("在住", "active", True), ("外出就医", "onhold", True), ("退住", "finished", False), ("死亡", "finished", False)],
)
def test_a_leave_keeps_the_bed_and_the_end_frees_it(word: str, status: str, *, has_bed: bool) -> None:
    found = by_type(only(RESIDENTS + WANG.replace("在住", word)))

    assert (found["EpisodeOfCare"]["status"], "Location" in found) == (status, has_bed)
    assert found["Patient"].get("deceasedBoolean") == (True if word == "死亡" else None)


def test_a_resident_without_a_local_number_is_known_by_the_resident_id() -> None:
    conversion = only("姓名,身份证号\n王大爷,330105193804120014\n")

    assert conversion.entries[0].url == "Patient?identifier=urn:oid:2.16.156.10011.1.3|330105193804120014"
    assert (by_type(conversion)["Patient"]["gender"], by_type(conversion)["Patient"]["birthDate"]) == (
        "male",
        "1938-04-12",
    )


def test_full_width_digits_and_spreadsheet_guards_are_read() -> None:
    row = '="R001",王大爷,男,１９３８年４月１２日,\'330105193804120014,３０１,１,45418,,,,\n'

    found = by_type(only(RESIDENTS + row))

    assert (found["Patient"]["birthDate"], found["Location"]["identifier"][0]["value"]) == ("1938-04-12", "301-1")
    assert found["EpisodeOfCare"]["period"] == {"start": "2024-05-06"}


def test_control_characters_are_spaces_as_no_fhir_string_may_hold_them() -> None:
    found = by_type(only(RESIDENTS + WANG.replace("王小明", "王\x07小\x1b明").replace("二级护理", "二级\x1f护理")))

    assert found["RelatedPerson"]["name"] == [{"text": "王 小 明"}]


def test_a_formula_is_text() -> None:
    row = WANG.replace("王大爷", "=HYPERLINK(1)").replace("王小明", "@cmd").replace("二级护理", "+1+1")

    found = by_type(only(RESIDENTS + row))

    assert found["Patient"]["name"] == [{"use": "official", "text": "=HYPERLINK(1)"}]
    assert found["RelatedPerson"]["name"] == [{"text": "@cmd"}]


def test_a_bad_row_costs_no_good_one_and_says_its_row_and_column() -> None:
    bad = WANG.replace("R001", "R002").replace("1938-04-12", "1938-02-30").replace("男", "公")
    rows = convert(RESIDENTS + WANG + bad + WANG.replace("R001", "R003").replace("301,1", "301,2"))

    assert [(row.label, row.is_refused, len(row.entries)) for row in rows] == [
        ("row 2", False, 4),
        ("row 3", True, 0),
        ("row 4", False, 4),
    ]
    assert [(issue.severity, issue.expression, issue.line, issue.text) for issue in rows[1].issues] == [
        (
            "error",
            "row 3 性别",
            3,
            "Row 3, column 性别: expected 男 or 女 (or 0, 1, 2, 9 of GB/T 2261.1).",
        ),
        (
            "error",
            "row 3 出生日期",
            3,
            "Row 3, column 出生日期: this day does not exist in the calendar; expected a date such as 2026-03-02.",
        ),
    ]


def test_no_finding_repeats_a_personal_value() -> None:
    bad = "R001,王大爷,雄,1938-02-30,330105193804120015,301,1,昨天,王小明,请查,二级,飞走\n"

    conversion = only(RESIDENTS + bad)

    said = " ".join(issue.text + issue.expression for issue in conversion.issues)
    assert conversion.is_refused
    assert [value for value in bad.strip().split(",") if len(value) > 1 and value in said] == []


def test_a_row_that_names_nobody_is_refused() -> None:
    assert texts(only(RESIDENTS + ",王大爷,男,1938-04-12,,301,1,,,,,\n")) == [
        "Row 2, column 身份证号: the row names nobody; expected 身份证号 or 编号 (a name alone is not safe)."
    ]


def test_a_wrong_resident_id_refuses_the_row() -> None:
    assert texts(only(RESIDENTS + WANG.replace("120014", "120015"))) == [
        "Row 2, column 身份证号: the check character of GB 11643 does not fit; compare with the identity card."
    ]


def test_a_birth_date_that_differs_from_the_card_is_kept_with_a_warning() -> None:
    conversion = only(RESIDENTS + WANG.replace("1938-04-12", "1938-05-11"))

    assert by_type(conversion)["Patient"]["birthDate"] == "1938-05-11"
    assert [(issue.severity, issue.expression) for issue in conversion.issues] == [("warning", "row 2 出生日期")]


def test_a_departure_before_the_admission_is_refused() -> None:
    text = "编号,姓名,性别,入住日期,退住日期\nR1,甲,男,2026-03-02,2026-03-01\n"

    assert texts(only(text)) == ["Row 2, column 退住日期: lies before the day of admission; expected a later day."]


def test_an_unreadable_phone_is_left_out_and_the_row_kept() -> None:
    conversion = only(RESIDENTS + WANG.replace("13800000001", "见档案"))

    assert "telecom" not in by_type(conversion)["RelatedPerson"]
    assert texts(conversion) == [
        "Row 2, column 联系电话: expected a telephone number. The cell is left out, the row is kept."
    ]


def test_a_birth_date_in_the_future_is_refused() -> None:
    source = Source(name="N1", received_at=datetime(2026, 11, 22, tzinfo=UTC))
    text = "编号,姓名,出生日期\nR1,甲,2027-01-01\n"

    [conversion] = convert(text, source=source)

    assert texts(conversion) == ["Row 2, column 出生日期: the date lies in the future; expected a day in the past."]


def test_a_column_that_is_not_mapped_is_named_in_the_residue_without_its_value() -> None:
    conversion = only("编号,姓名,性别,民族,爱好\nR1,甲,男,汉族,\n")

    assert [(issue.expression, issue.text) for issue in conversion.residue] == [
        ("row 2 民族", "Row 2: column 民族 is not mapped; it stays in the original.")
    ]


def test_the_raw_bytes_of_a_row_can_be_converted_again() -> None:
    first, second = convert(RESIDENTS + WANG + WANG.replace("R001", "R002"), "gbk")

    again = list(ADAPTER.convert(second.raw, source=HOME))

    assert second.raw.decode("gbk") == RESIDENTS + WANG.replace("R001", "R002")
    assert dump(again[0].bundle()) == dump(second.bundle())
    assert first.charset == "gb18030"


def test_marks_that_mean_something_in_a_search_are_escaped() -> None:
    conversion = only('编号,姓名,性别\n"A,1|2&甲",王大爷,男\n')

    assert conversion.entries[0].url == (
        "Patient?identifier=https://alliance-hub.example/sid/N1/resident|A%5C%2C1%5C%7C2%26%E7%94%B2"
    )


def test_a_measurement_from_the_future_is_refused() -> None:
    source = Source(name="N1", received_at=datetime(2026, 12, 31, 20, tzinfo=UTC))
    header = "编号,测量时间,体温\n"

    rows = convert(header + "R1,2027-01-01 04:00,36.5\nR1,2027-01-02 04:00,36.5\n", source=source)

    assert [(row.is_refused, texts(row)) for row in rows] == [
        (False, []),
        (True, ["Row 3, column 测量时间: the time lies in the future; expected a time in the past."]),
    ]


def test_every_column_name_is_in_the_documentation() -> None:
    page = (SAMPLES.parents[1] / "docs" / "adapters" / "care_home.md").read_text(encoding="utf-8")

    missing = [
        name for kind in KINDS for synonyms in kind.columns.values() for name in synonyms if f"`{name}`" not in page
    ]

    assert missing == []
