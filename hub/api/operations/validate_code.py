"""ValueSet/$validate-code and CodeSystem/$validate-code.

https://hl7.org/fhir/R4/valueset-operation-validate-code.html,
https://hl7.org/fhir/R4/codesystem-operation-validate-code.html. What cannot be known (no table is loaded) is answered
with `result` false and a message that says so.
"""

from dataclasses import replace

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.terminology import answer, codings_of, registry_of, system_of, system_url, value_set_of
from hub.errors import BadRequestError
from terminology.validate_code import Verdict, validate_in_system, validate_in_value_set


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with `result`, `message` and `display`."""
    if call.value("context"):
        raise BadRequestError("The parameter context is not supported; ask by `url` or with `valueSet`.")
    registry = await registry_of(call)
    if call.type == "ValueSet":
        registry, definition = await value_set_of(call, registry)
        verdict = await answer(registry, validate_in_value_set, registry, definition, codings_of(call))
    else:
        coding = codings_of(call, system_name="url")[0]
        url = await system_url(call, registry) or coding.system or call.value("url")
        if not url:
            raise BadRequestError("Nothing says which code system is meant; expected `url`, or a coding with a system.")
        registry = await system_of(call, registry, url)
        verdict = await answer(registry, validate_in_system, registry, replace(coding, system=url))
    return resource_answer(_to_parameters(verdict))


def _to_parameters(verdict: Verdict) -> JsonObject:
    found: list[JsonObject] = [{"name": "result", "valueBoolean": verdict.result is True}]
    if verdict.message:
        found.append({"name": "message", "valueString": verdict.message})
    if verdict.display:
        found.append({"name": "display", "valueString": verdict.display})
    return {"resourceType": "Parameters", "parameter": found}


OPERATION = Operation(
    name="validate-code",
    levels=frozenset({"type", "instance"}),
    types=frozenset({"ValueSet", "CodeSystem"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
