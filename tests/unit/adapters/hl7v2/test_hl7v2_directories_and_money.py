from typing import Any

import pytest

from tests.unit.adapters.hl7v2.messages import PID, PV1, convert, entry, msh, problems, resource, resources, segment

ACCOUNT = PID + "||||||||||ZH1"
MFI = ("MFI|STF||UPD",)


@pytest.mark.parametrize(("event", "active"), [("MAD", None), ("MUP", None), ("MAC", True), ("MDC", False)])
def test_the_record_event_says_whether_a_doctor_is_active(event: str, active: bool | None) -> None:
    found = resource(convert(msh("MFN^M02"), *MFI, f"MFE|{event}|1||D1", "STF|D1|D1|李^明"), "Practitioner")

    assert found.get("active") is active


def test_the_master_file_states_the_doctor_whom_others_mention() -> None:
    mentioned = entry(convert(msh("ADT^A01"), PID, PV1), "Practitioner")
    stated = entry(
        convert(msh("MFN^M02"), *MFI, "MFE|MUP|1||D1", "STF|D1|D1|李^明|||||||^^Internet^li@h1"), "Practitioner"
    )

    assert (stated.full_url, stated.method, mentioned.method) == (mentioned.full_url, "PUT", "POST")


def test_a_staff_record_has_role_specialty_department_and_school() -> None:
    found = convert(
        msh("MFN^M02"), *MFI, "MFE|MAD|1||D1",
        "STF|D1|D1^^^^EI|李^明|D^医师^L|1|19800101|A|K1^心内科||0571-1^WPN^PH|示范路1号|20100101|20301231||li@h1.example||||T1^主任^L",
        "PRA|D1||PS^专科医师^L||CARD^心血管^L|Z9^执业证书", "EDU|1|MD|20000901^20050701|||示范大学", "EDU|2",
        "LAN|1|zh^中文",
    )  # fmt: skip

    person, role = resource(found, "Practitioner"), resource(found, "PractitionerRole")
    assert person["qualification"] == [{
        "code": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0360", "code": "MD"}]},
        "period": {"start": "2000-09-01", "end": "2005-07-01"}, "issuer": {"display": "示范大学"},
    }]  # fmt: skip
    assert [one["text"] for one in role["code"]] == ["医师", "主任", "专科医师"]
    assert role["specialty"][0]["text"] == "心血管"
    assert (role["organization"]["display"], role["period"]) == (
        "心内科",
        {"start": "2010-01-01", "end": "2030-12-31"},
    )


def test_a_record_without_a_number_and_one_without_an_event_say_so() -> None:
    found = convert(msh("MFN^M02"), *MFI, "MFE|ZZZ|1", "STF|||李^明")

    assert problems(found)[:2] == [("warning", "MFE-1"), ("warning", "STF-2")]


def test_an_old_staff_message_without_mfe_is_read() -> None:
    assert resource(convert(msh("MFN^M02"), "STF|D1|D1|李^明"), "Practitioner")["name"][0]["text"] == "李明"


@pytest.mark.parametrize(("event", "ldp", "status"), [
    ("MUP", "LDP|老年科^0301^02|||||A", "active"), ("MUP", "LDP|老年科^0301^02|||||I", "inactive"),
    ("MDL", "", "inactive"),
])  # fmt: skip
def test_a_bed_is_active_as_event_and_department_say(event: str, ldp: str, status: str) -> None:
    segments = [part for part in (f"MFE|{event}|1||x", "LOC|老年科^0301^02|靠窗|B||示范路1号", ldp) if part]

    found = [one for one in convert(msh("MFN^M05"), "MFI|LOC", *segments).entries if one.method == "PUT"]

    assert [(one.resource["name"], one.resource["status"]) for one in found] == [("02", status)]


@pytest.mark.parametrize(("record", "place"), [("LOC||x", "LOC-1"), ("CDM||x", "CDM-1")])
def test_a_record_without_its_key_is_left_out(record: str, place: str) -> None:
    assert ("warning", place) in problems(convert(msh("MFN^M05"), "MFI|X", "MFE|MAD|1||x", record))


@pytest.mark.parametrize(("cdm", "status"), [
    ("CDM|C1||床位费|||||A", "active"), ("CDM|C1||床位费|||||I", "retired"), ("CDM|C1^床位费", "active"),
])  # fmt: skip
def test_a_charge_of_the_price_list(cdm: str, status: str) -> None:
    found = resource(
        convert(msh("MFN^M04"), "MFI|CDM", "MFE|MAD|1||C1", cdm, "PRC|C1||||60&RMB~x"), "ChargeItemDefinition"
    )

    assert (found["status"], found["title"]) == (status, "床位费")
    assert found["propertyGroup"][0]["priceComponent"][0]["amount"] == {"value": 60, "currency": "CNY"}


@pytest.mark.parametrize(
    ("amount", "money"),
    [
        ("60.00&CNY", {"value": "60.00", "currency": "CNY"}),
        ("60^CNY", {"value": "60", "currency": "CNY"}),
        ("60&元", {"value": "60", "currency": "CNY"}),
        ("60", {"value": "60"}),
    ],
)
def test_an_amount_has_a_currency_only_when_one_is_sent(amount: str, money: dict[str, Any]) -> None:
    found = resource(convert(msh("DFT^P03"), PID, f"FT1|1|||20260305|20260306|CG|C1|a|b|2|{amount}"), "ChargeItem")

    assert {name: str(value) for name, value in found["priceOverride"].items()} == money
    assert [note["text"] for note in found["note"]] == ["a", "b"]


