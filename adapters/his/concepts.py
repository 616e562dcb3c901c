"""Codes and words of a row to CodeableConcept: the site's own maps first, the original coding always kept.

ICD-10 of the national editions (国临版, 医保版) gets the WHO code beside it; GB/T 15657 stays beside the western ones.
"""

import re
from urllib.parse import quote

from adapters.his.codes import ICD10, ICD10_CLINICAL, ICD10_INSURANCE, LOINC, TCM, UCUM, UNITS
from adapters.port import Source
from adapters.tabular.fields import Fields
from fhir_profiles.issue import JsonObject
from terminology.icd10 import is_of_national_edition, normalise

_LOINC = re.compile(r"\d{1,5}-\d")
_TCM = re.compile(r"(?:[AB]\d{2}|BN|BE|BT|BW|BF|BG|BX|BY|BZ|ZB|ZY|ZA)[A-Z0-9.]*")


def concept_of(fields: Fields, *, kind: str) -> JsonObject | None:
    """The concept in the columns code, words and coding; `kind` names the sender's own code system (`item`, `drug`)."""
    code, words = "".join(fields.text("code").split()), fields.text("words")
    if not code and not words:
        return None
    concept: JsonObject = {}
    if code:
        system = _system_of(fields, code, kind)
        coding = {"system": system, "code": code, **({"display": words} if words else {})}
        concept["coding"] = [*_standard(fields.source, system, code), coding]
    if words:
        concept["text"] = words
    return concept


def diagnosis_of(fields: Fields) -> JsonObject | None:
    """The concept of a diagnosis.

    A code of ICD-10 form without a stated edition is read as ICD-10; one that only the Chinese editions have, as the
    clinical edition.
    """
    code, words = "".join(fields.text("code").split()), fields.text("words")
    if not code and not words:
        return None
    concept: JsonObject = {"coding": _diagnosis_codings(fields, code, words)} if code else {}
    if words:
        concept["text"] = words
    return concept


def _diagnosis_codings(fields: Fields, code: str, words: str) -> list[JsonObject]:
    said = fields.text("coding") if "coding" in fields.header.positions else ""
    system = _named(said, fields.source)
    who = normalise(code)
    if not system:
        local = TCM if _TCM.fullmatch(code) else _own(fields.source, "diagnosis")
        system = local if who is None else ICD10
    if system == ICD10 and is_of_national_edition(code):
        system = ICD10_CLINICAL
    coding = {"system": system, "code": code, **({"display": words} if words else {})}
    found = [*_standard(fields.source, system, code), coding]
    if who is not None and (system in {ICD10_CLINICAL, ICD10_INSURANCE} or (system == ICD10 and who != code)):
        found.append({"system": ICD10, "code": who})
    return found


def _system_of(fields: Fields, code: str, kind: str) -> str:
    said = fields.text("coding") if "coding" in fields.header.kind.columns else ""
    if named := _named(said, fields.source):
        return named
    at = fields.header.positions.get("code")
    column = fields.header.names[at].casefold() if at is not None else ""
    if "loinc" in column and _LOINC.fullmatch(code):
        return LOINC
    return _own(fields.source, kind)


def _named(said: str, source: Source) -> str:
    """The system that the row names; a name that nobody knows is the sender's own."""
    if not said:
        return ""
    known = source.dialect.systems.get(said)
    if known:
        return known
    plain = "".join(said.split()).upper()
    if "医保" in plain:
        return ICD10_INSURANCE
    if "国临" in plain or "临床版" in plain:
        return ICD10_CLINICAL
    if "中医" in plain or "15657" in plain or plain == "TCM":
        return TCM
    if plain in {"ICD10", "ICD-10", "GB/T14396", "GB/T14396-2016", "WHO"}:
        return ICD10
    if plain in {"LOINC", "LN"}:
        return LOINC
    return _own(source, plain)


def _own(source: Source, kind: str) -> str:
    """The sender's own code system of one kind: a local code is never passed off as a standard one."""
    return f"https://alliance-hub.example/sid/{quote(source.name, safe='')}/code/{quote(kind, safe='')}"


def _standard(source: Source, system: str, code: str) -> list[JsonObject]:
    """The standard coding that the site's file gives for a local code."""
    found = source.dialect.concepts.get(system, {}).get(code)
    if found is None:
        return []
    return [{"system": found[0], "code": found[1], "display": found[2]}]


def label_of(concept: JsonObject) -> str:
    """What tells one concept from another: the first coding, else the words."""
    if codings := concept.get("coding"):
        return f"{codings[0].get('system', '')}|{codings[0]['code']}"
    return str(concept["text"]).casefold()


def unit_of(text: str) -> JsonObject:
    """The unit of a Quantity: as written, with its UCUM code where it is known."""
    if not text:
        return {}
    ucum = UNITS.get(text.casefold().replace(" ", ""))
    return {"unit": text, **({"system": UCUM, "code": ucum} if ucum else {})}
