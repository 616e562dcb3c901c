"""The command line: `hub COMMAND`. docs/commands.md is generated from these parsers.

Exit status: 0 done, 1 the input was refused (an OperationOutcome as JSON on standard error), 2 wrong usage.
A command's module is loaded only when it is called or its help is asked for.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, cast

from fhir_profiles.issue import Issue, operation_outcome
from hub.cli.command import Command, Subparsers
from hub.cli.outcome import print_outcome
from hub.errors import HubError
from hub.settings import SettingError

COMMANDS: Mapping[str, str] = {
    "demo": "hub.cli.demo",
    "serve": "hub.cli.serve",
    "convert": "hub.cli.convert",
    "lint": "hub.cli.lint",
    "validate": "hub.cli.validate",
    "send": "hub.cli.send",
    "import": "hub.cli.bulk_import",
    "verify": "hub.cli.verify",
    "catalogue": "hub.cli.catalogue",
    "terminology": "hub.cli.terminology",
    "profiles": "hub.cli.profiles",
    "member": "hub.cli.member",
    "client": "hub.cli.client",
    "user": "hub.cli.user",
    "sender": "hub.cli.sender",
    "endpoint": "hub.cli.endpoint",
    "his": "hub.cli.his",
    "template": "hub.cli.template",
    "token": "hub.cli.token",
    "quarantine": "hub.cli.quarantine",
    "audit": "hub.cli.audit",
    "db": "hub.cli.db",
}
"""Each command and its module, in the order of the help: first what everybody needs, then administration."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command."""
    given = list(sys.argv[1:] if argv is None else argv)
    wanted = [given[0]] if given and given[0] in COMMANDS else list(COMMANDS)
    args = build_parser(wanted).parse_args(given)
    try:
        status = cast("Command", import_module(COMMANDS[args.command])).run(args)
        sys.stdout.flush()
    except HubError as err:
        print_outcome(err.outcome())
        return 1
    except SettingError as err:
        print_outcome(operation_outcome([Issue("error", "value", str(err))]))
        return 1
    except BrokenPipeError:  # the reader of our output has seen enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def build_parser(wanted: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser with the commands that are asked for."""
    top = _Parser(
        prog="hub",
        description="Alliance Hub 医养联盟互联互通平台: joins hospitals, clinics and nursing homes into one alliance.",
        epilog="Exit status: 0 done, 1 the input was refused (an OperationOutcome on standard error), 2 wrong usage.",
    )
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in wanted:
        cast("Command", import_module(COMMANDS[name])).add_parser(cast("Subparsers", subparsers))
    return top


class _Parser(argparse.ArgumentParser):
    """Help of a fixed width, because docs/commands.md is made of it. Its subparsers are of this class too."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100))


if __name__ == "__main__":
    sys.exit(main())
