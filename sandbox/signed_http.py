"""Is Slack's end of signed HTTP delivery to a request URL; it must not know what the payloads carry."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.payload import Payload
from sandbox.transport import ACK_TIMEOUT_S, Ack, NotAcknowledgedError


class RequestUrlError(Exception):
    """The request URL did not answer Slack's challenge."""


class SignedHttp:
    """Posts payloads to one request URL, signed with the app's secret."""

    def __init__(self, url: str, signing_secret: str, *, on_answer: Callable[[], None]) -> None:
        self._url = url
        self._on_answer = on_answer
        self._secret = signing_secret.encode()
        self._session: ClientSession | None = None

    @property
    def connected(self) -> bool:
        """Always true: only sending shows whether someone listens."""
        return True

    async def deliver(self, kind: str, payload: Payload, *, retry: tuple[int, str] | None = None) -> Ack:
        """Post one payload and read the answer."""
        headers = {}
        if kind == "events_api":
            body, content_type = json.dumps(payload), "application/json"
            if retry is not None:
                headers = {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": _http_reason(retry[1])}
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(fields), "application/x-www-form-urlencoded"
        status, text, answer_headers = await self._post(body, content_type, headers)
        self._on_answer()
        if status >= 300:
            refused = answer_headers.get("x-slack-no-retry") == "1"
            raise NotAcknowledgedError("no_retry" if refused else "http_error")
        return Ack(body=_read(text))

    async def verify(self) -> None:
        """Send Slack's challenge; raises RequestUrlError where it does not come back."""
        challenge = secrets.token_hex(20)
        body = json.dumps(
            {"token": "sample-verification-token", "challenge": challenge, "type": "url_verification"}
        )
        try:
            status, text, _ = await self._post(body, "application/json", {})
        except NotAcknowledgedError as error:
            raise RequestUrlError(f"The request URL did not answer: {error.reason}") from error
        answer = _read(text)
        if status != 200 or challenge not in (answer.get("challenge"), answer.get("text")):
            raise RequestUrlError(f"The request URL answered {status} without the challenge.")

    async def _post(
        self, body: str, content_type: str, extra: dict[str, str]
    ) -> tuple[int, str, dict[str, str]]:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=ACK_TIMEOUT_S))
        # The signature's time is a matter of the wire: it is real, however far the clock was moved.
        timestamp = str(int(time.time()))
        base = f"v0:{timestamp}:{body}".encode()
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": "v0=" + hmac.new(self._secret, base, hashlib.sha256).hexdigest(),
            **extra,
        }
        try:
            async with self._session.post(self._url, data=body.encode(), headers=headers) as answer:
                lowered = {name.lower(): value for name, value in answer.headers.items()}
                return answer.status, await answer.text(), lowered
        except TimeoutError as error:
            raise NotAcknowledgedError("timeout") from error
        except ClientError as error:
            raise NotAcknowledgedError("connection_failed") from error

    async def stop(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _read(text: str) -> Payload:
    if not text.strip():
        return {}
    try:
        answer = json.loads(text)
    except json.JSONDecodeError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}


def _http_reason(reason: str) -> str:
    return {"timeout": "http_timeout"}.get(reason, reason)
