"""`hub catalogue publish` and `dry-run` on an installation with referrals."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.cli.catalogue import impact_in_words, rehearsal_in_words
from hub.cli.main import main
from hub.clock import SHANGHAI, SystemClock
from hub.keys import Keys
from hub.referral.catalogues import Catalogues, publish, to_version, unpack
from hub.referral.erratum import corrected_rules, impact
from hub.referral.gather import GUARD
from hub.referral.rehearsal import rehearse
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event
from hub.store.admin import AdminStore
from hub.store.port import Put, Ref, WriteUnit
from terminology.catalogue import compile_catalogue, load, sample
from terminology.catalogue_source import SAMPLE, read_files
from tests.e2e.referral_stage import stage

NONE: Mapping[str, str] = {}
TODAY = datetime.now(UTC).astimezone(SHANGHAI).date()


def version(folder: Path, name: str, *, begins: int = 0, days: int = 30, cells: Mapping[str, str] = NONE) -> Path:
    """A catalogue of a few days from `begins` days after today on, with some cells of the sample changed."""
    folder = folder / name
    folder.mkdir()
    for file in ("catalogue.csv", "rules.csv", "facts.csv"):
        text = (SAMPLE / file).read_text(encoding="utf-8-sig")
        for old, new in cells.items():
            text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8")
    manifest = (SAMPLE / "manifest.toml").read_text(encoding="utf-8")
    first = TODAY + timedelta(days=begins)
    manifest = manifest.replace("2026.1-sample", name)
    manifest = manifest.replace("2026-01-01", str(first)).replace("2027-12-31", str(first + timedelta(days=days)))
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    return folder


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """An installation without a catalogue."""
    data = tmp_path / "data"
    assert main(["db", "upgrade", "--data", str(data)]) == 0
    return data


def versions(data: Path) -> list[str]:
    admin = AdminStore.open(data / "hub.db", clock=SystemClock())
    try:
        return [one.version for one in admin.catalogue_versions()]
    finally:
        admin.close()


def refusal(capsys: Any) -> str:
    return str(json.loads(capsys.readouterr().err)["issue"][0]["diagnostics"])


def test_publish_says_from_when_and_that_nobody_signed(
    installation: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = version(tmp_path, "2026.2")
    capsysbinary.readouterr()

    assert main(["catalogue", "publish", str(folder), "--data", str(installation)]) == 0

    said = capsysbinary.readouterr().out.decode()
    assert "Published 2026.2, in force from" in said
    assert "experimental or unsigned" in said
    assert versions(installation) == ["2026.2"]


def test_a_published_version_never_changes(
    installation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = version(tmp_path, "2026.2")
    main(["catalogue", "publish", str(folder), "--data", str(installation)])
    capsys.readouterr()

    assert main(["catalogue", "publish", str(folder), "--data", str(installation)]) == 1

    assert "is published and never changes" in refusal(capsys)


def test_an_overlap_is_refused_and_superseding_it_has_to_be_said(
    installation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["catalogue", "publish", str(version(tmp_path, "2026.2")), "--data", str(installation)])
    later, same_day = version(tmp_path, "2026.3", begins=5), version(tmp_path, "2026.1", begins=-5)
    capsys.readouterr()

    assert main(["catalogue", "publish", str(later), "--data", str(installation)]) == 1
    assert "overlaps that of version 2026.2" in refusal(capsys)
    assert main(["catalogue", "publish", str(later), "--supersede", "--data", str(installation)]) == 0
    capsys.readouterr()
    assert main(["catalogue", "publish", str(same_day), "--supersede", "--data", str(installation)]) == 1
    assert "overlaps that of version 2026.3" in refusal(capsys)
    assert versions(installation) == ["2026.2", "2026.3"]


def test_a_version_that_is_over_or_faulty_is_refused(
    installation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    over = version(tmp_path, "2020.1", begins=-60)
    faulty = tmp_path / "catalogue.csv"
    faulty.write_text("行号,编码,名称,级别,下转1\r\n1,I63,脑梗,1,没有 >= 3\n", encoding="utf-8")
    capsys.readouterr()

    assert main(["catalogue", "publish", str(over), "--data", str(installation)]) == 1
    assert "which is over" in refusal(capsys)
    assert main(["catalogue", "publish", str(faulty), "--data", str(installation)]) == 1
    assert main(["catalogue", "dry-run", str(faulty), "--data", str(installation)]) == 1
    assert versions(installation) == []


async def test_what_is_published_decides_from_its_day_on(tmp_path: Path) -> None:
    admin = AdminStore.open(tmp_path / "hub.db", clock=SystemClock())
    now = SystemClock().now()
    try:
        publish(admin, read_files(version(tmp_path, "2026.2")), now=now)
        publish(admin, read_files(version(tmp_path, "2026.3", begins=5)), now=now, supersede=True)
        day = 86_400_000_000

        assert [Catalogues(admin).in_force(now + n * day).version for n in (1, 4, 6)] == ["2026.2", "2026.2", "2026.3"]
        assert unpack(admin.catalogue_versions()[0].content).version == "2026.2"
    finally:
        admin.close()


async def test_a_dry_run_says_which_decisions_would_change(tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    async with stage(tmp_path / "stage") as alliance:
        patient = await alliance.steady_elder("H1")
        await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
        strict = version(tmp_path, "2030.1", begins=900, cells={"体温 <= 37.3": "体温 <= 35.3"})
        found = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(strict)))
        same = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(SAMPLE)))

    assert (found.decided, [(one.receiver, one.before, one.after) for one in found.changed]) == (
        1, [("N1", "pass", "fail")],
    )  # fmt: skip
    assert (same.decided, same.changed, same.skipped) == (1, (), 0)
    assert list(rehearsal_in_words(replace(found, skipped=2)))[:3] == [
        "新版目录会改变 1 例判定中的 1 例，即：",
        "1 of 1 decisions would change: these.",
        "另有 2 例当日无生效目录，未重判。 2 had no catalogue in force, left out.",
    ]
    assert list(rehearsal_in_words(found))[2:] == [
        f"ServiceRequest/{found.changed[0].request} → N1: 符合 → 不符合 (pass → fail)",
        "    【ST0-T】体温稳定 [ST0-T] Temperature stable",
    ]


async def test_a_dry_run_knows_no_more_than_was_known_on_the_day(tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    async with stage(tmp_path / "stage") as alliance:
        patient = await alliance.steady_elder("H1")
        await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
        alliance.clock.advance(seconds=86_400)
        await alliance.observe("H1", patient, {"temperature": 39.5})
        strict = version(tmp_path, "2030.1", begins=900, cells={"体温 <= 37.3": "体温 <= 35.3"})
        found = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(strict)))

    assert [(one.before, one.after) for one in found.changed] == [("pass", "fail")]


async def test_a_dry_run_reads_page_by_page_and_leaves_out_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.referral.rehearsal.MOST", 1)
    async with stage(tmp_path) as alliance:
        patient = await alliance.steady_elder("H1")
        draft = await alliance.workflow.create_draft(
            alliance.who("H1"), patient=patient, direction=Direction.INTO_HOME, receivers=["N1", "N2"]
        )
        about_nobody = {"resourceType": "ServiceRequest", "id": "odd", "status": "draft", "intent": "order",
                        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "down"}]}]}  # fmt: skip
        by_version = {"resourceType": "Observation", "status": "final", "id": "versioned", "code": {"text": "体温"},
                      "subject": {"reference": f"{patient}/_history/1"}}  # fmt: skip
        await alliance.engine.write(
            WriteUnit(puts=(
                Put(ref=Ref("ServiceRequest", "odd"), data=dump(about_nobody), custodian=1),
                Put(ref=Ref("Observation", "versioned"), data=dump(by_version), custodian=1),
                Put(ref=draft.tasks[1], data=b"", delete=True),
            )),
            visibility=GUARD,
        )  # fmt: skip

        found = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(SAMPLE)))

    assert (found.decided, found.skipped, found.changed) == (1, 0, ())


async def test_a_dry_run_reads_the_record_by_the_facts_of_each_version(tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    async with stage(tmp_path / "stage") as alliance:
        await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
        narrow = version(tmp_path, "2030.2", begins=900, cells={"temperature,体温,": "temperature-core,体温,"})

        found = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(narrow)))

    assert [(one.before, one.after) for one in found.changed] == [("pass", "unknown")]


async def test_a_dry_run_leaves_out_referrals_of_days_without_a_catalogue(tmp_path: Path) -> None:
    async with stage(tmp_path) as alliance:
        await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
        alliance.admin.add_catalogue_version(replace(to_version(sample(), {}), effective_from=1, effective_to=2))

        found = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(SAMPLE)))

    assert (found.decided, found.skipped) == (0, 1)


def test_a_dry_run_of_an_installation_without_referrals_changes_nothing(
    installation: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Keys.open(installation / "keys")
    capsysbinary.readouterr()

    assert main(["catalogue", "dry-run", str(SAMPLE), "--data", str(installation)]) == 0

    assert capsysbinary.readouterr().out.decode() == (
        "新版目录会改变 0 例判定中的 0 例。\n0 of 0 decisions would change.\n"
    )


async def test_an_erratum_lists_the_referrals_that_its_cells_decided(tmp_path: Path) -> None:
    old, new = load(SAMPLE), load(version(tmp_path, "2026.1-e1", cells={"体温 <= 37.3": "体温 <= 37.5"}))
    async with stage(tmp_path) as alliance:
        for end in (Event.OPEN, Event.CANCEL):
            draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
            await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
            await alliance.act("H1" if end is Event.CANCEL else "N1", draft.tasks[0], end, reason="other")
        await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
        store = alliance.engine
        rules = corrected_rules(old, new)
        found = [one async for one in impact(store, version="2026.1-sample", rules=rules)]
        elsewhere = [one async for one in impact(store, version="2025.1", rules=rules)]
        untouched = [one async for one in impact(store, version="2026.1-sample", rules=frozenset({"R68"}))]

    assert (sorted(rules), elsewhere, untouched) == (["ST0-T"], [], [])
    assert sorted((one.is_open, one.overall, one.rules) for one in found) == [
        (False, "pass", ("ST0-T",)), (True, "pass", ("ST0-T",)),
    ]  # fmt: skip
    assert [line.partition(" ")[2] for line in impact_in_words(found)][2:] == [
        "未结束 open: 符合 (pass) — ST0-T", "已结束 past: 符合 (pass) — ST0-T",
    ]  # fmt: skip


def test_an_erratum_reaches_the_rules_of_a_corrected_row_and_of_a_corrected_fact(tmp_path: Path) -> None:
    old = load(SAMPLE)
    of_row = load(version(tmp_path, "e1", cells={"软：收缩压 < 150 @3d": "软：收缩压 < 140 @3d"}))
    of_fact = load(version(tmp_path, "e2", cells={"C*1,30,43,24,,8310-5": "C*1,30,43,12,,8310-5"}))

    assert corrected_rules(old, of_row) == {"R1"}
    assert {"ST0-T", "UP0-11", "DR0-02"} <= corrected_rules(old, of_fact)
    assert "ST0-HR" not in corrected_rules(old, of_fact)


def test_an_erratum_at_the_command_line_names_cells_and_asks_for_what_it_corrects(
    installation: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Keys.open(installation / "keys")
    main(["catalogue", "publish", str(version(tmp_path, "2026.2")), "--data", str(installation)])
    without, unknown, good = (
        version(tmp_path, name, begins=2, cells={"体温 <= 37.3": "体温 <= 37.5"}) for name in ("e1", "e2", "e3")
    )
    for folder, corrects in ((unknown, "2020.9"), (good, "2026.2")):
        manifest = folder / "manifest.toml"
        manifest.write_text(f'corrects = "{corrects}"\n' + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    broken = tmp_path / "catalogue.csv"
    broken.write_text("行号,编码,名称,级别,下转1\r\n1,I63,脑梗,1,没有 >= 3\n", encoding="utf-8")
    capsysbinary.readouterr()

    assert main(["catalogue", "erratum", str(without), "--data", str(installation)]) == 1
    assert main(["catalogue", "erratum", str(unknown), "--data", str(installation)]) == 1
    assert main(["catalogue", "erratum", str(broken), "--data", str(installation)]) == 1
    refused = capsysbinary.readouterr().err.decode()
    assert ("corrects" in refused, "2020.9" in refused) == (True, True)
    assert main(["catalogue", "erratum", str(good), "--data", str(installation)]) == 0
    said = capsysbinary.readouterr().out.decode().splitlines()
    assert said[0] == "勘误：更正 2026.2。 Erratum of 2026.2."
    assert "规则 ST0-T（体温稳定）条件：体温 <= 37.3 @72h → 体温 <= 37.5 @72h。" in said
    assert said[-2:] == [
        "受影响的转诊 0 例，其中未结束 0 例；均不自动重判，请逐例复核。",
        "0 referrals were decided by corrected cells, 0 still open; review each by hand.",
    ]
