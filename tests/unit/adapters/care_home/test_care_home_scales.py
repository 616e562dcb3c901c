import pytest

from adapters.port import Conversion
from fhir_profiles.alliance import alliance_profile
from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import validate
from tests.unit.adapters.care_home.tables import SAMPLES, convert, only

BARTHEL = "编号,评估日期,评估员1,评估员2,进食,洗澡,修饰,穿衣,大便,小便,如厕,转移,平地行走,楼梯"
BASE = "https://alliance-hub.example/fhir"


def barthel(cells: str, header: str = BARTHEL) -> Conversion:
    header = header.replace("楼梯", "上下楼梯")
    return only(f"{header}\nR001,2026-02-20,甲,乙,{cells}\n")


def observations(conversion: Conversion) -> dict[str, JsonObject]:
    return {
        entry.resource["code"]["coding"][0]["code"]: entry.resource
        for entry in conversion.entries
        if entry.resource["resourceType"] == "Observation"
    }


def findings(conversion: Conversion) -> list[tuple[str, str]]:
    return [(issue.severity, issue.text) for issue in conversion.issues]


def test_a_row_that_lacks_an_item_is_refused_and_the_items_are_named() -> None:
    conversion = barthel("10,5,,10,10,10,10,15,10,")

    assert findings(conversion) == [
        ("error", "Row 2, column 修饰: 2 of 10 items have no answer: 修饰, 上下楼梯. Nothing is summed.")
    ]
    assert conversion.entries == ()


def test_points_that_no_answer_gives_are_refused() -> None:
    conversion = barthel("8,5,5,10,10,10,10,15,10,5")

    assert findings(conversion) == [("error", "Row 2, column 进食: expected one of 0, 5, 10.")]


def test_yes_is_no_answer_where_the_points_stand_for_something_else() -> None:
    conversion = barthel("10,是,5,10,10,10,10,15,10,5")

    assert [severity for severity, _ in findings(conversion)] == ["error"]
    assert conversion.entries == ()


def test_an_assessment_without_a_day_is_refused() -> None:
    conversion = only(f"{BARTHEL.replace('楼梯', '上下楼梯')}\nR001,,甲,乙,10,5,5,10,10,10,10,15,10,5\n")

    assert findings(conversion) == [
        ("error", "Row 2, column 评估日期: the cell is empty; expected the day of the assessment.")
    ]


def test_a_total_that_differs_from_the_sum_is_a_warning_and_the_sum_is_used() -> None:
    conversion = barthel("10,5,5,10,10,10,10,15,10,5,95", header=f"{BARTHEL},总分")

    assert findings(conversion) == [
        ("warning", "Row 2, column 总分: differs from the sum of the 10 items, which is 90 and is used.")
    ]
    assert observations(conversion)["total"]["valueQuantity"]["value"] == 90


@pytest.mark.parametrize(
    ("cells", "total", "level", "words"),
    [
        ("10,5,5,10,10,10,10,15,15,10", 100, "none", "无依赖"),
        ("10,5,5,10,10,10,10,15,15,5", 95, "mild", "轻度依赖"),
        ("10,0,0,10,10,10,5,5,10,0", 60, "moderate", "中度依赖"),
        ("5,0,0,5,5,5,5,5,10,0", 40, "severe", "重度依赖"),
        ("0,0,0,0,0,0,0,0,0,0", 0, "severe", "重度依赖"),
    ],
)
def test_the_barthel_level_follows_from_the_total(cells: str, total: int, level: str, words: str) -> None:
    found = observations(barthel(cells))

    assert found["total"]["valueQuantity"]["value"] == total
    assert found["level"]["valueCodeableConcept"] == {
        "coding": [{"system": f"{BASE}/CodeSystem/barthel", "code": level, "display": words}],
        "text": words,
    }


def test_the_response_names_the_instrument_both_assessors_and_every_answer() -> None:
    conversion = barthel("10,5,5,10,10,10,10,15,10,5")
    response = conversion.entries[1].resource

    assert response["questionnaire"] == f"{BASE}/Questionnaire/barthel|2023"
    assert [item["valueReference"]["display"] for item in response["extension"]] == ["甲", "乙"]
    assert response["item"][1] == {
        "linkId": "bathing",
        "text": "洗澡",
        "answer": [
            {
                "valueCoding": {
                    "system": f"{BASE}/CodeSystem/barthel",
                    "code": "bathing-5",
                    "display": "独立完成",
                    "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 5}],
                }
            }
        ],
    }
    assert len(response["item"]) == 10
    assert {item["derivedFrom"][0]["reference"] for item in observations(conversion).values()} == {
        conversion.entries[1].full_url
    }


def test_braden_and_morse_have_their_own_levels() -> None:
    braden = only("编号,评估日期,感知,潮湿,活动,移动,营养,摩擦与剪切\nR001,2026-02-20,2,2,1,2,2,1\n")
    morse = only(
        "编号,评估日期,近三个月跌倒史,一个以上诊断,行走辅助,静脉输液或留置针,步态,认知自身能力\n"
        "R001,2026-02-20,是,是,15,否,10,0\n"
    )

    assert observations(braden)["level"]["valueCodeableConcept"]["coding"][0]["code"] == "high"
    assert observations(morse)["total"]["valueQuantity"]["value"] == 65
    assert observations(morse)["level"]["valueCodeableConcept"]["coding"][0]["code"] == "high"


def test_the_nine_risks_are_counted_and_have_no_level() -> None:
    first, second = convert((SAMPLES / "nine_risks.csv").read_text("utf-8"))

    assert {code: item["valueQuantity"]["value"] for code, item in observations(first).items()} == {"risks": 1}
    assert {code: item["valueQuantity"]["value"] for code, item in observations(second).items()} == {"risks": 5}
    assert len(first.entries[1].resource["item"]) == 9


@pytest.mark.parametrize("name", ["barthel", "nine_risks", "ability_assessments"])
def test_what_comes_out_is_valid_and_has_a_profile(name: str) -> None:
    resources = [
        entry.resource
        for conversion in convert((SAMPLES / f"{name}.csv").read_text("utf-8"))
        for entry in conversion.entries
    ]

    assert resources != []
    assert [issue.text for resource in resources for issue in validate(resource) if issue.is_error] == []
    assert [item["resourceType"] for item in resources if alliance_profile(item) is None] == []
