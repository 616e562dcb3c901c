"""What leads a search: the rows that are read first, and how many they are."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from dataclasses import dataclass
from typing import Final

from hub.store.search.order import Led

WIDE: Final = 400
"""From so many rows on, a driver counts as wide."""

SORTED: Final = 2000
"""Fewer rows than these may be sorted by their keys alone (1 to 3 ms), before resources are looked up."""

DENSE: Final = 100
"""From so many matches on they are taken for a good part of what was changed last, and looked for there first."""

AHEAD: Final = 100
"""So many resources are looked at there: a quarter of a millisecond where it was in vain."""

BY_ID: Final = -2
BY_COMPARTMENT: Final = -3
"""`Driver.covers` of the drivers that fulfil `_id` and the compartment."""


@dataclass(frozen=True, slots=True)
class Driver:
    """What leads a search: FROM text with the resource as r, its key, and the criterion that it already fulfils.

    `ordered`: its rows stand in the order `sort`, which is newest first where it is empty; `stands`: its own text
    puts them there, and whoever sorts them again reads all of them. `term` is what `sort` goes by, where the rows
    have it themselves. `probe` gives its keys, to count them. `ahead` is FROM text of the first few resources of the
    type in that order: they may fill the page alone.
    """

    source: str
    key: str
    where: str = ""
    covers: int = -1
    ordered: bool = False
    probe: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    led: Led | None = None
    stands: bool = False
    term: str = ""
    ahead: str = ""


def count_of(driver: Driver, most: int = WIDE) -> str:
    """A subquery that counts a driver's rows up to `most`; keys are much larger numbers."""
    if not driver.probe:
        return str(most)
    if not driver.ordered:
        return f"(SELECT count(*) FROM (SELECT 1 FROM ({driver.probe}) d LIMIT {most}) n)"
    return (
        f"(SELECT CASE WHEN count(*) < {most} THEN count(*) ELSE min(n.key) END "
        f"FROM ({driver.probe} ORDER BY key DESC LIMIT {most}) n)"
    )
