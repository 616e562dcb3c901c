"""Level by code and severity: the strictest active main diagnosis wins (domain C4, rulings 1.3).

An inactive diagnosis is ignored, a background code is shown and sets nothing, a suspected one counts for the way
up only, and a code that no map knows is unknown: a person triages it, it is never refused by itself.
"""

from collections.abc import Iterator
from functools import lru_cache

from hub.referral.rules.context import Context, Match
from hub.referral.rules.ready import ready
from hub.referral.rules.values import Diagnosis, Fact, Finding, Missing, Result, Weight
from terminology.catalogue import Row
from terminology.condition_language import Both, Either, Expression

_NOT_COUNTED = frozenset({"inactive", "provisional", "background"})


def match_diagnoses(context: Context) -> tuple[Match, ...]:
    """The row of each diagnosis, in the order given."""
    return tuple(_match(context, fact) for fact in context.evidence.diagnoses)


def counted(matches: tuple[Match, ...]) -> tuple[tuple[Fact, Row], ...]:
    """Diagnoses that set the level, each with its row."""
    return tuple((match.fact, match.row) for match in matches if match.state == "matched" and match.row is not None)


def strictest_level(context: Context) -> int | None:
    """The smallest level number of the diagnoses that count; None without any, or while an open one may be stricter."""
    strictest = min([row.level for _, row in context.counted], default=None)
    for match in context.matches:
        if match.state in {"unmapped", "unlisted", "tied"}:
            return None
        if match.state == "undecided" and (strictest is None or any(row.level < strictest for row in match.possible)):
            return None
    return strictest


def find(context: Context) -> Iterator[Finding]:
    """One finding for each diagnosis, and one when none counts."""
    for match in context.matches:
        yield _finding(context, match)
    if any(match.state not in _NOT_COUNTED for match in context.matches):
        return
    if context.question.direction == "into-home" and not context.matches:
        yield context.note(
            "LEVEL-NONE", "level", "unknown", "soft", "未提供诊断，请确认老人无需医疗机构治疗",
            "No diagnosis given; confirm that no treatment in hospital is needed",
            missing=(Missing("diagnosis", "missing"),),
        )  # fmt: skip
    elif context.is_upward:
        yield context.note(
            "LEVEL-NONE", "level", "not-applicable", "info", "无计入分级的诊断", "No diagnosis sets a level"
        )
    else:
        yield context.note(
            "LEVEL-NONE", "level", "unknown", "hard", "无计入分级的诊断，不能下转", "No diagnosis sets a level",
            asks_zh="至少一个已确诊的现患诊断", asks_en="one confirmed active diagnosis",
            missing=(Missing("diagnosis", "missing"),),
        )  # fmt: skip


def _match(context: Context, fact: Fact) -> Match:
    diagnosis = fact.value
    assert isinstance(diagnosis, Diagnosis)
    if not diagnosis.is_active:
        return Match(fact, "inactive")
    if diagnosis.is_provisional and not context.is_upward:
        return Match(fact, "provisional")
    codes = diagnosis.who_codes()
    candidates: tuple[Row, ...] = ()
    for code in codes:
        candidates = context.catalogue.rows_for(code)
        if candidates:
            break
    if diagnosis.role == "background":
        return Match(fact, "background", possible=candidates)
    if not candidates:
        return Match(fact, "unlisted" if codes else "unmapped", missing=(Missing("diagnosis", "unmapped"),))
    return _choose(context, fact, candidates)


def _choose(context: Context, fact: Fact, candidates: tuple[Row, ...]) -> Match:
    """The first row whose qualifier holds; an open qualifier before it leaves the choice open."""
    possible: list[Row] = []
    missing: list[Missing] = []
    for place, row in enumerate(candidates):
        if row.qualifier is None:
            truth = "pass"
        else:
            verdict = context.verdict(ready(row.qualifier), fact)
            truth = verdict.truth
            missing += verdict.missing if truth == "unknown" else ()
        if truth == "pass" and not possible:
            rivals = _rivals(context, fact, row, candidates[place + 1 :])
            return Match(fact, "tied", possible=(row, *rivals)) if rivals else Match(fact, "matched", row=row)
        if truth != "fail":
            possible.append(row)
    return Match(fact, "undecided", possible=tuple(possible), missing=tuple(dict.fromkeys(missing)))


