"""Large answers are put together beside the event loop (DESIGN D16, docs/adr/0056-large-work-beside-the-loop.md)."""

import asyncio
from collections.abc import Callable
from typing import Final

from hub.api.subset import WHOLE, Subset
from hub.store.port import Page, StoredResource

COPIED: Final = 1 << 20
"""Bytes that are copied on the loop at most, some 0.3 ms; CPython joins more of them without the interpreter's lock."""

PARSED: Final = 64 * 1024
"""Bytes that are parsed and written anew on the loop at most, some 1 ms; a thread gives others their turn meanwhile."""


async def rendered(make: Callable[[], bytes], *, size: int, subset: Subset = WHOLE) -> bytes:
    """`make()`, whose answer is about `size` bytes; a large one from a thread."""
    if size <= (COPIED if subset is WHOLE else PARSED):
        return make()
    return await asyncio.get_running_loop().run_in_executor(None, make)


async def served(found: StoredResource) -> bytes:
    """The resource's JSON as it goes over the wire."""
    if len(found.body) <= COPIED:
        return found.served()
    return await asyncio.get_running_loop().run_in_executor(None, found.served)


def size_of(page: Page) -> int:
    """Bytes of a page's resources, but for a little."""
    return sum([len(found.body) for found in page.resources])
