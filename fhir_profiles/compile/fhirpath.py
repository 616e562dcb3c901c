"""The small part of FHIRPath that R4 search parameters use, as paths over JSON.

`Patient.telecom.where(system='email')`, `(Observation.value as Quantity)`, `Goal.target.due.as(date)`,
`Condition.subject.where(resolve() is Patient)`, joined by `|`. Anything else is refused and listed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fhir_profiles.compile.definitions import Model, TypeRef

_TOKEN = re.compile(r"\s*(?:([A-Za-z_][A-Za-z0-9_]*)|('[^']*')|(\|)|([().=]))")


_SPECIAL = {
    "uri": frozenset({"url", "canonical", "oid", "uuid"}),
    "string": frozenset({"code", "id", "markdown"}),
    "integer": frozenset({"positiveInt", "unsignedInt"}),
    "Quantity": frozenset({"Age", "Count", "Distance", "Duration"}),
}
"""Types that are a kind of another. https://hl7.org/fhir/R4/datatypes.html."""


class UnsupportedError(ValueError):
    """The expression is outside of the part that is compiled."""


@dataclass(frozen=True, slots=True)
class Step:
    """One member to go down: JSON name, and the `where(name='value')` on what is found there."""

    name: str
    is_array: bool
    guard: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One way from the resource to values of one type."""

    steps: tuple[Step, ...]
    kind: TypeRef
    value_set: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    steps: tuple[Step, ...]
    path: str
    kind: TypeRef
    value_set: str = ""
    target: str = ""


def compile_expression(model: Model, expression: str, *, base: str) -> tuple[Leaf, ...]:
    """Every leaf that `expression` reaches from a resource of type `base`.

    Raises UnsupportedError.
    """
    leaves: list[Leaf] = []
    for term in _split_union(_tokens(expression)):
        parser = _Parser(model, term, base)
        places = parser.term()
        if parser.rest:
            raise UnsupportedError(f"cannot read {' '.join(parser.rest)}")
        leaves += [Leaf(place.steps, place.kind, place.value_set, place.target) for place in places]
    return tuple(dict.fromkeys(leaves))


class _Parser:
    """Reads one operand of a union; gives no places when it is about another type."""

    def __init__(self, model: Model, tokens: list[str], base: str) -> None:
        self.model, self.rest, self.base = model, tokens, base

    def term(self) -> list[_Place]:
        places = self._path()
        if self.rest[:1] == ["as"]:
            places = _cast(places, self.rest[1])
            self.rest = self.rest[2:]
        return places

    def _path(self) -> list[_Place]:
        if self._take("("):
            places = self.term()
            self._expect(")")
        else:
            root = self._name()
            start, is_element = _Place((), self.base, TypeRef(self.base)), root[:1].islower()
            places = [start] if is_element or root in {self.base, "Resource", "DomainResource"} else []
            if is_element:  # `name | alias` of InsurancePlan names no type
                places = self._down(places, root)
        while self._take("."):
            name = self._name()
            places = self._function(places, name) if self._take("(") else self._down(places, name)
        return places

    def _function(self, places: list[_Place], name: str) -> list[_Place]:
        if name == "as":
            kind = self._name()
            self._expect(")")
            return _cast(places, kind)
        if name != "where":
            raise UnsupportedError(f"function {name}()")
        first = self._name()
        if first == "resolve":
            for token in ("(", ")", "is"):
                self._expect(token)
            target = self._name()
            self._expect(")")
            return [replace(place, target=target) for place in places]
        self._expect("=")
        value = self._name().strip("'")
        self._expect(")")
        return [
            replace(place, steps=(*place.steps[:-1], replace(place.steps[-1], guard=(first, value))))
            for place in places
        ]

    def _down(self, places: list[_Place], name: str) -> list[_Place]:
        found: list[_Place] = []
        for place in places:
            element = self.model.find(place.path, name)
            if element is None:
                raise UnsupportedError(f"{place.path} has no element {name}")
            for json_name, kind in element.properties():
                step = Step(json_name, element.is_array)
                path = self.model.content_path(element, kind)
                found.append(_Place((*place.steps, step), path, kind, element.value_set))
        return found

    def _take(self, token: str) -> bool:
        if self.rest[:1] != [token]:
            return False
        self.rest = self.rest[1:]
        return True

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise UnsupportedError(f"expected {token} before {' '.join(self.rest) or 'the end'}")

    def _name(self) -> str:
        if not self.rest or self.rest[0] in "().=|":
            raise UnsupportedError(f"expected a name before {' '.join(self.rest) or 'the end'}")
        name, self.rest = self.rest[0], self.rest[1:]
        return name


def _cast(places: list[_Place], kind: str) -> list[_Place]:
    if kind == "DateTime":  # as R4 writes it in Observation's code-value-date
        kind = "dateTime"
    kinds = _SPECIAL.get(kind, frozenset()) | {kind}
    return [place for place in places if place.kind.base in kinds]


def _tokens(expression: str) -> list[str]:
    found, at = [], 0
    text = expression.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise UnsupportedError(f"cannot read {text[at : at + 20]}")
        found.append(match[match.lastindex or 0])
        at = match.end()
    return found


def _split_union(tokens: list[str]) -> Iterator[list[str]]:
    depth, part = 0, list[str]()
    for word in tokens:
        depth += (word == "(") - (word == ")")
        if word == "|" and depth == 0:
            yield part
            part = []
        else:
            part.append(word)
    yield part
