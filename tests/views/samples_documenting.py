"""Samples of a source that cannot be read: its hold, what stands in for it, and more time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.views.details import details
from bot.views.messages import render
from bot.views.outage_forms import closing_modal, documentation_modal, extension_modal
from bot.views.scene import Rendering
from models.acts import DocumentSource, ExtendDeadline, ResolveHold
from models.events import EventKind
from models.notices import MessageKind
from models.policy import Policy
from tests import builders
from tests.views.samples import HARD, as_payload
from tests.views.walk import NAMES, OPERATOR, REQUESTER, Walk, file, sample_policy

KEY = "data_unavailable-1"
HOLD = {
    "title": "Data unavailable from required source",
    "action": "Request alternate documentation; the decision timeline is extended by 24 hours.",
    "owner": ["@operations"],
    "channel": "#operations",
    "extends": "24h",
}


def holding_policy() -> Policy:
    """The sample policy, where a source that is away holds the request."""
    plain = sample_policy()
    sources = [source.model_dump() for source in plain.sources]
    standards = [standard.model_dump() for standard in plain.standards]
    return builders.policy(sources=sources, standards=standards, holds={"data_unavailable": HOLD})


def held(*away: str) -> Walk:
    """The contract records could not be read."""
    return Walk(policy=holding_policy()).gathered(*(away or ("contracts",)))


def documented() -> Walk:
    """The requester has given the contract itself."""
    words = (
        "The signed contract of 2017 with the amendment of 2023: the term is 30 days, and it runs until "
        "30 April 2027. The pages with the signatures are at the end."
    )
    evidence = (file(1, "Contract C-1017, signed.pdf"), file(2, "Amendment 2023.pdf"))
    act = DocumentSource(number=1042, hold=KEY, words=words, evidence=evidence)
    walk = held()
    return walk.do(act, REQUESTER, walk.at + timedelta(minutes=25))


def back() -> Walk:
    """The contract records were read after all."""
    walk = held()
    walk.at += timedelta(minutes=5)
    return walk.gathered()


def extended() -> Walk:
    """The supervisor has given a further 24 hours."""
    walk = held()
    act = ExtendDeadline(number=1042, hold=KEY, why="The provider restores the records by Friday noon.")
    return walk.do(act, "USUPER", walk.at + timedelta(hours=20))


def resolved() -> Walk:
    """Operations has closed the hold with the documentation."""
    walk = documented()
    act = ResolveHold(number=1042, hold=KEY, words="")
    return walk.do(act, OPERATOR, walk.at + timedelta(minutes=10))


def without() -> Walk:
    """Operations has decided to go on without the source."""
    walk = held()
    words = "The provider is down until Monday. The term is on the last invoice, which the CRM shows."
    act = ResolveHold(number=1042, hold=KEY, words=words)
    return walk.do(act, OPERATOR, walk.at + timedelta(hours=2))


def hard() -> Walk:
    """Texts as long and as awkward as they may be, and every source away."""
    walk = held("crm", "contracts", "history")
    for number in (1, 2, 3):
        act = DocumentSource(
            number=1042,
            hold=f"data_unavailable-{number}",
            words=("&" * 3000, "<" * 3000, HARD * 20)[number - 1],
            evidence=tuple(file(n, HARD) for n in range(10)),
        )
        walk.do(act, REQUESTER)
    return walk.do(ResolveHold(number=1042, hold=KEY, words=">" * 3000), OPERATOR)


def _message(kind: MessageKind, scene: Rendering) -> dict[str, Any]:
    return as_payload(render(kind, scene))


def _hold(walk: Walk) -> dict[str, Any]:
    return _message(MessageKind.HOLD_CARD, walk.scene("#operations", hold=walk.now.holds[0]))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return _message(MessageKind.STORY, walk.told(kind))


def _told(walk: Walk, kind: EventKind, recipient: str) -> dict[str, Any]:
    return _message(MessageKind.TOLD, walk.told(kind, recipient))


_CARD, _MINE = MessageKind.CARD, MessageKind.REQUESTER_CARD

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "outage_hold_open": lambda: _hold(held()),
    "outage_hold_documented": lambda: _hold(documented()),
    "outage_hold_back": lambda: _hold(back()),
    "outage_hold_extended": lambda: _hold(extended()),
    "outage_hold_closed": lambda: _hold(resolved()),
    "outage_hold_without": lambda: _hold(without()),
    "outage_hold_hard": lambda: _hold(hard()),
    "outage_card_held": lambda: _message(_CARD, held().scene()),
    "outage_card_documented": lambda: _message(_CARD, documented().scene()),
    "outage_card_resolved": lambda: _message(_CARD, resolved().scene()),
    "outage_card_without": lambda: _message(_CARD, without().scene()),
    "outage_card_hard": lambda: _message(_CARD, hard().scene()),
    "outage_requester_held": lambda: _message(_MINE, held().scene(REQUESTER)),
    "outage_requester_several": lambda: _message(_MINE, held("crm", "contracts").scene(REQUESTER)),
    "outage_requester_documented": lambda: _message(_MINE, documented().scene(REQUESTER)),
    "outage_requester_back": lambda: _message(_MINE, back().scene(REQUESTER)),
    "outage_story_opened": lambda: _story(held(), EventKind.HOLD_OPENED),
    "outage_story_documented": lambda: _story(documented(), EventKind.DOCUMENTED),
    "outage_story_back": lambda: _story(back(), EventKind.HOLD_OFFERED),
    "outage_story_extended": lambda: _story(extended(), EventKind.EXTENDED),
    "outage_story_closed": lambda: _story(without(), EventKind.HOLD_CLOSED),
    "outage_told_asked": lambda: _told(held(), EventKind.HOLD_OPENED, REQUESTER),
    "outage_told_asked_several": lambda: _told(held("crm", "contracts"), EventKind.HOLD_OPENED, REQUESTER),
    "outage_told_documented": lambda: _told(documented(), EventKind.HOLD_OFFERED, "#operations"),
    "outage_told_back": lambda: _told(back(), EventKind.HOLD_OFFERED, "#operations"),
    "outage_told_closed": lambda: _told(without(), EventKind.HOLD_CLOSED, REQUESTER),
    "outage_documentation_modal": lambda: documentation_modal(held().now, KEY, held().policy),
    "outage_closing_modal": lambda: closing_modal(held().now, KEY, held().policy),
    "outage_closing_modal_documented": lambda: closing_modal(documented().now, KEY, held().policy),
    "outage_extension_modal": lambda: extension_modal(held().now, KEY, held().policy),
    "outage_details": lambda: details(resolved().now, resolved().policy, resolved().trail, NAMES, 0),
}
WALKS = (documented, back, extended, resolved, without)
