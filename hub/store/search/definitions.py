"""By which definitions index rows are made, as short texts that can be compared.

A parameter's rows have parts: its values, and what stands beside them (texts of codes, sounds of names, types of
identifiers, identifiers of references); a position is a part of its own. When the standard's definition of a
parameter, or our rule for one of its parts, changes, the rows of resources that were stored before are no longer those
that a search relies on: the part waits for a reindex (`hub.store.reindex`).
"""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import Final

from fhir_profiles.registry import SearchParameter, search_parameters
from hub.store.search.columns import COLUMNS
from hub.store.search.composite import composite_of
from hub.store.search.derived import derived
from hub.store.search.first_entry import is_first_entry, parameters_inside
from hub.store.search.near import is_near
from hub.store.search.sounds import NAMES
from hub.store.search.within_patient import within_patient

RULES: Final[Mapping[str, int]] = {
    "value": 1, "pair": 4, "sound": 2, "text": 2, "of-type": 1, "identifier": 1, "place": 1, "reference": 2,
    "quantity": 3, "number": 2, "inside": 1,
}  # fmt: skip
"""The version of our rule for each part; values of some types have one of their own.

Whoever changes what rows a part has counts it up; a test reminds of it.
"""

_DIGEST_BYTES: Final = 6
_VALUES: Final = frozenset({"token", "string", "date", "reference", "quantity", "number", "uri"})


def parts_of(parameter: SearchParameter) -> tuple[str, ...]:
    """The parts that a parameter's rows have; none for one that is not indexed, or whose rows others hold."""
    if parameter.type == "composite":
        made = composite_of(parameter)
        return ("pair",) if made is not None and made.number == parameter.number else ()
    if is_near(parameter):
        return ("place",)
    if not _has_values(parameter) or derived(parameter) is not None:
        return ()
    if parameter.type == "token":
        return ("value", "text", "of-type") if parameter.name == "identifier" else ("value", "text")
    if parameter.type == "reference":
        return ("value", "identifier")
    return ("value", "sound") if parameter.type == "string" and parameter.name in NAMES else ("value",)


def is_searched(parameter: SearchParameter) -> bool:
    """Whether a search by this parameter works."""
    if parameter.type == "composite":
        return composite_of(parameter) is not None
    return parameter.name in COLUMNS or is_near(parameter) or _has_values(parameter)


def _has_values(parameter: SearchParameter) -> bool:
    return (parameter.has_accessor or is_first_entry(parameter)) and parameter.type in _VALUES


def name_of(number: int, part: str) -> str:
    """How a part of a parameter is called in `index_state`."""
    return f"{number}.{part}"


@cache
def definitions_of(resource_type: str) -> Mapping[str, str]:
    """Every part of every parameter of a type, with the digest of what makes its rows."""
    return {
        name_of(parameter.number, part): _digest(parameter, part)
        for parameter in (*search_parameters(resource_type).values(), *parameters_inside(resource_type))
        for part in parts_of(parameter)
    }


def needed_parts(parameter: SearchParameter, modifier: str) -> tuple[str, ...]:
    """The parts, by name, that a criterion with this parameter and modifier relies on."""
    source = derived(parameter)
    numbers = source.numbers if source is not None else (parameter.number,)
    if parameter.type == "composite":
        made = composite_of(parameter)
        if made is None:
            return ()
        found = [name_of(made.number, "pair")] if made.number else []
        if made.at_root:
            found += [name for one in made.parts for name in needed_parts(one, "")]
        return tuple(found)
    if is_near(parameter):
        return (name_of(parameter.number, "place"),)
    if modifier == "missing" and parameter.type in {"token", "reference"}:
        other = "text" if parameter.type == "token" else "identifier"
        return tuple(name_of(number, part) for number in numbers for part in ("value", other))
    part = {"text": "text", "of-type": "of-type", "identifier": "identifier"}.get(modifier, "value")
    found = [name_of(number, part) for number in numbers]
    if part == "value" and parameter.type == "string" and parameter.name in NAMES and modifier != "exact":
        found.append(name_of(parameter.number, "sound"))
    return tuple(found)


def _digest(parameter: SearchParameter, part: str) -> str:
    is_within = part == "value" and parameter.number in within_patient(parameter.resource_type)
    rule = RULES.get(parameter.type, RULES[part]) if part == "value" else RULES[part]
    words = [part, str(rule), parameter.type, parameter.expression, str(parameter.components), str(is_within)]
    if is_first_entry(parameter) or parameter in parameters_inside(parameter.resource_type):
        words.append(str(RULES["inside"]))
    text = "|".join(words)
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()
