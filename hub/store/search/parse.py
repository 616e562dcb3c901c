"""From the pairs of a query string to a SearchQuery. https://hl7.org/fhir/R4/search.html.

A parameter that the hub does not know is a warning in the answer's OperationOutcome, or with `strict` (the
header `Prefer: handling=strict`) an error; a value that cannot be read is always an error.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from fhir_profiles.issue import Issue
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter, search_parameters
from hub.errors import BadSearchError
from hub.store.query import INNER_BAR, Chain, Criterion, Include, Logic, SearchQuery, SearchValue
from hub.store.search.composite import composite_of
from hub.store.search.definitions import is_searched
from hub.store.search.derived import derived
from hub.store.search.expanded import EXPANDED, TokenTerminology, expanded
from hub.store.search.filter import read_filter
from hub.store.search.first_entry import FIRST, is_first_entry, parameter_inside
from hub.store.search.limits import ValueCount, demand_few_steps, demand_few_systems
from hub.store.terms import KEYED
from terminology import membership

MOST_PER_PAGE: Final = 1000
"""Largest `_count`; more is cut to this, as the standard allows."""

_IGNORED: Final = frozenset({"_format", "_pretty", "_summary", "_elements"})
_WHOLE: Final = {"_contained": "false", "_containedType": "container"}
"""Contained resources match nothing by themselves: what says so, which is the standard's default."""
_PREFIXED: Final = frozenset({"date", "number", "quantity"})
_MODIFIERS: Final = {
    "token": ("not", "in", "not-in", "above", "below", "of-type", "text"), "string": ("exact", "contains"),
    "uri": ("above", "below"), "reference": ("identifier", "above", "below"),
}  # fmt: skip
_BARRED: Final = frozenset({"token", "quantity", "special"})
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_ESCAPED = re.compile(r"\\([,$|\\])")
_PREFIX = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[0-9+-])")
_SORTABLE: Final = frozenset({"date", "string", "quantity", "number", "reference", "uri", "token"})
_COMMON: Final = frozenset({"_id", "_lastUpdated"})
_CURSOR: Final = "_cursor"


def parse_query(
    resource_type: str,
    pairs: Sequence[tuple[str, str]],
    *,
    strict: bool,
    terminology: TokenTerminology = membership,
) -> SearchQuery:
    """The search that these decoded (name, value) pairs ask for. Raises BadSearchError.

    `_cursor` is our own: the `next` link carries it. `terminology` knows value sets and hierarchies of codes; the
    default is what the package carries.
    """
    if resource_type not in RESOURCE_TYPES:
        raise BadSearchError(f"{resource_type} is no FHIR R4 resource type; expected one, as in Patient.")
    reading = _Reading(resource_type, strict=strict, terminology=terminology)
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
        total=reading.total,
        lists=tuple(reading.lists),
        filters=tuple(reading.filters),
        warnings=tuple(reading.warnings),
        sent=tuple((name, value) for name, value in pairs if name != _CURSOR),
    )


