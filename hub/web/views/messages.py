"""The message log: what came in, what became of it, and the quarantine with its replay."""

import json
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.conversion import codec_of
from hub.errors import NotFoundError
from hub.ingest.raw_view import raw_view
from hub.store.port import AuditEntry, Inbound
from hub.web.desks import MESSAGES
from hub.web.page import Form, Visitor, render, render_list

if TYPE_CHECKING:
    from hub.web.app import Pages

COUNT = 100
STATES = frozenset({"", "stored", "refused", "replayed"})


def add_routes(pages: "Pages") -> None:
    """`/console/messages`, one message, and its replay."""
    log = _Log(pages)
    pages.console("/console/messages", log.worklist, roles=MESSAGES)
    pages.console("/console/messages/{key}", log.message, roles=MESSAGES)
    pages.action("/console/messages/{key}/replay", log.replay, roles=MESSAGES)


class _Log:
    """The pages of the message log."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub

    async def worklist(self, request: Request, visitor: Visitor) -> Response:
        """Newest first, by state and text; `before` is the key of the last line of the page before."""
        asked = request.query_params
        state = asked.get("state", "") if asked.get("state", "") in STATES else ""
        text, before = asked.get("text", "").strip(), _number(asked.get("before", ""))
        rows = await self.hub.store.inbound_page(
            visibility=visitor.signed_in().visibility, state=state, text=text, before=before, count=COUNT
        )
        more = rows[-1].key if len(rows) == COUNT else 0
        page = {"rows": rows, "state": state, "text": text, "more": more}
        return render_list(
            request, visitor, "messages.html", versions=(f"{row.key} {row.state}" for row in rows), **page
        )

    async def message(self, request: Request, visitor: Visitor) -> Response:
        """One message, masked unless asked for and noted."""
        found = await self._find(request, visitor)
        shown = request.query_params.get("show") == "all"
        await self._note_look(visitor, found, shown=shown)
        return _message_page(request, visitor, found, shown=shown, answer="")

    async def replay(self, request: Request, visitor: Visitor, sent: Form) -> Response:
        """A refused message again, as it was or corrected; the answer stands on the page."""
        found = await self._find(request, visitor)
        corrected = _corrected(sent.text("corrected"), found)
        principal = visitor.signed_in()
        receipt = await self.hub.ingest.replay(
            found.key, visibility=principal.visibility, corrected=corrected, agent=principal.agent
        )
        after = await self.hub.store.inbound(found.key, visibility=principal.visibility)
        return _message_page(request, visitor, after or found, shown=False, answer=_lines(receipt.ack))

    async def _find(self, request: Request, visitor: Visitor) -> Inbound:
        found = await self.hub.store.inbound(
            _number(request.path_params["key"]), visibility=visitor.signed_in().visibility
        )
        if found is None:
            raise NotFoundError(visitor.words("message.unknown"))
        return found

    async def _note_look(self, visitor: Visitor, found: Inbound, *, shown: bool) -> None:
        principal = visitor.signed_in()
        await self.hub.store.audit(
            AuditEntry(
                at=self.hub.clock.now(),
                member=principal.member,
                agent=principal.agent,
                action="R",
                interaction="message-view",
                target=f"Inbound/{found.key}",
                purpose="HSYSADMIN",
                detail="raw" if shown else "masked",
            )
        )


def _message_page(request: Request, visitor: Visitor, found: Inbound, *, shown: bool, answer: str) -> Response:
    return render(
        request,
        visitor,
        "message.html",
        row=found,
        view=raw_view(found, masked=not shown),
        shown=shown,
        answer=answer,
        is_accepted=answer.startswith("MSH") and "\nMSA|AA" in answer,
        ack=_lines(found.ack),
        issues=json.loads(found.issues),
        residue=json.loads(found.residue),
        resources=json.loads(found.resources),
    )


def _corrected(text: str, found: Inbound) -> bytes | None:
    """The corrected message in the charset that the original came in; None for the original itself."""
    if not text:
        return None
    if found.adapter == "hl7v2":
        text = text.replace("\r\n", "\r").replace("\n", "\r").strip("\r ") + "\r"
    try:
        return text.encode(codec_of(found.charset) or "utf-8")
    except UnicodeEncodeError:
        return text.encode()


def _lines(ack: bytes) -> str:
    return ack.decode("utf-8", errors="replace").replace("\r", "\n").strip()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0
