"""How a sentence reaches the person who did something: as the command's answer, beside a field, or as a whisper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from bot.gateway import SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.services import Services
from bot.views import inputs
from bot.views.blocks import section
from bot.views.refusals import plain_sentence, sentence
from bot.views.text import Message
from handlers import payloads, training_page
from handlers.payloads import Payload
from models.refusals import Field, Refusal, Why

#: The longest sentence that is shown beside a field.
ERROR_LIMIT = 1900


class DoneUnseenError(RuntimeError):
    """It was done, but Slack could not show it just now. Open this anew to see it."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@contextmanager
def after_commit() -> Iterator[None]:
    """For showing what was committed: where Slack fails at that, DoneUnseenError says that it was done."""
    try:
        yield
    except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
        raise DoneUnseenError from error


async def refuse(body: Payload, ack: AsyncAck, services: Services, refusal: Refusal) -> BoltResponse:
    """Tell the person why it was not done and who could, and acknowledge.

    Who has to attest first gets the criteria to do it at once; a form that they sent stays open beneath them.
    """
    if refusal.why is Why.NOT_TRAINED:
        return await _offer_training(body, ack, services)
    if _is_submission(body):
        return await tell(body, ack, services, plain_sentence(refusal))
    return await tell(body, ack, services, sentence(refusal, services.directory.names()))


async def _offer_training(body: Payload, ack: AsyncAck, services: Services) -> BoltResponse:
    where = payloads.place(body)
    view = await training_page.view(where.user, services, attest_first=True)
    if _is_submission(body):
        return await ack(response_action="push", view=view)
    if where.is_modal:
        await services.gateway.push_view(where.trigger_id, view)
    else:
        await services.gateway.open_view(where.trigger_id, view)
    return await ack()


async def tell(body: Payload, ack: AsyncAck, services: Services, words: str) -> BoltResponse:
    """Say something to the person alone, wherever they are, and acknowledge; mrkdwn, but plain beside a field."""
    if _is_submission(body):
        field = payloads.first_input(body)
        return (
            await ack(response_action="errors", errors={field: words[:ERROR_LIMIT]}) if field else await ack()
        )
    if "command" in body:
        return await ack(text=words, blocks=[section(words)], response_type="ephemeral")
    if _is_for_nobody(body):
        return await ack()
    where = payloads.place(body)
    if where.channel is not None:
        await services.gateway.whisper(
            where.channel, where.user, Message(text=words, blocks=[section(words)])
        )
    elif where.is_modal:
        await services.gateway.push_view(where.trigger_id, inputs.notice(words))
    else:
        await services.gateway.open_view(where.trigger_id, inputs.notice(words))
    return await ack()


async def show_errors(ack: AsyncAck, errors: Mapping[Field, str]) -> BoltResponse:
    """Put sentences beside the fields of the form that was sent; what was typed stays."""
    return await ack(
        response_action="errors", errors={str(field): words[:ERROR_LIMIT] for field, words in errors.items()}
    )


def _is_submission(body: Payload) -> bool:
    return body.get("type") == "view_submission"


def _is_for_nobody(body: Payload) -> bool:
    """Events and searches have no place to say something in."""
    return "event" in body or body.get("type") in ("block_suggestion", "view_closed")
