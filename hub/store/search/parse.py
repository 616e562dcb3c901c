"""From the pairs of a query string to a SearchQuery. https://hl7.org/fhir/R4/search.html.

A parameter that the hub does not know is a warning in the answer's OperationOutcome, or with `strict` (the
header `Prefer: handling=strict`) an error; a value that cannot be read is always an error.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from fhir_profiles.issue import Issue
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter, search_parameters
from hub.errors import BadSearchError
from hub.store.query import Chain, Criterion, Include, SearchQuery, SearchValue

MOST_PER_PAGE: Final = 1000
"""Largest `_count`; more is cut to this, as the standard allows."""

_IGNORED: Final = frozenset({"_format", "_pretty", "_summary", "_elements", "_contained", "_containedType"})
_PREFIXED: Final = frozenset({"date", "number", "quantity"})
_PREFIX = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[0-9+-])")
_SORTABLE: Final = frozenset({"date", "string", "quantity", "number"})
_COMMON: Final = frozenset({"_id", "_lastUpdated"})
_CURSOR: Final = "_cursor"


def parse_query(resource_type: str, pairs: Sequence[tuple[str, str]], *, strict: bool) -> SearchQuery:
    """The search that these decoded (name, value) pairs ask for. Raises BadSearchError.

    `_cursor` is our own: the `next` link carries it.
    """
    if resource_type not in RESOURCE_TYPES:
        raise BadSearchError(f"{resource_type} is no FHIR R4 resource type; expected one, as in Patient.")
    reading = _Reading(resource_type, strict=strict)
    for name, value in pairs:
        reading.take(name, value)
    return SearchQuery(
        type=resource_type,
        criteria=tuple(reading.criteria),
        ids=tuple(reading.ids),
        updated=tuple(reading.updated),
        includes=tuple(dict.fromkeys(reading.includes)),
        sort=tuple(reading.sort),
        count=reading.count,
        cursor=reading.cursor,
        total="accurate" if reading.total else "none",
        warnings=tuple(reading.warnings),
        sent=tuple((name, value) for name, value in pairs if name != _CURSOR),
    )


def split_escaped(text: str, separator: str) -> list[str]:
    """Cut at separators that no backslash precedes; the backslashes stay. https://hl7.org/fhir/R4/search.html#escaping."""
    parts, part, at = [], "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            part += text[at : at + 2]
            at += 2
        elif text[at] == separator:
            parts.append(part)
            part = ""
            at += 1
        else:
            part += text[at]
            at += 1
    return [*parts, part]


