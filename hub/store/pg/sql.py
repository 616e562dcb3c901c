"""The store's SQL in PostgreSQL's words.

Statements are written once, for SQLite: named (`:name`) or positional (`?`) parameters, join order and indexes
named where its planner needs it. PostgreSQL numbers its parameters, wants their types, and orders joins itself.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

_CASTS: Final = {int: "bigint", str: "text", bytes: "bytea", float: "float8", bool: "bool"}
_PARAMETER: Final = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)|(\?)")
_WORDS: Final = (
    (re.compile(r" INDEXED BY \w+"), ""),
    (re.compile(r"\bCROSS JOIN (\w+(?: \w+)?) ON\b"), r"JOIN \1 ON"),
    (re.compile(r"\bx''"), "''::bytea"),
    (re.compile(r"\binstr\("), "strpos("),
)


def translated(sql: str, parameters: Mapping[str, Any] | Sequence[Any]) -> tuple[str, list[Any]]:
    """The statement for PostgreSQL and its values in order. A None stands in the text as NULL: it has no type."""
    if isinstance(parameters, Mapping):
        names, values = tuple(parameters), tuple(parameters.values())
    else:
        names, values = (), tuple(parameters)
    text, order = _translated(sql, names, tuple([type(value) for value in values]))
    return text, [values[place] for place in order]


@lru_cache(maxsize=2048)
def _translated(sql: str, names: tuple[str, ...], types: tuple[type, ...]) -> tuple[str, tuple[int, ...]]:
    order: list[int] = []
    position = 0

    def number(found: re.Match[str]) -> str:
        nonlocal position
        if found[2]:
            place, position = position, position + 1
        else:
            place = names.index(found[1])
        if types[place] is type(None):
            return "NULL"
        if place not in order:
            order.append(place)
        cast = f"::{_CASTS[types[place]]}" if types[place] in _CASTS else ""  # an array is cast where it stands
        return f"${order.index(place) + 1}{cast}"

    return _PARAMETER.sub(number, in_words(sql)), tuple(order)


def in_words(sql: str) -> str:
    """The statement without what only SQLite says; its parameters stay."""
    for pattern, words in _WORDS:
        sql = pattern.sub(words, sql)
    return sql
