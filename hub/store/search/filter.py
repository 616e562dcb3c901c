"""`_filter`: criteria joined by and, or and not. https://hl7.org/fhir/R4/search_filter.html.

A comparison becomes the criterion that the same parameter would be by itself, so that it is compiled and guarded the
same way. What stands joined by `and` at the top may lead the search; what stands under `or` or `not` is tested row by
row. `ne` of a text, a code or a reference means: it has a value, and none that is equal.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from fhir_profiles.registry import SearchParameter, search_parameters
from hub.errors import BadSearchError
from hub.store.query import Chain, Criterion, Logic
from hub.store.search.columns import COLUMNS
from hub.store.search.string import ENDS

Read = Callable[[str, str], Criterion | Chain]
"""From a parameter's name, with its modifier, and its value to what is asked for. Raises BadSearchError."""

_MOST_DEEP: Final = 16
_MOST_COMPARISONS: Final = 32
_TOKEN: Final = re.compile(r'\s*(?:([()])|("(?:[^"\\]|\\.)*")|([^\s()"]+))')
_PATH: Final = re.compile(r"[A-Za-z_][\w-]*(?::[A-Z][A-Za-z]+)?(?:\.[A-Za-z_][\w-]*(?::[A-Z][A-Za-z]+)?)*")
_PREFIXED: Final = frozenset({"date", "number", "quantity"})
_ORDERED: Final = frozenset({"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"})
_MODIFIERS: Final = {
    "string": {"eq": ":exact", "co": ":contains", "sw": ""}, "token": {"eq": "", "in": ":in", "ss": ":below",
    "sb": ":above"}, "reference": {"eq": "", "re": ""}, "uri": {"eq": "", "ss": ":below", "sb": ":above"},
}  # fmt: skip
"""Of each kind of parameter, the operators with the modifier that means the same."""

_OWN: Final[Mapping[tuple[str, str], Callable[[Criterion], Criterion]]] = {
    ("string", "ew"): lambda found: found._replace(modifier=ENDS),
    ("date", "po"): lambda found: found._replace(values=tuple([one._replace(prefix="po") for one in found.values])),
}
"""Operators that a parameter by itself has no word for: ends with, and period overlaps."""


def read_filter(resource_type: str, text: str, read: Read) -> tuple[Criterion | Chain | Logic, ...]:
    """The parts that must all hold. Raises BadSearchError for what cannot be read or is not served."""
    reading = _Reading(resource_type, _tokens(text), read)
    found = reading.whole()
    return found.parts if isinstance(found, Logic) and found.word == "and" else (found,)


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadSearchError(f"_filter cannot be read at {text[at : at + 20]!r}; expected closed quotation marks.")
        found.append(match[1] or match[2] or match[3])
        at = match.end()
    return found


