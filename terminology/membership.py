"""Whether a code is in a value set or below another one: for bindings, search modifiers and $validate-code.

Every function takes the registry that it asks; without one it asks the package alone.
https://hl7.org/fhir/R4/terminology-service.html
"""

import re

from terminology.code_table import CodeTable
from terminology.definitions import JsonObject, TerminologyError, ValueSetDefinition
from terminology.expand import expand
from terminology.filters import filtered_rows
from terminology.icd10 import is_below, normalise, prefixes
from terminology.icd10_editions import EDITIONS
from terminology.registry import Registry, package_registry

Codes = frozenset[tuple[str, str]]

MOST_LISTED = 100_000
"""A value set of more codes is not listed; `member_of` still answers for it."""

_MOST_KEPT = 5_000

_GRAMMAR = {
    "urn:ietf:bcp:13": re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+*-]{1,127}(\s*;.*)?"),
    "urn:ietf:bcp:47": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
    "urn:iso:std:iso:4217": re.compile(r"[A-Z]{3}"),
}
"""Systems whose codes are made by a rule (RFC 6838, RFC 5646) or too many to carry: a well-formed one is accepted."""


def codes_of(value_set_url: str, registry: Registry | None = None) -> Codes | None:
    """(system, code) of every member; None for an unknown value set, and one that cannot be enumerated or is too large.

    Kept by the registry: the second question costs a dictionary's look-up.
    """
    known = registry or package_registry()
    try:
        return known.codes[value_set_url]
    except KeyError:
        definition = known.value_set(value_set_url)
        found = None if definition is None else _codes(known, definition)
        if len(known.codes) < _MOST_KEPT:
            known.codes[value_set_url] = found
        return found


def _codes(registry: Registry, definition: ValueSetDefinition) -> Codes | None:
    try:
        parts = expand(registry, definition)
    except TerminologyError:
        return None
    if sum(len(part.rows) for part in parts) > MOST_LISTED:
        return None
    return frozenset((part.system, code) for part in parts for code in part.codes())


def member_of(value_set_url: str, system: str, code: str, registry: Registry | None = None) -> bool | None:
    """Whether the value set has the code; None when the hub cannot know (no table, a part of one, unknown set)."""
    known = registry or package_registry()
    codes = codes_of(value_set_url, known)
    if codes is not None and (system, code) in codes:
        return True
    key = (value_set_url, system)
    if codes is not None and known.closed.get(key):
        return False
    definition = known.value_set(value_set_url)
    if definition is None:
        return None
    found = definition_has(known, definition, system, code)
    if codes is not None and len(known.closed) < _MOST_KEPT:
        table = known.code_system(system)
        known.closed[key] = found is False and (table is None or table.head.content == "complete")
    return found


def definition_has(registry: Registry, definition: ValueSetDefinition, system: str, code: str) -> bool | None:
    """The same for a value set at hand, without expanding it. A circle of value sets has no members."""
    return _Question(registry, system, code).ask(definition)


class _Question:
    """One code, asked of value sets that include others."""

    def __init__(self, registry: Registry, system: str, code: str) -> None:
        self._registry, self._system, self._code = registry, system, code
        self._open: set[str] = set()

    def ask(self, definition: ValueSetDefinition) -> bool | None:
        if definition.url in self._open:
            return False
        self._open.add(definition.url)
        included = _any([self._included(one) for one in definition.compose.get("include", ())])
        excluded = _any([self._included(one) for one in definition.compose.get("exclude", ())])
        self._open.discard(definition.url)
        if included is False or excluded is False:
            return included
        return False if excluded else None

    def _included(self, include: JsonObject) -> bool | None:
        answers: list[bool | None] = []
        for url in include.get("valueSet", ()):
            other = self._registry.value_set(url)
            answers.append(None if other is None else self.ask(other))
        if "system" in include:
            answers.append(self._in_system(include))
        if False in answers:
            return False
        return None if None in answers else True

    def _in_system(self, include: JsonObject) -> bool | None:
        if include["system"] != self._system:
            return False
        table = self._registry.code_system(self._system, include.get("version", ""))
        if "concept" in include:
            is_whole = table is not None and table.head.content == "complete"
            is_listed = any(one["code"] == self._code for one in include["concept"])
            return is_listed and not (is_whole and table is not None and table.find(self._code) < 0)
        if table is None or include.get("leftOut"):
            return self._by_rule(include)
        row = table.find(self._code)
        if row < 0:
            return False if table.head.content == "complete" else None
        try:
            return all(filtered_rows(table, [row], item) for item in include.get("filter", ()))
        except TerminologyError:
            return None

    def _by_rule(self, include: JsonObject) -> bool | None:
        """What can be said without a table."""
        filters = include.get("filter", ())
        if self._system in EDITIONS:
            return _icd10_without_table(self._code, filters)
        grammar = _GRAMMAR.get(self._system)
        if grammar is None:
            return None
        if grammar.fullmatch(self._code) is None:
            return False
        return None if filters else True


def _icd10_without_table(code: str, filters: list[JsonObject]) -> bool | None:
    """An ICD-10 code by its shape: false when it cannot be, or when it is not below what a filter names."""
    if normalise(code) is None:
        return False
    for item in filters:
        if item.get("op") in {"is-a", "descendent-of"} and not is_below(code, item.get("value", "")):
            return False
    return None


def _any(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def descendants(system: str, code: str, registry: Registry | None = None) -> tuple[str, ...]:
    """The code and all codes below it, as far as a table says; the code alone when there is none."""
    table, row = _find(system, code, registry)
    return (code,) if table is None else tuple(map(table.code, table.subtree(row)))


def ancestors(system: str, code: str, registry: Registry | None = None) -> tuple[str, ...]:
    """The code and all codes above it; of an ICD-10 code without a table, those that its characters name."""
    table, row = _find(system, code, registry)
    if table is not None:
        return (code, *map(table.code, table.ancestors(row)))
    return tuple(dict.fromkeys((code, *prefixes(code)))) if system in EDITIONS else (code,)


def subsumption(system: str, first: str, second: str, registry: Registry | None = None) -> str:
    """equivalent, subsumes, subsumed-by or not-subsumed (concept-subsumption-outcome).

    Raises TerminologyError for an unknown system or code; ICD-10 codes are compared by their characters when no
    table is loaded.
    """
    known = registry or package_registry()
    table = known.code_system(system)
    if table is None:
        if system not in EDITIONS:
            raise TerminologyError("not-found", f"The hub has no code system {system}.")
        for code in (first, second):
            if normalise(code) is None:
                raise TerminologyError("not-found", f"{code!r} is no ICD-10 code; expected one such as I63.9.")
        is_above = is_below
    else:
        rows = {code: _demand(table, code) for code in (first, second)}

        def is_above(code: str, above: str) -> bool:
            return rows[code] in table.subtree(rows[above])

    below, above = is_above(first, second), is_above(second, first)
    if below and above:
        return "equivalent"
    return "subsumes" if above else "subsumed-by" if below else "not-subsumed"


def _demand(table: CodeTable, code: str) -> int:
    row = table.find(code)
    if row < 0:
        raise TerminologyError("not-found", f"{code!r} is no code of {table.head.url}.")
    return row


def _find(system: str, code: str, registry: Registry | None) -> tuple[CodeTable | None, int]:
    table = (registry or package_registry()).code_system(system)
    row = -1 if table is None else table.find(code)
    return (None, -1) if row < 0 else (table, row)
