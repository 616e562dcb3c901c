"""Medicines as a List of changes: what a person reconciled, what the last transfer says, and nothing made up."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.transfer.medicines import (
    CHANGE_SYSTEM,
    act_moment,
    dose_text,
    is_high_alert,
    is_medicine_list,
    is_same_medicine,
    lines_of,
    medicine_list,
    medicine_name,
    next_due,
    supply,
)
from hub.transfer.tables import section_tables

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ATC = "http://www.whocc.no/atc"


def statement(name: str, dose: str = "1 片 每日1次", *, ident: str = "", status: str = "active", **more: Any) -> Any:
    return {
        "resourceType": "MedicationStatement", "id": ident or f"m-{name}", "status": status,
        "medicationCodeableConcept": {"text": name}, "dosage": [{"text": dose}],
    } | more  # fmt: skip


def request(name: str, **more: Any) -> Any:
    return {
        "resourceType": "MedicationRequest", "id": f"r-{name}", "status": "active",
        "medicationCodeableConcept": {"text": name}, "dosageInstruction": [{"text": "口服"}],
    } | more  # fmt: skip


def changes(record: list[Any], last: list[Any] | None = None) -> dict[str, str]:
    made = medicine_list(record, last=last, patient="Patient/p1", list_id="b-m", date="2026-03-02T01:00:00Z")
    return {medicine_name(line.medicine): line.change for line in made.lines}


def test_a_medicine_is_compared_with_the_last_transfer() -> None:
    last = [statement("阿司匹林"), statement("氨氯地平", "5 mg"), statement("头孢", status="stopped")]

    assert changes(
        [
            statement("阿司匹林"), statement("氨氯地平", "10 mg"), statement("头孢"),
            statement("呋塞米", status="stopped"), statement("钾", status="on-hold"),
            statement("泼尼松", status="completed"),
        ],
        last,
    ) == {
        "阿司匹林": "continued", "氨氯地平": "changed", "头孢": "new", "钾": "suspended", "呋塞米": "stopped",
        "泼尼松": "stopped",
    }  # fmt: skip


def test_without_an_earlier_list_a_line_is_called_not_reconciled_and_stopped_ones_come_last() -> None:
    found = changes([statement("呋塞米", status="stopped"), statement("阿司匹林"), statement("华法林")])

    assert list(found.items()) == [
        ("华法林", "unreconciled"), ("阿司匹林", "unreconciled"), ("呋塞米", "stopped"),
    ]  # fmt: skip


def flagged(reference: str, *codes: str, deleted: bool = False, system: str = CHANGE_SYSTEM) -> dict[str, Any]:
    entry: dict[str, Any] = {"item": {"reference": reference}}
    if codes:
        entry["flag"] = {"coding": [{"system": system, "code": code} for code in codes]}
    return entry | ({"deleted": True} if deleted else {})


def own_list(*entries: dict[str, Any], date: str = "2026-03-01", **more: Any) -> dict[str, Any]:
    return {"resourceType": "List", "id": f"l-{date}", "status": "current", "mode": "changes", "date": date,
            "entry": list(entries)} | more  # fmt: skip


def test_what_a_doctor_or_pharmacist_reconciled_is_taken_as_it_is() -> None:
    older = own_list(flagged("MedicationStatement/m-阿司匹林", "stopped"), date="2026-02-01")
    newer = own_list(
        flagged("MedicationStatement/m-阿司匹林", "new"),
        flagged("MedicationStatement/m-呋塞米", deleted=True),
        flagged("MedicationStatement/m-钾", "new", system="http://other.example"),
        flagged("MedicationStatement/m-钙"),
        note=[{"text": "药师 王某 已核对"}],
    )
    record = [older, statement("阿司匹林"), statement("呋塞米"), statement("钾"), statement("钙"), newer]

    made = medicine_list(record, last=None, patient="Patient/p1", list_id="b-m", date="2026-03-02")

    assert {medicine_name(line.medicine): line.change for line in made.lines} == {
        "阿司匹林": "new", "钾": "unreconciled", "钙": "unreconciled", "呋塞米": "stopped",
    }  # fmt: skip
    assert made.list["note"] == [{"text": "药师 王某 已核对"}]
    assert made.list["entry"][3] == {
        "flag": {"coding": [{"system": CHANGE_SYSTEM, "code": "stopped", "display": "停用"}], "text": "停用"},
        "deleted": True,
        "item": {"reference": "MedicationStatement/m-呋塞米"},
    }


@pytest.mark.parametrize(
    ("status", "change"), [("stopped", "stopped"), ("completed", "stopped"), ("on-hold", "suspended")]
)
def test_what_ended_or_was_held_after_it_was_reconciled_is_not_called_continued(status: str, change: str) -> None:
    record = [statement("华法林", status=status), own_list(flagged("MedicationStatement/m-华法林", "continued"))]

    assert changes(record) == {"华法林": change}


def test_no_medicines_is_not_the_same_as_no_list() -> None:
    none = own_list(code={"coding": [{"code": "10160-0"}]}, emptyReason={"coding": [{"code": "nilknown"}]})
    del none["entry"]

    known = medicine_list([none], last=None, patient="Patient/p1", list_id="b-m", date="2026-03-02")
    silent = medicine_list([], last=None, patient="Patient/p1", list_id="b-m", date="2026-03-02")

    assert known.list["emptyReason"]["coding"][0]["code"] == "nilknown"
    assert silent.list["emptyReason"]["coding"][0]["code"] == "unavailable"
    assert not is_medicine_list(own_list({"item": {"reference": "Condition/c1"}}))


def test_a_medicine_is_the_same_by_its_code_or_else_by_its_name() -> None:
    coded = request("阿司匹林肠溶片", medicationCodeableConcept={"coding": [{"system": ATC, "code": "B01AC06"}]})
    other = statement("拜阿司匹灵", medicationCodeableConcept={"coding": [{"system": ATC, "code": "B01AC06"}]})
    contained = {
        "resourceType": "MedicationRequest", "id": "r2", "status": "active",
        "contained": [{"resourceType": "Medication", "id": "x", "code": {"text": "阿司匹林"}}],
        "medicationReference": {"reference": "#x"},
    }  # fmt: skip

    assert is_same_medicine(coded, other)
    assert is_same_medicine(contained, statement("阿司匹林"))
    assert not is_same_medicine(statement(""), statement(""))
    assert medicine_name({"medicationReference": {"display": "钙片"}}) == "钙片"


@pytest.mark.parametrize(
    ("item", "alert"),
    [
        (statement("门冬胰岛素注射液"), True),
        (statement("地高辛片"), True),
        (request("药", medicationCodeableConcept={"coding": [{"system": ATC, "code": "N02AA01"}]}), True),
        (request("药", medicationCodeableConcept={"coding": [{"system": "http://local", "code": "N02AA01"}]}), False),
        (statement("维生素C"), False),
    ],
)
def test_insulin_anticoagulants_opioids_and_digoxin_are_marked(item: Any, alert: bool) -> None:
    assert is_high_alert(item) is alert


def test_one_medicine_in_two_lines_is_told() -> None:
    record = [statement("阿司匹林", ident="a"), statement("阿司匹林", ident="b"), statement("钙"),
              statement("钙", ident="old", status="stopped")]  # fmt: skip

    made = medicine_list(record, last=None, patient="Patient/p1", list_id="b-m", date="2026-03-02")

    assert made.duplicates == ("阿司匹林",)


@pytest.mark.parametrize(
    ("timing", "due"),
    [
        ({"event": ["2026-03-02T08:00:00+08:00", "2026-03-02T20:00:00+08:00"]}, "2026-03-02T20:00+08:00"),
        ({"event": ["2026-03-03"]}, "2026-03-03T00:00+08:00"),
        ({"event": ["soon"]}, ""),
        ({"repeat": {"timeOfDay": ["08:00:00", "20:00:00"]}}, "2026-03-02T20:00+08:00"),
        ({"repeat": {"timeOfDay": ["08:00:00"]}}, "2026-03-03T08:00+08:00"),
        ({"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}, ""),
        ({}, ""),
    ],
)
def test_the_next_dose_is_told_only_where_the_dosage_names_a_time(timing: dict[str, Any], due: str) -> None:
    assert next_due(statement("药", dosage=[{"timing": timing}]), AT) == due


def test_the_dose_says_what_must_be_heeded() -> None:
    dosage = {
        "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}],
        "timing": {"code": {"text": "每日1次"}},
        "route": {"text": "鼻饲"},
        "method": {"text": "研碎"},
        "additionalInstruction": [{"text": "餐后"}],
        "asNeededBoolean": True,
    }

    assert dose_text(statement("药", dosage=[dosage])) == "5 mg 每日1次 鼻饲，研碎，餐后，必要时"
    assert dose_text(statement("药", dosage=[{}])) == ""


def act(kind: str, when: str, **more: Any) -> dict[str, Any]:
    moment = {"effectiveDateTime": when} if kind == "MedicationAdministration" else {"whenHandedOver": when}
    return {"resourceType": kind, "id": f"{kind}-{when}", "status": "completed",
            "medicationCodeableConcept": {"text": "华法林"}} | moment | more  # fmt: skip


def test_a_line_has_its_last_dose_its_next_time_and_its_supply() -> None:
    ordered = request(
        "华法林", dosageInstruction=[{"text": "2.5 mg", "timing": {"repeat": {"timeOfDay": ["18:00:00"]}}}],
        dispenseRequest={"expectedSupplyDuration": {"value": 3, "unit": "天"}}, statusReason={"text": "房颤"},
        authoredOn="2026-02-20",
    )  # fmt: skip
    record = [
        ordered,
        act("MedicationAdministration", "2026-02-28T18:00:00+08:00"),
        act(
            "MedicationAdministration", "2026-03-01T18:00:00+08:00", request={"reference": "MedicationRequest/r-华法林"}
        ),
        act("MedicationAdministration", "2026-03-02T08:00:00+08:00", request={"reference": "MedicationRequest/other"}),
        act("MedicationDispense", "2026-03-02T08:30:00+08:00", daysSupply={"value": 7, "unit": "天"}),
        act("MedicationDispense", "2026-03-02T09:30:00+08:00", status="cancelled"),
    ]
    made = medicine_list(record, last=[], patient="Patient/p1", list_id="b-m", date="2026-03-02")
    known = {f"{item['resourceType']}/{item['id']}": item for item in [*made.resources, made.list]}

    [table] = section_tables([made.list, *made.resources], known, at=AT)

    assert table.rows == (
        ("⚠高警示 华法林", "新增：房颤", "2.5 mg", "2026-03-01 18:00", "2026-03-02 18:00", "7 天", "2026-02-20", ""),
    )


def test_the_supply_is_that_of_the_request_where_nothing_was_handed_over() -> None:
    assert supply(request("药", dispenseRequest={"quantity": {"value": 14, "unit": "片"}}), []) == {
        "value": 14, "unit": "片",
    }  # fmt: skip
    assert supply(statement("药"), [act("MedicationAdministration", "2026-03-01")]) is None
    assert act_moment({"effectivePeriod": {"end": "2026-03-01"}}) == "2026-03-01"


def test_a_line_of_a_list_whose_medicine_is_not_in_the_document_is_left_out() -> None:
    found = lines_of(own_list(flagged("MedicationStatement/gone"), flagged("MedicationStatement/m-钙")),
                     {"MedicationStatement/m-钙": statement("钙")})  # fmt: skip

    assert [(medicine_name(line.medicine), line.change) for line in found] == [("钙", "unreconciled")]
