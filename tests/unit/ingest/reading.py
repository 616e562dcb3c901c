"""Looking into a hub after messages went in."""

from typing import Any

from hub.bootstrap import Hub
from hub.ingest.receipt import Receipt
from hub.store.port import IdentifierKey, Ref, StoredResource, Visibility

MRN = "https://alliance-hub.example/sid/H1/mrn"
VISIT = "https://alliance-hub.example/sid/H1/visit"


async def receive(hub: Hub, data: bytes, **given: Any) -> Receipt:
    """One message through the listener's door."""
    options: dict[str, Any] = {"door": "mllp", "adapter": "hl7v2", "member": None, "peer": "127.0.0.1"} | given
    return await hub.ingest.receive(data, **options)


def eyes(hub: Hub, code: str = "H1") -> Visibility:
    """What a member sees."""
    member = hub.admin.member(code)
    assert member is not None
    return Visibility(member=member.number)


async def found(hub: Hub, kind: str, value: str, *, system: str = MRN, code: str = "H1") -> tuple[StoredResource, ...]:
    """The member's resources with this identifier."""
    return await hub.store.by_identifier(kind, IdentifierKey(system, value), visibility=eyes(hub, code))


async def one(hub: Hub, kind: str, value: str, *, system: str = MRN, code: str = "H1") -> dict[str, Any]:
    """The only resource with this identifier, as JSON."""
    (resource,) = await found(hub, kind, value, system=system, code=code)
    return resource.json()


async def encounter_of(hub: Hub, receipt: Receipt) -> dict[str, Any]:
    """The Encounter of a stored message, in its present version."""
    ref = next(ref for ref in receipt.resources if ref.type == "Encounter")
    resource = await hub.store.read(ref, visibility=eyes(hub))
    assert resource is not None
    return resource.json()


async def log_of(hub: Hub, *, state: str = "", code: str = "H1") -> list[tuple[str, str]]:
    """State and control id of the log's rows, oldest first."""
    rows = await hub.store.inbound_page(visibility=eyes(hub, code), state=state)
    return [(row.state, row.control_id) for row in reversed(rows)]


def refs(receipt: Receipt, kind: str) -> list[Ref]:
    """The resources of one type."""
    return [ref for ref in receipt.resources if ref.type == kind]