def split_escaped(text: str, separator: str) -> list[str]:
    """Cut at separators that no backslash precedes; the backslashes stay. https://hl7.org/fhir/R4/search.html#escaping."""
    if "\\" not in text:
        return text.split(separator)
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
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    resource_type: str
    strict: bool
    terminology: TokenTerminology
    asked: ValueCount = field(default_factory=ValueCount)
    criteria: list[Criterion | Chain] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    updated: list[SearchValue] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    sort: list[tuple[str, bool]] = field(default_factory=list)
    count: int = 20
    cursor: str = ""
    total: Literal["none", "estimate", "accurate"] = "none"
    lists: list[str] = field(default_factory=list)
    filters: list[Logic] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def take(self, name: str, value: str) -> None:
        """Read one pair."""
        if name in _IGNORED:
            if name == "_summary" and value == "count":
                self.count, self.total = 0, "accurate"
        elif name == _CURSOR:
            self.cursor = value
        elif not value or _WHOLE.get(name) == value:
            return
        elif name == "_count":
            self._take_count(value)
        elif name == "_total":
            self._take_total(value)
        elif name == "_sort":
            self._take_sort(value)
        elif name.partition(":")[0] in {"_include", "_revinclude"}:
            self._take_include(name, value)
        elif name in _WHOLE:
            self._unknown(name, f"{name}={value} is not supported; expected {_WHOLE[name]}.")
        elif name == "_id":
            self._take_ids(value)
        elif name == "_list":
            self._take_list(value)
        elif name == "_filter":
            self._take_filter(value)
        elif name == "_lastUpdated":
            values = [_read_value(part, prefixed=True) for part in split_escaped(value, ",")]
            if len(values) > 1:
                self._take_criterion(name, value)
            else:
                self.updated += values
        else:
            self._take_criterion(name, value)

    def _take_count(self, value: str) -> None:
        if not value.isdecimal():
            raise BadSearchError(f"_count is {value!r}; expected a whole number, as in 50.")
        if self.count or self.total == "none":
            self.count = min(int(value), MOST_PER_PAGE)
            self.total = self.total if self.count else "accurate"

    def _take_total(self, value: str) -> None:
        if value not in {"none", "estimate", "accurate"}:
            raise BadSearchError(f"_total is {value!r}; expected none, estimate or accurate.")
        if value == "accurate":
            self.total = "accurate"
        elif value == "estimate" and self.total == "none":
            self.total = "estimate"

    def _take_list(self, value: str) -> None:
        if _ID.fullmatch(value) is None:
            raise BadSearchError(f"_list is {value!r}; expected the id of one List. Lists by function are not kept.")
        self.lists.append(value)

    def _take_ids(self, value: str) -> None:
        wanted = [part.removeprefix(f"{self.resource_type}/") for part in value.split(",")]
        self.asked.add("_id", len(wanted), is_list=True)
        among = frozenset(wanted)
        self.ids = [one for one in self.ids if one in among] or ["-"] if self.ids else wanted

    def _take_sort(self, value: str) -> None:
        own = search_parameters(self.resource_type)
        for part in value.split(","):
            name, down = part.removeprefix("-"), part.startswith("-")
            if name in KEYED and name in own:
                raise BadSearchError(
                    f"Sorting by {name!r} is not possible: the index holds keyed hashes of it alone, which have no "
                    "order. Sort by another parameter, as in _sort=-_lastUpdated."
                )
            if name in _COMMON or (name in own and own[name].type in _SORTABLE):
                self.sort.append((name, down))
            else:
                self._unknown("_sort", f"Sorting by {name!r} is not supported for {self.resource_type}.")

    def _take_include(self, name: str, value: str) -> None:
        kind, _, modifier = name.partition(":")
        if modifier not in {"", "iterate", "recurse"}:
            self._unknown(name, f"The modifier :{modifier} of {kind} is not supported.")
        reverse, iterate = kind == "_revinclude", modifier in {"iterate", "recurse"}
        source, _, rest = value.partition(":")
        if value == "*" and reverse:
            self.includes += _from_anywhere("" if iterate else self.resource_type, iterate=iterate)
            return
        if value == "*":
            source, rest = self.resource_type, "*"
        parameter_name, _, target = rest.partition(":")
        own = search_parameters(source)
        named = own.values() if parameter_name == "*" else [own[parameter_name]] if parameter_name in own else []
        parameters = [one for one in named if one.type == "reference" and is_searched(one)]
        if not parameters:
            self._unknown(name, f"{kind} {value!r} names no reference parameter; expected Type:parameter.")
            return
        if not reverse and not iterate and source != self.resource_type:
            self._unknown(name, f"_include {value!r} starts at another type than {self.resource_type}.")
            return
        self.includes += [Include(source, one, target, reverse=reverse, iterate=iterate) for one in parameters]

    def _read_has(self, target: str, parts: Sequence[str], value: str) -> Chain | None:
        if len(parts) < 3:
            raise BadSearchError("_has cannot be read; expected _has:Type:reference:parameter=value.")
        source, link_name, *rest = parts
        link = search_parameters(source).get(link_name)
        if link is None or link.type != "reference" or (link.targets and target not in link.targets):
            self._unknown("_has", f"_has {source}:{link_name} names no reference parameter that points to {target}.")
            return None
        inner = self._read_criterion(source, ":".join(rest), value)
        return None if inner is None else Chain(link, source, inner, reverse=True)

    def _take_filter(self, text: str) -> None:
        """What a part of it does not understand cannot be left out: the others would mean something else."""
        whole = _Reading(self.resource_type, strict=True, terminology=self.terminology, asked=self.asked)

        def read(name: str, value: str) -> Criterion | Chain:
            found = whole._read_criterion(self.resource_type, name, value)
            if found is None:
                raise BadSearchError(f"_filter names {name!r}, which leads nowhere.")
            return found

        for part in read_filter(self.resource_type, text, read):
            if isinstance(part, Logic):
                self.filters.append(part)
            else:
                self.criteria.append(part)

    def _take_criterion(self, name: str, value: str) -> None:
        criterion = self._read_criterion(self.resource_type, name, value)
        if criterion is not None:
            self.criteria.append(criterion)

    def _read_criterion(self, resource_type: str, name: str, value: str) -> Criterion | Chain | None:
        demand_few_steps(name)
        if name.startswith("_has:"):
            return self._read_has(resource_type, name.split(":")[1:], value)
        head, dot, rest = name.partition(".")
        parameter_name, _, modifier = head.partition(":")
        parameter = search_parameters(resource_type).get(parameter_name)
        if parameter is None or not is_searched(parameter):
            self._unknown(name, f"{resource_type} has no search parameter {parameter_name!r} that the hub supports.")
            return None
        if dot and is_first_entry(parameter):
            return self._read_inside(parameter, modifier, rest, value)
        if dot:
            return self._read_chain(parameter, modifier, rest, value)
        return self._read_values(parameter, name, modifier, value)

    def _read_values(self, parameter: SearchParameter, name: str, modifier: str, value: str) -> Criterion:
        if parameter.name in _COMMON and modifier:
            raise BadSearchError(f"The modifier :{modifier} of {parameter.name} is not supported; expected none.")
        if modifier == "missing" and parameter.type == "composite":
            raise BadSearchError(f"The modifier :missing of {parameter.name} is not supported; ask for its parts.")
        if modifier == "missing":
            if value not in {"true", "false"}:
                raise BadSearchError(f"{name} is {value!r}; expected true or false.")
            return Criterion(parameter, (SearchValue(value),), modifier)
        values = tuple([_read_typed(part, parameter, modifier) for part in split_escaped(value, ",") if part])
        if not values:
            raise BadSearchError(f"{name} has no value; expected one.")
        is_list = parameter.type == "token" and modifier not in {"text", "of-type"}
        self.asked.add(name, len(values), is_list=is_list)
        if is_list:
            demand_few_systems(name, [value.text for value in values])
        _demand_modifier(parameter, modifier, values)
        criterion = Criterion(parameter, values, modifier)
        return expanded(criterion, self.terminology) if modifier in EXPANDED else criterion

    def _read_inside(self, link: SearchParameter, target: str, rest: str, value: str) -> Criterion | Chain | None:
        """A chain into the first entry of a Bundle; from there on it leads to what is stored by itself.

        What a document speaks of comes with it, so that an identifier is looked for inside the Bundle.
        """
        kind = FIRST[link.name]
        if target not in {"", kind}:
            raise BadSearchError(f"{link.name}:{target} leads nowhere; expected {link.name}:{kind} or {link.name}.")
        head, dot, deeper = rest.partition(".")
        name, _, modifier = head.partition(":")
        if rest == "_id":
            return self._read_values(link, f"{link.name}._id", "", value)
        parameter = parameter_inside(link, name)
        if parameter is None or not is_searched(parameter):
            self._unknown(f"{link.name}.{rest}", f"{kind} has no search parameter {name!r} that the hub supports.")
            return None
        if deeper == "identifier" and parameter.type == "reference":
            return self._read_values(parameter, f"{link.name}.{rest}", "identifier", value)
        if dot:
            return self._read_chain(parameter, modifier, deeper, value)
        return self._read_values(parameter, f"{link.name}.{rest}", modifier, value)

    def _read_chain(self, link: SearchParameter, target: str, rest: str, value: str) -> Chain | None:
        if link.type != "reference":
            raise BadSearchError(f"{link.name} is no reference, so {link.name}.{rest} leads nowhere.")
        name = rest.partition(".")[0].partition(":")[0]
        types = (
            [target] if target else [one for one in link.targets if name == "_has" or name in search_parameters(one)]
        )
        if len(types) != 1:
            fitting = types or link.targets
            example = "Patient" if "Patient" in fitting or not fitting else fitting[0]
            raise BadSearchError(
                f"{link.name}.{rest} may lead to {', '.join(types) or 'nothing'}; expected one type, "
                f"as in {link.name}:{example}.{rest}."
            )
        inner = self._read_criterion(types[0], rest, value)
        return None if inner is None else Chain(link, types[0], inner)

    def _unknown(self, name: str, text: str) -> None:
        if self.strict:
            raise BadSearchError(f"{text} Leave {name} out, or ask without Prefer: handling=strict.")
        self.warnings.append(Issue("warning", "not-supported", f"{text} It was left out.", expression=name))


