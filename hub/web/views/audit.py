"""Who looked at what: the accesses that this member made, and those to its patients by others."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.web.page import Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages

ROLES = frozenset({"auditor", "manager"})


def add_routes(pages: "Pages") -> None:
    """`/console/audit`."""
    hub = pages.hub

    async def trail(request: Request, visitor: Visitor) -> Response:
        patient = request.query_params.get("patient", "").strip().removeprefix("Patient/")
        rows = await hub.store.audit_page(visibility=visitor.signed_in().visibility, patient=patient, count=200)
        only = request.query_params.get("outcome", "")
        shown = [row for row in rows if not only or str(row.outcome) == only]
        members = {member.number: member.code for member in hub.admin.members()}
        return render(request, visitor, "audit.html", rows=shown, patient=patient, outcome=only, members=members)

    pages.console("/console/audit", trail, roles=ROLES)
