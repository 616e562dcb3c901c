"""A search and a history request, read and checked but not yet tied to an engine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from fhir_profiles.issue import Issue
from fhir_profiles.registry import SearchParameter
from hub.store.values import Ref

INNER_BAR: Final = "\x1f"
"""A bar that was escaped, in the values of which others part system and code; no text of FHIR holds this sign."""


class SearchValue(NamedTuple):
    """One of the comma-separated alternatives, unescaped. `prefix`: eq ne gt lt ge le sa eb ap.

    A bar that belongs to a code itself is INNER_BAR in the values of tokens and quantities.

    `parts` are the values of a composite parameter's components, in order.
    """

    text: str
    prefix: str = "eq"
    parts: "tuple[SearchValue, ...]" = ()

    @property
    def plain(self) -> str:
        """The text with its own bars."""
        return self.text.replace(INNER_BAR, "|")


class Criterion(NamedTuple):
    """One parameter with its alternatives: `name:modifier=value,value`."""

    parameter: SearchParameter
    values: tuple[SearchValue, ...]
    modifier: str = ""


class Chain(NamedTuple):
    """`reference:Type.name=value`, or with `reverse` `_has:Type:reference:name=value`."""

    link: SearchParameter
    target: str
    criterion: "Criterion | Chain"
    reverse: bool = False


class Logic(NamedTuple):
    """Criteria of `_filter` joined by a word; `not` has one part."""

    word: Literal["and", "or", "not"]
    parts: "tuple[Criterion | Chain | Logic, ...]"


class Include(NamedTuple):
    """`_include=Type:parameter[:target]`, or with `reverse` `_revinclude`; with `iterate` from what came along too.

    `any_source` is one of those that `_revinclude=*` stands for: asked together with the others of its kind.
    """

    source: str
    parameter: SearchParameter
    target: str = ""
    reverse: bool = False
    iterate: bool = False
    any_source: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search of one type. All criteria and filters must hold; `ids` and `updated` are `_id` and `_lastUpdated`.

    `custodian` is the member whose own resources alone may match; 0 is every visible one. `lists` are ids of List
    resources that name the matches (`_list`), `compartment` is the resource in whose compartment they are.
    A total that is an estimate is None where counting costs too much.
    """

    type: str
    criteria: tuple[Criterion | Chain, ...] = ()
    ids: tuple[str, ...] = ()
    updated: tuple[SearchValue, ...] = ()
    includes: tuple[Include, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    count: int = 20
    cursor: str = ""
    total: Literal["none", "estimate", "accurate"] = "none"
    warnings: tuple[Issue, ...] = ()
    custodian: int = 0
    lists: tuple[str, ...] = ()
    compartment: Ref | None = None
    filters: tuple[Logic, ...] = ()
    sent: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Versions of one resource, of a type (`id` empty) or of everything (`type` empty too).

    `at` are the first and last microsecond of a time in which the versions were current (`_at`).
    """

    type: str = ""
    id: str = ""
    since: int | None = None
    at: tuple[int, int] | None = None
    count: int = 20
    cursor: str = ""


def sent_pairs(query: SearchQuery) -> Sequence[tuple[str, str]]:
    """The parameters as the client sent them, for the self link."""
    return query.sent


def leaves_of(parts: Sequence[Criterion | Chain | Logic]) -> Iterator[Criterion | Chain]:
    """The comparisons under these parts."""
    for one in parts:
        if isinstance(one, Logic):
            yield from leaves_of(one.parts)
        else:
            yield one


def looks_into(query: SearchQuery) -> Iterator[tuple[str, str]]:
    """The other types that decide what a search finds, each with the scope letter that its caller needs there.

    A caller who may not search Observations could else learn of them from the Patients that `_has` leaves.
    """
    if query.lists:
        yield "List", "r"
    for include in query.includes:
        yield (include.source if include.reverse else include.target or "*"), "r"
    for criterion in (*query.criteria, *leaves_of(query.filters)):
        link = criterion
        while isinstance(link, Chain):
            yield link.target, "s"
            link = link.criterion
