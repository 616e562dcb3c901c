"""Merges, new numbers and moves: nothing is lost, nobody is mixed up, and later messages find their way."""

import pytest

from hub.bootstrap import Hub
from tests.unit.ingest.merging import ACCOUNT, message, numbers, patients, read, say, visit, visits
from tests.unit.ingest.reading import eyes, found, one, receive
from tests.unit.ingest.samples import code_of


async def test_a_merge_of_another_sex_or_birth_date_is_in_quarantine_with_words(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A", sex="F"), message("A01", 2, "B", sex="M", name="李^四"))

    receipt = await receive(hub, message("A40", 3, "B", mrg="A^^^^MR", sex="M", name="李^四"))

    (record,) = await patients(hub, "A")
    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AE")
    assert "they differ in sex" in receipt.issues[0].text
    assert "link" not in record


async def test_a_merge_of_two_resident_ids_is_refused(hub: Hub) -> None:
    await say(
        hub,
        message("A01", 1, "A", also="~110101194105030026^^^PRC^NI"),
        message("A01", 2, "B", also="~110101194105030042^^^PRC^NI"),
    )

    receipt = await receive(hub, message("A40", 3, "B", mrg="A^^^^MR"))

    assert receipt.state == "refused"
    assert "resident ID" in receipt.issues[0].text


async def test_the_old_record_is_inactive_and_linked_and_the_survivor_keeps_its_number(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A"), message("A01", 2, "B"), message("A40", 3, "B", mrg="A^^^^MR"))

    survivor, old = await patients(hub, "A")
    assert (numbers(survivor), numbers(old)) == ([("B", ""), ("A", "old")], [("A", "old")])
    assert old["link"] == [{"other": {"reference": f"Patient/{survivor['id']}"}, "type": "replaced-by"}]
    assert survivor["link"] == [{"other": {"reference": f"Patient/{old['id']}"}, "type": "replaces"}]
    assert (old["active"], "active" in survivor) == (False, False)
    linked = await hub.store.linked_patients(old["id"], visibility=eyes(hub))
    assert sorted(linked) == sorted([old["id"], survivor["id"]])


async def test_a_later_message_for_the_old_number_lands_on_the_survivor(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A"), message("A01", 2, "B"), message("A40", 3, "B", mrg="A^^^^MR"))

    await say(hub, message("A01", 9, "A", name="张^秀莹", pv1=visit("V9")))

    survivor, old = await patients(hub, "A")
    (stay,) = await visits(hub, "V9")
    assert (survivor["name"][0]["text"], old["name"][0]["text"]) == ("张秀莹", "张秀英")
    assert stay["subject"] == {"reference": f"Patient/{survivor['id']}"}
    assert numbers(survivor) == [("B", ""), ("A", "old")]


async def test_older_news_of_the_old_number_stays_with_the_old_record(hub: Hub) -> None:
    await say(hub, message("A01", 2, "B"), message("A40", 5, "B", mrg="A^^^^MR"))

    await say(hub, message("A01", 1, "A", name="张^秀莹", pv1=visit("V1")))

    survivor, old = await patients(hub, "A")
    (stay,) = await visits(hub, "V1")
    assert (survivor["name"][0]["text"], old["name"][0]["text"], old["active"]) == ("张秀英", "张秀莹", False)
    assert (stay["subject"]["reference"], numbers(old)) == (f"Patient/{old['id']}", [("A", "old")])


async def test_a_later_message_for_the_old_number_of_somebody_else_is_refused(hub: Hub) -> None:
    await say(hub, message("A01", 2, "B"), message("A40", 5, "B", mrg="A^^^^MR"))

    receipt = await receive(hub, message("A01", 9, "A", born="19600101"))

    assert receipt.state == "refused"
    assert "birth date" in receipt.issues[0].text


async def test_a_chain_of_merges_leads_to_its_end(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A"), message("A40", 2, "B", mrg="A^^^^MR"), message("A40", 3, "C", mrg="B^^^^MR"))

    await say(hub, message("A31", 9, "A", name="张^三"))

    (last,) = (found for found in await patients(hub, "C") if found.get("active") is not False)
    assert last["name"][0]["text"] == "张三"
    people = await hub.store.linked_patients(last["id"], visibility=eyes(hub))
    assert len(people) == 3


async def test_a_chain_in_the_other_order_is_the_same_chain(hub: Hub) -> None:
    await say(hub, message("A40", 3, "C", mrg="B^^^^MR"), message("A40", 2, "B", mrg="A^^^^MR"), message("A01", 1, "A"))

    await say(hub, message("A31", 9, "A", name="张^三"))

    (last,) = (found for found in await patients(hub, "C") if found.get("active") is not False)
    middle = next(found for found in await patients(hub, "B") if found["id"] != last["id"])
    assert last["name"][0]["text"] == "张三"
    assert [link["type"] for link in middle["link"]] == ["replaced-by", "replaces"]


async def test_a_merge_the_other_way_round_is_refused(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A"), message("A40", 2, "B", mrg="A^^^^MR"))

    receipt = await receive(hub, message("A40", 3, "A", mrg="B^^^^MR"))

    assert receipt.state == "refused"
    assert "other way round" in receipt.issues[0].text


async def test_a_record_is_not_merged_into_two(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A"), message("A40", 2, "B", mrg="A^^^^MR"))

    receipt = await receive(hub, message("A40", 3, "C", mrg="A^^^^MR"))

    assert receipt.state == "refused"
    assert "merged into another record already" in receipt.issues[0].text


async def test_the_same_merge_again_changes_nothing_but_the_time(hub: Hub) -> None:
    merge = message("A40", 2, "B", mrg="A^^^^MR")
    await say(hub, message("A01", 1, "A"), merge)
    survivor, old = await patients(hub, "A")

    await say(hub, merge.replace(b"A40-2-B", b"AGAIN"))

    assert await patients(hub, "A") == [survivor, old]


async def test_an_old_number_of_another_record_is_not_merged_away(hub: Hub) -> None:
    await say(hub, message("A46", 1, "B", mrg="|||OLD^^^^PI"))

    receipt = await receive(hub, message("A40", 3, "C", mrg="OLD^^^^PI"))

    assert receipt.state == "refused"
    assert "old number of another record" in receipt.issues[0].text


async def test_results_that_came_for_the_old_number_after_the_merge_follow_it(hub: Hub) -> None:
    result = message(
        "R01", 7, "A", code="ORU", extra="OBR|1|P1|F1|GLU^血糖^L|||2026112208\rOBX|1|NM|GLU^血糖^L||5.6|mmol/L||||F"
    )
    await say(hub, message("A01", 1, "A"), result, message("A08", 8, "A", name="张^三"))

    await say(hub, message("A40", 5, "B", mrg="A^^^^MR"))

    survivor, _old = await patients(hub, "A")
    (report,) = await found(hub, "DiagnosticReport", "F1", system="https://alliance-hub.example/sid/H1/filler")
    assert report.json()["subject"]["reference"] == f"Patient/{survivor['id']}"
    assert survivor["name"][0]["text"] == "张三"


async def test_two_visit_numbers_become_one_visit_with_all_its_beds(hub: Hub) -> None:
    diagnosis = "DG1|1||I10^高血压^I10||20261122|A"
    await say(
        hub,
        message("A01", 1, "A", pv1=visit("V1"), extra=diagnosis),
        message("A02", 2, "A", pv1=visit("V1", "W2^2^2")),
        message("A42", 3, "A", mrg="||||V1", pv1=visit("V2", "W2^2^2")),
        message("A03", 4, "A", pv1=visit("V1", "W2^2^2")),
    )

    (stay,) = await visits(hub, "V1")
    assert numbers(stay) == [("V2", ""), ("V1", "old")]
    assert (stay["status"], len(stay["location"])) == ("finished", 2)
    (gone,) = [
        one.json()
        for one in await found(hub, "Encounter", "V1", system="https://alliance-hub.example/sid/H1/visit")
        if one.ref.id != stay["id"]
    ]
    assert gone["status"] == "entered-in-error"
    assert gone["extension"][-1]["valueReference"] == {"reference": f"Encounter/{stay['id']}"}


async def test_what_hangs_on_a_merged_visit_goes_with_it(hub: Hub) -> None:
    receipts = await say(
        hub,
        message("A01", 1, "A", pv1=visit("V1"), extra="DG1|1||I10^高血压^I10||20261122|A"),
        message("A50", 3, "A", mrg="||||V1", pv1=visit("V2")),
    )

    (stay,) = await visits(hub, "V2")
    condition = next(ref for ref in receipts[0].resources if ref.type == "Condition")
    assert (await read(hub, *condition)).json()["encounter"] == {"reference": f"Encounter/{stay['id']}"}


async def test_visits_of_two_patients_are_not_merged(hub: Hub) -> None:
    await say(hub, message("A01", 1, "A", pv1=visit("V1")), message("A01", 2, "B", pv1=visit("V2")))

    receipt = await receive(hub, message("A42", 3, "B", mrg="||||V1", pv1=visit("V2")))

    assert receipt.state == "refused"
    assert "two patients" in receipt.issues[0].text


async def test_an_alternate_visit_number_is_kept_as_an_old_one(hub: Hub) -> None:
    await say(
        hub,
        message("A01", 1, "A", pv1=visit("V1")),
        message("A51", 2, "A", mrg="|||||ALT1", pv1=visit("V1") + "||||||ALT2"),
    )

    (stay,) = await visits(hub, "V1")
    assert numbers(stay) == [("V1", ""), ("ALT2", ""), ("ALT1", "old")]


async def test_a_visit_that_was_registered_with_the_wrong_patient_moves_with_what_hangs_on_it(hub: Hub) -> None:
    receipts = await say(
        hub,
        message("A01", 1, "A", pv1=visit("V1"), extra="DG1|1||I10^高血压^I10||20261122|A"),
        message("A45", 3, "B", name="李^四", sex="M", born="19300101", mrg="A^^^^MR||||V1", pv1=visit("V1")),
    )

    (right,), (wrong,) = await patients(hub, "B"), await patients(hub, "A")
    (stay,) = await visits(hub, "V1")
    condition = next(ref for ref in receipts[0].resources if ref.type == "Condition")
    assert stay["subject"] == {"reference": f"Patient/{right['id']}"}
    assert (await read(hub, *condition)).json()["subject"] == {"reference": f"Patient/{right['id']}"}
    assert ("link" in right, "link" in wrong) == (False, False)


async def test_older_news_of_a_moved_visit_stays_with_the_visit_and_newer_is_refused(hub: Hub) -> None:
    move = message("A45", 3, "B", name="李^四", sex="M", born="19300101", mrg="A^^^^MR||||V1", pv1=visit("V1"))
    await say(hub, move, message("A01", 1, "A", pv1=visit("V1"), extra="DG1|1||I10^高血压^I10||20261122|A"))

    newer = await receive(hub, message("A02", 5, "A", pv1=visit("V1")))

    (right,) = await patients(hub, "B")
    (stay,) = await visits(hub, "V1")
    assert stay["subject"] == {"reference": f"Patient/{right['id']}"}
    assert newer.state == "refused"
    assert "was moved to another patient" in newer.issues[0].text


async def test_an_account_and_its_visits_move(hub: Hub) -> None:
    stay_of = visit("V1")
    admission = message("A01", 1, "A", pv1=stay_of).replace(b"|19410503|F", b"|19410503|F||||||||||ACC1")
    await say(hub, admission)

    move = message("A44", 3, "B", mrg="A^^^^MR||ACC1").replace(b"|19410503|F", b"|19410503|F||||||||||ACC1")
    await say(hub, move)

    (right,) = await patients(hub, "B")
    (stay,) = await visits(hub, "V1")
    account = await one(hub, "Account", "ACC1", system=ACCOUNT)
    assert stay["subject"] == {"reference": f"Patient/{right['id']}"}
    assert account["subject"] == [{"reference": f"Patient/{right['id']}"}]


@pytest.mark.parametrize("event", ["A35", "A41", "A49"])
async def test_the_visits_of_a_merged_account_name_the_new_one(hub: Hub, event: str) -> None:
    admission = message("A01", 1, "A", pv1=visit("V1")).replace(b"|19410503|F", b"|19410503|F||||||||||ACC1")
    merge = message(event, 3, "A", mrg="A^^^^MR||ACC1").replace(b"|19410503|F", b"|19410503|F||||||||||ACC2")

    await say(hub, admission, merge)

    (stay,) = await visits(hub, "V1")
    old, new = await found(hub, "Account", "ACC1", system=ACCOUNT)
    assert stay["account"][0]["identifier"]["value"] == "ACC2"
    assert sorted((old.json()["status"], new.json()["status"])) == ["active", "inactive"]


async def test_linked_records_are_one_person_until_they_are_unlinked(hub: Hub) -> None:
    other = "PID|2||B^^^^MR||张^秀英||19410503|F"
    await say(hub, message("A24", 3, "A", extra=other))
    (first,), (second,) = await patients(hub, "A"), await patients(hub, "B")
    assert sorted(await hub.store.linked_patients(first["id"], visibility=eyes(hub))) == sorted(
        [first["id"], second["id"]]
    )

    await say(hub, message("A37", 5, "A", extra=other), message("A24", 4, "A", extra=other))

    (first,), (second,) = await patients(hub, "A"), await patients(hub, "B")
    assert list(await hub.store.linked_patients(first["id"], visibility=eyes(hub))) == [first["id"]]
    assert ("link" in first, "link" in second) == (False, False)
