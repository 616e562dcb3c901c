"""Several record numbers of one numbering for one patient (PID-3), and what they are evidence of.

PID-3 is the list of the patient's identifiers (v2.9, 3.4.2.3), "each identifier that the system knows" (IHE ITI TF-2,
appendix E): a sender that names B and A says that both are this person. Which of them may be wrong is a matter of
typing, and the harm is not the same on both sides. Two records of one person cost a look and a merge (A40); one record
of two people shows the mother's allergies at the newborn's bed. Merging is said by merge messages (3.3.34 to 3.3.43),
never by a list. So (ADR 46):

- The first number leads, as it would alone: an update of its record, checked as every update is (ADR 23).
- Where nobody has the first one, another number of the list leads to its record only if nothing known on both sides
  contradicts: name, birth date, sex, birth order of twins. A shared resident ID outweighs the name alone.
- A number of the list that is another person's here, by contradiction or because the first one has a record too, is
  left out of the record, with a warning. It stays that person's: his next message finds him, and him alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fhir_profiles.issue import Issue, JsonObject
from hub.conversion import Entry
from hub.identity.merge import number_of
from hub.identity.person import differs, plain_name, resident_ids
from hub.ingest.succession import follow
from hub.store.port import Engine, IdentifierKey, StoredResource, Visibility

_NUMBERED = frozenset({"Appointment", "DiagnosticReport", "MedicationRequest", "ServiceRequest", "Specimen"})
"""What has a number of each side, placer and filler, of which a message may name one alone."""


class Numbers(NamedTuple):
    """Whose record the numbers beside the first lead to, and those that are another person's."""

    found: list[StoredResource]
    strange: frozenset[str]


async def other_numbers(
    entry: Entry, lead: IdentifierKey, known: Sequence[StoredResource], *, store: Engine, member: int
) -> Numbers:
    """What the numbers of a Patient beside the first mean; `known` are the records that the first one has."""
    found: list[StoredResource] = []
    strange: set[str] = set()
    own = {resource.ref for resource in known}
    for number in _beside(entry.resource, lead):
        holders = [
            resource
            for resource in await store.by_identifier(
                "Patient", IdentifierKey(lead.system, number), visibility=Visibility(member=member)
            )
            if resource.custodian == member
        ]
        if not holders or own & {resource.ref for resource in holders}:
            continue
        reached = [await follow(resource, at="", store=store, member=member) for resource in holders]
        if own:
            led = {(await follow(resource, at="", store=store, member=member)).ref for resource in known}
            is_other = not led & {resource.ref for resource in reached}
        else:
            is_other = any(contradicts(resource.json(), entry.resource) for resource in reached)
        if is_other:
            strange.add(number)
        elif not own and not found:
            found = holders
    return Numbers(found, frozenset(strange))


def without(entry: Entry, numbers: Numbers, lead: IdentifierKey) -> Entry:
    """The entry without what is another person's."""
    if not numbers.strange:
        return entry
    kept = [
        one
        for one in entry.resource["identifier"]
        if not (one.get("system") == lead.system and one.get("value") in numbers.strange)
    ]
    return entry._replace(resource=entry.resource | {"identifier": kept})


async def known_by_fewer(entry: Entry, lead: IdentifierKey, *, store: Engine, member: int) -> list[StoredResource]:
    """What is known by some of these numbers alone, where nobody has the first: an order before its filler had one.

    A thing that has a number of its own beside these is another one: several orders share a filler or group number.
    """
    if entry.resource["resourceType"] not in _NUMBERED or lead.system.endswith("/sid/derived"):
        return []
    said = {number_of(one) for one in entry.resource.get("identifier", ())}
    if len(said) < 2:
        return []
    eyes = Visibility(member=member)
    for system, value in sorted(said - {(lead.system, lead.value)}):
        number = IdentifierKey(str(system), str(value))
        for found in await store.by_identifier(entry.resource["resourceType"], number, visibility=eyes):
            if found.custodian == member and said.issuperset(map(number_of, found.json().get("identifier", ()))):
                return [found]
    return []


def number_of_somebody_else() -> Issue:
    """The warning for a number of the list that was left out."""
    return Issue(
        "warning",
        "conflict",
        "Of the record numbers of this patient one belongs to another patient here; it was left out, and nothing of "
        "the other was changed. If both are one person, merge them (ADT^A40); else correct the number at the source.",
        expression="PID-3",
    )


def contradicts(before: JsonObject, after: JsonObject) -> bool:
    """Whether two Patients cannot be one person by what both know: name, birth date, sex, birth order of twins."""
    if differs(before, after, "birthDate") or differs(before, after, "gender"):
        return True
    if differs(before, after, "multipleBirthInteger"):
        return True
    if set(resident_ids(before)) & set(resident_ids(after)):
        return False
    one, other = plain_name(before), plain_name(after)
    return bool(one) and bool(other) and one != other


def _beside(resource: JsonObject, lead: IdentifierKey) -> list[str]:
    """The numbers of the same numbering beside the first, those in use."""
    return [
        str(number["value"])
        for number in resource.get("identifier", ())
        if number.get("system") == lead.system
        and number.get("use") != "old"
        and number.get("value") not in {None, lead.value}
    ]
