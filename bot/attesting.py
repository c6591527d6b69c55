"""Attesting: a request's rows compared with what its events tell; it changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import Connection

from models.audit_chain import AuditEvent
from models.audit_queries import Rows, UnreadableRowsError, rows_of
from models.codec import request_from_json
from models.deadlines import timers_for
from models.derived import (
    CannotDeriveError,
    Difference,
    derive,
    differences,
    snapshots_told,
)
from models.found_by import FoundBy, found_by
from models.policy import Policy
from models.policy_queries import content_of
from models.policy_versions import policy_from_json
from models.request import ExceptionRequest

#: How long a timer may be put off whose act could not be done when it was due.
PUT_OFF = timedelta(minutes=1)
#: The policy of a workspace and a version; LookupError where it is not on record.
PolicyOf = Callable[[str, str], Policy]


class Place(StrEnum):
    """Where a row stands that is not as the log tells."""

    BODY = "body"
    COLUMN = "column"
    DECISIONS = "decisions"
    SNAPSHOTS = "snapshots"
    TIMERS = "timers"
    FINDING = "finding"
    DELEGATIONS = "delegations"
    PREFERENCES = "preferences"
    ATTESTATIONS = "attestations"
    POLICIES = "policies"


#: Where the rows of a table stand.
_PLACE_OF = {
    "requests": Place.COLUMN,
    "decisions": Place.DECISIONS,
    "snapshots": Place.SNAPSHOTS,
    "timers": Place.TIMERS,
    "request_turns": Place.FINDING,
    "request_readers": Place.FINDING,
    "request_texts": Place.FINDING,
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as the log tells it; `number` is the request's, 0 for the workspace's own.

    Without a `difference` nothing could be compared there, and `problem` says why.
    """

    workspace: str
    number: int
    place: Place
    difference: Difference | None = None
    problem: str = ""


def request_findings(
    connection: Connection,
    workspace: str,
    number: int,
    links: tuple[AuditEvent, ...],
    policy_of: PolicyOf,
    at: datetime,
) -> Iterator[Finding]:
    """Each value of a request's rows that is not as its events tell; `links` is its whole chain, which holds."""

    def found(place: Place, difference: Difference) -> Finding:
        return Finding(workspace=workspace, number=number, place=place, difference=difference)

    def unknown(place: Place, problem: str) -> Finding:
        return Finding(workspace=workspace, number=number, place=place, problem=problem)

    try:
        request = derive(links)
    except CannotDeriveError as error:
        yield unknown(Place.BODY, str(error))
        return
    try:
        rows = rows_of(connection, workspace, number)
    except UnreadableRowsError as error:
        yield unknown(_PLACE_OF[error.table], "something in it cannot be read")
        return
    try:
        body = request_from_json(rows.request["body"])
    except ValueError:
        yield unknown(Place.BODY, "it cannot be read")
    else:
        yield from (found(Place.BODY, each) for each in differences(request, body))
    columns = columns_of(request)
    stored = {name: rows.request[name] for name in columns}
    yield from (found(Place.COLUMN, each) for each in differences(columns, stored))
    yield from (found(Place.DECISIONS, each) for each in _of_decisions(request, rows))
    yield from (found(Place.SNAPSHOTS, each) for each in _of_snapshots(links, rows))
    try:
        policy = policy_of(workspace, request.policy_version)
    except LookupError:
        yield unknown(Place.TIMERS, f"the policy {request.policy_version} is not on record")
        return
    except ValueError:
        yield unknown(Place.TIMERS, f"the policy {request.policy_version} on record cannot be read")
        return
    yield from (found(Place.TIMERS, each) for each in _of_timers(request, rows, policy, at))
    stored_by = FoundBy(
        turns={row["who"]: row["due_at"] for row in rows.turns},
        readers={row["who"]: row["is_own"] for row in rows.readers},
        words=" ".join(row["words"] for row in rows.texts),
    )
    yield from (found(Place.FINDING, each) for each in differences(found_by(policy, request), stored_by))


