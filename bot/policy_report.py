"""The policy as a person reads it in a terminal; it judges nothing and writes nowhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import time, timedelta

from bot.compliance_report import above_all, regulatory
from bot.policy_file import PolicyFile
from models.business_time import limit_text
from models.money import plain
from models.notation import duration_text
from models.policy import (
    Agreement,
    Correction,
    Escalation,
    Hold,
    OverAuthority,
    Policy,
    Source,
    Standard,
    Tier,
)

Row = Sequence[str]


def report(file: PolicyFile) -> str:
    """The whole policy, a section for each subject, in columns that line up."""
    policy = file.policy
    sections = (
        (f"{policy.title}", _head(file)),
        ("Tiers", _tiers(policy)),
        ("People", _people(policy)),
        ("Escalation", _escalations(policy)),
        ("Holds", _holds(policy)),
        ("Sent to compliance by itself", regulatory(policy)),
        ("Fields that must agree", _agreements(policy)),
        ("Calendar", _calendar(policy)),
        (f"Rates to {policy.currency}", _rates(policy)),
        ("Sources", _sources(policy)),
        (f"Standards ({len(policy.standards)})", _standards(policy)),
        ("Warnings", [(str(warning),) for warning in file.warnings]),
    )
    return "\n\n".join(f"{title}\n{_columns(rows)}" for title, rows in sections if rows) + "\n"


def width(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _columns(rows: Iterable[Row]) -> str:
    """Rows under one another, each column as wide as its widest cell; the last one runs free."""
    table = [list(row) for row in rows]
    count = max(len(row) for row in table)
    widths = [max((width(row[n]) for row in table if n < len(row) - 1), default=0) for n in range(count)]
    return "\n".join(
        "  " + "  ".join(cell + " " * max(0, widths[n] - width(cell)) for n, cell in enumerate(row)).rstrip()
        for row in table
    )


def _head(file: PolicyFile) -> list[Row]:
    policy = file.policy
    rows = [
        ("File", str(file.path)),
        ("Version", file.version),
        ("Owner", policy.owner),
        ("Currency", policy.currency),
        ("Process", policy.process_link),
    ]
    return [row for row in rows if row[1]]


def _tiers(policy: Policy) -> list[Row]:
    head = ("Tier", "Deviation", "Decides up to", "Within", "Authorizers", "Channel")
    return [
        head,
        *(
            (
                tier.title,
                _band(tier),
                "no limit" if tier.authority is None else f"{policy.currency} {plain(tier.authority)}",
                limit_text(tier.decision_time),
                _list(tier.authorizers),
                tier.channel,
            )
            for tier in policy.tiers
        ),
        (
            "Expedited",
            "any",
            "",
            limit_text(policy.expedited.decision_time),
            _list(policy.expedited.authorizers),
        ),
        _single_approval(policy),
    ]


def _single_approval(policy: Policy) -> Row:
    """Up to where the first approval is the only one, if it ever is."""
    rule = policy.single_approval
    if not rule.enabled:
        return ("Single approval", "off", "", "", "every request needs both approvals")
    value = f"{policy.currency} {plain(rule.max_value)}"
    return ("Single approval", f"up to {plain(rule.max_deviation)} %", value, "", "the first approval only")


def _band(tier: Tier) -> str:
    """A band in words; its lower bound belongs to it and its upper one does not."""
    low = plain(tier.at_least)
    return f"{low} % and more" if tier.below is None else f"{low} to under {plain(tier.below)} %"


def _people(policy: Policy) -> list[Row]:
    return [
        ("Validators (first approval)", _list(policy.validators.who), policy.validators.channel or ""),
        *_delegates(policy),
        ("Carry out what is approved", _list(policy.execution.who), policy.execution.channel),
        (
            "A returned request waits for",
            limit_text(policy.returns.within),
            f"notice {limit_text(policy.returns.notice)} before its end",
        ),
        (
            "An approval holds for",
            limit_text(policy.validity.within),
            f"notice {limit_text(policy.validity.notice)} before its end",
        ),
        ("Administrators", _list(policy.administrators)),
        *(
            (
                contact.title,
                _list(contact.who) + (f", then {_list(contact.backup)}" if contact.backup else ""),
                contact.channel or "",
            )
            for contact in policy.contacts.values()
        ),
    ]


def _delegates(policy: Policy) -> list[Row]:
    """Who may stand in for a role besides its own people."""
    titles = {tier.name: tier.title for tier in policy.tiers} | {"validators": "the validators"}
    return [(f"May stand in for {titles[part.role]}", _list(part.who), "") for part in policy.delegates]


def _escalations(policy: Policy) -> list[Row]:
    ladder = policy.escalations
    near = f"{duration_text(ladder.deadline_near.remaining)} before the deadline"
    return [
        _escalation(policy, near, ladder.deadline_near),
        _escalation(policy, "Deadline passed", ladder.deadline_breached),
        _escalation(policy, "Complaint of the customer", ladder.complaint),
        _escalation(policy, "Value over the tier's authority", ladder.over_authority),
        *_above_all(policy),
    ]


def _above_all(policy: Policy) -> list[Row]:
    """A value that no tier may decide; none where the highest tier may decide any."""
    over, most = policy.escalations.over_authority, policy.tiers[-1].authority
    if most is None:
        return []
    how = (_soon(over.within), f"{over.priority} priority") if over.contact is not None else ()
    return [(f"Value over {policy.currency} {plain(most)}, above every tier", above_all(policy), *how)]


def _escalation(policy: Policy, when: str, escalation: Escalation | OverAuthority) -> Row:
    to = (
        policy.contacts[escalation.contact].title
        if isinstance(escalation, Escalation)
        else "Next tier with authority"
    )
    return (when, to, _soon(escalation.within), f"{escalation.priority} priority", _climbs(escalation))


def _climbs(escalation: Escalation | OverAuthority) -> str:
    """After how long without an acknowledgement the next step is told."""
    if not isinstance(escalation, Escalation) or escalation.acknowledge_within is None:
        return ""
    return f"climbs every {duration_text(escalation.acknowledge_within)} until acknowledged"


def _soon(within: timedelta | str) -> str:
    if isinstance(within, str):
        return within
    return f"within {duration_text(within)}" if within else "at once"


def _holds(policy: Policy) -> list[Row]:
    return [
        (
            hold.title,
            _list(hold.owner),
            hold.channel or "",
            f"extends the deadline by {duration_text(hold.extends)}" if hold.extends else "",
            _own_deadline(policy, hold),
        )
        for hold in policy.holds.values()
    ]


def _own_deadline(policy: Policy, hold: Hold) -> str:
    """By when a hold is to be closed, and who is told when it is not."""
    if hold.within is None:
        return ""
    told = f", then the {policy.contacts[hold.contact].title} is told" if hold.contact else ""
    return f"due after {limit_text(hold.within)}{told}"


def _agreements(policy: Policy) -> list[Row]:
    return [
        (
            agreement.title,
            " = ".join(agreement.fields),
            f"by {agreement.kind}"
            + (f", give or take {plain(agreement.tolerance)}" if agreement.tolerance else ""),
            _corrects(agreement),
        )
        for agreement in policy.agreements
    ]


def _corrects(agreement: Agreement) -> str:
    """What is scored again once a conflict was settled."""
    if agreement.corrects is None:
        return ""
    of = f" of {agreement.standard}" if agreement.standard is not None else ""
    what = "the standard's value" if agreement.corrects is Correction.STANDARD else "the decision value"
    return f"corrects {what}{of}"


def _calendar(policy: Policy) -> list[Row]:
    calendar = policy.calendar
    days = ", ".join(day.capitalize() for day in calendar.business_days)
    closes = "24:00" if calendar.closes == time.min else f"{calendar.closes:%H:%M}"
    public = [f"the public holidays of {calendar.public_holidays}"] if calendar.public_holidays else []
    holidays = ", ".join(public + [day.isoformat() for day in calendar.holidays])
    return [
        ("Business days", days),
        ("Hours", f"{calendar.opens:%H:%M} to {closes}, {calendar.time_zone}"),
        ("Holidays", holidays or "none"),
    ]


def _rates(policy: Policy) -> list[Row]:
    return [(f"1 {rate.currency}", plain(rate.rate), f"from {rate.on}") for rate in policy.rates]


def _sources(policy: Policy) -> list[Row]:
    return [
        (
            source.title,
            source.kind,
            source.where,
            "customers are searched here" if source.name == policy.customers else "",
            _limits(source),
            "shows " + ", ".join(source.facts.values()) if source.facts else "",
        )
        for source in policy.sources
    ]


def _limits(source: Source) -> str:
    """How long a source may take, how often it is asked again, and how old its data may be."""
    told = [f"within {duration_text(source.time_limit)}"]
    if source.retries.count:
        told.append(f"asked {source.retries.count + 1} times")
    if source.freshness is not None:
        told.append(f"no older than {duration_text(source.freshness.limit)}")
    return ", ".join(told)


def _standards(policy: Policy) -> list[Row]:
    return [
        (standard.reference, standard.title, _value(standard), standard.owner, standard.rule)
        for standard in policy.standards
    ]


def _value(standard: Standard) -> str:
    if standard.value is None:
        return "scored by hand"
    text = f"{plain(standard.value)} {standard.unit}".strip()
    return f"{text} (scored by hand)" if standard.is_scored_by_hand else text


def _list(who: Iterable[str]) -> str:
    return ", ".join(who)
