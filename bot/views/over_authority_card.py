"""What the card of a value above all authority shows, and what the contact may answer."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, words
from bot.views.blocks import one_line
from bot.views.compliance_card import standard
from bot.views.scene import Rendering
from bot.views.summary import files, reasons
from bot.views.text import Block, escape, when
from models.holds import Hold
from models.policy import Policy
from models.request import Score


def body(scene: Rendering, hold: Hold) -> list[Block]:
    """How pressing it is, and what the requester says."""
    if hold.closed is not None:
        return []
    rule = scene.policy.escalations.over_authority
    due = f", to be answered {when(hold.due_at, lead='by ')}" if hold.due_at is not None else ""
    contact = words.contact(rule.contact or "", scene.policy)
    said = f"{words.TOLD} {rule.priority.capitalize()} priority, to the {contact}{due}"
    return [
        blocks.small(said),
        standard(scene),
        reasons(scene.request),
        *files(scene.request.filing.evidence),
    ]


def buttons(scene: Rendering, hold: Hold) -> list[dict[str, Any]]:
    """What the contact may answer while the hold is open."""
    value = actions.carried(scene.request.number, hold.key)
    return [
        actions.button(f"Release to {highest(scene.policy)}", actions.RELEASE, value, style="primary"),
        actions.button("Refuse", actions.REFUSE, value, style="danger"),
    ]


def highest(policy: Policy) -> str:
    """The highest tier, as it stands on a button (as typed)."""
    return one_line(policy.tiers[-1].title, 40)


def above_all(score: Score, policy: Policy) -> str:
    """What becomes of a value above every tier's authority, before it is filed (mrkdwn); empty for any other."""
    tier = policy.tier(score.tier)
    if tier.may_decide(score.value.amount):
        return ""
    contact = words.contact(policy.escalations.over_authority.contact or "", policy)
    most = words.authority(tier, policy)
    return (
        f"{words.HOLD} The value is over the {most} that {escape(tier.title)}, the highest tier, may decide: "
        f"it waits until the {contact} has allowed it."
    )
