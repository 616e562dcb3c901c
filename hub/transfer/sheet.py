"""The transfer bundle as a page: what the console shows and prints, from the signed document alone."""

from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.transfer.rows import COLUMNS, Cells, cells_of, human_name, moment_text
from hub.transfer.verify import Verdict

SEX = {"male": "男", "female": "女", "other": "其他", "unknown": "未知"}


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a section: its head and its rows."""

    columns: Cells
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One section. `lines` are words of the document itself; `is_empty` when nothing was provided (not: none)."""

    code: str
    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[SheetTable, ...] = ()
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class TransferSheet:
    """The page. `header` are (label, value) pairs; the verdict says whether the bytes are as they were signed."""

    title: str
    number: str
    header: tuple[tuple[str, str], ...]
    sections: tuple[SheetSection, ...]
    verdict: Verdict | None


def transfer_sheet(bundle: JsonObject, verdict: Verdict | None) -> TransferSheet:
    """The page of a document Bundle. `verdict` is None when its signature is not good: the page must say so."""
    resources = [entry["resource"] for entry in bundle.get("entry", [])]
    by_name = {f"{item.get('resourceType')}/{item.get('id')}": item for item in resources}
    composition = _first(resources, "Composition")
    request = _first(resources, "ServiceRequest")
    number = next((str(one.get("value", "")) for one in request.get("identifier", [])), "")
    return TransferSheet(
        title=str(composition.get("title", "")),
        number=number,
        header=_header(composition, _first(resources, "Patient"), by_name, request, number),
        sections=tuple(_section(part, by_name) for part in composition.get("section", [])),
        verdict=verdict,
    )


def _header(
    composition: JsonObject, patient: JsonObject, by_name: dict[str, JsonObject], request: JsonObject, number: str
) -> tuple[tuple[str, str], ...]:
    authors = [str(one.get("reference", "")) for one in composition.get("author", [])]
    author = by_name.get(authors[0], {}) if authors else {}
    others = [item for item in by_name.values() if item.get("resourceType") == "Organization" and item is not author]
    identifiers = "、".join(str(one.get("value", "")) for one in patient.get("identifier", []))
    return (
        ("姓名", human_name(patient)),
        ("性别", SEX.get(str(patient.get("gender", "")), "")),
        ("出生日期", str(patient.get("birthDate", ""))),
        ("证件/病案号", identifiers),
        ("转出机构", str(author.get("name", ""))),
        ("接收机构", "、".join(str(item.get("name", "")) for item in others)),
        ("转诊单号", number),
        ("紧急程度", _PRIORITY.get(str(request.get("priority", "routine")), "")),
        ("签发时间", moment_text(composition.get("date"))),
    )


_PRIORITY = {"routine": "常规", "urgent": "紧急", "asap": "尽快", "stat": "急诊"}


def _section(part: JsonObject, by_name: dict[str, JsonObject]) -> SheetSection:
    codes = [str(coding.get("code", "")) for coding in (part.get("code") or {}).get("coding", [])]
    items = [by_name[name] for entry in part.get("entry", []) if (name := str(entry.get("reference", ""))) in by_name]
    tables = [
        SheetTable(
            columns=COLUMNS.get(kind, ()),
            rows=tuple(cells_of(item) for item in items if item["resourceType"] == kind),
        )
        for kind in dict.fromkeys(str(item["resourceType"]) for item in items)
    ]
    return SheetSection(
        code=next(iter(codes), ""),
        title=str(part.get("title", "")),
        lines=_paragraphs(str((part.get("text") or {}).get("div", ""))),
        tables=tuple(tables),
        is_empty="emptyReason" in part,
    )


def _paragraphs(div: str) -> tuple[str, ...]:
    """The text of the narrative's paragraphs. The tables are made from the resources."""
    from html import unescape

    pieces = div.split("<p>")[1:]
    return tuple(unescape(piece.split("</p>")[0]) for piece in pieces)


def _first(resources: list[JsonObject], resource_type: str) -> JsonObject:
    return next((item for item in resources if item.get("resourceType") == resource_type), {})
