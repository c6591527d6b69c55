"""An escalation climbs its ladder: contact, backup, the role's channel, administrators, until somebody takes it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.acts import Acknowledge, ClimbLadder, MarkBreached, WarnOfDeadline
from models.deadlines import Timer, TimerKind, climb_of, timers_for
from models.delegation import Delegation
from models.events import EventKind
from models.ladders import STEPS, Step
from models.lifecycle import Outcome, perform
from models.lifecycle.laddering import escalate
from models.people import SYSTEM, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import EscalationRaised, ExceptionRequest
from tests.builders import approved, done, filed, person, policy, refused, register, reject, scene

HALF_AN_HOUR = timedelta(minutes=30)


def laddered(priority: str = "high", **contact: Any) -> Policy:
    """The test policy with a whole ladder for the near deadline, which climbs every half hour."""
    whole = {
        "title": "Operations supervisor",
        "who": ["USUPER"],
        "backup": ["USTANDIN", "@leads"],
        "channel": "#supervisors",
    }
    contacts = {key: one.model_dump() for key, one in policy().contacts.items()}
    contacts["supervisor"] = whole | contact
    rules = policy().escalations.model_dump()
    rules["deadline_near"] |= {"priority": priority, "acknowledge_within": HALF_AN_HOUR}
    return policy(contacts=contacts, escalations=rules)


OWN = laddered()


def warned(own: Policy = OWN, known: Register | None = None) -> ExceptionRequest:
    request = filed(policy=own)
    act = WarnOfDeadline(number=1042, deadline=request.deadline)
    at = request.deadline
    return done(perform(request, act, SYSTEM, scene(at, policy=own, register=known or register(at))))


def only(request: ExceptionRequest) -> EscalationRaised:
    (raised,) = request.escalations
    return raised


def climbing(request: ExceptionRequest, own: Policy = OWN) -> Timer | None:
    """The timer that climbs next, if one waits."""
    return next((timer for timer in timers_for(request, own) if timer.kind is TimerKind.CLIMB), None)


def climb(
    request: ExceptionRequest, own: Policy = OWN, known: Register | None = None, step: int | None = None
) -> Outcome | Refusal:
    """What becomes of the timer that is due next."""
    timer = climbing(request, own)
    at = timer.due_at if timer else request.deadline
    due, key = climb_of(timer.version) if timer else (1, only(request).key)
    act = ClimbLadder(number=1042, escalation=key, step=due if step is None else step)
    return perform(request, act, SYSTEM, scene(at, policy=own, register=known or register(at)))


def steps(request: ExceptionRequest) -> list[tuple[str, tuple[str, ...], str]]:
    return [(a.step, a.told, a.channel) for a in only(request).attempts]


def test_near_deadline_climbs_no_further_once_its_breach_climbs_a_ladder_of_its_own() -> None:
    request = warned()
    near = only(request)
    assert climbing(request) is not None
    act = MarkBreached(number=1042, deadline=request.deadline)
    late = request.deadline + HALF_AN_HOUR / 2
    breached = done(perform(request, act, SYSTEM, scene(late, policy=OWN)))
    assert climbing(breached) is None, "the breach of this policy names no time to climb after"
    again = ClimbLadder(number=1042, escalation=near.key, step=1)
    at = near.at + HALF_AN_HOUR
    assert refused(perform(breached, again, SYSTEM, scene(at, policy=OWN))).why is Why.DEADLINE_MOVED


def test_the_ladder_climbs_from_contact_to_backup_to_channel_to_administrators() -> None:
    request = warned()
    for _ in range(3):
        request = done(climb(request))
    assert steps(request) == [
        (Step.PRIMARY, ("USUPER",), ""),
        (Step.BACKUP, ("USTANDIN", "ULEAD1", "ULEAD2"), ""),
        (Step.CHANNEL, (), "#supervisors"),
        (Step.ADMINISTRATORS, ("UADMIN",), ""),
    ]
    raised = only(request)
    assert raised.told == ("USUPER", "USTANDIN", "ULEAD1", "ULEAD2", "UADMIN")
    gone = [attempt.at - raised.at for attempt in raised.attempts]
    assert gone == [HALF_AN_HOUR * n for n in range(4)]
    assert climbing(request) is None
    assert len(request.escalations) == 1


def test_each_further_step_is_told_in_the_trail() -> None:
    result = climb(warned())
    assert isinstance(result, Outcome)
    (event,) = result.events
    assert event.kind is EventKind.ATTEMPTED
    assert event.changed["told"] == ["USTANDIN", "ULEAD1", "ULEAD2"]
    assert event.changed["escalation"] == only(done(result)).key


def test_first_step_is_told_with_the_escalation_itself() -> None:
    request = filed(policy=OWN)
    act = WarnOfDeadline(number=1042, deadline=request.deadline)
    result = perform(request, act, SYSTEM, scene(request.deadline, policy=OWN))
    assert isinstance(result, Outcome)
    escalated = result.events[-1]
    assert escalated.kind is EventKind.ESCALATED
    assert escalated.changed["attempts"] == [
        {
            "step": "primary",
            "at": request.deadline.isoformat(),
            "told": ["USUPER"],
            "channel": "",
            "absent": [],
        }
    ]


def test_acknowledged_escalation_climbs_no_further() -> None:
    request = warned()
    known = done(
        perform(
            request,
            Acknowledge(number=1042, escalation=only(request).key),
            person("USUPER"),
            scene(request.deadline, policy=OWN),
        )
    )
    assert climbing(known) is None
    assert refused(climb(known)).why is Why.ALREADY_ACKNOWLEDGED


@pytest.mark.parametrize("ended", ["approved", "rejected", "moved", "paused"])
def test_escalation_that_leaves_nothing_to_do_climbs_no_further(ended: str) -> None:
    request = warned()
    request = {
        "approved": lambda: approved(request, at=request.deadline),
        "rejected": lambda: done(reject(request, "UVAL1", at=request.deadline)),
        "moved": lambda: replace(request, deadline=request.deadline + timedelta(hours=24)),
        "paused": lambda: replace(request, paused_since=request.deadline),
    }[ended]()
    assert climbing(request) is None
    assert refused(climb(request)).why is Why.DEADLINE_MOVED


def test_no_escalation_climbs_where_the_policy_sets_no_time() -> None:
    rules = OWN.escalations.model_dump()
    rules["deadline_near"] |= {"acknowledge_within": None}
    own = policy(contacts=OWN.model_dump()["contacts"], escalations=rules)
    request = warned(own)
    assert climbing(request, own) is None
    assert refused(climb(request, own)).why is Why.ALREADY_RECORDED


def test_a_step_is_climbed_once() -> None:
    request = done(climb(warned()))
    assert refused(climb(request, step=1)).why is Why.ALREADY_RECORDED
    assert refused(climb(request, step=3)).why is Why.ALREADY_RECORDED


def test_only_the_clock_climbs() -> None:
    request = warned()
    act = ClimbLadder(number=1042, escalation=only(request).key, step=1)
    for by in ("UREQ", "USUPER", "UADMIN"):
        result = perform(request, act, person(by), scene(request.deadline, policy=OWN))
        assert refused(result).why is Why.SYSTEM_ONLY


# --- Who is there ------------------------------------------------------------------------------------------


def seen(at: datetime, **what: Any) -> Register:
    return replace(register(at), **what)


def test_contact_who_is_deactivated_is_passed_over_at_once() -> None:
    at = filed(policy=OWN).deadline
    request = warned(known=seen(at, absent=frozenset({"USUPER"})))
    first, second = only(request).attempts
    assert (first.told, first.absent) == ((), ("USUPER: deactivated, or a program",))
    assert (second.step, second.told[0], second.at) == (Step.BACKUP, "USTANDIN", at)


def test_contact_in_do_not_disturb_is_passed_over_unless_it_is_urgent() -> None:
    at = filed(policy=OWN).deadline
    known = seen(at, busy=frozenset({"USUPER", "ULEAD1"}))
    first, second = only(warned(known=known)).attempts
    assert first.absent == ("USUPER: in do-not-disturb",)
    assert (second.told, second.absent) == (("USTANDIN", "ULEAD2"), ("ULEAD1: in do-not-disturb",))
    assert only(warned(laddered(priority="urgent"), known)).told == ("USUPER",)


def test_contact_who_has_delegated_is_passed_over_for_as_long() -> None:
    at = filed(policy=OWN).deadline
    away = Delegation(
        number=1,
        by="USUPER",
        to="USTANDIN",
        roles=("validators",),
        starts=at - timedelta(days=1),
        ends=at + timedelta(days=1),
        made_at=at - timedelta(days=1),
    )
    first, second = only(warned(known=replace(register(at), delegations=(away,)))).attempts
    assert first.absent == ("USUPER: delegated their authority",)
    assert second.told[0] == "USTANDIN"
    back = replace(away, ends=at - timedelta(hours=1))
    assert only(warned(known=replace(register(at), delegations=(back,)))).told == ("USUPER",)


def test_channel_is_told_where_neither_contact_nor_backup_is_there() -> None:
    at = filed(policy=OWN).deadline
    known = seen(at, busy=frozenset({"USUPER", "USTANDIN", "ULEAD1", "ULEAD2"}))
    request = warned(known=known)
    assert [(a.step, a.channel) for a in only(request).attempts][-1] == (Step.CHANNEL, "#supervisors")
    assert only(request).told == ()
    assert climbing(request) is not None


def test_administrators_are_told_though_they_are_in_do_not_disturb() -> None:
    own = laddered(backup=[], channel=None)
    at = filed(policy=own).deadline
    assert only(warned(own, seen(at, busy=frozenset({"USUPER", "UADMIN"})))).told == ("UADMIN",)


def test_nobody_is_told_twice_of_the_same() -> None:
    own = laddered(backup=["USUPER"], channel=None)
    request = done(climb(warned(own), own))
    assert steps(request)[1:] == [(Step.BACKUP, (), ""), (Step.ADMINISTRATORS, ("UADMIN",), "")]
    assert only(request).attempts[1].absent == ("USUPER: told before",)


def test_climb_is_put_off_while_slack_cannot_say_who_is_there() -> None:
    own = laddered(backup=["@leads"], channel=None)
    known = Register(unknown={"@leads": "ratelimited", "@admins": "ratelimited"})
    refusal = refused(climb(warned(own), own, known))
    assert (refusal.why, refusal.groups) == (Why.GROUP_UNKNOWN, ("@leads", "@admins"))
    assert refusal.can_be_tried_again


def test_escalation_of_another_kind_climbs_until_it_is_decided() -> None:
    request = filed(policy=OWN)
    rule = OWN.escalations.deadline_near
    raised = done(escalate(request, "hold_overdue", "regulatory-1", rule, scene(policy=OWN)))
    assert only(raised).key == "hold_overdue:regulatory-1"
    assert climbing(raised) is None, "there is no such hold"
    again = escalate(raised, "hold_overdue", "regulatory-1", rule, scene(policy=OWN))
    assert refused(again).why is Why.ALREADY_RECORDED


def test_the_steps_are_in_the_order_of_the_policy() -> None:
    assert [step.value for step in STEPS] == ["primary", "backup", "channel", "administrators"]
