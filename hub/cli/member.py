"""`hub member`: the organizations of the alliance."""

import argparse
import asyncio
from typing import TYPE_CHECKING

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, hub_of, open_installation, settings_of
from hub.cli.outcome import print_line
from hub.cli.table import print_table
from hub.errors import BadRequestError

if TYPE_CHECKING:
    from hub.referral.leaving import Departure
    from hub.referral.rejoining import Return

KINDS = ("hospital", "clinic", "home", "ward", "other")


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "member",
        help="list or add members of the alliance, let one leave, or take one back",
        description="The organizations of the alliance.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show all members")
    add_installation_options(listing)
    adding = actions.add_parser("add", help="add a member")
    adding.add_argument("code", help="short code, as in N1; it stands in local identifier systems")
    adding.add_argument("name", help="name of the organization")
    adding.add_argument("--kind", choices=KINDS, default="other", help="what kind of institution it is")
    adding.add_argument("--licensed", action="store_true", help="it holds a licence of a medical institution")
    adding.add_argument("--night-doctor", action="store_true", help="a doctor is there at night")
    adding.add_argument("--capability", action="append", default=[], metavar="CODE", help="what it can do; repeatable")
    adding.add_argument("--ability-level", type=int, choices=range(5), help="worst ability level that it takes in")
    adding.add_argument(
        "--outside", action="store_true", help="it is outside the alliance: elders go there, nobody there signs in"
    )
    adding.add_argument("--uscc", default="", help="unified social credit code (18 characters)")
    adding.add_argument("--address", default="", help="street address")
    adding.add_argument("--phone", default="", help="telephone number")
    adding.add_argument("--district", default="", help="district")
    add_installation_options(adding)
    leaving = actions.add_parser(
        "leave",
        help="let a member leave: settle its open referrals, end its credentials and deliveries, keep its record",
        description="On SQLite the server must be stopped; a running hub does the same by Organization/CODE/$leave.",
    )
    leaving.add_argument("code", help="short code of the member")
    leaving.add_argument("--reason", required=True, help="why, in words; it stands in the audit trail")
    add_installation_options(leaving)
    returning = actions.add_parser(
        "rejoin",
        help="take a member back that has left: a new agreement, none of its old credentials or views of records",
        description="On SQLite the server must be stopped; a running hub does the same by Organization/CODE/$rejoin.",
    )
    returning.add_argument("code", help="short code of the member")
    returning.add_argument("--reason", required=True, help="why, in words; it stands in the audit trail")
    returning.add_argument("--until", default="", metavar="DATE", help="last day of the new agreement; none: no end")
    add_installation_options(returning)


def run(args: argparse.Namespace) -> int:
    """List, add, let leave or take back."""
    return {"add": _add, "list": _list, "leave": _leave, "rejoin": _rejoin}[args.action](args)


def _list(args: argparse.Namespace) -> int:
    with open_installation(args) as installation:
        rows = [
            (
                str(member.number),
                member.code,
                member.kind,
                "yes" if member.licensed else "no",
                member.admission_state,
                member.name,
            )
            for member in installation.admin.members()
        ]
    print_table(("NUMBER", "CODE", "KIND", "LICENSED", "STATE", "NAME"), rows)
    return 0


def _add(args: argparse.Namespace) -> int:
    from hub.store.admin import OUTSIDE, Member
    from terminology.check_digits import is_credit_code

    if args.uscc and not is_credit_code(args.uscc):
        raise BadRequestError("--uscc is no unified social credit code (GB 32100-2015); check its 18 characters.")
    if not args.code.isascii() or not args.code.replace("-", "").isalnum():
        raise BadRequestError(f"The code {args.code!r} is not usable; expected letters, digits and hyphens.")
    member = Member(
        code=args.code,
        name=args.name,
        kind=args.kind,
        licensed=args.licensed,
        night_doctor=args.night_doctor,
        capabilities=tuple(args.capability),
        declared_ability_level=args.ability_level,
        uscc=args.uscc,
        address=args.address,
        phone=args.phone,
        district=args.district,
        admission_state=OUTSIDE if args.outside else "open",
    )
    with open_installation(args, new=True) as installation:
        added = installation.admin.add_member(member)
    print_line(f"Member {added.code} is number {added.number}.".encode())
    return 0


def _leave(args: argparse.Namespace) -> int:
    departure = asyncio.run(_let_leave(args))
    rows = [
        (f"Task/{one.task}", str(one.before), str(one.after), "open" if one.is_open else "settled")
        for one in departure.settled
    ]
    print_table(("REFERRAL", "BEFORE", "AFTER", ""), rows)
    words = (
        f"Member {args.code} has left: {departure.clients} clients and {departure.users} users disabled, "
        f"{departure.endpoints} endpoints removed, {departure.deliveries} deliveries stopped. Its record stays."
    )
    print_line(words.encode())
    parted = departure.parted
    words = f"{parted.bookings} appointments cancelled, {parted.reservations} reservations of equipment released"
    out = ", ".join(str(ref) for ref in parted.lent)
    print_line((f"{words}; still out and due now: {out}." if out else f"{words}.").encode())
    return 0


async def _let_leave(args: argparse.Namespace) -> "Departure":
    """On the installation of this machine, as its operator."""
    from hub.referral.leaving import Leaving

    async with hub_of(settings_of(args)) as hub:
        leaving = Leaving(hub.store, hub.admin, hub.clock, hub.workflow)
        return await leaving.leave(args.code, reason=args.reason, principal=None)


def _rejoin(args: argparse.Namespace) -> int:
    done = asyncio.run(_take_back(args))
    words = (
        f"Member {args.code} is back: {done.agreement} is the new agreement, {done.agreements_ended} from before "
        f"ended, the records of {done.referrals} referrals and {done.arrangements} appointments and loans of others "
        "are not shown any more. Add its clients and users anew."
    )
    print_line(words.encode())
    return 0


async def _take_back(args: argparse.Namespace) -> "Return":
    """On the installation of this machine, as its operator."""
    from hub.referral.rejoining import Rejoining

    async with hub_of(settings_of(args)) as hub:
        desk = Rejoining(hub.store, hub.admin, hub.clock)
        return await desk.rejoin(args.code, reason=args.reason, until=args.until, principal=None)
