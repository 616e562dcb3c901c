r"""Escape sequences of HL7 v2.7 chapter 2.7 (`\F\`, `\X0D\`, `\.br\` …)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The characters of MSH-1 and MSH-2. `truncation` is empty in the four-character form."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"
    truncation: str = ""

    @property
    def encoding_characters(self) -> str:
        """MSH-2 as it is written."""
        return self.component + self.repetition + self.escape + self.subcomponent + self.truncation


STANDARD = Delimiters()


_BLANKS = re.compile(r"\.(sp|sk) *\+?([0-9]{1,4}) *")
"""`.sp3` and `.sk 3`: so many lines, so many blanks (2.7.6)."""

_PLAIN = re.compile(r"[A-Za-z0-9 .,:;_/-]*")
"""Text without any of the standard delimiters."""


def unescape(text: str, delimiters: Delimiters = STANDARD) -> str:
    r"""Text with its escape sequences replaced; a sequence that is not known stays as it is.

    Highlighting (`\H\`, `\N\`) has no plain-text form and is dropped. Character set switches
    (`\C..\`, `\M..\`) and sequences that would give control characters stay literally.
    """
    if delimiters.escape not in text:
        return text
    pattern, replace = _compiled(delimiters)
    return pattern.sub(replace, text)


def escape(text: str, delimiters: Delimiters = STANDARD) -> str:
    """Text made safe to stand in a component: the inverse of `unescape`."""
    if delimiters is STANDARD and _PLAIN.fullmatch(text):
        return text
    out = []
    letters = _letters(delimiters)
    for char in text:
        if char in letters:
            out.append(f"{delimiters.escape}{letters[char]}{delimiters.escape}")
        elif char in "\r\n":
            out.append(f"{delimiters.escape}X{ord(char):02X}{delimiters.escape}")
        elif char >= " " or char == "\t":
            out.append(char)
    return "".join(out)


def _letters(delimiters: Delimiters) -> dict[str, str]:
    letters = {
        delimiters.field: "F",
        delimiters.component: "S",
        delimiters.subcomponent: "T",
        delimiters.repetition: "R",
        delimiters.escape: "E",
    }
    if delimiters.truncation:
        letters[delimiters.truncation] = "P"
    letters.pop("", None)
    return letters


@lru_cache(maxsize=64)
def _compiled(delimiters: Delimiters) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    mark = re.escape(delimiters.escape)
    by_letter = {letter: char for char, letter in _letters(delimiters).items()}
    by_letter |= {"H": "", "N": "", ".br": "\n", ".sp": "\n", ".ce": "\n", ".fi": "", ".nf": ""}

    def replace(match: re.Match[str]) -> str:
        body = match.group(1)
        found = by_letter.get(body)
        if found is None and body[:1] == "X":
            found = _hexadecimal(body[1:])
        if found is None and (many := _BLANKS.fullmatch(body)):
            found = ("\n" if many[1] == "sp" else " ") * min(int(many[2]), 99)
        return match.group(0) if found is None else found

    return re.compile(f"{mark}([^{mark}]*){mark}"), replace


def _hexadecimal(digits: str) -> str | None:
    digits = digits.replace(" ", "").replace("-", "")
    try:
        octets = bytes.fromhex(digits)
    except ValueError:
        return None
    if len(octets) == 2 and octets[0] == 0:
        octets = octets[1:]
    for codec in ("utf-8", "gb18030"):
        try:
            text = octets.decode(codec)
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text if all(char >= " " or char in "\n\t" for char in text) else None
    return None
