"""HD, the assigning authority, to an identifier system. HL7 v2.9 chapter 2A.2.33."""

import re
from collections.abc import Sequence

from adapters.hl7v2.context import MessageContext

_OID = re.compile(r"[0-2](\.(0|[1-9]\d*))+", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def hd_to_system(parts: Sequence[str], context: MessageContext, *, kind: str) -> str:
    """The system of numbers that this authority gives; the sender's own when it names none.

    `parts` is namespace, universal id, universal id type. A universal id is believed over a
    namespace, which means something at the sender only.
    """
    namespace, universal, universal_type = (*parts, "", "", "")[:3]
    own = context.source.dialect.authorities
    if own and (known := own.get(namespace) or own.get(universal)):
        return known
    found = universal_id_to_uri(universal, universal_type)
    if found:
        return found
    return context.local_system(kind, namespace or universal)


def universal_id_to_uri(universal: str, universal_type: str = "") -> str:
    """`urn:oid:`, `urn:uuid:` or the URI itself; empty for what is none of these."""
    if not universal:
        return ""
    plain = universal.removeprefix("urn:oid:").strip()
    if _OID.fullmatch(plain):
        return f"urn:oid:{plain}"
    if _UUID.fullmatch(plain.removeprefix("urn:uuid:")):
        return f"urn:uuid:{plain.removeprefix('urn:uuid:').lower()}"
    if universal_type.upper() in {"URI", "URL"} and re.fullmatch(r"\w+:\S+", universal):
        return universal
    if universal_type.upper() == "DNS" and re.fullmatch(r"[\w.-]+", universal):
        return f"https://{universal}"
    return ""


def hd_name(parts: Sequence[str]) -> str:
    """What to show for an authority: the namespace, else the universal id."""
    return next((part for part in parts[:2] if part), "")
