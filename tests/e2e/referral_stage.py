"""A small alliance with its referral workflow on a real store: the stage on which the loop's tests play."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.clock import FrozenClock, micros_to_datetime
from hub.delivery.timers import Timers
from hub.keys import Keys
from hub.referral.alarms import Alarms
from hub.referral.catalogues import Catalogues
from hub.referral.guard import ReferralGuard
from hub.referral.rules.observations import FACT_SYSTEM
from hub.referral.shape import state_of
from hub.referral.situation import Details
from hub.referral.states import Direction, Event, State
from hub.referral.unsent import Unsent
from hub.referral.workflow import Draft, Workflow
from hub.store.admin import AdminStore, Endpoint, Member
from hub.store.port import Put, Ref, StoredResource, WriteUnit
from hub.store.sqlite import SqliteStore

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

MEMBERS = (
    Member(code="H1", name="示范老年病医院", kind="hospital", licensed=True, night_doctor=True),
    Member(code="M1", name="示范街道社区卫生服务中心", kind="clinic", licensed=True, capabilities=("O2", "REHAB")),
    Member(
        code="N1",
        name="示范颐和养护院",
        kind="home",
        licensed=True,
        capabilities=("O2", "NGT", "FOLEY"),
        declared_ability_level=4,
    ),
    Member(code="N2", name="示范康悦护理中心", kind="home", capabilities=("O2",), declared_ability_level=2),
)

STEADY: Mapping[str, float | str | bool] = {
    "temperature": 36.6,
    "heart-rate": 78,
    "respiratory-rate": 17,
    "systolic": 128,
    "spo2": 96,
    "oxygen-flow": 0,
    "consciousness": "A",
    "news2": 0,
    "news2-single": 0,
    "potassium": 4.2,
    "ability-level": 2,
}
"""Values of an elder who may travel."""

UNITS = {
    "temperature": "Cel", "heart-rate": "/min", "respiratory-rate": "/min", "systolic": "mm[Hg]", "spo2": "%",
    "oxygen-flow": "L/min", "potassium": "mmol/L",
}  # fmt: skip


@dataclass
class Stage:
    """The alliance, its guarded store and its workflow."""

    store: ReferralGuard
    engine: SqliteStore
    admin: AdminStore
    clock: FrozenClock
    keys: Keys
    workflow: Workflow
    timers: Timers

    def who(self, code: str, *, user: str = "", roles: frozenset[str] = frozenset()) -> Principal:
        """A member's system, or one of its people."""
        member = self.admin.member(code)
        assert member is not None
        agent = f"user:{user}" if user else f"client:{code}"
        return Principal(
            agent=agent, member=member.number, member_code=code, scopes={"*": frozenset("cruds")}, roles=roles
        )

    async def put(self, code: str, resource: dict[str, Any]) -> Ref:
        """Store a resource of a member."""
        return (await self.put_all(code, [resource]))[0]

    async def put_all(self, code: str, resources: Iterable[dict[str, Any]]) -> list[Ref]:
        """Store resources of a member in one transaction."""
        puts = []
        for resource in resources:
            ref = Ref(resource["resourceType"], resource.get("id") or self.engine.new_id())
            resource["id"] = ref.id
            puts.append(Put(ref=ref, data=dump(resource)))
        await self.store.write(WriteUnit(puts=tuple(puts)), visibility=self.who(code).visibility)
        return [put.ref for put in puts]

    async def patient(self, code: str, name: str = "钱阿婆") -> Ref:
        """A fictitious elder of a member."""
        return await self.put(code, {"resourceType": "Patient", "name": [{"text": name}], "birthDate": "1941-11-03"})

    async def observe(self, code: str, patient: Ref, values: Mapping[str, float | str | bool]) -> None:
        """Observations of now."""
        observations = []
        for fact, value in values.items():
            kind = "valueBoolean" if isinstance(value, bool) else "valueString" if isinstance(value, str) else ""
            observations.append(
                {
                    "resourceType": "Observation",
                    "status": "final",
                    "category": [{"coding": [{"code": "vital-signs"}]}],
                    "code": {"coding": [{"system": FACT_SYSTEM, "code": fact}], "text": fact},
                    "subject": {"reference": str(patient)},
                    "effectiveDateTime": micros_to_datetime(self.clock.now()).isoformat(),
                    **({kind: value} if kind else {"valueQuantity": {"value": value, "code": UNITS.get(fact, "1")}}),
                }
            )
        await self.put_all(code, observations)

    async def diagnose(self, code: str, patient: Ref, icd10: str, text: str, *, days: int = 30) -> Ref:
        """An active confirmed diagnosis."""
        onset = micros_to_datetime(self.clock.now()) - timedelta(days=days)
        return await self.put(
            code,
            {
                "resourceType": "Condition",
                "clinicalStatus": {"coding": [{"code": "active"}]},
                "verificationStatus": {"coding": [{"code": "confirmed"}]},
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": icd10}], "text": text},
                "subject": {"reference": str(patient)},
                "onsetDateTime": onset.isoformat(),
            },
        )

    async def bed(self, code: str, bed_id: str, **more: Any) -> str:
        """A bed of a member; its reference."""
        member = self.admin.member(code)
        assert member is not None
        await self.put(
            code,
            {
                "resourceType": "Location",
                "id": bed_id,
                "status": "active",
                "name": bed_id,
                "physicalType": {"coding": [{"code": "bd"}]},
                "operationalStatus": {"code": "U"},
                "managingOrganization": {"reference": f"Organization/{code}"},
            }
            | more,
        )
        return f"Location/{bed_id}"

    async def steady_elder(self, code: str) -> Ref:
        """An elder with stable hypertension who may go down."""
        patient = await self.patient(code)
        await self.diagnose(code, patient, "I10", "原发性高血压")
        await self.observe(code, patient, STEADY)
        return patient

    async def draft(self, code: str, direction: Direction, receiver: str, patient: Ref, **more: Any) -> Draft:
        """A draft with one candidate."""
        return await self.workflow.create_draft(
            self.who(code), patient=patient, direction=direction, receivers=[receiver], **more
        )

    async def act(self, code: str, task: Ref, event: Event, **details: Any) -> State:
        """Let a member's system act; the state after."""
        after = await self.workflow.act(task.id, event, self.who(code), details=Details(**details))
        return state_of(after.json())

    async def stored(self, ref: Ref) -> StoredResource:
        """As it stands."""
        from hub.referral.gather import GUARD

        found = await self.engine.read(ref, visibility=GUARD)
        assert found is not None
        return found

    async def state(self, task: Ref) -> State:
        """A Task's state."""
        return state_of((await self.stored(task)).json())

    async def sees(self, code: str, ref: Ref) -> bool:
        """Whether a member sees a resource."""
        return await self.engine.read(ref, visibility=self.who(code).visibility) is not None


@asynccontextmanager
async def stage(folder: Path, *, members: tuple[Member, ...] = MEMBERS) -> AsyncIterator[Stage]:
    """The stage on a database in `folder`."""
    clock, keys = FrozenClock(START), Keys.in_memory()
    engine = SqliteStore.open(folder / "hub.db", keys=keys, clock=clock)
    admin = AdminStore.open(folder / "hub.db", clock=clock)
    for member in members:
        stored = admin.add_member(member)
        admin.add_endpoint(
            Endpoint(member=stored.number, channel="rest-hook", address=f"http://127.0.0.1:9/{member.code}")
        )
    catalogues = Catalogues(admin)
    guard = ReferralGuard(engine, admin, catalogues, clock, keys=keys)
    workflow = Workflow(guard, admin, clock, keys, catalogues)
    timers = Timers(guard, clock)
    timers.register(Alarms(guard, workflow, admin).handlers())
    timers.register(Unsent(guard, admin, clock).handlers())
    try:
        yield Stage(guard, engine, admin, clock, keys, workflow, timers)
    finally:
        await engine.close()
        admin.close()
