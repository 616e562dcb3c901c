"""What a running expression knows: its scope, its limits, and how items are compared.

https://hl7.org/fhirpath/N1/#equality. A result of None means that the collection is empty: unknown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from fhir_profiles.fhirpath.nodes import Collection, Node, plain
from fhir_profiles.fhirpath.syntax import FhirPathError
from fhir_profiles.fhirpath.values import Moment, Quantity, compare_moments, same_unit

MAX_STEPS = 500_000
"""Items that one evaluation may touch in functions that walk or repeat."""

Resolver = Callable[[str], "Node | None"]


@dataclass(slots=True)
class Environment:
    """What stays the same while one expression runs."""

    resource: Node
    root: Node
    context: Collection
    variables: dict[str, Collection]
    resolve: Resolver | None
    now: datetime
    steps: int = MAX_STEPS

    def spend(self, count: int) -> None:
        """Count work. Raises FhirPathError when it is too much."""
        self.steps -= count
        if self.steps < 0:
            raise FhirPathError(f"The expression touches more than {MAX_STEPS} items; it was stopped.")


@dataclass(slots=True)
class Scope:
    """The values of `$this`, `$index` and `$total` at the part of the expression that runs."""

    this: Collection
    env: Environment
    index: int | None = None
    total: Collection = field(default_factory=list)

    def inner(self, item: Any, index: int, total: Collection | None = None) -> "Scope":
        """The scope of one item in a function such as `where`."""
        return Scope([item], self.env, index, self.total if total is None else total)


Closure = Callable[[Scope], Collection]


@dataclass(frozen=True, slots=True)
class CompiledPath:
    """An expression that runs. `text` is what it was made of."""

    text: str
    closure: Closure = field(repr=False)

    def evaluate(
        self,
        node: Node,
        *,
        resource: Node | None = None,
        root: Node | None = None,
        variables: dict[str, Collection] | None = None,
        resolve: Resolver | None = None,
        now: datetime | None = None,
    ) -> Collection:
        """The collection that the expression gives for `node`. Raises FhirPathError.

        `resource` is `%resource` (the nearest resource), `root` is `%rootResource` (its container);
        `now` stands behind `now()` and `today()`.
        """
        own = resource or node
        env = Environment(own, root or own, [node], variables or {}, resolve, now or datetime.now(UTC))
        try:
            return self.closure(Scope([node], env))
        except (ArithmeticError, RecursionError) as err:
            raise FhirPathError(f"The expression cannot be computed ({type(err).__name__}).") from err

    def holds(self, node: Node, *, resource: Node | None = None, root: Node | None = None) -> bool | None:
        """Whether an invariant is met; None when its result is empty, which breaks no rule."""
        found = self.evaluate(node, resource=resource, root=root)
        return truth(found)


def truth(items: Collection) -> bool | None:
    """A collection as a condition: one boolean is itself, one other item is true, none is unknown."""
    if not items:
        return None
    if len(items) > 1:
        raise FhirPathError("A condition has more than one item; expected one.")
    value = plain(items[0])
    return value if isinstance(value, bool) else True


def single(items: Collection) -> Any:
    """The plain value of the one item; None when there is none. Raises FhirPathError for more."""
    if not items:
        return None
    if len(items) > 1:
        raise FhirPathError("There is more than one item; expected one.")
    return plain(items[0])


def single_text(items: Collection) -> str | None:
    """As `single`, of a text. Raises FhirPathError for something else."""
    value = single(items)
    if value is None or isinstance(value, str):
        return value
    raise FhirPathError("A text is expected here.")


def single_integer(items: Collection) -> int | None:
    """As `single`, of a whole number. Raises FhirPathError for something else."""
    value = single(items)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise FhirPathError("A whole number is expected here.")


def as_collection(value: Any) -> Collection:
    """One value as a collection; None as the empty one."""
    return [] if value is None else [value]


def equal(left: Collection, right: Collection) -> bool | None:
    """`=`: same items in the same order; None when one side is empty or precision leaves it open."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    results = [items_equal(one, other) for one, other in zip(left, right, strict=True)]
    if False in results:
        return False
    return None if None in results else True


def items_equal(one: Any, other: Any) -> bool | None:
    """Equality of two items."""
    left, right = plain(one), plain(other)
    if isinstance(left, Moment) or isinstance(right, Moment):
        return _moments_equal(left, right)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        if isinstance(one, Node) and isinstance(other, Node):
            return bool(one.value == other.value)
        values = same_unit(left, right)
        return None if values is None else values[0] == values[1]
    if isinstance(left, Node) and isinstance(right, Node):
        return bool(left.value == right.value)
    if left is None or right is None:  # a primitive with extensions alone
        return None
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)


def _moments_equal(left: Any, right: Any) -> bool | None:
    if not isinstance(left, Moment) or not isinstance(right, Moment):
        return False
    order = compare_moments(left, right)
    if order is not None:
        return order == 0
    return None


def equivalent(left: Collection, right: Collection) -> bool:
    """`~`: same items in any order; text without regard to case and blanks; never unknown."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for one in left:
        at = next((index for index, other in enumerate(rest) if _items_equivalent(one, other)), None)
        if at is None:
            return False
        del rest[at]
    return True


def _items_equivalent(one: Any, other: Any) -> bool:
    left, right = plain(one), plain(other)
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.lower().split()) == " ".join(right.lower().split())
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return _numbers_equivalent(left, right)
    return items_equal(one, other) is True


def _numbers_equivalent(left: Any, right: Any) -> bool:
    if not isinstance(left, (int, Decimal)) or not isinstance(right, (int, Decimal)):
        return False
    one, other = Decimal(left), Decimal(right)
    exponents = [int(exponent) for number in (one, other) if isinstance(exponent := number.as_tuple().exponent, int)]
    places = min(-max(exponents), 28)
    return round(one, places) == round(other, places)


def order(left: Collection, right: Collection) -> int | None:
    """-1, 0 or 1; None when a side is empty or there is no order. Raises FhirPathError for unlike types."""
    one, other = single(left), single(right)
    if one is None or other is None:
        return None
    if isinstance(one, Moment) and isinstance(other, Moment):
        return compare_moments(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        values = same_unit(one, other)
        return None if values is None else _sign(*values)
    numbers = (int, Decimal)
    both_numbers = isinstance(one, numbers) and isinstance(other, numbers)
    if isinstance(one, bool) or isinstance(other, bool) or not (both_numbers or type(one) is type(other) is str):
        raise FhirPathError("Two items have no order; expected two numbers, texts, times or quantities.")
    return _sign(one, other)


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def contains_item(items: Sequence[Any], wanted: Any) -> bool:
    """Whether an item equal to `wanted` is among the items."""
    return any(items_equal(item, wanted) for item in items)


def distinct(items: Sequence[Any]) -> Collection:
    """Each item once, in order."""
    found: Collection = []
    seen: set[Any] = set()
    for item in items:
        key = _key(item)
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        elif contains_item(found, item):
            continue
        found.append(item)
    return found


def _key(item: Any) -> Any:
    """Something hashable that is the same for equal texts and numbers; None for others."""
    value = plain(item)
    if isinstance(value, bool):
        return ("boolean", value)
    return value if isinstance(value, (str, int, Decimal)) else None
