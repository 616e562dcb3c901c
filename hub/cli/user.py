"""`hub user`: local accounts of the console."""

import argparse
import asyncio
import getpass
import sys

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line
from hub.cli.table import print_table

ROLES = ("nurse", "doctor", "coordinator", "reader", "manager", "engineer", "auditor")


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "user", help="list or add console accounts", description="Local accounts of the console."
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show all accounts")
    add_installation_options(listing)
    adding = actions.add_parser("add", help="add an account; its password is asked for, or read from standard input")
    adding.add_argument("name", help="sign-in name")
    adding.add_argument("--member", required=True, metavar="CODE", help="the member that the person works for")
    adding.add_argument("--role", action="append", required=True, choices=ROLES, help="repeatable")
    adding.add_argument("--display", default="", metavar="NAME", help="the person's name as shown")
    add_installation_options(adding)


def run(args: argparse.Namespace) -> int:
    """List or add."""
    return _add(args) if args.action == "add" else _list(args)


def _list(args: argparse.Namespace) -> int:
    with open_installation(args) as installation:
        names = {member.number: member.code for member in installation.admin.members()}
        rows = [
            (user.name, names.get(user.member, "?"), "yes" if user.enabled else "no", ",".join(user.roles))
            for user in installation.admin.users()
        ]
    print_table(("USER", "MEMBER", "ENABLED", "ROLES"), rows)
    return 0


def _add(args: argparse.Namespace) -> int:
    from hub.auth.passwords import Passwords
    from hub.store.admin import User

    with open_installation(args) as installation:
        member = installation.member(args.member)
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
        passwords = Passwords()
        try:
            hashed = asyncio.run(passwords.hash(password))
        finally:
            passwords.close()
        installation.admin.add_user(
            User(
                name=args.name,
                member=member.number,
                password_hash=hashed,
                roles=tuple(args.role),
                display_name=args.display,
            )
        )
    print_line(f"User {args.name} works for {args.member}.".encode())
    return 0
