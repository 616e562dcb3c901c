"""A dry-run of a catalogue over past referrals in SQLite: what deciding one of them again costs, twice over."""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.large_catalogue import large_catalogue
from fhir_profiles.json_text import dump
from hub.clock import FrozenClock, datetime_to_micros, micros_to_instant
from hub.keys import Keys
from hub.referral.catalogues import Catalogues
from hub.referral.rehearsal import past_candidates, rehearse
from hub.referral.rules.observations import FACT_SYSTEM
from hub.referral.shape import new_task
from hub.referral.states import DIRECTION_SYSTEM, State
from hub.store.admin import AdminStore, Member
from hub.store.port import Put, Ref, Visibility, WriteUnit
from hub.store.sqlite import SqliteStore

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_EYES = Visibility(member=1)
_FACTS = {"temperature": ("Cel", 36.6), "heart-rate": ("/min", 78), "respiratory-rate": ("/min", 17),
          "systolic": ("mm[Hg]", 128), "spo2": ("%", 96), "potassium": ("mmol/L", 4.1)}  # fmt: skip
_DISEASES = ("I10", "I63.900", "J44.900", "E11.900", "F03", "I50.900", "S72.000", "N39.000")


def rehearse_referrals(count: int = 2_000) -> dict[str, Any]:
    """Past referrals a second, under a version with new entries; the limit is reading them and their records alone."""
    return asyncio.run(_measure(count))


async def _measure(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        clock = FrozenClock(_NOW)
        store = SqliteStore.open(Path(folder) / "hub.db", keys=Keys.in_memory(), clock=clock)
        admin = AdminStore.open(Path(folder) / "admin.db", clock=clock)
        try:
            for code in ("H1", "M1"):
                admin.add_member(Member(code=code, name=code, kind="hospital"))
            Catalogues(admin).publish_sample()
            for number in range(count):
                await store.write(past_referral(number), visibility=_EYES)
            start = time.process_time()
            async for _ in past_candidates(store):
                pass
            read = time.process_time() - start
            new = large_catalogue(100)
            start = time.process_time()
            found = await rehearse(store, admin, new=new)
            spent = time.process_time() - start
            assert (found.decided, found.skipped) == (count, 0)
        finally:
            admin.close()
            await store.close()
    return {
        "value": count / spent,
        "unit": "referrals/s",
        "limit": count / read,
        "ratio": read / spent,
        "cpu_us": spent / count * 1e6,
    }


def past_referral(number: int, values: Mapping[str, float] | None = None) -> WriteUnit:
    """One elder, one diagnosis, the vital signs of the day (some of them given), and a referral down to the clinic."""
    facts = {code: (unit, (values or {}).get(code, value)) for code, (unit, value) in _FACTS.items()}
    at = _NOW - timedelta(minutes=number % 1_000)
    micros, patient = datetime_to_micros(at), Ref("Patient", f"p{number}")
    instant, subject = micros_to_instant(micros), {"reference": str(patient)}
    request = Ref("ServiceRequest", f"r{number}")
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "id": patient.id},
        {"resourceType": "Condition", "id": f"c{number}", "subject": subject, "onsetDateTime": "2026-02-01",
         "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10",
                              "code": _DISEASES[number % len(_DISEASES)]}]}},
        {"resourceType": "ServiceRequest", "id": request.id, "status": "completed", "intent": "order",
         "authoredOn": instant, "subject": subject, "priority": "routine",
         "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "down"}]}]},
        new_task(task_id=f"t{number}", request=request, patient=patient, requester="H1", owner="M1",
                 priority="routine", now=micros, state=State.CLOSED),
    ]  # fmt: skip
    resources += [
        {"resourceType": "Observation", "id": f"o{number}-{code}", "status": "final", "subject": subject,
         "effectiveDateTime": micros_to_instant(datetime_to_micros(at - timedelta(hours=1))),
         "code": {"coding": [{"system": FACT_SYSTEM, "code": code}]}, "valueQuantity": {"value": value, "code": unit}}
        for code, (unit, value) in facts.items()
    ]  # fmt: skip
    puts = tuple(Put(ref=Ref(one["resourceType"], one["id"]), data=dump(one), custodian=1) for one in resources)
    return WriteUnit(puts=puts)
