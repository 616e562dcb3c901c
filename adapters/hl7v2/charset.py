r"""Bytes of a message to text: HL7 table 0211. https://terminology.hl7.org/CodeSystem-v2-0211.html.

Text is decoded before it is split: 464 CJK characters have a second GBK byte that equals one
of `| ^ ~ \`, so splitting bytes tears rare names apart.
"""

import codecs
import re
from dataclasses import dataclass

from fhir_profiles.issue import Issue

CODECS = {
    "ASCII": "ascii",
    "8859/1": "iso8859-1",
    "8859/2": "iso8859-2",
    "8859/3": "iso8859-3",
    "8859/4": "iso8859-4",
    "8859/5": "iso8859-5",
    "8859/6": "iso8859-6",
    "8859/7": "iso8859-7",
    "8859/8": "iso8859-8",
    "8859/9": "iso8859-9",
    "8859/15": "iso8859-15",
    "ISO IR6": "ascii",
    "ISO IR14": "iso2022_jp_2",
    "ISO IR87": "iso2022_jp_2",
    "ISO IR159": "iso2022_jp_2",
    "ISO IR100": "iso8859-1",
    "GB 18030-2000": "gb18030",
    "GB18030": "gb18030",
    "GB 18030": "gb18030",
    "GBK": "gb18030",
    "GB2312": "gb18030",
    "KS X 1001": "euc_kr",
    "BIG-5": "big5hkscs",
    "UNICODE": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "UNICODE UTF-16": "utf-16",
}
"""Names of table 0211, and names that Chinese senders use in their place, to Python codecs."""

_LABELS = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16", "ascii": "ASCII"}
_HIGH = re.compile(rb"[\x80-\xff]+")
_BESIDE_LETTER = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
_AMBIGUOUS = re.compile(rb"(?:[\xc4-\xd7][\xa1-\xbf])+")
_AFTER_LETTER = re.compile(rb"[A-Za-z][\x80-\xff]")
_CHINESE = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe])+")
_WESTERN = frozenset({"iso8859-1", "iso8859-15"})
"""What many systems name by default, and what any bytes can be read as."""

LINE_END = re.compile(rb"[\r\n]|\\[rn](?=[A-Za-z][A-Za-z0-9]{2}[^A-Za-z0-9\s])")
"""The end of a segment, as it should be, or as two characters that a programmer's string left."""

_MSH = re.compile(rb"(?i:MSH)([^\r\n])")


class UnreadableMessageError(Exception):
    """The bytes are no HL7 v2 message; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.text)
        self.issue = issue


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of the character set that was used, and the findings of choosing it."""

    text: str
    charset: str
    codec: str
    issues: tuple[Issue, ...] = ()


