"""MFN^M02 out: what a staff record says in each version, and what it cannot."""

from typing import Any

import pytest

from adapters.hl7v2.outbound.render import Rendering, render, suitable
from adapters.hl7v2.outbound.target import Target
from tests.unit.adapters.hl7v2.facts import TIME, convert

SID = "https://alliance-hub.example/sid/H1"
V2 = "http://terminology.hl7.org/CodeSystem/v2-"
DOCTOR: dict[str, Any] = {
    "resourceType": "Practitioner", "id": "p", "name": [{"family": "方", "given": ["敏"]}],
    "identifier": [{"system": "urn:oid:1.2.3", "value": "7"}, {"system": f"{SID}/practitioner", "value": "D1"}],
}  # fmt: skip
HOSPITAL = {"resourceType": "Organization", "id": "h", "name": "示范医院",
            "identifier": [{"system": f"{SID}/organization", "value": "H1"}]}  # fmt: skip


def told(*resources: dict[str, Any], version: str = "2.5.1") -> Rendering:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}
    return render(bundle, message="MFN^M02", target=Target(name="H1", version=version), control_id="1", time=TIME)


def lines(made: Rendering) -> list[str]:
    return made.data.decode().split("\r")[2:-1]


def role(number: str = "r", **elements: Any) -> dict[str, Any]:
    return {
        "resourceType": "PractitionerRole",
        "id": number,
        "practitioner": {"reference": "Practitioner/p"},
    } | elements


def dept(number: str, **elements: Any) -> dict[str, Any]:
    own = {"system": f"{SID}/department", "value": number}
    return {"resourceType": "Organization", "id": number, "name": f"科{number}", "identifier": [own],
            "type": [{"coding": [{"code": "dept"}]}]} | elements  # fmt: skip


def test_a_person_alone_is_a_record_with_the_receivers_own_number_first() -> None:
    made = told(DOCTOR | {"gender": "female", "birthDate": "1978-05"})

    assert lines(made) == ["MFE|MUP|1||D1|CE", "STF|D1|D1~7^^^&1.2.3&ISO|方^敏||F|197805"]
    assert made.unsaid == ()


@pytest.mark.parametrize(
    ("version", "mfe"), [("2.2", "MFE|MDC|1||D1"), ("2.4", "MFE|MDC|1||D1|CE"), ("2.7", "MFE|MDC|1||D1|CWE")]
)
def test_who_left_is_deactivated_in_the_words_of_each_version(version: str, mfe: str) -> None:
    assert lines(told(DOCTOR | {"active": False}, version=version)) == [mfe, "STF|D1|D1~7^^^&1.2.3&ISO|方^敏||||I"]


def test_somebody_without_a_number_is_left_out_and_alone_refused() -> None:
    nobody = {"resourceType": "Practitioner", "name": [{"text": "甲"}]}

    assert [(one.severity, one.expression) for one in told(nobody).issues] == [
        ("warning", "Practitioner[0]"), ("error", "Practitioner"),
    ]  # fmt: skip
    assert told(role()).issues[0].text == "MFN^M02 tells of a Practitioner, and the Bundle holds none; add it."
    assert lines(told(nobody, DOCTOR))[0] == "MFE|MUP|1||D1|CE"


