import pytest

from adapters.hl7v2.datatypes.resident_id import check_digit, to_resident_id
from adapters.port import Source
from tests.unit.adapters.hl7v2.messages import MRN, PID, convert, entry, msh, problems, resource, resources

A01 = msh("ADT^A01^ADT_A01")


def patient(pid: str) -> dict[str, object]:
    return resource(convert(A01, pid), "Patient")


@pytest.mark.parametrize(
    "number",
    ["330105193804120014", "330105194111030029", "330103193507260034", "330105195001010064", "330110193308080093"],
)
def test_a_resident_identity_number_with_its_check_digit_holds(number: str) -> None:
    assert to_resident_id(number) == number


def test_the_check_character_x_is_read_in_both_cases() -> None:
    first = next(f"33010519500101{n:03d}" for n in range(1000) if check_digit(f"33010519500101{n:03d}") == "X")

    assert to_resident_id(f"{first}x") == f"{first}X"


def test_the_old_form_of_15_digits_gets_century_and_check_digit() -> None:
    assert to_resident_id("330105380412001") == "330105193804120014"


@pytest.mark.parametrize("number", ["330105194111030020", "330105194113030029", "12", "", "33010538041200A"])
def test_a_wrong_resident_identity_number_is_none(number: str) -> None:
    assert to_resident_id(number) is None


@pytest.mark.parametrize("kind", ["NNCHN", "身份证", "SFZ", "NI"])
def test_the_resident_identity_number_gets_the_national_system(kind: str) -> None:
    found = convert(A01, f"PID|1||ZY1^^^^MR~330105194111030029^^^^{kind}||钱阿婆")

    assert [(item["system"], item["value"]) for item in resource(found, "Patient")["identifier"]] == [
        (MRN, "ZY1"),
        ("urn:oid:2.16.156.10011.1.3", "330105194111030029"),
    ]


@pytest.mark.parametrize(
    "pid",
    [
        "PID|1||ZY1^^^^MR~330105194111030020^^^^NNCHN||钱阿婆",
        "PID|1||ZY1^^^^MR||钱阿婆||||||||||||||330105194111030020",
    ],
)
def test_a_wrong_check_digit_refuses_the_message_without_repeating_the_number(pid: str) -> None:
    found = convert(A01, pid)

    assert found.is_refused
    assert found.entries == ()
    assert all("33010519" not in issue.text for issue in found.issues)
    assert "GB 11643" in next(issue.text for issue in found.issues if issue.is_error)


def test_the_record_number_leads_the_conditional_update() -> None:
    found = entry(convert(A01, "PID|1||330105194111030029^^^^NNCHN~ZY1^^^^MR||钱阿婆"), "Patient")

    assert (found.method, found.url) == ("PUT", f"Patient?identifier={MRN}|ZY1")
    assert found.full_url == Source(name="H1").full_url("Patient", f"{MRN}|ZY1")


def test_the_same_number_at_two_authorities_is_two_patients() -> None:
    ours = entry(convert(A01, "PID|1||7^^^^MR||钱阿婆"), "Patient")
    theirs = entry(convert(A01, "PID|1||7^^^M1^MR||钱阿婆"), "Patient")
    by_oid = entry(convert(A01, "PID|1||7^^^X&1.2.3&ISO^MR||钱阿婆"), "Patient")

    assert len({ours.full_url, theirs.full_url, by_oid.full_url}) == 3
    assert theirs.url == f"Patient?identifier={MRN}/M1|7"
    assert by_oid.url == "Patient?identifier=urn:oid:1.2.3|7"


def test_a_number_with_special_characters_is_escaped_in_the_url() -> None:
    assert entry(convert(A01, "PID|1||A&B,7 8^^^^MR||x"), "Patient").url.endswith("|A%26B%5C%2C7%208")


def test_a_patient_without_any_number_is_taken_with_a_warning() -> None:
    found = convert(A01, "PID|1||||钱阿婆||19411103|2")

    assert problems(found)[0] == ("warning", "PID-3")
    assert resource(found, "Patient")["identifier"][0]["system"] == "https://alliance-hub.example/fhir/sid/derived"


