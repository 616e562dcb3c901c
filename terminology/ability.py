"""GB/T 42195-2022 (老年人能力评估规范): from item scores to the ability level.

26 items in four groups, 90 points, higher is better. The total gives the raw level: 0 完好 (90),
1 轻度 (66 to 89), 2 中度 (46 to 65), 3 重度 (30 to 45), 4 完全失能 (0 to 29). A coma is level 4 directly.
A diagnosis F00 to F03, another mental disorder F04 to F99, or two care-risk events within 30 days
raise the level, also from 0. Several reasons together raise it by one level, to 4 at most: that
reading is ours (the standard names the reasons singly), so it is stated wherever the level shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

CODE_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/gbt-42195-2022"
QUESTIONNAIRE = "https://alliance-hub.example/fhir/Questionnaire/gbt-42195-2022"
INSTRUMENT = "GB/T 42195-2022"
HIGHEST_TOTAL = 90

Reason = Literal["coma", "dementia", "other-mental-disorder", "care-risk-events"]

REASON_WORDS: Mapping[Reason, str] = {
    "coma": "昏迷，直接评定为完全失能",
    "dementia": "确诊认知障碍/痴呆（F00–F03），等级加重一级",
    "other-mental-disorder": "确诊其他精神和行为障碍（F04–F99），等级加重一级",
    "care-risk-events": "近 30 天内照护风险事件 2 次及以上，等级加重一级",
}

LEVEL_WORDS = (
    "能力完好",
    "能力轻度受损（轻度失能）",
    "能力中度受损（中度失能）",
    "能力重度受损（重度失能）",
    "能力完全丧失（完全失能）",
)
"""The name of each level, by its number."""


@dataclass(frozen=True, slots=True)
class AbilityItem:
    """One secondary indicator (二级指标): its number, Chinese name and highest score."""

    code: str
    name: str
    highest: int


@dataclass(frozen=True, slots=True)
class AbilityGroup:
    """One primary indicator (一级指标) with its items."""

    code: str
    slug: str
    name: str
    items: tuple[AbilityItem, ...]

    @property
    def highest(self) -> int:
        """The most points that the group can have."""
        return sum(item.highest for item in self.items)


@dataclass(frozen=True, slots=True)
class AbilityResult:
    """What the items add up to.

    `sub_scores` is by group slug (self-care 0 to 32, mobility 0 to 15, mental 0 to 28,
    participation 0 to 15). `raw_level` comes from the total alone, `level` holds the adjustments,
    `reasons` says why they differ (or would, were the raw level not 4 already).
    """

    total: int
    sub_scores: Mapping[str, int]
    raw_level: int
    level: int
    reasons: tuple[Reason, ...]


class IncompleteAssessmentError(ValueError):
    """Items are missing, unknown or out of their range; `items` are their Chinese names."""

    def __init__(self, text: str, *, items: tuple[str, ...]) -> None:
        super().__init__(text)
        self.items = items


def _group(code: str, slug: str, name: str, items: str) -> AbilityGroup:
    pairs = [pair.rsplit(":", 1) for pair in items.split()]
    numbered = tuple(
        AbilityItem(code=f"{code}.{number}", name=item, highest=int(highest))
        for number, (item, highest) in enumerate(pairs, start=1)
    )
    return AbilityGroup(code=code, slug=slug, name=name, items=numbered)


GROUPS = (
    _group(
        "B.1",
        "self-care",
        "自理能力",
        "进食:4 修饰:4 洗澡:4 穿/脱上衣:4 穿/脱裤子和鞋袜:4 小便控制:4 大便控制:4 如厕:4",
    ),
    _group("B.2", "mobility", "基础运动能力", "床上体位转移:4 床椅转移:4 平地行走:4 上下楼梯:3"),
    _group(
        "B.3",
        "mental",
        "精神状态",
        "时间定向:4 空间定向:4 人物定向:4 记忆:4 理解能力:4 表达能力:4 攻击行为:1 抑郁症状:1 意识水平:2",
    ),
    _group(
        "B.4",
        "participation",
        "感知觉与社会参与",
        "视力:2 听力:2 执行日常事务:4 使用交通工具外出:3 社会交往能力:4",
    ),
)
"""The four groups of annex B in their order: 32, 15, 28 and 15 points."""

ITEMS: Mapping[str, AbilityItem] = {item.code: item for group in GROUPS for item in group.items}
"""The 26 items by code (`B.1.1`)."""


def score(
    items: Mapping[str, int],
    *,
    dementia: bool = False,
    other_mental_disorder: bool = False,
    care_risk_events_30d: int = 0,
    coma: bool = False,
) -> AbilityResult:
    """The result of one complete assessment; `items` holds 26 scores by item code.

    Raises IncompleteAssessmentError, naming the items, when one is missing, unknown or out of range:
    a sum over fewer items would look like a worse level.
    """
    _check(items)
    sub_scores = {group.slug: sum(items[item.code] for item in group.items) for group in GROUPS}
    total = sum(sub_scores.values())
    raw_level = level_of_total(total)
    reasons = _reasons(
        dementia=dementia,
        other_mental_disorder=other_mental_disorder,
        care_risk_events_30d=care_risk_events_30d,
        coma=coma,
    )
    return AbilityResult(
        total=total,
        sub_scores=sub_scores,
        raw_level=raw_level,
        level=_adjusted(raw_level, reasons),
        reasons=reasons,
    )


def level_of_total(total: int) -> int:
    """The level (0 to 4) that a total (0 to 90) stands for, without adjustments."""
    if not 0 <= total <= HIGHEST_TOTAL:
        raise ValueError(f"A total of {INSTRUMENT} lies between 0 and {HIGHEST_TOTAL}.")
    if total == HIGHEST_TOTAL:
        return 0
    return next(level for level, lowest in ((1, 66), (2, 46), (3, 30), (4, 0)) if total >= lowest)


def _check(items: Mapping[str, int]) -> None:
    missing = tuple(item.name for code, item in ITEMS.items() if code not in items)
    if missing:
        raise IncompleteAssessmentError(f"{len(missing)} of 26 items have no score.", items=missing)
    unknown = tuple(sorted(set(items) - set(ITEMS)))
    if unknown:
        raise IncompleteAssessmentError(f"{INSTRUMENT} has no such item.", items=unknown)
    wrong = tuple(item.name for code, item in ITEMS.items() if not 0 <= items[code] <= item.highest)
    if wrong:
        raise IncompleteAssessmentError("A score lies outside the range of its item.", items=wrong)


def _reasons(
    *, dementia: bool, other_mental_disorder: bool, care_risk_events_30d: int, coma: bool
) -> tuple[Reason, ...]:
    stated: tuple[tuple[Reason, bool], ...] = (
        ("coma", coma),
        ("dementia", dementia),
        ("other-mental-disorder", other_mental_disorder),
        ("care-risk-events", care_risk_events_30d >= 2),
    )
    return tuple(reason for reason, holds in stated if holds)


def _adjusted(raw_level: int, reasons: tuple[Reason, ...]) -> int:
    if "coma" in reasons:
        return 4
    return min(raw_level + 1, 4) if reasons else raw_level
