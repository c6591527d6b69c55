"""The ledger: every write to the database, a statement each; only the desk may call it (door 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.audit_chain import GENESIS, AuditEvent, append
from models.canonical import canonical_json
from models.codec import request_to_json
from models.deadlines import Timer
from models.events import Event
from models.people import Person
from models.request import FIRST_NUMBER, Decision, ExceptionRequest
from models.snapshot import Snapshot
from models.tables import (
    decisions,
    deliveries,
    events,
    policies,
    requests,
    snapshots,
    timers,
    workspaces,
)
from models.trigger import ALERT_KEYS

# Statements take their values as parameters: to build one anew for every row takes longer than to execute it.
_OF_REQUEST = update(requests).where(
    requests.c.workspace == bindparam("of_workspace"), requests.c.number == bindparam("of_number")
)


class LostRaceError(RuntimeError):
    """Somebody else changed the request in between."""


def open_workspace(connection: Connection, workspace: str) -> None:
    """Make the workspace's own row, if it is new."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = {"workspace": workspace, "next_number": FIRST_NUMBER, "events": 0, "head": GENESIS}
    connection.execute(dialect.insert(workspaces).values(row).on_conflict_do_nothing())


def next_number(connection: Connection, workspace: str) -> int:
    """What the next request will be called; the workspace's row stays locked until the transaction ends."""
    mine = workspaces.c.workspace == workspace
    number: int = connection.execute(
        select(workspaces.c.next_number).where(mine).with_for_update()
    ).scalar_one()
    return number


def record_policy(connection: Connection, workspace: str, version: str, content: str, at: datetime) -> None:
    """Keep a policy's content under its version."""
    row = {"workspace": workspace, "version": version, "content": content, "recorded_at": at}
    connection.execute(insert(policies), row)


def put_in_force(connection: Connection, workspace: str, version: str) -> None:
    """Let new requests be filed under a recorded policy from now on."""
    mine = workspaces.c.workspace == workspace
    connection.execute(update(workspaces).where(mine).values(policy_version=version))


def write_events(
    connection: Connection,
    happened: Iterable[Event],
    *,
    workspace: str,
    number: int,
    count: int,
    head: str,
    by: Person,
    at: datetime,
    policy_version: str,
) -> tuple[AuditEvent, ...]:
    """The events as the next links of a chain that has `count` events and ends in `head`."""
    links: list[AuditEvent] = []
    for event in happened:
        link = append(
            event,
            workspace=workspace,
            number=number,
            position=count + len(links) + 1,
            at=at,
            actor=by.id,
            policy_version=policy_version,
            previous=links[-1].hash if links else head,
        )
        links.append(link)
    if links:
        connection.execute(insert(events), [vars(link) for link in links])
    return tuple(links)


def extend_workspace_chain(
    connection: Connection,
    happened: Iterable[Event],
    *,
    workspace: str,
    by: Person,
    at: datetime,
    version: str,
) -> tuple[AuditEvent, ...]:
    """Events that concern no request go into the workspace's own chain."""
    mine = workspaces.c.workspace == workspace
    row = connection.execute(
        select(workspaces.c.events, workspaces.c.head).where(mine).with_for_update()
    ).one()
    links = write_events(
        connection,
        happened,
        workspace=workspace,
        number=0,
        count=row.events,
        head=row.head,
        by=by,
        at=at,
        policy_version=version,
    )
    if links:
        connection.execute(
            update(workspaces).where(mine).values(events=links[-1].position, head=links[-1].hash)
        )
    return links


def insert_request(connection: Connection, request: ExceptionRequest) -> None:
    """A new request's row, before its events; its number is taken."""
    mine = workspaces.c.workspace == request.workspace
    connection.execute(update(workspaces).where(mine).values(next_number=request.number + 1))
    row = {
        "workspace": request.workspace,
        "number": request.number,
        "filed_by": request.filed_by,
        "filed_at": request.filed_at,
        "team": request.team,
        "policy_version": request.policy_version,
        "events": 0,
        "head": GENESIS,
    }
    connection.execute(insert(requests), row | _changing(request))


def update_request(connection: Connection, request: ExceptionRequest, *, was: int) -> None:
    """The request as it is now; LostRaceError where its version is no longer `was`."""
    mine = {"of_workspace": request.workspace, "of_number": request.number, "was": was}
    done = connection.execute(
        _OF_REQUEST.where(requests.c.version == bindparam("was")), mine | _changing(request)
    )
    if done.rowcount != 1:
        raise LostRaceError(f"{request.id} is no longer at version {was}")


def set_chain_end(connection: Connection, workspace: str, number: int, links: tuple[AuditEvent, ...]) -> None:
    """The request remembers how long its chain is and where it ends."""
    if links:
        mine = {"of_workspace": workspace, "of_number": number}
        connection.execute(_OF_REQUEST, mine | {"events": links[-1].position, "head": links[-1].hash})