def unescaped(text: str) -> str:
    r"""Take the backslash from `\,`, `\$`, `\|` and `\\`."""
    return re.sub(r"\\([,$|\\])", r"\1", text)


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    resource_type: str
    strict: bool
    criteria: list[Criterion | Chain] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    updated: list[SearchValue] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    sort: list[tuple[str, bool]] = field(default_factory=list)
    count: int = 20
    cursor: str = ""
    total: bool = False
    warnings: list[Issue] = field(default_factory=list)

    def take(self, name: str, value: str) -> None:
        """Read one pair."""
        if name in _IGNORED:
            if name == "_summary" and value == "count":
                self.count, self.total = 0, True
        elif name == _CURSOR:
            self.cursor = value
        elif name == "_count":
            self._take_count(value)
        elif name == "_total":
            self.total = self.total or value == "accurate"
        elif name == "_sort":
            self._take_sort(value)
        elif name.partition(":")[0] in {"_include", "_revinclude"}:
            self._take_include(name, value)
        elif not value:
            return
        elif name == "_id":
            self._take_ids(value)
        elif name == "_lastUpdated":
            values = [_read_value(part, prefixed=True) for part in split_escaped(value, ",")]
            if len(values) > 1:
                raise BadSearchError("_lastUpdated has several values; expected one, or the parameter given twice.")
            self.updated += values
        elif name.startswith("_has:"):
            self._take_has(name, value)
        else:
            self._take_criterion(name, value)

    def _take_count(self, value: str) -> None:
        if not value.isdecimal():
            raise BadSearchError(f"_count is {value!r}; expected a whole number, as in 50.")
        if self.count or not self.total:
            self.count = min(int(value), MOST_PER_PAGE)
            self.total = self.total or self.count == 0

    def _take_ids(self, value: str) -> None:
        wanted = [part.removeprefix(f"{self.resource_type}/") for part in value.split(",")]
        self.ids = [one for one in self.ids if one in wanted] or ["-"] if self.ids else wanted

    def _take_sort(self, value: str) -> None:
        own = search_parameters(self.resource_type)
        for part in value.split(","):
            name, down = part.removeprefix("-"), part.startswith("-")
            if name in _COMMON or (name in own and own[name].type in _SORTABLE):
                self.sort.append((name, down))
            else:
                self._unknown("_sort", f"Sorting by {name!r} is not supported for {self.resource_type}.")

    def _take_include(self, name: str, value: str) -> None:
        kind, _, modifier = name.partition(":")
        if modifier:
            self._unknown(name, f"The modifier :{modifier} of {kind} is not supported.")
        source, _, rest = value.partition(":")
        parameter_name, _, target = rest.partition(":")
        parameter = search_parameters(source).get(parameter_name)
        if parameter is None or parameter.type != "reference":
            self._unknown(name, f"{kind} {value!r} names no reference parameter; expected Type:parameter.")
            return
        reverse = kind == "_revinclude"
        if not reverse and source != self.resource_type:
            self._unknown(name, f"_include {value!r} starts at another type than {self.resource_type}.")
            return
        self.includes.append(Include(source, parameter, target, reverse=reverse))

    def _take_has(self, name: str, value: str) -> None:
        chain = self._read_has(self.resource_type, name.split(":")[1:], value)
        if chain is not None:
            self.criteria.append(chain)

    def _read_has(self, target: str, parts: Sequence[str], value: str) -> Chain | None:
        if len(parts) < 3:
            raise BadSearchError("_has cannot be read; expected _has:Type:reference:parameter=value.")
        source, link_name, *rest = parts
        link = search_parameters(source).get(link_name)
        if link is None or link.type != "reference" or (link.targets and target not in link.targets):
            self._unknown("_has", f"_has {source}:{link_name} names no reference parameter that points to {target}.")
            return None
        if rest[0] == "_has":
            inner: Criterion | Chain | None = self._read_has(source, rest[1:], value)
        else:
            inner = self._read_criterion(source, ":".join(rest), value)
        return None if inner is None else Chain(link, source, inner, reverse=True)

    def _take_criterion(self, name: str, value: str) -> None:
        criterion = self._read_criterion(self.resource_type, name, value)
        if criterion is not None:
            self.criteria.append(criterion)

    def _read_criterion(self, resource_type: str, name: str, value: str) -> Criterion | Chain | None:
        head, dot, rest = name.partition(".")
        parameter_name, _, modifier = head.partition(":")
        parameter = search_parameters(resource_type).get(parameter_name)
        if parameter is None or not parameter.has_accessor or parameter.type in {"composite", "special"}:
            self._unknown(name, f"{resource_type} has no search parameter {parameter_name!r} that the hub supports.")
            return None
        if dot:
            return self._read_chain(parameter, modifier, rest, value)
        if modifier == "missing":
            if value not in {"true", "false"}:
                raise BadSearchError(f"{name} is {value!r}; expected true or false.")
            return Criterion(parameter, (SearchValue(value),), modifier)
        if modifier == "identifier":
            self._unknown(name, "The modifier :identifier is not supported.")
            return None
        prefixed = parameter.type in _PREFIXED
        values = tuple(
            _read_value(part, prefixed=prefixed, keep_bar=parameter.type in {"token", "quantity"})
            for part in split_escaped(value, ",")
            if part
        )
        if not values:
            raise BadSearchError(f"{name} has no value; expected one.")
        return Criterion(parameter, values, modifier)

    def _read_chain(self, link: SearchParameter, target: str, rest: str, value: str) -> Chain | None:
        if link.type != "reference":
            raise BadSearchError(f"{link.name} is no reference, so {link.name}.{rest} leads nowhere.")
        name = rest.partition(".")[0].partition(":")[0]
        types = [target] if target else [one for one in link.targets if name in search_parameters(one)]
        if len(types) != 1:
            raise BadSearchError(
                f"{link.name}.{rest} may lead to {', '.join(types) or 'nothing'}; expected one type, "
                f"as in {link.name}:Patient.{rest}."
            )
        inner = self._read_criterion(types[0], rest, value)
        return None if inner is None else Chain(link, types[0], inner)

    def _unknown(self, name: str, text: str) -> None:
        if self.strict:
            raise BadSearchError(f"{text} Leave {name} out, or ask without Prefer: handling=strict.")
        self.warnings.append(Issue("warning", "not-supported", f"{text} It was left out.", expression=name))


def _read_value(text: str, *, prefixed: bool, keep_bar: bool = False) -> SearchValue:
    prefix = "eq"
    if prefixed:
        match = _PREFIX.match(text)
        if match is not None:
            prefix, text = match[1], text[match.end() :]
    if keep_bar:
        parts = split_escaped(text, "|")
        return SearchValue("|".join(unescaped(part) for part in parts), prefix)
    return SearchValue(unescaped(text), prefix)
