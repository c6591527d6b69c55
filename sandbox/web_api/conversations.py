"""The conversations.* and users.conversations methods."""

from __future__ import annotations

import re

from sandbox.objects import channel_object
from sandbox.payload import Payload
from sandbox.reading import kind_of
from sandbox.state import Posted
from sandbox.web_api.call import ApiError, Call, read_cursor, write_cursor
from sandbox.workspace import Channel

_TYPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
_TS = re.compile(r"\d+(\.\d+)?")


async def list_(call: Call) -> Payload:
    """conversations.list."""
    return _listed(call, call.me, _chosen_types(call))


async def of_user(call: Call) -> Payload:
    """users.conversations."""
    user = call.person("user").id if call.optional("user") else call.me
    return _listed(call, user, _chosen_types(call), member=True)


def _chosen_types(call: Call) -> set[str]:
    chosen = {kind.strip() for kind in call.text("types", "public_channel").split(",")}
    if not chosen <= set(_TYPES):
        raise ApiError("invalid_types")
    for kind in sorted(chosen):
        call.require(_TYPES[kind])
    return chosen


def _listed(call: Call, user: str, types: set[str], *, member: bool = False) -> Payload:
    state = call.parts.state
    found = []
    for channel in state.channels.values():
        kind = {"im": "im", "group": "private_channel", "channel": "public_channel"}[kind_of(channel)]
        hidden = channel.is_private and call.me not in channel.members
        if kind not in types or hidden or (member and user not in channel.members):
            continue
        if channel.is_archived and call.flag("exclude_archived"):
            continue
        found.append(channel_object(state, channel, call.me, with_count=not member))
    return call.page(found, "channels", default=100)


async def info(call: Call) -> Payload:
    """conversations.info."""
    channel = call.channel()
    call.kind_scope(channel, "read")
    with_count = call.flag("include_num_members")
    return {"channel": channel_object(call.parts.state, channel, call.me, with_count=with_count)}


async def members(call: Call) -> Payload:
    """conversations.members."""
    channel = call.channel()
    call.kind_scope(channel, "read")
    page = call.page([{"id": member} for member in channel.members], "members", default=100)
    page["members"] = [entry["id"] for entry in page["members"]]
    return page


async def open_(call: Call) -> Payload:
    """conversations.open."""
    state = call.parts.state
    channel_id, users = call.optional("channel"), call.optional("users")
    if channel_id is not None:
        channel = call.channel()
        if not channel.is_im:
            raise ApiError("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}}
    if users is None:
        raise ApiError("users_list_not_supplied")
    named = [user.strip() for user in users.split(",") if user.strip()]
    if any(user not in state.people for user in named):
        raise ApiError("user_not_found")
    if len(named) > 8:
        raise ApiError("too_many_users")
    if len(named) != 1:
        # A conversation of more than two is an mpim, for which the app has no scope.
        call.require("mpim:write")
        raise ApiError("invalid_user_combination")
    person = state.people[named[0]]
    if person.deleted:
        raise ApiError("user_disabled")
    if person.is_stranger:
        raise ApiError("user_not_visible")
    if person.is_bot:
        raise ApiError("cannot_dm_bot")
    there = state.existing_im(call.me, person.id)
    channel = state.im(call.me, person.id)
    answer: Payload = {"channel": {"id": channel.id}}
    if there is not None:
        answer |= {"no_op": True, "already_open": True}
    if call.flag("return_im"):
        answer["channel"] = channel_object(state, channel, call.me)
    return answer


async def join(call: Call) -> Payload:
    """conversations.join."""
    channel = call.channel()
    if channel.is_im or channel.is_private:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    already = call.me in channel.members
    call.parts.administration.set_membership(channel.id, call.me, True, call.me)
    channel = call.channel()
    answer: Payload = {"channel": channel_object(call.parts.state, channel, call.me)}
    if already:
        call.warnings.append("already_in_channel")
        answer["warning"] = "already_in_channel"
    return answer


async def history(call: Call) -> Payload:
    """conversations.history."""
    channel = _readable(call)
    messages = [p for p in call.parts.state.history(channel.id, newest_first=True) if not p.is_reply]
    return _slice(call, messages, default=100, most=999)


async def replies(call: Call) -> Payload:
    """conversations.replies."""
    channel = _readable(call)
    ts = call.text("ts")
    posted = call.parts.state.message(channel.id, ts)
    if posted is None:
        raise ApiError("thread_not_found")
    thread = call.parts.state.thread(channel.id, str(posted.body.get("thread_ts", ts)))
    return _slice(call, thread, default=1000, most=1000)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.kind_scope(channel, "history")
    if not call.parts.state.app_is_in(channel):
        raise ApiError("not_in_channel")
    return channel


def _slice(call: Call, messages: list[Posted], *, default: int, most: int) -> Payload:
    oldest, latest = call.text("oldest", "0"), call.text("latest", "now")
    if not _TS.fullmatch(oldest):
        raise ApiError("invalid_ts_oldest")
    if latest != "now" and not _TS.fullmatch(latest):
        raise ApiError("invalid_ts_latest")
    inclusive = call.flag("inclusive")
    first = float(oldest)
    last = float("inf") if latest == "now" or float(latest) == 0 else float(latest)

    def within(posted: Posted) -> bool:
        moment = float(posted.ts)
        return first < moment < last or (inclusive and moment in (first, last))

    kept = [p for p in messages if within(p)]
    limit = call.number("limit", default, error="invalid_limit")
    limit = min(limit if limit > 0 else default, most)
    start = read_cursor(call.optional("cursor"))
    page = kept[start : start + limit]
    more = start + limit < len(kept)
    shown = []
    for posted in page:
        body = call.parts.messages.with_thread(posted)
        if not call.flag("include_all_metadata"):
            body.pop("metadata", None)
        shown.append(body)
    answer: Payload = {"messages": shown, "has_more": more}
    if call.method == "conversations.history":
        answer |= {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}
    if more:
        answer["response_metadata"] = {"next_cursor": write_cursor(start + limit)}
    return answer
