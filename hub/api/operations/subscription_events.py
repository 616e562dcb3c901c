"""`$events` of a subscription. https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/OperationDefinition-backport-subscription-events.html."""

from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.api.operations.subscription_status import visible_subscriber
from hub.auth.address import fhir_base_of
from hub.errors import BadRequestError
from hub.subscription.definition import CONTENTS
from hub.subscription.notification import notification

_MOST = 100
_LAST = 2**62


async def run(call: OperationCall) -> OperationAnswer:
    """The notifications with numbers from `eventsSinceNumber` to `eventsUntilNumber`, at most 100, in order.

    The foci are those that the subscriber's member may see now. A client that got 100 asks on from the last one.
    """
    one = await visible_subscriber(call, call.id)
    first, last = _number(call, "eventsSinceNumber", without=1), _number(call, "eventsUntilNumber", without=_LAST)
    content = call.value("content") or (one.content if one.kind == "topic" else "full-resource")
    if content not in CONTENTS:
        raise BadRequestError(f"content is {content[:40]!r}; expected one of {', '.join(CONTENTS)}.")
    told = await call.hub.teller.told(one, first=first, last=last, count=_MOST)
    if content == "full-resource":
        for event, _ in told:
            call.principal.demand(event.focus.type, "r")
    body = notification(
        one, "query-event", told, base=fhir_base_of(call.hub.settings), content=content, now=call.hub.clock.now(),
        name=call.hub.store.new_id(),
    )  # fmt: skip
    return OperationAnswer(body=body, audit_target=f"Subscription/{one.id}")


def _number(call: OperationCall, name: str, *, without: int) -> int:
    given = call.value(name)
    if not given:
        return without
    if not (given.isascii() and given.isdigit()) or len(given) > 18:
        raise BadRequestError(f"{name} is {given[:20]!r}; expected the number of an event.")
    return int(given)


OPERATION = Operation(
    name="events",
    levels=frozenset({"instance"}),
    types=frozenset({"Subscription"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
    definitions={
        "Subscription": "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-events"
    },
)
