"""Pinyin initials of Chinese words (脑梗死 is ngs), and text folded for comparison.

The initials of the 20,992 characters of the block CJK Unified Ideographs stand in `data/pinyin_initials.txt`, one
letter each, made by `python -m terminology.compile_pinyin`. Characters that medical words use with two readings give
both: 重度 is zd and cd.
"""

import unicodedata
from functools import cache
from pathlib import Path

_FIRST = 0x4E00
_FILE = Path(__file__).parent / "data" / "pinyin_initials.txt"
_TWO_READINGS = {
    "重": "zc", "长": "cz", "行": "xh", "调": "td", "降": "jx", "系": "xj", "传": "cz", "参": "cs",
    "壳": "kq", "率": "ls", "弹": "dt", "便": "bp", "还": "hh", "曾": "zc", "单": "ds", "仇": "cq",
}  # fmt: skip


def fold(text: str) -> str:
    """Full-width forms made narrow, capitals small, blanks at the ends cut."""
    if text.isascii():
        return text.strip().lower()
    return unicodedata.normalize("NFKC", text).strip().casefold()


def initials(text: str) -> str:
    """The pinyin initials of the Chinese characters and the other letters and digits; more readings after a blank."""
    if not text or text.isascii():
        return ""
    first = fold(text).translate(_table())
    double = [letter for letter in text if letter in _TWO_READINGS][:2]
    if not double:
        return first
    found = dict.fromkeys([first])
    for letter in double:
        other = {ord(letter): _TWO_READINGS[letter][1]}
        found[fold(text.translate(other)).translate(_table())] = None
    return " ".join(found)


def squeeze(text: str) -> str:
    """Latin text without the blanks and marks that the initials lack, as `covid19` for `covid-19`."""
    return fold(text).translate(_table())


@cache
def _table() -> dict[int, str | None]:
    letters = "".join(_FILE.read_text(encoding="ascii").split())
    known: dict[int, str | None] = {_FIRST + at: letter for at, letter in enumerate(letters) if letter != "-"}
    known.update((ord(character), readings[0]) for character, readings in _TWO_READINGS.items())
    known.update(dict.fromkeys(map(ord, " ()[]（）【】,，.。、;；:：-—/·“”\"'"), None))
    return known
