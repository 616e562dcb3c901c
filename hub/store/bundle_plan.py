"""What a transaction means on the present state of the store: ids, conditions, links, order.

https://hl7.org/fhir/R4/http.html#trules. A condition of a write is met by the caller's own resources: another
member's Patient with the same identifier is another source record of the person (DESIGN D17).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl

from fhir_profiles.accessors import patient_references
from hub.errors import BadRequestError, BadSearchError, PreconditionError
from hub.store.addresses import names_own, with_own_links
from hub.store.bundle_entry import TransactionEntry, refused
from hub.store.port import Engine, IdentifierKey, Put, Ref, StoredResource, Visibility
from hub.store.prepare import identifiers_of
from hub.store.relink import Relinker
from hub.store.search.expanded import TokenTerminology
from hub.store.search.parse import parse_query
from hub.store.write_condition import demand_criterion, demand_values
from terminology import membership

_ORDER: Final = {"DELETE": 0, "POST": 1, "PUT": 2}
_CONDITIONAL_LINK = re.compile(rb'"reference"\s*:\s*"([A-Z][A-Za-z]+\?[^"\\]+)"')


@dataclass(frozen=True, slots=True)
class Step:
    """One entry with what it means: the resource that was found, and its place among the puts.

    `is_first` is false for an entry that repeats the condition of an earlier one.
    """

    entry: TransactionEntry
    ref: Ref | None = None
    found: StoredResource | None = None
    unique: tuple[IdentifierKey, ...] = ()
    place: int | None = None
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class TransactionPlan:
    """Steps in the order of the entries, and the puts in the order of the standard."""

    steps: tuple[Step, ...]
    puts: tuple[Put, ...]

    def entry_of(self, ref: Ref) -> TransactionEntry | None:
        """The entry that writes this resource."""
        return next((step.entry for step in self.steps if step.ref == ref and step.place is not None), None)


async def plan_transaction(
    store: Engine,
    entries: Sequence[TransactionEntry],
    *,
    visibility: Visibility,
    terminology: TokenTerminology = membership,
    base: str = "",
) -> TransactionPlan:
    """Decide what each entry means; `terminology` as in `parse_query`, `base` the hub's own address.

    Raises a HubError that names the entry.
    """
    steps = [await _find(store, entry, visibility=visibility, terminology=terminology) for entry in entries]
    steps = _with_ids(store, _joined(steps), base=base)
    _refuse_duplicates(steps)
    links = _links(steps)
    links |= await _conditional_links(store, steps, visibility=visibility, terminology=terminology)
    relinker = Relinker(links)
    puts: list[Put] = []
    for place in sorted(range(len(steps)), key=lambda at: _ORDER.get(steps[at].entry.method, 3)):
        step = steps[place]
        put = _put(step, relinker)
        if put is not None:
            steps[place] = Step(step.entry, step.ref, step.found, step.unique, len(puts), step.is_first)
            puts.append(put)
    at = {step.ref: step.place for step in steps if step.place is not None}
    steps = [
        replace(step, place=at.get(step.ref)) if not step.is_first and step.found is None else step for step in steps
    ]
    return TransactionPlan(tuple(steps), tuple(puts))


def identifier_of(criteria: Sequence[tuple[str, str]]) -> IdentifierKey | None:
    """The key when the criteria are one identifier with its system; otherwise None."""
    if len(criteria) != 1 or criteria[0][0] != "identifier":
        return None
    system, _, value = criteria[0][1].partition("|")
    if not system or not value or "," in value or "|" in value or "\\" in criteria[0][1]:
        return None
    return IdentifierKey(system, value)


async def _find(
    store: Engine, entry: TransactionEntry, *, visibility: Visibility, terminology: TokenTerminology
) -> Step:
    """The entry with the resource that its condition names."""
    if entry.method not in _ORDER or entry.id.startswith("$"):
        return Step(entry)
    if not entry.is_conditional:
        ref = Ref(entry.type, entry.id) if entry.id else None
        if ref is not None and entry.method == "DELETE":
            known = await store.read(ref, visibility=visibility)
            return Step(entry) if known is None or known.deleted else Step(entry, ref)
        return Step(entry, ref)
    if not entry.criteria:
        raise refused(BadRequestError, "The condition is empty; expected search parameters.", entry)
    key = identifier_of(entry.criteria)
    found = await _matches(
        store, entry.type, entry.criteria, visibility=visibility, own=True, entry=entry, terminology=terminology
    )
    if len(found) > 1:
        raise refused(PreconditionError, "The condition is met by more than one resource; expected one at most.", entry)
    own_id = entry.resource.get("id") if entry.method == "PUT" and entry.resource is not None else None
    if found and own_id not in {None, found[0].ref.id}:
        text = "The resource's id is not that of the resource that meets the condition."
        raise refused(BadRequestError, text, entry)
    unique = (key,) if key is not None and entry.method != "DELETE" else ()
    return Step(entry, found[0].ref if found else None, found[0] if found else None, unique)


async def _matches(
    store: Engine,
    resource_type: str,
    criteria: Sequence[tuple[str, str]],
    *,
    visibility: Visibility,
    own: bool,
    entry: TransactionEntry,
    terminology: TokenTerminology,
) -> list[StoredResource]:
    """At most two visible resources that meet the criteria; with `own` only the caller's."""
    try:
        demand_values(criteria)
    except BadSearchError as err:
        raise refused(BadSearchError, err.text, entry) from err
    key = identifier_of(criteria)
    if key is not None:
        found: Sequence[StoredResource] = await store.by_identifier(resource_type, key, visibility=visibility)
        mine = [one for one in found if one.custodian == visibility.member]
        return mine if mine or own else list(found)
    try:
        query = parse_query(resource_type, criteria, strict=True, terminology=terminology)
        demand_criterion(query)
        custodian = visibility.member if own else 0
        query = replace(query, count=2, includes=(), total="none", custodian=custodian)
        return list((await store.search(query, visibility=visibility)).resources)
    except BadSearchError as err:
        raise refused(BadSearchError, err.text, entry) from err


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Entries that repeat the condition of an earlier one that found nothing mean the same new resource."""
    seen: dict[tuple[object, ...], int] = {}
    joined: list[Step] = []
    for step in steps:
        key = (step.entry.type, tuple(sorted(step.entry.criteria)))
        if step.entry.method == "POST" and step.entry.is_conditional and step.found is None:
            joined.append(replace(step, is_first=key not in seen))
            seen.setdefault(key, len(joined) - 1)
        else:
            joined.append(step)
    return joined


def _with_ids(store: Engine, steps: list[Step], *, base: str) -> list[Step]:
    """Give ids to new resources: Patients first, since the others stand in their bucket."""
    patients: dict[str, str] = {}
    conditions: dict[tuple[object, ...], Ref] = {}
    given = list(steps)
    for at in sorted(range(len(steps)), key=lambda at: steps[at].entry.type != "Patient"):
        step = steps[at]
        entry = step.entry
        if step.ref is None and entry.method in {"POST", "PUT"} and entry.resource is not None:
            key = (entry.type, tuple(sorted(entry.criteria)))
            ref = conditions.get(key) if entry.is_conditional else None
            if ref is None:
                own_id = str(entry.resource.get("id") or "") if entry.method == "PUT" else ""
                ref = Ref(entry.type, own_id or store.new_id(_patient_of(entry, patients, base=base)))
            if entry.is_conditional:
                conditions[key] = ref
            given[at] = Step(entry, ref, step.found, step.unique, step.place, step.is_first)
        found = given[at].ref
        if entry.type == "Patient" and entry.full_url and found is not None:
            patients[entry.full_url] = found.id
    return given


def _patient_of(entry: TransactionEntry, patients: Mapping[str, str], *, base: str) -> str:
    """The patient whose bucket a new resource joins."""
    if entry.type == "Patient" or entry.resource is None:
        return ""
    literal = patient_references(entry.resource)
    if literal:
        return literal[0]
    for value in entry.resource.values():
        if isinstance(value, dict) and value.get("reference") in patients:
            return patients[value["reference"]]
    own = (f"{base}/",)
    if not base or not names_own(entry.data, own):
        return ""
    return next(iter(patient_references(with_own_links(entry.resource, own))), "")


def _refuse_duplicates(steps: Sequence[Step]) -> None:
    """One resource may stand in one writing entry only (R4 trules).

    What a conditional create has found is not written, and may not be deleted either: nothing would be there.
    """
    seen: set[Ref] = {
        step.ref for step in steps if step.entry.method == "POST" and step.found is not None and step.ref is not None
    }
    seen &= {step.ref for step in steps if step.entry.method == "DELETE" and step.ref is not None}
    for step in steps:
        writes = step.entry.method in {"PUT", "DELETE"} or (step.entry.method == "POST" and step.found is None)
        ref = step.ref
        if ref is None and step.entry.method == "DELETE" and step.entry.id:  # of what is not there
            ref = Ref(step.entry.type, step.entry.id)
        if ref is None or not writes or not step.is_first:
            continue
        if ref in seen:
            raise refused(BadRequestError, f"{ref} is changed by two entries; expected one.", step.entry)
        seen.add(ref)


def _links(steps: Sequence[Step]) -> dict[str, str]:
    """What each fullUrl, and each relative form of it, stands for."""
    links: dict[str, str] = {}
    for step in steps:
        full_url, ref = step.entry.full_url, step.ref
        if not full_url or ref is None or step.entry.method not in {"POST", "PUT"}:
            continue
        if full_url in links and links[full_url] != str(ref):
            raise refused(BadRequestError, "The fullUrl stands in two entries; expected different ones.", step.entry)
        links[full_url] = str(ref)
        relative = "/".join(full_url.split("/")[-2:])
        if "/" in full_url and relative.startswith(f"{step.entry.type}/") and step.entry.method == "POST":
            links[relative] = str(ref)
    return {link: target for link, target in links.items() if link != target}


def conditional_links(data: bytes) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """The references of a resource that are searches, as they are written, each with its type and criteria."""
    for match in _CONDITIONAL_LINK.finditer(data) if b"?" in data else ():
        link = match[1].decode()
        resource_type, _, query = link.partition("?")
        yield link, resource_type, parse_qsl(query, keep_blank_values=True)


async def _conditional_links(
    store: Engine, steps: Sequence[Step], *, visibility: Visibility, terminology: TokenTerminology
) -> dict[str, str]:
    """`Patient?identifier=…` in references: the one visible resource that it names.

    They are resolved after the writes: what the transaction itself writes under that identifier counts, what it
    deletes or writes without it does not.
    """
    links: dict[str, str] = {}
    deleted = {step.ref for step in steps if step.entry.method == "DELETE"}
    changed = {step.ref for step in steps if step.entry.method == "PUT"}
    for step in steps:
        for link, resource_type, criteria in conditional_links(step.entry.data):
            if link in links:
                continue
            found = await _matches(
                store, resource_type, criteria, visibility=visibility, own=False, entry=step.entry,
                terminology=terminology,
            )  # fmt: skip
            key = identifier_of(criteria)
            written = _written_under(steps, resource_type, key)
            found = [one for one in found if key is None or one.ref not in changed]
            mine = [one for one in found if one.custodian == visibility.member or not written]
            refs = ({one.ref for one in mine} | written) - deleted
            if len(refs) != 1:
                text = "A conditional reference is met by no resource or by several; expected one."
                raise refused(PreconditionError, text, step.entry)
            links[link] = str(refs.pop())
    return links


def _written_under(steps: Sequence[Step], resource_type: str, key: IdentifierKey | None) -> set[Ref]:
    """The resources of a type that the transaction writes with this identifier."""
    if key is None:
        return set()
    return {
        step.ref
        for step in steps
        if step.ref is not None and step.ref.type == resource_type and step.entry.resource is not None
        and (step.entry.method == "PUT" or step.found is None) and step.is_first
        and (key.system, key.value) in identifiers_of(step.entry.resource)
    }  # fmt: skip


def _put(step: Step, relinker: Relinker) -> Put | None:
    """The write of one entry; None when there is nothing to write."""
    entry, ref = step.entry, step.ref
    if ref is None or entry.method not in _ORDER or not step.is_first:
        return None
    if entry.method == "DELETE":
        return Put(ref, b"", expected=entry.expected, delete=True)
    if entry.method == "POST" and step.found is not None:
        return None
    expected = entry.expected
    if expected is None and entry.is_conditional:
        expected = 0 if step.found is None else step.found.version
    if entry.method == "POST":
        expected = 0
    data, resource = relinker.relinked(entry.data, entry.resource)
    return Put(ref, data, expected=expected, unique=step.unique, resource=resource)
