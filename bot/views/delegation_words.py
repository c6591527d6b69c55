"""The words of delegations: what is passed on, from which day to which, and what is wrong with one; no block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.views.text import escape, joined, person
from models.delegation import VALIDATORS, Delegation
from models.policy import Policy
from models.refusals import Fault

#: How many of those who stand in for somebody are named; a large team is away all at once.
STAND_INS = 10
#: What is wrong with a field of the form, in plain text.
FAULTS: Mapping[Fault, str] = {
    Fault.YOURSELF: "You cannot delegate to yourself. Choose a colleague.",
    Fault.NOT_A_COLLEAGUE: (
        "Only a full, active member of this workspace can decide in your stead: no guest, no app, nobody who has left. "
        "Choose a colleague."
    ),
    Fault.MAY_NOT_HOLD: "The policy does not let this person hold your authority.",
    Fault.ENDS_FIRST: "The last day is before the first one. Choose the same day or a later one.",
    Fault.TOO_MANY_DAYS: "A delegation lasts at most 90 days. Choose an earlier last day.",
    Fault.TOO_FAR: "That is more than a year ahead. Choose an earlier day.",
    Fault.OVERLAPS: (
        "You have delegated for some of these days already. End that delegation first, or choose other days."
    ),
}


def acting(actor: str, changed: Mapping[str, Any]) -> str:
    """Who did what an event tells of, with whom they stood in for (mrkdwn): `@maya for @sam`."""
    decision = changed.get("decision")
    whom = decision.get("for_whom") if isinstance(decision, Mapping) else changed.get("for_whom")
    return f"{actor} for {person(str(whom))}" if whom else actor


def standing_in(delegations: Iterable[Delegation], roles: Iterable[str]) -> str:
    """Who can give an approval in whose stead just now (mrkdwn): `@maya for @sam`; empty where nobody does."""
    wanted = set(roles)
    named = [f"{person(made.to)} for {person(made.by)}" for made in delegations if wanted & set(made.roles)]
    if len(named) > STAND_INS:
        named[STAND_INS:] = [f"{len(named) - STAND_INS} more"]
    return f"In their stead: {joined(named, 'and')}." if named else ""


def authority(roles: tuple[str, ...], policy: Policy) -> str:
    """What is passed on: `the first approval` and `the second approval of Manager` (mrkdwn)."""
    titles = {tier.name: tier.title for tier in policy.tiers}
    parts = ["the first approval"] if VALIDATORS in roles else []
    tiers = [escape(titles.get(role, role)) for role in roles if role != VALIDATORS]
    if tiers:
        parts.append(f"the second approval as {joined(tiers, 'and')}")
    return joined(parts, "and")


def period(delegation: Delegation, policy: Policy) -> str:
    """`24 Nov 2026` or `24 Nov to 3 Dec 2026`, as days in the policy's time zone."""
    zone = policy.calendar.zone
    first = delegation.starts.astimezone(zone)
    last = delegation.ends.astimezone(zone) - timedelta(seconds=1)
    if first.date() == last.date():
        return f"on {_day(first)} {first.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"from {_day(first)}{year} to {_day(last)} {last.year}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def standing(delegation: Delegation, at: datetime) -> str:
    """Whether it is in force, is to come or is over."""
    if delegation.is_over(at):
        return "over"
    return "in force" if delegation.is_active(at) else "to come"
