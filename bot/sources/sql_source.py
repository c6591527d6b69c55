"""Customers from a database by SQLAlchemy, only ever read; the URL comes from the environment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.sources.configured import RemoteSource
from bot.sources.protocol import Customer, SourceUnavailableError
from bot.sources.worker_thread import ThreadsBusyError, on_thread
from models.policy_sources import CUSTOMER_ID, Database
from models.source_check import PARAMETER

#: What each database is told first, so that it refuses to write, whatever the query says. Others are only rolled back.
READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}

Rows = tuple[tuple[str, ...], Sequence[Sequence[object]]]


class SqlSource(RemoteSource[Database]):
    """A database, opened for each reading and closed after it; what is read is rolled back."""

    checked_key = "url_from"

    def __init__(self, policy: Database, folder: Path, environment: Mapping[str, str]) -> None:
        super().__init__(policy, environment)
        self._folder = folder

    def check(self) -> None:
        """Look at the URL and its driver; raises SourceUnavailableError. Connects to nothing."""
        self._engine().dispose()

    async def _read(self, customer_id: str) -> Mapping[str, object]:
        queries, dated = self._policy.queries, self._policy.freshness
        columns, rows = await self._rows(queries.customer, {CUSTOMER_ID: customer_id}, 2)
        self._check_columns(columns, (*self._policy.facts, *((dated.field,) if dated else ())))
        if not rows:
            raise self._unknown(customer_id)
        if len(rows) > 1:
            raise self._unavailable(f'it has customer "{customer_id}" a second time', lasts=True)
        return dict(zip(columns, rows[0], strict=True))

    async def _customers(self) -> Sequence[Customer]:
        key, label, detail = self._policy.key, self._policy.label or self._policy.key, self._policy.detail
        columns, rows = await self._rows(self._policy.queries.customers or "", {}, None)
        self._check_columns(columns, (key, label, *detail))
        found = (dict(zip(columns, row, strict=True)) for row in rows)
        customers = (self._customer(row, key, label, detail) for row in found)
        return tuple(customer for customer in customers if customer.id)

    async def _rows(self, query: str, given: Mapping[str, str], most: int | None) -> Rows:
        """The columns and at most so many rows; the driver waits on a thread, and is told when nobody waits for it."""
        connections: list[Any] = []
        try:
            return await on_thread(lambda: self._query(query, given, most, connections))
        except asyncio.CancelledError:
            for connection in connections:
                threading.Thread(target=_interrupt, args=(connection,), daemon=True).start()
            raise
        except ThreadsBusyError:
            raise self._unavailable("too many earlier readings hang still") from None

    def _query(self, query: str, given: Mapping[str, str], most: int | None, connections: list[Any]) -> Rows:
        engine = self._engine()
        text = sqlalchemy.text(query)
        bound = {
            name: value
            for name, value in {**self._policy.parameters, **given}.items()
            if name in PARAMETER.findall(query)
        }
        try:
            with engine.connect() as connection:
                connections.append(connection.connection.driver_connection)
                if engine.dialect.name in READ_ONLY:
                    connection.exec_driver_sql(READ_ONLY[engine.dialect.name])
                result = connection.execute(text, bound)
                if not result.returns_rows:
                    raise self._unavailable("its query gives no rows", lasts=True)
                columns = tuple(result.keys())
                rows = result.fetchall() if most is None else result.fetchmany(most)
                return columns, [tuple(row) for row in rows]
        except SQLAlchemyError as error:
            raise self._failed(error) from None
        finally:
            connections.clear()
            engine.dispose()

    def _engine(self) -> Engine:
        url = self._url()
        options = {}
        if url.get_backend_name() == "sqlite":
            options = {"timeout": self.time_limit.total_seconds(), "check_same_thread": False}
        try:
            return sqlalchemy.create_engine(
                url, poolclass=NullPool, hide_parameters=True, connect_args=options
            )
        except ImportError as error:
            self._told(error)
            raise self._unavailable(
                f"the driver of {self._policy.url_from} is not installed", lasts=True
            ) from None

    def _url(self) -> URL:
        """The database's URL; a SQLite file starts at the policy's folder and must be there."""
        variable = self._policy.url_from
        try:
            url = make_url(self._secret(variable))
            is_asynchronous = url.get_dialect().is_async
        except NoSuchModuleError:
            raise self._unavailable(
                f"SQLAlchemy knows no database as {variable} has it", lasts=True
            ) from None
        except ImportError as error:
            self._told(error)
            raise self._unavailable(f"the driver of {variable} is not installed", lasts=True) from None
        except (ArgumentError, ValueError):
            raise self._unavailable(f"{variable} is no URL of SQLAlchemy", lasts=True) from None
        if url.password:
            self._secrets.add(str(url.password))
        for name, value in url.query.items():
            if any(word in name.lower() for word in ("pass", "pwd", "secret", "token", "key")):
                self._secrets.add(value if isinstance(value, str) else " ".join(value))
        if is_asynchronous:
            raise self._unavailable(f"{variable} has an asynchronous driver; name another one", lasts=True)
        file = url.database or ""
        if (
            url.get_backend_name() == "sqlite"
            and file
            and file != ":memory:"
            and not file.startswith("file:")
        ):
            # SQLite would make a file that is not there, and find no table in it.
            path = self._folder / file
            if not path.is_file():
                raise self._unavailable("there is no such file")
            return url.set(database=str(path))
        return url

    def _check_columns(self, columns: Sequence[str], needed: Sequence[str]) -> None:
        doubled = next((column for n, column in enumerate(columns) if column in columns[:n]), None)
        if doubled is not None:
            raise self._unavailable(f'its query gives the column "{doubled}" twice', lasts=True)
        for column in needed:
            if column not in columns:
                raise self._unavailable(f'its query gives no column "{column}"', lasts=True)

    def _failed(self, error: SQLAlchemyError) -> SourceUnavailableError:
        """The driver's words may name hosts and people: they are for the log."""
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        self._told(cause)
        return self._unavailable(
            f"it answered with a fault ({type(cause).__name__}), which is told in the log"
        )


def _interrupt(connection: Any) -> None:
    """End what the driver waits for, where it can: SQLite calls it `interrupt`, PostgreSQL's drivers `cancel`."""
    for name in ("interrupt", "cancel"):
        end = getattr(connection, name, None)
        if callable(end):
            # The query may have ended by itself a moment ago, and its connection be closed.
            with suppress(Exception):
                end()
            return
