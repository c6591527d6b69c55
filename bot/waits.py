"""Waits: on whom what waits now, found out for everybody at once and kept for a minute; it changes nothing."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.gateway import SlackError, SlackUnavailableError
from bot.policies import Policies
from bot.records import Records
from bot.views.policy_review import about
from models.complaints import waits_on
from models.ladders import people_on
from models.notifying.acts import Due
from models.notifying.digests import SAID_FOR, day_of
from models.notifying.preferences import Preferences
from models.notifying.waiting import Turn, Waiting, waited_for, waiting_of
from models.oversight.waiting_reviews import WaitingReview
from models.people import Person, Register
from models.request import ExceptionRequest
from models.roles import auditors
from models.turns import consulted

#: How long what was found counts.
FOUND_FOR = timedelta(minutes=1)
#: How many requests are read and gone through at a time: in between, others have their turn.
AT_A_TIME = 100
#: How many people are asked about at a time.
ASKED_AT_A_TIME = 20

log = structlog.get_logger(__name__)


class PeopleWeWriteTo(Protocol):
    """What is asked of the directory."""

    async def register(self, who: Iterable[str]) -> Register:
        """The groups among `who`."""
        ...

    async def person_lately(self, user_id: str) -> Person:
        """Somebody as Slack described them a few hours ago at most."""
        ...


@dataclass(frozen=True, kw_only=True)
class Found:
    """What waits on whom, as it was at a moment; whose turn lies in a group that Slack could not tell is not in it."""

    at: datetime
    requests: Mapping[str, Sequence[Waiting]]
    reviews: Mapping[str, Sequence[WaitingReview]]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody on whom something waits."""
        return tuple(dict.fromkeys((*self.requests, *self.reviews)))


