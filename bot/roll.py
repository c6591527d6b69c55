"""The roll: who is in which group, read before an act is judged and never under a request's lock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot import policy_record
from bot.clock import Clock
from bot.deciders import Deciders, PeopleWeKnow
from bot.directory import NOBODY
from bot.gateway import SlackError
from bot.policies import Policies
from bot.writer import Reader
from models import authority, decidable, queries, turn_queries
from models.acts import (
    Act,
    Amend,
    AskToExpedite,
    Delegate,
    EndDelegation,
    File,
    OnDelegation,
    Remind,
    RemindAgain,
    SnoozeReminder,
    TellOfDelegation,
)
from models.delegation_queries import delegations_since
from models.ladders import people_called, rule_called, told_before
from models.lifecycle.delegating import consulted
from models.matter_queries import matter
from models.notifying.acts import NoteReachable, NoteUndelivered, SendDigests, SetPreferences
from models.notifying.waiting import who_decides
from models.oversight import (
    alerting,
    audit_review_authority,
    exporting,
    policy_caring,
    policy_changing,
    policy_reviewing,
    training,
)
from models.oversight.acts import AskForReport, Export, OnWorkspace, SendMonthlyReport, TurnAwayAlert
from models.oversight.audit_review_acts import (
    AskToSignOff,
    MarkAuditReviewOverdue,
    MarkItems,
    OnAuditReview,
    OpenAuditReview,
    SignOffAuditReview,
)
from models.oversight.policy_care_acts import (
    MarkPolicyCareOverdue,
    OnPolicyCare,
    OpenPolicyCare,
    ReviewPolicy,
)
from models.oversight.policy_change_acts import (
    ApprovePolicyChange,
    OnPolicyChange,
    ProposePolicyChange,
    RejectPolicyChange,
    TellOfPolicy,
    WithdrawPolicyChange,
)
from models.oversight.policy_review_acts import (
    AskForPolicyReview,
    ConcludePolicyReview,
    MarkPolicyReviewOverdue,
    OnPolicyReview,
)
from models.oversight.policy_reviews import PolicyReview
from models.oversight.readiness_acts import ReportReadiness
from models.oversight.reporting import consulted as shown_figures
from models.oversight.training_acts import AskToAttest, AttestTraining, OnTraining
from models.people import Person, Register
from models.policy import Priority
from models.request import ExceptionRequest
from models.roles import auditors

#: Of how many people on a ladder it is asked whether they are in do-not-disturb: what one call takes.
ASKED_AFTER = 50


class Roll:
    """Finds out who counts for an act."""

    def __init__(
        self,
        *,
        workspace: str,
        reader: Reader,
        directory: PeopleWeKnow,
        policies: Policies,
        deciders: Deciders,
        clock: Clock,
    ) -> None:
        self._workspace = workspace
        self._reader = reader
        self._directory = directory
        self._policies = policies
        self._deciders = deciders
        self._clock = clock

    async def follow(self) -> None:
        """Know the policy in force, whichever process has put it in force."""
        await self._reader.run(lambda c: policy_record.follow(c, self._workspace, self._policies))

    async def call(self, act: Act | OnWorkspace, by: Person) -> Register:
        """Who is in which group, and who of an escalation's ladder is not there, as far as it counts for the act."""
        if isinstance(act, OnWorkspace):
            return await self._for_workspace(act)
        if isinstance(act, File):
            told = authority.above_all(self._policies.current)
            register = await self._for_filing(act, told)
            return await self._deciders.for_form(register, self._policies.current, act.filing, by)
        number = act.number
        found = await self._reader.run(lambda c: queries.stored_request(c, self._workspace, number))
        if found is None:
            return Register()
        policy = self._policies.of(found.request)
        register = await self._directory.register(authority.consulted(act, found.request, policy))
        if isinstance(act, AskToExpedite):
            return replace(register, absent=await self._away(register.members(policy.expedited.authorizers)))
        if isinstance(act, Amend) and found.request.is_incomplete:
            register = await self._deciders.for_form(register, policy, act.filing, by)
        if isinstance(act, Remind | RemindAgain | SnoozeReminder):
            return await self._for_reminding(act, found.request, register)
        rule = rule_called(act, found.request, policy)
        if rule is None:
            return register
        told = told_before(act, found.request)
        called = register.members(people_called(act, found.request, policy))
        ladder = tuple(person for person in called if person not in told)
        is_urgent = rule.priority is Priority.URGENT
        busy = frozenset() if is_urgent else await self._directory.busy(ladder[:ASKED_AFTER])
        filed_at = found.request.filed_at
        known = await self._reader.run(lambda c: delegations_since(c, self._workspace, filed_at))
        away = frozenset(made.by for made in known)
        absent = await self._absent(ladder, busy, away)
        return replace(register, busy=busy, absent=register.absent | absent)

    async def _for_reminding(
        self, act: Remind | RemindAgain | SnoozeReminder, request: ExceptionRequest, register: Register
    ) -> Register:
        """Who stands in for whom; of those who may be reminded, too, whether a message reaches them."""
        since, at = request.filed_at, self._clock.now()
        known = await self._reader.run(lambda c: delegations_since(c, self._workspace, since))
        register = replace(register, delegations=known)
        if isinstance(act, SnoozeReminder):
            return register
        policy = self._policies.of(request)
        people = who_decides(request, policy, register, at)
        return replace(register, absent=await self._unable(people))

    async def _for_workspace(self, act: OnWorkspace) -> Register:
        """Who is in the groups that count for an act that concerns no request."""
        match act:
            case Delegate() | EndDelegation() | TellOfDelegation():
                return await self._for_delegation(act)
            case AskForPolicyReview() | ConcludePolicyReview() | MarkPolicyReviewOverdue():
                return await self._for_policy_review(act)
            case (
                OpenAuditReview()
                | MarkItems()
                | AskToSignOff()
                | SignOffAuditReview()
                | MarkAuditReviewOverdue()
            ):
                return await self._for_audit_review(act)
            case (
                ProposePolicyChange()
                | ApprovePolicyChange()
                | RejectPolicyChange()
                | WithdrawPolicyChange()
                | TellOfPolicy()
            ):
                return await self._for_policy_change(act)
            case OpenPolicyCare() | ReviewPolicy() | MarkPolicyCareOverdue():
                return await self._for_policy_care(act)
            case AskForReport() | SendMonthlyReport():
                return await self._directory.register(shown_figures(self._policies.current))
            case NoteUndelivered():
                return await self._for_undelivered()
            case SetPreferences() | SendDigests() | NoteReachable():
                return Register()
            case AttestTraining() | AskToAttest():
                return await self._for_training(act)
            case TurnAwayAlert():
                return await self._who_is_there(alerting.consulted(self._policies.current))
            case ReportReadiness():
                return await self._who_is_there(self._policies.current.administrators)
            case Export():
                return await self._directory.register(exporting.consulted(self._policies.current))

    async def _for_undelivered(self) -> Register:
        """Who may have to act on what waits, under whichever policy; and who of them can do nothing."""
        policy = self._policies.current
        asked = await self._reader.run(lambda c: turn_queries.groups_asked(c, self._workspace))
        named = (*policy.administrators, *auditors(policy), *asked)
        register = await self._directory.register(named)
        return replace(register, absent=await self._unable(register.members(named)))

    async def _for_policy_change(self, act: OnPolicyChange) -> Register:
        """Who administers and owns the policy; of those who are asked or told, too, whether a message reaches them."""
        named = policy_changing.consulted(self._policies.current)
        if isinstance(act, ProposePolicyChange | TellOfPolicy):
            return await self._who_is_there(named)
        return await self._directory.register(named)

    async def _for_policy_care(self, act: OnPolicyCare) -> Register:
        """Who owns the policy; of those who will be asked or told, too, whether a message reaches them."""
        named = policy_caring.consulted(self._policies.current)
        if isinstance(act, ReviewPolicy):
            return await self._directory.register(named)
        return await self._who_is_there(named)

    async def _for_audit_review(self, act: OnAuditReview) -> Register:
        """Who may review and who stands in for them; of those who will be told, whether a message reaches them."""
        named = audit_review_authority.consulted(self._policies.current)
        if isinstance(act, OpenAuditReview | MarkAuditReviewOverdue):
            return await self._who_is_there(named)
        return await self._directory.register(named)

    async def _for_training(self, act: OnTraining) -> Register:
        """Nobody for one's own attestation; for asking others all who decide, without guests and who has left."""
        if isinstance(act, AttestTraining):
            return await self._directory.register(())
        policy = self._policies.current
        register = await self._directory.register(training.consulted(policy))
        named = register.members(training.trainees(policy))[:ASKED_AFTER]
        can = await asyncio.gather(*(self._deciders.can_decide(one) for one in named))
        unable = frozenset(one for one, is_able in zip(named, can, strict=True) if not is_able)
        return replace(register, absent=unable)

    async def _for_delegation(self, act: OnDelegation) -> Register:
        """Whose the roles are now, and who is chosen to hold them; somebody whom Slack does not know is nobody."""
        if not isinstance(act, Delegate):
            return await self._directory.register(())
        register = await self._directory.register(consulted(self._policies.current))
        if not act.to:
            return register
        try:
            chosen = await self._directory.person(act.to)
        except SlackError as error:
            if error.code not in NOBODY:
                raise
            return register
        return replace(register, people={chosen.id: chosen})

    async def _for_policy_review(self, act: OnPolicyReview) -> Register:
        """Whose the review is; of those who will be told of it, too, whether a message reaches them."""
        found = await self._reader.run(lambda c: matter(c, self._workspace, PolicyReview, act.review))
        if found is None:
            return await self._directory.register(())
        named = policy_reviewing.consulted(act, found, self._policies.current)
        if isinstance(act, ConcludePolicyReview):
            return await self._directory.register(named)
        return await self._who_is_there(named)

    async def _for_filing(self, act: File, told: tuple[str, ...]) -> Register:
        """Who would be told of a value above every tier's authority, who decides, and the requester's team.

        For an alert also whom one may name.
        """
        policy = self._policies.current
        named = policy.alerts.sponsors if act.trigger is not None else ()
        consulted = (*told, *policy.teams, *decidable.consulted(policy), *named)
        register = await self._directory.register(consulted)
        return replace(register, absent=await self._absent(register.members(told), frozenset()))

    async def _unable(self, people: tuple[str, ...]) -> frozenset[str]:
        """Those among the first of the people who decide nothing, whatever group they are in: guests, who has left."""
        named = people[:ASKED_AFTER]
        can = await asyncio.gather(*(self._deciders.can_decide(one) for one in named))
        return frozenset(one for one, is_able in zip(named, can, strict=True) if is_able is False)

    async def _who_is_there(self, named: tuple[str, ...]) -> Register:
        """Who is meant by the names, and who of them no message reaches."""
        register = await self._directory.register(named)
        return replace(register, absent=await self._away(register.members(named)))

    async def _away(self, people: tuple[str, ...]) -> frozenset[str]:
        """Those among the first of the people whom no message reaches, where all are told at once."""
        there = await asyncio.gather(*(self._directory.is_there(one) for one in people[:ASKED_AFTER]))
        return frozenset(one for one, is_there in zip(people, there, strict=False) if not is_there)

    async def _absent(
        self, ladder: Iterable[str], busy: frozenset[str], away: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """Those on the ladder whom no message reaches, up to the first who is there, not busy and not away."""
        absent: set[str] = set()
        for person in (person for person in ladder if person not in busy):
            if not await self._directory.is_there(person):
                absent.add(person)
            elif person not in away:
                break
        return frozenset(absent)
