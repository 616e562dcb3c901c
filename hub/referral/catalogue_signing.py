"""A version of the catalogue is signed by two people in two roles before it decides (DESIGN 6, issue of scenario 10).

A signature is over the digest, which covers every table and the manifest; it stands in `signatures.json` beside them.
Only an experimental version is published without: it says everywhere that nobody has signed it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from hub.clock import micros_to_instant
from hub.errors import BadRequestError
from hub.keys import KeyFaultError, Keys, verify_detached
from terminology.catalogue import digest, read_source
from terminology.catalogue_source import SIGNATURES

Role = Literal["medical-affairs", "medical-committee"]
ROLES: tuple[str, ...] = get_args(Role)
LEAST_NAME = 2


@dataclass(frozen=True, slots=True)
class Signed:
    """A good signature: who, in which role, when (a FHIR instant)."""

    role: str
    name: str
    at: str


def sign(files: Mapping[str, bytes], *, role: str, name: str, keys: Keys, now: int) -> bytes:
    """The new `signatures.json`, with this person's signature beside the good ones that were there.

    Raises BadRequestError for an unknown role, a missing name, or one who has signed in the other role.
    """
    if role not in ROLES or len(name.strip()) < LEAST_NAME:
        raise BadRequestError(f"A signature needs a name and a role, one of {', '.join(ROLES)}.")
    standing = [one for one in _entries(files) if one["role"] != role and _is_good(one, files, keys)]
    if any(one["name"] == name for one in standing):
        raise BadRequestError(f"{name} 已以另一身份签署；两个身份须由两人签署。 Two roles are signed by two people.")
    made = {"role": role, "name": name, "at": micros_to_instant(now)}
    jws = keys.sign_detached(_payload(made, files), signer=f"catalogue-{role}")
    return json.dumps([*standing, made | {"jws": jws}], ensure_ascii=False, indent=1).encode() + b"\n"


def signed_by(files: Mapping[str, bytes], keys: Keys) -> tuple[Signed, ...]:
    """The signatures that are good for exactly these files, one a role."""
    good = {one["role"]: one for one in _entries(files) if _is_good(one, files, keys)}
    return tuple(Signed(one["role"], one["name"], one["at"]) for one in good.values())


def is_released(signatures: tuple[Signed, ...]) -> bool:
    """Whether two people have signed in both roles."""
    return {one.role for one in signatures} == set(ROLES) and len({one.name for one in signatures}) == len(ROLES)


def _entries(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    try:
        found = json.loads(files.get(SIGNATURES, b"[]"))
    except ValueError as err:
        raise BadRequestError(f"{SIGNATURES} is no JSON; sign the version again.") from err
    names = ("role", "name", "at", "jws")
    entries = found if isinstance(found, list) else []
    return [one for one in entries if isinstance(one, dict) and all(isinstance(one.get(name), str) for name in names)]


def _is_good(one: Mapping[str, str], files: Mapping[str, bytes], keys: Keys) -> bool:
    try:
        verify_detached(one["jws"], _payload(one, files), trusted=[keys.public_jwk(f"catalogue-{one['role']}")])
    except KeyFaultError:
        return False
    return one["role"] in ROLES


def _payload(one: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    return f"{digest(read_source(files))}|{one['role']}|{one['name']}|{one['at']}".encode()
