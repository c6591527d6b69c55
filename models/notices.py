"""Notices: which messages an act causes, planned from its events; what they say is rendered when they are sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.audit_chain import AuditEvent
from models.changed_forms import (
    comes_to_other_people,
    has_entry_of_its_own,
    told_of_form,
    was_asked_to_execute,
)
from models.complaints import told_of_complaint, told_to_review
from models.compliance_notices import is_told_by_the_end, told_of_answer
from models.events import EventKind
from models.execution_notices import told_of_execution
from models.holds import HoldKind
from models.message_kinds import MessageKind as MessageKind
from models.outages import is_quiet, shown_to_owners, told_of_outage
from models.policy import Policy
from models.request import Evidence, ExceptionRequest

#: The events that the thread under the card tells.
STORY = frozenset(
    {
        EventKind.ROUTED,
        EventKind.SOURCE_UNAVAILABLE,
        EventKind.SCORE_CONFIRMED,
        EventKind.VALIDATED,
        EventKind.AUTHORIZED,
        EventKind.REJECTED,
        EventKind.ESCALATED,
        EventKind.ACKNOWLEDGED,
        EventKind.ATTEMPTED,
        EventKind.COMPLAINED,
        EventKind.COMPLAINT_REVIEWED,
        EventKind.EXECUTED,
        EventKind.EXECUTION_PARTIAL,
        EventKind.EXECUTION_FAILED,
        EventKind.ROLLED_BACK,
        EventKind.EXPIRY_NEAR,
        EventKind.EXPIRED,
        EventKind.WITHDRAWN,
        EventKind.PROHIBITED,
        EventKind.RETURNED,
        EventKind.AMENDED,
        EventKind.LAPSED,
        EventKind.HOLD_OPENED,
        EventKind.HOLD_CLOSED,
        EventKind.EXTENDED,
        EventKind.DOCUMENTED,
        EventKind.HOLD_OFFERED,
        EventKind.RESUMED,
        EventKind.RESCORED,
        EventKind.ROUND_BEGUN,
        EventKind.EXPEDITE_ASKED,
        EventKind.EXPEDITE_ANSWERED,
        EventKind.WAIVED,
        EventKind.CLOSING_INCOMPLETE,
        EventKind.CLOSED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A message that is to be, or to be brought up to date: to a channel or a person, once for each key."""

    kind: MessageKind
    recipient: str
    key: str
    detail: Mapping[str, str | int] = field(default_factory=dict)


def plan(request: ExceptionRequest, events: Iterable[AuditEvent], policy: Policy) -> tuple[Notice, ...]:
    """The messages that follow from the events; the request is as it is after them."""
    happened = tuple(events)
    if all(link.kind == EventKind.REFUSED for link in happened):
        return ()
    return (*_living(request, policy), *_said_once(request, happened, policy))


#: Where an event keeps what files may have come with.
_WITH_FILES = ("filing", "amendment", "decision", "execution", "documentation", "closed")


def evidence_of(link: AuditEvent) -> tuple[Evidence, ...]:
    """The files that came with an event: with the form, a decision, the execution, a document, a hold's closing."""
    changed = json.loads(link.changed)
    part: Mapping[str, Any] = next((changed[key] for key in _WITH_FILES if changed.get(key)), {})
    return tuple(Evidence(**file) for file in part.get("evidence") or ())


def card_key(request: ExceptionRequest, channel: str) -> str:
    """The key of a request's card in a channel."""
    return f"{MessageKind.CARD}:{request.number}:{channel}"


def hold_card_key(request: ExceptionRequest, hold: str, recipient: str) -> str:
    """The key of the card of a request's hold, by the hold's key, where it stands."""
    return f"{MessageKind.HOLD_CARD}:{request.number}:{hold}:{recipient}"


