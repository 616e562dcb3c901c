"""Ownership: what a member may not write, whatever comes with it: others' entries, loans, equipment that is lent.

It stands above whoever writes with the hub's own hands, since a unit of those says no more who sent it.
"""

from dataclasses import replace

from fhir_profiles.json_text import parse
from hub.capacity.equipment import DEVICE, LOAN_NUMBER, is_loan
from hub.capacity.institutions import OF_INSTITUTION, custodian_after, own_entry
from hub.clock import Clock
from hub.errors import ConflictError, RuleError
from hub.store.admin import AdminStore
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Put, Visibility, WriteResult, WriteUnit, system

OWNERSHIP = system("ownership")
LOAN_MARK = LOAN_NUMBER.encode()


class Ownership(EngineLayer):
    """An engine in which directory entries are their institutions' own, and a loan changes by operations alone."""

    def __init__(self, inner: Engine, *, admin: AdminStore, clock: Clock) -> None:
        super().__init__(inner)
        self._admin = admin
        self._clock = clock

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit. Raises ForbiddenError, RuleError (a loan), ConflictError (lent), and as the engine does."""
        if visibility.is_system:
            return await self.inner.write(unit, visibility=visibility)
        writer = unit.author or visibility.member
        puts = tuple([await self._entry_of_two(own_entry(put, writer, self._admin), writer) for put in unit.puts])
        for put in puts:
            if put.ref.type == "DeviceUseStatement":
                await self._demand_no_loan(put)
            elif put.ref.type == "Device" and put.delete:
                await self._demand_not_lent(put)
        if any(put.takes_over for put in puts):
            unit = replace(unit, puts=puts)
        return await self.inner.write(unit, visibility=visibility)

    async def _entry_of_two(self, put: Put, writer: int) -> Put:
        """An entry that names an institution is corrected by that institution and by the lead, whoever stored it."""
        if put.ref.type not in OF_INSTITUTION or put.expected == 0:
            return put
        stored = await self.inner.read(put.ref, visibility=OWNERSHIP)
        if stored is None or stored.deleted or stored.custodian == writer:
            return put
        custodian = custodian_after(stored.json(), stored.custodian, writer, self._admin)
        if not custodian:
            return put
        looked_at = stored.version if put.expected is None else put.expected  # a later one may name somebody else
        return replace(put, custodian=custodian, takes_over=True, expected=looked_at)

    async def _demand_no_loan(self, put: Put) -> None:
        stored = None if put.expected == 0 else await self.inner.read(put.ref, visibility=OWNERSHIP)
        is_kept = stored is not None and not stored.deleted and LOAN_MARK in stored.body
        is_said = LOAN_MARK in put.data or (b"\\" in put.data and is_loan(put.resource or parse(put.data)))
        if is_said or is_kept:
            raise RuleError(
                "设备借用只能通过预留、交接、归还、释放操作更改。 A loan changes by $reserve, $hand-over, $take-back "
                "and $release of its Device alone."
            )

    async def _demand_not_lent(self, put: Put) -> None:
        claim = await self.inner.claim_of(DEVICE, put.ref.id, now=self._clock.now())
        if claim is not None:
            raise ConflictError(
                f"该设备已借出或已预留({claim.holder})，请先收回。 The device is lent or reserved; end that first."
            )
