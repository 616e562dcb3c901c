from fhir_profiles.issue import JsonObject
from hub.transfer.rows import cells_of


def allergy(status: str) -> JsonObject:
    return {
        "resourceType": "AllergyIntolerance",
        "code": {"text": "青霉素"},
        "criticality": "high",
        "clinicalStatus": {"coding": [{"code": status}]},
        "note": [{"text": "女儿提供"}],
    }


def test_an_allergy_that_left_the_list_is_still_told_and_said_to_have_left_it() -> None:
    assert cells_of(allergy("inactive")) == ("青霉素", "", "高危", "曾登记，现为非活动；用药前核实；女儿提供")
    assert cells_of(allergy("resolved"))[3] == "曾登记，现为已愈；用药前核实；女儿提供"


def test_an_active_allergy_says_its_notes_alone() -> None:
    assert cells_of(allergy("active"))[3] == "女儿提供"


def test_a_value_that_may_still_change_is_marked() -> None:
    value = {"resourceType": "Observation", "code": {"text": "血钾"}, "valueQuantity": {"value": 5.8, "unit": "mmol/L"},
             "interpretation": [{"text": "偏高"}]}  # fmt: skip

    assert cells_of(value | {"status": "preliminary"})[2] == "初步、偏高"
    assert cells_of(value | {"status": "registered"})[2] == "待出结果、偏高"
    assert cells_of(value | {"status": "final"})[2] == "偏高"
    assert cells_of(value)[2] == "偏高"
