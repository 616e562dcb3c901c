"""Acknowledgements. HL7 v2.9 chapter 2.9 (rules), 2.14.8 (MSA), 2.14.5 (ERR); of master files chapter 8.4 (MFK)."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from adapters.hl7v2.escapes import escape
from adapters.hl7v2.header import VERSIONS, Header, header
from adapters.hl7v2.master_file import record_lines
from fhir_profiles.issue import Issue

AckCode = Literal["AA", "AE", "AR", "CA", "CE", "CR"]
"""HL7 table 0008: application accept, error, reject; commit accept, error, reject."""

ERROR_CODES = {
    "structure": ("100", "Segment sequence error"),
    "incomplete": ("100", "Segment sequence error"),
    "required": ("101", "Required field missing"),
    "value": ("102", "Data type error"),
    "invalid": ("102", "Data type error"),
    "invariant": ("102", "Data type error"),
    "too-long": ("102", "Data type error"),
    "code-invalid": ("103", "Table value not found"),
    "not-supported": ("200", "Unsupported message type"),
    "not-found": ("204", "Unknown key identifier"),
    "duplicate": ("205", "Duplicate key identifier"),
    "conflict": ("206", "Application record locked"),
    "lock-error": ("206", "Application record locked"),
    "business-rule": ("207", "Application error"),
    "forbidden": ("207", "Application error"),
}
"""FHIR issue type to HL7 table 0357; anything else is 207, application internal error."""

ERROR_WORDS_ZH = {
    "100": "段的顺序或结构有误",
    "101": "缺少必填字段",
    "102": "数据格式或取值有误",
    "103": "代码不在代码表中",
    "200": "不支持的消息类型",
    "201": "不支持的触发事件",
    "202": "不支持的处理标识",
    "203": "不支持的版本",
    "204": "找不到所指的标识",
    "205": "标识重复，与此前的内容不同",
    "206": "记录正被占用，请稍后重发",
    "207": "平台未能处理",
}
"""Table 0357 for people who read Chinese; the English text that says more stands beside it."""

_BY_TYPE_ZH = {
    "forbidden": "发送方无权这样发送",
    "business-rule": "不符合业务规则",
    "too-long": "消息过长",
    "too-costly": "消息内容过多，请分开发送",
    "exception": "平台出现故障，请保留消息并报告",
}
"""What 207 and 102 leave open."""

_CHINESE = frozenset({"utf-8", "utf-16", "gb18030", "gbk", "gb2312"})
"""Codecs that can carry these words."""

_CJK = re.compile(r"[\u4e00-\u9fff]")

_BY_FIELD = {
    ("not-supported", "MSH-9.2"): ("201", "Unsupported event code"),
    ("not-supported", "MSH-11"): ("202", "Unsupported processing id"),
    ("not-supported", "MSH-12"): ("203", "Unsupported version id"),
}
_SEVERITIES = {"fatal": "F", "error": "E", "warning": "W", "information": "I"}
_PATH = re.compile(r"([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?(?:-(\d+)(?:\[(\d+)\])?(?:\.(\d+))?)?")
_MOST_ERRORS = 20
"""ERR segments of one answer; the message log has all."""
_UNSAFE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def acknowledge(
    message: bytes | Header,
    *,
    code: AckCode,
    control_id: str,
    time: datetime,
    issues: Sequence[Issue] = (),
    text: str = "",
    is_message: bool = False,
    expected: str = "",
) -> bytes:
    """The ACK of a message, as bytes in the sender's delimiters, version and character set.

    `control_id` is the ACK's own MSH-10 and `time` its MSH-7, so that the same input gives the
    same bytes. MSA-2 echoes the sender's control id even when the rest cannot be read. `text`
    stands in MSA-3; each issue that is more than information becomes an ERR segment. With `is_message` it goes out by
    itself, as the application acknowledgement of enhanced mode does, and asks for a commit acknowledgement and no
    other (MSH-15 AL, MSH-16 NE). A master file (MFN) is answered by an MFK, which says of each record whether it was
    posted; a commit acknowledgement is an ACK even so. `expected` is the number in MSA-4 (2.10.1). Texts must
    hold nothing personal; control characters in what is echoed are dropped, so that the answer cannot break its frame.
    """
    head = message if isinstance(message, Header) else header(message)
    separator = head.delimiters.field
    version = head.version if head.version in VERSIONS else "2.5"
    trigger = _clean(head.trigger_event, head)
    found = [issue for issue in issues if issue.severity != "information"]
    first = next((issue for issue in issues if issue.is_error), None)
    sent = time.strftime("%Y%m%d%H%M%S%z")
    reason = (*error_code(first), "HL70357") if first else ()
    records: list[str] = []
    if head.master_file and code[0] == "A":
        records = record_lines(head, is_posted=code == "AA", reason=reason, time=sent, unposted=_unposted(found))
    name, structure = ("MFK", "MFK_M01") if records else ("ACK", "ACK")
    kind = head.delimiters.component.join(part for part in (name, trigger, structure if trigger else "") if part)
    msh = [
        "MSH" + separator + head.delimiters.encoding_characters,
        _clean(head.receiving_application, head),
        _clean(head.receiving_facility, head),
        _clean(head.sending_application, head),
        _clean(head.sending_facility, head),
        sent,
        "",
        kind,
        escape(control_id, head.delimiters),
        _clean(head.processing_id, head) or "P",
        version,
        *["", "", *(("AL", "NE") if is_message else ("", "")), ""],
        _clean(head.charset, head),
    ]
    spoken = text if first is None or not text else _in_chinese(first, head) + text
    msa = ["MSA", code, escape(head.control_id, head.delimiters), escape(spoken, head.delimiters), expected]
    segments = [separator.join(msh).rstrip(separator), separator.join(msa).rstrip(separator)]
    modern = VERSIONS.index(version) >= VERSIONS.index("2.5")
    segments += [
        _error_segment(issue, head) if modern else _old_error_segment(issue, head) for issue in found[:_MOST_ERRORS]
    ]
    segments += records
    return ("\r".join(segments) + "\r").encode(head.codec, "replace")


def _unposted(issues: Iterable[Issue]) -> dict[int, tuple[str, ...]]:
    """The records of a master file (MFE, from 1) of which a warning says that they were left out, and its code."""
    found: dict[int, tuple[str, ...]] = {}
    for issue in issues:
        place = _PATH.fullmatch(issue.expression)
        if place is not None and place[1] == "MFE" and not place[3] and not issue.is_error:
            found.setdefault(int(place[2] or 1), (*error_code(issue), "HL70357"))
    return found


def _in_chinese(issue: Issue, head: Header) -> str:
    """The issue in short in Chinese, for senders whose character set (MSH-18) can carry it; else nothing."""
    if not head.charset or _CJK.search(issue.text) or head.codec not in _CHINESE:
        return ""
    words = _BY_TYPE_ZH.get(issue.code) or ERROR_WORDS_ZH[error_code(issue)[0]]
    place = f"（{issue.expression}）" if _PATH.fullmatch(issue.expression) else ""
    return f"{words}{place}。 "


def error_code(issue: Issue) -> tuple[str, str]:
    """The code and text of HL7 table 0357 for an issue."""
    special = _BY_FIELD.get((issue.code, issue.expression))
    return special or ERROR_CODES.get(issue.code, ("207", "Application internal error"))


def _error_segment(issue: Issue, head: Header) -> str:
    d = head.delimiters
    number, words = error_code(issue)
    coded = d.component.join((number, words, "HL70357"))
    severity = _SEVERITIES[issue.severity].replace("F", "E")
    location = d.component.join(_location(issue.expression)).rstrip(d.component)
    # 2.14.5: ERR-2 location, 3 HL7 error code, 4 severity, 8 user message
    return d.field.join(
        ("ERR", "", location, coded, severity, "", "", "", escape(_in_chinese(issue, head) + issue.text, d))
    )


def _old_error_segment(issue: Issue, head: Header) -> str:
    d = head.delimiters
    segment, sequence, field, *_ = [*_location(issue.expression), "", "", ""]
    coded = d.subcomponent.join((*error_code(issue), "HL70357", "", escape(_in_chinese(issue, head) + issue.text, d)))
    return d.field.join(("ERR", d.component.join((segment, sequence, field, coded))))


def _location(expression: str) -> tuple[str, ...]:
    """ERL: segment, its number, field, repetition, component."""
    found = _PATH.fullmatch(expression)
    if found is None:
        return ()
    segment, sequence, field, repetition, component = found.groups(default="")
    return (segment, sequence or "1", field, repetition or ("1" if field else ""), component)


def _clean(text: str, head: Header) -> str:
    return _UNSAFE.sub("", text.replace(head.delimiters.field, "")).strip()
