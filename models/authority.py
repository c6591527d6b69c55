"""Authority: who may do what; pure and total, asked with the request locked, and nothing goes around it."""

from __future__ import annotations

from datetime import datetime

from models import decidable
from models.acts import (
    Acknowledge,
    Act,
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    Close,
    Complain,
    DocumentSource,
    ExtendDeadline,
    File,
    MarkExecuted,
    Prohibit,
    Reject,
    Remind,
    RemindAgain,
    ResolveHold,
    ReturnForCompletion,
    ReviewComplaint,
    RollBack,
    RouteToCompliance,
    SnoozeReminder,
    Withdraw,
)
from models.compliance_authority import refusal_of_clearing, refusal_of_prohibition, refusal_of_router
from models.escalation_authority import refusal_of_contact, refusal_of_reviewer
from models.execution_authority import refusal_of_executor, refusal_of_rollback, supervisors_consulted
from models.expedite_authority import refusal_of_answer, refusal_of_asking
from models.hold_authority import refusal_of_owner
from models.holds import HoldKind
from models.ladders import people_on, rule_called
from models.membership import refusal_of_filer as refusal_of_filer
from models.membership import refusal_of_member, refusal_of_outsider
from models.membership import refusal_of_sponsor as refusal_of_sponsor
from models.outage_authority import refusal_of_documentation, refusal_of_extension
from models.outages import supervisors
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Stage, Status
from models.roles import above_all as above_all
from models.roles import asked as asked
from models.roles import authorizers as authorizers
from models.roles import deciders as deciders
from models.roles import hold_owners as hold_owners
from models.roles import validators as validators
from models.standing import refusal_of_ended, refusal_of_final, refusal_on_hold
from models.stead import barred_by, capacities, stand_ins
from models.visibility import refusal_of_viewer, viewers


