"""A request in a list: a line or two, with a way into its details."""

from __future__ import annotations

from collections.abc import Callable

from bot.views import actions, blocks, words
from bot.views.executing import with_date
from bot.views.text import Block, ago, person, when
from models.holds import HoldKind
from models.policy import Policy
from models.request import ExceptionRequest, Status

PolicyOf = Callable[[ExceptionRequest], Policy]


def item(request: ExceptionRequest, policy: Policy) -> Block:
    """One request, with its Details beside it."""
    details = actions.button("Details", actions.DETAILS, actions.carried(request.number))
    first = f"*{request.id}*  {words.in_short(request, policy)}"
    return blocks.section(f"{first}\n{words.sign(request)} {standing(request)}{_complaint(request)}", details)


def _complaint(request: ExceptionRequest) -> str:
    """That a complaint about it waits for somebody, which the list shows whatever the request itself waits for."""
    escalations = (request.escalation(c.escalation) for c in request.complaints if c.reviewed_by is None)
    known = [raised.acknowledged_by is not None for raised in escalations if raised is not None]
    if known and not all(known):
        return f"\n{words.COMPLAINT} A complaint waits to be taken up"
    return f"\n{words.COMPLAINT} A complaint waits for review" if known and request.is_decided else ""


def standing(request: ExceptionRequest) -> str:
    """Where it stands and what time is left (mrkdwn)."""
    said = words.status(request)
    if request.withdrawal is not None:
        said = said.replace("Withdrawn", f"Withdrawn by {person(request.withdrawal.by)}", 1)
    if request.status is Status.EXECUTION and request.execute_by is not None and not request.open_holds:
        return with_date(said, request)
    if request.stage is None:
        if request.closed_at is None:
            return said
        return f"{said}, {when(request.closed_at, '{date_short_pretty}', lead='closed ')}"
    if request.breached_at is not None:
        return f"{said}, *overdue*: was due {ago(request.deadline)}"
    returned = request.open_hold(HoldKind.RETURNED)
    if returned is not None and returned.due_at is not None:
        return f"{said}, due {ago(returned.due_at)}"
    if request.is_paused:
        return f"{said}, the time to decide stands still"
    return f"{said}, due {ago(request.deadline)}"
