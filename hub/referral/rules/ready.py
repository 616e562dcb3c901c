"""Rules made ready to be asked many times: each compiled once, with what is known of its findings beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hub.referral.rules.conditions import Test, Truth, Verdict, compile_condition
from hub.referral.rules.truths import Ask, compile_truth
from hub.referral.rules.values import Fact, Finding, Missing, Weight
from terminology.catalogue import Rule
from terminology.fact_definitions import FactDefinition

_RULES = 1 << 16
_finding = tuple.__new__
"""Makes a Finding past its constructor, which costs as much as the rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A rule, compiled. `asks` is None for one whose answer in silence is not known beforehand.

    `weight` is how much its findings weigh, `weight_of_fail` how much one that fails does. `only_fact` is the one fact
    that it asks for, if it asks for no more.
    """

    rule: Rule
    asks: frozenset[str] | None
    in_silence: Verdict
    test: Test
    truth: Ask
    scope: Ask | None
    weight: Weight
    weight_of_fail: Weight
    only_fact: str


@lru_cache(maxsize=_RULES)
def ready(rule: Rule) -> Ready:
    """The rule, compiled."""
    silence = rule.silence
    missing = tuple(Missing(code, "missing") for code in silence.missing) if silence is not None else ()
    asks = silence.asks if silence is not None else frozenset()
    weight: Weight = "soft" if rule.severity == "confirm" else rule.severity
    return Ready(
        rule,
        silence.asks if silence is not None else None,
        Verdict(silence.truth if silence is not None else "unknown", (), missing),
        compile_condition(rule.condition),
        compile_truth(rule.condition),
        None if rule.when is None else compile_truth(rule.when),
        weight,
        "hard" if rule.severity == "confirm" else weight,
        next(iter(asks)) if len(asks) == 1 else "",
    )


def required(
    one: Ready,
    truth: Truth,
    facts: tuple[Fact, ...],
    missing: tuple[Missing, ...],
    at: datetime | None,
    definitions: Mapping[str, FactDefinition],
) -> Finding:
    """The finding of a rule that must hold, by what its condition says. Positional: it is made for every rule."""
    rule = one.rule
    said = (
        rule.code, rule.dimension, truth, one.weight_of_fail if truth == "fail" else one.weight, at if facts else None,
        rule.zh, rule.en, "", "", facts, missing, rule.condition, False, definitions,
    )  # fmt: skip
    return _finding(Finding, said)
