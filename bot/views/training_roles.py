"""What somebody does in deciding exceptions, by the policy, in words for their training."""

from __future__ import annotations

from bot.views import words
from bot.views.text import escape
from models.people import Register
from models.policy import Policy


def roles_of(user: str, policy: Policy, register: Register) -> tuple[str, ...]:
    """A sentence for each thing that the policy gives somebody to do (mrkdwn), as far as groups are known."""
    said = []
    if register.includes(policy.validators.who, user):
        said.append("You give the first approval: check the details, and return what is incomplete.")
    for tier in policy.tiers:
        if register.includes(tier.authorizers, user):
            said.append(
                f"You give the second approval as {escape(tier.title)}, {words.band(tier)} and up to "
                f"{words.authority(tier, policy)}."
            )
    for hold in policy.holds.values():
        if register.includes(hold.owner, user):
            said.append(f"You settle requests that are held for: {escape(hold.title)}.")
    if register.includes(policy.expedited.authorizers, user):
        said.append("You authorise the urgent path, or keep the normal one.")
    if register.includes(policy.execution.who, user):
        said.append("You carry out what was approved, and say what was done.")
    return tuple(said)
