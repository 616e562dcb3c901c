"""Two versions that must decide alike do, and those that may not are asked."""

import random
from dataclasses import replace
from typing import Any

import pytest

from hub.referral.rules.alike import decide_alike, find_alike
from hub.referral.rules.engine import evaluate, evidence_of
from hub.referral.rules.ready import ready
from hub.referral.rules.values import Fact, Question
from terminology.catalogue import Catalogue, compile_catalogue, load
from tests.property.test_decisions import elders_of
from tests.unit.referral.rules.elders import AT, CATALOGUE, N1, device, diagnosis, vitals

RANDOM = elders_of(CATALOGUE)
ELDERS = {
    "hypertension": (diagnosis("I10"), *vitals()),
    "stroke": (diagnosis("I63.900"), *vitals(), device("NGT")),
    "two": (diagnosis("I10"), diagnosis("J44.900"), *vitals(temperature=37.9)),
    "unlisted": (diagnosis("Q99"), *vitals()),
    "nothing": (),
}


def changed(table: str, key: str, name: str, **cells: str) -> Catalogue:
    """The sample with one record changed."""
    source = load()
    records = tuple(
        replace(one, cells={**one.cells, **cells}) if one[key] == name else one for one in getattr(source, table)
    )
    more: dict[str, Any] = {table: records}
    return compile_catalogue(replace(source, **more))


def of_hypertension() -> str:
    findings = evaluate(CATALOGUE, Question("into-home", AT, ELDERS["hypertension"], receiver=N1)).findings
    return next(found.rule for found in findings if found.dimension == "level").removeprefix("R")


@pytest.mark.parametrize("name", sorted(ELDERS))
def test_versions_that_differ_in_words_alone_decide_alike(name: str) -> None:
    new = changed("rows", "row", of_hypertension(), zh="另一种说法", note="说明")

    assert decide_alike(CATALOGUE, new, ELDERS[name])
    assert overall(new, ELDERS[name]) == overall(CATALOGUE, ELDERS[name])


def test_a_changed_row_is_asked_about_those_who_have_its_disease_alone() -> None:
    new = changed("rows", "row", of_hypertension(), level="1", down1="", down2="", down3="", down4="")

    alike = {name for name, facts in ELDERS.items() if decide_alike(CATALOGUE, new, facts)}
    differ = {name for name, facts in ELDERS.items() if overall(new, facts) != overall(CATALOGUE, facts)}

    assert alike == {"stroke", "unlisted", "nothing"}
    assert differ == {"hypertension"}


def test_a_changed_shared_rule_or_fact_is_asked_about_everybody() -> None:
    strict = changed("rules", "code", "ST0-T", condition="体温 <= 35.3")
    other_unit = changed("facts", "code", "temperature", age_hours="1")

    assert [decide_alike(CATALOGUE, new, facts) for new in (strict, other_unit) for facts in ELDERS.values()] == [
        False
    ] * (2 * len(ELDERS))
    assert overall(strict, ELDERS["hypertension"]) == "fail"


RULES: dict[str, dict[str, str]] = {
    "ST0-T": {"condition": "体温 <= 37.0"},
    "ST0-K": {"condition": "血钾 3.5..4.0"},
    "ST0-HR": {"severity": "软"},
    "ST0-SBP": {"severity": "核实"},
}


@pytest.mark.parametrize("code", sorted(RULES))
def test_elders_of_whom_a_changed_rule_finds_the_same_are_passed_over(code: str) -> None:
    new = changed("rules", "code", code, **RULES[code])
    asked = set()
    for seed in range(60):
        question = replace(RANDOM.question(random.Random(seed)), others=())
        alike = find_alike(CATALOGUE, new, evidence_of(CATALOGUE, question))
        asked.add(alike)
        if alike:
            assert evaluate(new, question).overall == evaluate(CATALOGUE, question).overall, seed

    assert asked == {True, False}


def test_a_rule_that_is_new_or_gone_is_asked_about_those_whom_it_speaks_of() -> None:
    fewer = replace(CATALOGUE, rules={**CATALOGUE.rules, "UP0": CATALOGUE.rules["UP0"][1:]})
    first = CATALOGUE.rules["UP0"][0]
    asked = set()
    for seed in range(60):
        question = replace(RANDOM.question(random.Random(seed)), others=())
        evidence = evidence_of(CATALOGUE, question)
        gone, new = find_alike(CATALOGUE, fewer, evidence), find_alike(fewer, CATALOGUE, evidence)
        assert gone is new is (ready(first).truth(evidence, None) == "fail")
        asked.add(gone)
        if gone:
            assert evaluate(fewer, question).overall == evaluate(CATALOGUE, question).overall, seed

    assert asked == {True, False}


def test_another_row_or_facts_table_leaves_it_to_whole_decisions() -> None:
    stricter = changed("rows", "row", of_hypertension(), level="1", down1="", down2="", down3="", down4="")
    other_unit = changed("facts", "code", "temperature", age_hours="1")
    evidence = evidence_of(CATALOGUE, Question("into-home", AT, ELDERS["hypertension"], receiver=N1))

    assert [find_alike(CATALOGUE, new, evidence) for new in (stricter, other_unit)] == [False, False]


def overall(catalogue: Catalogue, facts: tuple[Fact, ...]) -> str:
    return evaluate(catalogue, Question("into-home", AT, facts, receiver=N1)).overall