def add_decisions(connection: Connection, request: ExceptionRequest, made: Iterable[Decision]) -> None:
    """New decisions; the table refuses a second one at a stage or by a person in a round."""
    rows = [
        {
            "workspace": request.workspace,
            "number": request.number,
            "round": decision.round,
            "stage": decision.stage.value,
            "person": decision.by,
            "verdict": decision.verdict.value,
            "at": decision.at,
        }
        for decision in made
    ]
    if rows:
        connection.execute(insert(decisions), rows)


def add_snapshots(connection: Connection, request: ExceptionRequest, taken: Iterable[Snapshot]) -> None:
    """New snapshots, payload and all."""
    rows = [
        {
            "workspace": request.workspace,
            "number": request.number,
            "source": snapshot.source,
            "taken_at": snapshot.taken_at,
            "sha256": snapshot.sha256,
            "payload": None if snapshot.payload is None else canonical_json(dict(snapshot.payload)),
            "fault": snapshot.fault,
        }
        for snapshot in taken
    ]
    if rows:
        connection.execute(insert(snapshots), rows)


def keep_timers(
    connection: Connection, request: ExceptionRequest, wanted: Iterable[Timer], at: datetime
) -> None:
    """Bring the request's timers to what is wanted: new ones begin, others that still wait are void."""
    mine = (timers.c.workspace == request.workspace, timers.c.number == request.number)
    rows = connection.execute(
        select(timers.c.id, timers.c.kind, timers.c.version, timers.c.ended_how).where(*mine)
    )
    known = {(row.kind, row.version): row for row in rows}
    kept: set[tuple[str, str]] = set()
    for timer in wanted:
        key = (timer.kind.value, timer.version)
        kept.add(key)
        row = known.get(key)
        if row is None:
            new = {"workspace": request.workspace, "number": request.number, "due_at": timer.due_at}
            connection.execute(insert(timers), new | {"kind": key[0], "version": key[1]})
        elif row.ended_how == "void":
            again = update(timers).where(timers.c.id == row.id)
            connection.execute(again.values(due_at=timer.due_at, ended_at=None, ended_how=None))
    for key, row in known.items():
        if row.ended_how is None and key not in kept:
            connection.execute(
                update(timers).where(timers.c.id == row.id).values(ended_at=at, ended_how="void")
            )


def end_timer(connection: Connection, timer_id: int, at: datetime) -> bool:
    """Mark a timer as fired; False where it has fired already or is void."""
    done = connection.execute(
        update(timers)
        .where(timers.c.id == timer_id, timers.c.ended_at.is_(None))
        .values(ended_at=at, ended_how="fired")
    )
    return done.rowcount == 1


def put_off_timer(connection: Connection, timer_id: int, due_at: datetime) -> None:
    """Let a timer that was to fire wait again: what it is for could not be done yet."""
    connection.execute(
        update(timers).where(timers.c.id == timer_id).values(due_at=due_at, ended_at=None, ended_how=None)
    )


def forget_timers(connection: Connection, workspace: str, kind: str, before: datetime) -> None:
    """Forget the timers of a kind that ended before a time; they belong to no request, and nothing asks for them."""
    connection.execute(
        delete(timers).where(
            timers.c.workspace == workspace,
            timers.c.number == 0,
            timers.c.kind == kind,
            timers.c.ended_at < before,
        )
    )


def remember_delivery(
    connection: Connection, workspace: str, key: str, number: int, answer: str, at: datetime
) -> None:
    """Keep what a delivery was answered, so that a repeat gets the same."""
    row = {"workspace": workspace, "key": key, "number": number, "answer": answer, "at": at}
    connection.execute(insert(deliveries), row)


def forget_deliveries(connection: Connection, workspace: str, before: datetime) -> int:
    """Forget answers given before a time: Slack sends nothing again after so long. How many.

    What an alert was answered is kept for good: whoever sends it may try again after weeks.
    """
    mine = (deliveries.c.workspace == workspace, deliveries.c.at < before)
    done = connection.execute(delete(deliveries).where(*mine, deliveries.c.key.not_like(f"{ALERT_KEYS}%")))
    return done.rowcount


def _changing(request: ExceptionRequest) -> dict[str, object]:
    return {
        "standard": request.filing.standard,
        "customer": request.filing.customer.id,
        "reason": request.filing.reason.value,
        "approved_at": request.approved_at,
        "version": request.version,
        "status": request.status.value,
        "outcome": request.outcome.value if request.outcome else None,
        "tier": request.score.tier,
        "deadline": request.deadline,
        "body": request_to_json(request),
    }
