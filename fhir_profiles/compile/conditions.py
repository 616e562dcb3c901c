"""Invariants to Python conditions on plain JSON: `dataAbsentReason.empty() or value.empty()` and the like.

FHIRPath has three truth values. Each expression gives two conditions, "it is true" and "it is false"; an
invariant is broken where the second holds. What is outside of this part raises UnsupportedError and runs
as closures instead. The generated conditions assume the shape that the schema has checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from fhir_profiles.compile.definitions import Model
from fhir_profiles.compile.elements import fhir_type
from fhir_profiles.compile.fhirpath import UnsupportedError
from fhir_profiles.fhirpath.syntax import Binary, Call, Expression, Literal, Member, TypeTest, Variable

UCUM = "http://unitsofmeasure.org"
_MOMENTS = frozenset({"date", "dateTime", "instant"})
_NUMBERS = frozenset({"integer", "unsignedInt", "positiveInt", "decimal"})
_QUANTITIES = frozenset({"Quantity", "Age", "Count", "Distance", "Duration"})
_COMPARISONS = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Condition:
    """Python for "it is true" and "it is false"; when nothing is known, neither holds."""

    true: str
    false: str


@dataclass(frozen=True, slots=True)
class PathCode:
    """A path as the clauses of a comprehension.

    `owner` is the Python variable of the object whose members `names` (with the type of each) are meant.
    """

    clauses: tuple[str, ...]
    owner: str
    names: tuple[tuple[str, str], ...]
    is_array: bool
    is_single: bool


class ConditionWriter:
    """Compiles one invariant; `node` is the Python variable of the object that it stands on."""

    def __init__(self, model: Model, *, type_path: str, node: str = "n", resource_type: str = "") -> None:
        self.model, self.resource_type = model, resource_type
        self.node, self.type_path = node, type_path
        self.numbers = count(1)

    def condition(self, expression: Expression) -> Condition:
        """Both conditions. Raises UnsupportedError."""
        match expression:
            case Binary("and" | "or" | "xor" | "implies" as word, left, right):
                return _joined(word, self.condition(left), self.condition(right))
            case Binary("=" | "!=" as sign, left, right):
                found = self._equality(left, right)
                return found if sign == "=" else Condition(found.false, found.true)
            case Binary("in", left, right):
                return self._membership(left, _choices(right))
            case Binary(sign, left, right) if sign in _COMPARISONS:
                return self._comparison(sign, left, right)
            case Call(source, name, arguments):
                return self._call(source, name, arguments)
            case Literal(bool() as value):
                return Condition(str(value), str(not value))
            case _:
                raise UnsupportedError("a value as a condition")

    def _call(self, source: Expression | None, name: str, arguments: tuple[Expression, ...]) -> Condition:
        match name, len(arguments):
            case "not", 0 if source is not None:
                found = self.condition(source)
                return Condition(found.false, found.true)
            case "exists", 0:
                there = self._exists(self._sequence(source))
                return Condition(there, f"not {there}")
            case "exists", 1:
                there = self._any(self._sequence(source), arguments[0])
                return Condition(there, f"not {there}")
            case "empty", 0:
                there = self._exists(self._sequence(source))
                return Condition(f"not {there}", there)
            case "all", 1:
                every = self._all(self._sequence(source), arguments[0])
                return Condition(every, f"not {every}")
            case "hasValue", 0:
                value = self._value(self._sequence(source))
                return Condition(f"({value} is not None)", f"({value} is None)")
            case (("contains" | "startsWith"), 1):
                return self._text_test(name, self._sequence(source), arguments[0])
            case _:
                raise UnsupportedError(f"{name}()")

    def _text_test(self, name: str, sequence: PathCode, argument: Expression) -> Condition:
        if not isinstance(argument, Literal) or not isinstance(argument.value, str):
            raise UnsupportedError(f"{name}() of a path")
        value, text = self._value(sequence, "''"), repr(argument.value)
        test = f"{text} in {value}" if name == "contains" else f"{value}.startswith({text})"
        return Condition(f"({test})", f"({self._value(sequence)} is not None and not {test})")

    def _equality(self, left: Expression, right: Expression) -> Condition:
        if isinstance(right, Variable) and right.name == "ucum":
            right = Literal(UCUM)
        if isinstance(right, Literal) and isinstance(right.value, (str, int)):
            if _is_number(left):
                figure = f"{self._number(left)} == {right.value!r}"
                return Condition(f"({figure})", f"(not {figure})")
            return self._membership(left, (right.value,))
        if isinstance(right, (Member, Literal)) or isinstance(left, (Member, Literal)):
            raise UnsupportedError("= of two paths")
        one, other = self.condition(left), self.condition(right)
        return Condition(
            f"({one.true} and {other.true} or {one.false} and {other.false})",
            f"({one.true} and {other.false} or {one.false} and {other.true})",
        )

    def _membership(self, left: Expression, values: tuple[Any, ...]) -> Condition:
        sequence = self._sequence(left)
        if not sequence.is_single or _primitive(self.model, sequence) == "":
            raise UnsupportedError("a comparison of lists or objects")
        value, other = self._value(sequence), self._value(sequence, repr(values[0]))
        if len(values) == 1:
            return Condition(f"({value} == {values[0]!r})", f"({other} != {values[0]!r})")
        return Condition(f"({value} in {values!r})", f"({other} not in {values!r})")

    def _comparison(self, sign: str, left: Expression, right: Expression) -> Condition:
        if _is_number(left) and isinstance(right, Literal):
            figure = f"{self._number(left)} {sign} {right.value!r}"
            return Condition(f"({figure})", f"(not {figure})")
        one = self._sequence(left)
        kind = _kind(one)
        if isinstance(right, Literal) and isinstance(right.value, int) and kind in _NUMBERS:
            value = self._value(one)
            test = f"{value} {sign} {right.value!r}"
            return Condition(f"({value} is not None and {test})", f"({value} is not None and not {test})")
        other = self._sequence(right)
        if kind in _MOMENTS and _kind(other) in _MOMENTS:
            order = f"order_moments({self._value(one)}, {self._value(other)})"
        elif kind in _QUANTITIES and _kind(other) in _QUANTITIES:
            order = f"order_quantities({self._value(one)}, {self._value(other)})"
        else:
            raise UnsupportedError(f"{sign} of {kind or 'several types'}")
        false = {"<": "(0, 1)", "<=": "(1,)", ">": "(0, -1)", ">=": "(-1,)"}[sign]
        true = {"<": "(-1,)", "<=": "(0, -1)", ">": "(1,)", ">=": "(0, 1)"}[sign]
        return Condition(f"({order} in {true})", f"({order} in {false})")

    def _number(self, expression: Expression) -> str:
        match expression:
            case Binary("+", left, right):
                return f"({self._number(left)} + {self._number(right)})"
            case Call(source, "count", ()) if source is not None:
                return self._count(self._sequence(source))
            case _:
                raise UnsupportedError("a computed number")

    def _count(self, sequence: PathCode) -> str:
        tests = []
        for name, kind in sequence.names:
            member = f"{sequence.owner}.get({name!r}, ())"
            tests.append(f"len({member})" if sequence.is_array else f"{_there(self.model, sequence.owner, name, kind)}")
        total = tests[0] if len(tests) == 1 else f"({' + '.join(tests)})"
        return total if not sequence.clauses else f"sum({total} {' '.join(sequence.clauses)})"

    def _exists(self, sequence: PathCode) -> str:
        there = " or ".join(_there(self.model, sequence.owner, name, kind) for name, kind in sequence.names)
        return f"any({there} {' '.join(sequence.clauses)})" if sequence.clauses else f"({there})"

    def _any(self, sequence: PathCode, criterion: Expression) -> str:
        entered, variable, kind = self._entered(sequence)
        inner = self._inside(variable, kind).condition(criterion)
        return f"any({inner.true} {' '.join(entered)})"

    def _all(self, sequence: PathCode, criterion: Expression) -> str:
        entered, variable, kind = self._entered(sequence)
        inner = self._inside(variable, kind).condition(criterion)
        return f"all({inner.true} {' '.join(entered)})"

    def _inside(self, variable: str, kind: str) -> "ConditionWriter":
        writer = ConditionWriter(self.model, type_path=kind, node=variable, resource_type=self.resource_type)
        writer.numbers = self.numbers
        return writer

    def _sequence(self, expression: Expression | None) -> PathCode:
        match expression:
            case Member(None, name):
                if name == self.type_path:
                    raise UnsupportedError("the type itself")
                return self._down((), self.node, self.type_path, name, is_single=True)
            case Member(Variable("resource" | "rootResource"), name) if self.resource_type:
                return self._down((), "r", self.resource_type, name, is_single=True)
            case Member(Member(None, root), name) if root == self.type_path:
                return self._down((), self.node, self.type_path, name, is_single=True)
            case Member(source, name) if source is not None:
                outer = self._sequence(source)
                entered, variable, kind = self._entered(outer)
                return self._down(entered, variable, kind, name, is_single=outer.is_single)
            case Call(source, "where", (criterion,)) if source is not None:
                return self._filtered(self._sequence(source), criterion)
            case Call(source, "trace", _) if source is not None:
                return self._sequence(source)
            case Call(source, "ofType" | "as", (Member(None, kind),)) if source is not None:
                return _narrowed(self._sequence(source), kind)
            case TypeTest("as", operand, kind):
                return _narrowed(self._sequence(operand), kind)
            case _:
                raise UnsupportedError(type(expression).__name__)

    def _filtered(self, sequence: PathCode, criterion: Expression) -> PathCode:
        """Only what comes behind a `where` is of use: its existence, and members below it."""
        entered, variable, kind = self._entered(sequence)
        inner = self._inside(variable, kind).condition(criterion)
        return PathCode((*entered, f"if {inner.true}"), variable, (("", kind),), is_array=False, is_single=False)

    def _down(self, clauses: tuple[str, ...], owner: str, type_path: str, name: str, *, is_single: bool) -> PathCode:
        element = self.model.find(type_path, name)
        if element is None:
            raise UnsupportedError(f"{type_path} has no element {name}")
        names = tuple((json_name, fhir_type(self.model, element, kind)) for json_name, kind in element.properties())
        return PathCode(clauses, owner, names, element.is_array, is_single and not element.is_array)

    def _entered(self, sequence: PathCode) -> tuple[tuple[str, ...], str, str]:
        """The clauses with a variable for each item, that variable, and its type."""
        if len(sequence.names) != 1:
            raise UnsupportedError("members of a choice")
        name, kind = sequence.names[0]
        if not name:
            return sequence.clauses, sequence.owner, kind
        if kind in self.model.primitives or kind == "Resource":
            raise UnsupportedError(f"members of a {kind}")
        variable = f"v{next(self.numbers)}"
        owner = sequence.owner
        if sequence.is_array:
            clause = f"for {variable} in {owner}.get({name!r}, ())"
        else:
            clause = f"if {name!r} in {owner} for {variable} in ({owner}[{name!r}],)"
        if not sequence.clauses and clause.startswith("if"):
            clause = f"for {variable} in ({owner}.get({name!r}, NOTHING),)"
        return (*sequence.clauses, clause), variable, kind

    def _value(self, sequence: PathCode, default: str = "None") -> str:
        """The value of a single path; `default` where there is none."""
        if not sequence.is_single or len(sequence.names) != 1 or sequence.is_array:
            raise UnsupportedError("the value of a list")
        name = sequence.names[0][0]
        if not sequence.clauses:
            return f"{sequence.owner}.get({name!r}, {default})"
        return f"next(({sequence.owner}.get({name!r}, {default}) {' '.join(sequence.clauses)}), {default})"


def _joined(word: str, one: Condition, other: Condition) -> Condition:
    match word:
        case "and":
            return Condition(f"({one.true} and {other.true})", f"({one.false} or {other.false})")
        case "or":
            return Condition(f"({one.true} or {other.true})", f"({one.false} and {other.false})")
        case "implies":
            return Condition(f"({one.false} or {other.true})", f"({one.true} and {other.false})")
        case _:
            return Condition(
                f"({one.true} and {other.false} or {one.false} and {other.true})",
                f"({one.true} and {other.true} or {one.false} and {other.false})",
            )


def _choices(expression: Expression) -> tuple[Any, ...]:
    return tuple(_literals(expression))


def _literals(expression: Expression) -> Iterator[Any]:
    match expression:
        case Binary("|", left, right):
            yield from _literals(left)
            yield from _literals(right)
        case Literal(str() as value):
            yield value
        case _:
            raise UnsupportedError("in with something else than texts")


def _is_number(expression: Expression) -> bool:
    match expression:
        case Call(_, "count", ()):
            return True
        case Binary("+", left, _):
            return _is_number(left)
        case _:
            return False


def _narrowed(sequence: PathCode, kind: str) -> PathCode:
    names = tuple(item for item in sequence.names if item[1] == kind)
    if not names:
        raise UnsupportedError(f"no {kind} here")
    return replace(sequence, names=names)


def _kind(sequence: PathCode) -> str:
    return sequence.names[0][1] if len(sequence.names) == 1 else ""


def _primitive(model: Model, sequence: PathCode) -> str:
    return _kind(sequence) if _kind(sequence) in model.primitives else ""


def _there(model: Model, owner: str, name: str, kind: str) -> str:
    if not name:
        return "True"
    if kind in model.primitives and name not in {"id", "div"}:
        return f"({name!r} in {owner} or {'_' + name!r} in {owner})"
    return f"({name!r} in {owner})"
