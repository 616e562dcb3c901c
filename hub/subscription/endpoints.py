"""Which addresses a subscription may have: registered ones, and what lies below one that ends with a slash.

The hub calls nothing else, so that no client can make it call into somebody's network.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hub.store.admin import Endpoint

_BELOW: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
"""A path without empty or dotted parts, query and escapes: it cannot lead out of the folder."""


def endpoint_for(address: str, registered: Iterable[Endpoint]) -> Endpoint | None:
    """The registered endpoint that covers the address, with this address; None when there is none."""
    for one in registered:
        if one.channel != "rest-hook":
            continue
        is_below = one.address.endswith("/") and address.startswith(one.address)
        if one.address == address or (is_below and _BELOW.fullmatch(address[len(one.address) :])):
            return replace(one, address=address)
    return None
