"""How a referral looks in FHIR: readers and writers of its ServiceRequest and Tasks.

https://hl7.org/fhir/R4/servicerequest.html, https://hl7.org/fhir/R4/task.html. docs/referral.md shows a whole one.
"""

from typing import Final

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.referral.reasons import OUTLINE
from hub.referral.states import (
    DIRECTION_SYSTEM,
    EXTENSION,
    OUTPUT_SYSTEM,
    REASON_SYSTEM,
    STATE_SYSTEM,
    STATE_WORDS,
    TASK_CODE_SYSTEM,
    Direction,
    State,
    status_to_state,
    task_status,
)
from hub.store.port import Ref

PRIOR_STATE = f"{EXTENSION}/referral-prior-state"
ROUNDS = f"{EXTENSION}/referral-question-rounds"
HOPS = f"{EXTENSION}/referral-hops"
OVERRIDE_BY = f"{EXTENSION}/referral-override-by"
OVERRIDE_APPROVED = f"{EXTENSION}/referral-override-approved"
OVERRIDE_UNTIL = f"{EXTENSION}/referral-override-until"
APPROVAL_TASK = f"{EXTENSION}/referral-approval-task"
CANCELLATION_TASK = f"{EXTENSION}/referral-cancellation-task"
TRANSPORT_TASK = f"{EXTENSION}/referral-transport-task"
COMPANION_OF = f"{EXTENSION}/referral-companion-of"
CATCH_UP = f"{EXTENSION}/referral-catch-up-until"
BY_PHONE = f"{EXTENSION}/referral-accepted-by-phone"
LOOP = f"{EXTENSION}/referral-loop"
ENTERED_AFTERWARDS = f"{EXTENSION}/referral-entered-afterwards"
KEPT_BED = f"{EXTENSION}/referral-kept-bed"
RESIDENCE_BED = f"{EXTENSION}/residence-bed"
DOCTORS_WORD = f"{EXTENSION}/referral-doctors-word"
AUTOMATIC = f"{EXTENSION}/referral-acknowledged-automatically"
CATALOGUE_USED = f"{EXTENSION}/referral-catalogue-used"
CONSENT_WITHDRAWN = f"{EXTENSION}/referral-consent-withdrawn"
LEGAL_BASIS = f"{EXTENSION}/referral-legal-basis"
OUTSIDE_SOURCE = f"{EXTENSION}/referral-outside-source"
SBAR = f"{EXTENSION}/referral-sbar"

_DIRECTIONS: Final = {one.value: one for one in Direction}
_STATES: Final = {one.value: one for one in State}


def coding_of(concept: JsonObject | None, system: str) -> str:
    """The code of a CodeableConcept in one code system; "" when it has none."""
    for coding in (concept or {}).get("coding", []):
        if coding.get("system") == system and coding.get("code"):
            return str(coding["code"])
    return ""


def direction_of(request: JsonObject) -> Direction | None:
    """Which way a ServiceRequest refers; None when it is no referral."""
    for category in request.get("category", []):
        direction = _DIRECTIONS.get(coding_of(category, DIRECTION_SYSTEM))
        if direction is not None:
            return direction
    return None


def is_notice(request: JsonObject) -> bool:
    """Whether a ServiceRequest is a stat call on the way up: notice, not request (ruling 1)."""
    direction = direction_of(request)
    return direction is not None and direction.is_upward and request.get("priority") == "stat"


def state_of(task: JsonObject) -> State:
    """The state of a candidate's Task: its business status, or what its status says when it has none."""
    state = _STATES.get(coding_of(task.get("businessStatus"), STATE_SYSTEM))
    return state if state is not None else status_to_state(str(task.get("status", "draft")))


def reference(element: JsonObject | None, *, expected: str = "") -> Ref | None:
    """The local `Type/id` of a Reference; None when it is absent, foreign or of another type."""
    text = str((element or {}).get("reference", ""))
    parts = text.split("/")
    if len(parts) not in {2, 4} or not all(parts[:2]) or (expected and parts[0] != expected):
        return None
    return Ref(parts[0], parts[1])


def organization_code(element: JsonObject | None) -> str:
    """The member's code in a Reference to its Organization; "" when it is none."""
    found = reference(element, expected="Organization")
    return found.id if found else ""


def organization(code: str) -> JsonObject:
    """A Reference to a member's Organization; its id is the member's code."""
    return {"reference": f"Organization/{code}"}


def focus_of(task: JsonObject) -> Ref | None:
    """The ServiceRequest that a Task is about."""
    return reference(task.get("focus"), expected="ServiceRequest")


def patient_of(request: JsonObject) -> Ref | None:
    """The source Patient that a ServiceRequest is about."""
    return reference(request.get("subject"), expected="Patient")


