"""What the tests of sign-in share: administration tables, keys and a clock that stands still."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.auth.smart import TokenEndpoint
from hub.auth.tokens import Tokens
from hub.clock import FrozenClock
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Client, Member

BASE = "https://hub.example"
SCOPES = "system/Patient.rs system/Observation.cruds"


@dataclass(slots=True)
class Installation:
    """The parts that sign-in needs."""

    settings: Settings
    keys: Keys
    clock: FrozenClock
    admin: AdminStore
    tokens: Tokens
    endpoint: TokenEndpoint

    @property
    def now(self) -> int:
        """Seconds since 1970."""
        return self.clock.now() // 1_000_000


def make_installation(folder: Path) -> Installation:
    """One member H1 with one client `engineer`, whose key the installation holds."""
    clock = FrozenClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
    settings = Settings(data=folder, base_url=BASE)
    keys = Keys.in_memory()
    admin = AdminStore.open(folder / "hub.db", clock=clock)
    member = admin.add_member(Member(code="H1", name="示范老年病医院", kind="hospital"))
    jwks = json.dumps({"keys": [keys.public_jwk("client-engineer")]})
    admin.add_client(Client(id="engineer", member=member.number, scopes=SCOPES, jwks=jwks))
    tokens = Tokens(settings=settings, keys=keys, admin=admin, clock=clock)
    endpoint = TokenEndpoint(settings=settings, admin=admin, tokens=tokens, clock=clock)
    return Installation(settings, keys, clock, admin, tokens, endpoint)
