"""The words of a call: each thing known with its age, each thing not known as unknown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.referral.briefing import words_of
from hub.referral.rules.values import Fact
from hub.referral.sbar import MOST_OF_A_KIND, Call, sbar
from hub.store.admin import Member
from hub.transfer.sections import GOALS_SYSTEM
from terminology.catalogue import sample

AT = datetime(2026, 3, 2, 15, 40, tzinfo=UTC)
HOME = Member(code="N2", name="示范康悦护理中心", kind="home")
CLINIC = Member(code="M1", name="示范卫生服务中心", kind="clinic", licensed=True, phone="0571-1")
HOSPITAL = Member(code="H1", name="示范老年病医院", kind="hospital", licensed=True)
GOALS = sample().facts["goals-of-care"]
DEFINITIONS = {code: sample().facts[code] for code in ("temperature", "consciousness", "news2")}


def call(**changed: Any) -> Call:
    empty = Call(
        sender=HOME, receiver=HOSPITAL, request={}, priority="stat", at=AT, person={}, record=(), facts=(),
        definitions={}, snapshot=None,
    )  # fmt: skip
    return replace(empty, **changed)


def part(code: str, **changed: Any) -> tuple[list[str], list[str]]:
    zh, en = sbar(call(**changed))[code]
    return zh.removesuffix("。").split("；"), en.removesuffix(".").split("; ")


def measured(value: float | str, *, ago: timedelta | None, code: str = "temperature", **more: Any) -> Fact:
    unit = "Cel" if code == "temperature" else ""
    return Fact(code, value, unit=unit, measured_at=AT - ago if ago is not None else None, **more)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (None, ("测量时间未知", "time unknown")),
        (timedelta(minutes=-3), ("0分钟前", "0 min ago")),
        (timedelta(minutes=119), ("119分钟前", "119 min ago")),
        (timedelta(hours=2), ("2小时前", "2 h ago")),
        (timedelta(days=2), ("2天前", "2 d ago")),
    ],
    ids=["no-time", "clocks-differ", "minutes", "hours", "days"],
)
def test_a_value_is_told_with_its_age(ago: timedelta | None, words: tuple[str, str]) -> None:
    definitions = {"temperature": DEFINITIONS["temperature"]}

    zh, en = part("assessment", facts=(measured(38.6, ago=ago),), definitions=definitions)

    assert (zh[0], en[0]) == (f"体温 38.6 ℃（{words[0]}）", f"Body temperature 38.6 °C ({words[1]})")


def test_the_last_value_counts_and_never_the_usual_an_implausible_or_one_without_time() -> None:
    facts = (
        measured(36.4, ago=None),
        measured(39.1, ago=timedelta(minutes=10)),
        measured(37.0, ago=timedelta(hours=5)),
        measured(36.6, ago=timedelta(minutes=1), is_baseline=True),
        measured(99.0, ago=timedelta(minutes=5), code="news2"),
        measured("V", ago=timedelta(minutes=5), code="consciousness"),
    )

    zh, en = part("assessment", facts=facts, definitions=DEFINITIONS)

    word = DEFINITIONS["consciousness"].codes["V"]
    assert zh[:3] == [f"意识 V {word}（5分钟前）", "体温 39.1 ℃（10分钟前）", "NEWS2评分未知"]
    assert en[2] == "NEWS2 total unknown"


def test_what_ended_or_was_wrong_is_not_told_but_an_allergy_of_earlier_days_is() -> None:
    def one(kind: str, text: str, status: str, verified: str = "confirmed") -> dict[str, Any]:
        return {"resourceType": kind, "code": {"text": text}, "clinicalStatus": {"coding": [{"code": status}]},
                "verificationStatus": {"coding": [{"code": verified}]}}  # fmt: skip

    record = [
        one("Condition", "高血压", "active"), one("Condition", "肺炎", "resolved"),
        one("Condition", "误诊", "active", "refuted"), one("AllergyIntolerance", "青霉素", "inactive"),
        one("AllergyIntolerance", "误录", "active", "entered-in-error"),
        {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": "华法林"}},
        {"resourceType": "MedicationRequest", "status": "stopped", "medicationCodeableConcept": {"text": "阿司匹林"}},
    ]  # fmt: skip

    zh, _ = part("background", record=record, facts=(Fact("device", "NGT"),))

    assert zh == ["老人意愿未知", "诊断：高血压", "过敏：青霉素", "在用药品：华法林", "管路设备：NGT"]


def test_what_the_elder_wishes_comes_first_in_words() -> None:
    goal = {"coding": [{"system": GOALS_SYSTEM, "code": "comfort"}]}
    directive = {"coding": [{"code": "dnr"}], "text": "不做心肺复苏"}
    record = [
        {"resourceType": "Consent", "status": "active", "category": [directive], "provision": {"code": [goal]}},
        {"resourceType": "Consent", "status": "inactive", "category": [{"coding": [{"code": "dnr"}], "text": "旧的"}]},
        {"resourceType": "Consent", "status": "active", "category": [{"text": "同意共享"}]},
    ]
    facts = (Fact("goals-of-care", "comfort"),)

    known, _ = part("background", record=record, facts=facts, definitions={"goals-of-care": GOALS})
    unlisted, _ = part("background", facts=(Fact("goals-of-care", "other"),))

    assert (known[0], unlisted[0]) == ("老人意愿：安宁舒适、不做心肺复苏", "老人意愿：other")


def test_a_living_will_that_a_ward_wrote_down_is_a_wish() -> None:
    """HL7 v2 PD1-7 and PD1-15, as the adapter writes them."""

    def laid_down(words: str, table: str, code: str, status: str = "final") -> dict[str, Any]:
        return {
            "resourceType": "Observation",
            "status": status,
            "code": {"coding": [{"system": "http://loinc.org", "code": "75320-2"}], "text": words},
            "valueCodeableConcept": {
                "coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{table}", "code": code}]
            },
        }

    record = [
        laid_down("生前预嘱", "v2-0315", "F"),
        laid_down("预先医疗指示", "v2-0435", "DNR"),
        laid_down("预先医疗指示", "v2-0435", "DNR", "entered-in-error"),
    ]

    zh, _ = part("background", record=record)

    assert zh[0] == "老人意愿：生前预嘱：有，本院未存档、预先医疗指示：不做心肺复苏"


def test_how_many_more_there_are_is_said() -> None:
    record = [{"resourceType": "Condition", "code": {"text": f"诊断{n}"}} for n in range(MOST_OF_A_KIND + 2)]

    zh, en = part("background", record=record)

    assert zh[1].endswith("、诊断11等，另有2项")
    assert en[1].endswith(" and 2 more")


@pytest.mark.parametrize(
    ("born", "words"),
    [("1941-03-03", "出生 1941-03-03（84岁）"), ("1941-03-02", "出生 1941-03-02（85岁）"), ("1941", "出生日期未知")],
)
def test_the_age_is_in_whole_years_of_a_known_day(born: str, words: str) -> None:
    zh, _ = part("situation", person={"birthDate": born, "gender": "female", "name": [{"text": "钱阿婆"}]})

    assert zh[2:5] == ["姓名：钱阿婆", "性别：女", words]


def test_why_is_told_in_the_callers_words_and_codes() -> None:
    request = {"reasonCode": [{"text": "胸痛"}, {}], "note": [{"text": " 呼之不应 "}, {"text": " "}]}

    zh, en = part("situation", request=request)

    assert zh[5:] == ["呼叫原因：胸痛", "呼之不应"]
    assert en[5] == "reason: 胸痛；呼之不应"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ["请立即准备接诊", "急诊呼叫是通知，不等待同意", "呼叫机构没有医生，未经医生评估：请回电指导途中处置",
              "回电未知"]),
        ({"sender": CLINIC, "priority": "urgent"}, ["请尽快答复能否接诊", "医生意见未知", "回电：0571-1"]),
        ({"priority": "routine", "doctor": "签约医生王某"}, ["请安排会诊或门诊", "医生意见：签约医生王某", "回电未知"]),
    ],
    ids=["stat", "urgent", "routine"],
)  # fmt: skip
def test_what_is_asked_for_follows_the_priority_and_whose_word_it_is(changed: dict[str, Any], words: list[str]) -> None:
    assert part("recommendation", **changed)[0] == words


@pytest.mark.parametrize(
    ("snapshot", "words"),
    [
        (None, "病种目录裁定未知"),
        ({"extension": [{"url": "overall", "valueCode": "pass"},
                        {"url": "canonical", "valueCanonical": "https://x/y|2026.1"}]}, "病种目录（2026.1）：符合"),
    ],
    ids=["none", "pass"],
)  # fmt: skip
def test_what_the_catalogue_said_is_told(snapshot: dict[str, Any] | None, words: str) -> None:
    assert part("assessment", priority="urgent", snapshot=snapshot)[0] == [words]


def test_stored_words_are_read_in_either_language_and_what_is_no_part_is_left_out() -> None:
    translation = {"url": "translation", "extension": [{"url": "lang", "valueCode": "en"},
                                                       {"url": "content", "valueString": "unknown"}]}  # fmt: skip
    stored = {
        "payload": [
            {"id": "situation", "contentString": "未知", "_contentString": {"extension": [translation]}},
            {"id": "background", "contentString": "只有中文"},
            {"contentString": "别的"},
        ]
    }

    assert words_of(stored, language="zh") == [("现况", "未知"), ("背景", "只有中文")]
    assert words_of(stored, language="en") == [("Situation", "unknown"), ("Background", "只有中文")]
