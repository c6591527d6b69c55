"""Running the bot until it is told to stop; each command imports what it needs, so that all start fast."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.settings import Settings


@click.command()
def run() -> None:
    """Run the bot: by Socket Mode, signed HTTP, or both, as the environment or .env says."""
    from bot.clock import Clock
    from bot.settings import SettingsError, read_settings

    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    until_stopped(lambda stop: run_bot(settings, Clock(), stop), settings.log_level, settings.log_format)


async def run_bot(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event,
    ready: asyncio.Event | None = None,
    *,
    is_sample: bool = False,
) -> None:
    from bot.services import open_services
    from handlers.serving import serve

    async with open_services(settings, clock, is_sample=is_sample) as services:
        await serve(services, stop, ready)


def until_stopped(
    program: Callable[[asyncio.Event], Coroutine[Any, Any, None]], level: str, form: str
) -> None:
    """Run the program until SIGINT or SIGTERM; what it cannot do ends it with a sentence."""
    from bot.logs import set_up_logs
    from bot.policy_file import PolicyFileError
    from bot.policy_record import PolicyDiffersError
    from bot.services import TokenError
    from bot.settings import SettingsError
    from models.database import DatabaseUrlError

    async def until_stopped() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await program(stop)

    set_up_logs(level, form)
    try:
        asyncio.run(until_stopped())
    except PolicyFileError as error:
        raise click.ClickException(f"The policy cannot be used.\n{error}") from None
    except DatabaseUrlError as error:
        raise click.ClickException(f"DATABASE_URL cannot be used: {error}") from None
    except (TokenError, SettingsError, PolicyDiffersError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}.") from None
