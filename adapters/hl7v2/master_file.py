"""What the answer to a master file says of its records: MFI and an MFA for each MFE. HL7 v2.9 chapter 8.4, 8.5.3.

A message is stored whole or not at all, so all records share one fate: `S` (posted) or `U` (not posted, table 0181).
"""

import re

from adapters.hl7v2.header import Header

_BREAKS = re.compile(r"[\r\n]+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
_UNWANTED = {"NE": {True, False}, "ER": {True}, "SU": {False}}
"""MFI-6, table 0179: of which records the sender wants no word, by whether they were posted; AL or nothing is all."""


def record_lines(head: Header, *, is_posted: bool, reason: tuple[str, ...], time: str) -> list[str]:
    """The MFI as sent and an MFA for each MFE, as segments in the sender's delimiters; none without an MFI.

    MFA-1, 2, 5 and 6 repeat the record's event, control id, key and its type; MFA-3 is `time` where it was posted.
    MFA-4 has `reason`, code and words and table of the error, as its alternate code: table 0181 has none for it.
    """
    d = head.delimiters
    sent = [_UNSAFE.sub("", line) for line in _BREAKS.split(head.master_file.decode(head.codec, "replace"))]
    mfi = next((line for line in sent if line.startswith("MFI" + d.field)), "")
    if not mfi:
        return []
    lines = [mfi]
    wanted = [*mfi.split(d.field), *[""] * 7][6].strip().upper()
    if is_posted in _UNWANTED.get(wanted, ()):
        return lines
    fate = d.component.join(("S", "Posted", "HL70181") if is_posted else ("U", "Not posted", "HL70181", *reason))
    for line in sent:
        if line.startswith("MFE" + d.field):
            mfe = [*line.split(d.field), *[""] * 6]
            fields = ("MFA", mfe[1], mfe[2], time if is_posted else "", fate, mfe[4], mfe[5])
            lines.append(d.field.join(fields).rstrip(d.field))
    return lines
