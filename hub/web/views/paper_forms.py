"""The pack of numbered paper forms for the time when hub or network is down."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.errors import BadRequestError, NotFoundError
from hub.transfer.blank_forms import MOST, Pack, blank_forms_html, paper_numbers
from hub.transfer.paper import html_to_pdf
from hub.web.desks import REFERRALS
from hub.web.looks import note_look
from hub.web.page import Visitor, local_time

if TYPE_CHECKING:
    from hub.web.app import Pages

USUAL = "10"


def add_routes(pages: "Pages") -> None:
    """`/console/forms.pdf`."""
    forms = _Forms(pages)
    pages.console("/console/forms.pdf", forms.pack, roles=REFERRALS)


class _Forms:
    """Prints packs."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub

    async def pack(self, request: Request, visitor: Visitor) -> Response:
        """`count` forms (10 when not said) with numbers that no other pack has. 501 where PDF cannot be made."""
        count = request.query_params.get("count", USUAL)
        if not count.isdecimal() or not 0 < int(count) <= MOST:
            raise BadRequestError(f"一次可打印1至{MOST}张。 Ask for 1 to {MOST} forms (count).")
        member = self.hub.admin.member(visitor.signed_in().member)
        if member is None:
            raise NotFoundError(visitor.words("bed_map.no_member"))
        printed = local_time(self.hub.clock.now())
        others = tuple(each for each in self.hub.admin.members() if each.number != member.number)
        numbers = paper_numbers(member.code, int(count), day=printed[:10].replace("-", ""))
        await note_look(self.hub, visitor, page="paper-forms")
        html = blank_forms_html(Pack(member, others, numbers, printed), font=self.hub.settings.pdf_font)
        body = await self.hub.offload.run(html_to_pdf, html)
        headers = {"Content-Disposition": 'inline; filename="forms.pdf"', "Cache-Control": "no-store"}
        return Response(body, media_type="application/pdf", headers=headers)
