import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from hub.auth.smart import ASSERTION_TYPE, TokenRequestError, smart_configuration
from hub.auth.tokens import CACHE_SECONDS, mint_token
from hub.errors import BadRequestError, NotFoundError, NotSignedInError
from hub.settings import Settings
from hub.store.admin import Client
from tests.unit.auth.installation import BASE, SCOPES, Installation, make_installation

AUDIENCE = f"{BASE}/auth/token"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    made = make_installation(tmp_path)
    yield made
    made.admin.close()


def claims_of(here: Installation, **changed: Any) -> dict[str, Any]:
    made = {"iss": "engineer", "sub": "engineer", "aud": AUDIENCE, "exp": here.now + 240, "jti": "one"} | changed
    return {name: value for name, value in made.items() if value is not None}


def assertion_of(here: Installation, **changed: Any) -> str:
    return here.keys.issue_token(claims_of(here, **changed), signer="client-engineer")


def form_of(assertion: str, scope: str = "system/*.cruds") -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion,
        "scope": scope,
    }


def encode(part: Any) -> str:
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_a_proven_client_gets_what_it_asked_for_and_is_registered_for(here: Installation) -> None:
    granted = here.endpoint.grant(form_of(assertion_of(here), "system/Patient.rs system/Encounter.rs"))
    principal = here.tokens.principal(granted.access_token)

    assert granted.json() == {
        "access_token": granted.access_token,
        "token_type": "bearer",
        "expires_in": 300,
        "scope": "system/Patient.rs",
    }
    assert (principal.agent, principal.member, principal.member_code) == ("client:engineer", 1, "H1")
    assert principal.scopes == {"Patient": frozenset("rs")}


def test_an_assertion_signed_with_rs384_is_accepted(here: Installation) -> None:
    key = RSAKey.generate_key(2048, {"kid": "rsa"}, auto_kid=False)
    jwks = json.dumps({"keys": [key.as_dict(private=False)]})
    here.admin.add_client(Client(id="old-system", member=1, scopes=SCOPES, jwks=jwks))
    claims = claims_of(here, iss="old-system", sub="old-system")

    granted = here.endpoint.grant(form_of(jwt.encode({"alg": "RS384", "kid": "rsa"}, claims, key, ["RS384"])))

    assert granted.scope == "system/Observation.cruds system/Patient.rs"


def test_an_assertion_counts_once_even_after_a_restart(here: Installation, tmp_path: Path) -> None:
    assertion = assertion_of(here)
    here.endpoint.grant(form_of(assertion))

    with pytest.raises(TokenRequestError) as caught:
        here.endpoint.grant(form_of(assertion))

    assert (caught.value.error, caught.value.status) == ("invalid_client", 401)
    assert caught.value.text == (
        "The client assertion is refused: its jti was used before; make a new assertion for each request."
    )


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "clinic"},
    "another audience": {"aud": "https://other.example/auth/token"},
    "an audience that begins alike": {"aud": AUDIENCE + ".evil.example"},
    "several audiences": {"aud": [AUDIENCE, "https://other.example"]},
    "no audience": {"aud": None},
    "expired": {"exp": -61},
    "too long a life": {"exp": 361},
    "no expiry": {"exp": None},
    "expiry as text": {"exp": "soon"},
    "expiry as a fraction": {"exp": 1.5},
    "not valid yet": {"nbf": 120},
    "issued in the future": {"iat": 120},
    "no jti": {"jti": None},
    "an empty jti": {"jti": ""},
    "a jti of 201 characters": {"jti": "x" * 201},
    "a jti that is no text": {"jti": 7},
}


@pytest.mark.parametrize("case", WRONG_CLAIMS)
def test_an_assertion_with_wrong_claims_is_refused(here: Installation, case: str) -> None:
    changed = {
        name: here.now + value if name in {"exp", "nbf", "iat"} and type(value) is int else value
        for name, value in WRONG_CLAIMS[case].items()
    }

    with pytest.raises(TokenRequestError) as caught:
        here.endpoint.grant(form_of(assertion_of(here, **changed)))

    assert caught.value.error == "invalid_client"


