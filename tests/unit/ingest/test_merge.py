"""Merging what a message says with what is stored: visits over their whole course, and lists with several authors."""

from typing import Any

from hub.ingest.merge import merge, moved

NONE: frozenset[str] = frozenset()
ADMITTED: dict[str, Any] = {
    "resourceType": "Encounter",
    "status": "in-progress",
    "period": {"start": "2026-03-01T08:25:00+08:00"},
    "hospitalization": {"admitSource": {"text": "2"}},
    "participant": [{"type": [{"coding": [{"code": "ATND"}]}], "individual": {"reference": "Practitioner/1"}}],
    "location": [
        {"location": {"reference": "Location/A"}, "status": "active", "period": {"start": "2026-03-01T08:25:00+08:00"}}
    ],
}


def place(name: str, status: str, **period: str) -> dict[str, Any]:
    found: dict[str, Any] = {"location": {"reference": f"Location/{name}"}, "status": status}
    return found | ({"period": period} if period else {})


def test_a_discharge_without_the_admission_time_keeps_it() -> None:
    discharge = {
        "resourceType": "Encounter",
        "status": "finished",
        "period": {"end": "2026-03-10T14:30:00+08:00"},
        "hospitalization": {"dischargeDisposition": {"text": "1"}},
    }

    merged = merge(ADMITTED, discharge, keep=NONE, delete=NONE)

    assert merged["period"] == {"start": "2026-03-01T08:25:00+08:00", "end": "2026-03-10T14:30:00+08:00"}
    assert merged["hospitalization"] == {"admitSource": {"text": "2"}, "dischargeDisposition": {"text": "1"}}
    assert merged["location"] == [
        place("A", "completed", start="2026-03-01T08:25:00+08:00", end="2026-03-10T14:30:00+08:00")
    ]


def test_a_discharge_before_the_admission_does_not_end_the_visit_in_the_past() -> None:
    merged = merge(
        ADMITTED, {"resourceType": "Encounter", "period": {"end": "2026-02-01T00:00:00+08:00"}}, keep=NONE, delete=NONE
    )

    assert merged["period"] == ADMITTED["period"]


def test_a_cancelled_discharge_takes_the_end_back() -> None:
    finished = ADMITTED | {"status": "finished", "period": {"start": "2026-03-01", "end": "2026-03-10"}}

    merged = merge(
        finished,
        {"resourceType": "Encounter", "status": "in-progress"},
        keep=NONE,
        delete=frozenset({"period.end", "hospitalization.dischargeDisposition"}),
    )

    assert (merged["status"], merged["period"]) == ("in-progress", {"start": "2026-03-01"})


def test_a_part_that_is_all_there_is_takes_its_element_along() -> None:
    merged = merge({"period": {"end": "2026"}}, {}, keep=NONE, delete=frozenset({"period.end"}))

    assert merged == {}


def test_a_move_completes_the_bed_that_was_left() -> None:
    places = moved(ADMITTED["location"], [place("B", "active", start="2026-03-02T09:00:00+08:00")], ended=None)

    assert places == [
        place("A", "completed", start="2026-03-01T08:25:00+08:00", end="2026-03-02T09:00:00+08:00"),
        place("B", "active", start="2026-03-02T09:00:00+08:00"),
    ]


def test_a_move_back_is_a_stay_of_its_own() -> None:
    places = moved(ADMITTED["location"], [place("B", "active", start="2026-03-02")], ended=None)

    places = moved(
        places, [place("A", "active", start="2026-03-03"), place("B", "completed", end="2026-03-03")], ended=None
    )

    assert [(at["location"]["reference"], at["status"]) for at in places] == [
        ("Location/A", "completed"),
        ("Location/B", "completed"),
        ("Location/A", "active"),
    ]


def test_an_admission_that_comes_again_after_the_move_does_not_move_back() -> None:
    places = moved(ADMITTED["location"], [place("B", "active", start="2026-03-02T09:00:00+08:00")], ended=None)

    assert moved(places, ADMITTED["location"], ended=None) == places


