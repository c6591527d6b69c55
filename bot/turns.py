"""Whose turn it is: what waits on one person now, for App Home and for lists; it reads, and changes nothing.

The database narrows by whose turn it may be (`request_turns`, kept in the desk's transaction), and each request that
it finds is judged as an act would be (`models.turns.is_turn_of`): what one could not do does not wait on one.
`bot.waits` finds the same out for everybody at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.clock import Clock
from bot.deciders import PeopleWeKnow
from bot.policies import Policies
from bot.records import Records
from models import turn_queries
from models.people import Person, Register
from models.request import ExceptionRequest
from models.turns import consulted, is_turn_of

#: The most requests that are looked at for one person.
MOST = 3_000
#: How many are looked through for what is late or about to be.
NEAREST = 300


@dataclass(frozen=True, kw_only=True)
class OnOne:
    """What waits on one person, the nearest due first.

    It is not whole where Slack did not tell who is in a group that counts; with `is_more` there was more to look at
    than is looked at for one person. `register` knows every group that it was judged by.
    """

    requests: tuple[ExceptionRequest, ...] = ()
    is_whole: bool = True
    is_more: bool = False
    register: Register = field(default_factory=Register)


class Turns:
    """What waits on the people of one workspace."""

    def __init__(
        self, *, workspace: str, records: Records, directory: PeopleWeKnow, policies: Policies, clock: Clock
    ) -> None:
        self._workspace = workspace
        self._records = records
        self._directory = directory
        self._policies = policies
        self._clock = clock

    async def of(self, person: Person) -> OnOne:
        """What waits on somebody now, in their own right or in another's stead."""
        at = self._clock.now()
        asked = await self._records.read(lambda c: turn_queries.groups_asked(c, self._workspace))
        known = await self._directory.register(asked)
        standing_for = [made.by for made in await self._records.delegations(at) if made.to == person.id]
        names = _names((person.id, *standing_for), known)
        found = await self._records.read(lambda c: self._may_wait_on(c, names))
        register = await self._register(found)
        is_whole = not (known.unknown or register.unknown)
        return OnOne(
            requests=tuple(one for one in found if self._waits(person, one, register)),
            is_whole=is_whole,
            is_more=len(found) == MOST,
            register=_both(known, register),
        )

    async def nearest(self, limit: int = NEAREST) -> tuple[ExceptionRequest, ...]:
        """What waits on anybody, the nearest due first: what is late, and what is about to be, comes first in it."""
        return await self._records.read(lambda c: turn_queries.may_wait(c, self._workspace, limit))

    async def _register(self, found: tuple[ExceptionRequest, ...]) -> Register:
        """Who is in the groups that tell whose turn it is, and who has delegated to whom since these were filed."""
        groups = {name for one in found for name in consulted(self._policies.of(one), one)}
        at = self._clock.now()
        delegations = await self._records.delegations(min((one.filed_at for one in found), default=at))
        return replace(await self._directory.register(groups), delegations=delegations)

    def _may_wait_on(self, connection: Connection, names: tuple[str, ...]) -> tuple[ExceptionRequest, ...]:
        return turn_queries.may_wait_on(connection, self._workspace, names, MOST)

    def _waits(self, person: Person, request: ExceptionRequest, register: Register) -> bool:
        return is_turn_of(person, request, self._policies.of(request), register, self._clock.now())


def _names(people: Iterable[str], register: Register) -> tuple[str, ...]:
    """These people, and the groups that any of them is in."""
    ids = tuple(dict.fromkeys(people))
    groups = (name for name, group in register.groups.items() if not group.members.isdisjoint(ids))
    return (*ids, *groups)


def _both(one: Register, other: Register) -> Register:
    """All that two registers of one moment know."""
    return replace(
        other,
        groups={**one.groups, **other.groups},
        unknown={**one.unknown, **other.unknown},
        missing=one.missing | other.missing,
    )
