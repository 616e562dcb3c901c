"""What the papers of a transfer still lack, and who can supply it: the minimum sets of `domain.md` B3.

It never holds an elder back. Before a routine move the desk sees it; after a stat call it is the list to catch up
within 24 hours (ruling 1), and the loop is closed when nothing on it is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fhir_profiles.issue import JsonObject
from hub.transfer.medicines import TYPES, acts_of, reconciled_list, supply
from hub.transfer.sections import sections

Record = Sequence[JsonObject]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: a code, its words, and who can supply it (Chinese and English)."""

    code: str
    zh: str
    en: str
    by_zh: str
    by_en: str


@dataclass(frozen=True, slots=True)
class _Demand:
    gap: Gap
    holds: Callable[[Record, datetime], bool]
    down_only: bool = False


def gaps(record: Record, *, upward: bool, at: datetime) -> tuple[Gap, ...]:
    """Everything that the minimum set of this direction asks for and the record lacks at a time."""
    return tuple(
        demand.gap for demand in _DEMANDS if not (upward and demand.down_only) and not demand.holds(record, at)
    )


def _any_of(*codes: str) -> Callable[[Record, datetime], bool]:
    """Whether something of the record stands in one of these sections of the document."""
    takes = [section.takes for section in sections(upward=False) if section.code in codes]
    return lambda record, _: any(take(item) for item in record for take in takes)


def _has(*types: str) -> Callable[[Record, datetime], bool]:
    return lambda record, _: any(item.get("resourceType") in types for item in record)


def _fresh(code: str, hours: int) -> Callable[[Record, datetime], bool]:
    takes = next(section.takes for section in sections(upward=False) if section.code == code)

    def holds(record: Record, at: datetime) -> bool:
        since = (at - timedelta(hours=hours)).date().isoformat()
        return any(takes(item) and str(item.get("effectiveDateTime") or item.get("issued") or "")[:10] >= since
                   for item in record)  # fmt: skip

    return holds


def _has_supply(record: Record, _: datetime) -> bool:
    """Whether each medicine that goes on has a supply; without medicines there is nothing to take along."""
    going = [item for item in record if item.get("resourceType") in TYPES and item.get("status") in _GOES_ON]
    return all(supply(item, acts_of(item, record)) for item in going)


_GOES_ON = frozenset({"active", "intended"})


def _devices_have_words(record: Record, _: datetime) -> bool:
    """Whether each tube or device in use says in words when it is changed next, and by whom."""
    in_use = [
        item for item in record if item.get("resourceType") == "DeviceUseStatement" and item.get("status") == "active"
    ]
    return all(any(note.get("text") for note in item.get("note", [])) for item in in_use)


_DOCTOR, _NURSE, _DESK = ("转出医生", "the sending doctor"), ("护士", "a nurse"), ("转出协调员", "the sending desk")

_DEMANDS = (
    _Demand(Gap("diagnoses", "诊断", "diagnoses", *_DOCTOR), _has("Condition")),
    _Demand(Gap("medicines", "用药清单(没有也须写明)", "medicines, or that there are none", *_DOCTOR),
            lambda record, _: any(item.get("resourceType") in TYPES for item in record)
            or reconciled_list(record) is not None),
    _Demand(Gap("reconciliation", "用药核对(逐条注明继续、调整、新增、停用)",
                "medicines reconciled line by line, by a doctor or pharmacist", "转出医生或药师",
                "the sending doctor or pharmacist"),
            lambda record, _: reconciled_list(record) is not None, down_only=True),
    _Demand(Gap("supply", "带药数量(不少于7天)", "the supply of medicines that goes along, at least 7 days",
                "转出药房", "the sending pharmacy"), _has_supply, down_only=True),
    _Demand(Gap("allergies", "过敏史(没有也须写明)", "allergies, or that there are none", *_NURSE),
            _has("AllergyIntolerance")),
    _Demand(Gap("vital-signs", "24小时内生命体征", "vital signs of the last 24 hours", *_NURSE), _fresh("8716-3", 24)),
    _Demand(Gap("contact", "紧急联系人", "an emergency contact", *_DESK), _has("RelatedPerson")),
    _Demand(Gap("results", "7天内主要检查检验结果", "key results of the last 7 days", *_DOCTOR), _fresh("30954-2", 168),
            down_only=True),
    _Demand(Gap("devices", "管路的下次更换日期与更换者", "the next change of each tube, and who changes it", *_NURSE),
            _devices_have_words, down_only=True),
    _Demand(Gap("skin", "皮肤核对(出发)", "the skin as it is on departure", *_NURSE), _any_of("skin"), down_only=True),
    _Demand(Gap("payer", "医保类型与支付", "insurance and who pays", *_DESK), _has("Coverage"), down_only=True),
    _Demand(Gap("ability", "能力评估", "an ability assessment", *_NURSE), _any_of("47420-5"), down_only=True),
    _Demand(Gap("care-plan", "护理计划", "a care plan", *_NURSE), _has("CarePlan"), down_only=True),
    _Demand(Gap("follow-up", "复诊日期", "a follow-up date", *_DOCTOR), _has("Appointment"), down_only=True),
    _Demand(Gap("wishes", "老人意愿与照护目标", "the elder's wishes", *_DOCTOR), _any_of("42348-3"), down_only=True),
)  # fmt: skip
