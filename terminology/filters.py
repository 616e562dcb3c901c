"""Filters of a value set's include. https://hl7.org/fhir/R4/valueset-filter-operator.html."""

import re
from collections.abc import Callable, Sequence

from terminology.code_table import CodeTable, Entry
from terminology.definitions import JsonObject, TerminologyError

_CODE_PROPERTIES = frozenset({"concept", "code"})
_LONGEST_REGEX = 200
_LONGEST_VALUE = 200
_UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d*,\}")
_SPECIAL = re.compile(r"\(\?|\\[1-9kK]|\)[*+?{]|[*+?}][*+]")


def filtered_rows(table: CodeTable, rows: Sequence[int], item: JsonObject) -> Sequence[int]:
    """The rows that pass one filter {property, op, value}. Raises TerminologyError for one that cannot be applied."""
    name, operator, value = item.get("property", ""), item.get("op", ""), item.get("value", "")
    if operator in _HIERARCHY:
        if name not in _CODE_PROPERTIES:
            raise TerminologyError("invalid", f"The filter {operator} works on concept, not on {name!r}.")
        return _within(rows, _HIERARCHY[operator](table, _row_of(table, value)), outside=operator == "is-not-a")
    test = _test(table, operator, value)
    if operator in {"=", "in"} and name in _CODE_PROPERTIES:
        found = {table.find(code.strip()) for code in (value.split(",") if operator == "in" else [value])}
        return [row for row in rows if row in found]
    return [row for row in rows if test(_property(table.entry(row), name))]


def _row_of(table: CodeTable, code: str) -> int:
    row = table.find(code)
    if row < 0:
        raise TerminologyError("not-found", f"{code!r} is no code of {table.head.url}, which a filter asks for.")
    return row


def _within(rows: Sequence[int], found: Sequence[int], *, outside: bool) -> Sequence[int]:
    if isinstance(rows, range) and isinstance(found, range) and not outside:
        return range(max(rows.start, found.start), min(rows.stop, found.stop))
    inside = found if isinstance(found, range) else set(found)
    return [row for row in rows if (row in inside) != outside]


_HIERARCHY: dict[str, Callable[[CodeTable, int], Sequence[int]]] = {
    "is-a": lambda table, row: table.subtree(row),
    "is-not-a": lambda table, row: table.subtree(row),
    "descendent-of": lambda table, row: range(row + 1, table.subtree(row).stop),
    "generalizes": lambda table, row: [row, *table.ancestors(row)],
}


def _test(table: CodeTable, operator: str, value: str) -> Callable[[str], bool]:
    """Whether a property's text passes; a property that a code lacks is an empty text."""
    if operator == "=":
        return lambda text: text == value
    if operator in {"in", "not-in"}:
        wanted = {part.strip() for part in value.split(",")}
        return lambda text: (text in wanted) == (operator == "in")
    if operator == "exists":
        return lambda text: bool(text) == (value == "true")
    if operator == "regex":
        pattern = safe_regex(value)
        return lambda text: pattern.fullmatch(text[:_LONGEST_VALUE]) is not None
    raise TerminologyError(
        "not-supported",
        f"The filter {operator!r} on {table.head.url} is unknown; expected =, is-a, descendent-of, is-not-a, "
        "generalizes, in, not-in, exists or regex.",
    )


def safe_regex(text: str) -> re.Pattern[str]:
    """A pattern whose cost is bounded: short, at most two `*` or `+`, none of them on a group, no look-around.

    Raises TerminologyError that says what is too much.
    """
    if len(text) > _LONGEST_REGEX:
        raise TerminologyError(
            "too-costly", f"The regex has {len(text)} characters; expected {_LONGEST_REGEX} at most."
        )
    if _SPECIAL.search(text):
        raise TerminologyError(
            "too-costly",
            "The regex repeats a group, looks around or refers back, which can take for ever; "
            "expected letters, classes, alternatives and simple repetitions.",
        )
    if len(_UNBOUNDED.findall(text)) > 2:
        raise TerminologyError("too-costly", "The regex has more than two * or +; expected two at most.")
    try:
        return re.compile(text)
    except re.error as err:
        raise TerminologyError("invalid", f"The regex cannot be read: {err}.") from err


def _property(entry: Entry, name: str) -> str:
    if name in _CODE_PROPERTIES:
        return entry.code
    if name == "display":
        return entry.display
    return entry.parent if name == "parent" else entry.more.get(name, "")