def policies_on_record(connection: Connection) -> PolicyOf:
    """The recorded policies, each read once."""

    @cache
    def policy_of(workspace: str, version: str) -> Policy:
        content = content_of(connection, workspace, version)
        if content is None:
            raise LookupError(f"policy version {version} is not on record")
        return policy_from_json(content)

    return policy_of


def columns_of(request: ExceptionRequest) -> dict[str, object]:
    """What the columns of a request's row say beside its body."""
    return {
        "version": request.version,
        "status": request.status.value,
        "outcome": request.outcome.value if request.outcome else None,
        "tier": request.score.tier,
        "standard": request.filing.standard,
        "customer": request.filing.customer.id,
        "reason": request.filing.reason.value,
        "team": request.team,
        "approved_at": request.approved_at,
        "filed_by": request.filed_by,
        "filed_at": request.filed_at,
        "deadline": request.deadline,
        "policy_version": request.policy_version,
    }


def _of_decisions(request: ExceptionRequest, rows: Rows) -> Iterator[Difference]:
    told = {
        f"{made.stage} (round {made.round})": {
            "person": made.by,
            "verdict": made.verdict.value,
            "at": made.at,
        }
        for made in request.decisions
    }
    stored = {
        f"{row['stage']} (round {row['round']})": {name: row[name] for name in ("person", "verdict", "at")}
        for row in rows.decisions
    }
    return differences(told, stored)


def _of_snapshots(links: tuple[AuditEvent, ...], rows: Rows) -> Iterator[Difference]:
    told = _each_named(
        (
            taken.source,
            taken.taken_at,
            {"sha256": taken.sha256, "payload": taken.payload, "fault": taken.fault},
        )
        for taken in snapshots_told(links)
    )
    stored = _each_named(
        (
            row["source"],
            row["taken_at"],
            {"sha256": row["sha256"], "payload": _payload(row["payload"]), "fault": row["fault"]},
        )
        for row in rows.snapshots
    )
    return differences(told, stored)


def _each_named(taken: Iterable[tuple[str, datetime, dict[str, object]]]) -> dict[str, dict[str, object]]:
    """What was read by its source and time; a second one of the same is no other word for the first."""
    named: dict[str, dict[str, object]] = {}
    times: Counter[str] = Counter()
    for source, at, said in taken:
        name = f"{source} at {at:%Y-%m-%d %H:%M:%S.%f}"
        times[name] += 1
        named[name if times[name] == 1 else f"{name} (again, {times[name]})"] = said
    return named


def _payload(text: str | None) -> object:
    """What a stored payload says; its text where that is no JSON."""
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text


def _of_timers(request: ExceptionRequest, rows: Rows, policy: Policy, at: datetime) -> Iterator[Difference]:
    """What waits is what is still to come, at its time; what is to come waits, or has fired."""
    to_come = {f"{timer.kind} {timer.version}": timer.due_at for timer in timers_for(request, policy)}
    stored = {f"{row['kind']} {row['version']}": row for row in rows.timers}
    for name, due_at in to_come.items():
        row = stored.get(name)
        if row is None or row["ended_how"] not in (None, "fired"):
            yield from differences({name: due_at}, {name: None if row is None else row["ended_how"]})
        elif row["ended_how"] is None and not _is_due_so(row["due_at"], due_at, at):
            yield from differences({name: due_at}, {name: row["due_at"]})
        elif row["ended_how"] is not None and not _has_fired_so(row["ended_at"], due_at, at):
            yield from differences({name: due_at}, {name: "fired before its time"})
    waiting = {name: row["due_at"] for name, row in stored.items() if row["ended_how"] is None}
    for name in sorted(waiting.keys() - to_come.keys()):
        yield from differences({name: None}, {name: waiting[name]})


def _is_due_so(stored: datetime, due_at: datetime, at: datetime) -> bool:
    """Whether a timer waits for its time, or, where its act could not be done then, again for a moment."""
    return stored == due_at or (due_at <= at and due_at < stored <= at + PUT_OFF)


def _has_fired_so(ended_at: datetime | None, due_at: datetime, at: datetime) -> bool:
    """Whether a timer can have fired: not before its time, and its time has come; clocks may differ for a moment."""
    return ended_at is not None and due_at <= ended_at and due_at <= at + PUT_OFF
