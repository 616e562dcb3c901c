"""The installation's keys: the only door to cryptography (DESIGN D19, D20).

A folder holds one root secret and one ES256 key for each signer. From the root come, by HKDF
(RFC 5869), one AES-256-GCM key for each purpose and the keys of the index hashes. Files are
0600 and are written whole or not at all.
"""

import base64
import contextlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

_NONCE = 12


class KeyFaultError(Exception):
    """A signature, token or sealed text is not good; says why without its content."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached JWS whose payload was checked. `signer` is the key id, `key` its public JWK."""

    signer: str
    key: Mapping[str, Any]


class Keys:
    """Keys of one installation."""

    def __init__(self, *, root: bytes, folder: Path | None) -> None:
        self._root = root
        self._folder = folder
        self._derived: dict[str, bytes] = {}
        self._keyed: dict[str, hmac.HMAC] = {}
        self._signers: dict[str, ECKey] = {}

    @classmethod
    def open(cls, folder: Path) -> "Keys":
        """The keys in `folder`, made at the first start."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "root.key"
        if not path.exists():
            _write_private(path, secrets.token_bytes(32))
        root = path.read_bytes()
        if len(root) != 32:
            raise KeyFaultError(f"{path.name} holds {len(root)} bytes; expected 32. Restore it from the key backup.")
        return cls(root=root, folder=folder)

    @classmethod
    def in_memory(cls) -> "Keys":
        """Keys that die with the process."""
        return cls(root=secrets.token_bytes(32), folder=None)

    def derived(self, purpose: str) -> bytes:
        """The 32-byte key of one purpose."""
        key = self._derived.get(purpose)
        if key is None:
            key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._root)
            self._derived[purpose] = key
        return key

    def seal(self, purpose: str, text: bytes, *, bound_to: bytes = b"") -> bytes:
        """Encrypt with AES-256-GCM; what `bound_to` says must be the same at `unseal`."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.derived(purpose)).encrypt(nonce, text, bound_to)

    def unseal(self, purpose: str, sealed: bytes, *, bound_to: bytes = b"") -> bytes:
        """The text again. Raises KeyFaultError when a byte differs."""
        try:
            return AESGCM(self.derived(purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
        except (InvalidTag, ValueError) as err:
            raise KeyFaultError("The sealed text was made elsewhere or was changed.") from err

    def keyed_hash(self, purpose: str, text: bytes, *, size: int = 16) -> bytes:
        """HMAC-SHA-256, cut to `size` bytes: equal texts give equal hashes, and nothing else shows."""
        keyed = self._keyed.get(purpose)
        if keyed is None:  # setting a key costs more than hashing a short text: done once for each purpose
            keyed = self._keyed[purpose] = hmac.new(self.derived(purpose), digestmod="sha256")
        one = keyed.copy()
        one.update(text)
        return one.digest()[:size]

    def signer(self, name: str) -> ECKey:
        """The ES256 key of one signer (`token`, `member-H1`, `client-engineer`), made when first asked for."""
        key = self._signers.get(name)
        if key is None:
            key = self._load_signer(name)
            self._signers[name] = key
        return key

    def has_signer(self, name: str) -> bool:
        """Whether this installation holds that private key."""
        return name in self._signers or (self._folder is not None and (self._folder / f"{name}.jwk").exists())

    def public_jwk(self, name: str) -> dict[str, Any]:
        """The public key of a signer, with its `kid`."""
        return dict(self.signer(name).as_dict(private=False)) | {
            "use": "sig",
            "alg": _algorithm(self.signer(name)),
        }

    def issue_token(self, claims: Mapping[str, Any], *, signer: str = "token") -> str:
        """A signed JWT (RFC 7519)."""
        key = self.signer(signer)
        return jwt.encode({"alg": _algorithm(key), "typ": "JWT", "kid": key.kid}, dict(claims), key, [_algorithm(key)])

    def read_token(self, token: str, *, signer: str = "token") -> dict[str, Any]:
        """The claims of our own token. The caller checks `exp`. Raises KeyFaultError."""
        try:
            return dict(jwt.decode(token, self.signer(signer), ["ES256"]).claims)
        except (JoseError, ValueError) as err:
            raise KeyFaultError("The token's signature is not good.") from err

    def sign_detached(self, payload: bytes, *, signer: str) -> str:
        """A detached JWS over exactly these bytes (RFC 7515 appendix F), with the public key in its header."""
        key = self.signer(signer)
        header = {"alg": _algorithm(key), "kid": signer, "jwk": key.as_dict(private=False)}
        compact = jws.serialize_compact(header, payload, key, [_algorithm(key)])
        protected, _, signature = compact.split(".")
        return f"{protected}..{signature}"

    def _load_signer(self, name: str) -> ECKey:
        curve = "P-384" if name.startswith("client-") else "P-256"
        if self._folder is None:
            return ECKey.generate_key(curve, {"kid": name}, auto_kid=False)
        path = self._folder / f"{name}.jwk"
        if not path.exists():
            made = ECKey.generate_key(curve, {"kid": name}, auto_kid=False)
            _write_private(path, json.dumps(made.as_dict(private=True)).encode())
        return ECKey.import_key(json.loads(path.read_bytes()))


def read_assertion(assertion: str, jwks: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a client's `private_key_jwt` signed by one of its registered keys (ES384, RS384, ES256).

    SMART Backend Services; the caller checks iss, sub, aud, exp and jti. Raises KeyFaultError.
    """
    try:
        keys = KeySet.import_key_set({"keys": list(jwks.get("keys", []))})
        return dict(jwt.decode(assertion, keys, ["ES384", "RS384", "ES256"]).claims)
    except (JoseError, ValueError, TypeError) as err:
        raise KeyFaultError("The assertion is not signed by a registered key of this client.") from err


def verify_detached(signature: str, payload: bytes, *, trusted: Sequence[Mapping[str, Any]] | None = None) -> Signature:
    """Check a detached JWS over exactly these bytes.

    With `trusted` (public JWKs) the signing key must be one of them; without, the key in the
    header is used, which proves integrity and not who signed. Raises KeyFaultError.
    """
    try:
        protected, empty, value = signature.split(".")
        header = json.loads(_from_base64url(protected))
        jwk = {name: header["jwk"][name] for name in ("kty", "crv", "x", "y")}
    except (ValueError, KeyError, TypeError) as err:
        raise KeyFaultError("The signature is not a detached JWS with its key in the header.") from err
    if empty or header.get("alg") != "ES256" or "crit" in header:
        raise KeyFaultError("The signature is not a detached ES256 JWS.")
    if trusted is not None and not any(all(key.get(name) == jwk[name] for name in jwk) for key in trusted):
        raise KeyFaultError("The signing key is not in the trust list.")
    compact = f"{protected}.{_to_base64url(payload)}.{value}"
    try:
        jws.deserialize_compact(compact, ECKey.import_key(jwk), ["ES256"])
    except (JoseError, ValueError, KeyError) as err:  # joserfc looks an unknown curve up in a dict
        raise KeyFaultError(
            "The signature does not fit the content: at least one byte was changed after signing."
        ) from err
    return Signature(signer=str(header.get("kid", "")), key=jwk)


def public_key_from_jwk(jwk: Mapping[str, Any]) -> None:
    """Refuse a JWK that is not a usable public key. Raises KeyFaultError."""
    try:
        key = RSAKey.import_key(dict(jwk)) if jwk.get("kty") == "RSA" else ECKey.import_key(dict(jwk))
    except (JoseError, ValueError, KeyError) as err:
        raise KeyFaultError("The key is not a JWK of type EC or RSA.") from err
    if key.is_private:
        raise KeyFaultError("The key is a private one; register the public part only.")


def _algorithm(key: ECKey) -> str:
    return {"P-256": "ES256", "P-384": "ES384"}[key.curve_name]


def _to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all; when another process was quicker, its file stays."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
