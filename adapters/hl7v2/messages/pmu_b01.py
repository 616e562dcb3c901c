"""PMU_B01: a staff record is added, changed, ended or opened again. HL7 v2.9 chapter 15.3; ours, the guide has no map.

The same segments as a staff master file (MFN M02), one person a message; the trigger event says what MFE-1 says there.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.xon import hd_to_organization
from adapters.hl7v2.segments.stf import StaffRecord, staff_to_practitioner

_ACTIVE = {"B01": None, "B02": None, "B03": False, "B04": True, "B05": False, "B06": False, "B07": None, "B08": None}
EVENTS = tuple(("PMU", event) for event in _ACTIVE)


def convert(context: MessageContext) -> None:
    """The Practitioner of the message and the roles. A certificate that is revoked (B08) is no qualification."""
    segments = [segment for segment in context.message.segments if segment.name not in {"MSH", "SFT", "EVN"}]
    if not any(segment.name in {"STF", "PRA"} for segment in segments):
        context.refuse("STF", "The message has no STF segment; a personnel message needs one.")
        return
    if context.event == "B08":
        segments = [segment for segment in segments if segment.name != "CER"]
        context.warn("CER", "A revoked certificate is only kept with the message.", code="not-supported")
    msh = context.message.segments[0]
    institution = hd_to_organization(msh.first(4), context) if msh.has(4) else None
    staff_to_practitioner(StaffRecord(_ACTIVE[context.event], "", segments), institution, context)
