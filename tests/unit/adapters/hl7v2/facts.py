"""What two conversions say of the same things, fact by fact: for round trips."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.context import DERIVED_SYSTEM
from adapters.hl7v2.outbound.render import Rendering, render
from adapters.hl7v2.outbound.target import Target
from adapters.port import Conversion, Entry, Source

TIME = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z)")
_FIRST_OF_ITS_KIND = frozenset({"Provenance"})


def convert(data: bytes) -> list[Conversion]:
    """The conversions of the institution H1's input."""
    return list(ADAPTER.convert(data, source=Source(name="H1")))


def render_for_h1(
    conversion: Conversion, message: str = "", *, version: str = "2.5.1", charset: str = "UNICODE UTF-8"
) -> Rendering:
    """The message of a conversion's resources, for the institution that had sent them."""
    target = Target(name="H1", version=version, charset=charset)
    return render(
        conversion.bundle(), message=message or conversion.event, target=target, control_id="OUT-1", time=TIME
    )


def lost(before: Conversion, rendering: Rendering) -> list[str]:
    """Facts of the first conversion that neither stand in the message nor are listed as unsaid.

    A thing without a number of its own has an identity that the reader derives from how its times were written; it is
    found again by what is said of it.
    """
    [after] = convert(rendering.data)
    same = _counterparts(before.entries, after.entries)
    known = {entry.full_url: set(facts(entry.resource)) for entry in after.entries}
    unsaid = [issue.expression for issue in rendering.unsaid]
    missing = []
    counts: dict[str, int] = {}
    for entry in before.entries:
        kind = entry.resource["resourceType"]
        number = counts[kind] = counts.get(kind, -1) + 1
        if kind in _FIRST_OF_ITS_KIND:
            continue
        here = f"{kind}[{number}]"
        there = known.get(same.get(entry.full_url, ""), set())
        for path, value in facts(entry.resource):
            place = f"{here}{path}"
            is_told = any(place == told or place.startswith((f"{told}.", f"{told}[")) for told in unsaid)
            if (path, same.get(value, value)) not in there and not is_told and not _is_derived(path, entry.resource):
                missing.append(f"{place} = {value}")
    return sorted(missing)


def _counterparts(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> dict[str, str]:
    """From each fullUrl to that of the same thing in the second conversion."""
    urls = {entry.full_url for entry in after}
    same = {entry.full_url: entry.full_url for entry in before if entry.full_url in urls}
    free = [entry for entry in after if entry.full_url not in same]
    for entry in before:
        alike = [one for one in free if one.resource["resourceType"] == entry.resource["resourceType"]]
        if entry.full_url not in same and alike:
            own = set(facts(entry.resource))
            best = max(alike, key=lambda one: len(own & set(facts(one.resource))))
            same[entry.full_url] = best.full_url
            free.remove(best)
    return same


def _is_derived(path: str, resource: dict[str, Any]) -> bool:
    """Whether a fact belongs to an identifier that the reader made."""
    found = re.match(r"\.identifier(?:\[(\d+)\])?\.", path)
    if found is None:
        return False
    identifiers = resource["identifier"]
    one = identifiers[int(found[1])] if found[1] else identifiers
    return bool(one.get("system") == DERIVED_SYSTEM)


def facts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, value) of every leaf; a moment is told in UTC."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from facts(item, f"{path}.{name}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from facts(item, f"{path}[{at}]")
    else:
        text = str(value)
        if isinstance(value, str) and _MOMENT.fullmatch(text):
            text = datetime.fromisoformat(text).astimezone(UTC).isoformat()
        yield path, text
