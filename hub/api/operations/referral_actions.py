"""Task/{id}/$referral-actions: what this caller may do with a referral now, and why not the rest. docs/referral.md."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.referral.parameters import offers_to_parameters
from hub.referral.receipt import document_of
from hub.referral.shape import state_of
from hub.referral.states import STATE_WORDS
from hub.store.port import Ref


async def run(call: OperationCall) -> OperationAnswer:
    """The events of the Task's state."""
    offers = await call.hub.workflow.actions(call.id, call.principal)
    stored = await call.hub.store.read(Ref("Task", call.id), visibility=call.principal.visibility)
    assert stored is not None
    state = state_of(stored.json())
    notice = await call.hub.workflow.rule_changed(stored.json())
    return resource_answer(
        offers_to_parameters(
            offers,
            state=state.value,
            words=STATE_WORDS[state],
            at=call.hub.clock.now(),
            notice=notice,
            document=document_of(stored.json()),
        )
    )


OPERATION = Operation(
    name="referral-actions",
    levels=frozenset({"instance"}),
    types=frozenset({"Task"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
