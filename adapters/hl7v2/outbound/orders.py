"""ServiceRequest and DiagnosticReport as ORC, OBR, TQ1, SPM. The inverse of segments orc, obr and spm."""

from adapters.hl7v2.codesystems.results import COLLECTION_METHOD, LOCAL_REPORT_STATUS, REPORT_STATUS, SPECIMEN_STATUS
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import (
    identifier_of,
    identifier_to_cx,
    identifier_to_ei,
    own_identifiers,
    ts,
)
from adapters.hl7v2.outbound.line import Cell, Line
from adapters.hl7v2.outbound.parties import organization_to_xon, person_to_ndl, person_to_xcn
from adapters.hl7v2.outbound.resources import Node

_REPORT = {status: code for code, status in reversed((LOCAL_REPORT_STATUS | REPORT_STATUS).items())} | {
    "registered": "O",
    "partial": "R",
    "cancelled": "X",
    "amended": "M",
    "appended": "C",
}
_CONTROL = {"revoked": "CA", "on-hold": "HD", "entered-in-error": "CA"}
_ORDER = {"completed": "CM", "revoked": "CA", "on-hold": "HD", "entered-in-error": "ER"}
_PRIORITY = {"stat": "S", "asap": "A", "urgent": "U", "routine": "R"}
_AVAILABLE = {status: code for code, status in SPECIMEN_STATUS.items()}


def order_to_orc(request: Node | None, numbers: Node | None, context: Outgoing, *, control: str) -> None:
    """Add ORC: what happens to the order, its numbers and who gave it. `numbers` is the report or the request."""
    orc = Line("ORC").set(1, control)
    if numbers is not None:
        orc.set(2, placer(numbers, context)).set(3, filler(numbers, context))
    if request is not None:
        orc.set(5, _ORDER.get(request.peek("status"), ""))
        if orc.has(5) or (control != "RE" and request.peek("status") == "active"):
            request.mark_each("status")
        requisition = request.child("requisition")
        orc.set(4, identifier_to_ei(requisition, context, kind="placer-group"))
        orc.set(9, ts(request, context, "authoredOn"))
        _requester(orc, request, context)
        if not context.target.knows("2.5") and request.peek("priority"):
            orc.set(7, ["", "", "", "", "", _PRIORITY.get(request.text("priority"), "")])
    context.add(orc)


def control_of(request: Node) -> str:
    """ORC-1 of an order that is told: new, or what has become of it."""
    return _CONTROL.get(request.peek("status"), "SC" if request.peek("status") == "completed" else "NW")


def request_to_obr(request: Node, number: int, context: Outgoing) -> None:
    """Add OBR (and TQ1 from v2.5 on) of an order."""
    context.resources.told(request)
    for link in ("subject", "encounter"):
        context.resources.resolve(request.child(link))
    obr = Line("OBR").set(1, str(number))
    obr.set(2, placer(request, context)).set(3, filler(request, context))
    obr.set(4, concept_to_cwe(request.child("code"), context))
    if request.peek("intent") == "reflex-order":
        obr.set(11, "G")
    if request.peek("intent") in {"order", "reflex-order"}:
        request.mark_each("intent")
    wanted = ts(request, context, "occurrenceDateTime")
    obr.set(6, wanted)
    _requester(obr, request, context, field=16)
    for category in request.each("category"):
        if category.peek("coding", "system").endswith("v2-0074"):
            obr.set(24, concept_to_cwe(category, context, table="0074"))
    obr.set(31, *(concept_to_cwe(found, context) for found in request.each("reasonCode")))
    context.add(obr)
    start, end = (ts(request, context, "occurrencePeriod", bound) for bound in ("start", "end"))
    priority = _PRIORITY.get(request.text("priority"), "")
    if context.target.knows("2.5"):
        if priority or start or end:
            context.add(Line("TQ1").set(1, "1").set(7, start).set(8, end).set(9, priority))
    else:
        obr.set(27, ["", "", "", start, end, priority])


