"""The chat.* methods."""

from __future__ import annotations

import json
import re

from sandbox.blockkit import check_message_blocks, fill_ids
from sandbox.payload import Payload
from sandbox.state import Posted
from sandbox.web_api.call import ApiError, Call
from sandbox.workspace import Channel

#: The longest text of a message, in characters; what is beyond is cut off.
MOST_TEXT = 40_000
#: The longest text that chat.update takes.
MOST_UPDATED_TEXT = 4_000
#: The most that a message's metadata may weigh, in bytes of JSON.
MOST_METADATA = 16_384
MOST_ATTACHMENTS = 100
_TS = re.compile(r"\d{1,12}\.\d{6}")


async def post_message(call: Call) -> Payload:
    """chat.postMessage."""
    channel = _place(call)
    content = _content(call, most=None)
    _may_post(call, channel)
    thread_ts = call.optional("thread_ts")
    if thread_ts is not None:
        thread_ts = _thread(call, channel, thread_ts)
    for name in ("username", "icon_emoji", "icon_url"):
        if call.optional(name) is not None:
            call.require("chat:write.customize")
            content[name] = call.text(name)
    if not content.get("blocks"):
        call.parts.files.share_linked(content["text"], channel.id)
    call.parts.pictures.show(content, channel.id)
    posted = call.parts.messages.post_as_app(
        channel, content, thread_ts=thread_ts, broadcast=call.flag("reply_broadcast")
    )
    return {"channel": channel.id, "ts": posted.ts, "message": call.parts.messages.with_thread(posted)}


async def update(call: Call) -> Payload:
    """chat.update."""
    channel = call.channel()
    posted = _message(call, channel, call.text("ts"))
    if posted.body.get("bot_id") != call.parts.state.app.bot_id:
        raise ApiError("cant_update_message")
    if channel.is_archived:
        raise ApiError("is_inactive")
    content = _content(call, most=MOST_UPDATED_TEXT)
    content = _over(posted.body, content)
    call.parts.pictures.show(content, channel.id)
    edited_by = None if "blocks" in content else call.me
    changed = call.parts.messages.change(posted, content, edited_by=edited_by)
    message = call.parts.messages.with_thread(changed)
    return {"channel": channel.id, "ts": changed.ts, "text": changed.body.get("text", ""), "message": message}


async def delete(call: Call) -> Payload:
    """chat.delete."""
    channel = call.channel()
    posted = _message(call, channel, call.text("ts"))
    if posted.body.get("bot_id") != call.parts.state.app.bot_id:
        raise ApiError("cant_delete_message")
    call.parts.messages.delete(posted)
    return {"channel": channel.id, "ts": posted.ts}


async def post_ephemeral(call: Call) -> Payload:
    """chat.postEphemeral."""
    channel = _place(call)
    user = call.text("user")
    content = _content(call, most=None)
    _may_post(call, channel)
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    thread_ts = call.optional("thread_ts")
    call.parts.pictures.show(content, user)
    posted = call.parts.messages.ephemeral(channel, user, content, thread_ts=thread_ts)
    return {"message_ts": posted.ts}


async def get_permalink(call: Call) -> Payload:
    """chat.getPermalink."""
    channel = call.channel()
    posted = _message(call, channel, call.text("message_ts"))
    address = call.parts.files.address
    link = f"{address}/archives/{channel.id}/p{posted.ts.replace('.', '')}"
    if posted.is_reply:
        link += f"?thread_ts={posted.body['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _place(call: Call) -> Channel:
    name = call.text("channel")
    state = call.parts.state
    if name in state.people:
        person = state.people[name]
        if person.is_bot or person.is_stranger:
            raise ApiError("channel_not_found")
        if not call.parts.manifest.has_messages_tab:
            raise ApiError("messages_tab_disabled")
        return state.im(call.me, name)
    if name.startswith("#") or name not in state.channels:
        named = [c for c in state.channels.values() if c.name and c.name == name.lstrip("#")]
        if not named or (named[0].is_private and not state.app_is_in(named[0])):
            raise ApiError("channel_not_found")
        return named[0]
    return call.channel()


