"""The relay: it has what waits in the outbox composed from committed state and sends it, each message once."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.clock import Clock
from bot.composer import Composer
from bot.directory import Directory, UnknownChannelError
from bot.enclosures import Enclosures
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.outbox import Outbox
from bot.policies import Policies
from bot.putting_off import NothingToSayError, NotYetError
from bot.reachability import Reports
from bot.records import Records
from bot.views.text import Message
from bot.views.undelivered import remedy
from bot.waits import Waits
from models.notices import MessageKind, card_key
from models.oversight.unreachable import OF_CHANNELS, OF_PEOPLE, is_person
from models.policy import Policy
from models.queries import LONGEST_WAIT, OutboxRow
from models.request import ExceptionRequest, Status

#: What Slack says of a message that it will never take, however often it is sent.
HOPELESS = frozenset(
    {
        "invalid_blocks",
        "invalid_arguments",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
    }
)
#: What Slack says of a message that is no longer there to be updated.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
#: The calls that bring a message into a conversation.
POSTING = ("chat.postMessage", "files.completeUploadExternal")
#: How long after the first, second, … failed attempt a message is tried again; the last one repeats.
BACKOFF = tuple(timedelta(seconds=s) for s in (1, 3, 10, 30, 60, 300))
#: How often a message has been tried whose channel is not among those that the bot sees.
TRIES_OF_UNKNOWN = 3
#: How long a reply waits for the card that it belongs under.
BEHIND_CARD = timedelta(milliseconds=200)

log = structlog.get_logger(__name__)


class Relay:
    """Brings Slack up to date with what has been committed."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        records: Records,
        policies: Policies,
        directory: Directory,
        gateway: Gateway,
        clock: Clock,
        waits: Waits,
        reports: Reports | None = None,
    ) -> None:
        self._reports = reports
        self._outbox = outbox
        self._records = records
        self._policies = policies
        self._directory = directory
        self._gateway = gateway
        self._clock = clock
        self._composer = Composer(
            records=records, policies=policies, directory=directory, gateway=gateway, clock=clock, waits=waits
        )
        self._enclosures = Enclosures(gateway=gateway, clock=clock)
        self._woken = asyncio.Event()
        self._stopping = False
        #: Since when and until when nothing goes to a conversation (by its id): Slack said so, or did not answer.
        self._closed: dict[str, tuple[datetime, datetime]] = {}

    def wake(self) -> None:
        """There may be something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Send what is behind, whenever woken, until stopped."""
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            try:
                while not self._stopping and await self.send_batch():
                    pass
            except OperationalError as error:
                # The database is locked or away: what waits goes on waiting until the next beat.
                log.error("the database does not answer", error=str(error.orig))

    def stop(self) -> None:
        """Finish what is under way, and take nothing more."""
        self._stopping = True
        self._woken.set()

    async def send_batch(self) -> int:
        """Send one batch: what goes to one place in order, places side by side. How many rows were tried."""
        rows = await self._outbox.behind()
        if not rows:
            return 0
        await self._outbox.begin(rows)
        places: dict[str, list[OutboxRow]] = defaultdict(list)
        # A card that is not in Slack yet comes before the replies under it.
        new_cards = {r.number: r.recipient for r in rows if r.kind is MessageKind.CARD and r.ts is None}
        for row in rows:
            places[row.recipient or new_cards.get(row.number, f"thread of {row.number}")].append(row)
        await asyncio.gather(*(self._send_in_order(queue) for queue in places.values()))
        return len(rows)

    async def _send_in_order(self, rows: list[OutboxRow]) -> None:
        for row in rows:
            if await self._send(row):
                # What else waits for the place is seen to with it.
                return

    async def _send(self, row: OutboxRow) -> bool:
        """Send one message, or put it off, or give it up; whether its place takes none and others see to it."""
        again = BACKOFF[min(row.attempts, len(BACKOFF) - 1)]
        known = row.is_uncertain
        try:
            channel, ts = await self._deliver(row, again)
        except NotYetError as error:
            if error.was_tried:
                log.warning("message put off", outbox=row.key, error=str(error))
            await self._outbox.put_off(
                row, error.until, is_uncertain=known or error.may_have_arrived, was_tried=error.was_tried
            )
        except NothingToSayError as error:
            log.info("message not needed any more", outbox=row.key, reason=str(error))
            await self._outbox.give_up(row, str(error))
        except (SlackRateLimitedError, SlackUnavailableError) as error:
            # Slack did not tell what the message needs; the message itself was not sent.
            log.warning("message put off", outbox=row.key, error=str(error))
            await self._put_off(row, again, is_uncertain=known)
        except UnknownChannelError as error:
            # A channel may just have been made; Slack's list of them is read anew in between.
            place = await self._failing(row, "channel_not_found")
            if row.attempts >= TRIES_OF_UNKNOWN and await self._is_seen_to(place, "channel_not_found"):
                return True
            log.error("message has nowhere to go", outbox=row.key, error=str(error))
            await self._put_off(row, again, is_uncertain=known)
        except SlackError as error:
            place = await self._failing(row, error.code)
            if await self._is_seen_to(place, error.code):
                self._enclosures.forget(row)
                return True
            # What is for a place that fails goes nowhere else until the desk has seen to it.
            if error.code in HOPELESS | OF_PEOPLE and not place:
                log.error("message refused", outbox=row.key, error=str(error))
                self._enclosures.forget(row)
                await self._outbox.give_up(row, str(error))
            else:
                log.error("message put off", outbox=row.key, error=str(error))
                # Where the look into the history was refused, it is as unknown as before whether it arrived.
                known = known and error.method not in POSTING
                await self._put_off(row, again, is_uncertain=known)
        except SQLAlchemyError:
            # The database is at fault and not the message.
            raise
        except Exception as error:
            # One message that cannot be rendered must not keep back all others: its row keeps the fault.
            log.exception("message cannot be rendered", outbox=row.key)
            self._enclosures.forget(row)
            await self._outbox.give_up(row, f"{type(error).__name__}: {error}")
        else:
            self._enclosures.forget(row)
            await self._outbox.sent(row, channel, ts)
        return False

    async def _failing(self, row: OutboxRow, code: str) -> str:
        """The place that takes no messages, by Slack's word for it; empty where it is the message that is at fault."""
        place = row.recipient or await self._place_of_thread(row)
        faults = OF_PEOPLE if is_person(place) else OF_CHANNELS
        return place if self._reports is not None and code in faults else ""

    async def _is_seen_to(self, place: str, code: str) -> bool:
        """Tell the desk of a place that takes no messages; whether what waits for it is seen to."""
        if self._reports is None or not place:
            return False
        log.error("place takes no messages", place=place, fault=code, remedy=remedy(place, code))
        return await self._reports.failed(place, code)

    async def _place_of_thread(self, row: OutboxRow) -> str:
        """The channel of the card that a reply belongs under."""
        request = await self._records.request(row.number)
        return "" if request is None else self._policies.of(request).tier(request.score.tier).channel

    async def _deliver(self, row: OutboxRow, again: timedelta) -> tuple[str, str]:
        """Post or update the message; its channel id and ts."""
        if row.kind.is_of_workspace:
            return await self._deliver_for_workspace(row, again)
        request = await self._records.request(row.number)
        if request is None:
            raise SlackError("no_text", "render", f"there is no request {row.number}")
        policy = self._policies.of(request)
        if row.kind.is_reply and not row.recipient:
            channel, thread_ts = await self._thread(row, request, policy)
        else:
            channel, thread_ts = row.channel or await self._channel(row.recipient), None
        self._insist_on_open(channel)
        message = await self._composer.about_request(row, request)
        is_acted_on = _is_acted_on(row, request)
        return await self._put_in(row, message, channel, thread_ts, again, is_acted_on=is_acted_on)

    async def _deliver_for_workspace(self, row: OutboxRow, again: timedelta) -> tuple[str, str]:
        """Post or update a message that belongs to no request; its channel id and ts."""
        channel = row.channel or await self._channel(row.recipient)
        self._insist_on_open(channel)
        message = await self._composer.about_workspace(row)
        return await self._put_in(row, message, channel, None, again, is_acted_on=False)

    async def _put_in(
        self,
        row: OutboxRow,
        message: Message,
        channel: str,
        thread_ts: str | None,
        again: timedelta,
        *,
        is_acted_on: bool,
    ) -> tuple[str, str]:
        try:
            return await self._put(row, message, channel, thread_ts, again, is_acted_on=is_acted_on)
        except SlackRateLimitedError as error:
            until = self._close(channel, min(timedelta(seconds=error.retry_after), LONGEST_WAIT))
            raise NotYetError(until, str(error)) from error
        except SlackUnavailableError as error:
            raise NotYetError(self._close(channel, again), str(error), was_tried=True) from error

    def _close(self, channel: str, wait: timedelta) -> datetime:
        """Let nothing go to a conversation for a while; until when."""
        now = self._clock.now()
        self._closed[channel] = (now, now + wait)
        return now + wait

    def _insist_on_open(self, channel: str) -> None:
        """What comes after a message that was put off does not overtake it: NotYetError."""
        closed = self._closed.get(channel)
        if closed is None:
            return
        since, until = closed
        if since <= self._clock.now() < until:
            raise NotYetError(until, "the conversation takes nothing for a while")

    async def _put_off(self, row: OutboxRow, wait: timedelta, *, is_uncertain: bool) -> None:
        await self._outbox.put_off(row, self._clock.now() + wait, is_uncertain=is_uncertain, was_tried=True)

    async def _put(
        self,
        row: OutboxRow,
        message: Message,
        channel: str,
        thread_ts: str | None,
        again: timedelta,
        *,
        is_acted_on: bool,
    ) -> tuple[str, str]:
        """Bring the message into the conversation, or up to date there."""
        if message.document is not None:
            return channel, await self._enclosures.delivered(
                row, message.document, message.text, channel, again
            )
        outbox_id = str(row.id)
        if row.ts is not None:
            message = await self._enclosures.shown(row, message, again)
            try:
                await self._gateway.update(channel, row.ts, message, outbox_id=outbox_id)
            except SlackError as error:
                if error.code not in GONE:
                    raise
                log.warning("message cannot be updated any more", outbox=row.key, error=error.code)
                if error.code != "message_not_found" or not is_acted_on:
                    return channel, row.ts
            else:
                return channel, row.ts
        if row.is_uncertain:
            # It is unknown whether an earlier attempt arrived: look before sending it a second time.
            arrived = await self._gateway.find_posted(channel, outbox_id, thread_ts)
            if arrived is not None:
                if row.kind.is_living:
                    message = await self._enclosures.shown(row, message, again)
                    await self._gateway.update(channel, arrived, message, outbox_id=outbox_id)
                return channel, arrived
        whole = await self._enclosures.shown(row, message, again)
        try:
            return await self._gateway.post(channel, whole, outbox_id=outbox_id, thread_ts=thread_ts)
        except SlackError as error:
            bare = self._enclosures.unfit(row, whole, error, again)
            return await self._gateway.post(channel, bare, outbox_id=outbox_id, thread_ts=thread_ts)

    async def _thread(self, row: OutboxRow, request: ExceptionRequest, policy: Policy) -> tuple[str, str]:
        """The card that a reply belongs under: NotYetError where it has not been posted."""
        card = await self._outbox.find(card_key(request, policy.tier(request.score.tier).channel))
        if card is None or card.channel is None or card.ts is None:
            raise NotYetError(self._clock.now() + BEHIND_CARD, "its card is not in Slack yet")
        return card.channel, card.ts

    async def _channel(self, recipient: str) -> str:
        if recipient.startswith(("U", "W")):
            return await self._directory.direct_channel(recipient)
        return await self._directory.channel(recipient)


def _is_acted_on(row: OutboxRow, request: ExceptionRequest) -> bool:
    """Somebody still needs the card's buttons; where it was deleted, it is posted anew."""
    if row.kind is MessageKind.CARD:
        return request.stage is not None
    if row.kind is MessageKind.HOLD_CARD:
        hold = request.hold(str(json.loads(row.detail)["hold"]))
        return hold is not None and hold.is_open
    return row.kind is MessageKind.EXECUTION_CARD and request.status is Status.EXECUTION
