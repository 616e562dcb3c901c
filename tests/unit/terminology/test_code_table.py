import pytest

from terminology.code_table import CodeTable, TableHead
from terminology.code_table_builder import TableError, TableRow, build_table
from terminology.pinyin import initials, squeeze

HEAD = TableHead(url="http://example.org/cs", version="1", name="cs", title="码表", source="test", verified=False)
DISEASES = [
    TableRow("I10.x00x002", "高血压病2级"),
    TableRow("I63", "脑梗死", "Cerebral infarction"),
    TableRow("I63.900", "未特指的脑梗死"),
    TableRow("I63.900x001", "多发性脑梗死"),
    TableRow("I63.000", "入脑前动脉血栓形成引起的脑梗死"),
    TableRow("F03.x00", "痴呆，重度", more={"note": "a"}),
    TableRow("U07.100", "新型冠状病毒感染COVID-19", more={"inactive": "true"}),
]


def icd() -> CodeTable:
    return build_table(HEAD, DISEASES, infer_parents=True)


def codes(table: CodeTable, text: str) -> list[str]:
    return [table.code(row) for row in table.search(text)]


def faults(rows: list[TableRow]) -> list[tuple[int, str, str]]:
    with pytest.raises(TableError) as refused:
        build_table(HEAD, rows)
    return [(fault.row, fault.column, fault.text) for fault in refused.value.faults]


def test_every_fault_of_a_table_names_its_row_and_column() -> None:
    rows = [
        TableRow("A", "甲", line=2),
        TableRow("", "乙", line=3),
        TableRow("B", line=4),
        TableRow("C", "丙\n丁", line=5),
        TableRow("D" * 300, "戊", line=6),
    ]

    assert faults(rows) == [
        (3, "code", "Row 3, column code: is empty; expected the code."),
        (4, "display", "Row 4, column display: is empty for code 'B'; expected its words in Chinese or English."),
        (5, "zh", "Row 5, column zh: holds a control character (a line break, a tab); expected plain text."),
        (6, "code", "Row 6, column code: has 300 characters; expected at most 256."),
    ]


def test_a_code_that_stands_twice_names_both_rows() -> None:
    rows = [TableRow("A", "甲", line=2), TableRow("B", "乙", line=3), TableRow("A", "丙", line=4)]

    assert faults(rows) == [(4, "code", "Row 4, column code: 'A' stands in row 2 already.")]


def test_codes_that_differ_by_case_are_two_codes() -> None:
    table = build_table(HEAD, [TableRow("a", "甲"), TableRow("A", "乙")])

    assert [table.entry(table.find(code)).zh for code in ("a", "A")] == ["甲", "乙"]


def test_an_unknown_parent_is_named() -> None:
    rows = [TableRow("A", "甲", parent="Z", line=2)]

    assert faults(rows) == [(2, "parent", "Row 2, column parent: 'Z' is no code of this table.")]


def test_parents_in_a_circle_are_found() -> None:
    rows = [
        TableRow("A", "甲", parent="B", line=2),
        TableRow("B", "乙", parent="A", line=3),
        TableRow("C", "丙", line=4),
    ]

    assert faults(rows) == [
        (2, "parent", "Row 2: the parents of this code lead in a circle."),
        (3, "parent", "Row 3: the parents of this code lead in a circle."),
    ]


def test_an_empty_table_is_refused() -> None:
    assert faults([]) == [(0, "", "The table has no rows; expected one row for each code.")]


def test_a_table_is_given_up_after_a_hundred_faults() -> None:
    assert len(faults([TableRow("", "甲", line=row) for row in range(500)])) == 100


def test_descendants_follow_their_ancestor_whatever_the_files_order() -> None:
    table = icd()

    assert [table.code(row) for row in range(len(table))] == [
        "I10.x00x002", "I63", "I63.900", "I63.900x001", "I63.000", "F03.x00", "U07.100",
    ]  # fmt: skip
    assert [table.code(row) for row in table.subtree(table.find("I63"))] == [
        "I63", "I63.900", "I63.900x001", "I63.000",
    ]  # fmt: skip
    assert [table.code(row) for row in table.children(table.find("I63"))] == ["I63.900", "I63.000"]
    assert [table.code(row) for row in table.ancestors(table.find("I63.900x001"))] == ["I63.900", "I63"]
    assert table.entry(table.find("I63.900x001")).parent == "I63.900"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("脑梗", ["I63", "I63.900", "I63.900x001", "I63.000"]),
        ("i63", ["I63", "I63.900", "I63.900x001", "I63.000"]),
        ("I639", ["I63.900", "I63.900x001"]),
        ("ngs", ["I63", "I63.900", "I63.900x001", "I63.000"]),
        ("dfxngs", ["I63.900x001"]),
        ("脑 血栓", ["I63.000"]),
        ("i63 多发", ["I63.900x001"]),
        ("cerebral", ["I63"]),
        ("ＣＯＶＩＤ－１９", ["U07.100"]),
        ("cd", ["F03.x00"]),
        ("zd", ["I63.900", "F03.x00"]),
        ("x", ["U07.100"]),
        ("不存在", []),
        ("zzzz", []),
        ("(", []),
    ],
)
def test_a_search_finds_code_prefix_chinese_words_initials_and_english(text: str, expected: list[str]) -> None:
    assert codes(icd(), text) == expected


def test_an_empty_search_finds_everything_in_order() -> None:
    assert len(codes(icd(), "  ")) == len(DISEASES)


def test_codes_that_begin_with_the_text_come_first() -> None:
    table = build_table(HEAD, [TableRow("B1", "甲", "i63 mentioned"), TableRow("I63", "乙")])

    assert codes(table, "i63") == ["I63", "B1"]


def test_a_stored_table_is_the_same_table() -> None:
    table = icd()

    again = CodeTable.from_bytes(table.to_bytes())

    assert again.head == HEAD
    assert [again.entry(row) for row in range(len(again))] == [table.entry(row) for row in range(len(table))]
    assert codes(again, "脑梗") == codes(table, "脑梗")
    assert again.to_bytes() == table.to_bytes()


@pytest.mark.parametrize("content", [b"", b"nonsense"])
def test_stored_bytes_that_are_no_table_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        CodeTable.from_bytes(content)


def test_an_entry_says_its_words_and_state() -> None:
    table = icd()
    covid, stroke = table.entry(table.find("U07.100")), table.entry(table.find("I63"))

    assert (covid.is_inactive, covid.is_abstract, stroke.is_inactive) == (True, False, False)
    assert (stroke.display, stroke.words("en-GB"), stroke.words("zh-CN"), covid.words("en")) == (
        "脑梗死", "Cerebral infarction", "脑梗死", "新型冠状病毒感染COVID-19",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("脑梗死", "ngs"),
        ("重度", "zd cd"),
        ("COVID-19 肺炎", "covid19fy"),
        ("", ""),
        ("plain", ""),
        ("２型糖尿病", "2xtnb"),
    ],
)
def test_initials_of_chinese_words(text: str, expected: str) -> None:
    assert initials(text) == expected


def test_latin_words_are_squeezed_as_initials_are() -> None:
    assert squeeze("COVID-19") == "covid19"
