"""Reminding, told: who was reminded, who put it off, and who was reminded once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.derived.told import Told
from models.reminded import Reminder, Snooze
from models.request import ExceptionRequest


def reminded(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """One reminder more."""
    return replace(request, reminders=(*request.reminders, told.read("reminder", Reminder)))


def snoozed(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Whoever did it was told, and is not told again until then."""
    found = _reminder(request, told)
    put_off = Snooze(person=told.link.actor, until=told.read("until", datetime), at=told.link.at)
    return _with(request, replace(found, snoozes=(*found.snoozes, put_off)))


def reminded_again(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """That time was over."""
    found, person = _reminder(request, told), told.read("person", str)
    open_now = found.snooze_of(person)
    if open_now is None:
        raise told.fault(f"reminds {person} again, who has put nothing off")
    snoozes = tuple(replace(s, again_at=told.link.at) if s is open_now else s for s in found.snoozes)
    return _with(request, replace(found, snoozes=snoozes))


def _reminder(request: ExceptionRequest, told: Told) -> Reminder:
    key = told.read("reminder", str)
    found = request.reminder(key)
    if found is None:
        raise told.fault(f'is about the reminder "{key}", which no event has sent')
    return found


def _with(request: ExceptionRequest, changed: Reminder) -> ExceptionRequest:
    reminders = tuple(changed if one.key == changed.key else one for one in request.reminders)
    return replace(request, reminders=reminders)
