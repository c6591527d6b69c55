"""The database as it is found: there, at which migration, sound and writable; it brings nothing up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from models.checks import Can, Check, Fact, Item, Level, What
from models.database import HEAD, DatabaseUrlError, current_migration, for_reading, is_missing, open_database


class UnreadableDatabaseError(Exception):
    """Nothing can be read there; `check` says why."""

    def __init__(self, check: Check) -> None:
        super().__init__(check.what)
        self.check = check


@contextmanager
def opened(url: str) -> Iterator[tuple[Check, Engine]]:
    """What was found, and an engine to read with; raises UnreadableDatabaseError where nothing can be read."""
    if is_missing(url):
        raise UnreadableDatabaseError(_check(What.DATABASE_EMPTY, Level.AMBER, url=_shown(url)))
    try:
        engine = open_database(url)
    except (DatabaseUrlError, OSError) as error:
        raise UnreadableDatabaseError(_check(What.DATABASE_SILENT, Level.RED, fault=str(error))) from error
    try:
        yield _found(engine, url), engine
    finally:
        engine.dispose()


def _found(engine: Engine, url: str) -> Check:
    try:
        at = current_migration(engine)
    except (DatabaseUrlError, SQLAlchemyError, OSError) as error:
        raise UnreadableDatabaseError(_check(What.DATABASE_SILENT, Level.RED, fault=str(error))) from error
    if at is None:
        raise UnreadableDatabaseError(_check(What.DATABASE_EMPTY, Level.AMBER, url=_shown(url)))
    if at != HEAD:
        what, level = (What.DATABASE_OLDER, Level.AMBER) if at < HEAD else (What.DATABASE_NEWER, Level.RED)
        raise UnreadableDatabaseError(_check(what, level, found=at, head=HEAD))
    try:
        with for_reading(engine).connect() as connection:
            fault = damage(connection)
    except SQLAlchemyError as error:
        fault = str(getattr(error, "orig", error))
    if fault:
        return _check(What.DATABASE_DAMAGED, Level.RED, fault=fault)
    fault = _unwritable(engine)
    if fault:
        return _check(What.DATABASE_UNWRITABLE, Level.RED, fault=fault)
    return _check(What.DATABASE_READY, Level.GREEN, head=HEAD)


def damage(connection: Connection) -> str:
    """What SQLite finds wrong with its file; empty where it is sound. Other databases look after themselves."""
    if connection.dialect.name != "sqlite":
        return ""
    said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return "" if said == "ok" else said


def _unwritable(engine: Engine) -> str:
    """Why nothing could be written; what is written for it is taken back."""
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # A statement that touches no row takes the right to write all the same.
                connection.exec_driver_sql("DELETE FROM deliveries WHERE 1 = 0")
            connection.rollback()
    except SQLAlchemyError as error:
        return str(getattr(error, "orig", error))
    return ""


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "DATABASE_URL"


def _check(what: What, level: Level, **facts: Fact) -> Check:
    can = Can.NOBODY if level is Level.GREEN else Can.OPERATORS
    return Check(item=Item.DATABASE, what=what, level=level, can=can, facts=facts)
