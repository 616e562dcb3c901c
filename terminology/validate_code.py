"""Whether a code is in a code system or a value set, and whether its display is right.

https://hl7.org/fhir/R4/valueset-operation-validate-code.html,
https://hl7.org/fhir/R4/codesystem-operation-validate-code.html. A display counts as right when it is one of the code's
words in any language, letter case and blanks aside. What the hub cannot know is said: `result` is None then.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from terminology.code_table import CodeTable
from terminology.definitions import TerminologyError, ValueSetDefinition
from terminology.expand import expand
from terminology.icd10 import normalise
from terminology.icd10_editions import EDITIONS
from terminology.membership import definition_has
from terminology.pinyin import fold
from terminology.registry import Registry


@dataclass(frozen=True, slots=True)
class Coding:
    """A code as it was sent."""

    system: str
    code: str
    version: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: `result` None means that it cannot be known here; `message` says why, or warns."""

    result: bool | None
    message: str = ""
    display: str = ""
    coding: Coding | None = None


def validate_in_system(registry: Registry, coding: Coding) -> Verdict:
    """Whether the code is one of its system."""
    table = registry.code_system(coding.system, coding.version)
    if table is None:
        return _without_table(coding)
    row = table.find(coding.code)
    if row < 0:
        if table.head.content != "complete":
            return Verdict(None, f"{coding.code!r} is not among the codes that the hub has of {coding.system}.")
        return Verdict(False, f"{coding.code!r} is no code of {coding.system}; expected one of its {len(table)} codes.")
    return _with_display(table, row, coding)


def validate_in_value_set(registry: Registry, definition: ValueSetDefinition, codings: Sequence[Coding]) -> Verdict:
    """Whether one of the codings is in the value set: the first that is, else the first that cannot be known."""
    verdicts = [_in_value_set(registry, definition, coding) for coding in codings]
    for wanted in (True, None):
        for verdict in verdicts:
            if verdict.result is wanted:
                return verdict
    return verdicts[0] if len(verdicts) == 1 else Verdict(False, " ".join(verdict.message for verdict in verdicts))


def _in_value_set(registry: Registry, definition: ValueSetDefinition, coding: Coding) -> Verdict:
    if not coding.system:
        coding = Coding(_only_system(registry, definition), coding.code, coding.version, coding.display)
    name = definition.url or "the value set of this request"
    found = definition_has(registry, definition, coding.system, coding.code)
    if found is None:
        known = validate_in_system(registry, coding)
        return Verdict(None, f"Whether {name} has {coding.code!r} cannot be said: {known.message or 'no table'}")
    if not found:
        return Verdict(False, f"{coding.code!r} of {coding.system} is not in {name}.", coding=coding)
    table = registry.code_system(coding.system, coding.version)
    row = -1 if table is None else table.find(coding.code)
    return Verdict(True, coding=coding) if table is None or row < 0 else _with_display(table, row, coding)


def _only_system(registry: Registry, definition: ValueSetDefinition) -> str:
    """The one system of a value set. Raises TerminologyError when it has none or several."""
    systems = {part.system for part in expand(registry, definition)}
    if len(systems) != 1:
        raise TerminologyError(
            "invalid", f"No system came with the code, and the value set has {len(systems)} systems; expected `system`."
        )
    return systems.pop()


def _with_display(table: CodeTable, row: int, coding: Coding) -> Verdict:
    entry = table.entry(row)
    right = {_plain(words) for words in (entry.zh, entry.en) if words}
    display = entry.words("")
    if coding.display and right and _plain(coding.display) not in right:
        return Verdict(False, f"The display does not belong to {coding.code}; expected {display!r}.", display, coding)
    notes = []
    if entry.is_inactive:
        notes.append(f"{coding.code} is no longer in use.")
    if entry.is_abstract:
        notes.append(f"{coding.code} groups other codes and is not meant to be chosen itself.")
    if not is_verified(table, row):
        notes.append(UNVERIFIED)
    return Verdict(True, " ".join(notes), display, coding)


def _without_table(coding: Coding) -> Verdict:
    if coding.system in EDITIONS and normalise(coding.code) is None:
        return Verdict(False, f"{coding.code!r} is no ICD-10 code; expected one such as I63.9.", coding=coding)
    text = f"The hub has no table of {coding.system}; load one with `hub terminology load FILE`."
    return Verdict(None, text, coding=coding)


def _plain(text: str) -> str:
    return "".join(fold(text).split())


UNVERIFIED = "未与发布原文核对，仅供参考。 Not compared with the published original."
"""Said wherever a code shows that was not verified."""


def is_verified(table: CodeTable, row: int) -> bool:
    """Whether the code was compared with the published original: by its row's own word, else its system's."""
    own = table.entry(row).more.get("verified")
    return table.head.verified if own is None else own == "true"
