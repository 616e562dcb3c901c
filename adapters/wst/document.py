"""A WS/T 500 document to FHIR: Patient, Encounter, Composition with its sections, coded entries, and the original.

HL7 CDA R2, 4.3; https://hl7.org/fhir/R4/composition.html. A section's text stays as its narrative; an entry whose data
element is known becomes a Condition or an Observation, any other an Observation of its data element, so that nothing of
the body is lost. The document itself is kept as Binary.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from adapters.port import Entry, Source
from adapters.wst.codes import (
    DATA_ELEMENTS,
    DIAGNOSES,
    DOCUMENTS,
    ICD10,
    ICD10_CLINICAL,
    LOINC_OID,
    SYSTEMS,
    VITAL_SIGNS,
)
from adapters.wst.header import Head, query, read_authors, read_encounter, read_person, to_time
from adapters.wst.tree import Node
from fhir_profiles.issue import Issue, JsonObject
from terminology.code_systems import load_code_system
from terminology.icd10 import is_of_national_edition, normalise

UUID_SYSTEM: Final = "urn:ietf:rfc:3986"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_MAPPED = frozenset({
    "realmCode", "typeId", "templateId", "id", "code", "title", "effectiveTime", "confidentialityCode",
    "languageCode", "setId", "versionNumber", "recordTarget", "author", "custodian", "componentOf", "component",
})  # fmt: skip
"""Elements of the header that are mapped, or say nothing of the patient."""
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


@dataclass(slots=True)
class _Making:
    """What is being made of one document."""

    source: Source
    head: Head
    number: str
    at: str
    entries: list[Entry] = field(default_factory=list)
    residue: list[Issue] = field(default_factory=list)
    count: int = 0

    def about(self) -> JsonObject:
        """Subject and visit."""
        found: JsonObject = {"subject": {"reference": self.head.patient.full_url}}
        if self.head.encounter is not None:
            found["encounter"] = {"reference": self.head.encounter.full_url}
        return found

    def put(self, resource: JsonObject, what: str) -> JsonObject:
        """Add a resource of this document; the reference to it."""
        kind = str(resource["resourceType"])
        full_url = self.source.full_url(kind, f"{self.number}|{what}")
        identifier = {"system": UUID_SYSTEM, "value": full_url}
        own: JsonObject = {"identifier": identifier if kind == "Composition" else [identifier]}
        rest = {name: value for name, value in resource.items() if name != "resourceType"}
        made = {"resourceType": kind, **own, **rest}
        self.entries.append(Entry(made, full_url, "PUT", f"{kind}?{query(UUID_SYSTEM, full_url)}"))
        return {"reference": full_url}


def document_to_entries(root: Node, data: bytes, source: Source) -> tuple[list[Entry], list[Issue], list[Issue], str]:
    """Entries, issues, residue and the type of a ClinicalDocument."""
    issues: list[Issue] = []
    role, code, number = root.one("recordTarget/patientRole"), root.one("code"), root.one("id")
    kind = code.get("code") if code is not None else ""
    if role is None or number is None or not (number.get("extension") or number.get("root")):
        text = "The document lacks its id or its patient; expected id and recordTarget/patientRole of CDA."
        return [], [Issue("error", "required", text, "ClinicalDocument", root.line)], [], kind
    patient, key, visit = read_person(role, source, issues)
    if patient is None:
        return [], issues, [], kind
    encounter = read_encounter(root, visit, patient, source)
    made = root.one("effectiveTime")
    at = to_time(made.get("value"), source) if made is not None else ""
    if not at:
        text = "The document does not say when it was made; expected effectiveTime."
        return [], [Issue("error", "required", text, "effectiveTime", root.line)], [], kind
    name = f"{number.get('root')}|{number.get('extension')}"
    making = _Making(source, Head(patient, key, encounter), name, at)
    making.entries += [patient, *([encounter] if encounter else [])]
    making.residue += _unmapped(root)
    _composition(making, root, kind)
    _original(making, data, kind)
    return making.entries, issues, making.residue, kind


def _unmapped(root: Node) -> Iterator[Issue]:
    """One issue for each part of the header that says something and is only kept with the original."""
    for node in root.children:
        values = (below.text or below.get("extension") or below.get("value") for below in node.walk())
        if node.name not in _MAPPED and any(values):
            text = f"Line {node.line}: {node.name} is not mapped; it stays in the original."
            yield Issue("information", "not-supported", text, node.name, node.line)


def _composition(making: _Making, root: Node, kind: str) -> None:
    words = load_code_system("wst-500-document").display(kind) or root.words("title") or "共享文档"
    sections = [_section(making, node) for node in root.all("component/structuredBody/component/section")]
    composition: JsonObject = {
        "resourceType": "Composition",
        "status": "final",
        "type": {"coding": [{"system": f"urn:oid:{DOCUMENTS}", "code": kind, "display": words}], "text": words}
        if kind
        else {"text": words},
        **making.about(),
        "date": making.at,
        "author": read_authors(root),
        "title": root.words("title") or words,
    }
    if sections:
        composition["section"] = sections
    making.put(composition, "composition")


def _section(making: _Making, node: Node) -> JsonObject:
    code = node.one("code")
    title = node.words("title") or (code.get("displayName") if code is not None else "") or "章节"
    found = [making_entry for entry in node.all("entry") for making_entry in _entries(making, entry)]
    text = node.one("text")
    words = text.all_text() if text is not None else ""
    section: JsonObject = {"title": title}
    if code is not None and code.get("code"):
        system = SYSTEMS.get(code.get("codeSystem"), f"urn:oid:{code.get('codeSystem') or LOINC_OID}")
        section["code"] = {"coding": [{"system": system, "code": code.get("code")}], "text": title}
    narrative = html.escape(words or title)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{narrative}</p></div>'
    section["text"] = {"status": "additional" if words else "generated", "div": div}
    if found:
        section["entry"] = found
    return section


def _entries(making: _Making, node: Node) -> Iterator[JsonObject]:
    """The resources of an entry: each observation in it that has a value."""
    for observation in node.walk():
        if observation.name != "observation":
            continue
        code, value = observation.one("code"), observation.one("value")
        if code is None or value is None or not _words_of(value):
            continue
        making.count += 1
        yield making.put(_resource_of(making, code, value, observation), f"entry|{making.count}")


def _resource_of(making: _Making, code: Node, value: Node, node: Node) -> JsonObject:
    element = code.get("code")
    if element in DIAGNOSES:
        return _condition(making, code, value)
    moment = node.one("effectiveTime")
    at = to_time(moment.get("value"), making.source) if moment is not None else ""
    body: JsonObject = {"resourceType": "Observation", "status": "final"}
    known = VITAL_SIGNS.get(element)
    quantity = _quantity(value, known[3] if known else "")
    codings = [_coding(code)]
    if known and quantity:
        codings.insert(0, {"system": "http://loinc.org", "code": known[0], "display": known[1]})
        body["category"] = [{"coding": [{"system": _CATEGORY, "code": "vital-signs"}]}]
    body["code"] = {"coding": codings, "text": code.get("displayName") or (known[2] if known else element)}
    body |= making.about() | {"effectiveDateTime": at or making.at}
    if quantity:
        body["valueQuantity"] = quantity
    elif value.get("code"):
        body["valueCodeableConcept"] = _concept(value)
    else:
        body["valueString"] = _words_of(value)
    return body


def _condition(making: _Making, code: Node, value: Node) -> JsonObject:
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "category": [{"text": code.get("displayName") or DIAGNOSES[code.get("code")]}],
        "code": _concept(value),
        **making.about(),
        "recordedDate": making.at,
    }


def _coding(node: Node) -> JsonObject:
    system = SYSTEMS.get(node.get("codeSystem"), f"urn:oid:{node.get('codeSystem') or DATA_ELEMENTS}")
    found = {"system": system, "code": " ".join(node.get("code").split()) or "unknown"}
    return found | ({"display": node.get("displayName")} if node.get("displayName") else {})


def _concept(value: Node) -> JsonObject:
    words = value.get("displayName") or value.text
    return {
        **({"coding": _editions(_coding(value))} if value.get("code") else {}),
        **({"text": words} if words else {}),
    }


def _editions(coding: JsonObject) -> list[JsonObject]:
    """A code that only the Chinese editions of ICD-10 have, in the clinical one, with the WHO code beside it."""
    if coding["system"] != ICD10 or not is_of_national_edition(coding["code"]):
        return [coding]
    return [coding | {"system": ICD10_CLINICAL}, {"system": ICD10, "code": normalise(coding["code"])}]


def _words_of(value: Node) -> str:
    return value.text or value.get("displayName") or value.get("code") or value.get("value")


def _quantity(value: Node, unit: str) -> JsonObject:
    number = value.get("value") or (value.text if unit else "")
    if not _NUMBER.fullmatch(number):
        return {}
    said = value.get("unit")
    found: JsonObject = {"value": Decimal(number)}
    if unit:
        return found | {"unit": said or unit, "system": "http://unitsofmeasure.org", "code": unit}
    return found | ({"unit": said} if said else {})


def _original(making: _Making, data: bytes, kind: str) -> None:
    """The bytes as they came, and a DocumentReference that finds them."""
    source, patient = making.source, making.head.patient
    full_url = source.full_url("Binary", making.number)
    identifier = full_url.removeprefix("urn:uuid:")
    binary: JsonObject = {
        "resourceType": "Binary",
        "id": identifier,
        "contentType": "application/xml",
        "securityContext": {"reference": patient.full_url},
        "data": base64.b64encode(data).decode("ascii"),
    }
    making.entries.append(Entry(binary, full_url, "PUT", f"Binary/{identifier}"))
    sha1 = hashlib.sha1(data, usedforsecurity=False).digest()
    words = load_code_system("wst-500-document").display(kind) or "共享文档"
    reference: JsonObject = {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"coding": [{"system": f"urn:oid:{DOCUMENTS}", "code": kind}], "text": words}
        if kind
        else {"text": words},
        "subject": {"reference": patient.full_url},
        "content": [
            {
                "attachment": {
                    "contentType": "application/xml",
                    "url": full_url,
                    "size": len(data),
                    "hash": base64.b64encode(sha1).decode("ascii"),
                    "title": words,
                }
            }
        ],
    }
    if "T" in making.at:
        reference["date"] = making.at
    making.put(reference, "original")
