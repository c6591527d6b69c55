"""Samples of complaints and of the ladder: recorded, climbed, taken up, reviewed; passed over where nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views import home_parts
from bot.views.complaint import complaint_about_form, complaint_form, request_option, review_form
from bot.views.details import details
from bot.views.home import HomeTab
from bot.views.messages import render
from bot.views.scene import Rendering
from models.acts import Acknowledge, ClimbLadder, Complain, ReviewComplaint, WarnOfDeadline
from models.deadlines import TimerKind, climb_of, timers_for
from models.events import EventKind
from models.evidence import CarriedMessage
from models.notices import MessageKind
from models.people import SYSTEM
from models.policy import Policy
from tests import builders
from tests.views.homes import home_of
from tests.views.samples import HARD, as_payload, closed, executed, hard, waiting
from tests.views.walk import NAMES, REQUESTER, VALIDATOR, Walk, sample_policy

SUCCESS, SUPERVISOR = "USUCCESS", "USUPER"
CHANNEL = "#customer-success"
WORDS = (
    "They were promised an answer on the payment term by noon. Nobody called, and their buyer has heard from a "
    "colleague that it is “somewhere in approval”."
)
FOUND = (
    "True: the promise was made before the request was filed. I have called their buyer, apologised and given the "
    "date on which they hear from us."
)
MESSAGE = CarriedMessage(
    channel="CSALES", ts="1772611100.000100", author="UMEMBER", text="Nordlicht calls daily. " + WORDS
)


def laddered() -> Policy:
    """The sample policy with whole ladders."""
    plain = sample_policy()
    contacts = {key: one.model_dump() for key, one in plain.contacts.items()}
    contacts["success"] |= {"backup": [SUPERVISOR], "channel": CHANNEL}
    contacts["supervisor"] |= {"backup": ["USTANDIN", "@leads"], "channel": "#operations"}
    rules = plain.escalations.model_dump()
    rules["complaint"] |= {"acknowledge_within": timedelta(hours=1)}
    rules["deadline_near"] |= {"acknowledge_within": timedelta(minutes=30)}
    return Policy.model_validate(plain.model_dump() | {"contacts": contacts, "escalations": rules})


def complained(walk: Walk | None = None, words: str = WORDS, by: str = VALIDATOR, **what: Any) -> Walk:
    """A complaint was recorded."""
    walk = walk or Walk(policy=laddered()).gathered()
    return walk.do(Complain(number=1042, words=words, **what), by, walk.at + timedelta(minutes=10))


def climbed(walk: Walk, steps: int) -> Walk:
    """Nobody has acknowledged it, so many times."""
    for _ in range(steps):
        timers = timers_for(walk.now, walk.policy)
        timer = next(timer for timer in timers if timer.kind is TimerKind.CLIMB)
        step, key = climb_of(timer.version)
        walk.do(ClimbLadder(number=1042, escalation=key, step=step), SYSTEM.id, timer.due_at)
    return walk


def known(walk: Walk, by: str = SUCCESS) -> Walk:
    """The newest complaint was taken up."""
    act = Acknowledge(number=1042, escalation=walk.now.complaints[-1].escalation)
    return walk.do(act, by, walk.at + timedelta(minutes=12))


def reviewed(walk: Walk) -> Walk:
    """The newest complaint was reviewed."""
    act = ReviewComplaint(number=1042, complaint=walk.now.complaints[-1].key, words=FOUND)
    return walk.do(act, SUCCESS, walk.at + timedelta(hours=2))


def decided() -> Walk:
    """A request that was approved, under the whole ladder."""
    return Walk(policy=laddered()).gathered().validated().authorized()


def late() -> Walk:
    """A complaint after the decision, from a message."""
    return complained(decided(), by=REQUESTER, message=MESSAGE)


def quiet() -> Walk:
    """The deadline is near, and the supervisor is in do-not-disturb."""
    walk = Walk(policy=laddered()).gathered()
    at = walk.now.deadline - timedelta(hours=2)
    register = replace(builders.register(at), busy=frozenset({SUPERVISOR, "ULEAD1"}))
    act = WarnOfDeadline(number=1042, deadline=walk.now.deadline)
    return walk.do(act, SYSTEM.id, at, register=register)


def several() -> Walk:
    """More complaints than a card shows."""
    walk = complained(known(complained()), words="Still no answer.")
    return complained(walk, words="Now they have written to the board.")


def awkward() -> Walk:
    """Texts as long and as awkward as they may be."""
    walk = complained(hard().authorized(), words="&" * 3000, message=MESSAGE)
    act = ReviewComplaint(number=1042, complaint="complaint-1", words=HARD * 25)
    return walk.do(act, SUCCESS)


def _shown(kind: MessageKind, scene: Rendering) -> dict[str, Any]:
    return as_payload(render(kind, scene))


def _escalated(walk: Walk, recipient: str = SUCCESS) -> dict[str, Any]:
    return _shown(MessageKind.ESCALATION, walk.escalated(recipient))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return _shown(MessageKind.STORY, walk.told(kind))


def _told(walk: Walk, kind: EventKind, recipient: str) -> dict[str, Any]:
    return _shown(MessageKind.TOLD, walk.told(kind, recipient))


def _due(walk: Walk, kind: EventKind, recipient: str = SUCCESS) -> dict[str, Any]:
    scene = walk.told(kind, recipient)
    key = walk.now.complaints[-1].key
    return _shown(MessageKind.TOLD, replace(scene, detail={**scene.detail, "complaint": key}))


def _home() -> dict[str, Any]:
    shown = [complained().now, known(complained()).rejected().now, complained(closed()).now]
    part = home_parts.waiting(shown, lambda _: laddered())
    return home_of(laddered(), HomeTab.WAITING, part, counted="3")


def _about() -> dict[str, Any]:
    return complaint_about_form(laddered(), message=MESSAGE, chosen=request_option(Walk().now, laddered()))


_CARD, _MINE = MessageKind.CARD, MessageKind.REQUESTER_CARD

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "complaint_modal": lambda: complaint_form(waiting().now, laddered()),
    "complaint_modal_decided": lambda: complaint_form(closed().now, laddered()),
    "complaint_about_modal": lambda: complaint_about_form(laddered()),
    "complaint_about_modal_message": _about,
    "complaint_review_modal": lambda: review_form(late().now, "complaint-1", laddered()),
    "complaint_review_modal_awkward": lambda: review_form(awkward().now, "complaint-1", laddered()),
    "complaint_card": lambda: _shown(_CARD, complained().scene()),
    "complaint_card_several": lambda: _shown(_CARD, several().scene()),
    "complaint_card_reviewed": lambda: _shown(_CARD, reviewed(known(late())).scene()),
    "complaint_card_awkward": lambda: _shown(_CARD, awkward().scene()),
    "complaint_requester": lambda: _shown(_MINE, known(complained()).scene(REQUESTER)),
    "complaint_requester_late": lambda: _shown(_MINE, late().scene(REQUESTER)),
    "complaint_told_manager": lambda: _escalated(complained()),
    "complaint_told_manager_known": lambda: _escalated(known(complained())),
    "complaint_told_manager_late": lambda: _escalated(late()),
    "complaint_told_manager_late_known": lambda: _escalated(known(late())),
    "complaint_told_manager_executed": lambda: _escalated(complained(executed())),
    "complaint_told_manager_rejected": lambda: _escalated(complained(waiting().rejected())),
    "complaint_told_manager_withdrawn": lambda: _escalated(complained(waiting().withdrawn())),
    "complaint_told_manager_reviewed": lambda: _escalated(reviewed(known(late()))),
    "complaint_told_manager_awkward": lambda: _escalated(awkward()),
    "complaint_told_backup": lambda: _escalated(climbed(complained(), 1), SUPERVISOR),
    "complaint_told_channel": lambda: _escalated(climbed(complained(), 2), CHANNEL),
    "complaint_told_administrator": lambda: _escalated(climbed(complained(), 3), "UADMIN"),
    "complaint_story": lambda: _story(complained(), EventKind.COMPLAINED),
    "complaint_story_late": lambda: _story(late(), EventKind.COMPLAINED),
    "complaint_story_told": lambda: _story(complained(), EventKind.ESCALATED),
    "complaint_story_climbed": lambda: _story(climbed(complained(), 1), EventKind.ATTEMPTED),
    "complaint_story_channel": lambda: _story(climbed(complained(), 2), EventKind.ATTEMPTED),
    "complaint_story_known": lambda: _story(known(complained()), EventKind.ACKNOWLEDGED),
    "complaint_story_reviewed": lambda: _story(reviewed(late()), EventKind.COMPLAINT_REVIEWED),
    "complaint_told_validator": lambda: _told(late(), EventKind.COMPLAINED, VALIDATOR),
    "complaint_told_requester_reviewed": lambda: _told(
        reviewed(late()), EventKind.COMPLAINT_REVIEWED, REQUESTER
    ),
    "complaint_due": lambda: _due(known(complained()).validated().authorized(), EventKind.AUTHORIZED),
    "complaint_due_rejected": lambda: _due(complained().rejected(), EventKind.REJECTED),
    "complaint_due_withdrawn": lambda: _due(known(complained()).withdrawn(), EventKind.WITHDRAWN),
    "complaint_due_channel": lambda: _due(climbed(complained(), 2).rejected(), EventKind.REJECTED, CHANNEL),
    "complaint_due_reviewed": lambda: _due(reviewed(known(complained()).rejected()), EventKind.REJECTED),
    "complaint_home": _home,
    "complaint_details": lambda: details(
        climbed(reviewed(known(late())), 0).now, laddered(), reviewed(known(late())).trail, NAMES
    ),
    "ladder_passed_over": lambda: _escalated(quiet(), "USTANDIN"),
    "ladder_story_passed_over": lambda: _story(quiet(), EventKind.ESCALATED),
    "ladder_story_climbed": lambda: _story(climbed(quiet(), 1), EventKind.ATTEMPTED),
    "ladder_told_channel": lambda: _escalated(climbed(quiet(), 1), "#operations"),
}

WALKS: tuple[Callable[[], Walk], ...] = (
    lambda: reviewed(known(late())),
    lambda: climbed(complained(), 3),
    quiet,
)
