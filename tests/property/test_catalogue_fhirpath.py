"""The published conditions are true, false or empty where the engine says pass, fail or unknown."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from hub.referral.rules.conditions import compile_condition
from hub.referral.rules.derived import derive
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.values import Fact, Question
from terminology.catalogue import sample
from terminology.catalogue_fhir import catalogue_to_resources
from terminology.catalogue_fhirpath import condition_to_fhirpath
from terminology.condition_language import Expression
from tests.named_facts import named_facts
from tests.unit.referral.rules.elders import AT, M1, N2, device, diagnosis, vitals

CATALOGUE = sample()
CODES = ["I10", "I48", "J44.900", "Z51.5", "F03", "I50.900"]


def conditions() -> list[Expression]:
    rules = [rule for rules in CATALOGUE.rules.values() for rule in rules]
    for row in CATALOGUE.rows:
        rules += [*row.up, *row.down, *row.exclusions, *([row.qualifier] if row.qualifier else [])]
    found = [rule.condition for rule in rules] + [rule.when for rule in rules if rule.when is not None]
    return list({condition.text: condition for condition in found}.values())


COMPILED = [
    (one, compile_condition(one), fhirpathpy.compile(condition_to_fhirpath(one), models["r4"])) for one in conditions()
]


def some_fact(random_: random.Random) -> Fact:
    definition = random_.choice(list(CATALOGUE.facts.values()))
    hours = random_.choice([1.0, 30.0, 60.0, 100.0, 1000.0])
    value: float | str | bool
    if definition.kind == "boolean":
        value = random_.random() < 0.5
    elif definition.kind == "code":
        value = random_.choice([*definition.codes, "?"])
    else:
        low, high = definition.low or 0.0, definition.high if definition.high is not None else 100.0
        value = float(round(random_.uniform(low - 1, high + 1), 1))
    return Fact(
        definition.code, value, definition.unit, AT - timedelta(hours=hours),
        is_baseline=random_.random() < 0.1, status="final",
    )  # fmt: skip


def evidence_of(seed: int) -> Evidence:
    random_ = random.Random(seed)
    facts = [some_fact(random_) for _ in range(random_.randint(5, 60))]
    numbers = ("temperature", "systolic", "news2", "sputum-smear", "glucose", "pain")
    facts += [replace(one, measured_at=AT - timedelta(hours=3)) for one in facts if one.code in numbers]
    facts += random_.sample(vitals(), random_.randint(0, 6))
    facts += [diagnosis(code) for code in random_.sample(CODES, 2)] + [device("NGT")] * random_.randint(0, 1)
    receiver = random_.choice([None, M1, N2])
    evidence = Evidence(CATALOGUE, Question("down", AT, tuple(facts), receiver=receiver))
    derive(evidence)
    return evidence


@pytest.mark.parametrize("seed", range(40))
def test_every_condition_holds_as_published(seed: int) -> None:
    evidence = evidence_of(seed)
    elder = evidence.diagnoses[0]
    published = named_facts(CATALOGUE, evidence, diagnosis=elder)
    said: dict[tuple[bool, ...], str] = {(True,): "pass", (False,): "fail", (): "unknown"}

    differs = [
        (condition.text, test(evidence, elder).truth, found)
        for condition, test, path in COMPILED
        if said.get(tuple(found := path(published, None))) != test(evidence, elder).truth
    ]

    assert differs == []


def test_the_plan_definition_carries_them_as_fhirpath_beside_the_words() -> None:
    plan = catalogue_to_resources(CATALOGUE)[-1]

    found: list[dict[str, Any]] = []
    pending = list(plan["action"])
    while pending:
        action = pending.pop()
        pending += action.get("action", [])
        found += [condition["expression"] for condition in action.get("condition", [])]
    assert {one["language"] for one in found} == {"text/fhirpath"}
    assert {one["expression"] for one in found} == {condition_to_fhirpath(one) for one in conditions()}
