"""ORM_O01 and OML_O21: orders. ORM is withdrawn from v2.7 on: such a receiver gets OML. HL7 v2.9 chapter 4."""

from adapters.hl7v2.outbound.adt import add_patient, subject_of
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.details import add_details
from adapters.hl7v2.outbound.obx import add_note
from adapters.hl7v2.outbound.orders import control_of, order_to_orc, request_to_obr, specimen_to_spm
from adapters.hl7v2.outbound.results import add_observations

EVENTS = {("ORM", "O01"): "ORM_O01", ("OML", "O21"): "OML_O21"}
_OF_ORDER = frozenset({"DG1", "PR1"})


def write(context: Outgoing) -> None:
    """The patient, then each ServiceRequest as a group."""
    if context.code == "ORM" and context.target.knows("2.7"):
        context.refuse("MSH-9", f"ORM^O01 is withdrawn in v{context.target.version}; send OML^O21 to this receiver.")
        return
    patient = subject_of(context)
    requests = context.resources.all("ServiceRequest")
    if patient is None or not requests:
        context.needed("ServiceRequest")
        return
    encounter = context.resources.first("Encounter")
    add_patient(patient, encounter, context)
    for number, request in enumerate(requests, 1):
        order_to_orc(request, request, context, control=control_of(request))
        request_to_obr(request, number, context)
        specimens = [found for link in request.each("specimen") if (found := context.resources.resolve(link))]
        for note in request.each("note"):
            add_note(note, context)
        add_observations(
            [found for link in request.each("supportingInfo") if (found := context.resources.resolve(link))
             and found.value["resourceType"] == "Observation"],
            0,
            context,
            group=None,
        )  # fmt: skip
        for at, specimen in enumerate(specimens, 1):
            specimen_to_spm(specimen, at, context)
        for reason in request.each("reasonReference"):
            context.resources.resolve(reason)
        before = len(context.lines)
        add_details(patient, encounter, context)
        _put_in_place(context, before)


def _put_in_place(context: Outgoing, start: int) -> None:
    """The lines from `start` to where the structure has them: before all orders, or behind the order's own OBR."""
    details = context.lines[start:]
    del context.lines[start:]
    last = max(at for at, line in enumerate(context.lines) if line.name == "OBR") + 1
    while last < len(context.lines) and context.lines[last].name == "NTE":
        last += 1
    context.lines[last:last] = [line for line in details if line.name in _OF_ORDER]
    first = next(at for at, line in enumerate(context.lines) if line.name == "ORC")
    ahead = [line for line in details if line.name not in {"NK1", *_OF_ORDER}]
    context.lines[first:first] = sorted(ahead, key=lambda line: line.name, reverse=True)  # IN1, then AL1
    relatives = [line for line in details if line.name == "NK1"]
    visit = next((at for at, line in enumerate(context.lines) if line.name in {"PV1", "IN1", "AL1", "ORC"}), first)
    context.lines[visit:visit] = relatives
