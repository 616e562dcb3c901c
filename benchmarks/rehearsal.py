"""A dry-run of a catalogue over past referrals in SQLite: what deciding one of them again costs, twice over.

The figure is that of the command, with its start and its workers. `python -m benchmarks.rehearsal` measures every kind
of change besides, in one process. The worst is a shared rule that answers otherwise for
every elder: all of every record is read, and both versions decide in full.
"""

import argparse
import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.large_catalogue import large_catalogue
from fhir_profiles.json_text import dump
from hub.cli.installation import Installation, open_installation
from hub.clock import FrozenClock, datetime_to_micros, micros_to_instant
from hub.keys import Keys
from hub.referral.catalogues import Catalogues
from hub.referral.facts import FACT_TYPES
from hub.referral.rehearsal import past_pages, rehearse, with_records
from hub.referral.rules.observations import FACT_SYSTEM
from hub.referral.shape import new_task
from hub.referral.states import DIRECTION_SYSTEM, State
from hub.store.admin import AdminStore, Member
from hub.store.installation import open_database
from hub.store.port import Engine, Put, Ref, Visibility, WriteUnit
from hub.store.sqlite import SqliteStore
from terminology.catalogue import Catalogue, compile_catalogue, load
from terminology.catalogue_source import SAMPLE, read_files

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_EYES = Visibility(member=1)
_FACTS = {"temperature": ("Cel", 36.6), "heart-rate": ("/min", 78), "respiratory-rate": ("/min", 17),
          "systolic": ("mm[Hg]", 128), "spo2": ("%", 96), "potassium": ("mmol/L", 4.1)}  # fmt: skip
_DISEASES = ("I10", "I63.900", "J44.900", "E11.900", "F03", "I50.900", "S72.000", "N39.000")


def _with_changed(table: str, code: str, **cells: str) -> Catalogue:
    """The sample with cells of one record changed."""
    source = load()
    records = tuple(
        replace(one, cells={**one.cells, **cells}) if one["code"] == code else one for one in getattr(source, table)
    )
    more: dict[str, Any] = {table: records}
    return compile_catalogue(replace(source, **more))


CHANGES: dict[str, Callable[[], Catalogue]] = {
    "new entries": lambda: large_catalogue(100),
    "a fact may be older": lambda: _with_changed("facts", "potassium", age_hours="200"),
    "a shared rule, the same for each": lambda: _with_changed("rules", "ST0-K", condition="血钾 3.5..4.5"),
    "a shared rule, otherwise for each": lambda: _with_changed("rules", "ST0-K", condition="血钾 3.5..4.0"),
}
"""What a new version may change, the worst last."""
WORST = "a shared rule, otherwise for each"
WORST_IN_FILES = ("血钾 3.5..5.5", "血钾 3.5..4.0")


def rehearse_referrals(count: int = 4_000) -> dict[str, Any]:
    """Past referrals a second by `hub catalogue dry-run` in SQLite, its start included, at the worst change.

    `cpu_us` is what all of its processes take for one; the limit is reading them and their records alone, in one.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with open_installation(argparse.Namespace(data=place / "data", db=""), new=True) as installation:
            read = asyncio.run(_fill(installation, count))
        wall, spent = _dry_run(_version(place / "catalogue"), place / "data", count)
    return {
        "value": count / wall,
        "unit": "referrals/s",
        "limit": count / read,
        "ratio": read / wall,
        "cpu_us": spent / count * 1e6,
    }


async def _fill(installation: Installation, count: int) -> float:
    """An installation with a past; gives the seconds of processor time in which it is read."""
    clock = FrozenClock(_NOW)
    store, admin = await open_database(installation.settings, keys=installation.keys, clock=clock)
    try:
        await _write(store, admin, count)
        return await _read(store)
    finally:
        admin.close()
        await store.close()


def _version(folder: Path) -> Path:
    """The sample under another version, with the worst change."""
    folder.mkdir()
    for name, text in read_files(SAMPLE).items():
        changed = text.decode().replace(*WORST_IN_FILES).replace("2026.1-sample", "2026.9")
        (folder / name).write_text(changed, encoding="utf-8")
    return folder


def _dry_run(catalogue: Path, data: Path, count: int) -> tuple[float, float]:
    """Seconds by the wall, and of processor time of the command with its workers."""
    command = [sys.executable, "-m", "hub.cli.main", "catalogue", "dry-run", str(catalogue), "--data", str(data)]
    before, start = _of_children(), time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert f" of {count} decisions would change" in said, said[:200]
    return time.perf_counter() - start, _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rehearse_here(count: int = 2_000, change: str = WORST) -> tuple[float, float]:
    """Microseconds of one past referral in this process alone, start apart: reading it, and the whole dry-run."""
    return asyncio.run(_measure(count, CHANGES[change]()))


async def _measure(count: int, new: Catalogue) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        clock = FrozenClock(_NOW)
        store = SqliteStore.open(Path(folder) / "hub.db", keys=Keys.in_memory(), clock=clock)
        admin = AdminStore.open(Path(folder) / "admin.db", clock=clock)
        try:
            await _write(store, admin, count)
            read = await _read(store)
            start = time.process_time()
            found = await rehearse(store, admin, new=new)
            spent = time.process_time() - start
            assert (found.decided, found.skipped) == (count, 0), found
        finally:
            admin.close()
            await store.close()
    return read / count * 1e6, spent / count * 1e6


async def _write(store: Engine, admin: AdminStore, count: int) -> None:
    for code in ("H1", "M1"):
        admin.add_member(Member(code=code, name=code, kind="hospital"))
    Catalogues(admin).publish_sample()
    for number in range(count):
        await store.write(past_referral(number), visibility=_EYES)


async def _read(store: Engine) -> float:
    start = time.process_time()
    async for page in past_pages(store):
        await with_records(store, page, list(FACT_TYPES))
    return time.process_time() - start


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


if __name__ == "__main__":
    for change in CHANGES:
        read_us, all_us = rehearse_here(change=change)
        print(f"{change}: {all_us:.0f} µs a referral in one process, of which {read_us:.0f} reading all of it")
    figure = rehearse_referrals()
    print(f"by the command: {figure['value']:.0f} referrals a second, {figure['cpu_us']:.0f} µs of all processes each")
