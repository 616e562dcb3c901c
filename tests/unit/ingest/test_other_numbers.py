"""Several record numbers of one numbering for one patient (PID-3), and the harm that a wrong one must not do."""

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


async def test_numbers_of_another_system_and_old_ones_lead_nowhere(hub: Hub) -> None:
    await receive(hub, adt(control_id="M1", number="H1-0003"))

    receipt = await receive(hub, adt(control_id="M2", number="H1-0004^^^H1^MR~X9^^^OTHER^PI~H1-0005", visit="V0002"))

    assert receipt.state == "stored"
    assert (await one(hub, "Patient", "H1-0004"))["id"] != (await one(hub, "Patient", "H1-0003"))["id"]


def person(
    control_id: str, *numbers: str, name: str = "王^芳", born: str = "19920101", sex: str = "F", **more: str
) -> bytes:
    """An A28 on somebody with these numbers. `twin` is PID-25, `resident` a resident ID."""
    listed = "~".join(f"{number}^^^H1^MR" for number in numbers)
    listed += f"~{more['resident']}^^^^NNCHN" if "resident" in more else ""
    twin = f"{'|' * 16}Y|{more['twin']}" if "twin" in more else ""
    time = f"2026112208{int(control_id):02d}00"
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|{time}||ADT^A28|{control_id}|P|2.5.1||||||UNICODE UTF-8",
        f"EVN|A28|{time}",
        f"PID|1||{listed}||{name}||{born}|{sex}{twin}",
    )
    return ("\r".join(lines) + "\r").encode()


async def names(hub: Hub, *numbers: str) -> list[list[str]]:
    """The names of the records that have each number."""
    return [sorted(str(row.json()["name"][0]["text"]) for row in await found(hub, "Patient", one)) for one in numbers]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "王^芳之女", "born": "20261120"},
        {"name": "王^芳之子", "born": "20261120", "sex": "M"},
        {"born": "20261120"},
        {"sex": "M"},
        {"name": "李^芳"},
        {"name": "李^刚", "born": "19600101", "sex": "M"},
    ],
    ids=["daughter", "son", "birth date", "sex", "name", "everything"],
)
async def test_a_new_number_beside_anothers_makes_a_record_of_its_own(hub: Hub, other: dict[str, str]) -> None:
    await receive(hub, person("1", "M1"))

    receipt = await receive(hub, person("2", "N1", "M1", **other))

    assert receipt.state == "stored"
    assert b"|PID^1^3^1|" in receipt.ack
    stranger = other.get("name", "王^芳").replace("^", "")
    assert await names(hub, "M1", "N1") == [["王芳"], [stranger]]
    mother = await one(hub, "Patient", "M1")
    assert (mother["birthDate"], mother["gender"], [number["value"] for number in mother["identifier"]]) == (
        "1992-01-01", "female", ["M1"],
    )  # fmt: skip


async def test_twins_of_one_name_are_told_apart_by_their_order(hub: Hub) -> None:
    await receive(hub, person("1", "T1", name="王^芳之子", born="20261120", sex="M", twin="1"))

    await receive(hub, person("2", "T2", "T1", name="王^芳之子", born="20261120", sex="M", twin="2"))

    first, second = await one(hub, "Patient", "T1"), await one(hub, "Patient", "T2")
    assert (first["multipleBirthInteger"], second["multipleBirthInteger"]) == (1, 2)


async def test_a_shared_resident_number_outweighs_another_spelling_of_the_name(hub: Hub) -> None:
    number = "110101199201010028"
    await receive(hub, person("1", "M1", resident=number))

    await receive(hub, person("2", "M2", "M1", name="汪^芳", resident=number))

    assert await names(hub, "M1", "M2") == [["汪芳"], ["汪芳"]]


async def test_what_nobody_knows_contradicts_nothing(hub: Hub) -> None:
    await receive(hub, person("1", "M1", born="", sex="U"))

    await receive(hub, person("2", "M2", "M1"))

    assert (await one(hub, "Patient", "M1"))["id"] == (await one(hub, "Patient", "M2"))["id"]


async def test_a_list_merges_no_two_records_that_are_there(hub: Hub) -> None:
    await receive(hub, person("1", "M1"))
    await receive(hub, person("2", "M2"))

    listed = await receive(hub, person("3", "M1", "M2"))
    later = await receive(hub, person("4", "M2", name="王^芳芳"))

    assert (listed.state, b"|PID^1^3^1|" in listed.ack, later.state) == ("stored", True, "stored")
    assert await names(hub, "M1", "M2") == [["王芳"], ["王芳芳"]]


async def test_the_number_of_a_merged_record_leads_to_the_one_that_stayed(hub: Hub) -> None:
    await receive(hub, person("1", "M1"))
    await receive(hub, person("2", "M2"))
    merge = person("3", "M1").replace(b"ADT^A28", b"ADT^A40").replace(b"EVN|A28", b"EVN|A40") + b"MRG|M2^^^H1^MR\r"
    assert (await receive(hub, merge)).state == "stored"

    listed = await receive(hub, person("4", "M1", "M2"))
    by_new = await receive(hub, person("5", "M3", "M2"))

    assert (listed.state, by_new.state) == ("stored", "stored")
    assert b"|PID^1^3^1|" not in listed.ack + by_new.ack
    stayed = await one(hub, "Patient", "M1")
    assert [row["id"] for row in [await one(hub, "Patient", "M3")]] == [stayed["id"]]


async def test_the_other_number_of_a_merged_record_is_not_for_somebody_else(hub: Hub) -> None:
    await receive(hub, person("1", "M1"))
    await receive(hub, person("2", "M2"))
    await receive(
        hub, person("3", "M1").replace(b"ADT^A28", b"ADT^A40").replace(b"EVN|A28", b"EVN|A40") + b"MRG|M2^^^H1^MR\r"
    )

    await receive(hub, person("4", "N9", "M2", name="赵^六", born="19500101", sex="M"))

    assert await names(hub, "M1", "N9") == [["王芳"], ["赵六"]]
