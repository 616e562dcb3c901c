"""Which rules of a set the value of one fact makes fail, whatever the others are: most of them, for most elders.

The numbers with which a set's conditions compare a fact cut its range into points and stretches. Which rules fail on
each is worked out once; a value is then looked up by bisection. A condition that also asks for earlier values or for
the course of a disease is left open, and so is everything about a value that counts in part.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from hub.referral.rules.conditions import Truth, predicate_of
from hub.referral.rules.evidence import Reading
from terminology.condition_language import Comparison, Expression, Has, atoms
from terminology.silence import kleene


@dataclass(frozen=True, slots=True)
class Limits:
    """For one fact: the numbers that rules compare it with, and the rules (bits) that fail on each stretch.

    `by_code` does the same for the codes that rules name, and `by_other_code` for all others.
    """

    numbers: tuple[float, ...]
    by_stretch: tuple[int, ...]
    by_code: Mapping[str, int]
    by_other_code: int

    def failing(self, reading: Reading) -> int:
        """The rules that a reading makes fail; none for one that does not count in full."""
        value, fact, _, _ = reading
        if value is None or (fact is not None and fact.status == "partial"):
            return 0
        if isinstance(value, str):
            return self.by_code.get(value, self.by_other_code)
        place = bisect_left(self.numbers, value)
        on_it = place < len(self.numbers) and self.numbers[place] == value
        return self.by_stretch[2 * place + on_it]


def limits_of(conditions: Sequence[Expression]) -> Mapping[str, Limits]:
    """The limits of each fact that these conditions compare; the place of a condition is its bit."""
    comparing: dict[str, list[Comparison]] = {}
    asking: dict[str, dict[int, Expression]] = {}
    for place, condition in enumerate(conditions):
        for atom in atoms(condition):
            if _is_decided_by_value(atom):
                comparing.setdefault(atom.fact, []).append(atom)
                asking.setdefault(atom.fact, {})[place] = condition
    return {fact: _limits(fact, found, asking[fact]) for fact, found in comparing.items()}


def _is_decided_by_value(atom: Comparison | Has) -> TypeGuard[Comparison]:
    """Whether the latest value decides it: the elder's own baseline too, since nobody with one is asked here."""
    if isinstance(atom, Has) or atom.window_hours is not None or atom.repeat > 1 or atom.fact == "day-of-course":
        return False
    return bool(atom.values) or atom.low is not None


def _limits(fact: str, comparing: Sequence[Comparison], conditions: Mapping[int, Expression]) -> Limits:
    ends = (end for one in comparing if not one.values for end in (one.low, one.high) if end is not None)
    numbers = tuple(sorted(set(ends)))
    stretches = [numbers[0] - 1.0] if numbers else [0.0]
    for number, following in pairwise((*numbers, *(number + 2.0 for number in numbers[-1:]))):
        stretches += [number, (number + following) / 2]
    codes = {code for one in comparing for code in one.values}
    return Limits(
        numbers,
        tuple(_failing(fact, value, conditions) for value in stretches),
        {code: _failing(fact, code, conditions) for code in codes},
        _failing(fact, "", conditions),
    )


def _failing(fact: str, value: float | str, conditions: Mapping[int, Expression]) -> int:
    def of_atom(atom: Comparison | Has) -> Truth:
        if not _is_decided_by_value(atom) or atom.fact != fact or bool(atom.values) is not isinstance(value, str):
            return "unknown"
        return "pass" if predicate_of(atom)(value) else "fail"

    return sum(1 << place for place, condition in conditions.items() if kleene(condition, of_atom) == "fail")
