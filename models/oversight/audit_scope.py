"""The scope of an audit review: which events are reviewed and why, the sample of the rest, and whose doing it is."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.audit_chain import AuditEvent
from models.canonical import canonical_json
from models.events import EventKind
from models.holds import HoldKind
from models.oversight.audit_review_acts import AskToSignOff, MarkItems, SignOffAuditReview
from models.oversight.audit_reviews import REFUSED_REVIEWING, Entry, Item, Reason
from models.oversight.matters import OF_WORKSPACE
from models.people import SYSTEM
from models.request import ExceptionRequest

#: What is reviewed of a request whenever it happens; what depends on how it happened stands in `reason_of`.
ALWAYS: Mapping[str, Reason] = {
    EventKind.DOCUMENTED: Reason.OVERRIDE,
    EventKind.ROLLED_BACK: Reason.OVERRIDE,
    EventKind.CLOSING_INCOMPLETE: Reason.OVERRIDE,
    EventKind.EXECUTION_PARTIAL: Reason.OVERRIDE,
    EventKind.EXECUTION_FAILED: Reason.OVERRIDE,
    EventKind.HOLD_OPENED: Reason.HOLD,
    EventKind.HOLD_CLOSED: Reason.HOLD,
    EventKind.RETURNED: Reason.HOLD,
    EventKind.PROHIBITED: Reason.HOLD,
    EventKind.LAPSED: Reason.HOLD,
    EventKind.EXPEDITE_ASKED: Reason.EXPEDITE,
    EventKind.EXPEDITE_ANSWERED: Reason.EXPEDITE,
    EventKind.WAIVED: Reason.SINGLE_APPROVAL,
    EventKind.REFUSED: Reason.REFUSAL,
    EventKind.COMPLAINED: Reason.COMPLAINT,
    EventKind.COMPLAINT_REVIEWED: Reason.COMPLAINT,
    EventKind.DEADLINE_BREACHED: Reason.BREACH,
    EventKind.HOLD_OVERDUE: Reason.BREACH,
    EventKind.EXPIRED: Reason.BREACH,
}
#: What may be reviewed, by how it happened.
SOMETIMES = frozenset(
    {
        EventKind.SCORE_CONFIRMED,
        EventKind.EXTENDED,
        EventKind.ROUND_BEGUN,
        EventKind.VALIDATED,
        EventKind.AUTHORIZED,
        EventKind.REJECTED,
    }
)
#: The events with which a request is decided or closed.
DECIDING = frozenset(
    {
        EventKind.AUTHORIZED,
        EventKind.WAIVED,
        EventKind.REJECTED,
        EventKind.WITHDRAWN,
        EventKind.PROHIBITED,
        EventKind.LAPSED,
        EventKind.EXPIRED,
        EventKind.CLOSED,
    }
)
#: Holds that somebody settles by a word of their own, in place of what the rules ask for.
_BY_HAND = (HoldKind.OVER_AUTHORITY, HoldKind.CONFLICTING_DATA, HoldKind.DATA_UNAVAILABLE)
#: What an item of a sampled request shows.
_COURSE = frozenset(
    {EventKind.FILED, EventKind.VALIDATED, EventKind.EXECUTED, *DECIDING} - {EventKind.WAIVED}
)


#: The acts on a review itself: whoever tried one and was refused has no part in what the next one looks at.
_REVIEWING = frozenset(act.__name__ for act in (MarkItems, AskToSignOff, SignOffAuditReview))


def reason_of(link: AuditEvent) -> Reason | None:
    """Why an event is reviewed; None for what is ordinary. One that cannot be read is part of a broken record."""
    if link.number == OF_WORKSPACE:
        return _reason_of_workspace(link.kind)
    always = ALWAYS.get(link.kind)
    if always is not None and link.kind != EventKind.HOLD_CLOSED:
        return always
    if link.kind not in SOMETIMES and always is None:
        return None
    try:
        return _by_how(link, json.loads(link.changed)) or always
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        # Somebody has changed it behind the log: the review comes all the same, and this is part of it.
        return Reason.CHAIN


def _by_how(link: AuditEvent, changed: Mapping[str, Any]) -> Reason | None:
    is_override = False
    match link.kind:
        case EventKind.SCORE_CONFIRMED:
            is_override = Decimal(str(changed["deviation"])) != Decimal(str(changed["was"]))
        case EventKind.HOLD_CLOSED:
            kind = str(changed["hold"]).rpartition("-")[0]
            is_override = link.actor != SYSTEM.id and kind in _BY_HAND
        case EventKind.EXTENDED:
            is_override = link.actor != SYSTEM.id
        case EventKind.ROUND_BEGUN:
            is_override = bool(changed.get("void"))
        case EventKind.VALIDATED | EventKind.AUTHORIZED | EventKind.REJECTED:
            return Reason.STEAD if changed["decision"].get("for_whom") else None
    return Reason.OVERRIDE if is_override else None


def _reason_of_workspace(kind: str) -> Reason | None:
    """Changes of the policy and exports are reviewed whatever their events are called."""
    if kind == EventKind.REFUSED:
        return Reason.REFUSAL
    if kind == EventKind.DELEGATED:
        return Reason.STEAD
    if kind.startswith("policy."):
        return Reason.POLICY
    return Reason.EXPORT if "export" in kind else None


def items_of(links: Iterable[AuditEvent]) -> tuple[Item, ...]:
    """One item for each request with anything that is reviewed, and one for each person and reason beside them.

    Each event that is reviewed is in exactly one item. Requests come first, in the order of their numbers. What
    people tried with a review itself and were refused is one item, and nobody's doing: it would bar reviewers from
    the next week for a button that they pressed.
    """
    found: dict[tuple[int, str], list[AuditEvent]] = defaultdict(list)
    for link in links:
        reason = reason_of(link)
        if reason is not None:
            found[link.number, _of(link, reason)].append(link)
    in_order = sorted(found, key=lambda key: (key[0] == OF_WORKSPACE, key))
    return tuple(_item(number, of, found[number, of]) for number, of in in_order)


def _of(link: AuditEvent, reason: Reason) -> str:
    """What tells the items of the workspace's own chain from each other."""
    if link.number != OF_WORKSPACE:
        return ""
    return REFUSED_REVIEWING if _is_refused_reviewing(link) else f"{reason}.{link.actor}"


