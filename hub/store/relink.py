"""Links between the entries of a transaction, in bytes and in values. https://hl7.org/fhir/R4/http.html#trules."""

import re
from collections.abc import Mapping
from typing import Final

from fhir_profiles.compiled.link_names import LINK_NAMES
from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from fhir_profiles.link_text import rewrite_references

_URN = re.compile(rb'"(urn:(?:uuid|oid):[^"]*)"')
_NAME = re.compile(rb'"([A-Za-z]+)"[ \t\n\r]*:[ \t\n\r]*\Z').search
_BEFORE: Final = 80
"""Longer than any name of an element that holds a link, with some space."""

_NAMES: Final = frozenset(name.encode() for name in LINK_NAMES)


class Relinker:
    """Replaces links as `rewrite_references` does; `links` maps each to what stands for it, as `Patient/0190…`.

    Mostly every link is a `urn:uuid:` and stands in a member of its own: those are found without a look at the rest.
    """

    def __init__(self, links: Mapping[str, str]) -> None:
        self._links = links
        self._of_bytes = {link.encode(): target.encode() for link, target in links.items()}
        self._are_urns = all(link.startswith(("urn:uuid:", "urn:oid:")) for link in links)

    def relinked(self, data: bytes, resource: JsonObject | None) -> tuple[bytes, JsonObject | None]:
        """The resource's bytes and values; both the same objects as before when nothing was replaced."""
        if not self._links:
            return data, resource
        if not self._are_urns or b"\\" in data or b"href" in data or b"src" in data:
            new = rewrite_references(data, self._links)
            return (data, resource) if new is data else (new, parse(new))
        pieces = self._pieces(data)
        if pieces is None:
            new = rewrite_references(data, self._links)
            return new, parse(new)
        if not pieces:
            return data, resource
        new = b"".join(pieces)
        values = self._values(resource, len(pieces) // 2) if resource is not None else None
        return new, values if values is not None else parse(new)

    def _pieces(self, data: bytes) -> list[bytes] | None:
        """The text in pieces, every second one a target; None when a link stands in an array, with no name before."""
        pieces: list[bytes] = []
        done = 0
        for found in _URN.finditer(data):
            target = self._of_bytes.get(found[1])
            if target is None:
                continue
            start = found.start()
            name = _NAME(data, max(0, start - _BEFORE), start)
            if name is None:
                return None
            if name[1] in _NAMES:
                pieces += (data[done : start + 1], target)
                done = found.end() - 1
        if pieces:
            pieces.append(data[done:])
        return pieces

    def _values(self, resource: JsonObject, count: int) -> JsonObject | None:
        """The values with their `count` links replaced; None when not all of them are References at the top."""
        links, made = self._links, resource.copy()
        for name, value in resource.items():
            if type(value) is dict and value.get("reference") in links:
                made[name] = value | {"reference": links[value["reference"]]}
                count -= 1
            elif type(value) is list:
                hits = [type(item) is dict and item.get("reference") in links for item in value]
                if True in hits:
                    made[name] = [
                        item | {"reference": links[item["reference"]]} if hit else item
                        for item, hit in zip(value, hits, strict=True)
                    ]
                    count -= sum(hits)
        return None if count else made
