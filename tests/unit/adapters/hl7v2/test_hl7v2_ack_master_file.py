"""Master files are answered by MFK, with an MFA for each record. HL7 v2.9 chapter 8.4."""

from datetime import UTC, datetime

import pytest

from adapters.hl7v2.ack import AckCode, acknowledge
from fhir_profiles.issue import Issue

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
RECORDS = "MFE|MAD|R1|20260301|1001^李^L|CWE\rSTF|1001\rMFE|MUP|R2||1002\r"
REFUSED = (Issue("error", "required", "A record has no key.", expression="MFE-4"),)


def answer(
    code: AckCode, *, level: str = "AL", version: str = "2.5.1", records: str = RECORDS, issues: tuple[Issue, ...] = ()
) -> list[str]:
    mfi = f"MFI|STF^Staff^HL70175||UPD|||{level}\r"
    text = f"MSH|^~\\&|HIS|H1|HUB|A|2026||MFN^M02^MFN_M02|M1|P|{version}||||||UNICODE UTF-8\r{mfi}{records}"
    ack = acknowledge(text.encode(), code=code, control_id="9", time=NOW, issues=issues)
    return ack.decode().split("\r")[:-1]


def test_a_refused_master_file_says_of_each_record_that_it_was_not_posted_and_why() -> None:
    told = answer("AE", issues=REFUSED)

    fate = "U^Not posted^HL70181^101^Required field missing^HL70357"
    assert told[1] == "MSA|AE|M1"
    assert told[2].startswith("ERR||MFE^1^4^1|101^Required field missing^HL70357|E|")
    assert told[3:] == [
        "MFI|STF^Staff^HL70175||UPD|||AL", f"MFA|MAD|R1||{fate}|1001^李^L|CWE", f"MFA|MUP|R2||{fate}|1002",
    ]  # fmt: skip


def test_a_record_that_is_not_posted_for_no_told_reason_has_none() -> None:
    assert answer("AR")[3] == "MFA|MAD|R1||U^Not posted^HL70181|1001^李^L|CWE"


@pytest.mark.parametrize("version", ["2.2", "2.3", "2.5.1", "2.8"])
def test_a_stored_master_file_is_answered_in_the_sender_s_version(version: str) -> None:
    told = answer("AA", version=version)

    posted = "20260301083000+0000|S^Posted^HL70181"
    assert told == [
        f"MSH|^~\\&|HUB|A|HIS|H1|20260301083000+0000||MFK^M02^MFK_M01|9|P|{version}||||||UNICODE UTF-8",
        "MSA|AA|M1",
        "MFI|STF^Staff^HL70175||UPD|||AL",
        f"MFA|MAD|R1|{posted}|1001^李^L|CWE",
        f"MFA|MUP|R2|{posted}|1002",
    ]


@pytest.mark.parametrize(
    ("level", "code", "count"),
    [
        ("NE", "AA", 0),
        ("NE", "AE", 0),
        ("ER", "AA", 0),
        ("ER", "AE", 2),
        ("SU", "AA", 2),
        ("SU", "AE", 0),
        ("", "AA", 2),
    ],
)
def test_the_sender_says_of_which_records_it_wants_to_hear(level: str, code: AckCode, count: int) -> None:
    told = answer(code, level=level)

    assert [line[:3] for line in told[2:]] == ["MFI", *["MFA"] * count]


@pytest.mark.parametrize("code", ["CA", "CE", "CR"])
def test_a_commit_acknowledgement_is_an_ack(code: AckCode) -> None:
    told = answer(code)

    assert "|ACK^M02^ACK|" in told[0]
    assert told[1:] == [f"MSA|{code}|M1"]


def test_a_master_file_without_mfi_is_answered_by_an_ack() -> None:
    message = b"MSH|^~\\&|HIS|H1|||2026||MFN^M02|M1|P|2.5.1\rMFE|MAD|R1\r"

    ack = acknowledge(message, code="AR", control_id="9", time=NOW)

    assert ack == b"MSH|^~\\&|||HIS|H1|20260301083000+0000||ACK^M02^ACK|9|P|2.5.1\rMSA|AR|M1\r"


def test_control_characters_of_a_record_cannot_break_the_frame() -> None:
    assert "MFA|MAD|R1" in "|".join(answer("AA", records="MFE|MAD|R\x1c1||K\x0b1\r")[3].split("|")[:3])
