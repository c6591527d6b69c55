"""Simulating: what is on record of a workspace's requests, read for a simulation; it performs and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Connection, select

from models.audit_chain import AuditEvent
from models.codec import request_from_json
from models.delegation_queries import delegations_since
from models.policy import Policy
from models.policy_versions import policy_from_json
from models.queries import policy_versions
from models.simulation.simulating import Course, Simulation, simulate
from models.tables import events, requests


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days on which requests were filed: from `since` until before `before` (aware UTC), and in words."""

    since: datetime | None
    before: datetime | None
    words: str


def days(policy: Policy, first: date | None, last: date | None) -> Days:
    """From the beginning of the first day to the end of the last one, in the policy's time zone.

    The first and the last day of the calendar are no bounds: beyond them there is no other day.
    """
    zone = policy.calendar.zone
    is_from, is_to = first not in (None, date.min), last not in (None, date.max)
    since = datetime.combine(first, time(), zone).astimezone(UTC) if first is not None and is_from else None
    before = None
    if last is not None and is_to:
        before = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    parts = (f"from {first}" if first is not None else "", f"to {last}" if last is not None else "")
    return Days(since=since, before=before, words=" ".join(part for part in parts if part))


def simulated(
    connection: Connection,
    workspace: str,
    draft: Policy,
    version: str,
    until: datetime,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
) -> Simulation:
    """What the draft would have changed for the requests filed from `since` until before `before` (aware UTC).

    Requests that are open are played up to `until`, which is now; or up to the newest event on record, where the clock
    that the bot went by was ahead of this one.
    """
    courses = [*courses_on_record(connection, workspace, since=since, before=before)]
    last = max((link.at for course in courses for link in course.links), default=until)
    return simulate(courses, draft, version, max(until, last))


def courses_on_record(
    connection: Connection,
    workspace: str,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
) -> Iterator[Course]:
    """What is on record of each request that was filed in the period, in the order of their numbers."""
    wanted = [requests.c.workspace == workspace]
    wanted += [requests.c.filed_at >= since] if since is not None else []
    wanted += [requests.c.filed_at < before] if before is not None else []
    bodies = connection.execute(select(requests.c.body).where(*wanted).order_by(requests.c.number))
    found = [request_from_json(body) for body in bodies.scalars()]
    if not found:
        return
    recorded = policy_versions(connection, workspace)
    policies = {
        version: policy_from_json(recorded[version])
        for version in sorted({request.policy_version for request in found})
    }
    delegations = delegations_since(connection, workspace, min(request.filed_at for request in found))
    links = dict(_trails(connection, workspace, found[0].number, found[-1].number))
    for request in found:
        yield Course(
            request=request,
            links=links.get(request.number, ()),
            policy=policies[request.policy_version],
            delegations=delegations,
        )


def _trails(
    connection: Connection, workspace: str, first: int, last: int
) -> Iterator[tuple[int, tuple[AuditEvent, ...]]]:
    """The trails of the requests from one number to another, read in one go."""
    rows = connection.execute(
        select(*(column for column in events.c if column.name != "id"))
        .where(events.c.workspace == workspace, events.c.number >= first, events.c.number <= last)
        .order_by(events.c.number, events.c.position)
    )
    for number, of_one in groupby((AuditEvent(**row._mapping) for row in rows), lambda link: link.number):
        yield number, tuple(of_one)
