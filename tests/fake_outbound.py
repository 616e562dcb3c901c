"""The outbox of `MemoryStore`: what a unit puts into it, and what it calls back."""

from collections.abc import Callable
from dataclasses import replace

from hub.store.port import CancelOutbound, Outbound


def put_outbound(
    waiting: dict[int, tuple[Outbound, int, int]],
    row: Outbound | CancelOutbound,
    *,
    new_key: Callable[[], int],
    now: int,
    member: int,
) -> None:
    if isinstance(row, Outbound):
        made = replace(row, key=row.key or new_key(), created=row.created or now)
        waiting[made.key] = (made, member, 0)
        return
    for key, (one, owner, lease) in waiting.items():
        if (one.ordering, one.subject, one.state) == (row.ordering, row.subject, "waiting"):
            waiting[key] = (replace(one, state="cancelled", last_error=row.why), owner, lease)
