"""Reading the catalogue's files as a medical affairs office keeps them: manifest.toml and three CSV tables.

A table has a Chinese header row; a second header row in English is allowed and skipped. UTF-8 with or without
BOM, or GB18030 as Excel writes in China. Nothing is judged here: a cell stays text with its place.
"""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

SAMPLE = Path(__file__).parent / "data" / "catalogue" / "sample"
"""The sample catalogue that the package carries."""

FILES = ("manifest.toml", "catalogue.csv", "rules.csv", "facts.csv")
SHEETS = {"catalogue.csv": "目录", "rules.csv": "规则", "facts.csv": "资料"}
"""The sheet of a workbook that holds the same."""

SIGNATURES = "signatures.json"
"""Who has signed this version, beside the files of a folder; the sample has none."""

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "catalogue.csv": {
        "行号": "row", "条目": "entry", "编码": "icd10", "名称": "zh", "英文名": "en", "级别": "level",
        "分级条件": "qualifier", "优先级": "priority", "目标专科": "specialty", "最低接收方": "minimum_receiver",
        "上转1": "up1", "上转2": "up2", "上转3": "up3", "总是上转": "always_up",
        "下转1": "down1", "下转2": "down2", "下转3": "down3", "下转4": "down4",
        "排除1": "exclude1", "排除2": "exclude2", "需要能力": "needs", "能力等级上限": "ability_max",
        "替代规则": "replaces", "备注": "note", "出处": "source", "已核实": "verified",
    },
    "rules.csv": {
        "编号": "code", "规则集": "set", "维度": "dimension", "适用": "when", "条件": "condition",
        "严重度": "severity", "安宁仍适用": "comfort", "说明": "zh", "英文说明": "en", "出处": "source",
        "已核实": "verified",
    },
    "facts.csv": {
        "代码": "code", "名称": "zh", "英文名": "en", "别名": "aliases", "类型": "kind", "单位": "unit",
        "可接受单位": "units", "下限": "low", "上限": "high", "时效小时": "age_hours", "取值": "codes",
        "LOINC": "loinc", "组": "group", "谁可陈述": "stated_by", "缺省": "default", "出处": "source",
        "已核实": "verified",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueIssue:
    """One thing found in the catalogue's files; `row` counts from 1 with the header, `column` is the Chinese header.

    The hub turns it into its own Issue; `code` is from the FHIR IssueType value set.
    """

    severity: Literal["error", "warning"]
    code: str
    text: str
    file: str = ""
    row: int | None = None
    column: str = ""

    @property
    def place(self) -> str:
        """Where, as a person reads it who has the file or the workbook: `catalogue.csv/目录 row 17 column 下转1`."""
        file = f"{self.file}/{SHEETS[self.file]}" if self.file in SHEETS else self.file
        row = f" row {self.row}" if self.row is not None else ""
        return f"{file}{row}{f' column {self.column}' if self.column else ''}"

    def __str__(self) -> str:
        """One line."""
        return f"{self.place}: {self.severity}: {self.text}"


class CatalogueError(ValueError):
    """The catalogue cannot be compiled; `issues` says why."""

    def __init__(self, issues: Sequence[CatalogueIssue]) -> None:
        super().__init__("; ".join(str(issue) for issue in issues))
        self.issues = tuple(issues)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: cells by field name, trimmed."""

    file: str
    row: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """The cell's text; empty when the table lacks the column."""
        return self.cells.get(name, "")

    def issue(
        self, name: str, text: str, *, code: str = "value", severity: Literal["error", "warning"] = "error"
    ) -> CatalogueIssue:
        """An issue of one cell of this row."""
        return CatalogueIssue(severity, code, text, self.file, self.row, column_title(self.file, name))


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """The files as read."""

    manifest: Mapping[str, Any]
    rows: tuple[Record, ...]
    rules: tuple[Record, ...]
    facts: tuple[Record, ...]
    issues: tuple[CatalogueIssue, ...] = ()


def load(*paths: Path) -> CatalogueSource:
    """The source of a folder, or of single files of one. Raises FileNotFoundError."""
    return read_source(read_files(*paths))


def read_files(*paths: Path) -> dict[str, bytes]:
    """Read a folder, or single files of one; a file that is not given is taken from the sample catalogue.

    A workbook (.xlsx) holds all of them. Raises FileNotFoundError for a path that does not exist.
    """
    found = {name: SAMPLE / name for name in FILES}
    of_workbook: dict[str, bytes] = {}
    for path in paths:
        if path.is_dir():
            found |= {name: path / name for name in (*FILES, SIGNATURES) if (path / name).exists()}
        elif path.suffix == ".xlsx":
            of_workbook |= _of_workbook(path)
        elif path.name in found:
            found[path.name] = path
        elif path.suffix == ".csv":
            found["catalogue.csv"] = path
        else:
            raise FileNotFoundError(
                f"{path} is no file of a catalogue; expected a folder or one of {', '.join(FILES)}."
            )
    return {name: path.read_bytes() for name, path in found.items()} | of_workbook


def _of_workbook(path: Path) -> dict[str, bytes]:
    from terminology.catalogue_xlsx import WorkbookError, workbook_to_files

    try:
        return workbook_to_files(path.read_bytes())
    except WorkbookError as err:
        raise FileNotFoundError(f"{path}: {err}") from err


def read_source(files: Mapping[str, bytes]) -> CatalogueSource:
    """The source from the bytes of its files, by the names in FILES. Never raises for their content."""
    issues: list[CatalogueIssue] = []
    manifest: Mapping[str, Any] = {}
    try:
        manifest = tomllib.loads(files.get("manifest.toml", b"").decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        issues.append(CatalogueIssue("error", "structure", f"The manifest is no TOML: {err}.", "manifest.toml"))
    tables = {name: _read_table(name, files.get(name, b""), issues) for name in COLUMNS}
    return CatalogueSource(
        manifest=MappingProxyType(dict(manifest)),
        rows=tables["catalogue.csv"],
        rules=tables["rules.csv"],
        facts=tables["facts.csv"],
        issues=tuple(issues),
    )


def column_title(file: str, name: str) -> str:
    """The Chinese header of a field."""
    return next((title for title, field in COLUMNS.get(file, {}).items() if field == name), name)


def _read_table(name: str, data: bytes, issues: list[CatalogueIssue]) -> tuple[Record, ...]:
    lines = list(csv.reader(io.StringIO(_decode(name, data, issues), newline="")))
    if not lines or not any(cell.strip() for cell in lines[0]):
        issues.append(CatalogueIssue("error", "structure", "The table has no header row.", name))
        return ()
    known = COLUMNS[name]
    titles = [cell.strip() for cell in lines[0]]
    fields = [known.get(title, title if title in known.values() else "") for title in titles]
    for title, field in zip(titles, fields, strict=True):
        if title and not field:
            text = f"The column {title!r} is not known and is not read."
            issues.append(CatalogueIssue("warning", "structure", text, name, 1, title))
    issues.extend(
        CatalogueIssue("error", "structure", f"The column {title!r} is missing.", name, 1, title)
        for title, field in known.items()
        if field not in fields and field in _NEEDED[name]
    )
    records = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {field: cell.strip() for field, cell in zip(fields, line, strict=False) if field}
        is_english_header = number == 2 and all(cells.get(field, "") in {field, ""} for field in fields if field)
        if any(cells.values()) and not is_english_header:
            records.append(Record(name, number, MappingProxyType(cells)))
    return tuple(records)


_NEEDED = {
    "catalogue.csv": {"row", "icd10", "zh", "level"},
    "rules.csv": {"code", "set", "dimension", "condition", "severity", "zh"},
    "facts.csv": {"code", "zh", "kind"},
}


def _decode(name: str, data: bytes, issues: list[CatalogueIssue]) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            issues.append(CatalogueIssue("error", "structure", "The file is neither UTF-8 nor GB18030 text.", name))
            return ""
