"""Token modifiers that terminology answers: `:in`, `:not-in`, `:above`, `:below`. https://hl7.org/fhir/R4/search.html#token.

They become the codes themselves before any engine sees them.
"""

from collections.abc import Collection, Sequence
from typing import Final, Protocol

from hub.errors import BadSearchError, TooCostlyError
from hub.store.query import Criterion, SearchValue

EXPANDED: Final = frozenset({"in", "not-in", "above", "below"})
_MOST: Final = 5000


class TokenTerminology(Protocol):
    """What is known of codes. The module `terminology.membership` is one, over what the package carries."""

    def codes_of(self, value_set_url: str, /) -> Collection[tuple[str, str]] | None:
        """(system, code) of every member of a value set; None when it is unknown or cannot be enumerated."""
        ...

    def descendants(self, system: str, code: str, /) -> Sequence[str]:
        """The code and those below it."""
        ...

    def ancestors(self, system: str, code: str, /) -> Sequence[str]:
        """The code and those above it."""
        ...


def expanded(criterion: Criterion, terminology: TokenTerminology) -> Criterion:
    """The same question in plain codes. Of a uri or a reference, :above and :below stay: they are about its text."""
    parameter, modifier = criterion.parameter, criterion.modifier
    if parameter.type != "token":
        if modifier in {"in", "not-in"}:
            raise BadSearchError(f"The modifier :{modifier} needs codes; {parameter.name} is a {parameter.type}.")
        return criterion
    found: dict[str, None] = {}
    for value in criterion.values:
        if modifier in {"in", "not-in"}:
            codes = terminology.codes_of(value.text)
            if codes is None:
                raise BadSearchError(
                    f"The value set of {parameter.name}:{modifier} is not known here or cannot be enumerated; expected "
                    "the canonical URL of one that $expand answers."
                )
            found |= dict.fromkeys(f"{system}|{code}" for system, code in codes)
        else:
            system, bar, code = value.text.rpartition("|")
            if not bar or not system or not code:
                raise BadSearchError(f"{parameter.name}:{modifier} cannot be read; expected system|code.")
            near = terminology.descendants if modifier == "below" else terminology.ancestors
            found |= dict.fromkeys(f"{system}|{one}" for one in near(system, code))
    if len(found) > _MOST:
        raise TooCostlyError(
            f"{parameter.name}:{modifier} stands for {len(found):,} codes; expected at most {_MOST:,}. "
            "Ask for a narrower value set or a code further down."
        )
    return Criterion(
        parameter, tuple([SearchValue(text) for text in sorted(found)]), "not" if modifier == "not-in" else ""
    )
