"""The urgent path: asked for by the requester, authorised by the department manager, and no way around anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import AnswerExpedite, AskToExpedite
from models.deadlines import TimerKind, timers_for
from models.delegation import Delegation
from models.events import EventKind
from models.holds import HoldEnding, HoldKind
from models.lifecycle import Outcome, perform
from models.lifecycle.holding import begin_round, close_hold, extend, open_hold
from models.people import Register
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Stage, Status
from tests.builders import (
    LATER,
    MORNING,
    approve,
    approved,
    done,
    filed,
    person,
    policy,
    refused,
    register,
    reject,
    scene,
    withdraw,
)

HOUR = timedelta(hours=1)
#: When the manager answers, unless a test says otherwise.
ANSWERED = LATER + HOUR


def ask(
    request: ExceptionRequest, by: str = "UREQ", at: datetime = LATER, words: str = "Tonight.", **what: Any
) -> Outcome | Refusal:
    return perform(
        request, AskToExpedite(number=request.number, justification=words), person(by), scene(at, **what)
    )


def answer(
    request: ExceptionRequest,
    by: str = "UMAN1",
    is_granted: bool = True,
    at: datetime = ANSWERED,
    words: str = "The ship leaves tonight.",
    of_round: int = 0,
    **who: Any,
) -> Outcome | Refusal:
    act = AnswerExpedite(
        number=request.number, round=of_round or request.round, is_granted=is_granted, words=words
    )
    return perform(request, act, person(by, **who), scene(at))


def asked(request: ExceptionRequest | None = None, at: datetime = LATER) -> ExceptionRequest:
    return done(ask(request or filed(), at=at))


def granted(request: ExceptionRequest | None = None, at: datetime = ANSWERED) -> ExceptionRequest:
    return done(answer(asked(request), at=at))


def test_managers_are_asked_and_nothing_else_is_different() -> None:
    before = filed()
    result = ask(before)
    assert isinstance(result, Outcome)
    after = result.request
    assert [e.kind for e in result.events] == [EventKind.EXPEDITE_ASKED]
    assert after.expedite is not None
    assert after.expedite.told == ("UBOTH", "UMAN1", "UMAN2")
    assert (after.deadline, after.status, after.is_expedited) == (before.deadline, before.status, False)
    assert timers_for(after, policy()) == timers_for(before, policy())


def test_requester_and_beneficiary_are_not_asked_though_they_are_managers() -> None:
    request = filed(by="UMAN1", beneficiary="UBOTH")
    after = done(ask(request, by="UMAN1"))
    assert after.expedite is not None
    assert after.expedite.told == ("UMAN2",)


def test_granted_the_deadline_is_the_expedited_one_and_its_timers_follow() -> None:
    request = granted()
    assert request.is_expedited
    assert request.deadline == ANSWERED + 4 * HOUR
    timers = {timer.kind: timer.due_at for timer in timers_for(request, policy())}
    assert timers[TimerKind.DEADLINE_NEAR] == ANSWERED + 2 * HOUR
    assert timers[TimerKind.DEADLINE_BREACHED] == ANSWERED + 4 * HOUR


def test_trail_says_who_authorised_it_why_and_what_the_deadline_was() -> None:
    before = asked()
    result = answer(before)
    assert isinstance(result, Outcome)
    (told,) = result.events
    assert told.kind == EventKind.EXPEDITE_ANSWERED
    assert told.changed["was"] == before.deadline.isoformat()
    expedite = told.changed["expedite"]
    assert isinstance(expedite, dict)
    assert (expedite["answered_by"], expedite["is_granted"]) == ("UMAN1", True)
    assert (expedite["justification"], expedite["answer"]) == ("Tonight.", "The ship leaves tonight.")


def test_it_never_gives_more_time_than_the_normal_path() -> None:
    late = filed().deadline - HOUR
    request = granted(filed(), at=late)
    assert request.deadline == filed().deadline


def test_kept_to_the_normal_path_the_deadline_stays() -> None:
    before = asked()
    after = done(answer(before, is_granted=False))
    assert (after.deadline, after.is_expedited) == (before.deadline, False)
    assert after.expedite is not None
    assert after.expedite.answered_by == "UMAN1"
    assert done(approve(done(approve(after, "UVAL1")), "UEXE1")).is_approved


def test_both_approvals_remain_of_two_different_people() -> None:
    request = granted()
    assert request.stage is Stage.VALIDATION
    validated = done(approve(request, "UBOTH", at=ANSWERED))
    assert validated.stage is Stage.AUTHORIZATION
    assert refused(approve(validated, "UBOTH", at=ANSWERED)).why is Why.SAME_PERSON


def test_authorising_the_urgent_path_is_no_approval_and_bars_from_none() -> None:
    request = granted(filed(requested=Decimal(36)))
    assert request.decisions == ()
    validated = done(approve(request, "UVAL1", at=ANSWERED))
    assert done(approve(validated, "UMAN1", at=ANSWERED)).is_approved


@pytest.mark.parametrize("by", ["UREQ", "UEXE1", "UVAL1", "USOMEBODY"])
def test_only_the_department_manager_authorises_it(by: str) -> None:
    refusal = refused(answer(asked(), by))
    assert refusal.who_could == ("@managers",)
    assert refusal.why is (Why.REQUESTER if by == "UREQ" else Why.NOT_EXPEDITER)


def test_no_manager_authorises_it_in_their_own_cause() -> None:
    assert refused(answer(done(ask(filed(by="UMAN1"), by="UMAN1")), "UMAN1")).why is Why.REQUESTER
    assert refused(answer(asked(filed(beneficiary="UMAN1")), "UMAN1")).why is Why.BENEFICIARY


def test_manager_who_is_one_person_with_the_requester_by_a_delegation_does_not_authorise_it() -> None:
    between = Delegation(
        number=1,
        by="UREQ",
        to="UMAN1",
        roles=("manager",),
        starts=MORNING,
        ends=MORNING + timedelta(days=7),
        made_at=MORNING,
    )
    pair = replace(register(ANSWERED), delegations=(between,))
    act = AnswerExpedite(number=1042, round=1, is_granted=True, words="They are right.")
    refusal = refused(perform(asked(), act, person("UMAN1"), scene(ANSWERED, register=pair)))
    assert (refusal.why, refusal.by) == (Why.ONE_PERSON, "UREQ")
    told = done(ask(filed(), register=replace(register(LATER), delegations=(between,)))).expedite
    assert told is not None
    assert "UMAN1" not in told.told


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ({"is_bot": True}, Why.BOT),
        ({"is_deactivated": True}, Why.DEACTIVATED),
        ({"is_guest": True}, Why.GUEST),
        ({"is_stranger": True}, Why.STRANGER),
    ],
)
def test_no_outsider_authorises_it(who: dict[str, Any], why: Why) -> None:
    assert refused(answer(asked(), **who)).why is why


def test_only_whoever_filed_it_asks() -> None:
    assert refused(ask(filed(), by="UMAN1")).why is Why.NOT_REQUESTER
    assert refused(ask(filed(beneficiary="UJON"), by="UJON")).why is Why.NOT_REQUESTER


def test_it_is_asked_for_once_in_a_round_whatever_was_answered() -> None:
    assert refused(ask(asked())).why is Why.ALREADY_ASKED
    kept = done(answer(asked(), is_granted=False))
    assert refused(ask(kept)).why is Why.ALREADY_ASKED


def test_it_is_answered_once() -> None:
    assert refused(answer(granted(), "UMAN2", is_granted=False)) == Refusal(
        why=Why.ALREADY_ANSWERED, by="UMAN1"
    )


def test_nobody_answers_what_nobody_asked() -> None:
    assert refused(answer(filed())).why is Why.NOT_ASKED


def test_grant_counts_for_its_round_and_the_next_may_ask_anew() -> None:
    again = begin_round(granted(), scene(ANSWERED + HOUR), why="The value was changed.").request
    assert (again.is_expedited, again.expedite_of_round) == (False, None)
    assert again.deadline == ANSWERED + HOUR + timedelta(hours=72)
    assert again.expedite is not None
    assert refused(answer(again, "UMAN2", of_round=1)).why is Why.NOT_ASKED
    assert asked(again, at=ANSWERED + 2 * HOUR).expedite_of_round is not None


def test_answer_to_an_earlier_round_is_none_to_this_one() -> None:
    again = begin_round(asked(), scene(ANSWERED), why="The value was changed.").request
    later = asked(again, at=ANSWERED)
    assert refused(answer(later, of_round=1)).why is Why.NOT_ASKED
    assert done(answer(later, of_round=2)).is_expedited


def test_nothing_is_hurried_once_it_is_decided() -> None:
    assert refused(ask(approved())) == Refusal(why=Why.ALREADY_DECIDED, by="UEXE1")
    decided = done(reject(asked(), "UVAL1"))
    assert refused(answer(decided)) == Refusal(why=Why.ALREADY_DECIDED, by="UVAL1")
    assert refused(answer(done(withdraw(asked())))).why is Why.ALREADY_WITHDRAWN
    assert refused(ask(done(withdraw(filed())))).why is Why.ALREADY_WITHDRAWN


@pytest.mark.parametrize("words", ["", "  \n", "\u200b", "x" * 3001])
def test_both_need_words_of_their_own(words: str) -> None:
    fault = Fault.TOO_LONG if len(words) > 3000 else Fault.MISSING
    assert refused(ask(filed(), words=words)).faults == {Field.JUSTIFICATION: fault}
    for is_granted in (True, False):
        assert refused(answer(asked(), is_granted=is_granted, words=words)).faults == {Field.WORDS: fault}


def test_hold_still_blocks_an_urgent_request() -> None:
    held = open_hold(filed(), HoldKind.REGULATORY, "UVAL1", scene(), why="Export rules.").request
    urgent = granted(held)
    assert urgent.is_expedited
    assert refused(approve(urgent, "UVAL1", at=ANSWERED)).why is Why.ON_HOLD
    kinds = {timer.kind for timer in timers_for(urgent, policy())}
    assert not kinds & {TimerKind.DEADLINE_NEAR, TimerKind.DEADLINE_BREACHED}


def test_pause_before_the_grant_lengthens_nothing_after_it() -> None:
    held = open_hold(filed(), HoldKind.REGULATORY, "UVAL1", scene(), why="Export rules.").request
    key = held.open_holds[0].key
    free = close_hold(held, key, HoldEnding.RESOLVED, "UCOMP", scene(MORNING + 5 * HOUR)).request
    urgent = granted(free, at=MORNING + 6 * HOUR)
    assert urgent.deadline == MORNING + 10 * HOUR


def test_pause_after_the_grant_counts_from_the_grant_on() -> None:
    held = open_hold(filed(), HoldKind.REGULATORY, "UVAL1", scene(), why="Export rules.").request
    urgent = granted(held, at=MORNING + 6 * HOUR)
    key = urgent.open_holds[0].key
    free = close_hold(urgent, key, HoldEnding.RESOLVED, "UCOMP", scene(MORNING + 9 * HOUR)).request
    assert free.deadline == MORNING + 13 * HOUR


def test_extension_counts_once_the_urgent_path_is_authorised() -> None:
    longer = extend(filed(), timedelta(hours=24), "UOPS1", scene(), subject="crm", why="It is away.").request
    urgent = granted(longer)
    assert urgent.deadline == ANSWERED + 4 * HOUR
    later = scene(ANSWERED + HOUR)
    held = extend(urgent, timedelta(hours=24), "UOPS1", later, subject="history", why="It is away.").request
    assert held.deadline == ANSWERED + 28 * HOUR


def test_source_that_is_away_at_the_grant_is_waited_for_on_the_urgent_path_too() -> None:
    held = open_hold(
        filed(), HoldKind.DATA_UNAVAILABLE, "system", scene(), why="Away.", subject="crm"
    ).request
    longer = extend(held, timedelta(hours=24), "system", scene(), subject="crm", why="It is away.").request
    assert granted(longer).deadline == ANSWERED + 28 * HOUR


def test_where_only_the_requester_could_authorise_it_they_are_told_so_before_they_type() -> None:
    only = register(managers={"UREQ"})
    refusal = refused(ask(filed(), at=MORNING, register=only))
    assert refusal == Refusal(why=Why.NOBODY_TO_ASK, who_could=("@managers",))


def test_where_slack_cannot_say_who_the_managers_are_it_can_be_tried_again() -> None:
    refusal = refused(ask(filed(), register=Register(unknown={"@managers": "timeout"})))
    assert refusal.why is Why.GROUP_UNKNOWN
    assert refusal.can_be_tried_again


def test_grant_lifts_no_breach() -> None:
    request = filed()
    late = replace(request, breached_at=request.deadline)
    urgent = granted(late, at=request.deadline + HOUR)
    assert (urgent.deadline, urgent.breached_at) == (request.deadline, request.deadline)
    assert urgent.status is Status.VALIDATION
