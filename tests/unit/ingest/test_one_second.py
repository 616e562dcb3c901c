"""Messages of one second, mentions and numbers of two sides: the order in which they come decides nothing."""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from hub.bootstrap import Hub
from hub.ingest.watermark import times_of
from hub.store.query import SearchQuery
from tests.unit.ingest.reading import MRN, VISIT, eyes, found, one, receive
from tests.unit.ingest.samples import adt

PLACER = "https://alliance-hub.example/sid/H1/placer"
FILLER = "https://alliance-hub.example/sid/H1/filler"
DOCTOR = "https://alliance-hub.example/sid/H1/practitioner"
PID = "PID|1||H1-0001^^^H1^MR||张^秀英||19410503|F"


def order(
    control_id: str, control: str, *, time: str = "20261122080000", numbers: str = "P1|L1", more: str = ""
) -> bytes:
    placer, filler = numbers.split("|")
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|A|{time}||ORM^O01|{control_id}|P|2.5.1||||||UNICODE UTF-8",
        PID,
        f"ORC|{control}|{placer}|{filler}||||||{time}",
        f"OBR|1|{placer}|{filler}|24323-8^生化^LN{more}",
    )
    return "\r".join(lines).encode()


def result(
    control_id: str, value: str, *, numbers: str = "P1|L1", time: str = "20261122090000", test: str = "K"
) -> bytes:
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|A|{time}||ORU^R01|{control_id}|P|2.5.1||||||UNICODE UTF-8",
        PID,
        f"OBR|1|{numbers}|24323-8^生化^LN|||20261122070000{'|' * 18}F",
        f"OBX|1|NM|{test}^^L||{value}|mmol/L|||||F",
    )
    return "\r".join(lines).encode()


async def say(hub: Hub, messages: Sequence[bytes]) -> None:
    for message in messages:
        assert (await receive(hub, message)).state == "stored"


@pytest.mark.parametrize(
    "order_of_arrival", list(itertools.permutations(range(3))), ids=lambda it: "".join(map(str, it))
)
async def test_of_one_second_the_message_with_the_highest_number_stands(
    hub: Hub, order_of_arrival: tuple[int, ...]
) -> None:
    told = [adt(event="A08", control_id=f"MSG{8 + at}", phone=f"1380000000{at}") for at in range(3)]

    await say(hub, [told[at] for at in order_of_arrival])

    patient = await one(hub, "Patient", "H1-0001")
    assert [point["value"] for point in patient["telecom"]] == ["13800000002"]


async def test_of_one_second_the_part_of_the_second_comes_before_the_number(hub: Hub) -> None:
    earlier = adt(event="A08", control_id="MSG9", phone="13800000001", time="20261122083000.250")
    later = adt(event="A08", control_id="MSG8", phone="13800000002", time="20261122083000.500")

    await say(hub, [later, earlier])

    assert (await one(hub, "Patient", "H1-0001"))["telecom"][0]["value"] == "13800000002"


async def test_of_two_messages_on_one_event_the_one_that_was_sent_later_stands(hub: Hub) -> None:
    first = adt(event="A08", control_id="MSG9", phone="13800000001")
    again = adt(event="A08", control_id="MSG8", phone="13800000002").replace(
        b"|20261122083000||ADT", b"|20261122083500||ADT"
    )

    await say(hub, [again, first])

    assert (await one(hub, "Patient", "H1-0001"))["telecom"][0]["value"] == "13800000002"


async def test_where_control_ids_do_not_count_the_last_one_of_a_second_stands(hub: Hub) -> None:
    first = adt(event="A08", control_id="5ca95f51-971d", phone="13800000001")
    last = adt(event="A08", control_id="414bbcb4-be9c", phone="13800000002")

    await say(hub, [first, last])

    patient = await one(hub, "Patient", "H1-0001")
    assert patient["telecom"][0]["value"] == "13800000002"
    assert set(times_of(patient).values()) == {"2026-11-22T00:30:00Z"}


@pytest.mark.parametrize("late", [False, True])
async def test_a_death_with_its_time_is_not_taken_back_by_older_news(hub: Hub, late: bool) -> None:
    alive = adt(event="A08", control_id="MSG1", time="20261121080000")
    alive = alive.replace(b"||13800000001", b"||13800000001" + b"|" * 17 + b"N")
    dead = adt(event="A08", control_id="MSG2")
    dead = dead.replace(b"||13800000001", b"||13800000001" + b"|" * 16 + b"20261122080000|Y")

    await say(hub, [dead, alive] if late else [alive, dead])

    patient = await one(hub, "Patient", "H1-0001")
    assert {name: patient[name] for name in patient if name.startswith("deceased")} == {
        "deceasedDateTime": "2026-11-22T08:00:00+08:00"
    }


