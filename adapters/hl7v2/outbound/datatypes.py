"""Identifiers, names, addresses, numbers and times of FHIR as HL7 v2 writes them: the inverse of `datatypes/`."""

import re
from datetime import datetime

from adapters.hl7v2.codesystems.identifiers import V2_0203
from adapters.hl7v2.codesystems.persons import ADDRESS_TYPE, ADDRESS_USE, NAME_REPRESENTATION, NAME_USE, TELECOM_USE
from adapters.hl7v2.context import DERIVED_SYSTEM
from adapters.hl7v2.datatypes.resident_id import SYSTEM as RESIDENT_ID
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.line import Cell, Component
from adapters.hl7v2.outbound.resources import Node

_LOCAL = "https://alliance-hub.example/sid/"
_FHIR = "http://hl7.org/fhir/StructureDefinition"
_XTN_PARTS = ((5, "country"), (6, "area"), (7, "local"), (8, "extension"))
_NAME_CODES = {use: code for code, use in reversed(NAME_USE.items())} | {"temp": "TEMP", "old": "BAD"}
_ADDRESS_CODES = {use: code for code, use in ADDRESS_USE.items()} | {"work": "B"}
_TELECOM_CODES = {use: code for code, use in TELECOM_USE.items()}
_EQUIPMENT = {"phone": "PH", "fax": "FX", "email": "Internet", "pager": "BP", "other": "MD"}
_TIME = re.compile(r"(\d{4}(?:-\d{2}){0,2})(?:T([\d:]+)(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?")


def time_to_ts(text: str, context: Outgoing) -> str:
    """`2026-11-22T00:05:00Z` as `20261122080500`, in the receiver's zone; a date keeps its precision.

    MSH-7 carries the offset, which holds for every time of the message (HL7 v2.9 chapter 2A.2.22); in a zone whose
    offset was another one on that day (summer time) the field carries its own.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return ""
    if not found[2]:
        return found[1].replace("-", "")
    moment = datetime.fromisoformat(text if len(found[2]) > 5 else text.replace(found[2], f"{found[2]}:00"))
    if moment.tzinfo is None:
        return moment.strftime("%Y%m%d%H%M%S") + (found[3] or "")[:5]
    there = moment.astimezone(context.zone)
    is_usual = there.utcoffset() == context.time.astimezone(context.zone).utcoffset()
    return there.strftime(f"%Y%m%d%H%M%S{(found[3] or '')[:5]}{'' if is_usual else '%z'}")


def ts(node: Node | None, context: Outgoing, *names: str) -> str:
    """The time stamp of a date, dateTime or instant."""
    return "" if node is None else time_to_ts(node.text(*names), context)


def authority(identifier: Node, context: Outgoing, *, kind: str) -> list[str]:
    """The HD of an identifier's system: namespace, universal id, its type.

    The receiver's own numbers of this kind carry none, as it writes them itself; those of others name their system.
    """
    system = identifier.text("system")
    name = identifier.text("assigner", "display")
    own = {uri: word for word, uri in reversed(list(context.target.dialect.authorities.items()))}
    if system in own:
        return [own[system]]
    if system.startswith("urn:oid:"):
        return [name, system.removeprefix("urn:oid:"), "ISO"]
    if system.startswith("urn:uuid:"):
        return [name, system.removeprefix("urn:uuid:"), "UUID"]
    institution, _, rest = system.removeprefix(_LOCAL).partition("/")
    if system.startswith(_LOCAL) and institution == context.target.name:
        series, _, namespace = rest.partition("/")
        is_own = not namespace and name.casefold() == context.target.name.casefold()
        if series == kind and (namespace == name or is_own):
            return [name]
    return [name, system, "URI"] if system else [name]


def identifier_to_cx(identifier: Node, context: Outgoing, *, kind: str = "mrn") -> Cell:
    """CX: number, check digit, authority, type (table 0203), period."""
    identifier.mark_each("use")
    code = identifier.text("type", "coding", "code") if identifier.peek("type", "coding", "system") == V2_0203 else ""
    if identifier.peek("system") == RESIDENT_ID:
        code = "NNCHN"
    if code:
        identifier.mark_each("type")
    code = code or identifier.text("type", "text")
    series = code.lower() if kind == "mrn" and code not in {"", "MR"} else kind
    digit = identifier.extension(f"{_FHIR}/identifier-checkDigit")
    number: list[Component] = [identifier.text("value"), digit.text("valueString") if digit else "", ""]
    start, end = (ts(identifier, context, "period", bound)[:8] for bound in ("start", "end"))
    return [*number, authority(identifier, context, kind=series), code, "", start, end]


def identifier_to_ei(identifier: Node | None, context: Outgoing, *, kind: str) -> Cell:
    """EI: number and authority."""
    if identifier is None:
        return ""
    identifier.mark_each("use", "type")
    return [identifier.text("value"), *authority(identifier, context, kind=kind)]


def own_identifiers(resource: Node) -> list[Node]:
    """The identifiers that an institution gave; one that was derived for the hub's own use is none."""
    found = []
    for identifier in resource.each("identifier"):
        if identifier.peek("system") == DERIVED_SYSTEM:
            identifier.mark()
        else:
            found.append(identifier)
    return found


