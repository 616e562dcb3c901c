"""What the papers of a transfer still lack, and who can supply it: the minimum sets of `domain.md` B3.

It never holds an elder back. Before a routine move the desk sees it; after a stat call it is the list to catch up
within 24 hours (ruling 1), and the loop is closed when nothing on it is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fhir_profiles.issue import JsonObject
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


_DOCTOR, _NURSE, _DESK = ("转出医生", "the sending doctor"), ("护士", "a nurse"), ("转出协调员", "the sending desk")

_DEMANDS = (
    _Demand(Gap("diagnoses", "诊断", "diagnoses", *_DOCTOR), _has("Condition")),
    _Demand(Gap("medicines", "用药清单(没有也须写明)", "medicines, or that there are none", *_DOCTOR),
            _has("MedicationStatement", "MedicationRequest", "List")),
    _Demand(Gap("allergies", "过敏史(没有也须写明)", "allergies, or that there are none", *_NURSE),
            _has("AllergyIntolerance")),
    _Demand(Gap("vital-signs", "24小时内生命体征", "vital signs of the last 24 hours", *_NURSE), _fresh("8716-3", 24)),
    _Demand(Gap("contact", "紧急联系人", "an emergency contact", *_DESK), _has("RelatedPerson")),
    _Demand(Gap("ability", "能力评估", "an ability assessment", *_NURSE), _any_of("47420-5"), down_only=True),
    _Demand(Gap("care-plan", "护理计划", "a care plan", *_NURSE), _has("CarePlan"), down_only=True),
    _Demand(Gap("follow-up", "复诊日期", "a follow-up date", *_DOCTOR), _has("Appointment"), down_only=True),
    _Demand(Gap("wishes", "老人意愿与照护目标", "the elder's wishes", *_DOCTOR), _any_of("42348-3"), down_only=True),
)  # fmt: skip