def forged_assertions(here: Installation) -> dict[str, str]:
    claims = claims_of(here)
    good = here.keys.issue_token(claims, signer="client-engineer")
    head, body, signature = good.split(".")
    public = ECKey.import_key(here.keys.public_jwk("client-engineer"))
    pem = public.as_pem(private=False)
    other = ECKey.generate_key("P-384", {"kid": "client-engineer"}, auto_kid=False)
    weak = {"alg": "HS256", "typ": "JWT", "kid": "client-engineer"}
    signed = f"{encode(weak)}.{encode(claims)}"
    mac = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
    return {
        "alg none": f"{encode({'alg': 'none'})}.{encode(claims)}.",
        "alg NONE with the signature kept": f"{encode({'alg': 'NONE', 'kid': 'client-engineer'})}.{body}.{signature}",
        "HS256 with the public key": f"{signed}.{encode(mac)}",
        "signed by another key of the same name": jwt.encode(
            {"alg": "ES384", "kid": "client-engineer"}, claims, other, ["ES384"]
        ),
        "a key in the header": jwt.encode(
            {"alg": "ES384", "jwk": other.as_dict(private=False)}, claims, other, ["ES384"]
        ),
        "a key address in the header": jwt.encode(
            {"alg": "ES384", "jku": "https://evil.example/jwks", "kid": "client-engineer"}, claims, other, ["ES384"]
        ),
        "changed claims": f"{head}.{encode(claims | {'scope': 'system/*.cruds'})}.{signature}",
        "no signature": f"{head}.{body}.",
        "a signature of zeros": f"{head}.{body}.{encode(bytes(96))}",
        "a changed header": f"{encode({'alg': 'ES384', 'kid': 'x'})}.{body}.{signature}",
        "a critical extension": jwt_with_crit(head, body, signature),
        "an unknown client": here.keys.issue_token(claims | {"sub": "stranger", "iss": "stranger"}, signer="client-x"),
        "the hub's own access token": here.keys.issue_token(claims),
        "five parts": "a.b.c.d.e",
        "not a token": "let me in",
        "empty": "",
        "a subject that is no text": f"{head}.{encode(claims | {'sub': 7})}.{signature}",
        "claims that are no object": f"{head}.{encode([1, 2])}.{signature}",
        "claims nested a thousand deep": f"{head}.{encode(b'[' * 3000)}.{signature}",
        "a very long one": "x" * 9000,
    }


def jwt_with_crit(head: str, body: str, signature: str) -> str:
    del head
    return f"{encode({'alg': 'ES384', 'kid': 'client-engineer', 'crit': ['x'], 'x': 1})}.{body}.{signature}"


def test_forged_assertions_are_all_refused(here: Installation) -> None:
    for case, assertion in forged_assertions(here).items():
        with pytest.raises(TokenRequestError) as caught:
            here.endpoint.grant(form_of(assertion))
        assert caught.value.error == "invalid_client", case


def forged_tokens(here: Installation) -> dict[str, str]:
    """Twenty-five ways to come without a token of the hub's."""
    now = here.now
    claims = {
        "iss": BASE, "sub": "engineer", "client_id": "engineer", "aud": f"{BASE}/fhir", "iat": now, "exp": now + 60,
        "jti": "j", "scope": "system/*.cruds",
    }  # fmt: skip
    issue = here.keys.issue_token
    good = issue(claims)
    head, body, signature = good.split(".")
    pem = ECKey.import_key(here.keys.public_jwk("token")).as_pem(private=False)
    other = ECKey.generate_key("P-256", {"kid": "token"}, auto_kid=False)
    rsa = RSAKey.generate_key(2048, {"kid": "token"}, auto_kid=False)
    weak = f"{encode({'alg': 'HS256', 'typ': 'JWT', 'kid': 'token'})}.{encode(claims)}"
    jwk_text = json.dumps(here.keys.public_jwk("token")).encode()

    def changed(**more: Any) -> str:
        return issue({name: value for name, value in (claims | more).items() if value is not None})

    def mac(key: bytes) -> str:
        return encode(hmac.new(key, weak.encode(), hashlib.sha256).digest())

    return {
        "alg none": f"{encode({'alg': 'none'})}.{body}.",
        "alg None": f"{encode({'alg': 'None', 'kid': 'token'})}.{body}.",
        "alg none, signature kept": f"{encode({'alg': 'none', 'kid': 'token'})}.{body}.{signature}",
        "HS256 with the public key as PEM": f"{weak}.{mac(pem)}",
        "HS256 with the public key as JWK": f"{weak}.{mac(jwk_text)}",
        "HS256 with an empty key": f"{weak}.{mac(b'')}",
        "another EC key": jwt.encode({"alg": "ES256", "kid": "token"}, claims, other, ["ES256"]),
        "an RSA key": jwt.encode({"alg": "RS256", "kid": "token"}, claims, rsa, ["RS256"]),
        "a key in the header": jwt.encode(
            {"alg": "ES256", "jwk": other.as_dict(private=False)}, claims, other, ["ES256"]
        ),
        "kid as a path": f"{encode({'alg': 'ES256', 'kid': '../../dev/null'})}.{body}.{signature}",
        "kid as SQL": f"{encode({'alg': 'ES256', 'kid': chr(39) + ' OR 1=1--'})}.{body}.{signature}",
        "no header": f".{body}.{signature}",
        "no kid": f"{encode({'alg': 'ES256'})}.{body}.{signature}",
        "no signature": f"{head}.{body}.",
        "a signature of zeros": f"{head}.{body}.{encode(bytes(64))}",
        "changed scope": f"{head}.{encode(claims | {'scope': 'system/*.cruds x'})}.{signature}",
        "a client's assertion": here.keys.issue_token(claims, signer="client-engineer"),
        "another audience": changed(aud="https://other.example/fhir"),
        "an audience that begins alike": changed(aud=f"{BASE}/fhir.evil.example"),
        "no audience": changed(aud=None),
        "expired": changed(exp=now),
        "no expiry": changed(exp=None),
        "expiry as text": changed(exp="2099"),
        "not valid yet": changed(nbf=now + 120),
        "an unknown client": changed(sub="stranger"),
        "no scope": changed(scope=None),
        "a word": "let-me-in",
        "empty": "",
    }


