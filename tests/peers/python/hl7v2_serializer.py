"""Tells schemathesis how a generated text is written as application/hl7-v2."""

from typing import Any

import schemathesis


@schemathesis.serializer("application/hl7-v2")  # type: ignore[untyped-decorator]  # lives in the peers' environment
def as_message(_context: Any, value: Any) -> bytes:
    """The text itself; what is no text is written as Python shows it, which the hub must refuse in words."""
    return value if isinstance(value, bytes) else str(value).encode()
