"""What the operations on equipment (`$reserve`, `$hand-over`, `$take-back`, `$release` of a Device) read and answer."""

from hub.api.operation import OperationAnswer, OperationCall
from hub.capacity.loans import EquipmentDesk
from hub.referral.intake import text_to_micros
from hub.store.port import StoredResource


def equipment_desk(call: OperationCall, *, scope: str = "u") -> EquipmentDesk:
    """The desk, for a client that may write loans. Raises ForbiddenError."""
    call.principal.demand("DeviceUseStatement", scope)
    return EquipmentDesk(call.hub.store, call.hub.admin, call.hub.clock)


def read_moment(call: OperationCall, name: str) -> int:
    """A parameter that is a time, in microseconds; 0 when it is absent. Raises RuleError."""
    text = call.value(name)
    return text_to_micros(text) if text else 0


def loan_answer(loan: StoredResource, *, status: int = 200) -> OperationAnswer:
    """The loan as it is now, with its address."""
    return OperationAnswer(
        body=loan.served(), status=status, headers=(("Location", f"{loan.ref}/_history/{loan.version}"),),
        audit_target=str(loan.ref), audit_patient=loan.patient,
    )  # fmt: skip
