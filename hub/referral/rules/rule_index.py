"""Which shared rules have anything to say about an elder, found by the facts that were given (ADR 32, ADR 48).

A catalogue has thousands of rules and an elder a dozen facts. A rule that triggers does so in one of a few ways (the
parts of its `或`); each way needs some fact that silence does not supply, and is looked at only when that fact was
given. What the value of a fact, a diagnosis, a device or a capability decides alone is worked out beforehand. A rule
that must hold (ST0) says the same in every silence, so that finding is ready. Places are bits of a number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from hub.referral.rules.conditions import has
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.ready import Ready, ready, required
from hub.referral.rules.ruled_out import Having, Limits, Mark, havings_of, limits_of, of_latest
from hub.referral.rules.values import Finding
from terminology.catalogue import Catalogue
from terminology.condition_language import Both, Comparison, Either, Expression, FactLookup, Has
from terminology.fact_definitions import FactDefinition
from terminology.silence import Truth, facts_asked, fails_in_silence, kleene, truth_in_silence

TRIGGERING = ("UP0", "EX0", "NEED", "DR0")
"""The sets whose rules speak only when they trigger; those of ST0 all do."""


class Found(NamedTuple):
    """What a look at the facts of an elder tells of the shared rules.

    Of those that trigger: the places that may hold, and with them those of hard rules that may be open. Of ST0: the
    rules that must be asked, those that are not for this elder, and those that their one fact makes fail or pass.
    """

    may_hold: int
    may_be_open: int
    asked: int
    exempt: int = 0
    failing: int = 0
    passing: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RuleSets:
    """The rule sets of a catalogue, and an index of the shared ones.

    `rules` has the rule of each place of those that trigger; a set's are its stretch of bits in `places`, and ST0's
    stand behind them all. `asking` says which places a given fact opens, and which marks its value sets: a rule that
    triggers fails; one of ST0 is for others, fails, or passes (three stretches). So does `having` a diagnosis or
    device, and a receiver that is `capable`. `always` are open whatever was given;
    `open` are the places of hard rules that are looked at only where an open question counts. `of_one_value` are marks
    that hold for elders with one value of a fact. `scoped` are the rules of ST0 for whom a mark does not say whether
    they are for this elder. `silent` are ST0's findings about an elder of whom nothing is known.
    """

    sets: Mapping[str, tuple[Ready, ...]]
    rules: tuple[Ready, ...]
    places: Mapping[str, int]
    asking: Mapping[str, tuple[int, Limits | None]]
    having: tuple[Having, ...]
    capable: tuple[Having, ...]
    always: int
    open: int
    of_one_value: int
    scoped: int
    silent: tuple[Finding, ...]

    def look(self, evidence: Evidence) -> Found:
        """What the facts that were given, and those that were not, tell of the shared rules."""
        places, marks = self.always, 0
        asking, baseline, readings = self.asking, evidence.baseline, evidence.readings
        for code, facts in evidence.by_code.items():
            if code in asking:
                asked, limits = asking[code]
                places |= asked
                if limits is not None and code not in baseline:
                    of_value = limits.marks(readings[code])
                    marks |= of_value if len(facts) == 1 else of_value & ~self.of_one_value
        if evidence.capabilities is not None:
            marks |= _marks_of_capabilities(self, evidence.capabilities)
        for condition, if_present, if_absent in self.having:
            marks |= if_present if has(condition, evidence) else if_absent
        first, size = len(self.rules), len(self.silent)
        places &= ~marks
        triggering, own = places & ((1 << first) - 1), (1 << size) - 1
        marks >>= first
        return Found(
            triggering & ~self.open, triggering, places >> first, marks & own, marks >> size & own, marks >> 2 * size
        )

    def of_set(self, name: str, places: int) -> Iterator[Ready]:
        """The rules of a set that stand at these places, in the set's order, each once."""
        places &= self.places[name]
        last = None
        while places:
            lowest = places & -places
            found = self.rules[lowest.bit_length() - 1]
            if found is not last:
                yield found
            last = found
            places ^= lowest


@lru_cache(maxsize=1 << 12)
def _marks_of_capabilities(sets: RuleSets, capabilities: frozenset[str]) -> int:
    """The marks that a receiver sets, worked out once for what it can do."""
    marks = 0
    for condition, if_present, if_absent in sets.capable:
        marks |= if_present if condition.code in capabilities else if_absent
    return marks


