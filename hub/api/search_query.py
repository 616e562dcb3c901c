"""Search parameters of a call as a SearchQuery, with the codes that the installation knows. https://hl7.org/fhir/R4/search.html#modifiers."""

import asyncio
from collections.abc import Sequence
from typing import Final

from hub.bootstrap import Hub
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query

_BY_TERMINOLOGY: Final = (":in", ":not-in", ":above", ":below")


async def read_query(hub: Hub, resource_type: str, pairs: Sequence[tuple[str, str]], *, strict: bool) -> SearchQuery:
    """What the pairs ask for. Raises BadSearchError, or TooCostlyError for too many codes.

    Modifiers that stand for many codes look into the tables that are loaded now; enumerating a large value set takes
    tenths of a second, so a thread does it.
    """
    if not any(name.endswith(_BY_TERMINOLOGY) for name, _ in pairs):
        return parse_query(resource_type, pairs, strict=strict)
    await hub.terminology.current()
    return await asyncio.to_thread(parse_query, resource_type, pairs, strict=strict, terminology=hub.terminology)
