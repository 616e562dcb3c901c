"""Earlier numbers: which record a number leads to at a time, and what a merge, a new number or a move asks.

HL7 v2.9 chapter 3.6; DESIGN D17. A message for a merged record number lands on the record that has taken its place at
the time of which the message tells; older news stays with the old record. Two numbers of one visit are one visit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fhir_profiles.issue import Issue, JsonObject
from hub.errors import InvalidResourceError
from hub.identity.merge import REPLACED_BY, REPLACES, linked_to, merge_conflicts, number_of, with_old_numbers
from hub.ingest.statement import SUCCEEDED, Target
from hub.ingest.watermark import times_of
from hub.store.port import Engine, IdentifierKey, Ref, StoredResource, Visibility

UNDONE = "link.undone/"
"""The statement time of a merge that a person undid, with the survivor's id behind it."""
REPLACED_URL = "https://alliance-hub.example/fhir/StructureDefinition/replaced-by"
LANDED_URL = "https://alliance-hub.example/fhir/StructureDefinition/landed-by-number-of"
"""Extension of a message's Provenance: the merged record by whose number it landed on the survivor."""
MOVED_URL = "https://alliance-hub.example/fhir/StructureDefinition/moved-from"
_MOST_STEPS = 50
SUCCEEDING = frozenset({"Patient", "Encounter", "Account"})
"""What may have an earlier number."""


async def current(
    found: Sequence[StoredResource], *, at: str, store: Engine, member: int
) -> tuple[list[StoredResource], Ref | None]:
    """The records to which the ones with a number lead at a time, each once, and the one whose place another took."""
    if all(b'"replace' not in resource.body and b"/replaced-by" not in resource.body for resource in found):
        return list(found), None
    reached: dict[Ref, StoredResource] = {}
    former: Ref | None = None
    for resource in originals(found):
        last = await follow(resource, at=at, store=store, member=member)
        former = resource.ref if last.ref != resource.ref else former
        reached[last.ref] = last
    return list(reached.values()), former


async def follow(resource: StoredResource, *, at: str, store: Engine, member: int) -> StoredResource:
    """The record that has taken the place of this one at a time, `at` "" is now."""
    for _ in range(_MOST_STEPS):
        following = successor(resource, at=at)
        found = await store.read(following, visibility=Visibility(member=member)) if following else None
        if found is None or found.deleted or found.custodian != member:
            return resource
        resource = found
    raise _refusal("The merged records lead back to each other; a person must undo one of the merges.")


def successor(resource: StoredResource, *, at: str = "") -> Ref | None:
    """What has taken the place of this record at a time. A visit's second number is the same visit at all times."""
    if b"replaced-by" not in resource.body:
        return None
    known = resource.json()
    if resource.ref.type == "Patient":
        since = times_of(known).get(SUCCEEDED, "")
        ids = linked_to(known, REPLACED_BY) if not at or since <= at else []
        return Ref("Patient", ids[0]) if ids else None
    return _extension(known, REPLACED_URL, resource.ref.type)


def moved_from(resource: StoredResource) -> Ref | None:
    """The Patient from whom a visit was taken (A45)."""
    return _extension(resource.json(), MOVED_URL, "Patient") if b"/moved-from" in resource.body else None


def literal(found: Sequence[StoredResource], number: IdentifierKey) -> list[StoredResource]:
    """The records of an earlier number themselves, before those that keep it beside their own."""
    left = originals(found)
    if len(left) < 2:
        return left
    return sorted(left, key=lambda resource: successor(resource) is None and not _is_own(resource, number))


def _is_own(resource: StoredResource, number: IdentifierKey) -> bool:
    return any(
        number_of(known) == (number.system, number.value) and known.get("use") != "old"
        for known in resource.json().get("identifier", ())
    )


def originals(found: Sequence[StoredResource]) -> list[StoredResource]:
    """Those that have a number themselves: not the survivor that keeps it for another of them."""
    if len(found) < 2:
        return list(found)
    kept = {other for resource in found if b'"replaces"' in resource.body for other in _replaced(resource)}
    if not kept & {resource.ref.id for resource in found}:
        return list(found)
    return [resource for resource in found if not _replaced(resource) & {other.ref.id for other in found}]


def _replaced(resource: StoredResource) -> set[str]:
    return set(linked_to(resource.json(), REPLACES))


def _extension(resource: JsonObject, url: str, kind: str) -> Ref | None:
    for extension in resource.get("extension", ()):
        if extension.get("url") == url:
            reference = str((extension.get("valueReference") or {}).get("reference", ""))
            return Ref(kind, reference.removeprefix(f"{kind}/")) if reference.startswith(f"{kind}/") else None
    return None


