from typing import Any

import pytest

from tests.unit.adapters.hl7v2.messages import PID, convert, entry, msh, problems, resource, resources, segment

RXO = "RXO|Y1^药|5||mg"


def order(*segments: str, kind: str = "ORM^O01") -> dict[str, Any]:
    return resource(convert(msh(kind), PID, *segments), "ServiceRequest")


def medicine(*segments: str, kind: str = "OMP^O09") -> dict[str, Any]:
    return resource(convert(msh(kind), PID, *segments), "MedicationRequest")


@pytest.mark.parametrize(
    ("control", "code", "status"),
    [
        ("CA", "abort", "requested"),
        ("CR", "abort", "completed"),
        ("UC", "abort", "rejected"),
        ("HD", "suspend", "requested"),
        ("HR", "suspend", "completed"),
        ("UH", "suspend", "rejected"),
        ("RL", "resume", "requested"),
        ("XO", "change", "requested"),
        ("UX", "change", "rejected"),
        ("RP", "replace", "requested"),
        ("OK", "fulfill", "accepted"),
        ("UA", "fulfill", "rejected"),
    ],
)
def test_what_is_asked_of_an_order_and_the_answer_are_one_task(control: str, code: str, status: str) -> None:
    found = convert(msh("ORM^O01"), PID, f"ORC|{control}|P1", "OBR|1|P1||CT^头颅CT")

    task = resource(found, "Task")
    assert (task["code"]["coding"][0]["code"], task["status"]) == (code, status)
    assert task["businessStatus"]["coding"][0]["code"] == control
    assert task["focus"]["reference"] == entry(found, "ServiceRequest").full_url


@pytest.mark.parametrize("control", ["RP", "RQ", "RU"])
def test_a_replacement_order_names_the_orders_that_it_replaces(control: str) -> None:
    found = convert(
        msh("ORM^O01"),
        PID,
        *(f"ORC|{code}|{number}\rOBR|1|{number}||{number}" for code, number in ((control, "P1"), (control, "P2"))),
        *(f"ORC|{code}|{number}\rOBR|1|{number}||{number}" for code, number in (("RO", "P3"), ("NW", "P4"))),
        "ORC|RO|P5\rOBR|1|P5||P5",
    )

    orders = [one for one in found.entries if one.resource["resourceType"] == "ServiceRequest"]
    replaced = [{"reference": one.full_url} for one in orders[:2]]
    assert [one.resource.get("replaces") for one in orders] == [None, None, replaced, None, None]


def test_what_is_told_beside_an_order_is_neither_of_its_specimen_nor_of_its_kind() -> None:
    found = convert(
        msh("OML^O21"),
        PID,
        "ORC|NW|P1",
        segment("OBR", {2: "P1", 4: "GLU^血糖", 24: "CH"}),
        "OBX|1|NM|8302-2^身高^LN||158|cm|||||F",
        "SPM|1|S1||SER",
        "OBX|1|ST|HEM^溶血^L||无||||||F",
    )

    height, hemolysis = resources(found, "Observation")
    assert ("specimen" in height, [one["coding"][0]["code"] for one in height["category"]]) == (False, ["vital-signs"])
    assert hemolysis["specimen"] == {"reference": entry(found, "Specimen").full_url}
    assert hemolysis["category"][0]["coding"][0]["code"] == "laboratory"


@pytest.mark.parametrize("control", ["NW", "OC", "SC", "RE"])
def test_a_code_that_asks_for_nothing_makes_no_task(control: str) -> None:
    found = convert(msh("ORM^O01"), PID, f"ORC|{control}|P1", "OBR|1|P1||CT")

    assert resources(found, "Task") == []


@pytest.mark.parametrize(("orc", "keep"), [("ORC|CA|P1", {"status"}), ("ORC|CA|P1|||CA", set()), ("ORC|OC|P1", set())])
def test_a_wish_leaves_the_stored_status_alone(orc: str, keep: set[str]) -> None:
    found = convert(msh("ORM^O01"), PID, orc, "OBR|1|P1||CT")

    assert entry(found, "ServiceRequest").keep == keep


