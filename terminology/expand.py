"""What a value set contains. https://hl7.org/fhir/R4/valueset.html#compositions.

An expansion is kept as parts: a code table and rows of it, so that a set of 40,000 codes costs a range and not 40,000
objects. Included: whole systems, concept lists, other value sets, and the filters =, is-a, descendent-of, is-not-a,
generalizes, in, not-in, exists and a limited regex. Excluded likewise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from terminology.code_table import CodeTable, Entry, TableHead
from terminology.code_table_builder import TableError, TableRow, build_table
from terminology.definitions import JsonObject, TerminologyError, ValueSetDefinition
from terminology.filters import filtered_rows
from terminology.registry import Registry

MOST_CODES = 2_000_000
"""An expansion of more rows than this is refused."""

_NO_WORDS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows of one code system, in order. `displays` holds words that the value set gives instead of the system's."""

    table: CodeTable
    rows: Sequence[int]
    displays: Mapping[int, str] = field(default_factory=lambda: _NO_WORDS)

    @property
    def system(self) -> str:
        """The code system's URL."""
        return self.table.head.url

    def codes(self) -> Iterator[str]:
        """The codes alone."""
        return map(self.table.code, self.rows)


@dataclass(frozen=True, slots=True)
class Member:
    """One code of an expansion."""

    system: str
    version: str
    entry: Entry
    display: str


Selected = list[tuple[Part, Sequence[int]]]
"""The rows of each part that were asked for."""


def expand(registry: Registry, definition: ValueSetDefinition) -> tuple[Part, ...]:
    """The parts of a value set, kept by the registry. Raises TerminologyError when it cannot be expanded."""
    if not definition.url:
        return _Evaluation(registry).evaluate(definition)
    key = ("expand", definition.url, definition.version, id(definition))
    return registry.remember(key, lambda: _Evaluation(registry).evaluate(definition))


def select(parts: Sequence[Part], *, text: str = "", active_only: bool = False) -> Selected:
    """The rows of each part that match a filter text, those whose code begins with it first."""
    found: Selected = []
    for part in parts:
        rows = part.rows
        if text.strip():
            inside = rows if isinstance(rows, range) else set(rows)
            hits = part.table.search(text)
            rows = hits if isinstance(inside, range) and len(inside) == len(part.table) else _kept(hits, inside)
        if active_only and (b'"inactive"' in part.table.text or b'"status"' in part.table.text):
            rows = [row for row in rows if not part.table.entry(row).is_inactive]
        if rows:
            found.append((part, rows))
    return found


def page(selected: Selected, *, offset: int, count: int) -> Iterator[Member]:
    """The members from `offset` on."""
    for part, rows in selected:
        if offset >= len(rows):
            offset -= len(rows)
            continue
        for row in rows[offset : offset + count]:
            entry = part.table.entry(row)
            head = part.table.head
            yield Member(head.url, head.version, entry, part.displays.get(row, ""))
        count -= len(rows[offset : offset + count])
        offset = 0
        if count <= 0:
            return


def total(selected: Selected) -> int:
    """How many members there are."""
    return sum(len(rows) for _, rows in selected)


