"""The transfer sheet on paper: A4 with page numbers and the verification code, from the same data as the page.

`sheet_html` is quick and runs anywhere; `html_to_pdf` takes about a second and runs in the pool (DESIGN D16).
WeasyPrint needs libpango and a font with Chinese characters of the machine; without them PDF is refused with the
packages' names.
"""

import subprocess
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hub.clock import SHANGHAI, micros_to_datetime
from hub.errors import MissingPackageError
from hub.transfer.arrangement import ALLERGIES, MEDICINES, WISHES, allergens, is_silent, printed_sections
from hub.transfer.sheet import TransferSheet

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk"
"""Of Debian and Ubuntu; other systems name them alike (pango, google-noto-sans-cjk-fonts)."""


def sheet_html(sheet: TransferSheet, *, code: str, signer: str, problem: str, printed: int, by: str, font: str) -> str:
    """The sheet as one HTML file without any outside reference.

    `code` is the file's verification code, `signer` the name of who signed it ("" when the signature is not good, and
    `problem` says why), `printed` when (microseconds), `by` who prints it, `font` a family.
    """
    values = {
        "sheet": sheet,
        "sections": printed_sections(sheet.sections),
        "silent": [section.title for section in sheet.sections if is_silent(section)],
        "alerts": allergens(sheet.sections),
        "code": code,
        "signer": signer,
        "problem": problem,
        "printed": micros_to_datetime(printed).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        "by": by,
        "font": css_string(font),
        "running": css_string(_running(sheet)),
        "css_code": css_string(code),
        "marks": {WISHES: "wishes", ALLERGIES: "allergies", **dict.fromkeys(MEDICINES, "medicines")},
    }
    return environment().get_template("sheet.html").render(values)


def html_to_pdf(html: str) -> bytes:
    """The PDF with its fonts embedded. Raises MissingPackageError when the machine lacks a library or a font."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as err:  # it loads libpango by name
        raise _missing("WeasyPrint could not load the text library") from err
    if not has_chinese_font():
        raise _missing("no font of the machine has Chinese characters")
    only_carried = URLFetcher(allowed_protocols=("data",))  # a sheet reads nothing from any network or disk
    data = HTML(string=html, url_fetcher=only_carried).write_pdf()
    assert data is not None  # without a target it gives the bytes
    return bytes(data)


@cache
def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    try:
        found = subprocess.run(
            ["fc-list", ":lang=zh", "family"],  # noqa: S607  the machine's own fontconfig, wherever it is installed
            capture_output=True, check=False, timeout=20,
        )  # fmt: skip
    except OSError:
        return False
    return bool(found.stdout.strip())


def _missing(what: str) -> MissingPackageError:
    return MissingPackageError(
        f"本机不能生成PDF：请安装 {PACKAGES}；网页版可直接打印。 PDF cannot be made here: {what}. Install {PACKAGES}; "
        "the page itself can be printed meanwhile."
    )


def _running(sheet: TransferSheet) -> str:
    header = dict(sheet.header)
    return " · ".join(part for part in (header.get("姓名", ""), header.get("出生日期", ""), sheet.number) if part)


def css_string(text: str) -> str:
    """A CSS string literal; what could end it is written by its code point."""
    safe = "".join(f"\\{ord(sign):x} " if sign in '"\\<>&\n\r' else sign for sign in text)
    return f'"{safe}"'


@cache
def environment() -> Environment:
    """The templates of what is printed."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
