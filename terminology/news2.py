"""NEWS2, the National Early Warning Score of the Royal College of Physicians (2017), each parameter 0 to 3.

Scale 2 for oxygen saturation is for elders with confirmed hypercapnic respiratory failure (COPD as a rule).
An elder's own baseline changes two things here: confusion that was always there is not *new* confusion,
and long-term oxygen scores nothing. A scale is its bounds, and the points up to each bound (included) and above all.
"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

Scale = tuple[tuple[float, ...], tuple[int, ...]]

_RESPIRATORY_RATE: Scale = ((8, 11, 20, 24), (3, 1, 0, 2, 3))
_SPO2_SCALE_1: Scale = ((91, 93, 95), (3, 2, 1, 0))
_SPO2_SCALE_2_AIR: Scale = ((83, 85, 87), (3, 2, 1, 0))
_SPO2_SCALE_2_OXYGEN: Scale = ((83, 85, 87, 92, 94, 96), (3, 2, 1, 0, 1, 2, 3))
_SYSTOLIC: Scale = ((90, 100, 110, 219), (3, 2, 1, 0, 3))
_HEART_RATE: Scale = ((40, 50, 90, 110, 130), (3, 1, 0, 1, 2, 3))
_TEMPERATURE: Scale = ((35.0, 36.0, 38.0, 39.0), (3, 1, 0, 1, 2))

PARAMETERS = ("respiratory-rate", "spo2", "oxygen", "systolic", "heart-rate", "consciousness", "temperature")
_MOST = {"oxygen": 2}


class Vitals(NamedTuple):
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


class Score(NamedTuple):
    """Points of each measured parameter, and what the total can be when some were not measured."""

    points: Mapping[str, int]
    at_least: int

    @property
    def at_most(self) -> int:
        """The most that it can be, with the missing parameters at their worst."""
        return self.at_least + sum(_MOST.get(name, 3) for name in self.missing)

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
    respiratory_rate, spo2, on_oxygen, systolic, heart_rate, consciousness, temperature, scale_2, _, long_term = vitals
    points: dict[str, int] = {}
    if respiratory_rate is not None:
        points["respiratory-rate"] = _look_up(respiratory_rate, _RESPIRATORY_RATE)
    if spo2 is not None and not (scale_2 and on_oxygen is None):
        points["spo2"] = _spo2_points(spo2, vitals)
    if on_oxygen is not None:
        points["oxygen"] = 2 if on_oxygen and not long_term else 0
    if systolic is not None:
        points["systolic"] = _look_up(systolic, _SYSTOLIC)
    if heart_rate is not None:
        points["heart-rate"] = _look_up(heart_rate, _HEART_RATE)
    if consciousness is not None:
        points["consciousness"] = _consciousness_points(vitals)
    if temperature is not None:
        points["temperature"] = _look_up(temperature, _TEMPERATURE)
    return Score(points, sum(points.values()))


def _look_up(value: float, scale: Scale) -> int:
    bounds, points = scale
    return points[bisect_left(bounds, value)]


def _spo2_points(spo2: float, vitals: Vitals) -> int:
    if not vitals.scale_2:
        return _look_up(spo2, _SPO2_SCALE_1)
    if vitals.on_oxygen:
        return _look_up(spo2, _SPO2_SCALE_2_OXYGEN)
    return _look_up(spo2, _SPO2_SCALE_2_AIR)


def _consciousness_points(vitals: Vitals) -> int:
    letter = (vitals.consciousness or "").strip().upper()
    if letter not in {"A", "C", "V", "P", "U"}:
        raise ValueError(f"Consciousness is {letter!r}; expected one of A, C (new confusion), V, P, U.")
    if letter == "A" or (letter == "C" and vitals.confusion_is_baseline):
        return 0
    return 3
