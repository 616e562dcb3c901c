"""ServiceRequest/$evaluate-referral: what the catalogue says, without any effect (DESIGN 6). docs/referral.md."""

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.errors import BadRequestError
from hub.referral.intake import text_to_micros
from hub.referral.parameters import (
    decision_to_parameters,
    read_direction,
    read_reference,
    referral_defaults,
    simple,
)
from hub.store.port import Ref


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters in, Parameters out."""
    request = await _referral(call)
    receiver, patient, priority = referral_defaults(request)
    named_patient = read_reference(_value(call, "patient"), "Patient")
    if named_patient:
        patient = Ref("Patient", named_patient)
    at = _value(call, "at")
    facts = [item["resource"] for item in call.parameters("fact") if isinstance(item.get("resource"), dict)]
    if patient is None and not facts:
        raise BadRequestError("Nothing is said about the elder; expected `patient`, `referral` or at least one `fact`.")
    decision = await call.hub.workflow.evaluate(
        call.principal,
        direction=read_direction(_value(call, "direction"), request),
        receiver=read_reference(_value(call, "receiver"), "Organization") or receiver,
        patient=patient,
        facts=facts,
        priority=_value(call, "priority") or priority,
        at=text_to_micros(at) if at else 0,
    )
    names = {member.code: member.name for member in call.hub.admin.members()}
    answer = resource_answer(decision_to_parameters(decision, names=names))
    return OperationAnswer(
        body=answer.body,
        audit_target=str(patient) if patient else "ServiceRequest",
        audit_patient=patient.id if patient else "",
    )


def _value(call: OperationCall, name: str) -> str:
    item = call.parameter(name)
    return simple(item) if item is not None else call.value(name)


async def _referral(call: OperationCall) -> JsonObject | None:
    """The referral that the path or the parameter names, or that comes as a resource."""
    if call.id:
        return await call.hub.workflow.request_of(call.id, call.principal)
    item = call.parameter("referral")
    if item is None:
        return None
    if isinstance(item.get("resource"), dict):
        found: JsonObject = item["resource"]
        return found
    return await call.hub.workflow.request_of(read_reference(simple(item), "ServiceRequest"), call.principal)


OPERATION = Operation(
    name="evaluate-referral",
    levels=frozenset({"type", "instance"}),
    types=frozenset({"ServiceRequest"}),
    run=run,
)
