"""Preferences, told: what each person chose to be notified of, by the workspace's own chain."""

from __future__ import annotations

from collections.abc import Iterable

from models.audit_chain import AuditEvent
from models.derived.told import Told
from models.events import EventKind
from models.notifying.preferences import Preferences


def derive_preferences(links: Iterable[AuditEvent]) -> dict[str, Preferences]:
    """What holds for each person who has chosen; CannotDeriveError where an event cannot be read, or is another's."""
    chosen: dict[str, Preferences] = {}
    for link in links:
        if link.kind != EventKind.PREFERENCES_SET:
            continue
        told = Told.of(link)
        made = told.read("preferences", Preferences)
        if made.person != link.actor:
            raise told.fault("is a choice that somebody made for another")
        chosen[made.person] = made
    return chosen
