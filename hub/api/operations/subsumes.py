"""CodeSystem/$subsumes: how two codes stand to each other. https://hl7.org/fhir/R4/codesystem-operation-subsumes.html."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.terminology import answer, registry_of, system_of, system_url
from hub.errors import BadRequestError
from terminology.membership import subsumption


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with `outcome`: equivalent, subsumes, subsumed-by or not-subsumed."""
    registry = await registry_of(call)
    codes: list[str] = []
    systems = {await system_url(call, registry) or call.value("system")} - {""}
    for name in ("A", "B"):
        item = call.parameter(f"coding{name}")
        coding = item.get("valueCoding", {}) if item is not None else {"code": call.value(f"code{name}")}
        codes.append(str(coding.get("code", "")))
        systems |= {str(coding["system"])} if coding.get("system") else set()
    if not all(codes):
        raise BadRequestError(
            "One of the two codes is missing; expected `codeA` and `codeB`, or `codingA` and `codingB`."
        )
    if len(systems) != 1:
        raise BadRequestError(f"The codes name {len(systems)} code systems; expected `system`, the same for both.")
    system = systems.pop()
    registry = await system_of(call, registry, system)
    outcome = await answer(registry, subsumption, system, codes[0], codes[1], registry)
    return resource_answer({"resourceType": "Parameters", "parameter": [{"name": "outcome", "valueCode": outcome}]})


OPERATION = Operation(
    name="subsumes",
    levels=frozenset({"type", "instance"}),
    types=frozenset({"CodeSystem"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
