"""Orders, medicine, appointments, documents and directories over the listener of a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.hub_process import HubProcess, MllpClient, running_hub
from tests.e2e.test_hl7v2_story import kinds
from tests.unit.ingest.samples import code_of

GOLDEN = Path(__file__).parents[1] / "golden" / "hl7v2"
STORY = (
    "laboratory_order_o21",
    "cancel_is_a_wish",
    "answer_with_patient",
    "answer_without_patient",
    "prescription_encoded",
    "medicine_dispensed",
    "medicine_given",
    "appointment_booked_s12",
    "appointment_moved_s13",
    "blocked_clinic_s23",
    "discharge_summary_t02",
    "document_replaced_t10",
    "staff_master_file",
    "ward_master_file",
    "price_master_file",
    "charges_of_a_day_p03",
    "account_closed_p06",
    "care_plan_pc1",
    "bed_status_a20",
    "bed_swap_a17",
)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with running_hub(tmp_path_factory.mktemp("orders")) as server:
        yield server


def test_orders_medicine_and_directories_are_stored_once(hub: HubProcess) -> None:
    messages = [(GOLDEN / name / "input.hl7").read_bytes() for name in STORY]

    with MllpClient(hub.mllp) as client:
        client.send(*messages)
        acks = [client.receive() for _ in messages]

    assert dict(zip(STORY, map(code_of, acks), strict=True)) == dict.fromkeys(STORY, "AA")
    found = kinds(hub)
    wanted = {"ServiceRequest": 1, "Task": 3, "MedicationRequest": 1, "MedicationDispense": 1, "Appointment": 1}
    wanted |= {"MedicationAdministration": 2, "DocumentReference": 2, "PractitionerRole": 1, "ChargeItemDefinition": 1}
    wanted |= {"Account": 2, "ChargeItem": 2, "Goal": 1, "CarePlan": 1, "Schedule": 1, "Slot": 1}
    assert {kind: found.get(kind, 0) for kind in wanted} == wanted
