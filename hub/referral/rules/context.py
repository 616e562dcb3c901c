"""What every kind of rule gets: the catalogue, the question, the evidence, and the rows that the diagnoses fell in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from hub.referral.rules.conditions import Truth, Verdict
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.ready import Ready, ready
from hub.referral.rules.rule_index import Found, RuleSets
from hub.referral.rules.values import Fact, Finding, Missing, Question, Receiver, Result, Weight
from terminology.catalogue import Catalogue, Row, Rule
from terminology.condition_language import Expression

_finding = tuple.__new__
"""Makes a Finding past its constructor, which costs as much as the rule."""

State = Literal["matched", "undecided", "tied", "unmapped", "unlisted", "inactive", "provisional", "background"]


class Match(NamedTuple):
    """One diagnosis and the row it fell in, or why in none. `possible` are the rows that an open question leaves."""

    fact: Fact
    state: State
    row: Row | None = None
    possible: tuple[Row, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(slots=True)
class Context:
    """One evaluation at work; made by the engine, read by the rules."""

    catalogue: Catalogue
    question: Question
    evidence: Evidence
    sets: RuleSets
    found: Found
    """What a look at the facts told of the shared rules."""
    is_upward: bool
    matches: tuple[Match, ...] = ()
    counted: tuple[tuple[Fact, Row], ...] = ()
    """Diagnoses that set the level, each with its row."""
    level: int | None = None
    is_comfort: bool = False
    _downward: dict[tuple[Row, int], list[tuple[Ready, Verdict]]] = field(default_factory=dict)

    @property
    def receiver(self) -> Receiver | None:
        """The institution that is asked."""
        return self.question.receiver

    def verdict(self, one: Ready, diagnosis: Fact | None = None) -> Verdict:
        """What a rule's condition says of this elder."""
        asks, evidence = one.asks, self.evidence
        if asks is not None and evidence.given.isdisjoint(asks):
            return one.in_silence
        return one.test(evidence, diagnosis)

    def downward(self, fact: Fact, row: Row) -> list[tuple[Ready, Verdict]]:
        """A row's own conditions for the way down with what they say of this diagnosis, worked out once."""
        known = self._downward.get((row, id(fact)))
        if known is None:
            known = [(one, self.verdict(one, fact)) for one in map(ready, row.down)]
            self._downward[row, id(fact)] = known
        return known

    def truth(self, rule: Rule, diagnosis: Fact) -> Truth:
        """The same of a row's rule, without the facts."""
        return ready(rule).truth(self.evidence, diagnosis)

    def triggering(self, name: str, *, even_open: bool = False) -> Iterator[tuple[Rule, Verdict]]:
        """Rules of a set that hold, and when asked for the hard ones that nobody can decide, each with its verdict."""
        found = self.found
        places = (found.may_be_open if even_open else found.may_hold) & self.sets.places[name]
        if not places:
            return
        for one in self.sets.of_set(name, places):
            if one.scope is not None and one.scope(self.evidence, None) == "fail":  # an open question does not exempt
                continue
            truth = one.truth(self.evidence, None)
            if truth == "pass" or (even_open and truth == "unknown" and one.rule.severity == "hard"):
                yield one.rule, self.verdict(one)

    def finding(
        self, rule: Rule, verdict: Verdict, result: Result, *, soften: bool = False, negate: bool = False
    ) -> Finding:
        """A finding of a catalogue rule; `negate` when its condition must not hold."""
        one = ready(rule)
        severity = one.weight_of_fail if result == "fail" else one.weight
        if soften and severity == "hard":
            severity = "soft"
        said = (
            rule.code, rule.dimension, result, severity, self.evidence.at if verdict.facts else None, rule.zh, rule.en,
            "", "", verdict.facts, verdict.missing, rule.condition, negate, self.evidence.definitions,
        )  # fmt: skip
        return _finding(Finding, said)

    def note(
        self,
        rule: str,
        dimension: str,
        result: Result,
        severity: Weight,
        zh: str,
        en: str,
        *,
        asks_zh: str = "",
        asks_en: str = "",
        facts: tuple[Fact, ...] = (),
        missing: tuple[Missing, ...] = (),
        condition: Expression | None = None,
    ) -> Finding:
        """A finding of a rule that is not a row of the catalogue; a `condition` is what would make it pass."""
        said = (
            rule, dimension, result, severity, self.evidence.at if facts else None, zh, en, asks_zh, asks_en, facts,
            missing, condition, False, self.evidence.definitions,
        )  # fmt: skip
        return _finding(Finding, said)
