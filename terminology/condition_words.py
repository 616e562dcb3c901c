"""A condition of the catalogue in words: its own text without the shorthand, and English."""

import re
from collections.abc import Mapping

from terminology.condition_language import Both, Comparison, Either, Expression, Has
from terminology.fact_definitions import FactDefinition

_WINDOW = re.compile(r"\s*@(\d+)([hd])")
_REPEAT = re.compile(r"\s+x(\d+)\b")


def condition_in_chinese(text: str) -> str:
    """A condition as it was written, with `@72h` and `x2` in words."""
    text = _WINDOW.sub(lambda found: f"（最近{found[1]}{'小时' if found[2] == 'h' else '天'}内）", text)
    return _REPEAT.sub(lambda found: f"（连续{found[1]}次）", text)


def condition_in_english(expression: Expression, definitions: Mapping[str, FactDefinition]) -> str:
    """A condition of the catalogue, with the English names of its facts."""
    if isinstance(expression, Both | Either):
        word = " and " if isinstance(expression, Both) else " or "
        return word.join(condition_in_english(part, definitions) for part in expression.parts)
    if isinstance(expression, Has):
        return f"{'no ' if expression.absent else ''}{expression.kind} {expression.code}"
    return _comparison_en(expression, definitions)


def _comparison_en(condition: Comparison, definitions: Mapping[str, FactDefinition]) -> str:
    name = definitions[condition.fact].en
    unit = definitions[condition.fact].unit
    unit = "" if unit.startswith("{") else f" {unit}"
    tail = f" for {condition.window_hours:g} h" if condition.window_hours else ""
    tail += f", {condition.repeat} times" if condition.repeat > 1 else ""
    if condition.values:
        return f"{name} {condition.operator} {'/'.join(sorted(condition.values))}{tail}"
    if condition.operator == "between":
        return f"{name} {condition.low:g} to {condition.high:g}{unit}{tail}"
    if condition.baseline_offset is not None:
        other = "" if condition.low is None else f" (or {condition.low:g}{unit} without one)"
        return f"{name} {condition.operator} baseline {condition.baseline_offset:+g}{other}{tail}"
    return f"{name} {condition.operator} {condition.low:g}{unit}{tail}"
