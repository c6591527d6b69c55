"""The forms in which an administrator proposes a change of the policy, prefilled; an input is named after its key."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, inputs
from bot.views.policy_page import CONTACTS, THRESHOLDS
from bot.views.text import Block, escape
from models.business_time import limit_text
from models.money import plain
from models.policy import Contact, Policy, Tier
from models.refusals import Field

#: What the inputs for the people and for the groups of a contact's key are called besides the key.
PEOPLE, GROUPS = ":people", ":groups"
#: How many bands and contacts one window has room for, at four and five blocks each; the file has the others.
MOST_TIERS, MOST_CONTACTS = 22, 18
TIME_HINT = "For example 24h, 1d 12h, 16 business hours, 2 business days."
TWO = "Another administrator has to approve it. Until then nothing changes; after that it counts for new requests."


def proposal_form(policy: Policy, version: str, part: str) -> dict[str, Any]:
    """The form for thresholds, authority and times, or the one for contacts; it carries the version that it shows."""
    content = _thresholds(policy) if part == THRESHOLDS else _contacts(policy)
    why = inputs.entry(
        Field.WHY,
        "Why",
        inputs.text(is_long=True),
        hint="The administrator who approves it reads it; it is kept.",
    )
    view = [blocks.section(TWO), *content, blocks.divider(), why]
    metadata = actions.carried(0, f"{part}:{version}")
    return inputs.modal(
        actions.POLICY_PROPOSAL, "Change the policy", view, submit="Propose", metadata=metadata
    )


def read_carried(rest: str) -> tuple[str, str]:
    """Which form it is and which version it showed; ValueError where it is none of ours."""
    part, _, version = rest.partition(":")
    if part not in (THRESHOLDS, CONTACTS):
        raise ValueError(f"not a part of the policy: {part[:20]!r}")
    return part, version


def _thresholds(policy: Policy) -> list[Block]:
    shown: list[Block] = []
    for n, tier in enumerate(policy.tiers[:MOST_TIERS]):
        shown += [blocks.header(tier.title), *_tier(n, tier, policy)]
    time = inputs.text(initial=limit_text(policy.expedited.decision_time))
    label = "Time to decide once it is authorised"
    shown += [
        blocks.header("Urgent path"),
        inputs.entry("expedited.decision_time", label, time, hint=TIME_HINT),
    ]
    return shown


def _tier(n: int, tier: Tier, policy: Policy) -> list[Block]:
    authority = "" if tier.authority is None else plain(tier.authority)
    from_where = [
        inputs.entry(
            f"tiers[{n}].at_least",
            "Begins at a deviation of (%)",
            inputs.number(initial=plain(tier.at_least)),
            hint=f"{policy.tiers[n - 1].title} ends right under it.",
        )
    ]
    return [
        *(from_where if n else [blocks.small("Begins at a deviation of 0 %.")]),
        inputs.entry(
            f"tiers[{n}].authority",
            f"Decides up to ({policy.currency})",
            inputs.number(initial=authority),
            is_optional=True,
            hint="Empty: no limit.",
        ),
        inputs.entry(
            f"tiers[{n}].decision_time",
            "Time to decide",
            inputs.text(initial=limit_text(tier.decision_time)),
            hint=TIME_HINT,
        ),
    ]


def _contacts(policy: Policy) -> list[Block]:
    shown: list[Block] = []
    for name, contact in list(policy.contacts.items())[:MOST_CONTACTS]:
        shown += [blocks.header(contact.title), *_contact(name, contact)]
    note = "Groups are written as in the policy file, such as @executives. What a contact is told stands in the file."
    if (left := len(policy.contacts) - MOST_CONTACTS) > 0:
        note += f" {left} more contacts are changed there."
    return [*shown, blocks.small(escape(note))]


def _contact(name: str, contact: Contact) -> list[Block]:
    return [
        *_named(f"contacts.{name}.who", "Told first", contact.who),
        *_named(f"contacts.{name}.backup", "Backup", contact.backup),
    ]


def _named(key: str, label: str, who: tuple[str, ...]) -> list[Block]:
    people = [one for one in who if not one.startswith("@")]
    groups = ", ".join(one for one in who if one.startswith("@"))
    return [
        inputs.entry(key + PEOPLE, label, inputs.colleagues("People", people), is_optional=True),
        inputs.entry(
            key + GROUPS,
            f"{label}: groups",
            inputs.text(initial=groups, placeholder="@group, @another"),
            is_optional=True,
        ),
    ]
