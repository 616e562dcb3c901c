"""MFN: master files of staff (M02), charges (M04), locations (M05) and others. Ours; the guide has no map for them.

MFE-1 decides: MAD and MUP state a record, MDC and MDL end it (inactive, retired), MAC opens it again. What an unknown
master file holds (M13 and others) stays in the residue, with a warning.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.xon import hd_to_organization
from adapters.hl7v2.segments.cdm import cdm_to_charge_item_definition
from adapters.hl7v2.segments.loc import loc_to_location
from adapters.hl7v2.segments.stf import StaffRecord, staff_to_practitioner
from adapters.hl7v2.tokenizer import Segment

EVENTS = (("MFN", "*"),)
_ACTIVE = {"MAD": None, "MUP": None, "MAC": True, "MDC": False, "MDL": False}


def convert(context: MessageContext) -> None:
    """One directory entry for each record that has segments we know."""
    for mfi in context.message.all("MFI"):
        mfi.keep(*range(1, 8))
    for mfe, segments in _records(context.message.segments):
        event = mfe.peek(1).upper() if mfe is not None else ""
        if mfe is not None:
            mfe.keep(1, 2, 3, 4, 5)
        if event not in _ACTIVE:
            context.warn("MFE-1", "The record event is none of table 0180; it was read as an update.")
        active = _ACTIVE.get(event)
        names = {segment.name for segment in segments}
        if names & {"STF", "PRA"}:
            record = StaffRecord(active, mfe.peek(4) if mfe is not None else "", segments)
            msh = context.message.segments[0]
            institution = hd_to_organization(msh.first(4), context) if msh.has(4) else None
            is_posted = staff_to_practitioner(record, institution, context)
        elif "LOC" in names:
            loc = next(segment for segment in segments if segment.name == "LOC")
            departments = [segment for segment in segments if segment.name == "LDP"]
            is_posted = loc_to_location(loc, departments, active, context)
        elif "CDM" in names:
            cdm = next(segment for segment in segments if segment.name == "CDM")
            prices = [segment for segment in segments if segment.name == "PRC"]
            is_posted = cdm_to_charge_item_definition(cdm, prices, active, context)
        else:
            words = "The record has no map; it is kept with the message."
            context.warn(mfe.path if mfe is not None else "MFE", words, code="not-supported")
            continue
        if not is_posted and mfe is not None:
            context.warn(mfe.path, "Nothing of this record was posted.", code="required")


def _records(segments: list[Segment]) -> list[tuple[Segment | None, list[Segment]]]:
    """Each MFE with what follows it; records of old messages that lack an MFE begin with their first segment."""
    found: list[tuple[Segment | None, list[Segment]]] = []
    for segment in segments:
        if segment.name == "MFE":
            found.append((segment, []))
        elif segment.name in {"MSH", "SFT", "MFI"}:
            continue
        elif found:
            found[-1][1].append(segment)
        else:
            found.append((None, [segment]))
    return found
