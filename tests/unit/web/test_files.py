"""The files of the pages: words that exist, nothing inline, nothing from elsewhere, vendored bytes as they were."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

import hub.web
from hub.i18n import read_messages

WEB = Path(hub.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
VENDOR = WEB / "static" / "vendor"


def test_every_message_that_a_page_names_is_written() -> None:
    sources = [*TEMPLATES, *(WEB / "views").glob("*.py"), WEB / "app.py", WEB / "desks.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"""\bt\(['"]([a-z_]+\.[a-z_0-9-]+)['"][,)]""", text))
    named |= set(re.findall(r"""\.words\(['"]([a-z_]+\.[a-z_0-9]+)['"]""", text))
    named |= set(re.findall(r"""['"]((?:nav|message|reading|result|referral|site)\.[a-z_]+)['"]\)""", text))

    assert sorted(named - set(read_messages("zh_Hans"))) == []
    assert len(named) > 120


def test_every_look_and_act_of_the_console_has_words_in_the_audit() -> None:
    sources = [*(WEB / "views").glob("*.py"), *WEB.glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = {f"console-{page}" for page in re.findall(r'page="([a-z-]+)"', text)}
    named |= set(re.findall(r'interaction="([a-z$-]+)"', text))

    assert sorted(f"access.{one}" for one in named if f"access.{one}" not in read_messages("en")) == []
    assert len(named) > 15


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    found = re.findall(r"""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|https?://|(?:src|href)=["']//""", text)

    assert found == []


def test_the_vendored_files_are_those_of_the_manifest() -> None:
    lines = (VENDOR / "MANIFEST").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}

    files = {path.relative_to(VENDOR).as_posix(): _digest(path) for path in VENDOR.rglob("*") if path.is_file()}
    del files["MANIFEST"]

    assert told == files


def test_text_stands_out_from_its_ground() -> None:
    css = (WEB / "static" / "hub.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", css))
    pairs = [
        ("ink", "paper"), ("ink", "ground"), ("muted", "paper"), ("muted", "ground"), ("accent", "paper"),
        ("accent", "ground"), ("accent-ink", "accent"), ("good", "good-soft"), ("warn", "warn-soft"),
        ("bad", "bad-soft"), ("info", "info-soft"), ("muted", "bad-soft"), ("accent", "bad-soft"),
    ]  # fmt: skip

    weak = {pair: ratio for pair in pairs if (ratio := _contrast(tokens[pair[0]], tokens[pair[1]])) < 4.5}

    assert weak == {}


def _digest(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
