import string
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.hl7v2.ack import acknowledge
from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.batch import split_messages
from adapters.hl7v2.datatypes.resident_id import check_digit, to_resident_id
from adapters.hl7v2.escapes import Delimiters, escape, unescape
from adapters.hl7v2.header import header
from adapters.hl7v2.tokenizer import tokenise
from adapters.port import Source

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc")), max_size=40)
PUNCTUATION = st.lists(st.sampled_from("|^~\\&$!%*+@#:;"), min_size=5, max_size=6, unique=True)
SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(("PID", "PV1", "OBR", "OBX", "NTE", "AL1", "DG1", "NK1", "IN1", "ORC", "SPM", "ZZ1", "RF1")),
        st.lists(st.text(st.sampled_from('AZ19.^~&\\"- |钱'), max_size=12), max_size=20),
    ),
    max_size=8,
)
KINDS = st.sampled_from(("ADT^A01", "ADT^A03", "ADT^A08", "ADT^A40", "ORU^R01", "REF^I12", "ORM^O01", "VXU^V04", "X^Y"))


@given(TEXT, PUNCTUATION)
def test_what_is_escaped_comes_back_in_any_delimiters(text: str, marks: list[str]) -> None:
    delimiters = Delimiters(*marks)

    assert unescape(escape(text, delimiters), delimiters) == text


@given(TEXT, PUNCTUATION)
def test_escaped_text_holds_no_delimiter(text: str, marks: list[str]) -> None:
    delimiters = Delimiters(*marks)
    written = escape(text, delimiters)

    assert not set(written) & {delimiters.field, delimiters.component, delimiters.repetition, delimiters.subcomponent}


@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=4), st.sampled_from(("utf-8", "gb18030")))
def test_fields_and_components_come_back_as_written(rows: list[list[str]], codec: str) -> None:
    lines = ["|".join(["ZZ1", "^".join(escape(part) for part in row)]) for row in rows]
    charset = "UNICODE UTF-8" if codec == "utf-8" else "GB18030"
    data = "\r".join([f"MSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.5.1||||||{charset}", *lines]).encode(codec)

    message = tokenise(data)

    for segment, row in zip(message.segments[1:], rows, strict=True):
        assert [segment.peek(1, at) for at in range(1, len(row) + 1)] == [part.strip() for part in row]


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, SEGMENTS)
def test_no_message_crashes_and_every_value_is_mapped_or_in_the_residue(
    kind: str, segments: list[tuple[str, list[str]]]
) -> None:
    lines = [f"MSH|^~\\&|A|B|C|D|20260301||{kind}|1|P|2.5.1"]
    lines += ["|".join([name, *fields]) for name, fields in segments]

    [found] = ADAPTER.convert("\r".join(lines).encode(), source=Source(name="H1"))

    assert found.is_refused == (not found.entries and any(issue.is_error for issue in found.issues))
    places = [issue.expression for issue in found.residue]
    assert len(places) == len(set(places))


@given(st.binary(max_size=300))
def test_no_bytes_crash_header_acknowledgement_or_conversion(data: bytes) -> None:
    header(data)
    ack = acknowledge(data, code="AR", control_id="1", time=NOW)

    assert ack.count(b"\r") >= 2
    assert b"\x0b" not in ack
    assert b"\x1c" not in ack
    assert list(ADAPTER.convert(data, source=Source(name="H1")))


@given(st.binary(max_size=200))
def test_no_header_with_any_bytes_behind_it_crashes(data: bytes) -> None:
    for found in ADAPTER.convert(b"MSH|^~\\&|" + data, source=Source(name="H1")):
        assert found.label


@given(st.lists(st.text(string.ascii_letters, max_size=10), min_size=1, max_size=5))
def test_a_batch_of_messages_splits_into_as_many(bodies: list[str]) -> None:
    data = "\r".join(f"MSH|^~\\&|A\rNTE|1||{body}" for body in bodies).encode()

    assert len(list(split_messages(data))) == len(bodies)


@given(st.dates(), st.integers(0, 999), st.integers(110000, 659999), st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_of_a_resident_identity_number_is_found(
    born: object, serial: int, district: int, at: int, step: int
) -> None:
    first = f"{district}{str(born).replace('-', '')}{serial:03d}"
    number = first + check_digit(first)
    changed = f"{number[:at]}{(int(number[at]) + step) % 10}{number[at + 1 :]}"

    assert to_resident_id(number) == number
    assert to_resident_id(changed) is None
