"""OBX-5, whose type OBX-2 names, to value[x]. IG segment map OBX[Observation], 31 rows, and ours for TS, ED."""

import base64
import binascii
import re

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.period import components_to_period
from adapters.hl7v2.datatypes.quantity import sn_to_value, text_to_quantity, to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_ATTACHMENT = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.valueAttachment"
_PDF = "JVBERi0"
"""How a PDF begins in Base64."""

_CODED = frozenset({"CE", "CWE", "CNE", "CF", "IS", "ID"})
_TEXT = frozenset(
    {"ST", "TX", "FT", "VR", "", "HD", "EI", "CX", "XPN", "XCN", "XAD", "XTN", "PN", "CN", "CK", "CP", "MO"}
)
_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)?([0-5]\d)?(\.\d+)?([+-]\d{4})?", re.ASCII)

_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_MAIN_TYPES = {"AP": "application", "AU": "audio", "IM": "image", "SD": "image", "SI": "image", "TX": "text"}
_MAIN_TYPES |= {name.upper(): name for name in ("application", "audio", "image", "multipart", "text", "video")}
"""Table 0191, and the main types of RFC 2046 that the guide puts in its place."""

_TYPES = {
    "PDF": "application/pdf", "RTF": "application/rtf", "JPEG": "image/jpeg", "JPG": "image/jpeg", "PNG": "image/png",
    "TIFF": "image/tiff", "GIF": "image/gif", "HTML": "text/html", "XML": "text/xml", "DICOM": "application/dicom",
    "POSTSCRIPT": "application/postscript", "PLAIN": "text/plain",
}  # fmt: skip
"""Table 0291, and what systems write in its place."""


def add_value(obx: Segment, observation: JsonObject, unit: JsonObject, context: MessageContext) -> None:
    """Set value[x] from OBX-5; several coded or numeric values become components.

    A value that does not fit its type is kept as text with a warning; it is never dropped.
    """
    raw = obx.raw(5)
    if not raw or (obx.is_plain and _add_plain(obx, obx.raw(2), raw, observation, unit)):
        return
    cells = [cell for cell in obx.repetitions(5) if not cell.is_empty]
    if not cells:
        return
    kind = obx.take(2).upper()
    if len(cells) == 1 and (value := _sent_as_text(kind, cells[0].text(), unit, path=obx.path, context=context)):
        _set(observation, value)
        obx.mark(5)
        return
    if kind in _TEXT or kind == "NA":
        observation["valueString"] = "\n".join(cell.text() for cell in cells)
        obx.mark(5)
        return
    values = [value for cell in cells if (value := _value(kind, cell, unit, context))]
    if len(values) == 1:
        _set(observation, values[0])
    elif values:
        code = {"code": observation["code"]} if "code" in observation else {}  # a document's content has none
        parts = [code | value for value in values if not _is_extension(value)]
        if parts:
            observation["component"] = parts
        for value in values:
            if _is_extension(value):
                _set(observation, value)


def _add_plain(obx: Segment, kind: str, raw: str, observation: JsonObject, unit: JsonObject) -> bool:
    """Set the value of the two commonest kinds, a bare number and a bare line of text; whether it was one."""
    if kind == "NM":
        number = to_number(raw)
        if number is None:
            return False
        observation["valueQuantity"] = {"value": number} | unit
        obx.mark(5)
    elif kind not in _TEXT or not (text := obx.plain(5)) or (kind == "ST" and unit) or text.startswith(_PDF):
        return False
    else:
        observation["valueString"] = text
    obx.mark(2)
    return True


def _sent_as_text(kind: str, text: str, unit: JsonObject, *, path: str, context: MessageContext) -> JsonObject | None:
    """A number with its unit, or a PDF, that was sent as text, as senders do who have one type for everything."""
    if kind == "ST" and unit and (number := text_to_quantity(text, unit)):
        context.warn(f"{path}-2", "A number with a unit was sent as text (ST); it was read as a number.")
        return {"valueQuantity": number}
    octets = _octets(text, "BASE64") if kind in _TEXT and text.startswith(_PDF) else None
    if octets is None:
        return None
    context.warn(f"{path}-2", "A PDF was sent as text; it was read as a file. Send it as ED.")
    data = base64.b64encode(octets).decode("ascii")
    return {"extension": [{"url": _ATTACHMENT, "valueAttachment": {"contentType": "application/pdf", "data": data}}]}


def _set(observation: JsonObject, value: JsonObject) -> None:
    if _is_extension(value):
        observation.setdefault("extension", []).extend(value["extension"])
    else:
        observation |= value


def _is_extension(value: JsonObject) -> bool:
    return "extension" in value


