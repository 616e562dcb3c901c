"""The hub's own FHIR addresses: which absolute references lead to resources of this installation.

`https://hub.example/fhir/Patient/1` is Patient/1 where `https://hub.example/fhir` is this hub, and a stranger's
resource where it is not. https://hl7.org/fhir/R4/references.html#literal. The database remembers every address that
it was served under (`hub.store.served_under`), so that a reference under a former one still leads to what it led to.
"""

from collections.abc import Iterable
from typing import Any, Final

from fhir_profiles.issue import JsonObject

BASE_NAME: Final = "fhir-base:"
"""What the names of their rows in the table `meta` begin with."""

SELECT_BASES: Final = f"SELECT text FROM meta WHERE name LIKE '{BASE_NAME}%'"  # noqa: S608  a constant
"""Gives one address a row, each with a slash at its end."""


def names_own(data: bytes, bases: Iterable[str]) -> bool:
    """Whether a resource's bytes may hold a reference under one of these addresses, also with escaped letters."""
    return any(base.encode() in data for base in bases) or (b"\\" in data and (b"\\/" in data or b"\\u00" in data))


def with_own_links(resource: JsonObject, bases: Iterable[str]) -> JsonObject:
    """The resource with its references under the hub's own addresses made relative, for what is read off it.

    What is stored stays as it is.
    """
    starts = tuple(bases)

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: _relative(value, starts) if name == "reference" and isinstance(value, str) else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    made: JsonObject = walk(resource)
    return made


def _relative(literal: str, starts: tuple[str, ...]) -> str:
    return next((literal.removeprefix(base) for base in starts if literal.startswith(base)), literal)
