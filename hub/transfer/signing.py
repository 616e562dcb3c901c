"""Signs a document Bundle over its exact bytes (DESIGN D19). RFC 7515 appendix F, https://hl7.org/fhir/R4/datatypes.html#Signature.

The file is the bytes without the signature, with `,"signature":{…}` put before the last brace. The signature
element itself is canonical: it follows from the bytes and the JWS, so that no byte of the file is unprotected.
"""

import base64

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.keys import Keys

PURPOSE = {"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1", "display": "Author's Signature"}
SIGNER_PREFIX = "member-"


def sign_bundle(bundle: JsonObject, *, keys: Keys, signer: str) -> bytes:
    """The file: this Bundle with the signature of `signer` (`member-H1`) as its last member.

    The Bundle has its id, identifier and timestamp already and no signature.
    """
    if "signature" in bundle:
        raise ValueError("The Bundle is signed already; a signed Bundle is never changed.")
    payload = dump(bundle)
    jws = keys.sign_detached(payload, signer=signer)
    return join_signature(payload, signature_element(jws, when=str(bundle["timestamp"]), signer=signer))


def join_signature(payload: bytes, element: bytes) -> bytes:
    """The file of a payload and its signature element."""
    return payload[:-1] + b',"signature":' + element + b"}"


def signature_element(jws: str, *, when: str, signer: str) -> bytes:
    """The `Signature` element: everything but the JWS follows from the Bundle."""
    return dump(
        {
            "type": [PURPOSE],
            "when": when,
            "who": {"reference": f"Organization/{signer.removeprefix(SIGNER_PREFIX)}"},
            "targetFormat": "application/fhir+json",
            "sigFormat": "application/jose",
            "data": base64.b64encode(jws.encode()).decode(),
        }
    )
