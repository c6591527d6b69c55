"""Whom a policy names and the workspace does not have, looked up before it is put in force; it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from bot.clock import Clock
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.policy_file import PolicyFile
from bot.settings import Settings
from bot.survey import survey
from bot.views.readiness_told import on_terminal
from models.readiness.judging_file import judge_file


async def unknown_names(values: Mapping[str, str], file: PolicyFile, clock: Clock) -> tuple[str, ...]:
    """A sentence for each name in the file that is not there as the policy needs it; none where there is no token.

    Where Slack does not tell, a sentence says so.
    """
    token = values.get("SLACK_BOT_TOKEN")
    if not token:
        return ()
    gateway = Gateway(token, values.get("SLACK_API_URL") or Settings.slack_api_url)
    try:
        identity = await gateway.identity()
        surveyed = await survey(gateway, file.policy, identity, clock.now())
    except (SlackError, SlackUnavailableError, SlackRateLimitedError) as error:
        return (f"Whether its groups, people and channels are there could not be looked up: {error}",)
    finally:
        await gateway.close()
    checks = judge_file(file.policy, surveyed.survey, clock.now(), str(file.path))
    teller = on_terminal(file.policy, {})
    return tuple(teller.tell(check).says for check in checks)
