"""Named queries of whose turn it is: the requests that may wait on somebody, the nearest due first; none writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, select

from models.codec import request_from_json
from models.finding_tables import turns
from models.request import ExceptionRequest
from models.tables import requests

# Names of groups begin with "@", and nothing else does: they stand together in the index.
_GROUPS = (
    select(turns.c.who)
    .where(turns.c.workspace == bindparam("of_workspace"), turns.c.who >= "@", turns.c.who < "A")
    .distinct()
)


def groups_asked(connection: Connection, workspace: str) -> tuple[str, ...]:
    """The groups on which anything may wait now."""
    return tuple(connection.execute(_GROUPS, {"of_workspace": workspace}).scalars())


def may_wait_on(
    connection: Connection, workspace: str, names: Sequence[str], limit: int
) -> tuple[ExceptionRequest, ...]:
    """Requests that may wait on one of the groups and people, each once, the nearest due first."""
    found = select(turns.c.number, turns.c.due_at).where(
        turns.c.workspace == workspace, turns.c.who.in_(names)
    )
    return _in_order(connection, workspace, found, limit)


def may_wait(connection: Connection, workspace: str, limit: int) -> tuple[ExceptionRequest, ...]:
    """Requests that may wait on anybody, each once, the nearest due first."""
    found = select(turns.c.number, turns.c.due_at).where(turns.c.workspace == workspace)
    return _in_order(connection, workspace, found, limit)


def _in_order(
    connection: Connection, workspace: str, found: Select[tuple[int, datetime]], limit: int
) -> tuple[ExceptionRequest, ...]:
    """The bodies of the first numbers; a request waits on several names at the same due time."""
    first = found.distinct().order_by(turns.c.due_at, turns.c.number).limit(limit).subquery()
    bodies = (
        select(requests.c.body)
        .join(first, first.c.number == requests.c.number)
        .where(requests.c.workspace == workspace)
        .order_by(first.c.due_at, first.c.number)
    )
    return tuple(request_from_json(body) for body in connection.execute(bodies).scalars())
