"""Access tokens: made, read, and remembered for a few seconds. RFC 9068, RFC 6750.

Checking a signature takes longer than answering a read, so a checked token is kept under its SHA-256
for `CACHE_SECONDS`. That is also the longest that a disabled client or a narrowed scope goes on working.
"""

import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from hub.auth.address import audiences_of, base_of, fhir_base_of
from hub.auth.principal import Principal
from hub.auth.scopes import narrow_scopes, parse_scopes, render_scopes
from hub.clock import Clock
from hub.errors import BadRequestError, NotFoundError, NotSignedInError
from hub.keys import KeyFaultError, Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Client

CACHE_SECONDS = 5
_CACHE_SIZE = 10_000
_SKEW_SECONDS = 60
_LONG_LIFE_SECONDS = 3600
INSTALLATION = "urn:alliance-hub:this-installation"
"""Audience of a token made at the command line, which cannot know on which address the server listens.

The token key belongs to one installation, so no other hub takes it.
"""


class _Kept(NamedTuple):
    principal: Principal
    until: int


class Tokens:
    """Turns a bearer token into a Principal, or refuses it."""

    def __init__(self, *, settings: Settings, keys: Keys, admin: AdminStore, clock: Clock) -> None:
        self._settings = settings
        self._keys = keys
        self._admin = admin
        self._clock = clock
        self._audiences = audiences_of(settings, "/fhir") | {INSTALLATION}
        self._kept: dict[bytes, _Kept] = {}

    def principal(self, token: str) -> Principal:
        """Who holds this token. Raises NotSignedInError with a text that does not say which check failed closest."""
        name = sha256(token.encode()).digest()
        kept = self._kept.get(name)
        now = self._clock.now()
        if kept is not None and now < kept.until:
            return kept.principal
        principal, expires = self._checked(token, now=now)
        if len(self._kept) >= _CACHE_SIZE:
            self._kept = {key: one for key, one in self._kept.items() if one.until > now}
        if len(self._kept) < _CACHE_SIZE:
            self._kept[name] = _Kept(principal, min(expires, now + CACHE_SECONDS * 1_000_000))
        return principal

    def issue(self, client: Client, scope: str, *, seconds: int, audience: str = "") -> str:
        """A signed access token with these scopes for a client."""
        now = self._clock.now() // 1_000_000
        claims: dict[str, Any] = {
            "iss": base_of(self._settings),
            "sub": client.id,
            "client_id": client.id,
            "aud": audience or fhir_base_of(self._settings),
            "iat": now,
            "exp": now + seconds,
            "jti": secrets.token_urlsafe(12),
            "scope": scope,
        }
        return self._keys.issue_token(claims)

    def _checked(self, token: str, *, now: int) -> tuple[Principal, int]:
        try:
            claims = self._keys.read_token(token)
        except KeyFaultError as err:
            raise _refusal("the token is not one of this hub's") from err
        expires = claims.get("exp")
        if type(expires) is not int or expires * 1_000_000 <= now:
            raise _refusal("the token has expired", claims)
        begins = claims.get("nbf", claims.get("iat"))
        if type(begins) is not int or begins > now // 1_000_000 + _SKEW_SECONDS:
            raise _refusal("the token is not valid yet", claims)
        if claims.get("aud") not in self._audiences:
            raise _refusal("the token is for another service", claims)
        client_id, scope = claims.get("sub"), claims.get("scope")
        if type(client_id) is not str or type(scope) is not str:
            raise _refusal("the token names no client or no scope")
        principal = self._principal_of(client_id, scope)
        if principal is None:
            raise _refusal("the client is unknown or was disabled", claims)
        return principal, expires * 1_000_000

    def _principal_of(self, client_id: str, scope: str) -> Principal | None:
        client = self._admin.client(client_id)
        member = self._admin.member(client.member) if client is not None and client.enabled else None
        if client is None or member is None:
            return None
        return Principal(
            agent=f"client:{client.id}",
            member=member.number,
            member_code=member.code,
            scopes=narrow_scopes(parse_scopes(scope), parse_scopes(client.scopes)),
            display=client.id,
        )


def mint_token(*, settings: Settings, keys: Keys, admin: AdminStore, clock: Clock, client_id: str) -> str:
    """An access token for a client whose private key this installation holds, for an hour.

    For people at the command line (`hub token`); systems ask `/auth/token` and get five minutes.
    """
    client = admin.client(client_id)
    if client is None or not client.enabled:
        raise NotFoundError(f"There is no enabled client {client_id}; see `hub client list`.")
    signer = f"client-{client_id}"
    registered = {key.get("x") for key in json.loads(client.jwks or "{}").get("keys", [])}
    if not keys.has_signer(signer) or keys.public_jwk(signer)["x"] not in registered:
        raise BadRequestError(
            f"This installation does not hold the private key of client {client_id}; "
            "its own system must ask /auth/token with private_key_jwt."
        )
    tokens = Tokens(settings=settings, keys=keys, admin=admin, clock=clock)
    scope = render_scopes(parse_scopes(client.scopes))
    return tokens.issue(client, scope, seconds=_LONG_LIFE_SECONDS, audience=INSTALLATION)


def _refusal(why: str, claims: Mapping[str, Any] | None = None) -> NotSignedInError:
    """`claims` of a token that the hub has signed say whose it is."""
    made = NotSignedInError(
        f"Not signed in: {why}. Expected an access token from /auth/token in the header `Authorization: Bearer`.",
        headers=(("WWW-Authenticate", 'Bearer realm="alliance-hub", error="invalid_token"'),),
    )
    made.client = str((claims or {}).get("sub", ""))
    return made
