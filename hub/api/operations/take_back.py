"""Device/{id}/$take-back: the lender has the equipment again."""

from hub.api.equipment import equipment_desk, loan_answer
from hub.api.operation import Operation, OperationAnswer, OperationCall


async def run(call: OperationCall) -> OperationAnswer:
    """The loan that is over."""
    desk = equipment_desk(call)
    fence, note = call.value("fence"), call.value("note")
    return loan_answer(await desk.take_back(call.principal, call.id, fence=fence, note=note))


OPERATION = Operation(
    name="take-back",
    levels=frozenset({"instance"}),
    types=frozenset({"Device"}),
    run=run,
    scope="u",
    changes_state=True,
)
