import pytest

from adapters.care_home.adapter import ADAPTER
from adapters.port import Conversion, Source
from fhir_profiles.issue import JsonObject
from terminology.ability import CODE_SYSTEM, ITEMS

FULL = {code: str(item.highest) for code, item in ITEMS.items()}
NAMES = [item.name for item in ITEMS.values()]


def convert(scores: dict[str, str] | None = None, /, **more: str) -> Conversion:
    columns = {"编号": "R001", "评估日期": "2026-02-20", "评估员1": "甲", "评估员2": "乙"} | more
    cells = [*columns.values(), *(FULL | (scores or {})).values()]
    text = ",".join([*columns, *NAMES]) + "\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"
    [conversion] = ADAPTER.convert(text.encode(), source=Source(name="N1"))
    return conversion


def observations(conversion: Conversion) -> dict[str, JsonObject]:
    return {
        entry.resource["code"]["coding"][0]["code"]: entry.resource
        for entry in conversion.entries
        if entry.resource["resourceType"] == "Observation"
    }


def levels(conversion: Conversion) -> tuple[str, str]:
    found = observations(conversion)
    raw, adjusted = (found[code]["valueCodeableConcept"]["coding"][0]["code"] for code in ("raw-level", "level"))
    return raw, adjusted


def findings(conversion: Conversion) -> list[tuple[str, str]]:
    return [(issue.severity, issue.text) for issue in conversion.issues]


def test_an_assessment_becomes_a_response_and_seven_observations_derived_from_it() -> None:
    conversion = convert({"B.1.3": "0", "B.2.4": "1"})

    response = conversion.entries[1]
    found = observations(conversion)
    scores = {code: found[code]["valueQuantity"]["value"] for code in found if "valueQuantity" in found[code]}
    assert scores == {"total": 84, "self-care": 28, "mobility": 13, "mental": 28, "participation": 15}
    assert levels(conversion) == ("1", "1")
    assert [resource["derivedFrom"] for resource in found.values()] == [[{"reference": response.full_url}]] * 7
    assert [resource["effectiveDateTime"] for resource in found.values()] == ["2026-02-20"] * 7


def test_the_response_holds_26_answers_in_four_groups_with_their_ordinal_values() -> None:
    response = convert().entries[1].resource

    assert [(group["linkId"], len(group["item"])) for group in response["item"]] == [
        ("B.1", 8),
        ("B.2", 4),
        ("B.3", 9),
        ("B.4", 5),
    ]
    assert response["item"][1]["item"][3] == {
        "linkId": "B.2.4",
        "text": "上下楼梯",
        "answer": [
            {
                "valueCoding": {
                    "system": CODE_SYSTEM,
                    "code": "B.2.4-3",
                    "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 3}],
                }
            }
        ],
    }
    assert [extension["valueReference"]["display"] for extension in response["extension"]] == ["甲", "乙"]


def test_the_level_is_the_instruments_own_code() -> None:
    level = observations(convert())["level"]["valueCodeableConcept"]

    assert level == {
        "coding": [
            {
                "system": CODE_SYSTEM,
                "code": "0",
                "display": "能力完好",
                "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}],
            }
        ],
        "text": "0 级 能力完好",
    }


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({"诊断": "F03.x00 痴呆"}, ["dementia"]),
        ({"诊断": "I10; F00.1"}, ["dementia"]),
        ({"痴呆": "是"}, ["dementia"]),
        ({"诊断": "F20.0 精神分裂症"}, ["other-mental-disorder"]),
        ({"精神疾病": "是"}, ["other-mental-disorder"]),
        ({"意外事件": "跌倒1次、走失1次"}, ["care-risk-events"]),
        ({"跌倒次数": "1", "噎食次数": "1"}, ["care-risk-events"]),
        ({"诊断": "F03", "意外事件": "3"}, ["dementia", "care-risk-events"]),
    ],
)
def test_stated_grounds_raise_the_level_by_one_and_are_written_down(more: dict[str, str], reasons: list[str]) -> None:
    conversion = convert(**more)

    level = observations(conversion)["level"]
    assert levels(conversion) == ("0", "1")
    assert [part["valueCodeableConcept"]["coding"][0]["code"] for part in level["component"]] == reasons
    assert len(level["note"]) == 1


