"""The finder: one page of what somebody looks for, in the order of the filings; it reads, and changes nothing.

The database narrows to what the person may see (`models.scope`), and each request that is shown is judged once more by
the rule itself (`models.visibility`): a row that should not have been found is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from bot.clock import Clock
from bot.deciders import PeopleWeKnow
from bot.policies import Policies
from bot.records import Records
from bot.turns import OnOne, Turns
from models.finding import PAGE, Page, Wanted, Whose
from models.finding_queries import Looking, count, page, policy_versions
from models.people import Person, Register
from models.request import ExceptionRequest
from models.roles import auditors
from models.scope import groups_of_policies, scope_of
from models.turn_queries import groups_asked
from models.visibility import refusal_of_viewer, viewers


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page begins: before or after a request's number, and how many come before its first request."""

    before: int | None = None
    after: int | None = None
    start: int = 0


class Finder:
    """Finds requests in one workspace."""

    def __init__(
        self,
        *,
        workspace: str,
        records: Records,
        turns: Turns,
        directory: PeopleWeKnow,
        policies: Policies,
        clock: Clock,
    ) -> None:
        self._workspace = workspace
        self._records = records
        self._turns = turns
        self._directory = directory
        self._policies = policies
        self._clock = clock

    async def page(self, person: Person, wanted: Wanted, place: Place, size: int = PAGE) -> Page:
        """One page of what somebody looks for."""
        looking, register, is_told = await self._looking(person, wanted)
        find = partial(page, looking=looking, wanted=wanted, before=place.before, after=place.after)

        def read(connection: Connection) -> tuple[tuple[ExceptionRequest, ...], int]:
            # One more than is shown tells whether there is another page.
            return find(connection, limit=size + 1), count(connection, looking, wanted)

        found, total = await self._records.read(read)
        if place.after is not None:
            # Upwards the one too many is the newest of them.
            shown, has_older = found[-size:], True
            start = max(0, place.start) if len(found) > size else 0
        else:
            shown, has_older, start = found[:size], len(found) > size, place.start
        allowed, is_whole = await self._allowed(shown, person, register)
        return Page(
            requests=allowed, start=start, total=total, has_older=has_older, is_whole=is_told and is_whole
        )

    async def _looking(self, person: Person, wanted: Wanted) -> tuple[Looking, Register, bool]:
        """What somebody may see now, what their words mean, and whether Slack told of all groups that say so."""
        at, current = self._clock.now(), self._policies.current
        versions, asked = await self._records.read(self._versions)
        policies = {version: self._policies.version(version) for version in versions}
        groups = {*groups_of_policies([*policies.values(), current]), *asked}
        register = await self._directory.register(groups)
        register = replace(register, delegations=await self._records.delegations(at))
        known = set(register.groups) - set(register.gaps(register.groups, at))
        inside = tuple(name for name in sorted(known) if person.id in register.groups[name].members)
        colleagues = {who for name in inside for who in register.groups[name].members}
        waits = await self._turns.of(person) if wanted.whose is Whose.WAITING else OnOne()
        looking = Looking(
            workspace=self._workspace,
            person=person.id,
            at=at,
            scope=scope_of(person, policies, current, register, at),
            zone=current.calendar.zone,
            colleagues=tuple(sorted(colleagues - {person.id})),
            groups=inside,
            waiting=tuple(one.number for one in waits.requests),
        )
        # A group that was told of a moment too late has narrowed what was looked for all the same.
        return looking, register, waits.is_whole and not register.unknown

    def _versions(self, connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
        asked = groups_asked(connection, self._workspace)
        return policy_versions(connection, self._workspace), asked

    async def _allowed(
        self, found: tuple[ExceptionRequest, ...], person: Person, register: Register
    ) -> tuple[tuple[ExceptionRequest, ...], bool]:
        """Those that the rule itself lets the person read."""
        of, at = self._policies.of, self._clock.now()
        also = auditors(self._policies.current)
        named = (*also, *(who for one in found for who in viewers(of(one), one)))
        whole = await self._directory.register((*register.groups, *named))
        whole = replace(whole, delegations=register.delegations)
        allowed = tuple(
            one for one in found if refusal_of_viewer(person, one, of(one), whole, at, also=also) is None
        )
        return allowed, not whole.unknown
