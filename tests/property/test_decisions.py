"""Whole decisions, asked with the index of rules and with every rule asked: the same to the last word.

Elders are random: values on and beside the numbers that rules compare, codes that nobody knows, partial and old facts,
wrong units, baselines, devices, any direction, priority and receiver.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import pytest

from benchmarks.large_catalogue import large_catalogue
from hub.referral.rules.engine import evaluate
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.rule_index import Found, RuleSets
from hub.referral.rules.values import Decision, Direction, Fact, Priority, Question
from terminology.catalogue import Catalogue, sample
from terminology.condition_language import Has, atoms
from terminology.fact_definitions import FactDefinition
from tests.unit.referral.rules.elders import AT, M1, N2, device, diagnosis, vitals

DIRECTIONS: Final[tuple[Direction, ...]] = ("up", "down", "into-home", "from-home")
PRIORITIES: Final[tuple[Priority, ...]] = ("stat", "urgent", "routine")
AGES: Final = (0, 0.5, 1, 3, 5, 23, 25, 47, 49, 100, 1000, -1, -0.1)
BESIDE: Final = (0, 0, 0.01, -0.01, 1e-9, -1e-9, 0.5)


@dataclass(frozen=True)
class Elders:
    """Random questions about one catalogue; `numbers` and `codes` are what its rules compare each fact with."""

    catalogue: Catalogue
    numbers: Mapping[str, list[float]]
    codes: Mapping[str, list[str]]

    def question(self, chance: random.Random) -> Question:
        facts = [self._fact(chance) for _ in range(chance.randint(0, 50))]
        facts += chance.sample(vitals(), chance.randint(0, len(vitals())))
        rows = chance.sample(self.catalogue.rows, min(6, len(self.catalogue.rows)))
        known = ["I10", "I48", "J44.900", "Z51.5", *(code for row in rows for code in list(row.pattern.included)[:1])]
        facts += [diagnosis(code) for code in chance.sample(known, chance.randint(0, 3))]
        facts += [device(code) for code in chance.sample(["NGT", "PICC", "TRACH"], chance.randint(0, 2))]
        return Question(
            chance.choice(DIRECTIONS),
            AT,
            tuple(facts),
            tuple(replace(self._fact(chance), is_baseline=True) for _ in range(chance.choice([0, 0, 1, 5]))),
            priority=chance.choice(PRIORITIES),
            receiver=chance.choice([None, M1, N2]),
            sender=chance.choice([None, M1, N2]),
            others=chance.choice([(), (M1, N2)]),
            is_returning_resident=chance.random() < 0.3,
            goals_of_care=chance.choice(["", "", "comfort", "limited", "full"]),
        )

    def _fact(self, chance: random.Random) -> Fact:
        definitions = list(self.catalogue.facts.values())
        compared = [one for one in definitions if one.code in self.numbers or one.code in self.codes]
        definition = chance.choice(compared if chance.random() < 0.8 else definitions)
        return Fact(
            definition.code,
            self._value(definition, chance),
            definition.unit if chance.random() < 0.95 else "wrong",
            AT - timedelta(hours=chance.choice(AGES)) if chance.random() < 0.95 else None,
            is_baseline=chance.random() < 0.12,
            status=chance.choice(["final"] * 6 + ["partial", "preliminary"]),
        )

    def _value(self, definition: FactDefinition, chance: random.Random) -> float | str | bool:
        if definition.kind == "boolean":
            return chance.random() < 0.5
        if definition.kind == "code":
            found: str = chance.choice([*definition.codes, "?", "", *self.codes.get(definition.code, ())])
            return found
        if definition.code in self.numbers and chance.random() < 0.7:
            return chance.choice(self.numbers[definition.code]) + chance.choice(BESIDE)
        low, high = definition.low or 0.0, 100.0 if definition.high is None else definition.high
        values: list[float | str] = [chance.uniform(low - 1, high + 1), low, high, float("nan"), "yes"]
        return chance.choice(values)


def elders_of(catalogue: Catalogue) -> Elders:
    numbers: dict[str, set[float]] = {}
    codes: dict[str, set[str]] = {}
    for rule in (rule for rules in catalogue.rules.values() for rule in rules):
        for atom in atoms(rule.condition):
            if isinstance(atom, Has):
                continue
            numbers.setdefault(atom.fact, set()).update(end for end in (atom.low, atom.high) if end is not None)
            codes.setdefault(atom.fact, set()).update(atom.values)
    return Elders(
        catalogue,
        {fact: sorted(found) for fact, found in numbers.items() if found},
        {fact: sorted(found) for fact, found in codes.items() if found},
    )


def every_rule(self: RuleSets, evidence: Evidence) -> Found:
    """In place of the index: every rule may hold, and each of those that must hold is asked, if it is for the elder."""
    places = (1 << len(self.rules)) - 1
    scopes = [one.scope for one in self.sets["ST0"]]
    others = [scope is not None and scope(evidence, None) == "fail" for scope in scopes]
    exempt = sum(1 << place for place, is_for_others in enumerate(others) if is_for_others)
    return Found(places, places, asked=((1 << len(scopes)) - 1) & ~exempt, exempt=exempt)


@pytest.mark.parametrize(("size", "first", "count"), [(0, 0, 60), (0, 1000, 60), (300, 2000, 12)])
def test_a_decision_is_the_same_when_every_rule_is_asked(
    size: int, first: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    elders = elders_of(large_catalogue(size) if size else sample())
    for seed in range(first, first + count):
        question = elders.question(random.Random(seed))
        quick = evaluate(elders.catalogue, question)
        with monkeypatch.context() as patch:
            patch.setattr(RuleSets, "look", every_rule)
            thorough = evaluate(elders.catalogue, question)
        assert in_full(quick) == in_full(thorough), seed


def in_full(decision: Decision) -> tuple[str, list[tuple[object, ...]]]:
    """All that a decision says; a value that is no number is not equal to itself."""
    said = [tuple(map(repr, finding[:-1])) for finding in decision.findings]
    return repr(decision), [(*one, finding.words_zh) for one, finding in zip(said, decision.findings, strict=True)]
