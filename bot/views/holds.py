"""The words for holds: what one is called, whose it is, and how it stands; it builds no block."""

from __future__ import annotations

from bot.views import outages, reconciling, words
from bot.views.blocks import one_line
from bot.views.text import Names, escape, person, when
from models.authority import hold_owners
from models.holds import Hold, HoldEnding, HoldKind
from models.people import SYSTEM
from models.policy import Policy
from models.request import ExceptionRequest

_TITLES = {
    HoldKind.DATA_UNAVAILABLE: "Data unavailable",
    HoldKind.CONFLICTING_DATA: "Conflicting information",
    HoldKind.REGULATORY: "Regulatory constraint",
    HoldKind.RETURNED: "Returned to be completed",
    HoldKind.OVER_AUTHORITY: "Above every tier's authority",
}
_ENDINGS = {
    HoldEnding.RESOLVED: "resolved",
    HoldEnding.CONDITIONS: "cleared with conditions",
    HoldEnding.REFUSED: "refused",
    HoldEnding.LAPSED: "not answered in time",
    HoldEnding.VOID: "no longer needed",
}
#: What the same is called for some kinds of holds.
_OWN_ENDINGS = {
    (HoldKind.REGULATORY, HoldEnding.RESOLVED): "cleared",
    (HoldKind.REGULATORY, HoldEnding.REFUSED): "prohibited",
    (HoldKind.OVER_AUTHORITY, HoldEnding.RESOLVED): "released",
}


def title(hold: Hold, policy: Policy) -> str:
    """What a hold is called, in the policy's words where it has them; as typed, not escaped."""
    part = policy.holds.get(hold.kind)
    named = part.title if part is not None else _TITLES[hold.kind]
    return f"{named}: {subject(hold, policy)}" if hold.subject else named


def subject(hold: Hold, policy: Policy) -> str:
    """What a hold is about: the source's title, or that of the fields which must agree; as typed."""
    agreement = next((a.title for a in policy.agreements if a.name == hold.subject), None)
    return agreement if agreement is not None else words.source(hold.subject, policy)


def standing(
    hold: Hold,
    request: ExceptionRequest,
    policy: Policy,
    names: Names,
    *,
    is_short: bool = False,
    is_on_card: bool = False,
    is_own: bool = False,
) -> str:
    """How an open hold stands: why, since when, and who can close it (mrkdwn).

    The short form leaves out what it is called and what differing sources say, for where both stand beside it.
    On the request's card, which may be its requester's own (`is_own`), it leaves out what a source answered: that
    stands with the facts, for those who decide. Of several holds a card tells what they are and no more.
    """
    since = when(hold.opened_at, lead="since ")
    owners = words.people(hold_owners(policy, request, hold), names)
    due = f", {when(hold.due_at, lead='due ')}" if hold.due_at is not None else ""
    if hold.overdue_at is not None and hold.due_at is not None:
        due = f", {words.LATE} {when(hold.due_at, lead='overdue since ')}"
    clock = "The time to decide stands still." if hold.kind.pauses and request.is_paused else ""
    why = escape(one_line(hold.why, 300)) or ("" if is_short else reconciling.values(hold, policy))
    named = "*On hold*" if is_short else f"*{escape(title(hold, policy))}*,"
    lines = [f"{words.HOLD} {named} {since}. Waiting on {owners}{due}. {clock}".rstrip()]
    if why and hold.kind is HoldKind.REGULATORY and hold.opened_by != SYSTEM.id:
        # What a person asks is theirs, and stands apart from what the desk says.
        why = f"> {why}"
    come = ""
    if hold.kind is HoldKind.DATA_UNAVAILABLE:
        why = "" if is_on_card else why
        is_brief = is_on_card and len(request.open_holds) > 1
        come = "" if is_brief else outages.progress(hold, request, is_own=is_own)
    return "\n".join([*lines, *(text for text in (why, come) if text)])


def closed(hold: Hold) -> str:
    """How a hold was closed, by whom and when (mrkdwn); empty while it is open."""
    if hold.closed is None:
        return ""
    by = "" if hold.closed.by == SYSTEM.id else f" by {person(hold.closed.by)}"
    sign = words.REFUSED if hold.closed.how is HoldEnding.REFUSED else words.DONE
    ending = ended_as(hold)
    return f"{sign} *{ending.capitalize()}*{by}{when(hold.closed.at, lead=', ')}"


def ended_as(hold: Hold) -> str:
    """How a hold was closed, in a word or two; empty while it is open."""
    if hold.closed is None:
        return ""
    return _OWN_ENDINGS.get((hold.kind, hold.closed.how), _ENDINGS[hold.closed.how])