def test_a_modality_without_a_service_is_what_is_asked_for() -> None:
    alone = order("ORC|NW|P1", "IPC|A1|R1|1.2.3||CT^计算机断层^DCM", kind="OMI^O23")
    beside = order("ORC|NW|P1", "OBR|1|P1||X1^头颅平扫", "IPC|A1|R1|1.2.3||CT^计算机断层^DCM", kind="OMI^O23")

    assert (alone["code"]["coding"][0]["code"], "orderDetail" in alone) == ("CT", False)
    assert (beside["code"]["coding"][0]["code"], beside["orderDetail"][0]["coding"][0]["code"]) == ("X1", "CT")


def test_a_task_without_an_order_number_is_not_made() -> None:
    assert resources(convert(msh("ORM^O01"), PID, "ORC|CA", "OBR|1|||CT"), "Task") == []


def test_an_answer_about_a_prescription_names_it_as_one() -> None:
    task = resource(convert(msh("RRE^O12"), "MSA|AA|1", "ORC|OK|RX1|F1"), "Task")

    assert task["focus"] == {
        "type": "MedicationRequest",
        "identifier": task["focus"]["identifier"],
    }
    assert task["output"][0]["valueIdentifier"]["value"] == "F1"


def test_an_answer_with_patient_and_medicine_changes_the_prescription() -> None:
    found = convert(msh("RRE^O12"), "MSA|AA|1", PID, "ORC|OK|RX1|F1", "RXE||Y1^药|5||mg")

    assert resource(found, "MedicationRequest")["status"] == "active"


def test_a_state_without_patient_is_only_kept() -> None:
    found = convert(msh("OSU^O51"), "ORC|SC|P1||CM")

    assert ("warning", "ORC-1") in problems(found)


def test_an_answer_without_orders_says_so() -> None:
    assert ("warning", "ORC") in problems(convert(msh("ORR^O02"), "MSA|AA|1"))


@pytest.mark.parametrize(
    ("tq1", "timing"),
    [
        ("TQ1|1||Q6H", {"frequency": 1, "period": 6, "periodUnit": "h"}),
        ("TQ1|1||3ID", {"frequency": 3, "period": 1, "periodUnit": "d"}),
        ("TQ1|1||PRNQ8H", {"frequency": 1, "period": 8, "periodUnit": "h"}),
        ("TQ1|1||QD^DW^1^3", {"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon", "wed"]}),
        ("TQ1|1||^^^^2^h", {"frequency": 1, "period": 2, "periodUnit": "h"}),
        ("TQ1|1||X^^^^^^^AC^30^min", {"when": ["AC"], "offset": 30}),
        ("TQ1|1||X^^^^^^^CM^30^min", {"when": ["CM"]}),
        ("TQ1|1||QD|||2^周", {"frequency": 1, "period": 1, "periodUnit": "d", "boundsDuration": {
            "value": 2, "unit": "wk", "system": "http://unitsofmeasure.org", "code": "wk"}}),
        ("TQ1|1||QD||||20260305||||||30^min|5", {"frequency": 1, "period": 1, "periodUnit": "d",
            "boundsPeriod": {"start": "2026-03-05"}, "duration": 30, "durationUnit": "min", "count": 5}),
        ("TQ1|1||QD|||3^天|20260305", {"frequency": 1, "period": 1, "periodUnit": "d",
            "boundsPeriod": {"start": "2026-03-05", "end": "2026-03-08"}}),
    ],
)  # fmt: skip
def test_a_repeat_pattern_becomes_a_timing(tq1: str, timing: dict[str, Any]) -> None:
    request = order("ORC|NW|P1", tq1, "OBR|1|P1||PT^运动疗法")

    assert request["occurrenceTiming"]["repeat"] == timing


