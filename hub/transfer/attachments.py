"""Attachments by hash: what a document names beside itself can be checked with the one signature.

https://hl7.org/fhir/R4/datatypes.html#Attachment. `hash` is SHA-1 as R4 defines it, the extension `sha-256` is what to
rely on. A photograph of the skin is carried in the document while it is small, since a nurse has to see it.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping

from fhir_profiles.issue import JsonObject

SHA_256 = "https://alliance-hub.example/fhir/StructureDefinition/sha-256"
CARRIED = 300_000
"""A photograph of at most so many bytes goes in the document; a larger one is named and pulled."""

MOST_CARRIED = 3_000_000
"""All photographs of one document together."""


def file_refs(record: Iterable[JsonObject]) -> list[str]:
    """The Binary resources that the attachments of a record name, as `Binary/id`."""
    urls = [str(one.get("url", "")) for item in record for one in attachments_of(item)]
    return list(dict.fromkeys(url for url in urls if url.startswith("Binary/")))


def attachments_of(item: JsonObject) -> list[JsonObject]:
    """The Attachments of a Media, a DocumentReference or a DiagnosticReport."""
    kind = item.get("resourceType")
    if kind == "Media":
        return [item["content"]] if "content" in item else []
    if kind == "DocumentReference":
        return [content["attachment"] for content in item.get("content", []) if "attachment" in content]
    return list(item.get("presentedForm", [])) if kind == "DiagnosticReport" else []


def with_hashes(record: Iterable[JsonObject], files: Mapping[str, bytes]) -> list[JsonObject]:
    """The record with size and digests at each attachment whose bytes are known. `files` are bytes by `Binary/id`."""
    left = MOST_CARRIED
    found = []
    for item in record:
        made, used = _hashed(item, files, left)
        left -= used
        found.append(made)
    return found


def _hashed(item: JsonObject, files: Mapping[str, bytes], left: int) -> tuple[JsonObject, int]:
    kind, used = item.get("resourceType"), 0
    if kind == "Media" and "content" in item:
        content, used = _attachment(item["content"], files, room=min(CARRIED, left) if _is_picture(item) else 0)
        return item | {"content": content}, used
    if kind == "DocumentReference":
        contents = [
            part | {"attachment": _attachment(part["attachment"], files)[0]} if "attachment" in part else part
            for part in item.get("content", [])
        ]
        return item | {"content": contents}, 0
    if kind == "DiagnosticReport" and item.get("presentedForm"):
        return item | {"presentedForm": [_attachment(one, files)[0] for one in item["presentedForm"]]}, 0
    return item, used


def _is_picture(item: JsonObject) -> bool:
    return str(item["content"].get("contentType", "")).startswith("image/")


def _attachment(attachment: JsonObject, files: Mapping[str, bytes], *, room: int = 0) -> tuple[JsonObject, int]:
    """The attachment with its digests, and how many bytes of its file were put into it."""
    data = _bytes(attachment, files)
    if data is None:
        return attachment, 0
    made = {name: value for name, value in attachment.items() if name not in {"size", "hash", "extension"}}
    others = [one for one in attachment.get("extension", []) if one.get("url") != SHA_256]
    made["extension"] = [*others, {"url": SHA_256, "valueString": hashlib.sha256(data).hexdigest()}]
    made["size"] = len(data)
    made["hash"] = base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
    if "data" in made or len(data) > room:
        return made, 0
    return made | {"data": base64.b64encode(data).decode()}, len(data)


def _bytes(attachment: JsonObject, files: Mapping[str, bytes]) -> bytes | None:
    if "data" not in attachment:
        return files.get(str(attachment.get("url", "")))
    try:
        return base64.b64decode(attachment["data"], validate=True)
    except (binascii.Error, ValueError):
        return None


def sha_256_of(attachment: JsonObject) -> str:
    """The SHA-256 that an attachment carries, in hexadecimal."""
    found = (one.get("valueString", "") for one in attachment.get("extension", []) if one.get("url") == SHA_256)
    return str(next(found, ""))
