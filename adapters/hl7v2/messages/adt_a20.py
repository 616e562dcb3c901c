"""ADT_A20: the state of a bed. No patient; the Location says it. Ours; the guide has no map for NPU."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.segments.loc import npu_to_location

EVENTS = (("ADT", "A20"),)


def convert(context: MessageContext) -> None:
    """Location.operationalStatus for each NPU; refused without one."""
    beds = context.message.all("NPU")
    if not beds:
        context.refuse("NPU", "The message has no NPU segment; a bed status update needs one.")
        return
    for npu in beds:
        npu_to_location(npu, context)
