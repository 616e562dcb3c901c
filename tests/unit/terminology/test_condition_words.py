"""Conditions of the catalogue in words: units and names instead of shorthand, and what escapes a forbidden one."""

import pytest

from terminology.catalogue import sample
from terminology.condition_language import parse_condition
from terminology.condition_words import (
    condition_in_chinese,
    condition_in_english,
    device_in_words,
    unit_in_chinese,
    unit_in_english,
)
from terminology.fact_definitions import FactDefinition

FACTS = sample().facts
NAMES: dict[str, FactDefinition] = {}
for _definition in FACTS.values():
    NAMES.update(dict.fromkeys((_definition.zh, _definition.code, *_definition.aliases), _definition))


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("体温 <= 37.3 @72h", "体温 ≤ 37.3℃（最近72小时内每次）",
         "body temperature ≤ 37.3 °C (each time in the last 72 h)"),
        ("血糖 5..10 @5d", "血糖 5 至 10 mmol/L（最近5天内每次）",
         "glucose 5 to 10 mmol/L (each time in the last 5 days)"),
        ("收缩压 >= 180 x2", "收缩压 ≥ 180 mmHg（连续2次）", "systolic blood pressure ≥ 180 mmHg (2 times running)"),
        ("NYHA = II/III", "NYHA心功能分级：II级或III级", "NYHA class is II or III"),
        ("NYHA != IV", "NYHA心功能分级不是IV级", "NYHA class is not IV"),
        ("意识 = V/P/U", "意识：对声音有反应、对疼痛有反应或无反应", "consciousness (ACVPU) is V, P or U"),
        ("GCS <= 基线-2 否则 12", "GCS评分 ≤ 本人平时值 -2（无平时值时 ≤ 12）",
         "Glasgow coma score ≤ the elder's usual value -2 (≤ 12 when none is known)"),
        ("SpO2 < 基线", "血氧饱和度 < 本人平时值", "oxygen saturation < the elder's usual value"),
        ("d >= 7", "病程满 7 天", "day of course ≥ 7"),
        ("3天体重增加 >= 2", "3天体重增加 ≥ 2 kg", "weight gain in 3 days ≥ 2 kg"),
        ("eGFR下降幅度 > 25", "eGFR下降幅度 > 25%", "fall of eGFR > 25%"),
        ("LVEF下降 >= 10", "LVEF下降 ≥ 10 个百分点", "fall of LVEF, points ≥ 10"),
        ("非咯血 且 晕厥", "无咯血 且 晕厥", "no haemoptysis and syncope"),
        ("非24小时内用退热药或激素", "没有“24小时内用退热药或激素”", "no antipyretic or steroid in 24 h"),
        ("处置依据已记录 = 否", "处置依据已记录：否", "no legal basis recorded"),
        ("处置依据已记录 != 否", "处置依据已记录", "legal basis recorded"),
        ("带管 NGT 或 带管 PEG", "带鼻胃管，或带胃造瘘管", "nasogastric tube, or gastrostomy tube"),
        ("无带管 NGT", "未带鼻胃管", "no nasogastric tube"),
        ("诊断 I48 且 有能力 O2", "诊断为心房颤动和心房扑动（I48） 且 接收方具备吸氧（O2）",
         "a diagnosis of atrial fibrillation and flutter (I48) and a receiver with oxygen (O2)"),
        ("无诊断 J44 且 有能力 X1", "未诊断慢性阻塞性肺疾病（J44） 且 接收方具备X1",
         "no diagnosis of chronic obstructive pulmonary disease (J44) and a receiver with X1"),
        ("诊断 Q99.9", "有诊断 Q99.9", "diagnosis Q99.9"),
        ("吸氧流量 <= 0", "老人已停用吸氧", "the elder no longer on oxygen"),
    ],
)  # fmt: skip
def test_a_condition_reads_with_units_and_names(written: str, zh: str, en: str) -> None:
    condition = parse_condition(written, NAMES.get)

    assert (condition_in_chinese(condition, FACTS), condition_in_english(condition, FACTS)) == (zh, en)