def _is_refused_reviewing(link: AuditEvent) -> bool:
    if link.kind != EventKind.REFUSED:
        return False
    try:
        return json.loads(link.changed)["act"] in _REVIEWING
    except (ValueError, LookupError, TypeError):
        return False


def _item(number: int, of: str, links: list[AuditEvent]) -> Item:
    links.sort(key=lambda link: link.position)
    entries = (Entry(position=link.position, reason=reason) for link in links if (reason := reason_of(link)))
    actors = {one for link in links for one in (link.actor, *_with(link))} - {SYSTEM.id}
    actors = set() if of == REFUSED_REVIEWING else actors
    return Item(
        key=f"{number}.{of}" if of else str(number),
        number=number,
        since=min(link.at for link in links),
        entries=tuple(entries),
        people=tuple(sorted(actors)),
    )


def _with(link: AuditEvent) -> tuple[str, ...]:
    """Whose doing an event is besides its actor's: a change of the policy is that of two people."""
    if link.kind not in (EventKind.POLICY_APPROVED, EventKind.POLICY_RECORDED):
        return ()
    try:
        changed = json.loads(link.changed)
        named = (changed.get("proposed_by"), *(changed.get("people") or ()))
    except (ValueError, TypeError, AttributeError):
        return ()
    return tuple(str(one) for one in named if one)


def population_of(links: Iterable[AuditEvent]) -> tuple[int, ...]:
    """The other requests that were decided or closed: those of which nothing is reviewed; by their numbers."""
    decided, special = set(), set()
    for link in links:
        if link.number == OF_WORKSPACE:
            continue
        if link.kind in DECIDING:
            decided.add(link.number)
        if reason_of(link) is not None:
            special.add(link.number)
    return tuple(sorted(decided - special))


def seed_of(head: str, since: datetime, until: datetime) -> str:
    """The SHA-256 (hex) over the workspace chain's head and the period, as canonical JSON: nobody can choose it."""
    covered = [head, since.isoformat(), until.isoformat()]
    return hashlib.sha256(canonical_json(covered).encode()).hexdigest()


def draw(seed: str, population: Iterable[int], size: int) -> tuple[int, ...]:
    """So many of the population at random, and the same ones for the same seed; in the order of their numbers.

    They are those whose SHA-256 over `seed:number` comes first, so that any language draws them again.
    """

    def lot(number: int) -> str:
        return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()

    return tuple(sorted(sorted(population, key=lot)[:size]))


def sampled(number: int, course: Iterable[AuditEvent], filed_at: datetime) -> Item:
    """The item of a request that was drawn: its course, from its own chain, as far as it can be read."""
    links = [link for link in course if link.kind in _COURSE]
    return Item(
        key=str(number),
        number=number,
        since=min((link.at for link in links), default=filed_at),
        entries=tuple(Entry(position=link.position, reason=Reason.SAMPLE) for link in links),
    )


def doers(request: ExceptionRequest | None, actors: Iterable[str]) -> tuple[str, ...]:
    """Everybody whose own doing a request is: who may neither review it nor sign a review off that it is in.

    Those are all who have ever acted on it (`actors`, of every event in its chain: who filed, decided, carried out,
    settled, cleared, released, answered, complained, was refused …), its beneficiary, and those in whose stead
    somebody decided. Who was only told of it has done nothing. Without a request that can be read, it is the actors.
    """
    if request is None:
        return tuple(sorted({*actors} - {SYSTEM.id}))
    people = {request.filed_by, *actors}
    people |= {decision.for_whom or decision.by for decision in request.decisions}
    if request.filing.beneficiary:
        people.add(request.filing.beneficiary)
    return tuple(sorted(people - {SYSTEM.id}))
