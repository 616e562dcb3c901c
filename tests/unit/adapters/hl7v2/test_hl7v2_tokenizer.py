import pytest

from adapters.hl7v2.batch import count_issue, split_messages
from adapters.hl7v2.charset import UnreadableMessageError, declared_charset, decode
from adapters.hl7v2.escapes import Delimiters, escape, unescape
from adapters.hl7v2.tokenizer import tokenise

MSH = "MSH|^~\\&|HIS|H1|HUB|A|20260301083000||ADT^A01|1|P|2.5.1"


def names(data: bytes) -> list[str]:
    return [segment.name for segment in tokenise(data).segments]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\n\r\n"])
def test_any_line_end_separates_segments(end: str) -> None:
    data = end.join([MSH, "EVN|A01", "PID|1||7", "ZZ1|x"]) + end

    assert names(data.encode()) == ["MSH", "EVN", "PID", "ZZ1"]


def test_mixed_line_ends_separate_segments() -> None:
    assert names(f"{MSH}\nEVN|A01\r\nPID|1\rPV1|1".encode()) == ["MSH", "EVN", "PID", "PV1"]


def test_frame_bytes_and_blanks_around_a_message_are_tolerated() -> None:
    assert names(f"\x0b \n{MSH}\rPID|1\r\x1c\r".encode()) == ["MSH", "PID"]


def test_a_byte_order_mark_is_tolerated() -> None:
    assert names(b"\xef\xbb\xbf" + f"{MSH}\rPID|1".encode()) == ["MSH", "PID"]


def test_a_line_that_is_no_segment_continues_the_one_before() -> None:
    message = tokenise(f"{MSH}\rNTE|1||first\rsecond line\rPID|1".encode())

    assert [segment.name for segment in message.segments] == ["MSH", "NTE", "PID"]
    assert message.segments[1].peek(3) == "first\nsecond line"
    assert [(issue.severity, issue.line) for issue in message.issues] == [("warning", 3)]


def test_control_characters_are_left_out_with_a_warning() -> None:
    message = tokenise(f"{MSH}\rPID|1||7\x00\x07".encode())

    assert message.segments[1].peek(3) == "7"
    assert [issue.text for issue in message.issues] == ["Control characters were left out."]


def test_fields_of_msh_count_from_the_separator() -> None:
    msh = tokenise(MSH.encode()).segments[0]

    assert (msh.raw(1), msh.raw(2), msh.peek(3), msh.peek(9, 2)) == ("|", "^~\\&", "HIS", "A01")


def test_five_encoding_characters_are_read() -> None:
    message = tokenise(b"MSH|^~\\&#|HIS\rPID|1||7^^^H1&2.3&ISO")

    assert message.delimiters == Delimiters(truncation="#")
    assert message.issues == []
    assert message.segments[1].first(3).subcomponents(4) == ["H1", "2.3", "ISO"]


def test_delimiters_of_the_sender_s_own_are_read() -> None:
    message = tokenise(b"MSH$!%*+$HIS\rPID$1$$7!!!H1+2.3%8")

    pid = message.segments[1]
    assert [cell.peek() for cell in pid.repetitions(3)] == ["7", "8"]
    assert pid.first(3).subcomponents(4) == ["H1", "2.3"]


def test_a_message_escaped_as_json_is_read_and_explained() -> None:
    message = tokenise(b"MSH|^~\\\\&|HIS\rPID|1||7||A\\\\T\\\\B")

    assert message.segments[1].peek(5) == "A&B"
    assert [issue.expression for issue in message.issues] == ["MSH-2"]
    assert "JSON" in message.issues[0].text


def test_missing_encoding_characters_are_filled_in_with_a_warning() -> None:
    message = tokenise(b"MSH|^~|HIS\rPID|1||7")

    assert message.delimiters == Delimiters()
    assert [issue.expression for issue in message.issues] == ["MSH-2"]


@pytest.mark.parametrize("data", [b"", b"PID|1||7", b"MSH", b"hello", b"\x00\x01\x02"])
def test_bytes_without_a_header_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableMessageError) as caught:
        tokenise(data)

    assert (caught.value.issue.severity, caught.value.issue.code) == ("error", "structure")


def test_repetitions_components_and_absence_are_told_apart() -> None:
    pid = tokenise(f'{MSH}\rPID|1||7^^^H1~~8||""|'.encode()).segments[1]

    assert [cell.peek() for cell in pid.repetitions(3)] == ["7", "8"]
    assert [cell.path(1) for cell in pid.repetitions(3)] == ["PID-3.1", "PID-3[3].1"]
    assert (pid.has(4), pid.has(5), pid.is_null(5), pid.is_null(6), pid.peek(99)) == (False, False, True, False, "")


