"""Value sets and concept maps as values, whatever they were read from. https://hl7.org/fhir/R4/valueset.html."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ValueSetDefinition:
    """What a value set is made of: `compose` as in FHIR's JSON."""

    url: str
    version: str
    name: str
    title: str
    compose: JsonObject
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class MapTarget:
    """What a code becomes, and how exactly (ConceptMapEquivalence)."""

    code: str
    equivalence: str
    display: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class MapGroup:
    """The translations from one code system to another.

    `rule` computes targets that no table could list, as those of ICD-10's national editions; `unmapped` answers for a
    code that the group lacks.
    """

    source: str
    target: str
    targets: Mapping[str, Sequence[MapTarget]]
    unmapped: MapTarget | None = None
    rule: Callable[[str], Sequence[MapTarget]] | None = field(default=None, compare=False)

    def translate(self, code: str) -> Sequence[MapTarget]:
        """What a source code becomes here; nothing when the group does not say."""
        found = self.targets.get(code)
        if found is None and self.rule is not None:
            found = self.rule(code)
        if found:
            return found
        if self.unmapped is None:
            return ()
        return (self.unmapped if self.unmapped.code else MapTarget(code, self.unmapped.equivalence),)

    def reverse(self, code: str) -> Sequence[MapTarget]:
        """Which source codes become this one; the equivalence is said in the direction that was asked."""
        return [
            MapTarget(source, REVERSED.get(target.equivalence, target.equivalence), comment=target.comment)
            for source, targets in self.targets.items()
            for target in targets
            if target.code == code
        ]


REVERSED: Mapping[str, str] = {
    "wider": "narrower", "narrower": "wider", "subsumes": "specializes", "specializes": "subsumes",
}  # fmt: skip
"""How an equivalence reads from the other side; the others read the same."""


@dataclass(frozen=True, slots=True)
class MapDefinition:
    """A concept map."""

    url: str
    version: str
    name: str
    title: str
    groups: Sequence[MapGroup]
    source: str = ""
    verified: bool = True
    source_value_set: str = ""
    target_value_set: str = ""


class TerminologyError(ValueError):
    """A question that cannot be answered. `code` is the issue type: not-found, too-costly or the like."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