def bed_of(task: JsonObject) -> str:
    """The bed that is held for this Task, `Location/…`; "" when none is."""
    found = reference(task.get("location"), expected="Location")
    return str(found) if found else ""


def extension_of(element: JsonObject, url: str) -> JsonObject | None:
    """The first extension with this URL."""
    return next((item for item in element.get("extension", []) if item.get("url") == url), None)


def set_extension(element: JsonObject, url: str, value: JsonObject | None) -> None:
    """Replace the extension with this URL, or take it away."""
    kept = [item for item in element.get("extension", []) if item.get("url") != url]
    if value is not None:
        kept.append({"url": url} | value)
    if kept:
        element["extension"] = kept
    else:
        element.pop("extension", None)


def counter_of(task: JsonObject, url: str) -> int:
    """A counter kept in an extension."""
    return int((extension_of(task, url) or {}).get("valueInteger", 0))


def text_of(element: JsonObject, url: str) -> str:
    """A text kept in an extension."""
    return str((extension_of(element, url) or {}).get("valueString", ""))


def set_state(task: JsonObject, state: State, *, before: State, now: int) -> None:
    """Write a state into a Task: business status, status and time."""
    zh, _ = STATE_WORDS[state]
    task["status"] = task_status(state, before=before)
    task["businessStatus"] = {"coding": [{"system": STATE_SYSTEM, "code": state.value, "display": zh}], "text": zh}
    task["lastModified"] = micros_to_instant(now)


def set_reason(task: JsonObject, code: str, note: str) -> None:
    """Write a coded reason, with the caller's words, into `Task.statusReason`."""
    concept: JsonObject = {}
    if code:
        coding = {"system": REASON_SYSTEM, "code": code}
        if code in OUTLINE:
            coding["display"] = OUTLINE[code][0]
        concept["coding"] = [coding]
    if note:
        concept["text"] = note
    if concept:
        task["statusReason"] = concept


def reason_of(task: JsonObject) -> tuple[str, str]:
    """The code and text of `Task.statusReason`, whatever system the code is from."""
    concept = task.get("statusReason") or {}
    code = coding_of(concept, REASON_SYSTEM) or next(
        (str(coding["code"]) for coding in concept.get("coding", []) if coding.get("code")), ""
    )
    return code, str(concept.get("text", ""))


def add_note(resource: JsonObject, text: str, *, author: str, now: int) -> None:
    """Append an Annotation of a member."""
    if text:
        note = {"authorReference": organization(author), "time": micros_to_instant(now), "text": text}
        resource["note"] = [*resource.get("note", []), note]


def add_output(task: JsonObject, code: str, value: JsonObject) -> None:
    """Append a `Task.output` with a code of ours."""
    item = {"type": {"coding": [{"system": OUTPUT_SYSTEM, "code": code}]}} | value
    task["output"] = [*task.get("output", []), item]


def outputs_of(task: JsonObject, code: str) -> list[Ref]:
    """What a Task's outputs with this code refer to."""
    found = (
        reference(item.get("valueReference"))
        for item in task.get("output", [])
        if coding_of(item.get("type"), OUTPUT_SYSTEM) == code
    )
    return [ref for ref in found if ref is not None]


def task_code(code: str) -> JsonObject:
    """`Task.code`: request-fulfillment while bidding (Clinical Order Workflows), fulfill once chosen (R4 task-code)."""
    system = "http://hl7.org/fhir/CodeSystem/task-code" if code == "fulfill" else TASK_CODE_SYSTEM
    return {"coding": [{"system": system, "code": code}]}


def new_task(
    *,
    task_id: str,
    request: Ref,
    patient: Ref | None,
    requester: str,
    owner: str,
    priority: str,
    now: int,
    state: State = State.DRAFT,
    code: str = "request-fulfillment",
) -> JsonObject:
    """The Task of one candidate receiver."""
    task: JsonObject = {
        "resourceType": "Task",
        "id": task_id,
        "status": "draft",
        "intent": "order",
        "priority": priority,
        "code": task_code(code),
        "focus": {"reference": str(request)},
        "authoredOn": micros_to_instant(now),
        "requester": organization(requester),
        "owner": organization(owner),
    }
    if patient is not None:
        task["for"] = {"reference": str(patient)}
    set_state(task, state, before=state, now=now)
    return task


def sbar_of(request: JsonObject) -> Ref | None:
    """The Communication that tells an up-referral in four parts; None when it has none."""
    return reference((extension_of(request, SBAR) or {}).get("valueReference"), expected="Communication")


def translated(zh: str, en: str) -> JsonObject:
    """A `valueString` in Chinese with its English translation. https://hl7.org/fhir/R4/extension-translation.html."""
    return {
        "valueString": zh,
        "_valueString": {
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/translation",
                    "extension": [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}],
                }
            ]
        },
    }
