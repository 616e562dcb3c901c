"""Observation as OBX with its NTE. The inverse of segments/obx.py and datatypes/varies.py."""

from adapters.hl7v2.codesystems.results import INTERPRETATION, LOCAL_OBSERVATION_STATUS, OBSERVATION_STATUS
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import identifier_to_ei, own_identifiers, time_to_ts, ts
from adapters.hl7v2.outbound.line import Cell, Line
from adapters.hl7v2.outbound.parties import organization_to_xon, person_to_xcn
from adapters.hl7v2.outbound.resources import Node

ATTACHMENT = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.valueAttachment"
_ANALYSED = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.analysisDateTime"
_STATUS = (
    {status: code for code, status in reversed(LOCAL_OBSERVATION_STATUS.items())}
    | {status: code for code, status in reversed(OBSERVATION_STATUS.items())}
    | {"registered": "I"}
)
_MEDIA = {
    "application/pdf": ("application", "PDF"),
    "text/plain": ("TEXT", "PLAIN"),
    "text/html": ("TEXT", "HTML"),
    "text/xml": ("TEXT", "XML"),
    "image/jpeg": ("IM", "JPEG"),
    "image/png": ("IM", "PNG"),
    "image/tiff": ("IM", "TIFF"),
}


def observation_to_obx(observation: Node, number: int, context: Outgoing, *, group: Node | None = None) -> None:
    """Add the OBX of an Observation, those of its components, and its notes. `group` is the report around it."""
    context.resources.told(observation)
    obx = Line("OBX").set(1, str(number))
    obx.set(3, concept_to_cwe(observation.child("code"), context))
    components = observation.each("component")
    set_value(obx, observation, context)
    if not obx.has(5) and components:
        _repeat(obx, components, observation, context)
    _meaning(obx, observation, context)
    obx.set(11, _status(observation))
    _circumstances(obx, observation, context, group=group)
    for link in ("subject", "encounter", "specimen"):
        context.resources.resolve(observation.child(link))
    context.add(obx)
    for note in observation.each("note"):
        add_note(note, context)


def set_value(obx: Line, holder: Node, context: Outgoing) -> None:
    """OBX-2, 5 and 6 of value[x]."""
    kind, cell = _value(holder, context)
    if kind:
        obx.set(2, kind).set(5, *cell)
    for name in ("valueQuantity", "valueRange"):
        quantity = holder.at(name) if name == "valueQuantity" else holder.at(name, "low") or holder.at(name, "high")
        if quantity is not None:
            obx.set(6, unit(quantity))
            holder.mark_each("valueRange")


def unit(quantity: Node) -> Cell:
    """The unit of a Quantity: UCUM where it is coded, else as it was written."""
    words, code = quantity.text("unit"), quantity.text("code")
    is_ucum = quantity.text("system") == "http://unitsofmeasure.org"
    if not code:
        return words
    return [code, words if words != code else "", "UCUM" if is_ucum else ""]


def attachment_to_ed(attachment: Node, context: Outgoing) -> Cell:
    """ED: source, type, subtype, encoding, data."""
    media = attachment.text("contentType").partition(";")[0].strip().lower() or "application/octet-stream"
    kind, subtype = _MEDIA.get(media, (media.split("/")[0].upper(), media))
    attachment.mark_each("title", "creation", "language", "size", "hash")
    source = context.target.own_application
    return [source, kind, subtype, "Base64", attachment.text("data")]


def add_note(note: Node, context: Outgoing) -> None:
    """Add the NTE of an Annotation."""
    line = Line("NTE").set(1, "1").set(3, note.text("text"))
    if context.target.knows("2.6"):
        author = note.child("authorReference")
        line.set(5, person_to_xcn(author, context) if author else ["", note.text("authorString")])
        line.set(6, ts(note, context, "time"))
    context.add(line)


def _value(holder: Node, context: Outgoing) -> tuple[str, list[Cell]]:
    modern = context.target.knows("2.6")
    if (quantity := holder.child("valueQuantity")) is not None:
        comparator = quantity.text("comparator")
        value = quantity.text("value")
        return ("SN", [[comparator, value]]) if comparator else ("NM", [value])
    if (concept := holder.child("valueCodeableConcept")) is not None:
        return "CWE" if modern else "CE", [concept_to_cwe(concept, context)]
    if holder.child("valueString") is not None:
        text = holder.text("valueString")
        return "TX" if "\n" in text or len(text) > 199 else "ST", [text]
    if holder.child("valueDateTime") is not None:
        said = holder.text("valueDateTime")
        kind = "DT" if len(said) == 10 else "DTM" if modern else "TS"
        return kind, [time_to_ts(said, context)]
    if holder.child("valueTime") is not None:
        return "TM", [holder.text("valueTime").replace(":", "")]
    if (period := holder.child("valuePeriod")) is not None:
        return "DR", [[ts(period, context, "start"), ts(period, context, "end")]]
    return _rare_value(holder, context)


