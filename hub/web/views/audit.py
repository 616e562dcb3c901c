"""Who looked at what: the accesses that this member made, and those to its patients by others."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.web.desks import AUDIT
from hub.web.page import Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages

PAGE = 100
_PAGES_SEARCHED = 10


def add_routes(pages: "Pages") -> None:
    """`/console/audit`."""
    hub = pages.hub

    async def trail(request: Request, visitor: Visitor) -> Response:
        """A page of accesses. The outcome is chosen here, so a page of it may come of several of the store's."""
        asked = request.query_params
        patient = asked.get("patient", "").strip().removeprefix("Patient/")
        before = int(text) if (text := asked.get("before", "")).isdecimal() and len(text) < 19 else 0
        only = asked.get("outcome", "")
        rows, more = [], True
        for _ in range(_PAGES_SEARCHED):
            found = await hub.store.audit_page(
                visibility=visitor.signed_in().visibility, patient=patient, before=before, count=PAGE
            )
            rows += [row for row in found if not only or (row.outcome == 0) == (only == "0")]
            more = len(found) == PAGE
            before = found[-1].key if found else 0
            if not more or len(rows) >= PAGE:
                break
        members = {member.number: member.code for member in hub.admin.members()}
        return render(
            request,
            visitor,
            "audit.html",
            rows=rows,
            patient=patient,
            outcome=only,
            members=members,
            before=before if more else 0,
        )

    pages.console("/console/audit", trail, roles=AUDIT)
