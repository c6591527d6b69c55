"""The reminder at half the time left: when it is due, whom it reaches, and how far it can be put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.acts import Remind, RemindAgain, SnoozeReminder
from models.deadlines import TimerKind, near_at, reckoned_deadline, timers_for
from models.due import act_of
from models.halfway import halfway
from models.holds import Pause
from models.lifecycle import Outcome, perform
from models.lifecycle.reminding import snoozed_until
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Refusal, Why
from models.reminded import SnoozeFor
from models.request import ExceptionRequest, Stage
from tests.builders import MORNING, approve, approved, done, filed, person, policy, refused, register, scene

#: Half of the executives' 72 hours.
HALF = MORNING + timedelta(hours=36)


def with_time(time: str) -> Policy:
    tiers = [tier.model_dump() | {"decision_time": time} for tier in policy().tiers]
    return policy(tiers=tiers)


def due(request: ExceptionRequest, own: Policy | None = None) -> dict[TimerKind, datetime]:
    """When a reminder is due."""
    wanted = (TimerKind.REMIND, TimerKind.REMIND_AGAIN)
    return {t.kind: t.due_at for t in timers_for(request, own or policy()) if t.kind in wanted}


def fire(request: ExceptionRequest, at: datetime, **left_out: Any) -> Outcome | Refusal:
    """What becomes of the reminder that is due."""
    (timer,) = (t for t in timers_for(request, policy()) if t.kind in due(request))
    known = replace(register(at), **left_out)
    return perform(
        request, act_of(timer.kind, request.number, timer.version), SYSTEM, scene(at, register=known)
    )


def reminded(at: datetime = HALF) -> ExceptionRequest:
    return done(fire(filed(), at))


def snooze(
    request: ExceptionRequest, by: str, until: SnoozeFor = SnoozeFor.HOUR, at: datetime = HALF, **who: str
) -> Outcome | Refusal:
    act = SnoozeReminder(number=request.number, reminder="1.validation", until=until)
    return perform(request, act, person(by, **who), scene(at))


# --- When ---------------------------------------------------------------------------------------------------


def test_it_is_due_when_half_of_the_time_is_over() -> None:
    assert due(filed()) == {TimerKind.REMIND: HALF}


def test_second_approvers_are_reminded_at_half_of_what_was_left_to_them() -> None:
    at = MORNING + timedelta(hours=12)
    validated = done(approve(filed(), "UVAL1", at=at))
    assert due(validated) == {TimerKind.REMIND: at + timedelta(hours=30)}


def test_pause_counts_for_nothing() -> None:
    request = filed()
    pause = Pause(start=MORNING + timedelta(hours=1), end=MORNING + timedelta(hours=11))
    paused = replace(request, pauses=(pause,))
    paused = replace(paused, deadline=reckoned_deadline(policy(), paused))
    assert halfway(policy(), paused) == HALF + timedelta(hours=10)


def test_business_time_is_halved_in_business_hours() -> None:
    own = with_time("16 business hours")
    request = filed(policy=own)
    # Two business days of eight hours, from Wednesday at 09:00: half of it is the first day's close.
    assert halfway(own, request) == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    days = with_time("3 business days")
    assert halfway(days, filed(policy=days)) == datetime(2026, 3, 5, 16, 0, tzinfo=UTC)


def test_nobody_is_reminded_beside_the_near_deadline_nor_while_it_is_held_or_decided() -> None:
    short = with_time("4h")
    assert due(filed(policy=short), short) == {}
    assert due(replace(filed(), paused_since=MORNING)) == {}
    assert due(approved()) == {}


# --- Whom ---------------------------------------------------------------------------------------------------


def test_it_reaches_those_whose_turn_it_is_once() -> None:
    request = reminded()
    assert request.reminders[0].told == ("UBOTH", "UVAL1", "UVAL2")
    assert due(request) == {}
    act = Remind(number=1042, reminder="1.validation", deadline=request.deadline)
    assert refused(perform(request, act, SYSTEM, scene(HALF))).why is Why.ALREADY_RECORDED


def test_who_wants_none_or_has_left_or_has_just_had_a_digest_is_left_out() -> None:
    request = done(fire(filed(), HALF, unreminded=frozenset({"UVAL1"}), absent=frozenset({"UBOTH"})))
    assert request.reminders[0].told == ("UVAL2",)
    nobody = fire(filed(), HALF, unreminded=frozenset({"UVAL1", "UVAL2", "UBOTH"}))
    assert refused(nobody).why is Why.ALREADY_RECORDED


def test_requester_is_not_reminded_of_what_they_may_not_decide() -> None:
    request = filed(by="UVAL1")
    assert done(fire(request, HALF)).reminders[0].told == ("UBOTH", "UVAL2")


def test_reminder_of_a_deadline_that_has_moved_does_nothing() -> None:
    request = filed()
    act = Remind(number=1042, reminder="1.validation", deadline=request.deadline - timedelta(hours=1))
    assert refused(perform(request, act, SYSTEM, scene(HALF))).why is Why.DEADLINE_MOVED


@pytest.mark.parametrize("act", [Remind, RemindAgain])
def test_nobody_sends_a_reminder_by_hand(act: type) -> None:
    request = reminded()
    given = (
        Remind(number=1042, reminder="1.validation", deadline=request.deadline)
        if act is Remind
        else RemindAgain(number=1042, reminder="1.validation", person="UVAL1")
    )
    assert refused(perform(request, given, person("UADMIN"), scene(HALF))).why is Why.SYSTEM_ONLY


def test_while_slack_cannot_say_who_is_whom_it_is_put_off() -> None:
    act = Remind(number=1042, reminder="1.validation", deadline=filed().deadline)
    unknown = replace(register(HALF), groups={}, unknown={"@validators": "it could not be read"})
    refusal = refused(perform(filed(), act, SYSTEM, scene(HALF, register=unknown)))
    assert (refusal.why, refusal.can_be_tried_again) == (Why.GROUP_UNKNOWN, True)


# --- Put off ------------------------------------------------------------------------------------------------


def test_snoozed_by_one_it_comes_once_more_to_them_alone() -> None:
    put_off = done(snooze(reminded(), "UVAL1"))
    assert due(put_off) == {TimerKind.REMIND_AGAIN: HALF + timedelta(hours=1)}
    again = done(fire(put_off, HALF + timedelta(hours=1)))
    (sent,) = again.reminders
    assert [sent.times(one) for one in sent.told] == [0, 1, 0]
    assert due(again) == {}
    assert due(done(snooze(again, "UVAL1", at=HALF + timedelta(hours=2))))


def test_what_was_decided_meanwhile_does_not_come_again() -> None:
    put_off = done(snooze(reminded(), "UVAL1"))
    validated = done(approve(put_off, "UVAL2", at=HALF))
    assert TimerKind.REMIND_AGAIN not in due(validated)
    act = RemindAgain(number=1042, reminder="1.validation", person="UVAL1")
    assert refused(perform(validated, act, SYSTEM, scene(HALF))).why is Why.DEADLINE_MOVED


@pytest.mark.parametrize("until", SnoozeFor)
def test_snooze_never_outlasts_the_word_that_the_deadline_is_near(until: SnoozeFor) -> None:
    request = reminded()
    near = near_at(policy(), request)
    late = near - timedelta(minutes=30)
    put_off = done(snooze(request, "UVAL1", until, at=late))
    assert due(put_off) == {TimerKind.REMIND_AGAIN: near}
    assert put_off.reminders[0].snoozes[0].until == near
    too_late = refused(snooze(request, "UVAL1", until, at=near))
    assert too_late.why is Why.TOO_LATE_TO_SNOOZE
    # And the supervisor is told when they would have been.
    kinds = {t.kind: t.due_at for t in timers_for(put_off, policy())}
    assert kinds[TimerKind.DEADLINE_NEAR] == near


def test_morning_is_that_of_the_next_business_day_where_they_are() -> None:
    friday = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
    there = person("UVAL1", time_zone="America/New_York")
    # New York's clocks go forward on Sunday, 8 March.
    assert snoozed_until(policy(), SnoozeFor.MORNING, there, friday) == datetime(
        2026, 3, 9, 12, 30, tzinfo=UTC
    )
    berlin = person("UVAL1", time_zone="Europe/Berlin")
    assert snoozed_until(policy(), SnoozeFor.MORNING, berlin, friday) == datetime(
        2026, 3, 9, 7, 30, tzinfo=UTC
    )


def test_only_who_was_reminded_puts_it_off_and_once_at_a_time() -> None:
    request = reminded()
    assert refused(snooze(request, "UEXE1")).why is Why.NOT_REMINDED
    put_off = done(snooze(request, "UVAL1"))
    assert refused(snooze(put_off, "UVAL1")).why is Why.ALREADY_SNOOZED
    assert done(snooze(put_off, "UVAL2"))
    validated = done(approve(request, "UVAL2", at=HALF))
    assert refused(snooze(validated, "UVAL1")).why is Why.STAGE_PASSED
    authorized = done(approve(validated, "UEXE1", Stage.AUTHORIZATION, at=HALF))
    assert refused(snooze(authorized, "UVAL1")).why is Why.ALREADY_DECIDED
