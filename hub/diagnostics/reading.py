"""Remote reading: members record, the lead hospital reads (成员检查、医院诊断). Pure: resources in, resources out.

A recording opens a Task for the lead hospital; a reader claims it; a final DiagnosticReport closes it.
https://hl7.org/fhir/R4/task.html, https://hl7.org/fhir/R4/diagnosticreport.html.
"""

import base64
from dataclasses import dataclass, replace
from enum import StrEnum

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.clock import micros_to_instant
from hub.store.port import Ref

CANONICAL = "https://alliance-hub.example/fhir"
TASK_SYSTEM = f"{CANONICAL}/CodeSystem/reading-task"
STATE_SYSTEM = f"{CANONICAL}/CodeSystem/reading-state"
ECG_SYSTEMS = frozenset({"urn:iso:std:iso:11073:10101", "urn:oid:2.16.840.1.113883.6.24"})
ECG_CODE = "131328"
LOINC = "http://loinc.org"
DUE_MINUTES = {"stat": 10, "asap": 30, "urgent": 30, "routine": 240}
"""Minutes until a reading is due, by priority (set by the alliance; not from a standard)."""


class ReadingState(StrEnum):
    """Where a reading stands: the code of `Task.businessStatus`."""

    REQUESTED = "requested"
    READING = "reading"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


MOVES: dict[tuple[str, str], str] = {
    ("requested", "accepted"): ReadingState.READING,
    ("requested", "in-progress"): ReadingState.READING,
    ("accepted", "in-progress"): ReadingState.READING,
    ("in-progress", "in-progress"): ReadingState.READING,
    ("accepted", "requested"): ReadingState.REQUESTED,
    ("in-progress", "requested"): ReadingState.REQUESTED,
    ("requested", "completed"): ReadingState.FINAL,
    ("accepted", "completed"): ReadingState.FINAL,
    ("in-progress", "completed"): ReadingState.FINAL,
    ("requested", "cancelled"): ReadingState.WITHDRAWN,
    ("accepted", "cancelled"): ReadingState.WITHDRAWN,
}
"""(status before, status after) of a reading Task to its state. A pair that is not here is refused."""


@dataclass(frozen=True, slots=True)
class Recording:
    """An ECG Observation as the reading desk sees it."""

    ref: Ref
    patient: Ref | None
    order: Ref | None
    documents: tuple[Ref, ...]
    priority: str


def is_ecg(observation: JsonObject) -> bool:
    """Whether an Observation is a 12-lead recording with its waveform."""
    codings = (observation.get("code") or {}).get("coding", [])
    coded = any(item.get("system") in ECG_SYSTEMS and item.get("code") == ECG_CODE for item in codings)
    return coded and any("valueSampledData" in part for part in observation.get("component", []))


def waveform(observation: JsonObject) -> list[JsonObject]:
    """The leads with their samples: what a reader reads."""
    return [
        {"code": part.get("code"), "valueSampledData": part["valueSampledData"]}
        for part in observation.get("component", [])
        if "valueSampledData" in part
    ]


def recording_of(observation: JsonObject, ref: Ref, *, base: str = "") -> Recording:
    """The recording's references, for a routine reading; foreign and unresolved ones are left out."""
    based_on, derived_from = observation.get("basedOn", []), observation.get("derivedFrom", [])
    orders = [found for item in based_on if (found := local_ref(item, "ServiceRequest", base=base))]
    documents = [found for item in derived_from if (found := local_ref(item, "", base=base))]
    return Recording(
        ref=ref,
        patient=local_ref(observation.get("subject") or {}, "Patient", base=base),
        order=orders[0] if orders else None,
        documents=tuple(documents),
        priority="routine",
    )


def with_priority(recording: Recording, priority: str) -> Recording:
    """The recording as urgent as its order; a priority that FHIR does not know counts as routine."""
    return replace(recording, priority=priority if priority in DUE_MINUTES else "routine")


def reading_task(recording: Recording, *, requester: str, owner: str, now: int) -> JsonObject:
    """The Task on the lead hospital's worklist. `requester` and `owner` are member codes."""
    due = now + DUE_MINUTES[recording.priority] * 60_000_000
    task: JsonObject = {
        "resourceType": "Task",
        "status": "requested",
        "businessStatus": state_concept(ReadingState.REQUESTED),
        "intent": "order",
        "priority": recording.priority,
        "code": {"coding": [{"system": TASK_SYSTEM, "code": "read-ecg"}], "text": "心电图诊断"},
        "focus": {"reference": str(recording.order or recording.ref)},
        "authoredOn": micros_to_instant(now),
        "lastModified": micros_to_instant(now),
        "requester": {"reference": f"Organization/{requester}"},
        "owner": {"reference": f"Organization/{owner}"},
        "restriction": {"period": {"end": micros_to_instant(due)}},
        "input": [
            {
                "type": {"coding": [{"system": TASK_SYSTEM, "code": "recording"}], "text": "心电图"},
                "valueReference": {"reference": str(recording.ref)},
            }
        ],
    }
    if recording.patient is not None:
        task["for"] = {"reference": str(recording.patient)}
    return task


def is_reading_task(task: JsonObject) -> bool:
    """Whether a Task asks for a reading."""
    return any(item.get("system") == TASK_SYSTEM for item in (task.get("code") or {}).get("coding", []))


