"""What two conversions say of the same things, fact by fact: for round trips."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.outbound.render import Rendering, render
from adapters.hl7v2.outbound.target import Target
from adapters.port import Conversion, Source

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
    """Facts of the first conversion that neither stand in the message nor are listed as unsaid."""
    [after] = convert(rendering.data)
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
        for path, value in set(facts(entry.resource)) - known.get(entry.full_url, set()):
            place = f"{here}{path}"
            if not any(place == told or place.startswith((f"{told}.", f"{told}[")) for told in unsaid):
                missing.append(f"{place} = {value}")
    return sorted(missing)


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
