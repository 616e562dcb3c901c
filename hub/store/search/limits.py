"""How much a search and one of its parameters may ask: beyond, the engines refuse the statement without useful words.

SQLite reads expressions up to a depth of 1,000, so many alternatives with OR, and nests nine chains; PostgreSQL binds
32,767 values. Codes and ids are lists (IN), of which there may be many.
"""

from collections.abc import Sequence
from typing import Final

from hub.errors import BadSearchError

MOST_STEPS: Final = 6
"""Steps of a chain and of `_has` together: what SQLite reads at most has nine of them, fewer within a `_filter`."""

MOST_VALUES: Final = 500
MOST_CODES: Final = 10_000
MOST_IN_ALL: Final = 2 * MOST_VALUES
"""Values of all parameters of a search together, codes and ids aside: ten thousand hold SQLite for many seconds."""


def demand_few_steps(name: str) -> None:
    """Raise BadSearchError for a chain that is too long."""
    if name.count(".") + name.count("_has:") > MOST_STEPS:
        raise BadSearchError(f"A chain has more than {MOST_STEPS} steps; expected fewer. Ask for its end by itself.")


class ValueCount:
    """How many values the parameters of a search have had so far."""

    def __init__(self) -> None:
        self._codes = 0
        self._values = 0

    def add(self, name: str, count: int, *, is_list: bool) -> None:
        """Raise BadSearchError for too many alternatives; `is_list`: they are plain codes or ids."""
        most = MOST_CODES if is_list else MOST_VALUES
        if count > most:
            raise BadSearchError(
                f"{name} has {count:,} values; expected at most {most:,}. Ask for them in several searches."
            )
        if is_list:
            self._codes += count
        else:
            self._values += count
        if self._codes > MOST_CODES or self._values > MOST_IN_ALL:
            raise BadSearchError(
                f"With {name} the search has {self._codes:,} codes and ids and {self._values:,} other values; expected "
                f"at most {MOST_CODES:,} and {MOST_IN_ALL:,}. Ask for them in several searches."
            )


def demand_few_systems(name: str, tokens: Sequence[str]) -> None:
    """Raise BadSearchError for codes of too many systems: only those of one system are a list."""
    parted = [text.rpartition("|") for text in tokens]
    count = sum(not code for _, _, code in parted) + len({system for system, _, code in parted if code})
    if count > MOST_VALUES:
        raise BadSearchError(
            f"{name} has codes of {count:,} systems; expected at most {MOST_VALUES:,}. "
            "Ask for them in several searches."
        )
