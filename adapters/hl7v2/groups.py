"""The repeating groups of result and order messages: patients, and the orders of each.

A segment belongs to the group that is open when it comes, so that no value crosses from one
group to the next. HL7 v2.9 chapters 4 and 7.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_ORDER_DETAILS = frozenset({"RXO", "RXE", "RXD", "RXA", "RXG"})


@dataclass(slots=True)
class OrderGroup:
    """ORC, OBR and what follows them. `detail` is the pharmacy segment of a medication order."""

    orc: Segment | None = None
    obr: Segment | None = None
    detail: Segment | None = None
    members: list[Segment] = field(default_factory=list)

    occurrence: int = 1
    identifiers: list[JsonObject] | None = None
    """The order's numbers, once they were read."""

    @property
    def code(self) -> str:
        """What is ordered: what tells the orders of one number apart."""
        if self.obr is not None:
            return self.obr.peek(4) or self.obr.peek(4, 2)
        if self.detail is None:
            return ""
        field_number = {"RXA": 5, "RXE": 2}.get(self.detail.name, 1)
        return self.detail.peek(field_number) or self.detail.peek(field_number, 2)

    def named(self, name: str) -> list[Segment]:
        """The members of that name."""
        return [segment for segment in self.members if segment.name == name]


@dataclass(slots=True)
class PatientGroup:
    """PID, PD1, PV1, PV2, what else stands before the first order, and the orders."""

    pid: Segment | None = None
    pd1: Segment | None = None
    pv1: Segment | None = None
    pv2: Segment | None = None
    others: list[Segment] = field(default_factory=list)
    orders: list[OrderGroup] = field(default_factory=list)

    def named(self, name: str) -> list[Segment]:
        """The segments of that name before the first order."""
        return [segment for segment in self.others if segment.name == name]


def patient_groups(segments: Iterable[Segment], *, is_vaccination: bool = True) -> list[PatientGroup]:
    """The segments of a message in groups. PID opens a patient; ORC, or a second OBR, an order.

    Each vaccine (RXA) is an order of its own, with or without an ORC; several gifts of one medicine order (RAS) are
    not: then `is_vaccination` is false.
    """
    found: list[PatientGroup] = []
    patient = PatientGroup()
    order: OrderGroup | None = None
    specimens: list[Segment] = []
    for segment in segments:
        name = segment.name
        if name == "MSH":
            continue
        if name == "PID" and (patient.pid is not None or patient.orders):
            found.append(patient)
            patient, order, specimens = PatientGroup(), None, []
        if name in {"PID", "PD1", "PV1", "PV2"}:
            if getattr(patient, name.lower()) is None:
                setattr(patient, name.lower(), segment)
        elif name == "ORC":
            if order is not None and order.orc is None and order.obr is not None and not order.named("OBX"):
                order.orc = segment
            else:
                order = OrderGroup(orc=segment, members=list(specimens))
                patient.orders.append(order)
        elif name == "OBR":
            if order is None or order.obr is not None or order.detail is not None:
                order = OrderGroup(members=list(specimens))
                patient.orders.append(order)
            order.obr = segment
        elif name in _ORDER_DETAILS and (
            order is None or order.detail is None or (name == "RXA" == order.detail.name and is_vaccination)
        ):
            if order is None or order.detail is not None:
                order = OrderGroup()
                patient.orders.append(order)
            order.detail = segment
        elif name == "SPM" and (order is None or (specimens and order.obr is not None)):
            # OUL sends the specimen before its orders.
            specimens, order = [segment], None
            patient.others.append(segment)
        elif order is not None:
            order.members.append(segment)
        else:
            patient.others.append(segment)
    return [*found, patient]


def shared_numbers(orders: Iterable[OrderGroup]) -> frozenset[str]:
    """Order numbers that stand for several orders of this message; numbers the orders of one service.

    A laboratory that gives one number to a whole tube, or a system that sends 9999 for every
    vaccine, does not name one order with it.
    """
    uses: dict[str, int] = {}
    codes: dict[str, int] = {}
    for order in orders:
        codes[order.code] = order.occurrence = codes.get(order.code, 0) + 1
        fields = ((order.obr, 2), (order.obr, 3), (order.orc, 2), (order.orc, 3))
        for number in {segment.peek(at) for segment, at in fields if segment is not None} - {""}:
            uses[number] = uses.get(number, 0) + 1
    return frozenset(number for number, count in uses.items() if count > 1)
