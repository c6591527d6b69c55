"""Holds have deadlines of their own: when one passes its contact is told, once, and the hold stays open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models.acts import MarkHoldOverdue
from models.deadlines import TimerKind, overdue_hold_of, timers_for
from models.events import EventKind
from models.holds import Hold, HoldKind
from models.lifecycle import Outcome, perform
from models.lifecycle.holding import open_hold
from models.people import SYSTEM
from models.refusals import Refusal, Why
from models.request import ExceptionRequest
from tests.builders import MORNING, done, filed, person, refused
from tests.models.reconciled import HOLD, HOUR, in_conflict, own_policy, seen, settle

#: Wednesday morning, and two business days after it: the close of Friday, in Berlin.
DUE = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)


def hold_of(request: ExceptionRequest) -> Hold:
    return request.holds[0]


def overdue(request: ExceptionRequest, at: datetime = DUE, **changed: object) -> Outcome | Refusal:
    given = {"number": request.number, "hold": hold_of(request).key, "due_at": hold_of(request).due_at}
    act = MarkHoldOverdue(**(given | changed))  # type: ignore[arg-type]
    return perform(request, act, SYSTEM, seen(at))


def test_hold_is_due_by_the_policys_own_limit_and_a_timer_waits_for_it() -> None:
    request = in_conflict()
    assert hold_of(request).due_at == DUE
    timers = [t for t in timers_for(request, own_policy()) if t.kind is TimerKind.HOLD_OVERDUE]
    assert [t.due_at for t in timers] == [DUE]
    assert overdue_hold_of(timers[0].version) == (hold_of(request).key, DUE)


def test_hold_without_a_limit_has_no_timer() -> None:
    own = own_policy(
        holds={"conflicting_data": {k: v for k, v in HOLD.items() if k not in ("within", "contact")}}
    )
    request = in_conflict(own)
    assert hold_of(request).due_at is None
    assert TimerKind.HOLD_OVERDUE not in {t.kind for t in timers_for(request, own)}


def test_contact_of_the_hold_is_told_when_it_passes() -> None:
    outcome = overdue(in_conflict())
    request = done(outcome)
    assert isinstance(outcome, Outcome)
    assert [e.kind for e in outcome.events] == [EventKind.HOLD_OVERDUE, EventKind.ESCALATED]
    assert hold_of(request).overdue_at == DUE
    assert hold_of(request).is_open
    (raised,) = request.escalations
    assert (raised.kind, raised.contact, raised.told) == ("hold_overdue", "supervisor", ("USUPER",))
    assert raised.key == f"hold_overdue:{hold_of(request).key}"
    assert request.is_paused, "the time to decide stands still all the same"


def test_hold_without_a_contact_is_marked_and_nobody_is_told() -> None:
    own = own_policy(holds={"conflicting_data": {k: v for k, v in HOLD.items() if k != "contact"}})
    request = in_conflict(own)
    act = MarkHoldOverdue(number=1042, hold=hold_of(request).key, due_at=DUE)
    marked = done(perform(request, act, SYSTEM, seen(DUE, own)))
    assert hold_of(marked).overdue_at == DUE
    assert marked.escalations == ()


def test_it_is_told_once() -> None:
    assert refused(overdue(done(overdue(in_conflict())))).why is Why.ALREADY_RECORDED


def test_hold_that_was_closed_or_moved_is_not_overdue() -> None:
    request = in_conflict()
    settled = done(settle(request, side=0))
    assert refused(overdue(settled)).why is Why.HOLD_CLOSED
    assert refused(overdue(request, due_at=DUE - HOUR)).why is Why.DEADLINE_MOVED
    assert refused(overdue(request, hold="none")).why is Why.NO_SUCH_HOLD
    assert TimerKind.HOLD_OVERDUE not in {t.kind for t in timers_for(settled, own_policy())}


def test_nobody_marks_it_by_hand() -> None:
    request = in_conflict()
    act = MarkHoldOverdue(number=1042, hold=hold_of(request).key, due_at=DUE)
    assert refused(perform(request, act, person("UDQ1"), seen(DUE))).why is Why.SYSTEM_ONLY


def test_overdue_hold_can_still_be_settled() -> None:
    late = done(overdue(in_conflict()))
    settled = done(settle(late, side=1, at=DUE + HOUR))
    assert settled.open_holds == ()
    # A pause is a pause, however long: the team lead's 24 hours run on from where they stood.
    assert settled.deadline == MORNING + timedelta(hours=24) + (DUE + HOUR - MORNING)


def test_hold_without_a_contact_is_marked_once() -> None:
    own = own_policy(holds={"conflicting_data": {k: v for k, v in HOLD.items() if k != "contact"}})
    request = in_conflict(own)
    act = MarkHoldOverdue(number=1042, hold=hold_of(request).key, due_at=DUE)
    marked = done(perform(request, act, SYSTEM, seen(DUE, own)))
    assert refused(perform(marked, act, SYSTEM, seen(DUE + HOUR, own))).why is Why.ALREADY_RECORDED


def test_returned_request_has_notices_of_its_own_instead() -> None:
    returned = open_hold(filed(), HoldKind.RETURNED, "UVAL1", seen(MORNING), why="", due_at=DUE).request
    assert TimerKind.HOLD_OVERDUE not in {t.kind for t in timers_for(returned, own_policy())}
