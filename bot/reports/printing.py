"""Printing: the report of a workspace as a page, read, drawn and put together; it writes nothing down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.reports.page import page
from bot.reports.pictures import pictures
from bot.reports.reading import held
from models import rollup_queries
from models.oversight.months import Period, month_of
from models.oversight.reporting import Only, months_needed, on_record, reported
from models.policy_queries import in_force


def printed(connection: Connection, workspace: str, period: Period, at: datetime) -> str:
    """The page of a period (HTML); NoPolicyError where there is no policy on record."""
    policy = held(connection, workspace)
    cells = rollup_queries.cells(connection, workspace, months_needed(period))
    cells.update(rollup_queries.review_cells(connection, workspace, policy.calendar.zone))
    first = rollup_queries.first_month(connection, workspace)
    found = reported(period, Only(), cells, on_record(first, month_of(at, policy.calendar.zone)))
    version = in_force(connection, workspace) or ""
    return page(found, policy, version, pictures(found, policy), at).decode()
