from datetime import UTC, datetime, timedelta, timezone

import pytest

from adapters.hl7v2.ack import acknowledge, error_code
from adapters.hl7v2.header import Header, header
from fhir_profiles.issue import Issue

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
MESSAGE = b"MSH|^~\\&|HIS|H1|HUB|A|20260301083000||ADT^A01^ADT_A01|M1|P|2.5.1||||||UNICODE UTF-8\rPID|1||7\r"


def test_an_acceptance_swaps_the_parties_and_echoes_the_control_id() -> None:
    ack = acknowledge(MESSAGE, code="AA", control_id="9", time=NOW)

    assert ack == (b"MSH|^~\\&|HUB|A|HIS|H1|20260301083000+0800||ACK^A01^ACK|9|P|2.5.1||||||UNICODE UTF-8\rMSA|AA|M1\r")


def test_errors_of_new_versions_have_their_place_code_and_words() -> None:
    issues = [
        Issue("error", "required", "PV1 is missing.", expression="PV1"),
        Issue("warning", "code-invalid", "Odd | code.", expression="OBX[3]-5[2].1"),
        Issue("information", "informational", "Not told."),
    ]

    ack = acknowledge(MESSAGE, code="AE", control_id="9", time=NOW, issues=issues, text="Refused.")

    assert ack.decode().split("\r")[1:] == [
        "MSA|AE|M1|缺少必填字段（PV1）。 Refused.",
        "ERR||PV1^1|101^Required field missing^HL70357|E||||缺少必填字段（PV1）。 PV1 is missing.",
        "ERR||OBX^3^5^2^1|103^Table value not found^HL70357|W||||代码不在代码表中（OBX[3]-5[2].1）。 Odd \\F\\ code.",
        "",
    ]


def test_errors_of_old_versions_stand_in_the_first_field() -> None:
    ack = acknowledge(
        MESSAGE.replace(b"2.5.1", b"2.3"),
        code="AE",
        control_id="9",
        time=NOW,
        issues=[Issue("error", "value", "Wrong.", expression="PID-3.1")],
    )

    assert (
        ack.decode().split("\r")[2] == "ERR|PID^1^3^102&Data type error&HL70357&&数据格式或取值有误（PID-3.1）。 Wrong."
    )


def test_the_sender_s_delimiters_and_character_set_are_used() -> None:
    message = "MSH$!%*+$医院$H1$HUB$A$2026$$ADT!A01$M+1$P$2.4$$$$$$GB18030\rPID$1\r".encode("gb18030")

    ack = acknowledge(message, code="AE", control_id="9", time=NOW, text="证件号有误")

    assert ack.decode("gb18030").split("\r")[:2] == [
        "MSH$!%*+$HUB$A$医院$H1$20260301083000+0800$$ACK!A01!ACK$9$P$2.4$$$$$$GB18030",
        "MSA$AE$M*T*1$证件号有误",
    ]


@pytest.mark.parametrize("message", [b"", b"garbage", b"\x00\xff", b"PID|1"])
def test_input_that_cannot_be_read_is_answered_all_the_same(message: bytes) -> None:
    ack = acknowledge(message, code="AR", control_id="9", time=NOW.astimezone(UTC))

    assert ack == b"MSH|^~\\&|||||20260301003000+0000||ACK|9|P|2.5\rMSA|AR\r"


def test_the_control_id_of_an_undecodable_message_is_echoed() -> None:
    message = b"MSH|^~\\&|HIS|H1|||2026||ADT^A01|M7|P|2.5.1||||||UNICODE UTF-8\rPID|1||7||\xff\xfe\r"

    assert b"MSA|AR|M7\r" in acknowledge(message, code="AR", control_id="9", time=NOW)


def test_control_characters_in_what_is_echoed_cannot_break_the_frame() -> None:
    message = b"MSH|^~\\&|H\x1cIS|H\x0b1|||2026||ADT^A01|M\x0b1|P|2.5.1\r"

    ack = acknowledge(message, code="AA", control_id="9", time=NOW)

    assert b"\x1c" not in ack
    assert b"\x0b" not in ack


def test_the_header_is_read_without_conversion() -> None:
    found = header(MESSAGE.replace(b"2.5.1|||", b"2.5.1|||AL|NE|").replace(b"NE||||", b"NE||"))

    assert (found.message_type, found.structure, found.control_id, found.version) == (
        "ADT^A01",
        "ADT_A01",
        "M1",
        "2.5.1",
    )
    assert (found.accept_acknowledgement, found.application_acknowledgement, found.is_enhanced) == ("AL", "NE", True)
    assert (found.sending_application, found.sending_facility, found.issues) == ("HIS", "H1", ())


def test_a_header_without_a_type_and_id_says_so() -> None:
    assert [issue.expression for issue in header(b"MSH|^~\\&|HIS\r").issues] == ["MSH-10", "MSH-9"]


def test_no_header_gives_the_empty_one_with_a_reason() -> None:
    found = header(b"nothing")

    assert found == Header(issues=found.issues)
    assert [issue.code for issue in found.issues] == ["required"]


@pytest.mark.parametrize(
    ("issue", "code"),
    [
        (Issue("error", "not-supported", "", expression="MSH-9"), "200"),
        (Issue("error", "not-supported", "", expression="MSH-9.2"), "201"),
        (Issue("error", "not-supported", "", expression="MSH-11"), "202"),
        (Issue("error", "not-supported", "", expression="MSH-12"), "203"),
        (Issue("error", "duplicate", ""), "205"),
        (Issue("error", "lock-error", ""), "206"),
        (Issue("error", "exception", ""), "207"),
    ],
)
def test_issue_codes_become_codes_of_table_0357(issue: Issue, code: str) -> None:
    assert error_code(issue)[0] == code


@pytest.mark.parametrize("charset", ["", "ASCII", "8859/1", "KS X 1001"])
def test_a_sender_whose_character_set_cannot_carry_chinese_gets_english(charset: str) -> None:
    message = MESSAGE.replace(b"UNICODE UTF-8", charset.encode())
    issue = Issue("error", "required", "It is missing.", expression="PID-3")

    ack = acknowledge(message, code="AE", control_id="9", time=NOW, issues=[issue], text="Refused.")

    assert ack.isascii()
    assert ack.split(b"\r")[1] == b"MSA|AE|M1|Refused."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("forbidden", "发送方无权这样发送。 It."),
        ("exception", "平台出现故障，请保留消息并报告。 It."),
        ("other", "平台未能处理。 It."),
    ],
)
def test_what_table_0357_leaves_open_is_said_in_words(code: str, words: str) -> None:
    ack = acknowledge(MESSAGE, code="AR", control_id="9", time=NOW, issues=[Issue("error", code, "It.")], text="It.")

    assert ack.decode().split("\r")[1] == f"MSA|AR|M1|{words}"


def test_a_text_that_is_chinese_already_stays_as_it_is() -> None:
    issue = Issue("error", "required", "缺字段。 It is missing.")

    ack = acknowledge(MESSAGE, code="AE", control_id="9", time=NOW, issues=[issue], text=issue.text)

    assert ack.decode().split("\r")[1] == "MSA|AE|M1|缺字段。 It is missing."
