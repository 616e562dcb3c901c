"""A small alliance for tests: a hub in a temporary folder with five members, their systems and their people.

    async with small_alliance(tmp_path) as alliance:
        answer = await alliance.as_member("H1").get("/fhir/Patient/1")

Institutions and people are fictitious.
"""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from hub.api.app import HubApplication, build_application
from hub.auth.principal import Principal
from hub.auth.tokens import mint_token
from hub.bootstrap import Hub, build_hub, close_hub
from hub.clock import Clock
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import Client, Member, User

BASE_URL = "http://hub.test"

MEMBERS = (
    Member(code="H1", name="示范老年病医院", kind="hospital", licensed=True, night_doctor=True),
    Member(code="M1", name="示范街道社区卫生服务中心", kind="clinic", licensed=True),
    Member(
        code="N1",
        name="示范颐和养护院",
        kind="home",
        licensed=True,
        capabilities=("oxygen", "tube-feeding"),
        declared_ability_level=4,
    ),
    Member(code="N2", name="示范康悦护理中心", kind="home", declared_ability_level=2),
    Member(code="P1", name="示范安宁病区", kind="ward", licensed=True, night_doctor=True),
)

CLIENTS = {
    "lead-hospital": ("H1", "system/*.cruds"),
    "clinic": ("M1", "system/*.cruds"),
    "home-a": ("N1", "system/*.cruds"),
    "home-b": ("N2", "system/*.cruds"),
    "ward": ("P1", "system/*.cruds"),
    "engineer": ("H1", "system/*.rs"),
    "auditor": ("H1", "system/AuditEvent.rs"),
}
"""System clients: id to (member's code, registered scopes)."""

CLIENT_OF = {"H1": "lead-hospital", "M1": "clinic", "N1": "home-a", "N2": "home-b", "P1": "ward"}

PASSWORD = "correct horse 1949"


@dataclass(slots=True)
class Alliance:
    """A hub with its members, and ways to call it."""

    hub: Hub
    application: HubApplication
    members: dict[str, Member]
    _stack: AsyncExitStack
    _callers: dict[str, httpx2.AsyncClient] = field(default_factory=dict)

    def number(self, code: str) -> int:
        """A member's number."""
        return self.members[code].number

    def principal(self, code: str) -> Principal:
        """The principal of a member's system client."""
        return self.hub.tokens.principal(self.token(CLIENT_OF[code]))

    def token(self, client_id: str) -> str:
        """An access token."""
        hub = self.hub
        return mint_token(settings=hub.settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id=client_id)

    def as_client(self, client_id: str) -> httpx2.AsyncClient:
        """An HTTP client with this system's token."""
        return self._caller(client_id, {"Authorization": f"Bearer {self.token(client_id)}"})

    def as_member(self, code: str) -> httpx2.AsyncClient:
        """An HTTP client of the member's own system."""
        return self.as_client(CLIENT_OF[code])

    def as_nobody(self) -> httpx2.AsyncClient:
        """An HTTP client without a token."""
        return self._caller("", {})

    async def end(self) -> None:
        """Close the hub that stands now."""
        await close_hub(self.hub)

    async def restart(self) -> None:
        """The hub ends and starts again on the same data."""
        await close_hub(self.hub)
        self.hub = await build_hub(self.hub.settings, clock=self.hub.clock, keys=self.hub.keys)
        self.application = build_application(self.hub)
        self._callers.clear()

    def _caller(self, name: str, headers: dict[str, str]) -> httpx2.AsyncClient:
        found = self._callers.get(name)
        if found is None:
            transport = httpx2.ASGITransport(app=self.application, raise_app_exceptions=False)
            found = httpx2.AsyncClient(transport=transport, base_url=BASE_URL, headers=headers)
            self._callers[name] = found
            self._stack.push_async_callback(found.aclose)
        return found


@asynccontextmanager
async def small_alliance(folder: Path, *, clock: Clock | None = None, **changed: Any) -> AsyncIterator[Alliance]:
    """A hub in `folder` with the five members; `changed` are settings."""
    given: dict[str, Any] = {"data": folder, "base_url": BASE_URL, "lead_code": "H1"} | changed
    settings = Settings(**given)
    hub = await build_hub(settings, clock=clock, keys=Keys.in_memory())
    async with AsyncExitStack() as stack:
        alliance = Alliance(hub, build_application(hub), {}, stack)
        stack.push_async_callback(alliance.end)
        alliance.members = add_members(hub)
        add_clients(hub, alliance.members)
        yield alliance


def add_members(hub: Hub) -> dict[str, Member]:
    """The five members; the first is the one that the hub made itself."""
    from dataclasses import replace

    found: dict[str, Member] = {}
    for member in MEMBERS:
        there = hub.admin.member(member.code)
        if there is None:
            found[member.code] = hub.admin.add_member(member)
        else:
            found[member.code] = hub.admin.change_member(replace(member, number=there.number))
    return found


def add_clients(hub: Hub, members: dict[str, Member]) -> None:
    """The system clients, whose private keys the hub's own key folder holds."""
    for client_id, (code, scopes) in CLIENTS.items():
        jwks = json.dumps({"keys": [hub.keys.public_jwk(f"client-{client_id}")]})
        hub.admin.add_client(Client(id=client_id, member=members[code].number, scopes=scopes, jwks=jwks))


async def add_user(hub: Hub, name: str, *, member: int, roles: tuple[str, ...], password: str = PASSWORD) -> User:
    """A console account."""
    hashed = await hub.sessions.passwords.hash(password)
    return hub.admin.add_user(User(name=name, member=member, password_hash=hashed, roles=roles))


def patient(*, family: str = "张", given: str = "秀英", identifier: str = "", **more: Any) -> dict[str, Any]:
    """A fictitious resident."""
    found: dict[str, Any] = {
        "resourceType": "Patient",
        "name": [{"use": "official", "text": f"{family}{given}", "family": family, "given": [given]}],
        "gender": "female",
        "birthDate": "1941-05-03",
    }
    if identifier:
        found["identifier"] = [{"system": "https://alliance-hub.example/sid/H1/mrn", "value": identifier}]
    return found | more


def observation(patient_id: str, *, value: float = 72.5, code: str = "29463-7", **more: Any) -> dict[str, Any]:
    """A body weight in kg unless told otherwise."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": f"Patient/{patient_id}"},
        "effectiveDateTime": "2026-03-02T08:30:00+08:00",
        "valueQuantity": {"value": value, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    } | more