def _living(request: ExceptionRequest, policy: Policy) -> Iterator[Notice]:
    # No tier is asked anything yet of what only its requester can complete.
    channels = [] if request.is_incomplete else [policy.tier(request.score.tier).channel]
    # A request that the validator moved to another tier leaves a card behind, which says where it went.
    channels += [policy.tier(name).channel for name in request.left_tiers]
    for channel in dict.fromkeys(channels):
        yield Notice(kind=MessageKind.CARD, recipient=channel, key=card_key(request, channel))
    yield Notice(
        kind=MessageKind.REQUESTER_CARD,
        recipient=request.filed_by,
        key=f"{MessageKind.REQUESTER_CARD}:{request.number}",
    )
    if was_asked_to_execute(request):
        yield Notice(
            kind=MessageKind.EXECUTION_CARD,
            recipient=policy.execution.channel,
            key=f"{MessageKind.EXECUTION_CARD}:{request.number}",
        )
    for hold in request.holds:
        if hold.kind is HoldKind.RETURNED:
            # The requester's own card asks for what is missing.
            continue
        part = policy.holds.get(hold.kind)
        for recipient in [part.channel] if part is not None and part.channel else hold.told:
            yield Notice(
                kind=MessageKind.HOLD_CARD,
                recipient=recipient,
                key=hold_card_key(request, hold.key, recipient),
                detail={"hold": hold.key},
            )
    if request.expedite is not None:
        for person in request.expedite.told:
            yield Notice(
                kind=MessageKind.EXPEDITE_CARD,
                recipient=person,
                key=f"{MessageKind.EXPEDITE_CARD}:{request.number}:{request.expedite.round}:{person}",
                detail={"round": request.expedite.round},
            )
    for reminder in request.reminders:
        for person in reminder.told:
            for time in range(reminder.times(person) + 1):
                yield Notice(
                    kind=MessageKind.REMINDER,
                    recipient=person,
                    key=f"{MessageKind.REMINDER}:{request.number}:{reminder.key}:{person}:{time}",
                    detail={"reminder": reminder.key, "time": time},
                )
    for escalation in request.escalations:
        places = [attempt.channel for attempt in escalation.attempts if attempt.channel]
        for recipient in (*escalation.told, *places):
            yield Notice(
                kind=MessageKind.ESCALATION,
                recipient=recipient,
                key=f"{MessageKind.ESCALATION}:{request.number}:{escalation.key}:{recipient}",
                detail={"escalation": escalation.key},
            )


def _said_once(request: ExceptionRequest, events: tuple[AuditEvent, ...], policy: Policy) -> Iterator[Notice]:
    # What only its requester knows of has no card yet, and so no thread.
    story = frozenset[EventKind]() if request.is_incomplete else STORY
    for link in events:
        detail = {"position": link.position}
        is_left_out = is_quiet(link, events) or has_entry_of_its_own(link) or is_told_by_the_end(link, events)
        replies = [MessageKind.STORY] if link.kind in story and not is_left_out else []
        if evidence_of(link):
            replies.append(MessageKind.EVIDENCE)
        for kind in replies:
            key = f"{kind}:{request.number}:{link.position}"
            yield Notice(kind=kind, recipient="", key=key, detail=detail)
        if comes_to_other_people(request, link, events):
            key = f"{MessageKind.EVIDENCE}:{request.number}:tier:{request.score.tier}"
            yield Notice(kind=MessageKind.EVIDENCE, recipient="", key=key, detail={**detail, "of": "filing"})
        for owners, hold in shown_to_owners(request, link, policy):
            yield Notice(
                kind=MessageKind.EVIDENCE,
                recipient=owners,
                key=f"{MessageKind.EVIDENCE}:{request.number}:{link.position}:{owners}",
                detail={**detail, "hold": hold},
            )
        told = (*_told(request, link), *told_of_outage(request, link, events, policy))
        of_execution = (one for one in told_of_execution(request, link, policy) if one != link.actor)
        for person in dict.fromkeys((*told, *of_execution)):
            yield Notice(
                kind=MessageKind.TOLD,
                recipient=person,
                key=f"{MessageKind.TOLD}:{request.number}:{link.position}:{person}",
                detail=detail,
            )
        for who, complaint in told_to_review(request, link):
            # A complaint that is due again, after another round, is told of no second time.
            yield Notice(
                kind=MessageKind.TOLD,
                recipient=who,
                key=f"{MessageKind.TOLD}:{request.number}:complaint:{complaint}:{who}",
                detail={**detail, "complaint": complaint},
            )


def _told(request: ExceptionRequest, link: AuditEvent) -> tuple[str, ...]:
    """Who gets a message of their own about an event; never the one who caused it (SOP step 6)."""
    told: tuple[str, ...] = ()
    if link.kind in (EventKind.AUTHORIZED, EventKind.WAIVED, EventKind.EXPEDITE_ANSWERED):
        told = (request.filed_by,)
    elif link.kind == EventKind.REJECTED:
        # Nobody has anything to do about it: the card in the channel and its thread tell the others.
        told = tuple(one for one in (request.filed_by, request.filing.beneficiary) if one)
    elif link.kind in (EventKind.EXECUTED, EventKind.WITHDRAWN):
        told = request.involved()
    else:
        told = (
            told_of_form(request, link) or told_of_complaint(request, link) or told_of_answer(request, link)
        )
    return tuple(person for person in dict.fromkeys(told) if person != link.actor)
