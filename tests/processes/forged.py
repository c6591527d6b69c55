"""Requests to the bot's HTTP door as anybody could send them, signed with a secret of one's own choice."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession


async def post(url: str, payload: dict[str, Any], *, secret: str, at: int, **headers: str) -> tuple[int, str]:
    """Send an interaction as Slack would, signed at that time (seconds); the answer's status and text."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    base = b"v0:%d:%s" % (at, body)
    signed = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": str(at),
        "X-Slack-Signature": "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest(),
    }
    headers = signed | {name.replace("_", "-"): value for name, value in headers.items()}
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def get(url: str) -> tuple[int, Any]:
    """The status and JSON of a page."""
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()
