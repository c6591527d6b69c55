"""An alert files in somebody's name: complete it goes its way, incomplete it is returned, and nobody decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.views.listing import standing
from models.acts import Amend, Approve, Close, Complain, File, Lapse, RouteToCompliance
from models.authority import consulted
from models.codec import request_from_json, request_to_json
from models.deadlines import TimerKind, timers_for
from models.derived import derive
from models.events import EventKind
from models.holds import HoldKind, MissingItem
from models.lifecycle import Outcome, perform
from models.lifecycle.limits import MAX_TEXT
from models.like_cases import like_cases
from models.money import Money
from models.notices import MessageKind, plan
from models.oversight.contributions import contribution
from models.people import SYSTEM
from models.refusals import Fault, Field, Refusal, Why
from models.request import Customer, Ending, ExceptionRequest, Stage, Status
from models.simulation.recorded_acts import recorded_steps
from models.trigger import Trigger, TriggerKind
from tests.builders import (
    LATER,
    MORNING,
    approve,
    done,
    filed,
    filing,
    person,
    policy,
    refused,
    register,
    scene,
    snapshots,
    withdraw,
)
from tests.models.chains import chained

TRIGGER = Trigger(kind=TriggerKind.ALERT, source="monitoring", id="msg_1", sha256="0" * 64)
#: What an alert holds that says neither a standard nor a value.
GAPS: dict[str, Any] = {
    "standard": "",
    "requested": None,
    "customer": Customer(id="", name=""),
    "rationale": "",
}


def alert(
    by: str = "UREQ",
    unread: tuple[MissingItem, ...] = (),
    who: Mapping[str, Any] | None = None,
    seen: Any = None,
    **form: Any,
) -> Outcome | Refusal:
    act = File(filing=filing(**form), trigger=TRIGGER, unread=unread)
    return perform(None, act, person(by, **(who or {})), seen or scene())


def incomplete(**form: Any) -> ExceptionRequest:
    return done(alert(**(GAPS | form)))


def completed(request: ExceptionRequest, at: Any = LATER, **form: Any) -> Outcome | Refusal:
    act = Amend(number=request.number, filing=filing(**form), why="")
    return perform(request, act, person(request.filed_by), scene(at))


def test_complete_alert_is_a_filing_that_says_where_it_came_from() -> None:
    outcome = alert()
    request = done(outcome)
    assert isinstance(outcome, Outcome)
    assert (request.filed_by, request.trigger, request.status) == ("UREQ", TRIGGER, Status.VALIDATION)
    assert not request.open_holds
    assert request.score.tier == "executive"
    assert outcome.events[0].changed["trigger"] == {
        "kind": "alert",
        "source": "monitoring",
        "id": "msg_1",
        "sha256": "0" * 64,
    }
    assert request_from_json(request_to_json(request)) == request


def test_sponsor_is_the_requester_and_never_decides() -> None:
    request = done(alert(by="UVAL1"))
    request = replace(request, snapshots=snapshots(), gatherings=1)
    assert refused(approve(request, "UVAL1")).why is Why.REQUESTER


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("is_bot", Why.BOT),
        ("is_deactivated", Why.DEACTIVATED),
        ("is_stranger", Why.STRANGER),
        ("is_guest", Why.GUEST),
    ],
)
def test_alert_names_a_full_and_active_member(what: str, why: Why) -> None:
    assert refused(alert(who={what: True})).why is why
    assert refused(alert(who={what: True}, **GAPS)).why is why


def test_policy_may_say_whom_an_alert_names() -> None:
    own = policy(alerts={"sponsors": ["@operations"]})
    assert refused(alert(seen=scene(policy=own))).why is Why.NOT_A_SPONSOR
    assert done(alert(by="UOPS1", seen=scene(policy=own))).filed_by == "UOPS1"
    unread = refused(alert(seen=scene(policy=own, register=register(MORNING - timedelta(hours=1)))))
    assert unread.why is Why.GROUP_UNKNOWN
    by_hand = perform(None, File(filing=filing()), person("UREQ"), scene(policy=own))
    assert done(by_hand).trigger is None


def test_incomplete_alert_is_returned_with_an_item_for_each_field() -> None:
    outcome = alert(**GAPS)
    assert isinstance(outcome, Outcome)
    (hold,) = outcome.request.open_holds
    assert (hold.kind, hold.opened_by) == (HoldKind.RETURNED, SYSTEM.id)
    assert [(item.field, item.fault) for item in hold.items] == [
        ("standard", "missing"),
        ("customer", "missing"),
        ("rationale", "missing"),
    ]
    assert [one.kind for one in outcome.events] == [
        EventKind.FILED,
        EventKind.ROUTED,
        EventKind.HOLD_OPENED,
        EventKind.PAUSED,
        EventKind.RETURNED,
    ]
    assert outcome.request.is_incomplete
    assert outcome.request.unsaid == {"standard", "customer", "rationale"}
    assert outcome.request.paused_since == MORNING


def test_same_fault_in_a_form_is_told_beside_its_field_and_files_nothing() -> None:
    result = perform(None, File(filing=filing(**GAPS)), person("UREQ"), scene())
    assert refused(result).why is Why.FAULTS


def test_what_could_not_be_read_keeps_its_words() -> None:
    given = MissingItem(field="requested", words="forty", fault=Fault.NOT_A_NUMBER)
    other = MissingItem(field="", words="colour = red", fault=Fault.NOT_WANTED)
    request = done(alert(unread=(given, other), requested=None))
    assert request.holds[0].items == (given, other)


@pytest.mark.parametrize(
    ("form", "field", "fault"),
    [
        ({"requested": Decimal(30)}, Field.REQUESTED, Fault.SAME_AS_STANDARD),
        ({"requested": Decimal("NaN")}, Field.REQUESTED, Fault.NOT_A_NUMBER),
        ({"value": Money(amount=Decimal(-1), currency="EUR")}, Field.VALUE, Fault.NEGATIVE),
        ({"value": Money(amount=Decimal(5), currency="XXX")}, Field.CURRENCY, Fault.UNKNOWN_CURRENCY),
        ({"value": Money(amount=Decimal(10**9), currency="EUR")}, Field.VALUE, Fault.OVER_ALL_AUTHORITY),
        ({"standard": "P-9"}, Field.STANDARD, Fault.UNKNOWN_STANDARD),
        ({"impact": "x" * (MAX_TEXT + 1)}, Field.IMPACT, Fault.TOO_LONG),
        ({"needed_by": MORNING.date() - timedelta(days=1)}, Field.NEEDED_BY, Fault.PAST),
    ],
)
def test_what_would_be_wrong_in_the_form_is_returned(form: Any, field: Field, fault: Fault) -> None:
    request = done(alert(**form))
    assert [(item.field, item.fault) for item in request.holds[0].items] == [(field, fault)]
    assert len(request.filing.impact) <= MAX_TEXT
    assert request.filing.value.amount >= 0


def test_nobody_decides_what_is_not_complete_and_no_tier_sees_it() -> None:
    request = incomplete()
    decided = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.", deviation=Decimal(1))
    assert refused(perform(request, decided, person("UVAL1"), scene(LATER))).why is Why.ON_HOLD
    outcome = alert(**GAPS)
    assert isinstance(outcome, Outcome)
    planned = plan(request, chained(outcome.events, [], 1042, "UREQ", MORNING), policy())
    assert [(one.kind, one.recipient) for one in planned] == [(MessageKind.REQUESTER_CARD, "UREQ")]


def test_sources_are_not_asked_about_nobody_and_the_return_lapses() -> None:
    kinds = {timer.kind for timer in timers_for(incomplete(), policy())}
    assert kinds == {TimerKind.LAPSE_NEAR, TimerKind.LAPSE}


def test_rules_of_compliance_wait_until_it_is_complete() -> None:
    own = policy(
        holds={"regulatory": {"title": "Rule", "owner": ["@operations"], "channel": "#c"}},
        regulatory=[{"title": "Terms", "standard": "P-1"}],
    )
    request = done(alert(seen=scene(policy=own), rationale=""))
    assert [hold.kind for hold in request.open_holds] == [HoldKind.RETURNED]
    act = Amend(number=1042, filing=filing(), why="")
    whole = done(perform(request, act, person("UREQ"), scene(LATER, policy=own)))
    assert [hold.kind for hold in whole.open_holds] == [HoldKind.REGULATORY]


def test_as_a_like_case_it_has_no_deviation_until_it_is_scored() -> None:
    later = replace(filed(), number=1043)
    (case,) = like_cases(later, [incomplete()], {}, later.filed_at).newest
    assert case.deviation is None
    (case,) = like_cases(later, [done(completed(incomplete()))], {}, later.filed_at).newest
    assert case.deviation is not None


def test_completing_it_begins_a_round_in_which_it_is_scored() -> None:
    outcome = completed(incomplete())
    request = done(outcome)
    assert isinstance(outcome, Outcome)
    assert [one.kind for one in outcome.events] == [
        EventKind.AMENDED,
        EventKind.HOLD_CLOSED,
        EventKind.ROUND_BEGUN,
        EventKind.ROUTED,
    ]
    plain = done(perform(None, File(filing=filing()), person("UREQ"), scene(LATER)))
    assert (request.round, request.score, request.deadline) == (2, plain.score, plain.deadline)
    assert not request.is_incomplete
    assert (request.left_tiers, request.open_holds) == ((), ())
    assert request.trigger == TRIGGER
    assert TimerKind.GATHER in {timer.kind for timer in timers_for(request, policy())}


def test_rationale_alone_that_was_missing_leads_to_a_score_too() -> None:
    request = incomplete(**{**{key: getattr(filing(), key) for key in GAPS}, "rationale": ""})
    assert request.score.tier == "team_lead"
    assert done(completed(request)).score.tier == "executive"


def test_reason_that_was_not_said_may_be_the_one_that_stood_in_for_it() -> None:
    given = MissingItem(field="reason", words="", fault=Fault.MISSING)
    request = done(alert(unread=(given,)))
    assert "reason" in request.unsaid
    assert not done(completed(request)).is_incomplete


def test_day_that_was_past_when_the_alert_came_is_not_taken_when_it_is_completed() -> None:
    was_past, was_in_time = MORNING.date() - timedelta(days=1), MORNING.date()
    form = {key: getattr(filing(), key) for key in GAPS}
    assert refused(completed(done(alert(needed_by=was_past)), needed_by=was_past)).faults == {
        Field.NEEDED_BY: Fault.PAST
    }
    days_later = MORNING + timedelta(days=3)
    request = incomplete(needed_by=was_in_time)
    assert done(completed(request, at=days_later, needed_by=was_in_time, **form)).round == 2


def test_what_nobody_could_decide_is_not_completed() -> None:
    request = incomplete()
    act = Amend(number=1042, filing=filing(), why="")
    empty = scene(LATER, register=register(LATER, executives=set()))
    refusal = refused(perform(request, act, person("UREQ"), empty))
    assert (refusal.why, refusal.groups) == (Why.NOBODY_AUTHORIZES, ("@executives",))
    whole = done(completed(request))
    again = Amend(number=1042, filing=filing(requested=Decimal(60)), why="More.")
    changed = perform(whole, again, person("UREQ"), empty)
    assert done(changed).round == 3, "what was whole before is amended whoever is there"


def test_what_is_like_it_is_looked_up_when_it_is_whole() -> None:
    request = incomplete(**{**{key: getattr(filing(), key) for key in GAPS}, "rationale": ""})
    act = Amend(number=1042, filing=filing(), why="")
    assert done(perform(request, act, person("UREQ"), scene(LATER, like=(1001,)))).like == (1001,)


def test_standard_that_the_policy_does_not_have_stands_in_no_form() -> None:
    request = done(alert(standard="P-9"))
    assert (request.filing.standard, request.unsaid) == ("", frozenset({"standard"}))


def test_whom_an_alert_may_name_is_asked_for_its_complaint_too() -> None:
    own = policy(alerts={"sponsors": ["@sponsors"]})
    act = Complain(number=1042, words="They wait.", trigger=TRIGGER)
    assert "@sponsors" in consulted(act, done(alert()), own)
    assert "@sponsors" not in consulted(replace(act, trigger=None), done(alert()), own)


def test_who_could_decide_is_asked_for_the_completion_alone() -> None:
    act = Amend(number=1042, filing=filing(), why="")
    assert {"@validators", "@leads"} <= set(consulted(act, incomplete(), policy()))
    assert "@validators" not in consulted(act, done(alert()), policy())


def test_half_completed_stays_returned() -> None:
    request = incomplete()
    assert refused(completed(request, rationale="")).faults == {Field.RATIONALE: Fault.MISSING}


def test_lapsed_or_withdrawn_it_closes_without_sources() -> None:
    request = incomplete()
    hold = request.holds[0]
    assert hold.due_at is not None
    lapsed = done(perform(request, Lapse(number=1042, hold=hold.key), SYSTEM, scene(hold.due_at)))
    taken = done(withdraw(request))
    trail = {"trail": tuple(kind.value for kind in EventKind)}
    for ended, how in ((lapsed, Ending.LAPSED), (taken, Ending.WITHDRAWN)):
        assert TimerKind.CLOSE in {timer.kind for timer in timers_for(ended, policy())}
        closed = done(perform(ended, Close(number=1042), SYSTEM, scene(LATER, **trail)))
        assert (closed.status, closed.outcome) == (Status.CLOSED, how)


@pytest.mark.parametrize(
    "form",
    [
        GAPS,
        {"standard": "P-9"},
        {"impact": "x" * (MAX_TEXT + 1)},
        {"value": Money(amount=Decimal(-1), currency="EUR")},
    ],
)
def test_it_is_derived_and_performed_again_from_its_trail(form: dict[str, Any]) -> None:
    """Also where nothing is left in the form of what was wrong with it."""
    outcome = alert(unread=(MissingItem(field="needed_by", words="soon", fault=Fault.NOT_A_DATE),), **form)
    assert isinstance(outcome, Outcome)
    chain = chained(outcome.events, [], 1042, "UREQ", MORNING)
    whole = completed(outcome.request)
    assert isinstance(whole, Outcome)
    chain += chained(whole.events, chain, 1042, "UREQ", LATER)
    assert derive(chain) == whole.request
    first, second = recorded_steps(chain, policy())
    assert perform(None, first.act, first.by, scene()) == outcome
    assert perform(outcome.request, second.act, second.by, scene(LATER)) == whole


def test_complaint_by_an_alert_is_of_a_sponsor_who_may_see_the_request() -> None:
    request = done(alert())
    act = Complain(number=1042, words="They wait.", trigger=TRIGGER)
    complained = done(perform(request, act, person("UREQ"), scene(LATER)))
    assert complained.complaints[0].trigger == TRIGGER
    assert refused(perform(request, act, person("USTRAY"), scene(LATER))).why is Why.NOT_A_VIEWER
    assert refused(perform(request, act, person("UREQ", is_guest=True), scene(LATER))).why is Why.GUEST


def test_hold_of_compliance_outlives_the_completion() -> None:
    own = policy(holds={"regulatory": {"title": "Rule", "owner": ["@operations"], "channel": "#c"}})
    request = done(alert(seen=scene(policy=own), **GAPS))
    route = RouteToCompliance(number=1042, why="May we?")
    routed = done(perform(request, route, person("UREQ"), scene(LATER, policy=own)))
    act = Amend(number=1042, filing=filing(), why="")
    whole = done(perform(routed, act, person("UREQ"), scene(LATER, policy=own)))
    assert [hold.kind for hold in whole.open_holds] == [HoldKind.REGULATORY]
    assert whole.is_paused


def test_figures_name_no_tier_and_no_reason_that_nobody_gave() -> None:
    unsaid = (MissingItem(field=str(Field.REASON), words="", fault=str(Fault.MISSING)),)
    request = done(alert(unread=unsaid, **GAPS))
    zone = policy().calendar.zone
    assert {(cell.tier, cell.reason) for cell in contribution(request, zone)} == {("", "")}
    whole = done(completed(request))
    assert {(cell.tier, cell.reason) for cell in contribution(whole, zone)} == {
        (whole.score.tier, whole.filing.reason.value)
    }


def test_list_tells_by_when_it_is_to_be_completed() -> None:
    request = incomplete()
    due_at = request.open_holds[0].due_at
    assert due_at is not None
    assert f"^{int(due_at.timestamp())}^" in standing(request)
    assert f"^{int(request.deadline.timestamp())}^" not in standing(request)