def test_the_role_in_force_is_told_by_stf_and_each_department_by_an_org() -> None:
    old = role("o", active=False, organization={"reference": "Organization/1"}, period={"end": "2020-01-01"})
    now = role(
        active=True, organization={"reference": "Organization/2"}, period={"start": "2020-01-01"},
        code=[{"coding": [{"system": f"{V2}0182", "code": "D"}]}, {"text": "主任"}, {"text": "组长"},
              {"coding": [{"system": f"{V2}0186", "code": "PS"}]}, {"coding": [{"system": f"{V2}0327", "code": "J1"}]},
              {"coding": [{"system": f"{V2}0452", "code": "SA"}]}],
        specialty=[{"text": "老年"}, {"coding": [{"system": f"{V2}0454", "code": "G"}]}],
    )  # fmt: skip

    made = told(DOCTOR, dept("1"), dept("2", partOf={"reference": "Organization/h"}), HOSPITAL, old, now)

    assert lines(made) == [
        "MFE|MUP|1||D1|CE",
        "STF|D1|D1~7^^^&1.2.3&ISO|方^敏|D||||2^科2||||20200101||||||主任|J1",
        "PRA|D1||PS||老年||||H1^示范医院",
        "ORG|1|2^科2||Y||SA||G",
        "ORG|2|1^科1||N|||||^20200101",
    ]
    assert [issue.expression for issue in made.unsaid] == ["PractitionerRole[1].code[2]"]


@pytest.mark.parametrize(
    ("version", "orgs", "unsaid"),
    [("2.3.1", 0, ["Organization[1]", "PractitionerRole[1]"]), ("2.4", 1, ["Organization[1]", "PractitionerRole[1]"]),
     ("2.5", 2, [])],
)  # fmt: skip
def test_departments_that_a_version_has_no_room_for_are_listed(version: str, orgs: int, unsaid: list[str]) -> None:
    roles = [role(one, organization={"reference": f"Organization/{one}"}) for one in ("1", "2")]

    made = told(DOCTOR, dept("1"), dept("2"), *roles, version=version)

    assert sum(line.startswith("ORG") for line in lines(made)) == orgs
    assert [issue.expression for issue in made.unsaid] == unsaid


def test_a_role_at_the_institution_itself_has_no_department_and_a_foreign_one_is_not_theirs() -> None:
    at_home = role(organization={"reference": "Organization/h"}, code=[{"text": "院长"}])
    foreign = {"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/x"}}

    made = told(DOCTOR, HOSPITAL, at_home, foreign)

    assert lines(made)[1:] == ["STF|D1|D1~7^^^&1.2.3&ISO|方^敏|||||||||||||||院长", "PRA|D1||||||||H1^示范医院"]
    assert [issue.expression for issue in made.unsaid] == ["PractitionerRole[1]"]


def test_a_department_without_a_number_of_its_own_is_told_by_name_and_a_second_category_by_org() -> None:
    local = [{"coding": [{"system": f"{SID}/code/X", "code": code}]} for code in ("A", "B")]
    first = role(code=local, organization={"reference": "Organization/n"})
    named = {
        "resourceType": "Organization",
        "id": "n",
        "name": "总务",
        "type": [{"text": "x", "coding": [{"code": "dept"}]}],
    }
    second = role("s", code=[{"text": "会诊"}, {"text": "带教"}])

    made = told(DOCTOR, named, first, second)

    assert lines(made)[1:] == [
        "STF|D1|D1~7^^^&1.2.3&ISO|方^敏|A^^X||||^总务", "ORG|1|^总务||Y", "ORG|2|||N||^会诊",
    ]  # fmt: skip
    assert "PractitionerRole[0].code[1]" in [issue.expression for issue in made.unsaid]


def test_degrees_are_edu_and_everything_else_is_a_certificate() -> None:
    degree = {"code": {"coding": [{"system": f"{V2}0360", "code": "MD"}]}, "issuer": {"display": "医大"}}
    paper = {
        "identifier": [{"system": f"{SID}/certificate", "value": "C1"}], "code": {"text": "培训"},
        "period": {"start": "2020-01-01", "end": "2025-01-01"},
    }  # fmt: skip
    foreign = {"identifier": [{"system": "urn:oid:9", "value": "C2"}], "code": {"text": "外训"}}

    made = told(DOCTOR | {"qualification": [paper, degree, foreign]})

    assert lines(made)[2:] == [
        "EDU|1|MD||||医大",
        "CER|1|C1||||||||^培训|||||||||||||20200101||||20250101",
        "CER|2|C2||||||||^外训",
    ]
    assert [issue.expression for issue in made.unsaid] == ["Practitioner[0].qualification[2].identifier[0].system"]


