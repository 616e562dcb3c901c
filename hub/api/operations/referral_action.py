"""Task/{id}/$referral-action: let an event happen. docs/referral.md lists events and parameters."""

from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.errors import BadRequestError
from hub.referral.parameters import parameters_to_details, simple
from hub.referral.states import Event


async def run(call: OperationCall) -> OperationAnswer:
    """The Task as it stands after the event."""
    given = {str(item.get("name")): simple(item) for item in (call.body or {}).get("parameter", [])}
    given = dict(call.query) | given
    event = given.get("event", "")
    if not event:
        raise BadRequestError(f"event is missing; expected one of {', '.join(Event)}.")
    after = await call.hub.workflow.act(call.id, event, call.principal, details=parameters_to_details(given))
    return OperationAnswer(
        body=after.served(), headers=(("ETag", f'W/"{after.version}"'),), audit_target=str(after.ref)
    )


OPERATION = Operation(
    name="referral-action",
    levels=frozenset({"instance"}),
    types=frozenset({"Task"}),
    run=run,
    scope="u",
    changes_state=True,
)
