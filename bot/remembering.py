"""Remembering: what a delivery was answered, for as long as it may come again; in the desk's transaction (door 1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from models import ledger
from models.codec import refusal_to_json
from models.deadlines import TimerKind
from models.refusals import Refusal

#: How long a delivery's answer is kept: a modal may stay open for long, and Slack sends nothing again after minutes.
REMEMBERED_FOR = timedelta(days=7)
#: When a timer is due again whose act nobody could be found for, because Slack could not say who is in a group.
TIMER_AGAIN = timedelta(seconds=30)


def remember(
    connection: Connection,
    workspace: str,
    key: str,
    ends_timer: int | None,
    number: int,
    refusal: Refusal | None,
    at: datetime,
) -> None:
    """Keep the answer for a repeat of the delivery; a timer whose act may well be done later waits again."""
    may_pass = refusal is not None and refusal.can_be_tried_again
    if ends_timer is None and not (may_pass or (refusal is not None and refusal.lies_in_roles)):
        answer = refusal_to_json(refusal) if refusal is not None else ""
        ledger.remember_delivery(connection, workspace, key, number, answer, at)
    elif ends_timer is not None and may_pass:
        ledger.put_off_timer(connection, ends_timer, at + TIMER_AGAIN)


def forget(connection: Connection, workspace: str, at: datetime) -> int:
    """Let go of what nobody asks for again; how many answers that were."""
    before = at - REMEMBERED_FOR
    # Whose morning it is, is looked at ninety-six times a day.
    ledger.forget_timers(connection, workspace, TimerKind.DIGEST, before)
    return ledger.forget_deliveries(connection, workspace, before)
