"""One referral decision by the sample catalogue, beside a bare look through its rows. Pure computation, one core."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from benchmarks.large_catalogue import large_catalogue
from hub.referral.rules.engine import evaluate
from hub.referral.rules.values import Coding, Diagnosis, Fact, Question, Receiver
from terminology.catalogue import Catalogue, sample

_AT = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
_VITALS = (
    ("temperature", 36.6, "Cel"),
    ("heart-rate", 78.0, "/min"),
    ("respiratory-rate", 16.0, "/min"),
    ("systolic", 132.0, "mm[Hg]"),
    ("diastolic", 80.0, "mm[Hg]"),
    ("spo2", 96.0, "%"),
    ("news2", 1.0, "{score}"),
    ("nihss", 4.0, "{score}"),
)


def evaluate_referral() -> dict[str, Any]:
    """Decisions a second for scenario 1; the limit scans the rows once for the diagnosis' code."""
    catalogue, question = sample(), _question()
    limit = _per_second(lambda: _scan(catalogue, "I63.9"), seconds=0.2)
    decisions = _per_second(lambda: evaluate(catalogue, question), seconds=0.8)
    return {
        "value": decisions,
        "unit": "decisions/s",
        "limit": limit,
        "ratio": decisions / limit,
        "cpu_us": 1_000_000 / decisions,
    }


def evaluate_referral_5000() -> dict[str, Any]:
    """The same decision by a catalogue of 5,000 entries; the limit is the sample's, measured in turns with it."""
    small, large, question = sample(), large_catalogue(5_000), _question()
    assert evaluate(large, question).findings == evaluate(small, question).findings
    limit = value = 0.0
    for _ in range(4):
        limit = max(limit, _per_second(lambda: evaluate(small, question), seconds=0.2))
        value = max(value, _per_second(lambda: evaluate(large, question), seconds=0.2))
    return {
        "value": value,
        "unit": "decisions/s",
        "limit": limit,
        "ratio": value / limit,
        "cpu_us": 1_000_000 / value,
    }


def _scan(catalogue: Catalogue, code: str) -> list[str]:
    return [row.code for row in catalogue.rows if code in row.pattern.included or code[:3] in row.pattern.included]


def _question() -> Question:
    measured_at = _AT - timedelta(hours=2)
    diagnosis = Diagnosis(
        (Coding("http://hl7.org/fhir/sid/icd-10", "I63.900"),), onset=_AT - timedelta(days=9, hours=1)
    )
    facts = (
        Fact("diagnosis", diagnosis),
        *(Fact(code, value, unit, measured_at, source="H1") for code, value, unit in _VITALS),
        Fact("device", "NGT"),
        Fact("device", "FOLEY"),
    )
    receiver = Receiver("M1", "clinic", capabilities=frozenset({"ECG", "NGT", "FOLEY", "REHAB", "O2"}))
    return Question("down", _AT, facts, receiver=receiver)


def _per_second(call: Callable[[], object], *, seconds: float) -> float:
    """Calls a second of processor time, of the best of four parts."""
    call()
    best = 0.0
    for _ in range(4):
        calls, start = 0, time.process_time()
        while time.process_time() - start < seconds / 4:
            for _ in range(20):
                call()
            calls += 20
        best = max(best, calls / (time.process_time() - start))
    return best
