"""The edge cases that the catalogue has to settle (domain C4 and rulings 1), each over the sample catalogue.

Those about time, people and publication are played through HTTP in tests/e2e/test_edge_cases.py.
"""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.referral.rules.engine import evaluate
from hub.referral.rules.values import Fact, Question
from terminology.catalogue import Catalogue, check, compile_catalogue, read_source
from terminology.catalogue_source import FILES, SAMPLE
from tests.unit.referral.rules.elders import (
    AT,
    CATALOGUE,
    M1,
    N1,
    ability,
    decide,
    diagnosis,
    fact,
    finding,
    hard,
    vitals,
)

BACKGROUND = "background"


def with_rows(*rows: str) -> dict[str, bytes]:
    """The sample with other rows: number, code, name, level, qualifier, priority."""
    found = {name: (SAMPLE / name).read_bytes() for name in FILES}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["行号", "编码", "名称", "级别", "分级条件", "优先级"])
    writer.writerows(row.split("|") for row in rows)
    return found | {"catalogue.csv": text.getvalue().encode()}


def decided(catalogue: Catalogue, *facts: Fact) -> list[str]:
    """The hard findings that are unknown, by another catalogue."""
    return hard(evaluate(catalogue, Question("down", AT, (*vitals(), *facts), receiver=M1)), "unknown")


def test_edge_1_the_strictest_active_main_diagnosis_wins_and_background_counts_only_as_co_morbidity() -> None:
    acute = decide("down", diagnosis("I10"), diagnosis("J18.900"), *vitals(), fact("curb-65", 3), receiver=M1)
    listed = decide("down", diagnosis("I10"), diagnosis("J18.900", role=BACKGROUND), *vitals(), receiver=M1)
    copd = decide("down", diagnosis("I10"), diagnosis("J44.900", role=BACKGROUND), *vitals(spo2=89), receiver=M1)

    assert (acute.level, listed.level) == (1, 2)
    assert finding(listed, "LEVEL-BACKGROUND").result == "not-applicable"
    assert finding(copd, "ST0-SPO2COPD").result == "pass"


def test_edge_2_two_rows_of_one_code_without_priority_are_not_published_and_a_tie_is_for_a_person() -> None:
    faults = check(read_source(with_rows("1|I10|甲|1||", "2|I10|乙|2||")))
    tied = compile_catalogue(read_source(with_rows("1|I10|甲|1|静息痛|", "2|I10|乙|2|晕厥|")))
    facts = (diagnosis("I10"), fact("rest-pain", value=True), fact("syncope", value=True))

    assert [issue.code for issue in faults if issue.severity == "error"] == ["conflict"]
    assert "LEVEL-TIE" in decided(tied, *facts)
    assert "LEVEL-TIE" not in decided(tied, *facts[:2], fact("syncope", value=False))


@pytest.mark.parametrize("code", ["Z-XNZ-001", "Q99.9"])
def test_edge_3_a_code_that_nothing_knows_is_triaged_and_never_refused_by_itself(code: str) -> None:
    system = "http://his.example.org" if code.startswith("Z-") else "http://hl7.org/fhir/sid/icd-10"

    decision = decide("down", diagnosis(code, system=system), *vitals(), receiver=M1)

    assert (decision.overall, decision.advice) == ("unknown", "consult")
    assert hard(decision, "fail") == []
    assert finding(decision, "LEVEL-TRIAGE").what_would_pass == "补充映射或人工分诊"


@pytest.mark.parametrize(
    ("code", "row"), [("E11.900", "R34"), ("E11.0", "R35"), ("I67.400", "R3"), ("N18.3", "R38"), ("K25.700", None)]
)
def test_edge_4_the_longest_match_wins(code: str, row: str | None) -> None:
    decision = decide("up", diagnosis(code), *vitals(), fact("hypertensive-crisis", value=True))

    levels = [found.rule for found in decision.findings if found.dimension == "level"]
    assert levels == [row or "LEVEL-TRIAGE"]


