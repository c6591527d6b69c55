"""A failure becomes a sentence for the person who waits, and a line in the log; nothing is swallowed."""

from __future__ import annotations

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import PeopleKeepChangingError
from bot.gateway import SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.services import Services
from handlers import answers
from handlers.payloads import Payload, UnreadablePayloadError

log = structlog.get_logger(__name__)

UNAVAILABLE = "Slack does not answer right now, so nothing was done. Try again in a moment."
BUSY = "Slack asks for a pause, so nothing was done. Try again in a minute."
EXPIRED = "That took too long for Slack to open a window. Try again."
REFUSED = "Slack refused that, so it could not be shown. Try again; if it stays so, tell an administrator."
UNREADABLE = "That button or form is from another time. Open the request anew and try again."
CHANGING = "Who may do this is changing right now, so nothing was done. Try again in a moment."
BROKEN = (
    "Something went wrong here. Look whether it was recorded before you try again; "
    "an administrator finds it in the log."
)

_TRIGGERS = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


def register(app: AsyncApp, services: Services) -> None:
    """Answer every failure of a listener, and of finding out who asks."""

    async def say_what_went_wrong(error: Exception, body: Payload, ack: AsyncAck) -> BoltResponse | None:
        words = sentence_for(error)
        if words in (BROKEN, REFUSED):
            log.error("listener failed", kind=body.get("type") or "command", exc_info=error)
        else:
            log.warning("not done", kind=body.get("type") or "command", error=str(error))
        if "event" in body:
            # Slack sends an event again that was not acknowledged.
            return None
        try:
            return await answers.tell(body, ack, services, words)
        except (SlackError, SlackRateLimitedError, SlackUnavailableError) as silent:
            # Slack shows the person its own warning where nothing is acknowledged.
            log.warning("the person could not be told", error=str(silent))
            return None

    app.error(say_what_went_wrong)


def sentence_for(error: Exception) -> str:
    """What the person reads."""
    match error:
        case SlackUnavailableError() | TimeoutError():
            return UNAVAILABLE
        case SlackRateLimitedError():
            return BUSY
        case SlackError() if error.code in _TRIGGERS:
            return EXPIRED
        case SlackError():
            return REFUSED
        case UnreadablePayloadError():
            return UNREADABLE
        case answers.DoneUnseenError():
            return str(error)
        case PeopleKeepChangingError():
            return CHANGING
        case _:
            return BROKEN