def _rivals(context: Context, fact: Fact, chosen: Row, rest: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows of the same rank that hold too and give another level: nobody but a person can choose (domain C4)."""
    if not rest:
        return ()
    equal = (row for row in rest if row.priority == chosen.priority and row.level != chosen.level and row.qualifier)
    return tuple(
        row
        for row in equal
        if chosen.qualifier is not None and row.qualifier is not None and context.truth(row.qualifier, fact) == "pass"
    )


def _finding(context: Context, match: Match) -> Finding:
    if match.state == "matched" and match.row is not None:
        return _matched(context, match.fact, match.row)
    label = match.fact.value.label if isinstance(match.fact.value, Diagnosis) else "?"
    if match.state == "undecided":
        rows = "、".join(f"{row.code} {row.zh}（{row.level}级）" for row in match.possible)
        rows_en = ", ".join(f"{row.code} {row.en} (level {row.level})" for row in match.possible)
        asks = tuple(row.qualifier.condition for row in match.possible if row.qualifier is not None)
        return context.note(
            f"R{match.possible[0].code if match.possible else '?'}", "level", "unknown",
            "hard", f"诊断 {label} 的级别取决于严重程度：{rows or '目录各行条件均不符合'}",
            f"The level of {label} depends on its severity: {rows_en or 'no row of the catalogue fits'}",
            asks_zh="人工分诊", asks_en="manual triage", facts=(match.fact,), missing=match.missing,
            condition=Either(asks) if asks else None,
        )  # fmt: skip
    if match.state == "tied":
        rows = "、".join(f"{row.code} {row.zh}（{row.level}级）" for row in match.possible)
        return context.note(
            "LEVEL-TIE", "level", "unknown", "hard",
            f"诊断 {label} 同时符合同优先级的多个条目：{rows}，由牵头医院人工审核",
            f"{label} fits rows of equal priority: {', '.join(row.code for row in match.possible)}; the lead hospital "
            "decides", asks_zh="牵头医院人工审核", asks_en="a review by the lead hospital", facts=(match.fact,),
        )  # fmt: skip
    if match.state in {"unmapped", "unlisted"}:
        why_zh = "编码未映射到ICD-10" if match.state == "unmapped" else "编码不在目录内"
        why_en = "is not mapped to ICD-10" if match.state == "unmapped" else "is not in the catalogue"
        return context.note(
            "LEVEL-TRIAGE", "level", "unknown", "hard", f"诊断 {label} {why_zh}，转人工分诊",
            f"The code {label} {why_en}; a person must triage it", asks_zh="补充映射或人工分诊",
            asks_en="a mapping, or manual triage", facts=(match.fact,), missing=match.missing,
        )  # fmt: skip
    if match.state == "provisional":
        return context.note(
            "LEVEL-SUSPECTED", "level", "unknown", "soft", f"疑似诊断 {label} 不计入下转，请确诊或排除",
            f"The suspected diagnosis {label} does not count for the way down; confirm it or rule it out",
            asks_zh="确诊或排除", asks_en="confirm or rule out", facts=(match.fact,),
        )  # fmt: skip
    zh = "非现患，不计入" if match.state == "inactive" else "慢性背景诊断，仅作合并症"
    en = "is not active and is ignored" if match.state == "inactive" else "is background and sets no level"
    rule = "LEVEL-INACTIVE" if match.state == "inactive" else "LEVEL-BACKGROUND"
    return context.note(
        rule, "level", "not-applicable", "info", f"诊断 {label} {zh}", f"{label} {en}", facts=(match.fact,)
    )


def _matched(context: Context, fact: Fact, row: Row) -> Finding:
    result, severity = _result_of(context, fact, row)
    title_zh, title_en, asks = _words_of_row(row, row.level == context.level)
    return context.note(
        f"R{row.code}", "level", result, severity, title_zh, title_en, asks_zh="该病种留在牵头医院",
        asks_en="this diagnosis stays at the lead hospital", facts=(fact,), condition=asks,
    )  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _words_of_row(row: Row, is_strictest: bool, /) -> tuple[str, str, Expression | None]:
    wins_zh = "，以最严级别为准" if is_strictest else ""
    target_zh = f"，目标专科 {row.specialty}" if row.specialty else ""
    asks = Both(tuple(rule.condition for rule in row.down)) if row.down else None
    title_zh = f"第{row.entry}条 {row.zh}，{row.level}级病种{wins_zh}{target_zh}"
    return title_zh, f"Entry {row.entry} {row.en}, level {row.level}", asks


def _result_of(context: Context, fact: Fact, row: Row) -> tuple[Result, Weight]:
    """Upward a level-1 diagnosis supports the move; downward it must meet its own conditions first."""
    if context.is_upward:
        return ("pass" if row.level == 1 or row.always_up else "not-applicable"), "info"
    if row.level > 1:
        return "pass", "hard"
    truths = [verdict.truth for one, verdict in context.downward(fact, row) if one.rule.severity == "hard"]
    if "fail" in truths or not truths:
        return "fail", "hard"
    return ("unknown" if "unknown" in truths else "pass"), "hard"
