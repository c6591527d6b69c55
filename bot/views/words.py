"""The words for what the models know: titles, figures and short sentences; it builds no block."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.views.blocks import one_line
from bot.views.endings import ENDINGS as ENDINGS
from bot.views.endings import ending_of
from bot.views.text import Names, escape, joined, percent, person, who
from bot.views.values import day
from models.money import Money, plain
from models.notation import duration_text
from models.policy import Contact, Correction, Policy, Standard, Tier
from models.request import (
    Criticality,
    Decision,
    Ending,
    ExceptionRequest,
    Reason,
    Result,
    Score,
    Stage,
    Status,
    Verdict,
)
from models.settled import settled_for, standard_of

# One sign, one meaning, wherever it stands.
DONE = ":white_check_mark:"
WAITING = ":hourglass_flowing_sand:"
LATER = ":white_circle:"
REFUSED = ":x:"
WITHDRAWN = ":leftwards_arrow_with_hook:"
ROLLED_BACK = ":rewind:"
RETURNED = ":incoming_envelope:"
CHANGED = ":pencil2:"
LATE = ":red_circle:"
CARE = ":warning:"
TOLD = ":bell:"
FILES = ":paperclip:"
HOLD = ":octagonal_sign:"
COMPLAINT = ":speech_balloon:"
URGENT = ":rotating_light:"

REASONS = {
    Reason.UNIQUE: "Unique circumstances",
    Reason.RETENTION: "Customer retention",
    Reason.REALITY: "Operational reality against policy intent",
    Reason.PRECEDENT: "Possible precedent",
}
CRITICALITY = {
    Criticality.LOW: "Low",
    Criticality.MEDIUM: "Medium",
    Criticality.HIGH: "High",
    Criticality.CRITICAL: "Critical",
}
STAGES = {Stage.VALIDATION: "Operations validates", Stage.AUTHORIZATION: "Management authorises"}
#: The same as the beginning of a title.
SHORT = {
    Ending.APPROVED: "Approved",
    Ending.REJECTED: "Rejected",
    Ending.WITHDRAWN: "Withdrawn",
    Ending.PROHIBITED: "Prohibited",
    Ending.LAPSED: "Closed",
    Ending.EXPIRED: "Not carried out in time",
}
#: The label over why it ended.
WHY_ENDED = {
    Ending.WITHDRAWN: "Why it was withdrawn",
    Ending.PROHIBITED: "Why it may not be done",
    Ending.LAPSED: "Why it was closed",
    Ending.EXPIRED: "Why it ended",
}
#: The end as its requester reads it.
FOR_REQUESTER = {
    Ending.WITHDRAWN: "You withdrew your request.",
    Ending.PROHIBITED: "Your request may not be done. That is final.",
    Ending.LAPSED: "Your request was returned and not completed in time, so it is closed.",
    Ending.EXPIRED: "Your request was approved, but it was not carried out in time, so the approval has ended.",
}
APPROVALS = {Stage.VALIDATION: "first approval", Stage.AUTHORIZATION: "second approval"}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What is asked and what is standard, in a few words each; both as typed, not escaped."""

    asked: str
    standard: str


def ask(request: ExceptionRequest, policy: Policy, limit: int = 150) -> Ask:
    """`45 days` and `30 days`, or the words that stand for them where the standard has no number."""
    filing, standard = request.filing, standard_of(request, policy)
    if standard is not None and standard.value is not None and filing.requested is not None:
        return Ask(asked=figure(filing.requested, standard), standard=figure(standard.value, standard))
    rule = (standard.rule or standard.title) if standard is not None else filing.standard
    return Ask(asked=one_line(filing.requested_words, limit), standard=one_line(rule, limit))


def has_figures(request: ExceptionRequest, policy: Policy) -> bool:
    """Whether what is asked is a number beside a number."""
    standard = standard_of(request, policy)
    return standard is not None and standard.value is not None and request.filing.requested is not None


def figure(number: Decimal, standard: Standard) -> str:
    """A value of a standard in its unit: `30 days`."""
    return f"{plain(number)} {standard.unit}".strip()


def title(request: ExceptionRequest, policy: Policy) -> str:
    """What the standard is called; its reference where the policy does not know it."""
    standard = policy.standard(request.filing.standard)
    named = request.filing.standard or "No standard named yet"
    return named if standard is None else standard.title


def heading(request: ExceptionRequest, policy: Policy) -> str:
    """`EX-1042 · Payment term`."""
    return f"{request.id} · {title(request, policy)}"


def in_short(request: ExceptionRequest, policy: Policy) -> str:
    """`45 days instead of 30 days for Nordlicht`: one short line of mrkdwn, escaped, without a mention."""
    if request.is_incomplete:
        return "not complete yet"
    asked = ask(request, policy, 60)
    customer = escape(one_line(request.filing.customer.name, 60))
    if has_figures(request, policy):
        return f"{escape(asked.asked)} instead of {escape(asked.standard)} for {customer}"
    # Words that a person typed are left out where markup in them would be read.
    return f"an exception to {escape(title(request, policy))} for {customer}"


def band(tier: Tier) -> str:
    """The tier's band: `under 20 %`, `20 % to under 50 %`, `from 50 %`."""
    if tier.below is None:
        return f"from {percent(tier.at_least)}"
    if tier.at_least == 0:
        return f"under {percent(tier.below)}"
    return f"{percent(tier.at_least)} to under {percent(tier.below)}"


