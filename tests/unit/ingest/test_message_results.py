"""Results and orders over their whole course: what comes late or twice never takes a later word back."""

from typing import Any

from hub.bootstrap import Hub
from hub.ingest.receipt import Receipt
from tests.unit.ingest.reading import eyes, one, receive, refs
from tests.unit.ingest.samples import adt, code_of

PLACER = "https://alliance-hub.example/sid/H1/placer"
PID = "PID|1||H1-0001^^^H1^MR||张^秀英||19410503|F"
POTASSIUM = "OBX|1|NM|2823-3^钾^LN||{}|mmol/L|3.5-5.3|N|||{}|||20261122070000"
SODIUM = "OBX|2|NM|2951-2^钠^LN||{}|mmol/L|137-147|N|||{}|||20261122070000"


def oru(control_id: str, status: str, *obx: str) -> bytes:
    order = [
        "OBR",
        "1",
        "P1",
        "L1",
        "24323-8^生化^LN",
        "",
        "",
        "20261122070000",
        *[""] * 14,
        "20261122101000",
        "",
        "CH",
    ]
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|A|20261122101500||ORU^R01^ORU_R01|{control_id}|P|2.5.1||||||UNICODE UTF-8",
        PID,
        f"{'|'.join(order)}|{status}",
        *obx,
    )
    return "\r".join(lines).encode()


async def stored(hub: Hub, receipt: Receipt, kind: str) -> list[tuple[int, dict[str, Any]]]:
    """Version and content of the resources of a message, in their present state."""
    found = [await hub.store.read(ref, visibility=eyes(hub)) for ref in refs(receipt, kind)]
    return [(resource.version, resource.json()) for resource in found if resource is not None]


async def test_the_same_result_under_a_new_control_id_changes_nothing(hub: Hub) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("3.90", "F")))

    again = await receive(hub, oru("R2", "F", POTASSIUM.format("3.90", "F")))

    assert [version for kind in ("Patient", "DiagnosticReport", "Observation", "ServiceRequest")
            for version, _ in await stored(hub, again, kind)] == [1, 1, 1, 1]  # fmt: skip


async def test_a_corrected_result_replaces_it_and_leaves_the_others(hub: Hub) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("3.90", "F"), SODIUM.format("128", "F")))

    corrected = await receive(hub, oru("R2", "C", POTASSIUM.format("4.10", "C")))

    [(version, potassium)] = await stored(hub, corrected, "Observation")
    [(_, report)] = await stored(hub, corrected, "DiagnosticReport")
    assert (version, potassium["status"], str(potassium["valueQuantity"]["value"])) == (2, "corrected", "4.10")
    assert (report["status"], len(report["result"])) == ("corrected", 2)


async def test_a_preliminary_result_that_comes_late_takes_no_final_one_back(hub: Hub) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("4.10", "F")))

    late = await receive(hub, oru("R2", "P", POTASSIUM.format("3.90", "P")))

    [(version, potassium)] = await stored(hub, late, "Observation")
    [(_, report)] = await stored(hub, late, "DiagnosticReport")
    assert code_of(late.ack) == "AA"
    assert (version, str(potassium["valueQuantity"]["value"]), report["status"]) == (1, "4.10", "final")


async def test_an_order_that_comes_after_its_result_is_not_open_again(hub: Hub) -> None:
    await receive(hub, oru("R1", "F", POTASSIUM.format("4.10", "F")))
    lines = (
        "MSH|^~\\&|HIS|H1|HUB|A|20261122061500||ORM^O01^ORM_O01|O1|P|2.5.1||||||UNICODE UTF-8",
        PID,
        "ORC|NW|P1||||||||||D001^李^医生",
        "OBR|1|P1||24323-8^生化^LN",
    )

    await receive(hub, "\r".join(lines).encode())

    request = await one(hub, "ServiceRequest", "P1", system=PLACER)
    assert (request["status"], "requester" in request) == ("completed", True)


async def test_a_result_before_the_admission_meets_the_same_patient(hub: Hub) -> None:
    first = await receive(hub, oru("R1", "F", POTASSIUM.format("4.10", "F")))

    second = await receive(hub, adt())

    assert refs(first, "Patient") == refs(second, "Patient")


async def test_a_whole_stay_is_one_visit_with_its_beds(hub: Hub) -> None:
    """A01, A02, A03 without PV1-44, a late A08 and A01, A13 and A03 again."""
    bed = b"W3^12^1^H1"
    await receive(hub, adt())
    await receive(hub, adt(event="A02", control_id="M2", time="20261123090000").replace(bed, b"W4^1^2^H1"))
    no_start = adt(event="A03", control_id="M3", time="20261124150000").replace(bed, b"W4^1^2^H1")
    discharged = await receive(hub, no_start.replace(b"|20261122080000", b""))
    await receive(hub, adt(event="A08", control_id="M4", time="20261123100000"))
    await receive(hub, adt(control_id="M5"))
    [(version, visit)] = await stored(hub, discharged, "Encounter")

    reopened = await receive(hub, adt(event="A13", control_id="M6", time="20261124160000").replace(bed, b"W4^1^2^H1"))
    [(_, open_again)] = await stored(hub, reopened, "Encounter")

    assert (version, visit["status"]) == (3, "finished")
    assert visit["period"] == {"start": "2026-11-22T08:00:00+08:00", "end": "2026-11-24T15:00:00+08:00"}
    assert [(place["status"], place["period"]) for place in visit["location"]] == [
        ("completed", {"start": "2026-11-22T08:00:00+08:00", "end": "2026-11-23T09:00:00+08:00"}),
        ("completed", {"start": "2026-11-23T09:00:00+08:00", "end": "2026-11-24T15:00:00+08:00"}),
    ]
    assert (open_again["status"], open_again["period"]) == ("in-progress", {"start": "2026-11-22T08:00:00+08:00"})
    assert [place["status"] for place in open_again["location"]] == ["completed", "active"]
