"""Notifying at the desk: what people choose to be told, in the desk's transaction (door 1)."""

from __future__ import annotations

from sqlalchemy import Connection

from bot import matters
from models import preference_rows
from models.lifecycle import Scene
from models.notifying.acts import OnNotifications, SetPreferences
from models.notifying.preferences import chosen
from models.people import Person
from models.preference_queries import preferences_of
from models.refusals import Refusal


def perform(connection: Connection, act: OnNotifications, by: Person, scene: Scene) -> Refusal | None:
    """Somebody has chosen what they are told."""
    match act:
        case SetPreferences():
            return _choose(connection, act, by, scene)


def _choose(connection: Connection, act: SetPreferences, by: Person, scene: Scene) -> Refusal | None:
    result = chosen(act, preferences_of(connection, scene.workspace, by.id), by)
    if isinstance(result, Refusal):
        return result
    made, happened = result
    preference_rows.keep_preferences(connection, scene.workspace, made, scene.at)
    matters.keep(connection, scene, by, events=(happened,))
    return None
