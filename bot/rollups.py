"""The key figures held against the trail, and mended where they differ; what they mean is said in models/oversight.

The desk keeps them in its own transaction (`bot/keeping.py`); this is the only other place that writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.policy_record import all_on_record
from models import ledger, rollup_rows
from models.events import EventKind, event
from models.oversight.cells import Cell
from models.oversight.contributions import contribution
from models.people import SYSTEM, Person
from models.policy_history import OPERATOR
from models.policy_queries import in_force
from models.rollup_queries import cells
from models.rollup_sources import sources
from models.tables import requests, rollups


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A cell of which the table does not say what the trail tells."""

    cell: Cell
    table: int
    trail: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What was found: `untold` are requests that were counted by their row, each with why their events do not tell."""

    requests: int
    cells: int
    differences: tuple[Difference, ...]
    untold: Mapping[int, str]


def compare(connection: Connection, workspace: str) -> Comparison:
    """The rollups made again from every request's events, against those that are stored, as of one moment.

    A request counts in the time zone of the policy that it was filed under, as when it was performed.
    """
    stored = cells(connection, workspace)
    zones = {v: policy.calendar.zone for v, policy in all_on_record(connection, workspace).items()}
    told, count, untold = _made_again(connection, workspace, zones)
    found = tuple(
        Difference(cell=cell, table=stored[cell], trail=told[cell])
        for cell in sorted({*stored, *told})
        if stored[cell] != told[cell]
    )
    return Comparison(requests=count, cells=len(told), differences=found, untold=untold)


def begin(connection: Connection, workspace: str, at: datetime) -> int:
    """Count what was performed before the figures were kept, once; how many cells that made (door 1).

    Figures move by what a request counted for before: without this, one that was never counted would be taken away.
    """
    is_counted = select(rollups.c.workspace).where(rollups.c.workspace == workspace).limit(1)
    is_there = select(requests.c.number).where(requests.c.workspace == workspace).limit(1)
    if connection.execute(is_counted).first() is not None or connection.execute(is_there).first() is None:
        return 0
    found = compare(connection, workspace)
    mend(connection, workspace, found, at, by=SYSTEM)
    return len(found.differences)


def mend(
    connection: Connection,
    workspace: str,
    found: Comparison,
    at: datetime,
    *,
    by: Person = OPERATOR,
    operator: str = "",
) -> None:
    """Move each cell by its difference, and record it (door 1).

    The desk may have moved cells since they were compared: a difference is added, so what it did stays counted.
    """
    moves = tuple((one.cell, one.trail - one.table) for one in found.differences)
    if not moves:
        return
    rollup_rows.move(connection, workspace, moves)
    rollup_rows.sweep(connection, workspace)
    named = {"operator": operator} if operator else {}
    mended = event(EventKind.FIGURES_MENDED, cells=len(moves), **named)
    version = in_force(connection, workspace) or ""
    ledger.extend_workspace_chain(connection, (mended,), workspace=workspace, by=by, at=at, version=version)


def _made_again(
    connection: Connection, workspace: str, zones: Mapping[str, ZoneInfo]
) -> tuple[Counter[Cell], int, dict[int, str]]:
    told: Counter[Cell] = Counter()
    untold: dict[int, str] = {}
    count = 0
    for source in sources(connection, workspace):
        count += 1
        if source.fault:
            untold[source.number] = source.fault
        if source.request is None:
            continue
        zone = zones.get(source.request.policy_version)
        if zone is None:
            version = source.request.policy_version
            untold[source.number] = f"policy version {version} is not on record, so it counts nowhere"
            continue
        told.update(contribution(source.request, zone))
    return told, count, untold
