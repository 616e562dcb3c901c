"""Messages about who is who, short, and what is stored after them."""

from typing import Any

from hub.bootstrap import Hub
from hub.ingest.receipt import Receipt
from hub.store.port import Ref, StoredResource
from tests.unit.ingest.reading import MRN, VISIT, eyes, found, receive

ACCOUNT = "https://alliance-hub.example/sid/H1/account"


def message(
    event: str,
    minute: int,
    number: str,
    *,
    mrg: str = "",
    pv1: str = "",
    name: str = "张^秀英",
    born: str = "19410503",
    sex: str = "F",
    also: str = "",
    tail: str = "",
    code: str = "ADT",
    extra: str = "",
) -> bytes:
    """A message of the minute after eight on one day; `pv1` begins with PV1-3."""
    time = f"202611220800{minute:02}" if minute < 60 else f"2026112209{minute - 60:02}00"
    lines = [
        f"MSH|^~\\&|HIS|H1|HUB|A|{time}||{code}^{event}|{event}-{minute}-{number}{tail}|P|2.5.1",
        f"EVN|{event}|{time}",
        f"PID|1||{number}^^^^MR{also}||{name}||{born}|{sex}",
    ]
    lines += [f"MRG|{mrg}"] if mrg else []
    lines += [f"PV1|1|I|{pv1}"] if pv1 else []
    lines += [extra] if extra else []
    return ("\r".join(lines) + "\r").encode()


def visit(number: str, bed: str = "W1^1^1", admitted: str = "20261122080000") -> str:
    """PV1-3 to PV1-44."""
    return f"{bed}{'|' * 16}{number}{'|' * 25}{admitted}"


async def say(hub: Hub, *messages: bytes) -> list[Receipt]:
    """All of them, one after the other; each must be stored."""
    receipts = [await receive(hub, message) for message in messages]
    assert [receipt.state for receipt in receipts] == ["stored"] * len(receipts), receipts
    return receipts


async def patients(hub: Hub, number: str) -> list[dict[str, Any]]:
    """The Patients that have or had a record number, the active ones first."""
    stored = [one.json() for one in await found(hub, "Patient", number, system=MRN)]
    return sorted(stored, key=lambda one: one.get("active") is False)


async def visits(hub: Hub, number: str) -> list[dict[str, Any]]:
    """The Encounters with a visit number, without those that another took the place of."""
    stored = [one.json() for one in await found(hub, "Encounter", number, system=VISIT)]
    return [one for one in stored if one["status"] != "entered-in-error"]


async def read(hub: Hub, kind: str, resource_id: str) -> StoredResource:
    """One resource."""
    stored = await hub.store.read(Ref(kind, resource_id), visibility=eyes(hub))
    assert stored is not None
    return stored


def numbers(resource: dict[str, Any]) -> list[tuple[str, str]]:
    """The numbers of a resource, each with its use."""
    return [(number["value"], number.get("use", "")) for number in resource["identifier"]]