def test_a_move_that_comes_late_is_a_stay_of_the_past() -> None:
    places = moved([place("C", "active", start="2026-03-03")], [place("B", "active", start="2026-03-02")], ended=None)

    assert [(at["location"]["reference"], at["status"]) for at in places] == [
        ("Location/B", "completed"),
        ("Location/C", "active"),
    ]


def test_an_admission_that_comes_after_the_discharge_is_the_beginning_of_its_stay() -> None:
    left = [place("A", "completed", end="2026-03-10T14:30:00+08:00")]

    places = moved(left, [place("A", "active", start="2026-03-01T08:25:00+08:00")], ended="2026-03-10T14:30:00+08:00")

    assert places == [place("A", "completed", start="2026-03-01T08:25:00+08:00", end="2026-03-10T14:30:00+08:00")]


def test_an_admission_that_comes_after_the_move_away_is_the_beginning_of_the_stay_before() -> None:
    after = [place("A", "completed", end="2026-03-02"), place("B", "active", start="2026-03-02")]

    places = moved(after, [place("A", "active", start="2026-03-01")], ended=None)

    assert places == [place("A", "completed", start="2026-03-01", end="2026-03-02"), after[1]]


def test_a_cancelled_move_takes_the_bed_anew() -> None:
    before = [place("A", "completed", start="2026-03-01", end="2026-03-02"), place("B", "active", start="2026-03-02")]

    places = moved(before, [place("A", "active")], ended=None)

    assert places == [place("A", "active", start="2026-03-01"), place("B", "completed", start="2026-03-02")]


def test_a_temporary_place_leaves_the_bed_taken() -> None:
    surgery = place("S", "active") | {"extension": [{"url": "x"}]}

    assert moved(ADMITTED["location"], [surgery], ended=None) == [*ADMITTED["location"], surgery]


def test_a_second_merge_adds_a_link_and_the_same_again_changes_nothing() -> None:
    first = {"other": {"reference": "Patient/1"}, "type": "replaces"}
    second = {"other": {"reference": "Patient/2"}, "type": "replaces"}
    stored = {"resourceType": "Patient", "link": [first]}

    merged = merge(stored, {"resourceType": "Patient", "link": [second]}, keep=NONE, delete=NONE)

    assert merged["link"] == [first, second]
    assert merge(merged, {"resourceType": "Patient", "link": [first]}, keep=NONE, delete=NONE) == merged


def test_a_sender_that_knows_one_number_does_not_take_the_others_away() -> None:
    stored = {
        "resourceType": "Patient",
        "identifier": [{"system": "mrn", "value": "1"}, {"system": "id", "value": "2"}],
    }

    merged = merge(
        stored, {"resourceType": "Patient", "identifier": [{"system": "id", "value": "3"}]}, keep=NONE, delete=NONE
    )

    assert merged["identifier"] == [{"system": "mrn", "value": "1"}, {"system": "id", "value": "3"}]


def test_a_new_attending_doctor_takes_the_place_of_the_old_one_alone() -> None:
    admitter = {"type": [{"coding": [{"code": "ADM"}]}], "individual": {"reference": "Practitioner/9"}}
    new = {"type": [{"coding": [{"code": "ATND"}]}], "individual": {"reference": "Practitioner/2"}}
    stored = ADMITTED | {"participant": [*ADMITTED["participant"], admitter]}

    merged = merge(stored, {"resourceType": "Encounter", "participant": [new]}, keep=NONE, delete=NONE)

    assert merged["participant"] == [new, admitter]


def test_results_that_come_one_by_one_gather_in_the_report() -> None:
    stored = {"resourceType": "DiagnosticReport", "result": [{"reference": "Observation/1"}]}
    new = {"resourceType": "DiagnosticReport", "result": [{"reference": "Observation/2"}]}

    merged = merge(stored, new, keep=NONE, delete=NONE)

    assert merged["result"] == [{"reference": "Observation/1"}, {"reference": "Observation/2"}]


def test_a_temporary_place_stays_while_the_patient_stays() -> None:
    temporary = place("T", "active") | {"extension": [{"url": "x"}]}
    stored = ADMITTED | {"location": [place("A", "active", start="2026-03-01T08:25:00+08:00"), temporary]}

    merged = merge(stored, stored, keep=NONE, delete=NONE)

    assert merged["location"] == stored["location"]
