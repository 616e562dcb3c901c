"""Whose a directory entry is, when two who keep it write at the same time."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.capacity.ownership import Ownership
from hub.keys import Keys
from hub.store.layer import EngineLayer
from hub.store.port import Put, Ref, StoredResource, UnitConflictError, Visibility, WriteUnit
from tests.builders import small_alliance
from tests.fakes import MemoryStore

ENTRY = Ref("Endpoint", "e1")


def put(code: str, **settings: Any) -> Put:
    """The entry as it names this institution."""
    body = {
        "resourceType": "Endpoint", "id": ENTRY.id, "status": "active", "payloadType": [{"text": "FHIR"}],
        "connectionType": {"code": "hl7-fhir-rest"}, "address": "http://127.0.0.1:9/x1",
        "managingOrganization": {"reference": f"Organization/{code}"},
    }  # fmt: skip
    return Put(ENTRY, json.dumps(body).encode(), **settings)


class ChangedMeanwhile(EngineLayer):
    """A store in which the lead hospital gives the entry to M1 when somebody has just looked at it."""

    lead: Visibility

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        found = await self.inner.read(ref, visibility=visibility, version=version)
        await self.inner.write(WriteUnit(puts=(put("M1"),)), visibility=self.lead)
        return found


async def test_an_entry_that_names_another_meanwhile_does_not_change_hands(tmp_path: Path) -> None:
    async with small_alliance(tmp_path) as alliance:
        admin, clock = alliance.hub.admin, alliance.hub.clock
        lead, home = (Visibility(member=alliance.members[code].number) for code in ("H1", "N1"))
        engine = ChangedMeanwhile(MemoryStore(clock=clock, keys=Keys.in_memory()))
        engine.lead = lead
        await engine.write(WriteUnit(puts=(put("N1"),)), visibility=lead)

        with pytest.raises(UnitConflictError) as caught:
            await Ownership(engine, admin=admin, clock=clock).write(WriteUnit(puts=(put("N1"),)), visibility=home)

        stored = await engine.inner.read(ENTRY, visibility=lead)
        assert stored is not None
        assert (caught.value.kind, stored.custodian) == ("version", lead.member)
        assert stored.json()["managingOrganization"] == {"reference": "Organization/M1"}
