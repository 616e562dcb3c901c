"""`$name` at system, type or instance level. https://hl7.org/fhir/R4/operations.html."""

from collections.abc import Mapping

from fhir_profiles.issue import JsonObject
from hub.api.body import demand_json, read_parameters
from hub.api.call import Call, Interaction
from hub.api.http import Answer
from hub.api.operation import Level, Operation, OperationCall
from hub.errors import MethodNotAllowedError, NotFoundError


def operation_interaction(known: Mapping[str, Operation]) -> Interaction:
    """The interaction that runs these operations."""

    async def operate(call: Call) -> Answer:
        operation = demand_operation(known, call)
        data, body = await _read_body(call, operation)
        answer = await operation.run(
            OperationCall(
                hub=call.hub,
                principal=call.principal,
                method=_method_of(call),
                type=call.type,
                id=call.id,
                query=call.query,
                body=body,
                data=data,
                prefers=call.prefers,
                path=_path_of(call),
                version=call.version,
            )
        )
        if not operation.changes_state:
            target = answer.audit_target or "/".join(part for part in (call.type, call.id) if part)
            await call.note(call.entry("E", f"${operation.name}", target, patient=answer.audit_patient))
        return Answer(answer.status, answer.body, content_type=answer.content_type, headers=answer.headers)

    return operate


def demand_operation(known: Mapping[str, Operation], call: Call) -> Operation:
    """The operation that the path names, for a caller who may run it. Raises HubError."""
    operation = _find(known, call)
    call.principal.demand(call.type or "*", operation.scope)
    return operation


def _method_of(call: Call) -> str:
    """HEAD asks for what GET answers. RFC 9110 9.3.2."""
    return "GET" if call.request.method == "HEAD" else call.request.method


def _path_of(call: Call) -> str:
    query = call.request.query_string.decode("latin-1")
    return call.request.path.removeprefix("/fhir/") + (f"?{query}" if query else "")


async def _read_body(call: Call, operation: Operation) -> tuple[bytes, JsonObject | None]:
    if call.request.method != "POST":
        return b"", None
    if operation.checks_body:
        return await read_parameters(call)
    demand_json(call)
    return await call.request.body(), None


def level_of(call: Call) -> Level:
    """Where the path calls the operation."""
    if call.version:
        return "version"
    if call.id:
        return "instance"
    return "type" if call.type else "system"


def _find(known: Mapping[str, Operation], call: Call) -> Operation:
    operation = known.get(call.operation)
    level = level_of(call)
    if operation is None or level not in operation.levels or (call.type and not _serves(operation, call.type)):
        raise NotFoundError(
            f"There is no operation ${call.operation} at {level} level here; /fhir/metadata lists the operations."
        )
    if _method_of(call) not in operation.methods:
        allowed = ", ".join(sorted(operation.methods))
        raise MethodNotAllowedError(
            f"${operation.name} answers {allowed}, not {call.request.method}.", headers=(("Allow", allowed),)
        )
    return operation


def _serves(operation: Operation, resource_type: str) -> bool:
    return not operation.types or resource_type in operation.types
