"""Database views through the poller into a real store: nothing lost, nothing twice, also after a crash."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import asyncpg
import pytest

from hub.bootstrap import Hub
from hub.errors import BadRequestError, HubError
from hub.ingest.view_position import before, from_json, to_json
from hub.ingest.views import Turn, Views, with_variables
from hub.store.views import Position, ViewError, ViewQuery, as_text, read_page
from tests.postgres_server import fresh_database
from tests.unit.ingest.reading import found

MRN = "https://alliance-hub.example/sid/N1/mrn"
QUERY = ViewQuery("patients", "changed", "id")
FILE = """
[site]
member = "N1"
[columns.patients]
mrn = "id"
[database]
url = "sqlite:///{path}"
batch = 3
overlap = {overlap}
[views.patients]
query = "SELECT id, xm, xb, csrq, changed AS changed FROM patients"
watermark = "changed"
key = "id"
"""


@pytest.fixture
def his(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "his.db", isolation_level=None)) as database:
        database.execute("CREATE TABLE patients (id TEXT, xm TEXT, xb TEXT, csrq TEXT, changed TEXT)")
        yield database


def put(his: sqlite3.Connection, number: int, *, at: str, sex: str = "女") -> None:
    row = (f"P{number}", f"人{number}", sex, "1941-05-03", f"2026-03-01 {at}")
    his.execute("INSERT INTO patients VALUES (?,?,?,?,?)", row)


def views(hub: Hub, his_path: Path, *, overlap: int = 0) -> Views:
    folder = hub.settings.data / hub.settings.sites
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "home.toml").write_text(FILE.format(path=his_path, overlap=overlap), encoding="utf-8")
    return Views(hub.ingest, hub.admin, hub.clock, hub.settings)


async def test_all_rows_are_read_in_pages_and_only_new_ones_afterwards(
    hub: Hub, his: sqlite3.Connection, tmp_path: Path
) -> None:
    for number in range(7):
        put(his, number, at=f"08:00:0{number // 3}")
    poller = views(hub, tmp_path / "his.db")

    first = await poller.read_site("home")
    again = await poller.read_site("home")
    put(his, 7, at="08:00:02")
    later = await views(hub, tmp_path / "his.db").read_site("home")

    assert (first, again, later) == (
        [Turn("patients", 7, 7, 0)],
        [Turn("patients", 0, 0, 0)],
        [Turn("patients", 1, 1, 0)],
    )
    (patient,) = await found(hub, "Patient", "P7", system=MRN, code="N1")
    assert (patient.version, patient.json()["name"][0]["text"]) == (1, "人7")


async def test_rows_without_a_place_are_counted_and_never_end_the_reading(
    hub: Hub, his: sqlite3.Connection, tmp_path: Path
) -> None:
    for number in range(4):
        his.execute("INSERT INTO patients VALUES (?, '人', '女', '1941-05-03', NULL)", (f"N{number}",))
    his.execute("INSERT INTO patients VALUES (NULL, '人', '女', '1941-05-03', '2026-03-01 08:00:00')")
    for number in range(4):
        put(his, number, at="08:00:00")
    poller = views(hub, tmp_path / "his.db")

    first = await poller.read_site("home")
    put(his, 4, at="08:00:01")
    later = await poller.read_site("home")

    assert (first, later) == ([Turn("patients", 4, 4, 0, without_place=5)], [Turn("patients", 1, 1, 0)])


async def test_a_position_without_a_watermark_begins_the_reading_anew(his: sqlite3.Connection, tmp_path: Path) -> None:
    put(his, 1, at="08:00:00")

    page = await read_page(f"sqlite:///{tmp_path}/his.db", QUERY, after=Position(None, "N2"), count=3)

    assert [row[0] for row in page.rows] == ["P1"]


async def test_a_row_that_was_committed_late_is_found_in_the_overlap_and_nothing_is_stored_twice(
    hub: Hub, his: sqlite3.Connection, tmp_path: Path
) -> None:
    put(his, 1, at="08:00:10")
    poller = views(hub, tmp_path / "his.db", overlap=60)
    await poller.read_site("home")
    put(his, 2, at="08:00:05")

    late = await poller.read_site("home")
    restarted = await views(hub, tmp_path / "his.db", overlap=60).read_site("home")

    assert late == [Turn("patients", 1, 1, 0)]
    assert restarted[0].refused == 0
    versions = [(await found(hub, "Patient", f"P{number}", system=MRN, code="N1"))[0].version for number in (1, 2)]
    assert versions == [1, 1]


async def test_a_page_that_a_crash_cut_off_is_read_again_without_a_second_copy(
    hub: Hub, his: sqlite3.Connection, tmp_path: Path
) -> None:
    for number in range(4):
        put(his, number, at="08:00:00")
    await views(hub, tmp_path / "his.db").read_site("home")
    (hub.settings.data / "views" / "home.patients.json").unlink()  # as if it had not been written yet

    again = await views(hub, tmp_path / "his.db").read_site("home")

    assert again == [Turn("patients", 4, 0, 0)]
    versions = [(await found(hub, "Patient", f"P{number}", system=MRN, code="N1"))[0].version for number in range(4)]
    assert versions == [1, 1, 1, 1]


async def test_a_refused_row_is_in_quarantine_and_the_reading_goes_on(
    hub: Hub, his: sqlite3.Connection, tmp_path: Path
) -> None:
    put(his, 1, at="08:00:00")
    his.execute("UPDATE patients SET csrq = '不详'")
    put(his, 2, at="08:00:01")

    [turn] = await views(hub, tmp_path / "his.db").read_site("home")

    assert turn == Turn("patients", 2, 1, 1)


async def test_a_site_without_a_file_and_a_member_who_does_not_exist_are_said(
    hub: Hub, his: sqlite3.Connection, tmp_path: Path
) -> None:
    put(his, 1, at="08:00:00")
    poller = views(hub, tmp_path / "his.db")
    path = hub.settings.data / hub.settings.sites / "home.toml"

    with pytest.raises(BadRequestError, match="files that do: home"):
        await poller.read_site("other")
    path.write_text(path.read_text(encoding="utf-8").replace('"N1"', '"XX"'), encoding="utf-8")
    with pytest.raises(BadRequestError, match="'XX', who does not exist"):
        await poller.read_site("home")


async def test_two_processes_do_not_read_one_site(hub: Hub, his: sqlite3.Connection, tmp_path: Path) -> None:
    poller = views(hub, tmp_path / "his.db")

    with poller._lock("home"), pytest.raises(BadRequestError, match="Another process reads"):
        await poller.read_site("home")


async def test_the_other_database_cannot_be_written(his: sqlite3.Connection, tmp_path: Path) -> None:
    put(his, 1, at="08:00:00")
    url = f"sqlite:///{tmp_path}/his.db"

    with pytest.raises(ViewError, match="cannot be read"):
        await read_page(url, ViewQuery("DELETE FROM patients RETURNING *", "changed", "id"), after=None, count=1)

    assert his.execute("SELECT count(*) FROM patients").fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "cannot be understood"),
        ("nosuch://x", "cannot be understood"),
        ("mysql+pymysql://x", "driver pymysql .* not installed"),
    ],
)
async def test_a_url_that_nobody_understands_is_refused(url: str, words: str) -> None:
    with pytest.raises(BadRequestError, match=words):
        await read_page(url, QUERY, after=None, count=1)


async def test_a_view_without_its_ordering_columns_is_refused(his: sqlite3.Connection, tmp_path: Path) -> None:
    put(his, 1, at="08:00:00")
    url = f"sqlite:///{tmp_path}/his.db"

    with pytest.raises(ViewError):
        await read_page(url, replace(QUERY, watermark="nothing"), after=None, count=1)
    with pytest.raises(BadRequestError, match="no column rowid"):
        await read_page(url, replace(QUERY, key="rowid"), after=None, count=1)


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 3, 1, 8), date(2026, 3, 1), 7, 1.5, Decimal("1.50"), "x", None],  # noqa: DTZ001  a database's time has no zone
)
def test_a_position_keeps_its_types(value: object) -> None:
    assert from_json(to_json(Position(value, value))) == Position(value, value)


def test_a_damaged_position_is_not_guessed() -> None:
    with pytest.raises(HubError, match="cannot be read"):
        from_json(b"{}")


def test_an_overlap_moves_times_and_nothing_else() -> None:
    moment = datetime(2026, 3, 1, 8)  # noqa: DTZ001  a database's time has no zone

    assert before(None, 60) is None
    assert before(Position(moment, 1), 60) == Position(datetime(2026, 3, 1, 7, 59), None)  # noqa: DTZ001  the same
    assert before(Position("2026-03-01T08:00:00.5", 1), 60) == Position("2026-03-01T07:59:00", None)
    assert before(Position(7, 1), 60) == Position(7, 1)
    assert before(Position(moment, 1), 0) == Position(moment, 1)


def test_values_of_a_database_are_written_as_cells() -> None:
    values = (
        None,
        True,
        False,
        datetime(2026, 3, 1, 8),  # noqa: DTZ001  the same
        date(2026, 3, 1),
        2.0,
        1.5,
        Decimal("1.50"),
        b"\xe7\x8e\x8b",
        7,
    )

    assert [as_text(value) for value in values] == [
        "", "是", "否", "2026-03-01 08:00:00", "2026-03-01", "2", "1.5", "1.50", "王", "7",
    ]  # fmt: skip


def test_passwords_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIS_PASSWORD", "secret")

    assert with_variables("x://a:${HIS_PASSWORD}@b") == "x://a:secret@b"
    with pytest.raises(BadRequestError, match="HIS_OTHER"):
        with_variables("x://${HIS_OTHER}")


async def test_a_view_of_postgresql_is_read_in_pages_and_goes_on_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    with fresh_database() as url:
        his = await asyncpg.connect(url)
        await his.execute("CREATE TABLE patients (id TEXT, xm TEXT, xb TEXT, csrq DATE, changed TIMESTAMP)")
        row = "INSERT INTO patients SELECT 'P' || n, '人' || n, '女', '1941-05-03', '2026-03-01 08:00'::timestamp + "
        await his.execute(f"{row} n / 3 * interval '1 second' FROM generate_series(0, 6) n")
        await his.execute("INSERT INTO patients SELECT 'N' || n, '人', '女', '1941-05-03' FROM generate_series(1, 5) n")
        site = FILE.replace("sqlite:///{path}", url.replace("postgresql:", "postgresql+asyncpg:", 1))
        folder = hub.settings.data / hub.settings.sites
        folder.mkdir(parents=True)
        (folder / "home.toml").write_text(site.format(overlap=0), encoding="utf-8")
        poller = Views(hub.ingest, hub.admin, hub.clock, hub.settings)

        first = await poller.read_site("home")
        await his.execute(f"{row} interval '9 seconds' FROM generate_series(7, 7) n")
        later = await Views(hub.ingest, hub.admin, hub.clock, hub.settings).read_site("home")
        rows = await his.fetchval("SELECT count(*) FROM patients")
        await his.close()

    assert (first, later, rows) == (
        [Turn("patients", 7, 7, 0, without_place=5)],
        [Turn("patients", 1, 1, 0, without_place=5)],
        13,
    )
    (patient,) = await found(hub, "Patient", "P7", system=MRN, code="N1")
    assert (patient.json()["name"][0]["text"], patient.json()["birthDate"]) == ("人7", "1941-05-03")