@pytest.mark.parametrize(
    ("forbidden", "zh", "en"),
    [
        ("吸氧流量 > 0 且 无能力 O2", "接收方具备吸氧（O2），或老人已停用吸氧",
         "a receiver with oxygen (O2), or the elder no longer on oxygen"),
        ("游走 且 无能力 DEM", "接收方具备失智专区（DEM），或无游走",
         "a receiver with locked dementia area (DEM), or no wandering"),
        ("胰岛素治疗 且 有能力 INS", "接收方不具备胰岛素注射（INS），或无胰岛素治疗",
         "a receiver without insulin injection (INS), or not on insulin"),
        ("压力性损伤分期 >= 3", "压力性损伤分期 < 3", "pressure injury stage < 3"),
        ("疥疮未治 或 虱病未治", "没有“疥疮未治” 且 没有“虱病未治”",
         'not "scabies, untreated" and not "lice, untreated"'),
        ("咯血 且 晕厥 或 静息痛", "（无咯血，或无晕厥） 且 无静息痛",
         "(no haemoptysis, or no syncope) and no rest pain"),
        ("法定传染病隔离期", "不在法定传染病隔离期", 'not "notifiable disease, isolation period"'),
        ("希望积极治疗", "希望积极治疗：否", 'not "wants active treatment"'),
        ("心率 50..100", "心率 低于 50 或高于 100 次/分", "heart rate under 50 or over 100 /min"),
        ("痰涂片 = 阳性", "痰涂片不是阳性", "sputum smear for acid-fast bacilli is not positive"),
        ("血糖 >= 16.7 x2", "并非“血糖 ≥ 16.7 mmol/L（连续2次）”", 'not "glucose ≥ 16.7 mmol/L (2 times running)"'),
        ("诊断 I48", "未诊断心房颤动和心房扑动（I48）", "no diagnosis of atrial fibrillation and flutter (I48)"),
    ],
)  # fmt: skip
def test_what_escapes_a_forbidden_condition_is_said_with_what_the_receiver_can_do_first(
    forbidden: str, zh: str, en: str
) -> None:
    condition = parse_condition(forbidden, NAMES.get)

    assert condition_in_chinese(condition, FACTS, negate=True) == zh
    assert condition_in_english(condition, FACTS, negate=True) == en


def test_no_rule_of_the_sample_reads_as_code() -> None:
    catalogue = sample()
    rules = [rule for rules in catalogue.rules.values() for rule in rules]
    for row in catalogue.rows:
        rules += [*row.up, *row.down, *row.exclusions, *([row.qualifier] if row.qualifier else [])]
    signs = ("<=", ">=", "!=", " = ", "@", "mm[Hg]", "Cel", "{", "无能力", "带管 ", "基线 ", "不得有")

    unread = [
        (rule.code, sign)
        for rule in rules
        for negate in (False, True)
        for words in (
            condition_in_chinese(rule.condition, catalogue.facts, negate=negate),
            condition_in_english(rule.condition, catalogue.facts, negate=negate),
        )
        for sign in signs
        if sign in words
    ]

    assert unread == []


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("Cel", "℃", "°C"), ("/min", "次/分", "/min"), ("mL/min/{1.73_m2}", "mL/min/1.73m²", "mL/min/1.73 m²"),
        ("{score}", "", ""), ("1", "", ""), ("mmol/L", "mmol/L", "mmol/L"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_unit_is_written_as_a_ward_writes_it(unit: str, zh: str, en: str) -> None:
    assert (unit_in_chinese(unit), unit_in_english(unit)) == (zh, en)


def test_a_device_that_no_list_names_goes_by_its_code() -> None:
    assert device_in_words("X1") == ("X1", "X1")
