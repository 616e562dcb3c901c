"""$validate: what is wrong with a resource. https://hl7.org/fhir/R4/resource-operation-validate.html.

The resource is the body, or `resource` of a Parameters; at instance level without one, the stored resource is
checked. `profile` (0..*) names profiles, `mode` says what the resource is meant for: create, update, delete, profile.
"""

from fhir_profiles.finding import JsonPath
from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from fhir_profiles.json_text import JsonTextError, parse
from fhir_profiles.validate import validate
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.outcome import not_found
from hub.errors import BadRequestError
from hub.store.port import Ref

_MODES = frozenset({"create", "update", "delete", "profile"})


async def run(call: OperationCall) -> OperationAnswer:
    """An OperationOutcome, with status 200 whatever it finds."""
    data, profiles, mode = call.data, _asked(call, "profile"), "".join(_asked(call, "mode")[:1])
    stored = await _stored(call) if call.id else b""
    if not data and call.id:
        if mode == "delete":
            return resource_answer(operation_outcome([_may_go(call)]))
        data = stored
    arguments = (data, call.type, call.id, profiles, mode)
    if len(data) > call.hub.settings.offload_bytes:
        found = await call.hub.offload.run(findings, *arguments)
    else:
        found = findings(*arguments)
    return resource_answer(operation_outcome(found))


def findings(
    data: bytes, resource_type: str, resource_id: str = "", profiles: tuple[str, ...] = (), mode: str = ""
) -> list[Issue]:
    """What is wrong with the resource in these bytes, or with a Parameters' `resource`; runs in a worker too."""
    if not data:
        raise BadRequestError("The body is empty; expected the resource, or Parameters with `resource`.")
    try:
        body = parse(data)
    except JsonTextError as err:
        return [err.issue]
    resource: JsonObject = body
    at: JsonPath = ()
    if body.get("resourceType") == "Parameters" and resource_type != "Parameters":
        given = _parameters(body)
        resource, at = _resource(given)
        profiles = (*profiles, *(str(item["valueUri"]) for _, item in given.get("profile", ()) if "valueUri" in item))
        mode = next((str(item["valueCode"]) for _, item in given.get("mode", ()) if "valueCode" in item), mode)
    if mode and mode not in _MODES:
        raise BadRequestError(f"The mode is {mode[:40]}; expected create, update, delete or profile.")
    if mode == "profile" and not profiles:
        raise BadRequestError("The mode is profile, and no profile is named; expected the parameter `profile`.")
    found = validate(resource, data=data, at=at, profiles=profiles, warnings=True)
    return _out_of_place(resource, resource_type, resource_id, mode) + found


def _asked(call: OperationCall, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in call.query if key == name and value)


async def _stored(call: OperationCall) -> bytes:
    """The stored resource of an instance call. Raises NotFoundError when the caller may not see it."""
    found = await call.hub.store.read(Ref(call.type, call.id), visibility=call.principal.visibility)
    if found is None or found.deleted:
        raise not_found()
    return found.served()


def _may_go(call: OperationCall) -> Issue:
    return Issue("information", "informational", f"{call.type}/{call.id} is there and could be deleted.")


def _parameters(body: JsonObject) -> dict[str, list[tuple[int, JsonObject]]]:
    """Each parameter with its index, by name."""
    found: dict[str, list[tuple[int, JsonObject]]] = {}
    given = body.get("parameter")
    for index, item in enumerate(given if isinstance(given, list) else ()):
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            found.setdefault(item["name"], []).append((index, item))
    return found


def _resource(given: dict[str, list[tuple[int, JsonObject]]]) -> tuple[JsonObject, JsonPath]:
    for index, item in given.get("resource", ()):
        if isinstance(item.get("resource"), dict):
            return item["resource"], ("parameter", index, "resource")
    raise BadRequestError("The Parameters lack `resource`; expected the resource that is to be checked.")


def _out_of_place(resource: JsonObject, resource_type: str, resource_id: str, mode: str) -> list[Issue]:
    """What the path and the mode ask of the resource beside its content."""
    found = []
    if resource_type and resource.get("resourceType") != resource_type:
        text = f"The resource is not of type {resource_type}, as the path says."
        found.append(Issue("error", "invalid", text, expression="resourceType"))
    if resource_id and mode == "update" and resource.get("id") != resource_id:
        text = f"The id is not {resource_id}, as the path says; an update would be refused."
        found.append(Issue("error", "invalid", text, expression=f"{resource_type}.id"))
    return found


OPERATION = Operation(
    name="validate",
    levels=frozenset({"system", "type", "instance"}),
    types=frozenset(),
    run=run,
    methods=frozenset({"GET", "POST"}),
    scope="r",
    checks_body=False,
)