def report_to_obr(report: Node, request: Node | None, number: int, context: Outgoing) -> None:
    """Add OBR of a result."""
    context.resources.told(report)
    for link in ("subject", "encounter"):
        context.resources.resolve(report.child(link))
    obr = Line("OBR").set(1, str(number))
    obr.set(2, placer(report, context) or (placer(request, context) if request else ""))
    obr.set(3, filler(report, context))
    obr.set(4, concept_to_cwe(report.child("code"), context))
    obr.set(7, ts(report, context, "effectiveDateTime") or ts(report, context, "effectivePeriod", "start"))
    obr.set(8, ts(report, context, "effectivePeriod", "end"))
    if request is not None:
        _requester(obr, request, context, field=16)
    obr.set(22, ts(report, context, "issued"))
    for category in report.each("category")[:1]:
        obr.set(24, concept_to_cwe(category, context, table="0074"))
    code = _REPORT.get(report.peek("status"), "")
    if code:
        report.mark_each("status")
    obr.set(25, code)
    for field, name in ((32, "resultsInterpreter"), (34, "performer")):
        obr.set(field, *(person_to_ndl(found, context) for found in report.each(name)))
    context.add(obr)


def specimen_to_spm(specimen: Node, number: int, context: Outgoing) -> None:
    """Add SPM. Before v2.5 the type goes into OBR-15, which the caller's OBR gets."""
    context.resources.told(specimen)
    context.resources.resolve(specimen.child("subject"))
    kind = concept_to_cwe(specimen.child("type"), context, table="0487")
    collection = specimen.child("collection")
    if not context.target.knows("2.5"):
        obr = next((line for line in reversed(context.lines) if line.name == "OBR"), None)
        if obr is not None and not isinstance(kind, str):
            obr.set(15, [[part if isinstance(part, str) else "" for part in kind[:3]]])
            obr.set(14, ts(specimen, context, "receivedTime"))
        return
    spm = Line("SPM").set(1, str(number))
    halves: list[list[str]] = [[], []]
    for found in own_identifiers(specimen):
        at = 0 if found.peek("type", "coding", "code") == "PLAC" else 1
        if not halves[at]:
            series = ("specimen-placer", "specimen")[at]
            cell = identifier_to_ei(found, context, kind=series)
            halves[at] = [part for part in cell if isinstance(part, str)]
    spm.set(2, halves).set(4, kind)
    if collection is not None:
        spm.set(7, concept_to_cwe(collection.child("method"), context, table="0488", translation=COLLECTION_METHOD))
        spm.set(8, concept_to_cwe(collection.child("bodySite"), context))
        quantity = collection.child("quantity")
        spm.set(
            12,
            [quantity.text("value"), [quantity.text("code") or quantity.text("unit"), quantity.text("unit")]]
            if quantity
            else "",
        )
        if quantity is not None:
            quantity.mark_each("unit", "code", "system")
        start = ts(collection, context, "collectedDateTime") or ts(collection, context, "collectedPeriod", "start")
        spm.set(17, [start, ts(collection, context, "collectedPeriod", "end")])
    container = specimen.at("container")
    if container is not None:
        spm.set(6, concept_to_cwe(container.child("additiveCodeableConcept"), context, table="0371"))
        spm.set(27, concept_to_cwe(container.child("type"), context))
    spm.set(14, *(note.text("text") for note in specimen.each("note")))
    spm.set(18, ts(specimen, context, "receivedTime"))
    spm.set(20, _AVAILABLE.get(specimen.text("status"), ""))
    spm.set(24, *(concept_to_cwe(found, context, table="0493") for found in specimen.each("condition")))
    accession = specimen.child("accessionIdentifier")
    spm.set(30, identifier_to_cx(accession, context, kind="accession") if accession else "")
    context.add(spm)


def placer(holder: Node, context: Outgoing) -> Cell:
    """The number of who asks."""
    return identifier_to_ei(identifier_of(holder, "PLAC", "PGN"), context, kind="placer")


def filler(holder: Node, context: Outgoing) -> Cell:
    """The number of who does it; the only number of a report without types is this one."""
    found = identifier_of(holder, "FILL")
    if found is None:
        others = [one for one in own_identifiers(holder) if one.peek("type", "coding", "code") != "PLAC"]
        found = next(iter(others), None)
    return identifier_to_ei(found, context, kind="filler")


def _requester(line: Line, request: Node, context: Outgoing, *, field: int = 12) -> None:
    requester = request.child("requester")
    if requester is None:
        return
    found = context.resources.resolve(requester)
    if found is not None and found.value["resourceType"] == "Organization":
        if line.name == "ORC":
            line.set(21, organization_to_xon(requester, context))
        return
    line.set(field, person_to_xcn(requester, context))
