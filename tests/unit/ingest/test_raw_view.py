"""A message as the console shows it: what is personal is masked however oddly the message is written."""

import pytest

from hub.ingest.raw_view import MASK, raw_view
from hub.store.values import Inbound

_MSH = "MSH|^~\\&|HIS|H1|||20261122083000||ADT^A04|V1|P|2.5.1"


def _received(text: str, *, charset: str = "UTF-8", codec: str = "utf-8", adapter: str = "hl7v2") -> Inbound:
    return Inbound(
        key=1, sender="HIS", control_id="V1", digest=b"", raw=text.encode(codec), ack=b"", received=0, door="mllp",
        adapter=adapter, label="ADT^A04", charset=charset, state="refused", member=1,
    )  # fmt: skip


def _fields(message: Inbound, *, masked: bool) -> dict[str, str]:
    return {line.path: line.value for line in raw_view(message, masked=masked).fields}


def test_a_field_of_a_person_is_masked_and_another_is_not() -> None:
    message = _received(f"{_MSH}\rPID|1||7||张^秀英||19410503|F\rPV1|1|I|老年科\r")

    shown = raw_view(message, masked=True)

    assert shown.text.splitlines() == [_MSH, f"PID|1||{MASK}||{MASK}||{MASK}|F", "PV1|1|I|老年科"]
    assert (_fields(message, masked=True)["PID-5"], _fields(message, masked=False)["PID-5"]) == (MASK, "张^秀英")


@pytest.mark.parametrize(
    "person",
    [
        "\rpid|1||7||张^秀英",
        "\r PID|1||7||张^秀英",
        "\r\tnk1|1|张^秀英",
        "\rPID|1||7||李^明\n张^秀英|x",
        "\rIN1|1|||||||||||||||王\n张^秀英|SEL",
        "\\rPID|1||7||张^秀英",
        "\\nPID|1||7||张^秀英\\nPV1||I",
        " PID|1||7||张^秀英",
        "<CR>PID|1||7||张^秀英",
        "\rQPD|IHE PDQ Query|Q1|@PID.5.1^张秀英",
        "\rDB1|1|PT|张秀英",
        "\rPID |1||7||张^秀英",
        "\rPV1|1|I\rPID  |1||7||张^秀英",
        "\r2PID|1||7||张^秀英",
        "\rPID-1||7||张^秀英",
        "\rPID^1||7^秀英",
        "\rIN1:1|||||||||||||||张^秀英|SEL",
        "\rPID|1||7||张^丽||||||安康路\nB12栋张秀英家||",
        "\rPID|1||7||张^丽||||||安康路\rTel:张秀英\rB12栋，秀英|",
        "\rSTF|1|1|张^秀英||||||||||||秀英",
        "\rPRT|1|UC||RCT|7^张^秀英|||||||||秀英",
        "\rZPD|张秀英",
        "\rPV1|1|I\rz01|1|张秀英|秀英",
        "\rPV1|1|I ZHX|张秀英",
    ],
)
def test_a_person_stays_masked_however_the_segment_is_written(person: str) -> None:
    shown = raw_view(_received(_MSH + person), masked=True)

    assert "秀英" not in shown.text
    assert [line for line in shown.fields if "秀英" in line.value] == []
    assert "秀英" in raw_view(_received(_MSH + person), masked=False).text


@pytest.mark.parametrize("text", ["张秀英", '"MSH|^~\\&|HIS\rPID|1||7||张^秀英', "\rPID|1||7||张^秀英\r" + _MSH])
def test_what_does_not_begin_like_a_message_is_masked(text: str) -> None:
    assert "秀英" not in raw_view(_received(text), masked=True).text


def test_a_line_with_another_separator_is_shown_where_no_person_stands_before_it() -> None:
    message = _received(f"{_MSH}\rPID|1\rB12栋\rOBX|1|ST|A||咖啡\rTel:120\rPID-1||7")

    shown = raw_view(message, masked=True)

    assert shown.text.splitlines()[1:] == ["PID|1", MASK, "OBX|1|ST|A||咖啡", "Tel:120", f"PID-{MASK}"]


def test_a_message_with_other_delimiters_is_masked() -> None:
    message = _received("MSH$%~\\&$HIS$H1$$$2024$$ADT%A01$V1$P$2.5\rPID$1$$7$$张%秀英")

    assert _fields(message, masked=True) | {"PID-5": ""} == _fields(message, masked=False) | {
        "PID-3": MASK,
        "PID-5": "",
    }
    assert raw_view(message, masked=True).text.splitlines()[1] == f"PID$1$${MASK}$${MASK}"


@pytest.mark.parametrize(("charset", "codec"), [("GB 18030-2000", "gb18030"), ("", "utf-8"), ("", "gb18030")])
def test_a_message_is_shown_in_the_character_set_that_its_header_names(charset: str, codec: str) -> None:
    message = _received(f"{_MSH}\rOBX|1|ST|A||咖啡", charset=charset, codec=codec)

    assert _fields(message, masked=True)["OBX-5"] == "咖啡"


def test_a_name_of_table_0211_leads_to_its_codec() -> None:
    message = _received(f"{_MSH}\rOBX|1|ST|A||Café", charset="8859/1", codec="latin-1")

    assert _fields(message, masked=True)["OBX-5"] == "Café"


def test_another_kind_of_file_is_hidden_as_a_whole() -> None:
    message = _received("姓名,张秀英", adapter="his")

    assert raw_view(message, masked=True).text == MASK
    assert raw_view(message, masked=False).text == "姓名,张秀英"
