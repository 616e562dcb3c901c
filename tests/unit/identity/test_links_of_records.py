"""Records that say of each other that they are one person."""

from typing import Any

from hub.identity.merge import merge_conflicts, merged_pair, parted_pair
from hub.identity.person import links_of
from hub.keys import Keys

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"


def patient(one: str, number: str = "", **more: Any) -> dict[str, Any]:
    numbers = [{"system": RESIDENT_ID, "value": number}] if number else []
    return {"resourceType": "Patient", "id": one, "identifier": numbers, "name": [{"text": "张秀英"}], **more}


def replaced_by(other: str) -> dict[str, Any]:
    return {"link": [{"other": {"reference": f"Patient/{other}"}, "type": "replaced-by"}]}


def test_without_resident_ids_the_first_record_gives_the_person() -> None:
    links = links_of({"b": patient("b"), "a": patient("a")}, keys=Keys.in_memory())

    assert {link.method for link in links} == {"merged"}
    assert len({link.person for link in links}) == 1


def test_the_survivor_speaks_before_the_record_that_it_replaced() -> None:
    records = {"a": patient("a", "110101194105030026", **replaced_by("b")), "b": patient("b", "110101194105030042")}

    links = links_of(records, keys=Keys.in_memory())

    assert [link.patient for link in links] == ["a", "b"]
    assert len({link.person for link in links}) == 1


def test_active_records_of_two_resident_ids_are_not_one_person() -> None:
    records = {"a": patient("a", "110101194105030026"), "b": patient("b", "110101194105030042")}

    assert links_of(records, keys=Keys.in_memory()) == []


def test_the_same_resident_id_outweighs_another_birth_date() -> None:
    number = "110101194105030026"

    assert (
        merge_conflicts(patient("a", number, birthDate="1941-05-03"), patient("b", number, birthDate="1941-05-30"))
        == ()
    )
    assert merge_conflicts(patient("a", birthDate="1941"), patient("b", birthDate="1941-05-03")) == ()
    assert merge_conflicts(patient("a", gender="male"), patient("b", gender="female")) == ("gender",)


def test_parting_gives_back_what_merging_made() -> None:
    source, target = patient("a", "110101194105030026", active=True), patient("b")

    old, survivor = merged_pair(source, target)
    parted = parted_pair(old, survivor, source)

    assert parted == (source, {name: value for name, value in target.items() if name != "identifier"})


def test_a_record_that_the_merge_made_is_active_again_with_its_number() -> None:
    made = {"resourceType": "Patient", "id": "a", "identifier": [{"system": "s", "value": "1", "use": "old"}]}
    old, survivor = merged_pair(made, patient("b"))

    assert parted_pair(old, survivor, None)[0] == made | {"identifier": [{"system": "s", "value": "1"}]}
