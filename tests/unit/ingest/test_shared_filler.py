"""Several orders of one message share a tube, and so its filler number: each stays an order of its own."""

from typing import Any

from hub.bootstrap import Hub
from tests.unit.ingest.reading import found, one, receive

PLACER = "https://alliance-hub.example/sid/H1/placer"
FILLER = "https://alliance-hub.example/sid/H1/filler"


def result(control: str, *groups: str) -> bytes:
    return (
        f"MSH|^~\\&|LIS|H1|HUB|A|20260302083000||ORU^R01|{control}|P|2.5.1\r"
        "PID|1||P77^^^H1^MR||张^秀英||19410503|F\r" + "".join(groups)
    ).encode()


def group(place: int, placer: str, filler: str, code: str) -> str:
    return (
        f"ORC|RE|{placer}|{filler}\r"
        f"OBR|{place}|{placer}|{filler}|{code}^{code}^L|||20260302080000|||||||||||||||20260302082000||LAB|F\r"
        f"OBX|1|NM|{code}^{code}^L||4.1|mmol/L|||||F\r"
    )


async def test_two_orders_of_a_tube_whose_result_came_first_without_them_are_two(hub: Hub) -> None:
    await receive(hub, result("A1", group(1, "", "TUBE1", "PANEL")))

    await receive(hub, result("A2", group(1, "ORD1", "TUBE1", "GLU"), group(2, "ORD2", "TUBE1", "K")))

    orders = await found(hub, "ServiceRequest", "TUBE1", system=FILLER)
    assert sorted(numbers(order.json()) for order in orders) == [["ORD1", "TUBE1"], ["ORD2", "TUBE1"]]
    second = next(order for order in orders if numbers(order.json()) == ["ORD2", "TUBE1"])
    report = await one(hub, "DiagnosticReport", "ORD2", system=PLACER)
    assert report["basedOn"] == [{"reference": str(second.ref)}]


async def test_an_order_that_gets_its_other_number_later_is_the_same_order(hub: Hub) -> None:
    await receive(hub, result("A1", group(1, "", "TUBE1", "K")))

    await receive(hub, result("A2", group(1, "ORD1", "TUBE1", "K")))

    order = await one(hub, "ServiceRequest", "TUBE1", system=FILLER)
    assert numbers(order) == ["ORD1", "TUBE1"]


def numbers(resource: dict[str, Any]) -> list[str]:
    return sorted(identifier["value"] for identifier in resource["identifier"] if "/sid/H1/" in identifier["system"])