@pytest.mark.parametrize(
    ("tq", "repeat"),
    [
        ("1^BID&0800,2000^D10", {"frequency": 2, "period": 1, "periodUnit": "d",
            "timeOfDay": ["08:00:00", "20:00:00"], "boundsDuration": {
            "value": 10, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}}),
        ("1^QD^X3", {"frequency": 1, "period": 1, "periodUnit": "d", "count": 3}),
        ("1^QD^W1^20260301^20260308^^^^^^^7", {"frequency": 1, "period": 1, "periodUnit": "d",
            "boundsPeriod": {"start": "2026-03-01", "end": "2026-03-08"}, "count": 7}),
        ("1^QD^H2^20260301080000+0800", {"frequency": 1, "period": 1, "periodUnit": "d",
            "boundsPeriod": {"start": "2026-03-01T08:00:00+08:00", "end": "2026-03-01T10:00:00+08:00"}}),
        ("^QD&9900,1,25^??", {"frequency": 1, "period": 1, "periodUnit": "d"}),
    ],
)  # fmt: skip
def test_the_timing_of_old_messages_is_read(tq: str, repeat: dict[str, Any]) -> None:
    assert order(f"ORC|NW|P1|||||{tq}", "OBR|1|P1||PT")["occurrenceTiming"]["repeat"] == repeat


def test_words_of_a_schedule_are_a_note_and_prn_is_as_needed() -> None:
    request = order("ORC|NW|P1", "TQ1|1|2^次|PRN|||||||饭后|一小时内", "OBR|1|P1||PT")

    assert [note["text"] for note in request["note"]] == ["饭后", "一小时内"]
    assert (request["asNeededBoolean"], request["quantityQuantity"]["value"]) == (True, 2)


def test_details_of_an_order_stand_on_their_elements() -> None:
    request = order(
        "ORC|NW|P1|F1|G1&HIS^FG1&LIS||||PP1&HIS^PF1&LIS|||||||||||||||||||||I^住院||||PALT^^^院内",
        segment(
            "OBR",
            {
                1: "1",
                2: "P1",
                3: "F1",
                4: "CT^头颅CT",
                13: "外伤史",
                15: "^^^HEAD&头部",
                17: "0571-5550^WPN^PH",
                24: "CT",
            }
            | {29: "PR1^PR2", 31: "I63.9^脑梗死^I10", 39: "禁食", 46: "增强^增强扫描", 47: "薄层^薄层重建"},
        ),
    )

    assert request["requisition"]["value"] == "G1"
    assert request["identifier"][-2]["value"] == "FG1"
    assert [link["identifier"]["value"] for link in request["basedOn"]] == ["PR1", "PR2", "PP1", "PF1"]
    assert request["locationCode"][0]["coding"][0]["code"] == "HOSP"
    assert [detail["text"] for detail in request["orderDetail"]] == ["增强扫描", "薄层重建"]
    assert [note["text"] for note in request["note"]] == ["外伤史", "禁食"]
    assert request["bodySite"][0]["text"] == "头部"
    assert request["extension"][-1]["valueContactPoint"]["value"] == "0571-5550"
    assert request["category"][0]["coding"][0]["display"] == "CAT Scan"


def test_a_pharmacy_order_of_an_old_orm_is_a_medication_request() -> None:
    found = convert(msh("ORM^O01", version="2.3"), PID, "ORC|NW|RX1", RXO, "OBX|1|NM|8480-6^血压^LN||140|mm[Hg]|||||F")

    assert resource(found, "MedicationRequest")["intent"] == "original-order"
    assert len(resource(found, "MedicationRequest")["supportingInformation"]) == 1


@pytest.mark.parametrize(
    ("rxo", "dose"),
    [
        ("RXO|Y1^药|5||mg", {"doseQuantity": {"value": 5}}),
        ("RXO|Y1^药|1|2|片", {"doseRange": {"low": {"value": 1}, "high": {"value": 2}}}),
        ("RXO|Y1^药|5|5|mg", {"doseQuantity": {"value": 5}}),
        ("RXO|Y1^药|||", {}),
    ],
)
def test_a_dose_is_a_quantity_or_a_range(rxo: str, dose: dict[str, Any]) -> None:
    request = medicine("ORC|NW|RX1", rxo)

    found = request.get("dosageInstruction", [{}])[0].get("doseAndRate", [{}])[0]
    assert {name: _values(value) for name, value in found.items()} == dose


