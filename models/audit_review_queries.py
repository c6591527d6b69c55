"""Named queries for audit reviews: what has happened since the last one; none of them writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

from models.audit_chain import AuditEvent
from models.codec import request_from_json
from models.oversight.audit_reviewing import Course, Period
from models.oversight.audit_reviews import AuditReview
from models.oversight.audit_scope import ALWAYS, DECIDING, SOMETIMES, doers
from models.oversight.matters import OF_WORKSPACE
from models.people import SYSTEM
from models.request import ExceptionRequest
from models.tables import events, requests, workspaces

#: How many numbers one statement names.
BATCH = 500
#: Since when a request counts whose row says nothing of it any more: whoever was one person with its doers, is.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
#: How many events before the last one may still be missing because a transaction has not ended.
LOOKED_BACK = 100_000
#: What may be reviewed, or puts a request among those that are drawn from.
_KINDS = sorted({str(kind) for kind in (*ALWAYS, *SOMETIMES, *DECIDING)})


def period_since(connection: Connection, workspace: str, last: AuditReview | None, at: datetime) -> Period:
    """All that was written after the last review, and what that one could not see yet.

    Without a last one it begins with the first event ever.
    """
    through, unseen = (last.through, last.unseen) if last is not None else (0, ())
    mine = events.c.workspace == workspace
    new = or_(events.c.id > through, events.c.id.in_(unseen))
    ids = set(connection.execute(select(events.c.id).where(mine, new)).scalars())
    wanted = select(events).where(mine, new)
    links = _links(
        connection,
        wanted.where(or_(events.c.number == OF_WORKSPACE, events.c.kind.in_(_KINDS))).order_by(events.c.id),
    )
    begun = _links(connection, select(events).where(mine).order_by(events.c.id).limit(1))
    end = max(ids, default=through)
    return Period(
        since=last.opened_at if last is not None else begun[0].at if begun else at,
        through=max(end, through),
        unseen=_unseen(connection, through, end),
        head=connection.execute(
            select(workspaces.c.head).where(workspaces.c.workspace == workspace)
        ).scalar_one(),
        events=len(ids),
        links=links,
    )


def _unseen(connection: Connection, after: int, end: int) -> tuple[int, ...]:
    """The events in between that nobody can see: another transaction may have them, and commit them later.

    On SQLite, where there is one writer, there are none.
    """
    if connection.dialect.name == "sqlite":
        return ()
    after = max(after, end - LOOKED_BACK)
    between = select(events.c.id).where(events.c.id > after, events.c.id <= end)
    seen = set(connection.execute(between).scalars())
    return tuple(number for number in range(after + 1, end + 1) if number not in seen)


def courses_of(
    connection: Connection, workspace: str, numbers: Iterable[int], drawn: Iterable[int]
) -> dict[int, Course]:
    """Whose doing each request is, and since when; of those that were drawn their chains too.

    A request whose row is gone or cannot be read was tampered with: its events alone tell whose doing it is.
    """
    chains = {number: _chain(connection, workspace, number) for number in drawn}
    wanted = sorted({*numbers, *chains} - {OF_WORKSPACE})
    actors: dict[int, set[str]] = defaultdict(set)
    bodies: dict[int, str] = {}
    for some in _in_batches(wanted):
        acted = select(events.c.number, events.c.actor).where(
            events.c.workspace == workspace, events.c.number.in_(some)
        )
        for number, actor in connection.execute(acted.distinct()):
            actors[number].add(actor)
        found = select(requests.c.number, requests.c.body).where(
            requests.c.workspace == workspace, requests.c.number.in_(some)
        )
        bodies.update({row.number: row.body for row in connection.execute(found)})
    courses = {}
    for number in wanted:
        request = _readable(bodies.get(number))
        courses[number] = Course(
            people=doers(request, actors[number]),
            since=request.filed_at if request is not None else EARLIEST,
            links=chains.get(number, ()),
        )
    return courses


def _chain(connection: Connection, workspace: str, number: int) -> tuple[AuditEvent, ...]:
    found = select(events).where(events.c.workspace == workspace, events.c.number == number)
    return _links(connection, found.order_by(events.c.position))


def _links(connection: Connection, found: Select[Any]) -> tuple[AuditEvent, ...]:
    """The events; without those that were changed behind the log so that they cannot be read."""
    try:
        return tuple(_link(row) for row in connection.execute(found))
    except (ValueError, TypeError):
        ids = connection.execute(found.with_only_columns(events.c.id)).scalars().all()
        return tuple(link for one in ids for link in _if_readable(connection, one))


def _if_readable(connection: Connection, event_id: int) -> tuple[AuditEvent, ...]:
    try:
        return tuple(_link(row) for row in connection.execute(select(events).where(events.c.id == event_id)))
    except (ValueError, TypeError):
        return ()


def _link(row: Row[Any]) -> AuditEvent:
    return AuditEvent(**{name: value for name, value in row._mapping.items() if name != "id"})


def _readable(body: str | None) -> ExceptionRequest | None:
    try:
        return None if body is None else request_from_json(body)
    except ValueError:
        return None


def with_later_doers(connection: Connection, workspace: str, review: AuditReview) -> AuditReview:
    """The review as its own doers of now count: who has acted on a request since it was opened has a part in it too."""
    acted = select(events.c.number, events.c.actor).where(
        events.c.workspace == workspace, events.c.id > review.through, events.c.number != OF_WORKSPACE
    )
    later: dict[int, set[str]] = defaultdict(set)
    for number, actor in connection.execute(acted.distinct()):
        later[number].add(actor)
    items = (
        replace(item, people=tuple(sorted({*item.people, *later[item.number]} - {SYSTEM.id})))
        if item.number in later
        else item
        for item in review.items
    )
    return replace(review, items=tuple(items))


def events_at(
    connection: Connection, workspace: str, number: int, positions: Iterable[int]
) -> tuple[AuditEvent, ...]:
    """Some events of a chain, in its order."""
    found = select(events).where(
        events.c.workspace == workspace, events.c.number == number, events.c.position.in_(list(positions))
    )
    return _links(connection, found.order_by(events.c.position))


def _in_batches(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
