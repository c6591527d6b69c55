"""Exporting at the desk: who may take the record out, and that they did, in the workspace's own chain (door 1).

The command line records its exports by the same function. The content itself is rendered elsewhere, when it is sent.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot import matters
from models import export_queries, queries
from models.events import Event
from models.lifecycle import Scene
from models.notices import MessageKind, Notice
from models.oversight.exporting import (
    MOST_EVENTS,
    PAGE,
    PROOF,
    Export,
    Format,
    Found,
    Wanted,
    exported,
    fault_of,
    judge,
)
from models.people import Person
from models.refusals import Refusal, Why
from models.request import number_of


def perform(connection: Connection, act: Export, by: Person, scene: Scene) -> Refusal | None:
    """The export is on record, and its file is on its way to whoever asked; or why not."""
    number = number_of(act.request) if act.request.strip() else None
    asked = judge(act, by, scene, number)
    if isinstance(asked, Refusal):
        return asked
    found = what_there_is(connection, scene, asked, most=MOST_EVENTS)
    faults = fault_of(found, asked)
    if faults:
        return Refusal(why=Why.FAULTS, faults=faults)
    position = export_queries.workspace_events(connection, scene.workspace) + 1
    record(connection, scene, by, exported(asked, found), notices_of(asked, by, position))
    return None


def what_there_is(connection: Connection, scene: Scene, asked: Wanted, *, most: int | None = None) -> Found:
    """What the export will hold, as it is recorded at this moment."""
    if (
        asked.request is not None
        and queries.stored_request(connection, scene.workspace, asked.request) is None
    ):
        return Found(events=0, digest="", is_known=False)
    return export_queries.found(connection, scene.workspace, asked.span(scene.policy), asked.request, most)


def record(
    connection: Connection, scene: Scene, by: Person, happened: Event, notices: tuple[Notice, ...] = ()
) -> None:
    """Write down that the record was taken out."""
    matters.keep(connection, scene, by, events=(happened,), notices=notices)


def notices_of(asked: Wanted, by: Person, position: int) -> tuple[Notice, ...]:
    """The messages that bring the files: `position` is the export's event, by which each is rendered."""
    parts = (PAGE, PROOF) if asked.format is Format.PACKET else (PAGE,)
    return tuple(
        Notice(
            kind=MessageKind.EXPORT,
            recipient=by.id,
            key=f"{MessageKind.EXPORT}:{position}:{part}",
            detail={"position": position, "part": part},
        )
        for part in parts
    )
