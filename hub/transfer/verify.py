"""Checks a signed Bundle with nothing but the file, and tells integrity from trust (DESIGN D19).

Integrity: no byte has changed since it was signed by the key that it carries. Trust: that key is one that the
reader has in a trust list. Only both together say who sent it.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import JsonTextError, members, parse
from hub.errors import InvalidResourceError
from hub.keys import KeyFaultError, verify_detached
from hub.transfer.signing import SIGNER_PREFIX, join_signature, signature_element

Trust = Literal["trusted", "untrusted", "not-asked"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A good signature: who says to have signed (`member-H1`), when, and whether the reader trusts that key."""

    signer: str
    when: str
    trust: Trust
    bundle: JsonObject

    @property
    def member(self) -> str:
        """The code of the signing member."""
        return self.signer.removeprefix(SIGNER_PREFIX)


def verify_bundle(data: bytes, *, trusted: Sequence[Mapping[str, Any]] | None = None) -> Verdict:
    """Check a file. Raises InvalidResourceError that says in words what is wrong.

    `trusted` are public JWKs. A signing key that is not among them gives the verdict untrusted, not an error:
    the bytes are as they were signed, but by whom is not known.
    """
    bundle = _read(data)
    payload = _payload(data)
    jws, when = _signature(bundle)
    if not _is_canonical(jws):
        raise _bad("The signature's encoding was changed after signing.")
    try:
        signature = verify_detached(jws, payload)
    except KeyFaultError as err:
        raise _bad(str(err)) from err
    except RecursionError as err:
        raise _bad("The signature's header is nested too deeply to be one that the hub wrote.") from err
    expected = join_signature(
        payload, signature_element(jws, when=str(bundle.get("timestamp", "")), signer=signature.signer)
    )
    if data != expected:
        raise _bad(
            "The signature element was changed after signing: its time, signer or format does not follow from the "
            "signed bytes."
        )
    return Verdict(signer=signature.signer, when=when, trust=_trust(jws, payload, trusted), bundle=bundle)


def verification_code(data: bytes) -> str:
    """What is printed on paper to compare it with the file: the first 80 bits of the file's SHA-256, by fours."""
    digest = hashlib.sha256(data).hexdigest()[:20].upper()
    return "-".join(digest[place : place + 4] for place in range(0, 20, 4))


def _read(data: bytes) -> JsonObject:
    try:
        bundle = parse(data)
    except JsonTextError as err:
        raise InvalidResourceError(str(err), issues=(err.issue,)) from err
    if bundle.get("resourceType") != "Bundle":
        raise _bad("The file is no Bundle; expected a transfer bundle of the hub.")
    if "signature" not in bundle:
        raise _bad("The Bundle carries no signature: it was never signed, or the signature was taken away.")
    return bundle


def _payload(data: bytes) -> bytes:
    """The bytes that were signed: all but the last member `signature`."""
    text = data.decode()
    found = list(members(text, text.index("{")))
    name, start, end = found[-1]
    if name != "signature" or text[end:] != "}":
        raise _bad("The signature is not the last member of the Bundle; expected it there, with nothing behind it.")
    lead = ',"signature":'
    if not text[:start].endswith(lead):
        raise _bad("The bytes around the signature were changed.")
    return (text[: start - len(lead)] + "}").encode()


def _signature(bundle: JsonObject) -> tuple[str, str]:
    element = bundle["signature"]
    try:
        jws = base64.b64decode(element["data"], validate=True).decode("ascii")
        return jws, str(element["when"])
    except (KeyError, TypeError, ValueError) as err:  # binascii.Error is a ValueError
        raise _bad("The signature element is garbled; expected data and when as the hub writes them.") from err


def _is_canonical(jws: str) -> bool:
    """Whether base64url spells its bytes in the one way without loose bits."""
    for part in jws.split("."):
        try:
            raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        except ValueError:  # binascii.Error is one
            return False
        if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
            return False
    return True


def _trust(jws: str, payload: bytes, trusted: Sequence[Mapping[str, Any]] | None) -> Trust:
    if trusted is None:
        return "not-asked"
    try:
        verify_detached(jws, payload, trusted=trusted)
    except KeyFaultError:
        return "untrusted"
    return "trusted"


def _bad(text: str) -> InvalidResourceError:
    return InvalidResourceError(text)
