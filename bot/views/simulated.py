"""The words for a simulation: what a draft would have changed, in sentences of plain text that is not escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.views.elapsed import length
from bot.views.refused_because import REFUSED_BECAUSE
from models.holds import HoldKind
from models.refusals import Fault, Field, Why
from models.request import Ending
from models.simulation.simulating import NotDone, Simulation, Unfilable
from models.simulation.summing import Pair, Summary, tier_titles
from models.simulation.way import Wait

#: How many requests are named one by one.
NAMED = 20

WAITS: dict[Wait | HoldKind, str] = {
    Wait.FIRST_APPROVAL: "a first approval that nobody has given",
    Wait.SECOND_APPROVAL: "a second approval that nobody has given",
    Wait.HOLD: "the end of a hold",
    Wait.EXECUTION: "operations to carry it out",
    Wait.CLOSING: "what is missing from the record",
    HoldKind.DATA_UNAVAILABLE: "data that nobody has documented",
    HoldKind.CONFLICTING_DATA: "data quality to settle what its sources contradict each other in",
    HoldKind.REGULATORY: "compliance, which was not asked then",
    HoldKind.RETURNED: "its requester to complete it",
    HoldKind.OVER_AUTHORITY: "somebody to allow its value, which is above every tier's authority",
}
HOLDS = {
    HoldKind.DATA_UNAVAILABLE: "Data unavailable",
    HoldKind.CONFLICTING_DATA: "Conflicting data",
    HoldKind.REGULATORY: "Regulatory",
    HoldKind.RETURNED: "Returned to be completed",
    HoldKind.OVER_AUTHORITY: "Above all authority",
}
_FAULTS = {
    (Field.STANDARD, Fault.UNKNOWN_STANDARD): "the draft does not have its standard",
    (Field.VALUE, Fault.OVER_ALL_AUTHORITY): "no tier of the draft may decide its value",
    (Field.CURRENCY, Fault.UNKNOWN_CURRENCY): "the draft has no rate for its currency",
    (Field.REQUESTED, Fault.SAME_AS_STANDARD): "what it asks for is the draft's standard",
    (Field.REQUESTED, Fault.MISSING): "the draft asks for a number that the form did not have",
    (Field.DEVIATION, Fault.MISSING): "the draft asks for a percentage that the form did not have",
}
_ACTS = {
    "Acknowledge": "the acknowledgement of an escalation",
    "Amend": "the requester's change of it",
    "AnswerExpedite": "the answer about the urgent path",
    "Approve": "an approval",
    "AskToExpedite": "the request for the urgent path",
    "ClearCompliance": "the clearance by compliance",
    "Close": "closing it by hand",
    "Complain": "a customer's complaint",
    "DocumentSource": "the document in a source's place",
    "ExtendDeadline": "the supervisor's extension",
    "MarkExecuted": "the note that it was carried out",
    "Prohibit": "the prohibition by compliance",
    "RecordSnapshots": "reading the sources",
    "Reject": "the rejection",
    "ResolveHold": "settling a hold",
    "ReturnForCompletion": "returning it to be completed",
    "ReviewComplaint": "the review of a complaint",
    "RollBack": "rolling it back",
    "RouteToCompliance": "the question to compliance",
    "Withdraw": "the withdrawal",
}
_NOT_NEEDED = frozenset(
    {
        Why.NO_SUCH_HOLD,
        Why.HOLD_CLOSED,
        Why.NO_SUCH_ESCALATION,
        Why.ALREADY_ACKNOWLEDGED,
        Why.ALREADY_DECIDED,
        Why.ALREADY_RECORDED,
        Why.STAGE_PASSED,
        Why.NOT_ASKED,
        Why.ALREADY_CLOSED,
        Why.ALREADY_ON_HOLD,
    }
)
_ENDED = {
    None: "still open",
    Ending.APPROVED: "approved",
    Ending.REJECTED: "rejected",
    Ending.WITHDRAWN: "withdrawn",
    Ending.PROHIBITED: "prohibited",
    Ending.LAPSED: "closed without an answer",
    Ending.EXPIRED: "approved and not carried out in time",
}
#: What a tier's time is, in a table and over a picture.
TIME_ALLOWED = (
    "Time allowed is how long the deadline leaves for a decision: the median, of those requests that the tier decides "
    "before and after."
)
#: What no simulation can know.
LIMITS = (
    "The people of the record decide again as they did, at the time when they did; under other rules they may have "
    "decided otherwise, sooner or later."
)


def nothing_recorded(period: str) -> str:
    """That there is nothing to perform again; `period` is empty for all time."""
    none = f"No request was filed {period}" if period else "No request is on record yet"
    return f"{none}, so there is nothing to try the draft on."


def nothing_changes(simulation: Simulation, in_force: str | None) -> str:
    """That the draft would have changed nothing, and whether it is the policy in force itself."""
    if simulation.version == in_force:
        return "The draft says what the policy in force says: nothing would change."
    return "Nothing would change: not one of these requests would have gone another way."


def sentences(simulation: Simulation, summary: Summary) -> Iterator[str]:
    """What would be different, the weightiest first; nothing where nothing would be."""
    if summary.moved:
        yield f"{_requests(len(summary.moved))} would be decided by another tier: {_from_to(simulation, summary)}."
    if summary.breaches.differs:
        yield f"Missed deadlines: {_pair(summary.breaches)}."
    if summary.earlier or summary.later:
        yield _deadlines(summary)
    if summary.one_approval.differs:
        yield f"Approved with a single approval: {_pair(summary.one_approval)}."
    if summary.spared:
        yield f"{_number(len(summary.spared), 'second approval')} would not be needed: {named(summary.spared)}."
    for awaited, numbers in summary.waiting:
        yield f"{_requests(len(numbers))} would wait for {WAITS[awaited]}: {named(numbers)}."
    for was, would, numbers in summary.ends:
        yield f"{_requests(len(numbers))} would be {_ENDED[would]} instead of {_ENDED[was]}: {named(numbers)}."
    for act, numbers in summary.not_done:
        yield _not_done(act, numbers)
    yield from left_out(simulation)


def left_out(simulation: Simulation) -> Iterator[str]:
    """The requests that are in none of the figures, and why."""
    for why, numbers in _grouped(simulation):
        yield f"{_requests(len(numbers))} could not be filed, for {why}: {named(numbers)}."
    if simulation.unplayable:
        count = "counts" if len(simulation.unplayable) == 1 else "count"
        yield f"{_requests(len(simulation.unplayable))} cannot be performed again, and {count} nowhere:"
        for one in simulation.unplayable[:NAMED]:
            yield f"  EX-{one.number}: {one.why}"
        if len(simulation.unplayable) > NAMED:
            yield f"  … and {len(simulation.unplayable) - NAMED:,} more."


def _grouped(simulation: Simulation) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Why requests could not be filed, each with those of which it is so."""
    found: dict[str, list[int]] = {}
    for one in simulation.unfilable:
        found.setdefault(faults(one), []).append(one.number)
    for why, numbers in found.items():
        yield why, tuple(numbers)


