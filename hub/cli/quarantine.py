"""`hub quarantine`: refused messages: list, show, replay; on a running hub, or on an installation that is stopped."""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import quote

from hub.cli.command import Subparsers
from hub.cli.input_file import read_input
from hub.cli.installation import add_installation_options, hub_of, settings_of
from hub.cli.outcome import print_line
from hub.cli.remote import add_remote_options, ask, ask_json
from hub.cli.table import print_table

T = TypeVar("T")
_AGENT = "command:quarantine"


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "quarantine",
        help="list, show or replay refused messages",
        description="Messages that were refused. With --url a running hub is asked, and shows those of the token's "
        "member; with --data an installation whose server is stopped. Each look is noted in the audit trail.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="newest first")
    listing.add_argument("--state", default="refused", choices=("refused", "stored", "replayed", "all"))
    listing.add_argument("--text", default="", help="part of control id, label or sender")
    listing.add_argument("--count", type=int, default=50, help="at most so many")
    showing = actions.add_parser("show", help="one message with its text, fields, issues and answer")
    showing.add_argument("key", type=int, help="number of the message (see list)")
    replaying = actions.add_parser("replay", help="send a message through again")
    replaying.add_argument("key", type=int, help="number of the message (see list)")
    replaying.add_argument("--corrected", metavar="FILE", help="the corrected message (default: as it was)")
    for action in (listing, showing, replaying):
        add_remote_options(action)
        add_installation_options(action)


def run(args: argparse.Namespace) -> int:
    """List, show or replay."""
    return {"list": _list, "show": _show, "replay": _replay}[args.action](args)


def _list(args: argparse.Namespace) -> int:
    state = "" if args.state == "all" else args.state
    if args.url:
        query = f"?state={state}&count={args.count}&text={quote(args.text)}"
        messages = ask_json(args, f"/ingest/messages{query}")["messages"]
    else:
        messages = _here(args, lambda hub, eyes: _page(hub, eyes, state, args))
    rows = [
        (
            message["key"],
            message["received"],
            message["state"],
            message["label"],
            message["sender"],
            next((issue["text"] for issue in message["issue"] if issue["severity"] in {"error", "fatal"}), ""),
        )
        for message in messages
    ]
    print_table(("NUMBER", "RECEIVED", "STATE", "MESSAGE", "SENDER", "REASON"), rows)
    return 0


async def _page(hub: Any, eyes: Any, state: str, args: argparse.Namespace) -> list[dict[str, Any]]:
    lines = await hub.ingest.quarantine.page(visibility=eyes, state=state, text=args.text, count=args.count)
    return [line.json() for line in lines]


def _show(args: argparse.Namespace) -> int:
    if args.url:
        found = ask_json(args, f"/ingest/messages/{args.key}")
    else:
        found = _here(args, lambda hub, eyes: hub.ingest.quarantine.show(args.key, visibility=eyes, agent=_AGENT))
    print_line(json.dumps(found, ensure_ascii=False, indent=2).encode())
    return 0


def _replay(args: argparse.Namespace) -> int:
    corrected = read_input(args.corrected) if args.corrected else None
    if args.url:
        path = f"/ingest/messages/{args.key}/replay"
        ack = ask(args, "POST", path, body=corrected or b"", content_type="application/octet-stream")
    else:
        receipt = _here(
            args, lambda hub, eyes: hub.ingest.replay(args.key, visibility=eyes, corrected=corrected, agent=_AGENT)
        )
        ack = receipt.ack
    print_line(ack.replace(b"\r", b"\n").strip())
    refused = b'"severity":"error"' in ack if ack.startswith(b"{") else not _is_accepted(ack)
    return int(refused)


def _is_accepted(ack: bytes) -> bool:
    return any(segment[:6] in {b"MSA|AA", b"MSA|CA"} for segment in ack.split(b"\r"))


def _here(args: argparse.Namespace, work: Callable[[Any, Any], Awaitable[T]]) -> T:
    """Do it on the installation of this machine, as its operator."""
    from hub.store.port import system

    async def do() -> T:
        async with hub_of(settings_of(args)) as hub:
            return await work(hub, system("the operator's command line"))

    return asyncio.run(do())
