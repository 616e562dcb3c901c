"""Lists that a message states as a whole: allergies, contacts, insurance, diagnoses."""

from typing import Any

import pytest

from fhir_profiles.registry import search_parameters
from hub.bootstrap import Hub
from hub.store.admin import Sender
from hub.store.query import Criterion, SearchQuery, SearchValue
from tests.unit.ingest.reading import eyes, one, receive
from tests.unit.ingest.samples import adt

NIGHT = "20261122230000"
PENICILLIN, SEAFOOD = "AL1|1|DA|^青霉素|SV|皮疹", "AL1|2|FA|^海鲜|MI|呕吐"
NONE_KNOWN = "AL1|1||NKA^无已知过敏^院内过敏原"
DAUGHTER, SON = "NK1|1|赵^女士|女儿||13800000001", "NK1|2|张^先生|儿子||13800000002"
STROKE, DIABETES = "DG1|1||I63.900^脑梗死^ICD-10||20260220|A", "DG1|2||E11.900^2型糖尿病^ICD-10||20260220|A"
WORKERS, RESIDENTS = "IN1|1|01^城镇职工基本医疗保险|^医保局", "IN1|2|02^城乡居民基本医疗保险|^医保局"


async def _of(hub: Hub, kind: str, parameter: str, element: str) -> list[Any]:
    patient = await one(hub, "Patient", "H1-0001")
    criterion = Criterion(search_parameters(kind)[parameter], (SearchValue(f"Patient/{patient['id']}"),))
    page = await hub.store.search(SearchQuery(type=kind, criteria=(criterion,)), visibility=eyes(hub))
    values = (resource.json() for resource in page.resources)
    return sorted(str(_code(value.get(element))) for value in values)


async def _allergies(hub: Hub) -> list[Any]:
    patient = await one(hub, "Patient", "H1-0001")
    parameter = search_parameters("AllergyIntolerance")["patient"]
    criterion = Criterion(parameter, (SearchValue(f"Patient/{patient['id']}"),))
    page = await hub.store.search(SearchQuery(type="AllergyIntolerance", criteria=(criterion,)), visibility=eyes(hub))
    return [resource.json() for resource in page.resources]


async def _statuses(hub: Hub) -> dict[str, str]:
    return {one["code"]["text"]: _code(one["clinicalStatus"]) for one in await _allergies(hub)}


def _code(value: Any) -> Any:
    return value["coding"][0]["code"] if isinstance(value, dict) else value


async def _send(hub: Hub, number: int, *lines: str, event: str = "A08", **more: Any) -> None:
    time = more.pop("time", f"2026112{2 + number}083000")
    receipt = await receive(hub, adt(event=event, control_id=f"S{number}", time=time, extra="\r".join(lines), **more))
    assert receipt.state == "stored", receipt


@pytest.mark.parametrize(
    ("kind", "parameter", "element", "lines", "after"),
    [
        ("AllergyIntolerance", "patient", "clinicalStatus", (PENICILLIN, SEAFOOD), ["active", "inactive"]),
        ("RelatedPerson", "patient", "active", (DAUGHTER, SON), ["False", "True"]),
        ("Condition", "subject", "clinicalStatus", (STROKE, DIABETES), ["active", "inactive"]),
        ("Coverage", "beneficiary", "status", (WORKERS, RESIDENTS), ["active", "cancelled"]),
    ],
)
async def test_what_a_list_names_no_more_is_no_longer_so(
    hub: Hub, kind: str, parameter: str, element: str, lines: tuple[str, ...], after: list[str]
) -> None:
    await _send(hub, 0, *lines, event="A01")
    both = await _of(hub, kind, parameter, element)

    await _send(hub, 1, lines[0])
    one_left = await _of(hub, kind, parameter, element)
    await _send(hub, 2, *lines)
    again = await _of(hub, kind, parameter, element)

    assert (one_left, both) == (after, again)


async def test_a_list_that_is_not_sent_is_no_statement(hub: Hub) -> None:
    await _send(hub, 0, PENICILLIN, event="A01")

    await _send(hub, 1, DAUGHTER)

    assert await _of(hub, "AllergyIntolerance", "patient", "clinicalStatus") == ["active"]


