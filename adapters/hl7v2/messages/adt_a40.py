"""ADT_A39, A40 and the other merges: two records become linked, neither is lost.

The guide maps MRG to Account alone. Ours: the old record is inactive and `replaced-by` the
survivor, which `replaces` it. Account and visit merges (A35, A41, A42 …) change no patient.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.xpn import xpn_to_human_name
from adapters.hl7v2.segments.pid import patient_identifiers, pid_to_patient
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

PATIENT_MERGES = frozenset({"A18", "A30", "A34", "A36", "A39", "A40", "A46", "A47"})
EVENTS = tuple(
    ("ADT", f"A{number:02d}") for number in (18, 30, 34, 35, 36, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51)
)


def convert(context: MessageContext) -> None:
    """One link for each PID and MRG pair; refused when nothing can be paired."""
    pid: Segment | None = None
    pd1: Segment | None = None
    survivor: JsonObject | None = None
    for segment in context.message.segments:
        if segment.name == "PID":
            pid, survivor = segment, None
            following = context.message.segments[context.message.segments.index(segment) + 1 :]
            pd1 = next((found for found in following[:1] if found.name == "PD1"), None)
            survivor = pid_to_patient(pid, pd1, context)
        elif segment.name == "MRG" and survivor is not None:
            _link(segment, survivor, context)
    if pid is None:
        context.refuse("PID", "The message has no PID segment; an ADT message needs one.")


def _link(mrg: Segment, survivor: JsonObject, context: MessageContext) -> None:
    if context.event not in PATIENT_MERGES:
        return
    identifiers = patient_identifiers(mrg, (1, 4), context)
    if not identifiers:
        context.warn("MRG-1", "The merge names no earlier identifier; nothing was linked.", code="required")
        return
    if identifier_key(identifiers[0]) == context.patient_key or context.patient is None:
        context.warn("MRG-1", "The merge names the same record twice; nothing was linked.", code="conflict")
        return
    for identifier in identifiers:
        identifier["use"] = "old"
    old: JsonObject = {"resourceType": "Patient", "identifier": identifiers, "active": False}
    names = [name for cell in mrg.repetitions(7) if (name := xpn_to_human_name(cell, context))]
    if names:
        old["name"] = names
    old["link"] = [{"other": context.patient, "type": "replaced-by"}]
    other = context.put(old, key=identifier_key(identifiers[0]))
    survivor.setdefault("link", []).append({"other": other, "type": "replaces"})
