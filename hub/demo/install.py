"""Put the sample alliance into a new installation: members, systems, people, endpoints, history."""

import json
from collections.abc import Iterable
from dataclasses import replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.bootstrap import Hub
from hub.clock import SHANGHAI, micros_to_datetime
from hub.demo.alliance import CLIENTS, MEMBERS, PASSWORD, USERS, organization
from hub.demo.history import synthetic_referrals
from hub.store.admin import Client, Endpoint, Member, Sender, User
from hub.store.port import Engine, Put, Ref, Visibility, WriteUnit

_BATCH = 25


async def install_alliance(hub: Hub) -> dict[str, Member]:
    """The five members with their systems, accounts and directory entries."""
    members = _add_members(hub)
    for client in CLIENTS:
        jwks = json.dumps({"keys": [hub.keys.public_jwk(f"client-{client.id}")]})
        hub.admin.add_client(
            Client(id=client.id, member=members[client.member].number, scopes=client.scopes, jwks=jwks)
        )
    password_hash = await hub.sessions.passwords.hash(PASSWORD)
    for user in USERS:
        hub.admin.add_user(
            User(
                name=user.name,
                member=members[user.member].number,
                password_hash=password_hash,
                roles=user.roles,
                display_name=user.display,
            )
        )
    hub.admin.add_sender(Sender(application="HIS", facility="H1", member=members["H1"].number, name="H1"))
    hub.admin.add_sender(Sender(application="HIS", facility="M1", member=members["M1"].number, name="M1"))
    for member in members.values():
        await _write(hub.store, [organization(member)], member.number)
    return members


def register_endpoint(hub: Hub, member: Member, address: str) -> None:
    """Where a member's own system takes deliveries."""
    hub.admin.add_endpoint(Endpoint(member=member.number, channel="rest-hook", address=address, secret="demo"))  # noqa: S106 -- a demo's receiver on loopback


async def install_history(hub: Hub, engine: Engine, members: dict[str, Member]) -> int:
    """Ninety days of finished referrals, written below the referral guard: they are history, not events."""
    now = micros_to_datetime(hub.clock.now()).astimezone(SHANGHAI)
    waiting: dict[str, list[JsonObject]] = {}
    count = 0
    for sender, resources in synthetic_referrals(now):
        count += 1
        waiting.setdefault(sender, []).extend(resources)
        if len(waiting[sender]) >= 3 * _BATCH:
            await _write(engine, waiting.pop(sender), members[sender].number)
    for sender, resources in waiting.items():
        await _write(engine, resources, members[sender].number)
    return count


def _add_members(hub: Hub) -> dict[str, Member]:
    members = {}
    for member in MEMBERS:
        known = hub.admin.member(member.code)
        if known is None:
            members[member.code] = hub.admin.add_member(member)
        else:
            members[member.code] = hub.admin.change_member(replace(member, number=known.number))
    return members


async def _write(engine: Engine, resources: Iterable[JsonObject], member: int) -> None:
    puts = tuple(
        Put(ref=Ref(resource["resourceType"], resource["id"]), data=dump(resource), expected=0)
        for resource in resources
    )
    await engine.write(WriteUnit(puts=puts), visibility=Visibility(member=member))
