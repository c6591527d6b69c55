"""The trail's sentences for a source that cannot be read: documents, offers to close, and more time; words only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.views import words
from bot.views.outages import hours
from bot.views.text import Names, escape, when
from models.people import SYSTEM
from models.policy import Policy

Changed = Mapping[str, Any]


def documented(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """Which source was documented, and by which fingerprint a decision names the document."""
    source = escape(words.source(str(changed["source"]), policy))
    return f"{actor} gave documentation in place of {source}, fingerprint `{escape(str(changed['sha256'])[:12])}`."


def offered(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """Why the hold could be closed from then on."""
    source = escape(words.source(str(changed["source"]), policy))
    what = "could be read again" if changed["has"] == "read" else "was documented"
    return f"{source} {what}, so the hold could be closed."


def extended(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """By how much the time to decide was lengthened, for which source, by whom where it was a person."""
    extension = changed["extension"]
    length = hours(timedelta(seconds=int(extension["length"])))
    source = f" for {escape(words.source(str(extension['subject']), policy))}" if extension["subject"] else ""
    due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
    said = (
        "The time to decide was extended"
        if extension["by"] == SYSTEM.id
        else f"{actor} extended the time to decide"
    )
    return f"{said} by {length}{source}; both approvals are {due}."
