"""MRG, the earlier numbers of a patient, an account or a visit. HL7 v2.9 chapter 3.4.9.

The guide maps MRG to Account alone. Ours: an earlier number is an identifier with `use` old, and the record that had it
is inactive and replaced by the one that takes its place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.xpn import xpn_to_human_name
from adapters.hl7v2.segments.pid import patient_identifiers, pid_to_patient
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

PATIENT, ALTERNATE, ACCOUNT, PERSON, VISIT, ALTERNATE_VISIT = 1, 2, 3, 4, 5, 6
"""The fields of MRG by what they number; 7 is the earlier name."""


@dataclass(slots=True)
class MergeGroup:
    """A PID with its PD1, and the MRG segments under it, each with the PV1 (and PV2) that follows it."""

    pid: Segment
    pd1: Segment | None = None
    pairs: list["MergePair"] = field(default_factory=list)


@dataclass(slots=True)
class MergePair:
    """One MRG and the visit segments behind it."""

    mrg: Segment
    pv1: Segment | None = None
    pv2: Segment | None = None


def merge_groups(segments: Iterable[Segment]) -> Iterator[MergeGroup]:
    """The groups of a merge, in order. A PV1 before the MRG belongs to the PID's first MRG."""
    group: MergeGroup | None = None
    early: dict[str, Segment] = {}
    for segment in segments:
        name = segment.name
        if name == "PID":
            if group is not None:
                yield group
            group, early = MergeGroup(segment), {}
        elif group is None:
            continue
        elif name == "PD1" and group.pd1 is None:
            group.pd1 = segment
        elif name == "MRG":
            group.pairs.append(MergePair(segment, early.pop("PV1", None), early.pop("PV2", None)))
        elif name in {"PV1", "PV2"} and not group.pairs:
            early.setdefault(name, segment)
        elif name == "PV1" and group.pairs[-1].pv1 is None:
            group.pairs[-1].pv1 = segment
        elif name == "PV2" and group.pairs[-1].pv2 is None:
            group.pairs[-1].pv2 = segment
    if group is not None:
        yield group


def mrg_to_patient(mrg: Segment, fields: tuple[int, ...], context: MessageContext) -> JsonObject | None:
    """The earlier record of a patient: old numbers and the name that it had. None without a number."""
    identifiers = old_identifiers(mrg, fields, context)
    if not identifiers:
        return None
    patient: JsonObject = {"resourceType": "Patient", "identifier": identifiers}
    names = [name for cell in mrg.repetitions(7) if (name := xpn_to_human_name(cell, context))]
    if names:
        patient["name"] = names
    return patient


def old_identifiers(mrg: Segment, fields: tuple[int, ...], context: MessageContext) -> list[JsonObject]:
    """The patient numbers of these fields, as earlier ones."""
    return [identifier | {"use": "old"} for identifier in patient_identifiers(mrg, fields, context)]


def old_visit(mrg: Segment, number: int, context: MessageContext) -> JsonObject | None:
    """The earlier visit number: MRG-5, or MRG-6 for the alternate one."""
    kind, code = ("visit", "VN") if number == VISIT else ("visit-alternate", "")
    return _old(mrg, number, context, kind=kind, code=code)


def old_account(mrg: Segment, context: MessageContext) -> JsonObject | None:
    """The earlier account number, MRG-3."""
    return _old(mrg, ACCOUNT, context, kind="account", code="AN")


def _old(mrg: Segment, number: int, context: MessageContext, *, kind: str, code: str) -> JsonObject | None:
    found = cx_to_identifier(mrg.first(number), context, kind=kind, type_code=code) if mrg.has(number) else None
    return found | {"use": "old"} if found else None


def merged_pairs(context: MessageContext, *, without: str) -> Iterator[tuple[MergePair, Segment]]:
    """Each MRG with its PID, whose Patient is made first. `without` warns of a PID that has no MRG.

    Refuses a message without PID.
    """
    groups = list(merge_groups(context.message.segments))
    if not groups:
        context.refuse("PID", "The message has no PID segment; an ADT message needs one.")
    for group in groups:
        pid_to_patient(group.pid, group.pd1, context)
        if not group.pairs:
            context.warn("MRG", without, code="required")
        for pair in group.pairs:
            yield pair, group.pid