@cache
def _from_anywhere(target: str, *, iterate: bool) -> tuple[Include, ...]:
    """What `_revinclude=*` stands for: every reference parameter that may point to the type, "" for any.

    A parameter whose rows another one holds (`patient` among `subject`) would bring nothing more.
    """
    return tuple([
        Include(source, one, reverse=True, iterate=iterate, any_source=True)
        for source in sorted(RESOURCE_TYPES)
        for one in search_parameters(source).values()
        if one.type == "reference" and one.has_accessor and derived(one) is None
        and (not target or not one.targets or target in one.targets)
    ])  # fmt: skip


def _demand_modifier(parameter: SearchParameter, modifier: str, values: Sequence[SearchValue]) -> None:
    """Raise BadSearchError for a modifier that the parameter's type does not have."""
    allowed = _MODIFIERS.get(parameter.type, ())
    if modifier and modifier not in allowed and not (parameter.type == "reference" and modifier in RESOURCE_TYPES):
        words = ", ".join(f":{one}" for one in (*allowed, "missing"))
        kinds = " or a resource type" if parameter.type == "reference" else ""
        raise BadSearchError(f"The modifier :{modifier} of {parameter.name} is not supported; expected {words}{kinds}.")
    of_address = parameter.type == "reference" and modifier in {"above", "below"}
    if of_address and any(":" not in value.text for value in values):
        raise BadSearchError(
            f"{parameter.name}:{modifier} asks for a canonical URL; expected one, as in http://a.example/ValueSet/1. "
            "What is part of what is asked for by a chain."
        )
    cannot_be_read = any(value.text.count("|") < 2 or not all(value.text.split("|", 2)[1:]) for value in values)
    if modifier == "of-type" and (cannot_be_read or parameter.name != "identifier"):
        raise BadSearchError(
            f"{parameter.name}:of-type cannot be read; expected system|code|value, the code of a type."
        )


