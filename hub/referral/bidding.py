"""Keeps a bid free of whoever it is about: free text is never in a bid (DESIGN D14, ruling 4.5).

A candidate that is one of several reads its Task in every version, so nothing that leads to the elder may ever have
stood in it. What the sender writes there goes to the ServiceRequest, which the one that is chosen then reads.
"""

from fhir_profiles.issue import JsonObject
from hub.errors import RuleError
from hub.referral.plan import Change, Item
from hub.referral.shape import add_note, set_extension

BID_FREE = (
    "for", "description", "note", "input", "encounter", "reasonCode", "reasonReference", "insurance",
    "relevantHistory", "identifier", "contained", "text", "basedOn", "groupIdentifier", "statusReason",
)  # fmt: skip
"""What a candidate's Task does not hold before one is selected, unless the candidate wrote it."""

_OWN_EXTENSIONS = "https://alliance-hub.example/fhir/StructureDefinition/"


def keep_free(old: JsonObject, new: JsonObject, request: Item, *, author: str, now: int) -> None:
    """Take out of a written Task what a bid does not hold; its words move to the ServiceRequest's notes."""
    before = {str(note.get("text", "")) for note in (*old.get("note", []), *request.resource.get("note", []))}
    words = [str(new.get("description", "")), *(str(note.get("text", "")) for note in new.get("note", []))]
    for name in BID_FREE:
        if name in old:
            new[name] = old[name]
        else:
            new.pop(name, None)
    for extension in [one for one in new.get("extension", []) if not str(one.get("url")).startswith(_OWN_EXTENSIONS)]:
        set_extension(new, str(extension.get("url")), None)
    for text in words:
        if text and text not in before:
            note_on_request(request, text, author=author, now=now)


def note_on_request(request: Item, text: str, *, author: str, now: int) -> None:
    """Keep the sender's words where no bidder reads them."""
    notes = request.resource.get("note", [])
    if text and not any(note.get("text") == text for note in notes):
        add_note(request.resource, text, author=author, now=now)
        request.dirty = True


def demand_free(change: Change) -> None:
    """A Task that was drafted for one receiver names the elder in its history. Raises RuleError when it is bid."""
    if change.is_bid and "for" in change.task.resource:
        raise RuleError(
            "该任务起草时只有一个接收方，已含老人信息，不能用于多家征询；请删除该草稿任务后与其他候选方一并新建。 "
            f"{change.task.ref} was drafted for one receiver and names the elder, so it cannot be one of several "
            "bids. Delete this draft Task and add the candidates again; a bid names nobody."
        )
