"""Links of a paged answer. https://hl7.org/fhir/R4/http.html#paging."""

from urllib.parse import quote

from hub.api.http import Pairs

CURSOR = "_cursor"


def page_link(base: str, path: str, query: Pairs, *, cursor: str = "") -> str:
    """The address of this page, or with a cursor of the next one."""
    pairs = [(name, value) for name, value in query if name != CURSOR or not cursor]
    if cursor:
        pairs.append((CURSOR, cursor))
    text = "&".join(f"{quote(name, safe=_SAFE)}={quote(value, safe=_SAFE)}" for name, value in pairs)
    address = f"{base}/{path}" if path else base
    return f"{address}?{text}" if text else address


_SAFE = "-._~:|,$/*"
