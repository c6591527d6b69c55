"""Named queries for like cases: requests for the same standard and the same reason; none of them writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select

from models.codec import request_from_json
from models.request import Ending, ExceptionRequest
from models.tables import requests


def standing_approvals(
    connection: Connection, workspace: str, standard: str, reason: str, since: datetime
) -> tuple[tuple[int, datetime], ...]:
    """Number and time of each approval of like cases that is no older and stands: nothing has ended it since."""
    found = select(requests.c.number, requests.c.approved_at).where(
        requests.c.workspace == workspace,
        requests.c.standard == standard,
        requests.c.reason == reason,
        requests.c.approved_at >= since,
        requests.c.outcome == Ending.APPROVED.value,
    )
    return tuple((row.number, row.approved_at) for row in connection.execute(found))


def like_before(
    connection: Connection, workspace: str, standard: str, reason: str, number: int, limit: int
) -> tuple[ExceptionRequest, ...]:
    """Like cases that were filed before the request of that number, the newest first.

    One that was changed behind the log so that it cannot be read is left out: others' cards do not fail for it.
    """
    found = select(requests.c.body).where(
        requests.c.workspace == workspace,
        requests.c.standard == standard,
        requests.c.reason == reason,
        requests.c.number < number,
    )
    rows = connection.execute(found.order_by(requests.c.number.desc()).limit(limit))
    return tuple(request for body in rows.scalars() if (request := _readable(body)) is not None)


def outcomes_before(
    connection: Connection, workspace: str, standard: str, reason: str, number: int, since: datetime
) -> dict[Ending | None, int]:
    """How many like cases filed before the request of that number, and since a time, ended how; None: not yet."""
    counted = select(requests.c.outcome, func.count()).where(
        requests.c.workspace == workspace,
        requests.c.standard == standard,
        requests.c.reason == reason,
        requests.c.number < number,
        requests.c.filed_at >= since,
    )
    rows = connection.execute(counted.group_by(requests.c.outcome))
    return {Ending(outcome) if outcome else None: count for outcome, count in rows}


def requests_of(
    connection: Connection, workspace: str, numbers: Iterable[int]
) -> dict[int, ExceptionRequest]:
    """The requests of these numbers, by number; without those that cannot be read."""
    found = select(requests.c.number, requests.c.body).where(
        requests.c.workspace == workspace, requests.c.number.in_(list(numbers))
    )
    rows = ((row.number, _readable(row.body)) for row in connection.execute(found))
    return {number: request for number, request in rows if request is not None}


def _readable(body: str) -> ExceptionRequest | None:
    try:
        return request_from_json(body)
    except ValueError:
        return None
