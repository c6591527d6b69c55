"""The relay: it renders what waits in the outbox from committed state and sends it, each message once."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.directory import Directory, UnknownChannelError
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.outbox import Outbox
from bot.policies import Policies
from bot.records import Records
from bot.views.messages import Rendering, render
from models.notices import MessageKind, card_key
from models.policy import Policy
from models.queries import OutboxRow
from models.request import ExceptionRequest

#: What Slack says of a message that it will never take, however often it is sent.
HOPELESS = frozenset(
    {"invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long", "no_text"}
)
#: What Slack says of a message that is no longer there to be updated.
GONE = frozenset({"message_not_found", "cant_update_message"})
#: How long after the first, second, … failed attempt a message is tried again; the last one repeats.
BACKOFF = tuple(timedelta(seconds=s) for s in (1, 3, 10, 30, 60, 300))
#: Messages that lead to the request's card.
POINTS_AT_CARD = frozenset({MessageKind.TOLD, MessageKind.ESCALATION, MessageKind.EXECUTION_CARD})
#: How long a reply waits for the card that it belongs under.
BEHIND_CARD = timedelta(milliseconds=200)

log = structlog.get_logger(__name__)


class NotYetError(Exception):
    """The message that this one belongs under is not in Slack yet."""


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
    ) -> None:
        self._outbox = outbox
        self._records = records
        self._policies = policies
        self._directory = directory
        self._gateway = gateway
        self._clock = clock
        self._woken = asyncio.Event()
        self._stopping = False

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
            except SlackUnavailableError as error:
                log.warning("slack is unavailable", error=str(error))

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
        for row in rows:
            places[self._place(row)].append(row)
        await asyncio.gather(*(self._send_in_order(queue) for queue in places.values()))
        return len(rows)

    def _place(self, row: OutboxRow) -> str:
        return row.recipient or f"thread of {row.number}"

    async def _send_in_order(self, rows: list[OutboxRow]) -> None:
        delayed: timedelta | None = None
        for row in rows:
            if delayed is not None:
                await self._outbox.put_off(row, delayed, is_uncertain=row.is_uncertain)
                continue
            delayed = await self._send(row)

    async def _send(self, row: OutboxRow) -> timedelta | None:
        """Send one message. How long its place must wait, where Slack said so."""
        again = BACKOFF[min(row.attempts, len(BACKOFF) - 1)]
        try:
            channel, ts = await self._deliver(row)
        except NotYetError:
            await self._outbox.put_off(row, BEHIND_CARD, is_uncertain=row.is_uncertain)
        except SlackRateLimitedError as error:
            wait = timedelta(seconds=error.retry_after)
            await self._outbox.put_off(row, wait, is_uncertain=row.is_uncertain)
            return wait
        except SlackUnavailableError as error:
            log.warning("message put off", outbox=row.key, error=str(error))
            await self._outbox.put_off(row, again, is_uncertain=True)
        except UnknownChannelError as error:
            log.error("message has nowhere to go", outbox=row.key, error=str(error))
            await self._outbox.put_off(row, again, is_uncertain=row.is_uncertain)
        except SlackError as error:
            if error.code in HOPELESS:
                log.error("message refused", outbox=row.key, error=str(error))
                await self._outbox.give_up(row, str(error))
            else:
                log.error("message put off", outbox=row.key, error=str(error))
                await self._outbox.put_off(row, again, is_uncertain=False)
        except Exception as error:
            # One message that cannot be rendered must not keep back all others: its row keeps the fault.
            log.exception("message cannot be rendered", outbox=row.key)
            await self._outbox.give_up(row, f"{type(error).__name__}: {error}")
        else:
            await self._outbox.sent(row, channel, ts)
        return None

    async def _deliver(self, row: OutboxRow) -> tuple[str, str]:
        """Post or update the message; its channel id and ts."""
        request = await self._records.request(row.number)
        if request is None:
            raise SlackError("no_text", "render", f"there is no request {row.number}")
        policy = self._policies.of(request)
        thread = await self._thread(row, request, policy) if row.kind is MessageKind.STORY else None
        message = render(row.kind, await self._rendering(row, request, policy))
        outbox_id = str(row.id)
        if row.ts is not None and row.channel is not None:
            try:
                await self._gateway.update(row.channel, row.ts, message, outbox_id=outbox_id)
            except SlackError as error:
                if error.code not in GONE:
                    raise
                log.warning("message is gone", outbox=row.key)
            return row.channel, row.ts
        channel, thread_ts = thread or (await self._channel(row.recipient), None)
        if row.is_uncertain:
            # It is unknown whether an earlier attempt arrived: look before sending it a second time.
            arrived = await self._gateway.find_posted(channel, outbox_id, thread_ts)
            if arrived is not None:
                if row.kind.is_living:
                    await self._gateway.update(channel, arrived, message, outbox_id=outbox_id)
                return channel, arrived
        return await self._gateway.post(channel, message, outbox_id=outbox_id, thread_ts=thread_ts)

    async def _rendering(self, row: OutboxRow, request: ExceptionRequest, policy: Policy) -> Rendering:
        detail: dict[str, str | int] = json.loads(row.detail)
        event = escalation = None
        if "position" in detail:
            event = await self._records.event(row.number, int(detail["position"]))
        if "escalation" in detail:
            escalation = request.escalation(str(detail["escalation"]))
        link = None
        has_left = row.recipient != policy.tier(request.score.tier).channel
        if row.kind in POINTS_AT_CARD or (row.kind is MessageKind.CARD and has_left):
            card = await self._records.card(request, policy)
            link = await self._gateway.permalink(*card) if card else None
        return Rendering(
            request=request,
            policy=policy,
            names=self._directory.names(),
            recipient=row.recipient,
            at=self._clock.now(),
            detail=detail,
            event=event,
            escalation=escalation,
            link=link,
        )

    async def _thread(self, row: OutboxRow, request: ExceptionRequest, policy: Policy) -> tuple[str, str]:
        """The card that a reply belongs under: NotYetError where it has not been posted."""
        card = await self._outbox.find(card_key(request, policy.tier(request.score.tier).channel))
        if card is None or card.channel is None or card.ts is None:
            raise NotYetError
        return card.channel, card.ts

    async def _channel(self, recipient: str) -> str:
        if recipient.startswith(("U", "W")):
            return await self._directory.direct_channel(recipient)
        return await self._directory.channel(recipient)