def test_forged_access_tokens_are_all_refused(here: Installation) -> None:
    cases = forged_tokens(here)
    for case, token in cases.items():
        with pytest.raises(NotSignedInError) as caught:
            here.tokens.principal(token)
        assert caught.value.status == 401, case

    assert len(cases) >= 25


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": "jwt"}, "invalid_client"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "system/Encounter.rs"}, "invalid_scope"),
        ({"scope": "patient/Patient.rs"}, "invalid_scope"),
    ],
)
def test_a_request_that_asks_for_something_else_is_refused(
    here: Installation, changed: dict[str, str], error: str
) -> None:
    with pytest.raises(TokenRequestError) as caught:
        here.endpoint.grant(form_of(assertion_of(here)) | changed)

    assert caught.value.error == error


def test_a_disabled_client_is_refused_at_once_for_a_token_and_soon_for_its_old_one(here: Installation) -> None:
    token = here.endpoint.grant(form_of(assertion_of(here))).access_token
    here.tokens.principal(token)
    client = here.admin.client("engineer")
    assert client is not None

    here.admin.change_client(replace(client, enabled=False))
    here.clock.advance(seconds=CACHE_SECONDS)

    with pytest.raises(NotSignedInError):
        here.tokens.principal(token)
    with pytest.raises(TokenRequestError):
        here.endpoint.grant(form_of(assertion_of(here, jti="two")))


def test_a_token_that_was_checked_is_remembered_for_no_longer_than_its_life(here: Installation) -> None:
    token = here.endpoint.grant(form_of(assertion_of(here))).access_token
    here.clock.advance(seconds=298)
    here.tokens.principal(token)

    here.clock.advance(seconds=2)

    with pytest.raises(NotSignedInError):
        here.tokens.principal(token)


def test_tokens_are_checked_anew_and_not_remembered_while_too_many_are(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.auth.tokens._CACHE_SIZE", 1)
    first, second = (here.endpoint.grant(form_of(assertion_of(here, jti=jti))).access_token for jti in ("a", "b"))
    here.tokens.principal(first)

    assert here.tokens.principal(second).agent == "client:engineer"
    assert len(here.tokens._kept) == 1

    here.clock.advance(seconds=CACHE_SECONDS)
    here.tokens.principal(second)

    assert list(here.tokens._kept) == [hashlib.sha256(second.encode()).digest()]


def test_a_token_is_narrowed_when_its_client_is(here: Installation) -> None:
    token = here.endpoint.grant(form_of(assertion_of(here))).access_token
    client = here.admin.client("engineer")
    assert client is not None
    here.admin.change_client(replace(client, scopes="system/Patient.r"))

    assert here.tokens.principal(token).scopes == {"Patient": frozenset("r")}


def test_a_person_at_the_command_line_gets_a_token_only_for_a_key_that_is_here(here: Installation) -> None:
    parts = {"settings": here.settings, "keys": here.keys, "admin": here.admin, "clock": here.clock}
    other = ECKey.generate_key("P-384", {"kid": "k"}, auto_kid=False)
    jwks = json.dumps({"keys": [other.as_dict(private=False)]})
    here.admin.add_client(Client(id="clinic", member=1, scopes=SCOPES, jwks=jwks))

    token = mint_token(**parts, client_id="engineer")  # type: ignore[arg-type]  # a dict of mixed parts

    assert here.tokens.principal(token).scopes == {"Patient": frozenset("rs"), "Observation": frozenset("cruds")}
    with pytest.raises(BadRequestError):
        mint_token(**parts, client_id="clinic")  # type: ignore[arg-type]  # a dict of mixed parts
    with pytest.raises(NotFoundError):
        mint_token(**parts, client_id="nobody")  # type: ignore[arg-type]  # a dict of mixed parts


def test_the_smart_configuration_names_what_is_really_there() -> None:
    found = smart_configuration(Settings(base_url=BASE))

    assert found["token_endpoint"] == f"{BASE}/auth/token"
    assert found["grant_types_supported"] == ["client_credentials"]
    assert found["token_endpoint_auth_signing_alg_values_supported"] == ["ES384", "RS384"]


def test_a_hub_on_loopback_answers_to_each_name_of_loopback(tmp_path: Path) -> None:
    from hub.auth.address import audiences_of

    assert audiences_of(Settings(http="127.0.0.1:8000"), "/auth/token") == {
        "http://127.0.0.1:8000/auth/token",
        "http://localhost:8000/auth/token",
        "http://[::1]:8000/auth/token",
    }
    assert audiences_of(Settings(http="10.0.0.5:8000"), "/fhir") == {"http://10.0.0.5:8000/fhir"}
    assert audiences_of(Settings(base_url="https://a.example/"), "/fhir") == {"https://a.example/fhir"}
