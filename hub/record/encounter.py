"""All that a caller may see of one Encounter. https://hl7.org/fhir/R4/encounter-operation-everything.html."""

from collections.abc import Sequence
from typing import Final

from fhir_profiles.accessors import index_values
from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.errors import NotFoundError, TooCostlyError
from hub.record.everything import LIMIT, PAGE
from hub.store.port import Ref, Store, StoredResource, Visibility
from hub.store.search.parse import parse_query

_LEADS: Final = ("encounter", "context")
ALONG: Final = frozenset({"Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "EpisodeOfCare"})
"""What the Encounter names comes along: who, where, and within which episode."""

ENCOUNTER_TYPES: Final[tuple[str, ...]] = tuple(
    name
    for name in sorted(RESOURCE_TYPES - {"Encounter", "AuditEvent"})
    if any("Encounter" in search_parameters(name)[lead].targets for lead in _LEADS if lead in search_parameters(name))
)
"""Types of which resources belong to an Encounter. https://hl7.org/fhir/R4/compartmentdefinition-encounter.html."""


async def encounter_everything(
    store: Store, encounter: str, *, visibility: Visibility, types: Sequence[str]
) -> tuple[StoredResource, ...]:
    """The Encounter, what it names, and what belongs to it.

    Raises NotFoundError when it is unknown or not visible, TooCostlyError past `LIMIT` resources.
    """
    ref = Ref("Encounter", encounter)
    own = await store.read(ref, visibility=visibility)
    if own is None or own.deleted:
        raise NotFoundError(f"{ref} is not known to this member.")
    found: dict[Ref, StoredResource] = {ref: own}
    named = [Ref(kind, target) for _, kind, target, _ in index_values(own.json()).references if kind in ALONG]
    along = await store.read_many([one for one in named if one.type in types], visibility=visibility)
    found.update(along)
    for resource_type in types:
        for lead in _LEADS if resource_type in ENCOUNTER_TYPES else ():
            if lead in search_parameters(resource_type):
                await _collect(found, store, resource_type, lead, encounter, visibility)
                break
    return tuple(found.values())


async def _collect(
    found: dict[Ref, StoredResource],
    store: Store,
    resource_type: str,
    lead: str,
    encounter: str,
    visibility: Visibility,
) -> None:
    cursor = ""
    while True:
        pairs = [(lead, f"Encounter/{encounter}"), ("_count", str(PAGE))]
        query = parse_query(resource_type, [*pairs, ("_cursor", cursor)] if cursor else pairs, strict=True)
        page = await store.search(query, visibility=visibility)
        found.update((resource.ref, resource) for resource in page.resources)
        if len(found) > LIMIT:
            raise TooCostlyError(f"The Encounter has more than {LIMIT} resources; ask for single types with _type.")
        cursor = page.cursor
        if not cursor:
            return