def decode(data: bytes, *, charset: str = "") -> Decoded:
    """Decode a message by `charset`, else MSH-18, else strict UTF-8, else GB18030.

    Raises UnreadableMessageError when the named character set does not fit the bytes, or when
    none is named and neither UTF-8 nor GB18030 does. A false ASCII or 8859/1 is forgiven with a
    warning: many systems leave it as the default and send Chinese text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_strictly(data, "utf-16", "UTF-16"), "UTF-16", "utf-16")
    data = data.removeprefix(codecs.BOM_UTF8)
    named = charset or declared_charset(data)
    codec = codec_of(named)
    if codec == "utf-16" and data[:4].isascii() and b"\x00" not in data[:4]:
        codec = "utf-8"
    if codec == "ascii" and not data.isascii():
        return _guess(data, (_warning("MSH-18 says ASCII, but other bytes are present; the set was detected."),))
    if codec in _WESTERN and not charset and (seen := _not_western(data)):
        words = f"MSH-18 says {named[:20]}, but the bytes are {_LABELS[seen]}; they were read as that."
        return Decoded(data.decode(seen), _LABELS[seen], seen, (_warning(words),))
    if codec:
        return Decoded(_strictly(data, codec, named), _LABELS.get(codec, named), codec)
    if named:
        return _guess(data, (_warning("MSH-18 names a character set that is not known; it was detected."),))
    return _guess(data, ())


def declared_charset(data: bytes) -> str:
    """MSH-18 of raw bytes, or the empty string. The last repetition that is not ASCII wins."""
    start = _MSH.match(data) or _MSH.search(data[:2000])
    if start is None:
        return ""
    line = LINE_END.split(data[start.start() : start.start() + 4000], maxsplit=1)[0]
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("gb18030", "replace")
    fields = text.split(text[3:4] or "|")
    if len(fields) < 18:
        return ""
    repeat = fields[1][1] if len(fields[1]) > 1 else "~"
    names = [name.strip() for name in fields[17].split(repeat) if name.strip()]
    return next((name for name in reversed(names) if name.upper() != "ASCII"), names[0] if names else "")


def codec_of(name: str) -> str:
    """The Python codec of a table 0211 name; the empty string when the name is not known."""
    plain = " ".join(name.upper().split())
    found = CODECS.get(plain) or CODECS.get(plain.replace("-", " ")) or CODECS.get(plain.replace("-", "/"))
    return found or _python_codec(name)


def _python_codec(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{2,20}", name):
        return ""
    try:
        info = codecs.lookup(name)
    except LookupError:
        return ""
    return info.name if getattr(info, "_is_text_encoding", False) else ""


def _guess(data: bytes, issues: tuple[Issue, ...]) -> Decoded:
    if _is_western(data):
        words = "No character set is named and the bytes are neither UTF-8 nor Chinese; they were read as Western."
        return Decoded(data.decode("cp1252"), "WINDOWS-1252", "cp1252", (*issues, _warning(words)))
    codecs_to_try = ("gb18030", "utf-8") if _is_chinese_that_looks_like_utf8(data) else ("utf-8", "gb18030")
    for codec in codecs_to_try:
        try:
            return Decoded(data.decode(codec), _LABELS[codec], codec, issues)
        except UnicodeDecodeError:
            continue
    raise UnreadableMessageError(
        Issue(
            severity="error",
            code="structure",
            text="The message is neither UTF-8 nor GB18030 and MSH-18 names no other character set; "
            "send one character set and name it in MSH-18.",
            expression="MSH-18",
        )
    )


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _not_western(data: bytes) -> str:
    """The set of bytes that are named as Western but are none: UTF-8, or pairs that are all GB 2312; else empty."""
    runs = _HIGH.findall(data) if not data.isascii() else []
    if not runs:
        return ""
    if _fits(data, "utf-8"):
        return "utf-8"
    is_chinese = all(_CHINESE.fullmatch(run) for run in runs) and _BESIDE_LETTER.search(data) is None
    return "gb18030" if is_chinese and _fits(data, "gb18030") else ""


def _is_western(data: bytes) -> bool:
    """Whether every high byte stands alone and one behind a Latin letter, as accents do and Chinese hardly can."""
    if data.isascii() or _AFTER_LETTER.search(data) is None or _fits(data, "utf-8"):
        return False
    return all(len(run) == 1 for run in _HIGH.findall(data)) and _fits(data, "cp1252")


def _is_chinese_that_looks_like_utf8(data: bytes) -> bool:
    """Whether the few Chinese characters of a message happen to be valid UTF-8 (the surname 钱 is U+01EE).

    So when every run of high bytes is pairs that are GB 2312 characters as well as two-byte UTF-8,
    and none touches a Latin letter, as the ü of a European name does.
    """
    runs = _HIGH.findall(data) if not data.isascii() else []
    return bool(runs) and _BESIDE_LETTER.search(data) is None and all(_AMBIGUOUS.fullmatch(run) for run in runs)


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError) as err:
        raise UnreadableMessageError(
            Issue(
                severity="error",
                code="structure",
                text=f"The message is not in the character set that was named ({_LABELS.get(codec, name)}); "
                "send the whole message in one character set and name it in MSH-18.",
                expression="MSH-18",
            )
        ) from err


def _warning(text: str) -> Issue:
    return Issue(severity="warning", code="code-invalid", text=text, expression="MSH-18")
