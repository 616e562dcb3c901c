"""SMART Backend Services: an assertion becomes an access token. https://hl7.org/fhir/smart-app-launch/backend-services.html.

RFC 6749 4.4, RFC 7523. Errors are those of RFC 6749 5.2, because that is what client libraries read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.auth.address import audiences_of, base_of
from hub.auth.scopes import narrow_scopes, parse_scopes, render_scopes
from hub.auth.tokens import Tokens
from hub.clock import Clock
from hub.keys import KeyFaultError, read_assertion
from hub.settings import Settings
from hub.store.admin import AdminStore, Client

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAX_ASSERTION_SECONDS = 300
SKEW_SECONDS = 60
_MAX_ASSERTION_LENGTH = 8_000


class TokenRequestError(Exception):
    """A token request is refused. `error` is the code of RFC 6749 5.2."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(text)
        self.error = error
        self.text = text

    @property
    def status(self) -> int:
        """401 when the client did not prove who it is, else 400."""
        return 401 if self.error == "invalid_client" else 400


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token with what it allows."""

    access_token: str
    scope: str
    expires_in: int
    client: Client

    def json(self) -> dict[str, Any]:
        """The token response of RFC 6749 5.1."""
        return {
            "access_token": self.access_token,
            "token_type": "bearer",
            "expires_in": self.expires_in,
            "scope": self.scope,
        }


class TokenEndpoint:
    """What stands behind POST /auth/token."""

    def __init__(self, *, settings: Settings, admin: AdminStore, tokens: Tokens, clock: Clock) -> None:
        self._settings = settings
        self._admin = admin
        self._tokens = tokens
        self._clock = clock
        self._audiences = audiences_of(settings, "/auth/token")

    def grant(self, form: Mapping[str, str]) -> Granted:
        """The token for this request. Raises TokenRequestError."""
        if form.get("grant_type") != "client_credentials":
            raise TokenRequestError("unsupported_grant_type", "grant_type must be client_credentials.")
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise TokenRequestError("invalid_client", f"client_assertion_type must be {ASSERTION_TYPE}.")
        client = self._proven_client(form.get("client_assertion", ""))
        requested = form.get("scope", "")
        if not requested.strip():
            raise TokenRequestError(
                "invalid_scope",
                "The request has no scope; expected scope=system/Patient.rs or others, separated by spaces. "
                f"Registered for this client: {client.scopes}.",
            )
        scopes = narrow_scopes(parse_scopes(requested), parse_scopes(client.scopes))
        if not scopes:
            raise TokenRequestError(
                "invalid_scope",
                "None of the requested scopes is registered for this client; "
                "expected scopes as in `system/Patient.rs`. Ask the alliance's manager to widen them.",
            )
        seconds = min(self._settings.token_seconds, MAX_ASSERTION_SECONDS)
        scope = render_scopes(scopes)
        return Granted(self._tokens.issue(client, scope, seconds=seconds), scope, seconds, client)

    def _proven_client(self, assertion: str) -> Client:
        """The client that signed this assertion, which is used up by this."""
        client = self._admin.client(_unverified_subject(assertion))
        if client is None or not client.enabled:
            raise _not_proven("the client is unknown or disabled")
        try:
            claims = read_assertion(assertion, json.loads(client.jwks or "{}"))
        except (KeyFaultError, json.JSONDecodeError) as err:
            raise _not_proven("it is not signed by a registered key of this client (ES384 or RS384)") from err
        self._check_claims(claims, client.id)
        if not self._admin.use_jti(client.id, claims["jti"], (claims["exp"] + SKEW_SECONDS) * 1_000_000):
            raise _not_proven("its jti was used before; make a new assertion for each request")
        return client

    def _check_claims(self, claims: Mapping[str, Any], client_id: str) -> None:
        now = self._clock.now() // 1_000_000
        if claims.get("iss") != client_id or claims.get("sub") != client_id:
            raise _not_proven("iss and sub must both be the client's id")
        audience = claims.get("aud")
        named = audience if isinstance(audience, list) else [audience]
        if len(named) != 1 or named[0] not in self._audiences:
            raise _not_proven(f"aud must be {base_of(self._settings)}/auth/token")
        expires, begins = claims.get("exp"), claims.get("nbf", claims.get("iat", now))
        if type(expires) is not int or expires <= now - SKEW_SECONDS:
            raise _not_proven("it has expired")
        if expires > now + MAX_ASSERTION_SECONDS + SKEW_SECONDS:
            raise _not_proven("exp must be at most five minutes ahead")
        if type(begins) is not int or begins > now + SKEW_SECONDS:
            raise _not_proven("it is not valid yet; check the client's clock")
        jti = claims.get("jti")
        if type(jti) is not str or not 0 < len(jti) <= 200:
            raise _not_proven("jti must be a text of 1 to 200 characters")


def smart_configuration(settings: Settings) -> dict[str, Any]:
    """/.well-known/smart-configuration. https://hl7.org/fhir/smart-app-launch/conformance.html."""
    base = base_of(settings)
    return {
        "issuer": base,
        "jwks_uri": f"{base}/auth/jwks",
        "token_endpoint": f"{base}/auth/token",
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES384", "RS384"],
        "scopes_supported": ["system/*.cruds", "system/*.rs"],
        "response_types_supported": ["token"],
        "code_challenge_methods_supported": ["S256"],
        "capabilities": ["client-confidential-asymmetric", "permission-v2"],
    }


def _unverified_subject(assertion: str) -> str:
    """Whose key to check with: the `sub` before the signature is checked, and nothing else of it."""
    if not 0 < len(assertion) <= _MAX_ASSERTION_LENGTH or assertion.count(".") != 2:
        raise _not_proven("it is not a JWT")
    try:
        claims = json.loads(_from_base64url(assertion.split(".")[1]))
        subject = claims["sub"]
    except (ValueError, KeyError, TypeError, RecursionError) as err:
        raise _not_proven("its claims cannot be read") from err
    if type(subject) is not str:
        raise _not_proven("sub must be the client's id")
    return subject


def _from_base64url(text: str) -> bytes:
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _not_proven(why: str) -> TokenRequestError:
    return TokenRequestError("invalid_client", f"The client assertion is refused: {why}.")
