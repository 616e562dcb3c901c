"""The residue report: every populated input value that stands in no resource."""

from functools import lru_cache

from adapters.hl7v2.tokenizer import Message
from fhir_profiles.issue import Issue

_SET_IDS = frozenset(
    {"PID", "PV1", "NK1", "AL1", "IAM", "DG1", "PR1", "GT1", "IN1", "OBR", "OBX", "NTE", "SPM", "TQ1", "TXA", "FT1"}
) | {"DB1", "ROL", "RGS", "AIS", "AIG", "AIL", "AIP", "EDU", "LAN", "ORG", "CER", "AFF"}
"""Segments whose first field only counts them (SI)."""

_STEERING = {
    "ORC": (1,),
    "PRB": (1, 2),
    "GOL": (1, 2),
    "PTH": (1,),
    "IAM": (6,),
    "ROL": (2,),
    "PRT": (2,),
    "RXA": (1, 2, 21),
    "RXG": (1,),
    "RGS": (2,),
    "MSA": (1, 2),
    "OBX": (2,),
}
"""Action codes, sub-ids and value types: what says how to read the rest of the segment."""

_ROUTING = (5, 6, 8, 13, 14, 17, 19, 20, 21, 23, 24, 25, 26, 27)
"""MSH fields that say who shall receive the message, how it travels and by what profile it is made."""


def residue(message: Message) -> tuple[Issue, ...]:
    """One informational issue for each populated field, repetition or component that was not mapped.

    Texts hold the path alone, nothing of a value.
    """
    message.segments[0].keep(*_ROUTING)
    for segment in message.segments:
        if segment.name in _SET_IDS and (segment.raw(1).isdigit() or segment.peek(1).isdigit()):
            segment.keep(1)
        for field in _STEERING.get(segment.name, ()):
            if not segment.is_mapped(field):
                segment.keep(field)
    return tuple([_issue(path, kept) for segment in message.segments for path, kept in segment.unmapped()])


@lru_cache(maxsize=8192)
def _issue(path: str, kept: bool) -> Issue:
    if kept:
        return Issue(
            severity="information",
            code="informational",
            text=f"{path} is only kept with the message: it counts, routes or steers.",
            expression=path,
        )
    return Issue(
        severity="information",
        code="not-supported",
        text=f"{path} is not mapped; it is kept with the message.",
        expression=path,
    )
