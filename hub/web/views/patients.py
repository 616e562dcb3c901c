"""The elder's record: find a person, read the timeline across the members."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.record.everything import everything
from hub.record.timeline import timeline
from hub.store.search.parse import parse_query
from hub.web.elder import elder_of
from hub.web.looks import note_look
from hub.web.page import Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/patients` and one record."""
    hub = pages.hub

    async def search(request: Request, visitor: Visitor) -> Response:
        text = request.query_params.get("text", "").strip()
        name = "identifier" if any(sign.isdigit() for sign in text) else "name"
        pairs = [("_count", "30"), *([(name, text)] if text else [])]
        page = await hub.store.search(
            parse_query("Patient", pairs, strict=True), visibility=visitor.signed_in().visibility
        )
        members = {member.number: member.code for member in hub.admin.members()}
        await note_look(hub, visitor, page="patients")
        rows = [(elder_of(item.json()), members.get(item.custodian, "")) for item in page.resources]
        return render(request, visitor, "patients.html", rows=rows, text=text)

    async def record(request: Request, visitor: Visitor) -> Response:
        patient = request.path_params["patient"]
        found = await everything(hub.store, patient, visibility=visitor.signed_in().visibility)
        await note_look(hub, visitor, page="patient", target=f"Patient/{patient}", patient=patient)
        members = {member.number: member.name for member in hub.admin.members()}
        resources = [item.json() for item in found]
        sources = {str(item.ref): members.get(item.custodian, "") for item in found}
        elder = elder_of(next(item for item in resources if item["id"] == patient))
        return render(request, visitor, "patient.html", elder=elder, lines=timeline(resources)[:300], sources=sources)

    pages.console("/console/patients", search)
    pages.console("/console/patients/{patient}", record)
