"""Who is there for a request, found out for whoever files or decides one; it keeps and judges nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextvars import Context
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.deciders import Deciders, PeopleWeKnow
from bot.gateway import ANSWER_BY
from bot.writer import Reader
from models.availability import Resources, needed
from models.availability_queries import waiting_by_status_and_tier
from models.delegation_queries import delegations_since
from models.policy import Policy

#: Slack is asked of so many people at most; all others are taken to be there.
ASKED = 50
#: How long it is believed that somebody is a full and active member, or is none.
BELIEVED_FOR = timedelta(minutes=10)
#: Seconds that whoever waits for the line waits for people to be described; the rest are there the next time.
PATIENCE = 0.5
#: Seconds that all of it may take, and that it leaves of the time for an answer to show the form in.
LIMIT, TO_SHOW = 1.0, 1.2


class Availability:
    """Looks up who is there, in one workspace."""

    def __init__(
        self, *, workspace: str, reader: Reader, directory: PeopleWeKnow, deciders: Deciders, clock: Clock
    ) -> None:
        self._workspace = workspace
        self._reader = reader
        self._directory = directory
        self._deciders = deciders
        self._clock = clock
        #: When somebody was asked about, and whether they are a full and active member.
        self._known: dict[str, tuple[datetime, bool]] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def close(self) -> None:
        """End what is being asked."""
        for asking in self._asking.values():
            asking.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def now(self, policy: Policy) -> Resources | None:
        """Who of those whom a request may need is there, as far as Slack tells in time, and what waits on them.

        None where finding out would keep back the form that it stands in.
        """
        try:
            async with asyncio.timeout(_patience()):
                return await self._found(policy)
        except TimeoutError:
            return None

    async def _found(self, policy: Policy) -> Resources:
        at = self._clock.now()
        register = await self._directory.register(needed(policy))
        people = register.members(needed(policy))[:ASKED]
        absent, busy = await asyncio.gather(self._absent(people, at), self._directory.busy(people))
        away = await self._reader.run(lambda c: delegations_since(c, self._workspace, at))
        waiting = await self._reader.run(lambda c: waiting_by_status_and_tier(c, self._workspace))
        return Resources(
            policy=policy,
            at=at,
            register=replace(register, absent=absent, busy=busy, delegations=away),
            waiting=waiting,
        )

    async def _absent(self, people: Iterable[str], at: datetime) -> frozenset[str]:
        """Those known to have left, or to be guests or programs."""
        asked = [self._asking_of(one, at) for one in people if self._is_old(one, at)]
        if asked:
            await asyncio.wait(asked, timeout=PATIENCE)
        return frozenset(one for one in people if not self._known.get(one, (at, True))[1])

    def _is_old(self, person: str, at: datetime) -> bool:
        known = self._known.get(person)
        return known is None or abs(at - known[0]) > BELIEVED_FOR

    def _asking_of(self, person: str, at: datetime) -> asyncio.Task[None]:
        """The question that is under way, or a new one; whoever does not wait for it has it the next time."""
        asking = self._asking.get(person)
        if asking is None or asking.done():
            # The question does not end with the time in which whoever asked it must be answered.
            asking = asyncio.create_task(self._ask(person, at), context=Context())
            self._asking[person] = asking
        return asking

    async def _ask(self, person: str, at: datetime) -> None:
        can = await self._deciders.can_decide(person)
        if can is not None:
            self._known[person] = (at, can)


def _patience() -> float:
    """Seconds that may be waited: fewer where whoever is answered has waited before."""
    answer_by = ANSWER_BY.get()
    if answer_by is None:
        return LIMIT
    return min(LIMIT, max(0.0, answer_by - asyncio.get_running_loop().time() - TO_SHOW))
