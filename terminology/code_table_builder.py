"""Builds a CodeTable from rows that come one by one, and names the row and column of each fault.

Memory grows with the text and one number a row, not with objects: a million rows stay under half a gigabyte while
they are built.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from terminology.code_table import UNIT, CodeTable, Numbers, TableHead
from terminology.pinyin import fold, initials

MOST_ROWS = 1_000_000
"""The most rows of one table."""

MOST_FAULTS = 100
"""After so many faults a table is given up."""

_LONGEST = {"code": 256, "zh": 2000, "en": 2000, "parent": 256}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as it was read. `line` is its number in the file, from 1."""

    code: str
    zh: str = ""
    en: str = ""
    parent: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong, with the row (from 1, 0 for the file as a whole) and column."""

    row: int
    column: str
    text: str


class TableError(ValueError):
    """The table is refused; `faults` says why, at most MOST_FAULTS of them."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.text for fault in self.faults[:3]))


def build_table(head: TableHead, rows: Iterable[TableRow], *, infer_parents: bool = False) -> CodeTable:
    """The table of these rows. Raises TableError with every fault that was found.

    With `infer_parents` a row without a parent gets the longest other code that its own code begins with (ICD-10).
    """
    draft = _Draft()
    for row in rows:
        draft.add(row)
    draft.stop_if_faulty()
    if not draft.codes:
        raise TableError([TableFault(0, "", "The table has no rows; expected one row for each code.")])
    draft.sort()
    parents = draft.resolve_parents(infer=infer_parents)
    draft.stop_if_faulty()
    if parents is None:
        return draft.finish(head, range(len(draft.codes)), array("I"), array("i"))
    order, ends, moved = _depth_first(parents)
    if len(order) < len(parents):
        inside = sorted(set(range(len(parents))) - set(order))
        raise TableError(
            TableFault(
                draft.lines[row], "parent", f"Row {draft.lines[row]}: the parents of this code lead in a circle."
            )
            for row in inside[:MOST_FAULTS]
        )
    return draft.finish(head, order, ends, moved)


