"""ServiceRequest/{id}/$transfer-sheet: the transfer document as a sheet to print, in PDF."""

from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.errors import InvalidResourceError
from hub.transfer.paper import html_to_pdf, sheet_html
from hub.transfer.sheet import transfer_sheet
from hub.transfer.verify import verification_code, verify_bundle


async def run(call: OperationCall) -> OperationAnswer:
    """The PDF. Raises MissingPackageError (501) when this machine cannot make one."""
    hub = call.hub
    data = await hub.workflow.transfer_bundle(call.id, call.principal)
    members = {member.code: member.name for member in hub.admin.members()}
    verdict = verify_bundle(data, trusted=[hub.keys.public_jwk(f"member-{code}") for code in members])
    if verdict.trust != "trusted":
        raise InvalidResourceError("The file is signed by a key that is no member's; it is not printed.")
    html = sheet_html(
        transfer_sheet(verdict.bundle, verdict),
        code=verification_code(data),
        signer=members.get(verdict.member, verdict.member),
        problem="",
        printed=hub.clock.now(),
        by=members.get(call.principal.member_code, call.principal.member_code),
        font=hub.settings.pdf_font,
    )
    body = await hub.offload.run(html_to_pdf, html)
    return OperationAnswer(body=body, content_type="application/pdf", audit_target=f"ServiceRequest/{call.id}")


OPERATION = Operation(
    name="transfer-sheet",
    levels=frozenset({"instance"}),
    types=frozenset({"ServiceRequest"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
