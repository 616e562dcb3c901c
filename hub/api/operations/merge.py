"""Patient/$merge: two records of one person become one. Parameters of https://build.fhir.org/patient-operation-merge.html.

Both must be the caller's own. The source becomes an old record that leads to the target; `$undo-merge` takes it back.
"""

from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.auth.address import fhir_base_of
from hub.errors import BadRequestError, NotFoundError
from hub.ingest.merging import Actor, Merged, merge_patients
from hub.store.port import IdentifierKey, Ref


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with the outcome in words and the survivor; with `preview` true nothing is written."""
    call.principal.demand("Patient", "r")  # the answer shows the survivor
    source, target = await patient_of(call, "source"), await patient_of(call, "target")
    merged = await merge_patients(
        call.hub.store,
        call.hub.clock,
        actor_of(call),
        source=source,
        target=target,
        preview=call.value("preview").lower() == "true",
    )
    words = f"{source} gives way to {target}; {merged.following} more resources follow."
    return merge_answer(call, merged, words)


def merge_answer(call: OperationCall, merged: Merged, words: str) -> OperationAnswer:
    """The Parameters that $merge and $undo-merge give."""
    is_preview = call.value("preview").lower() == "true"
    outcome = Issue("information", "informational", f"Preview, nothing was written: {words}" if is_preview else words)
    return resource_answer(
        {
            "resourceType": "Parameters",
            "parameter": [
                {"name": "outcome", "resource": operation_outcome([outcome])},
                {"name": "result", "resource": merged.survivor},
            ],
        }
    )


def actor_of(call: OperationCall) -> Actor:
    """Who calls, with the reason that was given."""
    principal = call.principal
    return Actor(
        member=principal.member,
        member_code=principal.member_code,
        agent=principal.agent,
        purpose=principal.purpose,
        reason=call.value("reason"),
    )


async def patient_of(call: OperationCall, role: str) -> Ref:
    """The Patient of `{role}-patient`, or the only one with `{role}-patient-identifier`.

    Raises BadRequestError without either, NotFoundError for a number that none or several have.
    """
    given = call.parameter(f"{role}-patient")
    if given is not None:
        reference = str((given.get("valueReference") or {}).get("reference", ""))
        kind, _, patient_id = reference.removeprefix(f"{fhir_base_of(call.hub.settings)}/").partition("/")
        if kind != "Patient" or not patient_id or "/" in patient_id:  # the same id elsewhere is another Patient
            raise BadRequestError(f"{role}-patient is {reference!r}; expected a reference as in Patient/123.")
        return Ref("Patient", patient_id)
    number: JsonObject = (call.parameter(f"{role}-patient-identifier") or {}).get("valueIdentifier") or {}
    if not number.get("system") or not number.get("value"):
        raise BadRequestError(f"Expected {role}-patient, or {role}-patient-identifier with system and value.")
    key = IdentifierKey(number["system"], number["value"])
    found = await call.hub.store.by_identifier("Patient", key, visibility=call.principal.visibility)
    own = [one for one in found if one.custodian == call.principal.member]
    if len(own) != 1:
        raise NotFoundError(f"{len(own)} Patients have the {role} number; expected one. Name it by {role}-patient.")
    return own[0].ref


OPERATION = Operation(
    name="merge",
    levels=frozenset({"type"}),
    types=frozenset({"Patient"}),
    run=run,
    scope="u",
    changes_state=True,
)
