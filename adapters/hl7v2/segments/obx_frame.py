"""What OBX-3, 6, 7, 8 and 11 make of an Observation, whatever its value. IG segment map OBX[Observation].

A laboratory has some hundred tests, and sends each again and again with the same code, unit, reference range, flag and
status. What they become is a pure function of these five fields and of the sender; it is made once and kept. Nothing
of a patient is in it: the value, the times and the people stand in other fields.
"""

from dataclasses import dataclass

from adapters.hl7v2.codesystems.results import FLAGS, INTERPRETATION, LOCAL_OBSERVATION_STATUS, OBSERVATION_STATUS
from adapters.hl7v2.codesystems.systems import LOINC
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, v2_system
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, reference_range
from adapters.hl7v2.remembered import Memory
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_FIELDS = (3, 6, 7, 8, 11)
_LAST = 11
_LONGEST = 400
_ALTERNATE = "http://hl7.org/fhir/StructureDefinition/alternate-codes"


@dataclass(frozen=True, slots=True)
class Frame:
    """`head` stands before the value in the Observation, `tail` behind it; nobody may change what is in them.

    `label` tells one test from another. `sent` is OBX-11 as it was sent. `taken` are the components that were mapped
    of fields that hold more (their number and a mask), `mapped` the fields that were mapped whole (a mask).
    """

    head: JsonObject
    tail: JsonObject
    unit: JsonObject
    label: str
    sent: str
    mapped: int = 0
    taken: tuple[tuple[int, int], ...] = ()


_KNOWN = Memory[Frame]()


def obx_frame(obx: Segment, context: MessageContext) -> Frame | None:
    """The frame of an OBX; None when it names no test and has no value either."""
    fields = obx.fields
    if not obx.is_plain or len(fields) <= _LAST:
        return _frame(obx, context)
    source = context.source
    key = (*[fields[at] for at in _FIELDS], context.code, source.name, source.dialect.digest)
    known = _KNOWN.get(key)
    if known is None:
        return _remembered(key, obx, context)
    obx.mapped |= known.mapped
    for field, taken in known.taken:
        obx.first(field).taken |= taken
    return known


def _remembered(key: tuple[str, ...], obx: Segment, context: MessageContext) -> Frame | None:
    """The frame, kept for the next OBX of this kind unless something is wrong with it."""
    found = len(context.issues)
    frame = _frame(obx, context)
    repeats = any(len(obx.repetitions(field)) > 1 and not obx.mapped >> field & 1 for field in _FIELDS)
    if frame is None or len(context.issues) > found or repeats or sum(map(len, key)) > _LONGEST:
        return frame
    cells = [(field, obx.first(field).taken) for field in _FIELDS if obx.repetitions(field)]
    frame = Frame(
        frame.head,
        frame.tail,
        frame.unit,
        frame.label,
        frame.sent,
        mapped=obx.mapped | sum(1 << field for field, _ in cells if obx.first(field).is_mapped),
        taken=tuple((field, taken) for field, taken in cells if taken and not obx.first(field).is_mapped),
    )
    _KNOWN.add(key, frame)
    return frame


def _frame(obx: Segment, context: MessageContext) -> Frame | None:
    code = cwe_to_codeable_concept(obx.first(3), context) if obx.has(3) else None
    if code is None:
        if not obx.has(5):
            return None
        context.warn(obx.path + "-3", "The observation says not what was observed; kept as unknown.", code="required")
        code = {"text": "unknown"}
    head: JsonObject = {"status": _status(obx, context), "code": code}
    sent = obx.peek(11)
    if sent == "X":
        alternate = concept("X", v2_system("0085"))
        head["_status"] = {"extension": [{"url": _ALTERNATE, "valueCodeableConcept": alternate}]}
    unit = cwe_to_unit(obx.first(6)) if obx.has(6) else {}
    return Frame(head, _tail(obx, unit, context), unit, _label(code), sent)


def _tail(obx: Segment, unit: JsonObject, context: MessageContext) -> JsonObject:
    tail: JsonObject = {}
    found = [
        value
        for cell in obx.repetitions(8)
        if (value := _flag(cell) or cwe_to_codeable_concept(cell, context, table="0078", translation=INTERPRETATION))
    ]
    if found:
        tail["interpretation"] = found
    text = obx.first(7).text() if obx.has(7) else ""
    if text:
        obx.first(7).mark()
        limits = reference_range(text, unit)
        if len(obx.repetitions(7)) == 2:  # 3.9~6.1: the mark that parts repetitions, not escaped
            joined = reference_range("~".join(cell.text() for cell in obx.repetitions(7)), unit)
            if "low" in joined and "high" in joined:
                obx.mark(7)
                limits = joined
        tail["referenceRange"] = [limits]
    return tail


def _flag(cell: Repetition) -> JsonObject | None:
    """The concept of an arrow or a Chinese word; None for a code."""
    word = cell.peek(1)
    known = INTERPRETATION.get(FLAGS.get(word, ""))
    if known is None:
        return None
    code, system, display = known
    cell.mark(1)
    return concept(code, system, display) | {"text": word}


def _status(obx: Segment, context: MessageContext) -> str:
    code = obx.take(11)
    status = OBSERVATION_STATUS.get(code) or LOCAL_OBSERVATION_STATUS.get(code)
    if status:
        return status
    if code:
        context.warn(obx.path + "-11", "The result status is not in table 0085; kept as unknown.", code="code-invalid")
        return "unknown"
    return "unknown" if context.code in {"ORU", "OUL"} else "final"


def _label(code: JsonObject) -> str:
    codings = code.get("coding", ())
    preferred = next((coding for coding in codings if coding.get("system") == LOINC), None)
    coding = preferred or (codings[0] if codings else None)
    return f"{coding.get('system', '')}|{coding['code']}" if coding else str(code.get("text", "")).casefold()
