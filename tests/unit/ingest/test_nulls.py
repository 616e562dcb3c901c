"""HL7 null (`""`) and withdrawn values against what is stored: chapter 2.5.3, and a result without its value."""

from typing import Any

import pytest

from fhir_profiles.registry import search_parameters
from hub.bootstrap import Hub
from hub.ingest.merge import merge
from hub.ingest.receipt import Receipt
from hub.store.query import Criterion, SearchQuery, SearchValue
from tests.unit.ingest.reading import encounter_of, eyes, one, receive, refs
from tests.unit.ingest.samples import adt
from tests.unit.ingest.test_message_results import oru

POTASSIUM = "OBX|1|NM|2823-3^钾^LN||{}|mmol/L|3.5-5.3|{}|||{}|||20261122070000"
NONE: frozenset[str] = frozenset()


async def _observation(hub: Hub, receipt: Receipt) -> dict[str, Any]:
    stored = await hub.store.read(refs(receipt, "Observation")[0], visibility=eyes(hub))
    assert stored is not None
    return stored.json()


@pytest.mark.parametrize(
    ("value", "status", "reason"),
    [('""', "C", "unknown"), ("", "X", "error"), ("", "N", "not-asked"), ("", "C", "unknown")],
)
async def test_a_result_that_is_taken_back_keeps_neither_value_nor_flag(
    hub: Hub, value: str, status: str, reason: str
) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("6.90", "HH", "F")))

    receipt = await receive(hub, oru("R2", "C", POTASSIUM.format(value, "", status)))
    found = await _observation(hub, receipt)

    assert found["dataAbsentReason"]["coding"][0]["code"] == reason
    assert {"valueQuantity", "interpretation"} & found.keys() == set()


async def test_a_value_entered_in_error_is_deleted_by_a_null(hub: Hub) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("6.90", "HH", "F")))

    found = await _observation(hub, await receive(hub, oru("R2", "C", POTASSIUM.format('""', "", "W"))))

    assert (found["status"], {"valueQuantity", "interpretation"} & found.keys()) == ("entered-in-error", set())


async def test_a_corrected_value_takes_the_former_flag_with_it(hub: Hub) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("6.90", "HH", "F")))

    found = await _observation(hub, await receive(hub, oru("R2", "C", POTASSIUM.format("4.10", "", "C"))))

    assert (str(found["valueQuantity"]["value"]), "interpretation" in found) == ("4.10", False)


async def test_a_value_that_comes_later_takes_the_reason_of_its_absence_away(hub: Hub) -> None:
    await receive(hub, oru("R1", "P", POTASSIUM.format("", "", "P")))

    found = await _observation(hub, await receive(hub, oru("R2", "F", POTASSIUM.format("4.10", "N", "F"))))

    assert ("valueQuantity" in found, "dataAbsentReason" in found) == (True, False)


async def test_nulls_in_a_visit_delete_its_parts_and_leave_the_others(hub: Hub) -> None:
    await receive(hub, _visit("A01", 1, attending="D001^李^医生", admitting="D002^王^医生", diet="低盐", service="GER"))

    receipt = await receive(hub, _visit("A08", 2, attending='""', diet='""', service='""'))
    found = await encounter_of(hub, receipt)

    roles = [member["type"][0]["coding"][0]["code"] for member in found["participant"]]
    assert (roles, "serviceType" in found, "hospitalization" in found) == (["ADM"], False, False)


@pytest.mark.parametrize("order", [(1, 2, 3), (1, 3, 2), (3, 1, 2), (3, 2, 1)])
async def test_a_doctor_who_was_taken_away_does_not_come_back_with_late_news(hub: Hub, order: tuple[int, ...]) -> None:
    messages = {
        1: _visit("A01", 1, attending="D001^李^医生", admitting="D002^王^医生"),
        2: _visit("A08", 2, attending="D003^赵^医生"),
        3: _visit("A08", 3, attending='""'),
    }

    receipts = [await receive(hub, messages[at]) for at in order]
    found = await encounter_of(hub, receipts[0])

    roles = [member["type"][0]["coding"][0]["code"] for member in found["participant"]]
    assert roles == ["ADM"]


async def test_nulls_of_a_contact_an_allergy_and_a_coverage_delete_there(hub: Hub) -> None:
    lists = (
        "NK1|1|赵^女士|女儿||13800000001\rAL1|1|DA|^青霉素|SV|皮疹\rIN1|1|01^职工医保|^医保局|||||||||20260101|20261231"
    )
    nulls = 'NK1|1|赵^女士|女儿||""\rAL1|1|DA|^青霉素|""|""\rIN1|1|01^职工医保|^医保局|||||||||20260101|""'
    await receive(hub, adt(control_id="N1", extra=lists))

    await receive(hub, adt(event="A08", control_id="N2", time="20261123083000", extra=nulls))

    contact = await _of(hub, "RelatedPerson", "patient")
    allergy = await _of(hub, "AllergyIntolerance", "patient")
    insurance = await _of(hub, "Coverage", "beneficiary")
    assert ("telecom" in contact, "relationship" in contact) == (False, True)
    assert {"criticality", "_criticality", "reaction"} & allergy.keys() == set()
    assert insurance["period"] == {"start": "2026-01-01"}


def test_a_companion_of_a_replaced_element_goes_with_it() -> None:
    stored = {"resourceType": "Patient", "gender": "unknown", "_gender": {"extension": [{"url": "x"}]}}

    merged = merge(stored, {"resourceType": "Patient", "gender": "female"}, keep=NONE, delete=NONE)

    assert merged == {"resourceType": "Patient", "gender": "female"}


def test_a_deleted_member_that_the_message_names_itself_stays() -> None:
    member = {"url": "religion", "valueString": "x"}
    stored = {"resourceType": "Patient", "extension": [member, {"url": "other", "valueString": "y"}]}
    delete = frozenset({"extension:religion"})

    kept = merge(stored, {"resourceType": "Patient", "extension": [member]}, keep=NONE, delete=delete)
    gone = merge(stored, {"resourceType": "Patient"}, keep=NONE, delete=delete)
    emptied = merge({"resourceType": "Patient", "extension": [member]}, {}, keep=NONE, delete=delete)

    assert kept["extension"] == stored["extension"]
    assert gone["extension"] == [{"url": "other", "valueString": "y"}]
    assert "extension" not in emptied


def _visit(
    event: str, number: int, *, attending: str = "", admitting: str = "", diet: str = "", service: str = ""
) -> bytes:
    pv1 = [""] * 45
    pv1[1], pv1[2], pv1[7], pv1[10], pv1[17], pv1[19] = "1", "I", attending, service, admitting, "V0001"
    pv1[38] = diet
    time = f"2026112{number}083000"
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|A|{time}||ADT^{event}^ADT_A01|N{number}|P|2.5.1||||||UNICODE UTF-8",
        f"EVN|{event}|{time}",
        "PID|1||H1-0001^^^H1^MR||张^秀英||19410503|F",
        "|".join(["PV1", *pv1[1:]]),
    )
    return "\r".join(lines).encode()


async def _of(hub: Hub, kind: str, parameter: str) -> dict[str, Any]:
    patient = await one(hub, "Patient", "H1-0001")
    criterion = Criterion(search_parameters(kind)[parameter], (SearchValue(f"Patient/{patient['id']}"),))
    page = await hub.store.search(SearchQuery(type=kind, criteria=(criterion,)), visibility=eyes(hub))
    (found,) = page.resources
    return found.json()
