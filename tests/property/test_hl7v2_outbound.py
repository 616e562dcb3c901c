"""Whatever text a feed carries, what the hub says of it to another system is read back as the same facts."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.hl7v2.escapes import escape
from adapters.hl7v2.outbound.line import Line, to_bytes
from adapters.hl7v2.outbound.render import render
from adapters.hl7v2.outbound.target import Target
from adapters.hl7v2.tokenizer import tokenise
from tests.unit.adapters.hl7v2.facts import TIME, convert, lost, render_for_h1

WORDS = st.text(st.sampled_from("|^~\\&abcXYZ 019.-/王阿婆钱李奬媆孿億亅㐀𠮷ü\n"), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and text != '""' and any(char.isalnum() for char in text)
)
PLAIN = WORDS.filter(lambda text: "\n" not in text)
DAYS = st.dates().map(lambda day: day.strftime("%Y%m%d")).filter(lambda day: day >= "1900")
NUMBERS = st.decimals(-9999, 9999, places=2, allow_nan=False).map(str)


@given(PLAIN, PLAIN, PLAIN, PLAIN, DAYS, st.sampled_from("MFOU"), st.sampled_from(["UNICODE UTF-8", "GB 18030-2000"]))
def test_a_patient_comes_back_as_told(
    number: str, family: str, given_name: str, street: str, born: str, sex: str, charset: str
) -> None:
    pid = f"PID|1||{escape(number)}^^^^MR||{escape(family)}^{escape(given_name)}||{born}|{sex}|||{escape(street)}^^市"
    message = f"MSH|^~\\&|HIS|H1|HUB|H1|20260301080000||ADT^A08^ADT_A01|1|P|2.5.1\rEVN||20260301080000\r{pid}"
    [told] = convert(message.encode())

    rendering = render_for_h1(told, charset=charset)

    assert lost(told, rendering) == []


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("ST"), WORDS),
            st.tuples(st.just("NM"), NUMBERS),
            st.tuples(st.just("DT"), DAYS),
            st.tuples(st.just("TX"), WORDS),
        ),
        min_size=1,
        max_size=5,
    ),
    PLAIN,
)
def test_results_come_back_as_told(values: list[tuple[str, str]], label: str) -> None:
    lines = [
        "MSH|^~\\&|LIS|H1|HUB|H1|20260301080000||ORU^R01^ORU_R01|1|P|2.5.1",
        "PID|1||P1^^^^MR||王^五",
        "OBR|1||F1|C1^全套^L|||20260301070000|||||||||||||||20260301080000|||F",
    ]
    lines += [
        f"OBX|{at}|{kind}|K{at}^{escape(label)}^L||{escape(value)}|mmol/L||||F" if kind == "NM"
        else f"OBX|{at}|{kind}|K{at}^{escape(label)}^L||{escape(value)}||||||F"
        for at, (kind, value) in enumerate(values, 1)
    ]  # fmt: skip
    [told] = convert("\r".join(lines).encode())

    rendering = render_for_h1(told)

    assert lost(told, rendering) == []


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_text_breaks_out_of_its_component(cells: list[list[str]]) -> None:
    line = Line("ZZZ").set(1, *cells)
    data, issues = to_bytes([Line("MSH").set(9, "ADT"), line], "UNICODE UTF-8")

    message = tokenise(data)

    assert [segment.name for segment in message.segments][:1] == ["MSH"]
    assert len(message.segments) <= 2
    assert all(issue.code == "code-invalid" for issue in issues)


@given(st.dictionaries(st.sampled_from(["name", "identifier", "birthDate", "telecom", "address", "gender"]), st.none()))
def test_a_patient_with_anything_missing_is_told_or_refused(absent: dict[str, None]) -> None:
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:oid:1.2.3", "value": "1"}],
        "name": [{"text": "王五"}],
        "birthDate": "1941",
        "telecom": [{"system": "phone", "value": "1"}],
        "address": [{"text": "路1号"}],
        "gender": "male",
    }
    kept = {name: value for name, value in patient.items() if name not in absent}

    made = render(kept, message="ADT^A04", target=Target(name="H1"), control_id="1", time=TIME)

    assert made.is_refused is False
    assert made.unsaid == ()
