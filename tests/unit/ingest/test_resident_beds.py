"""A residents' table and the bed list: who lives in a bed occupies it, and a bed that nobody listed is not offered."""

from fhir_profiles.json_text import parse
from hub.bootstrap import Hub
from hub.capacity.directory import BedCount, PublicDirectory
from hub.ingest.receipt import Receipt
from tests.unit.ingest.reading import eyes, one

BED = "https://alliance-hub.example/sid/N1/bed"
BEDS = "房间,床号,床位类型,状态,价格(元/月)\n301,1,双人间,空,3200\n301,2,双人间,空,3200\n"
RESIDENTS = "编号,姓名,性别,出生日期,房间,床号,状态\n"


async def send(hub: Hub, table: str) -> Receipt:
    return await hub.ingest.receive(table.encode(), door="http", adapter="care-home", member=eyes(hub, "N1").member)


async def bed(hub: Hub, number: str) -> tuple[str, str, str]:
    """Status, occupancy and type of a bed."""
    found = await one(hub, "Location", number, system=BED, code="N1")
    kinds = [kind["text"] for kind in found.get("type", [])]
    return found["status"], found["operationalStatus"]["code"], ",".join(kinds)


async def beds_of_the_public_list(hub: Hub) -> list[tuple[BedCount, ...]]:
    directory = PublicDirectory(hub.store, hub.admin, hub.clock)
    return [each.beds for each in await directory.institutions()]


async def test_a_bed_that_the_list_lacks_is_unconfirmed_and_not_public(hub: Hub) -> None:
    await send(hub, BEDS)
    directory = PublicDirectory(hub.store, hub.admin, hub.clock)
    [before] = await directory.institutions()

    receipt = await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,909,9,在住\n")

    [after] = await PublicDirectory(hub.store, hub.admin, hub.clock).institutions()
    assert await bed(hub, "909-9") == ("suspended", "O", "")
    assert (after.beds, after.updated) == (before.beds, before.updated)
    assert receipt.state == "stored"
    assert [(issue["severity"], issue["code"], issue.get("expression")) for issue in parse(receipt.ack)["issue"]] == [
        ("information", "informational", None),
        ("warning", "not-found", ["row 2 床号"]),
    ]
    assert "床位表中没有这张床" in receipt.issues[0].text
    assert "The bed list has no such bed" in receipt.issues[0].text


async def test_a_home_without_a_bed_list_has_no_public_beds(hub: Hub) -> None:
    await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,301,1,在住\n")

    assert await beds_of_the_public_list(hub) == []


async def test_a_bed_list_that_comes_later_confirms_the_bed(hub: Hub) -> None:
    await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,301,1,在住\n")

    await send(hub, BEDS.replace("301,1,双人间,空", "301,1,双人间,占"))

    assert await bed(hub, "301-1") == ("active", "O", "双人间")
    assert await beds_of_the_public_list(hub) == [(BedCount("双人间", 2, 1),)]


async def test_a_resident_occupies_the_listed_bed_and_changes_nothing_else_of_it(hub: Hub) -> None:
    await send(hub, BEDS)
    before = await one(hub, "Location", "301-1", system=BED, code="N1")

    receipt = await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,301,1,外出就医\n")

    after = await one(hub, "Location", "301-1", system=BED, code="N1")
    occupied = {"system": "http://terminology.hl7.org/CodeSystem/v2-0116", "code": "O", "display": "Occupied"}
    assert after | {"meta": 0} == before | {"operationalStatus": occupied, "meta": 0}
    assert receipt.issues == ()
    assert await beds_of_the_public_list(hub) == [(BedCount("双人间", 2, 1),)]


async def test_who_has_left_occupies_no_bed(hub: Hub) -> None:
    await send(hub, BEDS)

    await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,301,1,退住\n")

    assert await bed(hub, "301-1") == ("active", "U", "双人间")


async def test_the_same_residents_again_make_no_new_version_of_a_bed(hub: Hub) -> None:
    await send(hub, BEDS)
    await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,301,1,在住\n")
    before = await one(hub, "Location", "301-1", system=BED, code="N1")

    await send(hub, RESIDENTS + "R1,张秀英,女,1941-05-03,301,1,在住\nR2,李建国,男,1938-02-01,,,在住\n")

    assert await one(hub, "Location", "301-1", system=BED, code="N1") == before
