"""A hold whose own deadline has passed, as its contact and the thread read it; words only."""

from __future__ import annotations

from bot.views import holds, words
from bot.views.scene import Rendering
from bot.views.text import ago, escape, when
from models.authority import hold_owners
from models.holds import Hold
from models.ladders import HOLD_OVERDUE
from models.request import EscalationRaised, ExceptionRequest

#: The matter of the message, as its title says it.
MATTER = "hold overdue"


def hold_of(raised: EscalationRaised, request: ExceptionRequest) -> Hold | None:
    """The hold that somebody was told of; None where they were told of something else."""
    return request.hold(raised.key.partition(":")[2]) if raised.kind == HOLD_OVERDUE else None


def standing(hold: Hold, scene: Rendering) -> str:
    """What was to be settled and by whom, or that it is (mrkdwn)."""
    request, policy = scene.request, scene.policy
    if not hold.is_open:
        return (
            f"{holds.closed(hold)}. There is nothing left to do for you.\n{escape(holds.title(hold, policy))}"
        )
    due = (
        f"{when(hold.due_at, lead='was due ')}, {ago(hold.due_at)}" if hold.due_at is not None else "is open"
    )
    owners = words.people(hold_owners(policy, request, hold), scene.names)
    return (
        f"{words.LATE} *{escape(holds.title(hold, policy))}* {due}.\n"
        f"Waiting on {owners}. Until they have settled it, nobody decides and nothing is carried out."
    )


def told(hold: Hold | None, scene: Rendering) -> str:
    """The beginning of the thread's entry (mrkdwn)."""
    named = escape(holds.title(hold, scene.policy)) if hold is not None else "A hold"
    return f"{words.LATE} *{named}* is overdue."
