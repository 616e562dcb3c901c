"""`$meta-delete`: profiles, tags and labels leave a resource. https://hl7.org/fhir/R4/resource-operation-meta-delete.html."""

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.api.operations.meta import LISTS, key_of
from hub.api.operations.meta_add import change_meta


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with the meta as it is then; what is not there is no error, the hub's own labels stay."""
    return await change_meta(call, _without)


def _without(meta: JsonObject, given: JsonObject) -> JsonObject:
    found = {name: value for name, value in meta.items() if name not in LISTS}
    for name in LISTS:
        gone = {key_of(item) for item in given.get(name, ())}
        kept = [item for item in meta.get(name, ()) if key_of(item) not in gone]
        if kept:
            found[name] = kept
    return found


OPERATION = Operation(
    name="meta-delete",
    levels=frozenset({"instance"}),
    types=frozenset(),
    run=run,
    scope="u",
    changes_state=True,
)
