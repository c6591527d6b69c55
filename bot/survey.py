"""The survey: what the workspace gives the bot, asked with few calls: scopes, channels, groups and people.

It judges nothing. What Slack does not tell is None, and `faults` says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.gateway import (
    Gateway,
    Identity,
    SlackError,
    SlackRateLimitedError,
    SlackUnavailableError,
)
from models.checks import Item
from models.people import Person
from models.policy import Policy
from models.readiness.condition import ChannelSeen, GroupSeen, Survey
from models.readiness.naming import named

#: Up to so many people are asked about one by one; of more, everybody in the workspace is listed.
ONE_BY_ONE = 40
#: How many people are asked about at a time.
AT_ONCE = 10
#: Of how many people Slack says at once whether they are in do-not-disturb.
BUSY_AT_ONCE = 50
#: What Slack says of an id that is nobody's.
NOBODY = frozenset({"user_not_found", "user_not_visible"})


@dataclass
class Surveyed:
    """What was found, and why some of it was not, by what it belongs to."""

    survey: Survey
    faults: dict[Item, str] = field(default_factory=dict)


async def survey(
    gateway: Gateway,
    policy: Policy | None,
    identity: Identity,
    asked_at: datetime,
    draft: Policy | None = None,
) -> Surveyed:
    """What the workspace gives; `identity` is as Slack told it at `asked_at`. It raises nothing of Slack's.

    Whom a `draft` names is asked for too.
    """
    faults: dict[Item, str] = {}
    wanted = {who for each in (policy, draft) if each is not None for who in named(each)}
    has_groups = any(one.startswith("@") for one in wanted)
    channels, groups = await asyncio.gather(
        _channels(gateway, faults), _groups(gateway, faults, has_groups=has_groups)
    )
    people = {one for one in wanted if not one.startswith("@")}
    for handle in wanted & set(groups or {}):
        people |= (groups or {})[handle].members
    described = await _people(gateway, people, identity.team, faults)
    contacts = (
        (who for contact in policy.contacts.values() for who in (*contact.who, *contact.backup))
        if policy
        else ()
    )
    busy = await _busy(gateway, sorted(set(contacts) & people), asked_at.timestamp())
    return Surveyed(
        survey=Survey(
            scopes=identity.scopes,
            channels=channels,
            groups=groups,
            people=described,
            busy=busy,
            bot_name=identity.user_name,
            team_name=identity.team_name,
            asked_at=asked_at,
            slack_at=identity.slack_at,
        ),
        faults=faults,
    )


@asynccontextmanager
async def _noting(faults: dict[Item, str], *items: Item) -> AsyncIterator[None]:
    """Note why Slack did not tell, for each of the items."""
    try:
        yield
    except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
        for item in items:
            faults[item] = str(error)


async def _channels(gateway: Gateway, faults: dict[Item, str]) -> dict[str, ChannelSeen] | None:
    found: dict[str, ChannelSeen] = {}
    async with _noting(faults, Item.CHANNELS):
        async for channel in gateway.channels(archived=True):
            seen = ChannelSeen(
                id=str(channel["id"]),
                name=str(channel["name"]),
                is_archived=bool(channel.get("is_archived")),
                is_member=bool(channel.get("is_member")),
            )
            found[f"#{seen.name}"] = seen
        return found
    return None


async def _groups(
    gateway: Gateway, faults: dict[Item, str], *, has_groups: bool
) -> dict[str, GroupSeen] | None:
    if not has_groups:
        # A policy that names people alone needs no group.
        return {}
    async with _noting(faults, Item.AUTHORITIES, Item.TIERS, Item.CONTACTS):
        told = await gateway.all_groups() or ()
        return {
            f"@{group['handle']}": GroupSeen(
                id=str(group["id"]),
                members=frozenset(str(one) for one in group.get("users") or ()),
                is_disabled=bool(group.get("date_delete")),
            )
            for group in told
        }
    return None


async def _people(
    gateway: Gateway, wanted: set[str], team: str, faults: dict[Item, str]
) -> dict[str, Person | None]:
    """Everybody who is wanted and of whom Slack tells; None for an id that it knows nobody by."""
    found: dict[str, Person | None] = {}
    if len(wanted) > ONE_BY_ONE:
        async with _noting(faults, Item.AUTHORITIES):
            async for told in gateway.everybody():
                if told["id"] in wanted:
                    found[str(told["id"])] = _person(told, team)
    # People of other workspaces are in no list.
    rest = sorted(wanted - set(found))[:ONE_BY_ONE]
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(one: str) -> None:
        async with gate, _noting(faults, Item.AUTHORITIES):
            try:
                found[one] = _person(await gateway.person(one), team)
            except SlackError as error:
                if error.code not in NOBODY:
                    raise
                found[one] = None

    await asyncio.gather(*(ask(one) for one in rest))
    return found


def _person(told: dict[str, Any], team: str) -> Person:
    home = str(told.get("team_id") or team)
    return Person(
        id=str(told["id"]),
        team=home,
        name=str(told.get("real_name") or told.get("name") or told["id"]),
        is_bot=bool(told.get("is_bot")) or told["id"] == "USLACKBOT",
        is_deactivated=bool(told.get("deleted")),
        is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
        is_stranger=bool(told.get("is_stranger")) or home != team,
    )


async def _busy(gateway: Gateway, people: Iterable[str], now: float) -> frozenset[str]:
    """Those in do-not-disturb; nobody where Slack does not tell, for it only makes a warning."""
    listed = list(people)[:BUSY_AT_ONCE]
    busy: set[str] = set()
    async with _noting({}, Item.CONTACTS):
        told = await gateway.do_not_disturb(listed) if listed else {}
        busy |= {one for one, (start, end) in told.items() if start <= now < end}
    return frozenset(busy)
