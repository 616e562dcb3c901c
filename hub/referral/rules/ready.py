"""Rules made ready to be asked many times: compiled once, and a set of them found by the facts that were given.

A catalogue has thousands of rules and an elder a dozen facts. What a rule says in silence is known beforehand, and so
is which rules a value alone makes fail. Only the others are looked at. Places in a set are bits of a number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hub.referral.rules.conditions import Test, Verdict, compile_condition
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.ruled_out import Limits, limits_of
from hub.referral.rules.truths import Ask, compile_truth
from hub.referral.rules.values import Missing, Weight
from terminology.catalogue import Catalogue, Rule
from terminology.condition_language import FactLookup
from terminology.silence import facts_asked, fails_in_silence

_RULES = 1 << 16

TRIGGERING = ("UP0", "EX0", "NEED", "DR0")
"""The sets whose rules are looked for; those of ST0 are all asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A rule, compiled. `asks` is None for one whose answer in silence is not known beforehand.

    `weight` is how much its findings weigh, `weight_of_fail` how much one that fails does.
    """

    rule: Rule
    asks: frozenset[str] | None
    in_silence: Verdict
    test: Test
    truth: Ask
    scope: Ask | None
    weight: Weight
    weight_of_fail: Weight


@dataclass(frozen=True, slots=True)
class RuleSets:
    """The rule sets of a catalogue, and an index of those whose rules speak only when they trigger.

    `rules` are all of the latter; a set's are its stretch of bits in `places`. `asking` says which of them ask
    for a fact, and which its value makes fail. `always` may hold whatever was given; `open` are hard ones that
    silence leaves unknown.
    """

    sets: Mapping[str, tuple[Ready, ...]]
    rules: tuple[Ready, ...]
    places: Mapping[str, int]
    asking: Mapping[str, tuple[int, Limits | None]]
    always: int
    open: int

    def that_may_hold(self, evidence: Evidence) -> tuple[int, int]:
        """The places of the rules that may hold, and with those that a hard rule cannot decide."""
        places, failing = self.always, 0
        asking, baseline, readings = self.asking, evidence.baseline, evidence.readings
        for code in evidence.given:
            if code in asking:
                asked, limits = asking[code]
                places |= asked
                if limits is not None and code not in baseline:
                    failing |= limits.failing(readings[code])
        return places & ~failing, (places | self.open) & ~failing

    def of_set(self, name: str, places: int) -> Iterator[Ready]:
        """The rules of a set that stand at these places, in the set's order."""
        places &= self.places[name]
        while places:
            lowest = places & -places
            yield self.rules[lowest.bit_length() - 1]
            places ^= lowest


@lru_cache(maxsize=_RULES)
def ready(rule: Rule) -> Ready:
    """The rule, compiled."""
    silence = rule.silence
    missing = tuple(Missing(code, "missing") for code in silence.missing) if silence is not None else ()
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
    )


@lru_cache(maxsize=16)
def sets_of(catalogue: Catalogue) -> RuleSets:
    """The rule sets of a catalogue."""
    sets = {name: tuple(ready(rule) for rule in rules) for name, rules in catalogue.rules.items()}
    indexed: list[Ready] = []
    places: dict[str, int] = {}
    for name in TRIGGERING:
        places[name] = ((1 << len(sets[name])) - 1) << len(indexed)
        indexed += sets[name]
    asking: dict[str, int] = {}
    always = undecided = 0
    for place, one in enumerate(indexed):
        if _may_hold_in_silence(one, catalogue.facts.get):
            always |= 1 << place
        elif one.in_silence.truth == "unknown" and one.rule.severity == "hard":
            undecided |= 1 << place
        for code in facts_asked(one.rule.condition):
            asking[code] = asking.get(code, 0) | 1 << place
    limits = limits_of([one.rule.condition for one in indexed])
    by_fact = {code: (found, limits.get(code)) for code, found in asking.items()}
    return RuleSets(sets, tuple(indexed), places, by_fact, always, undecided)


def _may_hold_in_silence(one: Ready, lookup: FactLookup) -> bool:
    """Whether it may hold, or ask about a diagnosis, a device or a capability, when none of its facts was given."""
    if one.asks is not None:
        return one.in_silence.truth == "pass"
    return not fails_in_silence(one.rule.condition, lookup)
