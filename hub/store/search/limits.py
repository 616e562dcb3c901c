"""How much one search parameter may ask: beyond, SQLite and PostgreSQL refuse the statement without useful words.

SQLite reads expressions up to a depth of 1,000, so many alternatives with OR, and nests nine chains; PostgreSQL binds
32,767 values. Codes and ids are lists (IN), of which there may be many.
"""

from typing import Final

from hub.errors import BadSearchError

MOST_STEPS: Final = 6
"""Steps of a chain and of `_has` together: what SQLite reads at most has nine of them, fewer within a `_filter`."""

MOST_VALUES: Final = 500
MOST_CODES: Final = 10_000


def demand_few_steps(name: str) -> None:
    """Raise BadSearchError for a chain that is too long."""
    if name.count(".") + name.count("_has:") > MOST_STEPS:
        raise BadSearchError(f"A chain has more than {MOST_STEPS} steps; expected fewer. Ask for its end by itself.")


def demand_few_values(name: str, count: int, *, is_list: bool) -> None:
    """Raise BadSearchError for too many alternatives; `is_list`: they are plain codes or ids."""
    most = MOST_CODES if is_list else MOST_VALUES
    if count > most:
        raise BadSearchError(
            f"{name} has {count:,} values; expected at most {most:,}. Ask for them in several searches."
        )