def _read_typed(text: str, parameter: SearchParameter, modifier: str) -> SearchValue:
    """A value as the parameter's type has it; of a composite one, with the values of its components."""
    composite = composite_of(parameter)
    if composite is None:
        has_bar = parameter.type in _BARRED or modifier == "identifier"
        return _read_value(text, prefixed=parameter.type in _PREFIXED, keep_bar=has_bar)
    parts = split_escaped(text, "$")
    if len(parts) != len(composite.parts):
        raise BadSearchError(
            f"The value of {parameter.name} has {len(parts)} parts; expected {len(composite.parts)} with $ between, "
            "as in 8480-6$gt140."
        )
    values = [
        _read_value(part, prefixed=one.type in _PREFIXED, keep_bar=one.type in _BARRED)
        for part, one in zip(parts, composite.parts, strict=True)
    ]
    return SearchValue(unescaped(text), parts=tuple(values))


def _read_value(text: str, *, prefixed: bool, keep_bar: bool = False) -> SearchValue:
    prefix = "eq"
    if prefixed:
        match = _PREFIX.match(text)
        if match is not None:
            prefix, text = match[1], text[match.end() :]
    if keep_bar:
        parts = split_escaped(text, "|")
        return SearchValue("|".join(unescaped(part).replace("|", INNER_BAR) for part in parts), prefix)
    return SearchValue(unescaped(text), prefix)
