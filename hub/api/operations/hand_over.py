"""Device/{id}/$hand-over: the borrower has the equipment now, until `due`."""

from hub.api.equipment import equipment_desk, loan_answer, read_moment
from hub.api.operation import Operation, OperationAnswer, OperationCall


async def run(call: OperationCall) -> OperationAnswer:
    """The loan that runs."""
    desk, due = equipment_desk(call), read_moment(call, "due")
    return loan_answer(await desk.hand_over(call.principal, call.id, fence=call.value("fence"), due=due))


OPERATION = Operation(
    name="hand-over",
    levels=frozenset({"instance"}),
    types=frozenset({"Device"}),
    run=run,
    scope="u",
    changes_state=True,
)