def test_a_chinese_name_in_one_component_stays_whole() -> None:
    assert patient("PID|1||7||欧阳阿婆^^^^^^L")["name"] == [{"text": "欧阳阿婆", "use": "official"}]


def test_family_and_given_apart_are_kept_apart() -> None:
    assert patient("PID|1||7||钱^阿婆")["name"] == [{"family": "钱", "given": ["阿婆"], "text": "钱阿婆"}]


def test_a_western_name_follows_the_guide() -> None:
    found = patient("PID|1||7||Beethoven&van&Beethoven^Ludwig^M^JR^DR^^L~Louis^^^^^^N")["name"]

    assert found == [
        {
            "family": "van Beethoven",
            "given": ["Ludwig", "M"],
            "suffix": ["JR"],
            "prefix": ["DR"],
            "use": "official",
        },
        {"family": "Louis", "use": "nickname"},
    ]


def test_a_spelled_name_says_its_script() -> None:
    found = patient("PID|1||7||钱^阿婆^^^^^L^I~Qian^Apo^^^^^L^P")["name"]

    assert isinstance(found, list)
    assert [name["extension"][0]["valueCode"] for name in found] == ["IDE", "SYL"]


@pytest.mark.parametrize(
    ("sent", "gender", "is_kept"),
    [
        ("F", "female", False),
        ("M", "male", False),
        ("1", "male", False),
        ("2", "female", False),
        ("0", "unknown", True),
        ("9", "unknown", True),
        ("A", "other", True),
        ("N", "other", True),
        ("女", "female", False),
        ("?", "unknown", True),
    ],
)
def test_the_sex_is_mapped_and_the_original_kept_where_something_would_be_lost(
    sent: str, gender: str, *, is_kept: bool
) -> None:
    found = patient(f"PID|1||7||x|||{sent}")

    assert found["gender"] == gender
    assert ("_gender" in found) is is_kept


def test_marital_status_of_gb_t_2261_2_is_mapped() -> None:
    found = patient(f"{PID}||||||||30")["maritalStatus"]

    assert found == {
        "coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "W", "display": "Widowed"},
            {"system": "urn:oid:2.16.156.10011.2.3.3.5", "code": "30"},
        ]
    }


def test_the_ethnic_group_of_gb_t_3304_is_kept() -> None:
    found = patient(f"{PID}||||||||||||||01^汉族")["extension"]

    assert found == [
        {
            "url": "https://alliance-hub.example/fhir/StructureDefinition/patient-ethnicity",
            "valueCodeableConcept": {
                "coding": [{"system": "urn:oid:2.16.156.10011.2.3.3.3", "code": "01", "display": "汉族"}],
                "text": "汉族",
            },
        }
    ]


@pytest.mark.parametrize(
    ("sent", "date"),
    [("1941", "1941"), ("194111", "1941-11"), ("19411103", "1941-11-03"), ("1941-11-03", "1941-11-03")],
)
def test_the_birth_date_keeps_its_precision(sent: str, date: str) -> None:
    assert patient(f"PID|1||7||x||{sent}")["birthDate"] == date


def test_the_birth_time_is_kept_beside_the_date() -> None:
    found = patient("PID|1||7||x||194111032330")

    assert found["birthDate"] == "1941-11-03"
    assert found["_birthDate"] == {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                "valueDateTime": "1941-11-03T23:30:00+08:00",
            }
        ]
    }


def test_a_date_that_is_none_is_left_out_with_a_warning_and_stays_in_the_residue() -> None:
    found = convert(A01, "PID|1||7||x||19411340")

    assert "birthDate" not in resource(found, "Patient")
    assert ("warning", "PID-7.1") in problems(found)
    assert "PID-7" in [issue.expression for issue in found.residue]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("|||||||||||||||||||||20260302101500|Y", {"deceasedDateTime": "2026-03-02T10:15:00+08:00"}),
        ("||||||||||||||||||||||Y", {"deceasedBoolean": True}),
        ("||||||||||||||||||||||N", {"deceasedBoolean": False}),
    ],
)
def test_death_is_a_time_or_a_boolean(fields: str, expected: dict[str, object]) -> None:
    found = patient(f"{PID}{fields}")

    assert {name: value for name, value in found.items() if name.startswith("deceased")} == expected


