"""Delegating: to whom, from which day to which, and which roles a delegation passes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.acts import Delegate, EndDelegation
from models.delegation import Delegation
from models.lifecycle.delegating import Delegated, delegate, end_delegation
from models.people import Person, Register
from models.refusals import Fault, Field, Refusal, Why
from tests.builders import MORNING, person, policy, register, scene

TODAY = MORNING.date()
#: The policy lets the operations team hold the managers' authority in somebody's stead, and nobody else.
LETS_OPERATIONS = {"delegates": [{"role": "manager", "who": ["@operations"]}]}


def delegated(
    by: str,
    to: str,
    first: date | None = TODAY,
    last: date | None = TODAY,
    *,
    described: Person | None = None,
    known: tuple[Delegation, ...] = (),
    lets: dict[str, Any] | None = None,
    groups: Register | None = None,
    note: str = "",
    **who: Any,
) -> Delegated | Refusal:
    """What becomes of a delegation."""
    chosen = described or person(to, **who)
    knows = replace(groups or register(), people={chosen.id: chosen}, delegations=known)
    seen = scene(register=knows, policy=policy(**(lets or {})))
    return delegate(Delegate(to=to, first=first, last=last, note=note), person(by), seen)


def made(*args: Any, **what: Any) -> Delegation:
    """The delegation of an act that must have been done."""
    result = delegated(*args, **what)
    assert isinstance(result, Delegated), result
    return result.delegation


def refused(*args: Any, **what: Any) -> Refusal:
    """The refusal of an act that must not have been done."""
    result = delegated(*args, **what)
    assert isinstance(result, Refusal), result
    return result


def test_manager_delegates_to_another_manager() -> None:
    delegation = made("UMAN1", "UMAN2")
    assert (delegation.by, delegation.to, delegation.roles) == ("UMAN1", "UMAN2", ("manager",))


def test_delegation_lasts_from_the_first_day_to_the_end_of_the_last_in_the_policys_time_zone() -> None:
    # Berlin changes to summer time on 29 March 2026: the first midnight is UTC+1, the last one UTC+2.
    delegation = made("UMAN1", "UMAN2", date(2026, 3, 28), date(2026, 3, 29))
    assert delegation.starts == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert delegation.ends == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert not delegation.is_active(delegation.starts - timedelta(microseconds=1))
    assert delegation.is_active(delegation.starts)
    assert delegation.is_active(delegation.ends - timedelta(microseconds=1))
    assert not delegation.is_active(delegation.ends)


def test_delegation_does_not_reach_back_behind_its_making() -> None:
    delegation = made("UMAN1", "UMAN2")
    assert delegation.starts < MORNING
    assert not delegation.is_active(MORNING - timedelta(minutes=1))
    assert delegation.is_active(MORNING)


def test_policy_may_name_delegates_who_are_not_in_the_role() -> None:
    assert refused("UMAN1", "UOPS1").faults == {Field.DELEGATE: Fault.MAY_NOT_HOLD}
    assert made("UMAN1", "UOPS1", lets=LETS_OPERATIONS).roles == ("manager",)


def test_delegates_of_one_role_do_not_hold_another() -> None:
    refusal = refused("UVAL1", "UOPS1", lets=LETS_OPERATIONS)
    assert refusal.faults == {Field.DELEGATE: Fault.MAY_NOT_HOLD}
    assert refusal.who_could == ("@validators",)


def test_refusal_names_all_who_could_hold_it() -> None:
    assert refused("UMAN1", "UVAL1").who_could == ("@managers", "@executives")


def test_member_of_a_higher_tier_may_hold_a_lower_ones_authority_and_not_the_other_way_round() -> None:
    assert made("UMAN1", "UEXE1").roles == ("manager",)
    assert refused("UEXE1", "UMAN1").faults == {Field.DELEGATE: Fault.MAY_NOT_HOLD}


def test_only_those_roles_pass_on_that_the_other_may_hold() -> None:
    assert made("UBOTH", "UVAL1").roles == ("validators",)
    assert made("UBOTH", "UMAN1").roles == ("manager",)
    both = register(managers={"UMAN1", "UVAL2", "UBOTH"})
    assert made("UBOTH", "UVAL2", groups=both).roles == ("validators", "manager")


def test_whoever_decides_nothing_has_nothing_to_delegate() -> None:
    refusal = refused("UNOBODY", "UMAN1")
    assert refusal.why is Why.NOTHING_TO_DELEGATE
    assert "@validators" in refusal.who_could


def test_what_was_delegated_to_somebody_is_not_theirs_to_pass_on() -> None:
    """UOPS1 stands in for UMAN1, and has no role of their own."""
    mine = made("UMAN1", "UOPS1", lets=LETS_OPERATIONS)
    assert refused("UOPS1", "UOPS2", known=(mine,), lets=LETS_OPERATIONS).why is Why.NOTHING_TO_DELEGATE


def test_nobody_delegates_to_themselves() -> None:
    assert refused("UMAN1", "UMAN1").faults == {Field.DELEGATE: Fault.YOURSELF}


@pytest.mark.parametrize("what", ["is_bot", "is_guest", "is_stranger", "is_deactivated"])
def test_only_a_full_active_member_stands_in(what: str) -> None:
    assert refused("UMAN1", "UMAN2", **{what: True}).faults == {Field.DELEGATE: Fault.NOT_A_COLLEAGUE}


def test_somebody_whom_slack_does_not_know_stands_in_for_nobody() -> None:
    somebody_else = person("UMAN1")
    assert refused("UMAN1", "UMAN2", described=somebody_else).faults == {
        Field.DELEGATE: Fault.NOT_A_COLLEAGUE
    }


@pytest.mark.parametrize(
    ("first", "last", "faults"),
    [
        (None, TODAY, {Field.FIRST_DAY: Fault.MISSING}),
        (TODAY, None, {Field.LAST_DAY: Fault.MISSING}),
        (TODAY - timedelta(days=1), TODAY, {Field.FIRST_DAY: Fault.PAST}),
        (TODAY + timedelta(days=1), TODAY, {Field.LAST_DAY: Fault.ENDS_FIRST}),
        (TODAY, TODAY + timedelta(days=90), {Field.LAST_DAY: Fault.TOO_MANY_DAYS}),
        (TODAY, date.max, {Field.LAST_DAY: Fault.TOO_MANY_DAYS}),
        (date.max, date.max, {Field.FIRST_DAY: Fault.TOO_FAR}),
    ],
)
def test_days_that_cannot_be_taken_are_told_beside_their_field(
    first: date | None, last: date | None, faults: dict[Field, Fault]
) -> None:
    assert refused("UMAN1", "UMAN2", first, last).faults == faults


def test_ninety_days_are_not_too_many() -> None:
    assert made("UMAN1", "UMAN2", TODAY, TODAY + timedelta(days=89))


def test_today_is_the_day_in_the_policys_time_zone() -> None:
    """At 23:30 UTC it is tomorrow in Berlin, so today's date in UTC has passed."""
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    knows = replace(register(late), people={"UMAN2": person("UMAN2")})
    act = Delegate(to="UMAN2", first=date(2026, 3, 4), last=date(2026, 3, 5))
    result = delegate(act, person("UMAN1"), scene(late, register=knows))
    assert isinstance(result, Refusal)
    assert result.faults == {Field.FIRST_DAY: Fault.PAST}


