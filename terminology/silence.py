"""What a condition is when nobody has said anything about its facts: most rules, for most elders.

Knowing this beforehand lets the engine pass over a rule with one look at the set of facts that were given.
"""

from dataclasses import dataclass
from typing import Literal

from terminology.condition_language import Both, Comparison, Either, Expression, FactLookup, atoms

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
    missing = tuple(dict.fromkeys(atom.fact for atom in comparisons if _truth(atom, lookup) == "unknown"))
    return Silence(_truth(expression, lookup), missing, frozenset(atom.fact for atom in comparisons))


def _truth(expression: Expression, lookup: FactLookup) -> Truth:
    if isinstance(expression, Both | Either):
        truths = {_truth(part, lookup) for part in expression.parts}
        decides: Truth = "fail" if isinstance(expression, Both) else "pass"
        if decides in truths:
            return decides
        if "unknown" in truths:
            return "unknown"
        return "pass" if decides == "fail" else "fail"
    assert isinstance(expression, Comparison)
    definition = lookup(expression.fact)
    if definition is None or not definition.default or expression.repeat > 1:
        return "unknown"
    default = definition.read_code(definition.default) or definition.default
    return "pass" if (default in expression.values) == (expression.operator == "=") else "fail"