def test_a_second_mail_address_stands_with_the_telephones_and_a_licence_in_pra() -> None:
    licence = {"type": {"coding": [{"system": f"{V2}0203", "code": "MD"}]}, "system": f"{SID}/md", "value": "L1"}
    points = [{"system": "email", "value": one} for one in ("a@b", "c@d")]

    made = told(DOCTOR | {"identifier": [*DOCTOR["identifier"], licence], "telecom": points})

    assert lines(made)[1:] == [
        "STF|D1|D1~7^^^&1.2.3&ISO|方^敏|||||||^NET^Internet^c@d|||||a@b", "PRA|D1|||||L1^MD",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "message"),
    [({"resourceType": "PractitionerRole"}, "MFN^M02"), ({"resourceType": "Practitioner"}, "MFN^M02")],
)
def test_staff_is_usually_told_by_a_staff_record(resource: dict[str, Any], message: str) -> None:
    assert suitable(resource) == message


@pytest.mark.parametrize(
    ("pra", "specialty", "qualification"),
    [
        ("老年医学^委员会^C^20100601", [{"text": "老年医学"}], [
            {"code": {"text": "老年医学"}, "period": {"start": "2010-06-01"}, "issuer": {"display": "委员会"}}]),
        ("老年医学^委员会^E", [{"text": "老年医学"}], None),
        ("老年医学^^C", [{"text": "老年医学"}], [{"code": {"text": "老年医学"}}]),
        ("^委员会^C", None, None),
        ("^^L", None, None),
        ("G^全科^L", [{"coding": [{"system": f"{SID}/code/L", "code": "G", "display": "全科"}], "text": "全科"}], None),
    ],
)  # fmt: skip
def test_a_specialty_is_an_spd_or_the_code_that_stands_in_its_place(
    pra: str, specialty: list[Any] | None, qualification: list[Any] | None
) -> None:
    segments = ["MSH|^~\\&|HR|H1|HUB|A|20260301083000||MFN^M02|1|P|2.5.1", "MFE|MUP|1||D1", "STF|D1||方^敏|D",
                f"PRA|D1||||{pra}|^x~L1^^省^20301231|||^总院"]  # fmt: skip
    [found] = convert("\r".join(segments).encode())
    [person] = [one.resource for one in found.entries if one.resource["resourceType"] == "Practitioner"]
    [made] = [one.resource for one in found.entries if one.resource["resourceType"] == "PractitionerRole"]

    assert (made.get("specialty"), person.get("qualification")) == (specialty, qualification)
    assert made["organization"]["display"] == "总院"
    assert person["identifier"][1:] == [
        {"system": f"{SID}/licence", "value": "L1", "period": {"end": "2030-12-31"}, "assigner": {"display": "省"}}
    ]


def test_an_org_makes_a_role_where_stf_tells_none_and_says_more_of_the_same_department() -> None:
    head = ["MSH|^~\\&|HR|H1|HUB|A|20260301083000||MFN^M02|1|P|2.5.1", "MFE|MUP|1||D1"]
    [alone] = convert("\r".join([*head, "STF|D1||方^敏", "ORG|1|7^七科", "ORG|2", "CER|1|X"]).encode())
    [joined] = convert(
        "\r".join([*head, "STF|D1||方^敏|D||||7^七科", "ORG|1|7^七科|||N1|D^医师^L|X^乙^L|D^a~D^a"]).encode()
    )

    def roles(one: Any) -> list[Any]:
        found = [entry.resource for entry in one.entries if entry.resource["resourceType"] == "PractitionerRole"]
        return [
            (made["organization"]["display"], len(made.get("code", ())), len(made.get("specialty", ())))
            for made in found
        ]

    assert roles(alone) == [("七科", 0, 0)]
    assert roles(joined) == [("七科", 3, 2)]
