"""What a new version of the catalogue changes, in words, cell by cell."""

from collections.abc import Iterator

from terminology.catalogue_source import CatalogueSource, Record, column_title

_TABLES = (("rows", "row", "条目"), ("rules", "code", "规则"), ("facts", "code", "事实"))


def diff_sources(old: CatalogueSource, new: CatalogueSource) -> list[str]:
    """One sentence a change, tables in the order rows, rules, facts; layout and column order do not count."""
    changes = list(_manifest(old, new))
    for table, key, noun in _TABLES:
        before = {record[key]: record for record in getattr(old, table)}
        after = {record[key]: record for record in getattr(new, table)}
        changes += [f"删除{noun} {code}（{record['zh']}）。" for code, record in before.items() if code not in after]
        changes += [f"新增{noun} {code}（{record['zh']}）。" for code, record in after.items() if code not in before]
        for code, record in after.items():
            if code in before:
                changes += _cells(noun, code, before[code], record)
    return changes


def _manifest(old: CatalogueSource, new: CatalogueSource) -> Iterator[str]:
    for name in dict.fromkeys((*old.manifest, *new.manifest)):
        before, after = old.manifest.get(name), new.manifest.get(name)
        if _shown(before) != _shown(after):
            yield f"说明 {name}：{_shown(before)} → {_shown(after)}。"


def _cells(noun: str, code: str, before: Record, after: Record) -> Iterator[str]:
    for field in dict.fromkeys((*before.cells, *after.cells)):
        if before[field] != after[field]:
            title = column_title(after.file, field)
            yield f"{noun} {code}（{after['zh']}）{title}：{_shown(before[field])} → {_shown(after[field])}。"


def _shown(value: object) -> str:
    return "空" if value is None or value in ("", []) else str(value)
