"""Sign-in of systems and people, and the trail that each access leaves."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from argon2 import PasswordHasher

from fhir_profiles.validate import validate
from hub.auth.sessions import COOKIE, LOCKED_SECONDS, MAX_FAILURES, Sessions
from hub.auth.smart import ASSERTION_TYPE
from hub.clock import FrozenClock
from hub.errors import NotSignedInError
from hub.store.admin import Client
from tests.builders import PASSWORD, Alliance, add_user, patient, small_alliance
from tests.calls_here import calls_here

JSON = {"Content-Type": "application/fhir+json"}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))


@pytest.fixture
async def alliance(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, clock=clock) as made:
        yield made


def token_form(alliance: Alliance, client_id: str, *, jti: str = "1", scope: str = "system/*.rs") -> dict[str, str]:
    now = alliance.hub.clock.now() // 1_000_000
    claims = {
        "iss": client_id, "sub": client_id, "aud": "http://hub.test/auth/token", "exp": now + 200, "jti": jti,
    }  # fmt: skip
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": alliance.hub.keys.issue_token(claims, signer=f"client-{client_id}"),
        "scope": scope,
    }


# Systems


async def test_a_system_gets_a_token_and_reads_with_it(alliance: Alliance) -> None:
    made = await alliance.as_member("H1").post("/fhir/Patient", json=patient(), headers=JSON)
    nobody = alliance.as_nobody()

    granted = await nobody.post("/auth/token", data=token_form(alliance, "engineer"))
    bearer = {"Authorization": f"Bearer {granted.json()['access_token']}"}
    read = await nobody.get(f"/fhir/Patient/{made.json()['id']}", headers=bearer)
    write = await nobody.post("/fhir/Patient", json=patient(), headers=JSON | bearer)

    assert granted.json() | {"access_token": ""} == {
        "access_token": "",
        "token_type": "bearer",
        "expires_in": 300,
        "scope": "system/*.rs",
    }
    assert granted.headers["Cache-Control"] == "no-store"
    assert (read.status_code, write.status_code) == (200, 403)


async def test_an_assertion_is_refused_when_it_comes_again(alliance: Alliance) -> None:
    form = token_form(alliance, "engineer")
    nobody = alliance.as_nobody()

    first, again = await nobody.post("/auth/token", data=form), await nobody.post("/auth/token", data=form)

    assert (first.status_code, again.status_code) == (200, 401)
    assert again.json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{}", "invalid_request"),
        ("application/x-www-form-urlencoded", b"grant_type=password", "unsupported_grant_type"),
        ("application/x-www-form-urlencoded", b"scope=a&scope=b", "invalid_request"),
        ("application/x-www-form-urlencoded", b"scope=" + b"x" * 40_000, "invalid_request"),
        ("application/x-www-form-urlencoded", b"scope=%ff", "invalid_request"),
        ("application/x-www-form-urlencoded", b"", "unsupported_grant_type"),
    ],
)
async def test_a_token_request_that_cannot_be_read_is_refused_as_oauth_says(
    alliance: Alliance, content_type: str, body: bytes, error: str
) -> None:
    answer = await alliance.as_nobody().post("/auth/token", content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_the_public_keys_are_public_and_nothing_else_is(alliance: Alliance) -> None:
    answer = (await alliance.as_nobody().get("/auth/jwks")).json()

    assert [sorted(key) for key in answer["keys"]] == [["alg", "crv", "kid", "kty", "use", "x", "y"]]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer a.b.c"}],
)
async def test_without_a_token_nothing_is_read_and_the_way_in_is_named(
    alliance: Alliance, headers: dict[str, str]
) -> None:
    answer = await alliance.as_nobody().get("/fhir/Patient", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="alliance-hub"')
    assert answer.json()["issue"][0]["code"] == "login"


async def test_the_body_of_a_caller_without_a_token_is_not_read(alliance: Alliance) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        raise AssertionError("the hub read the body of a caller that it does not know")

    answer = await alliance.as_nobody().post("/fhir/Patient", content=endless(), headers=JSON)

    assert answer.status_code == 401


async def test_a_disabled_client_is_refused_within_seconds(alliance: Alliance, clock: FrozenClock) -> None:
    client = alliance.as_client("engineer")
    before = await client.get("/fhir/Patient")
    found = alliance.hub.admin.client("engineer")
    assert found is not None

    alliance.hub.admin.change_client(replace(found, enabled=False))
    clock.advance(seconds=5)
    after = await client.get("/fhir/Patient")

    assert (before.status_code, after.status_code) == (200, 401)


async def test_the_smart_configuration_is_found_without_a_token(alliance: Alliance) -> None:
    answer = await alliance.as_nobody().get("/fhir/.well-known/smart-configuration")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["token_endpoint"] == "http://hub.test/auth/token"


# People


async def test_a_person_signs_in_reads_with_the_cookie_and_signs_out(alliance: Alliance) -> None:
    await add_user(alliance.hub, "li", member=alliance.number("H1"), roles=("doctor",))
    made = await alliance.as_member("H1").post("/fhir/Patient", json=patient(), headers=JSON)
    path = f"/fhir/Patient/{made.json()['id']}"

    signed_in = await alliance.hub.sessions.sign_in("li", PASSWORD)
    cookie = {"Cookie": f"{COOKIE}={signed_in.session_id}"}
    nobody = alliance.as_nobody()
    read = await nobody.get(path, headers=cookie)
    write = await nobody.put(path, json=patient(id=made.json()["id"]), headers=JSON | cookie)
    alliance.hub.sessions.sign_out(signed_in.session_id)
    after = await nobody.get(path, headers=cookie)

    assert signed_in.principal.agent == "user:li"
    assert signed_in.set_cookie(secure=True).endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
    assert (read.status_code, write.status_code, after.status_code) == (200, 401, 401)


async def test_an_account_is_locked_after_failures_and_says_nothing_that_tells_why(
    alliance: Alliance, clock: FrozenClock
) -> None:
    await add_user(alliance.hub, "li", member=1, roles=("nurse",))
    texts = set()
    for name, password in [("li", "wrong")] * MAX_FAILURES + [("li", PASSWORD), ("nobody", "wrong")]:
        with pytest.raises(NotSignedInError) as caught:
            await alliance.hub.sessions.sign_in(name, password)
        texts.add(caught.value.text)

    clock.advance(seconds=LOCKED_SECONDS + 1)

    assert len(texts) == 1
    assert (await alliance.hub.sessions.sign_in("li", PASSWORD)).principal.roles == {"nurse"}


async def test_a_disabled_account_loses_its_sessions(alliance: Alliance) -> None:
    user = await add_user(alliance.hub, "li", member=1, roles=("nurse",))
    signed_in = await alliance.hub.sessions.sign_in("li", PASSWORD)

    alliance.hub.admin.change_user(replace(user, enabled=False))

    assert alliance.hub.sessions.principal(signed_in.session_id) is None
    with pytest.raises(NotSignedInError):
        await alliance.hub.sessions.sign_in("li", PASSWORD)


async def test_a_session_ends_with_the_shift(alliance: Alliance, clock: FrozenClock) -> None:
    await add_user(alliance.hub, "li", member=1, roles=("nurse",))
    signed_in = await alliance.hub.sessions.sign_in("li", PASSWORD)

    clock.advance(seconds=8 * 3600)

    assert alliance.hub.sessions.principal(signed_in.session_id) is None


async def test_a_password_is_checked_beside_the_event_loop(alliance: Alliance) -> None:
    await add_user(alliance.hub, "li", member=1, roles=("nurse",))

    with calls_here() as calls:
        signed_in = await alliance.hub.sessions.sign_in("li", PASSWORD)

    assert alliance.hub.sessions.principal(signed_in.session_id) is not None
    assert (calls.of(Sessions.sign_in) > 0, calls.of(PasswordHasher.verify)) == (True, 0)


# The trail


async def trail(client: httpx2.AsyncClient, query: str = "") -> list[tuple[str, str, str, list[str]]]:
    events = (await client.get(f"/fhir/AuditEvent?_count=200{query}")).json().get("entry", [])
    return [
        (
            event["resource"]["action"],
            event["resource"]["subtype"][0]["code"],
            event["resource"]["outcome"],
            [entity["what"]["reference"] for entity in event["resource"].get("entity", []) if "what" in entity],
        )
        for event in events
    ]


async def test_every_access_leaves_its_entry_and_a_refused_one_too(alliance: Alliance) -> None:
    hospital, home = alliance.as_member("H1"), alliance.as_member("N2")
    made = (await hospital.post("/fhir/Patient", json=patient(), headers=JSON)).json()
    ref = f"Patient/{made['id']}"
    await hospital.get(f"/fhir/{ref}")
    await hospital.put(f"/fhir/{ref}", json=patient(id=made["id"]), headers=JSON)
    await hospital.get("/fhir/Patient?gender=female")
    await hospital.get(f"/fhir/{ref}/_history")
    await home.get(f"/fhir/{ref}")
    await hospital.delete(f"/fhir/{ref}")

    own = await trail(hospital)
    other = await trail(home)

    assert own == [
        ("D", "delete", "0", [ref]),
        ("R", "history-instance", "0", [ref]),
        ("E", "search-type", "0", []),
        ("U", "update", "0", [ref]),
        ("R", "read", "0", [ref]),
        ("C", "create", "0", [ref]),
    ]
    assert other == [("R", "read", "4", [ref])]


async def test_the_trail_is_searched_by_patient_date_agent_and_outcome(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    first = (await hospital.post("/fhir/Patient", json=patient(), headers=JSON)).json()["id"]
    second = (await hospital.post("/fhir/Patient", json=patient(), headers=JSON)).json()["id"]

    by_patient = await trail(hospital, f"&patient=Patient/{first}")
    by_agent = await trail(hospital, "&agent=client:lead-hospital&action=C")
    by_date = await trail(hospital, "&date=lt2026-11-22")
    today = await trail(hospital, "&date=2026-11-22&action=C")

    assert by_patient == [("C", "create", "0", [f"Patient/{first}"])]
    assert [entry[3] for entry in by_agent] == [[f"Patient/{second}"], [f"Patient/{first}"]]
    assert by_date == []
    assert today == by_agent


async def test_an_audit_event_is_valid_r4_and_can_be_read_by_its_id(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    await hospital.post("/fhir/Patient", json=patient(), headers=JSON)
    await hospital.get("/fhir/Patient?identifier=https://x.example|440101194105030022&gender=female")

    events = [entry["resource"] for entry in (await hospital.get("/fhir/AuditEvent")).json()["entry"]]
    one = await hospital.get(f"/fhir/AuditEvent/{events[0]['id']}")

    assert one.json() == events[0]
    assert [validate(event) for event in events] == [[], []]
    assert "440101194105030022" not in str(events)


async def test_a_member_does_not_see_the_trail_of_another(alliance: Alliance) -> None:
    await alliance.as_member("H1").post("/fhir/Patient", json=patient(), headers=JSON)
    own = (await alliance.as_member("H1").get("/fhir/AuditEvent")).json()["entry"][0]["resource"]["id"]

    listed = await trail(alliance.as_member("N2"))
    read = await alliance.as_member("N2").get(f"/fhir/AuditEvent/{own}")

    assert (listed, read.status_code) == ([], 404)


async def test_a_client_without_the_scope_is_refused_and_that_is_noted(alliance: Alliance) -> None:
    auditor = alliance.as_client("auditor")

    answer = await auditor.get("/fhir/Patient")

    assert answer.status_code == 403
    assert (await trail(auditor))[0] == ("R", "read", "4", [])


async def test_a_search_does_not_look_into_a_type_that_the_scope_leaves_out(alliance: Alliance) -> None:
    hub = alliance.hub
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-narrow")]})
    hub.admin.add_client(Client(id="narrow", member=1, scopes="system/Observation.rs", jwks=jwks))
    narrow = alliance.as_client("narrow")

    plain = await narrow.get("/fhir/Observation?code=x")
    chained = await narrow.get("/fhir/Observation?subject:Patient.family=x")
    included = await narrow.get("/fhir/Observation?_include=Observation:subject:Patient")
    reverse = await narrow.get("/fhir/Observation?_has:Provenance:target:recorded=ge2020")

    assert (plain.status_code, chained.status_code, included.status_code) == (200, 403, 403)
    assert reverse.status_code in {400, 403}
