"""Alerts as a system sends them: signed by hand, as Standard Webhooks says, and posted to the bot's own door."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

#: A secret of no installation.
SECRET = "whsec_" + base64.b64encode(b"a secret of no installation").decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"another secret of none at all").decode()

#: A whole alert: 45 days to pay where 30 are the standard.
EXCEPTION: dict[str, Any] = {
    "source": "order monitoring",
    "sponsor": "U0REQUEST1",
    "standard": "OPS-017",
    "customer": "CU-1001",
    "requested": 40,
    "value": 8000,
    "currency": "EUR",
    "reason": "customer_retention",
    "rationale": "They renew for two years if the term fits their own cycle.",
    "impact": "Cash comes ten days later on eight orders a year.",
    "criticality": "medium",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the door answered."""

    status: int
    body: Any
    headers: dict[str, str]


def exception(**changed: Any) -> dict[str, Any]:
    """An alert that asks for an exception; a key that is None is left out."""
    data = {key: value for key, value in (EXCEPTION | changed).items() if value is not None}
    return {"type": "exception.requested", "timestamp": "2026-11-30T09:00:00Z", "data": data}


def complaint(request: str, **changed: Any) -> dict[str, Any]:
    """An alert that reports a customer's complaint."""
    data = {
        "source": "help desk",
        "sponsor": "U0REQUEST1",
        "request": request,
        "words": "They have waited for days.",
    }
    data = {key: value for key, value in (data | changed).items() if value is not None}
    return {"type": "complaint.received", "timestamp": "2026-11-30T09:00:00Z", "data": data}


def signature(body: bytes, alert_id: str, at: int, secret: str = SECRET) -> str:
    """`v1,` and the HMAC of the id, the time and the body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{alert_id}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


async def send(
    port: int,
    said: Any,
    alert_id: str = "msg_1",
    *,
    secret: str = SECRET,
    late_by: int = 0,
    signed: bytes | None = None,
    headers: dict[str, str | None] | None = None,
) -> Answer:
    """Post an alert to the door; `signed` is what the signature is made of, where that is another body."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    at = int(time.time()) - late_by
    given: dict[str, str | None] = {
        "content-type": "application/json",
        "webhook-id": alert_id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(body if signed is None else signed, alert_id, at, secret),
    }
    sent = {name: value for name, value in (given | (headers or {})).items() if value is not None}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/alerts", data=body, headers=sent) as answer,
    ):
        return Answer(status=answer.status, body=await answer.json(), headers=dict(answer.headers))
