"""Merge two records by a person, and undo it. The same as ADT^A40 does, and a way back (DESIGN D17).

A merge of two people is refused with words. An undone merge stays undone: the same message again does not do it.
What came for the old number meanwhile goes back with it; what was said of the survivor stays there.
"""

from dataclasses import dataclass, field
from typing import Literal

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import dump
from hub.clock import Clock, micros_to_instant
from hub.errors import BadRequestError, ConflictError, ForbiddenError, NotFoundError
from hub.identity.merge import REPLACED_BY, linked_to, merge_conflicts, merged_pair, parted_pair
from hub.ingest.followers import Changes
from hub.ingest.links import linked
from hub.ingest.statement import SUCCEEDED
from hub.ingest.succession import LANDED_URL, UNDONE, two_people
from hub.ingest.watermark import times_of, utc, with_times, without_times
from hub.store.port import AuditEntry, Engine, Put, Ref, StoredResource, UnitConflictError, Visibility, WriteUnit

_LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
_WORDS = {"merge": "Merge Record Lifecycle Event", "unmerge": "Unmerge Record Lifecycle Event"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who merges: the member's number and code, the agent of the audit trail, and the reason that was given."""

    member: int
    member_code: str
    agent: str
    purpose: str = "TREAT"
    reason: str = ""

    @property
    def eyes(self) -> Visibility:
        """What the member sees."""
        return Visibility(member=self.member)


@dataclass(frozen=True, slots=True)
class Merged:
    """What was done, or would be: the survivor and the number of other resources that follow."""

    survivor: JsonObject
    old: JsonObject
    following: int = 0
    issues: tuple[Issue, ...] = field(default=())


async def merge_patients(
    store: Engine, clock: Clock, actor: Actor, *, source: Ref, target: Ref, preview: bool = False
) -> Merged:
    """Make `source` an old record of `target`.

    Raises NotFoundError, ForbiddenError for another member's, ConflictError for a record that is merged already, and
    InvalidResourceError where the two speak of two people.
    """
    if source == target:
        raise BadRequestError("Source and target are the same Patient; expected two.")
    old, survivor = await _own(store, source, actor), await _own(store, target, actor)
    for record in (old, survivor):
        if linked_to(record.json(), REPLACED_BY):
            raise ConflictError(f"{record.ref} is an old record already; name the one that took its place, or undo.")
    before, after = old.json(), survivor.json()
    conflicts = merge_conflicts(before, after)
    if conflicts:
        raise two_people(conflicts)
    now = utc(micros_to_instant(clock.now()))
    made_old, made_new = merged_pair(before, after)
    made_old = _timed(made_old, {SUCCEEDED: now})
    puts = {old.ref: _put(old, made_old), survivor.ref: _put(survivor, made_new)}
    changes = Changes(store, actor.member, puts, "")
    await changes.join(old, survivor.ref)
    if not preview:
        await _write(store, clock, actor, changes.puts, about=(survivor.ref, old.ref), act="merge")
    return Merged(made_new, made_old, len(changes.puts) - 2)


async def undo_merge(store: Engine, clock: Clock, actor: Actor, *, source: Ref, preview: bool = False) -> Merged:
    """Take a merge back: both records stand for themselves again. Raises as `merge_patients` does."""
    old = await _own(store, source, actor)
    replaced = old.json()
    survivors = linked_to(replaced, REPLACED_BY)
    if not survivors:
        raise ConflictError(f"{source} is not merged into another record; there is nothing to undo.")
    survivor = await _own(store, Ref("Patient", survivors[0]), actor)
    since = times_of(replaced).get(SUCCEEDED, "")
    before = await _before_merge(store, old, survivor.ref, actor)
    made_old, made_new = parted_pair(replaced, survivor.json(), before)
    now = utc(micros_to_instant(clock.now()))
    made_old = _timed(made_old, {UNDONE + survivor.ref.id: now}, without=SUCCEEDED)
    puts = {old.ref: _put(old, made_old), survivor.ref: _put(survivor, made_new)}
    for resource in await _came_by_number(store, old.ref, survivor.ref, since, actor):
        back = linked(resource.json(), {str(survivor.ref): str(old.ref)})
        puts[resource.ref] = _put(resource, back)
    if not preview:
        await _write(store, clock, actor, puts, about=(survivor.ref, old.ref), act="unmerge")
    return Merged(made_new, made_old, len(puts) - 2)


async def _own(store: Engine, ref: Ref, actor: Actor) -> StoredResource:
    found = await store.read(ref, visibility=actor.eyes)
    if found is None or found.deleted:
        raise NotFoundError(f"{ref} is not known to this member.")
    if found.custodian != actor.member:
        raise ForbiddenError(f"{ref} belongs to another member; only its own institution merges its records.")
    return found


async def _before_merge(store: Engine, old: StoredResource, survivor: Ref, actor: Actor) -> JsonObject | None:
    """The old record's last version before the merge; None when the merge made it."""
    for version in range(old.version - 1, 0, -1):
        found = await store.read(old.ref, visibility=actor.eyes, version=version)
        if found is not None and not found.deleted and survivor.id not in linked_to(found.json(), REPLACED_BY):
            return found.json()
    return None


async def _came_by_number(store: Engine, old: Ref, survivor: Ref, since: str, actor: Actor) -> list[StoredResource]:
    """The survivor's resources that came first by the old record's number: by the Provenance of each message."""
    changes = Changes(store, actor.member, {}, "")
    first: dict[Ref, tuple[str, bool]] = {}
    seen = {one.ref: one for about in (old, survivor) for one in await changes.found("Provenance", "target", about)}
    for provenance in seen.values():
        said = provenance.json()
        targets = {str(target.get("reference", "")) for target in said["target"]}
        is_old = str(old) in targets or any(
            extension.get("url") == LANDED_URL and extension["valueReference"]["reference"] == str(old)
            for extension in said.get("extension", ())
        )
        if _is_merge(said):
            continue
        at = utc(str(said.get("occurredDateTime", ""))) or since
        for text in targets:
            kind, slash, number = text.partition("/")
            if slash and kind != "Patient":
                ref = Ref(kind, number)
                first[ref] = min(first.get(ref, (at, is_old)), (at, is_old))
    refs = [ref for ref, (_, is_old) in first.items() if is_old]
    read = await store.read_many(refs, visibility=actor.eyes)
    own = [one for one in read.values() if one.patient == survivor.id and one.custodian == actor.member]
    return await changes.with_stubs(own)


def _is_merge(provenance: JsonObject) -> bool:
    codings = (provenance.get("activity") or {}).get("coding", ())
    return any(coding.get("system") == _LIFECYCLE for coding in codings)


def _timed(resource: JsonObject, said: dict[str, str], *, without: str = "") -> JsonObject:
    times = {name: time for name, time in times_of(resource).items() if name != without} | said
    return with_times(without_times(resource), times)


def _put(stored: StoredResource, resource: JsonObject) -> Put:
    return Put(stored.ref, dump(resource), expected=stored.version, resource=resource)


async def _write(
    store: Engine,
    clock: Clock,
    actor: Actor,
    puts: dict[Ref, Put],
    *,
    about: tuple[Ref, Ref],
    act: Literal["merge", "unmerge"],
) -> None:
    """Everything in one unit, with Provenance and the audit entry. Raises ConflictError when others were quicker."""
    survivor, old = about
    ref = Ref("Provenance", store.new_id(survivor.id))
    provenance = _provenance(act, puts, actor, recorded=micros_to_instant(clock.now())) | {"id": ref.id}
    audit = AuditEntry(
        at=clock.now(),
        member=actor.member,
        agent=actor.agent,
        action="U",
        interaction="$merge" if act == "merge" else "$undo-merge",
        target=str(survivor),
        patient=survivor.id,
        purpose=actor.purpose,
        detail=f"{act} of {old}",
    )
    unit = WriteUnit(puts=(*puts.values(), Put(ref, dump(provenance), expected=0, resource=provenance)), audit=(audit,))
    try:
        await store.write(unit, visibility=actor.eyes)
    except UnitConflictError as err:
        if err.kind == "forbidden":
            raise ForbiddenError("One of the resources belongs to another member; nothing was changed.") from err
        raise ConflictError("Somebody changed one of the records meanwhile; look again and repeat.") from err


def _provenance(act: str, puts: dict[Ref, Put], actor: Actor, *, recorded: str) -> JsonObject:
    reason = {"reason": [{"text": actor.reason}]} if actor.reason else {}
    return {
        "resourceType": "Provenance",
        "target": [{"reference": str(ref)} for ref in puts],
        "recorded": recorded,
        "activity": {"coding": [{"system": _LIFECYCLE, "code": act, "display": _WORDS[act]}]},
        "agent": [
            {
                "who": {"display": actor.agent},
                "onBehalfOf": {"reference": f"Organization/{actor.member_code}"},
            }
        ],
        **reason,
    }
