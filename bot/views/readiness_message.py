"""The word to the administrators that the bot cannot do something, each with what to do; it judges nothing."""

from __future__ import annotations

from bot.views import actions, blocks, words
from bot.views.readiness_page import faults
from bot.views.readiness_told import in_slack
from bot.views.text import Message, Names
from models.checks import Check
from models.policy import Policy


def readiness_message(found: tuple[Check, ...], policy: Policy, names: Names) -> Message:
    """The message; it is said once for each set of findings."""
    text = f"{words.CARE} I have started, and there is something that I cannot do"
    return Message(
        text=f"{text}: see what, and what to do about it.",
        blocks=[
            blocks.section(f"{text}. With all else I go on."),
            *faults(found, in_slack(policy, names, found)),
            actions.row(actions.button("Check again", actions.SHOW_READINESS, actions.carried(0))),
            blocks.small(
                "You get this as an administrator of the policy, once: again only when something else is found. "
                "`/exception readiness` shows how everything stands."
            ),
        ],
    )
