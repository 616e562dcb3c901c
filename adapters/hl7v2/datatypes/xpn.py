"""XPN to HumanName. HL7 v2.9 chapter 2A.2.88; IG datatype map XPN[HumanName]."""

import re

from adapters.hl7v2.codesystems.persons import NAME_REPRESENTATION, NAME_USE
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.period import components_to_period
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"
_ASSEMBLY = "http://hl7.org/fhir/StructureDefinition/humanname-assembly-order"


def xpn_to_human_name(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """The HumanName of an XPN, or None when it is empty.

    A Chinese full name in one component stays whole in `text`: where the family name ends is
    not guessed (欧阳, 司马). Family and given apart give `text` in Chinese order too.
    """
    name = name_parts(cell, family=1, given=2)
    if not name:
        return None
    if len(cell.parts) < 7:
        return name
    use = NAME_USE.get(cell.peek(7))
    if use:
        cell.mark(7)
        name["use"] = use
    extensions = []
    if cell.peek(8) in NAME_REPRESENTATION:
        extensions.append({"url": _REPRESENTATION, "valueCode": NAME_REPRESENTATION[cell.take(8)]})
    if cell.peek(11) in {"F", "G"}:
        extensions.append({"url": _ASSEMBLY, "valueCode": cell.take(11)})
    if extensions:
        name["extension"] = extensions
    if len(cell.parts) < 12:
        return name
    period = components_to_period(cell, 12, context)
    if period:
        name["period"] = period
    if cell.peek(14):
        name.setdefault("suffix", []).append(cell.take(14))
    return name


def name_parts(cell: Repetition, *, family: int, given: int) -> JsonObject:
    """Family, given, suffix and prefix, which stand in this order in XPN, XCN and CNN."""
    surname = next((part for part in cell.subcomponents(family) if part), "")
    first, further = cell.peek(given), cell.peek(given + 1)
    degree_at = given + 4
    if surname and not (first or further) and is_chinese(surname):
        cell.mark(family)
        name: JsonObject = {"text": surname}
    else:
        name = {}
        if surname:
            cell.mark(family)
            name["family"] = " ".join(_family(cell, family))
        if first or further:
            name["given"] = [part for part in (cell.take(given), cell.take(given + 1)) if part]
        if is_chinese(surname) and name.get("given"):
            name["text"] = surname + "".join(name["given"])
    if len(cell.parts) < given + 2:
        return name
    suffixes = [cell.take(at) for at in (given + 2, degree_at) if cell.peek(at)]
    if suffixes:
        name["suffix"] = suffixes
    if cell.peek(given + 3):
        name["prefix"] = [cell.take(given + 3)]
    return name


def is_chinese(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return _CJK.search(text) is not None


def display_name(name: JsonObject) -> str:
    """The name in one line."""
    text: str = name.get("text", "")
    return text or " ".join([*name.get("prefix", ()), *name.get("given", ()), name.get("family", "")]).strip()


def _family(cell: Repetition, component: int) -> list[str]:
    # FN: surname, own prefix, own surname, prefix from partner, surname from partner
    parts = cell.subcomponents(component)
    if not parts[0] or len(parts) == 1:
        return [part for part in parts if part][:1]
    prefix = [parts[1]] if parts[1] and not parts[0].startswith(parts[1]) else []
    return [*prefix, parts[0]]
