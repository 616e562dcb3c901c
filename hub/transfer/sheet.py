"""The transfer bundle as a page: what the console shows and prints, from the signed document alone."""

from dataclasses import dataclass
from datetime import datetime
from html import unescape

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI
from hub.transfer.rows import cells_of, human_name
from hub.transfer.tables import SheetTable, section_tables
from hub.transfer.verify import Verdict
from hub.transfer.words import moment_text

__all__ = ["SEX", "Photograph", "SheetSection", "SheetTable", "TransferSheet", "transfer_sheet"]

SEX = {"male": "男", "female": "女", "other": "其他", "unknown": "未知"}


REFERRAL_NUMBER = "https://alliance-hub.example/sid/referral"


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph that the document carries: what it shows, when it was taken, and its bytes in base64."""

    words: str
    content_type: str
    data: str


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One section. `lines` are words of the document itself; `is_empty` when nothing was provided (not: none)."""

    code: str
    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[SheetTable, ...] = ()
    is_empty: bool = False
    photographs: tuple[Photograph, ...] = ()


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
    numbers = sorted(request.get("identifier", []), key=lambda one: one.get("system") != REFERRAL_NUMBER)
    number = next((str(one.get("value", "")) for one in numbers), "")
    at = _moment(composition.get("date"))
    return TransferSheet(
        title=str(composition.get("title", "")),
        number=number,
        header=_header(composition, _first(resources, "Patient"), by_name, request, number),
        sections=tuple(_section(part, by_name, at=at) for part in composition.get("section", [])),
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


def _section(part: JsonObject, by_name: dict[str, JsonObject], *, at: datetime) -> SheetSection:
    codes = [str(coding.get("code", "")) for coding in (part.get("code") or {}).get("coding", [])]
    items = [by_name[name] for entry in part.get("entry", []) if (name := str(entry.get("reference", ""))) in by_name]
    return SheetSection(
        code=next(iter(codes), ""),
        title=str(part.get("title", "")),
        lines=_paragraphs(str((part.get("text") or {}).get("div", ""))),
        tables=tuple(section_tables(items, by_name, at=at)),
        is_empty="emptyReason" in part,
        photographs=tuple(_photograph(item) for item in items if _is_shown(item)),
    )


_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


def _is_shown(item: JsonObject) -> bool:
    content = item.get("content") or {}
    return item.get("resourceType") == "Media" and "data" in content and content.get("contentType") in _PICTURES


def _photograph(item: JsonObject) -> Photograph:
    content = item["content"]
    return Photograph(" ".join(cells_of(item)[:2]).strip(), str(content["contentType"]), str(content["data"]))


def _moment(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(SHANGHAI)
    except ValueError:
        return datetime.max.replace(tzinfo=SHANGHAI)


def _paragraphs(div: str) -> tuple[str, ...]:
    """The text of the narrative's paragraphs. The tables are made from the resources."""
    pieces = div.split("<p>")[1:]
    return tuple(unescape(piece.split("</p>")[0]) for piece in pieces)


def _first(resources: list[JsonObject], resource_type: str) -> JsonObject:
    return next((item for item in resources if item.get("resourceType") == resource_type), {})
