"""Elders, institutions and facts of the rule tests. All are fictitious (domain F)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hub.referral.rules.engine import evaluate
from hub.referral.rules.values import (
    Coding,
    Decision,
    Diagnosis,
    Direction,
    Fact,
    Finding,
    Priority,
    Question,
    Receiver,
)
from terminology.catalogue import Catalogue, sample

AT = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
CATALOGUE: Catalogue = sample()
ICD10 = "http://hl7.org/fhir/sid/icd-10"

H1 = Receiver(
    "H1",
    "hospital",
    name="示范老年病医院",
    capabilities=frozenset({"O2", "NIV", "TRACH", "NGT", "FOLEY", "REHAB", "ISO", "MON"}),
)
M1 = Receiver(
    "M1",
    "clinic",
    name="示范街道社区卫生服务中心",
    capabilities=frozenset({"O2", "ECG", "NGT", "FOLEY", "REHAB", "SUCT"}),
)
N1 = Receiver(
    "N1", "home", name="示范颐和养护院", capabilities=frozenset({"NGT", "FOLEY", "O2", "PEG", "SUCT"}), max_ability=4
)
N2 = Receiver("N2", "home", name="示范康悦护理中心", is_licensed=False, max_ability=2, has_doctor_now=False)


def fact(
    code: str,
    value: float | str | bool,
    unit: str = "",
    *,
    hours_ago: float = 2,
    status: str = "final",
    instrument: str = "",
) -> Fact:
    number = value if isinstance(value, str | bool) else float(value)
    measured_at = AT - timedelta(hours=hours_ago)
    return Fact(code, number, unit, measured_at, source="H1", status=status, instrument=instrument)


def diagnosis(code: str, *, days: float | None = 10, system: str = ICD10, **more: str) -> Fact:
    onset = None if days is None else AT - timedelta(days=days, hours=1)
    return Fact("diagnosis", Diagnosis((Coding(system, code),), onset=onset, **more))  # type: ignore[arg-type]  # `role` is a literal


def device(code: str) -> Fact:
    return Fact("device", code)


def vitals(**changed: float) -> tuple[Fact, ...]:
    """A stable elder on air; a keyword changes one value."""
    values = {
        "temperature": (36.6, "Cel"),
        "heart-rate": (78.0, "/min"),
        "respiratory-rate": (16.0, "/min"),
        "systolic": (132.0, "mm[Hg]"),
        "diastolic": (80.0, "mm[Hg]"),
        "spo2": (96.0, "%"),
    }
    values |= {code.replace("_", "-"): (number, values[code.replace("_", "-")][1]) for code, number in changed.items()}
    return (*(fact(code, number, unit) for code, (number, unit) in values.items()), ALERT, ON_AIR)


ALERT = fact("consciousness", "A")
ON_AIR = fact("on-oxygen", value=False)


def ability(level: int, **more: str) -> Fact:
    return fact("ability-level", level, hours_ago=48, **more)


def decide(
    direction: Direction,
    *facts: Fact,
    receiver: Receiver | None = None,
    others: tuple[Receiver, ...] = (),
    priority: Priority = "routine",
    **more: object,
) -> Decision:
    question = Question(direction, AT, facts, receiver=receiver, others=others, priority=priority)
    return evaluate(CATALOGUE, replace(question, **more))  # type: ignore[arg-type]  # fields of Question by name


def finding(decision: Decision, rule: str) -> Finding:
    return next(found for found in decision.findings if found.rule == rule)


def hard(decision: Decision, result: str) -> list[str]:
    """The rules with a hard finding of this result, in order."""
    return [found.rule for found in decision.findings if found.severity == "hard" and found.result == result]


def rules(decision: Decision, dimension: str, result: str) -> list[str]:
    return [found.rule for found in decision.findings if found.dimension == dimension and found.result == result]


NOON_UTC = datetime(2026, 3, 2, 12, tzinfo=UTC)
