"""Deciders: who could decide what somebody files, found out before it is judged; it judges nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.directory import NOBODY
from bot.gateway import SlackError, SlackUnavailableError
from bot.writer import Reader
from models import decidable
from models.delegation_queries import delegations_since
from models.lifecycle.filing import tier_of
from models.membership import refusal_of_outsider
from models.people import Person, Register
from models.policy import Policy
from models.request import Filing

#: How many pairs are tried to find two people who can decide; where none of them can, it counts as if two could.
PAIRS_TRIED = 8
#: Seconds that whoever files waits for Slack to describe the people; what it has not told by then counts as no fault.
PATIENCE = 0.5


log = structlog.get_logger(__name__)


class PeopleWeKnow(Protocol):
    """What the desk asks of the directory."""

    async def person(self, user_id: str, team: str | None = None) -> Person:
        """Somebody as Slack describes them now."""
        ...

    async def register(self, who: Iterable[str]) -> Register:
        """The groups among `who`, at most a minute old."""
        ...

    async def is_there(self, user_id: str) -> bool:
        """Whether a message would reach somebody; they are taken to be there where Slack cannot say."""
        ...

    async def busy(self, people: Iterable[str]) -> frozenset[str]:
        """Those among the people who are in do-not-disturb; none of whom Slack cannot say."""
        ...

    def is_current(self, person: Person, register: Register) -> bool:
        """Whether nothing that was read has been announced to have changed since."""
        ...


class Deciders:
    """Looks for two people who could decide, in one workspace."""

    def __init__(self, *, workspace: str, reader: Reader, directory: PeopleWeKnow, clock: Clock) -> None:
        self._workspace = workspace
        self._reader = reader
        self._directory = directory
        self._clock = clock

    async def foreseen(self, policy: Policy, by: Person, beneficiary: str | None = None) -> Register:
        """Who could decide what somebody is about to file, in any tier, as far as Slack can tell now."""
        register = await self._directory.register(decidable.consulted(policy))
        tiers = tuple(tier.name for tier in policy.tiers)
        return await self.looked_for(register, policy, tiers, (by.id, beneficiary))

    async def for_form(self, register: Register, policy: Policy, filing: Filing, by: Person) -> Register:
        """The register with those absent who cannot decide what somebody's form leads to, as `looked_for` has it."""
        tier = tier_of(filing, policy, self._clock.now())
        tiers = (tier,) if tier is not None else ()
        return await self.looked_for(register, policy, tiers, (by.id, filing.beneficiary))

    async def looked_for(
        self, register: Register, policy: Policy, tiers: Iterable[str], apart_from: tuple[str | None, ...]
    ) -> Register:
        """The register with those absent who were found not to be able to decide, while a pair was looked for.

        Slack is asked of two people at a time, of no more than it takes to find two who can, and not for long.
        """
        at = self._clock.now()
        known = await self._reader.run(lambda c: delegations_since(c, self._workspace, at))
        register = replace(register, delegations=known)
        try:
            async with asyncio.timeout(PATIENCE):
                for tier in tiers:
                    for _ in range(PAIRS_TRIED):
                        pair = next(decidable.pairs(tier, policy, register, at, apart_from=apart_from), None)
                        unable = await self._unable(pair) if pair is not None else frozenset()
                        if not unable:
                            break
                        register = replace(register, absent=register.absent | unable)
        except TimeoutError:
            log.warning("Slack is slow to say who could decide")
        return register

    async def _unable(self, pair: decidable.Pair) -> frozenset[str]:
        """Those of the two of whom Slack says that they cannot decide."""
        two = (pair.validator.id, pair.authorizer.id)
        can = await asyncio.gather(*(self.can_decide(one) for one in two))
        return frozenset(one for one, is_able in zip(two, can, strict=True) if is_able is False)

    async def can_decide(self, person_id: str) -> bool | None:
        """Whether somebody is a full and active member of the workspace; None where Slack cannot say."""
        try:
            return refusal_of_outsider(await self._directory.person(person_id), ()) is None
        except SlackError as error:
            return False if error.code in NOBODY else None
        except SlackUnavailableError:
            return None
