"""`hub endpoint`: where a member receives what happens."""

import argparse
from urllib.parse import urlsplit

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line
from hub.cli.table import print_table
from hub.errors import BadRequestError, NotFoundError

_SCHEMES = {"rest-hook": ("http", "https"), "mllp": ("mllp", "mllps"), "file": ("file",)}
_EXAMPLES = {
    "rest-hook": "https://home.example/transfers",
    "mllp": "mllp://10.1.2.3:2575/HIS/H1",
    "file": "file:///srv/his/in/HIS/H1",
}


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "endpoint",
        help="list, add or remove the addresses where members receive",
        description="Where members receive notices of referrals, reports and transfer bundles: FHIR over HTTP "
        "(rest-hook), HL7 v2 over MLLP (mllp, or mllps with TLS), or HL7 v2 files in a folder (file).",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show all endpoints, without their secrets")
    add_installation_options(listing)
    adding = actions.add_parser("add", help="add an endpoint of a member")
    adding.add_argument("member", help="the member's code")
    adding.add_argument("channel", choices=tuple(_SCHEMES), help="how it receives")
    adding.add_argument(
        "address",
        help="a URL; for mllp mllp://HOST:PORT/APPLICATION/FACILITY, where the last two are MSH-5 and MSH-6 and find "
        "the sender's file that says version, character set and code tables",
    )
    adding.add_argument("--secret", default="", help="bearer token that the hub shows to a rest-hook")
    add_installation_options(adding)
    removing = actions.add_parser("remove", help="remove an endpoint; what waits for it fails")
    removing.add_argument("number", type=int, help="its number in the list")
    add_installation_options(removing)


def run(args: argparse.Namespace) -> int:
    """List, add or remove."""
    return {"list": _list, "add": _add, "remove": _remove}[args.action](args)


def _list(args: argparse.Namespace) -> int:
    with open_installation(args) as installation:
        rows = [
            (str(endpoint.number), member.code, endpoint.channel, endpoint.address)
            for member in installation.admin.members()
            for endpoint in installation.admin.endpoints_of(member.number)
        ]
    print_table(("NUMBER", "MEMBER", "CHANNEL", "ADDRESS"), rows)
    return 0


def _add(args: argparse.Namespace) -> int:
    from hub.store.admin import Endpoint

    _check(args.channel, args.address)
    with open_installation(args) as installation:
        member = installation.member(args.member).number
        added = installation.admin.add_endpoint(
            Endpoint(member=member, channel=args.channel, address=args.address, secret=args.secret)
        )
    print_line(f"Endpoint {added.number} of {args.member} receives by {args.channel}.".encode())
    return 0


def _remove(args: argparse.Namespace) -> int:
    with open_installation(args) as installation:
        if not installation.admin.delete_endpoint(args.number):
            raise NotFoundError(f"There is no endpoint {args.number}; see `hub endpoint list`.")
    print_line(f"Endpoint {args.number} is removed.".encode())
    return 0


def _check(channel: str, address: str) -> None:
    expected = f"expected an address of the channel {channel}, as in {_EXAMPLES[channel]}."
    try:
        url = urlsplit(address)
        is_complete = bool(url.path) if channel == "file" else bool(url.hostname)
        is_complete = is_complete and (channel != "mllp" or bool(url.port))
    except ValueError as err:
        raise BadRequestError(f"The address {address!r} cannot be read; {expected}") from err
    if url.scheme not in _SCHEMES[channel] or not is_complete:
        raise BadRequestError(f"The address is {address!r}; {expected}")