class Waits:
    """Finds out on whom what waits."""

    def __init__(
        self, *, records: Records, policies: Policies, directory: PeopleWeWriteTo, clock: Clock
    ) -> None:
        self._records = records
        self._policies = policies
        self._directory = directory
        self._clock = clock
        self._finding = asyncio.Lock()
        self._found: Found | None = None

    async def found(self) -> Found:
        """What waits on whom; what was found a moment ago counts still."""
        async with self._finding:
            at, known = self._clock.now(), self._found
            if known is None or not timedelta(0) <= at - known.at <= FOUND_FOR:
                self._found = known = await self._find(at)
            return known

    async def still_waiting(
        self, person: str, listed: Sequence[Waiting]
    ) -> list[tuple[Waiting, ExceptionRequest]]:
        """Those of the listed that wait on somebody as they are committed now, each with its request."""
        at = self._clock.now()
        requests = {one.number: one for one in await self._records.requests_of([w.number for w in listed])}
        known = {one.number: one.version for one in listed}
        changed = [one for one in requests.values() if one.version != known[one.number]]
        now = {
            waiting.number: waiting
            for who, waiting in self._gone_through(changed, await self._register(changed, at), at)
            if who == person
        }
        as_found = {one.number: one for one in listed if one.number not in {r.number for r in changed}}
        still = as_found | now
        return [
            (still[one.number], requests[one.number])
            for one in listed
            if one.number in still and one.number in requests
        ]

    async def whose_morning(self) -> tuple[Due, ...]:
        """Those on whom something waits, whose morning it is and who want a digest."""
        at, policy = self._clock.now(), self._policies.current
        found = await self.found()
        chosen = await self._records.all_preferences()
        due: list[Due] = []
        for start in range(0, len(found.people), ASKED_AT_A_TIME):
            some = found.people[start : start + ASKED_AT_A_TIME]
            described = await asyncio.gather(*(self._described(one) for one in some))
            for person in described:
                if person is None or person.is_bot or person.is_deactivated or person.is_stranger:
                    continue
                if person.is_guest and not _has_own(found.requests.get(person.id, ())):
                    continue
                own = chosen.get(person.id, Preferences(person=person.id))
                day = day_of(policy, own, person.time_zone, at)
                if day is not None:
                    due.append(Due(person=person.id, day=day.isoformat()))
        return tuple(due)

    async def _described(self, user_id: str) -> Person | None:
        """Somebody, or None where Slack cannot say who they are: they are asked about again the next time."""
        try:
            return await self._directory.person_lately(user_id)
        except (SlackError, SlackUnavailableError) as error:
            log.warning("somebody's morning is not known", person=user_id, error=str(error))
            return None

    async def _find(self, at: datetime) -> Found:
        requests: dict[str, list[Waiting]] = defaultdict(list)
        numbers = await self._records.open_numbers()
        for start in range(0, len(numbers), AT_A_TIME):
            some = await self._records.requests_of(numbers[start : start + AT_A_TIME])
            register = await self._register(some, at)
            # The rules are plain code: on another thread they keep no loop from answering people.
            for person, waiting in await asyncio.to_thread(self._gone_through, some, register, at):
                requests[person].append(waiting)
        for person, waiting in await self._complaints_of_closed_records(at):
            requests[person].append(waiting)
        for listed in requests.values():
            await asyncio.to_thread(listed.sort, key=lambda one: (not one.is_near, one.due_at, one.number))
        return Found(at=at, requests=requests, reviews=await self._reviews())

    async def _complaints_of_closed_records(self, at: datetime) -> list[tuple[str, Waiting]]:
        """A complaint that came after the end waits for its review, for whoever may be told of complaints."""
        policy = self._policies.current
        named = people_on(policy, policy.escalations.complaint.contact)
        found: list[tuple[str, Waiting]] = []
        for person in (await self._directory.register(named)).members(named):
            for request in await self._records.unreviewed_of(person):
                if person in waits_on(request):
                    waiting = waiting_of(request, Turn.COMPLAINT, self._policies.of(request), at)
                    found.append((person, waiting))
        return found

    async def _register(self, requests: Sequence[ExceptionRequest], at: datetime) -> Register:
        policies = self._policies
        groups = {name for one in requests for name in consulted(policies.of(one), one)}
        since = min([at, *(request.filed_at for request in requests)])
        register = await self._directory.register(groups)
        return replace(register, delegations=await self._records.delegations(since))

    def _gone_through(
        self, requests: Sequence[ExceptionRequest], register: Register, at: datetime
    ) -> list[tuple[str, Waiting]]:
        found: list[tuple[str, Waiting]] = []
        for request in requests:
            policy = self._policies.of(request)
            for person, turn in waited_for(request, policy, register, at).items():
                if was_just_told(request, person, at):
                    continue
                found.append((person, waiting_of(request, turn, policy, at)))
        return found

    async def _reviews(self) -> Mapping[str, Sequence[WaitingReview]]:
        """The reviews that are open, for those who have their cards or make them."""
        reviews: dict[str, list[WaitingReview]] = defaultdict(list)
        policy = self._policies.current
        audits = await self._records.open_audit_reviews()
        if audits:
            makers = (await self._directory.register(auditors(policy))).members(auditors(policy))
            for audit in audits:
                listed = WaitingReview(
                    kind=audit.KIND, number=audit.number, about=audit.subject, due_at=audit.due_by
                )
                for person in makers:
                    reviews[person].append(listed)
        for review in await self._records.open_policy_reviews():
            listed = WaitingReview(
                kind=review.KIND, number=review.number, about=about(review, policy), due_at=review.due_at
            )
            for person in review.told:
                reviews[person].append(listed)
        for change in await self._records.open_policy_changes():
            listed = WaitingReview(kind=change.KIND, number=change.number, about="", due_at=None)
            for person in change.told:
                if person != change.proposed_by:
                    reviews[person].append(listed)
        care = await self._records.open_policy_care()
        if care is not None:
            listed = WaitingReview(kind=care.KIND, number=care.number, about="", due_at=care.due_at)
            for person in care.told:
                reviews[person].append(listed)
        return reviews


def _has_own(waiting: Sequence[Waiting]) -> bool:
    """Whether something of one's own is among it: that is all that a guest can see to."""
    return any(one.turn is Turn.COMPLETE for one in waiting)


def was_just_told(request: ExceptionRequest, person: str, at: datetime) -> bool:
    """Whether a reminder has told them of it a moment ago, which a digest does not repeat."""
    said = [sent.said_at(person) for sent in request.reminders]
    return any(one is not None and timedelta(0) <= at - one < SAID_FOR for one in said)
