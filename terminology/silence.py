"""What a condition is when nobody has said anything about its facts: most rules, for most elders.

Knowing this beforehand lets the engine pass over a rule with one look at the set of facts that were given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from terminology.condition_language import Both, Comparison, Either, Expression, FactLookup, Has, atoms

Truth = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Silence:
    """The truth without facts, which facts are then missing, and all that the condition asks for."""

    truth: Truth
    missing: tuple[str, ...]
    asks: frozenset[str]


def silence_of(expression: Expression, lookup: FactLookup) -> Silence | None:
    """The truth in silence; None when the condition also asks for diagnoses, devices, capabilities or the course."""
    comparisons = [atom for atom in atoms(expression) if isinstance(atom, Comparison)]
    if len(comparisons) < len(list(atoms(expression))) or any(atom.fact == "day-of-course" for atom in comparisons):
        return None
    missing = tuple(dict.fromkeys(atom.fact for atom in comparisons if truth_in_silence(atom, lookup) == "unknown"))
    return Silence(kleene(expression, lambda atom: truth_in_silence(atom, lookup)), missing, facts_asked(expression))


def fails_in_silence(expression: Expression, lookup: FactLookup) -> bool:
    """Whether it fails as long as nobody states one of its facts, whatever else the elder or the receiver has."""
    return kleene(expression, lambda atom: truth_in_silence(atom, lookup)) == "fail"


def facts_asked(expression: Expression) -> frozenset[str]:
    """The facts that a condition compares."""
    return frozenset(atom.fact for atom in atoms(expression) if isinstance(atom, Comparison))


def kleene(expression: Expression, of_atom: Callable[[Comparison | Has], Truth]) -> Truth:
    """The truth of a condition from that of its atoms, in three values."""
    if isinstance(expression, Both | Either):
        truths = {kleene(part, of_atom) for part in expression.parts}
        decides: Truth = "fail" if isinstance(expression, Both) else "pass"
        if decides in truths:
            return decides
        if "unknown" in truths:
            return "unknown"
        return "pass" if decides == "fail" else "fail"
    return of_atom(expression)


def truth_in_silence(atom: Comparison | Has, lookup: FactLookup) -> Truth:
    """What one comparison says of a fact that nobody gave; unknown of what is no fact."""
    if isinstance(atom, Has) or atom.fact == "day-of-course":
        return "unknown"
    definition = lookup(atom.fact)
    if definition is None or not definition.default or atom.repeat > 1:
        return "unknown"
    default = definition.read_code(definition.default) or definition.default
    return "pass" if (default in atom.values) == (atom.operator == "=") else "fail"
