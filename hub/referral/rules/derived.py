"""Facts that follow from others: NEWS2 from vital signs, alertness from GCS, the ability level from its total.

A fact that was stated is never replaced while it counts. NEWS2 knows the elder's baseline: confusion that was always
there is not new, long-term oxygen scores nothing, and a single parameter that always scored three is not a new three.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hub.referral.rules.evidence import UNKNOWN, Evidence, Reading
from hub.referral.rules.values import GBT_42195, Diagnosis, Fact
from terminology.icd10 import parse_pattern
from terminology.news2 import Score, Vitals, score

_COPD, _DEMENTIA = parse_pattern("J44"), parse_pattern("F00-F03")
_NUMBERS = ("respiratory-rate", "spo2", "systolic", "heart-rate", "temperature")
DERIVED = "derived"


def derive(evidence: Evidence) -> None:
    """Add what follows from the facts given."""
    _derive_oxygen(evidence)
    _derive_consciousness(evidence)
    _derive_clear_diagnosis(evidence)
    _derive_news2(evidence)
    _derive_ability(evidence)


def _derive_oxygen(evidence: Evidence) -> None:
    readings, given = evidence.readings, evidence.given
    flow, on_oxygen = readings.get("oxygen-flow", UNKNOWN), readings.get("on-oxygen", UNKNOWN)
    if on_oxygen.value is None and isinstance(flow.value, float) and "on-oxygen" not in given:
        evidence.add(_follow("on-oxygen", flow.value > 0, flow))
    elif on_oxygen.value == "false" and "oxygen-flow" not in given:
        evidence.add(_follow("oxygen-flow", 0.0, on_oxygen, unit="L/min"))


def _derive_consciousness(evidence: Evidence) -> None:
    if "consciousness" not in evidence.given:
        gcs = evidence.latest("gcs")
        if gcs.value == 15:
            evidence.add(_follow("consciousness", "A", gcs))
    if "new-confusion" not in evidence.given:
        letter = evidence.latest("consciousness")
        if letter.value is not None:
            is_new = letter.value == "C" and not _is_baseline_letter(evidence, "C")
            evidence.add(_follow("new-confusion", is_new, letter))


def _derive_clear_diagnosis(evidence: Evidence) -> None:
    """Clear when an active diagnosis is confirmed and none is only suspected."""
    if "diagnosis-clear" in evidence.by_code:
        return
    source = None
    for fact in evidence.diagnoses:
        diagnosis = fact.value
        if isinstance(diagnosis, Diagnosis) and diagnosis.is_active:
            if diagnosis.is_provisional:
                return
            source = fact.source if source is None else source
    if source is not None:
        evidence.add(_clear(source))


@lru_cache(maxsize=256)
def _clear(source: str) -> Fact:
    return Fact("diagnosis-clear", value=True, source=source, stated_by=DERIVED)


def _derive_news2(evidence: Evidence) -> None:
    lacks_total, lacks_single = _lacks(evidence, "news2"), _lacks(evidence, "news2-single")
    if not (lacks_total or lacks_single):
        return
    known = evidence.readings
    readings = [known.get(code, UNKNOWN) for code in _NUMBERS]
    used = [reading for reading in readings if reading[0] is not None]
    if not used:
        return
    now, oldest = _score_now(evidence, readings), _oldest(used)
    if lacks_total:
        status = "final" if now.total is not None else "partial"
        evidence.add(_follow("news2", float(now.at_least), oldest, unit="{score}", status=status))
    if lacks_single:
        new = _most_new(now, _score_baseline(evidence))
        status = "final" if now.total is not None or new == 3 else "partial"
        evidence.add(_follow("news2-single", float(new), oldest, unit="{score}", status=status))


def _most_new(now: Score, usual: Mapping[str, int]) -> int:
    """The most points of one parameter that does not always score as many."""
    if not usual:
        return max(now.points.values(), default=0)
    return max((points for name, points in now.points.items() if points > usual.get(name, 0)), default=0)


def _lacks(evidence: Evidence, code: str) -> bool:
    """Whether nobody stated it, or so long ago that the vital signs of now say more."""
    return code not in evidence.by_code or evidence.latest(code).why == "stale"


def _score_now(evidence: Evidence, readings: Sequence[Reading]) -> Score:
    """The score of the readings of `_NUMBERS`, in that order."""
    respiratory_rate, spo2, systolic, heart_rate, temperature = [
        value if isinstance(value, float) else None for value, _, _, _ in readings
    ]
    known = evidence.readings
    on_oxygen, letter = known.get("on-oxygen", UNKNOWN).value, known.get("consciousness", UNKNOWN).value
    stated = known.get("copd-scale-2", UNKNOWN).value
    return score(
        Vitals(
            respiratory_rate,
            spo2,
            None if on_oxygen is None else on_oxygen == "true",
            systolic,
            heart_rate,
            letter if isinstance(letter, str) else None,
            temperature,
            stated == "true" or (stated != "false" and _has_copd(evidence)),
            _is_baseline_letter(evidence, "C"),
            known.get("long-term-oxygen", UNKNOWN).value == "true",
        )
    )


def _has_copd(evidence: Evidence) -> bool:
    return any(_COPD.specificity(code) for code, _ in evidence.active_codes)


def _score_baseline(evidence: Evidence) -> dict[str, int]:
    """Points of the elder's usual values, as far as they are documented."""
    if not evidence.baseline:
        return {}
    respiratory_rate, spo2, systolic, heart_rate, temperature = (evidence.baseline_value(code) for code in _NUMBERS)
    letter = evidence.baseline.get("consciousness")
    usual = str(letter.value) if letter is not None and str(letter.value) in {"A", "C", "V", "P", "U"} else None
    vitals = Vitals(respiratory_rate, spo2, None, systolic, heart_rate, usual, temperature)
    return dict(score(vitals).points)


def _is_baseline_letter(evidence: Evidence, letter: str) -> bool:
    usual = evidence.baseline.get("consciousness")
    return usual is not None and usual.value == letter


def _derive_ability(evidence: Evidence) -> None:
    """GB/T 42195-2022: 90 is level 0, 66 level 1, 46 level 2, 30 level 3; dementia raises one level, also from 0."""
    total = evidence.latest("ability-total")
    if "ability-level" in evidence.by_code or not isinstance(total.value, float) or total.fact is None:
        return
    level = next((level for level, least in enumerate((90, 66, 46, 30)) if total.value >= least), 4)
    has_dementia = any(_DEMENTIA.specificity(code) for code, _ in evidence.active_codes)
    level = min(4, level + 1) if has_dementia else level
    instrument = total.fact.instrument or GBT_42195
    evidence.add(_follow("ability-level", float(level), total, instrument=instrument, status=total.fact.status))


def _follow(
    code: str,
    value: float | str | bool,
    reading: Reading,
    *,
    unit: str = "",
    status: str = "final",
    instrument: str = "",
) -> Fact:
    origin = reading.fact
    measured_at, source, reference = (
        (origin.measured_at, origin.source, origin.reference) if origin is not None else (None, "", "")
    )
    return Fact(code, value, unit, measured_at, source, DERIVED, status, instrument, reference)


def _oldest(readings: Sequence[Reading]) -> Reading:
    """A derived fact is as old as its oldest part."""
    oldest, since = readings[0], None
    for reading in readings:
        fact = reading.fact
        measured_at = fact.measured_at if fact is not None else None
        if measured_at is not None and measured_at is not since and (since is None or measured_at < since):
            oldest, since = reading, measured_at
    return oldest
