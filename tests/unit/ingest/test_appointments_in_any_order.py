"""Bookings and cancellations that overtake each other: a late booking books nothing that was cancelled since."""

import itertools

import pytest

from hub.bootstrap import Hub
from hub.store.port import Ref
from tests.unit.ingest.reading import eyes, receive, refs

_EVENTS = {1: ("S12", "Booked", "20261201090000"), 2: ("S13", "Booked", "20261202090000"), 3: ("S15", "Cancelled", "")}


def siu(number: int) -> bytes:
    event, status, start = _EVENTS[number]
    time = f"2026112{number}083000"
    timing = f"^^^{start or '20261202090000'}" if start else ""
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|A|{time}||SIU^{event}^SIU_S12|S{number}|P|2.5.1||||||UNICODE UTF-8",
        f"SCH|P77|F77|||||复诊|ROUTINE|30|min|{timing}||||||||||||||{status}",
        "PID|1||H1-0001^^^H1^MR||张^秀英||19410503|F",
        "AIP|1||D001^李^医生",
    )
    return "\r".join(lines).encode()


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
async def test_an_appointment_ends_as_its_last_event_says_in_any_order(hub: Hub, order: tuple[int, ...]) -> None:
    found: set[Ref] = set()
    for number in order:
        receipt = await receive(hub, siu(number))
        assert receipt.state == "stored", receipt
        found |= set(refs(receipt, "Appointment"))
    (appointment,) = found

    stored = await hub.store.read(appointment, visibility=eyes(hub))

    assert stored is not None
    assert (stored.json()["status"], stored.json()["start"]) == ("cancelled", "2026-12-02T09:00:00+08:00")
