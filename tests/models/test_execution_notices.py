"""Who is told of a part, of a failure, of a rolling back, of an approval that ends soon and of its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.acts import Act, Expire, MarkExecuted, RollBack, WarnOfExpiry
from models.audit_chain import GENESIS, append
from models.lifecycle import Outcome, perform
from models.notices import MessageKind, plan
from models.people import SYSTEM, Person
from models.request import ExceptionRequest, Result
from tests.builders import LATER, approved, executed, filed, person, policy, scene

OPERATOR = person("UOPS1")


def after(
    request: ExceptionRequest, act: Act, by: Person = OPERATOR
) -> tuple[ExceptionRequest, list[str], list[str]]:
    """The request, who is told in a message of their own, and what else is said once."""
    at = act.execute_by if isinstance(act, Expire) else LATER + timedelta(hours=1)
    outcome = perform(request, act, by, scene(at))
    assert isinstance(outcome, Outcome)
    links = [
        append(
            event,
            workspace="T1",
            number=1042,
            position=place,
            at=LATER,
            actor=by.id,
            policy_version="v1",
            previous=GENESIS,
        )
        for place, event in enumerate(outcome.events, start=9)
    ]
    notices = [n for n in plan(outcome.request, links, policy()) if not n.kind.is_living]
    assert len({notice.key for notice in notices}) == len(notices)
    told = [n.recipient for n in notices if n.kind is MessageKind.TOLD]
    return outcome.request, told, [n.kind.value for n in notices if n.kind is not MessageKind.TOLD]


def executing(result: Result, **what: Any) -> MarkExecuted:
    return MarkExecuted(number=1042, done="As far as it went.", result=result, **what)


def due(request: ExceptionRequest) -> dict[str, Any]:
    return {"number": 1042, "execute_by": request.execute_by}


def test_requester_and_both_approvers_hear_of_a_part() -> None:
    request = approved(filed(beneficiary="UBEN"))
    assert after(request, executing(Result.PARTIAL))[1:] == (["UREQ", "UVAL1", "UEXE1"], ["story"])


@pytest.mark.parametrize("result", [Result.FAILED, Result.GIVEN_UP])
def test_supervisor_hears_of_a_failure_too(result: Result) -> None:
    _, told, others = after(approved(), executing(result))
    assert (told, others) == (["UREQ", "UVAL1", "UEXE1", "USUPER"], ["story"])


def test_everybody_involved_hears_of_a_rolling_back_but_not_who_did_it() -> None:
    request = executed(approved(filed(beneficiary="UBEN")))
    act = RollBack(number=1042, done="Undone.")
    assert after(request, act)[1] == ["UREQ", "UBEN", "UVAL1", "UEXE1"]
    assert after(request, act, person("UOPS2"))[1] == ["UREQ", "UBEN", "UVAL1", "UEXE1", "UOPS1"]


def test_requester_and_the_channel_of_operations_have_notice() -> None:
    request = approved()
    assert after(request, WarnOfExpiry(**due(request)), SYSTEM)[1:] == (["UREQ", "#operations"], ["story"])


def test_everybody_involved_and_operations_hear_of_the_end() -> None:
    request = approved(filed(beneficiary="UBEN"))
    _, told, others = after(request, Expire(**due(request)), SYSTEM)
    assert (told, others) == (["UREQ", "UBEN", "UVAL1", "UEXE1", "#operations"], ["story"])
