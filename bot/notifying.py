"""Notifying at the desk: what people choose to be told, and their digests; in the desk's transaction (door 1)."""

from __future__ import annotations

from sqlalchemy import Connection

from bot import matters
from models import preference_rows
from models.events import EventKind, event
from models.lifecycle import Scene
from models.notices import MessageKind
from models.notifying.acts import SendDigests, SetPreferences
from models.notifying.digests import is_too_soon, notice_of
from models.notifying.preferences import chosen
from models.people import SYSTEM, Person
from models.preference_queries import preferences_of
from models.refusals import Refusal, Why
from models.waiting_queries import last_planned


def perform(
    connection: Connection, act: SetPreferences | SendDigests, by: Person, scene: Scene
) -> Refusal | None:
    """Somebody has chosen what they are told, or people's morning is there."""
    match act:
        case SetPreferences():
            return _choose(connection, act, by, scene)
        case SendDigests():
            return _send_digests(connection, act, by, scene)


def _choose(connection: Connection, act: SetPreferences, by: Person, scene: Scene) -> Refusal | None:
    result = chosen(act, preferences_of(connection, scene.workspace, by.id), by)
    if isinstance(result, Refusal):
        return result
    made, happened = result
    preference_rows.keep_preferences(connection, scene.workspace, made, scene.at)
    matters.keep(connection, scene, by, events=(happened,))
    return None


def _send_digests(connection: Connection, act: SendDigests, by: Person, scene: Scene) -> Refusal | None:
    """One for each who has had none in this day of theirs; where nobody is left, nothing has happened."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    due = [
        one
        for one in act.due
        if preferences_of(connection, scene.workspace, one.person).has_digest
        and not is_too_soon(
            last_planned(connection, scene.workspace, one.person, MessageKind.DIGEST, scene.at), scene.at
        )
    ]
    if due:
        sent = event(EventKind.DIGESTS_SENT, to=due)
        matters.keep(connection, scene, by, events=(sent,), notices=[notice_of(one) for one in due])
    return None
