"""Every view as it stands in a believable moment, by name; the golden files hold what each looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.views import home_parts
from bot.views.details import details
from bot.views.help import help_message
from bot.views.home import HomeTab, Label, home
from bot.views.messages import Rendering, render
from bot.views.text import Message
from bot.views.withdrawal_modal import withdrawal_modal
from models.acts import Acknowledge, Close, MarkExecuted
from models.events import EventKind
from models.money import Money
from models.notices import MessageKind
from models.refusals import Refusal, Why
from models.request import CarriedMessage, Criticality, Reason
from tests.views.homes import home_of
from tests.views.lists import list_of
from tests.views.walk import EXECUTIVE, NAMES, OPERATOR, REQUESTER, VALIDATOR, Walk, file

Payload = dict[str, Any]

HARD = "Ampersand & <b>less</b> <!channel> <@UVAL1> *stars* _lines_ `code` :tada: ~no~ שלום עולם 🙂 مرحبا"


def filed() -> Walk:
    """Filed a moment ago; the sources are still being read."""
    return Walk()


def waiting() -> Walk:
    """In validation, with facts."""
    return Walk(needed_by=date(2026, 3, 20), evidence=(file(1), file(2))).gathered()


def full() -> Walk:
    """With everything that a form takes."""
    return Walk(
        beneficiary="UJON",
        needed_by=date(2026, 3, 20),
        dependencies="Billing changes the master data before the next invoice run on 15 March.",
        criticality=Criticality.HIGH,
        reason=Reason.REALITY,
        evidence=tuple(file(number) for number in range(1, 7)),
        message=CarriedMessage(
            channel="CSALES", ts="1772611000.000100", author="UJON", text="Can we give Nordlicht 45 days?"
        ),
        value=Money(amount=Decimal("25000"), currency="EUR"),
        requested=Decimal(33),
    ).gathered("history")


def by_hand() -> Walk:
    """A standard of words, scored by hand."""
    return Walk(
        standard="P-W",
        requested=None,
        requested_words="One supplier for the pump seals until the second one is approved in September.",
        deviation=Decimal(35),
    ).gathered()


def moved() -> Walk:
    """Scored again by the validator, so that another tier decides."""
    return by_hand().validated(deviation=Decimal(60))


def executed() -> Walk:
    """Carried out."""
    done = (
        "Term set to 45 days in billing for C-1017, from the April invoices on. The customer has been told."
    )
    act = MarkExecuted(number=1042, done=done, evidence=(file(9, "Master data change.pdf"),))
    return waiting().validated().authorized().do(act, OPERATOR)


def closed() -> Walk:
    """Carried out and closed."""
    return executed().do(Close(number=1042))


def stuck() -> Walk:
    """Rejected, and the record lacks a source."""
    return Walk().gathered("history").rejected().do(Close(number=1042))


def breached() -> Walk:
    """Overdue at the second approval, with the warning acknowledged."""
    walk = waiting().validated().near()
    key = walk.now.escalations[0].key
    return walk.do(Acknowledge(number=1042, escalation=key), "USUPER").breached()


def withdrawn() -> Walk:
    """Taken back after both approvals."""
    return waiting().validated().authorized().withdrawn()


def hard() -> Walk:
    """Every text as long and as awkward as it may be."""
    texts = ("&" * 3000, "<" * 3000, ("🙂" * 1500 + ">" * 1500), "שלום " * 600)
    walk = Walk(
        standard="P-W",
        requested=None,
        requested_words=texts[0],
        deviation=Decimal("33.333333333333"),
        rationale=texts[1],
        impact=texts[2],
        dependencies=texts[3],
        needed_by=date(2026, 3, 20),
        beneficiary="UJON",
        evidence=tuple(file(number, f"{HARD} {number}" * 3) for number in range(20)),
        message=CarriedMessage(channel="CSALES", ts="1.1", author="UJON", text=HARD * 30),
        value=Money(amount=Decimal("9999.999999"), currency="USD"),
    )
    request = walk.now
    customer = replace(request.filing.customer, name=HARD * 20)
    walk.request = replace(request, filing=replace(request.filing, customer=customer))
    return walk.gathered().validated("&" * 3000, evidence=tuple(file(n, HARD) for n in range(10)))


def _message(kind: MessageKind, scene: Rendering) -> Payload:
    return as_payload(render(kind, scene))


def as_payload(message: Message) -> Payload:
    """A message as it is sent."""
    return {"text": message.text, "blocks": message.blocks}


def _details(walk: Walk, page: int = 0) -> Payload:
    return details(walk.now, walk.policy, walk.trail, NAMES, page)


def _home(*walks: Walk) -> Payload:
    """Home of somebody who has chosen nothing: what waits on them, else what is theirs."""
    requests = [walk.now for walk in walks]
    policy = Walk().policy
    waits = [request for request in requests if request.stage is not None]
    late = [request for request in requests if request.breached_at is not None]
    labels = [Label(tab=HomeTab.MINE), Label(tab=HomeTab.WAITING, count=str(len(waits) or ""))]
    parts = [home_parts.mine(requests, lambda request: policy, len(requests))]
    if waits:
        parts = [home_parts.waiting(waits, lambda _: policy), home_parts.near(late, lambda _: policy)]
    tab = HomeTab.WAITING if waits else HomeTab.MINE
    return home(policy=policy, labels=labels, tab=tab, parts=parts)


def _team(*walks: Walk) -> Payload:
    requests = [walk.now for walk in walks]
    return home_of(
        Walk().policy, HomeTab.TEAM, home_parts.team(requests, lambda _: Walk().policy, len(requests))
    )


def _admin(*walks: Walk) -> Payload:
    policy = Walk().policy
    return home_of(
        policy,
        HomeTab.ADMIN,
        home_parts.administration("4f1c0ab2d9e7", is_proposed=bool(walks)),
        home_parts.stuck([walk.now for walk in walks], lambda _: policy),
    )


def _list(*walks: Walk) -> Payload:
    policy = Walk().policy
    return list_of(policy, *(walk.now for walk in walks))


def _refused() -> Walk:
    refusal = Refusal(why=Why.SAME_PERSON, who_could=("@executives",))
    return closed().refuse("Approve", refusal, VALIDATOR)


_CARD, _MINE, _WORK = MessageKind.CARD, MessageKind.REQUESTER_CARD, MessageKind.EXECUTION_CARD

#: Name of the golden file, and what makes the view.
SAMPLES: dict[str, Callable[[], Payload]] = {
    "card_reading": lambda: _message(_CARD, filed().scene()),
    "card_validation": lambda: _message(_CARD, waiting().scene()),
    "card_full": lambda: _message(_CARD, full().scene()),
    "card_by_hand": lambda: _message(_CARD, by_hand().scene()),
    "card_moved": lambda: _message(_CARD, moved().scene("#manager")),
    "card_authorization": lambda: _message(_CARD, waiting().validated().scene()),
    "card_breached": lambda: _message(_CARD, breached().scene()),
    "card_approved": lambda: _message(_CARD, waiting().validated().authorized().scene()),
    "card_rejected": lambda: _message(_CARD, waiting().validated().rejected().scene()),
    "card_stuck": lambda: _message(_CARD, stuck().scene()),
    "card_closed": lambda: _message(_CARD, closed().scene()),
    "card_withdrawn": lambda: _message(_CARD, waiting().withdrawn().scene()),
    "card_withdrawn_closed": lambda: _message(
        _CARD, waiting().validated().withdrawn().do(Close(number=1042)).scene()
    ),
    "card_hard": lambda: _message(_CARD, hard().scene()),
    "requester_validation": lambda: _message(_MINE, waiting().scene(REQUESTER)),
    "requester_authorization": lambda: _message(_MINE, waiting().validated().scene(REQUESTER)),
    "requester_breached": lambda: _message(_MINE, breached().scene(REQUESTER)),
    "requester_rejected": lambda: _message(_MINE, waiting().rejected().scene(REQUESTER)),
    "requester_approved": lambda: _message(_MINE, waiting().validated().authorized().scene(REQUESTER)),
    "requester_withdrawn": lambda: _message(_MINE, waiting().validated().withdrawn().scene(REQUESTER)),
    "requester_closed": lambda: _message(_MINE, closed().scene(REQUESTER)),
    "requester_hard": lambda: _message(_MINE, hard().scene(REQUESTER)),
    "execution_waiting": lambda: _message(_WORK, waiting().validated().authorized().scene("#operations")),
    "execution_done": lambda: _message(_WORK, executed().scene("#operations")),
    "execution_withdrawn": lambda: _message(_WORK, withdrawn().scene("#operations")),
    "execution_closed": lambda: _message(_WORK, closed().scene("#operations")),
    "escalation_near": lambda: _message(MessageKind.ESCALATION, waiting().near().escalated("USUPER")),
    "escalation_breached": lambda: _message(MessageKind.ESCALATION, breached().escalated("UDIRECTOR")),
    "escalation_decided": lambda: _message(
        MessageKind.ESCALATION, breached().rejected().escalated("UDIRECTOR")
    ),
    "escalation_withdrawn": lambda: _message(
        MessageKind.ESCALATION, waiting().near().withdrawn().escalated("USUPER")
    ),
    "story_routed": lambda: _story(waiting(), EventKind.ROUTED),
    "story_over_authority": lambda: _story(full(), EventKind.ROUTED),
    "story_unavailable": lambda: _story(full(), EventKind.SOURCE_UNAVAILABLE),
    "story_confirmed": lambda: _story(moved(), EventKind.SCORE_CONFIRMED),
    "story_validated": lambda: _story(waiting().validated(), EventKind.VALIDATED),
    "story_authorized": lambda: _story(waiting().validated().authorized(), EventKind.AUTHORIZED),
    "story_rejected": lambda: _story(waiting().rejected(), EventKind.REJECTED),
    "story_escalated": lambda: _story(breached(), EventKind.ESCALATED),
    "story_acknowledged": lambda: _story(breached(), EventKind.ACKNOWLEDGED),
    "story_executed": lambda: _story(executed(), EventKind.EXECUTED),
    "story_withdrawn": lambda: _story(withdrawn(), EventKind.WITHDRAWN),
    "story_incomplete": lambda: _story(stuck(), EventKind.CLOSING_INCOMPLETE),
    "story_closed": lambda: _story(closed(), EventKind.CLOSED),
    "story_hard": lambda: _story(hard(), EventKind.VALIDATED),
    "told_approved": lambda: _told(waiting().validated().authorized(), EventKind.AUTHORIZED, REQUESTER),
    "told_rejected": lambda: _told(waiting().validated().rejected(), EventKind.REJECTED, REQUESTER),
    "told_executed": lambda: _told(executed(), EventKind.EXECUTED, EXECUTIVE),
    "told_withdrawn": lambda: _told(withdrawn(), EventKind.WITHDRAWN, EXECUTIVE),
    "told_withdrawn_supervisor": lambda: _told(waiting().near().withdrawn(), EventKind.WITHDRAWN, "USUPER"),
    "withdrawal_modal": lambda: withdrawal_modal(waiting().now, waiting().policy),
    "withdrawal_hard": lambda: _message(_CARD, hard().withdrawn("&" * 3000).scene()),
    "details_withdrawn": lambda: _details(withdrawn()),
    "details": lambda: _details(_refused()),
    "details_full": lambda: _details(full()),
    "details_hard": lambda: _details(hard()),
    "details_hard_next": lambda: _details(hard(), 1),
    "home": lambda: _home(waiting(), breached(), closed()),
    "home_empty": _home,
    "home_mine": lambda: _home(closed()),
    "home_team": lambda: _team(waiting(), breached()),
    "home_team_empty": _team,
    "home_admin": lambda: _admin(breached()),
    "home_admin_quiet": _admin,
    "listing": lambda: _list(waiting(), breached(), stuck(), closed()),
    "listing_withdrawn": lambda: _list(waiting().withdrawn(), withdrawn().do(Close(number=1042))),
    "listing_empty": _list,
    "help": lambda: as_payload(help_message(Walk().policy, NAMES)),
    "help_unknown": lambda: as_payload(help_message(Walk().policy, NAMES, "lits <!channel>")),
}


def _story(walk: Walk, kind: EventKind) -> Payload:
    return _message(MessageKind.STORY, walk.told(kind))


def _told(walk: Walk, kind: EventKind, recipient: str) -> Payload:
    return _message(MessageKind.TOLD, walk.told(kind, recipient))


def long_trail() -> Walk:
    """A request that many people tried to decide who may not."""
    walk = waiting()
    for minute in range(150):
        walk.at += timedelta(minutes=minute % 2)
        walk.refuse(
            "Approve", Refusal(why=Why.NOT_VALIDATOR, who_could=("@validators",)), f"USOMEBODY{minute}"
        )
    return walk
