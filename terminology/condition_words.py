"""A condition of the catalogue in words that a ward reads, in Chinese and English: units, and names for codes.

Also what must be so that it does not hold, for the rules that forbid something.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from terminology.code_systems import load_code_system
from terminology.condition_language import NO, Both, Comparison, Either, Expression, Has
from terminology.fact_definitions import FactDefinition

Definitions = Mapping[str, FactDefinition]


class _Tongue(NamedTuple):
    """How a language joins conditions, and says one."""

    atom: Callable[[Comparison | Has, Definitions, bool], str]
    both: str
    either: str
    brackets: tuple[str, str]


def condition_in_chinese(expression: Expression, definitions: Definitions, *, negate: bool = False) -> str:
    """A condition in Chinese; with `negate` what must be so that it does not hold."""
    return _say(expression, definitions, _CHINESE, negate)


def condition_in_english(expression: Expression, definitions: Definitions, *, negate: bool = False) -> str:
    """The same in English."""
    return _say(expression, definitions, _ENGLISH, negate)


def unit_in_chinese(unit: str) -> str:
    """A UCUM unit as a ward writes it (`Cel` is ℃); empty for a score or a ratio, whose name says enough."""
    return _UNITS[unit][0] if unit in _UNITS else "" if _says_nothing(unit) else unit


def unit_in_english(unit: str) -> str:
    """The same in English."""
    return _UNITS[unit][1] if unit in _UNITS else "" if _says_nothing(unit) else unit


def device_in_words(code: str) -> tuple[str, str]:
    """What an elder carries, in Chinese and English; the code itself when this list lacks it."""
    return _DEVICES.get(code, (code, code))


def _say(expression: Expression, definitions: Definitions, tongue: _Tongue, negate: bool) -> str:
    """A forbidden conjunction is escaped by any of its parts: what the receiver can do about it comes first."""
    if not isinstance(expression, Both | Either):
        return tongue.atom(expression, definitions, negate)
    parts = sorted(expression.parts, key=_not_capability) if negate else expression.parts
    if isinstance(expression, Both) is negate:
        return tongue.either.join(_say(part, definitions, tongue, negate) for part in parts)
    said = []
    for part in parts:
        text = _say(part, definitions, tongue, negate)
        is_choice = isinstance(part, Both if negate else Either)
        said.append(text.join(tongue.brackets) if is_choice else text)
    return tongue.both.join(said)


def _not_capability(expression: Expression) -> bool:
    return not (isinstance(expression, Has) and expression.kind == "capability")


def _chinese(atom: Comparison | Has, definitions: Definitions, negate: bool) -> str:
    if isinstance(atom, Has):
        return _has_zh(atom, absent=atom.absent is not negate)
    if negate and _is_series(atom):
        return f"并非“{_chinese(atom, definitions, False)}”"
    definition = definitions[atom.fact]
    if definition.kind == "boolean":
        return _yes_or_no_zh(definition.zh, holds=_is_yes(atom) is not negate) + _tail_zh(atom)
    return _numbers_zh(atom, definition, negate) + _tail_zh(atom)


def _english(atom: Comparison | Has, definitions: Definitions, negate: bool) -> str:
    if isinstance(atom, Has):
        return _has_en(atom, absent=atom.absent is not negate)
    if negate and _is_series(atom):
        return f'not "{_english(atom, definitions, False)}"'
    definition = definitions[atom.fact]
    if definition.kind == "boolean":
        return _yes_or_no_en(_small(definition.en), holds=_is_yes(atom) is not negate) + _tail_en(atom)
    return _numbers_en(atom, definition, negate) + _tail_en(atom)


_CHINESE = _Tongue(_chinese, " 且 ", "，或", ("（", "）"))
_ENGLISH = _Tongue(_english, " and ", ", or ", ("(", ")"))


def _has_zh(condition: Has, *, absent: bool) -> str:
    code = condition.code
    if condition.kind == "capability":
        known = load_code_system("capability").codes.get(code)
        name = f"{known.zh}（{code}）" if known is not None else code
        return f"接收方{'不' if absent else ''}具备{name}"
    if condition.kind == "device":
        return f"{'未带' if absent else '带'}{device_in_words(code)[0]}"
    known = load_code_system("icd-10-common").codes.get(code)
    if known is None:
        return f"{'无' if absent else '有'}诊断 {code}"
    return f"{'未诊断' if absent else '诊断为'}{known.zh}（{code}）"


def _has_en(condition: Has, *, absent: bool) -> str:
    code = condition.code
    if condition.kind == "capability":
        known = load_code_system("capability").codes.get(code)
        name = f"{_small(known.en)} ({code})" if known is not None else code
        return f"a receiver {'without' if absent else 'with'} {name}"
    if condition.kind == "device":
        return f"{'no ' if absent else ''}{device_in_words(code)[1]}"
    known = load_code_system("icd-10-common").codes.get(code)
    if known is None:
        return f"{'no ' if absent else ''}diagnosis {code}"
    return f"{'no' if absent else 'a'} diagnosis of {known.en} ({code})"


def _yes_or_no_zh(name: str, *, holds: bool) -> str:
    if holds:
        return name
    if any(word in name for word in ("已", "希望", "要求", "确认")):
        return f"{name}：否"
    if name.endswith("期"):
        return f"不在{name}"
    return f"没有“{name}”" if _NEEDS_QUOTES_ZH.search(name) else f"无{name}"


def _yes_or_no_en(name: str, *, holds: bool) -> str:
    if holds:
        return name
    if name.startswith("on "):
        return f"not {name}"
    return f'not "{name}"' if _NEEDS_QUOTES_EN.search(name) else f"no {name}"


def _numbers_zh(condition: Comparison, definition: FactDefinition, negate: bool) -> str:
    name, unit = definition.zh, unit_in_chinese(definition.unit)
    unit = unit if unit in {"", "%", "℃"} else f" {unit}"
    if condition.values:
        words = _listed([definition.codes.get(one, one) for one in _in_order(condition, definition)], "、", "或")
        return f"{name}{'：' if _is_equal(condition, negate) else '不是'}{words}"
    if condition.operator == "between":
        low, high = f"{condition.low:g}", f"{condition.high:g}{unit}"
        return f"{name} 低于 {low} 或高于 {high}" if negate else f"{name} {low} 至 {high}"
    if condition.fact in _STOPPED and _is_none(condition, negate):
        return _STOPPED[condition.fact][0]
    sign = _SIGNS[_FLIPPED[condition.operator] if negate else condition.operator]
    if condition.baseline_offset is not None:
        offset = f" {condition.baseline_offset:+g}{unit}" if condition.baseline_offset else ""
        other = "" if condition.low is None else f"（无平时值时 {sign} {condition.low:g}{unit}）"
        return f"{name} {sign} 本人平时值{offset}{other}"
    if condition.fact == "day-of-course":
        return f"病程{_COURSE_ZH[sign]} {condition.low:g} 天"
    return f"{name} {sign} {condition.low:g}{unit}"


def _numbers_en(condition: Comparison, definition: FactDefinition, negate: bool) -> str:
    name, unit = _small(definition.en), unit_in_english(definition.unit)
    unit = unit if unit in {"", "%"} else f" {unit}"
    if condition.values:
        words = _listed(_in_order(condition, definition), ", ", " or ")
        return f"{name} {'is' if _is_equal(condition, negate) else 'is not'} {words}"
    if condition.operator == "between":
        low, high = f"{condition.low:g}", f"{condition.high:g}{unit}"
        return f"{name} under {low} or over {high}" if negate else f"{name} {low} to {high}"
    if condition.fact in _STOPPED and _is_none(condition, negate):
        return _STOPPED[condition.fact][1]
    sign = _SIGNS[_FLIPPED[condition.operator] if negate else condition.operator]
    if condition.baseline_offset is not None:
        offset = f" {condition.baseline_offset:+g}{unit}" if condition.baseline_offset else ""
        other = "" if condition.low is None else f" ({sign} {condition.low:g}{unit} when none is known)"
        return f"{name} {sign} the elder's usual value{offset}{other}"
    if condition.fact == "day-of-course":
        return f"day of course {sign} {condition.low:g}"
    return f"{name} {sign} {condition.low:g}{unit}"


def _tail_zh(condition: Comparison) -> str:
    """How long or how often it must hold."""
    if condition.repeat > 1:
        return f"（连续{condition.repeat}次）"
    hours = condition.window_hours
    return f"（最近{_length(hours, '天', '小时')}内每次）" if hours else ""


def _tail_en(condition: Comparison) -> str:
    if condition.repeat > 1:
        return f" ({condition.repeat} times running)"
    hours = condition.window_hours
    return f" (each time in the last {_length(hours, ' days', ' h')})" if hours else ""


def _length(hours: float, days: str, short: str) -> str:
    return f"{hours / 24:g}{days}" if hours > 72 else f"{hours:g}{short}"


def _is_series(condition: Comparison) -> bool:
    return condition.repeat > 1 or bool(condition.window_hours)


def _is_yes(condition: Comparison) -> bool:
    return _is_equal(condition, negate=NO in condition.values)


def _is_equal(condition: Comparison, negate: bool) -> bool:
    return (condition.operator == "=") is not negate


def _is_none(condition: Comparison, negate: bool) -> bool:
    """Whether nothing of it is what is asked: forbidden above nought, or nought at most."""
    return condition.low == 0 and condition.operator == (">" if negate else "<=")


def _in_order(condition: Comparison, definition: FactDefinition) -> list[str]:
    return [code for code in definition.codes if code in condition.values] or sorted(condition.values)


def _listed(words: list[str], between: str, last: str) -> str:
    """Several words as a choice."""
    return last.join([between.join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _small(name: str) -> str:
    """A name inside a sentence; one that begins with an abbreviation or with a person's name keeps its letters."""
    if name.startswith(_PEOPLE):
        return name
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def _says_nothing(unit: str) -> bool:
    return unit.startswith(("{", "[")) or unit == "1"


