"""Binary: the resource, or its content alone. https://hl7.org/fhir/R4/binary.html#rest.

Content goes out as a download that no browser runs, whatever type its sender gave.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from fhir_profiles.json_text import dump
from hub.api.http import Answer, Request
from hub.errors import RuleError
from hub.store.port import StoredResource

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;[ A-Za-z0-9=\"._+-]{0,100})?")


def wants_raw(request: Request) -> bool:
    """Whether Accept names something other than FHIR, and no `_format` asks for FHIR."""
    accept = request.header(b"accept").lower()
    if not accept or "json" in accept or b"_format" in request.query_string:
        return False
    return not accept.startswith("*/*")


def binary_answer(found: StoredResource) -> Answer:
    """The content of a Binary with its own content type."""
    resource = found.json()
    media_type = str(resource.get("contentType", ""))
    try:
        content = b64decode(str(resource.get("data", "")), validate=False)
    except Base64Error as err:
        raise RuleError("The stored content is not base64; read it as application/fhir+json instead.") from err
    if not _MEDIA_TYPE.fullmatch(media_type):
        media_type = "application/octet-stream"
    return Answer(
        200,
        content,
        content_type=media_type,
        version=found.version,
        modified=found.updated,
        headers=(("Content-Disposition", f'attachment; filename="{found.ref.id}"'),),
    )


def content_to_binary(content: bytes, media_type: str) -> bytes:
    """Raw content as a Binary resource."""
    return dump({"resourceType": "Binary", "contentType": media_type, "data": b64encode(content).decode()})