async def test_a_null_in_the_list_empties_it(hub: Hub) -> None:
    await _send(hub, 0, PENICILLIN, event="A01")

    await _send(hub, 1, 'AL1|1||""')

    assert await _of(hub, "AllergyIntolerance", "patient", "clinicalStatus") == ["inactive"]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_two_lists_in_any_order_end_alike(hub: Hub, order: tuple[int, ...]) -> None:
    lists = {1: (PENICILLIN, SEAFOOD), 2: (PENICILLIN,)}
    await _send(hub, 0, event="A01")

    for number in order:
        await _send(hub, number, *lists[number])

    assert await _statuses(hub) == {"青霉素": "active", "海鲜": "inactive"}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_none_known_takes_back_no_allergy_whenever_it_comes(hub: Hub, order: tuple[int, ...]) -> None:
    lists = {1: (PENICILLIN,), 2: (NONE_KNOWN,)}
    await _send(hub, 0, event="A01")

    for number in order:
        await _send(hub, number, *lists[number])

    assert await _statuses(hub) == {"青霉素": "active", "无已知过敏": "active"}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_a_later_list_ends_none_known_whenever_it_comes(hub: Hub, order: tuple[int, ...]) -> None:
    lists = {1: (NONE_KNOWN,), 2: (PENICILLIN,)}
    await _send(hub, 0, event="A01")

    for number in order:
        await _send(hub, number, *lists[number])

    assert await _statuses(hub) == {"青霉素": "active", "无已知过敏": "inactive"}


async def test_who_says_none_known_against_the_record_is_told_and_readers_are_warned(hub: Hub) -> None:
    await _send(hub, 0, PENICILLIN, event="A01")

    receipt = await receive(hub, adt(event="A08", control_id="S1", time="20261123083000", extra=NONE_KNOWN))
    notes = [one["note"][0]["text"] for one in await _allergies(hub) if "note" in one]

    assert [(issue.code, issue.expression) for issue in receipt.issues] == []
    assert b"1 are on record; they stay" in receipt.ack
    assert [note.startswith("“无已知过敏”不取消已登记的过敏") for note in notes] == [True]


async def test_none_known_without_an_allergy_on_record_is_no_conflict(hub: Hub) -> None:
    await _send(hub, 0, NONE_KNOWN, event="A01")

    receipt = await receive(hub, adt(event="A08", control_id="S1", time="20261123083000", extra=NONE_KNOWN))

    assert b"on record" not in receipt.ack
    assert await _statuses(hub) == {"无已知过敏": "active"}


async def test_a_null_in_the_list_takes_back_allergies_and_none_known(hub: Hub) -> None:
    await _send(hub, 0, PENICILLIN, event="A01")
    await _send(hub, 1, NONE_KNOWN)

    await _send(hub, 2, 'AL1|1||""')

    assert await _statuses(hub) == {"青霉素": "inactive", "无已知过敏": "inactive"}


async def test_each_sender_of_a_hospital_has_its_own_list(hub: Hub) -> None:
    hub.admin.add_sender(Sender(application="EMR", facility="H1", member=1))
    await _send(hub, 0, PENICILLIN, event="A01")

    await _send(hub, 1, SEAFOOD, sender="EMR")

    assert await _of(hub, "AllergyIntolerance", "patient", "clinicalStatus") == ["active", "active"]


async def test_diagnoses_with_action_codes_are_no_whole_list(hub: Hub) -> None:
    await _send(hub, 0, STROKE, DIABETES, event="A01")

    await _send(hub, 1, STROKE + "|" * 15 + "U")

    assert await _of(hub, "Condition", "subject", "clinicalStatus") == ["active", "active"]


@pytest.mark.parametrize("order", [("HIS", "LIS"), ("LIS", "HIS")])
async def test_a_later_list_of_another_system_does_not_make_a_list_late(hub: Hub, order: tuple[str, ...]) -> None:
    member = hub.admin.member("H1")
    assert member is not None
    hub.admin.add_sender(Sender(application="LIS", facility="H1", member=member.number))
    said = {"HIS": (PENICILLIN, "20261122083000"), "LIS": (SEAFOOD, "20261123083000")}

    for number, sender in enumerate(order):
        await _send(hub, number, said[sender][0], time=said[sender][1], sender=sender)

    assert await _statuses(hub) == {"青霉素": "active", "海鲜": "active"}
