"""Returns and amendments in believable moments: the form that asks, the form that answers, the cards and the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.views.amendment_form import Amended
from bot.views.details import details
from bot.views.filing_form import Forecast, filing_form
from bot.views.messages import render
from bot.views.returning import return_modal
from models.acts import Amend, Close, Lapse, ReturnForCompletion, WarnOfLapse
from models.deadlines import TimerKind, timers_for
from models.events import EventKind
from models.holds import MissingItem
from models.lifecycle.returning import RETURNABLE
from models.notices import MessageKind
from models.request import Customer
from tests.views import samples
from tests.views.samples import as_payload
from tests.views.walk import NAMES, REQUESTER, VALIDATOR, Walk, file

ITEMS = (
    MissingItem(field="impact", words="What does it cost us in a year, and who bears it?"),
    MissingItem(field="evidence", words="The customer's letter that asks for it, signed."),
    MissingItem(field="", words="Who agreed to the cycle of the 15th on their side?"),
)
ANSWER = "Their head of purchasing did, in the call of 2 March."
WHY = "They agreed to 38 days in the call this morning."


def returned() -> Walk:
    """Sent back with three things missing."""
    walk = samples.waiting()
    return walk.do(ReturnForCompletion(number=1042, items=ITEMS), VALIDATOR)


def completed() -> Walk:
    """Completed the day after, with a letter and an answer."""
    walk = returned()
    impact = (
        "About EUR 400 of interest a year, borne by the sales region. No other customer has asked for it."
    )
    filing = replace(
        walk.now.filing, impact=impact, evidence=(*walk.now.filing.evidence, file(7, "Signed letter.pdf"))
    )
    return walk.do(Amend(number=1042, filing=filing, why=ANSWER), REQUESTER)


def due(walk: Walk, kind: TimerKind) -> Any:
    """When a timer of the walk is due."""
    return next(t.due_at for t in timers_for(walk.now, walk.policy) if t.kind is kind)


def warned() -> Walk:
    """Nobody has answered, and the last whole day begins."""
    walk = returned()
    act = WarnOfLapse(number=1042, hold=walk.now.holds[0].key)
    return walk.do(act, at=due(walk, TimerKind.LAPSE_NEAR))


def lapsed() -> Walk:
    """Nobody has answered."""
    walk = warned()
    return walk.do(Lapse(number=1042, hold=walk.now.holds[0].key), at=due(walk, TimerKind.LAPSE))


def amended() -> Walk:
    """Changed after both approvals: another value, which another tier decides."""
    walk = samples.waiting().validated().authorized()
    filing = replace(
        walk.now.filing,
        requested=Decimal(38),
        beneficiary="UJON",
        dependencies="Billing changes the master data before the next invoice run.",
    )
    return walk.do(Amend(number=1042, filing=filing, why=WHY), REQUESTER)


def typo() -> Walk:
    """A word put right after the first approval."""
    walk = samples.waiting().validated()
    filing = replace(walk.now.filing, rationale=walk.now.filing.rationale.replace("April", "May"))
    return walk.do(Amend(number=1042, filing=filing, why="The month was wrong."), REQUESTER)


def other_customer() -> Walk:
    """For somebody else than it was filed for; the sources are read anew."""
    walk = samples.waiting()
    filing = replace(walk.now.filing, customer=Customer(id="C-1018", name="Südlicht Sample GmbH"))
    return walk.do(Amend(number=1042, filing=filing, why="It was the sister company."), REQUESTER)


def hard() -> Walk:
    """Every item as long and as awkward as it may be."""
    walk = samples.full()
    texts = ("&" * 3000, "<" * 3000, samples.HARD * 20, "a\n" * 1500)
    items = [MissingItem(field=str(field), words=texts[n % len(texts)]) for n, field in enumerate(RETURNABLE)]
    items.append(MissingItem(field="", words=samples.HARD * 20))
    return walk.do(ReturnForCompletion(number=1042, items=tuple(items)), VALIDATOR)


def hard_answer() -> Walk:
    """Every text of the answer as long and as awkward as it may be."""
    walk = hard()
    filing = replace(
        walk.now.filing,
        rationale="&" * 3000,
        impact="<" * 3000,
        dependencies=samples.HARD * 25,
        customer=Customer(id="C-1018", name=samples.HARD * 5),
        requested=Decimal("32.999999"),
        evidence=(*walk.now.filing.evidence, *(file(n, samples.HARD) for n in range(30, 40))),
    )
    return walk.do(Amend(number=1042, filing=filing, why="&" * 3000), REQUESTER)


def form(walk: Walk, note: str = "", **forecast: Any) -> dict[str, Any]:
    """The form with what the request says, opened again."""
    request = walk.now
    standard = walk.policy.standard(request.filing.standard)
    shown = Forecast(
        score=request.score, requested=request.filing.requested, value=request.filing.value, **forecast
    )
    return filing_form(
        walk.policy,
        NAMES,
        standard=standard,
        forecast=shown,
        message=request.filing.message,
        note=note,
        amended=Amended(request=request, seen=0),
    )


def _message(kind: MessageKind, walk: Walk, recipient: str | None = None) -> dict[str, Any]:
    return as_payload(render(kind, walk.scene(recipient)))


def _of(kind: MessageKind, walk: Walk, event: EventKind, recipient: str | None = None) -> dict[str, Any]:
    return as_payload(render(kind, walk.told(event, recipient)))


def _details(walk: Walk) -> dict[str, Any]:
    return details(walk.now, walk.policy, walk.trail, NAMES)


_CARD, _MINE, _WORK = MessageKind.CARD, MessageKind.REQUESTER_CARD, MessageKind.EXECUTION_CARD
_STORY, _TOLD = MessageKind.STORY, MessageKind.TOLD

WALKS: tuple[Callable[[], Walk], ...] = (completed, lapsed, amended)

#: Name of the golden file, and what makes the view.
SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "return_modal": lambda: return_modal(samples.full().now, samples.full().policy),
    "return_modal_by_hand": lambda: return_modal(samples.by_hand().now, samples.by_hand().policy),
    "completion_form": lambda: form(returned()),
    "completion_form_hard": lambda: form(hard()),
    "amendment_form": lambda: form(samples.waiting().validated(), consequence="Decision by …, as before."),
    "card_returned": lambda: _message(_CARD, returned()),
    "card_returned_hard": lambda: _message(_CARD, hard()),
    "card_completed": lambda: _message(_CARD, completed()),
    "card_lapsed": lambda: _message(_CARD, lapsed().do(Close(number=1042))),
    "card_amended": lambda: _message(_CARD, amended()),
    "card_amended_left": lambda: _message(_CARD, amended(), "#executive"),
    "card_other_customer": lambda: _message(_CARD, other_customer()),
    "card_answered_hard": lambda: _message(_CARD, hard_answer()),
    "requester_returned": lambda: _message(_MINE, returned(), REQUESTER),
    "requester_lapsed": lambda: _message(_MINE, lapsed(), REQUESTER),
    "requester_amended": lambda: _message(_MINE, amended(), REQUESTER),
    "execution_void": lambda: _message(_WORK, amended(), "#operations"),
    "story_returned": lambda: _of(_STORY, returned(), EventKind.RETURNED),
    "story_returned_hard": lambda: _of(_STORY, hard(), EventKind.RETURNED),
    "story_completed": lambda: _of(_STORY, completed(), EventKind.AMENDED),
    "story_amended": lambda: _of(_STORY, amended(), EventKind.AMENDED),
    "story_round_begun": lambda: _of(_STORY, amended(), EventKind.ROUND_BEGUN),
    "story_typo": lambda: _of(_STORY, typo(), EventKind.AMENDED),
    "story_amended_hard": lambda: _of(_STORY, hard_answer(), EventKind.AMENDED),
    "story_lapsed": lambda: _of(_STORY, lapsed(), EventKind.LAPSED),
    "told_returned": lambda: _of(_TOLD, returned(), EventKind.RETURNED, REQUESTER),
    "told_returned_hard": lambda: _of(_TOLD, hard(), EventKind.RETURNED, REQUESTER),
    "told_lapse_near": lambda: _of(_TOLD, warned(), EventKind.LAPSE_NEAR, REQUESTER),
    "told_lapsed": lambda: _of(_TOLD, lapsed(), EventKind.LAPSED, REQUESTER),
    "told_lapsed_validator": lambda: _of(_TOLD, lapsed(), EventKind.LAPSED, VALIDATOR),
    "told_completed": lambda: _of(_TOLD, completed(), EventKind.AMENDED, VALIDATOR),
    "told_completed_hard": lambda: _of(_TOLD, hard_answer(), EventKind.AMENDED, VALIDATOR),
    "told_void": lambda: _of(_TOLD, amended(), EventKind.ROUND_BEGUN, VALIDATOR),
    "details_amended": lambda: _details(amended()),
    "details_returned": lambda: _details(returned()),
    "details_returned_hard": lambda: _details(hard()),
}
