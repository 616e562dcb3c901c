"""docker-compose.yml runs the same server as the README: checked by parsing, as there is no engine here."""

import shlex

import yaml

from hub.cli.main import build_parser
from hub.settings import Settings
from tests.architecture.source_tree import ROOT


def test_the_compose_file_runs_commands_that_exist_on_a_volume() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    hub = compose["services"]["hub"]
    command = hub["command"] if isinstance(hub["command"], list) else shlex.split(hub["command"])

    arguments = build_parser().parse_args(command)

    assert arguments.command == "serve"
    assert [volume.split(":")[0] for volume in hub["volumes"]] == list(compose["volumes"])
    names = {name.removeprefix("HUB_").lower() for name in hub.get("environment", {})}
    assert names <= set(Settings.__dataclass_fields__)
