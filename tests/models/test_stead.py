"""Deciding in somebody's stead: who may, in whose, and that the two ends of a delegation count as one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.acts import Approve, MarkBreached
from models.delegation import Delegation
from models.lifecycle import Outcome, perform
from models.people import SYSTEM, Register
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Stage, Status
from models.visibility import refusal_of_viewer
from tests.builders import GROUPS, LATER, MORNING, done, filed, person, policy, refused, register, scene

LETS_OPERATIONS: dict[str, Any] = {"delegates": [{"role": "manager", "who": ["@operations"]}]}


def delegation(
    by: str, to: str, *roles: str, begins: float = 0, until: float = 600, number: int = 1
) -> Delegation:
    """From `begins` to `until` minutes after the filing."""
    return Delegation(
        number=number,
        by=by,
        to=to,
        roles=roles or ("validators", "team_lead", "manager", "executive"),
        starts=MORNING + timedelta(minutes=begins),
        ends=MORNING + timedelta(minutes=until),
        made_at=MORNING + timedelta(minutes=min(begins, 0)),
    )


def managers_request(**form: Any) -> ExceptionRequest:
    """A request that managers authorise."""
    return filed(requested=Decimal(36), **form)


def decide(
    request: ExceptionRequest,
    by: str,
    *delegations: Delegation,
    minutes: float = 1,
    lets: dict[str, Any] | None = None,
    stage: Stage | None = None,
    groups: Register | None = None,
) -> Outcome | Refusal:
    """What becomes of an approval, so many minutes after the filing."""
    at = MORNING + timedelta(minutes=minutes)
    knows = replace(groups or register(at), delegations=delegations)
    act = Approve(number=request.number, stage=stage or request.stage or Stage.VALIDATION, rationale="Fine.")
    return perform(request, act, person(by), scene(at, register=knows, policy=policy(**(lets or {}))))


def validated(by: str = "UVAL1", *delegations: Delegation, **form: Any) -> ExceptionRequest:
    """A manager's request with its first approval."""
    return done(decide(managers_request(**form), by, *delegations))


# --- In whose stead ----------------------------------------------------------------------------------------


def test_delegate_decides_for_whoever_delegated() -> None:
    made = delegation("UMAN1", "UOPS1", "manager")
    request = done(decide(validated(), "UOPS1", made, lets=LETS_OPERATIONS))
    assert (request.decisions[-1].by, request.decisions[-1].for_whom) == ("UOPS1", "UMAN1")
    assert "UMAN1" in request.involved()


def test_delegate_with_the_same_role_decides_for_the_absent_one_too() -> None:
    request = done(decide(validated(), "UMAN2", delegation("UMAN1", "UMAN2", "manager")))
    assert request.decisions[-1].for_whom == "UMAN1"


def test_decision_without_a_delegation_is_in_ones_own_right() -> None:
    assert done(decide(validated(), "UMAN2")).decisions[-1].for_whom is None


def test_delegation_counts_only_while_it_is_in_force() -> None:
    made = delegation("UMAN1", "UOPS1", "manager", begins=10, until=20)
    waiting = validated()
    for minutes in (9.99, 20):
        result = decide(waiting, "UOPS1", made, minutes=minutes, lets=LETS_OPERATIONS)
        assert refused(result).why is Why.NOT_AUTHORIZER
    assert done(decide(waiting, "UOPS1", made, minutes=10, lets=LETS_OPERATIONS))


def test_delegation_that_was_ended_gives_nothing_any_more() -> None:
    made = delegation("UMAN1", "UOPS1", "manager")
    over = replace(made, ended_at=LATER)
    assert refused(decide(validated(), "UOPS1", over, lets=LETS_OPERATIONS)).why is Why.NOT_AUTHORIZER


def test_delegation_gives_only_the_roles_that_it_names() -> None:
    made = delegation("UBOTH", "UOPS1", "validators")
    assert refused(decide(validated(), "UOPS1", made, lets=LETS_OPERATIONS)).why is Why.NOT_AUTHORIZER


def test_delegation_gives_nothing_that_its_maker_has_lost() -> None:
    made = delegation("UMAN1", "UOPS1", "manager")
    left = register(managers={"UMAN2"})
    result = decide(validated(), "UOPS1", made, lets=LETS_OPERATIONS, groups=left)
    assert refused(result).why is Why.NOT_AUTHORIZER


def test_delegation_gives_nothing_to_somebody_whom_the_policy_does_not_let_hold_it() -> None:
    """The policy that the request was filed under counts, not the one under which it was delegated."""
    made = delegation("UMAN1", "UOPS1", "manager")
    assert refused(decide(validated(), "UOPS1", made)).why is Why.NOT_AUTHORIZER


def test_delegation_is_not_passed_on() -> None:
    chain = (
        delegation("UMAN1", "UOPS1", "manager"),
        delegation("UOPS1", "UOPS2", "manager", number=2),
    )
    assert refused(decide(validated(), "UOPS2", *chain, lets=LETS_OPERATIONS)).why is Why.NOT_AUTHORIZER


