"""What the audit compares with the log: the rows of one request as they stand; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.sql.expression import ColumnElement

from models.finding_tables import readers, texts, turns
from models.tables import decisions, requests, snapshots, timers


class UnreadableRowsError(ValueError):
    """A table holds something of a request that is no value of its column; `table` is its name."""

    def __init__(self, table: str) -> None:
        super().__init__(f"something in the table {table} cannot be read")
        self.table = table


@dataclass(frozen=True, kw_only=True)
class Rows:
    """All that the database holds of one request, column by column as it is stored."""

    request: Mapping[str, Any]
    decisions: tuple[Mapping[str, Any], ...]
    snapshots: tuple[Mapping[str, Any], ...]
    timers: tuple[Mapping[str, Any], ...]
    turns: tuple[Mapping[str, Any], ...]
    readers: tuple[Mapping[str, Any], ...]
    texts: tuple[Mapping[str, Any], ...]


def rows_of(connection: Connection, workspace: str, number: int) -> Rows:
    """The rows of a request that there is; LookupError where there is none, UnreadableRowsError where one is broken."""
    mine: dict[str, object] = {"of_workspace": workspace, "of_number": number}
    request = _rows(connection, _REQUEST, mine)
    if not request:
        raise LookupError(f"there is no request {number} in {workspace}")
    return Rows(
        request=request[0],
        decisions=_rows(connection, _DECISIONS, mine),
        snapshots=_rows(connection, _SNAPSHOTS, mine),
        timers=_rows(connection, _TIMERS, mine),
        turns=_rows(connection, _TURNS, mine),
        readers=_rows(connection, _READERS, mine),
        texts=_rows(connection, _TEXTS, mine),
    )


def _rows(
    connection: Connection, found: Select[Any], mine: dict[str, object]
) -> tuple[Mapping[str, Any], ...]:
    try:
        return tuple(dict(row) for row in connection.execute(found, mine).mappings())
    except (ValueError, TypeError):
        raise UnreadableRowsError(found.get_final_froms()[0].name) from None  # type: ignore[attr-defined]


def _mine(table: Any) -> tuple[ColumnElement[bool], ...]:
    return (table.c.workspace == bindparam("of_workspace"), table.c.number == bindparam("of_number"))


# Asked for every request: the statements are built once.
_REQUEST = select(requests).where(*_mine(requests))
_DECISIONS = select(decisions).where(*_mine(decisions)).order_by(decisions.c.id)
_SNAPSHOTS = select(snapshots).where(*_mine(snapshots)).order_by(snapshots.c.id)
_TIMERS = select(timers).where(*_mine(timers)).order_by(timers.c.id)
_TURNS, _READERS, _TEXTS = (select(table).where(*_mine(table)) for table in (turns, readers, texts))
