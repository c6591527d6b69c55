"""The database: migrated from nothing to what the tables say, durable, and append-only where it must be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from models.acts import MarkExecuted
from models.database import (
    HEAD,
    MIGRATIONS,
    DatabaseUrlError,
    current_migration,
    migrate,
    open_database,
)
from models.finding_tables import metadata
from models.ledger import record_policy
from models.request import Stage
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING

APPEND_ONLY = ("events", "decisions", "snapshots", "policies")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")


def config(engine: Engine) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["engine"] = engine
    return made


def test_newest_migration_is_the_one_that_a_start_asks_for() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [HEAD]


def test_migrations_lead_from_nothing_to_the_tables(engine: Engine) -> None:
    assert current_migration(engine) is None
    assert migrate(engine)
    assert current_migration(engine) == HEAD
    assert not migrate(engine)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": _is_no_index_of_words}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def _is_no_index_of_words(thing: object, name: str | None, kind: str, *_: object) -> bool:
    """SQLite keeps its index of words in tables of its own."""
    return not (kind == "table" and name is not None and name.startswith("request_words"))


def test_migrations_lead_back_to_nothing_and_up_again(engine: Engine) -> None:
    migrate(engine)
    command.downgrade(config(engine), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert migrate(engine)
    assert set(metadata.tables) < set(inspect(engine).get_table_names())
    engine.dispose()


def test_what_is_committed_survives_a_loss_of_power(engine: Engine) -> None:
    with engine.connect() as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    engine.dispose()


@pytest.mark.parametrize("url", ["", "nonsense", "nosuchdb://host/x", "mysql+nodriver://u:p@host/x"])
def test_address_that_cannot_be_used_is_told(url: str) -> None:
    with pytest.raises(DatabaseUrlError):
        open_database(url)


# --- Append only -------------------------------------------------------------------------------------------


@pytest.fixture
async def filled(tmp_path: Path) -> AsyncIterator[Office]:
    """An office with at least one row in every append-only table."""
    async with open_office(tmp_path / "desk.sqlite3") as office:
        await office.file()
        await office.approve(1001, "UVAL1")
        await office.approve(1001, "UEXE1", Stage.AUTHORIZATION)
        await office.perform(MarkExecuted(number=1001, done="Done."), "UOPS1")
        await office.writer.run(lambda c: record_policy(c, TEAM, "v1", "{}", MORNING))
        yield office


def refuse(office: Office, statement: str) -> None:
    with pytest.raises(IntegrityError, match="is append-only"), office.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_row_is_neither_changed_nor_removed(filled: Office, table: str) -> None:
    def rows() -> list[object]:
        with filled.engine.connect() as connection:
            return list(connection.execute(text(f"SELECT * FROM {table}")))

    before = rows()
    assert before
    columns = [column.name for column in metadata.tables[table].columns]
    for column in columns:
        refuse(filled, f"UPDATE {table} SET {column} = {column}")
        refuse(filled, f"UPDATE OR REPLACE {table} SET {column} = {column}")
    refuse(filled, f"DELETE FROM {table}")
    refuse(filled, f"DELETE FROM {table} WHERE workspace = 'T1'")
    refuse(filled, f"REPLACE INTO {table} SELECT * FROM {table}")
    refuse(filled, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    refuse(
        filled,
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET workspace = 'T2'",
    )
    assert rows() == before


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("events", "workspace, number, position"),
        ("decisions", "workspace, number, round, stage"),
        ("decisions", "workspace, number, round, person"),
        ("policies", "workspace, version"),
    ],
)
async def test_row_is_not_replaced_by_another_with_the_same_key(filled: Office, table: str, key: str) -> None:
    """REPLACE removes what is in its way by any unique key, and fires no trigger on DELETE."""
    keys = key.split(", ")
    columns = [column.name for column in metadata.tables[table].columns if column.name != "id"]
    others = {"round": "round", "number": "number"}
    values = ", ".join(
        c if c in keys else others.get(c, f"{c} || '!'" if c not in ("at", "recorded_at") else c)
        for c in columns
    )
    refuse(
        filled,
        f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} LIMIT 1",
    )


async def test_row_may_be_added(filled: Office) -> None:
    await filled.writer.run(lambda c: record_policy(c, TEAM, "v2", "{}", MORNING))


async def test_request_that_has_decisions_is_not_removed(filled: Office) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), filled.engine.begin() as connection:
        connection.execute(text("DELETE FROM requests"))


async def test_naive_time_is_never_stored(filled: Office) -> None:
    with pytest.raises(Exception, match="a stored time must be aware"):
        await filled.writer.run(lambda c: record_policy(c, TEAM, "v3", "{}", MORNING.replace(tzinfo=None)))


def test_file_that_is_no_database_is_told_of_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "no.sqlite3"
    file.write_text("This is a letter.")
    with pytest.raises(DatabaseUrlError, match="not a database"):
        current_migration(open_database(f"sqlite:///{file}"))


async def test_error_of_the_database_does_not_tell_what_people_typed(office: Office) -> None:
    await office.file()
    with office.engine.connect() as connection, pytest.raises(IntegrityError) as caught:
        connection.execute(
            text("INSERT INTO requests (workspace) VALUES (:it)"), {"it": "A secret rationale."}
        )
    assert "secret" not in str(caught.value)
