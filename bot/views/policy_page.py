"""The policy in force as `/exception policy` shows it, to everybody; administrators propose a change from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.policy_words import change_lines, since
from bot.views.text import Block, Names, channel, escape, joined, person, when, who
from models.business_time import limit_text
from models.oversight.policy_cares import CareOfPolicy
from models.oversight.policy_changes import PolicyChange
from models.policy import Contact, Policy, Tier
from models.policy_history import Recording

#: What the button that proposes a change carries: which of the two forms it opens.
THRESHOLDS, CONTACTS = "thresholds", "contacts"
#: Open proposals that are listed.
LISTED = 5


@dataclass(frozen=True, kw_only=True)
class PolicyShown:
    """All that the page shows; `review_at` is when the policy is reviewed next, and `care` the review asked for."""

    policy: Policy
    version: str
    recording: Recording | None
    names: Names
    review_at: datetime | None = None
    care: CareOfPolicy | None = None
    proposals: tuple[PolicyChange, ...] = ()
    is_administrator: bool = False


def policy_page(shown: PolicyShown) -> dict[str, Any]:
    """The page, a window."""
    policy, names = shown.policy, shown.names
    content = [
        blocks.section(f"*{escape(policy.title)}*"),
        blocks.fields(_head(shown)),
        blocks.header("Who decides"),
        *(_tier(tier, policy, names) for tier in policy.tiers),
        blocks.section(
            f"*Urgent path*  ·  within {limit_text(policy.expedited.decision_time)}\n"
            f"authorised by {words.people(policy.expedited.authorizers, names)}"
        ),
        *_offer(shown, "Propose a change…", THRESHOLDS),
        blocks.header("Who is told when it escalates"),
        *(_contact(contact, names) for contact in list(policy.contacts.values())[:20]),
        *_offer(shown, "Propose other contacts…", CONTACTS),
        *_proposals(shown),
        blocks.small(_foot(policy)),
    ]
    return inputs.modal(actions.POLICY_PAGE, "Policy", content)


def _head(shown: PolicyShown) -> list[tuple[str, str]]:
    recording = shown.recording
    in_force = f"`{shown.version}`" + (f"\nsince {since(recording)}" if recording else "")
    return [
        ("Owner", who(shown.policy.owner, shown.names)),
        ("Version in force", in_force),
        ("Next review", _next_review(shown)),
        ("Administrators", joined((who(one, shown.names) for one in shown.policy.administrators), "and")),
    ]


def _next_review(shown: PolicyShown) -> str:
    if shown.care is not None:
        return f"{words.WAITING} asked for now, due {when(shown.care.due_at, '{date_short_pretty}')}"
    return when(shown.review_at, "{date_pretty}") if shown.review_at is not None else "not planned"


def _tier(tier: Tier, policy: Policy, names: Names) -> Block:
    return blocks.section(
        f"*{escape(tier.title)}*  ·  {words.band(tier)}  ·  up to {words.authority(tier, policy)}  ·  "
        f"within {limit_text(tier.decision_time)}\n"
        f"{words.people(tier.authorizers, names)} in {channel(tier.channel, names)}"
    )


def _contact(contact: Contact, names: Names) -> Block:
    backup = f", then {words.people(contact.backup, names)}" if contact.backup else ""
    return blocks.section(f"*{escape(contact.title)}*\n{words.people(contact.who, names)}{backup}")


def _offer(shown: PolicyShown, text: str, part: str) -> list[Block]:
    if not shown.is_administrator:
        return []
    return [actions.row(actions.button(text, actions.PROPOSE_POLICY, actions.carried(0, part)))]


def _proposals(shown: PolicyShown) -> list[Block]:
    if not shown.proposals:
        return []
    listed = [blocks.header("Open proposals")]
    for change in shown.proposals[:LISTED]:
        lines = list(change_lines(change.changes, shown.policy, shown.names))
        if change.base != shown.version:
            lines.append("It was overtaken by another change.")
        listed.append(
            blocks.section(
                blocks.within([f"Proposal {change.number} by {person(change.proposed_by)}", *lines], 1500)
            )
        )
    if len(shown.proposals) > LISTED:
        listed.append(blocks.small(f"And {len(shown.proposals) - LISTED} more."))
    return listed


def _foot(policy: Policy) -> str:
    told = "A request keeps the version that it was filed under. A change takes two administrators."
    link = f" <{escape(policy.process_link)}|Read more about the process>." if policy.process_link else ""
    return told + link
