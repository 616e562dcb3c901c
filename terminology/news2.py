"""NEWS2, the National Early Warning Score of the Royal College of Physicians (2017), each parameter 0 to 3.

Scale 2 for oxygen saturation is for elders with confirmed hypercapnic respiratory failure (COPD as a rule).
An elder's own baseline changes two things here: confusion that was always there is not *new* confusion,
and long-term oxygen scores nothing. Limits are half-open tables: the first bound that the value does not
exceed gives the points.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_RESPIRATORY_RATE = ((8, 3), (11, 1), (20, 0), (24, 2))
_SPO2_SCALE_1 = ((91, 3), (93, 2), (95, 1))
_SPO2_SCALE_2_AIR = ((83, 3), (85, 2), (87, 1))
_SPO2_SCALE_2_OXYGEN = ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2))
_SYSTOLIC = ((90, 3), (100, 2), (110, 1), (219, 0))
_HEART_RATE = ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2))
_TEMPERATURE = ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1))

PARAMETERS = ("respiratory-rate", "spo2", "oxygen", "systolic", "heart-rate", "consciousness", "temperature")
_MOST = {"oxygen": 2}


@dataclass(frozen=True, slots=True)
class Vitals:
    """One set: /min, %, whether oxygen is given, mmHg, /min, ACVPU letter, degrees Celsius; None is not measured."""

    respiratory_rate: float | None = None
    spo2: float | None = None
    on_oxygen: bool | None = None
    systolic: float | None = None
    heart_rate: float | None = None
    consciousness: str | None = None
    temperature: float | None = None
    scale_2: bool = False
    confusion_is_baseline: bool = False
    oxygen_is_long_term: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Points of each measured parameter, and what the total can be when some were not measured."""

    points: Mapping[str, int]
    at_least: int
    at_most: int

    @property
    def total(self) -> int | None:
        """The score, or None while a parameter is missing."""
        return self.at_least if len(self.points) == len(PARAMETERS) else None

    @property
    def has_single_three(self) -> bool:
        """Whether one parameter alone asks for an urgent review."""
        return 3 in self.points.values()

    @property
    def missing(self) -> tuple[str, ...]:
        """The parameters that were not measured."""
        return tuple(name for name in PARAMETERS if name not in self.points)


def score(vitals: Vitals) -> Score:
    """The score of one set of vital signs. Raises ValueError for a letter outside A, C, V, P, U."""
    points: dict[str, int] = {}
    _put(points, "respiratory-rate", vitals.respiratory_rate, _RESPIRATORY_RATE, above=3)
    if vitals.spo2 is not None and not (vitals.scale_2 and vitals.on_oxygen is None):
        points["spo2"] = _spo2_points(vitals.spo2, vitals)
    if vitals.on_oxygen is not None:
        points["oxygen"] = 2 if vitals.on_oxygen and not vitals.oxygen_is_long_term else 0
    _put(points, "systolic", vitals.systolic, _SYSTOLIC, above=3)
    _put(points, "heart-rate", vitals.heart_rate, _HEART_RATE, above=3)
    if vitals.consciousness is not None:
        points["consciousness"] = _consciousness_points(vitals)
    _put(points, "temperature", vitals.temperature, _TEMPERATURE, above=2)
    least = sum(points.values())
    most = least + sum(_MOST.get(name, 3) for name in PARAMETERS if name not in points)
    return Score(points=points, at_least=least, at_most=most)


def _put(
    points: dict[str, int], name: str, value: float | None, table: tuple[tuple[float, int], ...], *, above: int
) -> None:
    if value is not None:
        points[name] = _look_up(value, table, above=above)


def _look_up(value: float, table: tuple[tuple[float, int], ...], *, above: int) -> int:
    return next((points for bound, points in table if value <= bound), above)


def _spo2_points(spo2: float, vitals: Vitals) -> int:
    if not vitals.scale_2:
        return _look_up(spo2, _SPO2_SCALE_1, above=0)
    if vitals.on_oxygen:
        return _look_up(spo2, _SPO2_SCALE_2_OXYGEN, above=3)
    return _look_up(spo2, _SPO2_SCALE_2_AIR, above=0)


def _consciousness_points(vitals: Vitals) -> int:
    letter = (vitals.consciousness or "").strip().upper()
    if letter not in {"A", "C", "V", "P", "U"}:
        raise ValueError(f"Consciousness is {letter!r}; expected one of A, C (new confusion), V, P, U.")
    if letter == "A" or (letter == "C" and vitals.confusion_is_baseline):
        return 0
    return 3
