"""The framer against a reference splitter that looks at the whole stream at once."""

import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.listeners import framing
from hub.listeners.framing import BadFrame, Frame, Framer, frame
from tests.calls_here import calls_here
from tests.unit.ingest.samples import adt

MESSAGE = adt()


def cut(stream: bytes, *sizes: int, limit: int = 1_000_000) -> list[Frame | BadFrame]:
    framer = Framer(limit=limit)
    found: list[Frame | BadFrame] = []
    at = 0
    for size in (*sizes, len(stream)):
        found += framer.feed(stream[at : at + size])
        at += size
    return [*found, *framer.close()]


def test_a_frame_arrives_whole_however_it_is_split_in_two() -> None:
    stream = frame(MESSAGE)

    found = {size: cut(stream, size) for size in range(len(stream) + 1)}

    assert found == {size: [Frame(MESSAGE)] for size in range(len(stream) + 1)}


def test_a_frame_arrives_whole_byte_by_byte() -> None:
    stream = frame(MESSAGE) * 2

    assert cut(stream, *[1] * len(stream)) == [Frame(MESSAGE), Frame(MESSAGE)]


def test_a_long_frame_is_whole_and_found_wanting_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "_PIECE", 10)
    monkeypatch.setattr(framing, "_HEAD", 10)
    message, sizes = b"MSH|" + bytes(range(65, 91)) * 4, [7] * 16

    assert [one.content for one in cut(frame(message) * 2, *sizes * 2) if isinstance(one, Frame)] == [message] * 2
    assert cut(b"\x0b" + message, *sizes) == [BadFrame("truncated", message[:10], len(message))]
    assert cut(b"\x0b" + message, *sizes, limit=50) == [BadFrame("oversize", message[:10], 55)]
    assert cut(b"\x0b" + message + frame(b"MSH|new"), *sizes) == [
        BadFrame("restarted", message[:10], len(message)),
        Frame(b"MSH|new"),
    ]


def test_several_frames_in_one_packet_come_out_in_order() -> None:
    assert cut(frame(b"MSH|1") + frame(b"MSH|2") + frame(b"MSH|3")) == [
        Frame(b"MSH|1"),
        Frame(b"MSH|2"),
        Frame(b"MSH|3"),
    ]


def test_the_last_carriage_return_may_be_missing() -> None:
    assert cut(b"\x0bMSH|1\x1c\x0bMSH|2\x1c") == [Frame(b"MSH|1"), Frame(b"MSH|2")]


def test_line_ends_between_frames_are_no_junk_and_other_bytes_are() -> None:
    found = cut(b"\r\n" + frame(b"MSH|1") + b"\n\nhello" + frame(b"MSH|2"))

    assert found == [Frame(b"MSH|1"), BadFrame("junk", b"\r\n\nhello", 8), Frame(b"MSH|2")]


def test_a_frame_that_begins_anew_leaves_the_first_part_out() -> None:
    found = cut(b"\x0bMSH|old|cut of" + frame(b"MSH|new"))

    assert found == [BadFrame("restarted", b"MSH|old|cut of", 14), Frame(b"MSH|new")]


def test_a_vertical_tab_inside_a_text_stays_there() -> None:
    assert cut(b"\x0bMSH|a\x0bb\x1c\r") == [Frame(b"MSH|a\x0bb")]


def test_the_end_of_the_stream_inside_a_frame_gives_no_message() -> None:
    stream = frame(MESSAGE)

    found = [cut(stream[:size]) for size in range(1, len(stream) - 1)]

    assert found == [[BadFrame("truncated", MESSAGE[: size - 1], size - 1)] for size in range(1, len(stream) - 1)]


def test_a_frame_over_the_limit_ends_the_reading() -> None:
    found = cut(b"\x0b" + b"x" * 101 + b"\x1c\r" + frame(b"MSH|1"), limit=100)

    assert found == [BadFrame("oversize", b"x" * 101, 101)]


def test_a_frame_of_exactly_the_limit_is_taken() -> None:
    assert cut(b"\x0b" + b"x" * 100 + b"\x1c\r", limit=100) == [Frame(b"x" * 100)]


def test_no_more_than_the_limit_and_one_packet_is_held() -> None:
    framer = Framer(limit=1000)

    held = []
    for _ in range(50):
        list(framer.feed(b"\x0b" + b"x" * 99))
        held.append(framer.buffered)

    assert max(held) <= 1000


def test_frame_bytes_inside_a_message_cannot_break_the_stream() -> None:
    assert cut(frame(b"MSH|a\x1cb\x0bMSH|c")) == [Frame(b"MSH|abMSH|c")]


def test_what_a_long_frame_costs_grows_with_its_bytes_alone() -> None:
    body = b"x" * 10_000_000
    packets = [b"\x0b", *(body[at : at + 1400] for at in range(0, len(body), 1400)), b"\x1c\r"]
    framer, made = Framer(limit=10_000_000), 0
    found: list[Frame | BadFrame] = []

    tracemalloc.start()
    try:
        with calls_here() as calls:
            for packet in packets:
                tracemalloc.reset_peak()
                held, _ = tracemalloc.get_traced_memory()
                found += framer.feed(packet)
                made += tracemalloc.get_traced_memory()[1] - held
    finally:
        tracemalloc.stop()

    assert [one.content for one in found if isinstance(one, Frame)] == [body]
    assert calls.bytes_searched < 5 * len(body)  # a search in all that came before is 35,000 times as much
    assert made < 5 * len(body)  # as is a copy of it


@given(
    st.lists(st.binary(max_size=40).map(lambda data: data.translate(None, b"\x0b\x1c")), max_size=8),
    st.lists(st.integers(1, 30), max_size=30),
)
def test_any_messages_in_any_packets_come_out_as_they_went_in(messages: list[bytes], sizes: list[int]) -> None:
    stream = b"".join(map(frame, messages))

    found = cut(stream, *sizes)

    assert found == [Frame(message) for message in messages]


@given(st.binary(max_size=200), st.lists(st.integers(1, 20), max_size=30))
def test_any_bytes_give_the_frames_of_the_reference_splitter(stream: bytes, sizes: list[int]) -> None:
    found = [item.content for item in cut(stream, *sizes) if isinstance(item, Frame)]

    assert found == [_restarted(part) for part in _reference(stream)]


def _restarted(part: bytes) -> bytes:
    at = part.rfind(b"\x0bMSH")
    return part[at + 1 :] if at >= 0 else part


def _reference(stream: bytes) -> list[bytes]:
    return re.findall(rb"\x0b([^\x1c]*)\x1c", stream)
