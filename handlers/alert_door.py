"""The door for alerts: `POST /alerts`, signed as Standard Webhooks says; what an alert files is others' to do."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence

import structlog
from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from bot.desk import PeopleKeepChangingError
from bot.gateway import ANSWER_BY, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.services import Services
from handlers.alert_body import NotAnAlertError, read_alert
from handlers.alerting import CannotTellError, OtherAlertError, Taken, take
from models.trigger import Trigger, TriggerKind

#: The largest body of an alert, in bytes: every field of the form at its longest fits in it.
MAX_BODY = 250_000
#: Seconds in which an alert is answered, whatever Slack is asked for it.
ANSWER_LIMIT = 10.0
#: Seconds after which a sender may try again what could not be told now.
AGAIN_AFTER = 30
#: An id by which an alert is known again. Without a full stop, which parts what is signed.
_ID = re.compile("[!-\\-/-~]{1,150}")

UNSIGNED = (
    "The signature is not right, or older than five minutes. Sign the body as Standard Webhooks says, with the secret "
    "of ALERTS_SECRET: https://www.standardwebhooks.com."
)
TOO_LARGE = f"An alert has at most {MAX_BODY:,} bytes. Send less, and link to the rest."
NOT_JSON = "Send it as application/json in UTF-8."
BAD_ID = "The header webhook-id is 1 to 150 characters of ASCII, without a space and without a full stop."
OTHER = "An alert with this webhook-id came before, with another body. Give each alert an id of its own."
AGAIN = "Slack cannot say just now who somebody is, so nothing was recorded. Send the same alert again in a moment."
BROKEN = "Something went wrong here. Send the same alert again: if it was recorded, it gets the same answer."

log = structlog.get_logger(__name__)


class AlertDoor:
    """`POST /alerts`: who may send is judged before anything reads what was sent."""

    def __init__(self, services: Services, secrets: Sequence[str]) -> None:
        self._services = services
        self._webhooks = [Webhook(secret) for secret in secrets]

    async def receive(self, request: web.Request) -> web.Response:
        """An alert: 202 where it was taken, 200 where it was before, and a sentence where it was not."""
        body = await _read(request)
        if body is None:
            return _error(413, TOO_LARGE)
        if not _is_text(body):
            # What is signed is text; the library takes nothing else.
            return _error(415, NOT_JSON)
        if not self._is_signed(body, request.headers):
            return _error(401, UNSIGNED)
        alert_id = request.headers["webhook-id"]
        if not _ID.fullmatch(alert_id):
            return _error(422, BAD_ID)
        if request.content_type != "application/json" or (request.charset or "utf-8").lower() != "utf-8":
            return _error(415, NOT_JSON)
        ANSWER_BY.set(asyncio.get_running_loop().time() + ANSWER_LIMIT)
        try:
            return await self._taken(alert_id, body)
        except NotAnAlertError as error:
            errors = [{"field": one.field, "message": one.message} for one in error.errors]
            return web.json_response({"errors": errors}, status=422)
        except OtherAlertError:
            return _error(409, OTHER)
        except (
            CannotTellError,
            PeopleKeepChangingError,
            SlackError,
            SlackRateLimitedError,
            SlackUnavailableError,
            TimeoutError,
        ) as error:
            log.warning("an alert could not be taken", alert=alert_id, error=str(error))
            return _error(503, AGAIN, {"Retry-After": str(AGAIN_AFTER)})
        except Exception:
            log.exception("an alert failed", alert=alert_id)
            return _error(500, BROKEN, {"Retry-After": str(AGAIN_AFTER)})

    async def _taken(self, alert_id: str, body: bytes) -> web.Response:
        alert = read_alert(body)
        trigger = Trigger(
            kind=TriggerKind.ALERT,
            source=alert.source,
            id=alert_id,
            sha256=hashlib.sha256(body).hexdigest(),
        )
        taken = await take(alert, trigger, self._services)
        log.info("alert", alert=alert_id, status=taken.status, request=taken.request)
        return web.json_response(answer(taken), status=200 if taken.is_repeat else 202)

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether it was signed with one of the secrets, less than five minutes ago by this machine's own clock."""
        given = {
            name: headers.get(name, "") for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        }
        return any(_verifies(webhook, body, given) for webhook in self._webhooks)


def answer(taken: Taken) -> dict[str, object]:
    """What whoever sent it is told."""
    told: dict[str, object] = {
        "request": taken.request,
        "status": taken.status,
        "missing": list(taken.missing),
    }
    return told | ({"ignored": list(taken.ignored)} if taken.ignored else {})


def _verifies(webhook: Webhook, body: bytes, headers: dict[str, str]) -> bool:
    try:
        webhook.verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        # The library splits and decodes what a stranger wrote; what it cannot read is not signed.
        return False
    return True


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


async def _read(request: web.Request) -> bytes | None:
    """The body; None where it is too large, of which no more is read than shows that."""
    if request.content_length is not None and request.content_length > MAX_BODY:
        return None
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _error(status: int, said: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"error": said}, status=status, headers=headers)
