"""The training page, put together for its reader from what is known now; it listens to nothing."""

from __future__ import annotations

from typing import Any

from bot.services import Services
from bot.views.training import TrainingShown, training_page
from bot.views.training_roles import roles_of
from models.oversight.training import consulted, may_see_team, trainees


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
        team = await services.records.training(register.members(trainees(policy)), policy, at)
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
