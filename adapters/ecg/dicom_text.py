"""Words, names and times of a DICOM dataset. DICOM PS3.5 6.1 (character sets) and 6.2 (PN, DA, TM, DT).

Chinese devices often write GB18030 without saying so (0008,0005 empty, or ISO_IR 100). Such text is
repaired when every high byte then belongs to a Chinese character.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from pydicom.dataset import Dataset

from adapters.ecg.record import EcgPatient

_GENDER = {"M": "male", "F": "female", "O": "other"}
_UNTAGGED = {"", "ISO_IR 6", "ISO_IR 100", "ISO 2022 IR 6", "ISO 2022 IR 100"}
_DT = re.compile(r"(\d{8})(\d{2})?(\d{2})?(\d{2})?(?:\.(\d{1,6}))?\s*([+-]\d{4})?")


def text(dataset: Dataset, keyword: str, *, is_untagged: bool = False) -> str:
    """The value as text without padding; empty when missing. Repaired where the charset is not stated."""
    value = dataset.get(keyword)
    words = "" if value is None else str(value).strip(" \0")
    return repair(words) if is_untagged else words


def is_untagged(dataset: Dataset) -> bool:
    """Whether the file states no character set, or the default that devices leave in place."""
    stated = dataset.get("SpecificCharacterSet") or ""
    return {str(part) for part in ([stated] if isinstance(stated, str) else stated)} <= _UNTAGGED


def repair(mojibake: str) -> str:
    """GB18030 that was read as Latin-1, brought back; any other text unchanged.

    `Müller` stays: its one high byte cannot be half of a Chinese character followed by a letter.
    """
    if not any("\x80" <= char <= "\xff" for char in mojibake):
        return mojibake
    try:
        raw = mojibake.encode("latin-1")
        found = raw.decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return mojibake
    runs = re.findall(rb"[\x81-\xfe]+", raw)
    is_chinese = all("\u3400" <= char <= "\u9fff" or char in "·，。；、（）" for char in found if char > "\x7f")
    return found if is_chinese and all(len(run) % 2 == 0 for run in runs) else mojibake


def patient(dataset: Dataset) -> tuple[EcgPatient, bool]:
    """Who was recorded, and whether the charset of the name had to be repaired."""
    name = dataset.get("PatientName")
    ideographic = str(getattr(name, "ideographic", "") or "")
    original = (ideographic or str(getattr(name, "alphabetic", "") or "")).strip(" \0")
    words = repair(original) if is_untagged(dataset) else original
    family, _, given = words.partition("^")
    given = given.partition("^")[0]
    is_chinese = bool(re.search(r"[\u3400-\u9fff]", words))
    born = str(dataset.get("PatientBirthDate") or "")
    who = EcgPatient(
        number=text(dataset, "PatientID"),
        name=f"{family}{given}" if is_chinese else " ".join(filter(None, (given, family))),
        family=family,
        given=given,
        birth_date=_date(born),
        gender=_GENDER.get(str(dataset.get("PatientSex") or ""), ""),
    )
    return who, words != original


def instant(dataset: Dataset, *, timezone: str) -> str:
    """The time of acquisition with its offset; the source's zone where the file states none."""
    candidates = [str(dataset.get("AcquisitionDateTime") or "")]
    for kind in ("Acquisition", "Content", "Study"):
        day, clock = str(dataset.get(f"{kind}Date") or ""), str(dataset.get(f"{kind}Time") or "")
        candidates.append(day + clock if day and clock else "")
    stated = str(dataset.get("TimezoneOffsetFromUTC") or "").strip()
    for candidate in candidates:
        if moment := _moment(candidate, stated, ZoneInfo(timezone)):
            return moment.isoformat()
    return ""


def _moment(value: str, stated: str, zone: ZoneInfo) -> datetime | None:
    match = _DT.fullmatch(value.strip())
    if match is None or not match[2]:
        return None
    day, hour, minute, second, fraction, offset = match.groups()
    try:
        moment = datetime.strptime(f"{day}{hour}{minute or '00'}{second or '00'}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    moment = moment.replace(microsecond=int((fraction or "0").ljust(6, "0")))
    shift = offset or (stated if re.fullmatch(r"[+-]\d{4}", stated) else "")
    return moment.replace(tzinfo=_fixed(shift) if shift else zone)


def _fixed(offset: str) -> timezone:
    span = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return timezone(-span if offset[0] == "-" else span)


def _date(value: str) -> str:
    try:
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
