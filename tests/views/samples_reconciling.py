"""Samples of sources that contradict each other: the hold, its form, what was settled, and a hold that is overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.views.decision_modal import decision_modal
from bot.views.details import details
from bot.views.messages import render
from bot.views.scene import Rendering
from bot.views.settlement_modal import settlement_modal
from models.acts import Acknowledge, MarkHoldOverdue, RecordSnapshots, ResolveHold, ReturnForCompletion
from models.events import EventKind
from models.notices import MessageKind
from models.policy import Policy
from models.request import Stage, Verdict
from models.snapshot import Snapshot
from tests import builders
from tests.views import samples_amending
from tests.views.samples import HARD, as_payload
from tests.views.walk import NAMES, REQUESTER, TITLES, VALIDATOR, Walk, file, sample_policy

QUALITY = "UQUALITY1"
CHANNEL = "#data-quality"
HOLD = {
    "title": "Conflicting information across data sources",
    "action": "Reconcile the sources by hand and document the discrepancy.",
    "owner": [QUALITY, "UQUALITY2"],
    "channel": CHANNEL,
    "within": "2 business days",
    "contact": "supervisor",
}
TERM = {
    "name": "term",
    "title": "Agreed payment term",
    "kind": "number",
    "fields": ["crm.payment_term_days", "contracts.payment_term_days"],
    "corrects": "standard",
    "standard": "P-1",
}
REVENUE = {
    "name": "revenue",
    "title": "Revenue of the year",
    "kind": "number",
    "fields": ["crm.annual_revenue_eur", "contracts.annual_value"],
    "corrects": "value",
}
CUSTOMER = {
    "crm": {
        "customer_id": "C-1017",
        "name": "Nordlicht Sample GmbH",
        "segment": "Mid-market",
        "annual_revenue_eur": "1840000",
        "payment_term_days": "30",
    },
    "contracts": {"customer_id": "C-1017", "service_tier": "Gold", "payment_term_days": "45"},
    "history": {"customer_id": "C-1017", "late_payments_12m": "1", "churn_risk": "High"},
}
WHY = (
    "The contract that both sides signed in May 2025 says 45 days. The CRM was filled from the old one and nobody "
    "corrected it; I have told the account's owner."
)


def agreeing_policy(agreement: dict[str, Any] = TERM) -> Policy:
    """The sample policy, where sources must say the same."""
    plain = sample_policy()
    sources = [source.model_dump() for source in plain.sources]
    sources[0]["facts"] |= {"payment_term_days": "Payment term (days)"}
    standards = [standard.model_dump() for standard in plain.standards]
    return builders.policy(
        sources=sources, standards=standards, holds={"conflicting_data": HOLD}, agreements=[agreement]
    )


def read(walk: Walk, *sources: str, **rows: dict[str, str]) -> Walk:
    """Those sources were read, all unless some are named; `rows` change what they say."""
    at = walk.at + timedelta(seconds=2)
    said = tuple(
        Snapshot.of(name, TITLES[name], at, row | rows.get(name, {}))
        for name, row in CUSTOMER.items()
        if name in (sources or CUSTOMER)
    )
    return walk.do(RecordSnapshots(number=1042, snapshots=said), at=at)


def held() -> Walk:
    """The CRM says 30 days and the contract 45."""
    return read(Walk(policy=agreeing_policy(), requested=Decimal(60)))


def unreadable() -> Walk:
    """The CRM says no number at all."""
    return read(
        Walk(policy=agreeing_policy(), requested=Decimal(60)), crm={"payment_term_days": "on receipt"}
    )


def settle(walk: Walk, side: int | None = 1, words: str = WHY, **what: Any) -> Walk:
    """Data quality settles it three hours later."""
    key = walk.now.open_holds[0].key
    act = ResolveHold(number=1042, hold=key, words=words, side=side, **what)
    return walk.do(act, QUALITY, walk.at + timedelta(hours=3, minutes=20))


def settled() -> Walk:
    """Settled on the contract's term, so that another tier decides."""
    return settle(held(), evidence=(file(1, "Contract of May 2025.pdf"),))


def applies() -> Walk:
    """Settled on what is asked for."""
    return settle(read(Walk(policy=agreeing_policy())))


def typed() -> Walk:
    """Settled on what no source says."""
    return settle(unreadable(), None, chosen="40")


def voided() -> Walk:
    """Settled after the first approval, which is void then."""
    walk = read(Walk(policy=agreeing_policy(), requested=Decimal(60)), "crm", "history").validated()
    return settle(read(walk, "contracts"))


def decided() -> Walk:
    """Decided after it was settled."""
    walk = settle(held(), None, chosen="30").validated()
    return walk.authorized()


def value_settled() -> Walk:
    """Settled on the value that is decided."""
    return settle(read(Walk(policy=agreeing_policy(REVENUE)), contracts={"annual_value": "9200"}))


