"""Serving: how Slack reaches the bot, by Socket Mode or by signed HTTP, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from functools import partial

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.services import Services, TokenError
from bot.settings import SettingsError
from bot.views.text import Block
from handlers import register
from handlers.home import show_pictures
from handlers.http_door import HttpDoor
from handlers.socket_door import SocketDoor
from handlers.starting import LOOKS_AFTER, look_soon
from handlers.ticks import Ticks
from models.people import Person

log = structlog.get_logger(__name__)


async def serve(
    services: Services,
    stop: asyncio.Event,
    ready: asyncio.Event | None = None,
    looks_after: float = LOOKS_AFTER,
) -> None:
    """Serve until `stop` is set, then finish what is under way; `ready` is set once Slack can reach the bot.

    So many seconds (`looks_after`) after that, the bot looks whether it can do everything, and says what it cannot.

    Raises what ended the relay or the ticks, should either fail.
    """
    app = build_app(services)
    ticks = Ticks(services)
    services.desk.on_commit(services.relay.wake)
    services.desk.on_commit(ticks.wake)
    services.clock.on_jump(ticks.jumped)
    services.clock.on_jump(services.relay.wake)
    workers = [
        asyncio.create_task(services.relay.run(), name="relay"),
        asyncio.create_task(ticks.run(), name="ticks"),
        asyncio.create_task(services.gallery.run(partial(_show, services)), name="gallery"),
        asyncio.create_task(services.inspector.run(), name="inspector"),
    ]
    looking = None
    stopping = asyncio.create_task(stop.wait())
    try:
        async with AsyncExitStack() as doors:
            # Slack may not be there to connect to, and then it takes as long as it takes: but not to stop.
            opening = asyncio.create_task(_open(app, services, ticks, doors))
            await asyncio.wait([opening, stopping, *workers], return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                await opening
                if ready is not None:
                    ready.set()
                looking = asyncio.create_task(look_soon(services, stop, looks_after))
                await asyncio.wait([stopping, *workers], return_when=asyncio.FIRST_COMPLETED)
            else:
                opening.cancel()
                await asyncio.wait([opening])
            log.info("stopping")
    finally:
        stopping.cancel()
        ticks.stop()
        services.relay.stop()
        services.gallery.stop()
        services.inspector.stop()
        if looking is not None:
            looking.cancel()
        await asyncio.gather(*workers)


async def _show(services: Services, person: Person, pictures: tuple[Block, ...]) -> None:
    await show_pictures(person, services, pictures)


async def _open(app: AsyncApp, services: Services, ticks: Ticks, doors: AsyncExitStack) -> None:
    """Let Slack in, and begin with what is waiting. Raises TokenError."""
    await ticks.refresh_customers()
    await open_doors(app, services, doors)
    services.relay.wake()
    ticks.wake()
    version = services.desk.policies.current_version
    log.info("ready", workspace=services.identity.team_name, policy=version)


def build_app(services: Services) -> AsyncApp:
    """The Bolt app with every listener; it commits before it acknowledges."""
    identity = services.identity

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_user_id=identity.user_id,
            bot_id=identity.bot_id,
            bot_token=services.settings.slack_bot_token,
        )

    # Who the bot is was asked at the start; Bolt would ask again.
    app = AsyncApp(
        client=services.gateway.client_for_bolt(),
        authorize=authorize,
        signing_secret=services.settings.slack_signing_secret,
        process_before_response=True,
        request_verification_enabled=services.settings.slack_signing_secret is not None,
        ignoring_self_events_enabled=True,
        # Steps are ended through the gateway, which alone holds a client.
        attaching_function_token_enabled=False,
    )
    register(app, services)
    return app


async def open_doors(app: AsyncApp, services: Services, stack: AsyncExitStack) -> None:
    """Open the ways in that the settings name; they close with the stack. Raises TokenError and SettingsError."""
    settings = services.settings
    if settings.slack_app_token:
        address = await _socket_address(services.gateway, settings.slack_app_token)
        socket = SocketDoor(app, settings.slack_app_token, address)
        stack.push_async_callback(socket.close)
        await socket.open()
        log.info("connected by Socket Mode")
    if settings.slack_signing_secret or settings.alerts_secret:
        door = HttpDoor(app, services)
        runner = web.AppRunner(door.application(), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, settings.host, settings.port)
        try:
            await site.start()
        except OSError as error:
            raise SettingsError(
                f"The bot cannot listen on HOST {settings.host}, PORT {settings.port} "
                f"({os.strerror(error.errno or 0)}): set another HOST or PORT, or end the program that is there."
            ) from error
        here = f"http://{settings.host}:{runner.addresses[0][1]}"
        if settings.slack_signing_secret:
            log.info("listening", address=f"{here}/slack/events")
        if settings.alerts_secret:
            log.info("listening for alerts", address=f"{here}/alerts")


async def _socket_address(gateway: Gateway, app_token: str) -> str:
    try:
        return await gateway.socket_address(app_token)
    except SlackError as error:
        raise TokenError(
            f"Slack does not accept SLACK_APP_TOKEN ({error.code}): create an app-level token with connections:write "
            "at api.slack.com/apps → Basic Information → App-Level Tokens."
        ) from error
    except (SlackUnavailableError, SlackRateLimitedError) as error:
        raise TokenError(f"Slack cannot be reached, so the bot did not start: {error}") from error
