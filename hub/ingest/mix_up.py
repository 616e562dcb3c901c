"""What would mix two people up: a visit number that comes with another patient, a record number that is used again.

A number of a visit, order or result that comes with another patient is kept apart: a new resource, and a
warning in the message log; what is stored stays with whom it belongs to. A record number that comes with quite another
person is refused, and lies in quarantine until somebody has looked. Texts hold nothing personal.
"""

from collections.abc import Sequence

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.registry import search_parameters
from hub.conversion import Entry
from hub.errors import InvalidResourceError
from hub.identity.person import is_another_person, is_same_person
from hub.ingest.succession import follow, moved_from
from hub.store.port import Engine, IdentifierKey, Ref, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue

_OWNERS = ("subject", "patient", "beneficiary")


def owner_link(resource: JsonObject) -> str:
    """The link to the patient whom a resource is about; "" when it is about nobody."""
    for name in _OWNERS:
        said = resource.get(name) or {}
        link = (said[0] if isinstance(said, list) else said).get("reference")  # an Account has several subjects
        if isinstance(link, str):
            return link
    return ""


def names_one_thing(condition: str) -> bool:
    """Whether the number is unique in the world (a DICOM UID): with another patient it is the same thing, corrected."""
    return "=urn:dicom:uid|" in condition


async def same_patients(
    found: Sequence[StoredResource],
    owner: Ref,
    entries: Sequence[Entry],
    *,
    store: Engine,
    member: int,
    left: frozenset[str] = frozenset(),
) -> StoredResource | None:
    """The one of `found` that is about `owner`, or about the same person under another record number.

    `left` are the patients whom a corrected recording leaves: what came with it was never theirs.
    """
    for resource in found:
        if resource.patient in {"", owner.id} or resource.patient in left or moved_from(resource) == owner:
            return resource
    new = await _patient(owner, entries, store, member)
    known = await store.read(owner, visibility=Visibility(member=member))
    reached = owner if known is None else (await follow(known, at="", store=store, member=member)).ref
    for resource in found:
        stored = await store.read(Ref("Patient", resource.patient), visibility=Visibility(member=member))
        if stored is None or stored.deleted:
            continue
        last = await follow(stored, at="", store=store, member=member)
        if last.ref == reached or (new is not None and is_same_person(stored.json(), new)):
            return resource
    return None


async def number_of_patient(
    resource_type: str, key: IdentifierKey, owner: Ref, *, store: Engine, member: int
) -> StoredResource | None:
    """The patient's own resource with a number that many patients have (a system that gives every visit number 1).

    The store gives two resources of one number; this looks among all.
    """
    parameters = search_parameters(resource_type)
    about = next((parameters[name] for name in ("patient", "beneficiary", "subject") if name in parameters), None)
    if about is None or owner.type != "Patient":
        return None
    criteria = (
        Criterion(parameters["identifier"], (SearchValue(f"{key.system}|{key.value}"),)),
        Criterion(about, (SearchValue(str(owner)),)),
    )
    found = SearchQuery(type=resource_type, criteria=criteria, count=1, custodian=member)
    return next(iter((await store.search(found, visibility=Visibility(member=member))).resources), None)


def refuse_another_person(before: JsonObject, after: JsonObject) -> None:
    """Raise InvalidResourceError when an update of a Patient speaks of somebody else."""
    if is_another_person(before, after):
        raise _refusal(
            "conflict",
            "The record number belongs to another person here: name, birth date and sex all differ, and no resident "
            "ID confirms that it is the same person. Expected a new number for a new person; if it is a correction, "
            "send it with the resident ID.",
        )


def two_patients() -> InvalidResourceError:
    """Two Patients of one member have the number that a message names."""
    return _refusal(
        "multiple-matches",
        "Two patients have this record number; expected one. Merge them, or correct the number of one, then send "
        "this again.",
    )


def number_of_another(resource_type: str) -> Issue:
    """The warning for a number that is known with another patient."""
    return Issue(
        "warning",
        "conflict",
        f"The number of this {resource_type} is known with another patient; it was stored apart, and the other is "
        "unchanged. Check at the source which patient it belongs to.",
    )


async def _patient(ref: Ref, entries: Sequence[Entry], store: Engine, member: int) -> JsonObject | None:
    stored = await store.read(ref, visibility=Visibility(member=member))
    if stored is not None and not stored.deleted:
        return stored.json()
    patients = [entry.resource for entry in entries if entry.resource["resourceType"] == "Patient"]
    return patients[0] if len(patients) == 1 else None


def _refusal(code: str, text: str) -> InvalidResourceError:
    return InvalidResourceError(text, issues=(Issue("error", code, text),))
