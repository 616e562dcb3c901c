"""Tables that a user brings: CSV, xlsx, FHIR package or JSON, as values that can be stored.

Columns are found by their headings, in Chinese or English. Every fault is named with row and column before anything
is stored.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from terminology.code_systems import code_system_names, load_code_system
from terminology.code_table import TableHead
from terminology.code_table_builder import TableError, TableFault, TableRow, build_table
from terminology.icd10_editions import CLINICAL, EDITIONS, INSURANCE, WHO
from terminology.load_csv import csv_facts, csv_rows
from terminology.load_package import Taken, package_resources
from terminology.load_xlsx import xlsx_rows
from terminology.pinyin import fold

KNOWN_SYSTEMS: Mapping[str, tuple[str, str]] = {
    "icd-10": (WHO, "WHO ICD-10"),
    "icd-10-insurance-cn": (INSURANCE, "ICD-10 医保版"),
    "icd-10-clinical-cn": (CLINICAL, "ICD-10 国家临床版"),
}
"""Short names of code systems whose tables are always loaded: URL and title."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "编码", "代码", "疾病编码", "诊断编码", "诊断代码", "疾病代码", "主要编码", "值", "医保编码"),
    "zh": ("zh", "display", "name", "名称", "中文名称", "疾病名称", "诊断名称", "值含义", "含义", "医保名称"),
    "en": ("en", "english", "英文名称", "英文名"),
    "parent": ("parent", "上级编码", "父编码", "上级代码", "父级编码"),
}  # fmt: skip
"""Headings that name a column, letter case and blanks aside."""

_LOOK_FOR_HEADINGS = 20
_STEP = 20_000


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the user says of a table. `columns` maps code, zh, en and parent to headings."""

    url: str = ""
    system: str = ""
    version: str = ""
    title: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    verified: bool = True


def load_file(
    path: Path, options: LoadOptions, *, progress: Callable[[int], None] = lambda _: None
) -> tuple[list[Taken], list[str]]:
    """What a file holds, ready to be stored, and sentences about what was left aside. Raises TableError.

    `progress` is told the number of rows now and then.
    """
    suffix = path.suffix.lower()
    if suffix in {".tgz", ".json"} or path.name.lower().endswith(".tar.gz"):
        return package_resources(path)
    if suffix in {".xlsx", ".xlsm"}:
        facts: dict[str, str] = {}
        rows = xlsx_rows(path, options.sheet)
    elif suffix in {".csv", ".tsv", ".txt"}:
        facts, rows = csv_facts(path), csv_rows(path)
    else:
        raise _refused(f"{path.name} is of no kind that can be loaded; expected .csv, .xlsx, .tgz or .json.")
    head = _head(path, options, facts)
    table = build_table(head, _watched(_table_rows(rows, options), progress), infer_parents=head.url in EDITIONS)
    return [("code-system", table, table.to_bytes())], []


def _head(path: Path, options: LoadOptions, facts: Mapping[str, str]) -> TableHead:
    url, title = options.url or facts.get("url", ""), options.title or facts.get("title", "")
    if options.system:
        url, known_title = _known_system(options.system)
        title = title or known_title
    if not url:
        raise _refused("Nothing says which code system the table is; give --system or --url, or a line `# url: …`.")
    if not _is_canonical(url):
        raise _refused(
            f"{url[:80]!r} is no canonical URL; expected http…, urn:oid:… or urn:uuid:… without | and blanks."
        )
    version = options.version or facts.get("version", "")
    if not version:
        raise _refused("The table has no version; give --version, or a line `# version: …`.")
    return TableHead(
        url=url,
        version=version,
        name=options.system or url.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1],
        title=title or path.stem,
        source=facts.get("source", path.name),
        verified=options.verified and facts.get("verified", "true") == "true",
        content=facts.get("content", "complete"),
    )


def _known_system(name: str) -> tuple[str, str]:
    if name in KNOWN_SYSTEMS:
        return KNOWN_SYSTEMS[name]
    if name in code_system_names():
        system = load_code_system(name)
        return system.url, system.title
    known = ", ".join((*KNOWN_SYSTEMS, *code_system_names()))
    raise _refused(f"There is no code system {name!r}; known are {known}. Others are named by --url.")


def _is_canonical(url: str) -> bool:
    return url.startswith(("http://", "https://", "urn:")) and not any(one in url for one in '| \t\n"<>')


def _table_rows(rows: Iterator[tuple[int, list[str]]], options: LoadOptions) -> Iterator[TableRow]:
    places, rest = _find_columns(rows, options.columns)
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        found = {name: _clean(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        more = {
            heading: text for heading, place in rest.items() if place < len(cells) and (text := _clean(cells[place]))
        }
        yield TableRow(**found, more=more, line=line)


def _find_columns(
    rows: Iterator[tuple[int, list[str]]], named: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, int]]:
    """The places of code, zh, en and parent, and of the other columns by their headings."""
    wanted = {name: (fold(named[name]),) if name in named else tuple(map(fold, HEADINGS[name])) for name in HEADINGS}
    seen: list[str] = []
    for _, cells in rows:
        headings = [fold(cell) for cell in cells]
        places = {
            name: headings.index(match)
            for name, choices in wanted.items()
            if (match := next((one for one in choices if one in headings), None)) is not None
        }
        missing = sorted(set(named) - set(places))
        if "code" in places and not missing:
            if not {"zh", "en"} & set(places):
                raise _refused(f"No column has the words of the codes; the headings are {', '.join(cells)[:200]}.")
            taken = set(places.values())
            rest = {cell.strip(): at for at, cell in enumerate(cells) if cell.strip() and at not in taken}
            return places, rest
        seen.append(" | ".join(cell for cell in cells if cell)[:80])
        if len(seen) >= _LOOK_FOR_HEADINGS:
            break
    looked = named.get("code") or "code, 编码, 代码 …"
    raise _refused(
        f"No row among the first {_LOOK_FOR_HEADINGS} has the heading of the code column ({looked}); "
        f"the first row is {seen[0]!r}. Name the columns with --column code=…,zh=…."
        if seen
        else "The table is empty."
    )


def _watched(rows: Iterator[TableRow], progress: Callable[[int], None]) -> Iterator[TableRow]:
    for number, row in enumerate(rows, start=1):
        if not number % _STEP:
            progress(number)
        yield row


def _clean(text: str) -> str:
    return " ".join(text.split())


def _refused(text: str) -> TableError:
    return TableError([TableFault(0, "", text)])
