"""The packet's page: what was asked, how far it deviates, and the rules that applied; nothing that came after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.exports.markup import Markup, code, joined, pairs, section, table, tag, text, typed
from bot.exports.plain_words import People, called, plain
from bot.views import words
from bot.views.alerted import came_by_plainly
from bot.views.text import joined as listed
from bot.views.text import percent
from bot.views.values import day
from models.business_time import limit_text
from models.notation import duration_text
from models.policy import Escalation, Policy
from models.request import Evidence, ExceptionRequest
from models.settled import standard_of


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the page is about: the request, the policy that it was filed under, and what people are called."""

    request: ExceptionRequest
    policy: Policy
    people: People

    def who(self, person: str) -> str:
        """What somebody is called."""
        return called(person, self.people)

    def everybody(self, people: Iterable[str]) -> str:
        """What several are called; groups stay handles."""
        return listed((one if one.startswith(("@", "#")) else self.who(one) for one in people), "and")

    def source(self, name: str) -> str:
        """A source's title."""
        return words.source(name, self.policy)


def moment(at: datetime | None) -> str:
    """A time in UTC to the second; empty where there is none."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if at is not None else ""


def short_moment(at: datetime) -> str:
    """The same without its zone, for a table whose head names it."""
    return moment(at).removesuffix(" UTC")


def labelled(label: str, said: str) -> Markup:
    """A typed text under its label; nothing where nothing was typed."""
    return joined([tag("h3", label), typed(said)]) if said.strip() else Markup("")


def files(evidence: Iterable[Evidence]) -> Markup:
    """The files that came along, by name; their content stays in Slack."""
    given = list(evidence)
    if not given:
        return Markup("")
    rows = ((one.name, one.mimetype or "unknown", f"{one.size:,} bytes", code(one.file_id)) for one in given)
    return table(("Evidence", "Kind", "Size", "File in Slack"), rows)


def filing(subject: Subject) -> Markup:
    """What the requester entered, whole."""
    request, policy = subject.request, subject.policy
    form = request.filing
    message = form.message
    return section(
        "What was asked",
        pairs(
            [
                ("Standard", f"{form.standard}, {words.title(request, policy)}".removeprefix(", ")),
                ("Customer", f"{form.customer.name} ({form.customer.id})"),
                ("Requested", _asked(subject)),
                ("Instead of", words.ask(request, policy, 300).standard),
                ("Decision value", form.value),
                ("Reason", words.REASONS[form.reason]),
                ("Process criticality", words.CRITICALITY[form.criticality]),
                ("Needed by", day(form.needed_by) if form.needed_by else ""),
                ("Requested by", subject.who(request.filed_by)),
                ("In their name by", came_by_plainly(request.trigger) if request.trigger else ""),
                ("Alert", request.trigger.id if request.trigger else ""),
                ("Team", request.team),
                ("For the benefit of", subject.who(form.beneficiary) if form.beneficiary else ""),
                ("Filed", moment(request.filed_at)),
                (f"Like cases approved in the {_window(policy)} before", _like(request)),
            ]
        ),
        labelled("Rationale", form.rationale),
        labelled("Impact analysis", form.impact),
        labelled("Dependencies", form.dependencies),
        labelled("The message that it was filed from", message.text) if message is not None else "",
        files(form.evidence),
    )


def score(subject: Subject) -> Markup:
    """How far it deviates, and whose decision that makes it."""
    request, policy = subject.request, subject.policy
    scored, standard = request.score, standard_of(request, policy)
    how = words.by_hand(scored) or "computed"
    if not scored.by_hand and standard is not None and request.filing.requested is not None:
        how = f"|{request.filing.requested} − {standard.value}| ÷ |{standard.value}| × 100"
    own, tier = policy.tier(scored.band), policy.tier(scored.tier)
    rate = (
        ""
        if scored.value.currency == request.filing.value.currency
        else f"{scored.rate} of {day(scored.rate_on)}"
    )
    return section(
        "How it was scored and routed",
        pairs(
            [
                ("Deviation", f"{percent(scored.deviation)} ({how})"),
                ("Its band", f"{own.title}, {words.band(own)}"),
                ("Value by the policy", scored.value),
                ("Rate", rate),
                ("Decided by", f"{tier.title}, with authority for {words.authority(tier, policy)}"),
                ("Why a higher tier", plain(words.over_authority(scored, policy), subject.people)),
                ("Decision due", moment(request.deadline)),
                ("Deadline missed", moment(request.breached_at)),
                ("Approval holds until", moment(request.execute_by)),
                ("Round", request.round if request.round > 1 else ""),
            ]
        ),
    )


def rules(subject: Subject) -> Markup:
    """The policy's rules as they applied to this request, in the version that it was filed under."""
    request, policy = subject.request, subject.policy
    tier, standard = policy.tier(request.score.tier), policy.standard(request.filing.standard)
    kinds = dict.fromkeys(hold.kind for hold in request.holds)
    holds = [(policy.holds[kind].title, policy.holds[kind]) for kind in kinds if kind in policy.holds]
    tiers = [
        (
            f"{one.title}{' (this one)' if one.name == tier.name else ''}",
            words.band(one),
            words.authority(one, policy),
            listed(one.authorizers, "and"),
            limit_text(one.decision_time),
        )
        for one in policy.tiers
    ]
    ladder = policy.escalations
    escalations = [
        ("Decision due soon", ladder.deadline_near),
        ("Decision overdue", ladder.deadline_breached),
        ("Customer complaint", ladder.complaint),
    ]
    return section(
        "The rules that applied",
        pairs(
            [
                ("Policy", f"{policy.title}, owned by {subject.everybody([policy.owner])}"),
                ("Version", code(request.policy_version)),
                (
                    "Standard",
                    f"{standard.reference}, owned by {subject.everybody([standard.owner])}"
                    if standard
                    else "",
                ),
                ("First approval", f"operations: {subject.everybody(policy.validators.who)}"),
                (
                    "Second approval",
                    f"management: {subject.everybody(tier.authorizers)}, or those of a higher tier",
                ),
                ("Two people", "Never the same person twice, never the requester, never who benefits."),
                ("Single approval", _single(policy)),
                ("Carried out by", subject.everybody(policy.execution.who)),
            ]
        ),
        table(("Tier", "Deviation", "Authority", "Who", "Time to decide"), tiers),
        table(
            ("Escalation", "Contact", "Priority", "How soon"),
            ((name, _contact(one.contact, policy), one.priority, _soon(one)) for name, one in escalations),
        ),
        table(("Hold", "Owner"), ((title, subject.everybody(one.owner)) for title, one in holds))
        if holds
        else "",
    )


def _asked(subject: Subject) -> object:
    request, policy = subject.request, subject.policy
    if words.has_figures(request, policy):
        return words.ask(request, policy).asked
    return text(request.filing.requested_words)


def _like(request: ExceptionRequest) -> str:
    if not request.like:
        return ""
    told = listed((f"EX-{one}" for one in request.like), "and")
    return f"{told}, for the same standard and the same reason; none of them is a precedent"


def _window(policy: Policy) -> str:
    """How far back like cases are looked for."""
    within = policy.recurrence.within
    return f"{within.days} days" if within == timedelta(days=within.days) else duration_text(within)


def _single(policy: Policy) -> str:
    return "allowed below caps" if policy.single_approval.enabled else "never"


def _contact(key: str, policy: Policy) -> str:
    known = policy.contacts.get(key)
    return known.title if known else key


def _soon(one: Escalation) -> str:
    within = one.within if isinstance(one.within, str) else duration_text(one.within)
    return f"within {within}" if within and within != "0m" else "at once"
