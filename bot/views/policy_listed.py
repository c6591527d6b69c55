"""What waits about the policy itself as lines of a list: a proposed change, and its yearly review; it judges nobody."""

from __future__ import annotations

from bot.views import actions, blocks, words
from bot.views.open_reviews import Listed
from bot.views.policy_words import change_lines
from bot.views.text import Names, ago, escape, person
from models.oversight.policy_cares import CareOfPolicy
from models.oversight.policy_changes import PolicyChange
from models.policy import Policy

#: Changed values that a line names, and how long it may be, in characters.
NAMED = 3
LONGEST = 1500


def change_listed(
    change: PolicyChange, base: Policy, names: Names, *, is_overtaken: bool, can_answer: bool
) -> Listed:
    """A proposal; whoever can answer it has the buttons, which open the forms of its card."""
    lines = list(change_lines(change.changes[:NAMED], base, names))
    if len(change.changes) > NAMED:
        lines.append(f"and {len(change.changes) - NAMED} more")
    by = person(change.proposed_by)
    if is_overtaken:
        lines.append(f"{words.CARE} The policy was changed since, so this cannot be approved any more.")
    else:
        lines.append(f"{words.WAITING} {by} proposed it, and another administrator decides it.")
    carries = actions.carried(change.number)
    reject = actions.button("Reject…", actions.REJECT_POLICY, carries, style="danger")
    approve = actions.button("Approve…", actions.APPROVE_POLICY, carries, style="primary")
    both = (reject, None) if is_overtaken else (approve, reject)
    button, other = both if can_answer else (None, None)
    return Listed(
        title=f"Proposal {change.number}: change of the policy",
        standing=blocks.within(lines, LONGEST),
        button=button,
        other=other,
    )


def care_listed(care: CareOfPolicy, policy: Policy, names: Names, *, can_review: bool) -> Listed:
    """The policy's yearly review; whoever makes it has the button."""
    late = (
        f"{words.LATE} *overdue*, it was" if care.overdue_at is not None else f"{words.WAITING} Not made yet,"
    )
    return Listed(
        title=f"Yearly review of the policy  ·  {escape(policy.title)}",
        standing=f"{late} due {ago(care.due_at)}. It is for {words.people(care.who, names)}.",
        button=actions.button("Reviewed…", actions.REVIEW_POLICY, actions.carried(care.number))
        if can_review
        else None,
    )
