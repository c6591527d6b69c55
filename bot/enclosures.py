"""Enclosures: the files of a message, brought to Slack before or with it; it decides no message and writes no row."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.putting_off import NotYetError
from bot.views.text import Message
from bot.views.uploads import NOT_LET_IN, Upload, with_ids, without_pictures
from models.queries import LONGEST_WAIT, OutboxRow

T = TypeVar("T")
#: How often a message is tried with its pictures, which Slack may take minutes to prepare, before it goes without.
PATIENCE = 6
#: Slack shares a document some time after it was told to: so long it is not looked for where Slack did not answer.
SETTLES = timedelta(seconds=5)
#: What stands in place of a message's ts where a document was shared.
SHARED = "shared"
#: What Slack says where a workspace or the app's own rights let no such file in, however often it is tried.
UNWANTED = frozenset(
    {
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "missing_scope",
        "not_allowed_token_type",
        "slack_connect_file_upload_sharing_blocked",
    }
)

log = structlog.get_logger(__name__)


class Enclosures:
    """Brings the files of messages; what has been brought is remembered until its message is through."""

    def __init__(self, *, gateway: Gateway, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock
        #: Slack's ids of what was brought for a message (by its row), by the content's own hash.
        self._brought: dict[int, dict[str, str]] = {}

    def forget(self, row: OutboxRow) -> None:
        """The message is through, or given up."""
        self._brought.pop(row.id, None)

    async def shown(self, row: OutboxRow, message: Message, again: timedelta) -> Message:
        """The message with its pictures in Slack, each brought once; without them where they are not let in.

        Raises NotYetError where Slack does not answer; nobody has seen anything of it then.
        """
        if not message.pictures:
            return message
        try:
            ids = {
                one.name: await self._patient(self._bring_picture(row, one), again)
                for one in message.pictures
            }
        except SlackError as error:
            if error.code not in UNWANTED and row.attempts < PATIENCE:
                raise self._not_yet(again, error) from error
            log.error("message goes without its pictures", outbox=row.key, error=str(error))
            return _bare(message)
        return replace(message, blocks=with_ids(message.blocks, ids))

    def unfit(self, row: OutboxRow, message: Message, error: SlackError, again: timedelta) -> Message:
        """What to post where Slack refused the message with its pictures: the same without them, in the end.

        Raises NotYetError while the pictures may only not be ready: Slack prepares them after they were brought, and
        refuses a message that shows one too early with `invalid_blocks`. The error itself where there are none.
        """
        if error.code != "invalid_blocks" or not message.pictures:
            raise error
        if row.attempts < PATIENCE:
            raise self._not_yet(again, error) from error
        log.error("message goes without its pictures", outbox=row.key, error=str(error))
        return _bare(message)

    async def delivered(
        self, row: OutboxRow, document: Upload, comment: str, channel: str, again: timedelta
    ) -> str:
        """Share a document once, or say once that Slack lets it in never; the ts of what was posted, or SHARED.

        What Slack shares bears no outbox id, so it is known by the file's own name.
        """
        if row.is_uncertain:
            arrived = await self._gateway.find_shared(channel, document.name)
            if arrived is not None:
                return arrived
        try:
            await self.share(row, document, comment, channel, again)
        except SlackError as error:
            if error.code not in UNWANTED:
                raise
            log.error("message goes without its file", outbox=row.key, error=str(error))
            return await self._say_instead(row, f"{comment}\n\n{NOT_LET_IN}", channel)
        except SlackUnavailableError as error:
            until = self._clock.now() + max(again, SETTLES)
            raise NotYetError(until, str(error), was_tried=True) from error
        # Slack does not say where the file stands, and a document is never updated.
        return SHARED

    async def share(
        self, row: OutboxRow, document: Upload, comment: str, channel: str, again: timedelta
    ) -> None:
        """Share a document in a conversation; NotYetError where its content could not be brought.

        What the gateway raises beside that leaves it unknown whether it was shared.
        """
        file_id = await self._patient(self._bring(row, document), again)
        # It is used up, whatever comes of this.
        self._brought[row.id].pop(_mark(document), None)
        await self._gateway.complete_upload(file_id, title=document.title, channel=channel, comment=comment)

    async def _say_instead(self, row: OutboxRow, words: str, channel: str) -> str:
        """Post the words in place of a file that never comes, so that nobody waits for it."""
        outbox_id = str(row.id)
        arrived = await self._gateway.find_posted(channel, outbox_id) if row.is_uncertain else None
        if arrived is None:
            _, arrived = await self._gateway.post(
                channel, Message(text=words, blocks=[]), outbox_id=outbox_id
            )
        return arrived

    async def _bring_picture(self, row: OutboxRow, picture: Upload) -> str:
        known = self._brought.setdefault(row.id, {})
        if _mark(picture) not in known:
            file_id = await self._gateway.upload(picture.name, picture.content, alt_text=picture.alt_text)
            await self._gateway.complete_upload(file_id, title=picture.title)
            known[_mark(picture)] = file_id
        return known[_mark(picture)]

    async def _bring(self, row: OutboxRow, document: Upload) -> str:
        known = self._brought.setdefault(row.id, {})
        if _mark(document) not in known:
            known[_mark(document)] = await self._gateway.upload(document.name, document.content)
        return known[_mark(document)]

    async def _patient(self, work: Awaitable[T], again: timedelta) -> T:
        """The work, and NotYetError where Slack does not answer: only the message itself could have been seen."""
        try:
            return await work
        except SlackRateLimitedError as error:
            wait = min(timedelta(seconds=error.retry_after), LONGEST_WAIT)
            raise NotYetError(self._clock.now() + wait, str(error)) from error
        except SlackUnavailableError as error:
            raise self._not_yet(again, error) from error

    def _not_yet(self, wait: timedelta, error: Exception) -> NotYetError:
        return NotYetError(self._clock.now() + wait, str(error), was_tried=True, has_not_arrived=True)


def _bare(message: Message) -> Message:
    return replace(message, blocks=without_pictures(message.blocks), pictures=())


def _mark(upload: Upload) -> str:
    return f"{upload.name}:{sha256(upload.content).hexdigest()}"
