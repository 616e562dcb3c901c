import json
from pathlib import Path

from hub.auth.tokens import Tokens, mint_token
from hub.clock import SystemClock
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Client, Member


def test_a_token_from_the_command_line_fits_whatever_address_the_server_listens_on(tmp_path: Path) -> None:
    keys, clock = Keys.in_memory(), SystemClock()
    admin = AdminStore.open(tmp_path / "hub.db", clock=clock)
    member = admin.add_member(Member(code="H1", name="示范老年病医院", kind="hospital"))
    jwks = json.dumps({"keys": [keys.public_jwk("client-engineer")]})
    admin.add_client(Client(id="engineer", member=member.number, scopes="system/*.rs", jwks=jwks))
    at_the_shell = Settings(data=tmp_path)
    of_the_server = Settings(data=tmp_path, http="127.0.0.1:18111", base_url="https://hub.example")

    token = mint_token(settings=at_the_shell, keys=keys, admin=admin, clock=clock, client_id="engineer")

    principal = Tokens(settings=of_the_server, keys=keys, admin=admin, clock=clock).principal(token)
    assert (principal.agent, principal.member_code) == ("client:engineer", "H1")
    admin.close()
