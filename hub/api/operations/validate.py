"""$validate: what is wrong with a resource. https://hl7.org/fhir/R4/resource-operation-validate.html."""

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import JsonTextError, parse
from hub.api.body import find_issues
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.errors import BadRequestError


async def run(call: OperationCall) -> OperationAnswer:
    """An OperationOutcome, with status 200 whatever it finds."""
    settings = call.hub.settings
    if len(call.data) > settings.offload_bytes:
        found = await call.hub.offload.run(findings, call.data, call.type)
    else:
        found = findings(call.data, call.type)
    return resource_answer(operation_outcome(found))


def findings(data: bytes, resource_type: str) -> list[Issue]:
    """What is wrong with the resource in these bytes, or with that in a Parameters' `resource`."""
    if not data:
        raise BadRequestError("The body is empty; expected the resource, or Parameters with `resource`.")
    try:
        body = parse(data)
    except JsonTextError as err:
        return [err.issue]
    if body.get("resourceType") != "Parameters" or resource_type == "Parameters":
        found = find_issues(body, data)
        return found + _wrong_type(body.get("resourceType"), resource_type)
    for item in body.get("parameter", []):
        if isinstance(item, dict) and item.get("name") == "resource" and isinstance(item.get("resource"), dict):
            return find_issues(item["resource"]) + _wrong_type(item["resource"].get("resourceType"), resource_type)
    raise BadRequestError("The Parameters lack `resource`; expected the resource that is to be checked.")


def _wrong_type(given: object, resource_type: str) -> list[Issue]:
    if not resource_type or given == resource_type:
        return []
    text = f"The resource is not of type {resource_type}, as the path says."
    return [Issue("error", "invalid", text, expression="resourceType")]


OPERATION = Operation(
    name="validate",
    levels=frozenset({"system", "type"}),
    types=frozenset(),
    run=run,
    scope="r",
    checks_body=False,
)
