"""The nursing home's inbox: who is coming, and the transfer bundle as a sheet that a nurse reads and prints."""

import hashlib
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import JsonTextError, parse
from hub.errors import HubError, InvalidResourceError, NotFoundError
from hub.i18n import words
from hub.referral.receipt import document_of
from hub.store.port import Ref
from hub.store.search.parse import parse_query
from hub.transfer.arrangement import ALLERGIES, MEDICINES, WISHES, allergens, is_silent, printed_sections
from hub.transfer.paper import html_to_pdf, sheet_html
from hub.transfer.sheet import transfer_sheet
from hub.transfer.verify import Verdict, verification_code, verify_bundle
from hub.web.desks import REFERRALS
from hub.web.looks import note_look
from hub.web.page import Visitor, render, render_list
from hub.web.views.referrals import Row, referral_rows, rows_of

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/inbox`, a transfer sheet, and its signed file."""
    inbox = _Inbox(pages)
    pages.console("/console/inbox", inbox.coming, roles=REFERRALS)
    pages.console("/console/transfers/{request}", inbox.sheet, roles=REFERRALS)
    pages.console("/console/transfers/{request}/signed.json", inbox.signed_file, roles=REFERRALS)
    pages.console("/console/transfers/{request}/sheet.pdf", inbox.paper, roles=REFERRALS)


class _Inbox:
    """The pages of the inbox."""

    def __init__(self, pages: "Pages") -> None:
        self.pages = pages
        self.hub = pages.hub

    async def coming(self, request: Request, visitor: Visitor) -> Response:
        """Who is coming or has come, stat calls first; then the sheets of those who came before."""
        rows = await referral_rows(self.pages, visitor, side="in", when="open")
        rows.sort(key=lambda row: row.priority != "stat")
        done = await referral_rows(self.pages, visitor, side="in", when="done")
        earlier = [row for row in done if row.has_bundle]
        if "since" not in request.query_params:
            await note_look(self.hub, visitor, page="inbox")
        return render_list(
            request,
            visitor,
            "inbox.html",
            versions=(row.version for row in [*rows, *earlier]),
            rows=rows,
            earlier=earlier,
        )

    async def sheet(self, request: Request, visitor: Visitor) -> Response:
        """The page of the signed document; a broken signature stands on top of it, in words."""
        identifier = request.path_params["request"]
        data = await self._bundle(identifier, visitor)
        await note_look(self.hub, visitor, page="transfer-sheet", target=f"ServiceRequest/{identifier}")
        verdict, problem = self._verdict(data)
        bundle = verdict.bundle if verdict else _readable(data)
        sheet = transfer_sheet(bundle, verdict) if bundle else None
        members = {member.code: member.name for member in self.hub.admin.members()}
        return render(
            request,
            visitor,
            "transfer.html",
            sheet=sheet,
            sections=printed_sections(sheet.sections) if sheet else (),
            silent=[section.title for section in sheet.sections if is_silent(section)] if sheet else [],
            alerts=allergens(sheet.sections) if sheet else (),
            verdict=verdict,
            problem=problem,
            signer=members.get(verdict.member, verdict.member) if verdict else "",
            request_id=identifier,
            printed=self.hub.clock.now(),
            code=verification_code(data),
            medicines=MEDICINES,
            allergies=ALLERGIES,
            wishes=WISHES,
            receipt=await self._receipt(identifier, visitor),
            digest=hashlib.sha256(data).hexdigest(),
            names=members,
            paper=words("zh_Hans"),  # the document's own language, whatever the reader's is
        )

    async def _receipt(self, identifier: str, visitor: Visitor) -> Row | None:
        """The line of the Task that names the newest document of a referral, as far as the visitor sees it."""
        found = await self.hub.store.search(
            parse_query("Task", [("focus", f"ServiceRequest/{identifier}"), ("_count", "20")], strict=True),
            visibility=visitor.signed_in().visibility,
        )
        issued = [(document.issued, task) for task in found.resources if (document := document_of(task.json()))]
        latest = [task for _, task in sorted(issued, key=lambda one: one[0])][-1:]
        return next(iter(await rows_of(self.pages, visitor, latest)), None)

    async def signed_file(self, request: Request, visitor: Visitor) -> Response:
        """The signed bytes, as they were delivered."""
        identifier = request.path_params["request"]
        data = await self._bundle(identifier, visitor)
        await note_look(self.hub, visitor, page="transfer-file", target=f"ServiceRequest/{identifier}")
        disposition = f'attachment; filename="transfer-{identifier}.json"'
        return Response(data, media_type="application/fhir+json", headers={"Content-Disposition": disposition})

    async def paper(self, request: Request, visitor: Visitor) -> Response:
        """The sheet as PDF; a broken signature stands on top of it too. 501 where this machine cannot make one."""
        identifier = request.path_params["request"]
        data = await self._bundle(identifier, visitor)
        await note_look(self.hub, visitor, page="transfer-paper", target=f"ServiceRequest/{identifier}")
        verdict, problem = self._verdict(data)
        bundle = verdict.bundle if verdict else _readable(data)
        if bundle is None:
            raise NotFoundError(visitor.words("referral.unknown"))
        trusted = verdict is not None and verdict.trust == "trusted"
        members = {member.code: member.name for member in self.hub.admin.members()}
        html = sheet_html(
            transfer_sheet(bundle, verdict),
            code=verification_code(data),
            signer=members.get(verdict.member, verdict.member) if verdict and trusted else "",
            problem=problem,
            printed=self.hub.clock.now(),
            by=f"{visitor.signed_in().display} {visitor.member_name}",
            font=self.hub.settings.pdf_font,
        )
        body = await self.hub.offload.run(html_to_pdf, html)
        disposition = f'inline; filename="transfer-{identifier}.pdf"'
        return Response(body, media_type="application/pdf", headers={"Content-Disposition": disposition})

    async def _bundle(self, identifier: str, visitor: Visitor) -> bytes:
        stored = await self.hub.store.read(Ref("ServiceRequest", identifier), visibility=visitor.signed_in().visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(visitor.words("referral.unknown"))
        return await self.hub.workflow.transfer_bundle(identifier, visitor.signed_in())

    def _verdict(self, data: bytes) -> tuple[Verdict | None, str]:
        trusted = [self.hub.keys.public_jwk(f"member-{member.code}") for member in self.hub.admin.members()]
        try:
            return verify_bundle(data, trusted=trusted), ""
        except InvalidResourceError as err:
            return None, err.text


def _readable(data: bytes) -> JsonObject | None:
    """The document of a file whose signature is bad, when it can be read at all."""
    try:
        bundle = parse(data)
    except (JsonTextError, HubError):
        return None
    return bundle if bundle.get("resourceType") == "Bundle" else None