def test_null_deletes_and_an_empty_field_says_nothing() -> None:
    found = entry(convert(A01, 'PID|1||7||x||||||""||""|'), "Patient")

    assert found.delete == {"address", "telecom"}
    assert sorted(found.resource) == ["identifier", "name", "resourceType"]


def test_address_and_telecom_are_mapped() -> None:
    found = patient(
        "PID|1||7||x||||||示范路1号^2单元^杭州市^浙江省^310011^CHN^H||0571-1^PRN^PH~13800000001^^CP|02^^^^^571^3"
    )

    assert found["address"] == [
        {
            "line": ["示范路1号", "2单元"],
            "city": "杭州市",
            "state": "浙江省",
            "postalCode": "310011",
            "country": "CHN",
            "use": "home",
            "text": "浙江省杭州市示范路1号2单元",
        }
    ]
    assert [(point["system"], point["value"], point.get("use")) for point in found["telecom"]] == [  # type: ignore[attr-defined]
        ("phone", "0571-1", "home"),
        ("phone", "13800000001", "mobile"),
        ("phone", "571 3", "work"),
    ]


def test_a_person_deleted_is_inactive() -> None:
    assert resource(convert(msh("ADT^A29^ADT_A21"), PID), "Patient")["active"] is False


def test_an_adt_message_without_a_patient_is_refused() -> None:
    found = convert(A01, "PV1|1|I")

    assert problems(found) == [("error", "PID")]


def test_the_old_record_is_linked_to_the_survivor() -> None:
    found = convert(msh("ADT^A40^ADT_A39"), PID, "MRG|ZY9^^^^MR")

    new, old = resources(found, "Patient")
    assert old["active"] is False
    assert old["identifier"][0]["use"] == "old"
    assert [link["type"] for link in old["link"]] == ["replaced-by"]
    assert [link["type"] for link in new["link"]] == ["replaces"]
    assert old["link"][0]["other"]["reference"] == entry(found, "Patient").full_url


def test_two_merges_in_one_message_are_two_links() -> None:
    found = convert(msh("ADT^A40"), PID, "MRG|ZY9", "PID|1||ZY5||周", "MRG|ZY6")

    links = [[link["type"] for link in patient["link"]] for patient in resources(found, "Patient")]
    assert links == [["replaces"], ["replaced-by"], ["replaces"], ["replaced-by"]]


@pytest.mark.parametrize("event", ["A35", "A41", "A49"])
def test_merges_of_accounts_change_no_patient(event: str) -> None:
    found = convert(msh(f"ADT^{event}"), PID, "MRG|ZY9")

    assert [patient.get("link") for patient in resources(found, "Patient")] == [None]
    assert "MRG-1" in [issue.expression for issue in found.residue]


def test_a_merge_of_a_record_with_itself_links_nothing() -> None:
    found = convert(msh("ADT^A40"), PID, "MRG|ZY1^^^^MR")

    assert ("warning", "MRG-1") in problems(found)
    assert "link" not in resource(found, "Patient")


def test_the_given_name_of_the_mother_stays_in_the_residue() -> None:
    found = convert(A01, "PID|1||7||x|Zhao^Mei")

    assert resource(found, "Patient")["extension"][0]["valueString"] == "Zhao"
    assert "PID-6.2" in [issue.expression for issue in found.residue]


def test_the_name_of_an_authority_with_an_oid_is_kept() -> None:
    assert patient("PID|1||7^^^XH&1.2.3&ISO^MR||x")["identifier"][0]["assigner"] == {"display": "XH"}  # type: ignore[index]
