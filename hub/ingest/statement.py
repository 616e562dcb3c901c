"""What one entry of a message makes of the resource that is stored: merging, late news, final states. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.conversion import Entry
from hub.ingest.links import linked
from hub.ingest.merge import fill, merge, siblings, with_members
from hub.ingest.watermark import later_said, noted, second_of, times_of, utc, with_times, without_times
from hub.store.port import IdentifierKey, Put, Ref, StoredResource

_OWNED = ("resourceType", "id", "meta")
_NOTHING: frozenset[str] = frozenset()
_LEADING = frozenset({"resourceType", "id"})
_ENDED = frozenset({"finished", "cancelled", "entered-in-error"})
_DONE = frozenset({"completed", "revoked", "stopped", "cancelled", "entered-in-error"})
_ORDERS = frozenset({"ServiceRequest", "MedicationRequest"})
_FINAL = 3
_RANKS = {
    "registered": 1, "partial": 2, "preliminary": 2, "final": 3, "amended": 4, "corrected": 4, "appended": 4,
    "cancelled": 4, "entered-in-error": 5,
}  # fmt: skip
"""Result statuses as they follow each other (P, F, C of HL7 tables 0085 and 0123)."""
SUCCEEDED = "link.replaced-by"
"""The statement time of a merge: later messages for the old number land on the survivor."""
TOLD = "told"
"""The statement time of a thing as a whole: the newest message of a report, the first one that mentions a doctor."""
_MENTIONED = frozenset({"Practitioner", "Organization", "ServiceRequest"})
"""What a message may only mention: it is written down as the earliest mention has it (XCN, XON, a result's order)."""
_TOLD = _MENTIONED | {"DiagnosticReport"}
_END, _DISPOSITION = "period.end", "hospitalization.dischargeDisposition"
_REOPENING = frozenset({"A13", "ADT^A13"})
"""HL7 v2 chapter 3.3.13: cancel discharge, the only event that opens an Encounter again."""


@dataclass(frozen=True, slots=True)
class Target:
    """One entry with what is stored under its condition.

    `believed` is a version that was not looked up again; `is_taken` says that its number is another person's;
    `succeeds` is the record that has the number, whose place this one has taken; `is_shortened` says that a number in
    its list is another person's and was left out.
    """

    entry: Entry
    ref: Ref
    key: IdentifierKey | None
    stored: StoredResource | None
    believed: int = 0
    is_taken: bool = False
    succeeds: Ref | None = None
    is_shortened: bool = False


def to_put(
    target: Target,
    links: Mapping[str, str],
    *,
    event: str,
    also: Collection[str] = (),
    at: str = "",
    is_late: bool = False,
) -> Put | None:
    """The write of one entry; None when the store says the same already.

    `also` are the lists that it states, `at` the time of the message; `is_late` says that its report is older news.
    """
    stored, entry = target.stored, target.entry
    if target.believed or (stored is not None and entry.method == "POST" and target.ref.type not in _MENTIONED):
        return None
    new = linked(entry.resource, links)
    old = stored.json() if stored is not None else {}
    if entry.apart or (new["resourceType"] == "Patient" and "link" in new):
        apart = frozenset(links[full_url] for full_url in entry.apart)
        old, new, names = with_links_parted(old, new, apart=apart, at=entry.at)
        also = (*also, *names)
    if stored is None:
        resource = _with_id(_first_said(new, entry, also, at=at), target.ref.id)
        unique = (target.key,) if target.key else ()
        return Put(target.ref, dump(resource), expected=0, unique=unique, resource=resource)
    if entry.method == "POST":
        merged = _mentioned_again(old, new, at=at)
    elif is_late or is_older_result(old, new, at=at):
        merged = with_times(merge(new, without_times(old), keep=_NOTHING, delete=_NOTHING), times_of(old))
    else:
        merged = laid_over(old, new, entry, keep=entry.keep | _not_reopened(old, new, event), also=also)
        merged = _given_up_since(merged, entry.at) if entry.into else _told(merged, at=at)
    text = dump({name: value for name, value in merged.items() if name not in _OWNED})
    if b",%b" % text[1:-1] == stored.body or (len(text) - 1 == len(stored.body) and _is_same(merged, old)):
        return None
    if _is_told_again(merged, old):
        return None
    resource = _with_id(merged, target.ref.id)
    return Put(target.ref, dump(resource), expected=stored.version, resource=resource)


def _first_said(new: JsonObject, entry: Entry, also: Collection[str], *, at: str) -> JsonObject:
    """A resource that nobody spoke of before, with its times; members of a list have the time of the list."""
    if entry.method == "POST" or new["resourceType"] == "DiagnosticReport":
        return with_times(new, {TOLD: at}) if at and new["resourceType"] in _TOLD else new
    said = (*also, *entry.delete, *(name for name in new if name not in entry.keep), *_end_said(new))
    return with_times(new, noted({}, said, "" if entry.group else entry.at))


def _told(resource: JsonObject, *, at: str) -> JsonObject:
    """The resource as a message has stated it: a report with its time, anything else no longer only mentioned."""
    kind, times = resource["resourceType"], times_of(resource)
    if kind == "DiagnosticReport" and at:
        return with_times(without_times(resource), times | {TOLD: max(at, times.get(TOLD, ""))})
    if kind not in _MENTIONED or TOLD not in times:
        return resource
    return with_times(without_times(resource), {name: time for name, time in times.items() if name != TOLD})


def _given_up_since(resource: JsonObject, at: str) -> JsonObject:
    """A merged record with the time of the merge that is told of: one that is told twice is as old as the earlier."""
    times = times_of(resource)
    earlier = {name: min(times[name], at) for name in ("active", "identifier", SUCCEEDED) if at and name in times}
    return with_times(without_times(resource), times | earlier)


def _mentioned_again(old: JsonObject, new: JsonObject, *, at: str) -> JsonObject:
    """What is mentioned, as the earliest mention has it; statements outweigh every mention. An order is filled up.

    A result that is done ends its order, whichever of them comes first.
    """
    times = times_of(old)
    is_earlier = times.get(TOLD, "") > at
    if is_earlier:
        times = {name: time for name, time in times.items() if name != TOLD} | ({TOLD: at} if at else {})
    if new["resourceType"] != "ServiceRequest":
        return with_times(new, times) if is_earlier else old
    before = without_times(old)
    base, other = (new, before) if is_earlier else (before, new)
    merged = merge(other, base, keep=_NOTHING, delete=_NOTHING) | _ending(old, new)
    return with_times(merged, times)


def _ending(old: JsonObject, new: JsonObject) -> JsonObject:
    ended = next((one["status"] for one in (old, new) if one.get("status") in _DONE), "")
    return {"status": ended} if ended else {}


def is_stored(put: Put, target: Target) -> bool:
    """Whether what several entries of a message made of a resource is what the store has."""
    stored = target.stored
    return stored is not None and put.resource is not None and _is_same(put.resource, stored.json())


def _is_same(one: JsonObject, other: JsonObject) -> bool:
    """Whether two resources differ at most in the order of their elements; 72.5 and 72.50 are not the same."""
    return bool(_in_order(one) == _in_order(other))


def _is_told_again(merged: JsonObject, old: JsonObject) -> bool:
    """Whether nothing is new but the control id: the same message was sent again under another one."""
    before, after = times_of(old), times_of(merged)
    if not after or {name: second_of(at) for name, at in before.items()} != {
        name: second_of(at) for name, at in after.items()
    }:
        return False
    return _is_same(without_times(merged), without_times(old))


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _in_order(value[name]) for name in sorted(value) if name not in _OWNED or name == "resourceType"}
    if isinstance(value, list):
        return [_in_order(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


def with_links_parted(
    old: JsonObject, new: JsonObject, *, apart: Collection[str], at: str
) -> tuple[JsonObject, JsonObject, list[str]]:
    """Both without the links between persons (A24) that are taken away (A37), and the names of what was said of links.

    A link that was taken away later than it is stated stays away.
    """
    times = times_of(old)
    parted = {other for other in apart if times.get(_SEE + other, "") <= at}
    said = [link for link in new.get("link", ()) if times.get(_SEE + _other(link), "") <= at]
    left = [link for link in old.get("link", ()) if link.get("type") != "seealso" or _other(link) not in parted]
    names = [_SEE + _other(link) for link in said if link["type"] == "seealso"] + [_SEE + other for other in parted]
    return _with_list(old, "link", left), _with_list(new, "link", said), names


_SEE = "link.seealso/"


def _other(link: JsonObject) -> str:
    return str((link.get("other") or {}).get("reference", ""))


def _with_list(resource: JsonObject, name: str, members: list[JsonObject]) -> JsonObject:
    left = {key: value for key, value in resource.items() if key != name}
    return left | {name: members} if members else left


def to_put_again(target: Target, earlier: Put, links: Mapping[str, str]) -> Put | None:
    """Two entries of one unit on the same resource are one write."""
    if target.entry.method == "POST" or earlier.resource is None:
        return None
    merged = laid_over(earlier.resource, linked(target.entry.resource, links), target.entry, keep=target.entry.keep)
    merged = _with_id(merged, target.ref.id)
    return replace(earlier, data=dump(merged), resource=merged)


def laid_over(
    old: JsonObject, new: JsonObject, entry: Entry, *, keep: frozenset[str], also: Collection[str] = ()
) -> JsonObject:
    """The stored resource with what the entry says, except where something newer was said."""
    if "meta" in new:
        new = new | {"meta": {**old.get("meta", {}), **new["meta"]}}
    times = times_of(old)
    if not times and (not entry.at or entry.group):
        return merge(old, new, keep=keep, delete=entry.delete)
    before = without_times(old)
    if times and "location" in new and "location" not in times | dict.fromkeys(keep):
        # So far the bed was only named by messages that move nobody (A08): it was a guess.
        before = {name: value for name, value in before.items() if name != "location"}
    new = _without_newer_disposition(_without_taken_back(new, times, entry.at), times, entry.at)
    late = later_said((*new, *entry.delete), times, entry.at) | _restated(entry.delete, times, entry.at)
    late |= {name for name in new if any(times.get(other, "") > entry.at for other in siblings(name, times))}
    if _is_ended_before(old, new, times, entry.at):
        late -= {"status"}
    said = {name: value for name, value in new.items() if name not in late}
    deleted = entry.delete - late
    merged = merge(before, said, keep=keep, delete=deleted)
    is_order = new["resourceType"] in _ORDERS
    if late:
        merged = fill(merged, {name: new[name] for name in new if name in late - entry.keep}, closed=times)
    stated = [name for name in said if name not in entry.keep and (name not in keep or is_order)]
    stated += set(also) - later_said(also, times, entry.at)
    stated += [
        name for name in _end_said(new) if times.get(name, "") < entry.at and _part(merged, name) == _part(new, name)
    ]
    return with_times(merged, noted(times, (*stated, *deleted), entry.at))


def _end_said(said: JsonObject) -> list[str]:
    """The end of a visit, and where the patient went, have times of their own: an older A13 does not take them away."""
    return [name for name in (_END, _DISPOSITION) if _part(said, name)]


def _end(resource: JsonObject) -> str:
    return str(_part(resource, _END) or "")


def _part(resource: JsonObject, name: str) -> Any:
    outer, _, inner = name.partition(".")
    return (resource.get(outer) or {}).get(inner)


def _without_newer_disposition(new: JsonObject, times: Mapping[str, str], at: str) -> JsonObject:
    """A late discharge does not bring back the disposition that an A13 took away since."""
    if times.get(_DISPOSITION, "") <= at or not _part(new, _DISPOSITION):
        return new
    left = {name: value for name, value in new["hospitalization"].items() if name != "dischargeDisposition"}
    others = {name: value for name, value in new.items() if name != "hospitalization"}
    return others | ({"hospitalization": left} if left else {})


def _without_taken_back(new: JsonObject, times: Mapping[str, str], at: str) -> JsonObject:
    """The statement without members of lists that something newer took away (`participant:ATND`)."""
    made = new
    for name, time in times.items():
        outer, colon, which = name.partition(":")
        if colon and time > at and outer in new:
            made = with_members(made, outer, without=which)
    return made


def _restated(deleted: Iterable[str], times: Mapping[str, str], at: str) -> frozenset[str]:
    """The members to delete whose list was stated later."""
    return frozenset(name for name in deleted if ":" in name and times.get(name.partition(":")[0], "") > at)


def _is_ended_before(old: JsonObject, new: JsonObject, times: Mapping[str, str], at: str) -> bool:
    """Whether late news ends a visit that goes on here: what came after it did not open it again, unless an A13 did.

    So does a late end of an order: two systems tell of it, each by its own clock.
    """
    kind, before, after = new["resourceType"], old.get("status"), new.get("status")
    if kind in _ORDERS:
        return after in _DONE and before not in _DONE
    is_reopened = times.get("period.end", "") > at and not _end(old)
    return kind == "Encounter" and after in _ENDED and before not in _ENDED and not is_reopened


def _with_id(resource: JsonObject, resource_id: str) -> JsonObject:
    """Type and id first, so that the store takes the rest of the bytes in one piece."""
    return {"resourceType": resource["resourceType"], "id": resource_id} | {
        name: value for name, value in resource.items() if name not in _LEADING
    }


def _not_reopened(old: JsonObject, new: JsonObject, event: str) -> frozenset[str]:
    """What an older or late event does not open again: an ended visit, a done order (hl7v2.md 4.4, rule 2)."""
    kind, before, after = new["resourceType"], old.get("status"), new.get("status")
    if kind == "Encounter" and before in _ENDED and after not in _ENDED and event not in _REOPENING:
        return frozenset({"status", "period", "classHistory", "location"})
    if kind in _ORDERS and before in _DONE and after not in _DONE:
        return frozenset({"status"})
    return frozenset()


def is_older_result(old: JsonObject, new: JsonObject, *, at: str) -> bool:
    """Whether a result is older news than the stored one (hl7v2.md 4.4, rule 2).

    A final result never gives way to a preliminary one. Within each the one that was issued last stands (OBR-22), and
    where the times are the same or unknown, the one of the higher rank: preliminary, final, corrected. Of reports that
    are equal in all that, the one of the newer message stands, with its values; `at` is the time of this message.
    """
    if new["resourceType"] not in {"Observation", "DiagnosticReport"}:
        return False
    before, after = _RANKS.get(str(old.get("status")), 0), _RANKS.get(str(new.get("status")), 0)
    if (before >= _FINAL) != (after >= _FINAL):
        return after < before
    said, says = utc(str(old.get("issued", ""))), utc(str(new.get("issued", "")))
    if said and says and said != says:
        return says < said
    return after < before if after != before else bool(at) and at < times_of(old).get(TOLD, "")


def older_results(targets: Iterable[Target], links: Mapping[str, str], *, at: str) -> frozenset[str]:
    """The values (full_urls) of reports that are older news than the stored ones: a value has no time of its own."""
    return frozenset(
        link["reference"]
        for target in targets
        if target.ref.type == "DiagnosticReport"
        and target.stored is not None
        and is_older_result(target.stored.json(), linked(target.entry.resource, links), at=at)
        for link in target.entry.resource.get("result", ())
    )
