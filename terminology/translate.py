"""What a code is in another code system. https://hl7.org/fhir/R4/conceptmap-operation-translate.html."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from terminology.definitions import MapDefinition, MapGroup
from terminology.registry import Registry

UNMATCHED = frozenset({"unmatched", "disjoint"})
"""Equivalences that say that there is no translation."""


@dataclass(frozen=True, slots=True)
class Match:
    """One translation: the code, how exactly, by which map, and its words."""

    equivalence: str
    system: str
    code: str
    display: str
    map_url: str
    comment: str = ""
    verified: bool = True


def translate(
    registry: Registry,
    *,
    system: str,
    code: str,
    maps: Iterable[MapDefinition] = (),
    target: str = "",
    reverse: bool = False,
) -> list[Match]:
    """Every translation of a code, by these maps or by all that the hub knows; each target code once.

    `target` is the code system that is wanted. With `reverse` the code is a target of the maps and their sources are
    the answer.
    """
    found: dict[tuple[str, str], Match] = {}
    for one in maps or registry.concept_maps():
        for group in one.groups:
            if not _is_asked(group, system=system, target=target, reverse=reverse):
                continue
            for match in _matches(registry, one, group, code=code, reverse=reverse):
                found.setdefault((match.system, match.code), match)
    return list(found.values())


def has_translation(matches: Sequence[Match]) -> bool:
    """Whether one of them is a translation."""
    return any(match.equivalence not in UNMATCHED for match in matches)


def _is_asked(group: MapGroup, *, system: str, target: str, reverse: bool) -> bool:
    first, second = (group.target, group.source) if reverse else (group.source, group.target)
    return (not system or first == system) and (not target or second == target)


def _matches(
    registry: Registry, definition: MapDefinition, group: MapGroup, *, code: str, reverse: bool
) -> Iterable[Match]:
    system = group.source if reverse else group.target
    table = registry.code_system(system) if system else None
    for target in group.reverse(code) if reverse else group.translate(code):
        row = -1 if table is None else table.find(target.code)
        words = target.display or (table.entry(row).display if table is not None and row >= 0 else "")
        yield Match(target.equivalence, system, target.code, words, definition.url, target.comment, definition.verified)
