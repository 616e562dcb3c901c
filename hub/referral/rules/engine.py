"""The referral decision: facts and a catalogue in, findings and an overall answer out (domain C3, DESIGN 6).

Pure: no clock, no store. `unknown` never passes a hard rule. Seven rulings bind it: a stat call on the way up is a
notice that nothing blocks; instability never blocks the way up; concern is a reason of its own; a returning
resident is not blocked by ability level or carriage; goals of care come first. (Withdrawal of consent and the
floor of minimisation belong to the workflow and the bundle.)
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from hub.referral.rules import (
    ability,
    devices,
    exclusions,
    goals_of_care,
    level,
    receiving,
    sending,
    stability,
    up_criteria,
)
from hub.referral.rules.context import Context
from hub.referral.rules.derived import derive
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.rule_index import sets_of
from hub.referral.rules.values import (
    Advice,
    Alternative,
    Decision,
    Direction,
    Finding,
    Missing,
    Overall,
    Question,
    Receiver,
)
from terminology.catalogue import Catalogue

_SHANGHAI = ZoneInfo("Asia/Shanghai")

Kind = Callable[[Context], Iterable[Finding]]

RULES: tuple[Kind, ...] = (
    goals_of_care.find,
    level.find,
    up_criteria.find,
    stability.find,
    exclusions.find,
    ability.find,
    devices.find,
    receiving.find,
    sending.find,
)
"""The kinds of rule, in the order in which a person reads their findings."""

_OF_RECEIVER: tuple[Kind, ...] = (exclusions.find, ability.find, devices.find, receiving.find)


def evaluate(catalogue: Catalogue, question: Question, evidence: Evidence | None = None) -> Decision:
    """Decide one question by one version of the catalogue. Raises ValueError when `at` has no time zone.

    `evidence` is what `evidence_of` made of the question for another version with the same facts.
    """
    if question.at.tzinfo is None:
        raise ValueError("The time of evaluation has no zone; expected an aware datetime.")
    context = _prepare(catalogue, question, evidence)
    findings = list(_in_force(context))
    for kind in RULES:
        findings.extend(kind(context))
    overall, advice = _conclude(context, findings)
    missing = _collect_missing(findings)
    return Decision(
        overall=overall,
        advice=advice,
        level=context.level,
        findings=tuple(_as_notice(findings) if question.is_notice else findings),
        missing=missing,
        catch_up=missing if question.is_notice else (),
        alternatives=tuple(_alternatives(catalogue, question, findings)),
        catalogue_url=catalogue.url,
        catalogue_version=catalogue.version,
        catalogue_digest=catalogue.digest,
        banner=catalogue.banner,
    )


def evidence_of(catalogue: Catalogue, question: Question) -> Evidence:
    """The facts of a question and what follows from them, as this version's facts table reads them."""
    evidence = Evidence(catalogue, question)
    derive(evidence)
    return evidence


def _prepare(catalogue: Catalogue, question: Question, evidence: Evidence | None = None) -> Context:
    evidence = evidence_of(catalogue, question) if evidence is None else evidence
    sets = sets_of(catalogue)
    context = Context(catalogue, question, evidence, sets, sets.look(evidence), question.is_upward)
    context.matches = level.match_diagnoses(context)
    context.counted = level.counted(context.matches)
    context.level = level.strictest_level(context)
    context.is_comfort = goals_of_care.has_comfort_plan(context)
    return context


def _in_force(context: Context) -> Iterator[Finding]:
    """A version decides only in its effective period, by the day in Shanghai."""
    catalogue = context.catalogue
    day: date = context.question.at.astimezone(_SHANGHAI).date()
    if not catalogue.is_in_force(day):
        period = f"{catalogue.effective_from} – {catalogue.effective_to}"
        yield context.note(
            "CATALOGUE", "catalogue", "fail", "hard", f"目录 {catalogue.version} 在 {day} 不生效（{period}）",
            f"Catalogue {catalogue.version} is not in force on {day} ({period})", asks_zh="使用生效的目录版本",
            asks_en="a version in force",
        )  # fmt: skip


