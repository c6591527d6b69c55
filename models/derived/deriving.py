"""Deriving: a request's events folded into the request, each by the conversation that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from models.audit_chain import AuditEvent
from models.derived import clock, deciding, ending, escalating, filing, gathering, holding, reminding
from models.derived.told import CannotDeriveError, Told
from models.events import EventKind
from models.request import ExceptionRequest

#: What an event of a kind makes of a request.
Fold = Callable[[ExceptionRequest, Told], ExceptionRequest]


def derive(links: Iterable[AuditEvent]) -> ExceptionRequest:
    """The request as its whole chain tells it, from the first event on, in order of position; every field of it.

    CannotDeriveError where the events do not tell it: none at all, one that cannot be read, one that lacks what it
    changes, as those do that were recorded before events named it, or one of a kind that belongs to no request.
    """
    told = (Told.of(link) for link in links)
    filed, routed = next(told, None), next(told, None)
    if filed is None or routed is None:
        raise CannotDeriveError("there is no event that tells how it was filed")
    request = filing.begin(filed, routed)
    for each in told:
        request = _after(request, each)
    return request


def _after(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    fold = _FOLDS.get(told.link.kind)
    if fold is None:
        raise told.fault("is of a kind that no request has")
    folded = fold(request, told)
    # An act's first event names the version that the act led to.
    return replace(folded, version=told.read("version", int)) if told.names("version") else folded


def _as_it_was(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Somebody was told, or refused, or the event says in other words what the one before it has said."""
    return request


_FOLDS: Mapping[str, Fold] = {
    EventKind.ROUTED: filing.routed,
    EventKind.SCORE_CONFIRMED: filing.scored,
    EventKind.RESCORED: filing.scored,
    EventKind.AMENDED: filing.amended,
    EventKind.SNAPSHOT_TAKEN: gathering.read,
    EventKind.SOURCE_UNAVAILABLE: gathering.unavailable,
    EventKind.DOCUMENTED: gathering.documented,
    EventKind.VALIDATED: deciding.decided,
    EventKind.AUTHORIZED: deciding.decided,
    EventKind.REJECTED: deciding.decided,
    EventKind.WAIVED: deciding.waived,
    EventKind.ROUND_BEGUN: deciding.round_begun,
    EventKind.HOLD_OPENED: holding.opened,
    EventKind.HOLD_CLOSED: holding.closed,
    EventKind.HOLD_OVERDUE: holding.overdue,
    EventKind.PAUSED: clock.paused,
    EventKind.RESUMED: clock.resumed,
    EventKind.EXTENDED: clock.extended,
    EventKind.EXPEDITE_ASKED: clock.expedite,
    EventKind.EXPEDITE_ANSWERED: clock.expedite,
    EventKind.DEADLINE_BREACHED: clock.breached,
    EventKind.ESCALATED: escalating.escalated,
    EventKind.ATTEMPTED: escalating.attempted,
    EventKind.ACKNOWLEDGED: escalating.acknowledged,
    EventKind.REMINDED: reminding.reminded,
    EventKind.SNOOZED: reminding.snoozed,
    EventKind.REMINDED_AGAIN: reminding.reminded_again,
    EventKind.COMPLAINED: escalating.complained,
    EventKind.COMPLAINT_REVIEWED: escalating.complaint_reviewed,
    EventKind.EXECUTED: ending.tried,
    EventKind.EXECUTION_PARTIAL: ending.tried,
    EventKind.EXECUTION_FAILED: ending.tried,
    EventKind.ROLLED_BACK: ending.tried,
    EventKind.WITHDRAWN: ending.ended,
    EventKind.PROHIBITED: ending.ended,
    EventKind.LAPSED: ending.ended,
    EventKind.EXPIRED: ending.ended,
    EventKind.CLOSING_INCOMPLETE: ending.incomplete,
    EventKind.CLOSED: ending.closed,
    EventKind.DEADLINE_NEAR: _as_it_was,
    EventKind.EXPIRY_NEAR: _as_it_was,
    EventKind.LAPSE_NEAR: _as_it_was,
    EventKind.HOLD_OFFERED: _as_it_was,
    # That a return was opened, its hold has told.
    EventKind.RETURNED: _as_it_was,
    EventKind.REFUSED: _as_it_was,
}
