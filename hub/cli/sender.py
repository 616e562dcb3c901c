"""`hub sender`: which member answers for an HL7 v2 sender (MSH-3 and MSH-4)."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line
from hub.cli.table import print_table
from hub.errors import BadRequestError


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "sender",
        help="list or add HL7 v2 senders",
        description="HL7 v2 senders: MSH-3 and MSH-4, bound to the member that answers for their messages.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    checking = actions.add_parser("check", help="check the file that describes a sender")
    checking.add_argument("file", nargs="+", type=Path, metavar="FILE", help="a TOML file, as docs/senders.md says")
    listing = actions.add_parser("list", help="show all senders")
    add_installation_options(listing)
    adding = actions.add_parser("add", help="bind a sender to a member")
    adding.add_argument("application", help="MSH-3, sending application")
    adding.add_argument("facility", help="MSH-4, sending facility")
    adding.add_argument("--member", required=True, metavar="CODE", help="the member that answers for it")
    adding.add_argument(
        "--name", default="", help="stands in its local identifier systems (default: the member's code)"
    )
    adding.add_argument("--charset", default="", help="character set of its messages, against what MSH-18 says")
    adding.add_argument("--timezone", default="Asia/Shanghai", help="time zone of its times without an offset")
    add_installation_options(adding)


def run(args: argparse.Namespace) -> int:
    """Check, list or add."""
    actions = {"add": _add, "list": _list, "check": _check}
    return actions[args.action](args)


def _check(args: argparse.Namespace) -> int:
    """Every fault with its line; exit 1 when there is one."""
    from hub.ingest.sender_file import read_sender_file

    is_bad = False
    for path in args.file:
        try:
            found, issues = read_sender_file(path.read_bytes())
        except OSError as err:
            raise BadRequestError(f"{path} cannot be read: {err.strerror}. Expected the file of a sender.") from err
        for issue in issues:
            print_line(f"{path}:{issue.line or 1}: {issue.text}".encode())
        if found is not None:
            print_line(f"{path}: {found.application} at {found.facility}: no fault.".encode())
        is_bad = is_bad or found is None
    return 1 if is_bad else 0


def _list(args: argparse.Namespace) -> int:
    with open_installation(args) as installation:
        names = {member.number: member.code for member in installation.admin.members()}
        rows = [
            (sender.application, sender.facility, names.get(sender.member, "?"), sender.name, sender.charset,
             sender.timezone)
            for sender in installation.admin.senders()
        ]  # fmt: skip
    print_table(("MSH-3", "MSH-4", "MEMBER", "NAME", "CHARSET", "TIME ZONE"), rows)
    return 0


def _add(args: argparse.Namespace) -> int:
    from hub.store.admin import Sender

    try:
        ZoneInfo(args.timezone)
    except (ZoneInfoNotFoundError, ValueError) as err:
        raise BadRequestError(f"--timezone is {args.timezone!r}; expected an IANA name as in Asia/Shanghai.") from err
    with open_installation(args) as installation:
        sender = Sender(
            application=args.application,
            facility=args.facility,
            member=installation.member(args.member).number,
            charset=args.charset,
            timezone=args.timezone,
            name=args.name,
        )
        installation.admin.add_sender(sender)
    print_line(f"Messages of {args.application} at {args.facility} belong to {args.member}.".encode())
    return 0