class _Evaluation:
    """One evaluation; `_open` are the value sets that are being expanded, to find circles."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._open: list[str] = []

    def evaluate(self, definition: ValueSetDefinition) -> tuple[Part, ...]:
        name = definition.url or "(the value set of this request)"
        if name in self._open:
            circle = " → ".join([*self._open[self._open.index(name) :], name])
            raise TerminologyError("invalid", f"The value sets include each other in a circle: {circle}.")
        includes = definition.compose.get("include")
        if not includes:
            raise TerminologyError("invalid", f"Value set {name} has no compose.include; expected at least one.")
        self._open.append(name)
        parts: list[Part] = []
        for include in includes:
            parts = _united(parts, self._include(include, name))
        for exclude in definition.compose.get("exclude", ()):
            parts = _without(parts, self._include(exclude, name))
        self._open.pop()
        if sum(len(part.rows) for part in parts) > MOST_CODES:
            raise TerminologyError("too-costly", f"Value set {name} has more than {MOST_CODES:,} codes.")
        return tuple(part for part in parts if part.rows)

    def _include(self, include: JsonObject, name: str) -> list[Part]:
        parts: list[Part] | None = None
        for url in include.get("valueSet", ()):
            other = self._registry.value_set(url)
            if other is None:
                raise TerminologyError("not-found", f"Value set {name} includes {url}, which the hub does not know.")
            found = list(self.evaluate(other))
            parts = found if parts is None else _common(parts, found)
        if "system" in include:
            part = self._system(include, name)
            parts = [part] if parts is None else _common([part], parts)
        if parts is None:
            raise TerminologyError("invalid", f"An include of value set {name} names neither system nor valueSet.")
        return parts

    def _system(self, include: JsonObject, name: str) -> Part:
        system = include["system"]
        table = self._registry.code_system(system, include.get("version", ""))
        if "concept" in include:
            return _listed(table, system, include["concept"])
        if table is None or table.head.content == "not-present":
            raise TerminologyError("not-found", _unknown_system(system, name, left_out=include.get("leftOut", 0)))
        rows: Sequence[int] = range(len(table))
        for item in include.get("filter", ()):
            rows = filtered_rows(table, rows, item)
        return Part(table, rows)


def _unknown_system(system: str, name: str, *, left_out: int) -> str:
    if left_out:
        return (
            f"Value set {name} lists {left_out} codes of {system}, which the hub does not carry because of their "
            "licence; load a package that has them with `hub terminology load`."
        )
    return (
        f"Value set {name} takes codes of {system}, of which the hub has no table; "
        "load one with `hub terminology load FILE`."
    )


def _listed(table: CodeTable | None, system: str, concepts: Sequence[JsonObject]) -> Part:
    """The listed codes: from the system's table, or from the list itself when there is none."""
    is_part = table is not None and table.head.content != "complete"
    if table is None or (is_part and any(table.find(one["code"]) < 0 for one in concepts)):
        head = TableHead(url=system, version="", name="", title="", source="", verified=True)
        rows = (
            TableRow(code=one["code"], zh=_chinese(one), en=one.get("display") or one["code"])
            for one in {one["code"]: one for one in concepts}.values()
        )
        try:
            table = build_table(head, rows)
        except TableError as err:
            raise TerminologyError("invalid", f"The listed codes of {system} cannot be read: {err}") from err
        return Part(table, range(len(table)))
    found = {row: one.get("display", "") for one in concepts if (row := table.find(one["code"])) >= 0}
    return Part(table, list(found), {row: words for row, words in found.items() if words})


def _chinese(concept: JsonObject) -> str:
    named = (one["value"] for one in concept.get("designation", ()) if one.get("language", "").startswith("zh"))
    return str(next(named, ""))


def _united(parts: list[Part], more: Iterable[Part]) -> list[Part]:
    """The parts and what the others add to them."""
    for part in more:
        same = [one for one in parts if one.system == part.system]
        parts = [*parts, _narrowed(part, same, keep=False) if same else part]
    return parts


def _without(parts: list[Part], others: Sequence[Part]) -> list[Part]:
    by_system = _grouped(others)
    return [_narrowed(part, by_system[part.system], keep=False) if part.system in by_system else part for part in parts]


def _common(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    by_system = _grouped(others)
    return [_narrowed(part, by_system[part.system], keep=True) for part in parts if part.system in by_system]


def _grouped(parts: Sequence[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.system, []).append(part)
    return found


def _narrowed(part: Part, others: Sequence[Part], *, keep: bool) -> Part:
    """The rows of a part that the others have too (`keep`), or that they lack."""
    is_in: Callable[[int], bool]
    if all(other.table is part.table for other in others):
        rows = {row for other in others for row in other.rows}
        is_in = rows.__contains__
    else:
        codes = {code for other in others for code in other.codes()}
        is_in = lambda row: part.table.code(row) in codes  # noqa: E731  one of two tests, named by its use
    return Part(part.table, [row for row in part.rows if is_in(row) == keep], part.displays)


def _kept(hits: Sequence[int], inside: "range | set[int]") -> list[int]:
    return [row for row in hits if row in inside]
