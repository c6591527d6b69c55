"""Matters at the desk: one written with its event, its timers and who is told, in the desk's transaction (door 1)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from models import ledger, matter_rows, outbox_rows
from models.deadlines import Timer
from models.events import Event
from models.lifecycle import Scene
from models.notices import Notice
from models.oversight.matters import OF_WORKSPACE, Matter
from models.people import Person


def keep(
    connection: Connection,
    scene: Scene,
    by: Person,
    *,
    events: Iterable[Event],
    matter: Matter | None = None,
    timers: Iterable[Timer] = (),
    notices: Iterable[Notice] = (),
) -> None:
    """What happened goes into the workspace's own chain; the matter is as it is now."""
    if matter is not None:
        matter_rows.keep_matter(connection, scene.workspace, matter)
    ledger.extend_workspace_chain(
        connection, events, workspace=scene.workspace, by=by, at=scene.at, version=scene.policy_version
    )
    matter_rows.add_timers(connection, scene.workspace, timers)
    outbox_rows.want_messages(connection, scene.workspace, OF_WORKSPACE, notices, scene.at)
