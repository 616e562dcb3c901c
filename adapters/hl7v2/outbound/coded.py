"""CodeableConcept and Coding as CWE or CE, in the receiver's code tables: the inverse of `datatypes/cwe.py`."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from adapters.hl7v2.codesystems.systems import ICD10, ICD10_CLINICAL_CN, ICD10_INSURANCE_CN, LOINC
from adapters.hl7v2.datatypes.cwe import Translation, v2_system
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.line import Cell
from adapters.hl7v2.outbound.resources import Node

_NAMES = {
    LOINC: "LN",
    ICD10: "I10",
    ICD10_CLINICAL_CN: "国临版",
    ICD10_INSURANCE_CN: "医保版",
    "http://snomed.info/sct": "SCT",
    "http://hl7.org/fhir/sid/icd-10-pcs": "I10P",
    "http://hl7.org/fhir/sid/icd-10-cm": "I10C",
    "http://hl7.org/fhir/sid/icd-9-cm": "I9C",
    "http://www.ama-assn.org/go/cpt": "C4",
    "http://hl7.org/fhir/sid/cvx": "CVX",
    "http://hl7.org/fhir/sid/mvx": "MVX",
    "http://hl7.org/fhir/sid/ndc": "NDC",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RXNORM",
    "http://unitsofmeasure.org": "UCUM",
    "http://www.whocc.no/atc": "ATC",
    "urn:iso:std:iso:3166": "ISO3166_1",
    "urn:oid:2.16.840.1.113883.6.238": "CDCREC",
    "https://www.nubc.org/CodeSystem/PatDischargeStatus": "NUBC",
    "urn:oid:2.16.156.10011.2.3.3.4": "GB/T2261.1",
    "urn:oid:2.16.156.10011.2.3.3.5": "GB/T2261.2",
    "urn:oid:2.16.156.10011.2.3.3.3": "GB/T3304",
    "urn:oid:2.16.156.10011.2.3.3.8": "GB/T4761",
}
"""URI to the name that the receiver reads back as it (table 0396, and names in Chinese use)."""

_V2 = re.compile(r"http://terminology\.hl7\.org/CodeSystem/v2-(\d{4})")
_LOCAL = "https://alliance-hub.example/sid/"

Triplet = tuple[str, str, str, str]
"""Code, display, name of the system, version."""


def concept_to_cwe(
    concept: Node | None, context: Outgoing, *, table: str = "", translation: Translation | None = None
) -> Cell:
    """The concept: the coding that the receiver's table has first, one more beside it, and the words.

    `table` is the HL7 table of the field, `translation` the table that inbound messages are read by. What has no room
    (a third coding, words beside another display before v2.5) stays in the list of what is not said.
    """
    if concept is None:
        return ""
    codings = _in_order(concept.each("coding"), table)
    triplets = [_triplet(coding, context, table) for coding in _without_translated(codings, translation, table)]
    words = concept.peek("text")
    triplets = _with_table_code(triplets, words, codings, translation)
    local = _receivers_own(codings, context)
    if local and local not in triplets:
        triplets.insert(0, local)
    room = 3 if context.target.knows("2.7") else 2
    for coding in codings[room:]:
        if _known(coding, triplets[:room], context, table):
            coding.mark()
    for coding in codings[:room]:
        coding.mark_each("system", "code", "display", *(("version",) if context.target.knows("2.3.1") else ()))
    return _cells(triplets[:room], words, concept, context)


def coding_to_cwe(coding: Node | None, context: Outgoing, *, table: str = "") -> Cell:
    """A single Coding."""
    if coding is None:
        return ""
    code, display, system, _ = _triplet(coding, context, table)
    coding.mark_each("system", "code", "display")
    return [code, display, system]


def code_of(concept: Node | None, *, table: str, translation: Translation | None = None) -> str:
    """The code of an HL7 table that a concept has, for a field of type IS or ID; empty when it has none."""
    codings = concept.each("coding") if concept else []
    back = _reversed(translation)
    for coding in codings:
        if coding.peek("system") == v2_system(table) or (coding.peek("code"), coding.peek("system")) in back:
            found = back.get((coding.peek("code"), coding.peek("system")), coding.peek("code"))
            coding.mark_each("system", "code", "display")
            return found
    return ""


def system_name(uri: str, context: Outgoing) -> str:
    """What the receiver calls a code system."""
    own = {known: name for name, known in reversed(list(context.target.dialect.systems.items()))}
    if uri in own:
        return own[uri]
    if uri in _NAMES:
        return _NAMES[uri]
    table = _V2.fullmatch(uri)
    if table:
        return f"HL7{table[1]}"
    institution, _, rest = uri.removeprefix(_LOCAL).partition("/code/")
    if uri.startswith(_LOCAL) and institution == context.target.name and rest:
        return str(unquote(rest))
    return uri


def _in_order(codings: list[Node], table: str) -> list[Node]:
    """Codes of the field's own table first; else as they stand."""
    own = v2_system(table) if table else ""
    return sorted(codings, key=lambda coding: coding.peek("system") != own) if own else codings


