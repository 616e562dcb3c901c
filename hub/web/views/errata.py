"""Errata of the catalogue: which cells were corrected, and which of this institution's referrals rested on them.

The page shows what `$catalogue-errata` answers, with the names of elders and institutions that the reader may see.
Nothing is decided anew here: a person looks at each referral again. docs/catalogue.md.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.clock import micros_to_instant
from hub.referral.erratum import Affected, Correction, corrections, impact
from hub.store.search.parse import parse_query
from hub.web.desks import APPROVERS
from hub.web.looks import note_look
from hub.web.page import Visitor, render
from hub.web.views.referrals import Row, rows_of

if TYPE_CHECKING:
    from hub.web.app import Pages

MOST = 50
"""Referrals of one erratum that are listed, the open ones first; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A referral that an erratum touches: what was decided then, by which rules, and its lines of the desk."""

    affected: Affected
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One erratum on the page. `more` are referrals beyond those that are listed."""

    correction: Correction
    begins: str
    touched: tuple[Touched, ...]
    still_open: int
    more: int


def add_routes(pages: "Pages") -> None:
    """`/console/errata`."""
    hub = pages.hub

    async def errata(request: Request, visitor: Visitor) -> Response:
        """Every published erratum, the newest first."""
        await note_look(hub, visitor, page="errata")
        published = [one for one in hub.admin.catalogue_versions() if one.status == "published"]
        begins = {one.version: one.effective_from for one in published}
        found = await hub.offload.run(corrections, [(one.version, one.content) for one in published])
        newest = sorted(found, key=lambda one: begins[one.version], reverse=True)
        told = [await _told(pages, visitor, one, begins=begins[one.version]) for one in newest]
        return render(request, visitor, "errata.html", errata=told)

    pages.console("/console/errata", errata, roles=APPROVERS)


async def _told(pages: "Pages", visitor: Visitor, correction: Correction, *, begins: int) -> Told:
    eyes = visitor.signed_in().visibility
    found = impact(pages.hub.store, version=correction.corrects, rules=correction.rules, visibility=eyes)
    hit = sorted([affected async for affected in found], key=lambda affected: not affected.is_open)
    listed = hit[:MOST]
    lines = await _lines(pages, visitor, [affected.request for affected in listed])
    return Told(
        correction=correction,
        begins=micros_to_instant(begins),
        touched=tuple(Touched(affected, tuple(lines.get(affected.request, ()))) for affected in listed),
        still_open=sum(affected.is_open for affected in hit),
        more=len(hit) - len(listed),
    )


async def _lines(pages: "Pages", visitor: Visitor, requests: list[str]) -> dict[str, list[Row]]:
    """The candidates' Tasks of these referrals that the visitor sees, by referral."""
    if not requests:
        return {}
    focus = ",".join(f"ServiceRequest/{one}" for one in requests)
    page = await pages.hub.store.search(
        parse_query("Task", [("focus", focus), ("_count", "200")], strict=True),
        visibility=visitor.signed_in().visibility,
    )
    found: dict[str, list[Row]] = {}
    for row in await rows_of(pages, visitor, page.resources):
        found.setdefault(row.request, []).append(row)
    return found
