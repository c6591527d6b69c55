"""The composer: a message of the outbox as it reads now, rendered from committed state; it sends nothing."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.clock import Clock
from bot.directory import Directory
from bot.exports.post import ExportPost
from bot.gateway import Gateway, SlackError
from bot.policies import Policies
from bot.policy_messages import KINDS as KINDS_OF_POLICY
from bot.policy_messages import Effects, policy_message
from bot.putting_off import NothingToSayError
from bot.records import Records
from bot.reporter import Reporter
from bot.views.alert_told import alert_told
from bot.views.audit_review_card import overdue_message, review_card
from bot.views.delegations import delegation_message
from bot.views.digest import SHOWN, digest
from bot.views.messages import Rendering, render
from bot.views.policy_review import ReviewShown, policy_review_card, word_in_thread
from bot.views.text import Message
from bot.views.undelivered import in_its_stead, undelivered
from bot.waits import Waits
from models.audit_chain import AuditEvent
from models.delegation import Delegation, Told
from models.events import EventKind
from models.like_cases import LikeCases
from models.notices import MessageKind
from models.outages import hold_of
from models.oversight.audit_review_authority import Reviewers, consulted, reviewers_of
from models.oversight.audit_reviews import AuditReview
from models.oversight.matters import OF_WORKSPACE
from models.oversight.policy_reviews import PolicyReview
from models.policy import Policy
from models.queries import OutboxRow
from models.request import ExceptionRequest

#: Messages that lead to the request's card.
POINTS_AT_CARD = frozenset(
    {
        MessageKind.TOLD,
        MessageKind.ESCALATION,
        MessageKind.REMINDER,
        MessageKind.EXECUTION_CARD,
        MessageKind.HOLD_CARD,
        MessageKind.EXPEDITE_CARD,
    }
)


class Composer:
    """Composes the messages of one workspace."""

    def __init__(
        self,
        *,
        records: Records,
        policies: Policies,
        directory: Directory,
        gateway: Gateway,
        clock: Clock,
        waits: Waits,
    ) -> None:
        self._waits = waits
        self._records = records
        self._policies = policies
        self._directory = directory
        self._gateway = gateway
        self._clock = clock
        self._reporter = Reporter(records=records, policies=policies, clock=clock)
        self._effects = Effects(records)
        self._exports = ExportPost(records=records, policies=policies, directory=directory)

    async def about_request(self, row: OutboxRow, request: ExceptionRequest) -> Message:
        """The message about a request."""
        if row.kind is MessageKind.POLICY_REVIEW_WORD:
            return await self._word_of_policy_review(row)
        scene = await self._rendering(row, request, self._policies.of(request))
        message = render(row.kind, scene)
        return await self._in_its_stead(row, message, scene.link or "")

    async def about_workspace(self, row: OutboxRow) -> Message:
        """A message that belongs to no request; SlackError where what it tells of is not there."""
        return await self._in_its_stead(row, await self._of_workspace(row))

    async def _in_its_stead(self, row: OutboxRow, message: Message, link: str = "") -> Message:
        """The message; where somebody gets it in the stead of a place, with the reason, until the place is well."""
        place = json.loads(row.detail).get("for")
        if place is None:
            return message
        failing = (one for one in await self._records.unreachable() if one.place == place)
        return in_its_stead(message, next(failing, None), place, self._directory.names(), link)

    async def _undelivered(self, row: OutboxRow) -> Message:
        number = int(json.loads(row.detail)["unreachable"])
        outage = await self._records.unreachable_of(number)
        if outage is None:
            raise SlackError("no_text", "render", f"there is no failing place {number}")
        return undelivered(outage, self._directory.names())

    async def _of_workspace(self, row: OutboxRow) -> Message:
        match row.kind:
            case MessageKind.DELEGATION:
                return await self._about_delegation(row)
            case MessageKind.REPORT | MessageKind.REPORT_PAGE:
                return await self._reporter.message(row)
            case MessageKind.EXPORT:
                return await self._exports.message(row)
            case MessageKind.AUDIT_REVIEW | MessageKind.AUDIT_REVIEW_OVERDUE:
                return await self._audit_review(row)
            case kind if kind in KINDS_OF_POLICY:
                return await policy_message(
                    row,
                    self._records,
                    self._policies,
                    self._directory.names(),
                    self._effects,
                    self._clock.now(),
                )
            case MessageKind.ALERT:
                return await self._alert(row)
            case MessageKind.UNDELIVERED:
                return await self._undelivered(row)
            case MessageKind.DIGEST:
                return await self._digest(row)
            case MessageKind.POLICY_REVIEW:
                return await self._policy_review(row)
            case kind:
                raise ValueError(f"{kind} belongs to a request")

    async def _digest(self, row: OutboxRow) -> Message:
        """What waits on its reader now; NothingToSayError where nothing does any more."""
        found = await self._waits.found()
        waiting, reviews = found.requests.get(row.recipient, ()), found.reviews.get(row.recipient, ())
        if not waiting and not reviews:
            raise NothingToSayError("nothing waits on them any more")
        # What was decided since it was found, or what they were reminded of, is left out.
        listed = await self._waits.still_waiting(row.recipient, waiting[:SHOWN])
        total = len(waiting) - len(waiting[:SHOWN]) + len(listed)
        if not total and not reviews:
            raise NothingToSayError("nothing waits on them any more of which they were not reminded just now")
        return digest(listed, total, reviews, self._policies.of)

    async def _about_delegation(self, row: OutboxRow) -> Message:
        detail: dict[str, str | int] = json.loads(row.detail)
        made = await self._records.delegation(int(detail["delegation"]))
        if made is None:
            raise SlackError("no_text", "render", f"there is no delegation {detail['delegation']}")
        return delegation_message(
            made,
            Told(str(detail["what"])),
            row.recipient,
            self._policies.current,
            self._directory.names(),
            self._clock.now(),
        )

    async def _alert(self, row: OutboxRow) -> Message:
        position = int(json.loads(row.detail)["position"])
        link = await self._records.event(OF_WORKSPACE, position)
        if link is None:
            raise SlackError("no_text", "render", f"there is no event {position}")
        return alert_told(link)

    async def _audit_review(self, row: OutboxRow) -> Message:
        number = int(json.loads(row.detail)["review"])
        review = await self._records.audit_review(number)
        if review is None:
            raise SlackError("no_text", "render", f"there is no audit review {number}")
        policy, names = self._policies.current, self._directory.names()
        able = await self._able(review, policy)
        if row.kind is MessageKind.AUDIT_REVIEW_OVERDUE:
            place = await self._records.audit_review_card(review)
            link = await self._gateway.permalink(*place) if place else None
            return overdue_message(review, policy, names, link, able)
        return review_card(review, policy, names, able)

    async def _able(self, review: AuditReview, policy: Policy) -> Reviewers:
        """Who can sign it off now, as far as Slack can say who they are."""
        register = await self._directory.register(consulted(policy))
        since = min((item.since for item in review.items), default=review.since)
        register = replace(register, delegations=await self._records.delegations(since))
        return reviewers_of(review.items, policy, register, self._clock.now())

    async def _policy_review(self, row: OutboxRow) -> Message:
        review = await self._review_of(row)
        return policy_review_card(
            ReviewShown(
                review=review,
                policy=self._policies.current,
                policy_of=self._policies.of,
                cases=await self._records.cases(review),
                names=self._directory.names(),
                recipient=row.recipient,
                at=self._clock.now(),
            )
        )

    async def _word_of_policy_review(self, row: OutboxRow) -> Message:
        is_new = bool(json.loads(row.detail)["is_new"])
        review, names = await self._review_of(row), self._directory.names()
        return word_in_thread(review, self._policies.current, names, is_new=is_new)

    async def _review_of(self, row: OutboxRow) -> PolicyReview:
        number = int(json.loads(row.detail)["review"])
        review = await self._records.policy_review(number)
        if review is None:
            raise SlackError("no_text", "render", f"there is no policy review {number}")
        return review

    async def _like(self, row: OutboxRow, request: ExceptionRequest) -> LikeCases | None:
        """The like cases of before, for the card while it waits for its decision."""
        if row.kind is not MessageKind.CARD or request.is_decided:
            return None
        return await self._records.like_cases(request, self._clock.now())

    async def _rendering(self, row: OutboxRow, request: ExceptionRequest, policy: Policy) -> Rendering:
        detail: dict[str, str | int] = json.loads(row.detail)
        event = escalation = None
        if "position" in detail:
            event = await self._records.event(row.number, int(detail["position"]))
        if "escalation" in detail:
            escalation = request.escalation(str(detail["escalation"]))
        hold = request.hold(str(detail["hold"])) if "hold" in detail else None
        link = None
        # Who gets it in the stead of a channel sees what the channel would.
        recipient = str(detail.get("for", row.recipient))
        has_left = recipient != policy.tier(request.score.tier).channel
        if row.kind in POINTS_AT_CARD or (row.kind is MessageKind.CARD and (has_left or "for" in detail)):
            card = await self._card(row, request, policy, event)
            link = await self._gateway.permalink(*card) if card else None
        return Rendering(
            request=request,
            policy=policy,
            names=self._directory.names(),
            recipient=recipient,
            at=self._clock.now(),
            detail=detail,
            event=event,
            escalation=escalation,
            hold=hold,
            link=link,
            delegations=await self._in_force(row),
            like=await self._like(row, request),
        )

    async def _card(
        self, row: OutboxRow, request: ExceptionRequest, policy: Policy, event: AuditEvent | None
    ) -> tuple[str, str] | None:
        """The card that a message leads to: the request's, or the hold's where its owners are told what has come."""
        if row.kind is MessageKind.TOLD and event is not None and event.kind == EventKind.HOLD_OFFERED:
            hold = hold_of(request, event)
            place = await self._records.hold_card(request, hold.key, row.recipient) if hold else None
            if place is not None:
                return place
        return await self._records.card(request, policy)

    async def _in_force(self, row: OutboxRow) -> tuple[Delegation, ...]:
        """Who stands in for whom as the thread is written; nothing else tells of it, for it would go out of date."""
        if row.kind is not MessageKind.STORY:
            return ()
        at = self._clock.now()
        return tuple(made for made in await self._records.delegations(at) if made.is_active(at))
