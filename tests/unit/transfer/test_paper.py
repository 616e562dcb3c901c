"""The printed sheet: the same words as the page, its code on it, nothing fetched, and a plain refusal without fonts."""

import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from hub.errors import MissingPackageError
from hub.keys import Keys
from hub.transfer.bundle import transfer_bundle
from hub.transfer.paper import PACKAGES, has_chinese_font, html_to_pdf, sheet_html
from hub.transfer.sheet import transfer_sheet
from hub.transfer.signing import sign_bundle
from hub.transfer.verify import verification_code, verify_bundle
from tests.unit.transfer.test_document import condition, content, medicine, photograph

FONT = "Noto Sans CJK SC"


def printed(*, signer: str = "示范老年病医院", name: str = "周阿婆", font: str = FONT) -> tuple[str, str]:
    """The HTML of a small document, and its verification code."""
    found = content(condition("I10", "高血压"), medicine("华法林", "2.5 mg"), photograph(content={
        "contentType": "image/png", "data": "aGVlbA==",
    }))  # fmt: skip
    found = replace(found, patient=found.patient | {"name": [{"text": name}]})
    data = sign_bundle(transfer_bundle(found, bundle_id="b1"), keys=Keys.in_memory(), signer="member-H1")
    sheet = transfer_sheet(verify_bundle(data).bundle, None)
    code = verification_code(data)
    problem = "" if signer else "一个字节被改动"
    html = sheet_html(sheet, code=code, signer=signer, problem=problem, printed=found.now, by="护士 王某", font=font)
    return html, code


def test_the_paper_says_what_the_document_says_with_its_code_on_it() -> None:
    html, code = printed()

    assert len(code) == 24
    assert html.count(code) >= 3
    for words in (
        "⚠高警示 华法林",
        "高血压",
        "签名有效：示范老年病医院",
        "护士 王某",
        "data:image/png;base64,aGVlbA==",
    ):
        assert words in html


def test_a_broken_signature_stands_on_the_paper() -> None:
    html, _ = printed(signer="")

    assert "签名未通过核验" in html
    assert "一个字节被改动" in html
    assert "签名有效" not in html


def test_a_name_cannot_leave_its_place_on_the_paper() -> None:
    html, _ = printed(name='"; } </style><script>x</script>', font='A"B')

    assert "<script>" not in html
    assert html.count("</style>") == 1
    assert 'font: 10pt/1.45 "A\\22 B"' in html


def require_library() -> None:
    """Skip where the machine has no libpango or no Chinese font; fail where HUB_TEST_REQUIRE names pdf."""
    try:
        import weasyprint  # noqa: F401  whether it loads is the question
    except (ImportError, OSError):
        found = False
    else:
        found = has_chinese_font()
    if not found and "pdf" in os.environ.get("HUB_TEST_REQUIRE", ""):
        pytest.fail("HUB_TEST_REQUIRE asks for PDF, and libpango or a Chinese font is missing")
    if not found:
        pytest.skip(f"needs {PACKAGES}")  # on a laptop alone: the gate fails here, see above


def inflated(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF, and what stands between them."""
    for piece in data.split(b"stream\n"):
        yield piece
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(piece)


def test_the_pdf_has_pages_and_embedded_fonts() -> None:
    require_library()
    html, _ = printed()

    data = html_to_pdf(html.replace("</body>", '<img src="file:///etc/passwd"></body>'))

    assert data.startswith(b"%PDF-")
    objects = b"".join(inflated(data))
    assert b"/FontFile" in objects
    assert b"Noto" in objects
    assert b"passwd" not in objects


def test_without_a_chinese_font_the_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    has_chinese_font.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))

    try:
        with pytest.raises(MissingPackageError, match=r"Install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk"):
            html_to_pdf("<p>页</p>")
    finally:
        has_chinese_font.cache_clear()
