"""Named queries for what waits: the open requests, a few at a time, and when somebody was told last; none writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from models.codec import request_from_json
from models.message_kinds import MessageKind
from models.preference_queries import all_preferences
from models.request import ExceptionRequest, Status
from models.tables import outbox, requests


def open_numbers(connection: Connection, workspace: str) -> tuple[int, ...]:
    """The numbers of all requests that are not closed, the oldest first."""
    open_now = [status.value for status in Status if status is not Status.CLOSED]
    found = select(requests.c.number).where(
        requests.c.workspace == workspace, requests.c.status.in_(open_now)
    )
    # Sorted here, for in the numbers' own order the database would walk over every closed record.
    return tuple(sorted(connection.execute(found).scalars()))


def requests_of(
    connection: Connection, workspace: str, numbers: Sequence[int]
) -> tuple[ExceptionRequest, ...]:
    """The requests of those numbers, in their order; one that is not there is left out."""
    found = select(requests.c.body).where(
        requests.c.workspace == workspace, requests.c.number.in_(list(numbers))
    )
    bodies = connection.execute(found.order_by(requests.c.number)).scalars()
    return tuple(request_from_json(body) for body in bodies)


def last_planned(
    connection: Connection, workspace: str, person: str, kind: MessageKind, at: datetime
) -> datetime | None:
    """When a message of a kind was planned for somebody last, up to `at`; None where none was.

    What a clock that has been set back since has planned for later says nothing of now.
    """
    found = select(func.max(outbox.c.created_at)).where(
        outbox.c.workspace == workspace,
        outbox.c.recipient == person,
        outbox.c.kind == kind.value,
        outbox.c.created_at <= at,
    )
    planned: datetime | None = connection.execute(found).scalar()
    return planned


def unreminded_among(
    connection: Connection, workspace: str, people: Iterable[str], since: datetime, at: datetime
) -> frozenset[str]:
    """Those among the people who want no reminders, or were sent a digest, which tells the same, from since to `at`."""
    chosen = all_preferences(connection, workspace)
    found: set[str] = set()
    for person in people:
        digest_at = last_planned(connection, workspace, person, MessageKind.DIGEST, at)
        has_read = digest_at is not None and digest_at >= since
        if has_read or (person in chosen and not chosen[person].has_reminders):
            found.add(person)
    return frozenset(found)
