"""Who gets a message in person whose channel takes none: those who may act on it now, else the administrators."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.acts import WarnOfDeadline
from models.delegation import Delegation
from models.fallbacks import in_the_stead_of, who_acts
from models.lifecycle import perform
from models.message_kinds import MessageKind
from models.people import SYSTEM, Register
from models.request import ExceptionRequest
from tests.builders import MORNING, approve, approved, done, filed, policy, register, reject, scene


def who(
    kind: MessageKind, request: ExceptionRequest, known: Register | None = None, **detail: str | int
) -> tuple[str, ...] | None:
    """For whom a message is; None where nobody has to act on it."""
    return who_acts(kind, request, policy(), known or register(), detail, MORNING)


def test_card_is_for_those_whose_turn_it_is() -> None:
    assert who(MessageKind.CARD, filed()) == ("UBOTH", "UVAL1", "UVAL2")
    validated = done(approve(filed(), "UVAL1"))
    assert who(MessageKind.CARD, validated) == ("UEXE1",)


def test_nobody_gets_what_they_may_not_decide_and_whoever_stands_in_does() -> None:
    assert who(MessageKind.CARD, filed(by="UVAL1")) == ("UBOTH", "UVAL2")
    own = replace(done(approve(filed(), "UVAL1")), filed_by="UEXE1")
    assert who(MessageKind.CARD, own) == ()
    assert in_the_stead_of("#executive", (), policy(), register()) == ("UADMIN",)
    made = Delegation(
        number=1,
        by="UEXE1",
        to="UOPS1",
        roles=("executive",),
        starts=MORNING - timedelta(days=1),
        ends=MORNING + timedelta(days=1),
        made_at=MORNING - timedelta(days=1),
    )
    lets = policy(delegates=[{"role": "executive", "who": ["@operations"]}])
    known = replace(register(), delegations=(made,))
    validated = done(approve(filed(), "UVAL1"))
    assert who_acts(MessageKind.CARD, validated, lets, known, {}, MORNING) == ("UEXE1", "UOPS1")


def test_what_nobody_has_to_act_on_is_for_nobody() -> None:
    rejected = done(reject(filed(), "UVAL1"))
    assert who(MessageKind.CARD, rejected) is None
    assert who(MessageKind.EXECUTION_CARD, filed()) is None
    assert who(MessageKind.HOLD_CARD, filed(), hold="regulatory-1") is None
    assert who(MessageKind.TOLD, filed()) is None
    assert who(MessageKind.REQUESTER_CARD, filed()) is None


def test_operations_card_is_for_those_who_carry_it_out() -> None:
    assert who(MessageKind.EXECUTION_CARD, approved()) == ("UOPS1", "UOPS2")


def test_escalation_into_a_channel_goes_to_the_administrators_until_somebody_has_acknowledged_it() -> None:
    request = filed()
    act = WarnOfDeadline(number=1042, deadline=request.deadline)
    warned = done(perform(request, act, SYSTEM, scene(request.deadline - timedelta(hours=2))))
    key = warned.escalations[0].key
    nobody_else = who(MessageKind.ESCALATION, warned, escalation=key)
    assert nobody_else == ()
    assert in_the_stead_of("#executive", nobody_else, policy(), register()) == ("UADMIN",)
    known = replace(warned.escalations[0], acknowledged_by="USUPER")
    assert who(MessageKind.ESCALATION, replace(warned, escalations=(known,)), escalation=key) is None


def test_where_nobody_of_them_is_there_the_administrators_get_it() -> None:
    assert in_the_stead_of("#executive", ("UEXE1",), policy(), register()) == ("UEXE1",)
    assert in_the_stead_of("UEXE1", ("UEXE1",), policy(), register()) == ("UADMIN",)
    gone = replace(register(), absent=frozenset({"UEXE1"}))
    validated = done(approve(filed(), "UVAL1"))
    assert who(MessageKind.CARD, validated, gone) == ()


def test_nobody_gets_a_second_one_in_the_stead_of_a_colleague() -> None:
    assert in_the_stead_of("UMAN1", ("UMAN1", "UMAN2"), policy(), register()) == ()
    # Also where the one who is left is the administrator too.
    assert in_the_stead_of("UMAN1", ("UADMIN", "UMAN1"), policy(), register()) == ()
