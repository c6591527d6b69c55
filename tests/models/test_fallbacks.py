"""Who gets a message in person whose channel takes none: those who must act on it now, else the administrators."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.acts import WarnOfDeadline
from models.fallbacks import named_for, reached
from models.lifecycle import perform
from models.message_kinds import MessageKind
from models.people import SYSTEM
from tests.builders import approve, approved, done, filed, policy, register, reject, scene


def test_card_is_for_those_whose_turn_it_is() -> None:
    assert named_for(MessageKind.CARD, filed(), policy(), {}) == ("@validators",)
    validated = done(approve(filed(), "UVAL1"))
    assert named_for(MessageKind.CARD, validated, policy(), {}) == ("@executives",)


def test_what_nobody_has_to_act_on_is_for_nobody() -> None:
    rejected = done(reject(filed(), "UVAL1"))
    assert named_for(MessageKind.CARD, rejected, policy(), {}) is None
    assert named_for(MessageKind.EXECUTION_CARD, filed(), policy(), {}) is None
    assert named_for(MessageKind.HOLD_CARD, filed(), policy(), {"hold": "regulatory-1"}) is None
    assert named_for(MessageKind.TOLD, filed(), policy(), {}) is None
    assert named_for(MessageKind.REQUESTER_CARD, filed(), policy(), {}) is None


def test_operations_card_is_for_those_who_carry_it_out() -> None:
    assert named_for(MessageKind.EXECUTION_CARD, approved(), policy(), {}) == ("@operations",)


def test_escalation_into_a_channel_goes_to_the_administrators_until_somebody_has_acknowledged_it() -> None:
    request = filed()
    act = WarnOfDeadline(number=1042, deadline=request.deadline)
    warned = done(perform(request, act, SYSTEM, scene(request.deadline - timedelta(hours=2))))
    detail: dict[str, str | int] = {"escalation": warned.escalations[0].key}
    assert named_for(MessageKind.ESCALATION, warned, policy(), detail) == ("@admins",)
    known = replace(warned.escalations[0], acknowledged_by="USUPER")
    assert named_for(MessageKind.ESCALATION, replace(warned, escalations=(known,)), policy(), detail) is None


def test_where_nobody_of_them_is_there_the_administrators_get_it() -> None:
    everybody = register()
    assert reached(("@executives",), policy(), everybody, frozenset()) == ("UEXE1",)
    assert reached(("@executives",), policy(), everybody, frozenset({"UEXE1"})) == ("UADMIN",)
    gone = replace(everybody, absent=frozenset({"UEXE1"}))
    assert reached(("@executives",), policy(), gone, frozenset()) == ("UADMIN",)
