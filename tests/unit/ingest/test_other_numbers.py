"""A patient with several record numbers of one numbering (PID-3): whichever comes first, all lead to one record."""

import pytest

from hub.bootstrap import Hub
from tests.unit.ingest.reading import found, one, receive
from tests.unit.ingest.samples import adt

BOTH = "H1-0001^^^H1^MR~H1-0002"
"""Two numbers; `adt` writes the authority behind the last one."""


@pytest.mark.parametrize("order", [("H1-0002", BOTH), (BOTH, "H1-0002")])
async def test_all_numbers_lead_to_one_patient_in_any_order(hub: Hub, order: tuple[str, str]) -> None:
    for at, number in enumerate(order):
        receipt = await receive(hub, adt(control_id=f"M{at}", event="A08", number=number))
        assert receipt.state == "stored", receipt

    first, second = await one(hub, "Patient", "H1-0001"), await one(hub, "Patient", "H1-0002")
    assert first["id"] == second["id"]


async def test_another_person_with_a_number_of_the_list_is_refused(hub: Hub) -> None:
    await receive(hub, adt(control_id="M1", number="H1-0002"))

    other = adt(control_id="M2", number=BOTH, name="李^刚", visit="V0009").replace(b"|19410503|F|", b"|19600101|M|")
    receipt = await receive(hub, other)

    assert (receipt.state, [issue.code for issue in receipt.issues]) == ("refused", ["conflict"])
    assert await found(hub, "Patient", "H1-0001") == ()


async def test_numbers_of_another_system_and_old_ones_lead_nowhere(hub: Hub) -> None:
    await receive(hub, adt(control_id="M1", number="H1-0003"))

    receipt = await receive(hub, adt(control_id="M2", number="H1-0004^^^H1^MR~X9^^^OTHER^PI~H1-0005", visit="V0002"))

    assert receipt.state == "stored"
    assert (await one(hub, "Patient", "H1-0004"))["id"] != (await one(hub, "Patient", "H1-0003"))["id"]
