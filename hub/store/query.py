"""A search and a history request, read and checked but not yet tied to an engine."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from fhir_profiles.issue import Issue
from fhir_profiles.registry import SearchParameter


@dataclass(frozen=True, slots=True)
class SearchValue:
    """One of the comma-separated alternatives, unescaped. `prefix`: eq ne gt lt ge le sa eb ap."""

    text: str
    prefix: str = "eq"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One parameter with its alternatives: `name:modifier=value,value`."""

    parameter: SearchParameter
    values: tuple[SearchValue, ...]
    modifier: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """`reference:Type.name=value`, or with `reverse` `_has:Type:reference:name=value`."""

    link: SearchParameter
    target: str
    criterion: "Criterion | Chain"
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """`_include=Type:parameter[:target]`, or with `reverse` `_revinclude`."""

    source: str
    parameter: SearchParameter
    target: str = ""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search of one type. All criteria must hold; `ids` and `updated` are `_id` and `_lastUpdated`.

    `custodian` is the member whose own resources alone may match; 0 is every visible one.
    """

    type: str
    criteria: tuple[Criterion | Chain, ...] = ()
    ids: tuple[str, ...] = ()
    updated: tuple[SearchValue, ...] = ()
    includes: tuple[Include, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    count: int = 20
    cursor: str = ""
    total: Literal["none", "accurate"] = "none"
    warnings: tuple[Issue, ...] = ()
    custodian: int = 0
    sent: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Versions of one resource, of a type (`id` empty) or of everything (`type` empty too)."""

    type: str = ""
    id: str = ""
    since: int | None = None
    count: int = 20
    cursor: str = ""


def sent_pairs(query: SearchQuery) -> Sequence[tuple[str, str]]:
    """The parameters as the client sent them, for the self link."""
    return query.sent