def _without_translated(codings: list[Node], translation: Translation | None, table: str) -> list[Node]:
    """Leave out what reading the table's own code gives again."""
    if not translation or not codings:
        return codings
    given = {
        translation[coding.peek("code")][:2]
        for coding in codings
        if coding.peek("system") in {v2_system(table), ""} and coding.peek("code") in translation
    }
    kept = []
    for coding in codings:
        if (coding.peek("code"), coding.peek("system")) in given and coding.peek("system") != v2_system(table):
            coding.mark()
        else:
            kept.append(coding)
    return kept


def _with_table_code(
    triplets: list[Triplet], words: str, codings: list[Node], translation: Translation | None
) -> list[Triplet]:
    """A concept of FHIR's own tables alone gets the table's code; one that stands for a word keeps the word."""
    back = _reversed(translation)
    if not back or len(codings) != 1:
        return triplets
    pair = (codings[0].peek("code"), codings[0].peek("system"))
    if translation and words in translation and translation[words][:2] == pair:
        return [(words, "", "", "")]
    if pair not in back:
        return triplets
    return [(back[pair], triplets[0][1], "", "")]


def _reversed(translation: Translation | None) -> Mapping[tuple[str, str], str]:
    """From a FHIR coding to the first ASCII code of the table that is read as it."""
    found: dict[tuple[str, str], str] = {}
    for code, (standard, system, _) in (translation or {}).items():
        if code.isascii():
            found.setdefault((standard, system), code)
    return found


def _receivers_own(codings: list[Node], context: Outgoing) -> Triplet | None:
    """The receiver's local code, where its file says which one stands for a coding that is there."""
    pairs = {(coding.peek("code"), coding.peek("system")) for coding in codings}
    for system, table in context.target.dialect.concepts.items():
        if any(known == system for _, known in pairs):
            return None
        for code, (standard, uri, display) in table.items():
            if (standard, uri) in pairs:
                return (code, display, system_name(system, context), "")
    return None


def _triplet(coding: Node, context: Outgoing, table: str) -> Triplet:
    system = coding.peek("system")
    name = "" if table and system == v2_system(table) else system_name(system, context)
    return (coding.peek("code"), coding.peek("display"), name, coding.peek("version"))


def _known(coding: Node, triplets: list[Triplet], context: Outgoing, table: str) -> bool:
    return _triplet(coding, context, table)[:3] in {triplet[:3] for triplet in triplets}


def _cells(triplets: list[Triplet], words: str, concept: Node, context: Outgoing) -> Cell:
    first, second, third = [*triplets, ("", "", "", ""), ("", "", "", ""), ("", "", "", "")][:3]
    parts = [*first[:3], *second[:3]]
    modern = context.target.knows("2.5")
    if words and words in first[:2]:
        concept.mark_each("text")
    elif words and not first[1]:
        parts[1] = words
        concept.mark_each("text")
    elif words and modern:
        concept.mark_each("text")
    spoken = words if modern and words not in {parts[0], parts[1], ""} else ""
    if not (first[3] or second[3] or spoken or third[0]):
        return parts
    versions = [first[3] if first[0] else "", second[3]]
    further = list(third[:3]) + (["", third[3]][: 1 + bool(third[3])] if third[0] else [])
    return [*parts, *versions, spoken, *further]
