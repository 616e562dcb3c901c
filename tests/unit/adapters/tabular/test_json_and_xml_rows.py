"""JSON and XML as tables."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.care_home.columns import read_header
from adapters.tabular.json_rows import read_json
from adapters.tabular.read import peek, read
from adapters.tabular.sheet import WHOLE_ROW, RowTable, TableError
from adapters.tabular.xml_rows import read_xml


def tables(made: list[RowTable]) -> list[tuple[str, tuple[str, ...], list[tuple[int, tuple[str, ...]]]]]:
    return [(table.title, table.header, [(row.number, row.cells) for row in table.rows()]) for table in made]


def test_an_array_is_a_table_and_numbers_stay_as_they_are_written() -> None:
    found = read_json(
        '[{"a": 36.60, "b": true, "c": null}, {"b": false, "d": ["x", "y"], "e": {"f": 1}}]', charset="utf-8"
    )

    assert tables(found) == [
        ("", ("a", "b", "c", "d", "e.f"), [(1, ("36.60", "是", "", "", "")), (2, ("", "否", "", "x、y", "1"))])
    ]


def test_lines_name_their_table_and_a_bad_line_costs_no_other() -> None:
    found = read_json('{"entity":"x","a":"1"}\n{bad\n\n{"entity":"y","a":"2"}\n', charset="utf-8")
    rows = [(table.title, row.number, row.faults.get(WHOLE_ROW, "")[:17]) for table in found for row in table.rows()]

    assert rows == [("x", 1, ""), ("x", 2, "is no JSON object"), ("y", 4, "")]


def test_one_object_is_one_row_and_an_object_of_arrays_is_a_table_each() -> None:
    assert tables(read_json('{"a": "1"}', charset="utf-8")) == [("", ("a",), [(1, ("1",))])]
    assert tables(read_json('{"x": [{"a": [1, {"b": 2}]}], "y": []}', charset="utf-8")) == [
        ("x", ("a",), [(1, ('["1", {"b": "2"}]',))])
    ]


@pytest.mark.parametrize("text", ["[]", "{}", "", '{"x": []}'])
def test_json_without_rows_is_refused(text: str) -> None:
    with pytest.raises(TableError, match="holds no rows"):
        read_json(text, charset="utf-8")


def test_elements_with_plain_children_or_attributes_are_rows() -> None:
    text = (
        '<?xml version="1.0" encoding="gbk"?><a:all xmlns:a="urn:a" at="now"><list><a:p><n>1</n><n>2</n>'
        '<d no="7">李</d><e v="3"/></a:p></list>\n<r x="1" y="2"/><r x="3" y=""/></a:all>'
    )

    assert tables(read_xml(text, charset="gb18030")) == [
        ("p", ("n", "d.no", "d", "e"), [(1, ("1、2", "7", "李", "3"))]),
        ("r", ("x", "y"), [(2, ("1", "2")), (2, ("3", ""))]),
    ]


def test_what_stands_once_in_a_row_belongs_to_it_and_what_repeats_is_a_table() -> None:
    text = "<p><n>1</n><m>2</m><home><city>x</city></home><tel><no>1</no></tel><tel><no>2</no></tel></p>"

    assert tables(read_xml(text, charset="utf-8")) == [
        ("tel", ("no",), [(1, ("1",)), (1, ("2",))]),
        ("p", ("n", "m", "home.city"), [(1, ("1", "2", "x"))]),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<a><b></a>", "line 1, column"),
        ("<a/>", "holds no rows"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a><b>&b;</b></a>', "entities are never expanded"),
        ("<a>" * 60 + "</a>" * 60, "nested more than 50 deep"),
        ("<a>" + "".join(f"<b{n}>1</b{n}>" for n in range(501)) + "</a>", "more than 500 columns"),
    ],
)
def test_xml_that_cannot_be_read_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(TableError, match=words):
        read_xml(text, charset="utf-8")


def test_too_many_members_make_no_row() -> None:
    text = "{" + ",".join(f'"a{n}": 1' for n in range(501)) + "}"

    [row] = next(iter(read_json(text, charset="utf-8"))).rows()

    assert WHOLE_ROW in row.faults


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (read_json, read_xml):
        with suppress(TableError):
            tables(reader(text, charset="utf-8"))


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(TableError):
        for found in read(data, lambda names, title: read_header(names, title=title)):
            if isinstance(found, tuple):
                list(found[0].rows())
    peek(data, lambda names, title: read_header(names, title=title))
