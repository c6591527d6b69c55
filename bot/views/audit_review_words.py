"""The words for an audit review: what its items are called, its period and how far it has come; no block is built."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import actions, words
from bot.views.open_reviews import Listed
from bot.views.text import Names, ago, escape, person, when
from models.oversight.audit_review_authority import Reviewers
from models.oversight.audit_reviews import AuditReview, Item, Mark, Reason
from models.oversight.matters import OF_WORKSPACE
from models.policy import Policy
from models.roles import auditors

#: What each reason is called, for one and for many, beginning a sentence.
REASONS = {
    Reason.OVERRIDE: ("Override", "Overrides"),
    Reason.HOLD: ("Hold", "Holds"),
    Reason.EXPEDITE: ("Urgent path", "Urgent paths"),
    Reason.SINGLE_APPROVAL: ("Single approval", "Single approvals"),
    Reason.REFUSAL: ("Refusal", "Refusals"),
    Reason.COMPLAINT: ("Complaint", "Complaints"),
    Reason.BREACH: ("Breach", "Breaches"),
    Reason.STEAD: ("In somebody's stead", "In somebody's stead"),
    Reason.POLICY: ("Change of the policy", "Changes of the policy"),
    Reason.EXPORT: ("Export", "Exports"),
    Reason.CHAIN: ("Broken record", "Broken records"),
    Reason.SAMPLE: ("Drawn at random", "Drawn at random"),
}
CHECKED = "Checked"
FINDING = "Finding"


def period(review: AuditReview) -> str:
    """From when to when it looks (mrkdwn)."""
    return f"{when(review.since)} to {when(review.opened_at)}"


def called(item: Item) -> str:
    """What an item is called in plain text: the request, or what the workspace's own chain tells."""
    if item.number != OF_WORKSPACE:
        return f"EX-{item.number}"
    if item.is_of_refused_reviewing:
        return "Refusals about audit reviews"
    reason = item.reasons[0] if item.reasons else Reason.CHAIN
    return "The workspace's record" if reason is Reason.CHAIN else REASONS[reason][0]


def title(item: Item) -> str:
    """What an item is called, with why it is reviewed or whose doing it is (mrkdwn)."""
    if item.number != OF_WORKSPACE:
        return f"*{called(item)}*  ·  {reasons(item)}"
    whose = f"  ·  {people(item.people)}" if item.people else ""
    return f"*{called(item)}*{whose}"


def reasons(item: Item) -> str:
    """Why it is reviewed: `Override, hold`."""
    named = [REASONS[reason][0] for reason in item.reasons]
    return ", ".join([*named[:1], *(f"{name[:1].lower()}{name[1:]}" for name in named[1:])])


def count(number: int, one: str, many: str = "") -> str:
    """`1 item`, `3 items`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def progress(review: AuditReview) -> str:
    """`12 of 17 marked, 1 finding`."""
    if not review.items:
        return "Nothing to look at"
    found = len({mark.item for mark in review.findings})
    marked = f"{len(review.marked):,} of {len(review.items):,} marked"
    return f"{marked}, {count(found, 'finding') if found else 'no finding'}"


def drawn(review: AuditReview) -> str:
    """How the sample was drawn, in a sentence."""
    sample = review.sample
    if not sample.population:
        return "No other request was decided or closed, so none was drawn at random."
    of = count(len(sample.population), "other request")
    return (
        f"Drawn at random: {len(sample.drawn):,} of {of} decided or closed. "
        f"The seed `{sample.seed[:12]}` is on record."
    )


def verification(review: AuditReview) -> str:
    """What the check of all chains found (mrkdwn)."""
    made = review.verification
    if made is None:
        return f"{words.CARE} Not checked"
    scope = f"{count(made.chains, 'chain')}, {count(made.events, 'event')}"
    if made.is_whole:
        return f"{words.DONE} Whole: {scope}"
    more = f"; the first {len(made.problems)} are items here" if made.found > len(made.problems) else ""
    does = "does" if made.found == 1 else "do"
    return f"{words.REFUSED} *{count(made.found, 'place')} that {does} not hold*{more} ({scope})"


def people(who: Sequence[str], most: int = 5) -> str:
    """Mentions of the first of them, and how many more (mrkdwn)."""
    shown = ", ".join(person(one) for one in who[:most])
    return f"{shown} and {len(who) - most} more" if len(who) > most else shown


def said(mark: Mark) -> str:
    """Who said what of an item, without their words (mrkdwn)."""
    if mark.is_finding:
        return f"{words.CARE} {person(mark.by)} found something{when(mark.at, lead=', ')}"
    return f"{words.DONE} {person(mark.by)} checked it{when(mark.at, lead=', ')}"


def problem(item: Item) -> str:
    """What is wrong with a chain (mrkdwn)."""
    return f"{words.REFUSED} The record does not hold: {escape(item.problem)}"


def can_sign(able: Reviewers, policy: Policy, names: Names) -> str:
    """Who can sign a review off, in a sentence or two (mrkdwn); every place that tells of it says it so."""
    named, can = words.people(auditors(policy), names), words.people(able.who, names)
    if not able.is_in_stead:
        others = f"; the others of {named} had a part in something here" if able.are_some else ""
        return f"{can} can sign it off{others}."
    none = (
        "Each of the reviewers had a part in something here, so none of them can sign it off."
        if named
        else "The policy names no reviewer any more."
    )
    if not able.who:
        return f"{none} Nobody behind them is free of it either: name another reviewer in the policy."
    return f"{none} In their stead {can} can."


def listed(review: AuditReview, *, can_do: bool = True, who: str = "") -> Listed:
    """One line of the list of reviews, and of Home.

    `can_do`: its reader can mark something that nobody has marked, or sign it off where all is marked. Otherwise it
    does not wait on them, and `who` says who can sign it off.
    """
    carries = actions.carried(review.number)
    named = f"{review.id}  ·  {period(review)}"
    if review.signed_off is not None:
        by = f"{person(review.signed_off.by)}{when(review.signed_off.at, lead=', ')}"
        found = count(len(review.findings), "finding") if review.findings else "no finding"
        button = actions.button("Show", actions.MARKED_ITEMS, carries) if review.items else None
        return Listed(title=named, standing=f"{words.DONE} Signed off by {by}; {found}", button=button)
    late = f"{words.LATE} *overdue*" if review.overdue_at is not None else words.WAITING
    standing = f"{late} {progress(review)}, due {ago(review.due_by)}"
    if not can_do:
        left = "It waits for others to mark the rest. " if review.unmarked else ""
        seen = actions.button("Marked items…", actions.MARKED_ITEMS, carries) if review.marks else None
        return Listed(title=named, standing=f"{standing}\n{left}{who}", button=seen, is_theirs=False)
    if review.unmarked:
        button = actions.button("Review items…", actions.REVIEW_ITEMS, carries)
    else:
        button = actions.button("Sign off…", actions.ASK_TO_SIGN_OFF, carries)
    return Listed(title=named, standing=standing, button=button)