def _conclude(context: Context, findings: list[Finding]) -> tuple[Overall, Advice]:
    return _conclude_upward(context, findings) if context.is_upward else _conclude_downward(findings)


def _conclude_downward(findings: list[Finding]) -> tuple[Overall, Advice]:
    hard = {finding.result for finding in findings if finding.severity == "hard"}
    if "fail" in hard:
        return "fail", "stay"
    return ("unknown", "consult") if "unknown" in hard else ("pass", "refer")


def _conclude_upward(context: Context, findings: list[Finding]) -> tuple[Overall, Advice]:
    """One reason is enough; without any, an open question asks for a consult and a clear no for staying."""
    reasons = [finding for finding in findings if finding.dimension == "up" and finding.result == "pass"]
    if context.is_comfort:
        pushes = [finding for finding in reasons if _pushes_in_comfort(context, finding)]
        return ("pass", "refer") if pushes else ("information", "refer" if context.question.is_notice else "consult")
    is_level_1 = any(finding.dimension == "level" and finding.result == "pass" for finding in findings)
    if context.question.is_notice:
        return ("pass" if reasons or is_level_1 else "information"), "refer"
    if any(finding.dimension == "catalogue" for finding in findings):
        return "fail", "consult"
    if reasons or is_level_1:
        return "pass", "refer"
    consults = any(finding.dimension == "consult" for finding in findings)
    if any(finding.result == "unknown" and finding.severity == "hard" for finding in findings):
        return "unknown", "consult"
    return "fail", "consult" if consults else "stay"


def _pushes_in_comfort(context: Context, finding: Finding) -> bool:
    return any(rule.comfort and rule.code == finding.rule for rule in context.catalogue.rules["UP0"])


def _as_notice(findings: list[Finding]) -> list[Finding]:
    """Findings of a stat notice inform: none is hard."""
    return [finding._replace(severity="info") if finding.severity != "info" else finding for finding in findings]


def _collect_missing(findings: list[Finding]) -> tuple[Missing, ...]:
    """What was asked for and not found, hard rules first, each once."""
    hard: dict[Missing, None] = {}
    others: dict[Missing, None] = {}
    for finding in findings:
        if finding.missing and finding.result == "unknown":
            asked = hard if finding.severity == "hard" else others
            for item in finding.missing:
                asked[item] = None
    return tuple(hard | others)


def _alternatives(catalogue: Catalogue, question: Question, findings: list[Finding]) -> Iterator[Alternative]:
    """Other receivers that no rule refuses; only asked when the elder's own state allows the move."""
    if question.is_upward or not question.others:
        return
    own = [finding for finding in findings if finding.dimension not in _RECEIVER_DIMENSIONS]
    if any(finding.severity == "hard" and finding.result == "fail" for finding in own):
        return
    for other in question.others:
        if question.receiver is not None and other.code == question.receiver.code:
            continue
        direction: Direction = "into-home" if other.kind == "home" else "down"
        asked = replace(question, receiver=other, direction=direction, others=(), is_returning_resident=False)
        context = _prepare(catalogue, asked)
        found = [finding for kind in _OF_RECEIVER for finding in kind(context)]
        if not any(finding.severity == "hard" and finding.result in {"fail", "unknown"} for finding in found):
            yield _alternative(other, found)


OF_RECEIVER = frozenset({"ability", "devices", "receiver", "carriage", "exclusion", "infection"})
"""Dimensions of what the elder needs and the receiver has, and of what keeps an elder out there."""

_RECEIVER_DIMENSIONS = frozenset({"ability", "devices", "receiver", "carriage"})


def _alternative(other: Receiver, found: list[Finding]) -> Alternative:
    met = [finding for finding in found if finding.result == "pass"]
    zh = "；".join(finding.title_zh for finding in met) or "未发现不符合项"
    en = "; ".join(finding.title_en for finding in met) or "no rule refuses it"
    return Alternative(receiver=other.code, why_zh=zh, why_en=en)
