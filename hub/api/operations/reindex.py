"""`$reindex`: how the search index stands, and a reindex of some types or of all.

GET says for each type, or for each search parameter of the types named, whether older resources stand in the index;
how many there are it says to the lead alone, because the numbers count every member's.
POST lets the rows of whole types be made again; the work goes on beside everything else (`hub.store.reindex`).
"""

from collections.abc import Iterator, Sequence

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.clock import micros_to_instant
from hub.errors import BadRequestError, ForbiddenError
from hub.store.reindex import TypeState, demand_reindex, index_states
from hub.store.search.definitions import parts_of


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with one `type` for each type. Raises ForbiddenError for whoever is not the alliance's lead."""
    wanted = _types_of(call)
    lead = call.hub.settings.lead_code
    is_lead = call.principal.member_code == lead
    if call.method == "POST":
        call.principal.demand("*", "u")
        if not is_lead:
            raise ForbiddenError(f"A reindex concerns the whole alliance; only its lead, {lead}, starts one.")
        await demand_reindex(call.hub.engine, call.hub.clock, wanted or RESOURCE_TYPES)
    states = await index_states(call.hub.engine, call.hub.clock)
    shown = [state for state in states if state.type in wanted or (not wanted and (state.waiting or state.total))]
    parameters = [_type_part(state, with_parameters=bool(wanted), with_numbers=is_lead) for state in shown]
    whole = not any(state.waiting for state in states)
    return resource_answer(
        {"resourceType": "Parameters", "parameter": [{"name": "complete", "valueBoolean": whole}, *parameters]},
        status=202 if call.method == "POST" else 200,
    )


def _types_of(call: OperationCall) -> Sequence[str]:
    """The types named in the body or the query. Raises BadRequestError for one that there is not."""
    given = [value for name, value in call.query if name == "type"]
    given += [str(one.get("valueCode", one.get("valueString", ""))) for one in call.parameters("type")]
    for name in given:
        if name not in RESOURCE_TYPES:
            raise BadRequestError(f"`type` is {name[:64]!r}; expected a FHIR R4 resource type, as in Observation.")
    return given


def _type_part(state: TypeState, *, with_parameters: bool, with_numbers: bool) -> JsonObject:
    word = "complete" if not state.waiting else "running" if state.running else "waiting"
    parts: list[JsonObject] = [
        {"name": "code", "valueCode": state.type},
        {"name": "state", "valueCode": word},
        {"name": "at", "valueInstant": micros_to_instant(state.at)},
    ]
    if with_numbers:
        parts[2:2] = [
            {"name": "done", "valueInteger": state.done},
            {"name": "total", "valueInteger": max(state.total, state.done)},
        ]
    if with_parameters:
        parts += _parameter_parts(state)
    return {"name": "type", "part": parts}


def _parameter_parts(state: TypeState) -> Iterator[JsonObject]:
    for parameter in search_parameters(state.type).values():
        if parts_of(parameter):
            word = "waiting" if state.is_waiting(parameter) else "complete"
            yield {
                "name": "parameter",
                "part": [{"name": "name", "valueCode": parameter.name}, {"name": "state", "valueCode": word}],
            }


OPERATION = Operation(
    name="reindex",
    levels=frozenset({"system"}),
    types=frozenset(),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
