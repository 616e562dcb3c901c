"""How a search is answered (`_explain`): what leads, what was counted, which statements ran and how.

Statements are shown with placeholders; the numbers of patients in them are struck out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from hub.errors import TooCostlyError
from hub.store.port import Visibility
from hub.store.queries import Queries
from hub.store.query import SearchQuery
from hub.store.search.driver import WIDE
from hub.store.search.include import included
from hub.store.search.plan import SearchPlan

_PATIENTS = re.compile(r"(x\.patient IN \()[^)]*")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, how the database runs it, and how many rows it gave; `refused` past its budget."""

    sql: str
    plan: tuple[str, ...]
    rows: int
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`leads` is the parameter whose index leads, empty where resources are read newest first.

    `counted` are the candidates with their rows, counted up to `limit`.
    """

    leads: str
    counted: tuple[tuple[str, int], ...]
    limit: int
    statements: tuple[Statement, ...]

    def lines(self) -> Iterator[str]:
        """In words, for a person."""
        yield f"Leading index: {self.leads}." if self.leads else "No index leads: resources are read newest first."
        for name, size in self.counted:
            yield f"Counted: {name}, {size if size < self.limit else f'{self.limit} or more'} rows."
        for number, one in enumerate(self.statements, start=1):
            yield f"Statement {number} gave {one.rows} rows: {one.sql}"
            yield from (f"Plan {number}: {line}" for line in one.plan)
            if one.refused:
                yield f"Statement {number} was stopped: {one.refused}"


def explain(database: Queries, query: SearchQuery, *, visibility: Visibility, is_last: bool) -> Explanation:
    """Run the search's own statements for a page, and say how that went. Raises BadSearchError.

    A budget that ends is part of the answer where this is the last lane; else it is raised.
    """
    watched = Watched(database)
    plan = SearchPlan(cast("Queries", watched), query, visibility)
    try:
        matches, _ = plan.page()
        if query.includes:
            included(cast("Queries", watched), matches, query.includes, visibility=visibility)
        if query.total != "none":
            plan.total()
    except TooCostlyError as err:
        if not is_last:
            raise
        watched.refuse(str(err))
    shown = []
    for sql, names, rows, refused in watched.seen:
        steps = database.dialect.plan_lines(database.rows(database.dialect.plan_of(sql), names))
        shown.append(Statement(_PATIENTS.sub(r"\1…", sql), steps, rows, refused))
    return Explanation(plan.leads, plan.counted, WIDE, tuple(shown))


class Watched:
    """A database that notes what it is asked."""

    def __init__(self, database: Queries) -> None:
        self._database = database
        self.seen: list[tuple[str, dict[str, Any], int, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of a read."""
        self.seen.append((sql, dict(parameters), 0, ""))
        found = self._database.rows(sql, parameters)
        self.seen[-1] = (sql, dict(parameters), len(found), "")
        return found

    def stream(self, sql: str, parameters: dict[str, Any], *, first: int = 64) -> Iterator[tuple[Any, ...]]:
        """The rows of a read one by one."""
        self.seen.append((sql, dict(parameters), 0, ""))
        for number, row in enumerate(self._database.stream(sql, parameters, first=first), start=1):
            self.seen[-1] = (sql, dict(parameters), number, "")
            yield row

    def refuse(self, words: str) -> None:
        """The last statement went over its budget."""
        sql, names, rows, _ = self.seen[-1]
        self.seen[-1] = (sql, names, rows, words)