def limits(simulation: Simulation) -> Iterator[str]:
    """What this simulation cannot know."""
    yield LIMITS
    yield "Whoever acted then may act here, whatever groups the draft names; who was away then is not known."
    if any(one.stands_still for one in simulation.compared):
        yield "Of a request that would wait, nothing is counted from then on: somebody would have been asked."
    known = {source.name for policy in simulation.policies.values() for source in policy.sources}
    new = [source.title for source in simulation.draft.sources if source.name not in known]
    if new:
        yield f"What {' and '.join(new)} would have said is not known: the draft's new sources are left out."


def faults(one: Unfilable) -> str:
    """Why a request could not be filed."""
    said = (
        _FAULTS.get((field, fault), f"{field.replace('_', ' ')}: {fault.replace('_', ' ')}")
        for field, fault in one.faults.items()
    )
    return ", and ".join(said)


def named(numbers: tuple[int, ...], most: int = 8) -> str:
    """Requests by their names, as many as one reads."""
    shown = ", ".join(f"EX-{number}" for number in numbers[:most])
    return f"{shown} and {len(numbers) - most} more" if len(numbers) > most else shown


def _deadlines(summary: Summary) -> str:
    """How many would have another deadline, and by how much it would move."""
    moved, total = summary.earlier + summary.later, summary.requests
    share = f"{round(100 * moved / total)} %" if total else "none"
    parts = (("an earlier", summary.earlier), ("a later", summary.later))
    said = " and ".join(f"{count:,} {word} one" for word, count in parts if count)
    by = f"; in the median it would be {_shift(summary.shift)}" if summary.shift else ""
    return f"{moved:,} of {_requests(total)} ({share}) would have another deadline: {said}{by}."


def _from_to(simulation: Simulation, summary: Summary) -> str:
    """Between which tiers requests move: `from Manager to Executive`, or how many of each, the most frequent first."""
    titles = tier_titles(simulation)
    ways = Counter((titles[one.was.tier], titles[one.would.tier]) for one in summary.moved)
    if len(ways) == 1:
        return "from {} to {}".format(*next(iter(ways)))
    return ", ".join(f"{count:,} from {was} to {would}" for (was, would), count in ways.most_common())


def _shift(time: timedelta | None) -> str:
    if time is None:
        return ""
    return f"{length(abs(time))} {'later' if time > timedelta(0) else 'earlier'}"


def _not_done(act: NotDone, numbers: tuple[int, ...]) -> str:
    word, where = _ACTS.get(act.act, act.act), f"In {_requests(len(numbers))} ({named(numbers)})"
    if act.why in _NOT_NEEDED:
        return f"{where}, {word} would not have been needed."
    because = REFUSED_BECAUSE.get(str(act.why), act.why.replace("_", " "))
    return f"{where}, {word} would not have been possible: {because}."


def _requests(count: int) -> str:
    return _number(count, "request")


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _pair(pair: Pair[int]) -> str:
    return f"{pair.was:,} → {pair.would:,}"
