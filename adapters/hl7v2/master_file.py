"""What the answer to a master file says of its records: MFI and an MFA for each MFE. HL7 v2.9 chapter 8.4, 8.5.3.

A message that is refused is not posted at all (`U`, table 0181). Of one that is stored each record is (`S`), but those
without a number, or without a map, of which a warning speaks.
"""

import re
from collections.abc import Mapping

from adapters.hl7v2.header import Header

_BREAKS = re.compile(r"[\r\n]+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
_UNWANTED = {"NE": {True, False}, "ER": {True}, "SU": {False}}
"""MFI-6, table 0179: of which records the sender wants no word, by whether they were posted; AL or nothing is all."""


Reason = tuple[str, ...]
"""Code, words and table of an error."""


def record_lines(
    head: Header, *, is_posted: bool, reason: Reason, time: str, unposted: Mapping[int, Reason]
) -> list[str]:
    """The MFI as sent and an MFA for each MFE, as segments in the sender's delimiters; none without an MFI.

    MFA-1, 2, 5 and 6 repeat the record's event, control id, key and its type; MFA-3 is `time` where it was posted.
    MFA-4 has `reason` as its alternate code: table 0181 has none for it. `unposted` are the records (from 1) that were
    left out of a message that is stored otherwise, and why.
    """
    d = head.delimiters
    sent = [_UNSAFE.sub("", line) for line in _BREAKS.split(head.master_file.decode(head.codec, "replace"))]
    mfi = next((line for line in sent if line.startswith("MFI" + d.field)), "")
    if not mfi:
        return []
    lines = [mfi]
    wanted = [*mfi.split(d.field), *[""] * 7][6].strip().upper()
    unwanted = _UNWANTED.get(wanted, ())
    records = [line for line in sent if line.startswith("MFE" + d.field)]
    for at, line in enumerate(records, 1):
        was_posted = is_posted and at not in unposted
        if was_posted in unwanted:
            continue
        mfe = [*line.split(d.field), *[""] * 6]
        why = unposted.get(at, reason)
        fate = d.component.join(("S", "Posted", "HL70181") if was_posted else ("U", "Not posted", "HL70181", *why))
        fields = ("MFA", mfe[1], mfe[2], time if was_posted else "", fate, mfe[4], mfe[5])
        lines.append(d.field.join(fields).rstrip(d.field))
    return lines
