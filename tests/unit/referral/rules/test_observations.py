"""From FHIR resources to facts, and from there to the decision of a scenario."""

from datetime import datetime
from typing import Any

import pytest

from hub.referral.rules.engine import evaluate
from hub.referral.rules.fhir_values import read_time
from hub.referral.rules.observations import CAPABILITY_SYSTEM, FACT_SYSTEM, GOALS_SYSTEM, facts_from_resources
from hub.referral.rules.values import GBT_42195, Diagnosis, Fact, Question
from tests.unit.referral.rules.elders import AT, CATALOGUE, ICD10, M1

CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def observation(code: str, value: dict[str, Any], *, system: str = "http://loinc.org", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"coding": [{"system": system, "code": code}]},
        "effectiveDateTime": "2026-03-02T07:00:00+08:00",
        "performer": [{"reference": "Organization/H1"}],
        **value,
        **more,
    }


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}


def condition(code: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": VERIFICATION, "code": "confirmed"}]},
        "code": {"coding": [{"system": ICD10, "code": code}]},
        "onsetDateTime": "2026-02-21",
        **more,
    }


def only(*resources: dict[str, Any]) -> Fact:
    (fact,) = facts_from_resources(resources, at=AT)
    return fact


def test_a_vital_sign_keeps_value_unit_time_and_source() -> None:
    fact = only(observation("8310-5", quantity(36.6, "Cel")))

    assert fact == Fact(
        "temperature",
        36.6,
        "Cel",
        read_time("2026-03-02T07:00:00+08:00"),
        source="Organization/H1",
        reference="Observation/o1",
    )


