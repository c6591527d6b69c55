"""The words for a source that cannot be read: what is asked, what has come, and how much longer there is; no block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.views import words
from bot.views.blocks import one_line
from bot.views.text import Names, escape, joined, person, when
from models.holds import Hold, HoldEnding
from models.outages import documents, last_tried, read, supervisors
from models.people import SYSTEM
from models.policy import Policy
from models.request import ExceptionRequest

#: How much of what a source answered a sentence shows, in characters.
FAULT_LENGTH = 300


def hours(length: timedelta) -> str:
    """A length of time as it stands on a button: `24 h`, `1 h 30 min`."""
    total, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [f"{total} h"] if total else []
    return " ".join([*parts, *([f"{minutes} min"] if minutes else [])]) or "0 min"


def progress(hold: Hold, request: ExceptionRequest, *, is_own: bool = False) -> str:
    """What has come in the source's place so far, and what happens of itself (mrkdwn)."""
    if not hold.is_open:
        return ""
    back, given = read(request, hold.subject), documents(request, hold)
    lines = []
    if back is not None:
        taken = when(back.taken_at, lead=", ")
        lines.append(f"{words.DONE} The source was read after all{taken}, and is kept with the request.")
    if given:
        by, at = "You" if is_own else person(given[-1].by), when(given[-1].at, lead=", ")
        lines.append(f"{words.FILES} {by} gave documentation in its place{at}.")
    if lines:
        return "\n".join([*lines, "The hold can be closed now; it does not close by itself."])
    tried = last_tried(request, hold.subject)
    last = f", {when(tried, lead='last tried ')}" if tried is not None else ""
    again = f" The source is read again by itself{last}."
    asked = "You are" if is_own else f"{person(request.filed_by)} is"
    return f"{words.WAITING} {asked} asked for alternate documentation.{again}"


def more_time(hold: Hold, request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """By how much the time to decide was lengthened for the source, and who may lengthen it further (mrkdwn)."""
    given = [extension for extension in request.extensions if extension.subject == hold.subject]
    total = sum((extension.length for extension in given), timedelta(0))
    said = f"The time to decide was extended by {hours(total)} for this source" if given else ""
    by = [person(extension.by) for extension in given if extension.by != SYSTEM.id]
    said += f", the last time by {by[-1]}" if by else ""
    who = words.people(supervisors(policy), names)
    can = f"Only {who} can extend it further."
    return f"{said}. {can}" if said else can


def extended(request: ExceptionRequest, policy: Policy) -> str:
    """By how much the time to decide was lengthened, and for which sources (mrkdwn); empty where it was not."""
    if not request.extensions:
        return ""
    total = sum((extension.length for extension in request.extensions), timedelta(0))
    named = dict.fromkeys(
        escape(words.source(extension.subject, policy))
        for extension in request.extensions
        if extension.subject
    )
    for_what = f": {joined(named, 'and')} could not be read" if named else ""
    return f"extended by {hours(total)}{for_what}"


def stopped(changed: Mapping[str, Any], request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """That a source could not be read and stops the request, as the thread tells it (mrkdwn)."""
    hold = changed["hold"]
    fault = unread(words.source(str(hold["subject"]), policy), str(hold["why"]))
    part = policy.holds.get(str(hold["kind"]))
    owners = words.people(part.owner if part is not None else policy.administrators, names)
    longer = sum(
        (e.length for e in request.extensions if e.subject == hold["subject"] and e.by == SYSTEM.id),
        timedelta(0),
    )
    time = f" There are {hours(longer)} more to decide." if longer else ""
    return (
        f"{words.HOLD} {fault}\n"
        f"Nobody decides until {owners} closes the hold. {person(request.filed_by)} is asked for alternate "
        f"documentation, and the source is read again by itself.{time}"
    )


def unread(title: str, fault: str) -> str:
    """That a source could not be read, and why: what a source says of itself is not said twice (mrkdwn)."""
    named, said = f"*{escape(title)}*", one_line(fault, FAULT_LENGTH)
    if said.startswith(f"{title} "):
        return f"{named}{escape(said.removeprefix(title))}"
    return f"{named} could not be read: {escape(said)}" if said else f"{named} could not be read."


def offered(changed: Mapping[str, Any], policy: Policy, names: Names) -> str:
    """That a source was read after all, as the thread tells it (mrkdwn)."""
    source = escape(words.source(str(changed["source"]), policy))
    return (
        f"{words.DONE} *{source}* could be read again, and what it says is kept with the request.\n"
        f"{_owners(policy, names)} can close the hold now; it does not close by itself."
    )


def documented(changed: Mapping[str, Any], actor: str, policy: Policy, names: Names) -> str:
    """That documentation was given in a source's place, as the thread tells it (mrkdwn)."""
    source = escape(words.source(str(changed["source"]), policy))
    return (
        f"{words.FILES} {actor} gave documentation in place of *{source}*.\n"
        f"{_owners(policy, names)} can close the hold now."
    )


def closed(hold: Hold, request: ExceptionRequest, policy: Policy, actor: str) -> str:
    """That a hold for a source was closed, as the thread tells it (mrkdwn)."""
    source = escape(words.source(hold.subject, policy))
    if hold.closed is not None and hold.closed.how is HoldEnding.VOID:
        return f"{words.LATER} The hold for *{source}* is no longer needed."
    others = [other for other in request.open_holds if other.key != hold.key]
    goes_on = "" if others else " The decision goes on."
    return f"{words.DONE} {actor} closed the hold for *{source}*.{goes_on}"


def _owners(policy: Policy, names: Names) -> str:
    part = policy.holds.get("data_unavailable")
    return words.people(part.owner if part is not None else policy.administrators, names)
