"""Cells to values: dates, numbers, sex, yes and no, phone numbers.

Each reader returns the value or raises CellError, whose text says what was expected. The text never
repeats the cell: it may be personal.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 date system, with its leap-year fault counted in (serial 61 is 1900-03-01)."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?")
_COMPACT = re.compile(r"((?:18|19|20)\d{2})(\d{2})(\d{2})")
_TIME = re.compile(
    r"(上午|下午|晚上|早上|凌晨|中午)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(\d{1,2})?\s*(?:\.\d+)?\s*秒?)?)?"
)
_COMPACT_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"(\d{1,5})(?:\.(\d+))?")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")

MALE = frozenset({"男", "男性", "m", "male", "1", "先生"})
FEMALE = frozenset({"女", "女性", "f", "female", "2", "女士"})
UNKNOWN_SEX = frozenset({"未知", "未知的性别", "不详", "0", "u", "unknown"})
UNSTATED_SEX = frozenset({"未说明", "未说明的性别", "9"})
YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "阳性", "确诊"})
NO = frozenset({"否", "无", "没有", "n", "no", "false", "0", "×", "x", "阴性", "未见"})


class CellError(ValueError):
    """The cell cannot be read; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The plausible range of a measurement, both ends included, in the unit of its column."""

    lowest: Decimal
    highest: Decimal
    unit: str

    @property
    def words(self) -> str:
        """The range as a person reads it."""
        return f"{self.lowest} to {self.highest} {self.unit}".rstrip()


@lru_cache(maxsize=8192)  # a birth date stands in every row of a patient, a day in every row of a report
def to_date(cell: str, *, may_be_partial: bool = False) -> str:
    """A FHIR date: `2026-03-02`; `1940-01` or `1940` where a part of a birth date is all that is known.

    Reads 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302 and Excel serial days (14611 is 1940-01-01).
    """
    text = _without_time(cell)
    if may_be_partial and re.fullmatch(r"(?:18|19|20)\d{2}年?", text):
        return text[:4]
    if match := _COMPACT.fullmatch(text):
        return _checked(*map(int, match.groups())).isoformat()
    if match := _DATE.fullmatch(text):
        year, month, day = match.groups()
        if day:
            return _checked(int(year), int(month), int(day)).isoformat()
        if may_be_partial and 1 <= int(month) <= 12:
            return f"{year}-{int(month):02d}"
    if (match := _SERIAL.fullmatch(text)) and 366 <= int(match[1]) <= 80_000:
        return (EXCEL_EPOCH + timedelta(days=int(match[1]))).isoformat()
    raise CellError("expected a date such as 2026-03-02, 2026年3月2日, 20260302 or an Excel day number")


@lru_cache(maxsize=8192)
def to_instant(cell: str, clock: str = "", *, timezone: str) -> str:
    """A FHIR dateTime with offset; without any time of day it is a date alone.

    `clock` is the cell of a separate time column. Excel day numbers may carry a fraction of a day.
    """
    text = f"{cell} {clock}".strip().replace("T", " ").rstrip(".")
    zone = ZoneInfo(timezone)
    offset = _OFFSET.search(text)
    if offset and ":" in text[: offset.start()]:
        text = text[: offset.start()].strip()
    else:
        offset = None
    if match := _SERIAL.fullmatch(text):
        return _serial_instant(match, zone)
    day, at = _split_instant(text)
    if at is None:
        return to_date(day)
    moment = datetime.combine(date.fromisoformat(to_date(day)), at)
    return (_with_offset(moment, offset[1]) if offset else moment.replace(tzinfo=zone)).isoformat()


def to_number(cell: str, bounds: Bounds | None = None) -> Decimal:
    """The number in the cell, its unit stripped; outside the bounds it is refused."""
    found = _NUMBER.findall(cell.replace(",", ""))
    if len(found) != 1:
        raise CellError(f"expected one number{f' ({bounds.words})' if bounds else ''}")
    value = Decimal(found[0])
    if bounds and not bounds.lowest <= value <= bounds.highest:
        raise CellError(f"the value is not plausible: expected {bounds.words}")
    return value


def to_whole_number(cell: str, *, highest: int) -> int:
    """A whole number from 0; `2分` and `2.0` are read as 2."""
    value = to_number(cell, Bounds(Decimal(0), Decimal(highest), ""))
    if value != value.to_integral_value():
        raise CellError(f"expected a whole number from 0 to {highest}")
    return int(value)


def to_sex(cell: str) -> str:
    """AdministrativeGender of the words of GB/T 2261.1: 0 未知, 1 男, 2 女, 9 未说明."""
    word = cell.casefold()
    if word in MALE:
        return "male"
    if word in FEMALE:
        return "female"
    if word in UNKNOWN_SEX | UNSTATED_SEX:
        return "unknown"
    raise CellError("expected 男 or 女 (or 0, 1, 2, 9 of GB/T 2261.1)")


def to_flag(cell: str) -> bool:
    """是 or 否; an empty cell is the caller's to judge."""
    word = cell.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError("expected 是 or 否")


def to_phone(cell: str) -> str:
    """Digits with their separators; five digits at least."""
    text = cell.removesuffix(".0")
    if re.fullmatch(r"[+\d][\d\s()\-/转.*#;、,]{4,40}", text):
        return text
    raise CellError("expected a telephone number")


def _without_time(cell: str) -> str:
    """`1940-01-01 00:00:00` and `14611.0` are how databases and spreadsheets print a day."""
    return re.sub(r"(?:[ T]+0{1,2}:00(?::00(?:\.0+)?)?|\.0+)$", "", cell.strip())


def _checked(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as err:
        raise CellError("this day does not exist in the calendar; expected a date such as 2026-03-02") from err
    if found.year < 1850:
        raise CellError("the year is not plausible; expected 1850 or later")
    return found


def _serial_instant(match: re.Match[str], zone: ZoneInfo) -> str:
    day = to_date(match[1])
    if not match[2]:
        return day
    seconds = round(Decimal(f"0.{match[2]}") * 86_400)
    moment = datetime.combine(date.fromisoformat(day), time(), tzinfo=zone) + timedelta(seconds=seconds)
    return moment.isoformat()


def _split_instant(text: str) -> tuple[str, time | None]:
    if re.fullmatch(r"(?:19|20)\d{10}(?:\d{2})?", text):
        return text[:8], _time_of(_COMPACT_TIME.fullmatch(text[8:]), first=1)
    for pattern, first in ((_TIME, 2), (_COMPACT_TIME, 1)):
        day, _, rest = text.partition(" ") if " " in text else _split_after_day(text)
        if match := pattern.fullmatch(rest.strip()):
            return day, _time_of(match, first=first)
    if " " in text:
        raise CellError("expected a time such as 2026-03-02 08:05")
    return text, None


def _split_after_day(text: str) -> tuple[str, str, str]:
    day, mark, rest = text.partition("日")
    return (day + mark, " ", rest) if rest else (text, "", "")


def _time_of(match: re.Match[str] | None, *, first: int) -> time:
    if match is None:
        raise CellError("expected a time such as 08:05")
    hour, minute, second = (int(part or 0) for part in match.groups()[first - 1 : first + 2])
    if first == 2 and match[1] in {"下午", "晚上", "中午"} and hour < 12 and not (match[1] == "中午" and hour == 11):
        hour += 12
    try:
        return time(hour, minute, second)
    except ValueError as err:
        raise CellError("this time does not exist; expected a time such as 08:05") from err


def _with_offset(moment: datetime, offset: str) -> datetime:
    if offset == "Z":
        return moment.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{moment.isoformat()}{offset[:3]}:{offset[-2:]}")
