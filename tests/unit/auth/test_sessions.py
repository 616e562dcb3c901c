"""Console sessions: who may sign in, when a session ends, and how many names a stranger can make the hub remember."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.auth import sessions as module
from hub.auth.passwords import Passwords
from hub.auth.sessions import COOKIE, LOCKED_SECONDS, MAX_FAILURES, Sessions
from hub.errors import NotSignedInError
from hub.store.admin import User
from tests.unit.auth.installation import Installation, make_installation

PASSWORD = "a long password"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    made = make_installation(tmp_path)
    yield made
    made.admin.close()


@pytest.fixture
async def sessions(here: Installation) -> Sessions:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    encoded = await passwords.hash(PASSWORD)
    here.admin.add_user(User(name="wang", member=1, password_hash=encoded, roles=("desk",), display_name="王护士"))
    return Sessions(here.settings, here.admin, here.clock, passwords)


async def refused(sessions: Sessions, name: str, password: str) -> str:
    with pytest.raises(NotSignedInError) as caught:
        await sessions.sign_in(name, password)
    return str(caught.value)


async def test_a_person_signs_in_and_out(sessions: Sessions) -> None:
    found = await sessions.sign_in("wang", PASSWORD)

    assert (found.principal.agent, found.principal.member_code, found.principal.display) == (
        "user:wang",
        "H1",
        "王护士",
    )
    assert found.set_cookie(secure=True).endswith("HttpOnly; SameSite=Strict; Secure")
    assert sessions.sign_out(found.session_id) == f"{COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict"
    assert sessions.principal(found.session_id) is None


async def test_signing_out_without_a_session_only_clears_the_cookie(sessions: Sessions) -> None:
    assert sessions.sign_out("") == f"{COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict"
    assert sessions.principal("") is None


async def test_an_account_that_is_disabled_while_its_password_is_checked_gets_no_session(
    sessions: Sessions, here: Installation
) -> None:
    user = here.admin.user("wang")
    assert user is not None
    signing_in = asyncio.create_task(refused(sessions, "wang", PASSWORD))
    await asyncio.sleep(0)

    here.admin.change_user(replace(user, enabled=False))

    assert await signing_in == "The account was disabled just now; ask the alliance's manager."


async def test_a_session_ends_when_its_account_is_disabled(sessions: Sessions, here: Installation) -> None:
    found = await sessions.sign_in("wang", PASSWORD)
    user = here.admin.user("wang")
    assert user is not None

    here.admin.change_user(replace(user, enabled=False))

    assert sessions.principal(found.session_id) is None
    assert "Name or password is wrong" in await refused(sessions, "wang", PASSWORD)


async def test_a_locked_account_stays_locked_for_its_time_and_no_longer(sessions: Sessions, here: Installation) -> None:
    for _ in range(MAX_FAILURES):
        await refused(sessions, "wang", "a wrong password")
    here.clock.advance(seconds=LOCKED_SECONDS - 1)
    locked = await refused(sessions, "wang", PASSWORD)
    here.clock.advance(seconds=1)

    await refused(sessions, "wang", "a wrong password")
    found = await sessions.sign_in("wang", PASSWORD)

    assert "locked after too many tries" in locked
    assert found.principal.agent == "user:wang"


async def test_a_stranger_who_tries_many_names_fills_no_memory_and_known_names_still_lock(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_NAMES", 2)
    for name in ("wang", "a", "b", "c"):
        await refused(sessions, name, "a wrong password")
    for _ in range(MAX_FAILURES - 1):
        await refused(sessions, "wang", "a wrong password")

    assert "Name or password is wrong" in await refused(sessions, "wang", PASSWORD)
    assert sorted(sessions._failures) == ["a", "wang"]
