"""The policy in force as `/exception policy` shows it, to everybody; administrators change it from here.

They propose a change, and answer what another one of them has proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.views import actions, blocks, inputs, values, words
from bot.views.policy_change_card import answers
from bot.views.policy_words import change_lines, since
from bot.views.text import Block, Names, channel, escape, joined, person, when, who
from models.business_time import limit_text
from models.oversight.policy_cares import CareOfPolicy
from models.oversight.policy_changes import PolicyChange
from models.policy import Contact, Policy, Tier
from models.policy_history import Recording

#: What the button that proposes a change carries: which of the two forms it opens.
THRESHOLDS, CONTACTS = "thresholds", "contacts"
#: What somebody has just done from here, said above the page.
PROPOSED = (
    f"{words.DONE} *Proposed; it waits for another administrator.* Until then the policy stays as it is."
)
TAKEN_BACK = f"{words.WITHDRAWN} *Taken back.* The policy stays as it is."
APPROVED = f"{words.DONE} *Approved.* It is in force from now on for new requests."
REJECTED = f"{words.REFUSED} *Rejected.* The policy stays as it is."
#: Open proposals that are listed.
LISTED = 5


@dataclass(frozen=True, kw_only=True)
class PolicyShown:
    """All that the page shows to its `reader`, and above it what they have just `done` (mrkdwn).

    `review_at` is when the policy is reviewed next, and `care` the review that is asked for.
    """

    policy: Policy
    version: str
    recording: Recording | None
    names: Names
    reader: str = ""
    done: str = ""
    review_at: datetime | None = None
    care: CareOfPolicy | None = None
    proposals: tuple[PolicyChange, ...] = ()
    is_administrator: bool = False


def policy_page(shown: PolicyShown) -> dict[str, Any]:
    """The page, a window."""
    policy, names = shown.policy, shown.names
    content = [
        *([blocks.section(shown.done)] if shown.done else []),
        blocks.section(f"*{escape(policy.title)}*"),
        blocks.fields(_head(shown)),
        *_proposals(shown),
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
        blocks.small(_foot(shown)),
    ]
    return inputs.modal(actions.POLICY_PAGE, "Policy", content)


def _head(shown: PolicyShown) -> list[tuple[str, str]]:
    recording = shown.recording
    in_force = f"`{shown.version}`" + (f"\n{since(recording, 'since ')}" if recording else "")
    return [
        ("Owner", who(shown.policy.owner, shown.names)),
        ("Version in force", in_force),
        ("Next review", _next_review(shown)),
        ("Administrators", joined((who(one, shown.names) for one in shown.policy.administrators), "and")),
    ]


def _next_review(shown: PolicyShown) -> str:
    if shown.care is not None:
        asked = words.people(shown.care.who, shown.names)
        if shown.care.overdue_at is not None:
            return f"{words.LATE} *overdue*, it was due{when(shown.care.due_at, lead=' ')}: {asked} review it"
        return f"{words.WAITING} under way: {asked} review it, due{when(shown.care.due_at, lead=' ')}"
    if shown.review_at is None:
        return "not planned"
    # A day of the policy's own zone; a reader elsewhere may have another day at its midnight.
    return values.day(shown.review_at.astimezone(shown.policy.calendar.zone).date())


def _tier(tier: Tier, policy: Policy, names: Names) -> Block:
    return blocks.section(
        f"*{escape(tier.title)}*  ·  {words.band(tier)}  ·  up to {words.authority(tier, policy)}  ·  "
        f"within {limit_text(tier.decision_time)}\n"
        f"{words.people(tier.authorizers, names)} in {_place(tier.channel, names)}"
    )


def _place(named: str, names: Names) -> str:
    """A channel by its name: Slack shows no more of a link to a private one than that, to whoever is not in it."""
    return escape(named) if named.startswith("#") else channel(named, names)


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
        is_overtaken = change.base != shown.version
        head = f"*Proposal {change.number}*  ·  by {person(change.proposed_by)}{when(change.opened_at, lead=', ')}"
        lines = [head, _standing(change, shown, is_overtaken)]
        lines += change_lines(change.changes, shown.policy, shown.names)
        listed.append(blocks.section(blocks.within(lines, 1500)))
        if shown.is_administrator:
            listed.append(answers(change, shown.reader, is_overtaken=is_overtaken))
    if len(shown.proposals) > LISTED:
        listed.append(blocks.small(f"And {len(shown.proposals) - LISTED} more."))
    return listed


def _standing(change: PolicyChange, shown: PolicyShown, is_overtaken: bool) -> str:
    if is_overtaken:
        return f"{words.CARE} Another change overtook it, so it cannot be approved any more."
    who = "another administrator" if change.proposed_by == shown.reader else "an administrator"
    return f"{words.WAITING} It waits for {who} to decide it."


def _foot(shown: PolicyShown) -> str:
    policy = shown.policy
    told = "A request keeps the version that it was filed under. A change takes two administrators."
    if not shown.is_administrator:
        asked = joined(who(one, shown.names) for one in policy.administrators)
        told += f" To suggest one, write to {asked}: they propose it from here."
    link = f" <{escape(policy.process_link)}|Read more about the process>." if policy.process_link else ""
    return told + link
