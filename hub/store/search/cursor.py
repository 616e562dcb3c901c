"""Paging cursors: the last key of a page, sealed, so that a page needs no state and shows nothing (DESIGN D21)."""

import base64
import binascii
import json
from typing import Any

from hub.errors import BadSearchError
from hub.keys import KeyFaultError, Keys
from hub.store.query import SearchQuery

_PURPOSE = "cursor"


def bound_to(query: SearchQuery, member: int) -> str:
    """What a cursor belongs to: this search by this member, without its page."""
    parts: tuple[object, ...] = (
        query.criteria, query.ids, query.updated, query.sort, query.custodian, query.lists, query.compartment,
    )  # fmt: skip
    if query.filters:
        parts = (*parts, query.filters)
    return f"search|{member}|{query.type}|" + "|".join(str(part) for part in parts)


def seal_cursor(keys: Keys, position: list[Any], *, bound_to: str) -> str:
    """A cursor for this query and caller."""
    sealed = keys.seal(_PURPOSE, json.dumps(position).encode(), bound_to=bound_to.encode())
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def open_cursor(keys: Keys, cursor: str, *, bound_to: str) -> list[Any]:
    """The position again. Raises BadSearchError when the cursor belongs to another query, caller or installation."""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = json.loads(keys.unseal(_PURPOSE, sealed, bound_to=bound_to.encode()))
    except (KeyFaultError, binascii.Error, ValueError) as err:
        raise BadSearchError(
            "The paging cursor does not belong to this search; expected the `next` link as it was given. "
            "Start again from the first page."
        ) from err
    if not isinstance(position, list):
        raise BadSearchError("The paging cursor cannot be read; start again from the first page.")
    return position
