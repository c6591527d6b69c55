"""The training page, put together for its reader from what is known now; it listens to nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from bot.gateway import SlackError, SlackUnavailableError
from bot.roll import ASKED_AFTER
from bot.services import Services
from bot.views.training import TrainingShown, training_page
from bot.views.training_roles import roles_of
from models.membership import refusal_of_outsider
from models.oversight.training import consulted, may_see_team, trainees

#: Seconds that Slack is given to say who the team is: the window must open within three.
PATIENCE = 1.2


async def view(
    user: str, services: Services, *, attest_first: bool = False, done: str = ""
) -> dict[str, Any]:
    """The page of a user id; `attest_first`: what they did waits for it; `done` (mrkdwn): what they have just done."""
    policies, at = services.desk.policies, services.clock.now()
    await services.desk.follow()
    policy = policies.current
    reader = await services.directory.person(user)
    register = await services.directory.register(consulted(policy))
    own = await services.records.training((user,), policy, at)
    team = None
    if may_see_team(reader, policy, register, at):
        unable = await _unable(register.members(trainees(policy)), services)
        people = replace(register, absent=unable).members(trainees(policy))
        team = await services.records.training(people, policy, at)
    return training_page(
        TrainingShown(
            policy=policy,
            version=policies.current_version,
            names=services.directory.names(),
            standing=own[user],
            roles=roles_of(user, policy, register),
            team=team,
            unread=register.gaps(trainees(policy), at) if team is not None else (),
            first=attest_first,
            done=done,
        )
    )


async def _unable(people: tuple[str, ...], services: Services) -> frozenset[str]:
    """Those of the first people who are guests or have left, and so decide nothing; as far as Slack says in time."""

    async def is_able(one: str) -> bool:
        return refusal_of_outsider(await services.directory.person_lately(one), ()) is None

    asked = people[:ASKED_AFTER]
    try:
        async with asyncio.timeout(PATIENCE):
            able = await asyncio.gather(*(is_able(one) for one in asked))
    except (TimeoutError, SlackError, SlackUnavailableError):
        return frozenset()
    return frozenset(one for one, can in zip(asked, able, strict=True) if not can)
