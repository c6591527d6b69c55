"""Over authority: a value above every tier's authority waits for the named contact, who allows the highest tier it."""

from __future__ import annotations

from decimal import Decimal

from models.acts import ResolveHold
from models.authorities import is_over_all
from models.deadlines import time_limit
from models.holds import Hold, HoldEnding, HoldKind
from models.lifecycle.holding import close_hold, open_hold
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.money import Money
from models.own_cause import in_own_cause
from models.people import SYSTEM, Person
from models.refusals import Field, Refusal, Why
from models.request import ExceptionRequest
from models.roles import contact_above_all

#: Why a hold is closed by itself.
NO_LONGER = "The decision value is no longer above every tier's authority."


def held_if_over(request: ExceptionRequest, scene: Scene) -> Outcome | Refusal:
    """The request on hold where its value is above all authority and nobody has allowed it; no events otherwise.

    While Slack cannot say who the contact is, the act that led here is put off: GROUP_UNKNOWN.
    """
    is_over = request.stage is not None and is_over_all(scene.policy, request)
    hold = request.open_hold(HoldKind.OVER_AUTHORITY)
    if hold is not None and not is_over:
        # The requester has lowered the value, or it was settled lower.
        return close_hold(request, hold.key, HoldEnding.VOID, SYSTEM.id, scene, words=NO_LONGER)
    if hold is not None or not is_over:
        return Outcome(request=request, events=())
    told = _told(request, scene)
    if isinstance(told, Refusal):
        return told
    highest = scene.policy.tiers[-1]
    most = Money(amount=highest.authority or Decimal(0), currency=scene.policy.currency)
    return open_hold(
        request,
        HoldKind.OVER_AUTHORITY,
        SYSTEM.id,
        scene,
        why=f"The decision value is above {most}, the most that {highest.title}, the highest tier, may decide.",
        due_at=time_limit(scene.policy, scene.policy.escalations.over_authority, scene.at),
        told=told,
    )


def release(
    request: ExceptionRequest, hold: Hold, act: ResolveHold, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The highest tier may decide this value, and nothing above it; the time to decide runs on."""
    if act.seen is not None and act.seen != request.changes:
        # What is released is the value as it is now, and another one was read.
        return Refusal(why=Why.CHANGED_SINCE)
    fault = fault_of_text(act.words)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    return close_hold(
        request,
        hold.key,
        HoldEnding.RESOLVED,
        by.id,
        scene,
        words=act.words,
        chosen=format(request.score.value.amount, "f"),
        evidence=act.evidence,
    )


def told_when_late(request: ExceptionRequest, hold: Hold, scene: Scene) -> tuple[str, ...]:
    """Who has the hold's card once its own deadline has passed: the contact's backup too, who may answer as well."""
    contact = contact_above_all(scene.policy)
    if hold.kind is not HoldKind.OVER_AUTHORITY or contact is None:
        return hold.told
    return tuple(dict.fromkeys((*hold.told, *_unconcerned(contact.backup, request, scene))))


def _told(request: ExceptionRequest, scene: Scene) -> tuple[str, ...] | Refusal:
    """The contact's people; the backup, then the administrators, where nobody else is left but those concerned."""
    contact = contact_above_all(scene.policy)
    steps = (*((contact.who, contact.backup) if contact is not None else ()), scene.policy.administrators)
    for who in steps:
        people = _unconcerned(who, request, scene)
        if people:
            return people
        if gaps := scene.register.gaps(who, scene.at):
            return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    return ()


def _unconcerned(who: tuple[str, ...], request: ExceptionRequest, scene: Scene) -> tuple[str, ...]:
    """Those who may answer, for it is not their own cause."""
    people = scene.register.members(who)
    return tuple(one for one in people if in_own_cause(one, request, scene.register, scene.at) is None)
