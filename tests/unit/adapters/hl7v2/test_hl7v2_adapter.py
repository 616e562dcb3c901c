import pytest

from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.lint import lint
from adapters.hl7v2.messages.registry import message_maps
from adapters.port import Source
from tests.unit.adapters.hl7v2.messages import H1, PID, PV1, convert, entry, msh, problems, resource

A01 = msh("ADT^A01^ADT_A01")


@pytest.mark.parametrize(
    ("data", "file_name", "expected"),
    [
        (b"MSH|^~\\&|", "", True),
        (b"\xef\xbb\xbf\r\n\x0bMSH|^~\\&|", "", True),
        (b"FHS|^~\\&|", "", True),
        ("MSH|^~\\&|".encode("utf-16"), "", True),
        (b"anything", "x.HL7", True),
        (b"name,sex", "x.csv", False),
        (b"MSHELL script", "", False),
    ],
)
def test_messages_are_recognised(data: bytes, file_name: str, *, expected: bool) -> None:
    assert ADAPTER.recognises(data, file_name=file_name) is expected


def test_a_file_of_several_messages_gives_them_in_order() -> None:
    data = "\r".join([A01, PID, PV1, msh("ADT^A08").replace("|M1|", "|M2|"), PID, PV1]).encode()

    found = list(ADAPTER.convert(data, source=H1))

    assert [(item.label, item.event, item.control_id) for item in found] == [
        ("ADT^A01 M1", "ADT^A01", "M1"),
        ("ADT^A08 M2", "ADT^A08", "M2"),
    ]
    assert found[0].raw == f"{A01}\r{PID}\r{PV1}".encode()


def test_a_batch_that_counts_wrongly_warns_on_its_last_message() -> None:
    data = f"BHS|^~\\&\r{A01}\r{PID}\r{PV1}\rBTS|5".encode()

    [found] = ADAPTER.convert(data, source=H1)

    assert problems(found) == [("warning", "BTS-1")]


@pytest.mark.parametrize("data", [b"", b"hello", b"MSH", b"\xff\xfe\x00", b"MSH|^~\\&|\rPID|\xff\xff\xff"])
def test_what_is_no_message_is_refused_with_a_reason(data: bytes) -> None:
    [found] = ADAPTER.convert(data, source=H1)

    assert found.is_refused
    assert found.entries == ()
    assert found.raw == data.strip(b"\r")


@pytest.mark.parametrize("header", ["MSH|^~\\&", "MSH|", "MSH|^~\\&|||||||", "MSH|^~\\&|A|B|C|D||E|^^|F|G|H"])
def test_a_poor_header_is_no_crash(header: str) -> None:
    assert convert(header, PID).raw


@pytest.mark.parametrize("kind", ["ADT^A01", "ADT^^ADT_A01", "ADT_A01", "adt^a01"])
def test_the_event_is_found_where_senders_put_it(kind: str) -> None:
    found = convert(msh(kind), PID, PV1)

    assert (found.event, resource(found, "Encounter")["status"]) == ("ADT^A01", "in-progress")


def test_the_event_falls_back_to_evn() -> None:
    assert convert(msh("ADT"), "EVN|A03|20260310150000", PID, PV1).event == "ADT^A03"


@pytest.mark.parametrize("version", ["", "12", "2.10"])
def test_an_odd_version_is_a_warning(version: str) -> None:
    assert problems(convert(msh("ADT^A01", version=version), PID, PV1)) == [("warning", "MSH-12")]


def test_any_message_with_a_patient_gives_patient_and_visit() -> None:
    found = convert(msh("ZZZ^Z01"), PID, PV1, "FT1|1|||20260301|||X")

    assert [item.resource["resourceType"] for item in found.entries if item.method == "PUT"] == ["Patient", "Encounter"]
    assert entry(found, "Encounter").keep == {"status", "location", "diagnosis", "period"}
    assert [issue.expression for issue in found.residue if issue.expression.startswith("FT1")] == [
        "FT1-1",
        "FT1-4",
        "FT1-7",
    ]


def test_a_message_of_a_header_alone_says_that_nothing_was_converted() -> None:
    found = convert(msh("MFN^M01"), "MFI|X")

    assert problems(found) == [("warning", "MSH-9")]


def test_unknown_and_z_segments_stay_in_the_residue() -> None:
    found = convert(A01, PID, "ZPI|1|内容", PV1, "QQQ|x")

    places = [issue.expression for issue in found.residue]
    assert [place for place in places if place[:3] in {"ZPI", "QQQ"}] == ["ZPI-1", "ZPI-2", "QQQ-1"]


def test_the_residue_repeats_no_value() -> None:
    found = convert(A01, f"{PID}{'|' * 30}SECRET", "ZZZ|SECRET", PV1)

    assert all("SECRET" not in issue.text + issue.expression for issue in (*found.issues, *found.residue))


def test_the_source_names_the_numbers_and_the_zone() -> None:
    source = Source(name="M1", timezone="Asia/Tokyo")

    found = convert(A01, PID, PV1, source=source)

    assert entry(found, "Patient").url == "Patient?identifier=https://alliance-hub.example/sid/M1/mrn|ZY1"
    assert resource(found, "Encounter")["period"]["start"] == "2026-03-01T08:25:00+09:00"


def test_every_file_of_messages_has_events_and_a_map() -> None:
    maps = message_maps()

    assert {("ADT", "A01"), ("ADT", "A03"), ("ADT", "A04"), ("ADT", "A08"), ("ORU", "*"), ("REF", "I12")} <= maps.keys()


def test_lint_reports_what_the_grammar_and_the_hub_find() -> None:
    data = "\r".join([A01, "EVN|A01", PID.replace("ZY1^^^^MR", "330105194111030020^^^^NNCHN"), "ZZ1|x", PV1]).encode()

    found = lint(data)

    assert ("error", "PID-3.1") in [(issue.severity, issue.expression) for issue in found]
    assert ("information", "ZZ1") in [(issue.severity, issue.expression) for issue in found]
    assert ("warning", "required", "EVN-2") in [(issue.severity, issue.code, issue.expression) for issue in found]
    assert all("330105" not in issue.text for issue in found)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        A01.encode(),
        A01.replace("2.5.1", "9.9").encode(),
        b"MSH$!%*+#$A$B\nPID$1$$7",
        b"MSH|^~\\&|||||||FOO^BAR",
    ],
)
def test_lint_never_fails(data: bytes) -> None:
    assert lint(data)
