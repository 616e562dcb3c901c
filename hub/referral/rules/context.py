"""What every kind of rule gets: the catalogue, the question, the evidence, and the rows that the diagnoses fell in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hub.referral.rules.conditions import Verdict, test_of, test_of_scope, verdict_in_silence
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.values import Fact, Finding, Missing, Question, Receiver, Result, Weight
from terminology.catalogue import Catalogue, Row, Rule

State = Literal["matched", "undecided", "tied", "unmapped", "unlisted", "inactive", "provisional", "background"]


@dataclass(frozen=True, slots=True)
class Match:
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
    matches: tuple[Match, ...] = ()
    level: int | None = None
    is_comfort: bool = False

    @property
    def receiver(self) -> Receiver | None:
        """The institution that is asked."""
        return self.question.receiver

    def counted(self) -> Iterator[tuple[Fact, Row]]:
        """Diagnoses that set the level, each with its row."""
        for match in self.matches:
            if match.state == "matched" and match.row is not None:
                yield match.fact, match.row

    def required(self, rule: Rule, *, diagnosis: Fact | None = None, soften: bool = False) -> Finding:
        """The finding of a rule that must hold."""
        verdict = self.triggered(rule, diagnosis=diagnosis)
        return self.finding(rule, verdict, verdict.truth, soften=soften)

    def triggered(self, rule: Rule, *, diagnosis: Fact | None = None) -> Verdict:
        """Whether a rule that triggers does."""
        if rule.silence is not None and rule.silence.asks.isdisjoint(self.evidence.given):
            return verdict_in_silence(rule)
        return test_of(rule)(self.evidence, diagnosis)

    def may_trigger(self, name: str, *, even_hard: bool = False) -> Iterator[Rule]:
        """Rules of a set that trigger, without those whose facts nobody gave; hard ones too when they are asked for."""
        given = self.evidence.given
        for rule in self.catalogue.rules[name]:
            silence = rule.silence
            is_silent = silence is not None and silence.truth != "pass" and silence.asks.isdisjoint(given)
            if is_silent and not (even_hard and rule.severity == "hard"):
                continue
            if rule.when is None or self.applies(rule):
                yield rule

    def applies(self, rule: Rule) -> bool:
        """Whether the rule is for this elder; an open question does not exempt."""
        test = test_of_scope(rule)
        return test is None or test(self.evidence, None).truth != "fail"

    def finding(
        self, rule: Rule, verdict: Verdict, result: Result, *, soften: bool = False, negate: bool = False
    ) -> Finding:
        """A finding of a catalogue rule; `negate` when its condition must not hold."""
        severity: Weight = "hard" if rule.severity == "hard" else "soft"
        if rule.severity == "confirm" and result == "fail":
            severity = "hard"
        if rule.severity == "info":
            severity = "info"
        if soften and severity == "hard":
            severity = "soft"
        return Finding(
            rule.code,
            rule.dimension,
            result,
            severity,
            self.question.at,
            rule.zh,
            rule.en,
            f"不得有 {rule.text}" if negate else rule.text,
            "",
            verdict.facts,
            verdict.missing,
            rule.condition,
            negate,
            self.catalogue.facts,
        )

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
    ) -> Finding:
        """A finding of a rule that is not a row of the catalogue."""
        return Finding(
            rule=rule,
            dimension=dimension,
            result=result,
            severity=severity,
            at=self.question.at,
            title_zh=zh,
            title_en=en,
            would_pass_zh=asks_zh,
            would_pass_en=asks_en,
            facts=facts,
            missing=missing,
            definitions=self.catalogue.facts,
        )