def test_a_blood_pressure_panel_gives_both_pressures() -> None:
    panel = observation(
        "85354-9",
        {},
        component=[
            {"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, **quantity(value, "mm[Hg]")}
            for code, value in (("8480-6", 132), ("8462-4", 80))
        ],
    )

    facts = facts_from_resources([panel], at=AT)

    assert [(fact.code, fact.value) for fact in facts] == [("systolic", 132.0), ("diastolic", 80.0)]


@pytest.mark.parametrize(
    ("resource", "code", "value"),
    [
        (observation("nihss", {"valueInteger": 4}, system=FACT_SYSTEM), "nihss", 4.0),
        (observation("72089-6", {"valueInteger": 4}), "nihss", 4.0),
        (observation("80288-4", {"valueCodeableConcept": {"coding": [{"code": "C"}]}}), "consciousness", "C"),
        (observation("nyha", {"valueCodeableConcept": {"text": "IV级"}}, system=FACT_SYSTEM), "nyha", "IV"),
        (observation("x", {"valueString": "阳性", "code": {"text": "痰涂片"}}), "sputum-smear", "positive"),
        (observation("concern", {"valueBoolean": True}, system=FACT_SYSTEM), "concern", True),
        (observation("wound-dry", {"valueString": "是"}, system=FACT_SYSTEM), "wound-dry", True),
        (observation("3151-8", {"dataAbsentReason": {"text": "未记录"}}), "on-oxygen", True),
        (observation("total", quantity(41, "{score}"), system=GBT_42195), "ability-total", 41.0),
        (
            observation("level", {"valueCodeableConcept": {"coding": [{"code": "3"}]}}, system=GBT_42195),
            "ability-level",
            3.0,
        ),
    ],
)
def test_an_observation_is_known_by_its_code(resource: dict[str, Any], code: str, value: object) -> None:
    fact = only(resource)

    assert (fact.code, fact.value) == (code, value)


def test_an_ability_level_keeps_its_instrument() -> None:
    other = "https://alliance-hub.example/fhir/CodeSystem/mzt-039-2013"

    fact = only(observation("level", {"valueCodeableConcept": {"coding": [{"code": "2"}]}}, system=other))

    assert (fact.code, fact.instrument) == ("ability-level", other)


@pytest.mark.parametrize(
    "resource",
    [
        observation("8310-5", quantity(36.6, "Cel"), status="entered-in-error"),
        observation("9999-9", quantity(36.6, "Cel")),
        observation("level", quantity(3, "1"), system="http://example.org/other"),
        observation("8310-5", {}),
        observation("8310-5", {"valueQuantity": {"value": 39, "comparator": ">"}}),
        condition("I10", verificationStatus={"coding": [{"code": "refuted"}]}),
        {"resourceType": "DeviceUseStatement", "status": "completed", "device": {"display": "鼻饲管"}},
        {"resourceType": "DeviceUseStatement", "status": "active", "device": {"display": "助听器"}},
        {"resourceType": "Flag", "status": "inactive", "code": {"text": "多重耐药菌定植"}},
        {"resourceType": "Patient"},
        {},
    ],
)
def test_what_is_cancelled_wrong_or_unknown_gives_no_fact(resource: dict[str, Any]) -> None:
    assert facts_from_resources([resource], at=AT) == ()


def test_a_condition_is_a_diagnosis_with_status_role_and_onset() -> None:
    category = [{"coding": [{"code": "problem-list-item"}]}]

    fact = only(condition("I63.900", category=category))

    assert isinstance(fact.value, Diagnosis)
    assert (fact.value.who_codes(), fact.value.role, fact.value.onset) == (
        ("I63.9",),
        "background",
        read_time("2026-02-21"),
    )


def test_the_stage_of_a_condition_is_a_fact_of_its_own() -> None:
    stage = [{"summary": {"text": "NYHA IV级"}}]

    diagnosis, nyha = facts_from_resources([condition("I50.900", stage=stage)], at=AT)

    assert (diagnosis.code, nyha.code, nyha.value) == ("diagnosis", "nyha", "IV")


@pytest.mark.parametrize(
    ("device", "code"),
    [
        ({"display": "一次性鼻饲管"}, "NGT"),
        ({"display": "FOLEY"}, "FOLEY"),
        ({"reference": "#d"}, "TRACH"),
        ({"reference": "Device/7"}, "PEG"),
        ({"display": "未知的管"}, "未知的管"),
    ],
)
def test_a_device_in_use_is_known_by_code_or_word(device: dict[str, Any], code: str) -> None:
    use = {
        "resourceType": "DeviceUseStatement",
        "status": "active",
        "device": device,
        "contained": [
            {"resourceType": "Device", "id": "d", "type": {"coding": [{"system": CAPABILITY_SYSTEM, "code": "TRACH"}]}}
        ],
    }
    stored = {"resourceType": "Device", "id": "7", "deviceName": [{"name": "胃造瘘管", "type": "other"}]}

    assert only(use, stored).value == code


def test_a_flag_states_a_fact_until_its_period_ends() -> None:
    flag = {"resourceType": "Flag", "status": "active", "code": {"text": "多重耐药菌定植"}}

    assert (only(flag).code, only(flag).value) == ("mdro-carrier", True)
    assert only(flag).measured_at == AT
    assert facts_from_resources([{**flag, "period": {"end": "2026-03-01"}}], at=AT) == ()
    assert facts_from_resources([{**flag, "period": {"start": "2026-03-03"}}], at=AT) == ()


def test_an_advance_directive_gives_the_goals_of_care() -> None:
    consent = {
        "resourceType": "Consent",
        "status": "active",
        "provision": {"code": [{"coding": [{"system": GOALS_SYSTEM, "code": "comfort"}]}]},
    }

    assert (only(consent).code, only(consent).value) == ("goals-of-care", "comfort")


def test_category_baseline_marks_the_elders_own_usual_value() -> None:
    usual = observation("9269-2", quantity(10, "{score}"), category=[{"coding": [{"code": "baseline"}]}])

    assert only(usual).is_baseline


@pytest.mark.parametrize("text", ["2026-13-01", "gestern", "", 5, None])
def test_a_time_that_cannot_be_read_is_none(text: object) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"effectivePeriod": {"start": "2026-03-01T08:00:00Z", "end": "2026-03-01T09:00:00Z"}}, "2026-03-01T09:00:00Z"),
        ({"effectivePeriod": {"start": "2026-03-01T08:00:00Z"}}, "2026-03-01T08:00:00Z"),
        ({"effectiveDateTime": "soon", "issued": "2026-03-01T10:00:00Z"}, "2026-03-01T10:00:00Z"),
        ({"effectiveInstant": "2026-03-01T11:00:00Z", "effectivePeriod": "?"}, "2026-03-01T11:00:00Z"),
        ({"issued": "later"}, None),
    ],
)
def test_a_value_was_true_at_the_end_of_its_period_else_when_it_was_issued(
    times: dict[str, Any], expected: str | None
) -> None:
    item = {"resourceType": "Observation", "status": "final", **times,
            "code": {"coding": [{"system": FACT_SYSTEM, "code": "news2"}]}, "valueInteger": 2}  # fmt: skip

    [found] = facts_from_resources([item], at=AT)

    assert found.measured_at == (None if expected is None else datetime.fromisoformat(expected))