_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_FLIPPED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_COURSE_ZH = {"≥": "满", ">": "超过", "<": "不满", "≤": "不超过"}
_UNITS = {
    "Cel": ("℃", "°C"), "/min": ("次/分", "/min"), "mm[Hg]": ("mmHg", "mmHg"), "10*9/L": ("×10⁹/L", "×10⁹/L"),
    "umol/L": ("μmol/L", "μmol/L"), "mL/min/{1.73_m2}": ("mL/min/1.73m²", "mL/min/1.73 m²"),
    "mL/min/1.73m2": ("mL/min/1.73m²", "mL/min/1.73 m²"), "{points}": ("个百分点", ""), "d": ("天", "days"),
    "h": ("小时", "h"), "%": ("%", "%"),
}  # fmt: skip
_PEOPLE = ("Candida", "Child", "Glasgow", "Hoehn", "Parkinson", "Wagner")
_NEEDS_QUOTES_ZH = re.compile(r"[未无不]|^\d")
_NEEDS_QUOTES_EN = re.compile(r",|\b(?:not|wants|changed|un\w+)\b")
"""Names that `no` before them would make unreadable."""
_STOPPED = {"oxygen-flow": ("老人已停用吸氧", "the elder no longer on oxygen")}
"""Facts whose nought has a name of its own on a ward."""
_DEVICES = {
    "NGT": ("鼻胃管", "nasogastric tube"), "PEG": ("胃造瘘管", "gastrostomy tube"),
    "FOLEY": ("导尿管", "urinary catheter"), "TRACH": ("气管切开套管", "tracheostomy tube"),
    "STOMA": ("造口", "stoma"), "PICC": ("中心静脉导管", "central line"),
    "NIV": ("无创呼吸机", "non-invasive ventilator"),
    "INVASIVE-VENT": ("有创呼吸机", "invasive ventilator"), "O2": ("吸氧装置", "oxygen device"),
}  # fmt: skip
