"""Decides past referrals again, by a catalogue that is not in force yet (`hub catalogue dry-run`).

Both versions look at the same facts, as of the day of the referral, so that a difference comes from the catalogue
alone. Nothing is written, and nothing but ids comes out.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

from fhir_profiles.issue import JsonObject
from hub.errors import RuleError
from hub.referral.catalogues import Catalogues
from hub.referral.evaluation import CatalogueAssessor
from hub.referral.gather import GUARD, tasks_of
from hub.referral.intake import text_to_micros
from hub.referral.proposal import is_proposal
from hub.referral.shape import direction_of, organization_code, patient_of
from hub.referral.states import DIRECTION_SYSTEM, Direction
from hub.store.admin import AdminStore
from hub.store.port import Engine, StoredResource, Visibility
from hub.store.search.parse import parse_query
from terminology.catalogue import Catalogue

PAGE = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """One candidate of one referral that the new version answers otherwise: results before and after."""

    request: str
    receiver: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How many decisions were taken again, and which change. `skipped` had no catalogue in force at their time."""

    decided: int
    changed: tuple[Changed, ...]
    skipped: int = 0


class _Only(Catalogues):
    """One version, whatever the day."""

    def __init__(self, admin: AdminStore, catalogue: Catalogue) -> None:
        super().__init__(admin)
        self._one = replace(catalogue, effective_from=date.min, effective_to=date.max)

    def in_force(self, at: int) -> Catalogue:  # noqa: ARG002  the same at every time
        """The one version."""
        return self._one


async def rehearse(store: Engine, admin: AdminStore, *, new: Catalogue) -> Rehearsal:
    """Take every decision of the installation again, by the version in force then and by the new one."""
    by_old = CatalogueAssessor(store, admin, Catalogues(admin))
    by_new = CatalogueAssessor(store, admin, _Only(admin, new))
    decided, skipped, changed = 0, 0, []
    async for stored in _referrals(store):
        request = stored.json()
        for task in await tasks_of(store, stored.ref):
            receiver = organization_code(task.json().get("owner"))
            try:
                before = await _decide(by_old, admin, stored, request, receiver)
            except RuleError:
                skipped += 1
                continue
            after = await _decide(by_new, admin, stored, request, receiver)
            decided += 1
            if before != after:
                changed.append(Changed(stored.ref.id, receiver, before, after))
    return Rehearsal(decided, tuple(changed), skipped)


async def _referrals(store: Engine) -> AsyncIterator[StoredResource]:
    cursor = ""
    while True:
        pairs = [("category", f"{DIRECTION_SYSTEM}|"), ("_count", str(PAGE))]
        query = parse_query("ServiceRequest", [*pairs, ("_cursor", cursor)] if cursor else pairs, strict=True)
        page = await store.search(query, visibility=GUARD)
        for stored in page.resources:
            if not is_proposal(stored.json()):
                yield stored
        cursor = page.cursor
        if not cursor:
            return


async def _decide(
    assessor: CatalogueAssessor, admin: AdminStore, stored: StoredResource, request: JsonObject, receiver: str
) -> str:
    authored = str(request.get("authoredOn", ""))
    at = text_to_micros(authored) if authored else stored.updated
    based_on = request.get("basedOn")
    direction = direction_of(request) or Direction.DOWN
    decision = await assessor.evaluate(
        direction=direction,
        priority=str(request.get("priority", "routine")),
        patient=patient_of(request),
        receiver=admin.member(receiver),
        visibility=Visibility(member=stored.custodian),
        at=at,
        returning=bool(based_on) and direction is Direction.INTO_HOME,
    )
    return decision.overall