def test_whoever_delegated_may_still_decide() -> None:
    request = done(decide(validated(), "UMAN1", delegation("UMAN1", "UMAN2", "manager")))
    assert (request.decisions[-1].by, request.decisions[-1].for_whom) == ("UMAN1", None)


def test_delegate_is_told_to_try_again_while_slack_cannot_say_who_the_delegates_are() -> None:
    made = delegation("UMAN1", "UOPS1", "manager")
    known = register(LATER)
    unread = replace(known, groups={h: g for h, g in known.groups.items() if h != "@operations"})
    result = decide(validated(), "UOPS1", made, lets=LETS_OPERATIONS, groups=unread)
    assert refused(result).why is Why.GROUP_UNKNOWN


# --- One person --------------------------------------------------------------------------------------------


def test_delegate_of_the_requester_does_not_decide() -> None:
    refusal = refused(decide(managers_request(by="UVAL1"), "UVAL2", delegation("UVAL1", "UVAL2")))
    assert (refusal.why, refusal.by) == (Why.ONE_PERSON, "UVAL1")


def test_whoever_delegated_to_the_requester_does_not_decide() -> None:
    refusal = refused(decide(managers_request(by="UVAL2"), "UVAL1", delegation("UVAL1", "UVAL2")))
    assert (refusal.why, refusal.by) == (Why.ONE_PERSON, "UVAL2")


def test_delegate_of_the_beneficiary_does_not_decide() -> None:
    request = managers_request(beneficiary="UVAL1")
    assert refused(decide(request, "UVAL2", delegation("UVAL1", "UVAL2"))).why is Why.ONE_PERSON


def test_ends_of_a_delegation_never_give_both_approvals_in_either_direction() -> None:
    for made in (delegation("UVAL1", "UMAN1"), delegation("UMAN1", "UVAL1")):
        assert refused(decide(validated("UVAL1", made), "UMAN1", made)).why is Why.ONE_PERSON


def test_delegation_that_ended_after_the_first_approval_still_makes_one_person() -> None:
    made = delegation("UVAL1", "UMAN1", until=5)
    assert refused(decide(validated("UVAL1", made), "UMAN1", made, minutes=60)).why is Why.ONE_PERSON


def test_delegation_that_began_after_the_first_approval_makes_one_person() -> None:
    made = delegation("UVAL1", "UMAN1", begins=5)
    request = validated("UVAL1", made)
    assert done(decide(request, "UMAN1", made, minutes=4))
    assert refused(decide(request, "UMAN1", made, minutes=5)).why is Why.ONE_PERSON


def test_delegation_that_was_over_before_the_filing_counts_no_more() -> None:
    made = delegation("UVAL1", "UMAN1", begins=-60, until=0)
    assert done(decide(validated("UVAL1", made), "UMAN1", made))


def test_two_delegates_of_one_person_do_not_give_both_approvals() -> None:
    """UBOTH validates by UVAL1, and would authorise by UMAN1."""
    both = (delegation("UBOTH", "UVAL1", "validators"), delegation("UBOTH", "UMAN1", "manager", number=2))
    request = validated("UVAL1", *both)
    assert request.decisions[-1].for_whom == "UBOTH"
    refusal = refused(decide(request, "UMAN1", *both))
    assert (refusal.why, refusal.by) == (Why.ONE_PERSON, "UBOTH")


def test_whoever_was_stood_in_for_does_not_give_the_other_approval() -> None:
    made = delegation("UBOTH", "UVAL1", "validators")
    assert refused(decide(validated("UVAL1", made), "UBOTH", made)).why is Why.ONE_PERSON


def test_stead_of_somebody_who_could_not_decide_themselves_is_none() -> None:
    """UMAN1 is one person with the requester, so UOPS1 cannot authorise in the stead of UMAN1 either."""
    both = (delegation("UMAN1", "UREQ"), delegation("UMAN1", "UOPS1", "manager", begins=2, number=2))
    result = decide(validated(), "UOPS1", *both, minutes=3, lets=LETS_OPERATIONS)
    assert refused(result).why is Why.ONE_PERSON


def test_own_right_remains_where_only_the_absent_one_is_barred() -> None:
    """UMAN1 is one person with the requester; UMAN2 stands in for UMAN1, and is a manager too."""
    both = (delegation("UMAN1", "UREQ"), delegation("UMAN1", "UMAN2", "manager", begins=2, number=2))
    request = done(decide(validated(), "UMAN2", *both, minutes=3))
    assert request.decisions[-1].for_whom is None


# --- What else follows --------------------------------------------------------------------------------------


def test_delegate_of_whoever_decides_may_read_the_request_while_it_lasts() -> None:
    request, made = validated(), delegation("UMAN1", "UOPS1", "manager", until=10)
    # UOTHER has no part in anything but by the delegation.
    other = replace(made, to="UOTHER")
    for minutes, why in ((9, None), (10, Why.NOT_A_VIEWER)):
        at = MORNING + timedelta(minutes=minutes)
        knows = replace(register(at), delegations=(other,))
        refusal = refusal_of_viewer(person("UOTHER"), request, policy(), knows, at)
        assert (refusal.why if refusal else None) is why


