"""What one fact, diagnosis, device or capability decides alone about many conditions, whatever the others are.

The numbers with which conditions compare a fact cut its range into points and stretches. What holds and what fails on
each is worked out once; a value is then looked up by bisection. A condition that also asks for earlier values or for
the course of a disease is left open, and so is everything about a value that counts in part.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, TypeGuard

from hub.referral.rules.conditions import Truth, predicate_of
from hub.referral.rules.evidence import Reading
from terminology.condition_language import Both, Comparison, Either, Expression, Has, atoms
from terminology.silence import kleene


class Mark(NamedTuple):
    """A bit that is set when this is the truth of a condition."""

    condition: Expression
    truth: Truth


Marks = Mapping[int, Mark]
"""Marks by their place."""


class Having(NamedTuple):
    """A diagnosis, a device or a capability that conditions ask for, and the marks it sets when it is there or not."""

    condition: Has
    if_present: int
    if_absent: int


@dataclass(frozen=True, slots=True)
class Limits:
    """For one fact: the numbers that conditions compare it with, and the marks that each stretch sets.

    `by_code` does the same for the codes that conditions name, and `by_other_code` for all others.
    """

    numbers: tuple[float, ...]
    by_stretch: tuple[int, ...]
    by_code: Mapping[str, int]
    by_other_code: int

    def marks(self, reading: Reading) -> int:
        """The marks that a reading sets; none for one that does not count in full."""
        value, fact, _, _ = reading
        if value is None or (fact is not None and fact.status == "partial"):
            return 0
        if isinstance(value, str):
            return self.by_code.get(value, self.by_other_code)
        numbers = self.numbers
        place = bisect_left(numbers, value)
        on_it = place < len(numbers) and numbers[place] == value
        return self.by_stretch[2 * place + on_it]


def limits_of(marks: Marks) -> Mapping[str, Limits]:
    """The limits of each fact whose value alone may set one of these marks."""
    comparing: dict[str, list[Comparison]] = {}
    asking: dict[str, dict[int, Mark]] = {}
    for place, mark in marks.items():
        for atom in atoms(mark.condition):
            if _is_decided_by_value(atom):
                comparing.setdefault(atom.fact, []).append(atom)
                asking.setdefault(atom.fact, {})[place] = mark
    return {fact: _limits(fact, found, asking[fact]) for fact, found in comparing.items()}


def havings_of(marks: Marks) -> tuple[Having, ...]:
    """Each diagnosis, device and capability that alone may set one of these marks."""
    asked = {
        (atom.kind, atom.code): replace(atom, absent=False)
        for mark in marks.values()
        for atom in atoms(mark.condition)
        if isinstance(atom, Has)
    }
    found = (
        Having(atom, _set_by_having(atom, marks, is_present=True), _set_by_having(atom, marks, is_present=False))
        for atom in asked.values()
    )
    return tuple(one for one in found if one.if_present or one.if_absent)


def of_latest(condition: Expression) -> Expression:
    """The condition as it is for an elder with one value of each fact: a window then holds no more than the latest."""
    if isinstance(condition, Both | Either):
        return replace(condition, parts=tuple(of_latest(part) for part in condition.parts))
    return replace(condition, window_hours=None) if isinstance(condition, Comparison) else condition


def _is_decided_by_value(atom: Comparison | Has) -> TypeGuard[Comparison]:
    """Whether the latest value decides it: the elder's own baseline too, since nobody with one is asked here."""
    if isinstance(atom, Has) or atom.window_hours is not None or atom.repeat > 1 or atom.fact == "day-of-course":
        return False
    return bool(atom.values) or atom.low is not None


def _limits(fact: str, comparing: Sequence[Comparison], marks: Marks) -> Limits:
    ends = (end for one in comparing if not one.values for end in (one.low, one.high) if end is not None)
    numbers = tuple(sorted(set(ends)))
    stretches = [numbers[0] - 1.0] if numbers else [0.0]
    for number, following in pairwise((*numbers, *(number + 2.0 for number in numbers[-1:]))):
        stretches += [number, (number + following) / 2]
    codes = {code for one in comparing for code in one.values}
    return Limits(
        numbers,
        tuple(_set_by_value(fact, value, marks) for value in stretches),
        {code: _set_by_value(fact, code, marks) for code in codes},
        _set_by_value(fact, "", marks),
    )


def _set_by_value(fact: str, value: float | str, marks: Marks) -> int:
    def of_atom(atom: Comparison | Has) -> Truth:
        if not _is_decided_by_value(atom) or atom.fact != fact or bool(atom.values) is not isinstance(value, str):
            return "unknown"
        return "pass" if predicate_of(atom)(value) else "fail"

    return _set(marks, of_atom)


def _set_by_having(condition: Has, marks: Marks, *, is_present: bool) -> int:
    def of_atom(atom: Comparison | Has) -> Truth:
        if not isinstance(atom, Has) or (atom.kind, atom.code) != (condition.kind, condition.code):
            return "unknown"
        return "fail" if atom.absent is is_present else "pass"

    return _set(marks, of_atom)


def _set(marks: Marks, of_atom: Callable[[Comparison | Has], Truth]) -> int:
    return sum(1 << place for place, mark in marks.items() if kleene(mark.condition, of_atom) == mark.truth)
