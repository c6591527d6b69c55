"""An alert that was turned away, at the desk: on record and told, in the desk's transaction (door 1)."""

from __future__ import annotations

from sqlalchemy import Connection

from models import ledger, outbox_rows
from models.lifecycle import Scene
from models.notices import MessageKind, Notice
from models.oversight.alert_acts import TurnAwayAlert
from models.oversight.alerting import turn_away
from models.oversight.matters import OF_WORKSPACE
from models.people import Person
from models.refusals import Refusal


def perform(connection: Connection, act: TurnAwayAlert, by: Person, scene: Scene) -> Refusal | None:
    """The event in the workspace's own chain, and a message to each who is told."""
    result = turn_away(act, by, scene)
    if isinstance(result, Refusal):
        return result
    happened, told = result
    (link,) = ledger.extend_workspace_chain(
        connection,
        (happened,),
        workspace=scene.workspace,
        by=by,
        at=scene.at,
        version=scene.policy_version,
    )
    words = (
        Notice(
            kind=MessageKind.ALERT,
            recipient=person,
            key=f"{MessageKind.ALERT}:{link.position}:{person}",
            detail={"position": link.position},
        )
        for person in told
    )
    outbox_rows.want_messages(connection, scene.workspace, OF_WORKSPACE, words, scene.at)
    return None
