"""Whether a file of an export may still be read: what was granted when it was made may have ended since (ruling 5).

A withdrawn consent stops new disclosure at once, and fetching a file is one. The rows are looked up with the caller's
eyes, a few at a time; a resource that was deleted by those who may see it ends nothing.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from hub.errors import ForbiddenError
from hub.store.jobs import JobFile
from hub.store.port import Ref, Store, Visibility

_NAMED: Final = re.compile(rb'^\{"resourceType":"([A-Za-z]+)","id":"([A-Za-z0-9.\-]+)"', re.MULTILINE)
"""How every line of a file begins: the store itself writes type and id first."""

FEW: Final = 50
"""So many are looked up at once: no look holds up other callers."""


async def demand_still_seen(store: Store, file: JobFile, *, member: int) -> None:
    """Raises ForbiddenError when the member may not see all that stands in the file any more."""
    if file.purpose != "output":
        return
    eyes, lost = Visibility(member=member), 0
    named = iter(refs_of(file.content))
    while some := tuple(islice(named, FEW)):
        known = await store.read_many(some, visibility=eyes)
        for ref in some:
            if ref not in known and await store.read(ref, visibility=eyes) is None:
                lost += 1
    if lost:
        raise ForbiddenError(
            f"该文件导出后，其中{lost}条记录的共享同意或授权已终止，不能再下载；请重新导出。 The grant or consent for "
            f"{lost} resources in this file has ended since it was made, so it is not given out; export again."
        )


def refs_of(content: bytes) -> Iterable[Ref]:
    """The resources of a file, in its order."""
    return (Ref(found[1].decode(), found[2].decode()) for found in _NAMED.finditer(content))
