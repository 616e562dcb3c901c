"""CWE, CE, CNE, CF, IS and ID to CodeableConcept and Coding. HL7 v2.9 chapter 2A.2.13."""

from collections.abc import Mapping

from adapters.hl7v2.codesystems.systems import ICD10, ICD10_CLINICAL_CN, ICD10_INSURANCE_CN, coding_system_to_uri
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.remembered import Concepts, copy_of_concept, is_memorable
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject
from terminology.icd10 import is_of_national_edition, normalise

Translation = Mapping[str, tuple[str, str, str]]
"""From a v2 code to (code, system, display) in FHIR."""

_KNOWN = Concepts()

_NATIONAL_EDITIONS = frozenset({ICD10_CLINICAL_CN, ICD10_INSURANCE_CN})
_ICD10_EDITIONS = _NATIONAL_EDITIONS | {ICD10}

_TRIPLETS = ((1, 2, 3, 7, 14), (4, 5, 6, 8, 17), (10, 11, 12, 13, 20))


def cwe_to_codeable_concept(
    cell: Repetition, context: MessageContext, *, table: str = "", translation: Translation | None = None
) -> JsonObject | None:
    """The concept of a CWE, or None when it is empty.

    `table` is the HL7 table of the field (`0063`): its system stands where the sender names
    none. A code that `translation` knows gives the FHIR coding first and stays behind it. A
    Chinese word in the place of a code (女儿) is text, not a code of the table.
    """
    if not cell.raw:
        return None
    if not is_memorable(cell):
        return _concept(cell, context, table, translation)
    # A translation is a table of this package: its identity is its name.
    source = context.source
    key = (cell.raw, table, id(translation), source.name, source.dialect.digest)
    known = _KNOWN.get(key)
    if known is None:
        before, cell.taken = cell.taken, 0
        known = (_concept(cell, context, table, translation), cell.taken)
        cell.taken = before
        _KNOWN.add(key, known)
    cell.taken |= known[1]
    return copy_of_concept(known[0])


def cwe_to_coding(cell: Repetition, context: MessageContext, *, table: str = "") -> JsonObject | None:
    """The first coding of a CWE, or None."""
    return _coding(cell, context, _TRIPLETS[0], table)


def with_who_code(codings: list[JsonObject]) -> list[JsonObject]:
    """Codes of the Chinese editions of ICD-10 with the WHO code above them, each in its own system.

    A code that only the Chinese editions have (`I10.x00x002`) stands in the clinical one also where the sender says
    ICD-10: WHO has no such code. The insurance edition stands where the sender names it.
    """
    found = [
        {**coding, "system": ICD10_CLINICAL_CN}
        if coding.get("system") == ICD10 and is_of_national_edition(coding["code"])
        else coding
        for coding in codings
    ]
    told = {coding["code"] for coding in found if coding.get("system") == ICD10}
    above = [normalise(coding["code"]) for coding in found if coding.get("system") in _NATIONAL_EDITIONS]
    missing = dict.fromkeys(code for code in above if code and code not in told)
    return [*found, *({"system": ICD10, "code": code} for code in missing)]


def cwe_to_words(cell: Repetition) -> str:
    """The words of a CWE where FHIR has a text alone: CWE.9, else 2, else 1. The rest stays in the residue."""
    for component in (9, 2, 1):
        if cell.peek(component):
            return cell.take(component)
    return ""


def give_back_text(cell: Repetition) -> None:
    """Of this CWE the codings alone were used: its text (CWE.9, or CWE.2 without a code) is residue."""
    cell.give_back(9, *(() if cell.peek(1) else (2,)))


def concept(code: str, system: str, display: str = "") -> JsonObject:
    """A CodeableConcept of one coding."""
    coding = {"system": system, "code": code}
    if display:
        coding["display"] = display
    return {"coding": [coding]}


def v2_system(table: str) -> str:
    """The canonical of an HL7 table."""
    return f"http://terminology.hl7.org/CodeSystem/v2-{table}"


def _concept(
    cell: Repetition, context: MessageContext, table: str, translation: Translation | None
) -> JsonObject | None:
    size = len(cell.parts)
    codings = [
        coding
        for at in (_TRIPLETS if size > 3 else _TRIPLETS[:1])
        if at[0] <= size and (coding := _coding(cell, context, at, table)) is not None
    ]
    words = ""
    if codings and not codings[0]["code"].isascii() and not cell.peek(3):
        words = codings.pop(0)["code"]
    found = translation.get(words or codings[0]["code"]) if translation and (words or codings) else None
    if not found and context.source.dialect.concepts:
        found = _standard(codings, context)
    if found:
        codings = _with_translation(found, codings)
    if any(coding.get("system") in _ICD10_EDITIONS for coding in codings):
        codings = with_who_code(codings)
    concept: JsonObject = {"coding": codings} if codings else {}
    text = cell.take(9) if cell.peek(9) else ""
    if not text and cell.peek(2):
        text = cell.take(2)
    if text or words:
        concept["text"] = text or words
    return concept or None


def _coding(
    cell: Repetition, context: MessageContext, at: tuple[int, int, int, int, int], table: str
) -> JsonObject | None:
    code_at, display_at, system_at, version_at, oid_at = at
    code = " ".join(cell.peek(code_at).split())
    if not code:
        return None
    cell.mark(code_at, system_at)
    coding: JsonObject = {}
    system = _system(cell.peek(system_at), context)
    if not system and cell.peek(oid_at):
        system = _system(cell.take(oid_at), context)
    if not system and table and code_at == 1:
        system = v2_system(table)
    if system:
        coding["system"] = system
    if system and cell.peek(version_at):
        coding["version"] = cell.take(version_at)
    coding["code"] = code
    if cell.peek(display_at):
        coding["display"] = cell.take(display_at)
    return coding


def _system(name: str, context: MessageContext) -> str:
    """The URI of a coding system: as the sender's file says, else as table 0396."""
    own = context.source.dialect.systems
    return own.get(name) or coding_system_to_uri(name, source=context.source.name)


def _standard(codings: list[JsonObject], context: MessageContext) -> tuple[str, str, str] | None:
    """The standard coding that the sender's file gives for one of the local ones."""
    known = context.source.dialect.concepts
    pairs = ((known.get(coding.get("system", "")), coding["code"]) for coding in codings)
    return next((table[code] for table, code in pairs if table and code in table), None)


def _with_translation(found: tuple[str, str, str], codings: list[JsonObject]) -> list[JsonObject]:
    code, system, display = found
    if any(coding["code"] == code and coding.get("system") == system for coding in codings):
        return codings
    return [{"system": system, "code": code, "display": display}, *codings]