def test_days_are_delegated_once() -> None:
    days = (TODAY + timedelta(days=2), TODAY + timedelta(days=4))
    first = made("UMAN1", "UMAN2", *days)
    again = (TODAY + timedelta(days=4), TODAY + timedelta(days=6))
    assert refused("UMAN1", "UEXE1", *again, known=(first,)).faults == {Field.FIRST_DAY: Fault.OVERLAPS}
    assert made("UMAN1", "UEXE1", TODAY + timedelta(days=5), TODAY + timedelta(days=6), known=(first,))
    assert made("UMAN2", "UMAN1", *days, known=(first,)), "somebody else's delegation bars nobody's own"


def test_days_of_a_delegation_that_was_ended_are_free_again() -> None:
    first = replace(made("UMAN1", "UMAN2"), ended_at=MORNING, ended_by="UMAN1")
    assert made("UMAN1", "UEXE1", known=(first,))


def test_delegation_is_refused_while_slack_cannot_say_who_is_in_the_groups() -> None:
    old = register(MORNING - timedelta(minutes=2))
    assert refused("UMAN1", "UMAN2", groups=old).why is Why.GROUP_UNKNOWN


def test_note_has_a_limit() -> None:
    assert refused("UMAN1", "UMAN2", note="x" * 3001).faults == {Field.NOTE: Fault.TOO_LONG}


# --- Ending ------------------------------------------------------------------------------------------------


def ended(delegation: Delegation, by: str, at: datetime = MORNING) -> Delegated | Refusal:
    """What becomes of ending a delegation."""
    knows = replace(register(at), delegations=(delegation,))
    return end_delegation(EndDelegation(delegation=delegation.number), person(by), scene(at, register=knows))


@pytest.mark.parametrize("by", ["UMAN1", "UMAN2"])
def test_either_end_of_a_delegation_may_end_it(by: str) -> None:
    at = MORNING + timedelta(minutes=1)
    result = ended(made("UMAN1", "UMAN2"), by, at)
    assert isinstance(result, Delegated)
    assert not result.delegation.is_active(at)
    assert result.delegation.was_active(MORNING, at)


def test_nobody_else_ends_it() -> None:
    result = ended(made("UMAN1", "UMAN2"), "UADMIN")
    assert isinstance(result, Refusal)
    assert result.why is Why.NOT_YOUR_DELEGATION


def test_delegation_that_is_over_is_not_ended() -> None:
    delegation = made("UMAN1", "UMAN2")
    result = ended(delegation, "UMAN1", delegation.ends)
    assert isinstance(result, Refusal)
    assert result.why is Why.DELEGATION_OVER


def test_delegation_that_was_ended_before_it_began_was_never_in_force() -> None:
    tomorrow = TODAY + timedelta(days=1)
    result = ended(made("UMAN1", "UMAN2", tomorrow, tomorrow), "UMAN1")
    assert isinstance(result, Delegated)
    assert not result.delegation.was_active(MORNING - timedelta(hours=1), MORNING + timedelta(days=5))
