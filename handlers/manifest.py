"""The app's manifest, made of what the code listens to and asks for; https://docs.slack.dev/reference/app-manifest."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Any

import yaml

from bot.scopes import SCOPES, explained
from bot.views import actions
from handlers.commanding import HELP, WORDS
from handlers.step_definition import functions

#: Where the HTTP door takes everything that Slack sends.
PATH = "/slack/events"
#: A line of the file is broken at the first space after so many characters.
LINE = 100
HEAD = """\
# The Slack app. Create it at https://api.slack.com/apps → Create New App → From a manifest.
# Made from the code by `python app.py manifest --write`; each scope names the calls that need it.
"""
HEAD_OF_HTTP = """\
# The Slack app for signed HTTP. Create it at https://api.slack.com/apps → Create New App → From a manifest.
# Once the bot runs, let Slack verify the address: App Manifest shows where.
"""
#: The events that some listener is registered for.
EVENTS = ("app_home_opened", "function_executed", "subteam_members_changed", "subteam_updated", "user_change")


class RequestUrlError(ValueError):
    """An address that Slack would not send to; the text says what is wrong with it."""


def manifest(request_url: str | None = None) -> dict[str, Any]:
    """The manifest: for Socket Mode, or for signed HTTP at an address. RequestUrlError where it is none."""
    url = None if request_url is None else address(request_url)
    to_url = {} if url is None else {"request_url": url}
    interactivity: dict[str, Any] = {"is_enabled": True, **to_url}
    if url is not None:
        # Where the choices of a list are searched as one types: customers and standards.
        interactivity["message_menu_options_url"] = url
    return {
        "display_information": {
            "name": "Exception Desk",
            "description": "Ask for an exception to a policy, get it decided by two people, and keep the record.",
            "background_color": "#1d3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Exception Desk", "always_online": True},
            "shortcuts": list(_SHORTCUTS),
            "slash_commands": [
                {
                    "command": actions.COMMAND,
                    **({} if url is None else {"url": url}),
                    "description": "File an exception, or look one up",
                    "usage_hint": usage_hint(),
                    "should_escape": True,
                }
            ],
        },
        "functions": functions(),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**to_url, "bot_events": list(EVENTS)},
            "interactivity": interactivity,
            # Slack offers the steps of org-ready apps alone, and hosts none of this one's.
            "org_deploy_enabled": True,
            "function_runtime": "remote",
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def manifest_text(request_url: str | None = None) -> str:
    """The manifest as YAML, with a word on each scope above it."""
    text = yaml.dump(
        manifest(request_url), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LINE, indent=2
    )
    for names, why in explained().items():
        first = f"      - {names.split(', ')[0]}\n"
        note = wrap(why.replace("`", ""), LINE, initial_indent="      # ", subsequent_indent="      # ")
        text = text.replace(first, "\n".join([*note, first]), 1)
    return (HEAD if request_url is None else HEAD_OF_HTTP) + text


class _Dumper(yaml.SafeDumper):
    """Indents what a list holds, as people write it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without an indent."""
        super().increase_indent(flow, False)


def usage_hint() -> str:
    """What Slack shows behind the command while it is typed: every word of it."""
    return f"[EX-1042 | {' | '.join(sorted(WORDS))} | {HELP}]"


def address(request_url: str) -> str:
    """The address that Slack sends to; one without a path gets the HTTP door's."""
    found = re.fullmatch(r"https://[A-Za-z0-9.-]+(?::\d+)?(/\S*)?", request_url)
    if found is None:
        raise RequestUrlError(f"{request_url} is no address that Slack sends to; write https://your-host.")
    return request_url.rstrip("/") + PATH if found[1] in (None, "/") else request_url


_SHORTCUTS = (
    {
        "name": "File an exception",
        "type": "global",
        "callback_id": actions.FILE_SHORTCUT,
        "description": "Ask to deviate from a standard policy",
    },
    {
        "name": "File an exception from this",
        "type": "message",
        "callback_id": actions.FILE_MESSAGE_SHORTCUT,
        "description": "Carry this message over into a request",
    },
    {
        "name": "Record a customer complaint",
        "type": "message",
        "callback_id": actions.COMPLAINT_SHORTCUT,
        "description": "Carry this message over as a complaint about a request",
    },
)
