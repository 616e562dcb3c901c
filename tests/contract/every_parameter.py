"""Resources and searches made from the definitions of R4: each parameter, each element that it names, who is found.

For every place that a search parameter's expression names, and every datatype that may stand there, one resource
that carries a value of its own at this place and nothing else; and the searches that must find this one and no other.
What a datatype gives to a kind of search is https://hl7.org/fhir/R4/search.html#table. Read from the expressions and
the elements alone, without the compiled accessors.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

import fhir_profiles
from fhir_profiles.registry import SearchParameter, search_parameters

Json = dict[str, Any]

UNSERVED: Final = frozenset({"_content", "_filter", "_query", "_text", "phonetic", "_id", "_lastUpdated"})
"""Refused by name, or columns of the store, which have tests of their own."""

WITHOUT_CASES: Final = frozenset({
    ("Bundle", "composition"), ("Bundle", "message"),  # a whole resource, no value
    ("DeviceDefinition", "classification"),  # R4's DeviceDefinition has no such element
    ("Location", "near"), ("Patient", "deceased"),  # not a path; tests of their own
    ("MolecularSequence", "chromosome-variant-coordinate"),  # three parts
    ("MolecularSequence", "chromosome-window-coordinate"),
    ("MolecularSequence", "referenceseqid-variant-coordinate"),
    ("MolecularSequence", "referenceseqid-window-coordinate"),
})  # fmt: skip
"""Parameters for which nothing is made here."""

_ELEMENTS: Final = orjson.loads((Path(fhir_profiles.__file__).parent / "compiled" / "elements.json").read_bytes())
_WHERE: Final = re.compile(r"where\((\w+)='([^']+)'\)")
_RESOLVES: Final = re.compile(r"where\(resolve\(\) is (\w+)\)")
_AS: Final = re.compile(r"\(?([\w.]+) as (\w+)\)?(.*)")
_AS_CALL: Final = re.compile(r"as\((\w+)\)")


class Place(NamedTuple):
    """One way to a value: members with whether they repeat, what must stand beside them, the value's datatype."""

    members: tuple[tuple[str, bool], ...] = ()
    beside: tuple[tuple[int, str, str], ...] = ()
    datatype: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A resource, and the searches (without the parameter's name) that must find it alone."""

    parameter: SearchParameter
    resource: Json
    asked: tuple[str, ...]
    far: str = ""
    not_found_by: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """The resource's type."""
        return self.parameter.resource_type

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name

    @property
    def id(self) -> str:
        """The resource's id."""
        return str(self.resource["id"])

    @property
    def me(self) -> str:
        """Type and id."""
        return f"{self.type}/{self.id}"

    @property
    def far_type(self) -> str:
        """The type of what it refers to."""
        return self.far.partition("/")[0]

    @property
    def far_id(self) -> str:
        """The id of what it refers to."""
        return self.far.partition("/")[2]


@dataclass(slots=True)
class Values:
    """Gives out values, none of them twice."""

    last: int = field(default=0)

    def next(self) -> int:
        """A number that none had before."""
        self.last += 1
        return self.last


def cases_of(resource_type: str, values: Values) -> Iterator[Case]:
    """Of every served parameter of a type every place and datatype."""
    for parameter in search_parameters(resource_type).values():
        if parameter.name in UNSERVED or (resource_type, parameter.name) in WITHOUT_CASES:
            continue
        yield from (_pairs if parameter.type == "composite" else _cases)(parameter, values)


def places_of(expression: str, resource_type: str) -> Iterator[Place]:
    """Where the values of an expression stand in a resource of this type."""
    for part in expression.split("|"):
        text = part.strip()
        head = text.lstrip("(").partition(".")[0]
        if head in {resource_type, "Resource", "DomainResource"} or "." not in text:
            yield from _walk(text, resource_type)


def value_of(kind: str, datatype: str, number: int, target: str) -> tuple[Any, tuple[str, ...]] | None:
    """An element with a value of its own, and what is asked for to find it; None where it gives nothing."""
    word, address = f"v{number}x", f"http://x.example/{number}"
    made = _VALUES.get((kind, datatype))
    return None if made is None else made(number, word, address, target)


def resource_with(resource_type: str, name: str, place: Place, value: Any) -> Json:
    """A resource that carries the value at this place alone."""
    return {"resourceType": resource_type, "id": name} | _nested(place, 0, value)


def _cases(parameter: SearchParameter, values: Values) -> Iterator[Case]:
    for place in dict.fromkeys(places_of(parameter.expression, parameter.resource_type)):
        number = values.next()
        target = place.target or _target(parameter)
        made = value_of(parameter.type, place.datatype, number, target)
        if made is not None:
            value, asked = made
            resource = resource_with(parameter.resource_type, f"n{number}", place, value)
            far = f"{target}/t{number}" if place.datatype == "Reference" else ""
            yield Case(parameter, resource, asked, far)


def _pairs(parameter: SearchParameter, values: Values) -> Iterator[Case]:
    """Of a composite: two elements with a pair each; a value of one with the other's second value finds nothing."""
    own = search_parameters(parameter.resource_type)
    kinds = [next(one.type for one in own.values() if one.url == url) for url, _ in parameter.components]
    for base in sorted({part.strip() for part in parameter.expression.split("|")}):
        if base.partition(".")[0] != parameter.resource_type:
            continue
        (inner,) = list(_walk(base, parameter.resource_type))
        parts = [
            [place for part in expression.split("|") for place in _walk(part.strip(), inner.datatype)]
            for _, expression in parameter.components
        ]
        for first, first_kind in _made(parts[0], kinds):
            for second, second_kind in _made(parts[1], kinds):
                yield _pair(parameter, inner, ((first, first_kind), (second, second_kind)), values)


def _made(places: Sequence[Place], kinds: Sequence[str]) -> list[tuple[Place, str]]:
    """The places whose datatypes give values of their own to one of the kinds.

    R4 names the parts of a relationship crosswise.
    """
    return [
        (place, kind)
        for place in places
        for kind in dict.fromkeys(kinds)
        if (kind, place.datatype) in _VALUES and place.datatype != "boolean"
    ]


def _pair(
    parameter: SearchParameter, inner: Place, parts: tuple[tuple[Place, str], tuple[Place, str]], values: Values
) -> Case:
    elements: list[Json] = []
    asked: list[tuple[str, ...]] = []
    for _ in range(2 if inner.members and inner.members[-1][1] else 1):
        element: Json = {}
        texts: list[str] = []
        for place, kind in parts:
            made = value_of(kind, place.datatype, values.next(), _target(parameter))
            assert made is not None
            element |= _nested(place, 0, made[0])
            texts.append(made[1][0])
        elements.append(element)
        asked.append(tuple(texts))
    name = f"n{values.last}"
    head = {"resourceType": parameter.resource_type, "id": name}
    found = tuple(f"{first}${second}" for first, second in asked)
    if not inner.members:
        return Case(parameter, head | elements[0], found)
    crossed = (f"{asked[0][0]}${asked[-1][1]}", f"{asked[-1][0]}${asked[0][1]}") if len(asked) > 1 else ()
    ((member, _),) = inner.members
    return Case(parameter, head | {member: elements if len(elements) > 1 else elements[0]}, found, "", crossed)


def _target(parameter: SearchParameter) -> str:
    return next((name for name in parameter.targets if name != parameter.resource_type), parameter.resource_type)


def _walk(text: str, resource_type: str) -> Iterator[Place]:
    """The places of one alternative of an expression."""
    wanted = ""
    found = _AS.fullmatch(text)
    if found is not None:
        text, wanted = f"{found[1]}.as({found[2]}){found[3]}", ""
    steps = re.findall(r"\w+\([^()]*(?:\(\))?[^()]*\)|\w+\[0\]|\w+", text)
    if steps[0] in {resource_type, "Resource", "DomainResource"}:
        steps = steps[1:]
    ways = [(Place(), resource_type)]
    for step in steps:
        ways = [one for place, owner in ways for one in _step(place, owner, step)]
    for place, owner in ways:
        yield place._replace(datatype=wanted or owner)


def _step(place: Place, owner: str, step: str) -> list[tuple[Place, str]]:
    where, resolves, cast = _WHERE.fullmatch(step), _RESOLVES.fullmatch(step), _AS_CALL.fullmatch(step)
    if where is not None:
        return [(place._replace(beside=(*place.beside, (len(place.members), where[1], where[2]))), owner)]
    if resolves is not None:
        return [(place._replace(target=resolves[1]), owner)]
    if cast is not None:
        return [(place, owner)] if owner.lower() == cast[1].lower() else []  # R4 has DateTime for dateTime once
    name = step.removesuffix("[0]")
    return [
        (place._replace(members=(*place.members, (member, repeats))), datatype)
        for member, datatype, repeats in _members(owner).get(name, ())
    ]


@cache
def _members(owner: str) -> dict[str, list[tuple[str, str, bool]]]:
    """Of each element of a type or a part of it: the JSON member, its datatype, whether it repeats."""
    return {
        name: [(member, datatype, bool(repeats)) for member, datatype in kinds]
        for name, repeats, kinds in _ELEMENTS.get(owner, ())
    }


def _nested(place: Place, depth: int, value: Any) -> Json:
    member, repeats = place.members[depth]
    is_last = depth + 1 == len(place.members)
    inner = value if is_last else _nested(place, depth + 1, value)
    if isinstance(inner, dict):
        inner = inner | {name: text for at, name, text in place.beside if at == depth + 1}
    return {member: [inner] if repeats else inner}


def _day(number: int) -> str:
    """A day of its own for each number."""
    year, rest = divmod(number, 336)
    month, day = divmod(rest, 28)
    return f"{1900 + year}-{month + 1:02}-{day + 1:02}"


def _coded(number: int, word: str) -> tuple[Json, tuple[str, ...]]:
    return {"system": f"urn:s:{number}", "code": word}, (word, f"urn:s:{number}|{word}", f"urn:s:{number}|")


def _moment(text: str, number: int) -> tuple[Any, tuple[str, ...]]:
    return text, (_day(number), f"ge{_day(number)}&NAME=le{_day(number)}")


def _measured(number: int, word: str, **more: str) -> tuple[Json, tuple[str, ...]]:
    value = number + 0.5
    unit = {"system": "urn:u", "code": word, "value": value} | more
    return unit, (f"{value}", f"{value}|urn:u|{word}", f"{value}||{word}", f"gt{value - 0.2}&NAME=lt{value + 0.2}")


def _range(number: int, word: str) -> tuple[Json, tuple[str, ...]]:
    """A little about two tenths: within what is asked for with one digit, and between two whole numbers."""
    low, high = ({"system": "urn:u", "code": word, "value": number + part} for part in (0.18, 0.22))
    return {"low": low, "high": high}, (f"{number}.2|urn:u|{word}", f"gt{number}||{word}&NAME=lt{number + 1}||{word}")


def _link(number: int, target: str) -> tuple[Json, tuple[str, ...]]:
    return {"reference": f"{target}/t{number}"}, (f"{target}/t{number}", f"t{number}")


def _texts(word: str) -> tuple[str, ...]:
    return (word, word.upper())


_VALUES: Final[dict[tuple[str, str], Any]] = {
    ("token", "Coding"): lambda n, w, a, t: _coded(n, w),
    ("token", "CodeableConcept"): lambda n, w, a, t: ({"coding": [_coded(n, w)[0]]}, _coded(n, w)[1]),
    ("token", "Identifier"): lambda n, w, a, t: ({"system": a, "value": w}, (w, f"{a}|{w}", f"{a}|")),
    ("token", "ContactPoint"): lambda n, w, a, t: ({"value": w}, (w,)),
    ("token", "boolean"): lambda n, w, a, t: (True, ("true",)),
    ("token", "code"): lambda n, w, a, t: (w, (w,)),
    ("token", "string"): lambda n, w, a, t: (w, (w,)),
    ("token", "id"): lambda n, w, a, t: (w, (w,)),
    ("token", "uri"): lambda n, w, a, t: (a, (a,)),
    ("string", "string"): lambda n, w, a, t: (w, _texts(w)),
    ("string", "markdown"): lambda n, w, a, t: (w, _texts(w)),
    ("string", "HumanName"): lambda n, w, a, t: ({"family": w}, _texts(w)),
    ("string", "Address"): lambda n, w, a, t: ({"city": w}, _texts(w)),
    ("date", "date"): lambda n, w, a, t: _moment(_day(n), n),
    ("date", "dateTime"): lambda n, w, a, t: _moment(_day(n), n),
    ("date", "instant"): lambda n, w, a, t: _moment(f"{_day(n)}T10:00:00Z", n),
    ("date", "Period"): lambda n, w, a, t: ({"start": _day(n), "end": _day(n)}, _moment("", n)[1]),
    ("date", "Timing"): lambda n, w, a, t: ({"event": [_day(n)]}, _moment("", n)[1]),
    ("quantity", "Quantity"): lambda n, w, a, t: _measured(n, w),
    ("quantity", "SimpleQuantity"): lambda n, w, a, t: _measured(n, w),
    ("quantity", "Age"): lambda n, w, a, t: _measured(n, w),
    ("quantity", "Duration"): lambda n, w, a, t: _measured(n, w),
    ("quantity", "Money"): lambda n, w, a, t: ({"value": n, "currency": w}, (f"{n}", f"{n}|urn:iso:std:iso:4217|{w}")),
    ("quantity", "Range"): lambda n, w, a, t: _range(n, w),
    ("number", "Range"): lambda n, w, a, t: (_range(n, w)[0], (f"{n}.2",)),
    ("number", "decimal"): lambda n, w, a, t: (n + 0.5, (f"{n + 0.5}",)),
    ("number", "integer"): lambda n, w, a, t: (n, (f"{n}",)),
    ("number", "positiveInt"): lambda n, w, a, t: (n, (f"{n}",)),
    ("number", "unsignedInt"): lambda n, w, a, t: (n, (f"{n}",)),
    ("reference", "Reference"): lambda n, w, a, t: _link(n, t),
    ("reference", "canonical"): lambda n, w, a, t: (a, (a,)),
    ("reference", "uri"): lambda n, w, a, t: (a, (a,)),
    ("uri", "uri"): lambda n, w, a, t: (a, (a,)),
    ("uri", "url"): lambda n, w, a, t: (a, (a,)),
    ("uri", "canonical"): lambda n, w, a, t: (a, (a,)),
    ("uri", "oid"): lambda n, w, a, t: (a, (a,)),
}
