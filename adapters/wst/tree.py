"""An XML document as a small tree, with bounds. Declarations of entities are refused; nothing outside is ever read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_MOST_DEPTH: Final = 100
_MOST_NODES: Final = 300_000
_MOST_BYTES: Final = 20_000_000


class DocumentError(ValueError):
    """The bytes are no document that is read; the text says why."""


@dataclass(slots=True)
class Node:
    """An element without its namespace: `text` is its own characters, `line` where it begins."""

    name: str
    given: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own characters."""
        return " ".join("".join(self.parts).split())

    def get(self, name: str) -> str:
        """An attribute, cleaned."""
        return self.given.get(name, "").strip()

    def all(self, path: str) -> Iterator["Node"]:
        """The elements down a path of names (`recordTarget/patientRole`)."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.name == first:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def one(self, path: str) -> "Node | None":
        """The first element down a path."""
        return next(self.all(path), None)

    def words(self, path: str) -> str:
        """The text of the first element down a path."""
        found = self.one(path)
        return "" if found is None else found.text

    def walk(self) -> Iterator["Node"]:
        """The element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_text(self) -> str:
        """Every character below, lines kept apart."""
        found = (" ".join(node.text.split()) for node in self.walk())
        return "\n".join(text for text in found if text)


def read_document(data: bytes) -> Node:
    """The root element. Raises DocumentError."""
    if len(data) > _MOST_BYTES:
        raise DocumentError(f"The document is larger than {_MOST_BYTES // 1_000_000} MB. Expected a smaller one.")
    reader = _Reader()
    text = _recoded(data)
    try:
        reader.parser.Parse(text, True)
    except DocumentError:
        raise
    except (LookupError, ValueError) as err:
        raise DocumentError("The XML declares a charset that is not read. Expected UTF-8, UTF-16 or GB18030.") from err
    except expat.ExpatError as err:
        raise DocumentError(
            f"The XML cannot be read: line {err.lineno}, column {err.offset + 1}. Expected one well-formed document."
        ) from err
    assert reader.root is not None  # a document that is parsed has a root
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= _MOST_DEPTH or self._count > _MOST_NODES:
            raise DocumentError(f"The document is nested over {_MOST_DEPTH} deep or has over {_MOST_NODES} elements.")
        attributes = {key.rpartition(":")[2]: value for key, value in given.items() if not key.startswith("xmlns")}
        node = Node(name.rpartition(":")[2], attributes, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].parts.append(text)


def _refuse(*_given: object) -> None:
    raise DocumentError("The document has a document type declaration. It is not read: entities are never expanded.")


def _recoded(data: bytes) -> bytes:
    """The bytes in a charset that the parser reads: GBK and GB18030, as the declaration says, become UTF-8."""
    head = data[:200].decode("ascii", "replace").casefold()
    if not any(f"encoding={mark}{name}" in head for mark in "\"'" for name in ("gbk", "gb2312", "gb18030")):
        return data
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as err:
        raise DocumentError("The bytes are not in the charset that the XML declares (GB18030).") from err
    return text.partition("?>")[2].encode()