@pytest.mark.parametrize(
    "more", [{"诊断": "I63.900"}, {"痴呆": "否"}, {"意外事件": "跌倒1次"}, {"昏迷": "否"}, {"诊断": "G20"}]
)
def test_other_grounds_raise_nothing(more: dict[str, str]) -> None:
    conversion = convert(**more)

    assert levels(conversion) == ("0", "0")
    assert "component" not in observations(conversion)["level"]


def test_a_coma_is_level_4() -> None:
    assert levels(convert({"B.3.9": "0"}, 昏迷="是")) == ("1", "4")


def test_consciousness_0_without_a_word_on_coma_is_doubtful() -> None:
    conversion = convert({"B.3.9": "0"})

    assert findings(conversion) == [
        (
            "warning",
            (
                "Row 2, column 意识水平: 0 stands for stupor and for coma; add a column 昏迷 (是 or 否), "
                "for a coma is level 4 directly."
            ),
        )
    ]


def test_dementia_in_words_alone_is_a_warning_and_raises_nothing() -> None:
    conversion = convert(诊断="阿尔茨海默病")

    assert levels(conversion) == ("0", "0")
    assert [severity for severity, _ in findings(conversion)] == ["warning"]


def test_missing_items_are_named_and_nothing_is_summed() -> None:
    conversion = convert({"B.1.1": "", "B.3.4": ""})

    assert conversion.entries == ()
    assert findings(conversion) == [
        (
            "error",
            "Row 2, column 进食: 2 of 26 items have no score: 进食, 记忆. Expected all 26; nothing is summed.",
        )
    ]


def test_a_score_out_of_range_is_an_error_at_its_column() -> None:
    assert findings(convert({"B.2.4": "4"})) == [
        ("error", "Row 2, column 上下楼梯: the value is not plausible: expected 0 to 3.")
    ]


def test_an_unreadable_ground_refuses_the_row_for_the_level_would_be_too_low() -> None:
    assert findings(convert(意外事件="好几次")) == [
        (
            "error",
            "Row 2, column 意外事件: expected a count, or 跌倒, 走失, 噎食, 自杀自伤, 其他 with their counts.",
        )
    ]


def test_a_stated_total_or_level_that_differs_is_reported_and_not_used() -> None:
    conversion = convert(总分="88", 能力等级="2级 中度")

    assert observations(conversion)["total"]["valueQuantity"]["value"] == 90
    assert findings(conversion) == [
        ("warning", "Row 2, column 总分: differs from the sum of the 26 items, which is 90 and is used."),
        ("warning", "Row 2, column 能力等级: differs from the computed level 0, which is used."),
    ]


def test_a_stated_level_in_words_that_agrees_is_silent() -> None:
    assert findings(convert(能力等级="能力完好")) == []


def test_a_header_that_lacks_items_names_them() -> None:
    header = ",".join(["编号", "评估日期", *NAMES[:-2]])

    [conversion] = ADAPTER.convert(f"{header}\nR1,2026-02-20\n".encode(), source=Source(name="N1"))

    assert "lacks: 使用交通工具外出, 社会交往能力." in conversion.issues[0].text


def test_numbered_item_names_are_understood() -> None:
    header = ",".join(["编号", "评估日期", *(f"{item.code} {item.name}（分）" for item in ITEMS.values())])
    row = ",".join(["R1", "2026-02-20", *FULL.values()])

    [conversion] = ADAPTER.convert(f"{header}\n{row}\n".encode("gbk"), source=Source(name="N1"))

    assert levels(conversion) == ("0", "0")
