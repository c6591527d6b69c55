"""The users.*, usergroups.*, bots.*, team.* and dnd.* methods."""

from __future__ import annotations

import time

from sandbox.objects import group_object, user_object
from sandbox.payload import Payload
from sandbox.web_api.call import ApiError, Call


async def user_info(call: Call) -> Payload:
    """users.info."""
    return {"user": _user(call, call.person().id)}


async def user_list(call: Call) -> Payload:
    """users.list."""
    people = [_user(call, user) for user in call.parts.state.people]
    # Without a limit Slack tries to give everyone at once.
    page = call.page(people, "members", default=len(people), most=max(1000, len(people)))
    return {**page, "cache_ts": int(time.time())}


async def lookup_by_email(call: Call) -> Payload:
    """users.lookupByEmail."""
    email = call.text("email").lower()
    for person in call.parts.state.people.values():
        if person.email.lower() == email and not person.deleted and not person.is_stranger:
            return {"user": _user(call, person.id)}
    raise ApiError("users_not_found")


async def presence(call: Call) -> Payload:
    """users.getPresence."""
    person = call.person() if call.optional("user") else call.parts.state.people[call.me]
    return {"presence": "away" if person.deleted else "active"}


def _user(call: Call, user: str) -> Payload:
    person = call.parts.state.people[user]
    with_email = "users:read.email" in call.parts.manifest.bot_scopes
    answer = user_object(call.parts.state, person, with_email=with_email)
    if call.flag("include_locale"):
        answer["locale"] = "en-US"
    return answer


async def group_list(call: Call) -> Payload:
    """usergroups.list."""
    groups = [
        group_object(
            call.parts.state,
            group,
            with_users=call.flag("include_users"),
            with_count=call.flag("include_count"),
        )
        for group in call.parts.state.groups.values()
        if not group.disabled or call.flag("include_disabled")
    ]
    return {"usergroups": groups}


async def group_users(call: Call) -> Payload:
    """usergroups.users.list."""
    group = call.parts.state.groups.get(call.text("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise ApiError("no_such_subteam")
    return {"users": list(group.members)}


async def bot_info(call: Call) -> Payload:
    """bots.info."""
    state = call.parts.state
    bot = call.optional("bot")
    if bot is None:
        return {}
    if bot != state.app.bot_id:
        raise ApiError("bot_not_found")
    user = state.people[call.me]
    return {
        "bot": {
            "id": state.app.bot_id,
            "deleted": False,
            "name": user.real_name,
            "updated": user.updated,
            "app_id": state.app.id,
            "user_id": call.me,
            "icons": {},
        }
    }


async def team_info(call: Call) -> Payload:
    """team.info."""
    state = call.parts.state
    if call.optional("team") not in (None, state.team.id):
        raise ApiError("team_not_found")
    return {
        "team": {
            "id": state.team.id,
            "name": state.team.name,
            "url": call.parts.files.address + "/",
            "domain": state.team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": "",
            "is_verified": False,
        }
    }


async def dnd_info(call: Call) -> Payload:
    """dnd.info."""
    user = call.person().id if call.optional("user") else call.me
    return {**_dnd(call, user), "snooze_enabled": False}


async def dnd_team_info(call: Call) -> Payload:
    """dnd.teamInfo."""
    users = [user.strip() for user in call.text("users", "").split(",") if user.strip()]
    if not users:
        raise ApiError("no_users_provided")
    return {"users": {user: _dnd(call, user) for user in users[:50] if user in call.parts.state.people}}


def _dnd(call: Call, user: str) -> Payload:
    person = call.parts.state.people[user]
    now = int(call.parts.clock.now().timestamp())
    start, end = (now - 60, now + 8 * 3600) if person.dnd else (1, 1)
    return {"dnd_enabled": person.dnd, "next_dnd_start_ts": start, "next_dnd_end_ts": end}
