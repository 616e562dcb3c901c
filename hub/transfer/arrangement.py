"""The transfer sheet as a nurse reads it on one A4 page: what must not be missed first, nothing said twice.

Every value of the signed document is on the page; only the arrangement is the page's own.
"""

from dataclasses import replace

from hub.transfer.rows import COLUMNS, Cells
from hub.transfer.sheet import SheetSection, SheetTable

WISHES, REASON, ALLERGIES, MEDICINES = "42348-3", "42349-1", "48765-2", frozenset({"10183-2", "10160-0"})
"""LOINC codes of the sections that a nurse must not miss (hub.transfer.sections)."""

CHANGES = "changes"
_RANK = {WISHES: 0, REASON: 1, CHANGES: 2, ALLERGIES: 3, **dict.fromkeys(MEDICINES, 4)}
_MEASURED = "项目"
_FLAG = "提示"
_FLAGS = {
    "Normal": "", "High": "↑ 偏高", "Low": "↓ 偏低", "Critical high": "↑↑ 危急", "Critical low": "↓↓ 危急",
    "Abnormal": "异常", "Critical abnormal": "危急", "N": "", "H": "↑ 偏高", "L": "↓ 偏低", "HH": "↑↑ 危急",
    "LL": "↓↓ 危急", "A": "异常",
}  # fmt: skip
_UNITS = {
    "mm[Hg]": "mmHg", "Cel": "℃", "/min": "次/分", "[degF]": "℉", "d": "天", "h": "小时", "min": "分钟",
}  # fmt: skip
"""UCUM codes that nobody reads at a bedside, as they are written there."""

_ENGLISH_UNITS = {"mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F"}


def printed_sections(sections: tuple[SheetSection, ...]) -> list[SheetSection]:
    """What the elder wishes, why she comes, what she must not have, what she takes; then the document's own order.

    Sections that say nothing are left to one line at the end, but never those four.
    """
    told = [section for section in sections if not is_silent(section)]
    arranged = sorted(told, key=lambda section: _RANK.get(section.code, 9))
    return [replace(section, tables=tuple(_arranged(table) for table in section.tables)) for section in arranged]


def _arranged(table: SheetTable) -> SheetTable:
    return without_empty_columns(latest_first(people_once(table)))


def is_silent(section: SheetSection) -> bool:
    """Whether a section may be named in one line with others: it is empty, and no nurse must look for it."""
    return section.is_empty and (section.code not in _RANK or section.code == CHANGES)


def allergens(sections: tuple[SheetSection, ...]) -> tuple[str, ...]:
    """What the elder is allergic to, for the head of the sheet."""
    tables = [table for section in sections if section.code == ALLERGIES for table in section.tables]
    return tuple(" ".join(cell for cell in row[:3] if cell) for table in tables for row in table.rows)


def latest_first(table: SheetTable) -> SheetTable:
    """One line for each thing measured: the latest value, and behind it the earlier ones with their times."""
    if not table.columns or table.columns[0] != _MEASURED:
        return table
    flag = table.columns.index(_FLAG) if _FLAG in table.columns else -1
    rows: dict[str, list[Cells]] = {}
    for row in table.rows:
        words = tuple(_FLAGS.get(cell, cell) if place == flag else readable(cell) for place, cell in enumerate(row))
        rows.setdefault(row[0], []).append(words)
    when = table.columns.index("时间")
    found = []
    for measured in rows.values():
        measured.sort(key=lambda row: row[when], reverse=True)
        earlier = "；".join(f"{row[1]}（{row[when][5:]}）" for row in measured[1:])
        found.append((*measured[0], earlier))
    return SheetTable(columns=(*table.columns, "较早"), rows=tuple(found))


def people_once(table: SheetTable) -> SheetTable:
    """One line for each contact: two institutions that name the same person at the same telephone mean one."""
    if table.columns != COLUMNS["RelatedPerson"]:
        return table
    people: dict[tuple[str, str], list[str]] = {}
    for name, relations, telephone in table.rows:
        said = people.setdefault((name, telephone), [])
        said += [relation for relation in relations.split("、") if relation not in said]
    rows = tuple((name, "、".join(filter(None, said)), telephone) for (name, telephone), said in people.items())
    return replace(table, rows=rows)


def without_empty_columns(table: SheetTable) -> SheetTable:
    """The table without columns in which no row says anything."""
    kept = [place for place in range(len(table.columns)) if place == 0 or any(row[place] for row in table.rows)]
    return SheetTable(
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def readable(text: str, *, english: bool = False) -> str:
    """A value with its unit as people write it: `128 mm[Hg]` becomes `128 mmHg`."""
    units = _ENGLISH_UNITS if english else _UNITS
    value, space, unit = text.rpartition(" ")
    return f"{value}{space}{units[unit]}" if space and unit in units else text