def test_edge_4_an_exclusion_beats_every_inclusion() -> None:
    catalogue = compile_catalogue(read_source(with_rows("1|I50,!I50.0|甲|1||")))

    assert catalogue.rows_for("I50.1") == catalogue.rows
    assert catalogue.rows_for("I50.0") == ()


@pytest.mark.parametrize("code", ["I10.x00x002", "i10.X00", "Ｉ10", "I10"])
def test_edge_5_codes_of_the_chinese_editions_match_on_their_who_form_and_keep_their_own(code: str) -> None:
    decision = decide("down", diagnosis(code), *vitals(), receiver=M1)

    assert f"（{code}" not in finding(decision, "R1").words_zh
    assert f"诊断 {code}" in finding(decision, "R1").words_zh


def test_edge_6_the_day_is_that_of_shanghai_and_out_of_force_blocks_all_but_stat() -> None:
    eve = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
    facts = (diagnosis("I10"), *vitals())
    asked = Question("down", eve, facts, receiver=M1)
    night = Question("from-home", eve - timedelta(hours=1), facts, priority="stat")

    def found(question: Question) -> list[str]:
        return [one.rule for one in evaluate(CATALOGUE, question).findings if one.rule == "CATALOGUE"]

    assert found(asked) == []
    assert found(replace(asked, at=eve - timedelta(seconds=1))) == ["CATALOGUE"]
    assert evaluate(CATALOGUE, replace(asked, at=eve - timedelta(seconds=1))).overall == "fail"
    assert evaluate(CATALOGUE, night).advice == "refer"


def test_edge_10_a_suspected_diagnosis_counts_upward_and_not_downward() -> None:
    suspected = diagnosis("I21.900", verification_status="provisional")

    up = decide("up", suspected, *vitals())
    down = decide("down", suspected, diagnosis("I10"), *vitals(), receiver=M1)

    assert (up.level, finding(up, "R6").result) == (1, "pass")
    assert (down.level, finding(down, "LEVEL-SUSPECTED").severity) == (2, "soft")


def test_edge_13_in_an_emergency_every_rule_informs_and_none_blocks() -> None:
    decision = decide("from-home", *vitals(systolic=82), priority="stat")

    assert (decision.overall, decision.advice) == ("pass", "refer")
    assert {found.severity for found in decision.findings} == {"info"}


def test_edge_15_an_expired_assessment_is_hard_into_a_home_and_a_warning_upward() -> None:
    old = fact("ability-level", 2, hours_ago=366 * 24)
    facts = (diagnosis("I10"), *vitals(), old)

    into = decide("into-home", *facts, receiver=N1)
    up = decide("from-home", *facts)

    assert hard(into, "unknown") == ["ABILITY"]
    assert (finding(up, "ABILITY-OLD").severity, hard(up, "unknown")) == ("soft", ["UP0-01"])


def test_edge_15_a_provisional_assessment_by_the_ward_is_enough_to_travel() -> None:
    decision = decide("into-home", diagnosis("I10"), *vitals(), ability(2, status="preliminary"), receiver=N1)

    assert decision.overall == "pass"
    assert finding(decision, "ABILITY-PROVISIONAL").severity == "info"


def test_edge_16_of_two_sources_the_latest_measured_counts_and_an_implausible_value_is_unknown() -> None:
    late = fact("systolic", 88, "mm[Hg]", hours_ago=1)
    absurd = fact("systolic", 900, "mm[Hg]", hours_ago=1)
    rest = [one for one in vitals() if one.code != "systolic"]
    steady = fact("systolic", 130, "mm[Hg]", hours_ago=3)

    low = decide("down", diagnosis("I10"), *rest, late, steady, receiver=M1)
    strange = decide("down", diagnosis("I10"), *rest, absurd, steady, receiver=M1)

    assert finding(low, "ST0-SBP").result == "fail"
    assert finding(strange, "ST0-SBP").missing == (("systolic", "implausible"),)
