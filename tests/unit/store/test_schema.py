"""The schema has one truth: tables, script and revisions agree."""

import sqlite3
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from hub.errors import ConflictError
from hub.store import admin_tables, ledger_tables, migrate, schema
from hub.store.tables import METADATA

assert admin_tables
assert ledger_tables


def _objects(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows if name != "alembic_version"}


def test_a_new_file_has_the_tables_that_the_code_describes(tmp_path: Path) -> None:
    connection = schema.connect(tmp_path / "a.sqlite")
    schema.ensure_schema(connection)
    connection.close()
    described = {}
    for table in METADATA.sorted_tables:
        described[table.name] = CreateTable(table).compile(dialect=sqlite.dialect())
        described |= {str(one.name): CreateIndex(one).compile(dialect=sqlite.dialect()) for one in table.indexes}

    found = _objects(tmp_path / "a.sqlite")

    assert found == {name: " ".join(str(sql).split()) for name, sql in described.items()}


def test_upgrading_from_nothing_gives_the_same_schema_as_a_new_file(tmp_path: Path) -> None:
    connection = schema.connect(tmp_path / "new.sqlite")
    schema.ensure_schema(connection)
    connection.close()

    migrate.upgrade(tmp_path / "upgraded.sqlite")

    assert _objects(tmp_path / "upgraded.sqlite") == _objects(tmp_path / "new.sqlite")
    reopened = schema.connect(tmp_path / "upgraded.sqlite")
    schema.ensure_schema(reopened)
    reopened.close()


def test_a_file_of_the_first_revision_keeps_its_messages_and_takes_the_same_id_of_another_member(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.sqlite"
    migrate.upgrade(path, to="0001")
    row = (1, 1, "HIS|MAIN", "1", "stored", "", 1, "mllp", "hl7v2", "", 0, "[]", "[]", "[]", b"", b"AA", b"MSH")
    insert = f"INSERT INTO inbound VALUES ({','.join('?' * len(row))})"
    with sqlite3.connect(path) as old:
        old.execute(insert, row)
        with pytest.raises(sqlite3.IntegrityError):
            old.execute(insert, (2, 2, *row[2:]))
    old.close()

    migrate.make_newest(path)
    migrate.make_newest(path)

    connection = schema.connect(path)
    schema.ensure_schema(connection)
    connection.execute(insert, (2, 2, *row[2:]))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(insert, (3, 2, *row[2:]))
    kept = connection.execute("SELECT * FROM inbound ORDER BY key").fetchall()
    connection.close()
    assert kept == [row, (2, 2, *row[2:])]


def test_an_upgrade_makes_a_new_file_and_refuses_one_of_a_newer_hub(tmp_path: Path) -> None:
    migrate.make_newest(tmp_path / "new.sqlite")
    newer = schema.connect(tmp_path / "new.sqlite")
    assert schema.revision_of(newer) == schema.HEAD
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()

    with pytest.raises(ConflictError, match="schema revision 9999"):
        migrate.make_newest(tmp_path / "new.sqlite")


def test_the_newest_revision_is_the_one_that_the_store_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]