@lru_cache(maxsize=16)
def sets_of(catalogue: Catalogue) -> RuleSets:
    """The rule sets of a catalogue."""
    sets = {name: tuple(ready(rule) for rule in rules) for name, rules in catalogue.rules.items()}
    index = _Index(catalogue.facts)
    places: dict[str, int] = {}
    for name in TRIGGERING:
        first = len(index.rules)
        for one in sets[name]:
            index.add_triggering(one)
        places[name] = (1 << len(index.rules)) - (1 << first)
    index.add_required(sets["ST0"])
    limits, having = limits_of(index.marks), havings_of(index.marks)
    facts = index.asking.keys() | limits.keys()
    return RuleSets(
        sets,
        tuple(index.rules),
        places,
        {fact: (index.asking.get(fact, 0), limits.get(fact)) for fact in facts},
        tuple(one for one in having if one.condition.kind != "capability"),
        tuple(one for one in having if one.condition.kind == "capability"),
        index.always,
        index.open,
        index.of_one_value,
        index.scoped,
        tuple(required(one, *one.in_silence, None, catalogue.facts) for one in sets["ST0"]),
    )


@dataclass(slots=True)
class _Index:
    """An index in the making."""

    definitions: Mapping[str, FactDefinition]
    rules: list[Ready] = field(default_factory=list)
    asking: dict[str, int] = field(default_factory=dict)
    marks: dict[int, Mark] = field(default_factory=dict)
    always: int = 0
    open: int = 0
    of_one_value: int = 0
    scoped: int = 0

    def add_triggering(self, one: Ready) -> None:
        """A place for each way in which the rule may hold, and for a hard one another where it may be open."""
        rule = one.rule
        for way in rule.condition.parts if isinstance(rule.condition, Either) else (rule.condition,):
            watched = self._watched(way)
            self._add_place(one, way, frozenset({watched}) if watched else None)
        if rule.severity == "hard":
            self.open |= 1 << len(self.rules)
            fails = fails_in_silence(rule.condition, self.definitions.get)
            self._add_place(one, rule.condition, facts_asked(rule.condition) if fails else None)

    def add_required(self, rules: tuple[Ready, ...]) -> None:
        """The places of ST0, behind all others, and the three stretches of their marks."""
        first, size = len(self.rules), len(rules)
        for place, one in enumerate(rules):
            scope, condition = one.rule.when, of_latest(one.rule.condition)
            self._open(first + place, one.asks if scope is None or isinstance(scope, Has) else None)
            if isinstance(scope, Has):
                self.marks[first + place] = Mark(scope, "fail")
            elif scope is not None:
                self.scoped |= 1 << place
            if one.only_fact:
                fails, passes = first + size + place, first + 2 * size + place
                self.marks |= {fails: Mark(condition, "fail"), passes: Mark(condition, "pass")}
                self.of_one_value |= (1 << fails | 1 << passes) if condition != one.rule.condition else 0

    def _add_place(self, one: Ready, condition: Expression, facts: frozenset[str] | None) -> None:
        place = len(self.rules)
        self.rules.append(one)
        self._open(place, facts)
        scope = one.rule.when
        self.marks[place] = Mark(condition if scope is None else Both((scope, condition)), "fail")

    def _open(self, place: int, facts: frozenset[str] | None) -> None:
        """A place is looked at when one of these facts was given; when None, whatever was given."""
        if facts is None:
            self.always |= 1 << place
        for fact in facts or ():
            self.asking[fact] = self.asking.get(fact, 0) | 1 << place

    def _watched(self, way: Expression) -> str:
        """A fact without which the way cannot hold, a vital sign last since everybody has them; empty for none."""
        needed = [fact for fact in facts_asked(way) if not _may_hold_without(fact, way, self.definitions.get)]
        return min(needed, key=self._how_common, default="")

    def _how_common(self, fact: str) -> tuple[bool, str]:
        definition = self.definitions.get(fact)
        return definition is not None and definition.group == "vital", fact


def _may_hold_without(fact: str, way: Expression, lookup: FactLookup) -> bool:
    """Whether a condition may hold when nobody gave this fact, whatever the others are."""

    def of_atom(atom: Comparison | Has) -> Truth:
        return truth_in_silence(atom, lookup) if isinstance(atom, Comparison) and atom.fact == fact else "pass"

    return kleene(way, of_atom) == "pass"