def _value(kind: str, cell: Repetition, unit: JsonObject, context: MessageContext) -> JsonObject | None:
    if kind in _CODED:
        coded = cwe_to_codeable_concept(cell, context)
        return {"valueCodeableConcept": coded} if coded else _as_text(cell)
    if kind == "NM":
        return _number(cell, unit, context)
    if kind == "SN":
        return sn_to_value(cell, unit)
    if kind in {"DT", "DTM", "TS"}:
        moment = ts_to_datetime(cell, context)
        return {"valueDateTime": moment} if moment else _as_text(cell)
    if kind == "TM":
        return _time(cell, context)
    if kind == "DR":
        period = components_to_period(cell, 1, context)
        return {"valuePeriod": period} if period else _as_text(cell)
    if kind == "NR":
        return _range(cell, unit)
    if kind == "CQ":
        found = text_to_quantity(cell.peek(1), unit or {"unit": cell.peek(2)} if cell.peek(2) else unit)
        cell.mark(1, 2)
        return {"valueQuantity": found} if found else _as_text(cell)
    if kind == "ED":
        return _encapsulated(cell, context)
    if kind == "RP":
        return _pointer(cell)
    context.warn(
        cell.segment.path + "-2", "The value type is not known; the value was kept as text.", code="code-invalid"
    )
    return _as_text(cell)


def _as_text(cell: Repetition) -> JsonObject | None:
    text = cell.text()
    cell.mark()
    return {"valueString": text} if text else None


def _number(cell: Repetition, unit: JsonObject, context: MessageContext) -> JsonObject | None:
    quantity = text_to_quantity(cell.peek(1), unit)
    if quantity is None:
        context.warn(cell.path(), "The value is said to be a number (NM) but is none; it was kept as text.")
        return _as_text(cell)
    cell.mark(1)
    if "comparator" in quantity:
        context.warn(cell.path(), "A number (NM) with a comparator; send it as SN.")
    return {"valueQuantity": quantity}


def _time(cell: Repetition, context: MessageContext) -> JsonObject | None:
    match = _TIME.fullmatch(cell.peek(1).replace(":", ""))
    if match is None:
        context.warn(cell.path(), "This is no time of day in the form HHMMSS; it was kept as text.")
        return _as_text(cell)
    cell.mark(1)
    hour, minute, second, fraction, offset = match.groups()
    if offset:
        context.warn(cell.path(), "A time of day has no zone in FHIR; its offset was left out.")
    return {"valueTime": f"{hour}:{minute or '00'}:{second or '00'}{fraction or ''}"}


def _range(cell: Repetition, unit: JsonObject) -> JsonObject | None:
    low, high = to_number(cell.peek(1)), to_number(cell.peek(2))
    bounds = {name: {"value": number} | unit for name, number in (("low", low), ("high", high)) if number is not None}
    if not bounds or (low is not None and high is not None and low > high):
        return _as_text(cell)
    cell.mark(1, 2)
    return {"valueRange": bounds}


def _encapsulated(cell: Repetition, context: MessageContext) -> JsonObject | None:
    octets = _octets(cell.peek(5), cell.peek(4).upper())
    if octets is None:
        context.warn(cell.path(5), "The encapsulated data is not in the encoding that it names; it was kept as text.")
        return _as_text(cell)
    cell.mark(4, 5)
    attachment: JsonObject = {"contentType": _said_type(cell, 2)}
    if octets:
        attachment["data"] = base64.b64encode(octets).decode("ascii")
    return {"extension": [{"url": _ATTACHMENT, "valueAttachment": attachment}]}


def _octets(text: str, encoding: str) -> bytes | None:
    try:
        if encoding == "BASE64":
            return base64.b64decode("".join(text.split()), validate=True)
        if encoding == "HEX":
            return bytes.fromhex(text)
    except (binascii.Error, ValueError):
        return None
    return text.encode("utf-8")


def _said_type(cell: Repetition, first: int) -> str:
    """The MIME type of a component and the one behind it, which stay in the residue where none can be read."""
    found = content_type(cell.peek(first), cell.peek(first + 1))
    if found:
        cell.mark(first, first + 1)
    return found or "application/octet-stream"


def content_type(kind: str, subtype: str) -> str:
    """The MIME type of ED.2 and ED.3: `application^PDF`, `TEXT^XML`, `IM^DICOM`, or a whole type in one; else empty."""
    for part in (subtype, kind):
        if _MIME.fullmatch(part):
            return part.lower()
    if subtype.upper() in _TYPES:
        return _TYPES[subtype.upper()]
    main = _MAIN_TYPES.get(kind.upper(), "")
    if main and _MIME.fullmatch(f"{main}/{subtype}"):
        return f"{main}/{subtype.lower()}"
    return "text/plain" if main == "text" else _TYPES.get(kind.upper(), "")


def _pointer(cell: Repetition) -> JsonObject | None:
    url = cell.peek(1)
    if not re.fullmatch(r"\S+", url):
        return _as_text(cell)
    cell.mark(1)
    attachment: JsonObject = {"url": url}
    if cell.peek(3) or cell.peek(4):
        attachment["contentType"] = _said_type(cell, 3)
    return {"extension": [{"url": _ATTACHMENT, "valueAttachment": attachment}]}
