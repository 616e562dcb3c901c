"""`$name` at system, type or instance level. https://hl7.org/fhir/R4/operations.html.

Each file of `hub/api/operations/` gives one operation; the folder is scanned once, when the server starts.
"""

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from hub.api import operations
from hub.api.body import read_parameters
from hub.api.call import Call, Interaction
from hub.api.http import Answer
from hub.api.operation import Level, Operation, OperationCall
from hub.errors import MethodNotAllowedError, NotFoundError


def scan_operations() -> dict[str, Operation]:
    """All operations by name. Raises TypeError for a file without OPERATION, RuntimeError for a name twice."""
    found: dict[str, Operation] = {}
    for module in pkgutil.iter_modules(operations.__path__):
        operation = getattr(import_module(f"{operations.__name__}.{module.name}"), "OPERATION", None)
        if not isinstance(operation, Operation):
            raise TypeError(f"hub/api/operations/{module.name}.py has no OPERATION of type Operation.")
        if operation.name in found:
            raise RuntimeError(f"The operation ${operation.name} stands in two files of hub/api/operations/.")
        found[operation.name] = operation
    return found


def operation_interaction(known: Mapping[str, Operation]) -> Interaction:
    """The interaction that runs these operations."""

    async def operate(call: Call) -> Answer:
        operation = _find(known, call)
        call.principal.demand(call.type or "*", operation.scope)
        data, body = await read_parameters(call) if call.request.method == "POST" else (b"", None)
        answer = await operation.run(
            OperationCall(
                hub=call.hub,
                principal=call.principal,
                method=call.request.method,
                type=call.type,
                id=call.id,
                query=call.query,
                body=body,
                data=data,
            )
        )
        if not operation.changes_state:
            target = answer.audit_target or "/".join(part for part in (call.type, call.id) if part)
            await call.note(call.entry("E", f"${operation.name}", target, patient=answer.audit_patient))
        return Answer(answer.status, answer.body, content_type=answer.content_type, headers=answer.headers)

    return operate


def level_of(call: Call) -> Level:
    """Where the path calls the operation."""
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
    if call.request.method not in operation.methods:
        allowed = ", ".join(sorted(operation.methods))
        raise MethodNotAllowedError(
            f"${operation.name} answers {allowed}, not {call.request.method}.", headers=(("Allow", allowed),)
        )
    return operation


def _serves(operation: Operation, resource_type: str) -> bool:
    return not operation.types or resource_type in operation.types
