"""ADT_A40 and the other merges of patient records: two records become linked, neither is lost.

HL7 v2.9 chapter 3.3.40 and 3.6. The old record is inactive and `replaced-by` the survivor, which `replaces` it and
keeps its numbers as old ones. A new record number (A47) is the same: later messages come under the new one. A change
of a number that is not the record's own (A46, A48, A43 under one record number) changes identifiers alone.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.messages.adt_a41 import succeed_account
from adapters.hl7v2.segments.mrg import ALTERNATE, PATIENT, PERSON, merged_pairs, mrg_to_patient, old_identifiers
from adapters.hl7v2.tokenizer import Segment

EVENTS = tuple(("ADT", f"A{number:02d}") for number in (18, 30, 34, 36, 39, 40, 43, 46, 47, 48))

_RENUMBERED = {"A43": (PERSON,), "A46": (PERSON,), "A48": (ALTERNATE,)}
"""Events on a number beside the record number, and the field of MRG that has the earlier one."""


def convert(context: MessageContext) -> None:
    """One link for each PID and MRG pair; refused when there is no PID."""
    for pair, pid in merged_pairs(context, without="A patient of the merge has no MRG segment; nothing was linked."):
        _succeed(pair.mrg, pid, context)


def _succeed(mrg: Segment, pid: Segment, context: MessageContext) -> None:
    beside = _RENUMBERED.get(context.event)
    if beside is not None and (pid.has(3) and not _is_of_another(mrg, context)):
        _renumber(mrg, beside, context)
        return
    if _link(mrg, context) and context.event == "A36":
        succeed_account(mrg, pid, context)


def _is_of_another(mrg: Segment, context: MessageContext) -> bool:
    """Whether MRG-1 names another record than PID-3 (only then does an A43 move a record)."""
    number = cx_to_identifier(mrg.first(PATIENT), context) if context.event == "A43" and mrg.has(PATIENT) else None
    return number is not None and identifier_key(number) != context.patient_key


def _renumber(mrg: Segment, fields: tuple[int, ...], context: MessageContext) -> None:
    patient = context.resource(context.patient)
    earlier = old_identifiers(mrg, fields, context)
    if patient is None or not earlier:
        context.warn("MRG", "The message names no earlier number; nothing was changed.", code="required")
        return
    known = {identifier_key(identifier) for identifier in patient["identifier"]}
    for cell in mrg.repetitions(PATIENT):
        same = cx_to_identifier(cell, context)
        if same is None or identifier_key(same) not in known:
            cell.give_back()
    patient["identifier"] += [identifier for identifier in earlier if identifier_key(identifier) not in known]


def _link(mrg: Segment, context: MessageContext) -> bool:
    survivor = context.resource(context.patient)
    old = mrg_to_patient(mrg, (PATIENT, PERSON), context)
    if survivor is None or context.patient is None or old is None:
        context.warn("MRG-1", "The merge names no earlier identifier; nothing was linked.", code="required")
        return False
    key = identifier_key(old["identifier"][0])
    if key == context.patient_key:
        context.warn("MRG-1", "The merge names the same record twice; nothing was linked.", code="conflict")
        return context.event == "A36"
    old |= {"active": False, "link": [{"other": context.patient, "type": "replaced-by"}]}
    other = context.put(old, key=key)
    context.amend(other, into=context.patient["reference"])
    survivor.setdefault("link", []).append({"other": other, "type": "replaces"})
    return True
