"""A document Bundle as a DocumentReference: the words for people, the bytes with their signature for systems."""

import base64
import html
import re

from fhir_profiles.issue import JsonObject

_TAG = re.compile(r"<(?:br|/p|/tr|/li|/h\d|/div)[^>]*>")
_CELL = re.compile(r"</t[dh]>")
_ANY_TAG = re.compile(r"<[^>]+>")
_BLANK = re.compile(r"\n\s*\n+")


def document_to_entries(document: JsonObject, payload: bytes) -> list[JsonObject]:
    """The entries of the document with a DocumentReference that holds it whole; `payload` is its bytes."""
    entries: list[JsonObject] = list(document.get("entry", ()))
    composition: JsonObject = next(
        (one["resource"] for one in entries if one["resource"]["resourceType"] == "Composition"), {}
    )
    text = composition_to_text(composition)
    held: JsonObject = {
        "resourceType": "DocumentReference",
        "masterIdentifier": document.get("identifier") or {"value": str(document.get("id", ""))},
        "status": "current",
        "docStatus": composition.get("status", "final"),
        "content": [
            {"attachment": {"contentType": "text/plain; charset=utf-8", "data": _base64(text.encode())}},
            {"attachment": {"contentType": "application/fhir+json", "data": _base64(payload)}},
        ],
    }
    for name, at in (("type", "type"), ("subject", "subject"), ("date", "date"), ("description", "title")):
        if composition.get(at):
            held[name] = composition[at]
    subject = str((composition.get("subject") or {}).get("reference", ""))
    people = {"Patient", "Practitioner", "PractitionerRole", "Organization"}
    kept = [one for one in entries if one["resource"]["resourceType"] in people]
    patients = [one for one in kept if one["resource"]["resourceType"] == "Patient"]
    if len(patients) > 1:
        kept = [one for one in kept if one not in patients or f"/{one.get('fullUrl', '')}".endswith(f"/{subject}")]
    return [{"resource": held}, *kept]


def composition_to_text(composition: JsonObject) -> str:
    """The narrative of the document and its sections, without markup."""
    lines = [str(composition.get("title", "")), _plain(composition.get("text"))]
    for section in composition.get("section", ()):
        lines += [f"【{section.get('title', '')}】", _plain(section.get("text"))]
        lines += [_plain(inner.get("text")) for inner in section.get("section", ())]
    return "\n".join(line for line in lines if line)


def _plain(narrative: JsonObject | None) -> str:
    text = _CELL.sub(" ", _TAG.sub("\n", str((narrative or {}).get("div", ""))))
    return _BLANK.sub("\n", html.unescape(_ANY_TAG.sub("", text))).strip()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
