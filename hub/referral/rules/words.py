"""A finding in words, Chinese first: rule, result, each fact with place and age, what is missing, what would pass."""

from collections.abc import Mapping

from hub.referral.rules.evidence import hours_ago
from hub.referral.rules.values import Diagnosis, Fact, Finding, Missing
from terminology.condition_words import (
    condition_in_chinese,
    condition_in_english,
    device_in_words,
    unit_in_chinese,
    unit_in_english,
)
from terminology.fact_definitions import FactDefinition

Definitions = Mapping[str, FactDefinition]

_RESULT_ZH = {"pass": "符合", "fail": "不符合", "unknown": "无法判断", "not-applicable": "不适用"}
_RESULT_EN = {"pass": "met", "fail": "not met", "unknown": "unknown", "not-applicable": "not applicable"}
_WHY_ZH = {
    "missing": "未提供",
    "stale": "已过期，需重新测量",
    "unit": "单位不符，未采用",
    "implausible": "数值不合理，未采用",
    "value": "取值无法识别",
    "baseline": "缺少本人基线值",
    "history": "历史记录不足",
    "partial": "参数不全",
    "future": "时间晚于评估时刻，未采用",
    "instrument": "评估量表不同，不可比较",
    "unmapped": "编码未映射，转人工分诊",
}
_WHY_EN = {
    "missing": "not given",
    "stale": "too old, measure again",
    "unit": "in a unit that is not accepted, not used",
    "implausible": "implausible, not used",
    "value": "with a value that is not known",
    "baseline": "without the elder's own baseline",
    "history": "with too few earlier values",
    "partial": "with parameters missing",
    "future": "later than the time of evaluation, not used",
    "instrument": "from another instrument, which cannot be compared",
    "unmapped": "with a code that is not mapped, for manual triage",
}
_OTHER_ZH = {"diagnosis": "诊断", "device": "管路设备", "receiver": "接收方资料"}
_OTHER_EN = {"diagnosis": "diagnosis", "device": "device", "receiver": "receiver profile"}
_FACTS_SHOWN = 6
_CLOSE = {"", "%", "℃"}
"""Units that stand close to their number."""


def finding_in_chinese(finding: Finding) -> str:
    """One line."""
    names = finding.definitions
    parts = [f"【{finding.rule}】{finding.title_zh}：{_RESULT_ZH[finding.result]}"]
    if finding.facts:
        parts.append("依据：" + "；".join(_fact_zh(fact, finding) for fact in finding.facts[:_FACTS_SHOWN]))
    if finding.missing:
        parts.append("缺：" + "；".join(missing_in_chinese(item, names) for item in finding.missing))
    would_pass = would_pass_in_chinese(finding)
    if would_pass:
        parts.append(f"通过条件：{would_pass}")
    return "。".join(parts) + "。"


def finding_in_english(finding: Finding) -> str:
    """One line."""
    names = finding.definitions
    parts = [f"[{finding.rule}] {finding.title_en}: {_RESULT_EN[finding.result]}"]
    if finding.facts:
        parts.append("Based on " + "; ".join(_fact_en(fact, finding) for fact in finding.facts[:_FACTS_SHOWN]))
    if finding.missing:
        parts.append("Lacks " + "; ".join(missing_in_english(item, names) for item in finding.missing))
    would_pass = would_pass_in_english(finding)
    if would_pass:
        parts.append(f"It passes with: {would_pass}")
    return ". ".join(parts) + "."


def brief(finding: Finding) -> tuple[str, str]:
    """What stands against it, short, in Chinese and English: for a refusal that lists several."""
    names = finding.definitions
    zh, en = finding.title_zh, finding.title_en
    if finding.missing:
        zh += "（缺：" + "、".join(_name_zh(item.code, names) for item in finding.missing) + "）"
        en += " (lacks " + ", ".join(_name_en(item.code, names) for item in finding.missing) + ")"
    return f"【{finding.rule}】{zh}", f"[{finding.rule}] {en}"


def missing_in_chinese(item: Missing, definitions: Definitions) -> str:
    """What is missing and why: `体温（未提供）`."""
    return f"{_name_zh(item.code, definitions)}（{_WHY_ZH[item.why]}）"


def missing_in_english(item: Missing, definitions: Definitions) -> str:
    """The same in English."""
    return f"{_name_en(item.code, definitions)} ({_WHY_EN[item.why]})"


def would_pass_in_chinese(finding: Finding) -> str:
    """What would make it pass; empty when it passes."""
    if finding.result not in {"fail", "unknown"}:
        return ""
    if finding.condition is None:
        return finding.would_pass_zh
    return condition_in_chinese(finding.condition, finding.definitions, negate=finding.is_negated)


def would_pass_in_english(finding: Finding) -> str:
    """The same in English."""
    if finding.result not in {"fail", "unknown"}:
        return ""
    if finding.condition is None:
        return finding.would_pass_en
    return condition_in_english(finding.condition, finding.definitions, negate=finding.is_negated)


def _fact_zh(fact: Fact, finding: Finding) -> str:
    name = _name_zh(fact.code, finding.definitions)
    place = "，平台推算" if fact.stated_by == "derived" else ""
    place += f"，来源 {fact.source}" if fact.source else ""
    return f"{name} {_value(fact, finding.definitions, chinese=True)}{place}" + _age(
        fact, finding, ("，", " 小时前", " 天前")
    )


def _fact_en(fact: Fact, finding: Finding) -> str:
    name = _name_en(fact.code, finding.definitions)
    place = ", derived" if fact.stated_by == "derived" else ""
    place += f", from {fact.source}" if fact.source else ""
    return f"{name} {_value(fact, finding.definitions)}{place}{_age(fact, finding, (', ', ' h ago', ' days ago'))}"


def _value(fact: Fact, definitions: Definitions, *, chinese: bool = False) -> str:
    value = fact.value
    if isinstance(value, Diagnosis):
        return value.label
    if isinstance(value, bool):
        return ("是" if value else "否") if chinese else ("yes" if value else "no")
    if isinstance(value, str):
        if fact.code == "device":
            return device_in_words(value)[0 if chinese else 1]
        definition = definitions.get(fact.code)
        return definition.codes.get(value, value) if chinese and definition is not None else value
    unit = unit_in_chinese(fact.unit) if chinese else unit_in_english(fact.unit)
    at_least = "≥" if fact.status == "partial" else ""
    return f"{at_least}{value:g}{unit if unit in _CLOSE else f' {unit}'}"


def _age(fact: Fact, finding: Finding, words: tuple[str, str, str]) -> str:
    hours = hours_ago(finding.at, fact)
    if hours is None or isinstance(fact.value, Diagnosis):
        return ""
    before, in_hours, in_days = words
    return f"{before}{hours:.0f}{in_hours}" if hours < 48 else f"{before}{hours / 24:.0f}{in_days}"


def _name_zh(code: str, definitions: Definitions) -> str:
    return definitions[code].zh if code in definitions else _OTHER_ZH.get(code, code)


def _name_en(code: str, definitions: Definitions) -> str:
    return definitions[code].en if code in definitions else _OTHER_EN.get(code, code)