@dataclass(frozen=True, slots=True)
class Succession:
    """One record that gives way to another, both as the message names them."""

    old: Target
    survivor: Target


@dataclass(frozen=True, slots=True)
class Settled:
    """The targets of a message with what its identity events ask; `successions` are to be carried out."""

    targets: list[Target]
    successions: tuple[Succession, ...] = ()
    warnings: tuple[Issue, ...] = ()


async def settle(targets: list[Target], *, at: str, store: Engine, member: int) -> Settled:
    """Decide on the merges and new numbers among the targets.

    Raises InvalidResourceError where the two records speak of two people, or were merged otherwise before.
    """
    by_url = {target.entry.full_url: target for target in targets}
    dropped: set[str] = set()
    warnings: list[Issue] = []
    successions: list[Succession] = []
    for old in [target for target in targets if target.entry.into]:
        survivor = by_url[old.entry.into]
        is_new, warning = await _is_new(old, survivor, at=at, store=store, member=member)
        warnings += [warning] if warning else []
        if is_new:
            by_url[survivor.entry.full_url] = survivor = _keeping_numbers(survivor, old)
            successions.append(Succession(old, survivor))
        else:
            dropped.add(old.entry.full_url)
            by_url[survivor.entry.full_url] = _unlinked(survivor, old)
    kept = [by_url[target.entry.full_url] for target in targets if target.entry.full_url not in dropped]
    return Settled(
        [_naming_only(target, dropped) for target in kept] if dropped else kept, tuple(successions), tuple(warnings)
    )


async def _is_new(old: Target, survivor: Target, *, at: str, store: Engine, member: int) -> tuple[bool, Issue | None]:
    """Whether the merge is still to be done; with a warning when it is not to be done any more."""
    if old.ref == survivor.ref:
        if survivor.succeeds is not None:
            raise _refusal("The two records are merged the other way round already; a person must undo that first.")
        return False, None
    if old.is_taken or survivor.is_taken:
        raise _refusal("The two numbers belong to two patients; expected those of one. To move a visit, send A45.")
    if old.stored is None:
        return True, None
    if old.ref.type == "Patient" and not _has_itself(old):
        raise _refusal("The earlier number of the merge is an old number of another record; check it at the source.")
    if successor(old.stored) is not None:
        reached = await follow(old.stored, at="", store=store, member=member)
        last = survivor.stored and await follow(survivor.stored, at="", store=store, member=member)
        if last is None or reached.ref != last.ref:
            raise _refusal("The earlier record was merged into another record already; a person must look at both.")
        return bool(at) and at < times_of(old.stored.json()).get(SUCCEEDED, ""), None  # older news of the same merge
    if old.ref.type == "Patient":
        undone = times_of(old.stored.json()).get(UNDONE + survivor.ref.id, "")
        if undone and (not at or undone >= at):
            return False, Issue("warning", "business-rule", "A person has undone this merge; nothing was linked.")
        _refuse_two_people(old, survivor)
    return True, None


def _has_itself(old: Target) -> bool:
    """Whether the stored record has the number as its own, and not as an earlier one beside it."""
    assert old.stored is not None
    number = number_of(old.entry.resource["identifier"][0])
    return any(
        number_of(identifier) == number and (identifier.get("use") != "old" or successor(old.stored) is not None)
        for identifier in old.stored.json().get("identifier", ())
    )


def _refuse_two_people(old: Target, survivor: Target) -> None:
    assert old.stored is not None
    before = old.stored.json()
    known = [survivor.stored.json()] if survivor.stored is not None else []
    for other in (*known, survivor.entry.resource):
        conflicts = merge_conflicts(before, other)
        if conflicts:
            raise two_people(conflicts)


def two_people(conflicts: Iterable[str]) -> InvalidResourceError:
    """The refusal of a merge of two people."""
    words = {"identifier": "resident ID", "birthDate": "birth date", "gender": "sex"}
    named = ", ".join(words[name] for name in conflicts)
    return _refusal(
        f"The two records speak of two people: they differ in {named}. Expected the same, or unknown in one of them. "
        "Nothing was merged; correct the wrong one at the source and send the merge again."
    )


def _keeping_numbers(survivor: Target, old: Target) -> Target:
    """The survivor's entry with the numbers of the old record; those of visits and accounts stand there already."""
    if old.ref.type != "Patient":
        return survivor
    numbers = [*old.entry.resource["identifier"], *_own_numbers(old.stored)]
    return _saying(survivor, with_old_numbers(survivor.entry.resource, numbers))


