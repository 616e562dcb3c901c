"""`$status` of subscriptions. https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/OperationDefinition-backport-subscription-status.html."""

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.api.outcome import not_found
from hub.auth.address import fhir_base_of
from hub.store.port import Ref
from hub.store.subscriptions import Subscriber, Subscriptions
from hub.subscription.notification import status_parameters

_MOST = 100


async def run(call: OperationCall) -> OperationAnswer:
    """A searchset of the statuses: of the one that the path names, else of those that `id` and `status` name."""
    base = fhir_base_of(call.hub.settings)
    if call.id:
        found = [await visible_subscriber(call, call.id)]
    else:
        found = await _asked(call)
    bundle: JsonObject = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [{"relation": "self", "url": f"{base}/{call.path}"}],
    }
    if found:
        bundle["entry"] = [
            {
                "fullUrl": f"{base}/Subscription/{one.id}/$status",
                "resource": status_parameters(one, "query-status", base=base),
                "search": {"mode": "match"},
            }
            for one in found
        ]
    return OperationAnswer(body=dump(bundle))


async def visible_subscriber(call: OperationCall, subscription: str) -> Subscriber:
    """The subscription, for who may see its resource. Raises NotFoundError."""
    ref = Ref("Subscription", subscription)
    stored = await call.hub.store.read(ref, visibility=call.principal.visibility)
    one = await Subscriptions(call.hub.engine).find(subscription)
    if stored is None or stored.deleted or one is None:
        raise not_found()
    return one


async def _asked(call: OperationCall) -> list[Subscriber]:
    ids, statuses = _values(call, "id"), _values(call, "status")
    books = Subscriptions(call.hub.engine)
    known = [await books.find(one) for one in ids[:_MOST]] if ids else list(await books.of(call.principal.member))
    return [
        one
        for one in known
        if one is not None and one.member == call.principal.member and (not statuses or one.shown in statuses)
    ][:_MOST]


def _values(call: OperationCall, name: str) -> list[str]:
    """All values of a parameter, from the body and the query, with commas or repeated."""
    given = [value for key, value in call.query if key == name]
    given += [str(value) for item in call.parameters(name) for key, value in item.items() if key.startswith("value")]
    return [one for text in given for one in text.split(",") if one]


OPERATION = Operation(
    name="status",
    levels=frozenset({"type", "instance"}),
    types=frozenset({"Subscription"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
    definitions={
        "Subscription": "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-status"
    },
)
