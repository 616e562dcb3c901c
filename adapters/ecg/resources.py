"""EcgRecord to FHIR: Patient, ServiceRequest, Binary, DocumentReference, Observation.

The Observation carries every sample of every lead as SampledData (https://hl7.org/fhir/R4/datatypes.html#SampledData);
the file itself is kept as Binary. A ten-second record of 12 leads is about 0.25 MB of JSON at 500 Hz and
0.5 MB at 1000 Hz, plus four thirds of the file.
"""

import base64
import hashlib
import re
from decimal import Decimal
from urllib.parse import quote

from adapters.ecg.record import ECG_CODES, EcgMeasurement, EcgPatient, EcgRecord, Lead
from adapters.port import Entry, Source
from fhir_profiles.issue import JsonObject
from terminology.check_digits import read_resident_id

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
DICOM_UID = "urn:dicom:uid"
OWN_CODES = "https://alliance-hub.example/fhir/CodeSystem/ecg"
SHA256_EXTENSION = "https://alliance-hub.example/fhir/StructureDefinition/sha-256"
MACHINE_MARK = "机器参考（未经医师审核）："

_STUDY = {"coding": [{"system": LOINC, "code": "11524-6", "display": "EKG study"}], "text": "十二导联心电图"}
_MEASUREMENT_CODES: dict[str, tuple[str, str, str]] = {
    "heart-rate": ("147842", "8867-4", "心率"),
    "rr": ("147240", "8637-1", "RR 间期"),
    "pr": ("146944", "8625-6", "PR 间期"),
    "qrs": ("147228", "8633-0", "QRS 时限"),
    "qt": ("147232", "8634-8", "QT 间期"),
    "qtc": ("146948", "8636-3", "QTc 间期"),
    "p-axis": ("147200", "8626-4", "P 电轴"),
    "qrs-axis": ("147204", "8632-2", "QRS 电轴"),
    "t-axis": ("147208", "", "T 电轴"),
}
"""Key to MDC code (131072 + the code of DICOM CID 3227 to 3229), LOINC code and words."""


def ecg_to_entries(record: EcgRecord, data: bytes, *, source: Source) -> tuple[Entry, ...]:
    """The transaction of one recording; sending it again changes nothing."""
    patient = _patient(record.patient, source)
    order = _order(record, patient, source)
    original = _original(record, data, patient, source)
    document = _document(record, data, patient, original, source)
    observation = _observation(record, patient=patient, order=order, document=document, source=source)
    return (patient, order, original, document, observation)


def _patient(who: EcgPatient, source: Source) -> Entry:
    system = source.local_system("mrn")
    resource: JsonObject = {"resourceType": "Patient", "identifier": [_identifier("usual", "MR", system, who.number)]}
    # Many clinics type the resident ID into the device; only a number whose check digit holds is taken for one.
    if len(who.number) == 18 and (resident := read_resident_id(who.number)):
        resource["identifier"].append(_identifier("official", "NI", RESIDENT_ID, resident.number))
    if who.name:
        parts = {"family": who.family, "given": [who.given] if who.given else None}
        resource["name"] = [{"text": who.name, **{name: value for name, value in parts.items() if value}}]
    if who.gender:
        resource["gender"] = who.gender
    if who.birth_date:
        resource["birthDate"] = who.birth_date
    return _create_once(resource, source, system=system, value=who.number)


def _identifier(use: str, kind: str, system: str, value: str) -> JsonObject:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": kind}
    return {"use": use, "type": {"coding": [coding]}, "system": system, "value": value}


def _order(record: EcgRecord, patient: Entry, source: Source) -> Entry:
    """The request: found by its accession number, or made for a walk-in recording that nobody ordered."""
    if record.accession:
        system, value = source.local_system("accession"), record.accession
    else:
        system, value = DICOM_UID, f"urn:oid:{record.study_uid or record.instance_uid}"
    resource: JsonObject = {
        "resourceType": "ServiceRequest",
        "identifier": [{"system": system, "value": value}],
        "status": "active",
        "intent": "order",
        "category": [{"coding": [{"system": OWN_CODES, "code": "ecg", "display": "ECG"}], "text": "心电检查"}],
        "code": _STUDY,
        "subject": {"reference": patient.full_url},
        "authoredOn": record.acquired_at,
        "requester": _institution(record, source),
    }
    if record.indication:
        resource["reasonCode"] = [{"text": record.indication}]
    # A stored order keeps what it says, but follows a corrected patient: recording and order are of one person.
    keep = frozenset(resource) - {"resourceType", "subject"}
    return _update(resource, source, system=system, value=value)._replace(keep=keep)


def _original(record: EcgRecord, data: bytes, patient: Entry, source: Source) -> Entry:
    """The file as it came. A Binary has no identifier to search, so its id is our own, made from the UID."""
    full_url = source.full_url("Binary", record.instance_uid)
    identifier = full_url.removeprefix("urn:uuid:")
    resource: JsonObject = {
        "resourceType": "Binary",
        "id": identifier,
        "contentType": "application/dicom",
        "securityContext": {"reference": patient.full_url},
        "data": base64.b64encode(data).decode("ascii"),
    }
    return Entry(resource=resource, full_url=full_url, method="PUT", url=f"Binary/{identifier}")


