"""Records: what has been committed, read for whoever shows it; it changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import training
from bot.simulating import simulated
from bot.verifying import verified
from bot.writer import Reader
from models import like_queries, matter_queries, policy_queries, queries, rollup_queries, waiting_queries
from models.attestation import Standing
from models.audit_chain import AuditEvent
from models.audit_review_queries import events_at, with_later_doers
from models.delegation import Delegation
from models.delegation_queries import delegation_of, delegations_since
from models.like_cases import COUNTED_FOR, SHOWN, LikeCases, like_cases
from models.notices import card_key, hold_card_key
from models.notifying.preferences import Preferences
from models.oversight.audit_review_notices import card_key as review_card_key
from models.oversight.audit_reviews import AuditReview, Verification
from models.oversight.cells import Cell
from models.oversight.months import Period
from models.oversight.policy_cares import CareOfPolicy
from models.oversight.policy_changes import PolicyChange
from models.oversight.policy_reviews import PolicyReview
from models.oversight.unreachable import Unreachable
from models.policy import Policy
from models.policy_history import Recording
from models.preference_queries import all_preferences, preferences_of
from models.queries import DueTimer
from models.request import ExceptionRequest
from models.simulation.simulating import Simulation

T = TypeVar("T")


class Records:
    """Reads of one workspace."""

    def __init__(self, *, workspace: str, reader: Reader) -> None:
        self._workspace = workspace
        self._reader = reader

    async def request(self, number: int) -> ExceptionRequest | None:
        """The request of that number, if there is one."""
        found = await self._reader.run(lambda c: queries.stored_request(c, self._workspace, number))
        return found.request if found else None

    async def trail(self, number: int) -> tuple[AuditEvent, ...]:
        """A request's audit trail, from its first event on."""
        return await self._reader.run(lambda c: queries.trail(c, self._workspace, number))

    async def event(self, number: int, position: int) -> AuditEvent | None:
        """One event of a request's trail."""
        return await self._reader.run(lambda c: queries.event_at(c, self._workspace, number, position))

    async def filed_by(self, person_id: str, limit: int = 20) -> tuple[ExceptionRequest, ...]:
        """What somebody filed, newest first."""
        return await self._reader.run(lambda c: queries.filed_by(c, self._workspace, person_id, limit))

    async def count_filed_by(self, person_id: str) -> int:
        """How many requests somebody has filed."""
        return await self._reader.run(lambda c: queries.count_filed_by(c, self._workspace, person_id))

    async def newest(self, limit: int = 200) -> tuple[ExceptionRequest, ...]:
        """The newest requests, closed ones too, the newest first."""
        return await self._reader.run(lambda c: queries.newest_requests(c, self._workspace, limit))

    async def open_requests(self, limit: int = 200) -> tuple[ExceptionRequest, ...]:
        """What is not closed, the nearest deadline first."""
        return await self._reader.run(lambda c: queries.open_requests(c, self._workspace, limit))

    async def unreviewed_of(self, person_id: str, limit: int = 50) -> tuple[ExceptionRequest, ...]:
        """Closed records with a complaint that nobody has reviewed and that the person was told of, newest first."""
        return await self._reader.run(lambda c: queries.unreviewed_of(c, self._workspace, person_id, limit))

    async def like_cases(self, request: ExceptionRequest, at: datetime) -> LikeCases:
        """How like cases that were filed before a request ended, in the few facts that whoever decides may see."""
        workspace, number = self._workspace, request.number
        subject = (request.filing.standard, request.filing.reason.value)
        since = at - COUNTED_FOR
        before = await self._reader.run(
            lambda c: like_queries.like_before(c, workspace, *subject, number, SHOWN)
        )
        counted = await self._reader.run(
            lambda c: like_queries.outcomes_before(c, workspace, *subject, number, since)
        )
        return like_cases(request, before, counted, since)

    async def policy_review(self, number: int) -> PolicyReview | None:
        """The policy review of that number, if there is one."""
        return await self._reader.run(
            lambda c: matter_queries.matter(c, self._workspace, PolicyReview, number)
        )

    async def open_policy_reviews(self) -> tuple[PolicyReview, ...]:
        """The policy reviews that nobody has concluded, the oldest first."""
        return await self._reader.run(lambda c: matter_queries.open_matters(c, self._workspace, PolicyReview))

    async def audit_review(self, number: int) -> AuditReview | None:
        """The audit review of that number, if there is one."""
        return await self._reader.run(lambda c: self._audit_review(c, number))

    def _audit_review(self, connection: Connection, number: int) -> AuditReview | None:
        found = matter_queries.matter(connection, self._workspace, AuditReview, number)
        return None if found is None else with_later_doers(connection, self._workspace, found)

    async def open_audit_reviews(self) -> tuple[AuditReview, ...]:
        """The audit reviews that nobody has signed off, the oldest first."""

        def read(connection: Connection) -> tuple[AuditReview, ...]:
            found = matter_queries.open_matters(connection, self._workspace, AuditReview)
            return tuple(with_later_doers(connection, self._workspace, one) for one in found)

        return await self._reader.run(read)

    async def newest_audit_reviews(self, limit: int = 5) -> tuple[AuditReview, ...]:
        """The newest audit reviews, signed off or not, the newest first."""
        return await self._reader.run(
            lambda c: matter_queries.newest_matters(c, self._workspace, AuditReview, limit)
        )

    async def audit_review_card(self, review: AuditReview) -> tuple[str, str] | None:
        """The channel id and ts of the review's first card, once Slack has it."""
        if not review.shown_in:
            return None
        key = review_card_key(review, review.shown_in[0])
        row = await self._reader.run(lambda c: queries.outbox_of(c, self._workspace, key))
        return (row.channel, row.ts) if row is not None and row.channel and row.ts else None

    async def events(self, number: int, positions: Sequence[int]) -> tuple[AuditEvent, ...]:
        """Some events of a trail, in its order."""
        return await self._reader.run(lambda c: events_at(c, self._workspace, number, positions))

    async def verified(self, at: datetime) -> Verification:
        """What the check of the whole trail finds now."""
        return await self._reader.run(lambda c: verified(c, at))

    async def cases(self, review: PolicyReview) -> dict[int, ExceptionRequest]:
        """The requests that are cases of a policy review, by number."""
        numbers = [case.number for case in review.cases]
        return await self._reader.run(lambda c: like_queries.requests_of(c, self._workspace, numbers))

    async def simulated(self, draft: Policy, version: str, since: datetime, until: datetime) -> Simulation:
        """What a draft of the policy would have changed for the requests filed since a time, played up to another."""
        return await self._reader.run(
            lambda c: simulated(c, self._workspace, draft, version, until, since=since)
        )

    async def policy_change(self, number: int) -> PolicyChange | None:
        """The proposed change of the policy of that number, if there is one."""
        return await self._reader.run(
            lambda c: matter_queries.matter(c, self._workspace, PolicyChange, number)
        )

    async def open_policy_changes(self) -> tuple[PolicyChange, ...]:
        """The proposed changes that nobody has answered, the oldest first."""
        return await self._reader.run(lambda c: matter_queries.open_matters(c, self._workspace, PolicyChange))

    async def policy_care(self, number: int) -> CareOfPolicy | None:
        """The policy's own review of that number, if there is one."""
        return await self._reader.run(
            lambda c: matter_queries.matter(c, self._workspace, CareOfPolicy, number)
        )

    async def open_policy_care(self) -> CareOfPolicy | None:
        """The policy's own review, while it is asked for."""
        found = await self._reader.run(
            lambda c: matter_queries.open_matters(c, self._workspace, CareOfPolicy)
        )
        return found[0] if found else None

    async def next_policy_care(self) -> datetime | None:
        """When the policy's own review is due next; None while one is open."""
        return await self._reader.run(lambda c: policy_queries.next_care_at(c, self._workspace))

    async def policy_recordings(self, since: datetime | None = None) -> tuple[Recording, ...]:
        """How policies came into force, the newest first; with `since` those of that time and later."""
        return await self._reader.run(lambda c: policy_queries.recordings(c, self._workspace, since=since))

    async def policy_recording(self, position: int) -> Recording | None:
        """How a policy came into force, by its event's place in the workspace's own chain."""
        return await self._reader.run(lambda c: policy_queries.recording_at(c, self._workspace, position))

    async def card(self, request: ExceptionRequest, policy: Policy) -> tuple[str, str] | None:
        """The channel id and ts of the request's card, once Slack has it."""
        return await self._place_of(card_key(request, policy.tier(request.score.tier).channel))

    async def hold_card(self, request: ExceptionRequest, hold: str, recipient: str) -> tuple[str, str] | None:
        """The channel id and ts of the card of a hold (by its key) where its owners work, once Slack has it."""
        return await self._place_of(hold_card_key(request, hold, recipient))

    async def _place_of(self, key: str) -> tuple[str, str] | None:
        row = await self._reader.run(lambda c: queries.outbox_of(c, self._workspace, key))
        return (row.channel, row.ts) if row is not None and row.channel and row.ts else None

    async def delegations(self, since: datetime) -> tuple[Delegation, ...]:
        """Every delegation whose last day ends after a time, ended before it or not."""
        return await self._reader.run(lambda c: delegations_since(c, self._workspace, since))

    async def delegations_of(self, person_id: str, at: datetime) -> tuple[Delegation, ...]:
        """Those that somebody has made or was given, in force or to come."""
        known = await self.delegations(at)
        return tuple(d for d in known if person_id in (d.by, d.to) and not d.is_over(at))

    async def delegation(self, number: int) -> Delegation | None:
        """The delegation of that number, if there is one."""
        return await self._reader.run(lambda c: delegation_of(c, self._workspace, number))

    async def preferences(self, person_id: str) -> Preferences:
        """What somebody has chosen to be told, or what holds for who has not."""
        return await self._reader.run(lambda c: preferences_of(c, self._workspace, person_id))

    async def training(self, people: tuple[str, ...], policy: Policy, at: datetime) -> dict[str, Standing]:
        """How each of the people stands with the training under the policy, by their user id and in their order."""
        return await self.read(lambda c: training.standings(c, self._workspace, people, policy, at))

    async def unreachable(self) -> tuple[Unreachable, ...]:
        """The places that take no messages, the first that failed first."""
        return await self._reader.run(lambda c: matter_queries.open_matters(c, self._workspace, Unreachable))

    async def unreachable_of(self, number: int) -> Unreachable | None:
        """The failing of a place of that number, if there was one."""
        return await self._reader.run(
            lambda c: matter_queries.matter(c, self._workspace, Unreachable, number)
        )

    async def all_preferences(self) -> dict[str, Preferences]:
        """What everybody has chosen to be told who has chosen anything, by person."""
        return await self._reader.run(lambda c: all_preferences(c, self._workspace))

    async def open_numbers(self) -> tuple[int, ...]:
        """The numbers of all requests that are not closed."""
        return await self._reader.run(lambda c: waiting_queries.open_numbers(c, self._workspace))

    async def requests_of(self, numbers: Sequence[int]) -> tuple[ExceptionRequest, ...]:
        """The requests of those numbers, in the order of their numbers."""
        return await self._reader.run(lambda c: waiting_queries.requests_of(c, self._workspace, numbers))

    async def due_timers(self, at: datetime, limit: int) -> tuple[DueTimer, ...]:
        """Timers whose time has come, the oldest first."""
        return await self._reader.run(lambda c: queries.due_timers(c, self._workspace, at, limit))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What the work finds in all that is committed, on a thread that only reads."""
        return await self._reader.run(work)

    async def counted(self, period: Period, zone: ZoneInfo) -> Counter[Cell]:
        """How much there is in each cell of those months; `zone` is that of the policy in force."""

        def read(connection: Connection) -> Counter[Cell]:
            found = rollup_queries.cells(connection, self._workspace, period)
            found.update(rollup_queries.review_cells(connection, self._workspace, zone))
            return found

        return await self._reader.run(read)

    async def first_month(self) -> str | None:
        """The first month of which anything is counted; None where nothing is."""
        return await self._reader.run(lambda c: rollup_queries.first_month(c, self._workspace))

    async def answered(self, key: str) -> int | None:
        """The number of the request that a delivery was answered with (0: with none), if it has come before."""
        found = await self._reader.run(lambda c: queries.delivery(c, self._workspace, key))
        return None if found is None or found[1] else found[0]

    async def outbox_depth(self) -> int:
        """How many messages Slack does not have yet."""
        return await self._reader.run(lambda c: queries.outbox_depth(c, self._workspace))
