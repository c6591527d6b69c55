"""Named queries for the key figures: the rollups' cells, and what counts of policy reviews; none of them writes."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import Connection, func, select

from models.oversight.cells import Cell
from models.oversight.contributions import contribution_of_review
from models.oversight.figures import Report, report_of
from models.oversight.months import Period
from models.oversight.policy_reviews import PolicyReview
from models.tables import matters, rollups


def report(connection: Connection, workspace: str, period: Period, zone: ZoneInfo) -> Report:
    """The key figures of a period; `zone` is the time zone of the policy in force, for the policy reviews."""
    counted = cells(connection, workspace, period)
    counted.update(review_cells(connection, workspace, zone))
    return report_of(period, counted)


def cells(connection: Connection, workspace: str, period: Period | None = None) -> Counter[Cell]:
    """How much there is in each cell of the requests' rollups; of all months where no period is given."""
    found = select(*(rollups.c[name] for name in Cell._fields), rollups.c.count).where(
        rollups.c.workspace == workspace
    )
    if period is not None:
        found = found.where(rollups.c.month.between(period.first, period.last))
    return Counter({Cell._make(row[:-1]): row[-1] for row in connection.execute(found)})


def first_month(connection: Connection, workspace: str) -> str | None:
    """The first month of which anything is counted; None where nothing is."""
    month: str | None = connection.execute(
        select(func.min(rollups.c.month)).where(rollups.c.workspace == workspace, rollups.c.count > 0)
    ).scalar()
    return month


def review_cells(connection: Connection, workspace: str, zone: ZoneInfo) -> Counter[Cell]:
    """What the policy reviews count for: there are few, so they are read anew each time."""
    adapter = TypeAdapter(PolicyReview)
    found = select(matters.c.body).where(
        matters.c.workspace == workspace, matters.c.kind == PolicyReview.KIND.value
    )
    counted: Counter[Cell] = Counter()
    for body in connection.execute(found).scalars():
        counted.update(contribution_of_review(adapter.validate_json(body), zone))
    return counted
