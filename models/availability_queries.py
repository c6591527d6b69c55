"""The named query of what waits, for whoever weighs if there is time for more; it writes nothing."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from models.request import Status
from models.tables import requests

_WAITING = (Status.VALIDATION, Status.AUTHORIZATION, Status.EXECUTION)


def waiting_by_status_and_tier(connection: Connection, workspace: str) -> dict[tuple[Status, str], int]:
    """How many requests wait for an approval or to be carried out, by status and tier."""
    found = (
        select(requests.c.status, requests.c.tier, func.count())
        .where(requests.c.workspace == workspace, requests.c.status.in_([each.value for each in _WAITING]))
        .group_by(requests.c.status, requests.c.tier)
    )
    return {(Status(status), tier): count for status, tier, count in connection.execute(found)}