def consulted(act: Act, request: ExceptionRequest, policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to judge the act, and to tell the right people of it."""
    rule = rule_called(act, request, policy)
    if rule is not None:
        may = viewers(policy, request) if isinstance(act, Complain) else ()
        sponsors = policy.alerts.sponsors if isinstance(act, Complain) and act.trigger is not None else ()
        return (*people_on(policy, rule.contact), *may, *sponsors)
    match act:
        case Approve() | Reject() | ReturnForCompletion():
            deciding = (*validators(policy), *authorizers(policy, request), *above_all(policy))
            standing_in = (who for stage in Stage for who in stand_ins(stage, request, policy))
            return tuple(dict.fromkeys((*deciding, *standing_in)))
        case MarkExecuted():
            return (*policy.execution.who, *supervisors_consulted(policy))
        case RollBack() | Close():
            return policy.execution.who
        case AskToExpedite() | AnswerExpedite():
            return policy.expedited.authorizers
        case Remind() | RemindAgain() | SnoozeReminder():
            others = stand_ins(request.stage, request, policy) if request.stage is not None else ()
            return tuple(dict.fromkeys((*asked(policy, request), *others)))
        case Acknowledge() | ReviewComplaint():
            named = (who for contact in policy.contacts.values() for who in (*contact.who, *contact.backup))
            return (*named, *policy.administrators)
        case ExtendDeadline():
            return supervisors(policy)
        case ResolveHold() | ClearCompliance() | Prohibit():
            hold = request.hold(act.hold)
            # A value that was settled may be above all authority.
            return (*hold_owners(policy, request, hold), *above_all(policy)) if hold is not None else ()
        case RouteToCompliance():
            return viewers(policy, request)
        case Amend():
            return (*above_all(policy), *(decidable.consulted(policy) if request.is_incomplete else ()))
        case _:
            return ()


def refusal(
    act: Act,
    person: Person,
    request: ExceptionRequest | None,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    """Why the person may not do this now, or None where they may."""
    refused = _refusal(act, person, request, policy, register, at)
    if refused is None and needs_training(act, request, policy) and not _is_trained(person, register):
        # Last of all: who may not decide anyway is not sent to read how one does.
        return Refusal(why=Why.NOT_TRAINED)
    return refused


def needs_training(act: object, request: ExceptionRequest | None, policy: Policy) -> bool:
    """Whether the policy lets only those do this who attested to the criteria (Policy Checklist: training).

    It is so for what decides about a request, in whoever's stead; not for what its requester does, and not for
    carrying out what others decided.
    """
    if not policy.training.required or not isinstance(act, _DECIDING):
        return False
    if isinstance(act, ResolveHold) and request is not None:
        hold = request.hold(act.hold)
        return hold is None or hold.kind is not HoldKind.RETURNED
    return True


#: The acts that decide something about a request.
_DECIDING = (
    Approve,
    Reject,
    ReturnForCompletion,
    AnswerExpedite,
    ResolveHold,
    ClearCompliance,
    Prohibit,
    ExtendDeadline,
)


def _is_trained(person: Person, register: Register) -> bool:
    return person == SYSTEM or register.is_trained(person.id)


def _refusal(
    act: Act,
    person: Person,
    request: ExceptionRequest | None,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    if isinstance(act, File):
        if act.trigger is not None:
            return refusal_of_sponsor(person, policy, register, at)
        return refusal_of_filer(person)
    if request is None:
        return Refusal(why=Why.NO_SUCH_REQUEST)
    match act:
        case Approve() | Reject():
            return refusal_of_decider(act.stage, person, request, policy, register, at)
        case MarkExecuted():
            return refusal_of_executor(person, request, policy, register, at)
        case RollBack():
            return refusal_of_rollback(person, request, policy, register, at)
        case ReturnForCompletion():
            if person == SYSTEM:
                return None
            return refusal_of_decider(Stage.VALIDATION, person, request, policy, register, at)
        case Withdraw() | Amend():
            return _refusal_of_requester(person, request)
        case Complain():
            named = refusal_of_sponsor(person, policy, register, at) if act.trigger is not None else None
            return named or refusal_of_viewer(person, request, policy, register, at)
        case ReviewComplaint():
            return refusal_of_reviewer(act.complaint, person, request, policy, register, at)
        case Acknowledge():
            return refusal_of_contact(act.escalation, person, request, policy, register, at)
        case DocumentSource():
            return refusal_of_documentation(act.hold, person, request)
        case ExtendDeadline():
            return refusal_of_extension(act.hold, person, request, policy, register, at)
        case RouteToCompliance():
            return refusal_of_router(person, request, policy, register, at)
        case ClearCompliance():
            return refusal_of_clearing(act.hold, person, request, policy, register, at)
        case Prohibit():
            return refusal_of_prohibition(act.hold, person, request, policy, register, at)
        case ResolveHold():
            return refusal_of_owner(act.hold, person, request, policy, register, at)
        case SnoozeReminder():
            return refusal_of_outsider(person, ())
        case AskToExpedite():
            return refusal_of_asking(person, request, policy, register, at)
        case AnswerExpedite():
            return refusal_of_answer(act.round, person, request, policy, register, at)
        case Close():
            return None if person == SYSTEM else _refusal_of_closer(person, request, policy, register, at)
        case _:
            return None if person == SYSTEM else Refusal(why=Why.SYSTEM_ONLY)


def refusal_of_decider(
    stage: Stage,
    person: Person,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    """Why the person may not decide at the stage that they were shown (Approval Logic 1 to 4).

    Two different people, one from operations and one with the tier's authority; never the requester,
    never the beneficiary, in whatever order or by whatever route.
    """
    could = deciders(policy, request, stage)
    whoever = refusal_of_outsider(person, could)
    if whoever is not None:
        return whoever
    if request.ended is not None:
        return refusal_of_ended(request.ended)
    if request.stage is not stage:
        last = request.decisions[-1] if request.decisions else None
        why = Why.ALREADY_DECIDED if request.is_decided else Why.STAGE_PASSED
        if not request.is_decided and request.stage is Stage.VALIDATION:
            why, could = Why.OUT_OF_ORDER, validators(policy)
        return Refusal(why=why, who_could=could, by=last.by if last else None)
    if person.id == request.filed_by:
        return Refusal(why=Why.REQUESTER, who_could=could)
    if person.id == request.filing.beneficiary:
        return Refusal(why=Why.BENEFICIARY, who_could=could)
    if any(decision.by == person.id for decision in request.decisions_of_round()):
        return Refusal(why=Why.SAME_PERSON, who_could=could)
    other = barred_by(person.id, stage, request, policy, register, at)
    if other is not None:
        return Refusal(why=Why.ONE_PERSON, who_could=could, by=other)
    if capacities(person.id, stage, request, policy, register, at):
        return refusal_on_hold(request, policy)
    gaps = register.gaps(stand_ins(stage, request, policy), at)
    if gaps and register.acts_for(person.id, at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    why = Why.NOT_VALIDATOR if stage is Stage.VALIDATION else Why.NOT_AUTHORIZER
    if stage is Stage.VALIDATION and register.includes(authorizers(policy, request), person.id):
        why = Why.OUT_OF_ORDER
    return refusal_of_member(person, could, why, register, at) or refusal_on_hold(request, policy)


def _refusal_of_requester(person: Person, request: ExceptionRequest) -> Refusal | None:
    """Whoever filed it may change it or take it back, a guest too, until it is carried out or has ended otherwise."""
    whoever = refusal_of_filer(person)
    if whoever is not None:
        return whoever
    if person.id != request.filed_by:
        # It does not say who filed it: not everybody who is refused may see the request.
        return Refusal(why=Why.NOT_REQUESTER)
    if request.ended is not None:
        return refusal_of_ended(request.ended)
    if request.can_be_withdrawn:
        return None
    if request.status is Status.CLOSED:
        return Refusal(why=Why.ALREADY_CLOSED)
    if request.execution is not None:
        return refusal_of_final(request.execution)
    if request.carried_out is not None:
        return Refusal(why=Why.CARRIED_OUT_IN_PART, by=request.carried_out.by)
    return Refusal(why=Why.ALREADY_DECIDED, by=request.decisions[-1].by)


def _refusal_of_closer(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    could = policy.execution.who
    refused = refusal_of_member(person, could, Why.NOT_OPERATIONS, register, at)
    if refused is not None:
        return refused
    if request.status is Status.CLOSED:
        return Refusal(why=Why.ALREADY_CLOSED, who_could=could)
    return None if request.status is Status.CLOSING else Refusal(why=Why.NOT_APPROVED, who_could=could)
