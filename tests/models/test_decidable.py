"""What nobody could decide is not filed: two different people, apart from whoever files it and benefits from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models import decidable
from models.acts import File
from models.delegation import Delegation
from models.lifecycle import Outcome, perform
from models.people import Register
from models.refusals import Why
from tests.builders import MORNING, euros, filing, person, policy, refused, register, scene

#: 33 percent, which the managers decide, or the executives above them.
MANAGERS = {"requested": Decimal(40)}


def delegation(by: str, to: str, *roles: str) -> Delegation:
    return Delegation(
        number=1,
        by=by,
        to=to,
        roles=roles,
        starts=MORNING - timedelta(days=1),
        ends=MORNING + timedelta(days=1),
        made_at=MORNING - timedelta(days=1),
    )


def why(seen: Register, by: str = "UREQ", **form: Any) -> Why | None:
    """Why the form is refused by the desk's rule, or None."""
    result = perform(None, File(filing=filing(**(MANAGERS | form))), person(by), scene(register=seen))
    return None if isinstance(result, Outcome) else refused(result).why


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ({"validators": set()}, Why.NOBODY_VALIDATES),
        ({"managers": set(), "executives": set()}, Why.NOBODY_AUTHORIZES),
        ({"validators": {"UBOTH"}, "managers": {"UBOTH"}, "executives": set()}, Why.NO_SECOND_PERSON),
        # An executive may decide for the managers.
        ({"managers": set()}, None),
        ({"validators": {"UBOTH"}, "managers": {"UBOTH"}}, None),
        ({"validators": {"UBOTH", "UVAL1"}, "managers": {"UBOTH"}, "executives": set()}, None),
    ],
)
def test_what_no_two_different_people_could_decide_cannot_be_filed(
    groups: dict[str, Any], found: Why | None
) -> None:
    assert why(register(**groups)) is found


def test_whoever_files_or_benefits_is_none_of_the_two() -> None:
    one_each = register(validators={"UVAL1"}, managers={"UMAN1"}, executives=set())
    assert why(one_each) is None
    assert why(one_each, by="UVAL1") is Why.NOBODY_VALIDATES
    assert why(one_each, by="UMAN1") is Why.NOBODY_AUTHORIZES
    assert why(one_each, beneficiary="UVAL1") is Why.NOBODY_VALIDATES
    assert why(one_each, beneficiary="UMAN1") is Why.NOBODY_AUTHORIZES


def test_two_ends_of_a_delegation_are_one_person() -> None:
    one_each = register(validators={"UVAL1"}, managers={"UMAN1"}, executives=set())
    linked = replace(one_each, delegations=(delegation("UVAL1", "UMAN1", "validators"),))
    assert why(linked) is Why.NO_SECOND_PERSON
    with_requester = replace(one_each, delegations=(delegation("UVAL1", "UREQ", "validators"),))
    assert why(with_requester) is Why.NOBODY_VALIDATES


def test_stand_in_decides_where_their_role_was_delegated_to_them() -> None:
    own = policy(delegates=[{"role": "manager", "who": ["@leads"]}])
    gone = replace(
        register(managers={"UMAN1"}, executives=set()),
        absent=frozenset({"UMAN1"}),
        delegations=(delegation("UMAN1", "ULEAD1", "manager"),),
    )
    found = list(decidable.pairs("manager", own, gone, MORNING))
    assert {(pair.authorizer.id, pair.authorizer.for_whom) for pair in found} == {("ULEAD1", "UMAN1")}
    assert not list(decidable.pairs("manager", own, replace(gone, delegations=()), MORNING))


def test_stand_in_counts_only_where_they_are_there_and_may_hold_the_role() -> None:
    alone = replace(register(managers={"UMAN1"}, executives=set()), absent=frozenset({"UMAN1"}))
    made = (delegation("UMAN1", "ULEAD1", "manager"),)
    own = policy(delegates=[{"role": "manager", "who": ["@leads"]}])
    seen = replace(alone, delegations=made)
    assert decidable.obstacle("manager", own, seen, MORNING) is None
    gone = replace(seen, absent=frozenset({"UMAN1", "ULEAD1"}))
    assert decidable.obstacle("manager", own, gone, MORNING) is not None
    assert decidable.obstacle("manager", policy(), seen, MORNING) is not None, "nobody named them for it"


def test_two_who_stand_in_for_one_person_are_no_two_people() -> None:
    own = policy(
        delegates=[
            {"role": "validators", "who": ["@leads"]},
            {"role": "manager", "who": ["@leads"]},
        ]
    )
    alone = replace(
        register(validators={"UBOTH"}, managers={"UBOTH"}, executives=set()),
        absent=frozenset({"UBOTH"}),
        delegations=(
            delegation("UBOTH", "ULEAD1", "validators"),
            replace(delegation("UBOTH", "ULEAD2", "manager"), number=2),
        ),
    )
    refusal = decidable.obstacle("manager", own, alone, MORNING)
    assert refusal is not None
    assert refusal.why is Why.NO_SECOND_PERSON


def test_who_is_not_there_decides_nothing() -> None:
    assert why(replace(register(validators={"UVAL1"}), absent=frozenset({"UVAL1"}))) is Why.NOBODY_VALIDATES


def test_other_tiers_are_not_concerned() -> None:
    no_executives = register(executives=set())
    assert why(no_executives) is None
    assert why(no_executives, requested=Decimal(45)) is Why.NOBODY_AUTHORIZES


def test_what_slack_cannot_tell_keeps_nobody_from_filing() -> None:
    whole = register(managers=set(), executives=set())
    untold = {name: group for name, group in whole.groups.items() if name != "@executives"}
    assert why(replace(whole, groups=untold, unknown={"@executives": "it could not be read"})) is None
    assert why(replace(whole, groups=untold, missing=frozenset({"@executives"}))) is Why.NOBODY_AUTHORIZES
    assert why(register(MORNING - timedelta(minutes=2), validators=set())) is None
    assert why(replace(register(validators=set()), knows_staff=False)) is None


def test_one_approval_needs_one_person() -> None:
    own = policy(single_approval={"enabled": True, "max_deviation": 5, "max_value": 1000})
    alone = register(validators={"UVAL1"}, leads=set(), managers=set(), executives=set())
    small = File(filing=filing(requested=Decimal(31), value=euros(100)))
    assert isinstance(perform(None, small, person("UREQ"), scene(policy=own, register=alone)), Outcome)
    larger = File(filing=filing(requested=Decimal(33), value=euros(100)))
    refusal = refused(perform(None, larger, person("UREQ"), scene(policy=own, register=alone)))
    assert refusal.why is Why.NOBODY_AUTHORIZES
    nobody = register(validators=set())
    refusal = refused(perform(None, small, person("UREQ"), scene(policy=own, register=nobody)))
    assert refusal.why is Why.NOBODY_VALIDATES


def test_refusal_names_whom_it_is_about_and_who_can_mend_it() -> None:
    seen = scene(register=register(managers=set(), executives=set()))
    refusal = refused(perform(None, File(filing=filing(**MANAGERS)), person("UREQ"), seen))
    assert refusal.groups == ("@managers", "@executives")
    assert refusal.who_could == ("@admins",)
    assert refusal.can_be_tried_again
