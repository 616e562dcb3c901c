"""The condition of the transfer document's receipt: it is said of the bytes that were issued last, and once."""

from hub.referral.receipt import names_it
from hub.referral.refusals import rule
from hub.referral.situation import Refusal, Situation
from hub.referral.transitions import Guard


def document(situation: Situation) -> Refusal | None:
    """A document was issued, is still shown, is awaited, and is the one that the caller has."""
    if situation.document_state == "none":
        return rule(
            Guard.DOCUMENT,
            "平台未发出交接资料，无可签收；纸质或电话交接请在备注中写明。",
            "The hub has issued no transfer document, so there is none to confirm; note a handover on paper or by "
            "phone in `note` of another event.",
        )
    if situation.document_state == "withdrawn":
        return rule(
            Guard.DOCUMENT,
            "签收前同意已撤回，平台不再提供该资料；请以纸质或电话交接。",
            "Consent was withdrawn before anybody received it, so the hub shows it no more; hand over on paper or by "
            "phone.",
        )
    if situation.document_state == "received":
        return Refusal(
            "conflict", Guard.DOCUMENT, "该交接资料已签收。", "This transfer document has been confirmed already."
        )
    given = situation.details.digest
    if not given and situation.on_behalf:
        return None
    if not given:
        return rule(
            Guard.DOCUMENT,
            "请填写所收资料的摘要或校验码(digest)。",
            "Send `digest`: the SHA-256 of the document that you have, or the verification code on its pages.",
        )
    if names_it(given, situation.document):
        return None
    return Refusal(
        "conflict",
        Guard.DOCUMENT,
        "所签收的不是最新一份交接资料：资料已重发或内容不符，请重新获取。",
        "That is not the transfer document which was issued last: it was issued again, or the bytes differ. Fetch it "
        "again and confirm what you then have.",
    )