@pytest.mark.parametrize("late", [False, True])
async def test_a_doctor_who_is_only_mentioned_stands_as_the_earliest_message_has_him(hub: Hub, late: bool) -> None:
    first = adt(control_id="MSG1", time="20261121080000")
    second = adt(event="A08", control_id="MSG2").replace("李^医生".encode(), "李^主任".encode())

    await say(hub, [second, first] if late else [first, second])

    doctor = await one(hub, "Practitioner", "D001", system=DOCTOR)
    assert (doctor["name"][0]["text"], times_of(doctor)) == ("李医生", {"told": "2026-11-21T00:00:00Z#A1"})


async def test_a_doctor_in_a_message_without_a_time_stands_before_all_others(hub: Hub) -> None:
    undated = adt(control_id="MSG1", time="").replace("李^医生".encode(), "李^院长".encode())

    await say(hub, [adt(control_id="MSG2"), undated, adt(event="A08", control_id="MSG3", time="20261120080000")])

    doctor = await one(hub, "Practitioner", "D001", system=DOCTOR)
    assert (doctor["name"][0]["text"], times_of(doctor)) == ("李院长", {})


async def test_a_doctor_whom_the_staff_list_names_is_mentioned_no_longer(hub: Hub) -> None:
    listed = (
        "MSH|^~\\&|HIS|H1|HUB|A|20261122090000||MFN^M02|MSG2|P|2.5.1||||||UNICODE UTF-8\r"
        "MFI|STF^^HL70175||UPD|||AL\rMFE|MUP|1||D001|CWE\rSTF|D001|D001|李^教授\r"
    ).encode()

    await say(hub, [adt(control_id="MSG1"), listed, adt(event="A08", control_id="MSG0", time="20261101080000")])

    doctor = await one(hub, "Practitioner", "D001", system=DOCTOR)
    assert (doctor["name"][0]["text"], "told" in times_of(doctor)) == ("李教授", False)


@pytest.mark.parametrize("late", [False, True])
async def test_a_final_result_ends_its_order_whichever_comes_first(hub: Hub, late: bool) -> None:
    told = [order("MSG1", "NW", more="||20261122120000"), result("MSG2", "3.9")]

    await say(hub, told[::-1] if late else told)

    request = await one(hub, "ServiceRequest", "P1", system=PLACER)
    assert (request["status"], request["occurrenceDateTime"]) == ("completed", "2026-11-22T12:00:00+08:00")


@pytest.mark.parametrize("late", [False, True])
async def test_two_results_know_an_order_that_nobody_sent_as_the_earlier_has_it(hub: Hub, late: bool) -> None:
    told = [
        result("MSG1", "3.9", time="20261122090000"),
        result("MSG2", "140", time="20261122100000", test="NA").replace("生化".encode(), "电解质".encode()),
    ]

    await say(hub, told[::-1] if late else told)

    request = await one(hub, "ServiceRequest", "P1", system=PLACER)
    assert (request["code"]["text"], request["status"]) == ("生化", "completed")


@pytest.mark.parametrize("late", [False, True])
async def test_a_cancelled_order_stays_cancelled_though_the_clocks_of_the_systems_differ(hub: Hub, late: bool) -> None:
    told = [order("MSG2", "DC", time="20261122080000"), order("MSG1", "RE", time="20261122080500")]

    await say(hub, told[::-1] if late else told)

    assert (await one(hub, "ServiceRequest", "P1", system=PLACER))["status"] == "revoked"


@pytest.mark.parametrize("late", [False, True])
async def test_of_two_orders_with_one_number_the_newer_message_stands(hub: Hub, late: bool) -> None:
    told = [
        order("MSG1", "NW", more="||20261123080000"),
        order("MSG2", "XO", time="20261122093000", more="||20261124080000"),
    ]

    await say(hub, told[::-1] if late else told)

    request = await one(hub, "ServiceRequest", "P1", system=PLACER)
    assert request["occurrenceDateTime"] == "2026-11-24T08:00:00+08:00"


@pytest.mark.parametrize("late", [False, True])
async def test_of_two_final_results_alike_in_status_the_newer_message_stands_and_the_other_fills_gaps(
    hub: Hub, late: bool
) -> None:
    told = [
        result("MSG1", "3.9") + b"\rOBX|2|NM|NA^^L||140|mmol/L|||||F",
        result("MSG2", "4.1", time="20261122093000"),
    ]

    await say(hub, told[::-1] if late else told)

    report = await one(hub, "DiagnosticReport", "L1", system=FILLER)
    values = [await _value(hub, link["reference"]) for link in report["result"]]
    assert sorted(values) == [("K", "4.1"), ("NA", "140")]


async def _value(hub: Hub, reference: str) -> tuple[str, str]:
    (known,) = [each for each in await _observations(hub) if f"Observation/{each['id']}" == reference]
    return known["code"]["coding"][0]["code"], str(known["valueQuantity"]["value"])


async def _observations(hub: Hub) -> list[dict[str, Any]]:
    page = await hub.store.search(SearchQuery(type="Observation", count=50), visibility=eyes(hub))
    return [resource.json() for resource in page.resources]


