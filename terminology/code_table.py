"""A code system in compact form: text in two blobs, numbers in arrays, rows in the order of its hierarchy.

40,000 codes take 5 MB and a million about 150 MB, where Python objects would take ten times that. A row's
descendants follow it (depth first), so that a subtree is a range of rows. A search is a scan of one blob at the speed
of memory: code prefix, Chinese words, pinyin initials and English words are all in it. `to_bytes` gives what is stored
for a loaded table; `CodeTable.from_bytes` opens it again without looking at a row.
"""

import json
import re
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import TypeAlias

from terminology.pinyin import fold, squeeze

Numbers: TypeAlias = "array[int]"

UNIT = "\x1f"
"""Parts the fields of a row; no field may hold a control character."""

_UNDOTTED = re.compile(r"^[a-z]\d{3,}")
_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TableHead:
    """What is said of a code system as a whole. `content` is FHIR's: complete, fragment, example, not-present."""

    url: str
    version: str
    name: str
    title: str
    source: str
    verified: bool
    content: str = "complete"
    case_sensitive: bool = True
    value_set: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a table. `more` holds its properties; `parent` is a code, or nothing for a top one."""

    code: str
    zh: str
    en: str
    parent: str
    more: Mapping[str, str]

    @property
    def display(self) -> str:
        """The Chinese word, or the English one where there is none."""
        return self.zh or self.en or self.code

    def words(self, language: str) -> str:
        """The display in a language (BCP 47 tag or nothing), or the display."""
        return (self.en or self.display) if language.casefold().startswith("en") else self.display

    @property
    def is_inactive(self) -> bool:
        """Whether the code may no longer be used."""
        return self.more.get("inactive") == "true" or self.more.get("status") in {"retired", "deprecated"}

    @property
    def is_abstract(self) -> bool:
        """Whether the code groups others and may not be chosen itself."""
        return self.more.get("notSelectable") == "true"


@dataclass(frozen=True, slots=True, eq=False)
class CodeTable:
    """The codes of one version of a code system, by row from 0.

    `text` holds the rows as UTF-8, and `starts` where each begins. `chinese` and `latin` are what a search scans:
    folded Chinese words, and pinyin initials with folded English words, with a line break before each row. `by_code`
    has the rows in the order of their folded codes. `ends` and `parents` are empty without a hierarchy.
    """

    head: TableHead
    text: bytes
    chinese: str
    latin: str
    starts: Numbers
    by_code: Numbers
    ends: Numbers
    parents: Numbers

    def __len__(self) -> int:
        return len(self.by_code)

    def entry(self, row: int) -> Entry:
        """The code at a row."""
        line = self.text[self.starts[row] : self.starts[row + 1]].decode()
        code, zh, en, more = line.split(UNIT)
        parent = self.code(self.parents[row]) if self.parents and self.parents[row] >= 0 else ""
        return Entry(code, zh, en, parent, MappingProxyType(json.loads(more)) if more else _EMPTY)

    def code(self, row: int) -> str:
        """The code alone."""
        start = self.starts[row]
        return self.text[start : self.text.index(b"\x1f", start)].decode()

    def find(self, code: str) -> int:
        """The row of a code, or -1."""
        key = fold(code)
        for at in range(bisect_left(self.by_code, key, key=self._key), len(self)):
            row = self.by_code[at]
            if self._key(row) != key:
                break
            if not self.head.case_sensitive or self.code(row) == code:
                return row
        return -1

    def subtree(self, row: int) -> range:
        """The rows of a code and all that is below it."""
        return range(row, self.ends[row] if self.ends else row + 1)

    def children(self, row: int) -> Iterator[int]:
        """The rows right below a code."""
        rows = self.subtree(row)
        at = row + 1
        while at < rows.stop:
            yield at
            at = self.ends[at]

    def ancestors(self, row: int) -> Iterator[int]:
        """The rows above a code, nearest first."""
        while self.parents and (row := self.parents[row]) >= 0:
            yield row

    def search(self, text: str) -> list[int]:
        """Rows that have every word of the text: those whose code begins with it first, then the others in order.

        A word with a Chinese character is looked for in the Chinese words, another one in the pinyin initials and the
        English words; a single letter only where a word begins.
        """
        words = fold(text).split()
        if not words:
            return list(range(len(self)))
        begins = self._rows_with_prefix(words[0])
        if not begins and _UNDOTTED.match(words[0]):
            begins = self._rows_with_prefix(f"{words[0][:3]}.{words[0][3:]}")
        seen = set(begins)
        found = [*begins, *(row for row in self._rows_with(words[0]) if row not in seen)]
        for word in words[1:]:
            others = {*self._rows_with_prefix(word), *self._rows_with(word)}
            found = [row for row in found if row in others]
        return found

    def _rows_with_prefix(self, word: str) -> list[int]:
        first = bisect_left(self.by_code, word, key=self._key)
        last = bisect_left(self.by_code, 1, lo=first, key=lambda row: not self._key(row).startswith(word))
        return sorted(self.by_code[first:last])

    def _rows_with(self, word: str) -> list[int]:
        """Rows whose words have this one, in order."""
        if not word.isascii():
            return _lines_with(self.chinese, (word,))
        if len(word) == 1:
            return _lines_with(self.latin, tuple(f"{before}{word}" for before in (" ", UNIT)))
        squeezed = squeeze(word)
        return _lines_with(self.latin, (word,) if squeezed in {"", word} else (word, squeezed))

    def _key(self, row: int) -> str:
        """The folded code of a row."""
        return fold(self.code(row))

    def to_bytes(self) -> bytes:
        """The whole table, compressed."""
        arrays = (self.starts, self.by_code, self.ends, self.parents)
        texts = (self.text, self.chinese.encode(), self.latin.encode())
        sections = [*texts, *(_array_bytes(one) for one in arrays)]
        head = {"format": 1, "head": asdict(self.head), "sizes": [len(section) for section in sections]}
        return zlib.compress(b"".join((json.dumps(head).encode(), b"\n", *sections)), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> "CodeTable":
        """The table that `to_bytes` gave. Raises ValueError for anything else."""
        try:
            data = zlib.decompress(content)
        except zlib.error as err:
            text = "The stored code table cannot be read; load it again with `hub terminology load`."
            raise ValueError(text) from err
        first = data.index(b"\n") + 1
        known = json.loads(data[:first])
        if known["format"] != 1:
            raise ValueError(f"The code table has format {known['format']}, which another release of the hub wrote.")
        sections = []
        for size in known["sizes"]:
            sections.append(data[first : first + size])
            first += size
        return cls(
            TableHead(**known["head"]),
            sections[0],
            sections[1].decode(),
            sections[2].decode(),
            starts=_array_of("I", sections[3]),
            by_code=_array_of("I", sections[4]),
            ends=_array_of("I", sections[5]),
            parents=_array_of("i", sections[6]),
        )


def _lines_with(text: str, words: tuple[str, ...]) -> list[int]:
    """The rows whose line has one of the words, each once and in order.

    The text is split at the word, and the line breaks before each hit are counted: two scans at the speed of memory,
    and no work for a row without a hit.
    """
    found: dict[int, None] = {}
    for word in words:
        before = text.split(word)
        before.pop()
        found.update(dict.fromkeys(accumulate(part.count("\n") for part in before)))
    rows = [line - 1 for line in found]
    return rows if len(words) == 1 else sorted(rows)


def _array_bytes(numbers: Numbers) -> bytes:
    if sys.byteorder == "little":
        return numbers.tobytes()
    swapped = array(numbers.typecode, numbers)
    swapped.byteswap()
    return swapped.tobytes()


def _array_of(typecode: str, data: bytes) -> Numbers:
    numbers = array(typecode)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
