"""What a new message says, laid over what is stored: hl7v2.md 4.4, rule 1. Pure.

An empty field is no statement, so what the new resource lacks stays. A list is a statement as a whole, except for
those whose members come from different fields, messages or systems (`_LISTS`): there a new member takes the place of
the stored one with the same key, and the others stay.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from fhir_profiles.issue import JsonObject

_CHOICES = ("deceased", "multipleBirth", "value", "effective", "onset", "abatement", "occurrence", "performed")
_PARTS: Mapping[str, tuple[str, ...]] = {"Encounter": ("period", "hospitalization")}
"""Elements whose parts come from several messages: admission and discharge."""


def merge(stored: JsonObject, new: JsonObject, *, keep: frozenset[str], delete: frozenset[str]) -> JsonObject:
    """The stored resource with what the new one states.

    Elements of `keep` stay where they are stored. Elements of `delete` go, unless the new resource has them;
    `period.end` names a part.
    """
    said = {name: value for name, value in new.items() if name not in keep or name not in stored}
    kind = str(stored.get("resourceType", ""))
    for name in _PARTS.get(kind, ()):
        if name in said and name in stored:
            said[name] = _parts(stored[name], said[name])
    for name, key_of in (_LISTS.get(kind, {}) | _ANY).items():
        if isinstance(said.get(name), list) and isinstance(stored.get(name), list):
            said[name] = _members(stored[name], said[name], key_of)
    if isinstance(said.get("identifier"), list) and isinstance(stored.get("identifier"), list):
        said["identifier"] = numbers(stored["identifier"], said["identifier"])
    merged = stored | said
    for name in delete:
        _delete(merged, name, new)
    for name in (*said, *delete):  # what was said of the former value (its original code) is not said of this one
        if f"_{name}" in stored and f"_{name}" not in new:
            merged.pop(f"_{name}", None)
    if kind == "Observation":
        _with_one_value(merged, new)
    for name in said:  # one choice[x] replaces another: deceasedBoolean and deceasedDateTime
        for other in _other_choices(name, stored):
            if other not in new:
                merged.pop(other, None)
    if kind == "Encounter" and "location" in merged:
        merged["location"] = moved(stored.get("location", []), said.get("location", []), ended=_end(merged))
    return merged


def fill(stored: JsonObject, late: JsonObject, *, closed: Collection[str]) -> JsonObject:
    """The stored resource with what late news adds to it: members and parts that nobody has named since.

    `closed` are the elements, and parts as `period.end`, on which something newer was said.
    """
    merged = dict(stored)
    kind = str(stored.get("resourceType", ""))
    for name, value in late.items():
        known = stored.get(name)
        if name in _PARTS.get(kind, ()) and isinstance(known, dict):
            parts = {part: item for part, item in value.items() if f"{name}.{part}" not in closed}
            merged[name] = _parts(parts, known)
        elif (key_of := (_LISTS.get(kind, {}) | _ANY).get(name)) and isinstance(known, list):
            keys = [key_of(member) for member in known]
            merged[name] = [*known, *(member for member in value if key_of(member) not in keys)]
        elif name == "identifier" and isinstance(known, list):
            merged[name] = _more_numbers(known, value)
    if kind == "Encounter" and "location" in late:
        merged["location"] = moved(merged.get("location", []), late["location"], ended=_end(merged))
    return merged


def moved(stored: list[JsonObject], new: list[JsonObject], *, ended: str | None) -> list[JsonObject]:
    """The places of a visit, none forgotten: a place that is left is completed.

    A statement about the past does not move the patient back. `ended` is the end of the visit ("" when it is
    unknown), None while it goes on.
    """
    places = [dict(place) for place in stored]
    for said in sorted(new, key=_is_present):
        present = _is_present(said)
        at = _stay(places, said, present=present)
        if present and at is not None and _begins_with(places[at], said):
            places[at] = places[at] | {"period": {"start": _start(said)} | places[at]["period"]}
            continue
        if present and _is_late(places, said):
            if at is None:
                _insert(places, said)
            continue
        if present:
            _leave(places, _start(said), but=at, is_move=at is None or not _is_present(places[at]))
        if at is None:
            places.append(said)
        else:
            period = {"period": period} if (period := _stay_period(places[at], said, present=present)) else {}
            places[at] = {name: value for name, value in places[at].items() if name != "period"} | said | period
    if ended is not None:
        _leave(places, ended, but=None)
    return places


def _is_present(place: JsonObject) -> bool:
    """Where the patient is now; a temporary place (with its extension) is beside it."""
    return place.get("status") == "active" and "extension" not in place


def _stay(places: list[JsonObject], said: JsonObject, *, present: bool) -> int | None:
    """The stored stay that is meant; a bed that was left may be taken anew."""
    here = [at for at, place in enumerate(places) if _target(place) == _target(said)]
    if present:
        begun = [at for at in here if _begins_with(places[at], said)]
        here = [at for at in here if _is_present(places[at]) or _start(said) in {"", _start(places[at])}] or begun
    return here[-1] if here else None


def _begins_with(place: JsonObject, said: JsonObject) -> bool:
    """Whether a stay of which only the end is known began as `said` tells: the discharge came before the admission."""
    start, end = _start(said), str(place.get("period", {}).get("end", ""))
    return bool(start) and not _start(place) and bool(end) and start[:19] <= end[:19]


def _is_late(places: list[JsonObject], said: JsonObject) -> bool:
    start = _start(said)[:19]
    return bool(start) and any(_start(place)[:19] > start for place in places)


def _insert(places: list[JsonObject], said: JsonObject) -> None:
    """A stay of which late news tells: it ended when the next one began, and the one before ended when it began."""
    start = _start(said)
    at = next(at for at, place in enumerate(places) if _start(place)[:19] > start[:19])
    until = _start(places[at])
    places.insert(at, said | {"status": "completed", "period": {"start": start, "end": until}})
    if at and places[at - 1].get("period", {}).get("end") == until:
        places[at - 1] = places[at - 1] | {"period": places[at - 1]["period"] | {"end": start}}


def _leave(places: list[JsonObject], when: str, *, but: int | None, is_move: bool = True) -> None:
    """The stays that go on, but one, end. Who stays where he is also stays in his temporary place."""
    for at, place in enumerate(places):
        if at != but and place.get("status") == "active" and (is_move or _is_present(place)):
            place["status"] = "completed"
            if when and "end" not in place.get("period", {}):
                place["period"] = place.get("period", {}) | {"end": when}


def _stay_period(place: JsonObject, said: JsonObject, *, present: bool) -> JsonObject:
    period = _parts(place.get("period", {}), said.get("period", {}))
    return {name: value for name, value in period.items() if name != "end"} if present else period


def _end(encounter: JsonObject) -> str | None:
    if encounter.get("status") not in {"finished", "cancelled"}:
        return None
    return str(encounter.get("period", {}).get("end", ""))


def _start(place: JsonObject) -> str:
    return str(place.get("period", {}).get("start", ""))


def _target(place: JsonObject) -> Any:
    location = place.get("location", {})
    return location.get("reference") or location.get("display")


def _parts(stored: JsonObject, said: JsonObject) -> JsonObject:
    """Part by part; a period never comes to end before it starts."""
    merged = stored | said
    start, end = str(merged.get("start", "")), str(merged.get("end", ""))
    return stored if start and end and end[:10] < start[:10] else merged


def _members(stored: list[Any], said: list[Any], key_of: "Callable[[Any], object]") -> list[Any]:
    """The stored members with those of the same key replaced, then the new ones, each in its order."""
    keys = [key_of(member) for member in said]
    if all(key_of(member) in keys for member in stored):
        return said
    merged: list[Any] = []
    placed: set[int] = set()
    for member in stored:
        key = key_of(member)
        if key not in keys:
            merged.append(member)
            continue
        same = [at for at, other in enumerate(keys) if other == key and at not in placed]
        merged += [said[at] for at in same]
        placed.update(same)
    return merged + [member for at, member in enumerate(said) if at not in placed]


def numbers(stored: list[JsonObject], said: list[JsonObject]) -> list[JsonObject]:
    """The numbers of a record: one of each system and type, and all its old ones. An old number stays an old one."""
    old = {_number(one) for one in stored if _is_old(one)}
    said = [one | {"use": "old"} if _number(one) in old else one for one in said]
    given_up = [one for one in said if _is_old(one)]
    gone = {_number(one) for one in given_up}
    left = [one for one in stored if not _is_old(one) and _number(one) not in gone]
    valid = _members(left, _with_known(left, [one for one in said if not _is_old(one)]), _system)
    return valid + _members([one for one in stored if _is_old(one)], given_up, _number)


def _with_known(stored: list[JsonObject], said: list[JsonObject]) -> list[JsonObject]:
    """What is said, with the stored numbers of a kind of which only known ones are said: naming one takes none away."""
    known, by_number = {_number(one) for one in stored}, {_number(one): one for one in said}
    fresh = [_system(one) for one in said if _number(one) not in known]
    made: list[JsonObject] = []
    for one in said:
        kind = _system(one)
        if kind in fresh:
            made.append(one)
        elif kind not in map(_system, made):
            made += [by_number.get(_number(other), other) for other in stored if _system(other) == kind]
    return made


def _more_numbers(stored: list[JsonObject], late: list[JsonObject]) -> list[JsonObject]:
    """The numbers with those of late news: valid ones of a new kind, and old ones that nobody has."""
    known, kinds = {_number(one) for one in stored}, [_system(one) for one in stored if not _is_old(one)]
    fresh = [one for one in late if _number(one) not in known]
    valid = [one for one in fresh if not _is_old(one) and _system(one) not in kinds]
    return numbers(stored, [*valid, *(one for one in fresh if _is_old(one))]) if fresh else stored


def _is_old(identifier: JsonObject) -> bool:
    return identifier.get("use") == "old"


def _number(identifier: JsonObject) -> object:
    return identifier.get("system"), identifier.get("value")


def _system(identifier: JsonObject) -> object:
    return identifier.get("system"), identifier.get("type", {}).get("coding", [{}])[0].get("code", "")


def _role(participant: JsonObject) -> object:
    return [coding.get("code") for kind in participant.get("type", []) for coding in kind.get("coding", [])]


def _whole(member: Any) -> object:
    return member


def _reference(member: JsonObject) -> object:
    return member.get("reference", member)


def _url(extension: JsonObject) -> object:
    return extension.get("url")


_Keys = dict[str, Callable[[Any], object]]
_ANY: _Keys = {"extension": _url}
"""Of one kind there is one. Identifiers are alike (`numbers`): a laboratory that knows the record number alone does not
take the resident ID away."""

_LISTS: Mapping[str, _Keys] = {
    "Patient": {"link": _whole},
    "Encounter": {"participant": _role},
    "DiagnosticReport": {"result": _reference, "specimen": _reference},
}


def _with_one_value(merged: JsonObject, new: JsonObject) -> None:
    """A value, its flags, or why there is none belong to one statement: nothing of the former stays beside the new."""
    has_value = "component" in new or any(_is_value(name) for name in new)
    if not has_value and "dataAbsentReason" not in new:
        return
    for name in [*merged]:
        if name not in new and (_is_value(name) or name in _OF_VALUE):
            del merged[name]


def _is_value(name: str) -> bool:
    return name.startswith("value") and name[5:6].isupper()


_OF_VALUE = frozenset({"component", "dataAbsentReason", "interpretation"})


def _delete(merged: JsonObject, name: str, new: JsonObject) -> None:
    if ":" in name:
        _delete_members(merged, name, new)
        return
    outer, _, inner = name.partition(".")
    if not inner:
        if name not in new:
            merged.pop(name, None)
        return
    if inner in new.get(outer, {}) or outer not in merged:
        return
    left = {part: value for part, value in merged[outer].items() if part != inner}
    if left:
        merged[outer] = left
    else:
        del merged[outer]


def _delete_members(merged: JsonObject, name: str, new: JsonObject) -> None:
    """Those of a list that have the role or url behind the colon, unless the message names one itself."""
    outer, _, which = name.partition(":")
    if any(_is_member(member, outer, which) for member in new.get(outer, ())):
        return
    left = with_members(merged, outer, without=which)
    merged.pop(outer, None)
    merged.update({outer: left[outer]} if outer in left else {})


def with_members(resource: JsonObject, name: str, *, without: str) -> JsonObject:
    """The resource with the members of a list that have another role or url; without the list when none has."""
    left = [member for member in resource.get(name, ()) if not _is_member(member, name, without)]
    others = {key: value for key, value in resource.items() if key != name}
    return {key: left if key == name else value for key, value in resource.items()} if left else others


def _is_member(member: JsonObject, name: str, which: str) -> bool:
    return which == member.get("url") if name == "extension" else _role(member) == [which]


def siblings(name: str, names: Iterable[str]) -> list[str]:
    """Other names that say the same: birthDate for `_birthDate`, deceasedDateTime for deceasedBoolean."""
    if name[0] == "_":
        return [name[1:]]
    return _other_choices(name, names) if name.startswith(_CHOICES) else []


def _other_choices(name: str, stored: Iterable[str]) -> list[str]:
    stem = next((stem for stem in _CHOICES if name.startswith(stem) and name[len(stem) :][:1].isupper()), "")
    if not stem:
        return []
    return [other for other in stored if other != name and other.startswith(stem) and other[len(stem) :][:1].isupper()]
