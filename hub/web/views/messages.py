"""The message log: what came in, what became of it, and the quarantine with its replay."""

import json
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.errors import NotFoundError
from hub.ingest.raw_view import RawView, raw_view
from hub.store.port import AuditEntry, Inbound
from hub.web.page import Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages

ROLES = frozenset({"engineer", "manager", "coordinator"})


def add_routes(pages: "Pages") -> None:
    """`/console/messages`, one message, and its replay."""
    hub = pages.hub

    async def log(request: Request, visitor: Visitor) -> Response:
        state, text = request.query_params.get("state", ""), request.query_params.get("text", "").strip()
        visibility = visitor.signed_in().visibility
        rows = await hub.store.inbound_page(visibility=visibility, state=state, text=text, count=100)
        return render(request, visitor, "messages.html", rows=rows, state=state, text=text)

    async def message(request: Request, visitor: Visitor) -> Response:
        found = await _find(request, visitor)
        shown = request.query_params.get("show") == "all"
        await _note_look(visitor, found, shown=shown)
        return _message_page(request, visitor, found, shown=shown, answer="")

    async def replay(request: Request, visitor: Visitor) -> Response:
        found = await _find(request, visitor)
        form = await request.form()
        corrected = str(form.get("corrected", "")).replace("\r\n", "\r").replace("\n", "\r").strip("\r ")
        receipt = await hub.ingest.replay(
            found.key, visibility=visitor.signed_in().visibility, corrected=corrected.encode() or None
        )
        answer = receipt.ack.decode("utf-8", errors="replace").replace("\r", "\n")
        return _message_page(request, visitor, found, shown=False, answer=answer)

    async def _find(request: Request, visitor: Visitor) -> Inbound:
        key = request.path_params["key"]
        number = int(key) if key.isdecimal() and len(key) < 19 else 0
        found = await hub.store.inbound(number, visibility=visitor.signed_in().visibility)
        if found is None:
            raise NotFoundError("No message with this number is known to this member. Look it up in the message log.")
        return found

    async def _note_look(visitor: Visitor, found: Inbound, *, shown: bool) -> None:
        principal = visitor.signed_in()
        await hub.store.audit(
            AuditEntry(
                at=hub.clock.now(),
                member=principal.member,
                agent=principal.agent,
                action="R",
                interaction="message-view",
                target=f"Inbound/{found.key}",
                purpose="HSYSADMIN",
                detail="raw" if shown else "masked",
            )
        )

    pages.console("/console/messages", log, roles=ROLES)
    pages.console("/console/messages/{key}", message, roles=ROLES)
    pages.console("/console/messages/{key}/replay", replay, methods=("POST",), roles=ROLES)


def _message_page(request: Request, visitor: Visitor, found: Inbound, *, shown: bool, answer: str) -> Response:
    view: RawView = raw_view(found, masked=not shown)
    return render(
        request,
        visitor,
        "message.html",
        row=found,
        view=view,
        shown=shown,
        answer=answer,
        ack=found.ack.decode("utf-8", errors="replace").replace("\r", "\n"),
        issues=json.loads(found.issues),
        residue=json.loads(found.residue),
        resources=json.loads(found.resources),
    )
