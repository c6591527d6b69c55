"""Setting up: the tokens, tried at Slack, and what the workspace has to name."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.asking import ask_hidden
from commands.saying import say

if TYPE_CHECKING:
    from bot.gateway import SlackError
    from bot.set_up.workspace import Workspace
    from commands.set_up_asked import Asked

#: The settings that a set-up writes where the environment or `.env` has them.
KEPT = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "DATABASE_URL")
BOT_TOKEN = "Bot User OAuth Token (xoxb-…; api.slack.com/apps → your app → OAuth & Permissions)"
APP_TOKEN = "App-level token (xapp-…; Basic Information, with connections:write), or Enter for signed HTTP"
#: The method that the app-level token is tried by.
SOCKET = "apps.connections.open"
HIDDEN = "What you type here is not shown. It goes into .env, which nobody but you can read."
SECRET = "Signing Secret (Basic Information → App Credentials)"


class RefusedError(click.ClickException):
    """Slack does not take some of what was typed: `names` says which; without any, it is at fault for none of that."""

    def __init__(self, message: str, *names: str) -> None:
        super().__init__(message)
        self.names = names


def connect(asked: Asked, env_file: Path) -> tuple[dict[str, str], Workspace]:
    """The settings that are known, with tokens that Slack takes, and the workspace that they open."""
    from bot.settings import read_environment

    held = read_environment(os.environ, env_file)
    values = {name: held[name] for name in (*KEPT, "POLICY_FILE") if name in held}
    if asked.is_asking:
        click.secho("Slack", bold=True)
    while True:
        _ask_for_tokens(asked, values)
        try:
            workspace = asyncio.run(_workspace(values))
        except RefusedError as error:
            if not asked.is_asking:
                raise
            say(f"   {error.message}", behind=3)
            for name in error.names:
                values.pop(name, None)
            if not error.names and not click.confirm("   Try again?", default=True):
                raise click.Abort from None
            continue
        people = sum(1 for one in workspace.candidates if one.name[0] in "UW")
        groups = sum(1 for one in workspace.candidates if one.is_group)
        channels = sum(1 for one in workspace.candidates if one.name.startswith("#"))
        click.echo(f"{workspace.title}: {groups} user groups, {people} people, {channels} channels.")
        if not workspace.has_groups:
            say("Its plan has no user groups, so name people: several have commas between them.")
        secret = values.get("SLACK_SIGNING_SECRET")
        if secret and not re.fullmatch(r"[0-9a-f]{32}", secret):
            say(
                "Slack's Signing Secrets are 32 digits and letters from a to f, and this one is not: look at it again."
            )
        return values, workspace


def _ask_for_tokens(asked: Asked, values: dict[str, str]) -> None:
    if not asked.is_asking:
        lacking = [] if values.get("SLACK_BOT_TOKEN") else ["SLACK_BOT_TOKEN"]
        if not values.get("SLACK_APP_TOKEN") and not values.get("SLACK_SIGNING_SECRET"):
            lacking.append("SLACK_APP_TOKEN, or SLACK_SIGNING_SECRET for signed HTTP")
        if lacking:
            raise click.ClickException(
                "Nobody can be asked here, so the environment or .env must have:\n  "
                + "\n  ".join(lacking)
                + "\nNothing was written."
            )
        return
    if "SLACK_BOT_TOKEN" not in values or not {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} & set(values):
        say(HIDDEN)
    if "SLACK_BOT_TOKEN" not in values:
        values["SLACK_BOT_TOKEN"] = _begins(BOT_TOKEN, "xoxb-")
    if "SLACK_APP_TOKEN" not in values and "SLACK_SIGNING_SECRET" not in values:
        token = _begins(APP_TOKEN, "xapp-", may_be_empty=True)
        if token:
            values["SLACK_APP_TOKEN"] = token
            return
        while not (secret := ask_hidden(SECRET)):
            say("   One of the two is needed: Slack reaches the bot by the one or the other.")
        values["SLACK_SIGNING_SECRET"] = secret


def _begins(question: str, start: str, *, may_be_empty: bool = False) -> str:
    while True:
        typed = ask_hidden(question)
        if typed.startswith(start) or (may_be_empty and not typed):
            return typed
        say(f"   It begins with {start}. Copy it from the page named above.", behind=3)


async def _workspace(values: dict[str, str]) -> Workspace:
    from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
    from bot.set_up.workspace import read_workspace
    from bot.settings import Settings, SettingsError, read_settings

    try:
        settings = read_settings(
            {**values, "SLACK_API_URL": values.get("SLACK_API_URL", Settings.slack_api_url)}, None
        )
    except SettingsError as error:
        raise RefusedError(str(error), *(name for name in KEPT[:3] if name in str(error))) from None
    gateway = Gateway(settings.slack_bot_token, settings.slack_api_url)
    try:
        if settings.slack_app_token:
            await gateway.socket_address(settings.slack_app_token)
        return await read_workspace(gateway)
    except SlackError as error:
        name = "SLACK_APP_TOKEN" if error.method == SOCKET else "SLACK_BOT_TOKEN"
        raise RefusedError(_refused(error), name) from None
    except SlackRateLimitedError as error:
        raise RefusedError(f"Slack asks to wait ({error}).") from None
    except SlackUnavailableError as error:
        raise RefusedError(f"Slack cannot be reached: {error}") from None
    finally:
        await gateway.close()


def _refused(error: SlackError) -> str:
    method, code = error.method, error.code
    if method == SOCKET:
        return (
            f"Slack does not take the app-level token ({code}): it needs the scope connections:write, and Socket Mode "
            "switched on in the app."
        )
    if code == "missing_scope":
        return (
            f"The app has no scope for {method}. Put manifest.yml into the app (App Manifest), install it anew, and "
            "take the token that is shown then."
        )
    return (
        f"Slack does not take the bot token ({code}): copy it anew from OAuth & Permissions, after the app was "
        "installed to the workspace."
    )
