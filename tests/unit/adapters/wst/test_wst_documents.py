"""National XML: what is refused, and what small differences do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.port import Conversion, Source
from adapters.wst.adapter import ADAPTER
from adapters.wst.header import to_time
from tests.architecture.source_tree import ROOT

SOURCE = Source(name="H1")
SUMMARY = Path(ROOT / "samples" / "wst" / "discharge_summary.xml").read_text(encoding="utf-8")


def only(text: str | bytes) -> Conversion:
    [conversion] = ADAPTER.convert(text if isinstance(text, bytes) else text.encode(), source=SOURCE)
    return conversion


def kinds(conversion: Conversion) -> list[str]:
    return [entry.resource["resourceType"] for entry in conversion.entries]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("<a>", "line 1"),
        ("<a/>", "root element a is not read"),
        ('<?xml version="1.0" encoding="big5"?><a/>', "charset that is not read"),
        (b'<?xml version="1.0" encoding="gbk"?><a>\xff\xff</a>', "not in the charset"),
        ("<a>" * 101 + "</a>" * 101, "nested over 100"),
        (b"<a>" + b" " * 20_000_000 + b"</a>", "larger than 20 MB"),
        ("<ClinicalDocument/>", "lacks its id or its patient"),
        (SUMMARY.replace('<effectiveTime value="20260309154823"/>', ""), "when it was made"),
        (SUMMARY.replace(".1.13", ".9.1").replace('.1.3"', '.9.2"'), "names no patient by a number"),
        ("<PRPA_IN201311UV02/>", "names no patient"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_one_refusal_in_words(text: str | bytes, words: str) -> None:
    conversion = only(text)

    assert (conversion.is_refused, conversion.entries) == (True, ())
    assert words in conversion.issues[0].text


def test_the_same_document_gives_the_same_bytes_and_another_one_other_keys() -> None:
    first, again = only(SUMMARY).bundle(), only(SUMMARY).bundle()
    other = only(SUMMARY.replace("DOC-20260309-001", "DOC-2")).bundle()

    assert first == again
    assert first["entry"][0]["fullUrl"] == other["entry"][0]["fullUrl"]
    assert first["entry"][-1]["fullUrl"] != other["entry"][-1]["fullUrl"]


def test_without_a_visit_number_there_is_no_encounter_and_without_an_author_the_custodian_stands() -> None:
    text = SUMMARY.replace('root="2.16.156.10011.1.12"', 'root="2.16.156.10011.9.9"').replace("<name>李医生</name>", "")

    conversion = only(text)

    composition = next(
        entry.resource for entry in conversion.entries if entry.resource["resourceType"] == "Composition"
    )
    assert "Encounter" not in kinds(conversion)
    assert composition["author"] == [{"type": "Organization", "display": "示范老年病医院"}]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260309", "2026-03-09"),
        ("202603", "2026-03"),
        ("2026", "2026"),
        ("202603091548", "2026-03-09T15:48:00+08:00"),
        ("20260309154823.123+0000", "2026-03-09T15:48:23+00:00"),
        ("20261399", ""),
        ("昨天", ""),
        ("", ""),
    ],
)
def test_times_of_v3_are_read(text: str, moment: str) -> None:
    assert to_time(text, SOURCE) == moment


@given(st.integers(min_value=0, max_value=len(SUMMARY) - 1), st.text(max_size=8))
def test_damaged_documents_never_raise(at: int, noise: str) -> None:
    assert only(SUMMARY[:at] + noise + SUMMARY[at + len(noise) :]).label
