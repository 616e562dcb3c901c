"""docker-compose.yml runs the same server as the README: checked by parsing, as there is no engine here."""

import shlex
from typing import Any

import pytest
import yaml

from hub.cli.main import build_parser
from hub.settings import Settings
from hub.store.installation import without_password
from tests.architecture.source_tree import ROOT


def _compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", ["hub", "hub-postgres"])
def test_the_compose_file_runs_commands_that_exist_on_a_volume(name: str) -> None:
    compose = _compose()
    hub = compose["services"][name]
    command = hub["command"] if isinstance(hub["command"], list) else shlex.split(hub["command"])

    arguments = build_parser().parse_args(command)

    assert arguments.command == "serve"
    assert {volume.split(":")[0] for volume in hub["volumes"]} <= set(compose["volumes"])
    names = {variable.removeprefix("HUB_").lower() for variable in hub.get("environment", {})}
    assert names <= set(Settings.__dataclass_fields__)


def test_the_hub_and_its_database_server_agree_on_the_database() -> None:
    services = _compose()["services"]
    settings = Settings.from_environment(services["hub-postgres"]["environment"])
    server = services["postgres"]["environment"]

    assert without_password(settings.db) == f"postgresql://{server['POSTGRES_USER']}@postgres/{server['POSTGRES_DB']}"
    assert f":{server['POSTGRES_PASSWORD']}@" in settings.db
    assert settings.workers == 2
    assert list(services["hub-postgres"]["depends_on"]) == ["postgres"]
    assert "ports" not in services["postgres"]