class _Reading:
    """A filter under reading, word by word."""

    def __init__(self, resource_type: str, tokens: list[str], read: Read) -> None:
        self._type = resource_type
        self._tokens = tokens
        self._read = read
        self._at = 0
        self._comparisons = 0

    def whole(self) -> Criterion | Chain | Logic:
        """The filter up to its end."""
        found = self._joined(0)
        if self._at < len(self._tokens):
            raise BadSearchError(
                f"_filter goes on with {self._tokens[self._at][:20]!r}; expected `and`, `or` or its end."
            )
        return found

    def _joined(self, depth: int) -> Criterion | Chain | Logic:
        """Terms joined by `and` or `or`, from left to right; `and` binds closer."""
        if depth > _MOST_DEEP:
            raise BadSearchError(f"_filter has parentheses deeper than {_MOST_DEEP}; expected a simpler one.")
        either = [[self._term(depth)]]
        while self._peek() in {"and", "or"}:
            word = self._next("a word")
            term = self._term(depth)
            if word == "and":
                either[-1].append(term)
            else:
                either.append([term])
        parts = [_join("and", one) for one in either]
        return _join("or", parts)

    def _term(self, depth: int) -> Criterion | Chain | Logic:
        word = self._next("a parameter")
        if word == "(":
            return self._closed(depth)
        if word == "not" and self._peek() == "(":
            self._next("(")
            return Logic("not", (self._closed(depth),))
        return self._comparison(word)

    def _closed(self, depth: int) -> Criterion | Chain | Logic:
        found = self._joined(depth + 1)
        if self._next(")") != ")":
            raise BadSearchError("_filter has a parenthesis that is not closed; expected ).")
        return found

    def _comparison(self, path: str) -> Criterion | Chain | Logic:
        self._comparisons += 1
        if self._comparisons > _MOST_COMPARISONS:
            raise BadSearchError(f"_filter has more than {_MOST_COMPARISONS} comparisons; expected fewer.")
        if _PATH.fullmatch(path) is None:
            raise BadSearchError(
                f"_filter names {path[:40]!r}; expected a search parameter, or a chain of them as patient.name."
            )
        operator, value = self._next("an operator"), self._next("a value")
        parameter = _last_parameter(self._type, path)
        if operator == "pr":
            return self._present(path, parameter, value)
        if parameter.type in _PREFIXED and operator in _ORDERED:
            return self._read(path, f"{operator}{_text_of(value, kind=parameter.type)}")
        own = _OWN.get((parameter.type, operator))
        if own is not None:
            return _changed(self._read(path, _text_of(value, kind=parameter.type)), own)
        modifiers = _MODIFIERS.get(parameter.type, {})
        if operator == "ne" and "eq" in modifiers:
            same = self._read(f"{path}{modifiers['eq']}", _text_of(value, kind=parameter.type))
            unlike = Logic("not", (same,))
            return (
                unlike if parameter.name in COLUMNS else Logic("and", (self._read(f"{path}:missing", "false"), unlike))
            )
        if operator not in modifiers:
            own_words = {word for kind, word in _OWN if kind == parameter.type}
            served = sorted({"pr", *own_words, *(_ORDERED if parameter.type in _PREFIXED else {*modifiers, "ne"})})
            raise BadSearchError(
                f"_filter asks {path} {operator[:20]}, which is not served for a {parameter.type}; expected one of "
                f"{', '.join(served)}."
            )
        return self._read(f"{path}{modifiers[operator]}", _text_of(value, kind=parameter.type))

    def _present(self, path: str, parameter: SearchParameter, value: str) -> Criterion | Chain:
        if value not in {"true", "false"} or parameter.name in COLUMNS:
            raise BadSearchError(
                f"_filter asks {path} pr {value[:20]}; expected true or false, of a parameter of its own."
            )
        return self._read(f"{path}:missing", "false" if value == "true" else "true")

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self, wanted: str) -> str:
        found = self._peek()
        if not found:
            raise BadSearchError(f"_filter ends too early; expected {wanted}.")
        self._at += 1
        return found


def _changed(found: Criterion | Chain, change: Callable[[Criterion], Criterion]) -> Criterion | Chain:
    """The criterion at the end of a chain, changed."""
    if isinstance(found, Chain):
        return found._replace(criterion=_changed(found.criterion, change))
    return change(found)


def _join(word: str, parts: list[Criterion | Chain | Logic]) -> Criterion | Chain | Logic:
    if len(parts) == 1:
        return parts[0]
    flat: list[Criterion | Chain | Logic] = []
    for one in parts:
        flat += one.parts if isinstance(one, Logic) and one.word == word else (one,)
    return Logic("and" if word == "and" else "or", tuple(flat))


def _last_parameter(resource_type: str, path: str) -> SearchParameter:
    """The parameter at the end of a chain, as `hub.store.search.parse` follows it."""
    here = resource_type
    *links, last = path.split(".")
    for place, one in enumerate(links):
        name, _, target = one.partition(":")
        link = search_parameters(here).get(name)
        following = path.split(".")[place + 1].partition(":")[0]
        targets = (
            [target]
            if target
            else [kind for kind in (link.targets if link else ()) if following in search_parameters(kind)]
        )
        if link is None or len(targets) != 1:
            raise BadSearchError(
                f"_filter names {path!r}, which leads to no one type; expected as in subject:Patient.name."
            )
        here = targets[0]
    found = search_parameters(here).get(last)
    if found is None or (found.name in COLUMNS and links):
        raise BadSearchError(f"_filter names {last[:40]!r}, which is no search parameter of {here} that it takes.")
    return found


def _text_of(value: str, *, kind: str) -> str:
    """A value as a parameter of its own would have it; a comma in quotation marks separates nothing."""
    if not value.startswith('"'):
        return value
    try:
        text: str = json.loads(value)
    except ValueError as err:
        raise BadSearchError(f"_filter has the text {value[:40]}, which is no JSON string.") from err
    marks = "\\,$" if kind in {"token", "quantity"} else "\\,$|"
    return "".join(f"\\{mark}" if mark in marks else mark for mark in text)
