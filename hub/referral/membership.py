"""One hand at a time changes a membership: two that come together would make two agreements, on one node or on two.

The turn is a claim with a lease: one that a crash left behind is over by itself, and who was too slow writes no more.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from hub.clock import Clock
from hub.errors import ConflictError
from hub.referral.gather import GUARD
from hub.store.port import Claim, Engine, Release, UnitConflictError, WriteUnit

_KIND = "membership"
LEASE = 60_000_000
"""Microseconds that a turn lasts from its last sign of life."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to change one membership now."""

    store: Engine
    clock: Clock
    code: str
    holder: str

    def claim(self) -> Claim:
        """The turn from now on for `LEASE`; a unit that carries it is stored only while nobody else has the turn."""
        return Claim(_KIND, self.code, self.holder, self.clock.now() + LEASE)

    async def write(self, unit: WriteUnit) -> None:
        """Store a unit while the turn lasts. Raises ConflictError."""
        try:
            await self.store.write(unit, visibility=GUARD)
        except UnitConflictError as err:
            raise ConflictError(
                "该机构的加入或退出正由他人办理，或其协议刚被更改，请稍后再看。 Somebody else is changing this "
                "membership or its agreement just now; look again in a minute."
            ) from err


@asynccontextmanager
async def turn_of(store: Engine, clock: Clock, code: str) -> AsyncIterator[Turn]:
    """The turn to change a membership, given back at the end. Raises ConflictError while somebody else has it."""
    turn = Turn(store, clock, code, store.new_id())
    await turn.write(WriteUnit(claims=(turn.claim(),)))
    try:
        yield turn
    finally:
        await store.write(WriteUnit(releases=(Release(_KIND, code, turn.holder),)), visibility=GUARD)