def test_a_charge_over_days_by_unit_price_with_procedure_code() -> None:
    found = resource(
        convert(
            msh("DFT^P03"), ACCOUNT, PV1,
            "FT1|1|T1||20260301^20260305||CD|||||x|60&CNY||||||||D9^甲|||F1||P1^护理^L||||N1^敷料^L",
        ),
        "ChargeItem",
    )  # fmt: skip

    assert (found["status"], found["occurrencePeriod"]["end"]) == ("aborted", "2026-03-05")
    assert found["code"]["text"] == "护理"
    assert found["priceOverride"]["value"] == 60
    assert found["service"][0]["identifier"]["value"] == "F1"


def test_a_charge_for_nothing_and_one_of_nobody_are_left_out() -> None:
    assert ("warning", "FT1-7") in problems(convert(msh("DFT^P03"), PID, "FT1|1|||20260305||CG"))
    assert problems(convert(msh("DFT^P03"), "FT1|1|||20260305||CG|C1")) == [("error", "PID")]


@pytest.mark.parametrize(("gt1", "party"), [
    ("GT1|1||钱阿婆||||||||SEL", "Patient"), ("GT1|1||||||||||||||||||||示范公司", "Organization"),
    ("GT1|1|G9|赵^明||||0571-2|19700101|M||儿子", "RelatedPerson"),
])  # fmt: skip
def test_who_pays_is_the_patient_an_organization_or_a_relative(gt1: str, party: str) -> None:
    found = convert(msh("BAR^P01"), ACCOUNT, gt1)

    guarantor = resource(found, "Account")["guarantor"][0]["party"]["reference"]
    assert next(one.resource["resourceType"] for one in found.entries if one.full_url == guarantor) == party


def test_a_guarantor_without_a_name_is_nobody() -> None:
    assert "guarantor" not in resource(convert(msh("BAR^P01"), ACCOUNT, "GT1|1"), "Account")


def test_results_that_are_charged_for_are_reports() -> None:
    found = convert(
        msh("DFT^P03"),
        PID,
        "ORC|RE|P1|F1",
        "OBR|1|P1|F1|CT|||||||||||||||||||||F",
        "OBX|1|ST|X||无异常||||||F",
        "NTE|1||x",
    )

    assert len(resources(found, "DiagnosticReport")) == 1
    assert resource(found, "Observation")["note"] == [{"text": "x"}]


@pytest.mark.parametrize(("event", "word"), [("A24", "seealso"), ("A37", None)])
def test_records_are_linked_but_a_message_undoes_no_link(event: str, word: str | None) -> None:
    found = convert(msh(f"ADT^{event}"), PID, PID.replace("ZY1", "ZY2"))

    assert [one.get("link", [{}])[0].get("type") for one in resources(found, "Patient")] == [word, word]


def test_a_link_needs_two_records() -> None:
    assert convert(msh("ADT^A24"), PID).is_refused
    assert ("warning", "PID[2]-3") in problems(convert(msh("ADT^A24"), PID, PID))


def test_a_swap_needs_patients_and_a_bed_status_a_bed() -> None:
    assert convert(msh("ADT^A17"), PV1).is_refused
    assert ("warning", "PID") in problems(convert(msh("ADT^A17"), PID, PV1))
    assert convert(msh("ADT^A20"), "EVN|A20").is_refused


def test_a_role_is_in_the_visit_or_the_family_doctor() -> None:
    found = convert(
        msh("ADT^A01"), PID, PV1, "ROL|1|AD|PP^家庭医生|G1^郭医生", "ROL|2|AD|AT^主治|D2^周医生|20260301|20260310",
        "ROL|3|AD|X",
        "PRT|1|AD||CP^会诊|D3^吴医生",
    )  # fmt: skip

    assert resource(found, "Patient")["generalPractitioner"][0]["display"] == "郭医生"
    participants = resource(found, "Encounter")["participant"]
    assert [one["individual"]["display"] for one in participants] == ["李医生", "周医生", "吴医生"]
    assert participants[1]["period"] == {"start": "2026-03-01", "end": "2026-03-10"}


def test_goals_and_pathways_end_as_their_words_say() -> None:
    found = convert(
        msh("PPR^PC1"), PID, segment("PRB", {1: "UP", 2: "20260305", 3: "R13^吞咽障碍", 13: "D", 14: "REMISSION"}),
        "GOL|UP|20260301|^进食糊状|G1|||20260301|20260310|||ACTIVE|||||^达标|很好|COMPLETED|20260309",
        "NTE|1||家属配合",
        "GOL|DE|20260301|^作废", "GOL|AD", "PTH|UP|^路径|P1|20260301|CANCELLED", "PTH|AD",
        "OBX|1|NM|8480-6^血压^LN||120|mm[Hg]|||||F", "ORC|NW|P9", "OBR|1|P9||PT^训练",
    )  # fmt: skip

    assert [goal["lifecycleStatus"] for goal in resources(found, "Goal")] == ["completed", "entered-in-error"]
    assert resource(found, "Goal")["note"][-1] == {"text": "家属配合"}
    plan = resource(found, "CarePlan")
    assert (plan["status"], len(plan["activity"]), len(plan["goal"])) == ("revoked", 1, 2)
    assert resource(found, "Condition")["verificationStatus"]["coding"][0]["code"] == "differential"