def test_scenario_1_from_resources_passes() -> None:
    resources = [
        condition("I63.900"),
        observation("72089-6", {"valueInteger": 4}),
        observation("8310-5", quantity(36.6, "Cel")),
        observation("8867-4", quantity(78, "/min")),
        observation("9279-1", quantity(16, "/min")),
        observation("8480-6", quantity(132, "mm[Hg]")),
        observation("59408-5", quantity(96, "%")),
        observation("news2", {"valueInteger": 1}, system=FACT_SYSTEM),
        {"resourceType": "DeviceUseStatement", "status": "active", "device": {"display": "鼻饲管"}},
        {"resourceType": "DeviceUseStatement", "status": "active", "device": {"display": "导尿管"}},
    ]

    decision = evaluate(CATALOGUE, Question("down", AT, facts_from_resources(resources, at=AT), receiver=M1))

    assert (decision.overall, decision.level) == ("pass", 1)


def test_the_instrument_may_stand_in_the_value_alone() -> None:
    other = "https://alliance-hub.example/fhir/CodeSystem/ltci-2021"
    value = {"valueCodeableConcept": {"coding": [{"system": other, "code": "2"}]}}

    fact = only(observation("ability-level", value, system=FACT_SYSTEM))

    assert (fact.value, fact.instrument) == (2.0, other)


def facts_of(*resources: dict[str, Any]) -> list[tuple[str, object]]:
    found = facts_from_resources(resources, at=AT, definitions=CATALOGUE.facts)
    return [(fact.code, fact.value) for fact in found if fact.code != "diagnosis"]


@pytest.mark.parametrize(
    ("stage", "found"),
    [
        ({"type": {"coding": [{"system": FACT_SYSTEM, "code": "nihss"}]}, "summary": {"text": "4"}}, [("nihss", 4.0)]),
        (
            {"type": {"coding": [{"system": FACT_SYSTEM, "code": "nihss"}]}, "summary": {"text": "mild"}},
            [("nihss", "mild")],
        ),
        ({"type": {"coding": [{"system": FACT_SYSTEM, "code": "nihss"}]}}, []),
        ({"summary": {"text": "a word that names no fact"}}, []),
        (
            {"type": {"coding": [{"system": FACT_SYSTEM, "code": "nihss"}]},
             "summary": {"coding": [{"code": "mild", "display": "6"}]}},
            [("nihss", 6.0)],
        ),
    ],
)  # fmt: skip
def test_a_stage_is_read_as_its_type_says_and_a_word_that_is_no_number_stays(
    stage: dict[str, Any], found: list[tuple[str, object]]
) -> None:
    assert facts_of(condition("I63.9", stage=[stage])) == found


def test_a_device_is_found_by_any_of_its_names_and_a_foreign_code_is_passed_over() -> None:
    use = {
        "resourceType": "DeviceUseStatement",
        "status": "active",
        "device": {"reference": "#d"},
        "contained": [
            {
                "resourceType": "Device", "id": "d", "deviceName": [{"name": 7}, {"name": "FOLEY"}],
                "type": {"coding": [{"system": "urn:x", "code": "NGT-LIKE"}]},
            }
        ],
    }  # fmt: skip
    own = {"coding": [{"system": "urn:x", "code": "a"}, {"system": CAPABILITY_SYSTEM, "code": "NGT"}]}

    assert facts_of(use) == [("device", "FOLEY")]
    assert facts_of(use | {"contained": [{"resourceType": "Device", "id": "d", "type": own}]}) == [("device", "NGT")]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, [("goals-of-care", "comfort")]),
        ({"status": "inactive"}, []),
        ({"provision": {"period": {"end": "2026-01-01"}}}, []),
        ({"category": [{"coding": [{"system": "urn:x", "code": "comfort"}]}]}, []),
    ],
)
def test_a_consent_tells_the_goals_of_care_while_it_is_in_force(
    changed: dict[str, Any], found: list[tuple[str, object]]
) -> None:
    consent = {
        "resourceType": "Consent", "status": "active",
        "category": [{"coding": [{"system": GOALS_SYSTEM, "code": "comfort"}]}],
    }  # fmt: skip

    assert facts_of(consent | changed) == found


def test_a_source_may_be_named_by_its_identifier_alone() -> None:
    heart = observation("8867-4", quantity(80, "/min"), performer=[{"identifier": {"value": "H1"}}])

    (fact,) = facts_from_resources([heart], at=AT, definitions=CATALOGUE.facts)

    assert (fact.code, fact.source) == ("heart-rate", "H1")


def test_our_own_code_behind_another_systems_names_the_fact() -> None:
    concept = {"coding": [{"system": "urn:other", "code": "K"}, {"system": FACT_SYSTEM, "code": "potassium"}]}
    resource = {"resourceType": "Observation", "status": "final", "code": concept, "valueQuantity": {"value": 4.1}}

    assert [(one.code, one.value) for one in facts_from_resources([resource], at=AT)] == [("potassium", 4.1)]
