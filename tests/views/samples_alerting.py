"""Alerts in believable moments: whole, incomplete, completed, ended unfinished, and turned away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.views.alert_told import alert_told
from bot.views.amendment_form import Amended
from bot.views.details import details
from bot.views.filing_form import filing_form
from bot.views.messages import render
from models.acts import Amend, Close, Complain, File, Lapse
from models.audit_chain import GENESIS, AuditEvent, append
from models.events import EventKind, event
from models.holds import MissingItem
from models.notices import MessageKind
from models.refusals import Fault, Why
from models.request import Customer
from models.trigger import Trigger, TriggerKind
from tests.builders import MORNING
from tests.views import samples
from tests.views.samples import as_payload
from tests.views.walk import NAMES, REQUESTER, Walk, sample_filing

TRIGGER = Trigger(
    kind=TriggerKind.ALERT, source="order monitoring", id="msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", sha256="0" * 64
)
WORKFLOW = Trigger(kind=TriggerKind.WORKFLOW, source="Workflow Builder", id="Fx0123456789", sha256="0" * 64)
HARD = Trigger(kind=TriggerKind.ALERT, source=samples.HARD[:80], id="&" * 150, sha256="0" * 64)

#: What could not be read of the alert that is not complete.
UNREAD = (
    MissingItem(field="standard", words="payment terms (old)", fault=Fault.UNKNOWN_STANDARD),
    MissingItem(field="customer", words="C-9999", fault=Fault.MISSING),
    MissingItem(field="value", words="about 9k", fault=Fault.NOT_A_NUMBER),
    MissingItem(field="criticality", words="", fault=Fault.MISSING),
    MissingItem(
        field="", words="dashboard: https://monitoring.example/d/81; team: EMEA", fault=Fault.NOT_WANTED
    ),
)
NOBODY = Customer(id="", name="")


def whole(trigger: Trigger = TRIGGER) -> Walk:
    """Filed like any request, and its sources were read."""
    return Walk(act=File(filing=sample_filing(), trigger=trigger)).gathered()


def incomplete(trigger: Trigger = TRIGGER) -> Walk:
    """Without a standard, a customer, a value and how critical it is; and with what no field is for."""
    filing = sample_filing(standard="", customer=NOBODY)
    return Walk(act=File(filing=filing, trigger=trigger, unread=UNREAD))


def hard() -> Walk:
    """Everything wrong, in the longest and most awkward words."""
    fields = (
        "standard",
        "customer",
        "requested",
        "value",
        "reason",
        "criticality",
        "needed_by",
        "beneficiary",
    )
    items = tuple(MissingItem(field=one, words="&" * 300, fault=Fault.MISSING) for one in fields)
    besides = MissingItem(field="", words=samples.HARD * 2, fault=Fault.NOT_WANTED)
    filing = sample_filing(
        standard="",
        customer=NOBODY,
        requested=None,
        rationale="<" * 4000,
        impact="",
        dependencies=samples.HARD * 40,
    )
    return Walk(act=File(filing=filing, trigger=HARD, unread=(*items, besides)))


def completed() -> Walk:
    """Rosa has given what was missing; it is scored."""
    return incomplete().do(Amend(number=1042, filing=sample_filing(), why=""), REQUESTER).gathered()


def lapsed() -> Walk:
    """Nobody completed it."""
    walk = incomplete()
    hold = walk.now.holds[0]
    return walk.do(Lapse(number=1042, hold=hold.key), at=hold.due_at)


def complained() -> Walk:
    """The help desk reports a complaint in somebody's name."""
    act = Complain(number=1042, words="They have waited for an answer for four days.", trigger=TRIGGER)
    return whole().do(act, REQUESTER)


def turned_away(why: Why, about: str, said: Mapping[str, str], trigger: Trigger = TRIGGER) -> AuditEvent:
    """The event of an alert that was not filed."""
    happened = event(
        EventKind.ALERT_TURNED_AWAY,
        trigger=trigger,
        about=about,
        sponsor="UJON",
        why=why,
        said=[list(one) for one in said.items()],
        told=("UADMIN",),
    )
    return append(
        happened,
        workspace="T1",
        number=0,
        position=9,
        at=MORNING,
        actor="system",
        policy_version="3f9a6c01b7d2",
        previous=GENESIS,
    )


def form(walk: Walk) -> dict[str, Any]:
    """The form that the sponsor completes."""
    request = walk.now
    standard = walk.policy.standard(request.filing.standard)
    return filing_form(walk.policy, NAMES, standard=standard, amended=Amended(request=request, seen=0))


def _message(kind: MessageKind, walk: Walk, recipient: str | None = None) -> dict[str, Any]:
    return as_payload(render(kind, walk.scene(recipient)))


def _details(walk: Walk) -> dict[str, Any]:
    return details(walk.now, walk.policy, walk.trail, NAMES)


_SAID = {
    "standard": "OPS-017",
    "customer": "C-1017",
    "requested": "45",
    "rationale": "They move their payment runs to the 15th.",
}
_EXCEPTION, _COMPLAINT = "exception.requested", "complaint.received"
_CARD, _MINE = MessageKind.CARD, MessageKind.REQUESTER_CARD

WALKS: tuple[Callable[[], Walk], ...] = (completed, complained)

#: Name of the golden file, and what makes the view.
SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "card_alerted": lambda: _message(_CARD, whole()),
    "card_by_workflow": lambda: _message(_CARD, whole(WORKFLOW)),
    "card_alert_completed": lambda: _message(_CARD, completed()),
    "card_alert_complaint": lambda: _message(_CARD, complained()),
    "requester_alerted": lambda: _message(_MINE, whole(), REQUESTER),
    "requester_alert_incomplete": lambda: _message(_MINE, incomplete(), REQUESTER),
    "requester_alert_hard": lambda: _message(_MINE, hard(), REQUESTER),
    "requester_alert_lapsed": lambda: _message(_MINE, lapsed().do(Close(number=1042)), REQUESTER),
    "alert_form": lambda: form(incomplete()),
    "alert_form_hard": lambda: form(hard()),
    "details_alert_incomplete": lambda: _details(incomplete()),
    "details_alert_completed": lambda: _details(completed()),
    "details_alert_hard": lambda: _details(hard()),
    "alert_told": lambda: as_payload(alert_told(turned_away(Why.DEACTIVATED, _EXCEPTION, _SAID))),
    "alert_told_complaint": lambda: as_payload(
        alert_told(turned_away(Why.NOT_A_VIEWER, _COMPLAINT, {"request": "EX-1042", "words": "They wait."}))
    ),
    "alert_told_wordless": lambda: as_payload(
        alert_told(turned_away(Why.FAULTS, _COMPLAINT, {"request": "EX-1042"}))
    ),
    "alert_told_hard": lambda: as_payload(
        alert_told(
            turned_away(
                Why.NOT_A_SPONSOR, _EXCEPTION, {f"{n} {samples.HARD}": "&" * 600 for n in range(20)}, HARD
            )
        )
    ),
}