def recording_in(task: JsonObject) -> Ref | None:
    """The Observation that a reading Task is about."""
    for item in task.get("input", []):
        found = local_ref(item.get("valueReference") or {}, "Observation")
        if found is not None:
            return found
    return None


def claimed(task: JsonObject, *, reader: str, now: int) -> JsonObject:
    """The Task in the hands of one reader (`Practitioner` by display: accounts are not resources)."""
    owner = {**task["owner"], "display": reader}
    return {
        **task,
        "status": "in-progress",
        "businessStatus": state_concept(ReadingState.READING),
        "owner": owner,
        "lastModified": micros_to_instant(now),
    }


def completed(task: JsonObject, *, report: Ref, now: int) -> JsonObject:
    """The Task with its report as output."""
    output = {
        "type": {"coding": [{"system": TASK_SYSTEM, "code": "report"}], "text": "心电图诊断报告"},
        "valueReference": {"reference": str(report)},
    }
    others = [item for item in task.get("output", []) if item.get("valueReference") != output["valueReference"]]
    return {
        **task,
        "status": "completed",
        "businessStatus": state_concept(ReadingState.FINAL),
        "lastModified": micros_to_instant(now),
        "output": [*others, output],
    }


def followed(task: JsonObject, recording: Recording, *, now: int) -> JsonObject:
    """The Task after its recording was corrected: another patient, another order."""
    kept = {name: value for name, value in task.items() if name != "for"}
    patient = {"for": {"reference": str(recording.patient)}} if recording.patient is not None else {}
    focus = {"reference": str(recording.order or recording.ref)}
    return {**kept, **patient, "focus": focus, "lastModified": micros_to_instant(now)}


def withdrawn(task: JsonObject, *, now: int) -> JsonObject:
    """The Task of a recording that was entered in error."""
    return {
        **task,
        "status": "cancelled",
        "businessStatus": state_concept(ReadingState.WITHDRAWN),
        "lastModified": micros_to_instant(now),
    }


def outputs_of(task: JsonObject) -> list[Ref]:
    """The reports that a reading Task names."""
    found = [local_ref(item.get("valueReference") or {}, "DiagnosticReport") for item in task.get("output", [])]
    return [ref for ref in found if ref is not None]


def ecg_report(
    task: JsonObject,
    *,
    subject: JsonObject | None,
    conclusion: str,
    reader: str,
    member: str,
    now: int,
    effective: str = "",
) -> JsonObject:
    """A final DiagnosticReport on the recording of a reading Task; `subject` is the recording's, as it is now."""
    recording = recording_in(task)
    order = local_ref(task["focus"], "ServiceRequest")
    report: JsonObject = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "EC"}], "text": "心电图"}
        ],
        "code": {"coding": [{"system": LOINC, "code": "11524-6", "display": "EKG study"}], "text": "心电图诊断报告"},
        "issued": micros_to_instant(now),
        "performer": [task["requester"]],
        "resultsInterpreter": [{"reference": f"Organization/{member}", "display": reader}],
        "conclusion": conclusion,
    }
    if order is not None:
        report["basedOn"] = [{"reference": str(order)}]
    if subject:
        report["subject"] = subject
    if recording is not None:
        report["result"] = [{"reference": str(recording)}]
    if effective:
        report["effectiveDateTime"] = effective
    return report


def signed_bytes(report: JsonObject, ref: Ref) -> bytes:
    """What a report's signature is over, so that anybody can make it again from the served report.

    UTF-8 JSON without white space: `resourceType`, `id`, then every other member but `meta` in the order in which
    it is served; numbers keep their digits, only control characters, quote and backslash are escaped.
    """
    own = {"resourceType": ref.type, "id": ref.id}
    return dump(own | {name: value for name, value in report.items() if name not in {"resourceType", "id", "meta"}})


def report_signature(*, report: Ref, version: int, jws: str, member: str, reader: str, now: int) -> JsonObject:
    """Who signed the report. https://hl7.org/fhir/R4/provenance.html.

    The JWS is detached (RFC 7515 appendix F); its payload is `signed_bytes` of the version that `target` names.
    """
    who = {"reference": f"Organization/{member}", "display": reader}
    return {
        "resourceType": "Provenance",
        "target": [{"reference": f"{report}/_history/{version}"}],
        "recorded": micros_to_instant(now),
        "activity": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", "code": "LA"}]
        },
        "agent": [
            {
                "type": {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                            "code": "author",
                        }
                    ]
                },
                "who": who,
            }
        ],
        "signature": [
            {
                "type": [{"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1"}],
                "when": micros_to_instant(now),
                "who": who,
                "targetFormat": "application/fhir+json",
                "sigFormat": "application/jose",
                "data": base64.b64encode(jws.encode()).decode(),
            }
        ],
    }


def state_concept(state: str) -> JsonObject:
    """A business status."""
    return {"coding": [{"system": STATE_SYSTEM, "code": str(state)}]}


def local_ref(element: JsonObject, expected: str, *, base: str = "") -> Ref | None:
    """`Type/id` of a Reference inside this hub; None for another form or, with `expected`, another type.

    With `base` (`https://hub.example/fhir/`) an absolute reference to this hub counts too.
    """
    text = str(element.get("reference", ""))
    parts = (text.removeprefix(base) if base else text).split("/")
    if len(parts) not in {2, 4} or not all(parts) or ":" in parts[0]:
        return None
    return Ref(parts[0], parts[1]) if not expected or parts[0] == expected else None
