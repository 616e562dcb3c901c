"""The catalogue as a page to print and pin up: one line a row, the shared rules, who signed (A4, landscape).

For the people who work by it and for the committee that signs it; it needs no server and no script.
"""

from collections.abc import Iterable
from html import escape

from terminology.catalogue import Catalogue, Row, Rule
from terminology.code_systems import load_code_system
from terminology.condition_words import Definitions, condition_in_chinese

_SETS = {
    "UP0": "上转指征（任何病种）", "DR0": "请医生评估（2–4小时内）", "ST0": "下转/入住前须稳定", "EX0": "不得转入",
    "NEED": "接收方须具备",
}  # fmt: skip
_SEVERITY = {"hard": "硬", "confirm": "核实", "soft": "软", "info": "提示"}
_STYLE = """@page{size:A4 landscape;margin:12mm}body{font:9pt/1.4 "Noto Sans CJK SC","Source Han Sans SC",sans-serif}
table{border-collapse:collapse;width:100%}
th,td{border:.5pt solid #777;padding:2pt 4pt;text-align:left;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}h1{font-size:15pt;margin:0}h2{font-size:11pt;margin:10pt 0 3pt}
.banner{border:1.5pt solid #b00;color:#b00;padding:3pt 6pt;font-weight:bold}.code{font-family:monospace}"""


def catalogue_to_sheet(catalogue: Catalogue, *, signed: Iterable[str] = ()) -> str:
    """One HTML page. `signed` are the people who signed it, as they are to be shown."""
    by = "、".join(signed) or "（未签署）"
    head = (
        f"<h1>{escape(catalogue.title)}</h1>"
        f"<p>版本 {escape(catalogue.version)}；生效 {catalogue.effective_from} 至 {catalogue.effective_to}；"
        f"签署：{escape(by)}；校验 SHA-256 <span class=code>{catalogue.digest}</span></p>"
    )
    banner = f"<p class=banner>{escape(catalogue.banner)}</p>" if catalogue.banner else ""
    columns = "<th>行<th>编码<th>病种<th>级<th>分级条件<th>上转<th>下转/入住<th>排除<th>接收方<th>专科"
    rows = "".join(_row(row, catalogue.facts) for row in catalogue.rows)
    sets = "".join(_rules(name, rules, catalogue.facts) for name, rules in catalogue.rules.items() if rules)
    return (
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{escape(catalogue.title)}</title>"
        f"<style>{_STYLE}</style><body>{banner}{head}<p>{_LEGEND}</p><h2>条目</h2><table><thead><tr>{columns}</thead>{rows}</table>"
        f"{sets}</body></html>\n"
    )


def _row(row: Row, facts: Definitions) -> str:
    qualifier = [_words(row.qualifier, facts)] if row.qualifier is not None else []
    up = ["总是"] * row.always_up + [_words(rule, facts) for rule in row.up]
    down, exclusions = ([_words(rule, facts) for rule in rules] for rules in (row.down, row.exclusions))
    cells = (
        row.code, row.pattern.text, row.zh, str(row.level), "；".join(qualifier), "；".join(up), "；".join(down),
        "；".join(exclusions), _receiver(row), row.specialty,
    )  # fmt: skip
    return "<tr><td>" + "<td>".join(map(escape, cells))


def _receiver(row: Row) -> str:
    kinds, capabilities = load_code_system("receiver-kind").codes, load_code_system("capability").codes
    parts = [kinds[row.minimum_receiver].zh] if row.minimum_receiver else []
    parts += ["或".join(capabilities[code].zh for code in sorted(need)) for need in row.needs]
    parts += [f"能力≤{row.ability_max}级"] if row.ability_max is not None else []
    return "；".join(parts)


def _rules(name: str, rules: Iterable[Rule], facts: Definitions) -> str:
    lines = "".join(
        f"<tr><td>{escape(rule.code)}<td>{escape(rule.zh)}<td>{escape(_words(rule, facts))}"
        f"<td>{_SEVERITY[rule.severity]}"
        for rule in rules
    )
    return f"<h2>{_SETS[name]}</h2><table><thead><tr><th>编号<th>说明<th>条件<th>严重度</thead>{lines}</table>"


def _words(rule: Rule, facts: Definitions) -> str:
    scope = f"（仅限：{condition_in_chinese(rule.when, facts)}）" if rule.when is not None else ""
    usual = "confirm" if rule.dimension == "exclusion" else "hard"
    mark = f"{_SEVERITY[rule.severity]}：" if rule.set == "ROW" and rule.severity != usual else ""
    return scope + mark + condition_in_chinese(rule.condition, facts)


_LEGEND = (
    "硬：不符合或未知都不能转；核实：不符合不能转，未知须问清；软：只提醒；提示：只告知。"
    "1级病种由牵头医院诊治，2级病种成员机构可诊治。条目未另注明的，上转、下转条件为硬，排除条件为核实。"
)
