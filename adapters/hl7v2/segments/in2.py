"""IN2 and DB1 to further identifiers of the patient. Ours; the guide has no map for them.

IN2-6, IN2-8 and IN2-61 number the patient at an insurance scheme, DB1-3 in a register of disabled persons (残疾人证).
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_NUMBERS = ((6, "MC"), (8, "MA"), (10, "MI"), (61, "MB"))
"""Field of IN2 and identifier type (table 0203): Medicare, Medicaid, military, member of the insurer."""


def in2_to_identifiers(in2: Segment, context: MessageContext) -> None:
    """Add the numbers of an IN2 to the Patient of the message."""
    for at, code in _NUMBERS:
        number = cx_to_identifier(in2.first(at), context, kind=code.lower(), type_code=code) if in2.has(at) else None
        _add(number, context)


def db1_to_identifier(db1: Segment, context: MessageContext) -> None:
    """Add the number of a DB1 that is about the patient (DB1-2 PT)."""
    if db1.peek(2).upper() not in {"", "PT"}:
        return
    for cell in db1.repetitions(3):
        number = cx_to_identifier(cell, context, kind="disability")
        if number is not None:
            db1.first(2).mark(1, 2, 3)
        _add(number, context)


def _add(number: JsonObject | None, context: MessageContext) -> None:
    patient = context.resource(context.patient)
    if number is None or patient is None:
        return
    known = {identifier_key(found) for found in patient["identifier"]}
    if identifier_key(number) not in known:
        patient["identifier"] = [*patient["identifier"], number]