class _Draft:
    """The rows so far, in the order of the file."""

    def __init__(self) -> None:
        self.codes: list[bytes] = []
        self.text = bytearray()
        self.starts = array("I", [0])
        self.lines = array("I")
        self.parent_codes: dict[int, str] = {}
        self.faults: list[TableFault] = []
        self.by_code: list[int] = []

    def add(self, row: TableRow) -> None:
        line = row.line or len(self.codes) + 1
        if len(self.codes) >= MOST_ROWS:
            raise TableError([TableFault(line, "", f"The table has more than {MOST_ROWS:,} rows; load it in parts.")])
        if not row.code:
            self._fault(line, "code", "is empty; expected the code")
        for column, text in (("code", row.code), ("zh", row.zh), ("en", row.en), ("parent", row.parent)):
            if len(text) > _LONGEST[column]:
                self._fault(line, column, f"has {len(text)} characters; expected at most {_LONGEST[column]}")
            elif not text.isprintable():
                self._fault(line, column, "holds a control character (a line break, a tab); expected plain text")
        if row.code and not (row.zh or row.en):
            self._fault(
                line, "display", f"is empty for code {row.code[:40]!r}; expected its words in Chinese or English"
            )
        if row.parent:
            self.parent_codes[len(self.codes)] = row.parent
        self._append(row, line)

    def _append(self, row: TableRow, line: int) -> None:
        self.codes.append(fold(row.code).encode())
        self.lines.append(line)
        more = json.dumps(dict(row.more), ensure_ascii=False, sort_keys=True) if row.more else ""
        self.text += UNIT.join((row.code, row.zh, row.en, more)).encode()
        self.starts.append(len(self.text))

    def sort(self) -> None:
        """Order the codes, and find those that stand twice."""
        self.by_code = sorted(range(len(self.codes)), key=self.codes.__getitem__)
        for first, second in zip(self.by_code, self.by_code[1:], strict=False):
            if self.codes[first] == self.codes[second] and self._exact(first) == self._exact(second):
                code = self._exact(first)
                self._fault(self.lines[second], "code", f"{code!r} stands in row {self.lines[first]} already")

    def resolve_parents(self, *, infer: bool) -> "Numbers | None":
        """The row of each row's parent, -1 for none; None when no row has one."""
        if not self.parent_codes and not infer:
            return None
        parents = array("i", [-1]) * len(self.codes)
        if infer:
            self._infer(parents)
        for row, parent in self.parent_codes.items():
            found = self._find(fold(parent).encode())
            if found < 0:
                self._fault(self.lines[row], "parent", f"{parent[:40]!r} is no code of this table")
            else:
                parents[row] = found
        return parents

    def _infer(self, parents: Numbers) -> None:
        """A row's parent is the nearest code before it in order that it begins with."""
        above: list[int] = []
        for row in self.by_code:
            while above and not _is_below(self.codes[row], self.codes[above[-1]]):
                above.pop()
            if above:
                parents[row] = above[-1]
            above.append(row)

    def finish(self, head: TableHead, order: Sequence[int], ends: Numbers, parents: Numbers) -> CodeTable:
        """The table, with the rows in this order."""
        text, starts = _reordered(self.text, self.starts, order)
        place = array("I", bytes(4 * len(order)))
        for new, old in enumerate(order):
            place[old] = new
        by_code = array("I", (place[row] for row in self.by_code))
        chinese, latin = _searched(text, starts)
        return CodeTable(head, text, chinese, latin, starts, by_code, ends, parents)

    def stop_if_faulty(self) -> None:
        if self.faults:
            raise TableError(self.faults)

    def _find(self, key: bytes) -> int:
        at = bisect_left(self.by_code, key, key=self.codes.__getitem__)
        found = at < len(self.by_code) and self.codes[self.by_code[at]] == key
        return self.by_code[at] if found else -1

    def _exact(self, row: int) -> str:
        return self.text[self.starts[row] : self.starts[row + 1]].decode().split(UNIT, 1)[0]

    def _fault(self, line: int, column: str, text: str) -> None:
        self.faults.append(TableFault(line, column, f"Row {line}, column {column}: {text}."))
        if len(self.faults) >= MOST_FAULTS:
            raise TableError(self.faults)


def _is_below(code: bytes, above: bytes) -> bool:
    return code != above and code.startswith(above)


def _depth_first(parents: Numbers) -> tuple[list[int], Numbers, Numbers]:
    """Rows so that descendants follow their ancestor; for each new row the end of its subtree, and its parent."""
    first, following = array("i", [-1]) * len(parents), array("i", [-1]) * len(parents)
    top: list[int] = []
    for row in range(len(parents) - 1, -1, -1):
        if parents[row] < 0:
            top.append(row)
        else:
            following[row], first[parents[row]] = first[parents[row]], row
    order: list[int] = []
    ends, moved = array("I", bytes(4 * len(parents))), array("i", [-1]) * len(parents)
    stack = [(row, -1) for row in top]
    while stack:
        row, above = stack.pop()
        if row < 0:
            ends[above] = len(order)
            continue
        new = len(order)
        order.append(row)
        moved[new] = above
        stack.append((-1, new))
        children = []
        child = first[row]
        while child >= 0:
            children.append((child, new))
            child = following[child]
        stack.extend(reversed(children))
    return order, ends, moved


def _reordered(blob: bytearray, starts: Numbers, order: Sequence[int]) -> tuple[bytes, Numbers]:
    if isinstance(order, range):
        return bytes(blob), starts
    view = memoryview(blob)
    out, new_starts = bytearray(), array("I", [0])
    for row in order:
        out += view[starts[row] : starts[row + 1]]
        new_starts.append(len(out))
    return bytes(out), new_starts


def _searched(text: bytes, starts: Numbers) -> tuple[str, str]:
    """What a search scans: the Chinese words, and the initials and English words."""
    chinese, latin = StringIO(), StringIO()
    for row in range(len(starts) - 1):
        _, zh, en, _ = text[starts[row] : starts[row + 1]].decode().split(UNIT)
        chinese.write(f"\n{fold(zh)}")
        latin.write(f"\n{UNIT}{initials(zh)}{UNIT}{fold(en)}")
    return chinese.getvalue(), latin.getvalue()
