"""The books of the hub's own long work beside the resources: jobs, their files, readers of changes, subscriptions.

Statements are written once for both engines, as searches are (`hub.store.queries`). What only one worker may do is
leased with a fencing number: a worker that lost its lease changes nothing any more (DESIGN D21).
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from hub.store.queries import Queries

_T = TypeVar("_T")


class Sql(Protocol):
    """A transaction that may write."""

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows that a statement gives, those of RETURNING included."""
        ...


class Ledger(Protocol):
    """What an engine gives for it."""

    async def look(self, work: Callable[[Queries], _T]) -> _T:
        """Read, within the budget of a search."""
        ...

    async def change(self, work: Callable[[Sql], _T]) -> _T:
        """Write in one transaction; durable on return. `work` may run twice when a connection is lost."""
        ...

    async def mark(self) -> int:
        """A point in the order of transactions: whatever begins from now on lies at or past it."""
        ...

    async def is_settled(self, mark: int) -> bool:
        """Whether all transactions before the mark have ended, so that a read sees what they wrote."""
        ...
