"""What each person has chosen to be told: the morning's digest and reminders; pure, it keeps nothing.

What must be done now (escalations, holds, complaints, what a request asks of its requester) cannot be switched off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from models.events import Event, EventKind, event
from models.membership import refusal_of_filer
from models.notifying.acts import SetPreferences
from models.people import Person
from models.policy import Policy
from models.refusals import Refusal, Why


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """One person's choice; with no `digest_at` the digest comes when the policy says."""

    person: str
    has_digest: bool = True
    digest_at: time | None = None
    has_reminders: bool = True

    def hour(self, policy: Policy) -> time:
        """When the digest comes, by the person's own clock."""
        return self.digest_at or policy.notifications.digest_at


def chosen(act: SetPreferences, known: Preferences, by: Person) -> tuple[Preferences, Event] | Refusal:
    """Everybody chooses for themselves; `known` is what holds for them so far, and stays where nothing is chosen."""
    refused = refusal_of_filer(by)
    if refused is not None:
        return refused
    made = replace(known, person=by.id)
    if act.has_digest is not None:
        # Whoever switches it on again finds the hour that they had.
        digest_at = act.digest_at if act.has_digest else known.digest_at
        made = replace(made, has_digest=act.has_digest, digest_at=digest_at)
    if act.has_reminders is not None:
        made = replace(made, has_reminders=act.has_reminders)
    if made == known:
        return Refusal(why=Why.NOTHING_CHANGED)
    return made, event(EventKind.PREFERENCES_SET, preferences=made)