def _document(record: EcgRecord, data: bytes, patient: Entry, original: Entry, source: Source) -> Entry:
    value = f"urn:oid:{record.instance_uid}"
    sha1 = hashlib.sha1(data, usedforsecurity=False).digest()
    resource: JsonObject = {
        "resourceType": "DocumentReference",
        "masterIdentifier": {"system": DICOM_UID, "value": value},
        "identifier": [{"system": DICOM_UID, "value": value}],
        "status": "current",
        "type": _STUDY,
        "subject": {"reference": patient.full_url},
        "date": record.acquired_at,
        "description": "心电图原始文件",
        "content": [
            {
                "attachment": {
                    "extension": [{"url": SHA256_EXTENSION, "valueString": hashlib.sha256(data).hexdigest()}],
                    "contentType": "application/dicom",
                    "url": original.full_url,
                    "size": len(data),
                    "hash": base64.b64encode(sha1).decode("ascii"),
                    "title": "ECG.dcm",
                    "creation": record.acquired_at,
                }
            }
        ],
    }
    return _update(resource, source, system=DICOM_UID, value=value)


def _observation(record: EcgRecord, *, patient: Entry, order: Entry, document: Entry, source: Source) -> Entry:
    value = f"urn:oid:{record.instance_uid}"
    resource: JsonObject = {
        "resourceType": "Observation",
        "identifier": [{"system": DICOM_UID, "value": value}],
        "basedOn": [{"reference": order.full_url}],
        "status": "final",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "procedure"}]}
        ],
        "code": {
            "coding": [
                {"system": ECG_CODES, "code": "131328", "display": "MDC_ECG_ELEC_POTL"},
                {"system": LOINC, "code": "11524-6", "display": "EKG study"},
            ],
            "text": "十二导联心电图",
        },
        "subject": {"reference": patient.full_url},
        "effectiveDateTime": record.acquired_at,
        "performer": [_institution(record, source)],
    }
    if record.statements:
        author = {"authorString": record.device} if record.device else {}
        resource["note"] = [{**author, "text": f"{MACHINE_MARK}{words}"} for words in record.statements]
    if record.device:
        resource["device"] = _device(record)
    resource["derivedFrom"] = [{"reference": document.full_url}]
    resource["component"] = [
        *map(_measurement, record.measurements),
        *_filters(record.leads[0]),
        *map(_waveform, record.leads),
    ]
    return _update(resource, source, system=DICOM_UID, value=value)


def _device(record: EcgRecord) -> JsonObject:
    device: JsonObject = {"type": "Device", "display": record.device}
    if record.device_serial:
        device["identifier"] = {"type": {"text": "serial number"}, "value": record.device_serial}
    return device


def _measurement(found: EcgMeasurement) -> JsonObject:
    mdc, loinc, words = _MEASUREMENT_CODES[found.key]
    coding = [{"system": ECG_CODES, "code": mdc}, *([{"system": LOINC, "code": loinc}] if loinc else [])]
    label = f"{words}（由 RR 间期计算）" if found.is_computed else words
    quantity = {"value": _plain(found.value), "unit": found.unit, "system": UCUM, "code": found.unit}
    return {"code": {"coding": coding, "text": label}, "valueQuantity": quantity}


def _filters(lead: Lead) -> list[JsonObject]:
    stated = (
        ("high-pass", "高通滤波", lead.high_pass_hertz),
        ("low-pass", "低通滤波", lead.low_pass_hertz),
        ("notch", "陷波", lead.notch_hertz),
    )
    return [
        {
            "code": {"coding": [{"system": OWN_CODES, "code": code}], "text": words},
            "valueQuantity": {"value": _plain(value), "unit": "Hz", "system": UCUM, "code": "Hz"},
        }
        for code, words, value in stated
        if value
    ]


def _waveform(lead: Lead) -> JsonObject:
    return {
        "code": {
            "coding": [{"system": ECG_CODES, "code": lead.code, "display": f"MDC_ECG_ELEC_POTL_{lead.name.upper()}"}],
            "text": lead.name,
        },
        "valueSampledData": {
            "origin": {"value": _plain(lead.baseline_microvolts), "unit": "uV", "system": UCUM, "code": "uV"},
            "period": _plain(1000 / lead.hertz),
            "factor": _plain(lead.microvolts_per_unit),
            "dimensions": 1,
            "data": " ".join("E" if sample is None else str(sample) for sample in lead.samples),
        },
    }


def _institution(record: EcgRecord, source: Source) -> JsonObject:
    system = "https://alliance-hub.example/sid/institution"
    display = record.institution or source.name
    return {"type": "Organization", "identifier": {"system": system, "value": source.name}, "display": display}


def _plain(value: Decimal) -> int | Decimal:
    """Without trailing zeros or exponent: 1, 1.25."""
    return int(value) if value == value.to_integral_value() else Decimal(format(value.normalize(), "f"))


def _create_once(resource: JsonObject, source: Source, *, system: str, value: str) -> Entry:
    kind = str(resource["resourceType"])
    full_url = source.full_url(kind, f"{system}|{value}")
    query = _query(system, value)
    return Entry(resource=resource, full_url=full_url, method="POST", url=kind, if_none_exist=query)


def _update(resource: JsonObject, source: Source, *, system: str, value: str) -> Entry:
    kind = str(resource["resourceType"])
    full_url = source.full_url(kind, f"{system}|{value}")
    url = f"{kind}?{_query(system, value)}"
    return Entry(resource=resource, full_url=full_url, method="PUT", url=url)


def _query(system: str, value: str) -> str:
    """A token search, escaped by FHIR's rules and then for a URL. https://hl7.org/fhir/R4/search.html#escaping."""
    escaped = re.sub(r"([\\$,|])", r"\\\1", value)
    return f"identifier={system}|{quote(escaped, safe=':-.')}"
