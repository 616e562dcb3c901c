"""What an assessment row says for the adjustments of GB/T 42195-2022: diagnoses, events, coma."""

import re
from dataclasses import dataclass

from adapters.tabular.fields import Fields, split_list
from adapters.tabular.values import NO, CellError, to_flag, to_whole_number

_ICD = re.compile(r"\b([A-Z]\d{2})(?:\.[0-9x]+)?", re.IGNORECASE)
_DEMENTIA_WORDS = ("痴呆", "阿尔茨海默", "认知症", "失智")
_EVENT_COLUMNS = ("falls", "wandering", "choking", "self_harm", "other_events")
_EVENT_WORDS = ("跌倒", "走失", "噎食", "自杀", "自伤", "其他")
MOST_EVENTS = 99


@dataclass(frozen=True, slots=True)
class Adjustments:
    """The stated grounds, as `terminology.ability.score` takes them."""

    dementia: bool
    other_mental_disorder: bool
    care_risk_events_30d: int
    coma: bool


def read_adjustments(fields: Fields) -> Adjustments:
    """The grounds of one row; what cannot be read is an error, for a level without it would be too low."""
    codes = _icd_categories(fields.text("diagnosis"))
    dementia = bool(fields.read("dementia", to_flag)) or any("F00" <= code <= "F03" for code in codes)
    mental = bool(fields.read("mental_disorder", to_flag)) or any("F04" <= code <= "F99" for code in codes)
    if not dementia and any(word in fields.text("diagnosis") for word in _DEMENTIA_WORDS):
        fields.report(
            "diagnosis",
            "names dementia in words without a code; only F00 to F03, or 是 in column 痴呆, raise the level.",
            severity="warning",
            code="business-rule",
        )
    coma = bool(fields.read("coma", to_flag))
    return Adjustments(dementia=dementia, other_mental_disorder=mental, care_risk_events_30d=_events(fields), coma=coma)


def to_event_count(cell: str) -> int:
    """`2`, `2次`, `无`, or the events by name: `跌倒2次、走失` is 3."""
    if cell.casefold() in NO:
        return 0
    if re.fullmatch(r"\d+\s*(?:次|起|例)?", cell):
        return to_whole_number(cell, highest=MOST_EVENTS)
    counts = [_named_event(part) for part in split_list(cell)]
    if any(count is None for count in counts):
        raise CellError("expected a count, or 跌倒, 走失, 噎食, 自杀自伤, 其他 with their counts")
    return sum(count or 0 for count in counts)


def _named_event(part: str) -> int | None:
    if not any(part.startswith(word) for word in _EVENT_WORDS):
        return None
    number = re.search(r"\d+", part)
    return int(number[0]) if number else 1


def _events(fields: Fields) -> int:
    total = fields.read("events", to_event_count)
    if total is not None:
        return total
    return sum(fields.read(key, to_event_count) or 0 for key in _EVENT_COLUMNS)


def _icd_categories(cell: str) -> list[str]:
    return [match[1].upper() for match in _ICD.finditer(cell)]
