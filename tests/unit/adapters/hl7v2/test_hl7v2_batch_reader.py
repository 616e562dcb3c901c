"""A batch in pieces: the same parts however it is cut, and no more of it in memory than one message."""

from datetime import UTC, datetime

import pytest

from adapters.hl7v2.batch import BatchAnswer, BatchReader, Part, is_batch

BATCH = (
    b"FHS|^~\\&|HIS|H1|HUB|A|20261122||||F1\rBHS|^~\\&|HIS|H1|HUB|A|20261122||||B1\r"
    b"MSH|^~\\&|HIS|H1|HUB|A|20261122||ADT^A01|1|P|2.5\rPID|1||A\r"
    b"MSH|^~\\&|HIS|H1|HUB|A|20261122||ADT^A01|2|P|2.5\rPID|1||B\r"
    b"BTS|2\rFTS|1\r"
)


def parts(data: bytes, *, size: int, limit: int = 10_000) -> list[Part]:
    reader = BatchReader(limit=limit)
    found = [part for at in range(0, len(data), size) for part in reader.feed(data[at : at + size])]
    return found + list(reader.close())


@pytest.mark.parametrize("size", [1, 2, 7, 64, 65, 1_000])
@pytest.mark.parametrize(
    "data", [BATCH, b"\xef\xbb\xbf" + BATCH, BATCH.replace(b"\r", b"\r\n"), BATCH.replace(b"\r", b"\n")]
)
def test_the_parts_do_not_depend_on_the_pieces(data: bytes, size: int) -> None:
    found = parts(data, size=size)

    assert [part.name for part in found] == ["FHS", "BHS", "MSH", "MSH", "BTS", "FTS"]
    assert found[2].data.replace(b"\r\n", b"\r").replace(b"\n", b"\r").endswith(b"PID|1||A")


def test_a_message_that_is_too_long_is_named_and_let_go() -> None:
    long = (
        b"BHS|^~\\&\rMSH|^~\\&|HIS|H1|||1||ADT^A01|LONG\rNTE|" + b"x" * 5_000 + b"\rMSH|^~\\&|HIS|H1|||1||ADT^A01|2\r"
    )

    found = parts(long, size=100, limit=500)

    assert [(part.name, part.is_too_long) for part in found] == [("BHS", False), ("MSH", True), ("MSH", False)]
    assert found[1].data.startswith(b"MSH|^~\\&|HIS|H1|||1||ADT^A01|LONG")


def test_a_word_that_begins_with_a_segment_name_is_none() -> None:
    assert [part.name for part in parts(b"BHS|^~\\&\rMSHX|1\rMSH|^~\\&|x\rZZZ|MSH|1\r", size=3)] == ["BHS", "MSH"]


@pytest.mark.parametrize(
    ("data", "expected"), [(BATCH, True), (b"\r\n BHS|^~\\&", True), (b"MSH|^~\\&", False), (b"BHSX", False)]
)
def test_a_batch_is_known_by_its_header(data: bytes, expected: bool) -> None:
    assert is_batch(data) == expected


def test_the_answer_is_a_batch_of_its_own_in_the_same_order() -> None:
    answer = BatchAnswer(control_id="9", time=datetime(2026, 11, 22, 8, tzinfo=UTC))
    for part in parts(BATCH.replace(b"BTS|2", b"BTS|3"), size=50):
        if part.name == "MSH":
            answer.add(b"MSH|ack " + part.data[-1:] + b"\r")
            answer.add(b"")
        else:
            answer.add_segment(part)

    assert answer.whole().split(b"\r") == [
        b"FHS|^~\\&|HUB|A|HIS|H1|20261122080000+0000||||9|F1",
        b"BHS|^~\\&|HUB|A|HIS|H1|20261122080000+0000||||9|B1",
        b"MSH|ack A",
        b"MSH|ack B",
        b"BTS|2|BTS-1 says 3 messages, 2 were found; send the batch again.",
        b"FTS|1",
        b"",
    ]
