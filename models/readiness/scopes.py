"""The scopes that the bot needs of Slack, and how much is lost without each; what is lost stands in the views."""

from __future__ import annotations

from models.checks import Level

#: Without a red one the bot cannot do its work; without an amber one it goes on with less.
NEEDED = {
    "commands": Level.RED,
    "chat:write": Level.RED,
    "users:read": Level.RED,
    "usergroups:read": Level.RED,
    "channels:read": Level.RED,
    "im:write": Level.RED,
    "groups:read": Level.AMBER,
    "dnd:read": Level.AMBER,
    "channels:history": Level.AMBER,
    "groups:history": Level.AMBER,
    "im:history": Level.AMBER,
    "files:read": Level.AMBER,
    "files:write": Level.AMBER,
}
