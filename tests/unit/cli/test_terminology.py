import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.cli.main import main
from hub.clock import SystemClock
from hub.store.admin import AdminStore
from hub.store.code_tables import CodeTables, Terminologies, open_table
from hub.store.postgres_admin import open_postgres_admin
from terminology.code_table import CodeTable
from tests.postgres_server import fresh_database

ICD = "诊断代码,诊断名称\nI63,脑梗死\nI63.900,未特指的脑梗死\n"
URL = "https://alliance-hub.example/fhir/CodeSystem/icd-10-insurance-cn"


@dataclass(frozen=True)
class Installation:
    """One database: a working folder for input files, and the arguments that name the database."""

    folder: Path
    where: tuple[str, ...]

    def tables(self) -> CodeTables:
        clock = SystemClock()
        if self.where[0] == "--db":
            return CodeTables.of(open_postgres_admin(self.where[1], clock=clock), clock=clock)
        return CodeTables.of(AdminStore.open(Path(self.where[1]) / "hub.db", clock=clock), clock=clock)


@pytest.fixture(params=["sqlite", "postgres"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "postgres":
        with fresh_database() as url:
            yield Installation(tmp_path, ("--db", url))
        return
    folder = tmp_path / "data"
    assert main(["db", "upgrade", "--data", str(folder)]) == 0
    yield Installation(tmp_path, ("--data", str(folder)))


def load(installation: Installation, text: str, *more: str) -> int:
    path = installation.folder / "icd.csv"
    path.write_text(text, encoding="gbk")
    given = ["--system", "icd-10-insurance-cn", "--version", "2.0", *installation.where]
    return main(["terminology", "load", str(path), *given, *more])


def test_a_faulty_table_is_refused_with_rows_and_nothing_is_stored(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    status = load(installation, ICD + "I63,又一个\n,没有编码\n")

    issues = json.loads(capsys.readouterr().err)["issue"]
    assert status == 1
    assert [issue["diagnostics"] for issue in issues] == ["Row 5, column code: is empty; expected the code."]
    assert installation.tables().active() == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["load", "none.csv"], "none.csv cannot be read"),
        (["load", "icd.csv", "--column", "code"], "--column 'code' is not understood"),
        (["remove", "http://example.org/none"], "Nothing is loaded under http://example.org/none"),
    ],
)
def test_a_wrong_call_is_refused_in_words(
    installation: Installation,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(installation.folder)
    (installation.folder / "icd.csv").write_text(ICD, encoding="utf-8")

    status = main(["terminology", *arguments, *installation.where])

    assert status == 1
    assert json.loads(capsys.readouterr().err)["issue"][0]["diagnostics"][: len(words)] == words


def test_a_table_is_loaded_listed_replaced_and_removed(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(installation, ICD) == 0
    assert load(installation, ICD + "I10.x00,高血压\n") == 0
    capsys.readouterr()

    assert main(["terminology", "list", *installation.where]) == 0
    assert capsys.readouterr().out.split() == ["code-system", "3", f"{URL}|2.0", "ICD-10", "医保版"]
    assert main(["terminology", "remove", URL, *installation.where]) == 0
    assert installation.tables().active() == ()


def test_the_same_table_again_changes_nothing(installation: Installation) -> None:
    load(installation, ICD)
    tables = installation.tables()
    before = tables.active()

    load(installation, ICD)

    assert tables.active() == before


def test_two_versions_stand_beside_each_other_and_the_later_one_is_meant(installation: Installation) -> None:
    load(installation, ICD)
    load(installation, ICD + "I10.x00,高血压\n", "--version", "2.1")
    known = Terminologies(installation.tables(), SystemClock())

    known.refresh()

    newest, old = known.registry.code_system(URL), known.registry.code_system(URL, "2.0")
    assert newest is not None
    assert old is not None
    assert (newest.head.version, len(newest), len(old)) == ("2.1", 3, 2)
    assert known.descendants(URL, "I63") == ("I63", "I63.900")
    assert known.ancestors(URL, "I63.900") == ("I63.900", "I63")
    assert known.codes_of(URL.replace("/CodeSystem/", "/ValueSet/")) == frozenset(
        (URL, code) for code in ("I63", "I63.900", "I10.x00")
    )


def test_a_stored_table_is_what_was_loaded(installation: Installation) -> None:
    load(installation, ICD, "--unverified")
    tables = installation.tables()
    stored = tables.active()[0]

    table = open_table(stored.kind, tables.content(stored.number))

    assert isinstance(table, CodeTable)
    assert [(one.code, one.zh) for one in map(table.entry, range(len(table)))] == [
        ("I63", "脑梗死"), ("I63.900", "未特指的脑梗死"),
    ]  # fmt: skip
    assert not table.head.verified


def test_a_package_is_loaded_whole_and_a_running_hub_sees_it(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    value_set = {"resourceType": "ValueSet", "url": "http://example.org/vs", "compose": {"include": [{"system": URL}]}}
    concept_map = {"resourceType": "ConceptMap", "url": "http://example.org/cm", "group": []}
    for name, resource in (("vs", value_set), ("cm", concept_map)):
        path = installation.folder / f"{name}.json"
        path.write_text(json.dumps(resource), encoding="utf-8")
        assert main(["terminology", "load", str(path), *installation.where]) == 0
    load(installation, ICD)
    known = Terminologies(installation.tables(), SystemClock())

    known.refresh()

    assert len(known.codes_of("http://example.org/vs") or ()) == 2
    assert next(known.registry.concept_maps()).url == "http://example.org/cm"


async def test_the_registry_is_read_again_only_when_something_was_loaded(installation: Installation) -> None:
    known = Terminologies(installation.tables(), SystemClock())
    first = await known.current()
    known._next_look = 0.0
    assert await known.current() is first

    await asyncio.to_thread(load, installation, ICD)  # a command has an event loop of its own
    known._next_look = 0.0

    assert await known.current() is not first


def test_a_load_that_was_cut_off_is_swept_away(installation: Installation) -> None:
    load(installation, ICD)
    tables = installation.tables()
    taken = tables.active()[0]
    table = open_table(taken.kind, tables.content(taken.number))
    assert isinstance(table, CodeTable)
    number = tables._write("code-system", table, b"other bytes", {}).number
    assert [one.number for one in tables.active()] == [taken.number]

    tables._clock = _Later()
    tables.sweep()

    assert (tables.content(number), tables.content(taken.number) != b"") == (b"", True)


class _Later(SystemClock):
    def now(self) -> int:
        return super().now() + 7_200_000_000
