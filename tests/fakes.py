"""`MemoryStore`: an engine in dictionaries, which passes the same contract as the real ones.

It decides by plain loops over all rows, so that it can be read in one go and serves as the second opinion on SQL.
"""

import asyncio
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from fhir_profiles.accessors import patient_references
from fhir_profiles.json_text import cut
from hub.clock import Clock, micros_to_instant
from hub.keys import Keys
from hub.store.numbers import NumberMaker
from hub.store.port import (
    SHARED_TYPES,
    AuditEntry,
    Claim,
    Grant,
    IdentifierKey,
    Inbound,
    Page,
    Put,
    Ref,
    StoredResource,
    Timer,
    UnitConflictError,
    Visibility,
    WriteResult,
    WriteUnit,
)
from hub.store.prepare import OWN_SYSTEMS, identifiers_of, refuse_null
from hub.store.query import HistoryQuery, SearchQuery
from hub.store.search.cursor import open_cursor, seal_cursor
from tests.fake_messages import MemoryMessages, Row, State
from tests.fake_naming import FindsEach
from tests.fake_outbound import put_outbound
from tests.fake_search import Matcher, is_behind, place_of, sort_key, was_current
from tests.index_rows import named_values

SERVED_META = frozenset({"versionId", "lastUpdated"})


