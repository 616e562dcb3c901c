"""The trail of a referral: what became of a Task, when, and who did it.

The versions of the Task tell the steps; the Provenance of each (https://hl7.org/fhir/R4/provenance.html) names the
institution, and the audit the person, each as far as the reader may see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fhir_profiles.issue import JsonObject
from hub.bootstrap import Hub
from hub.referral.shape import organization_code, state_of
from hub.referral.states import EVENT_WORDS, STATE_WORDS, Event, State
from hub.store.port import AuditEntry, Ref, StoredResource
from hub.store.query import HistoryQuery
from hub.store.search.parse import parse_query
from hub.web.page import Visitor

VERSIONS = 50
_ENTRIES = 200
_NEAR = 30_000_000
"""Microseconds between an audit entry and the version that it made; a commit takes a few thousand."""
_ACTION = "$referral-action "
_PAPERS = (Event.RECEIVE, Event.REISSUE, Event.UNRECEIVED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: time (microseconds), state, the notes that are new with it, institution and person (may be empty).

    A person's own note comes before what the hub adds to it.
    """

    at: int
    state: State
    words: str
    notes: tuple[str, ...] = ()
    institution: str = ""
    person: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a Provenance says: the events, and who; `is_automatic` when it was the hub's own clock."""

    events: frozenset[str]
    member: str
    is_automatic: bool


async def trail_of(hub: Hub, visitor: Visitor, stored: StoredResource, *, request: Ref | None) -> list[Step]:
    """The steps of a Task, newest first."""
    visibility = visitor.signed_in().visibility
    history = await hub.store.history(
        HistoryQuery(type="Task", id=stored.ref.id, count=VERSIONS), visibility=visibility
    )
    found = await hub.store.search(
        parse_query("Provenance", [("target", str(stored.ref)), ("_count", "100")], strict=True), visibility=visibility
    )
    deeds = _deeds([item.json() for item in found.resources])
    entries: Sequence[AuditEntry] = ()
    if stored.patient:
        entries = await hub.store.audit_page(visibility=visibility, patient=stored.patient, count=_ENTRIES)
    targets = {str(stored.ref), str(request)}
    writes = [entry for entry in entries if entry.target in targets and entry.action in "CU" and entry.outcome == 0]
    return told([_step(hub, visitor, version, deeds, writes) for version in history.resources])


def told(versions: Sequence[Step]) -> list[Step]:
    """Of versions with all of their notes, newest first: those that changed something to read, each note once."""
    found: list[Step] = []
    words = ""
    notes: tuple[str, ...] = ()
    for step in reversed(versions):
        fresh = step.notes[len(notes) :] if step.notes[: len(notes)] == notes else step.notes
        if step.words != words or fresh or step.event:
            found.append(replace(step, words=step.event or step.words, notes=fresh))
        words, notes = step.words, step.notes
    return found[::-1]


def _step(
    hub: Hub, visitor: Visitor, version: StoredResource, deeds: dict[str, _Deed], writes: Sequence[AuditEntry]
) -> Step:
    task = version.json() if not version.deleted else {}
    chinese, english = STATE_WORDS[state_of(task)]
    deed = deeds.get(str(task.get("lastModified", "")))
    if deed is None and version.version == 1:
        deed = _Deed(frozenset(), organization_code(task.get("requester")), is_automatic=False)
    institution = person = ""
    if deed is not None and deed.is_automatic:
        institution = visitor.words("referral.automatic")
    elif deed is not None and (member := hub.admin.member(deed.member)) is not None:
        institution = member.name
        person = _person(hub, _entry(writes, version.updated, member.number, deed.events))
    return Step(
        at=version.updated,
        state=state_of(task),
        words=english if visitor.words.language == "en" else chinese,
        notes=tuple(str(note.get("text", "")) for note in task.get("note", [])),
        institution=institution,
        person=person,
        event=_paper_event(deed, visitor),
    )


def _paper_event(deed: _Deed | None, visitor: Visitor) -> str:
    """What became of the transfer document, in words: it changes no state."""
    known = [event for event in _PAPERS if deed is not None and event.value in deed.events]
    return "、".join(EVENT_WORDS[event][visitor.words.language == "en"] for event in known)


def _deeds(provenances: Sequence[JsonObject]) -> dict[str, _Deed]:
    """What the Provenances say, by the instant that stands in the Task's `lastModified` too."""
    found: dict[str, _Deed] = {}
    for one in provenances:
        at, who = str(one.get("recorded", "")), (one.get("agent") or [{}])[0].get("who") or {}
        events = {str(coding.get("code")) for coding in (one.get("activity") or {}).get("coding", [])}
        earlier = found[at].events if at in found else frozenset()
        found[at] = _Deed(earlier | events, organization_code(who), is_automatic=who.get("display") == "system")
    return found


def _entry(writes: Sequence[AuditEntry], at: int, member: int, events: frozenset[str]) -> AuditEntry | None:
    """The member's own write that made a version: the last one before it, of the same event."""
    near = [
        entry
        for entry in writes
        if entry.member == member and 0 <= at - entry.at < _NEAR and _is_of(entry.interaction, events)
    ]
    return max(near, key=lambda entry: entry.at, default=None)


def _is_of(interaction: str, events: frozenset[str]) -> bool:
    return not interaction.startswith(_ACTION) or interaction.removeprefix(_ACTION) in events


def _person(hub: Hub, entry: AuditEntry | None) -> str:
    """The name of the user; a system client of the institution is nobody's."""
    kind, _, name = entry.agent.partition(":") if entry is not None else ("", "", "")
    user = hub.admin.user(name) if kind == "user" else None
    return (user.display_name or user.name) if user is not None else ""
