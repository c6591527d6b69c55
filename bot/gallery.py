"""The gallery: pictures of the newest key figures for App Home, brought to Slack beside the work; it keeps no row.

They are drawn when somebody who may see them opens Home, and at most once an hour: a listener only says who waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.policies import Policies
from bot.reporter import Reporter
from bot.views.report import hung
from bot.views.text import Block
from models.oversight.months import month_of, months_until
from models.oversight.reporting import USUAL, Only
from models.people import Person

#: How long pictures are shown before they are drawn anew.
FRESH_FOR = timedelta(hours=1)
#: How many of a report's pictures hang on Home.
HUNG = 2
#: What Slack says of a page that shows a picture which it has not prepared.
NOT_READY = frozenset({"invalid_blocks", "invalid_arguments"})
#: Seconds before each further try to show pictures that Slack may not have prepared yet.
TRIES = (0.0, 1.0, 3.0, 10.0)

#: Shows somebody their Home, with these pictures in it.
Show = Callable[[Person, tuple[Block, ...]], Awaitable[None]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Hung:
    """The pictures that hang: of which month, since when."""

    month: str
    at: datetime
    blocks: tuple[Block, ...]


class Gallery:
    """Pictures of one workspace's figures."""

    def __init__(
        self,
        *,
        reporter: Reporter,
        policies: Policies,
        gateway: Gateway,
        clock: Clock,
        tries: tuple[float, ...] = TRIES,
    ) -> None:
        self._reporter = reporter
        self._policies = policies
        self._gateway = gateway
        self._clock = clock
        self._tries = tries
        self._hung: _Hung | None = None
        self._waiting: dict[str, Person] = {}
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()

    def blocks(self) -> tuple[Block, ...]:
        """What hangs now, of this month; nothing before anything was drawn."""
        return self._hung.blocks if self._hung is not None and self._hung.month == self._month() else ()

    def ask(self, person: Person) -> None:
        """Somebody who may see them has opened Home: where the pictures are old, they are shown newer ones soon."""
        if not self._is_fresh():
            self._waiting[person.id] = person
            self._woken.set()

    async def run(self, show: Show) -> None:
        """Draw when somebody waits, until stopped."""
        while not self._stopped.is_set():
            await self._woken.wait()
            self._woken.clear()
            waiting, self._waiting = self._waiting, {}
            if not waiting or self._is_fresh():
                continue
            try:
                await self._renew(tuple(waiting.values()), show)
            except (SlackError, SlackUnavailableError, SlackRateLimitedError) as error:
                # Home is whole without pictures; they are tried again when it is opened again.
                log.warning("no pictures on Home", error=str(error))
            except OperationalError as error:
                log.error("the database does not answer", error=str(error.orig))

    def stop(self) -> None:
        """Finish what is under way, and draw nothing more."""
        self._stopped.set()
        self._woken.set()

    async def _renew(self, waiting: tuple[Person, ...], show: Show) -> None:
        at, month = self._clock.now(), self._month()
        found = await self._reporter.reported(months_until(month, USUAL), Only())
        pictures = (await self._reporter.pictures(found))[:HUNG]
        ids = {}
        for picture in pictures:
            file_id = await self._gateway.upload(picture.name, picture.content, alt_text=picture.alt_text)
            await self._gateway.complete_upload(file_id, title=picture.title)
            ids[picture.name] = file_id
        blocks = tuple(hung(pictures, ids, at))
        await self._insist(lambda: show(waiting[0], blocks))
        self._hung = _Hung(month=month, at=at, blocks=blocks)
        for person in waiting[1:]:
            await show(person, blocks)

    async def _insist(self, shown: Callable[[], Awaitable[None]]) -> None:
        """Show the first pictures until Slack has prepared them; SlackError where it never takes them."""
        for place, wait in enumerate(self._tries):
            if wait and await self._is_stopped_within(wait):
                return
            try:
                await shown()
                return
            except SlackError as error:
                if error.code not in NOT_READY or place == len(self._tries) - 1:
                    raise

    async def _is_stopped_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._stopped.wait()
        except TimeoutError:
            return False

    def _month(self) -> str:
        return month_of(self._clock.now(), self._policies.current.calendar.zone)

    def _is_fresh(self) -> bool:
        if self._hung is None or self._hung.month != self._month():
            return False
        return timedelta(0) <= self._clock.now() - self._hung.at < FRESH_FOR
