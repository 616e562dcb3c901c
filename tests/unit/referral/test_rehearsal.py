"""A dry-run that asks only where two versions can differ reports what one that asks everybody reports."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.rehearsal import past_referral
from hub.clock import FrozenClock
from hub.keys import Keys
from hub.referral.catalogues import Catalogues
from hub.referral.judging import Judges
from hub.referral.rehearsal import Rehearsal, rehearse
from hub.store.admin import AdminStore, Member
from hub.store.port import Engine, Visibility
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from terminology.catalogue import Catalogue
from tests.postgres_server import fresh_database
from tests.unit.referral.rules.elders import CATALOGUE
from tests.unit.referral.rules.test_alike import changed, of_hypertension

NOW = datetime(2026, 3, 2, tzinfo=UTC)
VERSIONS = {
    "a shared rule": lambda: changed("rules", "code", "ST0-K", condition="血钾 3.5..4.4"),
    "a shared rule's weight": lambda: changed("rules", "code", "ST0-T", severity="软"),
    "the facts table": lambda: changed("facts", "code", "temperature", high="37.5"),
    "how old a fact may be": lambda: changed("facts", "code", "potassium", age_hours="0.5"),
    "what a fact is called": lambda: changed("facts", "code", "potassium", aliases="", loinc="2823-3"),
    "a row": lambda: changed("rows", "row", of_hypertension(), level="1", down1="", down2="", down3="", down4=""),
    "a rule less": lambda: replace(CATALOGUE, rules={**CATALOGUE.rules, "ST0": CATALOGUE.rules["ST0"][1:]}),
}


SAME = {"what a fact is called"}
"""Versions by which nothing changes for these elders, though the record is read anew for each."""


async def dry_run(folder: Path, new: Catalogue, url: str = "", judges: Judges | None = None) -> Rehearsal:
    clock = FrozenClock(NOW)
    store: Engine = (
        await PostgresStore.open(url, keys=Keys.in_memory(), clock=clock)
        if url
        else SqliteStore.open(folder / "hub.db", keys=Keys.in_memory(), clock=clock)
    )
    admin = AdminStore.open(folder / "admin.db", clock=clock)
    try:
        if not admin.members():
            for code in ("H1", "M1"):
                admin.add_member(Member(code=code, name=code, kind="hospital"))
            Catalogues(admin).publish_sample()
            for number in range(24):
                values = {"temperature": 36.5 + number % 4 / 2, "potassium": 3.0 + number % 7 / 3}
                await store.write(past_referral(number, values), visibility=Visibility(member=1))
        return await rehearse(store, admin, new=new, judges=judges)
    finally:
        admin.close()
        await store.close()


@pytest.mark.parametrize("name", sorted(VERSIONS))
async def test_a_dry_run_reports_what_asking_everybody_reports(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = VERSIONS[name]()

    quick = await dry_run(tmp_path, new)
    monkeypatch.setattr("hub.referral.rehearsal.same_rules", lambda *_: False)
    monkeypatch.setattr("hub.referral.judging.same_names", lambda *_: False)
    monkeypatch.setattr("hub.referral.judging.find_alike", lambda *_: False)
    thorough = await dry_run(tmp_path, new)

    assert quick == thorough
    assert (quick.decided, bool(quick.changed)) == (24, name not in SAME)


async def test_an_elder_of_whom_much_is_known_is_read_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = VERSIONS["a shared rule"]()

    expected = await dry_run(tmp_path, new)
    monkeypatch.setattr("hub.referral.rehearsal.FEW", 2)
    monkeypatch.setattr("hub.referral.rehearsal.MOST", 4)

    assert await dry_run(tmp_path, new) == expected


async def test_a_dry_run_on_postgresql_reports_the_same(tmp_path: Path) -> None:
    new = VERSIONS["a shared rule"]()
    (tmp_path / "other").mkdir()

    expected = await dry_run(tmp_path, new)
    with fresh_database() as url:
        found = await dry_run(tmp_path / "other", new, url)

    assert found == expected
