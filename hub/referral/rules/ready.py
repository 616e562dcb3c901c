"""Rules made ready to be asked many times: compiled once, and a set of them found by the facts that were given.

A catalogue has thousands of rules and an elder a dozen facts. What a rule says in silence is known beforehand, so
that only those are looked at whose facts somebody gave, and those that silence leaves open.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hub.referral.rules.conditions import Test, Verdict, compile_condition
from hub.referral.rules.truths import Ask, compile_truth
from hub.referral.rules.values import Missing
from terminology.catalogue import Catalogue, Rule

_RULES = 1 << 16


class Ready(NamedTuple):
    """A rule, compiled. `asks` is None for one whose answer in silence is not known beforehand."""

    rule: Rule
    asks: frozenset[str] | None
    in_silence: Verdict
    test: Test
    truth: Ask
    scope: Ask | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a set and their places by the facts they ask for.

    `always` are the places of those that may hold whatever was given; `open` of hard ones that silence leaves unknown.
    """

    rules: tuple[Ready, ...]
    by_fact: Mapping[str, frozenset[int]]
    always: frozenset[int]
    open: frozenset[int]

    def that_may_hold(self, given: AbstractSet[str], *, even_open: bool) -> list[Ready]:
        """In the order of the set: rules that may hold, with those that a hard rule cannot decide when asked for."""
        places = set(self.always | self.open) if even_open else set(self.always)
        for code in given & self.by_fact.keys():
            places |= self.by_fact[code]
        return [self.rules[place] for place in sorted(places)]


@lru_cache(maxsize=_RULES)
def ready(rule: Rule) -> Ready:
    """The rule, compiled."""
    silence = rule.silence
    missing = tuple(Missing(code, "missing") for code in silence.missing) if silence is not None else ()
    return Ready(
        rule,
        silence.asks if silence is not None else None,
        Verdict(silence.truth if silence is not None else "unknown", (), missing),
        compile_condition(rule.condition),
        compile_truth(rule.condition),
        None if rule.when is None else compile_truth(rule.when),
    )


@lru_cache(maxsize=16)
def sets_of(catalogue: Catalogue) -> Mapping[str, RuleSet]:
    """The rule sets of a catalogue by name."""
    return {name: _rule_set(rules) for name, rules in catalogue.rules.items()}


def _rule_set(rules: tuple[Rule, ...]) -> RuleSet:
    made = tuple(ready(rule) for rule in rules)
    by_fact: dict[str, set[int]] = {}
    always, undecided = set(), set()
    for place, one in enumerate(made):
        if one.asks is None or one.in_silence.truth == "pass":
            always.add(place)
        elif one.in_silence.truth == "unknown" and one.rule.severity == "hard":
            undecided.add(place)
        for code in one.asks or ():
            by_fact.setdefault(code, set()).add(place)
    return RuleSet(
        made, {code: frozenset(places) for code, places in by_fact.items()}, frozenset(always), frozenset(undecided)
    )
