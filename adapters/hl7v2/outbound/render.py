"""A FHIR Bundle to one HL7 v2 message, and what it cannot say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.hl7v2.dialect import PATH
from adapters.hl7v2.header import VERSIONS
from adapters.hl7v2.outbound import adt, appointment, document, master_file, order, referral, results, staff
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.line import Cell, Line, to_bytes
from adapters.hl7v2.outbound.resources import Resources
from adapters.hl7v2.outbound.target import Target
from fhir_profiles.issue import Issue, JsonObject

_BEHIND = frozenset({"Provenance", "MessageHeader", "AuditEvent", "OperationOutcome"})
"""Types that tell where resources came from; a message tells that of itself in MSH."""

_WRITERS: dict[tuple[str, str], tuple[str, Callable[[Outgoing], None]]] = {
    kind: (structure, module.write)
    for module in (adt, referral, results, order, appointment, document, master_file, staff)
    for kind, structure in module.EVENTS.items()
}

MESSAGES = tuple("^".join(kind) for kind in _WRITERS)
"""What can be written, as `ADT^A08`."""

SINCE = {
    **dict.fromkeys(("ADT^A28", "ADT^A31", "MFN^M02"), "2.2"),
    **dict.fromkeys((name for name in MESSAGES if name[:3] in {"REF", "RRI", "SIU", "MDM"}), "2.3"),
    "MFN^M05": "2.3",
    "ADT^A40": "2.3.1",
    "OML^O21": "2.4",
}
"""The version of the standard that has a message first, where 2.1 lacks it."""


_BY_TYPE = (
    ("DocumentReference", "MDM^T02"), ("Task", "REF^I12"), ("DiagnosticReport", "ORU^R01"), ("Appointment", "SIU^S12"),
    ("ServiceRequest", "OML^O21"), ("Observation", "ORU^R01"), ("Patient", "ADT^A08"), ("Location", "MFN^M05"),
    ("PractitionerRole", "MFN^M02"), ("Practitioner", "MFN^M02"),
)  # fmt: skip
"""The type that a Bundle is about, the most telling first, and its message."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The bytes of one message, empty when it is refused; `unsaid` has one issue for each element without a place."""

    data: bytes
    control_id: str
    issues: tuple[Issue, ...] = ()
    unsaid: tuple[Issue, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether there is no such message of these resources."""
        return any(issue.is_error for issue in self.issues)


def render(bundle: JsonObject, *, message: str, target: Target, control_id: str, time: datetime) -> Rendering:
    """One message (`ADT^A08`) of the resources of a Bundle, or of one resource, for a receiver.

    The same input gives the same bytes: `control_id` is MSH-10 and `time` MSH-7. Never raises for resources that are
    valid R4.
    """
    code, _, event = message.partition("^")
    found = _WRITERS.get((code, event))
    if found is None:
        text = f"{message!r} is no message that can be written; known are {', '.join(MESSAGES)}."
        return Rendering(b"", control_id, (Issue("error", "not-supported", text),))
    if target.version not in VERSIONS:
        text = f"{target.version!r} is no version of HL7 v2; known are {', '.join(VERSIONS)}."
        return Rendering(b"", control_id, (Issue("error", "not-supported", text),))
    structure, write = found
    resources = Resources(bundle)
    context = Outgoing(resources, target, code=code, event=event, time=time)
    context.add(_msh(context, structure, control_id))
    write(context)
    if context.is_refused:
        return Rendering(b"", control_id, tuple(context.issues))
    _add_extras(context)
    _localise(context)
    data, lacking = to_bytes(context.lines, target.charset)
    return Rendering(data, control_id, (*context.issues, *lacking), tuple(_unsaid(resources)))


def suitable(bundle: JsonObject) -> str:
    """The message that resources are usually told by, from what they are; empty when there is none."""
    resources = Resources(bundle)
    task = resources.first("Task")
    if task is not None and task.peek("status") in {"accepted", "rejected", "in-progress", "completed", "failed"}:
        return "RRI^I12"
    links = [link for patient in resources.all("Patient") for link in patient.each("link")]
    if any(link.peek("type") == "replaces" for link in links):
        return "ADT^A40"
    return next((message for kind, message in _BY_TYPE if resources.all(kind)), "")


def _msh(context: Outgoing, structure: str, control_id: str) -> Line:
    target = context.target
    kind = [context.code, context.event] + ([structure] if target.knows("2.3.1") else [])
    msh = Line("MSH").set(3, target.own_application).set(4, target.own_facility)
    msh.set(5, target.application).set(6, target.facility)
    msh.set(7, context.time.astimezone(context.zone).strftime("%Y%m%d%H%M%S%z"))
    msh.set(9, kind).set(10, control_id).set(11, target.processing_id).set(12, target.version)
    if target.is_enhanced:
        msh.set(15, "AL").set(16, "AL")
    if target.knows("2.3"):
        msh.set(18, target.charset)
    return msh


def _localise(context: Outgoing) -> None:
    """The receiver's own codes in the place of the standard ones: its file, read the other way round."""
    for path, codes in context.target.dialect.values.items():
        found = PATH.fullmatch(path)
        if found is None:
            continue
        back = {standard: local for local, standard in reversed(list(codes.items()))}
        field, component = int(found[2]), int(found[3] or 1)
        for line in context.lines:
            if line.name == found[1] and field in line.fields:
                line.fields[field] = [_replaced(cell, component, back) for cell in line.fields[field]]


def _replaced(cell: Cell, component: int, back: dict[str, str]) -> Cell:
    if isinstance(cell, str):
        return back.get(cell, cell) if component == 1 else cell
    parts = list(cell)
    at = component - 1
    if at < len(parts):
        sent = parts[at]
        if isinstance(sent, str):
            parts[at] = back.get(sent, sent)
    return parts


def _add_extras(context: Outgoing) -> None:
    """Extensions that the receiver's file reads from fields of its own, back into these fields."""
    for extra in context.target.dialect.extras:
        resource = context.resources.first(extra.target)
        extension = resource.extension(extra.url) if resource else None
        found = PATH.fullmatch(extra.path)
        if extension is None or found is None:
            continue
        value = next((item for name, item in extension.value.items() if name.startswith("value")), "")
        extension.mark()
        text = {True: "Y", False: "N"}.get(value, "") if isinstance(value, bool) else str(value)
        text = text.replace("-", "") if extra.kind == "date" else text
        line = next((one for one in context.lines if one.name == found[1]), None) or context.add(Line(found[1]))
        component = int(found[3] or 1)
        line.set(int(found[2]), ["", *[""] * (component - 2), text] if component > 1 else text)


def _unsaid(resources: Resources) -> list[Issue]:
    text = "The message has no place for this element; the receiver does not learn it."
    paths = [path for path in resources.left() if path.partition("[")[0] not in _BEHIND]
    return [Issue("information", "not-supported", text, expression=path) for path in paths]
