"""Which parts of the index older resources may lack, as every search must know (`hub.store.reindex`)."""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from hub.store.queries import Queries

_SECONDS: Final = 1.0
_WAITING: Final = "SELECT type, waiting, done, total FROM index_state WHERE waiting <> ''"


class Waiting(NamedTuple):
    """The parts of one type that wait for a reindex, and how many of its resources are done."""

    parts: frozenset[str]
    done: int
    total: int


class Incomplete:
    """What waits for a reindex, by type number; read again after a second, since other nodes work on it too."""

    def __init__(self) -> None:
        self._found: Mapping[int, Waiting] = {}
        self._until = float("-inf")
        self._changes = 0

    def forget(self) -> None:
        """Read it again: this node has changed it. What is being read at this moment is not kept."""
        self._until = float("-inf")
        self._changes += 1

    def is_whole(self, now: float, type_number: int) -> bool:
        """Whether nothing of a type waits, as far as that was read within a second of the monotonic time `now`."""
        return now < self._until and type_number not in self._found

    def of_type(self, queries: Queries, type_number: int) -> Waiting | None:
        """What waits of a type; None when its index is whole."""
        now = queries.clock.monotonic()
        if now < self._until:
            return self._found.get(type_number)
        changes = self._changes
        found = {
            int(kind): Waiting(frozenset(json.loads(parts)), int(done), int(total))
            for kind, parts, done, total in queries.rows(_WAITING, {})
        }
        if changes == self._changes:
            self._found, self._until = found, now + _SECONDS
        return found.get(type_number)
