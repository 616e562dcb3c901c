"""Date parameters of which a resource has one value at most: several conditions on them are one range of the index.

`date=ge2026-03-01&date=lt2026-04-01` asks twice whether some value fits (https://hl7.org/fhir/R4/search.html#combining).
Of a repeating element two different values may answer; of one that does not repeat the same value must, so that both
ends of the range are known when the index is read.
"""

import re
from functools import cache
from typing import Final

from fhir_profiles.fhirpath.model import element_of
from fhir_profiles.registry import SearchParameter
from hub.store.query import Chain, Criterion

_CAST: Final = re.compile(r"\.as\(\w+\)$| as \w+\)$")


@cache
def is_single(parameter: SearchParameter) -> bool:
    """Whether no resource has two values of this date parameter: one element, and nothing on the way to it repeats."""
    own = f"{parameter.resource_type}."
    parts = (part.strip().removeprefix("(") for part in parameter.expression.split("|"))
    paths = {_CAST.sub("", part) for part in parts if part.startswith(own)}
    if parameter.type != "date" or len(paths) != 1:
        return False
    at = parameter.resource_type
    for name in paths.pop().removeprefix(own).split("."):
        element = element_of(at, name)
        if element is None or element.is_array:
            return False
        at = element.names[0][1]
    return True


def together(criteria: tuple[Criterion | Chain, ...]) -> list[tuple[Criterion | Chain, tuple[Criterion, ...]]]:
    """The criteria in order, each with those that the same value must fulfil: they stand no more by themselves."""
    found: list[tuple[Criterion | Chain, tuple[Criterion, ...]]] = []
    places: dict[int, int] = {}
    for one in criteria:
        if isinstance(one, Criterion) and not one.modifier and is_single(one.parameter):
            place = places.setdefault(one.parameter.number, len(found))
            if place < len(found):
                first, also = found[place]
                found[place] = (first, (*also, one))
                continue
        found.append((one, ()))
    return found
