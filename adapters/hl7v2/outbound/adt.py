"""ADT_A01, A05 and A39: registration, preadmission, update, merge. HL7 v2.9 chapter 3."""

from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import identifier_to_cx, name_to_xpn, own_identifiers, ts
from adapters.hl7v2.outbound.details import add_details
from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.pid import patient_to_pid
from adapters.hl7v2.outbound.pv1 import account_of, encounter_to_pv1
from adapters.hl7v2.outbound.resources import Node

EVENTS = {
    **{("ADT", event): "ADT_A01" for event in ("A01", "A04", "A08", "A13")},
    **{("ADT", event): "ADT_A05" for event in ("A05", "A28", "A31")},
    ("ADT", "A03"): "ADT_A03",
    ("ADT", "A40"): "ADT_A39",
}


def write(context: Outgoing) -> None:
    """EVN, then patient, visit and what hangs on them; for A40 the pairs of records that became one."""
    encounter = context.resources.first("Encounter")
    add_evn(context, encounter)
    if context.event == "A40":
        _merges(context)
        return
    patient = subject_of(context)
    if patient is None:
        return
    add_patient(patient, encounter, context)
    add_details(patient, encounter, context)


def add_patient(patient: Node, encounter: Node | None, context: Outgoing) -> None:
    """PID, PD1, PV1 and PV2."""
    patient_to_pid(patient, context, account=account_of(encounter))
    encounter_to_pv1(encounter, context)


def add_evn(context: Outgoing, encounter: Node | None = None) -> None:
    """When it happened, and when it is told."""
    happened = ""
    if encounter is not None and context.event in {"A01", "A04"}:
        happened = ts(encounter, context, "period", "start") or ts(encounter, context, "location", "period", "start")
    now = context.time.astimezone(context.zone).strftime("%Y%m%d%H%M%S%z")
    event = "" if context.target.knows("2.7") else context.event
    context.add(Line("EVN").set(1, event).set(2, now).set(6, happened))


def subject_of(context: Outgoing) -> Node | None:
    """The patient of the message: the one that is in force where a merge leaves two. Refuses without one."""
    patients = context.resources.all("Patient")
    in_force = [patient for patient in patients if patient.peek("active") != "N"]
    if len(in_force) > 1:
        context.refuse(
            "Patient", f"The Bundle holds {len(in_force)} patients; a message tells of one. Send each alone."
        )
        return None
    return in_force[0] if in_force else context.needed("Patient")


def _merges(context: Outgoing) -> None:
    """PID and MRG of each record that another has taken the place of."""
    found = False
    for patient in context.resources.all("Patient"):
        for link in patient.each("link"):
            if link.peek("type") != "replaces":
                continue
            old = context.resources.resolve(link.child("other"))
            if old is None:
                continue
            found = True
            link.mark_each("type")
            patient_to_pid(patient, context)
            context.add(_mrg(old, context))
    if not found:
        context.refuse(
            "Patient.link", "A40 tells which record replaces which; expected a Patient with link 'replaces'."
        )


def _mrg(old: Node, context: Outgoing) -> Line:
    mrg = Line("MRG")
    mrg.set(1, *(identifier_to_cx(number, context) for number in own_identifiers(old)))
    mrg.set(7, *(name_to_xpn(name) for name in old.each("name")))
    for link in old.each("link"):
        context.resources.resolve(link.child("other"))
        link.mark_each("type")
    old.mark_each("active")
    context.resources.told(old)
    if not mrg.has(1):
        context.refuse(old.path, "The record that was replaced has no identifier; MRG-1 needs one.")
    return mrg
