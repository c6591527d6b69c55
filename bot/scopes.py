"""The scopes that the bot asks Slack for, each with the calls that need it and why; the manifest is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A scope: the methods of the Web API that need it, and what the bot does with them."""

    why: str
    calls: tuple[str, ...] = ()


_PUBLIC_AND_PRIVATE = Scope(
    why="the channels that the policy names, public and private",
    calls=("conversations.list", "users.conversations"),
)
_ARRIVED = Scope(
    why="whether a message whose sending was cut off has arrived, so that it is not sent twice",
    calls=("conversations.history", "conversations.replies"),
)

#: In the order in which the manifest lists them.
SCOPES: Mapping[str, Scope] = {
    "commands": Scope(why="`/exception` and the three shortcuts"),
    "chat:write": Scope(
        why="cards, replies in their threads, direct messages",
        calls=("chat.postMessage", "chat.update", "chat.postEphemeral"),
    ),
    "users:read": Scope(
        why="who somebody is: a guest, a bot, deactivated, from elsewhere; and the list that set-up shows",
        calls=("users.info", "users.list"),
    ),
    "dnd:read": Scope(
        why="whether a contact is in do-not-disturb, so that what is not urgent goes to the next one",
        calls=("dnd.teamInfo",),
    ),
    "usergroups:read": Scope(
        why="who may validate, authorise and carry out", calls=("usergroups.list", "usergroups.users.list")
    ),
    "channels:read": _PUBLIC_AND_PRIVATE,
    "groups:read": _PUBLIC_AND_PRIVATE,
    "channels:history": _ARRIVED,
    "groups:history": _ARRIVED,
    "im:history": _ARRIVED,
    "im:write": Scope(why="direct messages to requesters and contacts", calls=("conversations.open",)),
    "files:read": Scope(why="evidence that is attached in a form"),
    "files:write": Scope(
        why="the plots of a report, and what is exported",
        calls=("files.getUploadURLExternal", "files.completeUploadExternal"),
    ),
}
#: Calls that need no scope of the bot's: any token may make them, or the app-level token of Socket Mode does.
NEED_NONE = frozenset(
    {
        "auth.test",
        "apps.connections.open",
        "chat.getPermalink",
        "functions.completeSuccess",
        "functions.completeError",
        "views.open",
        "views.push",
        "views.update",
        "views.publish",
    }
)


def explained() -> dict[str, str]:
    """Scopes with one use, as `channels:read, groups:read`, and what that is, with the calls."""
    together: dict[Scope, list[str]] = {}
    for name, scope in SCOPES.items():
        together.setdefault(scope, []).append(name)
    return {", ".join(names): said(scope) for scope, names in together.items()}


def said(scope: Scope) -> str:
    """Why it is needed, with the calls that need it."""
    calls = f" ({', '.join(scope.calls)})" if scope.calls else ""
    return f"{scope.why}{calls}"
