"""`hub client`: systems that ask for tokens. SMART Backend Services, asymmetric keys."""

import argparse
import json
from typing import Any

from hub.cli.command import Subparsers
from hub.cli.input_file import read_input
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line
from hub.cli.table import print_table
from hub.errors import BadRequestError


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "client",
        help="list or add systems that may ask for tokens",
        description="System clients (SMART Backend Services), each bound to one member.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show all clients")
    add_installation_options(listing)
    adding = actions.add_parser("add", help="register a client with its public keys")
    adding.add_argument("id", help="client id")
    adding.add_argument("--member", required=True, metavar="CODE", help="the member that it acts for")
    adding.add_argument("--scopes", default="system/*.cruds", help="the widest scopes that it may get (SMART v2)")
    keys = adding.add_mutually_exclusive_group(required=True)
    keys.add_argument("--jwks", metavar="FILE", help="its public keys (JWK or JWK set)")
    keys.add_argument("--make-key", action="store_true", help="make a key pair here, for use with `hub token`")
    add_installation_options(adding)


def run(args: argparse.Namespace) -> int:
    """List or add."""
    return _add(args) if args.action == "add" else _list(args)


def _list(args: argparse.Namespace) -> int:
    with open_installation(args) as installation:
        names = {member.number: member.code for member in installation.admin.members()}
        rows = [
            (client.id, names.get(client.member, "?"), "yes" if client.enabled else "no", client.scopes)
            for client in installation.admin.clients()
        ]
    print_table(("CLIENT", "MEMBER", "ENABLED", "SCOPES"), rows)
    return 0


def _add(args: argparse.Namespace) -> int:
    from hub.auth.scopes import parse_scopes
    from hub.store.admin import Client

    parse_scopes(args.scopes)
    with open_installation(args) as installation:
        member = installation.member(args.member)
        made = [installation.keys.public_jwk(f"client-{args.id}")] if args.make_key else []
        jwks = {"keys": made or _read_jwks(args.jwks)}
        installation.admin.add_client(
            Client(id=args.id, member=member.number, scopes=args.scopes, jwks=json.dumps(jwks))
        )
    print_line(f"Client {args.id} acts for {args.member}.".encode())
    return 0


def _read_jwks(name: str) -> list[dict[str, Any]]:
    from hub.keys import KeyFaultError, public_key_from_jwk

    try:
        found = json.loads(read_input(name))
        keys: list[dict[str, Any]] = found.get("keys", [found])
        for key in keys:
            public_key_from_jwk(key)
    except (ValueError, TypeError, AttributeError, KeyFaultError) as err:
        raise BadRequestError(f"{name} holds no usable public keys; expected a JWK or a JWK set (RFC 7517).") from err
    return keys
