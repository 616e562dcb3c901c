"""Findings of a long file, so that their report stays short: the first ones by themselves, all of them by column."""

import re
from collections import Counter
from collections.abc import Iterable

from fhir_profiles.issue import Issue, Severity

MOST = 1_000
"""Findings that are kept one by one."""

_ROW = re.compile(r"^(?:.* )?row \d+(?: to \d+)? ?")
_WHERE = re.compile(r"^(?:Sheet .{0,200}, row|Row) \d+[,:]? ?")


class Findings:
    """Collects findings in bounded memory."""

    def __init__(self) -> None:
        self._first: list[Issue] = []
        self._by_column: Counter[tuple[Severity, str, str]] = Counter()
        self.count = 0

    def add(self, issues: Iterable[Issue]) -> None:
        """Note findings of one row."""
        for issue in issues:
            self.count += 1
            self._by_column[issue.severity, _ROW.sub("", issue.expression), _WHERE.sub("", issue.text)] += 1
            if len(self._first) < MOST:
                self._first.append(issue)

    def merge(self, later: "Findings") -> None:
        """Note what was found in a later part."""
        self.count += later.count
        self._by_column.update(later._by_column)
        self._first += later._first[: MOST - len(self._first)]

    def issues(self) -> list[Issue]:
        """The first findings; when there are more, one more for each column says how many it has in all."""
        if self.count <= MOST:
            return self._first
        return [
            *self._first,
            *(
                Issue(severity, "informational", f"{count} rows: {text}", expression=column)
                for (severity, column, text), count in self._by_column.most_common(200)
            ),
        ]

    def by_column(self) -> list[tuple[Severity, str, str, int]]:
        """Severity, column, text and number of rows, the most frequent first."""
        return [(*key, count) for key, count in self._by_column.most_common(200)]
