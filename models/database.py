"""The database: how it is opened and brought to the newest migration; it knows no table's meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).parent / "migrations"
#: The newest migration; a test holds it against the folder, so that a start needs no look into it.
HEAD = "0008"


class DatabaseUrlError(ValueError):
    """The database cannot be opened at its address."""


def open_database(url: str) -> Engine:
    """An engine for the address; on SQLite in WAL with `synchronous=FULL`, and each transaction IMMEDIATE.

    Raises DatabaseUrlError where the address is none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUrlError(str(error)) from error
    if parsed.get_backend_name() != "sqlite":
        try:
            return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        except (ArgumentError, ModuleNotFoundError) as error:
            raise DatabaseUrlError(f'there is no driver for "{parsed.drivername}" here ({error})') from error
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Errors go into logs, and what people typed must not go with them.
    given = {"timeout": 10, "check_same_thread": False}
    engine = create_engine(parsed, connect_args=given, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def is_missing(url: str) -> bool:
    """Whether the address is of an SQLite file that is not there: to open it would make an empty one."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return False
    file = parsed.database or ""
    # A name that is an address itself tells SQLite how it is to be opened.
    is_file = parsed.get_backend_name() == "sqlite" and file not in ("", ":memory:")
    return is_file and not file.startswith("file:") and not Path(file).exists()


def for_reading(engine: Engine) -> Engine:
    """The engine for transactions that only read: each is one view of what was committed when it began."""
    # SQLite reads so by itself; PostgreSQL would show each statement what was committed meanwhile.
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    return engine.execution_options(reads_only=True, **options)


def _prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that will write takes the lock at its beginning; one that reads takes none."""
    reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def current_migration(engine: Engine) -> str | None:
    """The migration that the database is at, or None where it has no table yet.

    Raises DatabaseUrlError where there is no database at the address, or none that can be opened.
    """
    try:
        with engine.connect().execution_options(reads_only=True) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        raise DatabaseUrlError(str(error.orig)) from error


def migrate(engine: Engine) -> bool:
    """Bring the database to the newest migration; whether there was anything to do."""
    if current_migration(engine) == HEAD:
        return False
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
    return True
