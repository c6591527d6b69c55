"""The reporter: a report put together from what is committed, and drawn on a worker thread; it sends nothing."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime

from bot.clock import Clock
from bot.policies import Policies
from bot.records import Records
from bot.views.report import page_comment, report_message
from bot.views.report_words import short_period
from bot.views.text import Message
from bot.views.uploads import Upload
from models.notices import MessageKind
from models.oversight.months import Period, month_of, period_between
from models.oversight.reporting import Only, Reported, months_needed, on_record, reported
from models.policy import Policy
from models.queries import OutboxRow


class Reporter:
    """Makes the reports of one workspace."""

    def __init__(self, *, records: Records, policies: Policies, clock: Clock) -> None:
        self._records = records
        self._policies = policies
        self._clock = clock

    async def message(self, row: OutboxRow) -> Message:
        """The report that the outbox wants: a message with its pictures, or the page as a document."""
        detail: dict[str, str] = json.loads(row.detail)
        period = period_between(detail["first"], detail["last"])
        only = Only(**{name: detail.get(name, "") for name in ("standard", "tier", "team", "reason")})
        found = await self.reported(period, only)
        policy, version = self._policies.current, self._policies.current_version
        pictures = await self.pictures(found)
        if row.kind is MessageKind.REPORT:
            return report_message(found, policy, version, pictures)
        content = await asyncio.to_thread(_page, found, policy, version, pictures, self._clock.now())
        name = f"exceptions-{period.first}-{period.last}-{row.id}.html"
        document = Upload(name=name, content=content, title=f"Exceptions, {short_period(period)}")
        return Message(text=page_comment(found, policy), blocks=[], document=document)

    async def pictures(self, found: Reported) -> tuple[Upload, ...]:
        """A report's pictures; what draws takes its time, and is loaded by the first: the loop goes on meanwhile."""
        return await asyncio.to_thread(_pictures, found, self._policies.current)

    async def reported(self, period: Period, only: Only) -> Reported:
        """The figures of a period."""
        zone = self._policies.current.calendar.zone
        cells = await self._records.counted(months_needed(period), zone)
        # A year of many requests has tens of thousands of cells, which take half a second to add up.
        record = on_record(await self._records.first_month(), month_of(self._clock.now(), zone))
        return await asyncio.to_thread(reported, period, only, cells, record)


def _pictures(found: Reported, policy: Policy) -> tuple[Upload, ...]:
    from bot.reports.pictures import pictures

    return pictures(found, policy)


def _page(
    found: Reported, policy: Policy, version: str, pictures: tuple[Upload, ...], made_at: datetime
) -> bytes:
    from bot.reports.page import page

    return page(found, policy, version, pictures, made_at)
