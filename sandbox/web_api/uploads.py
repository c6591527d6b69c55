"""The files.* and reactions.* methods."""

from __future__ import annotations

import re

from sandbox.payload import Payload
from sandbox.state import Posted
from sandbox.web_api.call import ApiError, Call, missing

MOST_BYTES = 1024**3


async def info(call: Call) -> Payload:
    """files.info."""
    file = call.parts.state.files.get(call.text("file"))
    if file is None:
        raise ApiError("file_not_found")
    return {
        "file": file,
        "comments": [],
        "response_metadata": {"next_cursor": ""},
        "paging": {"count": 100, "total": 0, "page": 1, "pages": 0},
    }


async def get_upload_url(call: Call) -> Payload:
    """files.getUploadURLExternal."""
    name, length = call.text("filename"), call.number("length", -1)
    if length < 0:
        raise missing("length")
    if length == 0 or length > MOST_BYTES:
        raise ApiError("file_upload_size_restricted")
    alt_text = call.text("alt_txt", "")
    if len(alt_text) > 1000:
        raise ApiError("alt_txt_too_large")
    file_id = call.parts.files.reserve(name, length, alt_text)
    return {"upload_url": f"{call.parts.files.address}/upload/v1/{file_id}", "file_id": file_id}


async def complete_upload(call: Call) -> Payload:
    """files.completeUploadExternal."""
    given = call.decoded("files", error="invalid_arguments")
    if not isinstance(given, list) or not given:
        raise missing("files")
    files = call.parts.files
    for entry in given:
        waiting = files.awaited.get(str(entry.get("id"))) if isinstance(entry, dict) else None
        if waiting is None or not waiting["received"]:
            raise ApiError("file_not_found")
    if len({entry["id"] for entry in given}) < len(given):
        raise ApiError("invalid_arguments", messages=["[ERROR] items must be unique [json-pointer:/files]"])
    channel = None
    if call.optional("channel_id") is not None:
        channel = call.channel("channel_id")
        if not call.parts.state.app_is_in(channel):
            raise ApiError("not_in_channel")
        if channel.is_archived:
            raise ApiError("is_archived")
    done = [files.complete(entry["id"], entry.get("title"), call.me) for entry in given]
    if channel is not None:
        done = [files.share(file, channel.id) for file in done]
        content = {"text": call.text("initial_comment", "")}
        call.parts.messages.post_as_app(channel, content, thread_ts=call.optional("thread_ts"), files=done)
    return {"files": done}


async def add_reaction(call: Call) -> Payload:
    """reactions.add."""
    if not call.parts.messages.react(_item(call), _name(call), call.me, add=True):
        raise ApiError("already_reacted")
    return {}


async def remove_reaction(call: Call) -> Payload:
    """reactions.remove."""
    if not call.parts.messages.react(_item(call), _name(call), call.me, add=False):
        raise ApiError("no_reaction")
    return {}


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not re.fullmatch(r"[\w+'-]+(::skin-tone-[2-6])?", name):
        raise ApiError("invalid_name")
    return name


def _item(call: Call) -> Posted:
    if call.optional("channel") is None or call.optional("timestamp") is None:
        raise ApiError("no_item_specified")
    channel = call.channel()
    posted = call.parts.state.message(channel.id, call.text("timestamp"))
    if posted is None:
        raise ApiError("message_not_found")
    return posted