def _rare_value(holder: Node, context: Outgoing) -> tuple[str, list[Cell]]:
    if (bounds := holder.child("valueRange")) is not None:
        return "NR", [[bounds.text("low", "value"), bounds.text("high", "value")]]
    if (ratio := holder.child("valueRatio")) is not None:
        first, second = ratio.text("numerator", "value"), ratio.text("denominator", "value")
        return "SN", [[ratio.text("numerator", "comparator"), first, ":", second]]
    if (number := holder.child("valueInteger")) is not None:
        return "NM", [number.text()]
    if holder.child("valueBoolean") is not None:
        return "ID", [holder.text("valueBoolean")]
    found = holder.extension(ATTACHMENT)
    attachment = found.child("valueAttachment") if found else None
    if attachment is None:
        return "", []
    if attachment.peek("url") and not attachment.peek("data"):
        media = attachment.text("contentType")
        return "RP", [[attachment.text("url"), "", media.split("/")[0], media]]
    return "ED", [attachment_to_ed(attachment, context)]


def _repeat(obx: Line, components: list[Node], observation: Node, context: Outgoing) -> None:
    """Components of the observation's own code are repetitions of its value; others become lines of their own."""
    if any(one.child("code") and one.peek("code", "coding", "code") != observation.peek("code", "coding", "code")
           for one in components):  # fmt: skip
        return
    for component in components:
        component.mark_each("code")
        single = Line("OBX")
        set_value(single, component, context)
        obx.fields.setdefault(2, single.fields.get(2, []))
        obx.fields.setdefault(6, single.fields.get(6, []))
        for cell in single.fields.get(5, []):
            obx.add(5, cell)


def add_components(observation: Node, number: int, context: Outgoing) -> int:
    """Lines of the components that have codes of their own (a blood pressure), under the observation's sub-id."""
    own = observation.peek("code", "coding", "code")
    others = [one for one in observation.each("component") if one.peek("code", "coding", "code") != own]
    for at, component in enumerate(others, 1):
        obx = Line("OBX").set(1, str(number + at)).set(3, concept_to_cwe(component.child("code"), context))
        obx.set(4, f"{number}.{at}")
        set_value(obx, component, context)
        _meaning(obx, component, context)
        obx.set(11, _status(observation))
        obx.set(14, ts(observation, context, "effectiveDateTime"))
        context.add(obx)
    return len(others)


def _meaning(obx: Line, holder: Node, context: Outgoing) -> None:
    ranges = holder.each("referenceRange")
    for found in ranges[:1]:
        words = found.peek("text") or "-".join(
            part for part in (found.peek("low", "value"), found.peek("high", "value")) if part
        )
        bound = found.child("low") or found.child("high")
        if bound is not None and not obx.has(6):  # a result without a value has its unit here alone
            obx.set(6, unit(bound))
        found.mark_each("text", "low", "high")
        obx.set(7, words)
    for found in holder.each("interpretation"):
        obx.add(8, concept_to_cwe(found, context, table="0078", translation=INTERPRETATION))


def _status(observation: Node) -> str:
    absent = observation.child("dataAbsentReason")
    if absent is not None:
        absent.mark()
    kept = observation.child("_status")
    if kept is not None and kept.peek("extension", "valueCodeableConcept", "coding", "code") == "X":
        kept.mark()
        observation.mark_each("status")
        return "X"
    if absent is not None and absent.peek("coding", "code") == "not-asked":
        observation.mark_each("status")
        return "N"
    code = _STATUS.get(observation.peek("status"), "")
    if code:
        observation.mark_each("status")
    return code


def _circumstances(obx: Line, observation: Node, context: Outgoing, *, group: Node | None) -> None:
    effective = observation.peek("effectiveDateTime")
    if effective and not (group and group.peek("effectiveDateTime") == effective):
        obx.set(14, ts(observation, context, "effectiveDateTime"))
    observation.mark_each("effectiveDateTime")
    if group is not None and observation.peek("effectivePeriod", "start") == group.peek("effectivePeriod", "start"):
        observation.mark_each("effectivePeriod")
    for performer in observation.each("performer"):
        found = context.resources.resolve(performer)
        if found is None and not performer.peek("type").startswith("Pract"):
            obx.set(15, ["", performer.text("display")])
        elif found is not None and found.value["resourceType"] == "Organization":
            obx.set(23, organization_to_xon(performer, context))
        else:
            obx.add(16, person_to_xcn(performer, context))
    obx.set(17, concept_to_cwe(observation.child("method"), context))
    device = observation.child("device")
    if device is not None and device.child("identifier") is not None:
        device.mark_each("type")
        obx.set(18, identifier_to_ei(device.child("identifier"), context, kind="device"))
    analysed = observation.extension(_ANALYSED)
    obx.set(19, ts(analysed, context, "valueDateTime"))
    obx.set(20, concept_to_cwe(observation.child("bodySite"), context, table="0163"))
    for number in own_identifiers(observation)[:1]:
        obx.set(21, identifier_to_ei(number, context, kind="filler"))
