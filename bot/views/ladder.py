"""The words for an escalation's ladder: which steps were tried before, and why somebody was passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.views import words
from bot.views.text import Names, channel, escape, joined, person, when
from models.ladders import COMPLAINT, DEADLINE_BREACHED, DEADLINE_NEAR, HOLD_OVERDUE, Step, climbs
from models.policy import Policy
from models.request import Attempt, EscalationRaised, ExceptionRequest

#: How many of those whom a step reached, or passed over, are named.
PEOPLE_SHOWN = 10

NOBODY = "nobody: the policy's contact could not be reached"
#: What nobody did in time, for each kind of escalation.
UNANSWERED = {
    DEADLINE_NEAR: "Nobody acknowledged in time that the decision is due soon.",
    DEADLINE_BREACHED: "Nobody acknowledged in time that the decision is overdue.",
    HOLD_OVERDUE: "Nobody acknowledged in time that the hold is overdue.",
    COMPLAINT: "Nobody took up the complaint in time.",
}
_NEXT = {
    Step.PRIMARY: "the contact",
    Step.BACKUP: "the backup",
    Step.CHANNEL: "the role's channel",
    Step.ADMINISTRATORS: "the administrators",
}


def reached(people: Iterable[str]) -> str:
    """People as mentions, the first of them where they are many (mrkdwn); empty where there are none."""
    listed = list(people)
    shown = [person(one) for one in listed[:PEOPLE_SHOWN]]
    more = len(listed) - len(shown)
    return joined([*shown, *([f"{more} more"] if more else [])], "and")


def told(request: ExceptionRequest, key: str, names: Names) -> str:
    """Whom an escalation reached so far (mrkdwn)."""
    raised = request.escalation(key)
    if raised is None:
        return NOBODY
    return (whom(raised.attempts, names) if raised.attempts else reached(raised.told)) or NOBODY


def attempts_in(changed: Mapping[str, Any]) -> tuple[Attempt, ...]:
    """The attempts that an event tells of; none in what was recorded before there were any."""
    return tuple(
        Attempt(
            step=str(one["step"]),
            at=datetime.fromisoformat(str(one["at"])),
            told=tuple(one["told"]),
            channel=str(one["channel"]),
            absent=tuple(one["absent"]),
        )
        for one in changed.get("attempts") or ()
    )


def attempted(changed: Mapping[str, Any], request: ExceptionRequest, names: Names) -> str:
    """That nobody took it up in time, and who was told next (mrkdwn)."""
    tried = attempts_in(changed)
    raised = request.escalation(str(changed["escalation"]))
    unanswered = UNANSWERED.get(raised.kind if raised is not None else "", "Nobody acknowledged it in time.")
    said = f"{words.TOLD} {unanswered} Told next: {whom(tried, names) or NOBODY}."
    over = passed_over(tried, names)
    return f"{said}\nNot there: {over}." if over else said


def whom(attempts: Iterable[Attempt], names: Names) -> str:
    """Everybody and every channel that the attempts reached (mrkdwn); empty where they reached nobody."""
    tried = list(attempts)
    people = reached(one for attempt in tried for one in attempt.told)
    places = [channel(attempt.channel, names) for attempt in tried if attempt.channel]
    return joined([*([people] if people else []), *places], "and")


def passed_over(attempts: Iterable[Attempt], names: Names) -> str:
    """Who of the steps was not there, and why (mrkdwn); empty where nobody was passed over."""
    told_of = []
    for absent in (absent for attempt in attempts for absent in attempt.absent):
        name, _, why = absent.partition(": ")
        named = escape(name) if name.startswith("@") else person(name)
        told_of.append(f"{named} ({escape(why)})")
    more = len(told_of) - PEOPLE_SHOWN
    return joined([*told_of[:PEOPLE_SHOWN], *([f"{more} more"] if more > 0 else [])], "and")


def before(raised: EscalationRaised, recipient: str, names: Names) -> list[str]:
    """What was tried before this recipient was told, and with what result (mrkdwn lines)."""
    earlier = []
    for attempt in raised.attempts:
        if recipient in (*attempt.told, attempt.channel):
            break
        earlier.append(attempt)
    lines = []
    for attempt in earlier:
        if attempt.told or attempt.channel:
            lines.append(
                f"{whom([attempt], names)}: {when(attempt.at, lead='told ')}, not acknowledged in time"
            )
        over = passed_over([attempt], names)
        if over:
            lines.append(f"Not there: {over}")
    return lines


def after(raised: EscalationRaised, policy: Policy, names: Names) -> str:
    """When and who is told next, if nobody acknowledges (mrkdwn); empty where nobody is."""
    due = climbs(raised, policy)
    if due is None:
        return ""
    place, at = due
    contact = policy.contacts[raised.contact]
    there = {
        Step.BACKUP: bool(contact.backup),
        Step.CHANNEL: contact.channel is not None,
        Step.ADMINISTRATORS: True,
    }
    step = next((step for step in tuple(Step)[place:] if there.get(step)), Step.ADMINISTRATORS)
    unless = when(at, lead="by ")
    is_channel = step is Step.CHANNEL and contact.channel is not None
    following = channel(contact.channel or "", names) if is_channel else _NEXT[step]
    return f"{words.WAITING} If nobody acknowledges it {unless}, {following} {_is(step)} told."


def _is(step: Step) -> str:
    return "are" if step is Step.ADMINISTRATORS else "is"
