"""The outbox: what Slack is still to be told, taken out and marked; with the desk the only writer (door 1)."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.writer import Reader, Writer
from models import outbox_rows, queries
from models.queries import OutboxRow


class Outbox:
    """The durable messages of one workspace."""

    def __init__(self, *, workspace: str, writer: Writer, reader: Reader, clock: Clock) -> None:
        self._workspace = workspace
        self._writer = writer
        self._reader = reader
        self._clock = clock

    async def behind(self, limit: int = 50) -> tuple[OutboxRow, ...]:
        """Messages that may be sent now, in the order in which they were planned."""
        at = self._clock.now()
        return await self._reader.run(lambda c: queries.outbox_behind(c, self._workspace, at, limit))

    async def find(self, key: str) -> OutboxRow | None:
        """The message of that key."""
        return await self._reader.run(lambda c: queries.outbox_of(c, self._workspace, key))

    async def begin(self, rows: tuple[OutboxRow, ...]) -> None:
        """Note that these are about to be sent."""
        await self._writer.run(lambda c: outbox_rows.begin_sending(c, [row.id for row in rows]))

    async def sent(self, row: OutboxRow, channel: str, ts: str) -> None:
        """Slack has it as it was wanted when it was taken out."""
        await self._writer.run(
            lambda c: outbox_rows.mark_sent(c, row.id, revision=row.wanted, channel=channel, ts=ts)
        )

    async def put_off(self, row: OutboxRow, until: datetime, *, is_uncertain: bool, was_tried: bool) -> None:
        """Try it again from that time on; one that only waited for its turn has made no attempt."""
        attempts = row.attempts + was_tried
        await self._writer.run(
            lambda c: outbox_rows.put_off(
                c, row.id, until=until, is_uncertain=is_uncertain, attempts=attempts
            )
        )

    async def give_up(self, row: OutboxRow, fault: str) -> None:
        """Slack will never take it; the row stays, with the fault."""
        await self._writer.run(lambda c: outbox_rows.give_up(c, row.id, fault))
