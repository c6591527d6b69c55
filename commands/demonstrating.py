"""The demo: the bot in a local Slack on this machine, with a year behind it."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from commands.opening import read_policy
from commands.running import run_bot, until_stopped

ROOT = Path(__file__).resolve().parents[1]
#: Where what the README has to paste sends an alert, unless ALERTS_URL says otherwise.
README_ALERTS_PORT = 8485


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8484,
    show_default=True,
    help="Where the page is served; 0 for any free port.",
)
@click.option("--state", type=click.Path(path_type=Path), default=Path("var/demo.sqlite3"), show_default=True)
@click.option("--reset", is_flag=True, help="Forget what happened before, and start afresh.")
@click.option("--empty", is_flag=True, help="Begin without a history; else with a year of sample requests.")
@click.option("--open/--no-open", "opens", default=True, help="Open the page where there is a screen.")
def demo(port: int, state: Path, reset: bool, empty: bool, opens: bool) -> None:
    """Run the bot in a local Slack on this machine, with sample people, data and a clock that can be moved."""
    until_stopped(lambda stop: _demo(port, state, reset, empty, opens, stop), "WARNING", "console")


async def _demo(port: int, state: Path, reset: bool, empty: bool, opens: bool, stop: asyncio.Event) -> None:
    if not _is_free(port):
        raise click.ClickException(
            f"Port {port} is taken, perhaps by a demo that still runs: end that one, "
            "or choose another, as in `make demo PORT=8500`."
        )
    state.parent.mkdir(parents=True, exist_ok=True)
    with _alone_with(state):
        if reset:
            for file in state.parent.glob(f"{state.name}*"):
                file.unlink()
        await _demo_with(state, port, empty, opens, stop)


async def _demo_with(state: Path, port: int, empty: bool, opens: bool, stop: asyncio.Event) -> None:
    from bot.clock import Clock
    from bot.settings import Settings
    from sample.alerts import SECRET
    from sample.history import write_history
    from sandbox import LocalSlack

    slack = LocalSlack(
        manifest=ROOT / "manifest.yml",
        workspace=ROOT / "sample" / "workspace.toml",
        guide=ROOT / "sample" / "guide.toml",
        state=state,
    )
    await slack.start(port=port)
    try:
        clock = Clock(slack.clock.now)
        slack.clock.subscribe(clock.jumped)
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            database_url=f"sqlite:///{state}",
            policy_file=ROOT / "policy.toml",
            alerts_secret=(SECRET,),
            port=_alerts_port(urlsplit(slack.url).port or port),
        )
        if not empty:
            policy = read_policy(settings.policy_file)
            await asyncio.to_thread(write_history, settings.database_url, policy, clock.now())
        ready = asyncio.Event()
        bot = asyncio.create_task(run_bot(settings, clock, stop, ready, is_sample=True))
        await asyncio.wait([bot, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
        if not bot.done():
            click.echo(f"Exception Desk is running in a local Slack: {slack.url}  (Ctrl-C ends it)")
            click.echo(
                f"It takes alerts at http://{settings.host}:{settings.port}/alerts, signed with the sample secret "
                f"{SECRET} (docs/alerts.md)."
            )
            if settings.port != README_ALERTS_PORT:
                click.echo(
                    "To send the README's alert there: "
                    f"export ALERTS_URL=http://{settings.host}:{settings.port}/alerts"
                )
            if opens and _has_screen():
                click.launch(slack.url)
        await bot
    finally:
        await slack.stop()


@contextmanager
def _alone_with(state: Path) -> Iterator[None]:
    """Keep a second demo, on whatever port, from using a state that one runs on, and from forgetting it."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; two demos on one state are then the user's to avoid.
        yield
        return
    with state.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"A demo runs on {state} already: end that one, or name another file with --state."
            ) from None
        yield


def _alerts_port(page: int) -> int:
    """The port beside the page's where it is free, so that what the README says can be pasted; else any free one."""
    if page < 65535 and _is_free(page + 1):
        return page + 1
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    """Whether a server could listen at the port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _has_screen() -> bool:
    """Whether a browser could be shown to somebody."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
