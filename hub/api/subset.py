"""`_summary` and `_elements`: part of a resource, marked as such. https://hl7.org/fhir/R4/search.html#summary.

Which elements are in a summary, and which are mandatory, says `summary_elements.json`, which was taken from the
element flags of HL7's definitions by way of fhir.resources R4B; a type that is not in it is sent whole.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from fhir_profiles.fhirpath.model import elements_of
from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from fhir_profiles.registry import RESOURCE_TYPES
from hub.api.http import Pairs
from hub.errors import BadSearchError
from hub.store.port import StoredResource

_TABLE: Final = Path(__file__).parent / "summary_elements.json"
_ALWAYS: Final = ("resourceType", "id", "meta")
_SUMMARIES: Final = frozenset({"true", "false", "text", "data", "count"})
SUBSETTED: Final = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


class Subset(NamedTuple):
    """What was asked for: the value of `_summary`, or the names of `_elements`."""

    summary: str = ""
    elements: tuple[str, ...] = ()

    @property
    def is_count(self) -> bool:
        """Whether the number alone is wanted."""
        return self.summary == "count"

    def render(self, found: StoredResource) -> bytes:
        """The JSON of a stored resource, with what was asked for; decimals keep their digits."""
        if not self.elements and self.summary in {"", "false", "count"}:
            return found.served()
        if self.elements and not self._elements_of(found.ref.type):
            return found.served()
        return dump(self.part_of(found.json()))

    def part_of(self, resource: JsonObject) -> JsonObject:
        """The part of a resource, with the tag SUBSETTED; the resource itself where nothing is left out."""
        kept = self._kept(str(resource.get("resourceType", "")))
        if kept is None:
            part = {name: value for name, value in resource.items() if name != "text"}
        else:
            part = {name: value for name, value in resource.items() if name.removeprefix("_") in kept}
        meta = resource.get("meta", {})
        tags = [tag for tag in meta.get("tag", []) if tag.get("code") != "SUBSETTED"]
        return part | {"meta": {**meta, "tag": [*tags, SUBSETTED]}}

    def _kept(self, resource_type: str) -> frozenset[str] | None:
        """Names of JSON members that stay; None for all but the narrative."""
        if self.summary == "data":
            return None
        known = _flags().get(resource_type)
        mandatory = known["mandatory"] if known is not None else ()
        if self.elements:
            own, wanted = elements_of(resource_type), self._elements_of(resource_type)
            named = [json_name for name in wanted if name in own for json_name, _ in own[name].names]
            return frozenset((*_ALWAYS, *mandatory, *wanted, *named))
        if self.summary == "text":
            return frozenset((*_ALWAYS, "text", *mandatory))
        if known is None:
            return frozenset(json_name for one in elements_of(resource_type).values() for json_name, _ in one.names)
        return frozenset((*_ALWAYS, *known["summary"], *mandatory))

    def _elements_of(self, resource_type: str) -> list[str]:
        """Names of `_elements` for this type: `Patient.name` says nothing of other types, `value[x]` is `value`."""
        found = []
        for name in self.elements:
            first, _, rest = name.partition(".")
            if first == resource_type or first not in RESOURCE_TYPES:
                found.append((rest if first == resource_type else name).partition(".")[0].removesuffix("[x]"))
        return found


WHOLE: Final = Subset()


def read_subset(query: Pairs) -> Subset:
    """`_summary` and `_elements` of a query. Raises BadSearchError for a value that there is not, or both."""
    summary: str = ""
    elements: tuple[str, ...] = ()
    for name, value in query:
        if name == "_summary" and value:
            if value not in _SUMMARIES:
                raise BadSearchError(f"_summary is {value[:20]!r}; expected one of {', '.join(sorted(_SUMMARIES))}.")
            summary = value
        elif name == "_elements":
            elements = (*elements, *(part.strip() for part in value.split(",") if part.strip()))
    if elements and summary not in {"", "false"}:
        raise BadSearchError("_summary and _elements stand together; expected one of them.")
    return Subset(summary, elements) if summary or elements else WHOLE


@cache
def _flags() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return found
