"""What a function is: it gets its scope, the items before its dot, and its arguments as closures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fhir_profiles.fhirpath.engine import Closure, Scope
from fhir_profiles.fhirpath.nodes import Collection

Arguments = tuple[Closure, ...]
Run = Callable[[Scope, Collection, Arguments], Collection]


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the least and the most number of its arguments."""

    run: Run
    low: int = 0
    high: int = 0

    @property
    def expected(self) -> str:
        """How many arguments, in words."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


def each(scope: Scope, items: Collection, argument: Closure) -> Iterator[tuple[Any, Collection]]:
    """Each item with what the argument gives for it as `$this`."""
    scope.env.spend(len(items))
    for index, item in enumerate(items):
        yield item, argument(scope.inner(item, index))
