"""`hub token`: an access token for a client whose key this installation holds."""

import argparse

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "token",
        help="print an access token",
        description="Prints an access token of one hour for a client whose private key this installation holds "
        "(made with `hub client add --make-key`; the demo's clients are). Other systems ask /auth/token themselves.",
    )
    parser.add_argument("--client", required=True, metavar="ID", help="client id (see `hub client list`)")
    parser.add_argument("--http", metavar="HOST:PORT", help="address of the hub, when it is not HUB_HTTP")
    parser.add_argument("--base-url", metavar="URL", help="public address of the hub, when it is not HUB_BASE_URL")
    add_installation_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the token."""
    from dataclasses import replace

    from hub.auth.tokens import mint_token

    with open_installation(args) as installation:
        settings = installation.settings
        settings = replace(settings, http=args.http or settings.http, base_url=args.base_url or settings.base_url)
        token = mint_token(
            settings=settings,
            keys=installation.keys,
            admin=installation.admin,
            clock=installation.clock,
            client_id=args.client,
        )
    print_line(token.encode())
    return 0