def _values(value: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _values(inner) if isinstance(inner, dict) else inner
        for name, inner in value.items()
        if name in {"value", "low", "high"}
    }


def test_notes_indication_and_recorder_of_a_prescription() -> None:
    request = medicine(
        "ORC|NW|RX1|||||||20260305|N1^王护士",
        "RXO|Y1^药|5||mg||^遵医嘱|^饭后||T|||||D7^方医生||||||I10^高血压^I10",
        "NTE|1||监测",
        "DG1|1||I10.x00^高血压^ICD-10",
        "OBX|1|NM|8480-6^血压^LN||140|mm[Hg]|||||F",
        "NTE|1||此后为结果",
        "FT1|1|||20260305||CG|Y1^药费",
    )

    assert [note["text"] for note in request["note"]] == ["遵医嘱", "监测"]
    assert (request["requester"]["display"], request["recorder"]["display"]) == ("方医生", "王护士")
    assert request["reasonCode"][0]["text"] == "高血压"
    assert request["substitution"]["allowedCodeableConcept"]["coding"][0]["code"] == "T"
    assert len(request["reasonReference"]) == 1


@pytest.mark.parametrize("gift", ["RXD|1||20260305", "RXA|0|1|20260305"])
def test_a_gift_without_a_medicine_is_left_out(gift: str) -> None:
    kind = "RDS^O13" if gift.startswith("RXD") else "RAS^O17"

    found = convert(msh(kind), PID, "ORC|RE|RX1", gift)

    assert [severity for severity, place in problems(found) if place.startswith(gift[:3])] == ["warning"]


def test_a_gift_over_a_time_has_a_period_and_an_unknown_time_says_so() -> None:
    found = convert(
        msh("RAS^O17", time=""),
        PID,
        "ORC|RE",
        "RXA|0|1|20260305080000|20260305100000|Y1^药|5|mg||^慢滴|||||||||^感染|CP",
        "RXA|0|2|||Y1^药|5|mg",
    )

    first, second = resources(found, "MedicationAdministration")
    assert first["effectivePeriod"]["end"] == "2026-03-05T10:00:00+08:00"
    assert first["note"] == [{"text": "慢滴"}]
    assert second["_effectiveDateTime"]["extension"][0]["valueCode"] == "unknown"


def test_a_dispense_has_lot_place_and_prescription() -> None:
    found = convert(
        msh("RDS^O13"), PID, "PV1|1|I|||||||||||||||||V1",
        "ORC|RE|RX1", "RXE|^QD|Y1^药|5||mg",
        "RXD|1|Y1^药|20260305|14|片||||分装||||药房||^早|||L1|20271231", "RXR|PO",
    )  # fmt: skip

    dispense = resource(found, "MedicationDispense")
    assert dispense["authorizingPrescription"] == [{"reference": entry(found, "MedicationRequest").full_url}]
    assert dispense["contained"][0]["batch"] == {"lotNumber": "L1", "expirationDate": "2027-12-31"}
    assert dispense["destination"]["display"] == "药房"
    assert dispense["dosageInstruction"][0]["text"] == "早"


def test_a_cancelled_dispense_is_cancelled() -> None:
    found = convert(msh("RDS^O13"), PID, "ORC|OC", "RXD|1|Y1^药")

    assert resource(found, "MedicationDispense")["status"] == "cancelled"