def overdue() -> Walk:
    """Nobody settled it in time."""
    walk = held()
    hold = walk.now.holds[0]
    assert hold.due_at is not None
    return walk.do(MarkHoldOverdue(number=1042, hold=hold.key, due_at=hold.due_at), at=hold.due_at)


def known() -> Walk:
    """The contact knows of it, and then it was settled."""
    walk = overdue()
    act = Acknowledge(number=1042, escalation=walk.now.escalations[0].key)
    return settle(walk.do(act, "USUPER"))


def hard() -> Walk:
    """Values and words as long and as awkward as they may be."""
    text = TERM | {"kind": "text", "corrects": None, "standard": None, "title": f"{HARD[:100]}"}
    row = {"payment_term_days": "&" * 3000}
    walk = read(Walk(policy=agreeing_policy(text)), crm=row, contracts={"payment_term_days": HARD * 20})
    return settle(walk, 0, "<" * 3000, evidence=tuple(file(n, HARD) for n in range(10)))


def _message(kind: MessageKind, scene: Rendering) -> dict[str, Any]:
    return as_payload(render(kind, scene))


def _hold(walk: Walk) -> dict[str, Any]:
    return _message(MessageKind.HOLD_CARD, walk.scene(CHANNEL, hold=walk.now.holds[0]))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return _message(MessageKind.STORY, walk.told(kind))


def _modal(walk: Walk) -> dict[str, Any]:
    return settlement_modal(walk.now, walk.now.holds[0], walk.policy)


def _returned(walk: Walk) -> dict[str, Any]:
    """The form in which it is completed."""
    act = ReturnForCompletion(number=1042, items=samples_amending.ITEMS)
    return samples_amending.form(walk.do(act, VALIDATOR))


def _decision(walk: Walk) -> dict[str, Any]:
    stage, verdict = Stage.VALIDATION, Verdict.APPROVED
    return decision_modal(walk.now, walk.policy, NAMES, stage=stage, verdict=verdict)


_CARD, _MINE = MessageKind.CARD, MessageKind.REQUESTER_CARD

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "conflict_hold_open": lambda: _hold(held()),
    "conflict_hold_unreadable": lambda: _hold(unreadable()),
    "conflict_hold_overdue": lambda: _hold(overdue()),
    "conflict_hold_settled": lambda: _hold(settled()),
    "conflict_hold_typed": lambda: _hold(typed()),
    "conflict_hold_hard": lambda: _hold(hard()),
    "conflict_card_held": lambda: _message(_CARD, held().scene()),
    "conflict_card_settled": lambda: _message(_CARD, settled().scene()),
    "conflict_card_applies": lambda: _message(_CARD, applies().scene()),
    "conflict_card_left": lambda: _message(_CARD, settled().scene("#executive")),
    "conflict_card_voided": lambda: _message(_CARD, voided().scene()),
    "conflict_card_value": lambda: _message(_CARD, value_settled().scene()),
    "conflict_card_decided": lambda: _message(_CARD, decided().scene()),
    "conflict_requester_held": lambda: _message(_MINE, held().scene(REQUESTER)),
    "conflict_requester_settled": lambda: _message(_MINE, settled().scene(REQUESTER)),
    "conflict_story_opened": lambda: _story(held(), EventKind.HOLD_OPENED),
    "conflict_story_settled": lambda: _story(settled(), EventKind.HOLD_CLOSED),
    "conflict_story_resumed": lambda: _story(settled(), EventKind.RESUMED),
    "conflict_story_rescored": lambda: _story(settled(), EventKind.RESCORED),
    "conflict_story_round": lambda: _story(voided(), EventKind.ROUND_BEGUN),
    "conflict_story_overdue": lambda: _story(overdue(), EventKind.ESCALATED),
    "conflict_told_void": lambda: _message(MessageKind.TOLD, voided().told(EventKind.ROUND_BEGUN, VALIDATOR)),
    "conflict_escalation": lambda: _message(MessageKind.ESCALATION, overdue().escalated("USUPER")),
    "conflict_escalation_settled": lambda: _message(MessageKind.ESCALATION, known().escalated("USUPER")),
    "conflict_modal": lambda: _modal(held()),
    "conflict_modal_unreadable": lambda: _modal(unreadable()),
    "conflict_modal_hard": lambda: _modal(hard()),
    "conflict_decision_modal": lambda: _decision(settled()),
    "conflict_amendment_form": lambda: samples_amending.form(settled()),
    "conflict_completion_form": lambda: _returned(settled()),
    "conflict_amendment_form_value": lambda: samples_amending.form(value_settled()),
    "conflict_details": lambda: details(settled().now, settled().policy, settled().trail, NAMES, 0),
    "conflict_details_held": lambda: details(overdue().now, overdue().policy, overdue().trail, NAMES, 0),
}
WALKS = (settled, applies, typed, voided, known, value_settled, decided)
