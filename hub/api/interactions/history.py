"""FHIR history interaction at instance, type and system level. https://hl7.org/fhir/R4/http.html#history."""

import re
from datetime import datetime
from functools import partial
from typing import Final

from fhir_profiles.index_values import moment_range
from hub.api.bundles import history_bundle
from hub.api.call import Call
from hub.api.http import Answer
from hub.api.interactions.search import ABOUT_THE_ANSWER
from hub.api.links import CURSOR, page_link
from hub.api.outcome import not_found
from hub.api.published import refuse_published_history
from hub.api.rendering import rendered, size_of
from hub.api.subset import read_subset
from hub.clock import SHANGHAI, datetime_to_micros
from hub.errors import BadSearchError
from hub.store.query import HistoryQuery

_DEFAULT_COUNT = 20
_MAX_COUNT = 1000
_ZONED: Final = re.compile(r"T.*(Z|[+-]\d\d:\d\d)\Z")
_SHANGHAI_AHEAD: Final = 8 * 3_600 * 1_000_000


async def history(call: Call) -> Answer:
    """Versions, newest first, of one resource, of a type or of everything that the caller may see."""
    call.principal.demand(call.type or "*", "r" if call.id else "s")
    query, subset = read_history_query(call), read_subset(call.query)
    if subset.is_count:
        raise BadSearchError("A history is not counted; expected _summary of true, text, data or false.")
    page = await call.hub.store.history(query, visibility=call.visibility)
    if call.id and not page.resources and not query.cursor and query.since is None and query.at is None:
        await refuse_published_history(call.hub, call.ref)
        raise not_found()
    path = "/".join(part for part in (call.type, call.id, "_history") if part)
    patient = page.resources[0].patient if call.id and page.resources else ""
    level = "instance" if call.id else "type" if call.type else "system"
    await call.note(
        call.entry("R", f"history-{level}", path.removesuffix("/_history"), patient=patient, query=call.query)
    )
    make = partial(
        history_bundle,
        page,
        base=call.base,
        self_link=page_link(call.base, path, call.query),
        next_link=page_link(call.base, path, call.query, cursor=page.cursor) if page.cursor else "",
        subset=subset,
    )
    return Answer(200, await rendered(make, size=size_of(page), subset=subset))


def read_history_query(call: Call) -> HistoryQuery:
    """`_count`, `_since`, `_at` and the cursor. Raises BadSearchError."""
    count, since, at, cursor = _DEFAULT_COUNT, None, None, ""
    for name, value in call.query:
        if name == "_count":
            count = read_count(value)
        elif name == "_since":
            since = _read_instant(value)
        elif name == "_at":
            at = _read_period(value)
        elif name == CURSOR:
            cursor = value
        elif name not in ABOUT_THE_ANSWER:
            raise BadSearchError(f"History has no parameter {name!r} here; expected _count, _since or _at.")
    return HistoryQuery(type=call.type, id=call.id, since=since, at=at, count=count, cursor=cursor)


def read_count(value: str) -> int:
    """A page's size. Raises BadSearchError."""
    if not (value.isascii() and value.isdigit()) or len(value) > 9:
        raise BadSearchError("_count is not a number; expected digits, as in _count=50.")
    return min(max(int(value), 1), _MAX_COUNT)


def _read_instant(value: str) -> int:
    try:
        at = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError as err:
        raise BadSearchError("_since cannot be read; expected an instant, as in 2026-11-22T08:00:00+08:00.") from err
    return datetime_to_micros(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))


def _read_period(value: str) -> tuple[int, int]:
    """First and last microsecond of a date or time; one without a zone is of Shanghai, as in `_since`."""
    text = value.replace(" ", "+")
    try:
        first, last = moment_range(text)
    except ValueError as err:
        raise BadSearchError("_at cannot be read; expected a date or time, as in 2026-11-22.") from err
    if _ZONED.search(text):
        return first, last
    return first - _SHANGHAI_AHEAD, last - _SHANGHAI_AHEAD
