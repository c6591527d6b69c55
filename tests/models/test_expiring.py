"""An approval holds until its date: notice before, its end, and what time on hold does to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.acts import Close, Expire, MarkExecuted, WarnOfExpiry
from models.business_time import parse_limit
from models.calendar import due_before
from models.deadlines import is_near, timers_for
from models.events import EventKind
from models.expiry import execute_by_of, notice_at
from models.holds import HoldEnding, HoldKind
from models.lifecycle import Outcome, perform
from models.lifecycle.holding import begin_round, close_hold, open_hold
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import Ending, ExceptionRequest, Result, Status
from tests.builders import MORNING, approve, approved, done, filed, person, policy, refused, scene, withdraw

#: Twenty business days after Wednesday, 4 March: the close of Wednesday, 1 April, in Berlin's summer time.
DUE = datetime(2026, 4, 1, 15, tzinfo=UTC)
#: Two whole business days before that day: the opening of Monday.
NOTICE = datetime(2026, 3, 30, 7, tzinfo=UTC)
WHOLE = tuple(kind.value for kind in EventKind)


def lasting(within: str, notice: str = "1h") -> Policy:
    return policy(validity={"within": within, "notice": notice})


def timers(request: ExceptionRequest, own: Policy | None = None) -> dict[str, datetime]:
    return {timer.kind.value: timer.due_at for timer in timers_for(request, own or policy())}


def expire(request: ExceptionRequest, at: datetime = DUE, **what: Any) -> Outcome | Refusal:
    given: dict[str, Any] = {"number": 1042, "execute_by": request.execute_by or DUE} | what
    return perform(request, Expire(**given), SYSTEM, scene(at, trail=WHOLE))


def partly(request: ExceptionRequest) -> ExceptionRequest:
    act = MarkExecuted(number=1042, done="Half of it.", result=Result.PARTIAL)
    return done(perform(request, act, person("UOPS1"), scene(MORNING + timedelta(hours=1))))


def test_second_approval_sets_the_date_and_the_trail_says_it() -> None:
    result = approve(done(approve(filed(), "UVAL1")), "UEXE1")
    assert isinstance(result, Outcome)
    assert result.request.execute_by == DUE
    assert result.events[0].changed["execute_by"] == DUE.isoformat()


def test_it_runs_from_the_second_approval_and_not_from_the_filing_or_the_first() -> None:
    validated = done(approve(filed(), "UVAL1"))
    later = done(approve(validated, "UEXE1", at=MORNING + timedelta(days=1)))
    assert later.execute_by == DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("within", "due"),
    [
        ("72h", MORNING + timedelta(minutes=1, hours=72)),
        ("3 business days", datetime(2026, 3, 9, 16, tzinfo=UTC)),
        ("8 business hours", datetime(2026, 3, 5, 8, 1, tzinfo=UTC)),
    ],
)
def test_policy_sets_how_long_it_holds(within: str, due: datetime) -> None:
    assert execute_by_of(lasting(within), approved()) == due


def test_when_it_is_needed_by_is_no_end() -> None:
    assert approved(filed(needed_by=MORNING.date())).execute_by == DUE


def test_nothing_expires_before_it_is_approved_or_after_it_was_carried_out() -> None:
    assert filed().execute_by is None
    assert timers(approved()) == {"expiry_near": NOTICE, "expire": DUE}
    act = MarkExecuted(number=1042, done="Done.")
    carried_out = done(perform(approved(), act, person("UOPS1"), scene()))
    assert not {"expiry_near", "expire"} & set(timers(carried_out))
    assert not {"expiry_near", "expire"} & set(timers(done(withdraw(approved()))))
    assert timers(partly(approved())) == {"expiry_near": NOTICE, "expire": DUE}


@pytest.mark.parametrize(
    ("notice", "at"),
    [
        ("2 business days", NOTICE),
        ("1 business day", datetime(2026, 3, 31, 7, tzinfo=UTC)),
        ("48h", DUE - timedelta(hours=48)),
        # 1 April has eight hours, and one more is the last of 31 March.
        ("9 business hours", datetime(2026, 3, 31, 14, tzinfo=UTC)),
        ("8 business hours", datetime(2026, 4, 1, 7, tzinfo=UTC)),
    ],
)
def test_notice_leaves_as_much_time_as_the_policy_says(notice: str, at: datetime) -> None:
    assert notice_at(policy(validity={"notice": notice}), DUE) == at


def test_notice_in_business_hours_reaches_over_a_weekend() -> None:
    monday = datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert due_before(policy().calendar, parse_limit("10 business hours"), monday) == datetime(
        2026, 3, 5, 15, tzinfo=UTC
    )


def test_notice_is_an_event_and_changes_nothing() -> None:
    request = approved()
    result = perform(request, WarnOfExpiry(number=1042, execute_by=DUE), SYSTEM, scene(NOTICE))
    assert isinstance(result, Outcome)
    assert [e.kind for e in result.events] == [EventKind.EXPIRY_NEAR]
    assert result.events[0].changed == {
        "execute_by": DUE.isoformat(),
        "result": None,
        "version": request.version + 1,
    }
    assert replace(result.request, version=request.version) == request


def test_notice_that_comes_too_late_is_not_given() -> None:
    act = WarnOfExpiry(number=1042, execute_by=DUE)
    assert refused(perform(approved(), act, SYSTEM, scene(DUE))).why is Why.DEADLINE_MOVED


def test_approval_that_is_not_carried_out_ends_and_the_record_closes() -> None:
    result = expire(approved())
    request = done(result)
    assert isinstance(result, Outcome)
    assert [e.kind for e in result.events] == [EventKind.EXPIRED]
    assert (request.outcome, request.status, request.execution) == (Ending.EXPIRED, Status.CLOSING, None)
    assert request.ended is not None
    assert (request.ended.by, request.ended.at) == (SYSTEM.id, DUE)
    assert timers(request) == {"close": DUE}
    closed = done(perform(request, Close(number=1042), SYSTEM, scene(DUE, trail=WHOLE)))
    assert (closed.status, closed.missing) == (Status.CLOSED, ())


def test_approval_does_not_end_before_its_time() -> None:
    assert refused(expire(approved(), DUE - timedelta(seconds=1))).why is Why.DEADLINE_MOVED


def test_approval_that_was_carried_out_in_part_ends_too() -> None:
    request = done(expire(partly(approved())))
    assert (request.outcome, request.result) == (Ending.EXPIRED, Result.PARTIAL)
    closed = done(perform(request, Close(number=1042), SYSTEM, scene(DUE, trail=WHOLE)))
    assert (closed.status, closed.missing) == (Status.CLOSED, ())


def test_record_does_not_close_as_expired_without_both_approvals() -> None:
    expired = done(expire(approved()))
    unapproved = replace(expired, decisions=expired.decisions[:1])
    assert done(perform(unapproved, Close(number=1042), SYSTEM, scene(DUE, trail=WHOLE))).missing == (
        "workflow",
    )
    told = tuple(kind for kind in WHOLE if kind != EventKind.EXPIRED)
    assert done(perform(expired, Close(number=1042), SYSTEM, scene(DUE, trail=told))).missing == ("trail",)


def test_nobody_ends_an_approval_by_hand() -> None:
    for act in (
        Expire(number=1042, execute_by=DUE),
        WarnOfExpiry(number=1042, execute_by=DUE),
    ):
        assert refused(perform(approved(), act, person("UOPS1"), scene(DUE))).why is Why.SYSTEM_ONLY


def test_timer_of_another_date_or_of_what_was_carried_out_does_nothing() -> None:
    for other in (DUE - timedelta(days=1), DUE + timedelta(days=1)):
        late = max(other, DUE)
        assert refused(expire(approved(), late, execute_by=other)).why is Why.DEADLINE_MOVED
        warning = WarnOfExpiry(number=1042, execute_by=other)
        assert refused(perform(approved(), warning, SYSTEM, scene(NOTICE))).why is Why.DEADLINE_MOVED
    act = MarkExecuted(number=1042, done="Done.")
    carried_out = done(perform(approved(), act, person("UOPS1"), scene()))
    assert refused(expire(carried_out)).why is Why.DEADLINE_MOVED
    assert refused(expire(done(expire(approved())))).why is Why.DEADLINE_MOVED


def test_what_has_expired_is_not_carried_out_or_withdrawn_any_more() -> None:
    request = done(expire(approved()))
    act = MarkExecuted(number=1042, done="Done.")
    assert refused(perform(request, act, person("UOPS1"), scene(DUE))).why is Why.ALREADY_ENDED
    assert refused(withdraw(request)).why is Why.ALREADY_ENDED


def test_approval_is_near_its_end_from_the_notice_on_and_not_on_hold() -> None:
    request = approved()
    assert not is_near(policy(), request, NOTICE - timedelta(seconds=1))
    assert is_near(policy(), request, NOTICE)
    assert not is_near(policy(), held(request, MORNING + timedelta(hours=1)), NOTICE)
    assert not is_near(policy(), done(expire(request)), DUE)


# --- On hold -----------------------------------------------------------------------------------------------


def held(request: ExceptionRequest, at: datetime, kind: HoldKind = HoldKind.REGULATORY) -> ExceptionRequest:
    return open_hold(request, kind, "UREQ", scene(at), why="A rule may apply.").request


def freed(request: ExceptionRequest, at: datetime, own: Policy | None = None) -> Outcome:
    seen = scene(at, **({"policy": own} if own else {}))
    return close_hold(request, request.open_holds[0].key, HoldEnding.RESOLVED, "UCOMP", seen, words="No.")


def test_nothing_expires_while_it_is_on_hold() -> None:
    request = held(approved(), MORNING + timedelta(hours=1))
    assert timers(request) == {}
    assert refused(expire(request)).why is Why.DEADLINE_MOVED


def test_business_days_on_hold_do_not_count_and_the_trail_says_the_new_date() -> None:
    monday, thursday = datetime(2026, 3, 9, 9, tzinfo=UTC), datetime(2026, 3, 12, 9, tzinfo=UTC)
    outcome = freed(held(approved(), monday), thursday)
    # Three closes fell into it; three business days after Wednesday, 1 April are Easter's Monday: no holiday here.
    assert outcome.request.execute_by == datetime(2026, 4, 6, 15, tzinfo=UTC)
    assert outcome.events[0].changed["execute_by"] == "2026-04-06T15:00:00+00:00"
    assert timers(outcome.request)["expire"] == datetime(2026, 4, 6, 15, tzinfo=UTC)


def test_elapsed_time_on_hold_does_not_count() -> None:
    own = lasting("72h")
    request = replace(approved(), execute_by=execute_by_of(own, approved()))
    start = MORNING + timedelta(hours=2)
    request = freed(held(request, start), start + timedelta(hours=5), own).request
    assert request.execute_by == MORNING + timedelta(minutes=1, hours=77)
    again = start + timedelta(hours=30)
    request = freed(held(request, again), again + timedelta(hours=1), own).request
    assert request.execute_by == MORNING + timedelta(minutes=1, hours=78)


def test_two_holds_at_once_count_once_and_the_date_moves_with_the_last() -> None:
    own = lasting("72h")
    request = replace(approved(), execute_by=execute_by_of(own, approved()))
    start = MORNING + timedelta(hours=2)
    request = held(request, start)
    request = held(request, start + timedelta(hours=1), HoldKind.CONFLICTING_DATA)
    first = freed(request, start + timedelta(hours=3), own).request
    assert first.execute_by == request.execute_by
    assert "expire" not in timers(first, own)
    last = freed(first, start + timedelta(hours=4), own).request
    assert last.execute_by == MORNING + timedelta(minutes=1, hours=76)


def test_hold_within_a_day_moves_no_date_and_the_trail_says_none() -> None:
    outcome = freed(held(approved(), MORNING + timedelta(hours=2)), MORNING + timedelta(hours=3))
    assert outcome.request.execute_by == DUE
    assert "execute_by" not in outcome.events[0].changed


def test_hold_that_ends_the_approval_sets_no_date() -> None:
    request = held(approved(), datetime(2026, 3, 9, 9, tzinfo=UTC))
    seen = scene(datetime(2026, 3, 12, 9, tzinfo=UTC))
    outcome = close_hold(
        request, request.open_holds[0].key, HoldEnding.CONDITIONS, "UCOMP", seen, words="If."
    )
    assert outcome.request.execute_by == DUE
    assert "execute_by" not in outcome.events[0].changed


def test_hold_before_the_approval_does_not_count() -> None:
    request = held(filed(), MORNING)
    request = freed(request, MORNING + timedelta(days=3)).request
    at = MORNING + timedelta(days=5)
    assert approved(request, at=at).execute_by == execute_by_of(policy(), approved(at=at))


def test_new_round_has_no_date_until_it_is_approved_again() -> None:
    request = begin_round(approved(), scene(), why="The value changed.").request
    assert request.execute_by is None