def _own_numbers(stored: StoredResource | None) -> list[JsonObject]:
    known: list[JsonObject] = stored.json().get("identifier", []) if stored is not None else []
    return [number for number in known if number.get("use") != "old"]


def _unlinked(survivor: Target, old: Target) -> Target:
    """The survivor's entry without the link to a record with which nothing is to be done; its number stays known."""
    resource = survivor.entry.resource
    links = [link for link in resource.get("link", ()) if link["other"].get("reference") != old.entry.full_url]
    left = {name: value for name, value in resource.items() if name != "link"}
    made = left | ({"link": links} if links else {})
    same = old.ref == survivor.ref and old.ref.type == "Patient"
    return _saying(survivor, with_old_numbers(made, old.entry.resource["identifier"]) if same else made)


def _saying(target: Target, resource: JsonObject) -> Target:
    return replace(target, entry=target.entry._replace(resource=resource))


def _naming_only(target: Target, dropped: set[str]) -> Target:
    """The Provenance without what is not written."""
    if target.ref.type != "Provenance":
        return target
    links = [link for link in target.entry.resource["target"] if link["reference"] not in dropped]
    return _saying(target, target.entry.resource | {"target": links})


def as_earlier(resource: JsonObject, survivor: StoredResource) -> JsonObject:
    """What a message says under an earlier number: its numbers never take the place of the survivor's own."""
    valid = {number_of(number) for number in survivor.json().get("identifier", ()) if number.get("use") != "old"}
    said = [one if number_of(one) in valid else one | {"use": "old"} for one in resource.get("identifier", ())]
    return resource | {"identifier": said} if said else resource


def staying(targets: list[Target], *, at: str) -> list[Target]:
    """The targets of a message that names a visit with the patient from whom it was taken (A45).

    Older news stays with the visit, and with the patient who has it now. Raises InvalidResourceError for newer ones.
    """
    moved: dict[str, str] = {}
    for target in targets:
        if target.ref.type != "Encounter" or target.stored is None or target.entry.leaves:
            continue
        former = moved_from(target.stored)
        owner = next((one for one in targets if one.entry.full_url == _subject(target)), None)
        if former is None or owner is None or owner.ref != former:
            continue
        visit = target.stored.json()
        if not at or at >= times_of(visit).get("subject", ""):
            raise _refusal(
                "The visit was moved to another patient (A45), and the message still names the former one. Nothing was "
                "stored; correct the patient at the source and send it again."
            )
        moved[target.entry.full_url] = visit["subject"]["reference"]
    return [_staying(target, moved) for target in targets] if moved else targets


def landed(targets: list[Target]) -> list[Target]:
    """The targets with the Provenance that names the merged records by whose numbers the message landed elsewhere."""
    former = next((one.succeeds for one in targets if one.ref.type == "Patient" and one.succeeds is not None), None)
    if former is None:
        return targets
    return [
        _saying(one, extended(one.entry.resource, LANDED_URL, former)) if one.ref.type == "Provenance" else one
        for one in targets
    ]


def _staying(target: Target, moved: dict[str, str]) -> Target:
    """The entry, about the patient who has its visit now."""
    resource = target.entry.resource
    visit = (resource.get("encounter") or {}).get("reference", target.entry.full_url)
    name = next((name for name in ("subject", "patient") if isinstance(resource.get(name), dict)), "")
    if visit not in moved or not name:
        return target
    return _saying(target, resource | {name: resource[name] | {"reference": moved[visit]}})


def _subject(target: Target) -> str:
    return str((target.entry.resource.get("subject") or {}).get("reference", ""))


def refuse_other_evidence(before: JsonObject, after: JsonObject) -> None:
    """Raise when a message under an earlier number speaks of somebody else than the record that took its place."""
    conflicts = merge_conflicts(before, after)
    if conflicts:
        raise two_people(conflicts)


def extended(resource: JsonObject, url: str, reference: Any) -> JsonObject:
    """The resource with one extension that holds a Reference, in the place of an earlier one."""
    others = [extension for extension in resource.get("extension", ()) if extension.get("url") != url]
    return resource | {"extension": [*others, {"url": url, "valueReference": {"reference": str(reference)}}]}


def _refusal(text: str) -> InvalidResourceError:
    return InvalidResourceError(text, issues=(Issue("error", "conflict", text),))
