"""Who asks: each listener is given the person as Slack describes them now, and the parts of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.gateway import ANSWER_BY, SlackUnavailableError
from bot.services import Services
from handlers import payloads
from handlers.payloads import Payload

#: Seconds in which somebody is answered, whatever Slack is asked for it: the acknowledgement is due after 3.
ANSWER_LIMIT = 2.7
#: Seconds of them that Slack may take to say who somebody is.
WHO_LIMIT = 1.2


def register(app: AsyncApp, services: Services) -> None:
    """Put `person` and `services` where listeners find them; where Slack cannot say who it is, none is called."""

    async def who_asks(
        body: Payload, context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]
    ) -> None:
        ANSWER_BY.set(asyncio.get_running_loop().time() + ANSWER_LIMIT)
        context["services"] = services
        asker = payloads.asker(body)
        if asker is not None and body.get("type") != "block_suggestion":
            try:
                async with asyncio.timeout(WHO_LIMIT):
                    context["person"] = await services.directory.person(asker.user, asker.team)
            except TimeoutError as error:
                raise SlackUnavailableError from error
        await next_()

    app.middleware(who_asks)
