"""Who asks: each listener is given the person as Slack describes them now, and the parts of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.gateway import SlackUnavailableError
from bot.services import Services
from handlers import payloads
from handlers.payloads import Payload

#: Seconds that Slack may take to say who somebody is: the acknowledgement is due after 3.
WHO_LIMIT = 1.5


def register(app: AsyncApp, services: Services) -> None:
    """Put `person` and `services` where listeners find them; where Slack cannot say who it is, none is called."""

    async def who_asks(
        body: Payload, context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]
    ) -> None:
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