def test_only_taken_values_leave_the_residue() -> None:
    pid = tokenise(f"{MSH}\rPID|1||7^^^H1^MR~8||Smith^John|x".encode()).segments[1]

    pid.take(3)
    pid.peek(5)
    pid.keep(6)

    assert list(pid.unmapped()) == [
        ("PID-1", False),
        ("PID-3.4", False),
        ("PID-3.5", False),
        ("PID-3[2]", False),
        ("PID-5", False),
        ("PID-6", True),
    ]


def test_segments_of_one_name_are_numbered_in_the_residue() -> None:
    message = tokenise(f"{MSH}\rOBX|1\rOBX|2".encode())

    assert [path for segment in message.segments[1:] for path, _ in segment.unmapped()] == ["OBX[1]-1", "OBX[2]-1"]


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("UNICODE UTF-8", "utf-8", "钱阿婆"),
        ("GB18030", "gb18030", "李億孿"),
        ("GB 18030-2000", "gb18030", "億"),
        ("gbk", "gb18030", "乾"),
        ("8859/1", "latin-1", "Müller"),
        ("8859-1", "latin-1", "Müller"),
        ("ISO IR87", "iso2022_jp", "山田"),
        ("BIG-5", "big5", "錢"),
        ("", "utf-8", "钱"),
        ("", "gb18030", "億區奬"),
        ("", "gb18030", "钱"),
        ("", "utf-8", "Müller"),
    ],
)
def test_the_named_or_detected_character_set_is_used_before_splitting(charset: str, codec: str, text: str) -> None:
    data = f"{MSH}||||||{charset}\rPID|1||7||{text}^x".encode(codec)

    pid = tokenise(data).segments[1]

    assert (pid.peek(5), pid.peek(5, 2)) == (text, "x")


def test_the_source_s_character_set_goes_before_msh_18() -> None:
    data = f"{MSH}||||||UNICODE UTF-8\rPID|1||7||億".encode("gb18030")

    assert tokenise(data, charset="GB18030").segments[1].peek(5) == "億"


def test_a_false_ascii_is_detected_with_a_warning() -> None:
    message = tokenise(f"{MSH}||||||ASCII\rPID|1||7||钱".encode())

    assert (message.charset, message.segments[1].peek(5)) == ("UTF-8", "钱")
    assert [issue.expression for issue in message.issues] == ["MSH-18"]


@pytest.mark.parametrize(
    ("codec", "name", "found"),
    [
        ("utf-8", "Müller", "UTF-8"),
        ("utf-8", "钱", "UTF-8"),
        ("gb18030", "钱^阿婆", "GB18030"),
        ("gb18030", "区", "GB18030"),
    ],
)
def test_a_western_set_that_the_bytes_do_not_fit_is_detected_with_a_warning(codec: str, name: str, found: str) -> None:
    message = tokenise(f"{MSH}||||||8859/1\rPID|1||7||{name}".encode(codec))

    assert (message.charset, message.segments[1].raw(5)) == (found, name)
    assert [issue.expression for issue in message.issues] == ["MSH-18"]


@pytest.mark.parametrize("name", ["Müller", "Àéî^Noëlle", "°", "Ça va ½"])
def test_a_western_set_that_fits_is_believed(name: str) -> None:
    message = tokenise(f"{MSH}||||||8859/1\rPID|1||7||{name}".encode("latin-1"))

    assert (message.charset, message.segments[1].raw(5), message.issues) == ("8859/1", name, [])


def test_a_western_set_that_the_sender_file_names_is_believed() -> None:
    assert tokenise(f"{MSH}\rPID|1||7||Müller".encode(), charset="8859/1").segments[1].peek(5) == "MÃ¼ller"


@pytest.mark.parametrize("name", ["Müller^Jürg", "Élise^Noë", "O\u2019Neil^Zoë"])
def test_accents_without_a_named_set_are_read_as_western_with_a_warning(name: str) -> None:
    message = tokenise(f"{MSH}\rPID|1||7||{name}".encode("cp1252"))

    assert (message.charset, message.segments[1].raw(5)) == ("WINDOWS-1252", name)
    assert [issue.expression for issue in message.issues] == ["MSH-18"]


@pytest.mark.parametrize("name", ["镕", "朱^镕基", "黮^A", "A区"])
def test_chinese_without_a_named_set_is_not_taken_for_western(name: str) -> None:
    assert tokenise(f"{MSH}\rPID|1||7||{name}".encode("gb18030")).segments[1].raw(5) == name


def test_an_unknown_character_set_is_detected_with_a_warning() -> None:
    decoded = decode(f"{MSH}||||||KLINGON\rPID|1||7||区".encode("gb18030"))

    assert (decoded.charset, len(decoded.issues)) == ("GB18030", 1)


