"""Delegating: somebody lets another decide in their stead for a time, and one of the two puts an end to it.

It concerns no request; what follows from it when a request is decided stands in `models.stead`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from models.acts import Delegate, EndDelegation
from models.delegation import Delegation
from models.events import Event, EventKind, event
from models.lifecycle.limits import MAX_TEXT
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_outsider
from models.people import Person
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.stead import all_holders, has, holders, may_hold, members, roles

#: The most days of one delegation, and how many days ahead it may begin.
MOST_DAYS = 90
FARTHEST = 365


@dataclass(frozen=True, kw_only=True)
class Delegated:
    """The delegation as it is now, and what happened."""

    delegation: Delegation
    event: Event


def delegate(act: Delegate, by: Person, scene: Scene) -> Delegated | Refusal:
    """A new delegation of the roles that are `by`'s own and that the other may hold; `scene.number` is its number."""
    refused = refusal_of_delegator(by, scene)
    if refused is not None:
        return refused
    period = _period(act, scene.policy, scene.at)
    faults = {} if isinstance(period, Period) else dict(period)
    who = _fault_of_delegate(act, by, scene)
    if who is not None:
        faults[Field.DELEGATE] = who
    if len(act.note) > MAX_TEXT:
        faults[Field.NOTE] = Fault.TOO_LONG
    own = roles_of(by.id, scene)
    passed = tuple(role for role in own if may_hold(role, act.to, scene.policy, scene.register, scene.at))
    could: tuple[str, ...] = ()
    if who is None and not passed:
        could = tuple(dict.fromkeys(one for role in own for one in holders(scene.policy, role)))
        if gaps := scene.register.gaps(could, scene.at):
            return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
        faults[Field.DELEGATE] = Fault.MAY_NOT_HOLD
    if not isinstance(period, Period) or faults:
        return Refusal(why=Why.FAULTS, faults=faults, who_could=could)
    mine = (d for d in scene.register.delegations if d.by == by.id and not d.is_over(scene.at))
    if any(d.starts < period.ends and period.starts < d.until for d in mine):
        return Refusal(why=Why.FAULTS, faults={Field.FIRST_DAY: Fault.OVERLAPS})
    made = Delegation(
        number=scene.number,
        by=by.id,
        to=act.to,
        roles=passed,
        starts=period.starts,
        ends=period.ends,
        made_at=scene.at,
        note=act.note,
    )
    return Delegated(delegation=made, event=event(EventKind.DELEGATED, delegation=made))


def end_delegation(act: EndDelegation, by: Person, scene: Scene) -> Delegated | Refusal:
    """It is in force no more from now on; whoever made it may end it, and whom it was made to may give it back."""
    found = next((d for d in scene.register.delegations if d.number == act.delegation), None)
    if found is None:
        return Refusal(why=Why.NO_SUCH_DELEGATION)
    if by.id not in (found.by, found.to):
        return Refusal(why=Why.NOT_YOUR_DELEGATION)
    if found.is_over(scene.at):
        return Refusal(why=Why.DELEGATION_OVER)
    ended = replace(found, ended_at=scene.at, ended_by=by.id)
    happened = event(EventKind.DELEGATION_ENDED, delegation=found.number, by=found.by, to=found.to)
    return Delegated(delegation=ended, event=happened)


def refusal_of_delegator(by: Person, scene: Scene) -> Refusal | None:
    """Why somebody has nothing to delegate: they decide nothing themselves, or Slack cannot say whether they do."""
    could = own_roles(scene.policy)
    outsider = refusal_of_outsider(by, could)
    if outsider is not None:
        return outsider
    if roles_of(by.id, scene):
        return None
    if gaps := scene.register.gaps(could, scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    return Refusal(why=Why.NOTHING_TO_DELEGATE, who_could=could)


def own_roles(policy: Policy) -> tuple[str, ...]:
    """Everybody who decides in their own right, and so has something to delegate."""
    return tuple(dict.fromkeys(who for role in roles(policy) for who in members(policy, role)))


def roles_of(person: str, scene: Scene) -> tuple[str, ...]:
    """The roles that are somebody's own: what was delegated to them is not."""
    return tuple(r for r in roles(scene.policy) if has(r, person, scene.policy, scene.register, scene.at))


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to judge a delegation."""
    return all_holders(policy)


def _fault_of_delegate(act: Delegate, by: Person, scene: Scene) -> Fault | None:
    if not act.to:
        return Fault.MISSING
    if act.to == by.id:
        return Fault.YOURSELF
    chosen = scene.register.people.get(act.to)
    if chosen is None or refusal_of_outsider(chosen, ()) is not None:
        return Fault.NOT_A_COLLEAGUE
    return None


@dataclass(frozen=True, kw_only=True)
class Period:
    """From `starts` until before `ends`, both aware UTC."""

    starts: datetime
    ends: datetime


def _period(act: Delegate, policy: Policy, at: datetime) -> Period | dict[Field, Fault]:
    """From the opening of the first day to the end of the last one in the policy's time zone, or what is wrong."""
    if act.first is None or act.last is None:
        given = {Field.FIRST_DAY: act.first, Field.LAST_DAY: act.last}
        return {field: Fault.MISSING for field, day in given.items() if day is None}
    today = at.astimezone(policy.calendar.zone).date()
    if act.first < today:
        return {Field.FIRST_DAY: Fault.PAST}
    if act.first > today + timedelta(days=FARTHEST):
        return {Field.FIRST_DAY: Fault.TOO_FAR}
    if act.last < act.first:
        return {Field.LAST_DAY: Fault.ENDS_FIRST}
    if (act.last - act.first).days >= MOST_DAYS:
        return {Field.LAST_DAY: Fault.TOO_MANY_DAYS}
    return Period(starts=_midnight(act.first, policy), ends=_midnight(act.last + timedelta(days=1), policy))


def _midnight(day: date, policy: Policy) -> datetime:
    return datetime.combine(day, time(), tzinfo=policy.calendar.zone).astimezone(UTC)