@pytest.mark.parametrize("late", [False, True])
async def test_an_order_of_which_the_filler_knew_its_own_number_alone_is_one_order(hub: Hub, late: bool) -> None:
    told = [order("MSG1", "NW", numbers="P1|L1"), result("MSG2", "3.9", numbers="|L1")]

    await say(hub, told[::-1] if late else told)

    (request,) = await found(hub, "ServiceRequest", "L1", system=FILLER)
    assert [resource.ref for resource in await found(hub, "ServiceRequest", "P1", system=PLACER)] == [request.ref]


async def test_two_orders_that_share_a_filler_number_stay_two(hub: Hub) -> None:
    await say(hub, [order("MSG1", "NW", numbers="P1|L1"), order("MSG2", "NW", numbers="P2|L1")])

    (first,) = await found(hub, "ServiceRequest", "P1", system=PLACER)
    (second,) = await found(hub, "ServiceRequest", "P2", system=PLACER)
    assert first.ref != second.ref


@pytest.mark.parametrize("late", [False, True])
async def test_a_merge_that_is_told_twice_is_as_old_as_the_earlier(hub: Hub, late: bool) -> None:
    def merge(control_id: str, time: str) -> bytes:
        message = adt(event="A40", control_id=control_id, number="B", time=time).partition(b"\rPV1")[0]
        return message + b"\rMRG|A^^^H1^MR\r"

    told = [merge("MSG2", "20261122090000"), merge("MSG3", "20261122100000")]
    await say(hub, [adt(control_id="MSG1", number="A", visit=""), *(told[::-1] if late else told)])

    records = [each.json() for each in await found(hub, "Patient", "A", system=MRN)]
    old, survivor = sorted(records, key=lambda record: record["link"][0]["type"])
    assert times_of(old)["link.replaced-by"] == "2026-11-22T01:00:00Z#A2"
    assert "link" not in times_of(survivor)
    assert await found(hub, "Encounter", "V0001", system=VISIT) == ()


def stay(control_id: str, event: str, time: str, *, ends: str = "", disposition: str = "") -> bytes:
    pv1 = ["PV1", "1", "I", "W3^12^1^H1", *[""] * 15, "V1", *[""] * 16, disposition, *[""] * 7, "20261120080000", ends]
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|A|{time}||ADT^{event}^ADT_A03|{control_id}|P|2.5.1||||||UNICODE UTF-8",
        f"EVN|{event}|{time}",
        PID,
        "|".join(pv1),
    )
    return "\r".join(lines).encode()


@pytest.mark.parametrize(
    "order_of_arrival", list(itertools.permutations(range(3))), ids=lambda it: "".join(map(str, it))
)
async def test_a_discharge_that_was_cancelled_and_made_again_stands_in_whatever_order_they_come(
    hub: Hub, order_of_arrival: tuple[int, ...]
) -> None:
    told = [
        stay("S1", "A03", "20261122090000", ends="20261122090000", disposition="1"),
        stay("S2", "A13", "20261122100000"),
        stay("S3", "A03", "20261122110000", ends="20261122110000", disposition="2"),
    ]

    await say(hub, [told[at] for at in order_of_arrival])

    visit = await one(hub, "Encounter", "V1", system=VISIT)
    said = visit["hospitalization"]["dischargeDisposition"]["coding"][0]["code"]
    assert (visit["status"], visit["period"]["end"], said) == ("finished", "2026-11-22T11:00:00+08:00", "2")


@pytest.mark.parametrize("order_of_arrival", [(0, 1, 2), (2, 0, 1), (2, 1, 0), (1, 2, 0)])
async def test_an_update_after_a_cancelled_discharge_keeps_nothing_of_it_in_whatever_order_they_come(
    hub: Hub, order_of_arrival: tuple[int, ...]
) -> None:
    told = [
        stay("S1", "A03", "20261122090000", ends="20261122090000", disposition="1"),
        stay("S2", "A13", "20261122100000"),
        stay("S3", "A08", "20261122110000"),
    ]

    await say(hub, [told[at] for at in order_of_arrival])

    visit = await one(hub, "Encounter", "V1", system=VISIT)
    assert (visit["status"], "end" in visit["period"], visit.get("hospitalization")) == ("in-progress", False, None)


@pytest.mark.parametrize("order_of_arrival", [(0, 1), (1, 0)])
async def test_a_discharge_that_does_not_repeat_the_class_leaves_it(
    hub: Hub, order_of_arrival: tuple[int, ...]
) -> None:
    told = [stay("S1", "A01", "20261122080000"), stay("S2", "A03", "20261122090000").replace(b"|I|", b"||")]

    await say(hub, [told[at] for at in order_of_arrival])

    visit = await one(hub, "Encounter", "V1", system=VISIT)
    assert (visit["status"], visit["class"]["code"]) == ("finished", "IMP")
