"""Scales beside GB/T 42195: from the points of the items to scores and a level. Source: domain knowledge in each CSV.

One instrument is one code system (`terminology/data/code_systems`), whose rows say what is an item, an answer, a score
and a level. Levels of two instruments are never compared: level 2 of one is not level 2 of another. GB/T 42195-2022 is
in `terminology.ability`, because its level has reasons of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from terminology.code_systems import CodeSystem, load_code_system

SCALES = ("barthel", "braden", "gb-38600-2019", "ltci-2021", "morse")
"""Instruments whose items the hub carries."""

_LTCI_BANDS: Mapping[str, tuple[int, int, int]] = {"adl": (100, 65, 45), "cognition": (16, 4, 2), "senses": (12, 4, 2)}
"""Lowest sum of each index for 完好 intact, 轻度 mild, 中度 moderate (医保办发〔2021〕37号; cut-offs not verified)."""
_LTCI_GRADES = ((0, 0, 1, 1), (1, 1, 1, 2), (2, 2, 2, 3), (3, 3, 4, 5))
"""Grade by the band of daily living (row) and the worse band of cognition and senses (column); not verified."""


@dataclass(frozen=True, slots=True)
class ScaleItem:
    """One item with the points that its answers give; `group` is the score that it counts for."""

    code: str
    name: str
    group: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """One instrument. `levels` holds (code, lowest, highest) of its total, empty when it has none."""

    name: str
    system: CodeSystem
    items: Mapping[str, ScaleItem]
    scores: tuple[str, ...]
    levels: tuple[tuple[str, int, int], ...]

    @property
    def questionnaire(self) -> str:
        """Canonical URL and version of its Questionnaire."""
        return f"https://alliance-hub.example/fhir/Questionnaire/{self.name}|{self.system.version}"


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """Scores by code, and the code of the level; "" for an instrument without levels."""

    scores: Mapping[str, int]
    level: str


class IncompleteScaleError(ValueError):
    """Items without points, unknown ones, or points that no answer gives; `items` are their names."""

    def __init__(self, text: str, *, items: tuple[str, ...]) -> None:
        super().__init__(text)
        self.items = items


@cache
def scale(name: str) -> Scale:
    """The instrument by its name. Raises KeyError for one whose items the hub does not carry."""
    if name not in SCALES:
        raise KeyError(f"There are no items of {name!r}; there are those of {', '.join(SCALES)}.")
    system = load_code_system(name)
    points: dict[str, list[int]] = {}
    for concept in system.codes.values():
        if concept.more.get("kind") == "option":
            points.setdefault(concept.more["parent"], []).append(int(concept.more["points"]))
    scores = tuple(code for code, concept in system.codes.items() if concept.more.get("kind") == "score")
    items = {
        code: ScaleItem(code, concept.zh, concept.more.get("parent", scores[0]), tuple(sorted(points[code])))
        for code, concept in system.codes.items()
        if concept.more.get("kind") == "item"
    }
    levels = tuple(
        (code, int(concept.more["low"]), int(concept.more["high"]))
        for code, concept in system.codes.items()
        if concept.more.get("kind") == "level" and "low" in concept.more
    )
    return Scale(name=name, system=system, items=items, scores=scores, levels=levels)


def score(scale_: Scale, answers: Mapping[str, int]) -> ScaleResult:
    """The sums and the level of one complete assessment; `answers` holds points by item code.

    Raises IncompleteScaleError: a sum over fewer items would look like another level.
    """
    _check(scale_, answers)
    sums = dict.fromkeys(scale_.scores, 0)
    for code, item in scale_.items.items():
        sums[item.group] += answers[code]
    if scale_.name == "ltci-2021":
        return ScaleResult(sums, str(_ltci_grade(sums)))
    total = sums[scale_.scores[0]]
    level = next((code for code, lowest, highest in scale_.levels if lowest <= total <= highest), "")
    return ScaleResult(sums, level)


def _check(scale_: Scale, answers: Mapping[str, int]) -> None:
    missing = tuple(item.name for code, item in scale_.items.items() if code not in answers)
    if missing:
        text = f"{len(missing)} of {len(scale_.items)} items of {scale_.name} have no points."
        raise IncompleteScaleError(text, items=missing)
    unknown = tuple(sorted(set(answers) - set(scale_.items)))
    if unknown:
        raise IncompleteScaleError(f"{scale_.name} has no such item.", items=unknown)
    wrong = tuple(item.name for code, item in scale_.items.items() if answers[code] not in item.points)
    if wrong:
        raise IncompleteScaleError(f"No answer of {scale_.name} gives these points.", items=wrong)


def _ltci_grade(sums: Mapping[str, int]) -> int:
    bands = {
        code: sum(sums[code] < lowest for lowest in limits)
        for code, limits in _LTCI_BANDS.items()
    }  # fmt: skip
    return _LTCI_GRADES[bands["adl"]][max(bands["cognition"], bands["senses"])]
