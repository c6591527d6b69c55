"""Reminding: half of the time is over; whoever's turn it is hears of it once and may put it off. It decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.acts import Remind, RemindAgain, SnoozeReminder
from models.calendar import is_business_day, shown_in
from models.deadlines import near_at, reminder_key
from models.events import EventKind, event
from models.lifecycle.outcome import Outcome, Scene
from models.notifying.digests import known_zone
from models.notifying.waiting import who_decides
from models.people import Person
from models.policy import Policy
from models.refusals import Refusal, Why
from models.reminded import Reminder, Snooze, SnoozeFor
from models.request import ExceptionRequest
from models.turns import consulted

_LENGTHS = {SnoozeFor.HOUR: timedelta(hours=1), SnoozeFor.FOUR_HOURS: timedelta(hours=4)}


def remind(request: ExceptionRequest, act: Remind, scene: Scene) -> Outcome | Refusal:
    """Those on whom it waits, but for whoever wants no reminders or has just had it in their digest."""
    stage = request.stage
    if stage is None or reminder_key(request) != act.reminder or request.deadline != act.deadline:
        return Refusal(why=Why.DEADLINE_MOVED)
    if request.is_paused or request.open_holds:
        return Refusal(why=Why.DEADLINE_MOVED)
    if request.reminder(act.reminder) is not None:
        return Refusal(why=Why.ALREADY_RECORDED)
    told = _told(request, scene)
    gaps = scene.register.gaps(consulted(scene.policy, request), scene.at)
    if gaps and not told:
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    if not told:
        return Refusal(why=Why.ALREADY_RECORDED)
    sent = Reminder(stage=stage, round=request.round, at=scene.at, told=told)
    happened = event(EventKind.REMINDED, reminder=sent)
    return Outcome(request=replace(request, reminders=(*request.reminders, sent)), events=(happened,))


def remind_again(request: ExceptionRequest, act: RemindAgain, scene: Scene) -> Outcome | Refusal:
    """What somebody put off has come round, and it waits on them still."""
    found = request.reminder(act.reminder)
    snooze = found.snooze_of(act.person) if found is not None else None
    if found is None or snooze is None:
        return Refusal(why=Why.ALREADY_RECORDED)
    if reminder_key(request) != act.reminder or request.is_paused or request.open_holds:
        return Refusal(why=Why.DEADLINE_MOVED)
    gaps = scene.register.gaps(consulted(scene.policy, request), scene.at)
    if act.person not in _told(request, scene):
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps) if gaps else Refusal(why=Why.ALREADY_RECORDED)
    snoozes = tuple(replace(s, again_at=scene.at) if s is snooze else s for s in found.snoozes)
    happened = event(EventKind.REMINDED_AGAIN, reminder=found.key, person=act.person)
    return Outcome(request=_with(request, replace(found, snoozes=snoozes)), events=(happened,))


def snooze(request: ExceptionRequest, act: SnoozeReminder, by: Person, scene: Scene) -> Outcome | Refusal:
    """Somebody puts their own reminder off, at most until the supervisor is told that the deadline is near."""
    found = request.reminder(act.reminder)
    if found is None or by.id not in found.told:
        return Refusal(why=Why.NOT_REMINDED)
    if reminder_key(request) != act.reminder:
        last = request.decisions[-1].by if request.decisions else None
        return Refusal(why=Why.ALREADY_DECIDED if request.is_decided else Why.STAGE_PASSED, by=last)
    if found.snooze_of(by.id) is not None:
        return Refusal(why=Why.ALREADY_SNOOZED)
    latest = near_at(scene.policy, request)
    if latest <= scene.at:
        return Refusal(why=Why.TOO_LATE_TO_SNOOZE)
    until = min(snoozed_until(scene.policy, act.until, by, scene.at), latest)
    put_off = Snooze(person=by.id, until=until, at=scene.at)
    happened = event(EventKind.SNOOZED, reminder=found.key, until=until)
    return Outcome(
        request=_with(request, replace(found, snoozes=(*found.snoozes, put_off))), events=(happened,)
    )


def snoozed_until(policy: Policy, length: SnoozeFor, by: Person, at: datetime) -> datetime:
    """Until when that is (UTC): an hour, four, or the next business day's morning by their own clock."""
    if length in _LENGTHS:
        return at + _LENGTHS[length]
    zone = known_zone(by.time_zone)
    ahead = (at.astimezone(zone).date() + timedelta(days=n) for n in range(1, 60))
    day = next(day for day in ahead if is_business_day(policy.calendar, day))
    return shown_in(zone.key, day, policy.notifications.digest_at)


def _told(request: ExceptionRequest, scene: Scene) -> tuple[str, ...]:
    """Those whose turn it is to decide and whom a reminder may reach."""
    deciding = who_decides(request, scene.policy, scene.register, scene.at)
    left_out = scene.register.unreminded | scene.register.absent
    return tuple(one for one in deciding if one not in left_out)


def _with(request: ExceptionRequest, changed: Reminder) -> ExceptionRequest:
    reminders = tuple(changed if one.key == changed.key else one for one in request.reminders)
    return replace(request, reminders=reminders)
