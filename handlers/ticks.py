"""Ticks: when a timer is due its act is performed at the desk, as any other; APScheduler only gives the beat."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import OperationalError

from bot.desk import PeopleKeepChangingError
from bot.services import Services
from bot.sources.gathering import gather
from bot.sources.protocol import SourceUnavailableError
from models.acts import OnRequest, RecordSnapshots
from models.deadlines import TimerKind
from models.due import act_for_workspace, act_of
from models.notifying.acts import SendDigests
from models.oversight.acts import OnWorkspace
from models.oversight.audit_review_acts import OpenAuditReview
from models.oversight.audit_reviews import Verification
from models.oversight.matters import OF_WORKSPACE
from models.people import SYSTEM
from models.queries import DueTimer

#: Seconds between two looks at what is due, should nothing wake the ticks before.
BEAT = 1
#: Seconds between two readings of the customers that can be chosen.
REFRESH = 300
#: Seconds between two looks at places that take no messages, while there are any.
LOOK = 60
#: Seconds between two times of tidying up.
TIDY = 3600
#: What is begun beside the others: reading the sources, checking all chains for the audit review, and finding out on
#: whom something waits.
TAKES_TIME = (TimerKind.GATHER, TimerKind.AUDIT_REVIEW, TimerKind.DIGEST)
#: How long the check of all chains counts, should the review that it was made for be put off again and again.
CHECKED_FOR = timedelta(minutes=10)
#: How many timers are taken at one look.
BATCH = 50

log = structlog.get_logger(__name__)


class Ticks:
    """Fires what is due, each timer once."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._woken = asyncio.Event()
        self._stopping = False
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._scheduler = AsyncIOScheduler()
        self._checked: Verification | None = None
        self._has_jumped = False

    def wake(self) -> None:
        """Something may be due."""
        self._woken.set()

    def jumped(self) -> None:
        """The clock was moved: what comes round is due at other times now."""
        self._has_jumped = True
        self.wake()

    async def run(self) -> None:
        """Fire what is due, at each beat and whenever woken, until stopped."""
        self._scheduler.add_job(self._beat, "interval", seconds=BEAT, coalesce=True, misfire_grace_time=None)
        self._scheduler.add_job(
            self.refresh_customers, "interval", seconds=REFRESH, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.add_job(
            self._services.reachability.look,
            "interval",
            seconds=LOOK,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.add_job(
            self.tidy_up, "interval", seconds=TIDY, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        try:
            while not self._stopping:
                await self._woken.wait()
                self._woken.clear()
                try:
                    if self._has_jumped:
                        self._has_jumped = False
                        await self._services.desk.keep_schedule()
                    await self.fire_due()
                except OperationalError as error:
                    # The database is locked or away: what is due stays due until the next beat.
                    log.error("the database does not answer", error=str(error.orig))
        finally:
            self._scheduler.shutdown(wait=False)
            await asyncio.gather(*self._under_way.values())

    def stop(self) -> None:
        """Finish what is under way, and fire nothing more."""
        self._stopping = True
        self._woken.set()

    async def fire_due(self) -> None:
        """Begin every act that is due; reading the sources takes its time beside the others."""
        # Readings that are under way are due still, and the oldest: they must not take the others' places.
        at_most = BATCH + len(self._under_way)
        due = await self._services.records.due_timers(self._services.clock.now(), at_most)
        in_order = [timer for timer in due if timer.id not in self._under_way]
        for timer in in_order:
            if timer.kind in TAKES_TIME:
                task = asyncio.create_task(self._fire(timer))
                self._under_way[timer.id] = task
                task.add_done_callback(partial(self._ended, timer.id))
            else:
                await self._fire(timer)

    async def refresh_customers(self) -> None:
        """Read anew which customers can be chosen; where their source fails, those known stay."""
        try:
            await self._services.customers.refresh()
        except SourceUnavailableError as error:
            log.warning("customers cannot be read", error=str(error))

    async def tidy_up(self) -> None:
        """Let go of what nobody will ask for again; see to it that what comes round is waiting."""
        await self._services.desk.forget_deliveries()
        await self._services.desk.keep_schedule()

    def _ended(self, timer_id: int, _: asyncio.Task[None]) -> None:
        self._under_way.pop(timer_id, None)

    async def _beat(self) -> None:
        # A plain function would be called on another thread, where the loop's events must not be touched.
        await self._follow()
        self._woken.set()
        self._services.relay.wake()

    async def _follow(self) -> None:
        """Know of a policy that another process has put in force."""
        try:
            await self._services.desk.follow()
        except OperationalError as error:
            log.error("the database does not answer", error=str(error.orig))

    async def _fire(self, timer: DueTimer) -> None:
        act = await self._act(timer)
        if act is None:
            return
        key = f"timer:{timer.kind}:{timer.number}:{timer.version}"
        try:
            await self._services.desk.perform(act, by=SYSTEM, key=key, ends_timer=timer.id)
        except PeopleKeepChangingError:
            log.warning("timer put off until the next beat", timer=key)

    async def _act(self, timer: DueTimer) -> OnRequest | OnWorkspace | None:
        kind = TimerKind(timer.kind)
        if kind is TimerKind.GATHER:
            return await self._gathered(timer.number)
        if timer.number == OF_WORKSPACE:
            return await self._for_workspace(kind, timer.version)
        return act_of(kind, timer.number, timer.version)

    async def _for_workspace(self, kind: TimerKind, version: str) -> OnWorkspace:
        """The act; what takes long is found out before, for nothing else is written while it is performed."""
        act = act_for_workspace(kind, version)
        if isinstance(act, OpenAuditReview):
            return replace(act, verification=await self._verified())
        if isinstance(act, SendDigests):
            return replace(act, due=await self._services.waits.whose_morning())
        return act

    async def _verified(self) -> Verification:
        """What the check of the record finds; where the review was put off, what it found a while ago."""
        services = self._services
        at, known = services.clock.now(), self._checked
        if known is None or abs(at - known.at) > CHECKED_FOR:
            self._checked = known = await services.records.verified(at)
        return known

    async def _gathered(self, number: int) -> RecordSnapshots | None:
        """What the sources say of the request's customer now, for those that are still missing."""
        services = self._services
        request = await services.records.request(number)
        if request is None:
            return None
        held = {snapshot.source for snapshot in request.snapshots if snapshot.is_available}
        policy = services.desk.policies.of(request)
        sources = [source for source in services.sources(policy) if source.name not in held]
        snapshots = await gather(sources, request.filing.customer.id, services.clock.now)
        return RecordSnapshots(number=number, snapshots=snapshots)
