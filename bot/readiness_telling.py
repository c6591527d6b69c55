"""Telling the administrators at a start what the bot cannot do, in the desk's transaction (door 1)."""

from __future__ import annotations

from sqlalchemy import Connection

from models import ledger, outbox_rows, readiness_queries
from models.lifecycle import Scene
from models.notices import MessageKind, Notice
from models.oversight.matters import OF_WORKSPACE
from models.oversight.readiness_acts import ReportReadiness
from models.people import SYSTEM, Person
from models.readiness.telling import found_in, report
from models.refusals import Refusal, Why


def perform(connection: Connection, act: ReportReadiness, by: Person, scene: Scene) -> Refusal | None:
    """What was found is on record and on its way; nothing where the last start found the same."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    last = readiness_queries.last_found(connection, scene.workspace)
    result = report(act, found_in(last) if last is not None else (), scene)
    if result is None:
        return None
    told, happened = result
    (link,) = ledger.extend_workspace_chain(
        connection, (happened,), workspace=scene.workspace, by=by, at=scene.at, version=scene.policy_version
    )
    notices = (
        Notice(
            kind=MessageKind.READINESS,
            recipient=person,
            key=f"{MessageKind.READINESS}:{link.position}:{person}",
            detail={"position": link.position},
        )
        for person in told
    )
    outbox_rows.want_messages(connection, scene.workspace, OF_WORKSPACE, notices, scene.at)
    return None
