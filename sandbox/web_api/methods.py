"""The table of the Web API's methods: who serves each, what it demands, and how often it may be called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.payload import Payload
from sandbox.web_api import apps, chat, conversations, functions, people, uploads, views
from sandbox.web_api.call import Call


@dataclass(frozen=True, kw_only=True)
class Method:
    """One method: any of `scopes` suffices; a method that only reads takes no JSON body."""

    serve: Callable[[Call], Awaitable[Payload]]
    tier: str
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    takes_json: bool = True
    app_token: bool = False
    any_token: bool = False


def _reads(
    serve: Callable[[Call], Awaitable[Payload]], tier: str, *required: str, scopes: str = ""
) -> Method:
    return Method(serve=serve, tier=tier, required=required, scopes=tuple(scopes.split()), takes_json=False)


def _writes(
    serve: Callable[[Call], Awaitable[Payload]], tier: str, *required: str, scopes: str = ""
) -> Method:
    return Method(serve=serve, tier=tier, required=required, scopes=tuple(scopes.split()))


METHODS = {
    "api.test": Method(serve=apps.api_test, tier="t4", any_token=True),
    "auth.test": _writes(apps.auth_test, "t5"),
    "apps.connections.open": Method(serve=apps.open_connection, tier="t3", app_token=True),
    "bots.info": _reads(people.bot_info, "t3", scopes="users:read"),
    "team.info": _reads(people.team_info, "t3", scopes="team:read"),
    "chat.postMessage": _writes(chat.post_message, "t5", "channel", scopes="chat:write"),
    "chat.update": _writes(chat.update, "t3", "channel", "ts", scopes="chat:write"),
    "chat.delete": _writes(chat.delete, "t3", "channel", "ts", scopes="chat:write"),
    "chat.postEphemeral": _writes(chat.post_ephemeral, "t4", "channel", "user", scopes="chat:write"),
    "chat.getPermalink": _reads(chat.get_permalink, "t5", "channel", "message_ts"),
    "conversations.list": _reads(conversations.list_, "t2"),
    "conversations.info": _reads(conversations.info, "t3", "channel"),
    "conversations.members": _reads(conversations.members, "t4", "channel"),
    "conversations.open": _writes(
        conversations.open_, "t3", scopes="im:write mpim:write groups:write channels:manage"
    ),
    "conversations.history": _reads(conversations.history, "t3", "channel"),
    "conversations.replies": _reads(conversations.replies, "t3", "channel", "ts"),
    "conversations.join": _writes(conversations.join, "t3", "channel", scopes="channels:join"),
    "users.conversations": _reads(conversations.of_user, "t3"),
    "users.info": _reads(people.user_info, "t4", "user", scopes="users:read"),
    "users.list": _reads(people.user_list, "t2", scopes="users:read"),
    "users.lookupByEmail": _reads(people.lookup_by_email, "t3", "email", scopes="users:read.email"),
    "users.getPresence": _reads(people.presence, "t3", scopes="users:read"),
    "usergroups.list": _reads(people.group_list, "t2", scopes="usergroups:read"),
    "usergroups.users.list": _reads(people.group_users, "t2", "usergroup", scopes="usergroups:read"),
    "dnd.info": _reads(people.dnd_info, "t3", scopes="dnd:read"),
    "dnd.teamInfo": _reads(people.dnd_team_info, "t2", "users", scopes="dnd:read"),
    "views.open": _writes(views.open_, "t4", "view"),
    "views.push": _writes(views.push, "t4", "view"),
    "views.update": _writes(views.update, "t4", "view"),
    "views.publish": _writes(views.publish, "t4", "user_id", "view"),
    "files.info": _reads(uploads.info, "t4", "file", scopes="files:read"),
    "files.getUploadURLExternal": _reads(
        uploads.get_upload_url, "t4", "filename", "length", scopes="files:write"
    ),
    "files.completeUploadExternal": _writes(uploads.complete_upload, "t4", "files", scopes="files:write"),
    "functions.completeSuccess": _writes(
        functions.complete_success, "t3", "function_execution_id", "outputs"
    ),
    "functions.completeError": _writes(functions.complete_error, "t3", "function_execution_id", "error"),
    "reactions.add": _writes(
        uploads.add_reaction, "t3", "channel", "name", "timestamp", scopes="reactions:write"
    ),
    "reactions.remove": _writes(uploads.remove_reaction, "t2", "name", scopes="reactions:write"),
}