@pytest.mark.parametrize("control", ["DC", "DR", "OD", "RP", "RQ", "RU"])
def test_a_medicine_that_was_taken_until_now_is_stopped_with_its_reason(control: str) -> None:
    found = medicine(f"ORC|{control}|RX1||||||||||||||^INR过高", "RXE||WFL^华法林|2.5||mg", kind="RDE^O11")

    assert (found["status"], found["statusReason"]) == ("stopped", {"text": "INR过高"})


def test_a_stopped_medicine_without_a_reason_has_none() -> None:
    found = medicine("ORC|XX|RX1|||DC", "RXE||WFL^华法林|2.5||mg", kind="RDE^O11")

    assert (found["status"], "statusReason" in found) == ("stopped", False)


def test_what_the_status_says_of_a_medicine_goes_before_its_order_control() -> None:
    assert medicine("ORC|DC|RX1|||CM", "RXE||WFL^华法林|2.5||mg", kind="RDE^O11")["status"] == "completed"


def test_a_cancelled_medicine_was_never_taken() -> None:
    assert medicine("ORC|OC|RX1", "RXE||WFL^华法林|2.5||mg", kind="RDE^O11")["status"] == "cancelled"


@pytest.mark.parametrize(("control", "word"), [("CA", "取消"), ("HD", "暂停")])
def test_a_wish_about_a_medicine_is_told_and_leaves_its_dosage_alone(control: str, word: str) -> None:
    found = convert(msh("RDE^O11"), PID, f"ORC|{control}|RX1", "RXE||FSM^呋塞米|20||mg")

    request = resource(found, "MedicationRequest")
    assert f"医嘱系统已申请{word}" in request["note"][0]["text"]
    assert entry(found, "MedicationRequest").keep == {"status", "dosageInstruction", "dispenseRequest"}


def test_unknown_allergies_are_no_allergen_and_take_no_known_one_back() -> None:
    unknown = convert(msh("ADT^A08"), PID, "AL1|1|DA|^不详", "AL1|2|FA|^虾|MI|皮疹")
    stated = convert(msh("ADT^A08"), PID, "AL1|1|DA|^青霉素|SV|休克")

    assert [one["code"]["text"] for one in resources(unknown, "AllergyIntolerance")] == ["虾"]
    assert ("AL1" in unknown.lists, "AL1" in stated.lists) == (False, True)
    assert problems(unknown) == [("warning", "AL1[1]-3")]


def test_a_change_without_a_frequency_leaves_the_stored_dosage_and_tells_the_new_dose() -> None:
    found = convert(msh("RDE^O11"), PID, "ORC|XO|RX1", "RXE||INS^胰岛素|12||U")

    request = resource(found, "MedicationRequest")
    assert "剂量 12 U" in request["note"][0]["text"]
    assert "dosageInstruction" in entry(found, "MedicationRequest").keep


def test_a_change_that_names_no_dose_says_so() -> None:
    found = convert(msh("RDE^O11"), PID, "ORC|XO|RX1", "RXE||INS^胰岛素")

    assert "剂量 —" in resource(found, "MedicationRequest")["note"][0]["text"]


def test_a_whole_change_is_the_new_dosage() -> None:
    found = convert(msh("RDE^O11"), PID, "ORC|XO|RX1", "TQ1|1||TID", "RXE||INS^胰岛素|12||U", "RXR|SC")

    assert "dosageInstruction" not in entry(found, "MedicationRequest").keep
    assert "note" not in resource(found, "MedicationRequest")


@pytest.mark.parametrize(("kinds", "active"), [("BB", [None, None]), ("BA", [False, True])])
def test_herbs_that_are_all_called_base_are_not_told_as_inactive(kinds: str, active: list[bool | None]) -> None:
    parts = [f"RXC|{kind}|H{at}^党参^L|9|g" for at, kind in enumerate(kinds)]
    found = convert(msh("RDE^O11"), PID, "ORC|NW|P1", segment("RXE", {2: "CF1^四君子汤^L", 3: "1", 5: "剂"}), *parts)

    ingredients = resource(found, "MedicationRequest")["contained"][0]["ingredient"]
    assert [part.get("isActive") for part in ingredients] == active
