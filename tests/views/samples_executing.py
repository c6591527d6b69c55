"""Samples of carrying out: in part, failed, given up, rolled back, and an approval that ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.views import home_parts
from bot.views.details import details
from bot.views.execution_modal import execution_modal, rollback_modal
from bot.views.home import HomeTab
from bot.views.messages import render
from models.acts import (
    ClearCompliance,
    Close,
    Expire,
    MarkExecuted,
    RollBack,
    RouteToCompliance,
    WarnOfExpiry,
)
from models.events import EventKind
from models.expiry import notice_at
from models.notices import MessageKind
from models.request import Result
from tests.views.homes import home_of
from tests.views.lists import list_of
from tests.views.samples import HARD, as_payload, hard
from tests.views.walk import EXECUTIVE, NAMES, OPERATOR, REQUESTER, VALIDATOR, Walk, file

OPERATIONS, SUPERVISOR = "#operations", "USUPER"
HALF = (
    "Term set to 45 days for the eleven framework orders in billing. The nine spot orders follow with the next "
    "master data run on Thursday."
)
BROKEN = "The master data run stopped at C-1017: the term is locked while its credit check is open."
NEVER = "The customer's legal entity was dissolved last week; there is no account left to change."
REST = "The nine spot orders are set to 45 days too. The customer has been told."
BACK = (
    "All twenty orders are back at 30 days: the renewal was cancelled on 20 March, and the term went with it."
)


def to_do() -> Walk:
    """Approved, with its date."""
    return Walk(evidence=(file(1),)).gathered().validated().authorized()


def tried(walk: Walk, result: Result, said: str, by: str = OPERATOR) -> Walk:
    """Operations says how it went."""
    proof = (file(9, "Master data change.pdf"),)
    act = MarkExecuted(number=1042, done=said, result=result, evidence=proof)
    return walk.do(act, by, walk.at + timedelta(hours=2))


def partial() -> Walk:
    """The rest is to be done."""
    return tried(to_do(), Result.PARTIAL, HALF)


def failed() -> Walk:
    """It can be tried again."""
    return tried(to_do(), Result.FAILED, BROKEN)


def partial_failed() -> Walk:
    """A part is done, and the rest failed."""
    return tried(partial(), Result.FAILED, BROKEN)


def given_up() -> Walk:
    """Nobody tries again."""
    return tried(to_do(), Result.GIVEN_UP, NEVER)


def done_after_all() -> Walk:
    """In part, failed, and in full."""
    return tried(partial_failed(), Result.DONE, REST).do(Close(number=1042))


def rolled_back(walk: Walk | None = None) -> Walk:
    """Taken back after the record was closed."""
    walk = walk or done_after_all()
    act = RollBack(number=1042, done=BACK, evidence=(file(10, "Orders at 30 days.pdf"),))
    return walk.do(act, "UOPS2", walk.at + timedelta(days=16))


def rolled_back_closed() -> Walk:
    """And closed anew."""
    return rolled_back().do(Close(number=1042))


def held() -> Walk:
    """On hold after its approval."""
    walk = partial()
    act = RouteToCompliance(number=1042, why="The new term may count as credit.")
    return walk.do(act, VALIDATOR, walk.at + timedelta(days=2))


def freed() -> Walk:
    """Cleared after four days."""
    walk = held()
    (hold,) = walk.now.open_holds
    act = ClearCompliance(number=1042, hold=hold.key, words="It is a supplier's term and no credit.")
    return walk.do(act, "UADMIN", walk.at + timedelta(days=4))


def near(walk: Walk | None = None) -> Walk:
    """The approval ends soon."""
    walk = walk or to_do()
    due = walk.now.execute_by
    assert due is not None
    return walk.do(WarnOfExpiry(number=1042, execute_by=due), at=notice_at(walk.policy, due))


def expired(walk: Walk | None = None) -> Walk:
    """It was not carried out in time."""
    walk = walk or near()
    due = walk.now.execute_by
    assert due is not None
    return walk.do(Expire(number=1042, execute_by=due), at=due)


def expired_partial() -> Walk:
    """Only a part was."""
    return expired(near(partial()))


def hard_tries() -> Walk:
    """Every try as long and as awkward as it may be."""
    walk = hard().authorized("<" * 3000)
    for result in (Result.PARTIAL, Result.FAILED, Result.PARTIAL, Result.DONE):
        proof = tuple(file(n, HARD) for n in range(10))
        act = MarkExecuted(number=1042, done=(HARD * 40)[:3000], result=result, evidence=proof)
        walk.do(act, OPERATOR)
    return walk


def _card(walk: Walk) -> dict[str, Any]:
    return as_payload(render(MessageKind.CARD, walk.scene()))


def _mine(walk: Walk) -> dict[str, Any]:
    return as_payload(render(MessageKind.REQUESTER_CARD, walk.scene(REQUESTER)))


def _work(walk: Walk) -> dict[str, Any]:
    return as_payload(render(MessageKind.EXECUTION_CARD, walk.scene(OPERATIONS)))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return as_payload(render(MessageKind.STORY, walk.told(kind)))


def _told(walk: Walk, kind: EventKind, recipient: str) -> dict[str, Any]:
    return as_payload(render(MessageKind.TOLD, walk.told(kind, recipient)))


def _list(*walks: Walk) -> dict[str, Any]:
    policy = walks[0].policy
    return list_of(policy, *(walk.now for walk in walks))


def _home(*walks: Walk) -> dict[str, Any]:
    policy = walks[0].policy
    requests = [walk.now for walk in walks]
    waits = home_parts.waiting(requests, lambda _: policy)
    late = home_parts.near(requests[:1], lambda _: policy)
    return home_of(policy, HomeTab.WAITING, waits, late, counted="2")


PARTIAL, FAILED = EventKind.EXECUTION_PARTIAL, EventKind.EXECUTION_FAILED
ROLLED_BACK, NEAR, EXPIRED = EventKind.ROLLED_BACK, EventKind.EXPIRY_NEAR, EventKind.EXPIRED

#: Name of the golden file, and what makes the view.
SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "executing_card_partial": lambda: _card(partial()),
    "executing_card_failed": lambda: _card(failed()),
    "executing_card_given_up": lambda: _card(given_up().do(Close(number=1042))),
    "executing_card_rolled_back": lambda: _card(rolled_back()),
    "executing_card_rolled_back_closed": lambda: _card(rolled_back_closed()),
    "expiring_card_expired": lambda: _card(expired()),
    "expiring_card_expired_partial": lambda: _card(expired_partial()),
    "executing_mine_partial": lambda: _mine(partial()),
    "executing_mine_failed": lambda: _mine(failed()),
    "executing_mine_given_up": lambda: _mine(given_up()),
    "executing_mine_rolled_back": lambda: _mine(rolled_back()),
    "expiring_mine_expired": lambda: _mine(expired()),
    "expiring_mine_expired_partial": lambda: _mine(expired_partial()),
    "executing_work_partial": lambda: _work(partial()),
    "executing_work_failed": lambda: _work(failed()),
    "executing_work_partial_failed": lambda: _work(partial_failed()),
    "executing_work_given_up": lambda: _work(given_up()),
    "executing_work_done": lambda: _work(done_after_all()),
    "executing_work_rolled_back": lambda: _work(rolled_back()),
    "executing_work_rolled_back_expired": lambda: _work(rolled_back(expired_partial())),
    "executing_work_hard": lambda: _work(hard_tries()),
    "expiring_work_held": lambda: _work(held()),
    "expiring_story_freed": lambda: _story(freed(), EventKind.HOLD_CLOSED),
    "expiring_work_near": lambda: _work(near()),
    "expiring_work_expired": lambda: _work(expired()),
    "expiring_work_expired_partial": lambda: _work(expired_partial()),
    "executing_story_partial": lambda: _story(partial(), PARTIAL),
    "executing_story_failed": lambda: _story(failed(), FAILED),
    "executing_story_given_up": lambda: _story(given_up(), FAILED),
    "executing_story_rolled_back": lambda: _story(rolled_back(), ROLLED_BACK),
    "executing_story_closed_anew": lambda: _story(rolled_back_closed(), EventKind.CLOSED),
    "expiring_story_near": lambda: _story(near(), NEAR),
    "expiring_story_expired": lambda: _story(expired(), EXPIRED),
    "expiring_story_expired_partial": lambda: _story(expired_partial(), EXPIRED),
    "executing_told_partial": lambda: _told(partial(), PARTIAL, REQUESTER),
    "executing_told_failed": lambda: _told(failed(), FAILED, EXECUTIVE),
    "executing_told_failed_supervisor": lambda: _told(failed(), FAILED, SUPERVISOR),
    "executing_told_given_up": lambda: _told(given_up(), FAILED, REQUESTER),
    "executing_told_rolled_back": lambda: _told(rolled_back(), ROLLED_BACK, REQUESTER),
    "executing_told_rolled_back_validator": lambda: _told(rolled_back(), ROLLED_BACK, VALIDATOR),
    "executing_told_rolled_back_operator": lambda: _told(rolled_back(), ROLLED_BACK, OPERATOR),
    "expiring_told_near": lambda: _told(near(), NEAR, REQUESTER),
    "expiring_told_near_operations": lambda: _told(near(), NEAR, OPERATIONS),
    "expiring_told_near_partial": lambda: _told(near(partial()), NEAR, OPERATIONS),
    "expiring_told_expired": lambda: _told(expired(), EXPIRED, REQUESTER),
    "expiring_told_expired_validator": lambda: _told(expired(), EXPIRED, VALIDATOR),
    "expiring_told_expired_operations": lambda: _told(expired_partial(), EXPIRED, OPERATIONS),
    "executing_modal": lambda: execution_modal(to_do().now, to_do().policy),
    "executing_modal_rollback": lambda: rollback_modal(partial().now, partial().policy),
    "executing_modal_hard": lambda: rollback_modal(hard_tries().now, hard_tries().policy),
    "executing_details": lambda: details(
        rolled_back_closed().now, rolled_back_closed().policy, rolled_back_closed().trail, NAMES
    ),
    "executing_listing": lambda: _list(
        to_do(), partial(), failed(), given_up(), rolled_back_closed(), expired(), expired_partial()
    ),
    "executing_home": lambda: _home(near(), partial()),
}

#: Walks whose every event the thread tells.
WALKS: tuple[Callable[[], Walk], ...] = (rolled_back_closed, given_up, expired, expired_partial)
