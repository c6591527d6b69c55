"""Tables: the events, and the requests that they are about, as CSV that a spreadsheet runs nothing of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TextIO

from bot.csv_text import BYTE_ORDER_MARK, write_row
from bot.exports.plain_words import People, flattened, sentence
from bot.views import words
from bot.views.text import cut
from models.audit_chain import AuditEvent
from models.people import SYSTEM
from models.policy import Policy
from models.queries import StoredRequest
from models.request import Decision, ExceptionRequest, Stage

#: The longest text of a cell; a spreadsheet takes no more than 32,767 characters, and the whole is in JSON Lines.
CELL_LIMIT = 32_000
#: Decimals of a deviation, which may have no end; the exact one is in JSON Lines and in the packet.
_PLACES = Decimal("0.000001")
#: The policy of a version; None where it is not on record.
PolicyOf = Callable[[str], Policy | None]

EVENTS = (
    "request",
    "position",
    "time_utc",
    "actor_id",
    "actor_name",
    "kind",
    "what_happened",
    "what_changed",
    "policy_version",
    "hash",
)
REQUESTS = (
    "request",
    "status",
    "outcome",
    "standard",
    "standard_title",
    "customer_id",
    "customer_name",
    "requested",
    "standard_value",
    "deviation_percent",
    "tier",
    "value",
    "currency",
    "reason",
    "criticality",
    "requester_id",
    "requester_name",
    "trigger",
    "trigger_source",
    "trigger_id",
    "team",
    "filed_utc",
    "deadline_utc",
    "breached_utc",
    "first_approval_by",
    "first_approval",
    "first_approval_utc",
    "second_approval_by",
    "second_approval",
    "second_approval_utc",
    "approved_utc",
    "closed_utc",
    "rounds",
    "holds",
    "complaints",
    "policy_version",
    "events",
    "last_hash",
)


def write_events(file: TextIO, links: Iterable[AuditEvent], policy_of: PolicyOf, people: People) -> int:
    """A row for each event, in the order in which they were recorded; how many."""
    file.write(BYTE_ORDER_MARK)
    write_row(file, EVENTS)
    count = 0
    for link in links:
        write_row(
            file,
            (
                f"EX-{link.number}" if link.number else "",
                link.position,
                _utc(link.at),
                link.actor,
                SYSTEM.name if link.actor == SYSTEM.id else people.get(link.actor, ""),
                link.kind,
                cut(sentence(link, policy_of(link.policy_version), people), CELL_LIMIT),
                cut(flattened(link.changed), CELL_LIMIT),
                link.policy_version,
                link.hash,
            ),
        )
        count += 1
    return count


def write_requests(file: TextIO, stored: Iterable[StoredRequest], policy_of: PolicyOf, people: People) -> int:
    """A row for each request as it stands now; how many."""
    file.write(BYTE_ORDER_MARK)
    write_row(file, REQUESTS)
    count = 0
    for one in stored:
        write_row(file, (*_request(one.request, policy_of, people), one.events, one.head))
        count += 1
    return count


def _request(request: ExceptionRequest, policy_of: PolicyOf, people: People) -> tuple[object, ...]:
    policy, filing, score = policy_of(request.policy_version), request.filing, request.score
    standard = policy.standard(filing.standard) if policy is not None else None
    is_number = filing.requested is not None
    return (
        request.id,
        words.status(request),
        request.outcome.value if request.outcome else "",
        filing.standard,
        standard.title if standard else "",
        filing.customer.id,
        filing.customer.name,
        filing.requested if is_number else filing.requested_words,
        (standard.value if standard.value is not None else standard.rule) if standard else "",
        readable(score.deviation),
        score.tier,
        filing.value.amount,
        filing.value.currency,
        filing.reason.value,
        filing.criticality.value,
        request.filed_by,
        people.get(request.filed_by, ""),
        request.trigger.kind.value if request.trigger else "",
        request.trigger.source if request.trigger else "",
        request.trigger.id if request.trigger else "",
        request.team,
        _utc(request.filed_at),
        _utc(request.deadline),
        _utc(request.breached_at),
        *_decision(request.decision(Stage.VALIDATION)),
        *_decision(request.decision(Stage.AUTHORIZATION)),
        _utc(request.approved_at),
        _utc(request.closed_at),
        request.round,
        len(request.holds),
        len(request.complaints),
        request.policy_version,
    )


def readable(number: Decimal | None) -> Decimal | None:
    """A number with six decimals at most."""
    if number is None or number == number.quantize(_PLACES):
        return number
    return number.quantize(_PLACES)


def _decision(decision: Decision | None) -> tuple[str, str, str]:
    if decision is None:
        return "", "", ""
    for_whom = f" for {decision.for_whom}" if decision.for_whom else ""
    return f"{decision.by}{for_whom}", decision.verdict.value, _utc(decision.at)


def _utc(at: datetime | None) -> str:
    """`2026-11-03 14:05:09`, which spreadsheets take for a time."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if at is not None else ""