@pytest.mark.parametrize(
    "data",
    [
        f"{MSH}||||||UNICODE UTF-8\rPID|1||7||".encode() + "区".encode("gb18030"),
        MSH.encode() + b"\rPID|1||7||\xff\xff\xff",
        f"{MSH}\rPID|1||7||钱".encode("utf-16"),
    ],
    ids=["utf-8 that is none", "neither", "utf-16 is read"],
)
def test_bytes_that_are_not_in_the_character_set_are_refused(data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert tokenise(data).segments[1].peek(5) == "钱"
        return

    with pytest.raises(UnreadableMessageError) as caught:
        tokenise(data)

    assert caught.value.issue.expression == "MSH-18"


def test_the_alternative_character_set_is_taken_when_ascii_is_the_first() -> None:
    assert declared_charset(f"{MSH}||||||ASCII~ISO IR87\r".encode()) == "ISO IR87"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (r"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f"),
        (r"one\.br\two\.sp2\three", "one\ntwo\n\nthree"),
        (r"\X0D0A\\X000d\\X41\\XE992B1\\XC7F8\ ", "\n\nA钱区 "),
        (r"\H\bold\N\ plain", "bold plain"),
        (r"\C2842\ \M2441\ \Zxyz\ \Q\ ", r"\C2842\ \M2441\ \Zxyz\ \Q\ "),
        (r"\E\.br\E\ ", r"\.br\ "),
        (r"C:\temp\file", r"C:\temp\file"),
        (r"\X1C\ \XZZ\ ", r"\X1C\ \XZZ\ "),
    ],
)
def test_escapes_are_replaced_and_unknown_ones_stay(sent: str, text: str) -> None:
    assert unescape(sent) == text


def test_escaping_drops_what_would_break_a_frame() -> None:
    assert escape("a|b\x1c\x0b\rc") == r"a\F\b\X0D\c"


def test_a_batch_is_split_into_its_messages() -> None:
    data = f"FHS|^~\\&\rBHS|^~\\&\r{MSH}\rPID|1\r{MSH}\rPID|2\rBTS|2\rFTS|1\r".encode()

    assert list(split_messages(data)) == [f"{MSH}\rPID|1".encode(), f"{MSH}\rPID|2".encode()]
    assert count_issue(data, 2) is None


def test_a_batch_that_counts_wrongly_is_reported() -> None:
    issue = count_issue(b"BTS|3\r", 2)

    assert issue is not None
    assert (issue.severity, issue.expression) == ("warning", "BTS-1")


def test_several_messages_in_frames_are_split() -> None:
    data = f"\x0b{MSH}\r\x1c\r\x0b{MSH}\rPID|1\r\x1c\r".encode()

    assert list(split_messages(data)) == [MSH.encode(), f"{MSH}\rPID|1".encode()]


def test_a_segment_name_inside_a_value_does_not_split() -> None:
    data = f"{MSH}\rNTE|1||MSH|x".encode()

    assert list(split_messages(data)) == [data]


def test_a_header_in_small_letters_is_read_with_a_warning() -> None:
    message = tokenise(f"\x0bmsh{MSH[3:]}||||||GB18030\rPID|1||7||億".encode("gb18030"))

    assert (message.segments[0].name, message.charset, message.segments[1].peek(5)) == ("MSH", "GB18030", "億")
    assert [(issue.severity, issue.expression) for issue in message.issues] == [("warning", "MSH")]


def test_a_batch_of_headers_in_small_letters_is_split() -> None:
    data = f"BHS|^~\\&\rmsh{MSH[3:]}\rPID|1\r{MSH}\rBTS|2\r".encode()

    assert list(split_messages(data)) == [f"msh{MSH[3:]}\rPID|1".encode(), MSH.encode()]


@pytest.mark.parametrize("end", ["\\r", "\\n", "\\r\\n"])
def test_line_ends_that_were_written_as_two_characters_are_read_with_a_warning(end: str) -> None:
    message = tokenise(end.join([MSH, "PID|1||7||A\\T\\B", "PV1|1|I", ""]).encode())

    assert [segment.text for segment in message.segments] == [MSH, "PID|1||7||A\\T\\B", "PV1|1|I"]
    assert [(issue.severity, issue.code) for issue in message.issues] == [("warning", "structure")]


def test_two_characters_that_look_like_a_line_end_stay_where_there_are_line_ends() -> None:
    message = tokenise(f"{MSH}\rNTE|1||C:\\rPID|x\r".encode())

    assert [segment.name for segment in message.segments] == ["MSH", "NTE"]
