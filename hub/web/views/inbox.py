"""The nursing home's inbox: who is coming, and the transfer bundle as a sheet that a nurse reads and prints."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.errors import InvalidResourceError
from hub.transfer.sheet import transfer_sheet
from hub.transfer.verify import verify_bundle
from hub.web.looks import note_look
from hub.web.page import Visitor, render
from hub.web.views.referrals import referral_rows

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/inbox`, a transfer sheet, and its signed file."""
    hub = pages.hub

    async def inbox(request: Request, visitor: Visitor) -> Response:
        rows = await referral_rows(pages, visitor, side="in", when="all")
        rows.sort(key=lambda row: row.task.get("priority") != "stat")
        await note_look(hub, visitor, page="inbox")
        return render(request, visitor, "inbox.html", rows=rows)

    async def sheet(request: Request, visitor: Visitor) -> Response:
        identifier = request.path_params["request"]
        data = await hub.workflow.transfer_bundle(identifier, visitor.signed_in())
        await note_look(hub, visitor, page="transfer-sheet", target=f"ServiceRequest/{identifier}")
        trusted = [hub.keys.public_jwk(f"member-{member.code}") for member in hub.admin.members()]
        try:
            verdict = verify_bundle(data, trusted=trusted)
        except InvalidResourceError as err:
            return render(request, visitor, "transfer.html", sheet=None, problem=err.text, request_id=identifier)
        shown = transfer_sheet(verdict.bundle, verdict)
        return render(request, visitor, "transfer.html", sheet=shown, problem="", request_id=identifier)

    async def signed_file(request: Request, visitor: Visitor) -> Response:
        identifier = request.path_params["request"]
        data = await hub.workflow.transfer_bundle(identifier, visitor.signed_in())
        await note_look(hub, visitor, page="transfer-file", target=f"ServiceRequest/{identifier}")
        name = f"transfer-{identifier}.json"
        return Response(
            data,
            media_type="application/fhir+json",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
        )

    pages.console("/console/inbox", inbox)
    pages.console("/console/transfers/{request}", sheet)
    pages.console("/console/transfers/{request}/signed.json", signed_file)
