"""The parts of a FHIRPath expression. https://hl7.org/fhirpath/N1/#formal-grammar."""

from dataclasses import dataclass
from decimal import Decimal

from fhir_profiles.fhirpath.values import Moment, Quantity


class FhirPathError(ValueError):
    """The expression cannot be read, or cannot be evaluated; the text says why and repeats no data."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the expression; None is the empty collection `{}`."""

    value: bool | int | Decimal | str | Moment | Quantity | None


@dataclass(frozen=True, slots=True)
class Member:
    """`source.name`; without a source the member of `$this`."""

    source: "Expression | None"
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`source.name(arguments)`; without a source the function of `$this`."""

    source: "Expression | None"
    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """`%name`, and `$this`, `$index`, `$total` with their dollar sign."""

    name: str


@dataclass(frozen=True, slots=True)
class Indexer:
    """`source[at]`."""

    source: "Expression"
    at: "Expression"


@dataclass(frozen=True, slots=True)
class Polarity:
    """`-operand`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands with a word or sign between them."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`operand is Type` or `operand as Type`."""

    operator: str
    operand: "Expression"
    type_name: str


Expression = Literal | Member | Call | Variable | Indexer | Polarity | Binary | TypeTest


def type_name_of(expression: Expression) -> str:
    """The type that an argument names, as in `ofType(FHIR.Patient)`; the namespace System stays, FHIR goes."""
    if isinstance(expression, Member):
        if expression.source is None:
            return expression.name
        if isinstance(expression.source, Member) and expression.source.source is None:
            return qualified(expression.source.name, expression.name)
    raise FhirPathError("A type name is expected here, as in Quantity or FHIR.Quantity.")


def qualified(namespace: str, name: str) -> str:
    """A type with its namespace. Raises FhirPathError for another namespace than FHIR and System."""
    if namespace == "FHIR":
        return name
    if namespace == "System":
        return f"System.{name}"
    raise FhirPathError(f"The namespace {namespace[:40]} is not known; expected FHIR or System.")
