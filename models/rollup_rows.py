"""The rollups' rows, written: how much there is in each cell; with the ledger the only writing (door 1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection, Insert, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from models.oversight.cells import Cell
from models.tables import rollups

#: The columns that name a cell, besides the workspace.
_KEY = Cell._fields
_EMPTY = delete(rollups).where(
    rollups.c.workspace == bindparam("of_workspace"),
    *(rollups.c[name] == bindparam(f"of_{name}") for name in _KEY),
    rollups.c.count == 0,
)


def move(connection: Connection, workspace: str, changes: Iterable[tuple[Cell, int]]) -> None:
    """Add to the cells, or take from them; a cell that nothing is left in is not there any more.

    The changes come in an order of their cells that is the same in every transaction, so that two of them never wait
    for each other's rows.
    """
    changed = tuple(changes)
    if not changed:
        return
    rows = [{"workspace": workspace, "count": count, **cell._asdict()} for cell, count in changed]
    connection.execute(_add(connection.dialect.name), rows)
    less = [_named(workspace, cell) for cell, count in changed if count < 0]
    if less:
        connection.execute(_EMPTY, less)


def sweep(connection: Connection, workspace: str) -> None:
    """Remove cells that nothing is in, however that came."""
    connection.execute(delete(rollups).where(rollups.c.workspace == workspace, rollups.c.count == 0))


def _named(workspace: str, cell: Cell) -> dict[str, object]:
    return {"of_workspace": workspace} | {f"of_{name}": value for name, value in cell._asdict().items()}


@cache
def _add(dialect: str) -> Insert:
    new = sqlite.insert(rollups) if dialect == "sqlite" else postgresql.insert(rollups)
    return new.on_conflict_do_update(
        index_elements=["workspace", *_KEY], set_={"count": rollups.c.count + new.excluded.count}
    )