def test_escalation_passes_over_a_contact_who_has_delegated() -> None:
    contacts = policy().model_dump()["contacts"]
    contacts["director"] |= {"who": ["UMAN1"], "backup": ["UEXE1"]}
    request = managers_request(policy=policy(contacts=contacts))
    made = delegation("UMAN1", "UMAN2", "manager", until=100_000)
    at = request.deadline
    for known, told in (((), "UMAN1"), ((made,), "UEXE1")):
        knows = replace(register(at), delegations=known)
        seen = scene(at, register=knows, policy=policy(contacts=contacts))
        breached = done(perform(request, MarkBreached(number=1042, deadline=at), SYSTEM, seen))
        assert breached.escalations[-1].told == (told,)


def test_whoever_is_stood_in_for_hears_what_became_of_it() -> None:
    made = delegation("UMAN1", "UOPS1", "manager")
    request = done(decide(validated(), "UOPS1", made, lets=LETS_OPERATIONS))
    assert {"UOPS1", "UMAN1"} <= set(request.involved())


# --- Whatever the groups and delegations --------------------------------------------------------------------

PEOPLE = ("UA", "UB", "UC", "UD")
HANDLES = ("@validators", "@managers", "@executives", "@operations")


@st.composite
def delegations(draw: st.DrawFn) -> tuple[Delegation, ...]:
    """Any delegations among the people, at any time around the filing; some were ended before their time."""
    drawn = []
    for number in range(draw(st.integers(0, 4))):
        by, to = draw(st.permutations(PEOPLE))[:2]
        begins = draw(st.integers(-3, 6))
        until = begins + draw(st.integers(1, 6))
        roles = draw(st.sets(st.sampled_from(["validators", "manager", "executive"]), min_size=1))
        made = delegation(by, to, *sorted(roles), begins=begins, until=until, number=number)
        if draw(st.booleans()):
            made = replace(made, ended_at=MORNING + timedelta(minutes=draw(st.integers(begins, until))))
        drawn.append(made)
    return tuple(drawn)


@settings(max_examples=400)
@given(
    groups=st.fixed_dictionaries({h: st.sets(st.sampled_from(PEOPLE)) for h in HANDLES}),
    made=delegations(),
    tries=st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 2)), max_size=8),
    filer=st.sampled_from((*PEOPLE, "UREQ")),
    beneficiary=st.sampled_from((*PEOPLE, None)),
    lets=st.booleans(),
)
def test_no_two_who_count_as_one_person_have_a_part_in_one_approval(
    groups: dict[str, set[str]],
    made: tuple[Delegation, ...],
    tries: list[tuple[str, int]],
    filer: str,
    beneficiary: str | None,
    lets: bool,
) -> None:
    request = managers_request(by=filer, beneficiary=beneficiary)
    clock = 0
    known = {handle[1:]: people for handle, people in (GROUPS | groups).items()}
    allowed = LETS_OPERATIONS if lets else {}
    for by, passed in tries:
        clock += passed
        at = MORNING + timedelta(minutes=clock)
        before = request
        result = decide(request, by, *made, minutes=clock, lets=allowed, groups=register(at, **known))
        if isinstance(result, Refusal):
            continue
        request = result.request
        _check(before, request, made, groups, lets, clock)
    assert request.status is not Status.EXECUTION or len(request.decisions) == 2


def _check(
    before: ExceptionRequest,
    request: ExceptionRequest,
    made: tuple[Delegation, ...],
    groups: dict[str, set[str]],
    lets: bool,
    clock: int,
) -> None:
    """Reckoned anew and slowly: minute by minute, who is linked with whom."""
    decision = request.decisions[-1]
    ends = {decision.by, decision.for_whom} - {None}
    others = {before.filed_by, before.filing.beneficiary}
    for earlier in before.decisions:
        others |= {earlier.by, earlier.for_whom}
    others -= {None}
    assert not ends & others
    for link in made:
        moments = [MORNING + timedelta(seconds=30 * half) for half in range(2 * clock + 1)]
        if any(link.is_active(moment) for moment in moments):
            for one, other in ((link.by, link.to), (link.to, link.by)):
                assert not (one in ends and other in others), (link, decision)
    role = "@validators" if decision.stage is Stage.VALIDATION else "@managers"
    holders = groups[role] | (groups["@executives"] if role == "@managers" else set())
    if decision.for_whom is None:
        assert decision.by in holders
        return
    at = MORNING + timedelta(minutes=clock)
    assert decision.for_whom in holders
    assert decision.by in holders | (groups["@operations"] if lets and role == "@managers" else set())
    assert any((d.by, d.to) == (decision.for_whom, decision.by) and d.is_active(at) for d in made)
