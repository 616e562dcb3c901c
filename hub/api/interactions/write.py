"""What create, update and delete share: the checked resource, the stored unit, the answer."""

from collections.abc import Sequence
from typing import Literal

from fhir_profiles.accessors import patient_references
from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from fhir_profiles.json_text import dump, parse
from hub.api.call import Call
from hub.api.http import Answer
from hub.api.interactions.watching import demand_watching
from hub.errors import MethodNotAllowedError
from hub.store.addresses import names_own, with_own_links
from hub.store.port import Put, StoredResource, WriteResult, WriteUnit

READ_ONLY_TYPES = frozenset({"AuditEvent", "Parameters", "OperationOutcome"})
"""AuditEvents are made by the hub alone; Parameters and OperationOutcome have no place of their own."""


def refuse_read_only(resource_type: str) -> None:
    """Raise MethodNotAllowedError for a type that no client writes."""
    if resource_type in READ_ONLY_TYPES:
        raise MethodNotAllowedError(
            f"{resource_type} resources are made by the hub; clients read them.", headers=(("Allow", "GET, HEAD"),)
        )


def patient_of(resource: JsonObject, *, base: str = "", data: bytes | None = None) -> str:
    """The id of the patient whose record this belongs to, also by an address under `base`; "" when none is named.

    With `data`, its bytes, a resource without such an address is not searched for one: a code system takes a second.
    """
    found = patient_references(resource)
    own = (f"{base}/",)
    if not found and base and (data is None or names_own(data, own)):
        found = patient_references(with_own_links(resource, own))
    return found[0] if found else ""


async def store_one(
    call: Call, put: Put, *, action: Literal["C", "U", "D"], interaction: str, patient: str
) -> tuple[StoredResource, bool]:
    """Store one change together with its audit entry; the stored version, and whether it is new."""
    entry = call.entry(action, interaction, str(put.ref), patient=patient)
    result = await store_unit(call, WriteUnit(puts=(put,), audit=(entry,)))
    return result.resources[0], result.created[0]


async def store_unit(call: Call, unit: WriteUnit) -> WriteResult:
    """Store a unit with the caller's eyes. Raises ForbiddenError for a Subscription that watches what it may not."""
    for put in unit.puts:
        if put.ref.type == "Subscription" and not put.delete:
            demand_watching(call.principal, put.resource or parse(put.data))
    return await call.hub.store.write(unit, visibility=call.visibility)


def stored_outcome(stored: StoredResource, issues: Sequence[Issue] = ()) -> bytes:
    """The OperationOutcome of a write that was done, with what its body should have been told."""
    done = Issue("information", "informational", f"{stored.ref} is stored as version {stored.version}.")
    return dump(operation_outcome([done, *issues]))


def write_answer(call: Call, stored: StoredResource, *, created: bool) -> Answer:
    """201 or 200 with what Prefer asks for. https://hl7.org/fhir/R4/http.html#ops."""
    location = f"{call.base}/{stored.ref}/_history/{stored.version}"
    prefers = call.prefers
    body = b""
    if "return=OperationOutcome" in prefers:
        body = stored_outcome(stored, call.issues)
    elif "return=minimal" not in prefers:
        body = stored.served()
    return Answer(
        201 if created else 200,
        body,
        version=stored.version,
        modified=stored.updated,
        headers=(("Location", location),),
    )