def identifier_of(resource: Node, *codes: str, name: str = "identifier") -> Node | None:
    """The identifier whose type (table 0203) is one of these."""
    for found in resource.each(name):
        if any(coding.peek("code") in codes for kind in found.each("type") for coding in kind.each("coding")):
            return found
    return None


def name_to_xpn(name: Node) -> Cell:
    """XPN: family, given, further given, suffix, prefix, degree, type, representation, assembly."""
    shown = name_parts(name)
    code = _NAME_CODES.get(name.peek("use"), "")
    if code:
        name.mark_each("use")
    alphabet = name.extension(f"{_FHIR}/iso21090-EN-representation")
    by_code = {value: letter for letter, value in NAME_REPRESENTATION.items()}
    order = name.extension(f"{_FHIR}/humanname-assembly-order")
    return [
        *shown,
        code,
        by_code.get(alphabet.text("valueCode"), "") if alphabet else "",
        "",
        "",
        order.text("valueCode") if order else "",
    ]


def name_parts(name: Node) -> list[str]:
    """Family, given, further given, suffix, prefix, degree; a name that is only text stands where the family does."""
    family = name.text("family")
    given = [item.text() for item in name.each("given")]
    suffixes = [item.text() for item in name.each("suffix")]
    if not family and not given:
        family = name.text("text")
    elif name.peek("text") in {family + "".join(given), " ".join([*given, family])}:
        name.mark_each("text")
    prefix = " ".join(item.text() for item in name.each("prefix"))
    first, degree = [*suffixes, "", ""][:2]
    parts = [family, given[0] if given else "", " ".join(given[1:]), first, prefix, " ".join([degree, *suffixes[2:]])]
    return [part.strip() for part in parts]


def address_to_xad(address: Node, context: Outgoing) -> Cell:
    """XAD: street, other, city, state, postal code, country, type, -, district, census tract, period."""
    lines = [line.text() for line in address.each("line")]
    named = [address.text(name) for name in ("city", "state", "postalCode", "country", "district")]
    city, state, postal, country, district = named
    derived = "".join([state, city, district, *lines])
    if not derived:
        lines = [address.text("text")]
    elif address.peek("text") == derived:
        address.mark_each("text")
    code = _ADDRESS_CODES.get(address.peek("use"), "")
    if code:
        address.mark_each("use")
    elif address.peek("type") == "postal":
        code = next(iter(ADDRESS_TYPE))
        address.mark_each("type")
    tract = address.extension(f"{_FHIR}/iso21090-ADXP-censusTract")
    first, second, *rest = [*lines, "", ""]
    third = " ".join(rest).strip()
    census = tract.text("valueString") if tract else ""
    start, end = (ts(address, context, "period", bound) for bound in ("start", "end"))
    return [
        first, second, city, state, postal, country, code, "", district, census, "", "", start, end, "", "", "", "",
        third,
    ]  # fmt: skip


def contact_to_xtn(point: Node, context: Outgoing) -> Cell:
    """XTN: the number as text (component 1, from v2.7 on 12), use, equipment; an address in component 4."""
    system, use = point.text("system"), point.text("use")
    value = point.text("value")
    equipment = "CP" if use == "mobile" else _EQUIPMENT.get(system, "")
    parts = [""] * 18
    parts[1] = "NET" if system == "email" else _TELECOM_CODES.get(use, "")
    parts[2] = equipment
    for at, name in _XTN_PARTS:
        found = point.extension(f"{_FHIR}/contactpoint-{name}")
        parts[at - 1] = found.text("valueString") if found else ""
    if system == "email":
        parts[3] = value
    elif not parts[6]:
        parts[11 if context.target.knows("2.7") else 0] = value
    parts[12], parts[13] = (ts(point, context, "period", bound) for bound in ("start", "end"))
    parts[17] = point.text("rank")
    return parts