def _may_post(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise ApiError("is_archived")
    anywhere = not channel.is_private and "chat:write.public" in call.parts.manifest.bot_scopes
    if not call.parts.state.app_is_in(channel) and not anywhere:
        raise ApiError("not_in_channel")


def _message(call: Call, channel: Channel, ts: str) -> Posted:
    posted = call.parts.state.message(channel.id, ts)
    if posted is None:
        raise ApiError("message_not_found")
    return posted


def _thread(call: Call, channel: Channel, ts: str) -> str:
    if not _TS.fullmatch(ts):
        raise ApiError("invalid_thread_ts")
    parent = call.parts.state.message(channel.id, ts)
    if parent is None:
        raise ApiError("thread_not_found")
    # A reply to a reply lands in the thread that the reply stands in.
    return str(parent.body.get("thread_ts", ts))


def _content(call: Call, *, most: int | None) -> Payload:
    markdown = call.optional("markdown_text")
    blocks = _blocks(call)
    attachments = call.decoded("attachments", error="invalid_attachments")
    text = call.text("text", "")
    if markdown is not None:
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        if len(markdown) > 12_000:
            raise ApiError("msg_too_long")
        blocks = fill_ids([{"type": "markdown", "text": markdown}])
        text = markdown
    only_metadata = most is not None and "text" not in call.args and call.args.get("metadata") is not None
    if not (text.strip() or blocks or attachments or only_metadata):
        raise ApiError("no_text")
    if most is not None and len(text) > most:
        raise ApiError("msg_too_long")
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        call.warnings.append("message_truncated")
        call.notes.append(
            "[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters."
        )
    content: Payload = {"text": text}
    if blocks is not None:
        content["blocks"] = blocks
    if attachments is not None:
        content["attachments"] = _attachments(call, attachments)
    metadata = call.decoded("metadata", error="invalid_metadata_format")
    if metadata is not None:
        content["metadata"] = _metadata(metadata)
    return content


def _blocks(call: Call) -> list[Payload] | None:
    given = call.decoded("blocks", error="invalid_blocks_format")
    if given is None:
        return None
    if not isinstance(given, list):
        raise ApiError("invalid_blocks_format")
    problems = check_message_blocks(given) + call.parts.pictures.faults(given, "/blocks", "invalid_blocks")
    if problems:
        errors = [f"{p.message} [json-pointer:{p.pointer}]" for p in problems]
        raise ApiError(problems[0].code, messages=[p.line() for p in problems], errors=errors)
    return fill_ids(given)


def _over(before: Payload, given: Payload) -> Payload:
    """The content after an update: what is not named stays, but blocks go where a text comes without any."""
    names_content = given["text"] or "blocks" in given
    kept = ("attachments",) if names_content else ("text", "blocks", "attachments")
    content = dict(given)
    for key in kept:
        if key in before and not given.get(key) and given.get(key) != []:
            content[key] = before[key]
    return {key: value for key, value in content.items() if value != []}


def _attachments(call: Call, given: object) -> list[Payload]:
    if not isinstance(given, list) or not all(isinstance(a, dict) for a in given):
        raise ApiError("invalid_attachments")
    if len(given) > MOST_ATTACHMENTS:
        raise ApiError("too_many_attachments")
    filled = []
    for attachment in given:
        filled.append(_attachment(call, attachment))
    return filled


def _attachment(call: Call, given: Payload) -> Payload:
    if "blocks" not in given:
        return given
    problems = check_message_blocks(given["blocks"])
    problems += call.parts.pictures.faults(given["blocks"], "/blocks", "invalid_blocks")
    if problems:
        raise ApiError("invalid_blocks", messages=[p.line() for p in problems])
    return {**given, "blocks": fill_ids(given["blocks"])}


def _metadata(given: object) -> Payload:
    if not isinstance(given, dict) or set(given) - {"event_type", "event_payload", "entities"}:
        raise ApiError("invalid_metadata_format")
    if not isinstance(given.get("event_type"), str) or not isinstance(given.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(given).encode()) > MOST_METADATA:
        raise ApiError("metadata_too_large")
    return given
