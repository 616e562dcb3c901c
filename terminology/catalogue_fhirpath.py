"""A condition of the catalogue as FHIRPath over named facts (https://hl7.org/fhirpath/N1/).

The facts are a Parameters resource: one parameter for each fact that counts, by its code, with its latest usable
value (`value[x]`); `CODE@72h` every value of a window, `CODE x3` the latest three, `CODE.baseline` the elder's own
usual value, `CODE.at-least` a score of which parts are missing; `diagnosis`, `device` and `capability` as often as
there are any, and `receiver` once somebody is asked. What is absent is the empty collection, which FHIRPath's `and`
and `or` carry on as unknown, as the engine does (https://hl7.org/fhirpath/N1/#boolean-logic).
"""

from terminology.condition_language import Both, Comparison, Either, Expression, Has
from terminology.icd10 import Pattern

PARTIAL = frozenset({"news2", "news2-single"})
"""Scores that may be known as a lower bound only."""


def condition_to_fhirpath(condition: Expression) -> str:
    """The expression; its value is true, false, or empty when a fact that it needs is unknown."""
    if isinstance(condition, Both | Either):
        word = " and " if isinstance(condition, Both) else " or "
        return word.join(f"({condition_to_fhirpath(part)})" for part in condition.parts)
    return _has(condition) if isinstance(condition, Has) else _comparison(condition)


def name_of(condition: Comparison) -> str:
    """The parameter that a comparison reads."""
    if condition.repeat > 1:
        return f"{condition.fact} x{condition.repeat}"
    return condition.fact if condition.window_hours is None else f"{condition.fact}@{condition.window_hours:g}h"


def _value(name: str) -> str:
    return f"parameter.where(name = '{name}').value"


def _has(condition: Has) -> str:
    if condition.kind == "diagnosis":
        assert condition.pattern is not None
        found = f"{_value('diagnosis')}.where({_matches(condition.pattern)}).exists()"
    else:
        found = f"{_value(condition.kind)}.where($this = '{condition.code}').exists()"
    if condition.absent:
        found = f"{found}.not()"
    if condition.kind == "capability":
        return f"iif({_value('receiver')}.exists(), {found}, {{}})"
    return found


def _matches(pattern: Pattern) -> str:
    """WHO codes that the pattern names, as a regular expression; an exclusion beats every inclusion."""
    included = f"matches('{_regex(pattern.included)}')"
    return f"{included} and matches('{_regex(pattern.excluded)}').not()" if pattern.excluded else included


def _regex(codes: "dict[str, int] | frozenset[str]") -> str:
    """A category stands for all below it, a subcategory for itself."""
    return "^(" + "|".join(code.replace(".", "[.]") + ("$" if "." in code else "") for code in sorted(codes)) + ")"


def _comparison(condition: Comparison) -> str:
    name = name_of(condition)
    if condition.baseline_offset is not None:
        usual = f"{_value(f'{condition.fact}.baseline')}"
        against = _over(name, condition, f"(%context.{usual} + ({condition.baseline_offset:g}))")
        otherwise = "{}" if condition.low is None else _over(name, condition, f"{condition.low:g}")
        return f"iif({usual}.exists(), {against}, {otherwise})"
    return _over(name, condition, "" if condition.low is None else f"{condition.low:g}")


def _over(name: str, condition: Comparison, limit: str) -> str:
    """The comparison of the latest value, or of every value of a series."""
    if condition.repeat == 1 and condition.window_hours is None:
        plain = _holds(_value(name), condition, limit)
        return _with_lower_bound(plain, condition, limit) if condition.fact in PARTIAL else plain
    each = _holds("$this", condition, limit)
    count = f" and {_value(name)}.count() = {condition.repeat}" if condition.repeat > 1 else ""
    held = f"{_value(name)}.all({each})"
    known = f"iif({held} and {_value(f'{name}.open')}.exists().not(){count}, true, {{}})"
    return f"iif({_value(name)}.exists(), iif({held}, {known}, false), {{}})"


def _holds(value: str, condition: Comparison, limit: str) -> str:
    if condition.values:
        codes = " | ".join(f"'{code}'" for code in sorted(condition.values))
        listed = f"({value} in ({codes}))"
        return listed if condition.operator == "=" else f"{listed}.not()"
    if condition.operator == "between":
        return f"({value} >= {condition.low:g}) and ({value} <= {condition.high:g})"
    return f"({value} {condition.operator} {limit})"


def _with_lower_bound(plain: str, condition: Comparison, limit: str) -> str:
    """More points cannot undo what a lower bound decides already."""
    bound = f"{_value(f'{condition.fact}.at-least')}"
    decides = f"({bound} {condition.operator} {limit})"
    growing = condition.operator in {">", ">="}
    open_part = f"iif({decides}, true, {{}})" if growing else f"iif({decides}, {{}}, false)"
    return f"iif({_value(condition.fact)}.exists(), {plain}, iif({bound}.exists(), {open_part}, {{}}))"
