"""Samples of compliance: a request that is sent there, and each of its answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.views.compliance_forms import clearing_modal, conditions_modal, prohibition_modal, routing_modal
from bot.views.decision_modal import decision_modal
from bot.views.details import details
from bot.views.messages import render
from bot.views.scene import Rendering
from models.acts import ClearCompliance, Close, Prohibit, RouteToCompliance
from models.events import EventKind
from models.notices import MessageKind
from models.policy import Policy
from models.request import Stage, Verdict
from tests import builders
from tests.views.samples import HARD, as_payload
from tests.views.walk import EXECUTIVE, NAMES, REQUESTER, VALIDATOR, Walk, sample_policy

OFFICER = "UCOMP1"
HOLD = {
    "title": "Regulatory constraint applies",
    "action": "Give guidance before the request proceeds.",
    "owner": ["@operations", OFFICER],
    "channel": "#operations",
}
RULE = {"title": "Late payment directive", "standard": "P-1"}
WHY = (
    "Nordlicht is a small company under the late payment directive: a term of more than 30 days may need an "
    "express agreement that is not grossly unfair to them."
)
CONDITIONS = (
    "The longer term is agreed in writing, in a document of its own.\n"
    "Interest for late payment stays as the law has it; nothing in the agreement waives it."
)


def with_compliance(*rules: dict[str, Any]) -> Policy:
    """The sample policy with a compliance team."""
    plain = sample_policy()
    sources = [source.model_dump() for source in plain.sources]
    standards = [standard.model_dump() for standard in plain.standards]
    return builders.policy(
        sources=sources, standards=standards, holds={"regulatory": HOLD}, regulatory=list(rules)
    )


def waiting() -> Walk:
    """In validation."""
    return Walk(policy=with_compliance()).gathered()


def by_rule() -> Walk:
    """The policy sends it to compliance."""
    return Walk(policy=with_compliance(RULE)).gathered()


def routed(walk: Walk | None = None, why: str = WHY) -> Walk:
    """The validator sends it to compliance."""
    return (walk or waiting()).do(RouteToCompliance(number=1042, why=why), VALIDATOR)


def cleared() -> Walk:
    """Without conditions."""
    walk = routed()
    words = "They have 300 employees, so the directive's rule for small companies does not apply."
    act = ClearCompliance(number=1042, hold="regulatory-1", words=words)
    return walk.do(act, OFFICER, walk.at + timedelta(hours=3))


def conditions(walk: Walk | None = None, said: str = CONDITIONS) -> Walk:
    """With conditions; where it was approved, the approvals are void."""
    walk = walk or routed(waiting().validated().authorized())
    words = "Article 3 allows more than 30 days where it is expressly agreed."
    act = ClearCompliance(number=1042, hold="regulatory-1", words=words, conditions=said)
    return walk.do(act, OFFICER, walk.at + timedelta(hours=3))


def prohibited() -> Walk:
    """For good."""
    walk = routed(waiting().validated())
    why = "The contract is with a public body: 30 days are the longest that the law allows there."
    return walk.do(Prohibit(number=1042, hold="regulatory-1", why=why), OFFICER, walk.at + timedelta(hours=3))


def closed() -> Walk:
    """Prohibited, and on record."""
    return prohibited().do(Close(number=1042))


def hard() -> Walk:
    """Texts as long and as awkward as they may be."""
    walk = routed(why="&" * 3000)
    walk = conditions(walk, HARD * 20)
    act = RouteToCompliance(number=1042, why="<" * 3000)
    walk = walk.do(act, REQUESTER)
    return walk.do(
        ClearCompliance(number=1042, hold="regulatory-2", words=">" * 3000, conditions="🙂" * 1500), OFFICER
    )


def _message(kind: MessageKind, scene: Rendering) -> dict[str, Any]:
    return as_payload(render(kind, scene))


def _hold(walk: Walk, place: int = 0) -> dict[str, Any]:
    return _message(MessageKind.HOLD_CARD, walk.scene("#operations", hold=walk.now.holds[place]))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return _message(MessageKind.STORY, walk.told(kind))


def _told(walk: Walk, kind: EventKind, recipient: str) -> dict[str, Any]:
    return _message(MessageKind.TOLD, walk.told(kind, recipient))


def _decide(walk: Walk) -> dict[str, Any]:
    return decision_modal(walk.now, walk.policy, NAMES, stage=Stage.VALIDATION, verdict=Verdict.APPROVED)


_CARD, _MINE, _WORK = MessageKind.CARD, MessageKind.REQUESTER_CARD, MessageKind.EXECUTION_CARD

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "compliance_hold_rule": lambda: _hold(by_rule()),
    "compliance_hold_routed": lambda: _hold(routed()),
    "compliance_hold_cleared": lambda: _hold(cleared()),
    "compliance_hold_conditions": lambda: _hold(conditions()),
    "compliance_hold_prohibited": lambda: _hold(prohibited()),
    "compliance_hold_hard": lambda: _hold(hard(), 1),
    "compliance_card_routed": lambda: _message(_CARD, routed().scene()),
    "compliance_card_approved": lambda: _message(_CARD, routed(waiting().validated().authorized()).scene()),
    "compliance_card_cleared": lambda: _message(_CARD, cleared().scene()),
    "compliance_card_conditions": lambda: _message(_CARD, conditions().scene()),
    "compliance_card_hard": lambda: _message(_CARD, hard().scene()),
    "compliance_card_prohibited": lambda: _message(_CARD, prohibited().scene()),
    "compliance_requester_routed": lambda: _message(_MINE, routed().scene(REQUESTER)),
    "compliance_requester_approved": lambda: _message(
        _MINE, routed(waiting().validated().authorized()).scene(REQUESTER)
    ),
    "compliance_requester_conditions": lambda: _message(_MINE, conditions().scene(REQUESTER)),
    "compliance_requester_prohibited": lambda: _message(_MINE, prohibited().scene(REQUESTER)),
    "compliance_execution_held": lambda: _message(
        _WORK, routed(waiting().validated().authorized()).scene("#operations")
    ),
    "compliance_execution_void": lambda: _message(_WORK, conditions().scene("#operations")),
    "compliance_execution_conditions": lambda: _message(
        _WORK, conditions().validated().authorized().scene("#operations")
    ),
    "compliance_story_rule": lambda: _story(by_rule(), EventKind.HOLD_OPENED),
    "compliance_story_routed": lambda: _story(routed(), EventKind.HOLD_OPENED),
    "compliance_story_cleared": lambda: _story(cleared(), EventKind.HOLD_CLOSED),
    "compliance_story_conditions": lambda: _story(conditions(), EventKind.HOLD_CLOSED),
    "compliance_story_round": lambda: _story(conditions(), EventKind.ROUND_BEGUN),
    "compliance_story_prohibited": lambda: _story(prohibited(), EventKind.PROHIBITED),
    "compliance_told_conditions": lambda: _told(conditions(), EventKind.HOLD_CLOSED, REQUESTER),
    "compliance_told_void": lambda: _told(conditions(), EventKind.ROUND_BEGUN, EXECUTIVE),
    "compliance_told_prohibited": lambda: _told(prohibited(), EventKind.PROHIBITED, REQUESTER),
    "compliance_told_prohibited_validator": lambda: _told(prohibited(), EventKind.PROHIBITED, VALIDATOR),
    "compliance_routing_modal": lambda: routing_modal(waiting().now, "", waiting().policy),
    "compliance_clearing_modal": lambda: clearing_modal(by_rule().now, "regulatory-1", by_rule().policy),
    "compliance_conditions_modal": lambda: conditions_modal(routed().now, "regulatory-1", routed().policy),
    "compliance_prohibition_modal": lambda: prohibition_modal(routed().now, "regulatory-1", routed().policy),
    "compliance_decision_modal": lambda: _decide(conditions()),
    "compliance_decision_hard": lambda: _decide(hard()),
    "compliance_details": lambda: details(
        conditions().now, conditions().policy, conditions().trail, NAMES, 0
    ),
    "compliance_details_hard": lambda: details(hard().now, hard().policy, hard().trail, NAMES, 0),
}
WALKS = (by_rule, cleared, conditions, closed)
