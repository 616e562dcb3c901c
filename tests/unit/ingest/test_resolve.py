"""Merging what a message says with what is stored."""

from hub.ingest.merge import merge

STORED = {
    "resourceType": "Patient",
    "id": "1",
    "gender": "female",
    "birthDate": "1941-05-03",
    "deceasedBoolean": False,
    "telecom": [{"value": "1"}],
}
NONE: frozenset[str] = frozenset()


def test_what_the_new_one_lacks_stays() -> None:
    assert merge(STORED, {"resourceType": "Patient", "gender": "male"}, keep=NONE, delete=NONE) == STORED | {
        "gender": "male"
    }


def test_what_is_to_be_kept_stays_and_is_set_where_it_was_missing() -> None:
    new = {"resourceType": "Patient", "gender": "male", "active": True}

    merged = merge(STORED, new, keep=frozenset({"gender", "active"}), delete=NONE)

    assert merged == STORED | {"active": True}


def test_what_is_to_be_deleted_goes() -> None:
    merged = merge(STORED, {"resourceType": "Patient"}, keep=NONE, delete=frozenset({"telecom"}))

    assert merged == {name: value for name, value in STORED.items() if name != "telecom"}


def test_a_list_is_replaced_as_a_whole() -> None:
    merged = merge(STORED, {"telecom": [{"value": "2"}]}, keep=NONE, delete=NONE)

    assert merged["telecom"] == [{"value": "2"}]


def test_one_choice_takes_the_place_of_the_other() -> None:
    merged = merge(STORED, {"deceasedDateTime": "2026-11-22"}, keep=NONE, delete=NONE)

    assert ("deceasedBoolean" in merged, merged["deceasedDateTime"]) == (False, "2026-11-22")


def test_merging_the_same_again_changes_nothing() -> None:
    assert merge(STORED, STORED, keep=NONE, delete=NONE) == STORED
