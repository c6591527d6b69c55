"""The desk: every change is an act performed here, in one transaction with its events, messages and timers (door 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from bot import policy_record, workspace_acts
from bot.clock import Clock
from bot.deciders import PeopleWeKnow
from bot.keeping import Keeping
from bot.policies import Policies
from bot.remembering import forget, remember
from bot.roll import Roll
from bot.scenes import Scenes
from bot.writer import Writer
from models import authority, ledger, queries
from models.acts import Act
from models.codec import refusal_from_json, refusal_to_json
from models.lifecycle import perform
from models.oversight.acts import OnWorkspace
from models.people import SYSTEM, Person, Register
from models.refusals import Refusal, Why
from models.request import ExceptionRequest

T = TypeVar("T")
#: How often an act is judged anew because a group changed, or went out of date, before it was committed.
TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Performed:
    """What came of an act: the request as it is now, or why the act was not done."""

    request: ExceptionRequest | None
    refusal: Refusal | None = None
    is_repeat: bool = False


class PeopleKeepChangingError(RuntimeError):
    """The people or groups of this workspace are changing right now. Try again in a moment."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class _OutOfDateError(Exception):
    """Who may do this changed while it was being judged."""


class Desk:
    """Performs acts for one workspace."""

    def __init__(
        self,
        *,
        workspace: str,
        writer: Writer,
        roll: Roll,
        directory: PeopleWeKnow,
        clock: Clock,
        policies: Policies,
    ) -> None:
        self.workspace = workspace
        self.policies = policies
        self._keeping = Keeping(workspace=workspace, policies=policies)
        self._scenes = Scenes(workspace=workspace, policies=policies)
        self._writer = writer
        self._roll = roll
        self._directory = directory
        self._clock = clock
        self._listeners: list[Callable[[], None]] = []

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call the listener after each act that was committed."""
        self._listeners.append(listener)

    async def perform(
        self, act: Act | OnWorkspace, *, by: Person, key: str, ends_timer: int | None = None
    ) -> Performed:
        """Perform the act and commit it, with all that follows from it.

        `key` tells this delivery from others: a repeat gets the first answer again and does nothing, but a refusal
        that may have become groundless since is judged anew.
        `ends_timer` is the timer that caused the act, which fires once however often it is claimed.
        """
        work = partial(self._perform, act, key=key, ends_timer=ends_timer)
        performed = await self._judged(act, by, work)
        if isinstance(act, OnWorkspace):
            await self.follow()
        for listener in self._listeners:
            listener()
        return performed

    async def consider(self, act: Act, *, by: Person, key: str) -> Refusal | None:
        """Whether the act would be refused to this person; a refusal is recorded, and nothing else is done.

        `key` tells this delivery from others: a repeat of one that was refused is refused again, and recorded once.
        """
        return await self._judged(act, by, partial(self._consider, act, key=key))

    async def keep_schedule(self) -> None:
        """See to it that all that comes round for the workspace is waiting for its time."""
        at, policy = self._clock.now(), self.policies.current
        await self._writer.run(lambda c: workspace_acts.keep_schedule(c, self.workspace, policy, at))

    async def follow(self) -> None:
        """Know the policy in force, should this or another process have put another one in force."""
        await self._roll.follow()

    async def forget_deliveries(self) -> int:
        """Forget the answers to deliveries that can come no more; how many."""
        at = self._clock.now()
        return await self._writer.run(lambda c: forget(c, self.workspace, at))

    async def _judged(self, act: Act | OnWorkspace, by: Person, work: Callable[..., T]) -> T:
        """Run the work with who may do it read beforehand, never under its lock; again where that has changed."""
        for tries_left in reversed(range(TRIES)):
            register = await self._roll.call(act, by)
            person = by if by == SYSTEM else await self._directory.person(by.id, by.team)
            try:
                return await self._writer.run(
                    partial(work, by=person, register=register, is_last_try=tries_left == 0)
                )
            except _OutOfDateError:
                continue
        raise AssertionError("the last try never asks for another")

    def _perform(
        self,
        act: Act | OnWorkspace,
        connection: Connection,
        *,
        by: Person,
        register: Register,
        is_last_try: bool,
        key: str,
        ends_timer: int | None,
    ) -> Performed:
        if isinstance(act, OnWorkspace):
            # What concerns the workspace happens one after another, under the policy that the one before has left,
            # and nobody holds a timer of it while waiting for the row.
            ledger.next_number(connection, self.workspace)
        answered = queries.delivery(connection, self.workspace, key)
        if answered is not None:
            return self._answer_again(connection, *answered)
        self._follow(connection, is_last_try)
        at = self._clock.now()
        if ends_timer is not None and not ledger.end_timer(connection, ends_timer, at):
            return Performed(request=None, is_repeat=True)
        if isinstance(act, OnWorkspace):
            refused = self._perform_for_workspace(connection, act, by, register, is_last_try, at)
            remember(connection, self.workspace, key, ends_timer, 0, refused, at)
            return Performed(request=None, refusal=refused)
        before, scene = self._scenes.of(connection, act, by, register, at)
        result = perform(before.request if before else None, act, by, scene)
        self._insist_on_current(by, register, result, is_last_try)
        if isinstance(result, Refusal):
            request = before.request if before else None
            self._keeping.refusal(connection, act, by, before, result, at)
        else:
            request = self._keeping.outcome(connection, before, result, by, scene)
        refusal = result if isinstance(result, Refusal) else None
        remember(connection, self.workspace, key, ends_timer, request.number if request else 0, refusal, at)
        return Performed(request=request, refusal=refusal)

    def _perform_for_workspace(
        self,
        connection: Connection,
        act: OnWorkspace,
        by: Person,
        register: Register,
        is_last_try: bool,
        at: datetime,
    ) -> Refusal | None:
        scene = self._scenes.for_workspace(register, at)
        refused = workspace_acts.perform(connection, act, by, scene)
        # Where it is out of date, what was written goes with the transaction.
        self._insist_on_current(by, register, refused, is_last_try)
        if refused is not None:
            self._keeping.refusal(connection, act, by, None, refused, at)
        return refused

    def _consider(
        self,
        act: Act,
        connection: Connection,
        *,
        by: Person,
        register: Register,
        is_last_try: bool,
        key: str,
    ) -> Refusal | None:
        answered = queries.delivery(connection, self.workspace, key)
        if answered is not None:
            return self._answer_again(connection, *answered).refusal
        self._follow(connection, is_last_try)
        at = self._clock.now()
        before, scene = self._scenes.of(connection, act, by, register, at)
        refused = authority.refusal(
            act, by, before.request if before else None, scene.policy, scene.register, scene.at
        )
        self._insist_on_current(by, register, refused, is_last_try)
        if refused is not None:
            self._keeping.refusal(connection, act, by, before, refused, at)
            number = before.request.number if before else 0
            ledger.remember_delivery(connection, self.workspace, key, number, refusal_to_json(refused), at)
        return refused

    def _follow(self, connection: Connection, is_last_try: bool) -> None:
        """Judge by the policy in force; who counts for the act is read anew where that is another one than before."""
        if policy_record.follow(connection, self.workspace, self.policies) and not is_last_try:
            raise _OutOfDateError

    def _insist_on_current(self, by: Person, register: Register, result: object, is_last_try: bool) -> None:
        """What was read before the transaction must still hold when it commits."""
        is_current = self._directory.is_current(by, register) and all(
            self._directory.is_current(one, Register()) for one in register.people.values()
        )
        if is_last_try:
            if not is_current:
                raise PeopleKeepChangingError
            return
        is_unknown = isinstance(result, Refusal) and result.why is Why.GROUP_UNKNOWN and not register.unknown
        if is_unknown or not is_current:
            raise _OutOfDateError

    def _answer_again(self, connection: Connection, number: int, answer: str) -> Performed:
        found = queries.stored_request(connection, self.workspace, number) if number else None
        return Performed(
            request=found.request if found else None,
            refusal=refusal_from_json(answer) if answer else None,
            is_repeat=True,
        )
