"""A file too long to be held gives the same conversions, message by message."""

from collections.abc import Iterator

import pytest

from adapters.hl7v2 import adapter
from adapters.hl7v2.adapter import ADAPTER
from adapters.port import Conversion, Source
from tests.unit.adapters.hl7v2.messages import H1, PID, PV1, msh


def message(number: int) -> str:
    return "\r".join((msh("ADT^A08").replace("|M1|", f"|M{number}|"), PID.replace("ZY1", f"ZY{number}"), PV1))


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def streamed(data: bytes, *, size: int = 7, source: Source = H1) -> list[Conversion]:
    return list(ADAPTER.convert_stream(pieces(data, size), source=source))


def told(conversions: list[Conversion]) -> list[tuple[object, ...]]:
    return [(one.label, one.entries, one.issues, one.residue, one.raw) for one in conversions]


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize(
    "data",
    [
        f"{message(1)}\r{message(2)}\r",
        f"\ufeffFHS|^~\\&|A\rBHS|^~\\&|A\r{message(1)}\r{message(2)}\rBTS|2\rFTS|1\r",
        f"BHS|^~\\&|A\r{message(1)}\rBTS|3\r",
        f"\x0b{message(1)}\x1c\r\x0b{message(2)}\x1c\r",
        f"{message(1)}\n\n{message(2)}".replace("\r", "\r\n"),
        "BHS|^~\\&|A\rBTS|0\r",
    ],
    ids=["messages", "file of a batch", "count is wrong", "MLLP frames", "line feeds", "empty batch"],
)
def test_a_stream_converts_as_the_whole_file(data: str, size: int) -> None:
    whole = [one for one in ADAPTER.convert(data.encode(), source=H1) if one.control_id]

    assert told(streamed(data.encode(), size=size)) == told(whole)


def test_a_message_beyond_the_limit_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "LONGEST_MESSAGE", 2_000)
    long = message(1) + "\rNTE|1||" + "x" * 10_000

    first, second = streamed(f"{long}\r{message(2)}".encode(), size=500)

    assert (first.label, first.control_id, first.is_refused, first.issues[0].code) == (
        "ADT^A08 M1", "M1", True, "too-long",
    )  # fmt: skip
    assert (second.label, second.is_refused) == ("ADT^A08 M2", False)