class MemoryStore(FindsEach, MemoryMessages):
    """An `Engine` that forgets everything when it ends."""

    def __init__(
        self, *, clock: Clock, keys: Keys, node: int = 0, entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        self.clock = clock
        self.keys = keys
        self.state = State()
        self.numbers = NumberMaker(clock, node=node, entropy=entropy)

    async def close(self) -> None:
        self.state = State()

    def new_key(self) -> int:
        return self.numbers.new_key()

    def new_id(self, patient: str = "") -> str:
        return self.numbers.new_id(patient)

    # Who sees what

    def granted(self, member: int, one: StoredResource, *, access: str = "") -> bool:
        now = self.clock.now()
        return any(
            grant.member == member
            and grant.since <= now
            and (grant.until is None or now < grant.until)
            and (not access or grant.access == access)
            and (bool(one.patient) and grant.target.id == one.patient if grant.compartment else grant.target == one.ref)
            for grant in self.state.grants
        )

    def sees(self, visibility: Visibility, one: StoredResource) -> bool:
        return (
            visibility.is_system
            or one.custodian == visibility.member
            or one.ref.type in SHARED_TYPES
            or self.granted(visibility.member, one)
            or self.keeps_patient(visibility.member, one)
        )

    def keeps_patient(self, member: int, one: StoredResource) -> bool:
        """Whether the member is the custodian of the patient in whose compartment the resource stands."""
        about = self.state.rows.get(Ref("Patient", one.patient)) if one.patient else None
        return about is not None and bool(about.versions) and about.current.custodian == member

    def _current(self, ref: Ref, visibility: Visibility) -> Row | None:
        row = self.state.rows.get(ref)
        return row if row is not None and self.sees(visibility, row.current) else None

    def _live(self, visibility: Visibility) -> list[Row]:
        """Visible current resources, newest first."""
        rows = [
            row for row in self.state.rows.values() if not row.current.deleted and self.sees(visibility, row.current)
        ]
        return sorted(rows, key=lambda row: -row.key)

    # Resources

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        row = self._current(ref, visibility)
        if row is None:
            return None
        if version is None:
            return row.current._replace(method="PUT")
        return next((one for one in row.versions if one.version == version and self.sees(visibility, one)), None)

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        found = {ref: await self.read(ref, visibility=visibility) for ref in dict.fromkeys(refs)}
        return {ref: one for ref, one in found.items() if one is not None and not one.deleted}

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        live = {row.current.ref: row for row in self._live(visibility)}
        matcher = Matcher(
            {ref: row.values for ref, row in live.items()}, {ref: row.current for ref, row in live.items()}
        )
        rows = [
            row
            for row in (reversed(live.values()) if query.sort and not query.sort[-1][1] else live.values())
            if row.current.ref.type == query.type
            and query.custodian in {0, row.current.custodian}
            and matcher.matches(query, row.current)
        ]
        for name, down in reversed(query.sort):
            rows.sort(key=lambda row: sort_key(name, row.current, row.values, down=down), reverse=down)
        bound = f"{visibility.member}|{replace(query, cursor='', count=0, total='none', includes=(), sent=())}"
        places = {row.key: place_of(query.sort, row.key, row.current, row.values) for row in rows}
        start = open_cursor(self.keys, query.cursor, bound_to=bound) if query.cursor else None
        page = [row for row in rows if start is None or is_behind(places[row.key], start, query.sort)]
        shown = page[: query.count]
        matches = [row.current.ref for row in shown]
        along = [ref for ref in matcher.included(query, matches) if ref not in matches]
        return Page(
            tuple(live[ref].current._replace(method="PUT") for ref in (*matches, *along)),
            (*(False for _ in matches), *(True for _ in along)),
            seal_cursor(self.keys, places[shown[-1].key], bound_to=bound) if len(page) > query.count > 0 else "",
            len(rows) if query.total != "none" else None,
        )

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        found = [
            (transaction, row.key, one, before is None or before.deleted)
            for row in self.state.rows.values()
            if query.type in {"", row.current.ref.type}
            and query.id in {"", row.current.ref.id}
            and self.sees(visibility, row.current)
            for transaction, one, before in zip(row.transactions, row.versions, (None, *row.versions[:-1]), strict=True)
            if self.sees(visibility, one)
            and (query.since is None or one.updated >= query.since)
            and (query.at is None or was_current(one, row.versions, *query.at))
        ]
        found.sort(key=lambda item: (item[0], item[1], item[2].version), reverse=True)
        bound = f"{visibility.member}|{query.type}|{query.id}"
        if query.cursor:
            position = tuple(open_cursor(self.keys, query.cursor, bound_to=bound))
            found = [item for item in found if (item[0], item[1], item[2].version) < position]
        shown, cursor = found[: query.count], ""
        if len(found) > query.count:
            last = shown[-1]
            cursor = seal_cursor(self.keys, [last[0], last[1], last[2].version], bound_to=bound)
        created = tuple(item[3] for item in shown)
        return Page(tuple(item[2] for item in shown), (False,) * len(shown), cursor, created=created)

    async def by_identifier(
        self, resource_type: str, key: IdentifierKey, *, visibility: Visibility
    ) -> tuple[StoredResource, ...]:
        rows = [
            row
            for row in reversed(self._live(visibility))
            if row.current.ref.type == resource_type
            and any((v.parameter.name, v.system, v.code) == ("identifier", *key) for v in row.values.tokens)
        ]
        rows.sort(key=lambda row: row.current.custodian != visibility.member)
        return tuple(row.current._replace(method="PUT") for row in rows[:2])

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        await asyncio.sleep(0)
        before, self.state = self.state, self.state.copy()
        try:
            return self._apply(unit, visibility)
        except BaseException:
            self.state = before
            raise

    async def audit(self, entry: AuditEntry) -> None:
        self.state.audit.append(entry._replace(key=entry.key or self.new_key()))

    def _apply(self, unit: WriteUnit, visibility: Visibility) -> WriteResult:
        state, now = self.state, self.clock.now()
        transaction = self.new_key()
        for precondition in unit.preconditions:
            self._demand_version(precondition.ref, precondition.version)
        for release in unit.releases:
            if (held := state.claims.get((release.kind, release.key))) and held.holder == release.holder:
                del state.claims[release.kind, release.key]
        for claim in unit.claims:
            held = state.claims.get((claim.kind, claim.key))
            if held and held.holder != claim.holder and (held.until is None or held.until > now):
                raise UnitConflictError("claim", f"{claim.kind} {claim.key} is taken")
            state.claims[claim.kind, claim.key] = claim
        stored = [self._put(put, unit, visibility, transaction) for put in unit.puts]
        for revoke in unit.revokes:
            state.grants = [
                replace(grant, until=now)
                if grant.because == revoke.because
                and revoke.member in {0, grant.member}
                and (grant.until is None or grant.until > now)
                else grant
                for grant in state.grants
            ]
        state.grants += unit.grants
        for link in unit.links:
            for place, known in list(state.links.items()):
                if link.linked and known.patient == link.patient and known.person != link.person:
                    state.links[place] = replace(known, linked=False)
            state.links[link.patient, link.person] = link
        for message in unit.inbound:
            self._receive(message)
        for row in unit.outbound:
            put_outbound(state.outbound, row, new_key=self.new_key, now=now, member=visibility.member)
        for timer in unit.timers:
            if isinstance(timer, Timer):
                state.timers[timer.subject, timer.kind] = (timer, 0)
            else:
                for place in [one for one in state.timers if one[0] == timer.subject and timer.kind in {"", one[1]}]:
                    del state.timers[place]
        state.audit += [entry._replace(key=entry.key or self.new_key()) for entry in unit.audit]
        return WriteResult(tuple(one for one, _ in stored), tuple(new for _, new in stored), transaction)

    def _version(self, ref: Ref) -> int:
        row = self.state.rows.get(ref)
        return 0 if row is None or row.current.deleted else row.current.version

    def _demand_version(self, ref: Ref, expected: int) -> None:
        if self._version(ref) != expected:
            raise UnitConflictError("version", f"{ref} has another version than {expected}", ref=ref)

    def _put(self, put: Put, unit: WriteUnit, visibility: Visibility, transaction: int) -> tuple[StoredResource, bool]:
        row, now = self.state.rows.get(put.ref), self.clock.now()
        author = unit.author or visibility.member
        if row is not None and not put.takes_over:
            self._demand_act(row.current, visibility)
        found = self._version(put.ref)
        if put.expected is not None:
            self._demand_version(put.ref, put.expected)
        if put.delete:
            if row is not None and author not in {0, row.current.custodian} and not put.takes_over:
                raise UnitConflictError("forbidden", f"{put.ref} is another member's", ref=put.ref)
            return self._delete(put, row, transaction), False
        refuse_null(put.data)
        piece = cut(put.data)
        custodian = put.custodian or (row.current.custodian if row else author)
        labels = put.labels or (row.labels if row else ())
        updated = max(now, row.current.updated) if row else now
        given = [{"system": system, "code": code} for system, code in labels]
        sent = piece.meta or {}
        meta = {name: value for name, value in sent.items() if name not in {*SERVED_META, "security"}}
        own = [one for one in sent.get("security", []) if not one.get("system", "").startswith(OWN_SYSTEMS)]
        if security := [*given, *(one for one in own if one not in given)]:
            meta["security"] = security
        piece.resource["id"] = put.ref.id
        identifiers = set(identifiers_of(piece.resource))
        for key in put.unique:
            holder = self.state.holders.get((custodian, put.ref.type, *key))
            if holder not in {None, put.ref}:
                raise UnitConflictError("identifier", f"another {put.ref.type} has it", ref=put.ref)
        if row and found and (row.current.body, row.labels, row.current.custodian) == (piece.body, labels, custodian):
            old = json.loads(row.current.meta)
            if {name: value for name, value in old.items() if name not in SERVED_META} == meta:
                return row.current._replace(method="PUT"), False
        if row is None:
            row = self.state.rows[put.ref] = Row(self.new_key())
        version = row.versions[-1].version + 1 if row.versions else 1
        served = {"versionId": str(version), "lastUpdated": micros_to_instant(updated)} | meta
        text = json.dumps(served, separators=(",", ":"), ensure_ascii=False).encode()
        method: Literal["POST", "PUT"] = "POST" if version == 1 and put.expected == 0 else "PUT"
        one = StoredResource(
            put.ref, version, updated, custodian, piece.body, text,
            patient=self._compartment(piece.resource, put, row, author, unit, visibility), method=method,
        )  # fmt: skip
        if put.ref.type == "Patient" and not row.versions:
            self._join_strays(put.ref.id, custodian)
        row.labels, row.values = labels, named_values(piece.resource)
        row.patients = patient_references(piece.resource)
        row.versions.append(one)
        row.transactions.append(transaction)
        self._release_identifiers(put.ref)
        for system, value in (*identifiers, *put.unique):
            self.state.holders.setdefault((custodian, put.ref.type, system, value), put.ref)
        return one, not found

    def _demand_act(self, current: StoredResource, visibility: Visibility) -> None:
        if visibility.member in {0, current.custodian} or self.granted(visibility.member, current, access="act"):
            return
        kind: Literal["forbidden", "missing"] = "forbidden" if self.sees(visibility, current) else "missing"
        raise UnitConflictError(kind, f"{current.ref} may not be changed", ref=current.ref)

    def _compartment(
        self, resource: dict[str, Any], put: Put, row: Row, author: int, unit: WriteUnit, visibility: Visibility
    ) -> str:
        patients = patient_references(resource)
        if len(patients) != 1:
            return ""
        known = Ref("Patient", patients[0])
        if not author or known == put.ref or (row.versions and row.current.patient == known.id):
            return known.id
        if visibility.is_system and any((grant.member, grant.target) == (author, known) for grant in unit.grants):
            return known.id
        eyes = {author, put.custodian or author}
        stored = self.state.rows.get(known)
        for coming in unit.puts:
            if coming.ref == known and not coming.delete:
                owner = coming.custodian or (stored.current.custodian if stored and stored.versions else author)
                if owner in eyes:
                    return known.id
        return known.id if any(self._current(known, Visibility(member)) for member in eyes) else ""

    def _join_strays(self, patient: str, custodian: int) -> None:
        for row in self.state.rows.values():
            if not row.versions or row.current.deleted or row.current.patient or row.current.custodian != custodian:
                continue
            if row.patients == (patient,):
                row.versions[-1] = row.current._replace(patient=patient)

    def _delete(self, put: Put, row: Row | None, transaction: int) -> StoredResource:
        if row is None:
            raise UnitConflictError("missing", f"{put.ref} does not exist", ref=put.ref)
        if row.current.deleted:
            return row.current._replace(method="DELETE")
        old, updated = row.current, max(self.clock.now(), row.current.updated)
        served = {"versionId": str(old.version + 1), "lastUpdated": micros_to_instant(updated)}
        meta = json.dumps(served, separators=(",", ":")).encode()
        row.versions.append(
            old._replace(version=old.version + 1, updated=updated, deleted=True, body=b"", method="DELETE", meta=meta)
        )
        row.transactions.append(transaction)
        self._release_identifiers(put.ref)
        return row.current

    def _release_identifiers(self, ref: Ref) -> None:
        self.state.holders = {key: holder for key, holder in self.state.holders.items() if holder != ref}

    def _receive(self, message: Inbound) -> None:
        others = [one for one in self.state.inbound.values() if one.key != message.key and one.state == "stored"]
        if message.state == "stored" and any(
            (one.member, one.sender, one.control_id) == (message.member, message.sender, message.control_id)
            for one in others
        ):
            raise UnitConflictError("duplicate", f"control id {message.control_id} is stored")
        self.state.inbound[message.key] = message
        replayed = self.state.inbound.get(message.replay_of)
        if message.state == "stored" and replayed is not None and replayed.state == "refused":
            self.state.inbound[replayed.key] = replace(replayed, state="replayed")

    # Access

    async def grants_of(self, patient: Ref, *, visibility: Visibility) -> Sequence[Grant]:
        now = self.clock.now()
        if self._current(patient, visibility) is None:
            return ()
        return tuple(
            grant
            for grant in self.state.grants
            if grant.target == patient and grant.since <= now and (grant.until is None or grant.until > now)
        )

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        linked = [link for link in self.state.links.values() if link.linked]
        persons = {link.person for link in linked if link.patient == patient}
        same = {patient} | {link.patient for link in linked if link.person in persons}
        rows = [row for row in reversed(self._live(visibility)) if row.current.ref.type == "Patient"]
        found = [row.current.ref.id for row in rows if row.current.ref.id in same]
        return tuple(sorted(found, key=lambda one: one != patient))

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        claim = self.state.claims.get((kind, key))
        return claim if claim is not None and (claim.until is None or claim.until > now) else None

    async def audit_page(
        self, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
    ) -> Sequence[AuditEntry]:
        def is_own(entry: AuditEntry) -> bool:
            about = self.state.rows.get(Ref("Patient", entry.patient))
            return visibility.member in {0, entry.member} or (
                about is not None and about.current.custodian == visibility.member
            )

        found = [
            entry
            for entry in reversed(self.state.audit)
            if is_own(entry) and patient in {"", entry.patient} and (not before or entry.key < before)
        ]
        return found[:count]