def deviation(score: Score, policy: Policy) -> str:
    """The deviation, and the tier whose band it falls into (mrkdwn): `*50 %* → Executive, from 50 %`."""
    own = policy.tier(score.band)
    return f"*{percent(score.deviation)}* → {escape(own.title)}, {band(own)}"


def by_hand(score: Score) -> str:
    """Who gave the percentage, where no number could be compared; empty where it was computed."""
    if not score.by_hand:
        return ""
    return "scored by hand, confirmed" if score.confirmed else "scored by hand; the validator confirms it"


def over_authority(score: Score, policy: Policy) -> str:
    """Why a higher tier decides than the deviation's own (mrkdwn); empty where none does."""
    if not score.is_over_authority:
        return ""
    own, higher = policy.tier(score.band), policy.tier(score.tier)
    return (
        f"*{escape(higher.title)}* decides: {rounded(score.value)} is over the {authority(own, policy)} "
        f"that {escape(own.title)} may decide"
    )


def next_level(policy: Policy) -> str:
    """How soon and how pressingly the next level approver decides: `normal priority, same business day`."""
    rule = policy.escalations.over_authority
    soon = rule.within if isinstance(rule.within, str) else f"within {duration_text(rule.within)}"
    return f"{rule.priority} priority, {soon}"


def authority(tier: Tier, policy: Policy) -> str:
    """The most that a tier may decide: `EUR 10,000`."""
    if tier.authority is None:
        return "any value"
    return str(Money(amount=tier.authority, currency=policy.currency))


def rounded(value: Money) -> str:
    """An amount to the cent, with `≈` where digits were left out."""
    cents = value.amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{'' if cents == value.amount else '≈ '}{Money(amount=cents, currency=value.currency)}"


def value(request: ExceptionRequest, policy: Policy) -> str:
    """The decision value in its currency, and in the policy's with rate and date (mrkdwn)."""
    given, score = request.filing.value, request.score
    settled = settled_for(request, Correction.VALUE)
    # Where a higher value was entered since, that one counts.
    if settled is not None and settled.value == score.value.amount:
        return f"*{score.value}*\nas it was settled; {given} was entered"
    if given.currency == policy.currency:
        return f"*{given}*"
    own = rounded(score.value)
    sign = "" if own.startswith("≈") else "= "
    return f"*{given}*\n{sign}{own} at {plain(score.rate)} of {day(score.rate_on)}"


def status(request: ExceptionRequest) -> str:
    """Where a request stands, in a few words."""
    ending = ending_of(request)
    if request.open_holds:
        return "Returned to the requester" if request.is_returned else "On hold"
    asked = request.expedite_of_round
    is_open = asked is not None and asked.answered_by is None
    urgent = ", urgent" if request.is_expedited else ", urgent path asked for" if is_open else ""
    match request.status:
        case Status.VALIDATION:
            return f"Waiting for the first approval{urgent}"
        case Status.AUTHORIZATION:
            return f"Waiting for the second approval{urgent}"
        case Status.EXECUTION:
            return _to_be_carried_out(request)
        case Status.CLOSING:
            return f"{ending}; the record {'cannot be closed yet' if request.missing else 'is being closed'}"
        case Status.CLOSED:
            return ending


def _to_be_carried_out(request: ExceptionRequest) -> str:
    last = request.executions[-1] if request.executions else None
    if last is not None and last.result is Result.FAILED:
        return "Approved; the last try to carry it out failed"
    return "Carried out in part" if last is not None else "Approved, to be carried out"


def sign(request: ExceptionRequest) -> str:
    """The sign that goes with where a request stands."""
    if request.rolled_back is not None:
        return ROLLED_BACK
    if request.outcome is Ending.WITHDRAWN:
        return WITHDRAWN
    if request.outcome in (Ending.REJECTED, Ending.PROHIBITED):
        return REFUSED
    if request.outcome in (Ending.LAPSED, Ending.EXPIRED):
        return LATE
    if request.open_holds:
        return HOLD
    if request.executions and request.executions[-1].result in (Result.FAILED, Result.GIVEN_UP):
        return CARE
    if request.status is Status.CLOSED or request.execution is not None:
        return DONE
    if request.stage is not None and request.breached_at is not None:
        return LATE
    return WAITING


def decider(decision: Decision) -> str:
    """Who decided, and in whose stead where it was in somebody's (mrkdwn): `@maya for @sam`."""
    whom = f" for {person(decision.for_whom)}" if decision.for_whom else ""
    return f"{person(decision.by)}{whom}"


def why(decision: Decision) -> str:
    """The label over an approver's rationale."""
    if decision.verdict is Verdict.REJECTED:
        return "Why it was rejected"
    return "Why it was validated" if decision.stage is Stage.VALIDATION else "Why it was authorised"


def people(named: tuple[str, ...], names: Names) -> str:
    """Groups and people as the policy names them, as mentions: `@ops-validators or @maya`."""
    return joined(who(name, names) for name in named)


def contact(key: str, policy: Policy) -> str:
    """A contact's title as it stands inside a sentence: `operations supervisor`; its key where it is unknown."""
    known: Contact | None = policy.contacts.get(key)
    named = known.title if known else key.replace("_", " ")
    # An abbreviation (`CFO`) keeps its capitals.
    return escape(named if named[:2].isupper() else named[:1].lower() + named[1:])


def source(name: str, policy: Policy) -> str:
    """A source's title."""
    return next((s.title for s in policy.sources if s.name == name), name)
