"""The console in the process: the small alliance with accounts of every role, called without a socket."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fhir_profiles.json_text import dump
from hub.store.admin import User
from hub.store.port import Put, Ref, WriteUnit
from hub.web.app import mount
from hub.web.page import SESSION_COOKIE, csrf_token
from tests.builders import BASE_URL, Alliance, small_alliance

ACCOUNTS = {
    "nurse": ("N1", ("nurse",)),
    "other-nurse": ("N2", ("nurse",)),
    "coordinator": ("H1", ("coordinator",)),
    "doctor": ("H1", ("doctor",)),
    "reader": ("H1", ("reader",)),
    "engineer": ("H1", ("engineer",)),
    "manager": ("H1", ("manager",)),
    "auditor": ("H1", ("auditor",)),
    "nobody": ("H1", ()),
}


@dataclass
class Console:
    """The alliance, and a browser without JavaScript for each account."""

    alliance: Alliance
    sessions: dict[str, str] = field(default_factory=dict)
    callers: list[httpx2.AsyncClient] = field(default_factory=list)

    def of(self, name: str = "") -> httpx2.AsyncClient:
        """Somebody's browser; without a name the public's."""
        transport = httpx2.ASGITransport(app=self.alliance.application, raise_app_exceptions=False)
        cookies = {SESSION_COOKIE: self._session(name)} if name else {}
        caller = httpx2.AsyncClient(transport=transport, base_url=BASE_URL, cookies=cookies)
        self.callers.append(caller)
        return caller

    def csrf(self, name: str) -> str:
        """What the forms of this account's session carry."""
        return csrf_token(self.alliance.hub, self._session(name))

    async def put(self, member: str, resource: dict[str, Any]) -> Ref:
        """Store a resource of a member."""
        store = self.alliance.hub.store
        ref = Ref(resource["resourceType"], str(resource.get("id") or store.new_id()))
        put = Put(ref=ref, data=dump(resource | {"id": ref.id}), expected=0)
        await store.write(WriteUnit(puts=(put,)), visibility=self.alliance.principal(member).visibility)
        return ref

    def _session(self, name: str) -> str:
        if name not in self.sessions:
            session = secrets.token_urlsafe(16)
            admin = self.alliance.hub.admin
            admin.add_session(session, name, expires=self.alliance.hub.clock.now() + 3_600_000_000)
            self.sessions[name] = session
        return self.sessions[name]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with small_alliance(tmp_path) as alliance:
        mount(alliance.application.rest, alliance.hub)
        for name, (code, roles) in ACCOUNTS.items():
            user = User(name=name, member=alliance.number(code), password_hash="", roles=roles, display_name=name)
            alliance.hub.admin.add_user(user)
        found = Console(alliance)
        yield found
        for caller in found.callers:
            await caller.aclose()
