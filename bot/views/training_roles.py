"""What somebody does in deciding exceptions, by the policy, in words for their training."""

from __future__ import annotations

from bot.views import words
from bot.views.text import escape
from models.outages import supervisors
from models.people import Register
from models.policy import Policy
from models.roles import contact_above_all


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
    if register.includes(supervisors(policy), user):
        said.append("You may lengthen the time to decide further, where a source stays unavailable.")
    above_all = contact_above_all(policy)
    if above_all is not None and register.includes((*above_all.who, *above_all.backup), user):
        said.append("You release a value above every tier's authority, or refuse it.")
    for delegates in policy.delegates:
        if register.includes(delegates.who, user):
            said.append(
                f"You may stand in for {_decider(delegates.role, policy)}, once they delegate to you."
            )
    if register.includes(policy.execution.who, user):
        said.append("You carry out what was approved, and say what was done.")
    return tuple(said)


def _decider(role: str, policy: Policy) -> str:
    """Who gives an approval, by the role that a delegation is for."""
    titles = {tier.name: tier.title for tier in policy.tiers}
    return f"who approves as {escape(titles[role])}" if role in titles else "who gives the first approval"
