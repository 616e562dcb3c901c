"""Expressions to closures: each part becomes one Python function, made once, run often."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fhir_profiles.fhirpath import arithmetic
from fhir_profiles.fhirpath.engine import (
    Closure,
    CompiledPath,
    Scope,
    as_collection,
    contains_item,
    distinct,
    equal,
    equivalent,
    order,
    single_integer,
    truth,
)
from fhir_profiles.fhirpath.functions import FUNCTIONS, MATCHERS, TYPE_FUNCTIONS
from fhir_profiles.fhirpath.model import is_a, is_type
from fhir_profiles.fhirpath.nodes import Collection, Node, item_is, members_of
from fhir_profiles.fhirpath.parser import parse_path
from fhir_profiles.fhirpath.syntax import (
    Binary,
    Call,
    Expression,
    FhirPathError,
    Indexer,
    Literal,
    Member,
    Polarity,
    TypeTest,
    Variable,
    type_name_of,
)

_CONSTANTS = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}


@lru_cache(maxsize=4096)
def compile_path(text: str, *, is_trusted: bool = True) -> CompiledPath:
    """The expression as a function. Raises FhirPathError.

    What a client sent is not trusted: `matches` and `replaceMatches` are refused then, because a regular
    expression can be made to run for ever.
    """
    return CompiledPath(text, _Compiler(is_trusted=is_trusted).closure(parse_path(text)))


class _Compiler:
    def __init__(self, *, is_trusted: bool) -> None:
        self.is_trusted = is_trusted

    def closure(self, expression: Expression) -> Closure:
        match expression:
            case Literal(value):
                items = as_collection(value)
                return lambda _: items
            case Variable(name):
                return _variable(name)
            case Member(source, name):
                return self._member(source, name)
            case Call():
                return self._call(expression)
            case Indexer(source, at):
                return _indexed(self.closure(source), self.closure(at))
            case Polarity(operand):
                return _negated(self.closure(operand))
            case TypeTest(operator, operand, type_name):
                return _type_test(operator, self.closure(operand), type_name)
            case Binary(operator, left, right):
                return _binary(operator, self.closure(left), self.closure(right))

    def _member(self, source: Expression | None, name: str) -> Closure:
        if source is None:
            return _root_member(name)
        inner = self.closure(source)
        return lambda scope: [child for item in inner(scope) for child in _named(item, name)]

    def _call(self, call: Call) -> Closure:
        source: Closure = _this if call.source is None else self.closure(call.source)
        if call.name in TYPE_FUNCTIONS:
            if len(call.arguments) != 1:
                raise FhirPathError(f"{call.name}() has one argument, a type.")
            return _type_test(call.name, source, type_name_of(call.arguments[0]))
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise FhirPathError(f"The function {call.name[:40]}() is not known.")
        if call.name in MATCHERS and not self.is_trusted:
            raise FhirPathError(f"{call.name}() is not allowed here; expected a path without regular expressions.")
        if not function.low <= len(call.arguments) <= function.high:
            raise FhirPathError(f"{call.name}() has {len(call.arguments)} arguments; expected {function.expected}.")
        arguments = tuple(self.closure(argument) for argument in call.arguments)
        run = function.run
        return lambda scope: run(scope, source(scope), arguments)


def _this(scope: Scope) -> Collection:
    return scope.this


def _named(item: Any, name: str) -> list[Node]:
    return list(members_of(item, name)) if isinstance(item, Node) else []


def _root_member(name: str) -> Closure:
    """A name at the beginning is an element of `$this`, or the type of `$this` itself (`Patient.name`)."""
    may_be_type = name[0].isupper() and is_type(name)

    def run(scope: Scope) -> Collection:
        found: Collection = []
        for item in scope.this:
            if may_be_type and isinstance(item, Node) and is_a(item.type, name):
                found.append(item)
            else:
                found += _named(item, name)
        return found

    return run


def _variable(name: str) -> Closure:
    if name in _CONSTANTS:
        value: Collection = [_CONSTANTS[name]]
        return lambda _: value
    if name.startswith(("vs-", "ext-")):
        kind = "ValueSet" if name.startswith("vs-") else "StructureDefinition"
        url: Collection = [f"http://hl7.org/fhir/{kind}/{name.partition('-')[2]}"]
        return lambda _: url
    match name:
        case "$this":
            return _this
        case "$index":
            return lambda scope: as_collection(scope.index)
        case "$total":
            return lambda scope: scope.total
        case "resource":
            return lambda scope: [scope.env.resource]
        case "rootResource":
            return lambda scope: [scope.env.root]
        case "context":
            return lambda scope: scope.env.context
        case _:
            return lambda scope: _given(scope, name)


def _given(scope: Scope, name: str) -> Collection:
    if name not in scope.env.variables:
        raise FhirPathError(f"The variable %{name[:40]} is not known.")
    return scope.env.variables[name]


def _indexed(source: Closure, at: Closure) -> Closure:
    def run(scope: Scope) -> Collection:
        index = single_integer(at(scope))
        items = source(scope)
        return [] if index is None or not 0 <= index < len(items) else [items[index]]

    return run


def _negated(operand: Closure) -> Closure:
    return lambda scope: arithmetic.negate(operand(scope))


def _type_test(operator: str, operand: Closure, type_name: str) -> Closure:
    """`is` asks one item; `as` and `ofType` keep the items that are of the type.

    R4's own expressions use `as` on lists (`Observation.component.value as Quantity`), so that is no error.
    """
    if not is_type(type_name):
        raise FhirPathError(f"The type {type_name[:40]} is not known.")
    if operator != "is":
        return lambda scope: [item for item in operand(scope) if item_is(item, type_name)]

    def run(scope: Scope) -> Collection:
        items = operand(scope)
        if len(items) > 1:
            raise FhirPathError("is has more than one item before it; expected one.")
        return [item_is(items[0], type_name)] if items else []

    return run


def _binary(operator: str, left: Closure, right: Closure) -> Closure:
    logic = _LOGIC.get(operator)
    if logic is not None:
        return lambda scope: as_collection(logic(left, right, scope))
    compute = _OPERATORS.get(operator)
    if compute is None:
        raise FhirPathError(f"The operator {operator} is not known.")
    return lambda scope: compute(left(scope), right(scope))


def _and(left: Closure, right: Closure, scope: Scope) -> bool | None:
    one = truth(left(scope))
    if one is False:
        return False
    other = truth(right(scope))
    return False if other is False else None if one is None or other is None else True


def _or(left: Closure, right: Closure, scope: Scope) -> bool | None:
    one = truth(left(scope))
    if one is True:
        return True
    other = truth(right(scope))
    return True if other is True else None if one is None or other is None else False


def _xor(left: Closure, right: Closure, scope: Scope) -> bool | None:
    one, other = truth(left(scope)), truth(right(scope))
    return None if one is None or other is None else one != other


def _implies(left: Closure, right: Closure, scope: Scope) -> bool | None:
    one = truth(left(scope))
    if one is False:
        return True
    other = truth(right(scope))
    if other is True:
        return True
    return None if one is None or other is None else False


_LOGIC: dict[str, Callable[[Closure, Closure, Scope], bool | None]] = {
    "and": _and,
    "or": _or,
    "xor": _xor,
    "implies": _implies,
}


def _not_equal(left: Collection, right: Collection) -> Collection:
    found = equal(left, right)
    return [] if found is None else [not found]


def _in(left: Collection, right: Collection) -> Collection:
    if not left:
        return []
    if len(left) > 1:
        raise FhirPathError("in has more than one item before it; expected one.")
    return [contains_item(right, left[0])]


def _ordered(accepted: frozenset[int]) -> Callable[[Collection, Collection], Collection]:
    def run(left: Collection, right: Collection) -> Collection:
        found = order(left, right)
        return [] if found is None else [found in accepted]

    return run


_OPERATORS: dict[str, Callable[[Collection, Collection], Collection]] = {
    "=": lambda left, right: as_collection(equal(left, right)),
    "!=": _not_equal,
    "~": lambda left, right: [equivalent(left, right)],
    "!~": lambda left, right: [not equivalent(left, right)],
    "<": _ordered(frozenset({-1})),
    "<=": _ordered(frozenset({-1, 0})),
    ">": _ordered(frozenset({1})),
    ">=": _ordered(frozenset({0, 1})),
    "|": lambda left, right: distinct([*left, *right]),
    "in": _in,
    "contains": lambda left, right: _in(right, left),
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "div": arithmetic.divide_whole,
    "mod": arithmetic.remainder,
    "&": arithmetic.join,
}
